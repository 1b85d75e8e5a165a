/** A threshold that a loop tries on predictions for the test rows: it is tried on out-of-fold predictions for the training rows, and the model stays as it is. */
import { samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import type { FixContext } from "../context.js";
import { lastStore, stepsBehind } from "./chain.js";
import { isWhole } from "./columns.js";
import { drawnBy, type SplitBehind, selectionModule } from "./drawn.js";
import { checkKept } from "./keptRows.js";
import type { Call } from "./learning.js";
import { ahead } from "./lines.js";
import { no } from "./outcome.js";
import { drawnBeside, saidAnew } from "./said.js";
import { callStarting } from "./validated.js";
import { checkLater, checkScored, holding } from "./validationPart.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn, reads, simpleIn } from "./walk.js";

/** Stands for `cross_val_predict` until the caller knows how it is imported. */
export const PREDICT = "\u0000cross_val_predict";

/**
 * The edits; null where the loop does not read predictions of one model that is made anew from its settings, and labels of the same rows, alone.
 * @throws CannotFix
 */
export function chooseByFolds(cx: FixContext, view: View, loop: Place, e: Evaluation, fact: SplitBehind): TextEdit[] | null {
  const [fit] = e.fits;
  const trained = fit && view.placeAt(fit.at);
  if (!fit?.fit || !trained || e.fits.length !== 1 || !e.train) return null;
  const region = [loop.stmt.at];
  if (trained.line !== loop.line || trained.index >= loop.index || holds(loop.stmt.at, fit.at)) return null;
  const asked = holding(cx, view, region, e.score.rows, loop);
  const made = asked.flatMap((name) => {
    const place = lastStore(view, name, loop);
    const guess = place && place.line === loop.line ? predicted(place.stmt) : null;
    return place && guess ? [{ name, place, ...guess }] : [];
  });
  const [preds, ...others] = made;
  const [labels, ...more] = asked.filter((n) => !made.some((m) => m.name === n));
  if (!preds || others.length || !labels || more.length) return null;
  const call = callStarting(trained.stmt, fit.at.start);
  const data = call && plainFit(call);
  if (!data) return null;
  if (fit.fit.partial || fit.fit.born || !fit.fit.made.length || ["guessed", "grows", "inside"].some((f) => fit.fit?.flags.has(f))) return null;
  const isSearch = cx.q.choices.some((c) => samePlace(c.at, fit.at));
  const text = sameModel(view, trained, fit.at.start, preds, isSearch);
  if (text === null) return null;
  for (const name of data) if (lastStore(view, name, loop) !== lastStore(view, name, trained)) return no(`\`${name}\` is another thing by then`);
  if (selectionModule(cx) !== "sklearn.model_selection") return null;
  const [x, y] = data;
  // In each fold, a scaler that was fitted on all training rows has seen the rows that are predicted.
  if (stepsBehind(view, { k: "name", at: trained.stmt.at, name: x }, trained, true).length) return null;
  if (!drawnBy(cx, view, loop, { rows: e.train, labels: y, e, fact }).startsWith("random_state"))
    return no("its rows stand in the order of time, and folds of them would be predicted from later ones");
  // Loops over the same predictions are read side by side.
  const loops = loop.line.stmts.flatMap((stmt, index): Place[] => {
    const place = { line: loop.line, index, stmt };
    const isRead = (name: string): boolean => view.usesOf(name, loop.line.fn).some((u) => !u.stored && holds(stmt.at, u.at));
    return stmt.k === "for" && isRead(preds.name) && isRead(labels) && lastStore(view, preds.name, place) === preds.place ? [place] : [];
  });
  const [first] = loops;
  if (!first || !loops.some((l) => l.stmt === loop.stmt)) return null;
  const all = loops.map((l) => l.stmt.at);
  for (const l of loops) {
    if (holding(cx, view, [l.stmt.at], e.score.rows, l).length !== 2) return null;
    checkSaid(view, l, [preds.name, labels]);
  }
  checkLater(cx, view, all, first, e.score.rows);
  checkKept(view, all, first, [preds.name, labels]);
  checkScored(cx, view, all, first, e.score.rows, [labels]);
  const fresh = view.fresh(trainName(preds.name));
  const line = `${fresh} = ${PREDICT}(${text}, ${x}, ${y}, cv=5, method="${preds.method}")${preds.column}`;
  const edits: TextEdit[] = [ahead(view, first.stmt, [line])];
  for (const [name, other] of [
    [preds.name, fresh],
    [labels, y],
  ] as const)
    for (const u of view.usesOf(name, loop.line.fn)) if (all.some((at) => holds(at, u.at))) edits.push({ at: u.at, text: other });
  edits.push(...saidAnew(view, all, loop.line.fn, [preds.name, labels], "test", "train"));
  return edits;
}

/** The model whose predictions are read, as it is written where they are made, if it is the one that was fitted; of a search, its best. */
function sameModel(view: View, trained: Place, start: number, { place, model }: { place: Place; model: Expr }, isSearch: boolean): string | null {
  const owner = ownerOf(trained.stmt, start);
  if (!owner) return null;
  const own = (name: string): boolean => {
    const store = lastStore(view, name, place);
    return name === owner.name && (owner.bound ? store === trained : store !== null && store === lastStore(view, name, trained));
  };
  const isBest = (m: Expr): boolean => m.k === "attr" && m.name === "best_estimator_" && m.object.k === "name" && own(m.object.name);
  if (isBest(model)) return view.textOf(model.at);
  if (model.k !== "name") return null;
  if (own(model.name)) return isSearch ? `${model.name}.best_estimator_` : model.name;
  const store = lastStore(view, model.name, place)?.stmt;
  return store?.k === "assign" && store.targets.length === 1 && isBest(store.value) ? model.name : null;
}

/** "proba_test" → "proba_train". */
function trainName(name: string): string {
  if (/test/i.test(name)) return name.replace(/test/i, (m) => (m === m.toUpperCase() ? "TRAIN" : "train"));
  return /(?<![a-z])te(?![a-z])/i.test(name) ? name.replace(/(?<![a-z])te(?![a-z])/i, "tr") : `${name}_train`;
}

/** What is made of the scores behind the loop must not be said to be of test rows. @throws CannotFix */
function checkSaid(view: View, loop: Place, held: readonly string[]): void {
  const made = new Set<string>();
  eachExprIn(loop.stmt, (e, _fn, stored) => {
    if (e.k === "name" && stored) made.add(e.name);
    if (e.k === "call" && e.func.k === "attr" && e.func.name === "append" && e.func.object.k === "name") made.add(e.func.object.name);
  });
  for (const s of simpleIn(loop.line.stmts.slice(loop.index + 1))) {
    if (!reads(s, [...made]) || reads(s, held)) continue;
    if (s.k === "assign") for (const t of s.targets) if (t.k === "name") made.add(t.name);
    for (const told of [s, ...drawnBeside(view, s)])
      eachExprIn(told, (e) => {
        if ((e.k === "const" || e.k === "fstring") && /(?<![a-z])(test|hold-?out|unseen)(?![a-z])/i.test(view.textOf(e.at)) && /["']/.test(view.textOf(e.at)))
          no("what is said of the scores behind the loop names the test rows");
      });
  }
}

/** The variable that `model.fit(X, y)` or `model = Model().fit(X, y)` fits. */
function ownerOf(s: Stmt, start: number): { name: string; bound: boolean } | null {
  const call = callStarting(s, start);
  if (call?.func.k !== "attr") return null;
  if (s.k === "assign") {
    const [target] = s.targets;
    return s.targets.length === 1 && target?.k === "name" && s.value === call ? { name: target.name, bound: true } : null;
  }
  return call.func.object.k === "name" ? { name: call.func.object.name, bound: false } : null;
}

/** Data and labels of a `fit` that is given nothing else. */
function plainFit(call: Call): readonly [string, string] | null {
  const [x, y] = call.args;
  if (call.func.k !== "attr" || call.func.name !== "fit" || call.args.length !== 2 || x?.name || y?.name) return null;
  return x?.value.k === "name" && y?.value.k === "name" ? [x.value.name, y.value.name] : null;
}

/** `chances = model.predict_proba(X_test)[:, 1]`: the model, the method, and the column that is taken. */
function predicted(s: Stmt): { model: Expr; method: string; column: string } | null {
  if (s.k !== "assign" || s.targets.length !== 1 || s.targets[0]?.k !== "name") return null;
  const taken = s.value.k === "index" ? s.value : null;
  const call = taken ? taken.object : s.value;
  if (call.k !== "call" || call.func.k !== "attr" || call.args.length !== 1 || call.args[0]?.name || call.args[0]?.value.k !== "name") return null;
  const method = call.func.name;
  const items = taken?.index.k === "tuple" ? taken.index.items : [];
  const [rows, column] = items;
  if (method === "predict_proba" && items.length === 2 && isWhole(rows) && column?.k === "const" && typeof column.value === "number")
    return { model: call.func.object, method, column: `[:, ${column.value}]` };
  return method === "decision_function" && !taken ? { model: call.func.object, method, column: "" } : null;
}

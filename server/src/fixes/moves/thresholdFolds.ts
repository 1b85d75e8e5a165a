/** A threshold that is tried on predictions for the test rows: it is tried on out-of-fold predictions for the training rows, and the model stays as it is. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import type { FixContext } from "../context.js";
import { checkCollected } from "./candidates.js";
import { lastStore } from "./chain.js";
import { isWhole } from "./columns.js";
import { type Cut, writtenSplits } from "./cutParts.js";
import { drawnBy, type SplitBehind, selectionModule } from "./drawn.js";
import { checkKept } from "./keptRows.js";
import { lenientEdits } from "./lenient.js";
import { ahead, removal, type Swap, standsAlone, swapped } from "./lines.js";
import { no } from "./outcome.js";
import { boundIn } from "./partChecks.js";
import { checkReadAsTest, checkWhole } from "./readLater.js";
import { refitted } from "./refitted.js";
import { drawnBeside, madeIn, saidAnew } from "./said.js";
import { type Second, secondCurve } from "./secondCurve.js";
import { checkLater, checkScored, holding } from "./validationPart.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn, reads, simpleIn } from "./walk.js";

/** Stands for `cross_val_predict` until the caller knows how it is imported. */
export const PREDICT = "\u0000cross_val_predict";

/**
 * The edits, for a loop or a statement that chooses. Null where it does not read predictions of one model that can be fitted anew on its training rows,
 * and labels of the same rows, alone.
 * @throws CannotFix
 */
export function chooseByFolds(cx: FixContext, view: View, choice: Place, e: Evaluation, { fact, copied }: Trained): Folded | null {
  if (!e.train || e.fits.some((f) => holds(choice.stmt.at, f.at))) return null;
  const found = readIn(cx, view, choice, e);
  const model = found && refitted(cx, view, e, found, choice);
  if (!found || !model || (copied && !model.resamples) || selectionModule(cx) !== "sklearn.model_selection") return null;
  const labels = found.labels ?? testOf(view, model.y, choice);
  if (labels === null) return null;
  if (!drawnBy(cx, view, choice, { rows: e.train, labels: model.y, e, fact }).startsWith("random_state"))
    return no("its rows stand in the order of time, and folds of them would be predicted from later ones");
  const choices = beside(cx, view, choice, found, labels, e);
  const [first] = choices;
  if (!first) return null;
  const second = choice.stmt.k === "for" ? null : secondCurve(view, choice, [found.name, labels]);
  const all = second?.region ?? choices.map((c) => c.stmt.at);
  for (const c of choices) {
    checkSaid(view, c, [found.name, labels]);
    checkTotals(view, c, [found.name, labels]);
  }
  checkWhole(cx, view, all, first, e);
  checkLater(cx, view, all, first, e.score.rows);
  checkKept(view, all, first, [found.name, labels]);
  checkScored(cx, view, all, first, e.score.rows, [labels]);
  checkCollected(view, all, first, [found.name, labels]);
  checkReadAsTest(cx, view, all, choice.line.fn, [found.name, labels], e.score.rows);
  const fresh = view.fresh(trainName(found.name));
  const line = `${fresh} = ${PREDICT}(${model.text}, ${model.x}, ${model.y}, cv=5, method="${found.method}")${found.column}`;
  const swaps = new Map([
    [found.name, fresh],
    [labels, model.y],
  ]);
  const lines = [line, ...(second ? [takenAgain(view, choice, second, swaps)] : [])];
  const edits: TextEdit[] = [ahead(view, (second?.first ?? first).stmt, lines)];
  for (const [name, other] of swaps)
    for (const u of view.usesOf(name, choice.line.fn)) if (all.some((at) => holds(at, u.at))) edits.push({ at: u.at, text: other });
  edits.push(...saidAnew(view, all, choice.line.fn, [found.name, labels], "test", "train"));
  // Predictions for the test rows that nobody reads any more are not made either.
  const read = isRead(view, found.name, choice, [...all]);
  if (!read && standsAlone(view, found.place.stmt)) edits.push(removal(view, found.place.stmt));
  if (!read && isIdle(view, found, e)) no("the model would be trained for nothing: nobody asks it any more");
  // Folds hold fewer rows than the model was trained on.
  const fitted = (model.text.match(/(?<![\w."'])[A-Za-z_]\w*/g) ?? []).map((name): Expr => ({ k: "name", at: found.model.at, name }));
  return { edits: lenientEdits(view, edits, [found.model, ...fitted], choice), at: first, resamples: model.resamples, region: all };
}

/** The statement of a curve, with other names on both sides, which are added to `swaps`. */
function takenAgain(view: View, { stmt }: Place, { names }: Second, swaps: Map<string, string>): string {
  for (const name of names) swaps.set(name, view.fresh(trainName(name)));
  const anew: Swap[] = [];
  eachExprIn(stmt, (e) => {
    const text = e.k === "name" ? swaps.get(e.name) : undefined;
    if (text) anew.push({ at: e.at, text });
  });
  return swapped(view, stmt.at, anew);
}

/** Whether a variable is read outside of these places, as what it is at the choice. */
const isRead = (view: View, name: string, choice: Place, but: readonly Span[]): boolean => {
  const made = lastStore(view, name, choice)?.stmt;
  return view
    .usesOf(name, choice.line.fn)
    .some((u) => !u.stored && !but.some((at) => holds(at, u.at)) && (u.fn !== choice.line.fn || lastStore(view, name, u.place)?.stmt === made));
};

/** Whether a trained model is asked for these predictions alone. */
function isIdle(view: View, { model, place }: Guess, e: Evaluation): boolean {
  return model.k === "name" && !isRead(view, model.name, place, [place.stmt.at, ...e.fits.flatMap((f) => view.placeAt(f.at)?.stmt.at ?? [])]);
}

/** What is known of the training rows: how the rows that choose were cut off them, and whether some are copies of others. */
interface Trained {
  readonly fact: SplitBehind;
  readonly copied: boolean;
}

/** The edits, and where what they call has to be known. */
export interface Folded extends Cut {
  /** The pipeline is one of imbalanced-learn. */
  readonly resamples: boolean;
  /** The loops that choose. */
  readonly region: readonly Span[];
}

/** Predictions as they are made. */
interface Guess {
  readonly name: string;
  readonly place: Place;
  readonly model: Expr;
  readonly method: string;
  readonly column: string;
}

/** The predictions that a choice reads, and the labels of their rows where they were followed; null where it reads more. */
function readIn(cx: FixContext, view: View, choice: Place, e: Evaluation): (Guess & { labels: string | null }) | null {
  const asked = holding(cx, view, [choice.stmt.at], e.score.rows, choice);
  const made = asked.flatMap((name): Guess[] => {
    const place = lastStore(view, name, choice);
    const guess = place && predicted(place.stmt);
    return place && guess ? [{ name, place, ...guess }] : [];
  });
  const [preds, ...others] = made;
  const [labels, ...more] = asked.filter((n) => !made.some((m) => m.name === n));
  return !preds || others.length || more.length ? null : { ...preds, labels: labels ?? null };
}

/** Labels from a file of their own were followed as other rows: they are those that were split beside the labels of the training. */
function testOf(view: View, train: string, choice: Place): string | null {
  const part = writtenSplits(view)
    .flat()
    .find((p) => p.train === train);
  const region = [choice.stmt.at];
  return part && !boundIn(view, part.test, region, choice) && view.usesOf(part.test, choice.line.fn).some((u) => holds(choice.stmt.at, u.at))
    ? part.test
    : null;
}

/** The choice, and loops beside it that go through the same predictions: they are read side by side. */
function beside(cx: FixContext, view: View, choice: Place, found: Guess, labels: string, e: Evaluation): Place[] {
  if (choice.stmt.k !== "for") return [choice];
  const usesIn = (name: string, stmt: Stmt) => view.usesOf(name, choice.line.fn).filter((u) => !u.stored && holds(stmt.at, u.at));
  const loops = choice.line.stmts.flatMap((stmt, index): Place[] => {
    const place = { line: choice.line, index, stmt };
    const uses = [found.name, labels].map((name) => usesIn(name, stmt));
    // What draws from the predictions, or takes some of them, chooses nothing.
    const takesAll = uses.every((list) => list.length > 0 && list.every((u) => u.around?.k !== "index"));
    return stmt.k === "for" && takesAll && lastStore(view, found.name, place) === found.place ? [place] : [];
  });
  const isAlone = (l: Place): boolean => holding(cx, view, [l.stmt.at], e.score.rows, l).every((n) => n === found.name || n === labels);
  return loops.some((l) => l.stmt === choice.stmt) && loops.every(isAlone) ? loops : [];
}

/** "proba_test" → "proba_train". */
function trainName(name: string): string {
  if (/test/i.test(name)) return name.replace(/test/i, (m) => (m === m.toUpperCase() ? "TRAIN" : "train"));
  return /(?<![a-z])te(?![a-z])/i.test(name) ? name.replace(/(?<![a-z])te(?![a-z])/i, "tr") : `${name}_train`;
}

const totals = /cost|profit|saving|revenue|benefit|penalt/i;

/** A cost is summed up over rows: of more rows, or of fewer, it is another number, and is not to be told as that of the test rows. @throws CannotFix */
export function checkTotals(view: View, loop: Place, held: readonly string[]): void {
  const made = new Set(madeIn(view, [loop.stmt.at], held));
  for (const s of simpleIn(loop.line.stmts.slice(loop.index + 1))) {
    if (s.k === "assign" && reads(s, [...made])) for (const t of s.targets) if (t.k === "name") made.add(t.name);
    const told = s.k === "expr" && s.value.k === "call" && /^(print|display)$/.test(view.textOf(s.value.callee));
    const sum = told ? [...made].find((n) => totals.test(n) && reads(s, [n])) : undefined;
    if (sum) no(`\`${sum}\` is summed up over the rows that choose, of which there would be another number`);
  }
}

/** What is made of the scores behind the loop must not be said to be of test rows. @throws CannotFix */
export function checkSaid(view: View, loop: Place, held: readonly string[]): void {
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

/** `chances = model.predict_proba(X_test)[:, 1]`: the model, the method, and the column that is taken. */
function predicted(s: Stmt): { model: Expr; method: string; column: string } | null {
  if (s.k !== "assign" || s.targets.length !== 1 || s.targets[0]?.k !== "name") return null;
  const taken = s.value.k === "index" ? s.value : null;
  const call = taken ? taken.object : s.value;
  if (call.k !== "call" || call.func.k !== "attr" || call.args.length !== 1 || call.args[0]?.name) return null;
  const method = call.func.name;
  const items = taken?.index.k === "tuple" ? taken.index.items : [];
  const [rows, column] = items;
  if (method === "predict_proba" && items.length === 2 && isWhole(rows) && column?.k === "const" && typeof column.value === "number")
    return { model: call.func.object, method, column: `[:, ${column.value}]` };
  return method === "decision_function" && !taken ? { model: call.func.object, method, column: "" } : null;
}

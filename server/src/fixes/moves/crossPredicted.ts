/**
 * A model that is trained on columns of a table, `fit(df[["a", "b"]], df["c"])`, stays trained on all of its rows: its scores, or the predictions that
 * are scored, come from cross-validation, for which the same columns are written once more.
 */
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import type { Builder, FixContext } from "../context.js";
import { Draft } from "../draft.js";
import { calledName } from "../splits.js";
import { besideTraining } from "./bothScores.js";
import { finished, under, viewOf, withImports } from "./builders.js";
import { changedSince } from "./chain.js";
import { short } from "./columns.js";
import { rowByRow } from "./cutFrom.js";
import { selectionModule } from "./drawn.js";
import { isModule } from "./kinds.js";
import { type Call, namesIn } from "./learning.js";
import { standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { saidAnew } from "./said.js";
import { cloned, objectOf } from "./scoredCopy.js";
import { imported } from "./standIns.js";
import { crossTitle, FOLDS, foldsFor } from "./trainOnly.js";
import { checkChosen, checkPredictions, checkSaysAll } from "./trainOnlyChecks.js";
import { callStarting } from "./validated.js";
import { holds, type Place, placeBehind, type View } from "./view.js";

/** The training: `model.fit(df[["a", "b"]], df["c"])`. */
interface Training {
  readonly place: Place;
  readonly model: string;
  readonly x: Expr;
  readonly y: Expr;
}

export const crossPredict: Builder = (cx) => {
  const view = viewOf(cx);
  const e = cx.evaluations().find((x) => x.role === "train");
  const training = e && trainingOf(view, e);
  if (!e || !training || (training.x.k === "name" && training.y.k === "name")) return null;
  return under(crossTitle, () => {
    const own = cx.q.evaluations.filter((o) => o.fits.some((f) => f.id === e.fits[0]?.id));
    if (own.some((o) => o.score.kind !== "holdout" || o.role !== "train" || o.fits.length !== 1)) return no("the model is scored on other rows as well");
    const calls = [...new Map(own.flatMap((o) => asking(cx, view, o)).map((c) => [c.call, c])).values()];
    checkStays(cx, view, training, calls);
    checkChosen(cx, e);
    const places = own.flatMap((o) => view.placeAt(o.score.at) ?? []);
    const asked = [...new Set([...places, ...calls.map((c) => c.place)])];
    checkSaysAll(view, asked);
    checkPredictions(cx, view, training.place, asked, e);
    const [first] = calls;
    if (!first) return no("the score is not asked of the model there");
    const module = selectionModule(cx);
    const folds = foldsFor(cx, view, e, first.place, view.textOf(training.y.at)).replace(FOLDS, imported(module, "KFold"));
    const edits = calls.map((c) => ({ at: c.call.at, text: crossed(view, c.call, training, folds, module) }));
    const roots = [...namesIn(training.x), ...namesIn(training.y)];
    const spans = asked.map((p) => p.stmt.at);
    const said = saidAnew(view, spans, training.place.line.fn, roots, "train", "validation");
    const scores = own.map((o) => [o.score.at, ...calls.filter((c) => c.place === view.placeAt(o.score.at)).map((c) => c.call.callee)]);
    const all: TextEdit[] = besideTraining(view, asked, scores, { word: "Cross-validation", edits, said, kept: () => [] });
    const draft = new Draft(cx);
    return finished(cx, crossTitle, withImports(draft, first.place, all), draft);
  });
};

/** The one training behind a score, on columns as they are written. */
function trainingOf(view: View, e: Evaluation): Training | null {
  const [fit, ...more] = e.fits;
  const place = fit && view.placeAt(fit.at);
  const call = place && callStarting(place.stmt, fit.at.start);
  if (!call || more.length || call.func.k !== "attr" || call.func.name !== "fit" || call.args.length !== 2) return null;
  const [x, y] = call.args.map((a) => (a.name === null && !a.star && isColumns(view, a.value) ? a.value : null));
  const object = objectOf(place, call);
  return x && y && object?.k === "name" && standsAlone(view, place.stmt) ? { place, model: object.name, x, y } : null;
}

/** `df`, `df["a"]`, `df.a`, `df[["a", "b"]]`, `df[:n]`, `df[columns].values`, `np.log1p(df["a"])`: the same again wherever it is written. */
function isColumns(view: View, e: Expr): boolean {
  if (e.k === "name") return true;
  if (e.k === "attr") return isColumns(view, e.object);
  if (e.k === "index") return isColumns(view, e.object) && isWritten(e.index);
  if (e.k !== "call" || e.func.k !== "attr") return false;
  const [only, ...more] = e.args;
  if (isModule(view, e.func.object, "numpy")) return rowByRow.test(calledName(e)) && !!only && !only.name && !more.length && isColumns(view, only.value);
  const plain = /^(to_numpy|ravel|astype|reshape|drop)$/.test(calledName(e));
  return plain && isColumns(view, e.func.object) && e.args.every((a) => isWritten(a.value));
}

const isWritten = (e: Expr | null): boolean =>
  e === null ||
  e.k === "const" ||
  e.k === "name" ||
  (e.k === "unary" && isWritten(e.operand)) ||
  (e.k === "slice" && [e.lower, e.upper, e.step].every(isWritten)) ||
  ((e.k === "list" || e.k === "tuple") && e.items.every(isWritten));

interface Asking {
  readonly place: Place;
  readonly call: Call;
}

/** Where a score asks the model: by `score`, or for the predictions that it is taken of. */
function asking(cx: FixContext, view: View, { score }: Evaluation): Asking[] {
  const spans = [score.at, ...cx.q.predictions.filter((p) => score.preds.has(p.id)).map((p) => p.at)];
  return spans.flatMap((at) => {
    const place = view.placeAt(at);
    const call = place && callStarting(place.stmt, at.start);
    const asks = call?.func.k === "attr" && /^(score|predict|predict_proba|decision_function)$/.test(call.func.name);
    return place && call && asks ? [{ place, call }] : [];
  });
}

/** The model is asked for the very columns that it was trained on, and neither it nor they have changed by then; folds can fit a copy of it. @throws CannotFix */
function checkStays(cx: FixContext, view: View, { place, model, x, y }: Training, calls: readonly Asking[]): void {
  if (place.line.owner) no("it is trained in a block, which may train several models");
  const roots = [model, ...namesIn(x), ...namesIn(y)];
  for (const c of calls) {
    const object = c.call.func.k === "attr" ? c.call.func.object : null;
    if (object?.k !== "name" || object.name !== model || c.place.line !== place.line) return no("the score stands in a function of its own");
    const protocol = cx.modelAt(object.at)?.protocol ?? "";
    if (!cloned.test(protocol) || protocol === "search") no(`it is not clear whether \`${model}\` can be trained anew in each fold`);
    const given = c.call.args.map((a) => view.textOf(a.value.at));
    const wanted = [x, y].slice(0, given.length).map((e) => view.textOf(e.at));
    if (!given.length || given.join("\n") !== wanted.join("\n")) no(`the model is scored on \`${short(given[0] ?? "")}\`, not on what it was trained on`);
    const changed = roots.find((n) => changedSince(view, n, placeBehind(place), c.place));
    if (changed) no(`\`${changed}\` is another thing where the model is scored`);
    const refits = view.usesOf(model, place.line.fn).some((u) => {
      const isFit = u.around?.k === "attr" && /^(fit|partial_fit|set_params)$/.test(u.around.name);
      return isFit && !holds(place.stmt.at, u.at) && view.isBefore(place.stmt.at, u.at) && view.isBefore(u.at, c.call.at);
    });
    if (refits) no(`\`${model}\` is trained again before it is scored`);
  }
}

/** `model.score(X, y)` or `model.predict_proba(X)` of the folds. */
function crossed(view: View, call: Call, { model, x, y }: Training, folds: string, module: string): string {
  const method = call.func.k === "attr" ? call.func.name : "";
  const given = [model, view.textOf(x.at), view.textOf(y.at), `cv=${folds}`];
  if (method === "score") return `${imported(module, "cross_val_score")}(${given.join(", ")}).mean()`;
  if (method !== "predict") given.push(`method="${method}"`);
  return `${imported(module, "cross_val_predict")}(${given.join(", ")})`;
}

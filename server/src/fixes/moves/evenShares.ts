/** Scored rows whose classes were made even: those that train a model may be, those that judge it stay as they are. */
import { type Span, samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Stmt } from "../../program/ir.js";
import type { Questions } from "../../trace/questions.js";
import { cutsOf, type Rows } from "../../trace/rows.js";
import { type Builder, CannotFix, type FixContext } from "../context.js";
import { finished, under, viewOf } from "./builders.js";
import { isReadInFunctions } from "./calledLater.js";
import { commentsAbove, commentsThatGo } from "./carried.js";
import { changedSince, lastStore } from "./chain.js";
import type { Call } from "./learning.js";
import { removal, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { type Resampling, resamplingAt } from "./resample.js";
import { resampledInTraining } from "./resampling.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** HLD306: the training part is resampled, or the test part no longer. */
export const keepShares: Builder = (cx) => {
  const view = viewOf(cx);
  const start = view.placeAt(cx.finding.at);
  const call = start && calledAt(start, cx);
  if (!start || !call) return null;
  const spoiled = cx.q.evaluations.filter((e) => isResampled(cx, e.score.rows));
  if (!spoiled.length) return null;
  if (spoiled.some((e) => !e.train || isResampled(cx, e.train))) return resampledInTraining(cx, start, call, spoiled);
  const title = "Score the test rows as they are, not resampled";
  return under(title, () => {
    const r = resamplingAt(start, call);
    if (!r) throw new CannotFix("The way in which the test rows are resampled is not known how to take back.");
    return finished(cx, title, leftOut(view, r));
  });
};

/** The call whose callee a finding stands on. */
function calledAt(place: Place, { finding: { at } }: FixContext): Call | null {
  let found: Call | null = null;
  eachExprIn(place.stmt, (e) => {
    if (e.k === "call" && samePlace(e.callee, at)) found = e;
  });
  return found;
}

/** Whether rows went through the resampling that the finding stands on. */
const isResampled = ({ q, finding }: FixContext, rows: Rows): boolean =>
  cutsOf(rows).some((c) => c.at && samePlace(c.at, finding.at) && isSampling(q, c)) || rows.terms.some((t) => t.mix && samePlace(t.mix.at, finding.at));

const isSampling = (q: Questions, c: ReturnType<typeof cutsOf>[number]): boolean => c.id.startsWith("under:") || q.splitOf(c)?.kind === "sample";

/** `X_test, y_test = sampler.fit_resample(X_test, y_test)` goes; who reads other names for what it gives reads what it was given. @throws CannotFix */
function leftOut(view: View, r: Resampling): TextEdit[] {
  const { place } = r;
  if (!standsAlone(view, place.stmt)) no("another statement shares a line with it");
  const inputs = r.inputs.map((e) => (e.k === "name" ? e.name : no("what is resampled has no name of its own")));
  const going = [place.stmt, ...samplerOf(view, r)];
  const edits = going.map((s) => removal(view, s, spokenOf(view, s, going)));
  for (const [i, name] of r.outputs.entries()) {
    const input = inputs[i] as string;
    if (name === input) continue;
    if (isReadInFunctions(view, name, [])) no(`a function reads \`${name}\``);
    for (const u of view.usesOf(name, place.line.fn)) {
      if (u.stored || u.place === place) continue;
      const at = view.ancestorIn(u.place, place.line);
      if (!at || at.index <= place.index || lastStore(view, name, u.place) !== place) continue;
      if (changedSince(view, input, place, at)) no(`\`${input}\` is another thing by then`);
      edits.push({ at: u.at, text: input });
    }
  }
  return edits;
}

/** The comments above a statement that go with it: those that have nothing left to speak of, or tell of the resampling or the test rows right above it. */
function spokenOf(view: View, s: Stmt, going: readonly Stmt[]): Span[] {
  const above = commentsAbove(view, s);
  return above.length === 1 && above.every((at) => /\b(?:test|valid|(?:re|over|under|down|up)-?sampl|balanc|smote)/i.test(view.textOf(at)))
    ? above
    : commentsThatGo(view, s, going);
}

/** What makes the sampler, where nothing else uses it. */
function samplerOf(view: View, { call, place }: Resampling): Stmt[] {
  const name = call.func.k === "attr" && call.func.object.k === "name" ? call.func.object.name : null;
  const uses = name === null ? [] : view.usesOf(name, place.line.fn);
  const made = uses.find((u) => u.stored)?.place;
  const isAlone = uses.length === 2 && made?.line === place.line && made.stmt.k === "assign" && made.stmt.value.k === "call";
  return isAlone && made && made.stmt.k === "assign" && made.stmt.targets[0]?.k === "name" && standsAlone(view, made.stmt) ? [made.stmt] : [];
}

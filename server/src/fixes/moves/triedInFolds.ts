/** Settings that a loop tries on the test rows: each is tried by cross-validation on the training rows, and no model is trained on fewer of them. */
import { type Span, samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import type { FixContext } from "../context.js";
import { checkCalled } from "./calledWith.js";
import { checkCandidates } from "./candidates.js";
import { lastStore } from "./chain.js";
import { loopsAround } from "./choicePlaces.js";
import { retold } from "./comments.js";
import { isLabels, stem } from "./cutParts.js";
import { drawnBy, type SplitBehind, selectionModule } from "./drawn.js";
import { checkKept } from "./keptRows.js";
import type { Call } from "./learning.js";
import { lenientEdits } from "./lenient.js";
import { dedupe, removal, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { boundIn, checkCounted, checkGoesOn, checkHandedOver, checkSlices, eachExprOf, heldOn } from "./partChecks.js";
import { checkReadAsTest } from "./readLater.js";
import { isResampled, resampled } from "./readRows.js";
import { type Refitted, refitted } from "./refitted.js";
import { madeIn, saidAnew } from "./said.js";
import { cloned } from "./scoredCopy.js";
import { writtenSplit } from "./splits.js";
import { checkTotals, type Folded, PREDICT } from "./thresholdFolds.js";
import { callStarting } from "./validated.js";
import { checkLater, partsRead, unjudged } from "./validationPart.js";
import { holds, type Place, type Use, type View } from "./view.js";

/** Stands for `cross_val_score` until the caller knows how it is imported. */
export const SCORE = "\u0000cross_val_score";

/** What asks a model for the held-out rows, and the model as each fold fits it. */
interface Asked {
  readonly call: Call;
  readonly model: Expr;
  readonly place: Place;
  readonly anew: Refitted;
}

/**
 * The edits, for a `region` of loops that begins with `first`, or an objective, which train and score by `e`.
 * @throws CannotFix where a model cannot be fitted anew in folds, or its rows may not be mixed
 */
export function tryInFolds(cx: FixContext, view: View, region: readonly Span[], first: Place, e: Evaluation, fact: SplitBehind): Folded {
  const { train } = e;
  if (!train || selectionModule(cx) !== "sklearn.model_selection") return no("no model is trained where the choice is made");
  const copied = isResampled(view, train);
  const { tests } = partsRead(cx, view, region, first, train, e.score.rows);
  const uses = tests.flatMap((n) => view.usesOf(n, first.line.fn).filter((u) => region.some((r) => holds(r, u.at))));
  const asked = askedIn(cx, view, region, tests, e);
  const [one] = asked;
  if (!one || asked.some((a) => a.anew.y !== one.anew.y)) return no(unlike);
  if (copied && !asked.every((a) => a.anew.resamples)) return no(resampled);
  const isAsked = (u: Use): boolean => asked.some((a) => holds(a.call.at, u.at));
  const inputs = new Set(asked.map((a) => (a.call.args[0]?.value.k === "name" ? a.call.args[0].value.name : "")));
  const labels = uses.filter((u) => !isAsked(u) && !inputs.has(u.name));
  const isGiven = (u: Use): boolean => isAsked(u) || (labels.includes(u) && u.around?.k === "call");
  if (!uses.every(isGiven)) return no(unlike);
  checkLabels(cx, view, region, first, { tests, asked, labels: labels.map((u) => u.name), y: one.anew.y });
  if (!drawnBy(cx, view, first, { rows: train, labels: one.anew.y, e, fact }).startsWith("random_state"))
    return no("its rows stand in the order of time, and folds of them would be predicted from later ones");
  checkAll(cx, view, region, first, tests, e);
  const edits: TextEdit[] = asked.map(({ call, anew }) => ({ at: call.at, text: inFolds(call, anew) }));
  for (const u of labels) edits.push({ at: u.at, text: one.anew.y });
  edits.push(...trainedNoMore(cx, view, region, asked));
  const predicting = asked.flatMap(({ place: { stmt } }) => (stmt.k === "assign" || stmt.k === "expr" ? [stmt] : []));
  edits.push(...retold(view, [...new Set(predicting)], "test", "validation"));
  edits.push(...saidAnew(view, region, first.line.fn, tests, "test", "validation"));
  const models = asked.flatMap((a) => [
    a.model,
    ...(a.anew.text.match(/(?<![\w."'])[A-Za-z_]\w*/g) ?? []).map((name): Expr => ({ k: "name", at: a.model.at, name })),
  ]);
  return { edits: lenientEdits(view, dedupe(edits), models, first), at: first, resamples: asked.some((a) => a.anew.resamples), region };
}

const unlike = "the models of the choice cannot be fitted anew in folds of the training rows";

interface Labels {
  readonly tests: readonly string[];
  readonly asked: readonly Asked[];
  readonly labels: readonly string[];
  readonly y: string;
}

/** The predictions meet labels of the same kind as those that the models are fitted to, and no others. @throws CannotFix */
function checkLabels(cx: FixContext, view: View, region: readonly Span[], first: Place, { tests, asked, labels, y }: Labels): void {
  const [held, ...more] = new Set([...labels, ...asked.flatMap(({ call }) => (call.args[1]?.value.k === "name" ? [call.args[1].value.name] : []))]);
  if (!held || more.length || !areAlike(view, held, y, first)) no(unlike);
  const isOwn = (name: string): boolean => boundIn(view, name, region, first);
  checkHandedOver(cx, view, region, (name) => tests.includes(name), isOwn);
  eachExprOf(view, region, (x) => {
    const names = x.k === "call" ? x.args.flatMap((a) => (a.value.k === "name" ? [a.value.name] : [])) : [];
    if (x.k !== "call" || (x.func.k === "attr" && /^(fit|score)$/.test(x.func.name))) return;
    const isScored = names.some(isOwn) || x.args.some((a) => asked.some(({ call }) => holds(a.value.at, call.at)));
    const left = isScored ? names.find((n) => isLabels(n) && n !== y && n !== held && !isOwn(n)) : undefined;
    if (left) no(`it is not clear which rows \`${left}\` has`);
  });
}

/** Whether labels are those of two parts of the same rows, by their split or by what they are called. */
function areAlike(view: View, held: string, y: string, at: Place): boolean {
  const [a, b] = [held, y].map((name) => lastStore(view, name, at));
  const split = [a, b].map((p) => p && writtenSplit(view, p));
  if (split[0] || split[1]) return a === b && (split[0]?.parts.some((p) => p.train === y && p.test === held) ?? false);
  return stem(held) === stem(y);
}

/** What holds for a validation part holds for folds. @throws CannotFix */
function checkAll(cx: FixContext, view: View, region: readonly Span[], first: Place, tests: readonly string[], e: Evaluation): void {
  const test = e.score.rows;
  checkGoesOn(view, region, new Set(tests), first);
  checkLater(cx, view, region, first, test);
  checkCounted(view, region, tests);
  checkSlices(view, region, tests);
  checkCalled(view, region, tests, first);
  checkKept(view, region, first, tests);
  checkJudged(cx, view, region, e);
  checkCandidates(cx, view, region, first, tests, e);
  checkReadAsTest(cx, view, region, first.line.fn, tests, test);
  for (const r of region) checkTotals(view, view.placeAt(r) ?? first, tests);
  const kept = bestKept(view, region, first, tests);
  if (kept) no(`\`${kept}\` keeps the best of the scores, and would be one of cross-validation`);
}

/** `top = max(scores)` below the choice: the name that goes on with a score. */
function bestKept(view: View, region: readonly Span[], first: Place, tests: readonly string[]): string | null {
  const made = madeIn(view, region, tests);
  const uses = made.flatMap((n) => view.usesOf(n, first.line.fn).filter((u) => !u.stored && !region.some((r) => holds(r, u.at))));
  for (const { place } of uses) {
    const { stmt } = place;
    const [target] =
      stmt.k === "assign" && stmt.value.k === "call" && /^(np\.)?(max|min|a?max|a?min)$/.test(view.textOf(stmt.value.callee)) ? stmt.targets : [];
    if (target?.k === "name" && view.usesOf(target.name, place.line.fn).some((u) => !u.stored && u.around?.k === "list")) return target.name;
  }
  return null;
}

/** A model of this kind must be scored on the test rows where nothing is chosen by that. @throws CannotFix */
function checkJudged(cx: FixContext, view: View, region: readonly Span[], e: Evaluation): void {
  const isInside = (x: Evaluation): boolean => [x.score.at, ...x.score.path].some((at) => region.some((r) => holds(r, at)));
  const held = heldOn(cx, e.score.rows);
  const kinds = new Set(held.filter(isInside).flatMap((x) => x.fits.map((f) => f.what)));
  const tunings = cx.q.tunings().map((t) => t.at);
  const chooses = ({ score: { at } }: Evaluation): boolean => {
    const place = view.placeAt(at);
    const loops = place ? loopsAround(place).map((l) => l.stmt.at) : [];
    return tunings.some((t) => samePlace(t, at) || loops.some((l) => holds(l, t)));
  };
  const isJudge = (x: Evaluation): boolean => !isInside(x) && !chooses(x) && (!x.fits.length || x.fits.some((f) => kinds.has(f.what)));
  if (!held.some(isJudge)) no(unjudged);
}

/** The calls that ask models for the held-out rows, with what makes these anew. @throws CannotFix */
function askedIn(cx: FixContext, view: View, region: readonly Span[], tests: readonly string[], e: Evaluation): Asked[] {
  const own = heldOn(cx, e.score.rows).filter((x) => region.some((r) => holds(r, x.score.at)));
  const out: Asked[] = [];
  eachExprOf(view, region, (x) => {
    if (x.k !== "call" || x.func.k !== "attr" || !/^(predict|predict_proba|decision_function|score)$/.test(x.func.name)) return;
    const given = x.args.map((a) => a.value);
    if (!given.some((a) => a.k === "name" && tests.includes(a.name))) return;
    const isScore = x.func.name === "score";
    if (x.args.some((a) => a.name || a.star) || given.length !== (isScore ? 2 : 1) || !given.every((a) => a.k === "name" && tests.includes(a.name))) no(unlike);
    const model = x.func.object;
    const place = view.placeAt(x.at);
    if (!place || !cloned.test(cx.modelAt(model.at)?.protocol ?? "")) return no(unlike);
    const anew = own.map((ev) => refitted(cx, view, ev, { place, model }, place)).find((r) => r !== null);
    out.push({ call: x, model, place, anew: anew ?? no(unlike) });
  });
  return out;
}

/** What stands for a call; a column that is taken of its probabilities is taken behind it still. */
function inFolds({ func }: Call, { text, x, y }: Refitted): string {
  const method = func.k === "attr" ? func.name : "";
  if (method === "score") return `${SCORE}(${text}, ${x}, ${y}, cv=5).mean()`;
  return `${PREDICT}(${text}, ${x}, ${y}, cv=5${method === "predict" ? "" : `, method="${method}"`})`;
}

/** A model that is asked for nothing else is not trained there either. */
function trainedNoMore(cx: FixContext, view: View, region: readonly Span[], asked: readonly Asked[]): TextEdit[] {
  const names = new Set(asked.flatMap(({ model }) => (model.k === "name" ? [model.name] : [])));
  const edits: TextEdit[] = [];
  for (const name of names) {
    const fits: { place: Place; call: Call }[] = [];
    for (const { at } of cx.q.evaluations.flatMap((x) => x.fits)) {
      const place = region.some((r) => holds(r, at)) ? view.placeAt(at) : null;
      const call = place && callStarting(place.stmt, at.start);
      if (place && call && !fits.some((f) => f.call === call)) fits.push({ place, call });
    }
    for (const { place, call } of fits) {
      const isOwn = call.func.k === "attr" && call.func.object.k === "name" && call.func.object.name === name;
      const isBound = place.stmt.k === "assign" && place.stmt.value === call && place.stmt.targets.some((t) => t.k === "name" && t.name === name);
      if ((!isOwn && !isBound) || call.func.k !== "attr") continue;
      const made = isBound ? place : lastStore(view, name, place);
      const inside = (at: Span): boolean =>
        holds(place.stmt.at, at) || asked.some((a) => holds(a.call.at, a.model.at) && a.model.at.start === at.start && a.model.at.source === at.source);
      const others = view.usesOf(name, place.line.fn).filter((u) => !u.stored && !inside(u.at) && isOf(view, u, made, region));
      if (others.length) continue;
      if (isBound) edits.push({ at: { ...call.at, start: call.func.object.at.end }, text: "" });
      else if (place.stmt.k === "expr" && place.stmt.value === call && standsAlone(view, place.stmt)) edits.push(removal(view, place.stmt));
    }
  }
  return edits;
}

/** Whether a use reads the model of a round, there or behind the loops. */
function isOf(view: View, u: Use, made: Place | null, region: readonly Span[]): boolean {
  const store = lastStore(view, u.name, u.place);
  return store === null || store === made || region.some((r) => holds(r, store.stmt.at));
}

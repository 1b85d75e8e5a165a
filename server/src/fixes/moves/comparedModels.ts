/** HLD203: models are compared on the test rows. A validation part compares them instead, and the test rows judge the one that the program picks. */
import { type Span, samePlace } from "../../base/span.js";
import type { Expr } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import type { Builder, FixContext } from "../context.js";
import { under, viewOf } from "./builders.js";
import { lastStore } from "./chain.js";
import { cut, splitBehind } from "./choices.js";
import { short } from "./columns.js";
import { no } from "./outcome.js";
import { eachExprOf, heldOn, isAfter } from "./partChecks.js";
import { madeIn } from "./said.js";
import { chooseInside, holding } from "./validationPart.js";
import { holds, type Line, type Place, type Use, type View } from "./view.js";
import { eachExpr, reads } from "./walk.js";
import { isTrainedIn, modelOf, trainedAgain, type Winner, winnersOf } from "./winners.js";

const title = "Compare the models on a validation part cut from the training rows";

/** The loop over the models, or the statements of which each trains and scores one. */
interface Stage {
  readonly places: readonly [Place, ...Place[]];
  readonly region: readonly Span[];
  readonly inside: (e: Evaluation) => boolean;
}

export const compareOnValidation: Builder = (cx) => {
  const view = viewOf(cx);
  const compared = cx.q.comparisons().find((c) => samePlace(c.second.score.at, cx.finding.at));
  if (!compared) return null;
  return under(title, () => {
    const stage = stageOf(view, [compared.first, compared.second, ...compared.later]);
    const e = [compared.second, compared.first].find((x) => x.train && stage.inside(x));
    if (!e?.train) return no("the models are not trained where they are compared");
    const [first] = stage.places;
    const made = madeIn(view, stage.region, holding(cx, view, stage.region, e.score.rows, first));
    const winners = winnersOf(view, stage.places, made);
    const isBehind = ({ score }: Evaluation): boolean => [score.at, ...score.path].some((s) => isAfter(view, s, stage.region.slice(-1)));
    const judged = heldOn(cx, e.score.rows).filter((x) => !stage.inside(x) && isBehind(x));
    if (!winners.length && !judged.length) no("the program does not say which of the models it goes on with");
    // The one that is scored behind it may be the winner with other settings, or in a search.
    const isJudged = !judged.length || judged.some((x) => isOfWinner(view, x, winners));
    const parts = chooseInside(cx, view, stage.region, first, e, splitBehind(cx, e.train, e.score.rows), isJudged);
    checkOthers(cx, view, stage, winners);
    if (judged.length && !judged.some((x) => isTrainedIn(x, stage.region))) return cut(cx, title, parts);
    if (parts.at.line.fn !== first.line.fn) no("the winner would be trained on a part of the training rows, which alone are handed to the function around");
    const edit = trainedAgain(view, stage.region, modelOf(cx, view, stage.places, winners), judged.length ? null : e);
    return cut(cx, title, { edits: [...parts.edits, edit], at: parts.at });
  });
};

/** Whether the statement of a score reads what the winner is called, or what was made of it. */
function isOfWinner(view: View, { score }: Evaluation, winners: readonly Winner[]): boolean {
  const place = view.placeAt(score.at);
  return (
    place !== null &&
    winners.some((w) => {
      const own = view.ancestorIn(place, w.place.line);
      return own !== null && own.index > w.place.index && reads(place.stmt, [w.name]);
    })
  );
}

/** Where all of the models are compared; those that are scored behind it come after the choice. @throws CannotFix */
function stageOf(view: View, several: readonly Evaluation[]): Stage {
  const sites = (e: Evaluation): readonly Span[] => [e.score.at, ...e.score.path.toReversed()];
  const fitted = (e: Evaluation, at: Span): boolean => e.fits.length > 0 && e.fits.every((f) => [f.at, ...f.path].some((s) => holds(at, s)));
  const standsIn = (e: Evaluation, at: Span): boolean => sites(e).some((s) => holds(at, s)) && fitted(e, at);
  const [first, second] = several as [Evaluation, Evaluation];
  for (const site of sites(second))
    for (let p = view.placeAt(site); p; p = p.line.parent) {
      if (p.stmt.k !== "for" || !standsIn(first, p.stmt.at) || !standsIn(second, p.stmt.at)) continue;
      return stage(view, [p], several, standsIn);
    }
  const line = sites(second).flatMap((s) => view.placeAt(s)?.line ?? []);
  for (const own of line) {
    const places = several.map((e) => sites(e).flatMap((s) => ownPlace(view, s, own) ?? [])[0]);
    const kept = places.filter((p, i) => p !== undefined && fitted(several[i] as Evaluation, p.stmt.at)) as Place[];
    if (kept.length < 2 || !places[0] || !places[1]) continue;
    return stage(view, [...new Set(kept)].sort((a, b) => a.index - b.index) as [Place, ...Place[]], several, standsIn);
  }
  return no("the models are not trained and scored in one loop, or by one function");
}

function ownPlace(view: View, at: Span, line: Line): Place | null {
  const p = view.placeAt(at);
  return p && view.ancestorIn(p, line);
}

function stage(view: View, places: readonly [Place, ...Place[]], several: readonly Evaluation[], standsIn: (e: Evaluation, at: Span) => boolean): Stage {
  const region = places.map((p) => p.stmt.at);
  const inside = (e: Evaluation): boolean => region.some((r) => standsIn(e, r));
  const left = several.find((e) => !inside(e) && ![e.score.at, ...e.score.path].some((s) => isAfter(view, s, region.slice(-1))));
  if (left) no(`\`${left.score.models[0]?.name ?? "another model"}\` is compared elsewhere, too`);
  return { places, region, inside };
}

/** Other models of the comparison stay trained on a part of the training rows. @throws CannotFix */
function checkOthers(cx: FixContext, view: View, { places, region }: Stage, winners: readonly Winner[]): void {
  const [first] = places;
  const names = new Set<string>();
  const note = (e: Expr): unknown => e.k === "name" && (cx.modelAt(e.at) !== null || /^(dict|list|tuple)$/.test(cx.kindAt(e.at) ?? "")) && names.add(e.name);
  if (first.stmt.k === "for") eachExpr(first.stmt.iter, note);
  for (const name of [...names]) {
    const made = lastStore(view, name, first)?.stmt;
    if (made?.k === "assign") eachExpr(made.value, note);
  }
  eachExprOf(view, region, (e) => cx.modelAt(e.at) !== null && note(e));
  for (const name of names) {
    const began = lastStore(view, name, first);
    for (const u of view.usesOf(name, first.line.fn)) {
      if (u.stored || !isAfter(view, u.at, region.slice(-1)) || isCrossed(view, u) || winners.some((w) => w.name === name || holds(w.place.stmt.at, u.at)))
        continue;
      const store = lastStore(view, name, u.place);
      if (store === null || store === began || region.some((r) => holds(r, store.stmt.at)))
        no(`\`${short(view.textOf(u.place.stmt.at))}\` goes on with models that would be trained on a part of the training rows`);
    }
  }
}

/** Whether models are only cross-validated there: in a loop over them, which trains copies. */
const isCrossed = (view: View, { place: { stmt } }: Use): boolean =>
  (stmt.k === "for" || stmt.k === "assign" || stmt.k === "expr") &&
  /\bcross_val(?:_score|_predict|idate)\(/.test(view.textOf(stmt.at)) &&
  !/\.(?:predict\w*|score|feature_importances_|coef_|decision_function|dump)\b/.test(view.textOf(stmt.at));

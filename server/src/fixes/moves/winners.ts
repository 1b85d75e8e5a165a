/** Which variables hold the model that a program picks of several by their scores, or what it is called. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import { blocksOf } from "../../program/blocks.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import type { Rows } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { type Call, namesIn } from "./learning.js";
import { after, standsAlone, swapped } from "./lines.js";
import { firstOf, no } from "./outcome.js";
import { eachExprOf, heldOn, isAfter } from "./partChecks.js";
import { madeIn } from "./said.js";
import { callStarting } from "./validated.js";
import { unjudged } from "./validationPart.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExpr, reads, simpleIn } from "./walk.js";

export interface Winner {
  readonly name: string;
  /** The statement behind which the variable is set: a pick, or the loop that keeps the best so far. */
  readonly place: Place;
}

const picking = /^(max|min|idxmax|idxmin|argmax|argmin|nlargest|nsmallest)$/;
const sorting = /^(sort_values|sorted|sort)$/;

/**
 * Behind the statements of `places`, which make `made` of the scores: what the greatest or the least of these picks, what is first when they are sorted,
 * and what is taken by the name of that. In a loop: what is kept while it is the best so far.
 */
export function winnersOf(view: View, places: readonly Place[], made: readonly string[]): Winner[] {
  const last = places.at(-1) as Place;
  const out: Winner[] = places.flatMap((place) => keptBest(place.stmt).map((name) => ({ name, place })));
  const scores = new Set(made);
  const sorted = new Set<string>();
  last.line.stmts.slice(last.index + 1).forEach((stmt, i) => {
    const place: Place = { line: last.line, index: last.index + 1 + i, stmt };
    const [target, ...more] = stmt.k === "assign" ? stmt.targets : [];
    const called = stmt.k === "assign" || stmt.k === "expr" ? callsIn(view, stmt.value) : [];
    if (stmt.k === "expr" && called.some((c) => sorting.test(c)) && reads(stmt, [...scores])) for (const n of namesIn(stmt.value)) sorted.add(n);
    if (stmt.k !== "assign" || more.length || target?.k !== "name") return;
    const { value } = stmt;
    const known = out.map((w) => w.name);
    if (reads(stmt, known) || (reads(stmt, [...scores]) && picks(value, called)) || (reads(stmt, [...sorted]) && isFirst(value)))
      out.push({ name: target.name, place });
    else if (reads(stmt, [...scores, ...sorted])) {
      if (called.some((c) => sorting.test(c)) || (value.k !== "fstring" && reads(stmt, [...sorted]))) sorted.add(target.name);
      scores.add(target.name);
    }
  });
  return out;
}

/** A winner that was trained where the models were compared. */
export interface Model {
  readonly winner: Winner;
  /** The call that trains a model of the loop. */
  readonly fit: Call;
  /** What the loop calls the model. */
  readonly own: string;
}

/** Whether a model that is scored was trained in these stretches of the program. */
export const isTrainedIn = ({ fits }: Evaluation, region: readonly Span[]): boolean =>
  fits.some((f) => region.some((r) => [f.at, ...f.path].some((s) => holds(r, s))));

/** The winner as a variable, and how the loop trains what it is. @throws CannotFix */
export function modelOf(cx: FixContext, view: View, places: readonly Place[], winners: readonly Winner[]): Model {
  const asks = /^(predict|predict_proba|decision_function|score)$/;
  const isModel = (u: Use): boolean => (u.around?.k === "attr" && asks.test(u.around.name)) || cx.modelAt(u.at) !== null;
  const usesOf = ({ name, place }: Winner): Use[] => view.usesOf(name, place.line.fn).filter((u) => !u.stored && isAfter(view, u.at, [place.stmt.at]));
  const winner = winners.find((w) => usesOf(w).some(isModel));
  if (!winner) return no("the winner has no name by which it could be trained again on all training rows, and be scored");
  if (usesOf(winner).some((u) => u.around?.k === "attr" && u.around.name === "fit")) return no("the program trains the winner again itself");
  const fits: { call: Call; own: string }[] = [];
  const [place] = places;
  const region = places.map((p) => p.stmt.at);
  eachExprOf(view, region, (e) => {
    if (e.k === "call" && e.func.k === "attr" && e.func.name === "fit" && e.func.object.k === "name") fits.push({ call: e, own: e.func.object.name });
  });
  const [fit, ...more] = fits;
  if (!place || !fit || more.length || fit.call.args.length !== 2 || !fit.call.args.every((a) => a.name === null && a.value.k === "name"))
    return no("the winner cannot be trained again on all training rows in the words of the loop");
  if (places.length > 1 || !standsAlone(view, winner.place.stmt)) no("another statement shares a line with it");
  for (const name of fit.call.args.flatMap((a) => namesIn(a.value)))
    if (lastStore(view, name, winner.place) !== lastStore(view, name, place)) no(`\`${name}\` is another thing where the winner is known`);
  return { winner, fit: fit.call, own: fit.own };
}

/** The line that trains the winner of a loop again, where it is scored on the `rows` of the test part and was trained in the loop; none where it cannot be told. */
export function winnerAgain(cx: FixContext, view: View, loop: Place, rows: Rows, tests: readonly string[]): TextEdit[] {
  const region = [loop.stmt.at];
  const isInside = ({ score }: Evaluation): boolean => [score.at, ...score.path].some((s) => holds(loop.stmt.at, s));
  const judged = heldOn(cx, rows).filter((x) => !isInside(x));
  if (!judged.some((x) => isTrainedIn(x, region))) return [];
  return firstOf(
    () => [trainedAgain(view, region, modelOf(cx, view, [loop], winnersOf(view, [loop], madeIn(view, region, tests))), null)],
    () => [],
  );
}

/** The winner is trained on all training rows, as it was before, and scored as `e` was scored in the `region`, where that is given. @throws CannotFix */
export function trainedAgain(view: View, region: readonly Span[], { winner, fit, own }: Model, e: Evaluation | null): TextEdit {
  const line = `${winner.name}.fit(${fit.args.map((a) => view.textOf(a.value.at)).join(", ")})`;
  return after(view, winner.place.stmt, [line, ...(e ? [told(scoreOf(view, region, e, own, winner.name))] : [])]);
}

export const told = (score: string): string => `print("Score on the test rows:", ${score})`;

/** The score by which a loop chooses, of `best` instead of its own `model`. @throws CannotFix */
export function scoreOf(view: View, region: readonly Span[], e: Evaluation, model: string, best: string): string {
  const place = view.placeAt(e.score.at);
  const call = place && callStarting(place.stmt, e.score.at.start);
  if (!place || !call || !region.some((r) => holds(r, call.at))) return no(unjudged);
  const anew = (x: Expr, at: Place): string => {
    const swaps: { at: Span; text: string }[] = [];
    eachExpr(x, (y) => {
      if (y.k !== "name") return;
      const made = lastStore(view, y.name, at);
      if (y.name === model) swaps.push({ at: y.at, text: best });
      else if (made?.stmt.k === "assign" && region.some((r) => holds(r, made.stmt.at))) swaps.push({ at: y.at, text: anew(made.stmt.value, made) });
    });
    return swapped(view, x.at, swaps);
  };
  return anew(call, place);
}

/** The last words of the functions that an expression calls. */
function callsIn(view: View, e: Expr): string[] {
  const out: string[] = [];
  eachExpr(e, (x) => {
    if (x.k === "call") out.push(view.textOf(x.callee).replace(/.*\./s, ""));
  });
  return out;
}

/** Whether the greatest or least of scores is picked, and not only its value told. */
function picks(e: Expr, called: readonly string[]): boolean {
  if (called.some((c) => picking.test(c) && !/^(max|min)$/.test(c))) return true;
  let found = false;
  eachExpr(e, (x) => {
    if (x.k === "call" && x.func.k === "name" && picking.test(x.func.name)) found ||= x.args.some((a) => a.name === "key");
  });
  return found || (called.some((c) => sorting.test(c)) && isFirst(e));
}

/** Whether the first of several is taken: `ranking.iloc[0]["model"]`, `ranking.index[0]`. */
function isFirst(e: Expr): boolean {
  let found = false;
  eachExpr(e, (x) => {
    if (x.k === "index") found ||= x.index.k === "const" && x.index.value === 0;
  });
  return found;
}

/** `if score > best: best, best_model = score, model`: what is kept beside the score. */
function keptBest(s: Stmt): string[] {
  const out: string[] = [];
  const visit = (x: Stmt): void => {
    if (x.k === "if" && x.test.k === "compare" && x.test.rest.some((r) => /^[<>]/.test(r.op))) {
      const compared = namesIn(x.test);
      const stores = [...simpleIn(x.body)].flatMap((b) => (b.k === "assign" ? b.targets.flatMap((t) => (t.k === "tuple" ? t.items : [t])) : []));
      const names = stores.flatMap((t) => (t.k === "name" ? [t.name] : []));
      if (names.some((n) => compared.includes(n))) out.push(...names.filter((n) => !compared.includes(n)));
    }
    for (const block of blocksOf(x)) block.forEach(visit);
  };
  visit(s);
  return out;
}

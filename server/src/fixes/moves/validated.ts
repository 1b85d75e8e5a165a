/** A model that is cross-validated, by a function or by a search. */
import type { Span } from "../../base/span.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import type { Score } from "../../trace/lineage.js";
import type { Leak, Questions } from "../../trace/questions.js";
import { calledName } from "../splits.js";
import { lastStore } from "./chain.js";
import { type Call, given } from "./learning.js";
import type { OtherArm } from "./searchArms.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** The calls that cross-validate for a score: its own, or those that made its predictions. */
export function scoringCalls(q: Questions, score: Score): Span[] {
  const crossed = q.predictions.filter((p) => p.crossed && score.preds.has(p.id)).map((p) => p.at);
  return crossed.length ? crossed : [score.at];
}

/** What the evaluations of leaks cross-validate, each call once; null for one that cannot be followed. */
export function validatedIn(q: Questions, view: View, leaks: readonly Leak[]): (Validated | null)[] {
  const places = new Map(leaks.flatMap((l) => scoringCalls(q, l.evaluation.score)).map((at) => [`${at.source}:${at.start}`, at]));
  return [...places.values()].map((at) => validatedAt(view, at));
}

/** A call of a function, which hands a parameter on. */
export interface Pass {
  readonly fn: Fn;
  readonly param: string;
  readonly call: Call;
  readonly place: Place;
}

/** Data that come in through calls of functions, the innermost first, as they stand where the outermost is called. */
export interface Source {
  readonly data: Expr;
  readonly place: Place;
  readonly passes: readonly Pass[];
}

/** A model that is cross-validated: where it is written, and the data that it is given. */
export interface Validated {
  /** The call that cross-validates: `cross_val_score(…)`, `search.fit(…)`. */
  readonly call: Call;
  readonly place: Place;
  /** The model inside: an argument of the call, or of the search's constructor. */
  readonly model: Expr;
  readonly modelPlace: Place;
  /** Where the model is written, if that is another place. */
  readonly stepPlace?: Place;
  readonly data: Expr;
  /** Where a function cross-validates what it is given: its call. */
  readonly handed?: Call;
  /** The same where the model is the function's own: what it is given there. */
  readonly source?: Source;
  /** Other data that the same model is given, by the function that is called there. */
  readonly further?: readonly { readonly data: Expr; readonly place: Place }[];
  /** Where a condition fits the same search to the rows as they were, in its other arm. */
  readonly arm?: OtherArm;
  /** The search object, its variable and its constructor. */
  readonly search: { readonly name: string | null; readonly made: Call } | null;
}

/** The call whose callee stands at `at`, with the model and data that it cross-validates. */
export function validatedAt(view: View, at: { source: string; start: number }): Validated | null {
  const place = view.placeAt({ ...(at as Place["stmt"]["at"]), end: at.start + 1 });
  if (!place) return null;
  const found = callStarting(place.stmt, at.start);
  if (!found) return null;
  const name = calledName(found);
  if (/^(cross_val_score|cross_validate|cross_val_predict|learning_curve|validation_curve)$/.test(name)) {
    const model = given(found, "estimator", 0);
    const data = given(found, "X", 1);
    return model && data ? { call: found, place, model, modelPlace: place, data, search: null } : null;
  }
  if (name !== "fit" || found.func.k !== "attr") return null;
  const data = given(found, "X", 0);
  const on = found.func.object;
  const made = on.k === "call" ? { call: on, place } : on.k === "name" ? constructed(view, on.name, place) : null;
  if (!made || !data || !/(GridSearchCV|RandomizedSearchCV|BayesSearchCV|HalvingGridSearchCV|HalvingRandomSearchCV)$/.test(view.textOf(made.call.callee)))
    return null;
  const model = given(made.call, "estimator", 0);
  const assigned = place.stmt.k === "assign" && place.stmt.targets[0]?.k === "name" ? place.stmt.targets[0].name : null;
  return model ? { call: found, place, model, modelPlace: made.place, data, search: { name: on.k === "name" ? on.name : assigned, made: made.call } } : null;
}

/** The call in a statement whose callee starts at an offset. */
export function callStarting(s: Stmt, start: number): Call | null {
  const calls: Call[] = [];
  eachExprIn(s, (e) => {
    if (e.k === "call" && e.callee.start === start) calls.push(e);
  });
  return calls[0] ?? null;
}

/** Where the object of a name was made by a call. */
export function constructed(view: View, name: string, at: Place): { call: Call; place: Place } | null {
  const place = lastStore(view, name, at);
  const s = place?.stmt;
  return place && s?.k === "assign" && s.targets[0]?.k === "name" && s.value.k === "call" ? { call: s.value, place } : null;
}

/** The data of a cross-validation where they come from. */
export const sourceOf = (v: Validated): Pick<Source, "data" | "place"> => v.source ?? v;

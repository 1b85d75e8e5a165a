/** What a program asks a search for once it is fitted: data that it is given, and what is read off its best estimator. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { type Call, given } from "./learning.js";
import { no } from "./outcome.js";
import { mayBeAnother, usesOfSearch } from "./searchNames.js";
import { givesTheSame, isPermuted, takesModel } from "./takenModel.js";
import type { Validated } from "./validated.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExprIn, findExpr } from "./walk.js";

export interface SearchUse {
  readonly place: Place;
  readonly data: Expr | null;
  readonly model: Validated;
  /** `search.best_estimator_` in `search.best_estimator_.coef_`: what is read belongs to the model, one step of the pipeline. */
  readonly estimator: Span | null;
  /** `search.best_params_` in `SVC(**search.best_params_)`, which is no step of a pipeline. */
  readonly spread?: Span;
  /** It may be that of another search, whose parameters name no step. */
  readonly mixed?: true;
  /** `search` in `report(search)`: what is handed on is asked for predictions alone. */
  readonly handed?: Span;
  /** The columns of the data are told apart one by one. */
  readonly permuted?: true;
  /** `search` in `search.predict(X)`, of which the model gives the same. */
  readonly by?: Span;
  /** `search.best_estimator_.named_steps["svc"]`: the model is taken out of a pipeline, for data that the program prepares itself. */
  readonly taken?: true;
  /** The search, or its best estimator, that a function gives back. */
  readonly returned?: Span;
  /** A cross-validation of the best estimator, which is a pipeline already. */
  readonly scored?: Validated;
}

/** How a program goes on with what a search found: with the pipeline, which is given the data as they were, or with the model in it, for what it prepares itself. */
export interface Found {
  readonly as: "pipeline" | "model";
  /** All cross-validations that a fix changes. */
  readonly validated: readonly Validated[];
}

/**
 * What the program asks the search for: calls with data, and what is read off it.
 * @throws CannotFix where it asks in a way that cannot be followed
 */
export function searchUses(view: View, v: Validated, found: Found): SearchUse[] {
  return usesOfSearch(view, v).flatMap((u) => {
    // What the other arm of a condition asks, it asks with the rows as they were.
    if (v.arm && holds(v.arm.at, u.at) && u.around?.k === "attr" && (u.around.name === "fit" || withData.test(u.around.name))) return [];
    if (!view.isBefore(u.at, v.place.stmt.at)) return told(view, v, u, found, searchUse(view, v, u, found));
    // What other data were searched by before would be prepared by the pipeline too.
    const fits = u.around?.k === "attr" && u.around.name === "fit" && !found.validated.some((o) => holds(o.call.at, u.at));
    return fits ? no("the search is fitted twice") : [];
  });
}

/** What is asked, where the name may mean a search that has no steps. @throws CannotFix where a step is asked for */
function told(view: View, v: Validated, u: Use, { validated }: Found, uses: SearchUse[]): SearchUse[] {
  if (!mayBeAnother(view, v, u, validated)) return uses;
  if (uses.some((x) => x.estimator || x.handed || x.taken)) no(`\`${u.name}\` is the search in one branch only`);
  return uses.map(({ by: _, ...x }) => (x.spread ? { ...x, mixed: true } : x));
}

const withData = /^(predict|predict_proba|predict_log_proba|decision_function|score)$/;
const readOff = /^(best_score_|grid_scores_|best_params_|cv_results_|best_index_|scorer_|refit_time_|n_splits_|classes_|get_params)$/;

/** Methods of what scores or draws: given the search first, and then the data. */
const givenSearch = /^from_estimator$/;

function searchUse(view: View, v: Validated, u: Use, found: Found): SearchUse[] {
  const attr = u.around;
  if (attr?.k === "call" && attr.func.k === "attr" && givenSearch.test(attr.func.name)) {
    const [search, data] = attr.args;
    if (search?.value.k === "name" && search.value.at.start === u.at.start && data && !data.name && !data.star)
      return [{ place: u.place, data: data.value, model: v, estimator: null }];
  }
  if (found.as === "pipeline" && attr?.k === "call" && isPermuted(view, v, attr, u)) {
    const data = given(attr, "X", 1);
    if (data) return [{ place: u.place, data, model: v, estimator: null, permuted: true }];
  }
  const whole = attr?.k === "attr" ? null : givenBackBy(v, u.place, u.at);
  if (whole) return [whole];
  if (isWhollyShown(view, u)) return [];
  if (found.as === "model" && attr?.k !== "attr" && takesModel(view, v, u)) return [{ place: u.place, data: null, model: v, estimator: null, handed: u.at }];
  if (attr?.k !== "attr") return no(`the search is handed on in \`${short(view.textOf(u.place.stmt.at))}\``);
  const call = around(u.place.stmt, attr);
  const asked = (c: Call | null): SearchUse[] => [
    { place: u.place, data: c?.args[0]?.value ?? null, model: v, estimator: null, ...(givesTheSame(attr.name, v) ? { by: u.at } : {}) },
  ];
  if (withData.test(attr.name) && call?.k === "call") return asked(call);
  if (attr.name === "fit" && call?.k === "call") return no("the search is fitted twice");
  if (attr.name === "best_estimator_") {
    const s = u.place.stmt;
    const own = scoredUse(v, attr, u.place, found);
    if (own) return [own];
    const outer = around(s, attr);
    const back = givenBackBy(v, u.place, attr.at);
    if (back) return [back];
    if (outer?.k === "attr" && outer.name === "named_steps") return [{ place: u.place, data: null, model: v, estimator: null, taken: true }];
    if (found.as === "model") return isShown(view, attr, u.place) ? [] : [{ place: u.place, data: null, model: v, estimator: attr.at }];
    if (s.k === "assign" && s.value === attr && s.targets.length === 1 && s.targets[0]?.k === "name")
      return aliasUses(view, v, s.targets[0].name, u.place, found);
    return estimatorUse(view, v, attr, u.place) ?? no("its best estimator is used on its own");
  }
  if (attr.name === "best_params_" && call?.k === "call" && call.args.some((a) => a.star === 2 && a.value === attr))
    return [{ place: u.place, data: null, model: v, estimator: null, spread: attr.at }];
  // Written to a file, they are read by the names that the model has for them.
  if (attr.name === "best_params_" && call?.k === "call" && stores.test(view.textOf(call.callee)) && call.args.some((a) => !a.star && a.value === attr))
    return [{ place: u.place, data: null, model: v, estimator: null, spread: attr.at }];
  if (attr.name === "grid_scores_" && /\.parameters\b|\[0\]/.test(view.textOf(u.place.stmt.at)))
    return no("the parameters of a result are read by their names");
  const bare = { place: u.place, data: null, model: v, estimator: null, spread: attr.at };
  // What other models are given, or what is read by name further down, goes by the names that the model has for them.
  if (attr.name === "best_params_" && u.place.stmt.k === "return" && u.place.stmt.value === attr) return [bare];
  if (attr.name === "best_params_" && u.place.stmt.k === "assign" && u.place.stmt.value === attr) return namedUses(view, v, u.place, bare);
  if (readOff.test(attr.name)) return [];
  return no(`the search is used in \`${short(view.textOf(u.place.stmt.at))}\``);
}

/** `return search.best_estimator_`, `return search, scores`, in a function whose calls are followed. */
function givenBackBy(v: Validated, place: Place, at: Span): SearchUse | null {
  const e = place.stmt.k === "return" && v.source ? place.stmt.value : null;
  const own = e?.k === "tuple" ? e.items.some((x) => x.at.start === at.start && x.at.end === at.end) : e?.at.start === at.start && e.at.end === at.end;
  return own ? { place, data: null, model: v, estimator: null, returned: at } : null;
}

/** What takes parameters to store them. */
const stores = /(^|\.)(DataFrame|Series|dumps?|log_params)$/;

/** The best estimator, as `search.best_estimator_` or under a name of its own: asked with data, fitted again, shown, or read; null for anything else. */
function estimatorUse(view: View, v: Validated, e: Expr, place: Place): SearchUse[] | null {
  const back = givenBackBy(v, place, e.at);
  if (back) return [back];
  const outer = around(place.stmt, e);
  if (outer?.k === "attr") {
    const call = around(place.stmt, outer);
    if (outer.name === "get_params" && call?.k === "call") return [{ place, data: null, model: v, estimator: outer.object.at }];
    if (call?.k === "call" && call.func === outer) {
      const asked = (c: Call): SearchUse => ({ place, data: c.args[0]?.value ?? null, model: v, estimator: null });
      if (withData.test(outer.name)) return [asked(call)];
      if (outer.name !== "fit" || call.args.length > 2) return null;
      const chained = around(place.stmt, call);
      if (chained?.k !== "attr") return [asked(call)];
      // `model.fit(X_train, y_train).predict(X_test)`: both are given data.
      const next = around(place.stmt, chained);
      return next?.k === "call" && withData.test(chained.name) ? [asked(call), asked(next)] : null;
    }
    if (/^[a-z]\w*_$/.test(outer.name)) return [{ place, data: null, model: v, estimator: outer.object.at }];
    return null;
  }
  return isShown(view, e, place) ? [] : null;
}

/** `search` that stands alone at the end of a cell, or is printed. */
const isWhollyShown = (view: View, { around: e, place: { stmt } }: Use): boolean =>
  stmt.k === "expr" && (stmt.value.k === "name" || (e?.k === "call" && e === stmt.value && /^(print|display)$/.test(view.textOf(e.callee))));

function isShown(view: View, e: Expr, place: Place): boolean {
  const outer = around(place.stmt, e);
  return (outer?.k === "call" && /^(print|display|str|repr)$/.test(view.textOf(outer.callee))) || (place.stmt.k === "expr" && place.stmt.value === e);
}

function scoredUse(v: Validated, e: Expr, place: Place, found: Found): SearchUse | null {
  const scored = found.validated.find((p) => !p.search && p.model === e);
  return scored ? { place, data: null, model: v, estimator: null, scored } : null;
}

/** `best = search.best_params_`: shown, or spread over the arguments of another model; under the model's own names where it is read by name, or goes into a table. */
function namedUses(view: View, v: Validated, made: Place, bare: SearchUse): SearchUse[] {
  const s = made.stmt;
  const target = s.k === "assign" && s.targets.length === 1 ? s.targets[0] : undefined;
  if (target?.k === "index" && target.object.k === "name") return isKeptToBeShown(view, target.object.name, made) ? [] : [bare];
  const name = target?.k === "name" ? target.name : no("its best parameters are kept in a place that cannot be followed");
  const uses = view.usesOf(name, made.line.fn).filter((u) => !u.stored && lastStore(view, name, u.place) === made);
  if (uses.some(({ around: e }) => e?.k === "index" || e?.k === "attr")) return [bare];
  return uses.flatMap((u): SearchUse[] => {
    const call = u.around;
    const spread = call?.k === "call" ? call.args.find((a) => a.star === 2 && a.value.k === "name" && a.value.name === name) : undefined;
    return spread ? [{ place: u.place, data: null, model: v, estimator: null, spread: spread.value.at }] : [];
  });
}

/** `best[name] = search.best_params_`: whether the program shows what is kept there, and no more. */
function isKeptToBeShown(view: View, table: string, made: Place): boolean {
  return view.usesOf(table, made.line.fn).every((u) => {
    const s = u.place.stmt;
    if (u.stored || (s.k === "assign" && s.targets.some((t) => t.k === "index" && holds(t.object.at, u.at)))) return true;
    const outer = u.around?.k === "index" ? around(s, u.around) : u.around;
    // A loop over its keys.
    if (s.k === "for") return s.iter.k === "name" && holds(s.iter.at, u.at);
    const isWhole = s.k === "expr" && outer === null && (s.value.k === "name" || s.value === u.around);
    return isWhole || (outer?.k === "call" && /^(print|display|len)$/.test(view.textOf(outer.callee)));
  });
}

/** `best = search.best_estimator_`: what the program asks it for, until the name means something else. */
function aliasUses(view: View, v: Validated, name: string, made: Place, found: Found): SearchUse[] {
  return view.usesOf(name, made.line.fn).flatMap((u): SearchUse[] => {
    if (u.stored || !view.isBefore(made.stmt.at, u.at)) return [];
    const store = lastStore(view, name, u.place);
    // Behind the branch that finds the best one the name may mean it or another model, and what that is given cannot suit both.
    if (store !== made && (!store || view.isBefore(store.stmt.at, made.stmt.at))) return no(`\`${name}\` is the best estimator in one branch only`);
    if (store !== made) return [];
    const e = findExpr(u.place.stmt, (x) => x.k === "name" && x.at.start === u.at.start);
    const own = e && scoredUse(v, e, u.place, found);
    if (own) return [own];
    return (e && estimatorUse(view, v, e, u.place)) ?? no("its best estimator is used on its own");
  });
}

/** The expression directly around another one. */
function around(s: Stmt, inner: Expr): Expr | null {
  let out: Expr | null = null;
  eachExprIn(s, (e) => {
    if (e === inner) return;
    const parts = e.k === "call" ? [e.func, ...e.args.map((a) => a.value)] : e.k === "attr" || e.k === "index" ? [e.object] : [];
    if (parts.includes(inner)) out = e;
  });
  return out;
}

/** `search.best_params_["C"]` → `["svc__C"]`. */
export function namedParameters(view: View, v: Validated, step: string): TextEdit[] {
  const out: TextEdit[] = [];
  for (const u of usesOfSearch(view, v)) {
    eachExprIn(u.place.stmt, (e) => {
      if (e.k !== "index" || e.object !== u.around || e.object.k !== "attr" || e.object.name !== "best_params_") return;
      if (mayBeAnother(view, v, u, [])) return no(`\`${u.name}\` is the search in one branch only`);
      if (e.index.k !== "const" || typeof e.index.value !== "string") return no("a best parameter is read under a name that is not written out");
      const at = e.index.at.start + view.textOf(e.index.at).indexOf(e.index.value);
      out.push({ at: { ...e.index.at, start: at, end: at }, text: `${step}__` });
    });
  }
  return out;
}

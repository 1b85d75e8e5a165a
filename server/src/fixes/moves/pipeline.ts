/** Make it a Pipeline: what was learned before cross-validation is learned again inside each fold. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Questions } from "../../trace/questions.js";
import { lastStore, Raw, type Step, stepsBehind } from "./chain.js";
import { short } from "./columns.js";
import { no } from "./outcome.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

type Call = Expr & { k: "call" };

/** A model that is cross-validated: where it is written, and the data that it is given. */
interface Validated {
  /** The call that cross-validates: `cross_val_score(…)`, `search.fit(…)`. */
  readonly call: Call;
  readonly place: Place;
  /** The model inside: an argument of the call, or of the search's constructor. */
  readonly model: Expr;
  readonly modelPlace: Place;
  readonly data: Expr;
  /** The search object, its variable and its constructor. */
  readonly search: { readonly name: string | null; readonly made: Call } | null;
}

export interface Piped {
  readonly edits: TextEdit[];
  /** Uses of `make_pipeline`: the text that stands for it, to be imported by the caller. */
  readonly makes: "sklearn" | "imblearn";
  readonly at: Place;
}

/** Stands for the function until the caller knows how it is imported. */
export const PIPELINE = "\u0000make_pipeline";

/** The call whose callee stands at `at`, with the model and data that it cross-validates. */
export function validatedAt(view: View, at: { source: string; start: number }): Validated | null {
  const place = view.placeAt({ ...(at as Place["stmt"]["at"]), end: at.start + 1 });
  if (!place) return null;
  const found = callStarting(place.stmt, at.start);
  if (!found) return null;
  const name = found.func.k === "attr" ? found.func.name : found.func.k === "name" ? found.func.name : "";
  const given = (key: string, i: number): Expr | null => found.args.find((a) => a.name === key)?.value ?? found.args.filter((a) => !a.name)[i]?.value ?? null;
  if (/^(cross_val_score|cross_validate|cross_val_predict|learning_curve|validation_curve)$/.test(name)) {
    const model = given("estimator", 0);
    const data = given("X", 1);
    return model && data ? { call: found, place, model, modelPlace: place, data, search: null } : null;
  }
  if (name !== "fit" || found.func.k !== "attr") return null;
  const data = given("X", 0);
  const on = found.func.object;
  const made = on.k === "call" ? { call: on, place } : on.k === "name" ? constructed(view, on.name, place) : null;
  if (!made || !data || !/(GridSearchCV|RandomizedSearchCV|BayesSearchCV|HalvingGridSearchCV|HalvingRandomSearchCV)$/.test(view.textOf(made.call.callee)))
    return null;
  const model = made.call.args.find((a) => a.name === "estimator")?.value ?? made.call.args.find((a) => !a.name)?.value;
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

function constructed(view: View, name: string, at: Place): { call: Call; place: Place } | null {
  const place = lastStore(view, name, at);
  const s = place?.stmt;
  return place && s?.k === "assign" && s.targets[0]?.k === "name" && s.value.k === "call" ? { call: s.value, place } : null;
}

/**
 * Puts the transformers behind the data of each cross-validation into a pipeline with its model.
 * `upTo`: the call that learned; what was done before it stays outside.
 * @throws CannotFix
 */
export function intoPipelines(view: View, _q: Questions, validated: readonly Validated[], upTo: Call): Piped {
  const first = validated[0] as Validated;
  const plans = validated.map((v) => ({ v, steps: stepsTo(view, v, upTo), uses: v.search ? searchUses(view, v) : [] }));
  const later = plans.flatMap((p) => p.uses.flatMap((u) => (u.data ? [{ ...u, data: u.data, steps: stepsBehind(view, u.data, u.place) }] : [])));
  const raw = new Raw(view, [...plans.map((p) => p.v.data), ...later.map((u) => u.data)]);
  const edits: TextEdit[] = [];
  const done = new Set<Expr>();
  for (const { v, steps } of plans) {
    const objects = [...steps].reverse().map((s) => transformerText(view, s, v.modelPlace));
    edits.push({ at: v.data.at, text: raw.textOf(v.data, steps, v.place) });
    if (done.has(v.model)) continue;
    done.add(v.model);
    const name = modelName(view, v.model, v.modelPlace);
    const own = view.textOf(v.model.at);
    const piped = pipelineArguments(view, v.model);
    if (piped === null && v.model.k === "name" && isPipeline(view, v.model, v.modelPlace)) no("the model is a pipeline that is made elsewhere");
    edits.push(
      piped === null
        ? { at: v.model.at, text: `${PIPELINE}(${[...objects, own].join(", ")})` }
        : { at: { ...v.model.at, start: piped, end: piped }, text: `${objects.join(", ")}, ` },
    );
    if (v.search && piped === null) edits.push(...renamedGrid(view, v, stepName(name)));
  }
  for (const { data, place, steps, model } of later) {
    const plan = plans.find((p) => p.v === model);
    const wanted = (plan?.steps ?? []).map((s) => s.variable);
    const own = steps.slice(0, wanted.length);
    // The same objects must have prepared what the search is asked about.
    if (own.length !== wanted.length || own.some((s, i) => s.variable === null || s.variable !== wanted[i]))
      no(`\`${short(view.textOf(data.at))}\` was prepared in a way that cannot be followed`);
    edits.push({ at: data.at, text: raw.textOf(data, own, place) });
  }
  for (const p of plans)
    if (p.v.search && pipelineArguments(view, p.v.model) === null)
      edits.push(...namedParameters(view, p.v, stepName(modelName(view, p.v.model, p.v.modelPlace))));
  return { edits: dedupe([...edits, ...raw.edits]), makes: "sklearn", at: first.modelPlace };
}

function dedupe(edits: readonly TextEdit[]): TextEdit[] {
  const seen = new Set<string>();
  return edits.filter((e) => {
    const key = `${e.at.source}:${e.at.start}:${e.at.end}:${e.text}`;
    return !seen.has(key) && seen.add(key);
  });
}

function stepsTo(view: View, v: Validated, upTo: Call): Step[] {
  const steps = stepsBehind(view, v.data, v.place);
  const end = steps.findIndex(
    (s) =>
      s.call === upTo ||
      s.fit === upTo ||
      (upTo.func.k === "attr" && upTo.func.name === "fit" && s.call.func.k === "attr" && s.call.func.name === "transform" && fitsObject(view, upTo, s)),
  );
  if (end < 0) return no(`\`${short(view.textOf(v.data.at))}\` is made from the learning in a way that cannot be followed`);
  for (const s of steps.slice(0, end))
    if (s.call.func.k === "attr" && s.call.func.name === "transform" && !s.fit) no("it goes through something that was fitted elsewhere");
  return steps.slice(0, end + 1);
}

/** `scaler.fit(X)`, or `scaler = StandardScaler().fit(X)`, before `scaler.transform(X)`. */
function fitsObject(view: View, fit: Call, s: Step): boolean {
  if (fit.func.k !== "attr" || !s.variable) return false;
  if (fit.func.object.k === "name") return fit.func.object.name === s.variable;
  const place = view.placeAt(fit.at);
  return place?.stmt.k === "assign" && place.stmt.targets[0]?.k === "name" && place.stmt.targets[0].name === s.variable;
}

/** The transformer as a step: its variable, or its constructor where it has none or was fitted where it was made. */
function transformerText(view: View, s: Step, at: Place): string {
  if (s.variable === null) return view.textOf(s.object.at);
  const made = lastStore(view, s.variable, s.place ?? at);
  const v = made?.stmt.k === "assign" ? made.stmt.value : null;
  if (v?.k === "call" && v.func.k === "attr" && v.func.name === "fit") return view.textOf(v.func.object.at);
  const available = lastStore(view, s.variable, at);
  if (!available) return v?.k === "call" ? view.textOf(v.at) : no(`\`${s.variable}\` is not there yet where the model is made`);
  return s.variable;
}

/** The first argument's offset of a model that is a written pipeline; null for any other. */
function pipelineArguments(view: View, model: Expr): number | null {
  if (model.k !== "call" || !/(^|\.)make_pipeline$/.test(view.textOf(model.callee))) return null;
  return model.args[0]?.value.at.start ?? null;
}

function isPipeline(view: View, model: Expr & { k: "name" }, at: Place): boolean {
  const made = constructed(view, model.name, at);
  return made !== null && /(^|\.)(make_pipeline|Pipeline)$/.test(view.textOf(made.call.callee));
}

function modelName(view: View, model: Expr, at: Place): string | null {
  if (model.k === "call") return view.textOf(model.callee).replace(/.*\./, "");
  if (model.k !== "name") return null;
  const made = constructed(view, model.name, at);
  return made ? view.textOf(made.call.callee).replace(/.*\./, "") : null;
}

/** Whether the model is written as a pipeline at the place where it is given. */
export const modelIn = (view: View, v: Validated): { written: boolean } => ({
  written:
    pipelineArguments(view, v.model) !== null ||
    (v.model.k === "call" && /(^|\.)Pipeline$/.test(view.textOf(v.model.callee))) ||
    (v.model.k === "name" && isPipeline(view, v.model, v.modelPlace)),
});

/** What the model is called in a pipeline that `make_pipeline` makes. */
export const stepOf = (view: View, v: Validated): string => stepName(modelName(view, v.model, v.modelPlace));

const stepName = (name: string | null): string => name?.toLowerCase() ?? no("it is not clear what the model is called in a pipeline");

/** `{"C": …}` → `{"svc__C": …}`, where the grid is written out; its names are changed on the way elsewhere. */
export function renamedGrid(view: View, v: Validated, step: string): TextEdit[] {
  const made = v.search?.made as Call;
  const grid =
    made.args.find((a) => /^(param_grid|param_distributions|search_spaces)$/.test(a.name ?? ""))?.value ?? made.args.filter((a) => !a.name)[1]?.value;
  if (!grid) return no("the search has no parameters to rename");
  const keys = keyEdits(view, grid, step);
  if (keys) return keys;
  if (grid.k !== "name") return no("the parameters of the search are not written out");
  const place = lastStore(view, grid.name, v.modelPlace);
  const s = place?.stmt;
  const literal = s?.k === "assign" && s.targets[0]?.k === "name" ? s.value : null;
  const others = view.usesOf(grid.name, v.place.line.fn).filter((u) => !u.stored && !holds(made.at, u.at));
  const own = literal && !others.length ? keyEdits(view, literal, step) : null;
  if (own) return own;
  if (literal?.k === "list") return no("the parameters of the search are a list that others use too");
  return [{ at: grid.at, text: `{f"${step}__{name}": values for name, values in ${grid.name}.items()}` }];
}

function keyEdits(view: View, e: Expr, step: string): TextEdit[] | null {
  if (e.k === "list") {
    const all = e.items.map((x) => keyEdits(view, x, step));
    return all.every((x) => x !== null) ? all.flatMap((x) => x ?? []) : null;
  }
  if (e.k === "call" && e.func.k === "name" && e.func.name === "dict" && e.args.every((a) => a.name))
    return e.args.map((a) => ({ at: nameBefore(view, a.name as string, a.value), text: `${step}__${a.name}` }));
  if (e.k !== "dict") return null;
  const out: TextEdit[] = [];
  for (const { key } of e.entries) {
    if (key?.k !== "const" || typeof key.value !== "string") return null;
    const at = key.at.start + view.textOf(key.at).indexOf(key.value);
    out.push({ at: { ...key.at, start: at, end: at }, text: `${step}__` });
  }
  return out;
}

/** The place of `C` in `C=[…]`. */
function nameBefore(view: View, name: string, value: Expr): TextEdit["at"] {
  const text = view.whole(value.at.source);
  const start = text.lastIndexOf(name, value.at.start - 1);
  return { source: value.at.source, start, end: start + name.length };
}

interface SearchUse {
  readonly place: Place;
  readonly data: Expr | null;
  readonly model: Validated;
}

/** What the program asks the search for: calls with data, and what is read off it. */
function searchUses(view: View, v: Validated): SearchUse[] {
  const name = v.search?.name;
  if (!name) return [];
  const out: SearchUse[] = [];
  for (const u of view.usesOf(name, v.place.line.fn)) {
    if (u.stored || holds(v.call.at, u.at) || (u.at.start < v.place.stmt.at.start && u.at.source === v.place.stmt.at.source)) continue;
    out.push(...searchUse(view, v, u));
  }
  return out;
}

const withData = /^(predict|predict_proba|predict_log_proba|decision_function|score)$/;
const readOff = /^(best_score_|best_params_|cv_results_|best_index_|scorer_|refit_time_|n_splits_|classes_|get_params)$/;

function searchUse(view: View, v: Validated, u: Use): SearchUse[] {
  const attr = u.around;
  if (attr?.k !== "attr") return no(`the search is handed on in \`${short(view.textOf(u.place.stmt.at))}\``);
  const call = around(u.place.stmt, attr);
  const asked = (c: Call | null): SearchUse[] => [{ place: u.place, data: c?.args[0]?.value ?? null, model: v }];
  if (withData.test(attr.name) && call?.k === "call") return asked(call);
  if (attr.name === "fit" && call?.k === "call") return no("the search is fitted twice");
  if (attr.name === "best_estimator_") {
    if (call?.k === "attr" && withData.test(call.name)) {
      const outer = around(u.place.stmt, call);
      if (outer?.k === "call") return asked(outer);
    }
    if (call?.k === "call" && /^(print|display|str|repr)$/.test(view.textOf(call.callee))) return [];
    if (u.place.stmt.k === "expr" && u.place.stmt.value === attr) return [];
    const s = u.place.stmt;
    if (s.k === "assign" && s.value === attr && s.targets.length === 1 && s.targets[0]?.k === "name") return aliasUses(view, v, s.targets[0].name, u.place);
    return no("its best estimator is used on its own");
  }
  if (attr.name === "best_params_" && call?.k === "call" && call.args.some((a) => a.star === 2 && a.value === attr))
    return no("its best parameters are given to another model");
  if (attr.name === "best_params_" && u.place.stmt.k === "assign" && u.place.stmt.value === attr) checkNamed(view, u.place);
  if (readOff.test(attr.name)) return [];
  return no(`the search is used in \`${short(view.textOf(u.place.stmt.at))}\``);
}

/** `best = search.best_params_`: shown or kept, but not read by name and not given to another model. */
function checkNamed(view: View, made: Place): void {
  const s = made.stmt;
  const name = s.k === "assign" && s.targets[0]?.k === "name" ? s.targets[0].name : no("its best parameters are kept in a place that cannot be followed");
  for (const u of view.usesOf(name, made.line.fn)) {
    if (u.stored || lastStore(view, name, u.place) !== made) continue;
    const call = u.around;
    const spread = call?.k === "call" && call.args.some((a) => a.star === 2 && a.value.k === "name" && a.value.name === name);
    if (spread || call?.k === "index" || call?.k === "attr") no("its best parameters are given to another model");
  }
}

/** `best = search.best_estimator_`: what the program asks it for, until the name means something else. */
function aliasUses(view: View, v: Validated, name: string, made: Place): SearchUse[] {
  return view.usesOf(name, made.line.fn).flatMap((u): SearchUse[] => {
    if (u.stored || lastStore(view, name, u.place) !== made) return [];
    const attr = u.around;
    const call = attr && around(u.place.stmt, attr);
    if (attr?.k === "attr" && withData.test(attr.name) && call?.k === "call") return [{ place: u.place, data: call.args[0]?.value ?? null, model: v }];
    if (u.place.stmt.k === "expr" && (u.place.stmt.value.k === "name" || (attr?.k === "call" && /^(print|display)$/.test(view.textOf(attr.callee))))) return [];
    return no("its best estimator is used on its own");
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
function namedParameters(view: View, v: Validated, step: string): TextEdit[] {
  const name = v.search?.name;
  if (!name) return [];
  const out: TextEdit[] = [];
  for (const u of view.usesOf(name, v.place.line.fn)) {
    eachExprIn(u.place.stmt, (e) => {
      if (e.k !== "index" || e.object !== u.around || e.object.k !== "attr" || e.object.name !== "best_params_") return;
      if (e.index.k !== "const" || typeof e.index.value !== "string") return no("a best parameter is read under a name that is not written out");
      const at = e.index.at.start + view.textOf(e.index.at).indexOf(e.index.value);
      out.push({ at: { ...e.index.at, start: at, end: at }, text: `${step}__` });
    });
  }
  return out;
}

export type { Validated };

/** Make it a Pipeline: what was learned before cross-validation is learned again inside each fold. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Questions } from "../../trace/questions.js";
import { lastStore, Raw, type Step, stepsBehind } from "./chain.js";
import { short } from "./columns.js";
import { namedResults, renamedGrid } from "./grids.js";
import { noTransform } from "./learnFrom.js";
import { point } from "./lines.js";
import { no } from "./outcome.js";
import { namedParameters, searchUses } from "./searchUses.js";
import { unusedSteps } from "./unusedSteps.js";
import type { Place, View } from "./view.js";
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
  for (const v of validated) checkArguments(view, v);
  const plans = validated.map((v) => ({ v, steps: stepsTo(view, v, upTo), uses: v.search ? searchUses(view, v) : [] }));
  const later = plans.flatMap((p) => p.uses.flatMap((u) => (u.data ? [{ ...u, data: u.data, steps: stepsBehind(view, u.data, u.place, true) }] : [])));
  const given = [...plans.map(({ v, steps }) => ({ data: v.data, steps })), ...later];
  const unused = unusedSteps(view, given, upTo);
  const raw = new Raw(view, unused);
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
    if (own.length === 0 && isPartOf(view, data, place, plan?.steps ?? [])) continue;
    if (own.length !== wanted.length || own.some((s, i) => s.variable === null || s.variable !== wanted[i]))
      no(`\`${short(view.textOf(data.at))}\` was prepared in a way that cannot be followed`);
    edits.push({ at: data.at, text: raw.textOf(data, own, place) });
  }
  for (const { v, uses } of plans) {
    const read = uses.flatMap((u) => (u.estimator ? [u.estimator] : []));
    if (read.length && pipelineArguments(view, v.model) !== null) no("its best estimator is a pipeline, of which something is read that is not there");
    if (!v.search || pipelineArguments(view, v.model) !== null) continue;
    const step = stepOf(view, v);
    const next = plans.flatMap((p) => (p.v.search && view.isBefore(v.place.stmt.at, p.v.place.stmt.at) ? [p.v.place] : []));
    edits.push(...namedResults(view, v, step, next));
    edits.push(...namedParameters(view, v, step), ...read.map((at) => ({ at: point(at.source, at.end), text: `.named_steps["${step}"]` })));
  }
  edits.push(...unused.values());
  return { edits: dedupe([...edits, ...raw.edits]), makes: "sklearn", at: first.modelPlace };
}

/** What is handed on to the model's own training would have to name the step, and is not prepared by the others. */
function checkArguments(view: View, { call, search }: Validated): void {
  const own = search ? call.args.slice(2).concat(call.args.slice(0, 2).filter((a) => a.name !== null || a.star)) : call.args;
  const further = own.find((a) => (search ? a.star || !/^(X|y|groups)$/.test(a.name ?? "") : /^(fit_params|params)$/.test(a.name ?? "")));
  if (further) no(`\`${short(view.textOf(further.value.at))}\` is handed on to the model's training`);
}

/** `X_test` as the split gave it, beside the `X_train` that was transformed: in a pipeline it is what it has to be. */
function isPartOf(view: View, data: Expr, at: Place, steps: readonly Step[]): boolean {
  const first = steps.at(-1);
  if (data.k !== "name" || first?.input.k !== "name" || !first.place) return false;
  const made = lastStore(view, data.name, at);
  return (
    made !== null &&
    made === lastStore(view, first.input.name, first.place) &&
    made.stmt.k === "assign" &&
    /train_test_split\(/.test(view.textOf(made.stmt.value.at))
  );
}

function dedupe(edits: readonly TextEdit[]): TextEdit[] {
  const seen = new Set<string>();
  return edits.filter((e) => {
    const key = `${e.at.source}:${e.at.start}:${e.at.end}:${e.text}`;
    return !seen.has(key) && seen.add(key);
  });
}

function stepsTo(view: View, v: Validated, upTo: Call): Step[] {
  const steps = stepsBehind(view, v.data, v.place, true);
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
  const made = s.variable === null ? null : lastStore(view, s.variable, s.place ?? at);
  const v = made?.stmt.k === "assign" ? made.stmt.value : null;
  const maker = view.textOf((v ?? s.object).at);
  if (noTransform.test(maker.replace(/\(.*/s, "").replace(/.*\./, ""))) no(`\`${short(maker)}\` cannot be applied to rows that it was not fitted on`);
  if (s.variable === null) return view.textOf(s.object.at);
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

export type { Validated };

/** Make it a Pipeline: what was learned before cross-validation is learned again inside each fold. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { atCalls } from "./atCalls.js";
import { changedSince, lastStore, type Step, single, stepsBehind, storeBehind, writtenAfter } from "./chain.js";
import { behind, type ColumnStep, fitBefore, RawColumns } from "./columnSteps.js";
import { short } from "./columns.js";
import { besideText, columnNamesOf, isReordered } from "./columnsBeside.js";
import { undeleted } from "./deleted.js";
import { checkPrepared, isFittedOnInput } from "./foundModel.js";
import { namedResults, renamedGrid, variedSetting } from "./grids.js";
import { askedOf, dataFromCalls, handedOver } from "./handedData.js";
import { noTransform } from "./learnFrom.js";
import { type Call, namesIn } from "./learning.js";
import { dedupe, point } from "./lines.js";
import { handsOnNames, keepsColumns, namedOutput } from "./namedOutput.js";
import { asWritten } from "./namedPipelines.js";
import { checkNames, checkPicks } from "./namesKept.js";
import { firstOf, firstThat, no } from "./outcome.js";
import { askedAside, isPreparedLike, isSameChain } from "./preparedAlike.js";
import { Raw } from "./raw.js";
import { checkArms, inItsArm, withArm, withOneArm } from "./searchArms.js";
import { type Found, namedParameters, type SearchUse, searchUses } from "./searchUses.js";
import { imported, unionOf } from "./standIns.js";
import { isPipeline, MODEL, namedSteps, ownStep, pipelineArguments, stepOf, stepsBefore } from "./stepNames.js";
import { idleMakers, madeAnew } from "./stepsElsewhere.js";
import { handedAsTheyWere } from "./unprepared.js";
import { unusedSteps } from "./unusedSteps.js";
import { constructed, type Source, sourceOf, type Validated } from "./validated.js";
import { type Place, placeBehind, type View } from "./view.js";

export interface Piped {
  readonly edits: TextEdit[];
  /** Uses of `make_pipeline`: the text that stands for it, to be imported by the caller. */
  readonly makes: "sklearn" | "imblearn";
  readonly at: Place;
}

/** Data beside those that are cross-validated, which a fix prepares in another way: they are read as they were. */
export interface Beside {
  readonly data: Expr;
  readonly place: Place;
  readonly steps: readonly Step[];
}

/** Stands for the function until the caller knows how it is imported. */
export const PIPELINE = "\u0000make_pipeline";

/** Stands for the class whose steps are named, likewise. */
export const NAMED = "\u0000Pipeline";

/**
 * Puts the transformers behind the data of each cross-validation into a pipeline with its model.
 * `upTo`: the call that learned; what was done before it stays outside.
 * @throws CannotFix
 */
export function intoPipelines(view: View, crossed: readonly Validated[], upTo: Call, beside: readonly Beside[] = []): Piped {
  const validated = crossed.map((v) => asWritten(view, withArm(v), crossed));
  for (const v of validated) checkArguments(view, v);
  const plans = validated.map((v) => ({ v, steps: stepsTo(view, v, upTo) }));
  const found = (as: Found["as"]): Piped => pipedWith(view, plans, upTo, { as, validated }, beside);
  return firstThat([() => found("pipeline"), () => found("model")]);
}

/** The cross-validation of a function from those of its calls whose data the learning was about; itself where it is given nothing, or no call can be told. */
export function seenFromCalls(view: View, v: Validated, learning: Call): Validated[] {
  const all = atCalls(view, v) ?? [];
  const given = all.length ? null : dataFromCalls(view, v);
  if (given) return given;
  const isOf = (x: Validated): boolean =>
    firstOf(
      () => stepsTo(view, x, learning).length > 0,
      () => false,
    );
  const own = all.filter(isOf);
  return own.length ? own : [v];
}

function pipedWith(view: View, behind: readonly { v: Validated; steps: Step[] }[], upTo: Call, found: Found, beside: readonly Beside[]): Piped {
  const { validated } = found;
  const first = validated[0] as Validated;
  const plans = behind.map((p) => ({ ...p, ...sourceOf(p.v), uses: p.v.search ? searchUses(view, p.v, found) : [] }));
  const uses = plans.flatMap((p) => p.uses);
  const aside = found.as === "model" ? askedAside(view, plans) : new Set();
  const isTaken = (u: SearchUse): boolean => !!u.taken || (found.as === "model" && (!!u.estimator || !!u.handed)) || aside.has(u);
  for (const { v, steps, uses } of plans) if (uses.some(isTaken)) checkPrepared(view, v, steps);
  const asked = plans.flatMap(({ v, uses }) => [
    ...uses.filter((u) => !aside.has(u)).flatMap((u) => askedOf(view, v, u)),
    ...(v.further ?? []).map((f) => ({ ...f, model: v, passes: [] })),
  ]);
  const later = asked.flatMap((u) => {
    if (!u.data) return [];
    const { data, place, through } = handedOver(u.data, u.place, u.passes);
    const steps = stepsBehind(view, data, place, true, true);
    // What stood before the learning stays: the texts that are exchanged read it.
    return [{ ...u, asked: u.data, data, place, through, steps: steps.slice(0, plans.find((p) => p.v === u.model)?.steps.length ?? 0) }];
  });
  const given = [...plans, ...later, ...beside].map((g) => ({ ...g, steps: g.steps.filter((s) => !s.back) }));
  const unused = unusedSteps(view, given, upTo);
  const raw = new Raw(
    view,
    unused,
    given.map((g) => g.data),
  );
  const edits: TextEdit[] = [];
  const done = new Map<Expr, string>();
  for (const plan of plans) {
    const { v, steps, data } = plan;
    const objectsOf = (s: Step): string[] => [
      s.back || v.source ? madeAnew(view, s, sourceOf(v).place, v.modelPlace) : transformerText(view, s, v.stepPlace ?? v.modelPlace),
      ...(needsDense(view, v, s, s === steps[0]) ? [denseOf(s)] : []),
    ];
    const { arm } = v;
    if (arm) checkArms(view, v, arm, steps);
    const objects = [...steps]
      .reverse()
      .flatMap(objectsOf)
      .map((object) => (arm ? inItsArm(view, arm, object) : object));
    checkApart(view, steps);
    checkNames(view, v, steps);
    if (plan.uses.some((u) => u.estimator) && steps.some(isReordered)) no(otherOrder);
    if (plan.uses.some((u) => u.permuted) && !keepsColumns(view, steps)) no("how much columns matter is told of others than a pipeline takes");
    const own = uses.find((u) => u.scored === v)?.model;
    if (own && !isSameChain(steps, plans.find((p) => p.v === own)?.steps ?? []))
      no(`\`${short(view.textOf(data.at))}\` was prepared in a way that cannot be followed`);
    if ((done.get(v.model) ?? objects.join()) !== objects.join()) no(`\`${short(view.textOf(v.data.at))}\` is prepared in several ways`);
    if (own || done.has(v.model)) continue;
    done.set(v.model, objects.join());
    edits.push(...pipedModel(view, v, objects, found.as === "model" && plan.uses.some(isTaken) && handsOnNames(view, v, steps)));
  }
  for (const { data, place, model, steps } of later) {
    const plan = plans.find((p) => p.v === model);
    if (!isPreparedLike(view, { data, place, steps }, plan?.steps ?? []))
      no(`\`${short(view.textOf(data.at))}\` was prepared in a way that cannot be followed`);
  }
  const isOften = (steps: readonly Step[]): boolean => given.filter((g) => g.steps.at(-1)?.call === steps.at(-1)?.call).length > 1;
  for (const { data, steps, place } of given) if (steps.length) edits.push({ at: data.at, text: raw.textOf(data, steps, place, isOften(steps)) });
  edits.push(
    ...plans.flatMap(({ v, uses }) =>
      searchEdits(
        view,
        v,
        uses.map((u) => (aside.has(u) ? { ...u, handed: u.by } : u)),
        validated,
      ),
    ),
  );
  const gone = [...unused.keys()].flatMap((s) =>
    s.k === "assign" ? s.targets.flatMap((t) => (t.k === "name" ? [{ name: t.name, place: view.placeOf(s) as Place }] : [])) : [],
  );
  const anew = plans.flatMap(({ v, steps }) => (v.source ? steps : []));
  const passes = plans.flatMap(({ v }) => v.source?.passes ?? []);
  edits.push(...unused.values(), ...undeleted(view, gone), ...idleMakers(view, anew, new Set(unused.keys())));
  edits.push(...handedAsTheyWere(view, [...plans, ...later], passes, [...plans.map(({ v }) => v.data), ...later.map((l) => l.asked)]));
  const arms = validated.flatMap((v) => v.arm ?? []);
  return { edits: withOneArm(view, arms, dedupe([...edits, ...raw.edits])), makes: "sklearn", at: first.modelPlace };
}

export const otherOrder = "what is read off the best estimator goes by the order of the columns, which a transformer of some columns changes";

/** The model behind transformers, and its parameters under the name of its step. `named`: the columns keep their names on the way to it. */
export function pipedModel(view: View, v: Validated, objects: readonly string[], named = false): TextEdit[] {
  const own = view.textOf(v.model.at);
  const piped = pipelineArguments(view, v.model);
  if (piped === null && v.model.k === "name" && isPipeline(view, v.model, v.modelPlace)) no("the model is a pipeline that is made elsewhere");
  if (piped !== null) return [{ at: { ...v.model.at, start: piped, end: piped }, text: stepsBefore(view, v.model, objects) }];
  // The parameters of a search go by the name of the step: a model of which only a run knows the class is given one.
  const step = ownStep(view, v);
  if (v.search && step === null)
    return [{ at: v.model.at, text: `${NAMED}([${namedSteps(objects)}("${MODEL}", ${own})])${named ? namedOutput : ""}` }, ...renamedGrid(view, v, MODEL)];
  const edit = { at: v.model.at, text: `${PIPELINE}(${[...objects, own].join(", ")})${named ? namedOutput : ""}` };
  return [edit, ...(v.search ? renamedGrid(view, v, stepOf(view, v)) : variedSetting(view, v, () => stepOf(view, v)))];
}

/** What is read off a search, by the name of the step that its model is now. */
export function searchEdits(view: View, v: Validated, uses: readonly SearchUse[], validated: readonly Validated[]): TextEdit[] {
  const read = uses.flatMap((u) => (u.estimator ? [u.estimator] : []));
  if ((read.length || uses.some((u) => u.handed)) && pipelineArguments(view, v.model) !== null)
    no("its best estimator is a pipeline, of which something is read that is not there");
  if (!v.search || pipelineArguments(view, v.model) !== null) return [];
  const step = ownStep(view, v) ?? MODEL;
  const next = validated.flatMap((p) => (p.search && view.isBefore(v.place.stmt.at, p.place.stmt.at) ? [p.place] : []));
  const named = [...namedResults(view, v, step, next), ...namedParameters(view, v, step)];
  const bare = uses.flatMap(({ spread, place, mixed }) =>
    spread ? [{ at: spread, text: withoutStep(view.textOf(spread), /\bname\b/.test(view.textOf(place.stmt.at)) ? "parameter" : "name", mixed ? -1 : 1) }] : [],
  );
  const handed = uses.flatMap((u) => (u.handed ? [{ at: point(u.handed.source, u.handed.end), text: `.best_estimator_.named_steps["${step}"]` }] : []));
  return [...named, ...bare, ...handed, ...read.map((at) => ({ at: point(at.source, at.end), text: `.named_steps["${step}"]` }))];
}

/** The parameters of a step under the names that the model itself has for them. */
const withoutStep = (params: string, name: string, item: number): string => `{${name}.split("__", 1)[${item}]: value for ${name}, value in ${params}.items()}`;

/** Stands for `make_column_transformer` until the caller knows how it is imported. */
export const COLUMNS = "\u0000make_column_transformer";

/**
 * The same where columns of a table were transformed in place: the pipeline transforms these columns, and is given the table as it was.
 * @throws CannotFix
 */
export function columnsIntoPipelines(view: View, crossed: readonly Validated[]): Piped {
  const raw = new RawColumns(view);
  const seen = crossed.flatMap((v) => columnsFromCalls(view, v));
  const validated = seen.map((v) => asWritten(view, v, seen));
  const edits: TextEdit[] = [];
  const done = new Set<Expr>();
  for (const v of validated) {
    checkArguments(view, v);
    const steps = raw.add(v.data, v.place) ?? no(`\`${short(view.textOf(v.data.at))}\` is made from the learning in a way that cannot be followed`);
    const uses = v.search ? searchUses(view, v, { as: "pipeline", validated: [] }) : [];
    if (uses.some((u) => u.estimator)) no(otherOrder);
    for (const u of [...uses, ...(v.further ?? [])]) {
      if (!u.data) continue;
      const own = raw.add(u.data, u.place);
      const same = own?.length === steps.length && own.every((s, i) => s.step.variable === steps[i]?.step.variable && s.columns === steps[i]?.columns);
      if (!same) no(`\`${short(view.textOf(u.data.at))}\` was prepared in a way that cannot be followed`);
    }
    edits.push(...searchEdits(view, v, uses, validated));
    if (done.has(v.model)) continue;
    done.add(v.model);
    checkPicks(view, v.model, v.stepPlace ?? v.modelPlace);
    edits.push(...pipedModel(view, v, [columnTransformer(view, v, steps)]));
  }
  return { edits: dedupe([...edits, ...raw.edits()]), makes: "sklearn", at: (validated[0] as Validated).modelPlace };
}

/** The cross-validation of a function as those of its calls that give it such a table see it; itself where it reads one. @throws CannotFix */
function columnsFromCalls(view: View, v: Validated): Validated[] {
  const own = v.place.line.fn && !behind(view, v.data, v.place) ? (atCalls(view, v) ?? []).filter((x) => behind(view, x.data, x.place)) : [];
  return own.length ? own : [v];
}

/** `make_column_transformer((scaler, ["a", "b"]), remainder="passthrough")`. */
function columnTransformer(view: View, v: Validated, steps: readonly ColumnStep[]): string {
  const at = v.stepPlace ?? v.modelPlace;
  const groups = new Map<string, { step: ColumnStep; objects: string[] }>();
  for (const s of steps) {
    const object = columnObject(view, s, at);
    const group = groups.get(s.columns);
    if (group) group.objects.push(object);
    else groups.set(s.columns, { step: s, objects: [object] });
  }
  const all = [...groups.values()];
  for (const [i, a] of all.entries())
    for (const b of all.slice(i + 1))
      if (!a.step.names || !b.step.names || [...a.step.names].some((n) => b.step.names?.has(n))) no("some columns are transformed twice");
  for (const { step } of all)
    if (/^\w+$/.test(step.columns) && !storeBehind(view, step.columns, at)) no(`\`${step.columns}\` is not there yet where the model is made`);
  const pairs = all.map(({ step, objects }) => `(${objects.length > 1 ? `${PIPELINE}(${objects.join(", ")})` : objects[0]}, ${step.columns})`);
  return `${COLUMNS}(${pairs.join(", ")}, remainder="passthrough")`;
}

/** What transforms columns, as it is written in a pipeline that is made at a place. @throws CannotFix */
export function columnObject(view: View, s: ColumnStep, at: Place): string {
  if (!s.fits && !fitBefore(view, s.step, s.place)) no("it goes through something that was fitted elsewhere");
  if (!s.step.stands && !scales.test(makerOf(view, s))) no(`\`${short(makerOf(view, s))}\` may give other columns than it takes`);
  return transformerText(view, s.step, at);
}

/** What gives the columns that it takes. */
const scales = /(Scaler|Imputer|PowerTransformer|QuantileTransformer|OrdinalEncoder)$/;

function makerOf(view: View, { step }: ColumnStep): string {
  const made = step.variable === null || !step.place ? null : lastStore(view, step.variable, step.place);
  const e = made?.stmt.k === "assign" ? made.stmt.value : step.object;
  const inner = e.k === "call" && e.func.k === "attr" && e.func.name === "fit" ? e.func.object : e;
  return inner.k === "call" ? view.textOf(inner.callee) : view.textOf(inner.at);
}

/** Programs for a scikit-learn before 0.20 cannot import `sklearn.compose` and `sklearn.impute`. */
export function checkVersion(view: View): void {
  const old = view.units.some(({ input }) =>
    /\bsklearn\.(cross_validation|grid_search|lda|learning_curve)\b|preprocessing import [^\n]*\bImputer\b/.test(input.text),
  );
  if (old) no("the program is written for a scikit-learn that has no `sklearn.compose` and no `sklearn.impute`");
}

/** What is handed on to the model's own training would have to name the step, and is not prepared by the others. */
export function checkArguments(view: View, { call, search, model, modelPlace }: Validated): void {
  const made = model.k === "name" ? constructed(view, model.name, modelPlace)?.call : model;
  if (made?.k === "call" && /(^|\.)Sequential$/.test(view.textOf(made.callee))) no("a network that nothing wraps cannot be a step of a Pipeline");
  if (call.args.some((a) => a.name === "return_estimator" && !(a.value.k === "const" && a.value.value === false)))
    no("the models of the folds are kept, and a program goes on with them as with models that take prepared data");
  const own = search ? call.args.slice(2).concat(call.args.slice(0, 2).filter((a) => a.name !== null || a.star)) : call.args;
  const further = own.find((a) => (search ? a.star || !/^(X|y|groups)$/.test(a.name ?? "") : /^(fit_params|params)$/.test(a.name ?? "")));
  if (further) no(`\`${short(view.textOf(further.value.at))}\` is handed on to the model's training`);
}

/** The transformations of the data of a cross-validation, from the last one back to what learned. @throws CannotFix */
export const stepsTo = (view: View, v: Validated, upTo: Call): Step[] => stepsFrom(view, sourceOf(v), upTo);

/** The same of any data. @throws CannotFix */
export function stepsFrom(view: View, from: Pick<Source, "data" | "place">, upTo: Call): Step[] {
  const all = stepsBehind(view, from.data, from.place, true, true);
  const isFitted = (s: Step): boolean | undefined =>
    s.call === upTo ||
    s.fit === upTo ||
    s.learns?.includes(upTo) ||
    (upTo.func.k === "attr" && upTo.func.name === "fit" && applies(s) && fitsObject(view, upTo, s));
  const end = all.findIndex((s) => single([s]).some(isFitted));
  if (end < 0) return no(`\`${short(view.textOf(from.data.at))}\` is made from the learning in a way that cannot be followed`);
  for (const s of [...single(all.slice(0, end)), ...single(all.slice(end, end + 1)).slice(1)])
    if (applies(s) && !s.fit && !isFitted(s) && !(s.place && fitBefore(view, s, s.place, upTo.args[0]?.value)) && !isFittedOnInput(view, s))
      no("it goes through something that was fitted elsewhere");
  const steps = all.slice(0, end + 1);
  if (steps.some((s) => s.elsewhere)) no("it goes through something that was fitted elsewhere");
  // A column that is written into the result would be lost.
  for (const [i, { output, place, links = [] }] of steps.entries()) {
    const until = i === 0 ? from.place : (steps[i - 1]?.place ?? from.place);
    const own = output !== null && place ? [...links, { name: output, place }] : links;
    for (const o of own) if (writtenAfter(view, o.name, o.place, until)) no(`\`${o.name}\` is changed after it was transformed`);
  }
  const back = steps.find((s) => s.back)?.back;
  if (back?.name && changedSince(view, back.name, placeBehind(back.place), from.place)) no(`\`${back.name}\` is changed after it was transformed`);
  return steps;
}

/** Whether what comes next, the last step's model or another transformer, has to be given the sparse result of a step as the program makes it: dense. */
const needsDense = (view: View, v: Validated, { dense, laid }: Step, isLast: boolean): boolean =>
  !!dense && !laid && !(isLast && takesSparse.test(ownStep(view, v) ?? ""));

/** Makes a sparse table dense. */
const denseOf = ({ dense }: Step): string =>
  `${imported("sklearn.preprocessing", "FunctionTransformer")}(lambda X: X.toarray()${dense === true ? "" : ' if hasattr(X, "toarray") else X'}, accept_sparse=True)`;

/** Models of scikit-learn and LightGBM that learn the same of a sparse table; XGBoost takes its zeros for gaps. */
const takesSparse =
  /^(logisticregression(cv)?|sgd\w+|ridge(classifier)?|linearsv[cr]|sv[cr]|(multinomial|bernoulli|complement)nb|(randomforest|extratrees|decisiontree|gradientboosting|kneighbors|lgbm|mlp)(classifier|regressor)|perceptron|passiveaggressive\w+)$/;

/** Whether a step applies what was fitted before. */
const applies = ({ call }: Step): boolean => call.func.k === "attr" && /^(transform|get_support|support_|get_feature_names_out)$/.test(call.func.name);

/** `scaler.fit(X)`, or `scaler = StandardScaler().fit(X)`, before `scaler.transform(X)`. */
function fitsObject(view: View, fit: Call, s: Step): boolean {
  if (fit.func.k !== "attr" || !s.variable) return false;
  // Columns that were chosen in one table may be picked in another, of which a pipeline would choose others.
  if (s.call.func.k === "attr" && s.call.func.name !== "transform" && (!fit.args[0] || view.textOf(fit.args[0].value.at) !== view.textOf(s.input.at)))
    return false;
  const place = view.placeAt(fit.at);
  if (fit.func.object.k === "name" && fit.func.object.name === s.variable) {
    // Of several objects that were given one name, the one that transforms is meant.
    const store = s.place && storeBehind(view, s.variable, s.place);
    // `selector = selector.fit(X)` gives the object its own name anew.
    return !place || !s.place || place.line !== s.place.line || store === place || storeBehind(view, s.variable, place) === store;
  }
  return place?.stmt.k === "assign" && place.stmt.targets[0]?.k === "name" && place.stmt.targets[0].name === s.variable;
}

/** A name that is given to one transformer after the other in the same chain stands for the last of them alone. @throws CannotFix */
function checkApart(view: View, steps: readonly Step[]): void {
  const made = new Map<string, Place | null>();
  for (const { variable, place, stands } of single(steps)) {
    if (variable === null || !place || stands) continue;
    const store = storeBehind(view, variable, place);
    if (made.has(variable) && made.get(variable) !== store) no(`\`${variable}\` is another transformer by then, which is fitted on what this one made`);
    made.set(variable, store);
  }
}

/** The transformer as a step: its variable, or its constructor where it has none or was fitted where it was made. */
export function transformerText(view: View, s: Step, at: Place): string {
  if (s.stands) return s.stands;
  const parts = s.parts?.map((p) => transformerText(view, p, at));
  if (parts && s.laid) {
    for (const name of columnNamesOf(s)) if (!storeBehind(view, name, at)) no(`\`${name}\` is not there yet where the model is made`);
    return besideText(s, parts);
  }
  if (parts) return unionOf(parts);
  const made = s.variable === null ? null : storeBehind(view, s.variable, s.place ?? at);
  const v = made?.stmt.k === "assign" ? made.stmt.value : null;
  const maker = view.textOf((v ?? s.object).at);
  if (/\bprefit\s*=\s*True\b/.test(maker)) no(`\`${short(maker)}\` selects by what was fitted before`);
  if (noTransform.test(maker.replace(/\(.*/s, "").replace(/.*\./, ""))) no(`\`${short(maker)}\` cannot be applied to rows that it was not fitted on`);
  if (s.variable === null) return view.textOf(s.object.at);
  if (v?.k === "call" && v.func.k === "attr" && v.func.name === "fit") return view.textOf(v.func.object.at);
  const available = storeBehind(view, s.variable, at);
  if (!available) return v?.k === "call" ? view.textOf(v.at) : no(`\`${s.variable}\` is not there yet where the model is made`);
  if (available !== made && !isMadeAlike(view, available, made)) {
    const same = made && v?.k === "call" && namesIn(v).every((n) => storeBehind(view, n, made) === storeBehind(view, n, at));
    return same ? view.textOf(v.at) : no(`\`${s.variable}\` is another transformer where the model is made`);
  }
  return s.variable;
}

/** Whether two statements make the same: `scaler = StandardScaler()` in the cell of each experiment. */
function isMadeAlike(view: View, a: Place, b: Place | null): boolean {
  if (!b || view.textOf(a.stmt.at) !== view.textOf(b.stmt.at)) return false;
  return a.stmt.k === "assign" && namesIn(a.stmt.value).every((n) => storeBehind(view, n, a) === storeBehind(view, n, b));
}

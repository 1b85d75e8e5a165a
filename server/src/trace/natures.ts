/** What a model is: what its fitting learns, what it wraps, what settings it carries. */
import type { Span } from "../base/span.js";
import { layersOf } from "./acts.js";
import type { ArgValue } from "./binding.js";
import { listItems } from "./columns.js";
import type { ClassTraits, EffectRow } from "./knowledge.js";
import type { Fit, Scaling } from "./lineage.js";
import type { Trace } from "./trace.js";
import { type Data, type IdSet, joinProv, type Model, nothing, type Obj, type Prov, union, type Value } from "./values.js";

// What a model is

export interface Nature {
  /** What fitting learns from rows. */
  readonly weight: "none" | "vocabulary" | "statistic";
  readonly supervised: boolean;
  readonly selects: boolean;
  readonly targets: boolean;
  readonly predicts: boolean;
  /** It only fills gaps. */
  readonly fills?: boolean;
  readonly task: Fit["task"];
  /** That it learns at all is a guess: nobody knows the one step of it that would. */
  readonly guessed?: boolean;
}

/** The model that a value is, or null. */
export function modelIn(t: Trace, v: Value | undefined): Model | null {
  const c = v?.k === "obj" ? t.get(v) : null;
  return c?.k === "model" ? c : null;
}

const wrapped = (t: Trace, m: Model): Value[] => {
  const out: Value[] = [];
  const visit = (v: Value, depth: number): void => {
    if (depth > 4) return;
    if (v.k === "tuple") for (const x of v.items) visit(x, depth + 1);
    else if (v.k === "obj") {
      const c = t.get(v);
      if (c.k === "model" || c.k === "inst") out.push(v);
      else if (c.k === "list") for (const x of c.items) visit(x, depth + 1);
      else if (c.k === "dict") for (const x of c.entries.values()) visit(x, depth + 1);
    }
  };
  for (const name of m.row?.traits?.wraps ?? []) {
    const v = m.init.get(name) ?? m.attrs.get(name);
    if (v) visit(v, 0);
  }
  return out;
};

/** What a selector that is told that its model is trained already knows: what that training saw, and the target with it. */
export function knownBefore(t: Trace, m: Model, object: number): IdSet {
  const fits = wrapped(t, m).flatMap((v) => [...(modelIn(t, v)?.knows ?? [])]);
  return new Set(
    fits.flatMap((id) => {
      const l = t.learned.get(id);
      return l ? [t.learnInStep(l, m.name, { what: m.name, via: "selection", weight: "statistic", supervised: l.y !== null, object })] : [];
    }),
  );
}

/** The steps of a pipeline with their names, as they were given or as `make_pipeline` gives them; empty where one is not known. */
export function stepsByName(t: Trace, m: Model): readonly (readonly [string, Model])[] {
  const given = m.init.get("steps") ?? m.attrs.get("steps");
  const items = (given && listItems(t, given)) ?? [];
  const out = items.flatMap((v): [string, Model][] => {
    const [name, step] = v.k === "tuple" ? v.items : [null, v];
    const inner = modelIn(t, step);
    const word = name?.k === "const" && typeof name.v === "string" ? name.v : name === null ? inner?.name.toLowerCase() : undefined;
    return inner && word !== undefined ? [[word, inner]] : [];
  });
  return out.length === items.length ? out : [];
}

export function nature(t: Trace, m: Model, depth = 0): Nature {
  const traits = m.row?.traits ?? {};
  const is = (p: string): boolean => t.lib.isA(m.protocol, p);
  const composite = is("pipeline") || is("columnTransformer") || is("featureUnion");
  const predicts =
    m.protocol === "?" ||
    is("classifier") ||
    is("regressor") ||
    is("clusterer") ||
    is("outlierDetector") ||
    is("search") ||
    is("kerasModel") ||
    is("torchModule") ||
    is("graphSession") ||
    is("neighbors") ||
    is("densityEstimator") ||
    is("metaEstimator");
  const counts = counted(m, traits);
  const own: Nature = {
    weight: traits.stateless || without(m, traits) ? "none" : counts || (traits.vocabulary && !weighs(m, traits)) ? "vocabulary" : "statistic",
    supervised: Boolean(traits.supervised || traits.targetEncoder) && !counts,
    selects: Boolean(traits.selects),
    targets: Boolean(traits.targetEncoder) && !counts,
    predicts,
    fills: traits.fills !== undefined && !fillsOther(m.init.get(traits.fills)),
    task: asClasses(m, traits)
      ? "any"
      : (traits.task ??
        (is("classifier") ? "classification" : is("regressor") ? "regression" : is("clusterer") ? "clustering" : is("outlierDetector") ? "outlier" : "any")),
  };
  if (!composite || depth > 3) return own;
  const written = stepsOf(t, m);
  const parts = wrapped(t, m).map((v) => (v.k === "obj" ? t.get(v) : null));
  const natures = parts.map((c) => (c?.k === "model" ? nature(t, c, depth + 1) : null));
  const known = natures.filter((n): n is Nature => n !== null);
  const last = known.at(-1);
  const order = { none: 0, vocabulary: 1, statistic: 2 } as const;
  const steps = is("pipeline") && last?.predicts && last.task !== "clustering" ? known.slice(0, -1) : known;
  // Steps nobody knows (user classes) may learn.
  const unsure = natures.some((n) => n === null) && parts.length > 0;
  const weight = steps.reduce<Nature["weight"]>((w, n) => (order[n.weight] > order[w] ? n.weight : w), "none");
  return {
    weight: !parts.length
      ? written.length && written.every(idle)
        ? "none"
        : "statistic"
      : last?.predicts && is("pipeline")
        ? "statistic"
        : weight === "none" && unsure
          ? "statistic"
          : weight,
    supervised: steps.some((n) => n.supervised),
    selects: steps.some((n) => n.selects),
    targets: steps.some((n) => n.targets),
    predicts: is("pipeline") && (last?.predicts ?? true),
    guessed: parts.length ? weight === "none" && unsure && !last?.predicts : !written.every(idle),
    task: is("pipeline") ? (last?.task ?? "any") : own.task,
  };
}

/** A zero or a text that is told to be missing: no listing of gaps shows it. */
const fillsOther = (told: Value | undefined): boolean => told?.k === "const" && told.v !== null && !/^nan$/i.test(String(told.v));

/** A step that is None or "passthrough" leaves everything as it is. */
const idle = (step: Value): boolean => step.k === "tuple" && step.items[1]?.k === "const";

/** The steps that are written out one by one; none where they come from elsewhere. */
function stepsOf(t: Trace, m: Model): readonly Value[] {
  for (const name of m.row?.traits?.wraps ?? []) {
    const v = m.init.get(name);
    const c = v?.k === "obj" ? t.get(v) : null;
    if (c?.k === "list" && !c.open && c.items.length) return c.items;
  }
  return [];
}

/** Fitted anew to each example, it tells of that example alone. */
export const ofOneExample = (X: Data, n: Nature, e: EffectRow): boolean => X.elem && !n.predicts && e.op !== "partialFit";

/** Settings under which fitting learns nothing (a constant fill value, a generator without feature-wise statistics). */
function without(m: Model, traits: ClassTraits): boolean {
  const s = traits.statelessWhen;
  if (s) {
    const v = m.init.get(s.param);
    if (v?.k === "const" && v.v === s.value) return true;
  }
  const told = traits.told ? m.init.get(traits.told) : undefined;
  if (told && !(told.k === "const" && (told.v === null || told.v === "auto"))) return true;
  return traits.learnsWhen !== undefined && !traits.learnsWhen.some((n) => isTrue(m.init.get(n)));
}

/** Whether the settings of a regressor let it predict classes, or may do so: nobody can tell which they are. */
function asClasses(m: Model, { classesWhen }: ClassTraits): boolean {
  const v = classesWhen && m.init.get(classesWhen.param);
  return v !== undefined && (v.k !== "const" || isOneOf(v, classesWhen?.values));
}

/** Settings under which a vocabulary comes with statistics of the rows (TF-IDF). */
const weighs = (m: Model, { weighsWhen }: ClassTraits): boolean => weighsWhen !== undefined && isOneOf(m.init.get(weighsWhen.param), weighsWhen.values);

/** Settings under which it numbers categories as they come. */
const counted = (m: Model, { countsWhen }: ClassTraits): boolean => countsWhen !== undefined && isOneOf(m.init.get(countsWhen.param), countsWhen.values);

const isOneOf = (v: Value | undefined, values: readonly string[] = []): boolean => v?.k === "const" && typeof v.v === "string" && values.includes(v.v);

/** What layers of a network learned from rows before it was trained: its inputs go through them. */
export function layerKnowledge(t: Trace, m: Model, depth = 0): IdSet {
  let out = t.prov(m.init.get("outputs") ?? m.init.get("output")).learned;
  if (depth > 3) return out;
  for (const v of layersOf(t, m) ?? []) {
    const c = v.k === "obj" ? t.get(v) : null;
    if (c?.k !== "model") continue;
    if (t.lib.isA(c.protocol, "adaptLayer")) out = union(out, c.knows);
    else if (t.lib.isA(c.protocol, "kerasModel")) out = union(out, layerKnowledge(t, c, depth + 1));
  }
  return out;
}

/** The estimator behind wrappers: what a reader calls the model. */
export function coreName(t: Trace, m: Model): string {
  if (t.lib.isA(m.protocol, "search") || t.lib.isA(m.protocol, "pipeline") || m.row?.traits?.perClass) {
    const inner = modelIn(t, wrapped(t, m).at(-1) ?? m.init.get("estimator"));
    if (inner) return coreName(t, inner);
  }
  return m.name;
}

/** Whether a model, or the predictor at the end of a pipeline, answers without looking at the features. */
export function noSkill(t: Trace, m: Model, depth = 0): boolean {
  if (m.row?.traits?.noSkill) return true;
  const last = depth < 4 && t.lib.isA(m.protocol, "pipeline") ? modelIn(t, wrapped(t, m).at(-1)) : null;
  return last !== null && noSkill(t, last, depth + 1);
}

/** Whether each fit of a model goes on from where the last one ended. */
export const grows = (m: Model): boolean => isTrue(m.init.get("warm_start"));

/** What its training says of a model: see `Fit.flags`. */
export const flagsOf = (t: Trace, m: Model, at: Span): ReadonlySet<string> =>
  new Set([
    ...(noSkill(t, m) ? ["noSkill"] : []),
    ...(m.row?.traits?.inner ? ["ownSearch"] : []),
    ...(m.row?.traits?.task === "regression" && anyUnits(m) ? ["leastSquares"] : []),
    ...(m.mixed ? ["mixed"] : []),
    ...(m.protocol === "?" ? ["guessed"] : []),
    ...(t.blame(at).at === at ? [] : ["inside"]),
    ...(grows(m) ? ["grows"] : []),
  ]);

/** The classes a library model is made of: steps by name, the predictor with its literal settings. Empty for networks and classes of the user. */
export function madeOf(t: Trace, m: Model): readonly string[] {
  if (m.cls || m.protocol === "?" || t.lib.isA(m.protocol, "kerasModel") || t.lib.isA(m.protocol, "torchModule")) return [];
  if (t.lib.isA(m.protocol, "pipeline")) {
    const steps = wrapped(t, m).map((v) => modelIn(t, v));
    return steps.every((s) => s !== null) ? steps.flatMap((s) => madeOf(t, s)) : [];
  }
  if (t.lib.isA(m.protocol, "transformer")) return [m.name];
  const searched = searchOf(t, m);
  if (searched) return searched;
  const inner = m.row?.traits?.perClass ? modelIn(t, wrapped(t, m)[0]) : null;
  if (inner) return madeOf(t, inner);
  const init = [...m.init].map(([n, v]) => (v.k === "const" ? `${n}=${v.v}` : `${n}=?${v.k === "obj" ? v.id : ""}`));
  return [`${m.name}(${init.sort().join()})`];
}

/** The classes of what a search tries, the predictor in the search: its constants and its grid, whose names lose the step they lead to (`knn__p` is `p`). */
function searchOf(t: Trace, m: Model): readonly string[] | null {
  if (!t.lib.isA(m.protocol, "search")) return null;
  const [each] = wrapped(t, m);
  const inner = modelIn(t, each);
  const made = inner ? madeOf(t, inner) : [];
  const core = made.at(-1);
  if (core === undefined) return null;
  const settings = [...m.init].filter(([, v]) => v !== each).map(([n, v]) => `${n}=${written(t, v)}`);
  return [...made.slice(0, -1), `${m.name}(${[core, ...settings.sort()].join()})`];
}

/** A constant, a list or a table of constants in words; an object of which nobody knows more by its number. */
function written(t: Trace, v: Value, depth = 0): string {
  if (v.k === "const") return String(v.v);
  if (v.k === "tuple" && depth < 3) return v.items.map((x) => written(t, x, depth + 1)).join("|");
  if (v.k !== "obj") return "?";
  const c = t.get(v);
  if (c.k === "list" && !c.open && depth < 3) return c.items.map((x) => written(t, x, depth + 1)).join("|");
  if (c.k === "dict" && !c.rest && depth < 3)
    return [...c.entries]
      .map(([n, x]) => `${String(n).replace(/^.*__/, "")}:${written(t, x, depth + 1)}`)
      .sort()
      .join("+");
  return `?${v.id}`;
}

/** What stretching its inputs does to a model: undone by a scaler of its own, idle for trees and plain least squares, felt by all others. */
export function scalingOf(t: Trace, m: Model, depth = 0): Scaling {
  if (t.lib.isA(m.protocol, "booster")) return "idle";
  const steps = wrapped(t, m);
  if (t.lib.isA(m.protocol, "pipeline")) {
    if (modelIn(t, steps[0])?.row?.traits?.scales) return "undone";
    if (steps.length > 1) return "felt";
  }
  // What a committee feels is what one of its members feels; trees without a word of others are their own.
  if (!steps.length) return m.row?.traits?.trees || anyUnits(m) ? "idle" : "felt";
  const members = steps.map((s) => modelIn(t, s));
  // Columns chosen by the size of weights are chosen by the units that they are in.
  if (m.row?.traits?.selects && members.some((x) => x?.row?.traits?.affine)) return "felt";
  const all = members.map((x) => (x && depth < 4 ? scalingOf(t, x, depth + 1) : "felt"));
  return all.every((x) => x === all[0]) ? (all[0] ?? "felt") : "felt";
}

/** Whether all that a transformer learns is how to move and stretch columns: a scaler, or several steps of which the others learn codes or nothing. */
export function onlyScales(t: Trace, m: Model, depth = 0): boolean {
  if (m.row?.traits?.scales) return true;
  if (!["pipeline", "columnTransformer", "featureUnion"].some((p) => t.lib.isA(m.protocol, p)) || depth > 3) return false;
  const parts = wrapped(t, m).map((v) => modelIn(t, v));
  const scales = parts.map((x) => x !== null && onlyScales(t, x, depth + 1));
  const idle = (x: Model): boolean => {
    const n = nature(t, x);
    return n.weight !== "statistic" && !n.predicts;
  };
  return scales.includes(true) && parts.every((x, i) => x && (scales[i] || idle(x)));
}

/** Whether a model predicts the same in any units of its inputs, with the settings that it has. */
function anyUnits(m: Model): boolean {
  const affine = m.row?.traits?.affine;
  const has = ([name, value]: [string, unknown]): boolean => {
    const v = m.init.get(name);
    return v === undefined || (v.k === "const" && v.v === value);
  };
  return affine !== undefined && Object.entries(affine).every(has);
}

/** Settings of a model and of what it wraps. */
export function settingsOf(t: Trace, o: Obj, depth = 0): Prov {
  const c = t.get(o);
  if (c.k !== "model") return o.p;
  let p = joinProv(o.p, c.settings);
  if (depth < 3) for (const v of wrapped(t, c)) if (v.k === "obj") p = joinProv(p, settingsOf(t, v, depth + 1));
  return { ...nothing, scores: p.scores, chosen: p.chosen, vary: p.vary };
}

/** An unresolved name that is used as a model becomes one. */
export function guessModel(t: Trace, o: Obj, name: string, args: readonly ArgValue[]): Model | null {
  const c = t.get(o);
  if (c.k !== "unknown") return null;
  const uses =
    /^(fit|fit_transform|transform|predict|predict_proba|predict_log_proba|decision_function|fit_predict|partial_fit|score|fit_resample|fit_sample|set_params|get_params|best_params_)$/;
  const nets =
    /^(compile|fit_generator|evaluate|train_on_batch|load_weights|predict_classes|eval|train|zero_grad|state_dict|load_state_dict|parameters|summary)$/;
  if (!uses.test(name) && !nets.test(name)) return null;
  if (/^(eval|transform|score|summary)$/.test(name) && name !== "transform" && name !== "score" && args.length === 1 && args[0]?.value.k === "const")
    return null;
  // What is trained in each round is what the loop runs over.
  if (c.rows.terms[0]?.source.key.startsWith("elem:"))
    for (const id of c.p.vary) {
      const l = t.loopTable.get(id);
      if (l?.over === "values") t.loopTable.set(id, { ...l, over: "models" });
    }
  const named = new Set(args.map((a) => a.name));
  const net = ["validation_data", "epochs", "nb_epoch", "batch_size", "validation_split"].some((n) => named.has(n));
  const protocol = net
    ? "kerasModel"
    : ["eval_set", "early_stopping_rounds"].some((n) => named.has(n))
      ? "boostClassifier"
      : nets.test(name)
        ? /^(compile|fit_generator|evaluate|train_on_batch|load_weights|predict_classes|summary)$/.test(name)
          ? "kerasModel"
          : "torchModule"
        : "?";
  const m: Model = {
    k: "model",
    protocol,
    name: c.name,
    row: null,
    at: args[0]?.expr?.at ?? c.rows.terms[0]?.source.at ?? ({ source: "", start: 0, end: 0 } as unknown as Span),
    init: new Map(),
    settings: { ...nothing, scores: c.p.scores, chosen: c.p.chosen, vary: c.p.vary },
    knows: new Set(),
    attrs: new Map(),
    cls: null,
    conf: c.p.conf,
  };
  t.put(o, m);
  return m;
}

export const isTrue = (v: Value | undefined): boolean => v?.k === "const" && v.v === true;

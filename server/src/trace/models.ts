/** Fitting, transforming, predicting, scoring, choosing: what models do to rows. */
import type { Span } from "../base/span.js";
import { type ArgValue, arg, argExpr, type CallCtx, given, literalArg } from "./calls.js";
import { columnPick, listItems, rowwise } from "./frames.js";
import type { ClassTraits, EffectRow } from "./knowledge.js";
import { elements, foldPair } from "./loops.js";
import type { Fit, Learned, Score } from "./lineage.js";
import { cut, cutsOf, relation, type Rows } from "./rows.js";
import { kept } from "./tables.js";
import type { Trace } from "./trace.js";
import {
  any, content, type Data, data, doubt, type IdSet, joinProv, type Model, none, nothing, type Obj, type Prov, union, type Value,
} from "./values.js";

// What a model is

export interface Nature {
  /** What fitting learns from rows. */
  readonly weight: "none" | "vocabulary" | "statistic";
  readonly supervised: boolean;
  readonly selects: boolean;
  readonly targets: boolean;
  readonly predicts: boolean;
  readonly task: Fit["task"];
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

export function nature(t: Trace, m: Model, depth = 0): Nature {
  const traits = m.row?.traits ?? {};
  const is = (p: string): boolean => t.lib.isA(m.protocol, p);
  const composite = is("pipeline") || is("columnTransformer") || is("featureUnion");
  const predicts = m.protocol === "?" || is("classifier") || is("regressor") || is("clusterer") || is("outlierDetector") || is("search") || is("kerasModel") || is("torchModule") || is("neighbors") || is("densityEstimator") || is("metaEstimator");
  const own: Nature = {
    weight: traits.stateless || without(m, traits) ? "none" : traits.vocabulary ? "vocabulary" : "statistic",
    supervised: Boolean(traits.supervised || traits.targetEncoder),
    selects: Boolean(traits.selects),
    targets: Boolean(traits.targetEncoder),
    predicts,
    task: traits.task ?? (is("classifier") ? "classification" : is("regressor") ? "regression" : is("clusterer") ? "clustering" : is("outlierDetector") ? "outlier" : "any"),
  };
  if (!composite || depth > 3) return own;
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
    weight: !parts.length ? "statistic" : last?.predicts && is("pipeline") ? "statistic" : weight === "none" && unsure ? "statistic" : weight,
    supervised: steps.some((n) => n.supervised),
    selects: steps.some((n) => n.selects),
    targets: steps.some((n) => n.targets),
    predicts: is("pipeline") && (last?.predicts ?? true),
    task: is("pipeline") ? (last?.task ?? "any") : own.task,
  };
}

/** Settings under which fitting learns nothing (a constant fill value, a generator without feature-wise statistics). */
function without(m: Model, traits: ClassTraits): boolean {
  const s = traits.statelessWhen;
  if (s) {
    const v = m.init.get(s.param);
    if (v?.k === "const" && v.v === s.value) return true;
  }
  return traits.learnsWhen !== undefined && !traits.learnsWhen.some((n) => isTrue(m.init.get(n)));
}

/** The estimator behind wrappers: what a reader calls the model. */
export function coreName(t: Trace, m: Model): string {
  if (t.lib.isA(m.protocol, "search") || t.lib.isA(m.protocol, "pipeline")) {
    const inner = wrapped(t, m).at(-1) ?? m.init.get("estimator");
    const c = inner?.k === "obj" ? t.get(inner) : null;
    if (c?.k === "model") return coreName(t, c);
  }
  return m.name;
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
  const uses = /^(fit|fit_transform|transform|predict|predict_proba|predict_log_proba|decision_function|fit_predict|partial_fit|score|fit_resample|fit_sample|set_params|get_params|best_params_)$/;
  const nets = /^(compile|fit_generator|evaluate|train_on_batch|load_weights|predict_classes|eval|train|zero_grad|state_dict|load_state_dict|parameters|summary)$/;
  if (!uses.test(name) && !nets.test(name)) return null;
  if (/^(eval|transform|score|summary)$/.test(name) && name !== "transform" && name !== "score" && args.length === 1 && args[0]?.value.k === "const") return null;
  const named = new Set(args.map((a) => a.name));
  const net = ["validation_data", "epochs", "nb_epoch", "batch_size", "validation_split"].some((n) => named.has(n));
  const protocol = net ? "kerasModel" : ["eval_set", "early_stopping_rounds"].some((n) => named.has(n)) ? "boostClassifier" : nets.test(name) ? (/^(compile|fit_generator|evaluate|train_on_batch|load_weights|predict_classes|summary)$/.test(name) ? "kerasModel" : "torchModule") : "?";
  const m: Model = {
    k: "model", protocol, name: c.name, row: null, at: args[0]?.expr?.at ?? c.rows.terms[0]?.source.at ?? ({ source: "", start: 0, end: 0 } as unknown as Span),
    init: new Map(), settings: { ...nothing, scores: c.p.scores, chosen: c.p.chosen, vary: c.p.vary }, knows: new Set(), attrs: new Map(), cls: null, conf: c.p.conf,
  };
  t.put(o, m);
  return m;
}

// Inputs

/** Data behind an argument; scalars and lists of elements become data of the rows they came from. */
export function inputData(t: Trace, v: Value | undefined): Data | null {
  if (!v) return null;
  const direct = t.asData(v);
  if (direct) return direct;
  if (v.k === "obj" || v.k === "tuple" || v.k === "zip") {
    const inner = t.dataIn(v);
    if (!inner) return null;
    const p = t.prov(v);
    // A closed list of what one row holds is that row still; one that grew by a loop holds them all.
    return { ...data(inner.rows, { rest: { p }, open: true, elem: ofOneRow(t, v) }), label: inner.label };
  }
  return null;
}

/** A list written out, all of whose data are elements of rows. */
export function ofOneRow(t: Trace, v: Value): boolean {
  const items = v.k === "tuple" ? v.items : v.k === "obj" ? (listItems(t, v) ?? []) : [];
  const all = items.map((x) => t.dataIn(x)).filter((d) => d !== null);
  return all.length > 0 && all.every((d) => d.elem);
}

/** X and y of a call: two arguments, one that holds both, or a loader with labels. */
export function inputs(t: Trace, c: CallCtx, e: EffectRow): { X: Data | null; y: Data | null; yProv: Prov | null; name: string } {
  const key = e.X ?? e.data ?? "X";
  const X = inputData(t, arg(c, key));
  const yv = arg(c, e.y);
  let y = inputData(t, yv);
  let yProv = yv && !(yv.k === "const" && yv.v === null) ? t.prov(yv) : null;
  const x = arg(c, key);
  if (X?.label && !yProv) {
    y = t.asData(X.label);
    yProv = t.prov(X.label);
  } else if (x?.k === "tuple" && x.items.length === 2 && !yProv) {
    y = inputData(t, x.items[1]);
    yProv = t.prov(x.items[1]);
    return { X: inputData(t, x.items[0]), y, yProv, name: t.say(argExpr(c, key)) };
  }
  return { X, y, yProv, name: t.say(argExpr(c, key)) };
}

/** Rows that were handed to the constructor, for models that fit what they were made with. */
function initInputs(t: Trace, m: Model): { X: Data | null; y: Data | null; yProv: Prov | null; name: string } {
  const traits = m.row?.traits;
  const y = traits?.label ? m.init.get(traits.label) : undefined;
  return { X: inputData(t, traits?.fits ? m.init.get(traits.fits) : undefined), y: inputData(t, y), yProv: y ? t.prov(y) : null, name: "" };
}

// Fitting

export function fit(t: Trace, c: CallCtx, e: EffectRow): Value {
  const self = c.self;
  if (self?.k !== "obj") return any();
  const m = t.get(self);
  if (m.k !== "model") return self;
  const { X, y, yProv, name } = e.fromInit ? initInputs(t, m) : inputs(t, c, e);
  if (!X) {
    // Nothing is known of the rows; what the model knew is gone.
    t.put(self, { ...m, knows: new Set() });
    return self;
  }
  const n = nature(t, m);
  if (t.lib.isA(m.protocol, "search")) return fitSearch(t, c, e, self, m, X, y, yProv, name);
  const inner = innerRows(t, c, e, X);
  const id = learnFit(t, c, self, m, n, { ...X, rows: inner.train }, y, yProv, name, e);
  const adds = e.adds === true || e.op === "partialFit" || isTrue(m.init.get("warm_start"));
  let settings = adds ? m.settings : { ...m.settings, chosen: handed(t, m) };
  const chosen = validation(t, c, e, self, m, id, inner.validation ? { ...X, rows: inner.validation } : null, y);
  if (chosen.stop.size) settings = { ...settings, chosen: union(settings.chosen, chosen.stop) };
  const attrs = new Map(m.attrs);
  if (!adds) attrs.set("#own", any({ ...nothing, chosen: chosen.stop }));
  if (chosen.pending.size) attrs.set("#pending", any({ ...nothing, chosen: chosen.pending }));
  const last = chosen.scores.at(-1);
  if (last !== undefined) attrs.set("#monitor", any({ ...nothing, scores: new Set([last]) }));
  t.put(self, { ...m, knows: adds ? union(m.knows, new Set([id])) : new Set([id]), settings, attrs });
  t.imbalanceSigns(m, c);
  if (e.returns === "history") return t.unknown("history", c.at);
  return self;
}

const isTrue = (v: Value | undefined): boolean => v?.k === "const" && v.v === true;

/** A fit that keeps a part of its rows for validation. */
function innerRows(t: Trace, c: CallCtx, e: EffectRow, X: Data): { train: Rows; validation: Rows | null } {
  const share = typeof e.validationSplit === "string" ? arg(c, e.validationSplit) : undefined;
  if (!share || (share.k === "const" && !share.v)) return { train: X.rows, validation: null };
  const id = `tail:${X.rows.key}:${share.k === "const" ? share.v : t.place(c.at)}`;
  t.split({ at: c.at, id, kind: "holdout", rows: X.rows, seeded: true, shuffled: false, stratified: false, by: null, label: "validation_split" });
  return {
    train: cut(X.rows, { id, part: "train", kind: "ordered", at: c.at }),
    validation: cut(X.rows, { id, part: "test", kind: "ordered", at: c.at }),
  };
}

function learnFit(t: Trace, c: CallCtx, self: Obj, m: Model, n: Nature, X: Data, y: Data | null, yProv: Prov | null, name: string, e: EffectRow): number {
  const x = content(X);
  const restMinus = X.rest && !X.open ? [...X.rest.p.origin].filter((o) => o.endsWith(":*")).map((o) => ({ source: o.slice(0, -2), minus: union(X.removed, new Set(X.cols.keys())) })) : [];
  const named = new Map<string, { name: string; at: Span | null }>();
  // Columns that hold knowledge of other rows (target means) are features made from the target, not the target.
  if (!X.open) for (const [n, col] of X.cols) if (!col.p.learned.size) for (const o of col.p.origin) if (!o.endsWith(":*") && !named.has(o)) named.set(o, { name: n, at: col.at ?? null });
  if (X.rest && !X.open && !X.rest.p.learned.size) for (const o of X.rest.p.origin) if (!o.endsWith(":*") && !named.has(o)) named.set(o, { name: X.column ?? o.slice(o.lastIndexOf(":") + 1), at: X.rest.at ?? null });
  const fact: Fit = {
    rows: X.rows, yRows: y?.rows ?? null, x, columns: { named, restMinus, at: X.built ?? null }, y: yProv, settings: settingsOf(t, self), task: n.task,
    flags: new Set(), partial: e.op === "partialFit",
  };
  const l: Omit<Learned, "id" | "at" | "path" | "line"> = {
    what: m.name, name, via: n.predicts && m.protocol !== "?" ? "model" : m.protocol === "?" && yProv ? "model" : n.selects ? "selection" : "transformer",
    weight: n.weight === "none" ? "count" : n.weight, rows: X.rows, from: x, y: yProv, supervised: n.supervised && yProv !== null, grouped: n.targets, object: self.id,
    conf: Math.max(m.conf, x.conf), fit: n.predicts || m.protocol === "?" ? fact : null,
  };
  return t.learn(c.at, l);
}

/** Evaluation sets handed to a fit: scores of its own log, and choices when something stops or keeps the best by them. */
function validation(t: Trace, c: CallCtx, e: EffectRow, self: Obj, m: Model, fitId: number, own: Data | null, y: Data | null): { stop: IdSet; pending: IdSet; scores: number[] } {
  const sets: { X: Data; y: Prov | null }[] = [];
  if (own) sets.push({ X: own, y: y ? content(y) : null });
  const given = typeof e.validation === "string" ? (e.fromInit ? m.init.get(e.validation) : arg(c, e.validation)) : undefined;
  if (given) for (const s of evalSets(t, given)) sets.push(s);
  const modes = stopping(t, c, e, m);
  let stop: Set<number> = new Set();
  const pending: Set<number> = new Set();
  const scores: number[] = [];
  sets.forEach((s, i) => {
    const last = i === sets.length - 1;
    const id = t.score(c.at, {
      metric: "validation", kind: "monitor", preds: new Set(), fits: new Set([fitId]), rows: s.X.rows, features: content(s.X), settings: settingsOf(t, self), truth: s.y,
      models: [{ object: self.id, name: coreName(t, m) }], name: "", conf: Math.max(m.conf, content(s.X).conf), loops: t.loops.map((l) => l.id), needs: "either", task: "any",
    }, t.calls.length);
    scores.push(id);
    if (!last) return;
    if (modes.stop) stop = new Set([t.choice(modes.at ?? c.at, { kind: "stop", rows: s.X.rows, inner: false, what: modes.stop, conf: m.conf })]);
    if (modes.keep) pending.add(t.choice(modes.at ?? c.at, { kind: "checkpoint", rows: s.X.rows, inner: false, what: modes.keep, conf: m.conf }));
  });
  return { stop, pending, scores };
}

/** (X, y), [(X, y), …], a data set, a loader. */
export function evalSets(t: Trace, v: Value): { X: Data; y: Prov | null }[] {
  if (v.k === "const") return [];
  if (v.k === "tuple") {
    const inner = v.items.filter((x) => x.k === "tuple");
    if (inner.length && inner.length === v.items.length) return inner.flatMap((x) => evalSets(t, x));
    // (data, name) of native boosting.
    const X = inputData(t, v.items[0]);
    if (!X) return [];
    const y = v.items[1] && v.items[1].k !== "const" ? t.prov(v.items[1]) : X.label ? t.prov(X.label) : null;
    return [{ X, y }];
  }
  if (v.k === "zip") return [];
  if (v.k !== "obj") return [];
  const c = t.get(v);
  if (c.k === "list") return c.items.flatMap((x) => evalSets(t, x));
  const d = t.asData(v);
  return d ? [{ X: d, y: d.label ? t.prov(d.label) : null }] : [];
}

/** Whether training stops by, or keeps the best of, what it sees on the validation rows. */
function stopping(t: Trace, c: CallCtx, e: EffectRow, m: Model): { stop: string | null; keep: string | null; at: Span | null } {
  let stop: string | null = null;
  let keep: string | null = null;
  const names = ["early_stopping_rounds", "od_wait", "use_best_model", ...(typeof e.stop === "string" ? [e.stop] : [])];
  for (const name of names) {
    for (const v of [arg(c, name), m.init.get(name)]) if (v && !(v.k === "const" && !v.v)) stop = name;
  }
  const paramsValue = typeof e.params === "string" ? arg(c, e.params) : undefined;
  const dict = paramsValue?.k === "obj" ? t.get(paramsValue) : null;
  if (dict?.k === "dict") for (const name of ["early_stopping_rounds", "early_stopping_round", "od_wait", "use_best_model"]) if (dict.entries.has(name)) stop = name;
  const callbacks = [typeof e.callbacks === "string" ? arg(c, e.callbacks) : undefined, m.init.get("callbacks"), m.init.get("args")];
  for (const v of callbacks) {
    if (!v) continue;
    for (const cb of [v, ...(elements(t, v, 12)?.items ?? [])]) {
      const cell = cb.k === "obj" ? t.get(cb) : null;
      if (cell?.k !== "model") continue;
      const kind = cell.row?.traits?.callback;
      const monitor = cell.init.get("monitor");
      const onTrain = monitor?.k === "const" && typeof monitor.v === "string" && !/val|valid|test|eval/.test(monitor.v);
      if (onTrain) continue;
      if (kind === "stop") stop = cell.name;
      else if (kind === "checkpoint" && isTrue(cell.init.get("load_best_model_at_end"))) stop = "load_best_model_at_end";
      else if (kind === "checkpoint" && isTrue(cell.init.get("save_best_only"))) keep = cell.name;
    }
  }
  return { stop, keep, at: null };
}

// Search

function fitSearch(t: Trace, c: CallCtx, e: EffectRow, self: Obj, m: Model, X: Data, y: Data | null, yProv: Prov | null, name: string): Value {
  const est = m.init.get("estimator") ?? m.init.get("model");
  const cell = est?.k === "obj" ? t.get(est) : null;
  const inner: Nature = cell?.k === "model" ? nature(t, cell) : { weight: "statistic", supervised: false, selects: false, targets: false, predicts: true, task: "any" };
  const id = learnFit(t, c, self, m, { ...inner, predicts: true }, X, y, yProv, name, e);
  const names = m.row?.init ?? "";
  void names;
  const grid = ["param_grid", "param_distributions", "search_spaces", "params", "parameters"].map((n) => m.init.get(n)).find(Boolean);
  const chooses = !grid || !singleGrid(t, grid);
  const model = cell?.k === "model" ? coreName(t, cell) : m.name;
  const scorer = m.init.get("scoring");
  const scoreId = t.score(c.at, {
    metric: scorer?.k === "const" && typeof scorer.v === "string" ? scorer.v : scorer && scorer.k !== "const" ? "scorer" : "score", kind: "cv", preds: new Set(), fits: new Set(), rows: X.rows, features: content(X), settings: settingsOf(t, self), truth: yProv,
    models: [{ object: self.id, name: model }], name, conf: Math.max(m.conf, content(X).conf), loops: t.loops.map((l) => l.id), needs: "either", task: "any",
  }, t.calls.length);
  const now: IdSet = chooses ? new Set([t.choice(c.at, { kind: "search", rows: X.rows, inner: true, what: m.name, conf: m.conf })]) : nothing.chosen;
  const settings: Prov = { ...m.settings, chosen: union(handed(t, m), now) };
  t.put(self, { ...m, knows: new Set([id]), settings, attrs: new Map([...m.attrs, ["#own", any({ ...nothing, chosen: now })] as const, ["#score", any({ ...nothing, scores: new Set([scoreId]), chosen: settings.chosen })] as const]) });
  return self;
}

/** Choices in a model's settings that its own earlier fits did not make: a new fit chooses anew. */
function handed(t: Trace, m: Model): IdSet {
  const own = m.attrs.get("#own");
  const gone = own ? t.prov(own).chosen : nothing.chosen;
  return gone.size ? new Set([...m.settings.chosen].filter((id) => !gone.has(id))) : m.settings.chosen;
}

/** A grid of one combination chooses nothing. */
function singleGrid(t: Trace, grid: Value): boolean {
  const c = grid.k === "obj" ? t.get(grid) : null;
  if (c?.k !== "dict" || c.rest || !c.entries.size) return false;
  return [...c.entries.values()].every((v) => {
    const items = v.k === "obj" ? t.get(v) : null;
    return items?.k === "list" && !items.open && items.items.length === 1;
  });
}

// Transforming and predicting

export function transform(t: Trace, c: CallCtx, e: EffectRow): Value {
  const self = c.self;
  const m = self?.k === "obj" ? t.get(self) : null;
  const x = arg(c, e.X ?? "X");
  const X = inputData(t, x);
  if (m?.k !== "model" || !x) return X && x ? rowwise(t, [x]) : any();
  if (!X) return any({ ...t.prov(x), conf: t.prov(x).conf });
  return transformed(t, m, X);
}

export function transformed(t: Trace, m: Model, X: Data): Value {
  const n = nature(t, m);
  const add: Prov = { ...nothing, learned: n.weight === "none" ? nothing.learned : m.knows, chosen: m.settings.chosen, scores: m.settings.scores, conf: m.conf };
  const cols = new Map([...X.cols].map(([k, col]) => [k, { p: joinProv(col.p, add) }] as const));
  const rest = X.rest ? { p: joinProv(X.rest.p, add) } : cols.size ? null : { p: add };
  // An unfitted transformer (a pipeline step built elsewhere) learned nothing that we saw.
  return t.newData({ ...X, as: kept(t.lib, X.as), cols, rest, open: true, base: joinProv(X.base, { ...add }), view: null, mask: null, pos: null, isIndex: false, label: null, elem: X.elem });
}

export function fitTransform(t: Trace, c: CallCtx, e: EffectRow): Value {
  fit(t, c, e);
  return transform(t, c, e);
}

export function predict(t: Trace, c: CallCtx, e: EffectRow): Value {
  const self = c.self;
  const m = self?.k === "obj" ? t.get(self) : null;
  const X = inputData(t, arg(c, e.X ?? e.data ?? "X"));
  if (m?.k !== "model" || self?.k !== "obj") return X ? t.newData(data(X.rows, { rest: { p: content(X) } })) : any();
  if (!X) return any({ ...nothing, learned: m.knows });
  const asked = typeof e.kindParam === "string" ? literalArg(c, e.kindParam) : undefined;
  const kind = typeof asked === "string" && /proba/i.test(asked) ? "proba" : typeof asked === "string" && /raw/i.test(asked) ? "scores" : String(e.kind ?? "raw");
  return predicted(t, self, m, X, c.at, kind);
}

export function predicted(t: Trace, self: Obj, m: Model, X: Data, at: Span, kind: string): Value {
  const n = nature(t, m);
  // Cluster and outlier labels are features made from what was learned, not predictions of a target.
  if ((!n.predicts && m.protocol !== "?") || n.task === "clustering") {
    const out = clustered(t, transformed(t, m, X));
    const cell = t.peekData(out);
    if (cell && n.task === "clustering") t.asGiven.set(cell, m.name);
    return out;
  }
  const id = t.pred(at, {
    fits: m.knows, rows: X.rows, features: content(X), kind, task: n.task, settings: settingsOf(t, self), object: self.id, model: coreName(t, m), depth: t.calls.length, conf: Math.max(m.conf, content(X).conf),
  });
  const p: Prov = { ...nothing, learned: m.knows, preds: new Set([id]), conf: Math.max(m.conf, content(X).conf) };
  const out = data(X.rows, { rest: { p }, elem: X.elem });
  t.asGiven.set(out, m.name);
  return t.newData(out);
}

/** Labels made from the features: nothing of the features' own columns is in them by name. */
function clustered(t: Trace, v: Value): Value {
  const d = t.peekData(v);
  return d ? t.newData(data(d.rows, { rest: { p: { ...content(d), origin: nothing.origin } }, elem: d.elem })) : v;
}

// Scoring

/** The rows to score on, if the constructor was given them. */
function heldInputs(t: Trace, m: Model, e: EffectRow): { X: Data | null; yProv: Prov | null } {
  const X = typeof e.data === "string" ? inputData(t, m.init.get(e.data)) : null;
  return { X, yProv: X?.label ? t.prov(X.label) : null };
}

/** `model.score(X, y)`, `model.evaluate(X, y)`. */
export function scoreSelf(t: Trace, c: CallCtx, e: EffectRow): Value {
  const self = c.self;
  const m = self?.k === "obj" ? t.get(self) : null;
  const { X, yProv, name } = e.fromInit && m?.k === "model" && !inputs(t, c, e).X ? { ...heldInputs(t, m, e), name: "" } : inputs(t, c, e);
  if (m?.k !== "model" || self?.k !== "obj" || !X) return any();
  const kind = e.op === "evaluate" ? "loss" : String(e.metric ?? "score");
  const pred = predicted(t, self, m, X, c.at, "labels");
  const d = t.peekData(pred);
  if (!d) return any();
  const n = nature(t, m);
  const metric = m.protocol === "?" ? "score" : kind === "score" ? (n.task === "classification" ? "accuracy" : n.task === "regression" ? "r2" : "score") : kind === "loss" ? t.compiledMetric(m) : kind;
  return scoreOf(t, c.at, content(d), yProv ?? (X.label ? t.prov(X.label) : null), metric, "labels", name, n.task);
}

/** A score of predictions against labels, as a value that remembers it. */
export function scoreOf(t: Trace, at: Span, pred: Prov, truth: Prov | null, metric: string, needs: string, name: string, task: string, how: Pick<Score, "swapped" | "symmetric" | "raw" | "hard"> = {}): Value {
  const ids = new Set<number>();
  // Predictions of one array may come from several models (folds, ensembles): one score for each set of rows.
  const groups = new Map<string, { rows: Rows; preds: Set<number>; fits: Set<number> }>();
  for (const id of pred.preds) {
    const p = t.preds.get(id);
    if (!p) continue;
    const g = groups.get(p.rows.key) ?? { rows: p.rows, preds: new Set<number>(), fits: new Set<number>() };
    groups.set(p.rows.key, g);
    g.preds.add(id);
    for (const f of p.fits) g.fits.add(f);
  }
  for (const g of groups.values()) {
    const list = [...g.preds].map((i) => t.preds.get(i)).filter((p) => p !== undefined);
    let settings: Prov = { ...nothing, vary: pred.vary, scores: pred.scores, chosen: pred.chosen };
    let features = nothing;
    let depth = Number.POSITIVE_INFINITY;
    for (const p of list) {
      settings = joinProv(settings, p.settings);
      features = joinProv(features, p.features);
      depth = Math.min(depth, p.depth);
    }
    const models = [...new Map(list.map((p) => [p.object, { object: p.object, name: p.model }])).values()];
    ids.add(
      t.score(at, {
        metric, kind: list.length && list.every((p) => p.crossed) ? "cv" : "holdout", preds: g.preds, fits: g.fits, rows: g.rows, features, settings, truth, models, name, conf: Math.max(pred.conf, ...list.map((p) => p.conf)),
        loops: t.loops.map((l) => l.id), needs, task, ...how,
      }, depth),
    );
  }
  return any({ ...nothing, scores: ids, conf: pred.conf, vary: pred.vary });
}

export function metric(t: Trace, c: CallCtx, e: EffectRow): Value {
  const truth = arg(c, e.truth ?? "y_true");
  const pred = arg(c, e.pred ?? "y_pred");
  const pt = t.prov(truth);
  const pp = t.prov(pred);
  // Of one class, or averaged over classes, F1 and Jaccard are the same either way.
  const average = literalArg(c, "average");
  const [use, other] = pp.preds.size ? [pp, pt] : pt.preds.size ? [pt, pp] : [null, null];
  if (!use) {
    clustersAsLabels(t, c, e, truth, pred);
    return any({ ...joinProv(pt, pp), origin: nothing.origin, learned: nothing.learned });
  }
  if (use === pp && pt.preds.size && !hasTruth(pt)) return any({ ...nothing, conf: pp.conf });
  const s = scoreOf(t, c.at, doubt(use, fewerLabels(t, use === pp ? pred : truth, use === pp ? truth : pred) ? 2 : 0), other, String(e.metric ?? c.name), String(e.needs ?? "either"), t.say(argExpr(c, e.truth ?? "y_true")), String(e.task ?? "any"), {
    swapped: use === pt && other.origin.size > 0 && !pt.origin.size,
    symmetric: e.symmetric === true || average === "micro" || (/^(f1|jaccard)$/.test(String(e.metric)) && average !== "weighted" && average !== "samples"),
    hard: t.peekData(use === pp ? pred : truth)?.hard === true,
    raw: asGiven(t, use === pp ? pred : truth) !== null,
  });
  // A loss that is trained on keeps the predictions, so that backward() finds the model.
  return e.metric === "loss" ? t.withProv(s, { ...nothing, preds: use.preds }) : s;
}

/** Predictions for all rows beside the labels of a part cannot be meant: someone is typing, or a cut was not followed. */
function fewerLabels(t: Trace, pred: Value | undefined, truth: Value | undefined): boolean {
  const p = pred && t.peekData(pred);
  const y = truth && t.peekData(truth);
  return !!p && !!y && relation(p.rows, y.rows) === "contains" && cutsOf(y.rows).some((x) => x.kind !== "filter" && x.kind !== "value" && x.kind !== "opaque");
}

/** The model whose predictions a value is, if nothing was done to them since. */
function asGiven(t: Trace, v: Value | undefined): string | null {
  const d = v ? t.peekData(v) : null;
  return d ? (t.asGiven.get(d) ?? null) : null;
}

/** Numbers of clusters compared with labels by a metric that takes equal numbers for equal classes. */
function clustersAsLabels(t: Trace, c: CallCtx, e: EffectRow, truth: Value | undefined, pred: Value | undefined): void {
  if (e.task !== "classification" || e.needs !== "labels" || e.metric === "confusion") return;
  for (const [v, w] of [[pred, truth], [truth, pred]]) {
    const name = asGiven(t, v);
    const labels = t.prov(w);
    if (name && labels.origin.size && asGiven(t, w) === null) t.sign({ at: c.at, kind: "clusters", what: name, rows: null, ids: t.prov(v).learned });
  }
}

const hasTruth = (p: Prov): boolean => p.origin.size > 0;

/** The best validation score of a training, read by the program: from here on it is reported. */
export function reportMonitor(t: Trace, self: Obj, m: Model, at: Span): Value {
  const monitor = m.attrs.get("#monitor");
  const id = monitor ? [...t.prov(monitor).scores][0] : undefined;
  const s = id === undefined ? undefined : t.scores.get(id);
  if (!s) return any({ ...nothing, chosen: m.settings.chosen });
  const fact = { ...s, kind: "holdout" as const, settings: settingsOf(t, self), loops: t.loops.map((l) => l.id) };
  return any({ ...nothing, scores: new Set([t.score(at, fact, t.calls.length)]), chosen: m.settings.chosen });
}

// Cross-validation

export function crossValidate(t: Trace, c: CallCtx, e: EffectRow): Value {
  const est = arg(c, e.estimator ?? "estimator");
  const X = inputData(t, arg(c, e.X ?? "X"));
  const yv = arg(c, e.y ?? "y");
  if (!X) return any();
  const m = est?.k === "obj" ? t.get(est) : null;
  const self = est?.k === "obj" ? est : null;
  const name = m?.k === "model" ? coreName(t, m) : "model";
  const settings = self ? settingsOf(t, self) : nothing;
  const object = self?.id ?? 0;
  const scoring = literalArg(c, e.scoring ?? "scoring");
  const given = arg(c, e.scoring ?? "scoring");
  const metricName = typeof scoring === "string" ? scoring : given && !(given.k === "const" && given.v === null) ? "scorer" : "score";
  const id = t.score(c.at, {
    metric: metricName, kind: "cv", preds: new Set(), fits: new Set(), rows: X.rows, features: content(X), settings, truth: yv ? t.prov(yv) : null, models: [{ object, name }],
    name: t.say(argExpr(c, e.X ?? "X")), conf: Math.max(content(X).conf, m?.k === "model" ? m.conf : 0), loops: t.loops.map((l) => l.id), needs: "either", task: "any",
  }, t.calls.length);
  const p: Prov = { ...nothing, scores: new Set([id]) };
  if (e.returns === "predictions") {
    const fits = new Set<number>();
    const pid = t.pred(c.at, { crossed: true, fits, rows: X.rows, features: content(X), kind: crossPredicted(literalArg(c, "method")), task: m?.k === "model" ? nature(t, m).task : "any", settings, object, model: name, depth: t.calls.length, conf: content(X).conf });
    return t.newData(data(X.rows, { rest: { p: { ...nothing, preds: new Set([pid]) } } }));
  }
  if (e.returns === "dict") return any(p);
  return any(p);
}

const crossPredicted = (method: unknown): string => (method === undefined || method === null || method === "predict" ? "labels" : String(method).includes("proba") ? "proba" : "scores");

// Native boosting

export function trainBooster(t: Trace, c: CallCtx, e: EffectRow): Value {
  const key = e.data ?? "dtrain";
  const X = inputData(t, arg(c, key));
  const paramsValue = arg(c, e.params ?? "params");
  const params = paramsValue ? t.prov(paramsValue) : nothing;
  const model: Model = {
    k: "model", protocol: "booster", name: c.name === "train" ? "booster" : c.name, row: null, at: c.at, init: new Map(), settings: { ...nothing, scores: params.scores, chosen: params.chosen, vary: params.vary },
    knows: new Set(), attrs: new Map(), cls: null, conf: 0,
  };
  for (const [n, a] of c.bound) if (n !== key && n !== e.params && n !== e.validation) {
    const p = t.prov(a.value);
    (model as { settings: Prov }).settings = joinProv(model.settings, { ...nothing, scores: p.scores, chosen: p.chosen, vary: p.vary });
  }
  const self = t.new(model);
  if (!X) return self;
  const y = X.label ? t.asData(X.label) : null;
  const n: Nature = { weight: "statistic", supervised: true, selects: false, targets: false, predicts: true, task: "any" };
  const id = learnFit(t, c, self, model, n, X, y, X.label ? t.prov(X.label) : null, t.say(argExpr(c, key)), e);
  const v = validation(t, c, e, self, model, id, null, null);
  const last = v.scores.at(-1);
  const attrs = last === undefined ? model.attrs : new Map([["#monitor", any({ ...nothing, scores: new Set([last]) })] as const]);
  t.put(self, { ...model, attrs, knows: new Set([id]), settings: { ...model.settings, chosen: union(model.settings.chosen, v.stop) } });
  t.paramSigns(paramsValue, c.at);
  return self;
}

export function boosterCV(t: Trace, c: CallCtx, e: EffectRow): Value {
  const X = inputData(t, arg(c, e.data ?? "dtrain"));
  if (!X) return any();
  const params = t.prov(arg(c, e.params ?? "params"));
  const id = t.score(c.at, {
    metric: "cv", kind: "cv", preds: new Set(), fits: new Set(), rows: X.rows, features: content(X), settings: { ...nothing, vary: params.vary, scores: params.scores, chosen: params.chosen },
    truth: X.label ? t.prov(X.label) : null, models: [{ object: 0, name: "booster" }], name: t.say(argExpr(c, e.data ?? "dtrain")), conf: content(X).conf, loops: t.loops.map((l) => l.id), needs: "either", task: "any",
  }, t.calls.length);
  return any({ ...nothing, scores: new Set([id]) });
}

// Objectives

export function optimize(t: Trace, c: CallCtx, e: EffectRow): Value {
  const fn = arg(c, e.fn ?? "func") ?? (c.self?.k === "obj" && t.get(c.self).k === "model" ? (t.get(c.self) as Model).init.get("f") : undefined);
  const loop = t.id(`loop:${c.at.source}:${c.at.start}`);
  t.loopTable.set(loop, { id: loop, at: c.at, over: "values" });
  if (!fn || (fn.k !== "fn" && fn.k !== "bound" && fn.k !== "class" && fn.k !== "partial" && fn.k !== "obj")) return any();
  t.loops.push({ id: loop, iteration: 0 });
  const suggested = t.new({ k: "dict", entries: new Map(), rest: any({ ...nothing, vary: new Set([loop]) }) }, { ...nothing, vary: new Set([loop]) });
  const trial: Value = e.argument === "trial" ? any({ ...nothing, vary: new Set([loop]) }) : suggested;
  const out = t.callValue(fn, t.objectiveArgs(fn, trial, loop), c.at, "objective");
  t.loops.pop();
  const p = t.prov(out);
  let chosen: IdSet = nothing.chosen;
  for (const s of p.scores) {
    const score = t.scores.get(s);
    if (!score) continue;
    chosen = union(chosen, new Set([t.choice(c.at, { kind: "optimize", rows: score.rows, inner: score.kind === "cv", what: c.name, conf: score.conf })]));
  }
  const result = any({ ...nothing, chosen, scores: nothing.scores });
  if (c.self?.k === "obj") {
    const m = t.get(c.self);
    if (m.k === "model") t.put(c.self, { ...m, settings: { ...m.settings, chosen: union(m.settings.chosen, chosen) } });
  }
  return result;
}

// Resampling

export function fitResample(t: Trace, c: CallCtx, e: EffectRow): Value {
  const self = c.self;
  const m = self?.k === "obj" ? t.get(self) : null;
  const xv = arg(c, e.X ?? "X");
  const yv = arg(c, e.y ?? "y");
  const kind = m?.k === "model" ? (m.row?.traits?.resamples ?? "over") : "over";
  const name = m?.k === "model" ? m.name : c.name;
  t.note(c.at, "resampling", name);
  return resampled(t, c.at, [xv, yv], kind, name, t.say(argExpr(c, e.X ?? "X")));
}

/** Rows copied or synthesised from all of them (over), or thrown away by class (under). */
export function resampled(t: Trace, at: Span, values: readonly (Value | undefined)[], kind: "over" | "under" | "both", what: string, name: string): Value {
  const first = values.map((v) => inputData(t, v)).find((d) => d !== null);
  if (!first) return { k: "tuple", items: values.map((v) => v ?? none) };
  const x = content(first);
  const id = t.learn(at, {
    what, name, via: "mix", weight: kind === "under" ? "count" : "statistic", rows: first.rows, from: x, y: null, supervised: false, grouped: false, object: 0, conf: x.conf, fit: null,
  });
  const items = values.map((v): Value => {
    const d = inputData(t, v);
    if (!d) return v ?? none;
    const rows = kind === "under" ? cut(d.rows, { id: `under:${t.place(at)}`, part: "T", kind: "filter", at }) : t.mixRows(d.rows, { id: `mix:${t.place(at)}`, at, kind: "over", learned: id });
    return t.newData({ ...d, rows, view: null, mask: null, pos: null, isIndex: false });
  });
  return items.length === 1 ? (items[0] as Value) : { k: "tuple", items };
}

export { columnPick, doubt, foldPair, given };

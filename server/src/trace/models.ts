/** Fitting, transforming, predicting, scoring, choosing: what models do to rows. */
import type { Span } from "../base/span.js";
import { fileNamed } from "./acts.js";
import { arg, argExpr, type CallCtx, literalArg } from "./binding.js";
import { rescaled, seenBy } from "./columnParts.js";
import { rowwise } from "./frames.js";
import { groupsOfCv } from "./groupKeys.js";
import { evalSets, handed, initInputs, inputData, inputs, rowsIn, rowsScored } from "./inputs.js";
import { keptColumns } from "./keeps.js";
import type { EffectRow } from "./knowledge.js";
import type { Fit, Learned } from "./lineage.js";
import { onlyOfEarlier, windowsIn } from "./looks.js";
import { coreName, flagsOf, grows, layerKnowledge, madeOf, type Nature, nature, noSkill, ofOneExample, onlyScales, scalingOf, settingsOf } from "./natures.js";
import { cut, type Rows } from "./rows.js";
import { stopping } from "./stopping.js";
import { keepModel } from "./stored.js";
import { kept } from "./tables.js";
import { gridNames, singleGrid, toldOf } from "./told.js";
import type { Trace } from "./trace.js";
import { any, content, type Data, data, type IdSet, joinProv, type Model, nothing, type Obj, onlyChoosesRows, type Prov, union, type Value } from "./values.js";
import { imbalanceSigns, paramSigns } from "./weights.js";

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
  const adds = e.adds === true || e.op === "partialFit" || grows(m);
  let settings = adds ? m.settings : { ...m.settings, chosen: handed(t, m) };
  const knows = adds ? union(m.knows, new Set([id])) : new Set([id]);
  const chosen = validation(t, c, e, self, adds ? m : { ...m, knows: new Set() }, id, inner.validation ? { ...X, rows: inner.validation } : null, y);
  if (chosen.stop.size) settings = { ...settings, chosen: union(settings.chosen, chosen.stop) };
  const attrs = adds ? new Map(m.attrs) : trainedAgain(m);
  if (!adds) attrs.set("#own", any({ ...nothing, chosen: chosen.stop }));
  if (chosen.pending.size) attrs.set("#pending", any({ ...nothing, chosen: chosen.pending }));
  const last = chosen.scores.at(-1);
  if (last !== undefined) attrs.set("#monitor", any({ ...nothing, scores: new Set([last]) }));
  t.put(self, { ...m, knows, settings, attrs });
  keepModel(t, chosen.file, self, chosen.pending);
  // A trainer trains the network that it was given.
  const trained = typeof e.of === "string" ? arg(c, e.of) : undefined;
  const network = trained?.k === "obj" ? t.get(trained) : null;
  if (trained?.k === "obj" && network?.k === "model")
    t.put(trained, {
      ...network,
      knows: union(network.knows, new Set([id])),
      settings: { ...network.settings, chosen: union(network.settings.chosen, chosen.stop) },
    });
  imbalanceSigns(t, m, c);
  if (e.returns === "history") return t.unknown("history", c.at);
  return self;
}

/** What a model holds when it is trained once more: the best estimator and the steps that an earlier training gave are its no longer. */
const trainedAgain = (m: Model): Map<string, Value> => new Map([...m.attrs].filter(([n]) => n !== "#best" && n !== "#steps"));

/** A fit that keeps a part of its rows for validation. */
function innerRows(t: Trace, c: CallCtx, e: EffectRow, X: Data): { train: Rows; validation: Rows | null } {
  const share = typeof e.validationSplit === "string" ? arg(c, e.validationSplit) : undefined;
  if (!share || (share.k === "const" && !share.v)) return { train: X.rows, validation: null };
  const id = `tail:${X.rows.key}:${share.k === "const" ? share.v : t.place(c.at)}`;
  t.split({ at: c.at, id, kind: "holdout", rows: X.rows, seeded: true, shuffled: false, stratified: false, by: null, label: "validation_split" });
  const kept = share.k === "const" && typeof share.v === "number" ? { share: { of: `len:${X.rows.key}`, by: 1 - share.v } } : {};
  return {
    train: cut(X.rows, { id, part: "train", kind: "ordered", at: c.at }),
    validation: cut(X.rows, { id, part: "test", kind: "ordered", at: c.at, ...kept }),
  };
}

function learnFit(t: Trace, c: CallCtx, self: Obj, m: Model, n: Nature, given: Data, y: Data | null, yProv: Prov | null, name: string, e: EffectRow): number {
  const X = seenBy(t, m, given);
  const x = throughLayers(t, m, content(X));
  const restMinus =
    X.rest && !X.open
      ? [...X.rest.p.origin].filter((o) => o.endsWith(":*")).map((o) => ({ source: o.slice(0, -2), minus: union(X.removed, new Set(X.cols.keys())) }))
      : [];
  const named = new Map<string, { name: string; at: Span | null }>();
  // Columns that hold knowledge of other rows (target means) are features made from the target, not the target.
  if (!X.open)
    for (const [n, col] of X.cols)
      if (!col.p.learned.size) for (const o of col.p.origin) if (!o.endsWith(":*") && !named.has(o)) named.set(o, { name: n, at: col.at ?? null });
  if (X.rest && !X.open && !X.rest.p.learned.size)
    for (const o of X.rest.p.origin)
      if (!o.endsWith(":*") && !named.has(o)) named.set(o, { name: X.column ?? o.slice(o.lastIndexOf(":") + 1), at: X.rest.at ?? null });
  const fact: Fit = {
    rows: X.rows,
    yRows: y?.rows ?? null,
    x,
    columns: {
      named,
      restMinus,
      knows: X.open || X.rest ? null : new Set([...X.cols.values()].flatMap(({ p, at }) => (at ? [...p.learned] : []))),
      windows: windowsIn(t, X),
      at: X.built ?? null,
    },
    perhaps: X.perhaps,
    ofRows: onlyChoosesRows(X),
    ofEarlier: onlyOfEarlier(t, X),
    y: yProv,
    target: y?.column ?? null,
    settings: settingsOf(t, self),
    task: n.task,
    flags: flagsOf(t, m, c.at),
    made: madeOf(t, m),
    told: toldOf(t, m),
    born: t.lib.isA(m.protocol, "kerasModel") && m.name !== "model" ? m.at : null,
    scaling: scalingOf(t, m),
    partial: e.op === "partialFit",
  };
  const l: Omit<Learned, "id" | "at" | "path" | "line" | "arms"> = {
    what: m.name,
    name,
    via: n.predicts && m.protocol !== "?" ? "model" : m.protocol === "?" && yProv ? "model" : n.selects ? "selection" : "transformer",
    weight: n.weight === "none" || (X.turned && !n.predicts) || (ofOneExample(X, n, e) && m.protocol !== "?") ? "count" : n.weight,
    rows: X.rows,
    from: x,
    y: yProv,
    supervised: n.supervised && yProv !== null,
    scales: onlyScales(t, m),
    fills: n.fills === true,
    grouped: n.targets,
    ...(n.selects ? keptColumns(m, X) : {}),
    object: self.id,
    conf: n.guessed ? 2 : Math.max(m.conf, x.conf),
    fit: n.predicts || m.protocol === "?" ? fact : null,
  };
  return t.learn(c.at, l);
}

/** What a network sees of its inputs: layers that were adapted to rows are a part of it. */
function throughLayers(t: Trace, m: Model, x: Prov): Prov {
  const learned = t.lib.isA(m.protocol, "kerasModel") ? layerKnowledge(t, m) : nothing.learned;
  return learned.size ? { ...x, learned: union(x.learned, learned) } : x;
}

/** Evaluation sets handed to a fit: scores of its own log, and choices when something stops or keeps the best by them. */
function validation(
  t: Trace,
  c: CallCtx,
  e: EffectRow,
  self: Obj,
  m: Model,
  fitId: number,
  own: Data | null,
  y: Data | null,
): { stop: IdSet; pending: IdSet; scores: number[]; file: string | null } {
  const sets: { X: Data; y: Prov | null }[] = [];
  if (own) sets.push({ X: own, y: y ? content(y) : null });
  const given = typeof e.validation === "string" ? (e.fromInit ? m.init.get(e.validation) : arg(c, e.validation)) : undefined;
  if (given) for (const s of evalSets(t, given)) sets.push(s);
  const modes = stopping(t, c, e, m);
  const keeper = modes.keeper ? t.get(modes.keeper) : null;
  const file = keeper?.k === "model" ? fileNamed(t, keeper.init.get("filepath")) : null;
  let stop: Set<number> = new Set();
  const pending: Set<number> = new Set();
  const scores: number[] = [];
  // A log that is neither shown nor kept tells nobody anything.
  const unseen = e.returns === "history" && c.node !== null && c.node === t.alone && literalArg(c, "verbose") === 0;
  if (unseen && !modes.stop && !modes.keep) return { stop, pending, scores, file };
  // What a validation part is called tells of what is read off the training later, too.
  const words = given && sets.length === 1 ? t.say(argExpr(c, e.validation as string)) : "";
  sets.forEach((s, i) => {
    const last = i === sets.length - 1;
    const id = t.score(
      c.at,
      {
        metric: "validation",
        kind: "monitor",
        preds: new Set(),
        fits: new Set([fitId]),
        rows: s.X.rows,
        features: content(s.X),
        settings: settingsOf(t, self),
        truth: s.y,
        models: [{ object: self.id, name: coreName(t, m) }],
        name: "",
        ...(words ? { watched: words } : {}),
        ...(m.knows.size ? { after: new Set([...m.knows].filter((k) => k !== fitId)) } : {}),
        conf: Math.max(m.conf, content(s.X).conf),
        loops: t.loops.map((l) => l.id),
        needs: "either",
        task: "any",
      },
      t.calls.length,
    );
    scores.push(id);
    if (!last) return;
    if (modes.stop)
      stop = new Set([t.choice(c.at, { kind: "stop", rows: s.X.rows, inner: false, what: modes.stop, conf: m.conf, ...(modes.lasts ? { lasts: true } : {}) })]);
    if (modes.keep) pending.add(t.choice(c.at, { kind: "checkpoint", rows: s.X.rows, inner: false, what: modes.keep, conf: m.conf }));
    // What the callback says of the best weights, their path, is chosen as they are.
    if (modes.keeper && keeper?.k === "model")
      t.put(modes.keeper, { ...keeper, settings: { ...keeper.settings, chosen: union(keeper.settings.chosen, pending) } });
  });
  return { stop, pending, scores, file };
}

// Search

function fitSearch(t: Trace, c: CallCtx, e: EffectRow, self: Obj, m: Model, X: Data, y: Data | null, yProv: Prov | null, name: string): Value {
  const est = m.init.get("estimator") ?? m.init.get("model");
  const cell = est?.k === "obj" ? t.get(est) : null;
  const inner: Nature =
    cell?.k === "model"
      ? nature(t, cell)
      : { weight: "statistic", supervised: false, selects: false, targets: false, predicts: true, task: m.row?.traits?.task ?? "any" };
  const id = learnFit(t, c, self, m, { ...inner, predicts: true }, X, y, yProv, name, e);
  const grid = ["param_grid", "param_distributions", "search_spaces", "params", "parameters"].map((n) => m.init.get(n)).find(Boolean);
  // Neither does one of a yardstick, which looks at no feature.
  const chooses = (!grid || !singleGrid(t, grid)) && !(cell?.k === "model" && noSkill(t, cell));
  const model = cell?.k === "model" ? coreName(t, cell) : m.name;
  const scorer = m.init.get("scoring");
  const scoreId = t.score(
    c.at,
    {
      metric: scorer?.k === "const" && typeof scorer.v === "string" ? scorer.v : scorer && scorer.k !== "const" ? "scorer" : "score",
      kind: "cv",
      preds: new Set(),
      fits: new Set(),
      rows: rowsScored(t, c, X, m.init.get("cv")),
      features: content(seenBy(t, m, X)),
      settings: settingsOf(t, self),
      truth: yProv,
      models: [{ object: self.id, name: model }],
      scaling: scalingOf(t, m),
      ...groupsOfCv(t, m.init.get("cv"), arg(c, e.groups ?? "groups")),
      name,
      conf: Math.max(m.conf, content(X).conf),
      loops: t.loops.map((l) => l.id),
      needs: "either",
      task: inner.task === "clustering" ? inner.task : "any",
    },
    t.calls.length,
  );
  const choice = { kind: "search" as const, rows: X.rows, inner: true, what: m.name, conf: m.conf, tried: gridNames(t, grid) };
  const now: IdSet = chooses ? new Set([t.choice(c.at, choice)]) : nothing.chosen;
  const settings: Prov = { ...m.settings, chosen: union(handed(t, m), now) };
  t.put(self, {
    ...m,
    knows: new Set([id]),
    settings,
    attrs: new Map([
      ...trainedAgain(m),
      ["#own", any({ ...nothing, chosen: now })] as const,
      ["#score", any({ ...nothing, scores: new Set([scoreId]), chosen: settings.chosen })] as const,
    ]),
  });
  return self;
}

// Transforming and predicting

export function transform(t: Trace, c: CallCtx, e: EffectRow): Value {
  const self = c.self;
  const m = self?.k === "obj" ? t.get(self) : null;
  const x = arg(c, e.X ?? "X");
  const X = rowsIn(t, x);
  if (m?.k !== "model" || !x) return X && x ? rowwise(t, [x]) : any();
  if (X) return transformed(t, m, seenBy(t, m, X));
  const p = t.prov(x);
  // A layer that is put behind another, before there are rows.
  return any(t.lib.isA(m.protocol, "adaptLayer") && nature(t, m).weight !== "none" ? { ...p, learned: union(p.learned, m.knows) } : p);
}

function transformed(t: Trace, m: Model, X: Data): Value {
  const n = nature(t, m);
  const add: Prov = {
    ...nothing,
    learned: n.weight === "none" ? nothing.learned : m.knows,
    chosen: m.settings.chosen,
    scores: m.settings.scores,
    // Another setting in each round makes other columns.
    vary: m.settings.vary,
    conf: m.conf,
  };
  const shaped = (p: Prov): Prov => joinProv(m.row?.traits?.scales ? rescaled(t, p) : p, add);
  const cols = new Map([...X.cols].map(([k, col]) => [k, { p: shaped(col.p) }] as const));
  const rest = X.rest ? { p: shaped(X.rest.p) } : cols.size ? null : { p: add };
  // An unfitted transformer (a pipeline step built elsewhere) learned nothing that we saw.
  return t.newData({
    ...X,
    as: kept(t.lib, X.as),
    cols,
    rest,
    open: true,
    base: joinProv(X.base, { ...add }),
    view: null,
    mask: null,
    pos: null,
    isIndex: false,
    label: null,
    elem: X.elem,
  });
}

export function fitTransform(t: Trace, c: CallCtx, e: EffectRow): Value {
  fit(t, c, e);
  return transform(t, c, e);
}

export function predict(t: Trace, c: CallCtx, e: EffectRow): Value {
  const self = c.self;
  const m = self?.k === "obj" ? t.get(self) : null;
  const X = rowsIn(t, arg(c, e.X ?? e.data ?? "X"));
  if (m?.k !== "model" || self?.k !== "obj") return X ? t.newData(data(X.rows, { rest: { p: content(X) } })) : any();
  if (!X) return any({ ...nothing, learned: m.knows });
  const asked = typeof e.kindParam === "string" ? literalArg(c, e.kindParam) : undefined;
  const kind =
    typeof asked === "string" && /proba/i.test(asked) ? "proba" : typeof asked === "string" && /raw/i.test(asked) ? "scores" : String(e.kind ?? "raw");
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
    fits: m.knows,
    rows: X.rows,
    features: throughLayers(t, m, content(seenBy(t, m, X))),
    kind,
    task: n.task,
    settings: settingsOf(t, self),
    object: self.id,
    model: coreName(t, m),
    depth: t.calls.length,
    conf: Math.max(m.conf, content(X).conf),
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

// Native boosting

export function trainBooster(t: Trace, c: CallCtx, e: EffectRow): Value {
  const key = e.data ?? "dtrain";
  const X = inputData(t, arg(c, key));
  const paramsValue = arg(c, e.params ?? "params");
  const params = paramsValue ? t.prov(paramsValue) : nothing;
  const model: Model = {
    k: "model",
    protocol: "booster",
    name: c.name === "train" ? "booster" : c.name,
    row: null,
    at: c.at,
    init: new Map(),
    settings: { ...nothing, scores: params.scores, chosen: params.chosen, vary: params.vary },
    knows: new Set(),
    attrs: new Map(),
    cls: null,
    conf: 0,
  };
  for (const [n, a] of c.bound)
    if (n !== key && n !== e.params && n !== e.validation) {
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
  paramSigns(t, paramsValue, c.at);
  return self;
}

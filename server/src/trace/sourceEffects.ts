/** Effects that bring rows in: files, bundled data sets, folders, loaders; and models made by functions. */
import * as acts from "./acts.js";
import { augmentationBy, augmentationOf, augmentedNow } from "./augmentation.js";
import { arg, argExpr, type CallCtx, given, literalArg } from "./binding.js";
import { columnPick, listItems, selectColumns } from "./columns.js";
import { dataFileRead } from "./dataReads.js";
import { dataOf, given1, subject, tupleOf } from "./effectArguments.js";
import { evalSets, inputData } from "./inputs.js";
import type { EffectRow } from "./knowledge.js";
import { nature, onlyScales, stepsByName } from "./natures.js";
import { cut, fromSource, type Rows } from "./rows.js";
import { kept, namedPart } from "./tables.js";
import type { Trace } from "./trace.js";
import { any, type Data, data, type IdSet, joinProv, type Model, nothing, type Obj, type Prov, type Value } from "./values.js";
import { unevenWeights } from "./weights.js";

// Sources

export function read(t: Trace, c: CallCtx, e: EffectRow): Value {
  const pathArg = e.path === undefined ? undefined : arg(c, e.path);
  const text = pathArg?.k === "const" && typeof pathArg.v === "string" ? pathArg.v : null;
  const expr = argExpr(c, e.path);
  const say = text ?? t.say(expr);
  // Two reads of one literal path (or of one expression) are the same rows, unless they take different parts of the file.
  const partial = ["rows", "skip", "key"].map((k) => (typeof e[k] === "string" && given(c, String(e[k])) ? t.say(argExpr(c, e[k])) : "")).join(":");
  const key = text ? `file:${text}:${partial}` : `read:${t.place(c.at)}`;
  const p: Prov = pathArg ? { ...t.prov(pathArg), origin: nothing.origin } : nothing;
  // Of many files, one in each round of a loop: what is put together of them may have one row for each.
  const each = text === null && t.loops.length > 0 ? `${c.at.source}:${c.at.start}` : undefined;
  const src = { key, kind: "file" as const, label: say || c.name, at: c.at, read: text === null ? null : dataFileRead(c, e, text), ...(each ? { each } : {}) };
  const foreign = acts.foreignOf(t, pathArg);
  if (foreign) t.foreign.set(key, foreign);
  if (text) acts.act(t, c.at, { k: "read", what: c.name, file: text, key });
  if (e.unsafe) acts.noteLoad(t, c, e);
  const d = data(fromSource(src), {
    as: kept(t.lib, String(e.as)),
    rest: { p: { ...nothing, origin: new Set([`${key}:*`]) } },
    base: { ...nothing, conf: 0, vary: p.vary },
    // One of many pictures or recordings; a single one that is named may well be a table of pixels.
    elem: e.one === true && pathArg !== undefined && text === null && (t.loops.length > 0 || t.dataIn(pathArg)?.elem === true),
  });
  const cols = typeof e.columns === "string" ? arg(c, e.columns) : undefined;
  const pick = cols ? columnPick(t, cols) : null;
  const augmented = e.as === undefined ? null : augmentationBy(t, c, "transform");
  return t.newData(pick?.names ? selectColumns(d, pick, null) : augmented ? { ...d, augmented } : d);
}

export function dataset(t: Trace, c: CallCtx, e: EffectRow): Value {
  const shape = String(e.shape ?? "frame");
  const key = `set:${e.path || c.name}:${c.name.startsWith("make_") ? t.place(c.at) : c.args.map((a) => t.say(a.expr)).join(",")}`;
  const wide = literalArg(c, e.wide);
  const made = typeof wide === "number" ? { wide } : {};
  const rowsFor = (part: string): Rows =>
    fromSource({ key: part ? `${key}/${part}` : key, kind: c.name.startsWith("make_") ? "made" : "bundled", label: c.name, at: c.at, ...made });
  const X = (part = ""): Obj => t.newData(data(rowsFor(part), { rest: { p: { ...nothing, origin: new Set([`${key}:x:*`]) } } }));
  const y = (part = ""): Obj => t.newData(data(rowsFor(part), { rest: { p: { ...nothing, origin: new Set([`${key}:target`]) } }, column: "target" }));
  const weights = typeof e.weights === "string" ? arg(c, e.weights) : undefined;
  if (weights && !(weights.k === "const" && weights.v === null)) unevenWeights(t, weights, c.at);
  if (shape === "parts") {
    const wanted = arg(c, e.split);
    const supervised = typeof e.label === "string" && literalArg(c, e.label) === true;
    const whole = data(
      fromSource({ key: `set:${t.say(argExpr(c, e.of)) || t.place(c.at)}:${t.say(argExpr(c, e.name))}`, kind: "bundled", label: c.name, at: c.at }),
      { as: String(e.as) },
    );
    const filled = { ...whole, rest: { p: { ...nothing, origin: new Set([`${whole.rows.terms[0]?.source.key}:*`]) } } };
    // Beside what they label: no column of it.
    const labels = (rows: Rows): Obj =>
      t.newData(data(rows, { rest: { p: { ...nothing, origin: new Set([`${whole.rows.terms[0]?.source.key}:labels:label`]) } } }));
    const give = (d: Data): Obj => t.newData(supervised ? { ...d, label: labels(d.rows) } : d);
    if (!wanted || (wanted.k === "const" && wanted.v === null)) return tupleOf(t, c, e, give(filled));
    // A part that is named by something else than a text may be any.
    const some = (): Rows => cut(whole.rows, { id: `named:${whole.rows.key}`, part: t.say(argExpr(c, e.split)) || t.place(c.at), kind: "opaque", at: c.at });
    const one = (v: Value): Value =>
      give({
        ...filled,
        as: t.lib.protocol(filled.as)?.parts ?? "data",
        rows: v.k === "const" && typeof v.v === "string" ? namedPart(whole.rows, v.v) : some(),
      });
    const several = listItems(t, wanted);
    return tupleOf(t, c, e, several ? t.new({ k: "list", items: several.map(one), open: false, p: nothing }) : one(wanted));
  }
  if (shape === "xy" || literalArg(c, "return_X_y") === true) return { k: "tuple", items: [X(), y()] };
  if (shape === "trainTest")
    return {
      k: "tuple",
      items: [
        { k: "tuple", items: [X("train"), y("train")] },
        { k: "tuple", items: [X("test"), y("test")] },
      ],
    };
  if (shape === "bunch") {
    const subset = literalArg(c, "subset");
    const part = typeof subset === "string" && subset !== "all" ? subset : "";
    const frame = t.newData(
      data(rowsFor(part), {
        rest: { p: { ...nothing, origin: new Set([`${key}:x:*`]) } },
        cols: new Map([["target", { p: { ...nothing, origin: new Set([`${key}:target`]) } }]]),
      }),
    );
    return t.new({
      k: "dict",
      entries: new Map<string, Value>([
        ["data", X(part)],
        ["target", y(part)],
        ["frame", frame],
        ["images", X(part)],
        ["feature_names", any()],
        ["target_names", any()],
        ["DESCR", any()],
        ["filenames", any()],
      ]),
      rest: null,
    });
  }
  const d = data(rowsFor(literalArg(c, "train") === false ? "test" : literalArg(c, "train") === true ? "train" : ""), {
    rest: { p: { ...nothing, origin: new Set([`${key}:*`]) } },
    as: shape === "loader" ? "torchDataset" : "data",
  });
  if (shape === "loader") {
    const label = t.newData(data(d.rows, { rest: { p: { ...nothing, origin: new Set([`${key}:labels:target`]) } } }));
    const augmented = augmentationBy(t, c, "transform");
    return t.newData({ ...d, label, ...(augmented ? { augmented } : {}) });
  }
  return t.newData(d);
}

export function flowFrom(t: Trace, c: CallCtx, e: EffectRow): Value {
  const path = literalArg(c, e.path ?? "directory");
  const sub = literalArg(c, e.subset);
  const key = typeof path === "string" ? `dir:${path}` : `dir:${t.say(argExpr(c, e.path)) || t.place(c.at)}`;
  const all = fromSource({ key, kind: "file", label: typeof path === "string" ? path : c.name, at: c.at });
  const augmented = augmentationOf(t, c.self, c.at);
  const labelled = literalArg(c, "labels") !== null && literalArg(c, "label_mode") !== null;
  const part = (which: "train" | "test" | null): Value => {
    const rows = which ? cut(all, { id: `subset:${key}:${String(literalArg(c, e.seed) ?? "")}`, part: which, kind: "random", at: c.at }) : all;
    // The label is the name of the folder: no column of the images.
    const label = labelled ? t.newData(data(rows, { rest: { p: { ...nothing, origin: new Set([`${key}:labels:class`]) } } })) : null;
    const as = typeof e.as === "string" ? e.as : "kerasFlow";
    return t.newData(data(rows, { rest: { p: { ...nothing, origin: new Set([`${key}:*`]) } }, as, label, ...(augmented ? { augmented } : {}) }));
  };
  if (sub === "both") return { k: "tuple", items: [part("train"), part("test")] };
  return part(typeof sub !== "string" ? null : sub === "training" ? "train" : "test");
}

export function batch(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = e.X ? inputData(t, arg(c, e.X)) : dataOf(t, c, e);
  if (!d) return any(t.prov(subject(c, e)));
  const y = typeof e.y === "string" ? arg(c, e.y) : undefined;
  const yo = y?.k === "obj" && t.asData(y) ? y : null;
  if (e.pairs && d.as !== "groupby") return t.newData({ ...d, as: e.axis === 1 ? "data" : "rowsOf", elem: false, view: null, mask: null });
  if (d.as === "groupby") return t.newData(d);
  const augmented = augmentationOf(t, c.self, c.at);
  if (e.X) return t.newData({ ...d, as: typeof e.as === "string" ? e.as : "kerasFlow", label: yo ?? d.label, view: null, ...(augmented ? { augmented } : {}) });
  return c.self && c.name === "__iter__" ? t.newData({ ...d, as: "batches" }) : t.newData({ ...d, elem: true, view: null, mask: null });
}

// Models made by functions

export function makeModel(t: Trace, c: CallCtx, e: EffectRow): Value {
  const steps = e.steps ?? e.parts ?? e.transformers;
  if (c.self?.k === "obj" && e.layers) {
    acts.addLayer(t, c.self, arg(c, e.layers));
    return c.self;
  }
  const as = typeof e.as === "string" ? e.as : "pipeline";
  const init = new Map<string, Value>();
  const list = c.args.filter((a) => !a.name).map((a) => a.value);
  const key = typeof steps === "string" ? steps : "steps";
  init.set(key, list.length === 1 && !t.isModelLike(list[0] as Value) ? (list[0] as Value) : { k: "tuple", items: list });
  for (const a of c.args) if (a.name) init.set(a.name, a.value);
  let settings = nothing;
  for (const v of init.values())
    if (v.k === "const" || v.k === "any") settings = joinProv(settings, { ...nothing, vary: v.p.vary, scores: v.p.scores, chosen: v.p.chosen });
  const model: Model = {
    k: "model",
    protocol: as,
    name: c.name,
    row: { is: as, traits: { ...(e.traits as object | undefined), wraps: [key] } },
    at: c.at,
    init,
    settings,
    knows: new Set(),
    attrs: new Map(),
    cls: null,
    conf: 0,
  };
  return t.new(model);
}

export function best(t: Trace, c: CallCtx, e: EffectRow): Value {
  const self = c.self?.k === "obj" ? c.self : null;
  const m = self ? t.get(self) : null;
  if (!self || m?.k !== "model") return any();
  const p: Prov = { ...nothing, chosen: m.settings.chosen, scores: nothing.scores };
  if (e.what === "estimator") {
    const est = m.init.get("estimator");
    const inner = est?.k === "obj" ? t.get(est) : null;
    const base: Model = inner?.k === "model" ? inner : m;
    const known = m.attrs.get("#best");
    if (known) return known;
    const o = t.new({ ...base, knows: m.knows, settings: joinProv(base.settings, { ...nothing, chosen: m.settings.chosen }) }, nothing);
    t.put(self, { ...m, attrs: new Map([...m.attrs, ["#best", o] as const]) });
    return o;
  }
  return e.what === "steps" ? namedSteps(t, self, m) : any(p);
}

/** The steps of a pipeline by their names: the last one answers with what the whole was trained on, each other one with what it learned itself. */
function namedSteps(t: Trace, self: Obj, m: Model): Value {
  const known = m.attrs.get("#steps");
  if (known) return known;
  const read = any({ ...nothing, learned: m.knows, chosen: m.settings.chosen, conf: m.conf });
  const steps = stepsByName(t, m);
  const [name, inner] = steps.at(-1) ?? [];
  if (name === undefined || !inner) return read;
  const made = (step: Model, knows: IdSet): Value => t.new({ ...step, knows, settings: joinProv(step.settings, m.settings), attrs: new Map() });
  const before = steps.slice(0, -1).flatMap(([word, step]): [string, Value][] => {
    const knows = knownToStep(t, m, word, step);
    return knows ? [[word, made(step, knows)]] : [];
  });
  const o = t.new({ k: "dict", entries: new Map([...before, [name, made(inner, m.knows)]]), rest: read });
  t.put(self, { ...m, attrs: new Map([...m.attrs, ["#steps", o] as const]) });
  return o;
}

/** What a transformer knows that was trained as a step of a pipeline; null where it is a model, whose own fit nobody saw. */
function knownToStep(t: Trace, m: Model, word: string, step: Model): IdSet | null {
  const { weight, predicts, supervised, selects, fills, targets: grouped } = nature(t, step);
  if (predicts) return null;
  const out = new Set<number>();
  if (weight === "none") return out;
  const own = { what: step.name, via: selects ? "selection" : "transformer", weight, scales: onlyScales(t, step), fills: fills === true, grouped } as const;
  for (const id of m.knows) {
    const l = t.learned.get(id);
    if (l) out.add(t.learnInStep(l, word, { ...own, supervised: supervised && l.y !== null }));
  }
  return out;
}

export const dataOfSets = (t: Trace, v: Value | undefined): Data[] => (v && v.k !== "const" ? evalSets(t, v).map((s) => s.X) : []);

/** An evaluation of rows that are changed at random. `asked`: called for by itself, not in the course of a training. */
export function noteEvaluation(t: Trace, c: CallCtx, sets: readonly Data[], asked: boolean): void {
  for (const d of sets) {
    const augmented = augmentedNow(t, d);
    if (augmented && c.self?.k === "obj") acts.act(t, c.at, { k: "evaluate", object: c.self.id, augmented, rows: asked ? d.rows : null, what: c.name });
  }
}

/** What stands around a network's training: validation, augmentation of its rows, guards against overfitting. */
export function noteTraining(t: Trace, c: CallCtx, e: EffectRow): void {
  const m = c.self?.k === "obj" ? t.get(c.self) : null;
  if (c.self?.k !== "obj" || m?.k !== "model") return;
  const validation = typeof e.validation === "string" ? arg(c, e.validation) : undefined;
  noteEvaluation(t, c, dataOfSets(t, validation), false);
  if (!t.lib.isA(m.protocol, "kerasModel")) return;
  const share = typeof e.validationSplit === "string" ? arg(c, e.validationSplit) : undefined;
  const callbacks = typeof e.callbacks === "string" ? arg(c, e.callbacks) : undefined;
  const layers = acts.layersOf(t, m);
  const known = layers?.map((v) => (v.k === "obj" ? t.get(v) : null)) ?? [null];
  const guards = known.some(
    (l) => l?.k !== "model" || /dropout|noise|batchnorm/i.test(l.name) || [...l.init.keys()].some((n) => /regularizer$/.test(n) && given1(l.init.get(n))),
  );
  const guarded = guards || given1(validation) || given1(share) || given1(callbacks);
  acts.act(t, c.at, { k: "train", object: c.self.id, name: m.name, guarded });
}

/** What programs do besides learning and scoring: modes and steps of training loops, losses, files written and loaded, values filled in. */
import type { Span } from "../base/span.js";
import type { Augmentation } from "./augmentation.js";
import { arg, argExpr, type CallCtx, given, literalArg } from "./binding.js";
import type { Facts } from "./facts.js";
import type { EffectRow } from "./knowledge.js";
import type { Rows } from "./rows.js";
import type { Trace } from "./trace.js";
import { content, type Data, type IdSet, type Model, nothing, type Obj, type Prov, type UserClass, type Value } from "./values.js";

/** The last activation a value went through. `module`: the output of that object, whose own last activation counts. */
export interface Ending {
  readonly how: string;
  /** Width of the last layer. */
  readonly units: number | null;
  readonly module: number;
}

interface Place {
  readonly at: Span;
  /** Call sites that lead to it, outermost first. */
  readonly path: readonly Span[];
  readonly loops: readonly { readonly id: number; readonly iteration: number }[];
  /** Without gradients, by the blocks and decorators around it. */
  readonly noGrad: boolean;
}

export type Act = Place &
  (
    | {
        readonly k: "forward";
        readonly object: number;
        readonly name: string;
        readonly pred: number | null;
        readonly rows: Rows | null;
        readonly augmented: Augmentation | null;
      }
    | { readonly k: "mode"; readonly object: number; readonly set: "train" | "eval" }
    | { readonly k: "clear" }
    | { readonly k: "backward"; readonly preds: IdSet }
    | { readonly k: "step" }
    | { readonly k: "loss"; readonly loss: string; readonly expects: string; readonly ending: Ending }
    | { readonly k: "compile"; readonly object: number; readonly loss: string; readonly fromLogits: boolean; readonly ending: Ending }
    | { readonly k: "train"; readonly object: number; readonly name: string; readonly guarded: boolean }
    | { readonly k: "evaluate"; readonly object: number; readonly augmented: Augmentation; readonly rows: Rows | null; readonly what: string }
    | {
        readonly k: "write";
        readonly what: string;
        readonly file: string | null;
        readonly models: readonly { readonly object: number; readonly name: string; readonly knows: IdSet }[];
        readonly all: IdSet;
        /** What was read out of fitted objects (a step of a composite, coefficients), and the rows that are stored beside. */
        readonly knows: IdSet;
        readonly rows: readonly string[];
        /** Objects that the program uses in its other mode, where it does not save: it makes them anew in each run. */
        readonly otherwise: IdSet;
        readonly tracked: boolean;
        readonly whole: boolean;
      }
    /** A file with a literal path was read; `key` is that of its rows' source. */
    | { readonly k: "read"; readonly what: string; readonly file: string; readonly key: string }
    | { readonly k: "load"; readonly what: string; readonly file: string | null; readonly foreign: string | null; readonly unsafe: boolean }
    | {
        readonly k: "fill";
        readonly rows: Rows;
        readonly columns: readonly string[];
        readonly value: string | number | boolean;
        readonly lookedUp?: true;
        readonly say: string;
      }
  );

/** How a module behaves: differently in training, the same, or nobody knows. */
export interface ModuleNature {
  readonly modal: "yes" | "no" | "unknown";
  readonly ending: Ending | null;
}

type WithoutPlace<T> = T extends unknown ? Omit<T, keyof Place> : never;
export type ActFact = WithoutPlace<Act>;

export function act(t: Trace, at: Span, fact: ActFact): void {
  if (t.acts.length >= 4000) return;
  t.acts.push({ ...fact, at, path: t.path_(), loops: t.loops.map((l) => ({ ...l })), noGrad: t.noGrad > 0 } as Act);
}

// Modules

export const isTorch = (t: Facts, m: Model): boolean => t.lib.isA(m.protocol, "torchModule") && !t.lib.isA(m.protocol, "torchLoss");

/** The objects of the models in a value, however they are wrapped. */
export function modelsIn(t: Facts, v: Value | undefined, out = new Map<number, Model>(), depth = 0): Map<number, Model> {
  if (!v || depth > 5 || out.size > 40) return out;
  if (v.k === "tuple") for (const x of v.items) modelsIn(t, x, out, depth + 1);
  if (v.k === "bound") modelsIn(t, v.self, out, depth + 1);
  if (v.k !== "obj") return out;
  const c = t.get(v);
  if (c.k === "list") for (const x of c.items) modelsIn(t, x, out, depth + 1);
  if (c.k === "dict") for (const x of [...c.entries.values(), ...(c.rest ? [c.rest] : [])]) modelsIn(t, x, out, depth + 1);
  if (c.k === "inst") for (const x of c.attrs.values()) modelsIn(t, x, out, depth + 1);
  if (c.k === "model" && !out.has(v.id)) {
    out.set(v.id, c);
    // A search fits copies: what it was handed learned nothing from it, and answers nothing.
    const copies = c.knows.size > 0 && t.lib.isA(c.protocol, "search");
    for (const [n, x] of [...c.init, ...c.attrs]) if (copies ? n === "#best" : !n.startsWith("#") || n === "#best") modelsIn(t, x, out, depth + 1);
  }
  return out;
}

/** What a class was seen to do in its `forward`: recorded while it runs. */
export interface ClassFacts {
  modal: boolean;
  endings: (Ending | null)[];
  /** What the object had been told whose `forward` ran: functions and words by attribute. */
  told: ReadonlyMap<string, string>;
}

/** Functions, words and None that an object holds: what chooses between its ways. Numbers only size its layers. */
function toldOf(t: Facts, self: Value | null): Map<string, string> {
  const c = self?.k === "obj" ? t.get(self) : null;
  const held = c?.k === "model" || c?.k === "inst" ? [...c.attrs] : [];
  const word = (v: Value): string | null => (v.k === "lib" ? v.path : v.k === "const" && (v.v === null || typeof v.v === "string") ? String(v.v) : null);
  return new Map(held.map(([n, v]) => [n, word(v)] as const).filter((x): x is [string, string] => x[1] !== null));
}

function classFacts(t: Facts, cls: UserClass): ClassFacts {
  let f = t.classNotes.get(cls);
  if (!f) t.classNotes.set(cls, (f = { modal: false, endings: [], told: new Map() }));
  return f;
}

/** A function that behaves differently in training was called inside a method. */
export function noteModalCall(t: Trace, c: CallCtx, e: EffectRow): void {
  if (typeof e.modes !== "string" || !t.frame.cls || !(given(c, e.modes) || c.star.length > 1)) return;
  classFacts(t, t.frame.cls).modal = true;
}

export function noteReturns(t: Trace, name: string, cls: UserClass | null, self: Value | null, returns: readonly { value: Value }[]): void {
  if (!cls || name !== "forward") return;
  const facts = classFacts(t, cls);
  if (!facts.endings.length) facts.told = toldOf(t, self);
  for (const r of returns) {
    const e = endingOf(t, r.value);
    // Objects of one class may end differently: each way counts once, however late it is seen.
    if (facts.endings.length < 8 && !facts.endings.some((x) => x?.how === e?.how && x?.module === e?.module)) facts.endings.push(e);
  }
}

const differs = (m: Model): boolean => {
  const modes = m.row?.traits?.modes;
  if (modes === undefined) return false;
  if (modes === "always") return true;
  return modes.some((n) => {
    const v = m.init.get(n);
    return v !== undefined && !(v.k === "const" && !v.v);
  });
};

/** Whether a module has layers that behave differently in training, and how its output ends. */
export function moduleNature(t: Facts, id: number, depth = 0): ModuleNature {
  const m = t.heap.get(id) ?? t.models.get(id);
  if (m?.k !== "model" || depth > 6) return { modal: "unknown", ending: null };
  if (differs(m)) return { modal: "yes", ending: null };
  const last = { ending: null as Ending | null };
  let modal: ModuleNature["modal"] = "no";
  const visit = (v: Value, deep: number): void => {
    if (v.k === "tuple") for (const x of v.items) visit(x, deep);
    if (v.k === "any" && deep === 0) return;
    if (v.k !== "obj" || deep > 4) return;
    const c = t.get(v);
    if (c.k === "list") {
      for (const x of c.items) visit(x, deep + 1);
      if (c.items.some((x) => x.k === "any")) modal = modal === "yes" ? "yes" : "unknown";
    } else if (c.k === "dict") for (const x of c.entries.values()) visit(x, deep + 1);
    else if (c.k === "model" && t.lib.isA(c.protocol, "torchModule")) {
      if (t.lib.isA(c.protocol, "torchLoss")) return;
      const inner = moduleNature(t, v.id, depth + 1);
      last.ending = inner.ending;
      if (inner.modal === "yes" || (inner.modal === "unknown" && modal === "no")) modal = inner.modal;
    } else if (c.k === "unknown" && modal === "no") modal = "unknown";
  };
  const wraps = m.row?.traits?.wraps ?? [];
  for (const n of wraps) {
    const v = m.init.get(n);
    if (v) visit(v, 0);
    else if (!m.cls) modal = "unknown";
  }
  if (!m.cls) {
    const own = m.row?.traits?.ends;
    const ending = typeof own === "string" ? { how: own, units: null, module: 0 } : wraps.length && m.name === "Sequential" ? last.ending : null;
    // A library module whose layers nobody listed.
    const bare = m.row === null || (m.protocol === "torchModule" && !wraps.length);
    return { modal: bare && modal === "no" ? "unknown" : modal, ending };
  }
  for (const [n, v] of m.attrs) if (!n.startsWith("#")) visit(v, 0);
  const facts = t.classNotes.get(m.cls);
  if (facts?.modal) modal = "yes";
  else if (!facts && modal === "no") modal = "unknown";
  const [first, ...more] = facts?.endings ?? [];
  // An object that was told something else may go another way than the one that was followed.
  const own = toldOf(t, { k: "obj", id, init: m, p: nothing });
  const other = [...(facts?.told ?? [])].some(([n, w]) => own.has(n) && own.get(n) !== w);
  const same = first && !other && more.every((e) => e?.how === first.how) ? first : null;
  return { modal, ending: same?.module ? moduleNature(t, same.module, depth + 1).ending : same };
}

// Endings

const plain = (name: string): string => name.toLowerCase().replaceAll("_", "");

/** How a call or layer ends: the activation that it applies last. */
export function endingFor(t: Trace, c: CallCtx, e: EffectRow): Ending | null {
  if (typeof e.ends === "string") return { how: e.ends, units: null, module: 0 };
  const m = c.self?.k === "obj" ? t.get(c.self) : null;
  return m?.k === "model" ? layerEnding(m) : null;
}

function layerEnding(m: Model): Ending | null {
  const ends = m.row?.traits?.ends;
  if (typeof ends === "string") return { how: ends, units: null, module: 0 };
  if (!ends) return null;
  const v = m.init.get(ends.param);
  const how =
    !v || (v.k === "const" && v.v === null)
      ? "linear"
      : v.k === "const" && typeof v.v === "string"
        ? plain(v.v)
        : v.k === "lib"
          ? plain(v.path.slice(v.path.lastIndexOf(".") + 1))
          : "other";
  const width = (ends.units ?? []).map((n) => m.init.get(n)).find((x) => x && !(x.k === "const" && x.v === null));
  return { how, units: width?.k === "const" && typeof width.v === "number" ? width.v : null, module: 0 };
}

export function withEnding(t: Trace, v: Value, ending: Ending | null): Value {
  if (!ending) return v;
  if (v.k === "any") return { ...v, ends: ending };
  const d = v.k === "obj" ? t.get(v) : null;
  return d?.k === "data" ? t.newData({ ...d, ends: ending }) : v;
}

export function endingOf(t: Facts, v: Value | undefined): Ending | null {
  if (v?.k === "any") return v.ends ?? null;
  const d = v?.k === "obj" ? t.get(v) : null;
  return d?.k === "data" ? (d.ends ?? null) : null;
}

/** Layers that change no value of their input when a model predicts. */
const through = /^(Dropout|Flatten|Reshape|Permute|SpatialDropout\w*|GaussianNoise|ActivityRegularization)$/;

/** The last activation of a network built of layers. */
export function networkEnding(t: Facts, m: Model): Ending | null {
  const out = m.init.get("outputs") ?? m.init.get("output");
  if (out && !(out.k === "const" && out.v === null)) return endingOf(t, out);
  const layers = layersOf(t, m);
  if (!layers) return null;
  let width: number | null = null;
  for (const v of [...layers].reverse()) {
    const c = v.k === "obj" ? t.get(v) : null;
    if (c?.k !== "model") return null;
    if (through.test(c.name)) continue;
    const e = layerEnding(c);
    if (!e) return null;
    width ??= e.units;
    // Activation layers take their width from the layer before.
    if (e.units === null && c.init.has("activation") && c.name === "Activation") {
      const before = layers[layers.indexOf(v) - 1];
      const b = before?.k === "obj" ? t.get(before) : null;
      const u = b?.k === "model" ? layerEnding(b) : null;
      return { how: e.how, units: u?.units ?? null, module: 0 };
    }
    return { ...e, units: width };
  }
  return null;
}

/** The layers of a sequential network, in order; null when they cannot be listed. */
export function layersOf(t: Facts, m: Model): readonly Value[] | null {
  const given = m.init.get("layers");
  const list = given?.k === "obj" ? t.get(given) : null;
  const first = list?.k === "list" && !list.open ? list.items : given && !(given.k === "const" && given.v === null) ? null : [];
  const added = m.attrs.get("#layers");
  if (first === null) return null;
  return [...first, ...(added?.k === "tuple" ? added.items : [])];
}

/** `model.add(layer)`: the layers in order. A loop makes them countless, its last stays the last. */
export function addLayer(t: Trace, self: Obj, layer: Value | undefined): void {
  const m = t.get(self);
  if (m.k !== "model" || !layer) return;
  const added = m.attrs.get("#layers");
  const items = [...(added?.k === "tuple" ? added.items : []), layer].slice(-64);
  t.put(self, { ...m, attrs: new Map([...m.attrs, ["#layers", { k: "tuple", items }] as const]) });
}

/** What a loss value says of itself: its name in small letters, and whether it wants logits. */
export function lossOf(t: Facts, v: Value | undefined): { loss: string; fromLogits: boolean } | null {
  if (v?.k === "const" && typeof v.v === "string") return { loss: plain(v.v), fromLogits: false };
  if (v?.k === "lib") return { loss: plain(v.path.slice(v.path.lastIndexOf(".") + 1)), fromLogits: false };
  const m = v?.k === "obj" ? t.get(v) : null;
  if (m?.k !== "model" || m.cls) return null;
  const logits = m.init.get("from_logits");
  if (logits && logits.k !== "const") return null;
  return { loss: plain(m.name), fromLogits: logits?.k === "const" && logits.v === true };
}

// Files

/** What a stored value knows without being a model, and the rows it holds. */
export function storedBeside(
  t: Facts,
  v: Value | undefined,
  out = { knows: new Set<number>(), rows: new Set<string>() },
  depth = 0,
): { knows: Set<number>; rows: Set<string> } {
  if (!v || depth > 4) return out;
  if (v.k === "any") for (const id of v.p.learned) out.knows.add(id);
  if (v.k === "tuple") for (const x of v.items) storedBeside(t, x, out, depth + 1);
  if (v.k !== "obj") return out;
  const c = t.get(v);
  if (c.k === "data") out.rows.add(c.rows.key);
  if (c.k === "list") for (const x of c.items) storedBeside(t, x, out, depth + 1);
  if (c.k === "dict") for (const x of [...c.entries.values(), ...(c.rest ? [c.rest] : [])]) storedBeside(t, x, out, depth + 1);
  return out;
}

const written = (d: Data): string | null => {
  const s = d.rows.terms[0]?.source;
  return s?.kind === "file" ? s.label : null;
};

/** The file that a call writes to or loads from, in words that can be compared (`maybeOneFile`). */
export function fileOf(t: Trace, c: CallCtx, key: unknown): string | null {
  return fileNamed(t, arg(c, key)) ?? (t.say(argExpr(c, key)) || null);
}

/** The path that a value is, as far as it is known. */
export function fileNamed(t: Trace, v: Value | undefined): string | null {
  if (v?.k === "const" && typeof v.v === "string") return v.v;
  if (v?.k === "any" && v.hint?.startsWith("file:")) return v.hint.slice(5);
  if (v?.k === "any" && v.text !== undefined) return v.text;
  const d = v?.k === "obj" ? t.get(v) : null;
  return d?.k === "data" ? written(d) : null;
}

export const flag = (c: CallCtx, name: unknown): boolean => literalArg(c, name) === true;

const elsewhere = /^(https?|ftp|s3|gs):\/\/|(^|[\\/])downloads?[\\/]/i;

/** Where a path, a file or its bytes came from, when that is not the program's own world. */
export function foreignOf(t: Trace, v: Value | undefined): string | null {
  if (!v) return null;
  if (v.k === "const") return typeof v.v === "string" && elsewhere.test(v.v) ? "a download" : null;
  if (v.k === "any") return v.hint?.startsWith("foreign:") ? v.hint.slice(8) : null;
  if (v.k === "bound") return foreignOf(t, v.self);
  if (v.k !== "obj") return null;
  const c = t.get(v);
  if (c.k === "unknown") return /^(sys\.)?argv(\[|$)/.test(c.name) ? "the command line" : null;
  return c.k === "data" ? (t.foreign.get(c.rows.terms[0]?.source.key ?? "") ?? null) : null;
}

/** A call that loads objects: from where, and whether code in the file would run. */
export function noteLoad(t: Trace, c: CallCtx, e: EffectRow): void {
  const unsafe = e.unsafe as true | { param: string; value?: unknown } | undefined;
  const runs = unsafe === true || (unsafe !== undefined && given(c, unsafe.param) && literalArg(c, unsafe.param) === unsafe.value);
  if (!unsafe && e.op !== "load") return;
  const file = fileOf(t, c, e.path);
  const downloaded = file !== null ? t.foreign.get(`file:${file}`) : undefined;
  act(t, c.at, { k: "load", what: c.name, file, foreign: foreignOf(t, arg(c, e.path)) ?? downloaded ?? null, unsafe: runs });
}

/** "alone" where the statement that reads a value does nothing with it: `search.best_score_` in a line of its own, or beside others. */
export const reader = (t: Trace, at: Span): "alone" | "" => {
  const e = t.alone;
  const reads = e !== null && ["name", "attr", "index", "tuple"].includes(e.k);
  return reads && e.at.source === at.source && e.at.start <= at.start && at.end <= e.at.end ? "alone" : "";
};

/** Constants filled in for missing values, by column; "*" for a whole table. */
export function noteFill(t: Trace, c: CallCtx, d: Data, value: Value | undefined): void {
  // Predictions that get other words are filled with nothing.
  if (!value || d.elem || content(d).preds.size > 0) return;
  const say = t.say(c.selfExpr);
  if (value.k === "const" && value.v !== null)
    act(t, c.at, { k: "fill", rows: d.rows, columns: [d.column ?? "*"], value: value.v, ...(d.lookedUp ? { lookedUp: true } : {}), say });
  const dict = value.k === "obj" ? t.get(value) : null;
  if (dict?.k !== "dict") return;
  for (const [name, v] of dict.entries)
    if (typeof name === "string" && v.k === "const" && v.v !== null) act(t, c.at, { k: "fill", rows: d.rows, columns: [name], value: v.v, say });
}

/** An open file: it is known by its path. */
export function opened(t: Trace, path: Value | undefined, p: Prov): Value {
  const foreign = foreignOf(t, path);
  if (foreign) return { k: "any", p, hint: `foreign:${foreign}` };
  const name = path?.k === "const" && typeof path.v === "string" ? path.v : path?.k === "any" ? path.text : undefined;
  return name !== undefined ? { k: "any", p, hint: `file:${name}` } : { k: "any", p };
}

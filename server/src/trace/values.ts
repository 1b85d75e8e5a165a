/** What the trace believes about values: provenance, data with columns, models, containers, and the heap they live on. */
import type { Span } from "../base/span.js";
import type { Fn } from "../program/ir.js";
import type { Ending } from "./acts.js";
import type { Augmentation } from "./augmentation.js";
import type { CallableRow, ClassRow } from "./knowledge.js";
import type { Cut, Rows } from "./rows.js";
import type { Scalar } from "./scalars.js";

export type IdSet = ReadonlySet<number>;
export type NameSet = ReadonlySet<string>;

/** What a value depends on. Ids refer to the tables of the lineage. */
export interface Prov {
  /** Knowledge learned from other rows. */
  readonly learned: IdSet;
  readonly preds: IdSet;
  readonly scores: IdSet;
  /** Choices made by looking at scores. */
  readonly chosen: IdSet;
  /** Columns whose value for the same row flows in: "source:column", "source:*" for all that are not named. */
  readonly origin: NameSet;
  /** Loops whose variable the value depends on. */
  readonly vary: IdSet;
  /** Values of earlier or later rows that flow in (lags, rolling windows). */
  readonly looks: IdSet;
  /** Calls on the way that are not modelled, joins with a clean arm, guessed receivers. 0 certain, 1 likely, 2 and more possible. */
  readonly conf: number;
}

const noIds: IdSet = new Set();
const noNames: NameSet = new Set();
export const nothing: Prov = { learned: noIds, preds: noIds, scores: noIds, chosen: noIds, origin: noNames, vary: noIds, looks: noIds, conf: 0 };

export function union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  if (a === b || b.size === 0) return a;
  if (a.size === 0) return b;
  const [big, small] = a.size >= b.size ? [a, b] : [b, a];
  let out: Set<T> | null = null;
  for (const x of small) if (!big.has(x)) (out ??= new Set(big)).add(x);
  return out ?? big;
}

/** What `union` gives of one after the other, in the same order; a set that was made on the way takes what comes next, and is not copied for each. */
function unionAll<T>(sets: readonly ReadonlySet<T>[]): ReadonlySet<T> {
  let out: ReadonlySet<T> = sets[0] ?? new Set();
  let own: Set<T> | null = null;
  for (const s of sets) {
    if (own && own.size >= s.size) for (const x of s) own.add(x);
    else {
      const next = union(out, s);
      if (next !== out) own = next === s ? null : (next as Set<T>);
      out = next;
    }
  }
  return out;
}

export const sameSet = (a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean => a === b || (a.size === b.size && [...a].every((x) => b.has(x)));

export function joinProv(a: Prov, b: Prov): Prov {
  if (a === b || b === nothing) return a;
  if (a === nothing) return b;
  return {
    learned: union(a.learned, b.learned),
    preds: union(a.preds, b.preds),
    scores: union(a.scores, b.scores),
    chosen: union(a.chosen, b.chosen),
    origin: union(a.origin, b.origin),
    vary: union(a.vary, b.vary),
    looks: union(a.looks, b.looks),
    conf: Math.max(a.conf, b.conf),
  };
}

/** What `joinProv` gives of one after the other: data may have hundreds of columns. */
function joinAll(list: readonly Prov[]): Prov {
  const all = [...new Set(list)].filter((p) => p !== nothing);
  if (all.length < 2) return all[0] ?? nothing;
  const of = <T>(sets: (p: Prov) => ReadonlySet<T>): ReadonlySet<T> => unionAll(all.map(sets));
  return {
    learned: of((p) => p.learned),
    preds: of((p) => p.preds),
    scores: of((p) => p.scores),
    chosen: of((p) => p.chosen),
    origin: of((p) => p.origin),
    vary: of((p) => p.vary),
    looks: of((p) => p.looks),
    conf: all.reduce((conf, p) => Math.max(conf, p.conf), 0),
  };
}

/** The same, one step less sure. */
export const doubt = (p: Prov, by = 1): Prov => (by === 0 ? p : { ...p, conf: Math.min(3, p.conf + by) });

export interface Col {
  readonly p: Prov;
  /** Constant the column holds, for marker columns (`df["is_train"] = 1`): per row set when parts were concatenated. */
  readonly marks?: readonly { rows: Rows; value: string | number | boolean }[];
  /** Where the column was assigned. */
  readonly at?: Span;
  /** Holds what a model said of its rows: predictions, numbers of clusters. */
  readonly told?: true;
  /** What each part brought along, where rows were laid end to end and the parts knew different things. */
  readonly parts?: readonly { readonly rows: Rows; readonly p: Prov }[];
}

/** A condition over rows, as a side of a partition. */
export interface Mask {
  readonly cut: Cut;
  /** Rows it picks, when it picks them by identity (isin(train.index), marker columns). */
  readonly rows: Rows | null;
}

/** Anything that has rows: frame, series, array, tensor, sparse matrix, data set, loader, groups, index. */
export interface Data {
  readonly k: "data";
  /** data | groupby | window | strAccessor …: the protocol its methods are looked up in. */
  readonly as: string;
  readonly rows: Rows;
  /** One element of the rows (iteration, apply with axis=1): reductions inside are row-wise. */
  readonly elem: boolean;
  readonly cols: ReadonlyMap<string, Col>;
  /** Columns that are not named, or the content of an array or series. Null: nothing else. */
  readonly rest: Col | null;
  readonly removed: NameSet;
  /** Columns can no longer be enumerated: no proof of what is among them. */
  readonly open: boolean;
  /** What the choice or order of rows depends on. */
  readonly base: Prov;
  readonly mask: Mask | null;
  /** Row numbers or labels: cuts that applying them makes; `rows` are the rows they were taken from. */
  readonly pos: { readonly cuts: readonly Cut[]; readonly perm: string } | null;
  /** The index of its rows. */
  readonly isIndex: boolean;
  /** A column or selection of another object that in-place changes write through to. */
  readonly view: {
    readonly of: Obj;
    readonly column: string | null /** What it had learned when it was taken, for a column that nobody can name. */;
    readonly knew?: IdSet;
  } | null;
  /** Name of the only column of a series. */
  readonly column: string | null;
  /** The columns whose values tell its groups apart. */
  readonly keys?: NameSet;
  /** One of those is no column of the table. */
  readonly stray?: boolean;
  /** The one column, of those of an object, that a name stands for which nobody can tell, with what was known of all of them. */
  readonly one?: { readonly of: number; readonly key: Value; readonly knew: IdSet };
  readonly slot?: Slot;
  /** Labels carried along (DMatrix, TensorDataset, generators). */
  readonly label: Obj | null;
  /** Kind of a random draw, a mask to be. */
  readonly draw: string | null;
  /** Predictions cut at a threshold, rounded, or the number of the largest: classes, not amounts. */
  readonly hard?: boolean;
  /** Sorted from the last to the first. */
  readonly down?: boolean;
  /** One group of its rows, and of which grouping: not told which group, so not told apart from another. */
  readonly group?: string;
  /** The named columns that there were when columns were chosen that nobody can list (by their types). */
  readonly among?: NameSet;
  /** Knowledge that only some columns held of which others were chosen that nobody can list: it may not be among them. */
  readonly perhaps?: IdSet;
  /** Its rows stand in columns: what is learned from it is learned from one row at a time. */
  readonly turned?: boolean;
  /** Its elements are how long those of other data are. */
  readonly lengths?: true;
  /** Values looked up by keys: what is missing are keys that nobody knows. */
  readonly lookedUp?: true;
  /** Where its columns were last chosen. */
  readonly built?: Span;
  /** The last activation that its values went through. */
  readonly ends?: Ending;
  /** Random augmentation that its rows go through. */
  readonly augmented?: Augmentation;
  /** Where its rows are put in a new order for every pass: what is taken of them is other rows each time. */
  readonly anew?: Span | null;
}

/** A transformer, estimator, network, search, pipeline, splitter, callback: anything with a protocol and a life. */
export interface Model {
  readonly k: "model";
  readonly protocol: string;
  readonly name: string;
  readonly row: ClassRow | null;
  readonly at: Span;
  /** Constructor arguments by parameter. */
  readonly init: ReadonlyMap<string, Value>;
  /** Provenance of settings. */
  readonly settings: Prov;
  /** What it knows now: learned ids of its last fit (several after a join or partial fits). */
  readonly knows: IdSet;
  readonly attrs: ReadonlyMap<string, Value>;
  /** The user class, for subclasses of library classes. */
  readonly cls: UserClass | null;
  /** How often `fit` was called: a second fit on other rows. */
  readonly conf: number;
  /** Arms of a condition made models of different tasks: which of them it is, nobody can tell. */
  readonly mixed?: true;
}

/** What was last stored in an object under a key that changes from round to round. */
export interface Slot {
  /** The object: what is made of it has no slot of its own. */
  readonly of: number;
  readonly key: string;
  /** How often the names in the key had been bound. */
  readonly by: readonly number[];
  readonly value: Value;
}

export interface ListObj {
  readonly k: "list";
  readonly slot?: Slot;
  readonly items: readonly Value[];
  /** More items than listed, alike. */
  readonly open: boolean;
  readonly p: Prov;
}

export interface DictObj {
  readonly k: "dict";
  readonly slot?: Slot;
  readonly entries: ReadonlyMap<string | number | boolean | null, Value>;
  readonly rest: Value | null;
  /** Values under keys that are no constants, with the words of the key: what a graph's placeholders are fed. */
  readonly keyed?: readonly { readonly key: string; readonly value: Value }[];
}

export interface Inst {
  readonly k: "inst";
  readonly cls: UserClass;
  readonly attrs: ReadonlyMap<string, Value>;
}

/** An unresolved name or the result of an unknown call: becomes data or a model by how it is used. */
export interface Unknown {
  readonly k: "unknown";
  readonly name: string;
  readonly rows: Rows;
  readonly p: Prov;
}

export type Cell = Data | Model | ListObj | DictObj | Inst | Unknown;

export interface UserClass {
  readonly name: string;
  readonly at: Span;
  readonly bases: readonly Value[];
  readonly attrs: Map<string, Value>;
  readonly frame: number;
}

/** A reference to the heap; `init` is its content until it is changed. */
export interface Obj {
  readonly k: "obj";
  readonly id: number;
  readonly init: Cell;
  /** Knowledge about the reference itself (picked by a comparison). */
  readonly p: Prov;
}

export type Value =
  | Obj
  /** `counted`: the length of a container. */
  | { readonly k: "const"; readonly v: string | number | boolean | null; readonly p: Prov; readonly counted?: true }
  /** A scalar or anything without rows. */
  | ({ readonly k: "any"; readonly p: Prov } & Scalar)
  | { readonly k: "tuple"; readonly items: readonly Value[] }
  | { readonly k: "lib"; readonly path: string; readonly what: "module" | "class" | "function" | "unknown"; readonly row: ClassRow | CallableRow | null }
  | {
      readonly k: "fn";
      readonly fn: Fn;
      readonly frame: number;
      readonly defaults: ReadonlyMap<string, Value>;
      readonly cls: UserClass | null;
      readonly property?: true;
    }
  | { readonly k: "bound"; readonly self: Value; readonly name: string; readonly fn: (Value & { k: "fn" }) | null }
  | { readonly k: "class"; readonly cls: UserClass }
  | { readonly k: "slice"; readonly lo: Value | null; readonly hi: Value | null; readonly step: Value | null }
  /** Yields (train, test) positions; `id` names the partition. */
  | { readonly k: "folds"; readonly id: string; readonly at: Span; readonly cut: "fold" | "random"; readonly rows: Rows | null; readonly time: boolean }
  | { readonly k: "zip"; readonly parts: readonly Value[] }
  /** Column names of a frame (`df.columns`); `from`: the object they are names of; `some`: not all of them, and nobody can list which. */
  | {
      readonly k: "names";
      readonly of: Data;
      readonly minus: NameSet;
      readonly from?: number | undefined;
      readonly some?: true | undefined;
      /** Loops on whose variable it hangs which names are left. */
      readonly vary?: IdSet | undefined;
    }
  /** `.loc`, `.iloc`, `.ix`, `.at`, `.iat`. */
  | { readonly k: "indexer"; readonly of: Value; readonly how: string }
  | { readonly k: "partial"; readonly fn: Value; readonly args: readonly Value[]; readonly named: ReadonlyMap<string, Value> };

export const constant = (v: string | number | boolean | null, p: Prov = nothing): Value => ({ k: "const", v, p });
export const any = (p: Prov = nothing): Value => ({ k: "any", p });
export const none: Value = constant(null);

const emptyCols: ReadonlyMap<string, Col> = new Map();

/** Data with everything at rest but what is given. */
export function data(rows: Rows, part: Partial<Omit<Data, "k" | "rows">> = {}): Data {
  return {
    k: "data",
    as: "data",
    rows,
    elem: false,
    cols: emptyCols,
    rest: null,
    removed: noNames,
    open: false,
    base: nothing,
    mask: null,
    pos: null,
    isIndex: false,
    view: null,
    column: null,
    label: null,
    draw: null,
    ...part,
  };
}

const contents = new WeakMap<Data, Prov>();

/** Everything that the content of data depends on. */
export function content(d: Data): Prov {
  let p = contents.get(d);
  if (!p) {
    p = joinAll([d.base, ...(d.rest ? [d.rest.p] : []), ...[...d.cols.values()].map((c) => c.p)]);
    contents.set(d, p);
  }
  return p;
}

export const everyColumn = (d: Data): Col[] => [...d.cols.values(), ...(d.rest ? [d.rest] : [])];

/** Knowledge that not every column of data holds, and none of those that are chosen for certain: a choice among them may leave it behind. */
export function heldBySome(d: Data, sure: readonly string[] = []): IdSet {
  const cols = everyColumn(d);
  const chosen = sure.flatMap((n) => d.cols.get(n) ?? []);
  const some = [...content(d).learned].filter(
    (id) => !d.base.learned.has(id) && cols.some((c) => !c.p.learned.has(id)) && !chosen.some((c) => c.p.learned.has(id)),
  );
  return new Set([...(d.perhaps ?? []), ...some]);
}

/** Knowledge by which rows of data were chosen, and which none of its columns holds. */
export function onlyChoosesRows(d: Data): IdSet {
  const cols = everyColumn(d);
  return new Set([...d.base.learned].filter((id) => !cols.some((c) => c.p.learned.has(id))));
}

/** Strings put together: constants stay constant, what is not known is `*`. */
export function textOfParts(parts: readonly Value[], p: Prov): Value {
  if (parts.every((x) => x.k === "const")) return constant(parts.map((x) => String((x as Value & { k: "const" }).v ?? "None")).join(""), p);
  const text = parts.map((x) => (x.k === "const" ? String(x.v) : x.k === "any" && x.text ? x.text : "*")).join("");
  return /[^*]/.test(text) ? { k: "any", p, text } : any(p);
}

/** Whether values come from a few columns, each known by its name. */
export const fromNamed = (origin: ReadonlySet<string>, most: number): boolean =>
  origin.size > 0 && origin.size <= most && ![...origin].some((o) => o.endsWith(":*"));

/** The column that an origin names: `file:a.csv:::age` → age. */
export const columnOfOrigin = (origin: string): string => origin.slice(origin.lastIndexOf(":") + 1);

const fits = (pattern: string, name: string): boolean => {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.at(-1) ?? "";
  return rest.length > 0 && name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail);
};

/** These names, and those that were put together in a loop where several of these fit: whoever lists them means all of the loop's. */
export const writtenAs = (names: readonly string[], columns: ReadonlyMap<string, Col>): string[] => [
  ...names,
  ...[...columns.keys()].filter((n) => n.includes("*") && names.filter((x) => fits(n, x)).length > 1),
];

/** The column `name` of data, by what is known: named, among the rest, or gone (null). */
export function columnOf(d: Data, name: string): Col | null {
  const c = d.cols.get(name);
  if (c) return c;
  // A column written under a name that was put together.
  for (const [n, col] of d.cols) if (n.includes("*") && fits(n, name)) return col;
  if (!d.rest || d.removed.has(name)) return null;
  const origin = new Set<string>();
  // A name picked from columns that already are single ones says no more which of them it is.
  for (const o of d.rest.p.origin) origin.add(o.endsWith(":*") ? `${o.slice(0, -1)}${name}` : d.column === name || o.includes("#") ? o : `${o}#${name}`);
  return { ...d.rest, p: { ...d.rest.p, origin } };
}

export const addLearned = (p: Prov, id: number): Prov => ({ ...p, learned: union(p.learned, new Set([id])) });

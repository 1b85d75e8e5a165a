/** What is kept for each round, `mean[k, :] = …`, `scalers[fold] = …`, `models.append(…)`: the next lines of that round read their own by the same key. */
import type { Expr } from "../program/ir.js";
import type { Trace } from "./trace.js";
import { content, type Data, type DictObj, type ListObj, type Obj, type Slot, type Value } from "./values.js";

/** The names in `k`, `k, :`, `i + 1, j`, `f"fold {k}"`; null where it is something else. */
function namesOf(e: Expr): string[] | null {
  if (e.k === "name") return [e.name];
  if (e.k === "const") return [];
  const inner =
    e.k === "tuple"
      ? e.items
      : e.k === "fstring"
        ? e.parts
        : e.k === "binary"
          ? [e.left, e.right]
          : e.k === "slice"
            ? [e.lower, e.upper, e.step].filter((x) => x !== null)
            : null;
  const found = inner?.map(namesOf);
  return found && !found.includes(null) ? found.flatMap((names) => names ?? []) : null;
}

const last = "-1";

/** How often each name has been bound in a trace: the same number of times, and it still stands for the same. */
const bound = new WeakMap<Trace, Map<string, number>>();

export function noteBound(t: Trace, name: string): void {
  const counts = bound.get(t) ?? new Map<string, number>();
  bound.set(t, counts.set(name, (counts.get(name) ?? 0) + 1));
}

function keyOf(t: Trace, e: Expr): Pick<Slot, "key" | "by"> | null {
  const key = t.texts.get(e.at.source)?.slice(e.at.start, e.at.end).replace(/\s+/g, "");
  if (key === last) return { key, by: [] };
  const names = namesOf(e);
  return names?.length && key ? { key, by: names.map((n) => bound.get(t)?.get(n) ?? 0) } : null;
}

type Holder = Data | ListObj | DictObj;

function holderAt(t: Trace, base: Value): Holder | null {
  const cell = base.k === "obj" ? t.get(base) : null;
  return cell?.k === "data" || cell?.k === "list" || cell?.k === "dict" ? cell : null;
}

/** After `base[index] = v`. Of arrays, only one that the program makes up is a place to keep numbers in. */
export function keepInSlot(t: Trace, base: Value, index: Expr, v: Value): void {
  const cell = holderAt(t, base);
  if (!cell || base.k !== "obj") return;
  const isPlace = cell.k !== "data" || (cell.rows.terms.length > 0 && cell.rows.terms.every((x) => x.source.kind === "made"));
  const key = isPlace ? keyOf(t, index) : null;
  const { slot, ...rest } = cell;
  if (key) t.put(base, { ...rest, slot: { ...key, of: base.id, value: v } });
  else if (slot) t.put(base, rest);
}

/** After `list.append(v)`. */
export function keepAsLast(t: Trace, list: Obj, v: Value): void {
  const cell = t.get(list);
  if (cell.k === "list") t.put(list, { ...cell, slot: { of: list.id, key: last, by: [], value: v } });
}

/** `out`, which was read from `base`: what was last stored under that key, where it is still the same key. */
export function fromSlot(t: Trace, base: Value, index: Expr, out: Value): Value {
  const cell = holderAt(t, base);
  const slot = base.k === "obj" && cell?.slot?.of === base.id ? cell.slot : null;
  const key = slot && keyOf(t, index);
  if (!slot || key?.key !== slot.key || key.by.some((v, i) => v !== slot.by[i])) return out;
  if (cell?.k !== "data") return slot.value;
  const d = t.peekData(out);
  const stored = t.dataIn(slot.value);
  return d ? t.newData({ ...d, cols: new Map(), rest: { p: stored ? content(stored) : t.prov(slot.value) } }) : out;
}

/**
 * What the rounds of a loop have put into a list, read under a counter that another loop goes through: the first in its first round, any other in the later
 * ones, so that what several lists hold under one number stays together. Null where the list holds other things, such as answers of several models, or the
 * key does not change.
 */
export function ofRound(t: Trace, list: ListObj, key: Value): readonly Value[] | null {
  const { vary } = t.prov(key);
  const loop = t.loops.findLast((l) => vary.has(l.id));
  const held = list.items.filter((x) => x.k !== "const");
  if (!loop || held.length < 2 || !held.every((x) => t.dataIn(x) && !t.isModelLike(x) && !t.prov(x).preds.size)) return null;
  return loop.iteration === 0 ? held.slice(0, 1) : held.slice(1);
}

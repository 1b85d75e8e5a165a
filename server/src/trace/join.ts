/** Joining what two branches believe. */
import type { Layered } from "./layered.js";
import { either, isMade } from "./rows.js";
import type { Trace } from "./trace.js";
import { any, type Cell, type Col, columnOf, type Data, doubt, joinProv, nothing, type Prov, type Slot, sameSet, union, type Value } from "./values.js";

/** Provenance at a join: with one clean arm it is one step less sure. The names of categories alone, which one arm lists, make no arm less clean. */
function meet(t: Trace, a: Prov, b: Prov): Prov {
  if (a === b) return a;
  const p = joinProv(a, b);
  return p.conf >= 1 || sameSet(weighty(t, a), weighty(t, b)) ? p : { ...p, conf: 1 };
}

function weighty(t: Trace, { learned }: Prov): Prov["learned"] {
  const light = (id: number): boolean => {
    const l = t.learned.get(id);
    return l !== undefined && l.weight !== "statistic" && l.via !== "mix";
  };
  return [...learned].some(light) ? new Set([...learned].filter((id) => !light(id))) : learned;
}

export function joinValue(t: Trace, a: Value, b: Value): Value {
  if (a === b) return a;
  if (a.k === "obj" && b.k === "obj") {
    if (a.id === b.id) return { ...a, p: joinProv(a.p, b.p) };
    return t.new(joinCell(t, t.get(a), t.get(b)), joinProv(a.p, b.p));
  }
  if (a.k === "const" && b.k === "const") return a.v === b.v ? { ...a, p: joinProv(a.p, b.p) } : any(joinProv(a.p, b.p));
  if (a.k === "const" && a.v === null) return b;
  if (b.k === "const" && b.v === null) return a;
  if (a.k === "tuple" && b.k === "tuple" && a.items.length === b.items.length)
    return { k: "tuple", items: a.items.map((x, i) => joinValue(t, x, b.items[i] as Value)) };
  if (a.k === "any" && b.k === "any") return { k: "any", p: joinProv(a.p, b.p), ...(a.length && a.length === b.length ? { length: a.length } : {}) };
  if (a.k === "lib" && b.k === "lib" && a.path === b.path) return a;
  if (a.k === b.k && (a.k === "fn" || a.k === "class" || a.k === "names" || a.k === "folds" || a.k === "bound" || a.k === "lib")) return a;
  // Data beside a scalar: the data is what matters to the rows.
  if (a.k === "obj") return t.withProv(a, t.prov(b));
  if (b.k === "obj") return t.withProv(b, t.prov(a));
  return any(joinProv(t.prov(a), t.prov(b)));
}

function joinCell(t: Trace, a: Cell, b: Cell): Cell {
  if (a === b) return a;
  if (a.k === "unknown") return b;
  if (b.k === "unknown") return a;
  if (a.k === "data" && b.k === "data") return joinData(t, a, b);
  if (a.k === "model" && b.k === "model") {
    const attrs = new Map(a.attrs);
    for (const [n, v] of b.attrs) {
      const old = attrs.get(n);
      attrs.set(n, old ? joinValue(t, old, v) : v);
    }
    const mixed = a.mixed || b.mixed || a.row?.traits?.task !== b.row?.traits?.task ? { mixed: true as const } : {};
    return { ...a, knows: union(a.knows, b.knows), settings: joinProv(a.settings, b.settings), attrs, conf: Math.max(a.conf, b.conf), ...mixed };
  }
  if (a.k === "list" && b.k === "list") {
    const long = a.items.length >= b.items.length ? a : b;
    const short = long === a ? b : a;
    const items = long.items.map((x, i) => (short.items[i] ? joinValue(t, x, short.items[i] as Value) : x));
    const slot = joinSlots(t, a.slot, b.slot);
    return { k: "list", items, open: a.open || b.open || a.items.length !== b.items.length, p: joinProv(a.p, b.p), ...(slot ? { slot } : {}) };
  }
  if (a.k === "dict" && b.k === "dict") {
    const entries = new Map(a.entries);
    for (const [k, v] of b.entries) {
      const old = entries.get(k);
      entries.set(k, old ? joinValue(t, old, v) : v);
    }
    const slot = joinSlots(t, a.slot, b.slot);
    return { k: "dict", entries, rest: a.rest && b.rest ? joinValue(t, a.rest, b.rest) : (a.rest ?? b.rest), ...(slot ? { slot } : {}) };
  }
  if (a.k === "inst" && b.k === "inst" && a.cls === b.cls) {
    const attrs = new Map(a.attrs);
    for (const [n, v] of b.attrs) {
      const old = attrs.get(n);
      attrs.set(n, old ? joinValue(t, old, v) : v);
    }
    return { ...a, attrs };
  }
  return a.k === "data" ? a : b.k === "data" ? b : a;
}

/** What arms stored under one key, in either of them; nothing where they stored under different ones. */
function joinSlots(t: Trace, a: Slot | undefined, b: Slot | undefined): Slot | null {
  if (!a || !b || a === b) return a === b ? (a ?? null) : null;
  const same = a.of === b.of && a.key === b.key && a.by.every((n, i) => n === b.by[i]);
  return same ? { ...a, value: joinValue(t, a.value, b.value) } : null;
}

function joinData(t: Trace, a: Data, b: Data): Data {
  const cols = new Map<string, Col>();
  for (const n of new Set([...a.cols.keys(), ...b.cols.keys()])) {
    const x = a.cols.get(n) ?? columnOf(a, n);
    const y = b.cols.get(n) ?? columnOf(b, n);
    if (x && y) cols.set(n, x === y ? x : { p: meet(t, x.p, y.p) });
    else cols.set(n, { p: doubt((x ?? y)?.p ?? nothing, x && y ? 0 : 1) });
  }
  const rest = a.rest && b.rest ? { p: meet(t, a.rest.p, b.rest.p) } : (a.rest ?? b.rest);
  const removed = new Set([...a.removed].filter((n) => b.removed.has(n)));
  // A column that one arm removed may be there: no proof.
  const open = a.open || b.open || removed.size !== a.removed.size || removed.size !== b.removed.size;
  const { slot: _, ...own } = a;
  const slot = joinSlots(t, a.slot, b.slot);
  return {
    ...own,
    ...(slot ? { slot } : {}),
    rows: either(a.rows, b.rows),
    cols,
    rest,
    removed,
    open,
    base: meet(t, a.base, b.base),
    mask: a.mask === b.mask ? a.mask : null,
    pos: a.pos === b.pos ? a.pos : null,
    // Numbers that stand in for an element, or pad it, are none of their own.
    elem: (a.elem || isMade(a.rows)) && (b.elem || isMade(b.rows)) && (a.elem || b.elem),
    label: a.label ?? b.label,
    view: a.view === b.view ? a.view : null,
    column: a.column === b.column ? a.column : null,
    ...(a.perhaps || b.perhaps ? { perhaps: a.perhaps && b.perhaps ? union(a.perhaps, b.perhaps) : new Set() } : {}),
  };
}

interface State {
  readonly vars: Layered<string, Value>;
  readonly heap: Layered<number, Cell>;
}

/** Writes what the arms (children of the current state) touched into the current state. Arms that never came back are left out by the caller. */
export function joinStates(t: Trace, arms: readonly State[]): void {
  if (!arms.length) return;
  const ids = new Set<number>();
  const names = new Set<string>();
  for (const a of arms) {
    for (const id of a.heap.map.keys()) ids.add(id);
    for (const n of a.vars.map.keys()) names.add(n);
  }
  for (const id of ids) {
    let cell: Cell | undefined;
    for (const a of arms) {
      const c = a.heap.get(id);
      if (c) cell = cell ? (cell === c ? cell : joinCell(t, cell, c)) : c;
    }
    // An object created in one arm only keeps its content; one changed in one arm joins with what it was.
    const untouched = arms.some((a) => !a.heap.map.has(id));
    const before = t.heap.get(id);
    if (cell && untouched && before && cell !== before) cell = joinCell(t, before, cell);
    if (cell) t.heap.set(id, cell);
  }
  for (const n of names) {
    let v: Value | undefined;
    for (const a of arms) {
      const x = a.vars.get(n);
      if (x) v = v ? joinValue(t, v, x) : x;
    }
    if (v) t.vars.set(n, v);
  }
}

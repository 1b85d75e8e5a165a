/** Columns of tables: which of them a value picks, and tables with some of them. */
import { unlooked } from "./looks.js";
import { addedLater, namesAllOf } from "./pieces.js";
import type { Trace } from "./trace.js";
import { type Col, columnOf, type Data, heldBySome, joinProv, type NameSet, nothing, type Obj, type Prov, union, type Value, writtenAs } from "./values.js";

/** Every column changed alike. */
export function mapCols(d: Data, f: (p: Prov) => Prov): Data {
  const cols = d.cols.size ? new Map([...d.cols].map(([n, c]) => [n, { p: f(c.p) }] as const)) : d.cols;
  return {
    ...d,
    cols,
    rest: d.rest ? { p: f(d.rest.p) } : d.cols.size ? null : { p: f(nothing) },
    view: null,
    mask: null,
    pos: null,
    isIndex: false,
    draw: null,
    hard: false,
  };
}

/** A choice of columns: listed names, all but some, or unknown (both null). */
export interface ColumnPick {
  readonly names: readonly string[] | null;
  /** All but these. */
  readonly minus: NameSet | null;
  /** The table whose columns these are, for all but some. */
  readonly of?: Data;
  /** The object that was this table when its names were taken. */
  readonly from?: number | undefined;
  /** Some of these, and nobody can list which. */
  readonly some?: true | undefined;
  /** Among those that nobody can list. */
  readonly sure?: readonly string[];
  readonly p: Prov;
}

/** Reads a value as a choice of columns: listed names, all but some, or unknown (both null). */
export function columnPick(t: Trace, v: Value): ColumnPick {
  if (v.k === "const") return { names: typeof v.v === "string" ? [v.v] : null, minus: null, p: v.p };
  if (v.k === "names") {
    const p = v.vary ? joinProv(v.of.base, { ...nothing, vary: v.vary }) : v.of.base;
    return { names: null, minus: union(v.minus, v.of.removed), of: v.of, from: v.from, some: v.some, p };
  }
  const items = v.k === "tuple" ? v.items : v.k === "obj" ? listItems(t, v) : null;
  if (items?.length && items.every((x) => x.k === "const" && typeof x.v === "string"))
    return { names: items.map((x) => String((x as Value & { k: "const" }).v)), minus: null, p: t.prov(v) };
  const list = v.k === "obj" ? t.get(v) : null;
  const sure = list?.k === "list" ? list.items.flatMap((x) => (x.k === "const" && typeof x.v === "string" ? [x.v] : [])) : [];
  return { names: null, minus: null, sure, p: t.prov(v) };
}

/** The items of a list or tuple; null where nobody can list them. */
export function listItems(t: Trace, v: Value): readonly Value[] | null {
  if (v.k === "tuple") return v.items;
  if (v.k !== "obj") return null;
  const c = t.get(v);
  return c.k === "list" && !c.open ? c.items : null;
}

/** The items of a list or tuple as far as they are known; null for anything else. */
export function knownItems(t: Trace, v: Value): readonly Value[] | null {
  if (v.k === "tuple") return v.items;
  const c = v.k === "obj" ? t.get(v) : null;
  return c?.k === "list" ? c.items : null;
}

/** The table with the picked columns alone. */
export function selectColumns(d: Data, pick: ColumnPick, of: Obj | null): Data {
  const add = (c: Col): Col => (pick.p === nothing ? c : { p: joinProv(c.p, selection(pick.p)) });
  const still = { mask: null, pos: null, isIndex: false, draw: null, column: null };
  if (pick.names) {
    const cols = new Map<string, Col>();
    for (const n of pick.names) {
      const c = columnOf(d, n);
      cols.set(n, add(c ?? { p: nothing }));
    }
    const only = pick.names.length === 1 ? (pick.names[0] as string) : null;
    return { ...d, ...still, cols, rest: null, removed: new Set(), open: false, view: of && only ? { of, column: only } : null };
  }
  const gone = (n: string, c: Col): boolean =>
    pick.minus?.has(n) || (pick.of !== undefined && addedLater(pick.of, d, n, c, of !== null && of.id === pick.from));
  const left = pick.minus ? [...d.cols].filter(([n, c]) => !gone(n, c)) : d.cols;
  if (pick.minus && !pick.some) {
    const cols = new Map([...left].map(([n, c]) => [n, add(c)] as const));
    return {
      ...d,
      ...still,
      cols,
      rest: d.rest ? add(d.rest) : null,
      removed: union(d.removed, pick.minus),
      open: d.open || (pick.of !== undefined && !namesAllOf(pick.of, d)),
      view: null,
    };
  }
  // Nobody can list them: each may be there, and is itself where it is asked for by its name.
  const maybe = ({ p }: Col): Col => ({ p: unlooked({ ...joinProv(p, selection(pick.p)), origin: new Set() }) });
  const cols = new Map([...left].map(([n, c]) => [n, maybe(c)] as const));
  return { ...d, ...still, cols, rest: maybe(d.rest ?? { p: nothing }), open: true, view: null, perhaps: heldBySome(d, pick.sure) };
}

/** Choosing columns by something learned: the columns now carry that knowledge, not its values. */
const selection = (p: Prov): Prov => ({ ...p, origin: new Set() });

/** The table without these columns; null: nobody can list which. */
export function dropColumns(d: Data, names: readonly string[] | null, p: Prov): Data {
  if (!names) return { ...mapCols(d, unlooked), open: true, base: joinProv(d.base, { ...p, origin: new Set() }), view: null, mask: null };
  const gone = new Set(writtenAs(names, d.cols));
  const cols = new Map([...d.cols].filter(([n]) => !gone.has(n)));
  return { ...d, cols, removed: union(d.removed, gone), view: null, mask: null };
}

/** One column as a series. */
export function column(t: Trace, d: Data, name: string, of: Obj | null): Obj {
  const c = columnOf(d, name) ?? { p: nothing };
  return t.newData({
    ...d,
    cols: new Map(),
    rest: c,
    removed: new Set(),
    open: false,
    column: name,
    view: of ? { of, column: name } : null,
    mask: null,
    pos: null,
    isIndex: false,
    draw: null,
    as: d.as === "groupby" ? "groupby" : d.as === "expression" ? d.as : "data",
  });
}

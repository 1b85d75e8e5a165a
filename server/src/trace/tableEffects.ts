/** Effects that build tables: from values, end to end, side by side, joined, with other columns. */
import { isIdName } from "../profiles/column.js";
import { arg, argExpr, type CallCtx, literalArg } from "./binding.js";
import { column, columnPick, dropColumns, listItems, selectColumns } from "./columns.js";
import { withCopies } from "./copies.js";
import { acrossColumns, dataOf, extras, made, ofKey, subject } from "./effectArguments.js";
import { selectRows, withoutRows } from "./frames.js";
import { oneOfGroup } from "./groupKeys.js";
import { inputData, ofOneRow } from "./inputs.js";
import type { EffectRow } from "./knowledge.js";
import { elements } from "./loops.js";
import { brought } from "./pieces.js";
import { concat, cut, type Rows } from "./rows.js";
import { pickedRows } from "./slices.js";
import { statisticColumns } from "./statisticTables.js";
import { kept } from "./tables.js";
import type { Trace } from "./trace.js";
import { any, type Col, columnOf, content, type Data, type DictObj, data, joinProv, type ListObj, nothing, type Obj, type Prov, type Value } from "./values.js";

// Building

export function construct(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = arg(c, e.data ?? ofKey(c, e));
  if (!v || (v.k === "const" && v.v === null)) return emptyTable(t, c);
  if (v.k === "obj" && t.get(v).k === "unknown") t.morphData(v);
  const labelKey = typeof e.label === "string" ? e.label : null;
  const label = labelKey ? arg(c, labelKey) : undefined;
  const as = typeof e.as === "string" ? e.as : "data";
  const names = typeof e.columns === "string" ? arg(c, e.columns) : undefined;
  let out = built(t, v, c, names);
  if (!out) return any(t.prov(v));
  if (names) out = named(t, out, names);
  const name = typeof e.name === "string" ? literalArg(c, e.name) : undefined;
  if (typeof name === "string") out = { ...out, column: name };
  return t.newData({ ...out, as, view: null, mask: null, label: label?.k === "obj" && t.asData(label) ? label : out.label });
}

/** What a call is given by name, with all of `**values`: the items of a dict, the columns of a table. */
export function namedValues(t: Trace, c: CallCtx): (readonly [string, Value])[] {
  return c.args.flatMap((a): (readonly [string, Value])[] => {
    if (a.name && !a.star) return [[a.name, a.value]];
    if (a.star !== 2 || a.value.k !== "obj") return [];
    const held = t.get(a.value);
    if (held.k === "dict") return [...held.entries].flatMap(([name, value]) => (typeof name === "string" ? [[name, value] as const] : []));
    const { value } = a;
    return held.k === "data" ? [...held.cols.keys()].map((name) => [name, column(t, held, name, value)] as const) : [];
  });
}

const emptyTable = (t: Trace, c: CallCtx): Value => {
  const index = arg(c, "index");
  const d = t.asData(index);
  if (d) return t.newData(data(d.isIndex ? pickedRows(d) : d.rows, {}));
  return t.newData(data(made(t, c), {}));
};

/** Data from other data, lists of elements, dictionaries of columns. */
function built(t: Trace, v: Value, c: CallCtx, names: Value | undefined): Data | null {
  const direct = t.peekData(v);
  if (direct) return direct.isIndex ? { ...direct } : { ...direct, isIndex: false };
  if (v.k === "obj") {
    const cell = t.get(v);
    if (cell.k === "dict") {
      const cols = new Map<string, Col>();
      let rows: Rows | null = null;
      let elem = false;
      for (const [n, x] of cell.entries) {
        const d = t.dataIn(x);
        if (d && !rows) {
          rows = d.rows;
          elem = d.elem && t.peekData(x) !== null;
        }
        cols.set(String(n), { p: d ? content(d) : t.prov(x) });
      }
      const restData = cell.rest ? t.dataIn(cell.rest) : null;
      if (!rows && restData) rows = restData.rows;
      if (!rows && !cols.size && !cell.rest) return data(made(t, c), {});
      return data(rows ?? made(t, c), { cols, rest: cell.rest ? { p: t.prov(cell.rest) } : null, elem });
    }
    if (cell.k === "list") {
      const inner = t.dataIn(v);
      const p = t.prov(v);
      const dicts = cell.items.flatMap((x) => (x.k === "obj" ? t.get(x) : [])).filter((x) => x.k === "dict");
      const isRow = dicts.length === cell.items.length;
      if (!inner) {
        // Which model stands beside a score is what the score chooses: such a table is of one piece.
        if (!cell.items.length || p.scores.size || p.preds.size) return data(made(t, c), { rest: { p } });
        return data(made(t, c), isRow ? keysOf(t, dicts, p) : ((names && byPosition(t, cell, joinProv(v.p, cell.p))) ?? { rest: { p } }));
      }
      const parts = cell.items.map((x) => t.dataIn(x)).filter((d): d is Data => d !== null);
      const elems = parts.every((d) => d.elem);
      // A list filled once for each element has those rows; a list of whole arrays is laid end to end or stacked.
      // A dictionary among others is one row, whatever it holds.
      const own = (rows: Rows): Rows => (isRow ? oneOfGroup({ ...inner, rows }, c.at) : rows);
      const held = isRow ? keysOf(t, dicts, p) : { rest: { p } };
      if (elems) return data(own(inner.rows), { ...held, open: true, elem: ofOneRow(t, v) });
      const rows = parts.length > 1 && parts.some((d) => d.rows.key !== inner.rows.key) ? concat(parts.map((d) => d.rows)) : inner.rows;
      return data(own(rows), { ...held, open: true });
    }
    return null;
  }
  if (v.k === "zip" || v.k === "tuple") {
    const inner = t.dataIn(v);
    return inner ? data(inner.rows, { rest: { p: t.prov(v) }, open: true }) : null;
  }
  return null;
}

/** The columns of a table whose rows are lists of equal length, `[[name, mean, skewness], …]`; null where they are not. */
function byPosition(t: Trace, list: ListObj, all: Prov): Pick<Data, "cols" | "rest"> | null {
  const rows = list.items.map((x) => {
    const held = x.k === "obj" ? t.get(x) : x;
    return held.k === "tuple" || (held.k === "list" && !held.open) ? held.items : null;
  });
  const [first] = rows;
  if (!first?.length || !rows.every((r) => r?.length === first.length)) return null;
  const cols = new Map<string, Col>();
  first.forEach((_, i) => {
    cols.set(String(i), { p: rows.map((r) => t.prov(r?.[i] as Value)).reduce(joinProv, all) });
  });
  return { cols, rest: null };
}

/** The columns of a table that dictionaries are the rows of: one for each key. */
function keysOf(t: Trace, dicts: readonly DictObj[], all: Prov): Pick<Data, "cols" | "rest"> {
  const cols = new Map<string, Col>();
  for (const d of dicts)
    for (const [n, x] of d.entries) {
      const one = t.dataIn(x);
      const p = one ? content(one) : t.prov(x);
      const known = cols.get(String(n));
      cols.set(String(n), { p: known ? joinProv(known.p, p) : p });
    }
  return { cols, rest: dicts.some((d) => d.rest) ? { p: all } : null };
}

/** Columns of an array get names. The names of the very frame it was made from give its columns back. */
function named(t: Trace, d: Data, names: Value): Data {
  if (names.k === "names") {
    if (names.of.rows.terms[0]?.source.key === d.rows.terms[0]?.source.key || d.cols.size)
      return { ...d, open: (names.of.open && d.open) || names.some === true };
    return d;
  }
  const pick = columnPick(t, names);
  if (!pick.names) return d;
  const known = [...d.cols.keys()];
  if (known.length && !d.rest && known.length === pick.names.length) {
    // Same number of columns: by position, unless they are the same names.
    const same = pick.names.every((n) => d.cols.has(n));
    return { ...d, cols: new Map(pick.names.map((n, i) => [n, (same ? d.cols.get(n) : d.cols.get(known[i] as string)) as Col])), open: false };
  }
  if (pick.names.every((n) => d.cols.has(n))) return selectColumns(d, pick, null);
  const p = content({ ...d, base: nothing });
  const one = pick.names.length === 1;
  return { ...d, cols: new Map(pick.names.map((n) => [n, { p: one ? p : { ...p, origin: nothing.origin } }])), rest: null, removed: new Set(), open: false };
}

export function concatOp(t: Trace, c: CallCtx, e: EffectRow): Value {
  const keys = Array.isArray(e.parts) ? (e.parts as string[]) : [String(e.parts ?? c.params[0]?.name)];
  const values = keys.flatMap((k): Value[] => {
    const v = arg(c, k);
    if (!v) return [];
    if (keys.length > 1) return [v];
    if (t.peekData(v)) return [v];
    const got = elements(t, v, 24);
    return got ? [...got.items] : [v];
  });
  if (acrossColumns(c, e.axis)) return sideBySide(t, values);
  return endToEnd(
    t,
    e.stack
      ? values
      : withCopies(
          t,
          c,
          keys.map((k) => argExpr(c, k)),
          values,
        ),
  );
}

export function endToEnd(t: Trace, values: readonly Value[]): Value {
  const parts = values.map((v) => inputData(t, v)).filter((d): d is Data => d !== null);
  const [first] = parts;
  if (!first) return any(extras(t, values));
  if (parts.length === 1) return t.newData({ ...first, view: null, mask: null, elem: false });
  // Row labels end to end are row labels.
  if (parts.every((d) => d.isIndex))
    return t.newData({
      ...first,
      rows: concat(parts.map(pickedRows)),
      pos: null,
      view: null,
      mask: null,
      base: parts.reduce<Prov>((p, d) => joinProv(p, d.base), nothing),
    });
  const names = new Set(parts.flatMap((d) => [...d.cols.keys()]));
  const cols = new Map<string, Col>();
  for (const n of names) {
    const marks: { rows: Rows; value: string | number | boolean }[] = [];
    for (const d of parts) marks.push(...(columnOf(d, n)?.marks ?? []));
    cols.set(n, { ...brought(parts.map((d) => ({ rows: d.rows, col: columnOf(d, n) }))), ...(marks.length ? { marks } : {}) });
  }
  const rests = parts.filter((d) => d.rest !== null);
  const removed = new Set([...first.removed].filter((n) => parts.every((d) => d.removed.has(n) || !d.rest)));
  const labels = parts.map((d) => d.label).filter((l): l is Obj => l !== null);
  // A column that one part dropped is still a column of the whole, but not with that part's values.
  const open = parts.some((d) => d.open || (d.rest !== null && [...d.removed].some((n) => !removed.has(n))));
  return t.newData(
    data(concat(parts.map((d) => d.rows)), {
      as: first.as,
      cols,
      rest: rests.length ? brought(rests.map((d) => ({ rows: d.rows, col: d.rest }))) : null,
      removed,
      open,
      base: parts.reduce<Prov>((p, d) => joinProv(p, d.base), nothing),
      column: first.column,
      elem: parts.every((d) => d.elem),
      label: labels[0] ?? null,
    }),
  );
}

export function sideBySide(t: Trace, values: readonly Value[]): Value {
  const parts = values.map((v) => inputData(t, v)).filter((d): d is Data => d !== null);
  const [first] = parts;
  if (!first) return any(extras(t, values));
  const cols = new Map<string, Col>();
  let rest: Col | null = null;
  let removed: ReadonlySet<string> = new Set<string>();
  let base = nothing;
  let open = false;
  for (const d of parts) {
    for (const [n, col] of d.cols) cols.set(n, col);
    if (d.column !== null && d.rest) cols.set(d.column, d.rest);
    else if (d.rest) {
      if (rest && (d.removed.size !== removed.size || [...d.removed].some((n) => !removed.has(n)))) open = true;
      removed = rest ? new Set([...removed].filter((n) => d.removed.has(n))) : d.removed;
      rest = rest ? { p: joinProv((rest as Col).p, d.rest.p) } : d.rest;
    }
    base = joinProv(base, d.base);
    open ||= d.open;
  }
  const known = values.filter((v) => !t.dataIn(v));
  return t.newData(data(first.rows, { cols, rest, removed, base: joinProv(base, extras(t, known)), open }));
}

export function join(t: Trace, c: CallCtx, e: EffectRow): Value {
  const left = dataOf(t, c, e);
  const rv = arg(c, e.right ?? "right");
  if (!left) return any(joinProv(t.prov(subject(c, e)), t.prov(rv)));
  const right = inputData(t, rv);
  if (!right) {
    const p: Prov = { ...t.prov(rv), origin: nothing.origin };
    const brought = broughtBy(t, c, e, left, rv);
    if (brought)
      return t.newData({
        ...left,
        cols: new Map([...left.cols, ...brought.map((n) => [n, { p }] as const)]),
        view: null,
        mask: null,
        as: kept(t.lib, left.as),
      });
    return t.newData({
      ...left,
      rest: { p: joinProv(left.rest?.p ?? nothing, p) },
      open: left.open || left.rest === null,
      view: null,
      mask: null,
      as: kept(t.lib, left.as),
    });
  }
  noteManyToOne(t, c, e, left);
  const cols = new Map(left.cols);
  for (const [n, col] of right.cols) if (!cols.has(n)) cols.set(n, col);
  const rest = left.rest && right.rest ? { p: joinProv(left.rest.p, right.rest.p) } : (left.rest ?? right.rest);
  const removed = left.rest && right.rest ? new Set([...left.removed].filter((n) => right.removed.has(n))) : left.rest ? left.removed : right.removed;
  const lost = left.rest && right.rest ? [...left.removed, ...right.removed].some((n) => !removed.has(n)) : false;
  return t.newData({
    ...left,
    cols,
    rest,
    removed,
    base: joinProv(left.base, right.base),
    open: left.open || right.open || lost,
    view: null,
    mask: null,
    pos: null,
    isIndex: false,
    as: kept(t.lib, left.as),
  });
}

/** The columns that a table of statistics brings, by name; null where they are not told, or have names that the table has already, or may have. */
function broughtBy(t: Trace, c: CallCtx, e: EffectRow, left: Data, right: Value | undefined): readonly string[] | null {
  const columns = statisticColumns(right);
  const on = arg(c, e.on);
  const keys = on ? (on.k === "const" ? [on.v] : (listItems(t, on) ?? []).map((v) => (v.k === "const" ? v.v : null))) : [];
  if (!columns || !keys.length || !keys.every((k) => columns.some(({ name }) => name === k))) return null;
  const more = columns.filter(({ name }) => !keys.includes(name));
  const isThere = ({ name, taken }: { name: string; taken: boolean }): boolean =>
    left.cols.has(name) || (taken && left.rest !== null && !left.removed.has(name));
  return more.some(isThere) ? null : more.map(({ name }) => name);
}

/** The program itself says that several rows share one id: `merge(..., on="patient_id", validate="many_to_one")`. */
function noteManyToOne(t: Trace, c: CallCtx, e: EffectRow, left: Data): void {
  const on = literalArg(c, e.on);
  const validated = c.kw.find((a) => a.name === "validate")?.value;
  const many = validated?.k === "const" && (validated.v === "many_to_one" || validated.v === "m:1");
  if (many && typeof on === "string" && isIdName(on)) t.sign({ at: c.at, kind: "groups", what: c.name, rows: left.rows, ids: nothing.learned });
}

export function columns(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  if (!d) return any(t.prov(subject(c, e)));
  const labels = arg(c, e.labels);
  const across = acrossColumns(c, e.axis);
  const pickOf = (key: unknown): Value | undefined => {
    const v = arg(c, key);
    if (v && !(v.k === "const" && v.v === null)) return v;
    return across && labels && !(labels.k === "const" && labels.v === null) ? labels : undefined;
  };
  const popped = literalArg(c, e.pop);
  if (typeof popped === "string" && c.self?.k === "obj") {
    const out = column(t, d, popped, null);
    t.dropColumn(c.self, popped);
    return out;
  }
  if (e.drop !== undefined) {
    const v = pickOf(e.drop);
    if (e.drop === "keys") return t.newData({ ...d, view: null, mask: null });
    if (v) {
      const pick = columnPick(t, v);
      // Dropping all but some, or names nobody can list.
      return t.newData({ ...dropColumns(d, pick.names, pick.p), built: c.at });
    }
    const rows = labels && !(labels.k === "const" && labels.v === null) ? labels : arg(c, e.index);
    return t.newData(dropRows(t, d, rows, c));
  }
  if (e.rename !== undefined) {
    const v = pickOf(e.rename) ?? arg(c, e.rename);
    const map = v?.k === "obj" ? t.get(v) : null;
    if (map?.k !== "dict" || map.rest) return t.newData({ ...d, view: null, mask: null });
    const cols = new Map(d.cols);
    const removed = new Set(d.removed);
    for (const [from, to] of map.entries) {
      if (typeof from !== "string" || to.k !== "const") continue;
      const col = columnOf(d, from);
      cols.delete(from);
      removed.add(from);
      if (col) cols.set(String(to.v), col);
    }
    return t.newData({ ...d, cols, removed, view: null, mask: null });
  }
  if (e.select !== undefined) {
    const v = arg(c, e.select) ?? (across ? labels : undefined);
    if (v && !(v.k === "const" && v.v === null)) {
      const pick = columnPick(t, v);
      if (pick.names?.length === 1 && v.k === "const") return column(t, d, pick.names[0] as string, null);
      return t.newData(selectColumns(d, pick, null));
    }
    const idx = arg(c, e.index) ?? labels;
    if (idx && t.asDataLike(idx)) return t.newData(selectRows(t, d, idx, c.at));
    if (e.open) return t.newData(selectColumns(d, { names: null, minus: null, p: nothing }, null));
    return t.newData({ ...d, view: null, mask: null });
  }
  return t.newData({ ...selectColumns(d, { names: null, minus: null, p: nothing }, null), among: new Set([...d.cols.keys(), ...(d.among ?? [])]) });
}

/** df.drop(index): the rows that are left. */
export function dropRows(t: Trace, d: Data, which: Value | undefined, c: CallCtx): Data {
  const k = which?.k === "obj" ? t.asDataLike(which) : null;
  const know: Prov = which ? { ...t.prov(which), origin: nothing.origin, preds: nothing.preds } : nothing;
  const base = joinProv(d.base, know);
  if (k?.isIndex || k?.pos) {
    // Numbers of rows without the numbers of some: the others.
    const numbers = d.pos !== null && !d.isIndex;
    const all = numbers ? pickedRows(d) : d.rows;
    const gone = pickedRows(k.isIndex ? k : { rows: all, pos: k.pos });
    return { ...d, rows: withoutRows(all, gone, c.at), base, view: null, mask: null, ...(numbers ? { isIndex: true, pos: null } : {}) };
  }
  return { ...d, rows: cut(d.rows, { id: `drop:${t.place(c.at)}`, part: "T", kind: "filter", at: c.at }), base, view: null, mask: null };
}

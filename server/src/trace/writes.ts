/** Writing into tables and arrays: columns, masked rows, selections that write through. */
import type { Span } from "../base/span.js";
import { columnPick } from "./columns.js";
import { asName } from "./pieces.js";
import { relation, sharesSource } from "./rows.js";
import type { Trace } from "./trace.js";
import { columnOf, content, type Data, data, joinProv, nothing, type Obj, type Prov, type Value } from "./values.js";

const maxColumns = 1000;

/** Writes a column (or, with `partly`, some rows of it). */
export function setColumn(t: Trace, d: Data, name: string, v: Value, partly: Prov | null, at: Span | null = null): Data {
  const vd = t.dataIn(v);
  let p = vd ? content({ ...vd, base: nothing }) : t.prov(v);
  if (vd) p = joinProv(p, { ...vd.base, origin: new Set() });
  if (p.scores.size) p = { ...p, scores: new Set() };
  // Values of other rows of the same table tell nothing of this row.
  if (vd && p.origin.size && vd.rows.key !== d.rows.key && sharesSource(vd.rows, d.rows) && ["disjoint", "unknown"].includes(relation(vd.rows, d.rows)))
    p = { ...p, origin: new Set() };
  const old = columnOf(d, name);
  if (partly) p = joinProv(joinProv(old?.p ?? nothing, p), { ...partly, origin: new Set() });
  const cols = new Map(d.cols);
  const mark = !partly && v.k === "const" && v.v !== null ? { marks: [{ rows: d.rows, value: v.v }] } : {};
  // A table with thousands of named columns is written by a generator; the rest stands for the newest.
  if (cols.size >= maxColumns && !cols.has(name)) return { ...d, rest: { p: joinProv(d.rest?.p ?? nothing, { ...p, origin: nothing.origin }) }, open: true };
  cols.set(name, { p, ...mark, ...(at ? { at } : {}), ...(vd && t.asGiven.has(vd) ? { told: true as const } : {}) });
  const removed = d.removed.has(name) ? new Set([...d.removed].filter((n) => n !== name)) : d.removed;
  return { ...d, cols, removed };
}

/** After an in-place change of a selection, the object it was taken from changes too. */
export function writeThrough(t: Trace, o: Obj, changed: Data): void {
  const before = t.get(o);
  t.put(o, changed);
  const view = before.k === "data" ? before.view : null;
  if (!view) return;
  const parent = t.get(view.of);
  if (parent.k !== "data") return;
  if (view.column !== null) {
    const cols = new Map(parent.cols);
    // `answers = df[["y"]]` is a table, and what becomes another column of it never gets into this one.
    const now = changed.cols.get(view.column)?.p ?? content({ ...changed, base: nothing });
    cols.set(view.column, { p: joinProv(columnOf(parent, view.column)?.p ?? nothing, now) });
    t.put(view.of, { ...parent, cols });
  } else if (view.knew) {
    const learned = new Set([...content(changed).learned].filter((id) => !view.knew?.has(id)));
    if (learned.size) t.put(view.of, { ...parent, rest: { p: joinProv(parent.rest?.p ?? nothing, { ...nothing, learned }) }, mask: null });
  }
}

export function setItem(t: Trace, base: Value, key: Value, v: Value, at: Span): void {
  if (base.k === "indexer") return setIndexed(t, base, key, v, at);
  if (base.k !== "obj") return;
  const c = t.get(base);
  if (c.k === "unknown") t.morphData(base);
  const cell = t.get(base);
  if (cell.k === "dict") {
    const entries = new Map(cell.entries);
    if (key.k === "const") entries.set(key.v, v);
    t.put(base, { ...cell, entries, rest: key.k === "const" ? cell.rest : cell.rest ? t.joinValues([cell.rest, v], nothing) : v });
  } else if (cell.k === "list") {
    const items =
      key.k === "const" && typeof key.v === "number" && !cell.open ? cell.items.map((x, i) => (i === key.v ? v : x)) : [...cell.items, v].slice(-24);
    t.put(base, { ...cell, items });
  } else if (cell.k === "data") {
    if (key.k === "tuple") return setIndexed(t, { k: "indexer", of: base, how: "iloc" }, key, v, at);
    // A name in a series is one more element of it, no column.
    if (cell.column !== null && t.dataIn(v) && (key.k === "any" ? key.hint !== "int" : key.k === "const" && typeof key.v === "string")) return;
    const name = asName(t, key, cell);
    const pick = key.k === "any" && key.hint === "int" ? null : key.k === "any" && key.text ? { ...columnPick(t, key), names: [key.text] } : columnPick(t, key);
    if (pick?.names)
      writeThrough(
        t,
        base,
        pick.names.reduce((d, n) => setColumn(t, d, n, columnValue(t, v, n), null, at), filledFirst(t, cell, v)),
      );
    else mergeInto(t, base, cell, v, name, key);
  }
}

/** An empty table has the rows of the first column that it is given. */
function filledFirst(t: Trace, d: Data, v: Value): Data {
  if (d.cols.size || d.rest || d.removed.size || d.as !== "data" || d.view || !d.rows.terms.every((x) => x.source.kind === "made" && !x.cuts.length)) return d;
  const first = t.dataIn(v);
  return first && !first.isIndex && !first.pos && !t.peekData(v)?.elem ? { ...d, rows: first.rows } : d;
}

/** The part of a multi-column value that goes to column `n`. */
function columnValue(t: Trace, v: Value, n: string): Value {
  const d = t.peekData(v);
  if (!d || (!d.cols.has(n) && (!d.cols.size || d.rest))) return v;
  const c = d.cols.get(n);
  return c ? t.newData(data(d.rows, { rest: c, base: d.base })) : v;
}

function setIndexed(t: Trace, ix: Value & { k: "indexer" }, key: Value, v: Value, at: Span): void {
  if (ix.of.k !== "obj") return;
  const d = t.asData(ix.of);
  if (!d) return;
  const [r, c] = key.k === "tuple" ? key.items : [key, undefined];
  const whole = r?.k === "slice" && !r.lo && !r.hi;
  const cond = r ? t.prov(r) : nothing;
  const pick = c ? columnPick(t, c) : null;
  if (pick?.names) {
    const list = pick.names;
    writeThrough(
      t,
      ix.of,
      list.reduce((x, n) => setColumn(t, x, n, columnValue(t, v, n), whole ? null : cond, at), d),
    );
  } else mergeInto(t, ix.of, d, v, key);
}

/** Some elements are overwritten, nobody can say which columns. */
function mergeInto(t: Trace, o: Obj, d: Data, v: Value, key: Value, given = key): void {
  const vd = t.dataIn(v);
  const by = t.prov(key);
  const p = joinProv(vd ? content(vd) : t.prov(v), { ...by, origin: new Set(), preds: new Set() });
  // Which columns are changed (the skewed ones) is told by the columns; what they are changed to is each row's own.
  const columns = by.learned.size > 0 && !t.peekData(key) && (key.k === "any" || key.k === "names" || key.k === "obj");
  // One column that is set to what it is itself made into learns nothing of what the others know.
  const own = vd?.one?.of === o.id && vd.one.key === given ? vd.one.knew : nothing.learned;
  const told = columns || own.size ? { learned: new Set([...p.learned].filter((id) => !(columns && by.learned.has(id)) && !own.has(id))) } : {};
  // Columns of the table itself that nobody can list are set each to itself: those that go by their names are what they were.
  const named = vd && vd.column === null && sharesSource(vd.rows, d.rows) ? new Set([...d.cols.values()].flatMap((x) => [...x.p.origin])) : nothing.origin;
  const origin = new Set([...p.origin].filter((x) => !named.has(x) || x.endsWith(":*")));
  const clean: Prov = { ...p, origin, scores: new Set(), ...told };
  writeThrough(t, o, { ...d, rest: { p: joinProv(d.rest?.p ?? nothing, clean) }, mask: null });
}

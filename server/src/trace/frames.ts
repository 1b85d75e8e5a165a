/** Tables and arrays: selecting rows by masks, positions and labels, and items of anything. */
import type { Span } from "../base/span.js";
import { column, columnPick, listItems, mapCols, selectColumns } from "./columns.js";
import { oneOfGroup } from "./groupKeys.js";
import { toldByPick, unlooked } from "./looks.js";
import { asName, foreign, ofOwnPart, partAt, piecesAt } from "./pieces.js";
import { type Cut, complement, concat, cut, isMade, isScale, type Rows, relation, sharesSource } from "./rows.js";
import { boundOf, oneAsSlice, pickedRows, rowsAt, sliceItems, sliceRows } from "./slices.js";
import { ofRound } from "./slots.js";
import { isTable, kept, namedRows, part } from "./tables.js";
import type { Trace } from "./trace.js";
import {
  any,
  columnOf,
  content,
  type Data,
  data,
  heldBySome,
  joinProv,
  type Mask,
  type NameSet,
  nothing,
  type Obj,
  type Prov,
  union,
  type Value,
} from "./values.js";

/** New data of the same rows, each element depending on its own row of the inputs and on what else is given. */
export function rowwise(t: Trace, inputs: readonly Value[]): Value {
  const parts: Data[] = [];
  let extra = nothing;
  for (const v of inputs) {
    const d = v.k === "obj" ? (t.peekData(v) ?? t.dataIn(v)) : t.dataIn(v);
    if (d && isScale(d.rows) && t.peekData(v) && inputs.some((x) => isMeasured(t, x))) continue;
    if (d) parts.push(v.k === "obj" && v.p !== nothing ? { ...d, base: joinProv(d.base, v.p) } : d);
    else extra = joinProv(extra, t.prov(v));
  }
  if (!parts.length) return any(extra);
  if (parts.length === 1) {
    const one = parts[0] as Data;
    const { ends: _, ...plain } = one;
    return t.newData(mapCols({ ...plain, label: null, as: kept(t.lib, plain.as) }, (p) => joinProv(p, extra)));
  }
  // Of several, rows are those of the one that is cut from the others, or the first that is not a single element.
  // Numbers that are made to be put to one element (noise of its length, a window) are as long as the element, and no rows.
  const one = parts.find((d) => d.elem && !isMade(d.rows));
  const element = one !== undefined && parts.every((d) => d.elem || isMade(d.rows));
  let main = element ? one : (parts.find((d) => !d.elem) ?? (parts[0] as Data));
  for (const d of parts) if (!element && !d.elem && relation(main.rows, d.rows) === "contains") main = d;
  const p = parts.reduce<Prov>((q, d) => joinProv(q, content(d)), extra);
  // Of tables, columns that were dropped from one are not known any more.
  return t.newData(
    data(main.rows, {
      rest: { p },
      elem: element || parts.every((d) => d.elem),
      open: parts.some((d) => d.open || d.removed.size > 0 || (d.rest !== null && d.cols.size > 0)),
      ...(main.group === undefined ? {} : { group: main.group }),
    }),
  );
}

/** The mask that a value makes when it selects rows: its own, or one named by the object. */
export function maskOf(v: Obj, d: Data): Mask {
  if (d.mask) return d.mask;
  return { cut: { id: `mask:${v.id}`, part: "T", kind: d.draw ? "random" : "opaque", at: null }, rows: null };
}

/** Selecting rows by a value: slice, mask, positions, labels, one element. */
export const selectRows = (t: Trace, d: Data, key: Value, at: Span): Data => ofOwnPart(selected(t, d, key, at));

function selected(t: Trace, d: Data, key: Value, at: Span): Data {
  const fresh = { view: null, mask: null };
  if (key.k === "slice") {
    const step = key.step && key.step.k === "const" && typeof key.step.v === "number" ? key.step.v : 1;
    if (d.pos) {
      const s = sliceRows(d.rows, key.lo, key.hi, at, `perm:${d.pos.perm}`);
      const cuts = s.cuts.map((c) => (d.pos?.perm.startsWith("~") && c.kind === "range" ? { ...c, kind: c.kind } : c));
      return { ...d, ...fresh, rows: d.isIndex ? s.rows : d.rows, pos: { ...d.pos, cuts: [...d.pos.cuts, ...cuts] } };
    }
    const s = sliceRows(d.rows, key.lo, key.hi, at, null);
    if (step === -1 && s.rows === d.rows) return { ...d, ...fresh, down: !d.down };
    const rows = step > 1 ? cut(s.rows, { id: `step:${d.rows.key}:${step}`, part: String(boundOf(key.lo) ?? 0), kind: "value", at }) : s.rows;
    return { ...d, ...fresh, rows, base: joinProv(d.base, { ...t.prov(key.hi ?? key.lo), origin: new Set(), scores: new Set() }) };
  }
  if (key.k === "const" && (typeof key.v === "number" || typeof key.v === "string")) return { ...d, ...fresh, rows: oneOfGroup(d, at), elem: true };
  if (key.k === "obj") {
    const k = t.asDataLike(key);
    if (k) {
      const know: Prov = toldByPick(t, content(k));
      // Which rows of the predictions are looked at is no setting of the model, unless they are picked by what was predicted.
      const looked = content(d).preds.size > 0 && !content(k).preds.size;
      const base = joinProv(d.base, looked ? { ...know, vary: new Set() } : know);
      if (k.mask?.rows) return { ...d, ...fresh, rows: k.mask.rows, base };
      // The label of one row, as a loop over an index gives them.
      if (k.elem && !k.mask && (!k.pos || k.isIndex) && sharesSource(k.rows, d.rows)) return { ...d, ...fresh, elem: true, base };
      // Numbers picked by numbers are numbers of fewer rows.
      if (k.pos && d.pos && !d.isIndex && !k.isIndex)
        return { ...d, ...fresh, pos: { cuts: [...d.pos.cuts, ...k.pos.cuts], perm: `${d.pos.perm}[${k.pos.perm}]` }, base };
      if (k.pos) return { ...d, ...fresh, rows: k.isIndex ? indexRows(d.rows, k) : rowsAt(d.rows, k), base };
      if (k.isIndex) return { ...d, ...fresh, rows: indexRows(d.rows, k), base };
      return { ...d, ...fresh, rows: cut(d.rows, maskOf(key, k).cut), base };
    }
    const items = listItems(t, key);
    const p = t.prov(key);
    const cutHere: Cut = { id: `list:${key.id}`, part: "T", kind: "opaque", at };
    return { ...d, ...fresh, rows: items && items.length <= 3 ? d.rows : cut(d.rows, cutHere), base: joinProv(d.base, { ...p, origin: new Set() }) };
  }
  if (key.k === "any")
    return {
      ...d,
      ...fresh,
      elem: true,
      base: joinProv(d.base, { ...key.p, origin: new Set(), scores: new Set(), ...(content(d).preds.size ? { vary: new Set() } : {}) }),
    };
  return { ...d, ...fresh };
}

/** Rows named by an index of other (or the same) rows. */
function indexRows(rows: Rows, k: Data): Rows {
  const named = pickedRows(k);
  const r = relation(rows, named);
  if (r === "contains" || r === "same" || r === "overlaps" || r === "unknown") return named;
  return r === "within" ? rows : named;
}

/** Rows that are not among those of an index, as drop(index) and ~isin(index) do. */
export function withoutRows(rows: Rows, gone: Rows, at: Span): Rows {
  return rows.key === gone.key ? concat([]) : (complement(rows, gone) ?? cut(rows, { id: `without:${gone.key}`, part: "!T", kind: "filter", at }));
}

// Reading and writing by subscript

export function getItem(t: Trace, base: Value, key: Value, at: Span): Value {
  switch (base.k) {
    case "tuple":
      if (key.k === "const" && typeof key.v === "number") return base.items.at(key.v) ?? any();
      if (key.k === "slice") return { k: "tuple", items: sliceItems(base.items, key) };
      return any(joinProv(t.prov(base), t.prov(key)));
    case "indexer":
      return indexed(t, base, key, at);
    case "obj":
      return objItem(t, base, key, at);
    case "names":
      return any(joinProv(base.of.base, howMany(t, key)));
    case "any":
      if (base.hint?.startsWith("pairs:") && key.k === "const" && typeof key.v === "string") t.readAgainst(base.hint, [key.v]);
      return {
        k: "any",
        ...(base.hint?.startsWith("pairs:") ? { hint: base.hint } : {}),
        p: joinProv(joinProv(base.p, howMany(t, key)), { ...t.prov(key), origin: new Set() }),
        ...(base.hint === "shape" && base.length && key.k === "const" && key.v === 0 ? { length: base.length } : {}),
      };
    default:
      return any(joinProv(t.prov(base), t.prov(key)));
  }
}

/** What says how many of some names are taken: another number in each round takes other columns. */
const howMany = (t: Trace, key: Value): Prov => (key.k === "slice" ? { ...nothing, vary: union(t.prov(key.lo).vary, t.prov(key.hi).vary) } : nothing);

function objItem(t: Trace, base: Obj, key: Value, at: Span): Value {
  const c = t.get(base);
  if (c.k === "unknown") t.morphData(base);
  const cell = t.get(base);
  switch (cell.k) {
    case "data":
      return dataItem(t, base, base.p === nothing ? cell : { ...cell, base: joinProv(cell.base, base.p) }, key, at);
    case "list": {
      if (key.k === "const" && typeof key.v === "number" && !cell.open) return cell.items.at(key.v) ?? any(cell.p);
      if (cell.open) {
        const some = piecesAt(t, base, cell, key, at);
        if (some) return key.k === "slice" ? t.new({ ...cell, items: some }, base.p) : t.joinValues(some, cell.p);
      }
      const one = cell.open ? null : partAt(t, cell, key, at);
      if (one) return key.k === "slice" ? t.new({ ...cell, items: [one] }, base.p) : one;
      if (key.k === "slice") {
        const names = cell.items.every((x) => x.k === "const" && typeof x.v === "string");
        return t.new({ ...cell, items: cell.open ? cell.items : sliceItems(cell.items, key) }, names ? joinProv(base.p, howMany(t, key)) : base.p);
      }
      const own = ofRound(t, cell, key);
      if (own) return t.joinValues(own, joinProv(cell.p, { ...t.prov(key), origin: new Set() }));
      // Picking one of several models by number is a choice among models, not a setting of one.
      return t.joinValues(
        cell.items,
        joinProv(cell.p, { ...t.prov(key), origin: new Set(), ...(cell.items.some((x) => t.isModelLike(x)) ? { vary: nothing.vary } : {}) }),
      );
    }
    case "dict": {
      const known = key.k === "const" ? cell.entries.get(key.v) : undefined;
      if (known) return known;
      const all = [...cell.entries.values(), ...(cell.rest ? [cell.rest] : [])];
      if (key.k === "const") return cell.rest ?? t.unknown(String(key.v), at);
      const some = t.joinValues(all, t.prov(key));
      const d = key.k === "slice" ? t.peekData(some) : null;
      // A dictionary has no slices: what is cut is one dictionary for each row.
      return d ? t.newData({ ...selectRows(t, { ...d, elem: false }, key, at), elem: false }) : some;
    }
    case "inst": {
      const fn = t.methodOf(cell.cls, "__getitem__");
      return fn ? t.callValue({ k: "bound", self: base, name: "__getitem__", fn }, [{ name: null, value: key }], at, "__getitem__") : any(t.prov(key));
    }
    default:
      return any(t.prov(base));
  }
}

/** Data that the program was given, and did not make up itself. */
const isMeasured = (t: Trace, v: Value): boolean => {
  const d = t.peekData(v);
  return d !== null && !isMade(d.rows);
};

function dataItem(t: Trace, base: Obj, d: Data, key: Value, at: Span): Value {
  if (key.k === "const" && typeof key.v === "string" && t.lib.protocol(d.as)?.parts) return part(t, d, key.v);
  if (!isTable(t.lib, d.as) && d.as !== "groupby") return base;
  if (d.as === "groupby") return t.newData({ ...selectColumns(d, columnPick(t, key), null), as: "groupby" });
  // A column of a table that was turned, whichever it is, is one of its rows.
  if (d.turned && key.k === "any") return t.newData({ ...d, turned: false, elem: true, view: null, mask: null });
  if (key.k === "const" && typeof key.v === "string") {
    // A column that a loop names varies with the loop.
    const named = column(t, d, key.v, base);
    const c = t.get(named);
    const rows = namedRows(t, d, key.v);
    if (rows && c.k === "data") return t.newData({ ...c, rows, view: null });
    return key.p.vary.size && c.k === "data" ? t.newData({ ...c, base: joinProv(c.base, { ...nothing, vary: key.p.vary }) }) : named;
  }
  if (key.k === "const" && typeof key.v === "boolean") return base;
  if (isScale(d.rows) && (isMeasured(t, key) || (key.k === "any" && key.p.origin.size > 0))) return any({ ...t.prov(key), origin: nothing.origin });
  if (key.k === "tuple") return t.newData(twoAxes(t, d, key.items, at, base));
  if (key.k === "obj" || key.k === "names") {
    // An unknown list in a table's brackets chooses columns as likely as rows: nothing is proved of either.
    const list = key.k === "obj" ? t.get(key) : null;
    if (key.k === "obj" && (list?.k === "unknown" || (list?.k === "data" && foreign(list, d))) && d.column === null && !d.elem) {
      // Handed out by a loop or a caller, lists of row numbers are as common as lists of names.
      const [source] = list.rows.terms;
      const handed = source?.source.kind === "param" || source?.source.key.startsWith("elem:");
      const rows = handed ? cut(d.rows, { id: `list:${key.id}`, part: "T", kind: "opaque", at }) : d.rows;
      return t.newData({ ...selectColumns(d, { names: null, minus: null, p: t.prov(key) }, null), rows });
    }
    const pick = columnPick(t, key);
    if (pick.names || pick.minus) return t.newData({ ...selectColumns(d, pick, base), built: at });
    if (key.k === "obj" && t.get(key).k === "list" && !d.pos && d.cols.size + (d.rest ? 1 : 0) > 0 && d.column === null && !listOfNumbers(t, key))
      return t.newData(selectColumns(d, pick, null));
    if (key.k === "names") return t.newData(selectColumns(d, pick, null));
  }
  const name = asName(t, key, d);
  if (name.k === "any") {
    if (name.hint === "int" || d.column !== null || d.elem) return t.newData(selectRows(t, d, name, at));
    const some = selectColumns(d, { names: null, minus: null, p: name.p }, null);
    // One column, whichever it is: what is filled in there is filled in here.
    const knew = content(some).learned;
    return t.newData({ ...some, view: { of: base, column: null, knew }, one: { of: base.id, key, knew } });
  }
  const some = selectRows(t, d, key, at);
  // Numbers that the program made up itself may count columns: so many of them.
  return t.newData(key.k === "slice" && d.pos && isMade(d.rows) ? { ...some, base: joinProv(some.base, howMany(t, key)) } : some);
}

const listOfNumbers = (t: Trace, v: Value): boolean => (listItems(t, v) ?? []).some((x) => x.k === "const" && typeof x.v === "number");

/** `X[rows, columns]`. */
function twoAxes(t: Trace, d: Data, keys: readonly Value[], at: Span, of: Obj | null): Data {
  const [r, c] = keys;
  // A window computed on both axes is a piece of one image.
  if (r && c && isWindow(r) && isWindow(c) && keys.length === 2) return { ...mapCols(d, (p) => p), elem: true };
  let out = r ? (r.k === "slice" && !r.lo && !r.hi ? d : selectRows(t, d, r, at)) : d;
  if (c && !(c.k === "slice" && !c.lo && !c.hi)) {
    const pick = columnPick(t, c);
    if (pick.names?.length === 1 && c.k === "const") {
      const col = columnOf(out, pick.names[0] as string) ?? { p: nothing };
      return { ...out, cols: new Map(), rest: col, removed: new Set(), open: false, column: pick.names[0] as string, view: null, mask: null };
    }
    if (pick.names || pick.minus) out = selectColumns(out, pick, of);
    else {
      const p = content({ ...out, base: nothing });
      // Which column of the predictions is looked at is no setting of the model.
      const extra: Prov = c.k === "slice" ? nothing : { ...t.prov(c), origin: new Set(), scores: new Set(), ...(p.preds.size ? { vary: new Set() } : {}) };
      const single = c.k === "const";
      // A position tells nothing of the column's name: its origin is no proof any more, unless the data has only one.
      const origin = out.cols.size === 0 && out.column !== null ? p.origin : positional(p.origin, single ? String(c.k === "const" ? c.v : "") : at);
      out = { ...out, cols: new Map(), rest: { p: unlooked({ ...joinProv(p, extra), origin }) }, open: true, view: null, mask: null, perhaps: heldBySome(out) };
    }
  }
  return out;
}

const isWindow = (v: Value): boolean => v.k === "slice" && [v.lo, v.hi].every((b) => b !== null && b.k !== "const");

/** Origins after a choice of columns by position, or of another row: named by it, so that two choices of the same one are the same column. */
export function positional(origin: NameSet, at: Span | string): NameSet {
  const out = new Set<string>();
  for (const o of origin) out.add(o.endsWith(":*") ? `${o.slice(0, -1)}#${typeof at === "string" ? at : `${at.source}${at.start}`}` : `${o}#`);
  return out;
}

function indexed(t: Trace, ix: Value & { k: "indexer" }, key: Value, at: Span): Value {
  const d = t.asData(ix.of);
  if (!d) return getItem(t, ix.of, key, at);
  const obj = ix.of as Obj;
  if (key.k === "tuple") {
    const r = twoAxes(t, d, key.items, at, obj);
    const col = key.items[1];
    const whole = key.items[0]?.k === "slice" && !(key.items[0] as Value & { k: "slice" }).lo;
    return t.newData({ ...r, view: col?.k === "const" && typeof col.v === "string" && whole ? { of: obj, column: col.v } : null });
  }
  return t.newData(selectRows(t, d, oneAsSlice(t, ix.how, key), at));
}

/** The closed vocabulary of library knowledge, carried out. One function an operation; `applyRow` runs the effects of a row in order. */
import * as acts from "./acts.js";
import { type CallCtx, arg, argExpr, callValue, given, literalArg, unmodelled } from "./calls.js";
import { column, columnPick, dropColumns, listItems, mapCols, rowwise, selectColumns, selectRows, setColumn, withoutRows } from "./frames.js";
import type { CallableRow, EffectRow, OpName } from "./knowledge.js";
import { effectsOf } from "./library.js";
import { fillingFrom, lookingAt } from "./looks.js";
import { elements } from "./loops.js";
import * as models from "./models.js";
import { cutInParts, expression, kept, namedPart, resolved, withColumns } from "./tables.js";
import { type Cut, concat, cut, fromSource, type Rows } from "./rows.js";
import { sliceRows } from "./slices.js";
import { addLearned, type Trace } from "./trace.js";
import { any, type Col, columnOf, constant, content, type Data, data, doubt, joinProv, type Model, none, nothing, type Obj, type Prov, union, type Value } from "./values.js";

type Op = (t: Trace, c: CallCtx, e: EffectRow) => Value;

export function applyRow(t: Trace, row: CallableRow, call: CallCtx, path = ""): Value {
  const c = resolved(t, call);
  let out: Value = any();
  for (const e of effectsOf(row)) {
    const op = ops[e.op];
    out = op ? op(t, c, { ...e, path: e.path ?? path }) : unmodelled(t, c.name, c.args, c.at, c.self);
  }
  return inPlace(t, c, out);
}

/** `inplace=True` writes the result into the receiver and gives None. */
function inPlace(t: Trace, c: CallCtx, out: Value): Value {
  if (c.self?.k !== "obj" || literalArg(c, "inplace") !== true || !given(c, "inplace") || out.k !== "obj") return out;
  const now = t.get(out);
  const before = t.get(c.self);
  if (now.k !== "data" || before.k !== "data") return out;
  t.put(c.self, { ...now, view: before.view });
  t.afterInPlace(c.self);
  return none;
}

const ofKey = (c: CallCtx, e: EffectRow): unknown => e.of ?? (c.self ? "self" : (c.params[0]?.name ?? "x"));
const subject = (c: CallCtx, e: EffectRow): Value | undefined => arg(c, ofKey(c, e));
const others = (c: CallCtx, e: EffectRow): Value[] => {
  const key = ofKey(c, e);
  const main = subject(c, e);
  return c.args.filter((a) => a.value !== main && !(typeof key === "string" && c.bound.get(key) === a)).map((a) => a.value);
};
const dataOf = (t: Trace, c: CallCtx, e: EffectRow): Data | null => models.inputData(t, subject(c, e));
const nameOf = (t: Trace, c: CallCtx, e: EffectRow): string => t.say(argExpr(c, ofKey(c, e))) || t.say(c.node);

/** axis=1 in its spellings. */
const acrossColumns = (c: CallCtx, name: unknown = "axis"): boolean => {
  const a = literalArg(c, typeof name === "string" ? name : "axis");
  return a === 1 || a === "columns" || a === -1;
};

const tupleOf = (t: Trace, c: CallCtx, e: EffectRow, out: Value): Value => {
  const spec = e.tuple as { param: string } | undefined;
  if (spec && literalArg(c, spec.param) === true) return { k: "tuple", items: [out, any({ ...t.prov(out), origin: nothing.origin })] };
  return Array.isArray(e.returns) ? { k: "tuple", items: [out, any({ ...t.prov(out), origin: nothing.origin })] } : out;
};

/** What arguments other than the rows bring along: knowledge, not row content. */
const extras = (t: Trace, list: readonly Value[]): Prov => list.reduce<Prov>((p, v) => (v.k === "fn" || v.k === "lib" ? p : joinProv(p, t.prov(v))), nothing);

function reduce(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  if (!v) return any(extras(t, c.args.map((a) => a.value)));
  if (v.k === "obj" && t.get(v).k === "unknown") t.morphData(v);
  const model = v.k === "obj" ? t.get(v) : null;
  // What a fitted object knows, read out: coefficients, importances, the support of a selection.
  if (model?.k === "model") return any({ ...nothing, learned: model.knows, chosen: model.settings.chosen, conf: model.conf });
  const d = v.k === "obj" ? (t.peekData(v) ?? t.dataIn(v)) : t.dataIn(v);
  const rest = extras(t, others(c, e));
  if (!d) return any(joinProv(t.prov(v), rest));
  if (d.elem || acrossColumns(c)) return c.name === "argmax" ? classes(t, rowwise(t, [v, ...others(c, e)])) : rowwise(t, [v, ...others(c, e)]);
  // A generator of whole columns is added up row by row.
  const expr = argExpr(c, ofKey(c, e));
  if (!t.peekData(v) && expr?.k === "comp" && expr.kind === "generator" && /^(sum|max|min)$/.test(c.name)) return rowwise(t, [v]);
  const missing = t.peekData(v)?.mask?.cut.id.startsWith("missing:");
  if (e.weak || missing) return t.statistic(d, c.at, c.name, joinProv(t.prov(v), rest), nameOf(t, c, e), "count");
  return t.statistic(d, c.at, c.name, joinProv(t.prov(v), rest), nameOf(t, c, e));
}

function learn(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  const v = subject(c, e);
  if (!d || !v) return any(extras(t, c.args.map((a) => a.value)));
  if (d.elem || acrossColumns(c)) return rowwise(t, [v, ...others(c, e)]);
  const unless = e.unless as { param: string; kind?: string } | undefined;
  if (unless) {
    const edges = arg(c, unless.param);
    const literal = edges && (listItems(t, edges)?.every((x) => x.k === "const" || x.k === "any") ?? false);
    // Edges that are not a number come from somewhere: what they know comes along.
    const isNumber = edges?.k === "const" && typeof edges.v === "number";
    const isCount = edges?.k === "any" && edges.hint !== "range";
    if (literal || (edges && !isNumber && !isCount)) return tupleOf(t, c, e, rowwise(t, [v, edges]));
    if (isCount) return tupleOf(t, c, e, learned(t, c, d, v, nameOf(t, c, e)));
  }
  return tupleOf(t, c, e, learned(t, c, d, v, nameOf(t, c, e)));
}

function learned(t: Trace, c: CallCtx, d: Data, v: Value, name: string, weight: "statistic" | "vocabulary" | "count" = "statistic"): Value {
  const p = t.prov(v);
  const id = t.learn(c.at, { what: c.name, name, via: "statistic", weight, rows: d.rows, from: p, y: null, supervised: false, grouped: false, object: 0, conf: p.conf, fit: null });
  return t.newData(mapCols(d, (q) => addLearned(q, id)));
}

function vocab(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const d = dataOf(t, c, e);
  if (!d || !v) return any(extras(t, c.args.map((a) => a.value)));
  const out = learned(t, c, d, v, nameOf(t, c, e), "vocabulary");
  const cell = out.k === "obj" ? t.get(out) : null;
  if (cell?.k !== "data") return out;
  // New columns appear; those that were named and gone stay gone.
  return tupleOf(t, c, e, t.newData({ ...cell, open: true }));
}

function filter(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const d = dataOf(t, c, e);
  if (!d || !v) return any(t.prov(v));
  if (acrossColumns(c, e.axis)) return t.newData(selectColumns(t, d, { names: null, minus: null, p: nothing }, null));
  if (typeof e.head === "string" && d.elem) return v;
  // The first or the last n rows, as a slice says it.
  const first = literalArg(c, e.head);
  const last = literalArg(c, e.tail);
  const n = typeof first === "number" ? first : typeof last === "number" ? last : 0;
  if (n > 0 && d.as !== "groupby") {
    const { rows } = sliceRows(d.rows, n === first ? null : constant(-n), n === first ? constant(n) : null, c.at, null);
    return t.newData({ ...d, rows, view: null, mask: null, pos: null });
  }
  const p = extras(t, others(c, e));
  const text = t.say(c.node) || c.name;
  const c1: Cut = { id: `${c.name}:${d.rows.key}:${/^(query|dropna|drop_duplicates|head|tail)$/.test(c.name) ? text.slice(text.indexOf(c.name)) : t.place(c.at)}`, part: "T", kind: "filter", at: c.at };
  return t.newData({ ...d, rows: cut(d.rows, c1), base: joinProv(d.base, { ...p, origin: nothing.origin, preds: nothing.preds }), view: null, mask: null, pos: null });
}

function fill(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  if (!v) return any();
  const method = literalArg(c, e.method);
  const values = others(c, e);
  const d = t.peekData(v);
  if (d) acts.noteFill(t, c, d, values[0]);
  if (d && typeof method === "string" && method) return windowed(t, d, "data", fillingFrom(t, d, c, method));
  // A dict or a per-column statistic fills each column by name; what it knows goes to all that it could fill.
  const single = d && values.length >= 1 ? fillByColumn(t, d, values[0] as Value) : null;
  return single ?? rowwise(t, [v, ...values.map((x) => asKnowledge(t, x))]);
}

/** Other data given as a value to fill in or look up in brings its knowledge, its rows stay where they are. */
function asKnowledge(t: Trace, v: Value): Value {
  const d = t.dataIn(v);
  return d ? any({ ...content(d) }) : v;
}

function fillByColumn(t: Trace, d: Data, v: Value): Value | null {
  if (v.k !== "obj") return null;
  const c = t.get(v);
  if (c.k !== "dict" || c.rest || !c.entries.size) return null;
  let out = d;
  for (const [name, value] of c.entries) {
    if (typeof name !== "string") return null;
    const old = columnOf(d, name);
    const p = joinProv(old?.p ?? nothing, t.prov(value.k === "obj" && t.get(value).k === "dict" ? any() : value));
    out = { ...out, cols: new Map([...out.cols, [name, { p }]]) };
  }
  return t.newData({ ...out, view: null, mask: null });
}

/** Values of neighbouring rows: the column is no longer its own row's value. */
function windowed(t: Trace, d: Data, as = "data", looks = (p: Prov): Prov => p): Value {
  return t.newData({ ...mapCols(d, (p) => looks({ ...p, origin: nothing.origin })), as });
}

function apply(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const d = dataOf(t, c, e);
  const fn = arg(c, e.fn ?? "func");
  if (!d || !v) return any();
  if (!fn) return t.newData(mapCols(d, (p) => p));
  if (fn.k === "const" || (fn.k === "obj" && ["list", "dict"].includes(t.get(fn).k))) return reduce(t, c, e);
  const groups = d.as === "groupby";
  const rowsOf = d.column !== null || acrossColumns(c, e.axis) || (!groups && d.cols.size === 0 && d.rest !== null && d.column !== null);
  const arrayAxis = typeof e.axis === "string" && c.name.startsWith("apply_along");
  const elem = groups ? false : arrayAxis ? literalArg(c, e.axis) === 1 : rowsOf || isSeries(d);
  const given: Data = { ...d, as: "data", elem, view: null, mask: null, pos: null };
  const out = callValue(t, fn, [{ name: null, value: t.newData(given) }, ...callArgs(c)], fn.k === "lib" ? c.at : c.at, c.name, c.node);
  const p = t.prov(out);
  if (groups) {
    const o = t.peekData(out);
    return o ? t.newData({ ...o, rows: o.rows.key === d.rows.key ? d.rows : o.rows, elem: false }) : any({ ...p, origin: nothing.origin });
  }
  if (!elem) {
    const o = t.peekData(out);
    if (!o) return any({ ...p, origin: nothing.origin });
    return t.newData({ ...d, ...pickContent(o), view: null, mask: null, elem: false });
  }
  const o = t.peekData(out);
  const base: Prov = o ? content(o) : p;
  return t.newData(data(d.rows, { rest: { p: joinProv({ ...d.base }, base) }, elem: d.elem, open: true }));
}

const isSeries = (d: Data): boolean => d.column !== null;
const pickContent = (o: Data): Partial<Data> => ({ cols: o.cols, rest: o.rest, base: o.base, open: o.open });
const callArgs = (c: CallCtx): { name: string | null; value: Value }[] => {
  const extra = c.kw.filter((a) => a.name && !["axis", "raw", "result_type"].includes(a.name)).map((a) => ({ name: a.name, value: a.value }));
  const args = c.bound.get("args")?.value;
  return args?.k === "tuple" ? [...args.items.map((value) => ({ name: null, value })), ...extra] : extra;
};

function mapOp(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const fnOver = arg(c, e.fn ?? "arg");
  if (v && fnOver && (v.k === "tuple" || v.k === "zip" || (v.k === "obj" && t.get(v).k === "list"))) {
    // Called on one thing after the other, as the built-in map does.
    const got = elements(t, v, 8, c.at);
    const items = (got?.items ?? []).map((x) => callValue(t, fnOver, c.name === "starmap" && x.k === "tuple" ? x.items.map((value) => ({ name: null, value })) : [{ name: null, value: x }], c.at, c.name, c.node));
    return t.new({ k: "list", items, open: !got?.exact, p: nothing });
  }
  const d = dataOf(t, c, e);
  const fn = arg(c, e.fn ?? "arg");
  if (!d || !v) return any();
  if (!fn) return rowwise(t, [v]);
  if (fn.k === "fn" || fn.k === "bound" || fn.k === "class" || fn.k === "partial" || (fn.k === "obj" && ["inst"].includes(t.get(fn).k))) {
    const out = callValue(t, fn, [{ name: null, value: t.newData({ ...d, as: "data", elem: true, view: null, mask: null }) }], c.at, c.name, c.node);
    const o = t.peekData(out);
    const p = o ? content(o) : t.prov(out);
    return t.newData({ ...data(d.rows, { rest: { p: joinProv(d.base, p) }, elem: d.elem, open: true }), as: d.as === "tfDataset" ? d.as : kept(t.lib, d.as), draw: kept(t.lib, d.as) === "data" ? null : d.draw, label: d.label, ...(kept(t.lib, d.as) === "data" ? {} : { cols: d.cols, rest: { p: joinProv(d.rest?.p ?? nothing, joinProv(d.base, p)) } }) });
  }
  if (fn.k === "lib") return rowwise(t, [v]);
  // A look-up: each row gets what the table knows for its key; a table made of the rows' own values is knowledge, not content.
  return rowwise(t, [v, asKnowledge(t, fn)]);
}

function groupby(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  if (!d) return any(t.prov(subject(c, e)));
  return t.newData({ ...d, as: "groupby", view: null, mask: null, column: d.column });
}

/** 'count', ['count', 'size'], {'id': 'count'}. */
function onlyCounts(t: Trace, fn: Value): boolean {
  if (fn.k === "const") return /^(count|size|nunique)$/.test(String(fn.v));
  const cell = fn.k === "obj" ? t.get(fn) : null;
  const list = cell?.k === "dict" && !cell.rest ? [...cell.entries.values()] : cell?.k === "list" && !cell.open ? cell.items : [];
  return list.length > 0 && list.every((x) => onlyCounts(t, x));
}

function agg(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  if (!d) return any(t.prov(subject(c, e)));
  const fn = typeof e.fn === "string" ? arg(c, e.fn) : undefined;
  const counts = e.weak || (fn !== undefined && onlyCounts(t, fn));
  return t.statistic({ ...d, as: "data" }, c.at, c.name, content(d), nameOf(t, c, e) || t.say(c.node), counts ? "count" : "statistic", true);
}

function groupTransform(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  const v = subject(c, e);
  if (!d || !v) return any(t.prov(v));
  const fn = typeof e.fn === "string" ? arg(c, e.fn) : undefined;
  if (fn?.k === "const" && /^(count|size|nunique)$/.test(String(fn.v))) return t.newData({ ...mapCols(d, (p) => ({ ...p, origin: nothing.origin })), as: "data" });
  if (fn?.k === "const" && /^(shift|diff)/.test(String(fn.v))) return windowed(t, d, "data", lookingAt(t, d, c, { op: "shift" }));
  if (fn?.k === "const" && /^(cum|ffill|bfill)/.test(String(fn.v))) return windowed(t, d);
  let p = content(d);
  if (fn && fn.k !== "const" && fn.k !== "lib") {
    const own = t.prov(callValue(t, fn, [{ name: null, value: t.newData({ ...d, as: "data" }) }], c.at, c.name, c.node));
    // A function that only looks at the rows before or after learns nothing of the group.
    if (own.looks.size > p.looks.size && own.learned.size === p.learned.size) return windowed(t, d, "data", (q) => joinProv(q, { ...own, origin: nothing.origin }));
    p = joinProv(p, own);
  }
  const id = t.learn(c.at, { what: c.name, name: nameOf(t, c, e) || t.say(c.node), via: "statistic", weight: "statistic", rows: d.rows, from: p, y: null, supervised: false, grouped: true, object: 0, conf: p.conf, fit: null });
  const keepsOwn = fn !== undefined && fn.k !== "const" && fn.k !== "lib";
  return t.newData({ ...mapCols(d, (q) => addLearned(keepsOwn ? joinProv(q, { ...p, origin: nothing.origin }) : { ...q, origin: nothing.origin }, id)), as: "data" });
}

// Building

function construct(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = arg(c, e.data ?? ofKey(c, e));
  if (!v || (v.k === "const" && v.v === null)) return emptyTable(t, c);
  if (v.k === "obj" && t.get(v).k === "unknown") t.morphData(v);
  const labelKey = typeof e.label === "string" ? e.label : null;
  const label = labelKey ? arg(c, labelKey) : undefined;
  const as = typeof e.as === "string" ? e.as : "data";
  let out = built(t, v, c);
  if (!out) return any(t.prov(v));
  const names = typeof e.columns === "string" ? arg(c, e.columns) : undefined;
  if (names) out = named(t, out, names);
  const name = typeof e.name === "string" ? literalArg(c, e.name) : undefined;
  if (typeof name === "string") out = { ...out, column: name };
  return t.newData({ ...out, as, view: null, mask: null, label: label?.k === "obj" && t.asData(label) ? label : out.label });
}

const emptyTable = (t: Trace, c: CallCtx): Value => {
  const index = arg(c, "index");
  const d = t.asData(index);
  if (d) return t.newData(data(d.isIndex && d.pos ? d.pos.cuts.reduce(cut, d.rows) : d.rows, {}));
  return t.newData(data(made(t, c), {}));
};

const made = (t: Trace, c: CallCtx): Rows => fromSource({ key: `made:${t.place(c.at)}`, kind: "made", label: c.name, at: c.at });

/** Data from other data, lists of elements, dictionaries of columns. */
function built(t: Trace, v: Value, c: CallCtx): Data | null {
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
      if (!inner) return data(made(t, c), { rest: { p: t.prov(v) } });
      const parts = cell.items.map((x) => t.dataIn(x)).filter((d): d is Data => d !== null);
      const elems = parts.every((d) => d.elem);
      const p = t.prov(v);
      // A list filled once for each element has those rows; a list of whole arrays is laid end to end or stacked.
      if (elems) return data(inner.rows, { rest: { p }, open: true, elem: models.ofOneRow(t, v) });
      const rows = parts.length > 1 && parts.some((d) => d.rows.key !== inner.rows.key) ? concat(parts.map((d) => d.rows)) : inner.rows;
      return data(rows, { rest: { p }, open: true });
    }
    return null;
  }
  if (v.k === "zip" || v.k === "tuple") {
    const inner = t.dataIn(v);
    return inner ? data(inner.rows, { rest: { p: t.prov(v) }, open: true }) : null;
  }
  return null;
}

/** Columns of an array get names. The names of the very frame it was made from give its columns back. */
function named(t: Trace, d: Data, names: Value): Data {
  if (names.k === "names") {
    if (names.of.rows.terms[0]?.source.key === d.rows.terms[0]?.source.key || d.cols.size) return { ...d, open: names.of.open && d.open };
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
  if (pick.names.every((n) => d.cols.has(n))) return selectColumns(t, d, pick, null);
  const p = content({ ...d, base: nothing });
  const one = pick.names.length === 1;
  return { ...d, cols: new Map(pick.names.map((n) => [n, { p: one ? p : { ...p, origin: nothing.origin } }])), rest: null, removed: new Set(), open: false };
}

function concatOp(t: Trace, c: CallCtx, e: EffectRow): Value {
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
  return endToEnd(t, values);
}

export function endToEnd(t: Trace, values: readonly Value[]): Value {
  const parts = values.map((v) => models.inputData(t, v)).filter((d): d is Data => d !== null);
  const [first] = parts;
  if (!first) return any(extras(t, values));
  if (parts.length === 1) return t.newData({ ...first, view: null, mask: null, elem: false });
  // Row labels end to end are row labels.
  if (parts.every((d) => d.isIndex)) return t.newData({ ...first, rows: concat(parts.map((d) => (d.pos?.cuts ?? []).reduce(cut, d.rows))), pos: null, view: null, mask: null, base: parts.reduce<Prov>((p, d) => joinProv(p, d.base), nothing) });
  const names = new Set(parts.flatMap((d) => [...d.cols.keys()]));
  const cols = new Map<string, Col>();
  for (const n of names) {
    let p = nothing;
    const marks: { rows: Rows; value: string | number | boolean }[] = [];
    for (const d of parts) {
      const col = columnOf(d, n);
      if (col) p = joinProv(p, col.p);
      if (col?.marks) marks.push(...col.marks);
    }
    cols.set(n, marks.length ? { p, marks } : { p });
  }
  const rests = parts.map((d) => d.rest).filter((r): r is Col => r !== null);
  const removed = parts.reduce<ReadonlySet<string>>((s, d) => new Set([...s].filter((n) => d.removed.has(n) || !d.rest)), first.removed);
  const labels = parts.map((d) => d.label).filter((l): l is Obj => l !== null);
  // A column that one part dropped is still a column of the whole, but not with that part's values.
  const open = parts.some((d) => d.open || (d.rest !== null && [...d.removed].some((n) => !removed.has(n))));
  return t.newData(data(concat(parts.map((d) => d.rows)), {
    as: first.as, cols, rest: rests.length ? { p: rests.reduce<Prov>((p, r) => joinProv(p, r.p), nothing) } : null, removed, open,
    base: parts.reduce<Prov>((p, d) => joinProv(p, d.base), nothing), column: first.column, elem: parts.every((d) => d.elem), label: labels[0] ?? null,
  }));
}

export function sideBySide(t: Trace, values: readonly Value[]): Value {
  const parts = values.map((v) => models.inputData(t, v)).filter((d): d is Data => d !== null);
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

function join(t: Trace, c: CallCtx, e: EffectRow): Value {
  const left = dataOf(t, c, e);
  const rv = arg(c, e.right ?? "right");
  if (!left) return any(joinProv(t.prov(subject(c, e)), t.prov(rv)));
  const right = models.inputData(t, rv);
  if (!right) {
    const p: Prov = { ...t.prov(rv), origin: nothing.origin };
    return t.newData({ ...left, rest: { p: joinProv(left.rest?.p ?? nothing, p) }, open: left.open || left.rest === null, view: null, mask: null, as: kept(t.lib, left.as) });
  }
  const cols = new Map(left.cols);
  for (const [n, col] of right.cols) if (!cols.has(n)) cols.set(n, col);
  const rest = left.rest && right.rest ? { p: joinProv(left.rest.p, right.rest.p) } : (left.rest ?? right.rest);
  const removed = left.rest && right.rest ? new Set([...left.removed].filter((n) => right.removed.has(n))) : left.rest ? left.removed : right.removed;
  const lost = left.rest && right.rest ? [...left.removed, ...right.removed].some((n) => !removed.has(n)) : false;
  return t.newData({ ...left, cols, rest, removed, base: joinProv(left.base, right.base), open: left.open || right.open || lost, view: null, mask: null, pos: null, isIndex: false, as: kept(t.lib, left.as) });
}

function columns(t: Trace, c: CallCtx, e: EffectRow): Value {
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
      return t.newData(selectColumns(t, d, pick, null));
    }
    const idx = arg(c, e.index) ?? labels;
    if (idx && t.asDataLike(idx)) return t.newData(selectRows(t, d, idx, c.at));
    if (e.open) return t.newData(selectColumns(t, d, { names: null, minus: null, p: nothing }, null));
    return t.newData({ ...d, view: null, mask: null });
  }
  return t.newData(selectColumns(t, d, { names: null, minus: null, p: nothing }, null));
}

/** df.drop(index): the rows that are left. */
function dropRows(t: Trace, d: Data, which: Value | undefined, c: CallCtx): Data {
  const k = which?.k === "obj" ? t.asDataLike(which) : null;
  const know: Prov = which ? { ...t.prov(which), origin: nothing.origin, preds: nothing.preds } : nothing;
  const base = joinProv(d.base, know);
  if (k?.isIndex || k?.pos) {
    const gone = k.isIndex ? (k.pos?.cuts ?? []).reduce(cut, k.rows) : (k.pos?.cuts ?? []).reduce(cut, d.rows);
    return { ...d, rows: withoutRows(d.rows, gone, c.at), base, view: null, mask: null };
  }
  if (which?.k === "const" || (which && listItems(t, which))) return { ...d, view: null, mask: null };
  return { ...d, rows: cut(d.rows, { id: `drop:${t.place(c.at)}`, part: "T", kind: "filter", at: c.at }), base, view: null, mask: null };
}

// Rows

function sample(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const d = v?.k === "any" ? null : dataOf(t, c, e);
  if (!d || !v) return permutation(t, c, e);
  if (acrossColumns(c, e.axis)) return t.newData(selectColumns(t, d, { names: null, minus: null, p: nothing }, null));
  const frac = literalArg(c, e.frac);
  const replace = literalArg(c, e.replace);
  if (given(c, String(e.replace)) ? replace === true : false) return models.resampled(t, c.at, [v], "over", c.name, nameOf(t, c, e));
  if (frac === 1) return t.newData({ ...d, view: null, mask: null, rows: shuffledRows(d.rows) });
  if (typeof frac === "number" && frac > 1) return models.resampled(t, c.at, [v], "over", c.name, nameOf(t, c, e));
  const seed = literalArg(c, e.seed);
  const size = `${frac ?? t.say(argExpr(c, e.n)) ?? ""}`;
  const id = seed !== null && seed !== undefined ? `sample:${d.rows.key}:${size}:${seed}` : `sample:${t.place(c.at)}`;
  t.split({ at: c.at, id, kind: "sample", rows: d.rows, seeded: seed !== null && seed !== undefined, shuffled: true, stratified: false, by: null, label: c.name });
  const part: Cut = { id, part: "T", kind: "random", at: c.at };
  return t.newData(d.pos || d.isIndex ? { ...d, pos: { cuts: [...(d.pos?.cuts ?? []), part], perm: id }, view: null, mask: null } : { ...d, rows: cut(d.rows, part), view: null, mask: null });
}

/** Rows in another order: symbolic slices of the parts no longer hold. */
const shuffledRows = (rows: Rows): Rows => (rows.parts ? { ...rows, parts: null } : rows);

function shuffle(t: Trace, c: CallCtx, e: EffectRow): Value {
  const values = c.args.filter((a) => !a.name || a.name === ofKey(c, e)).map((a) => a.value);
  const one = (v: Value): Value => {
    const d = t.peekData(v);
    return d ? t.newData({ ...d, rows: shuffledRows(d.rows), view: null, mask: null }) : v;
  };
  if (e.inplace) {
    for (const v of values) {
      const d = t.peekData(v);
      if (d && v.k === "obj") t.put(v, { ...d, rows: shuffledRows(d.rows), pos: d.pos ? { ...d.pos, perm: `perm:${t.place(c.at)}` } : null });
    }
    return none;
  }
  if (c.self && !values.length) return one(c.self);
  if (c.self && t.peekData(c.self)) return one(c.self);
  return values.length === 1 ? one(values[0] as Value) : { k: "tuple", items: values.map(one) };
}

function permutation(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const d = v ? t.peekData(v) : null;
  const seed = literalArg(c, e.seed);
  const perm = `perm:${t.place(c.at)}:${seed ?? ""}`;
  if (d && !d.pos && !d.isIndex) return t.newData({ ...d, rows: shuffledRows(d.rows), view: null, mask: null });
  const rows = d ? d.rows : fromSource({ key: `positions:${perm}`, kind: "made", label: "positions", at: c.at });
  return t.newData(data(rows, { pos: { cuts: d?.pos?.cuts ?? [], perm }, isIndex: d?.isIndex ?? false }));
}

function positions(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const d = v ? t.peekData(v) : null;
  const rows = d ? d.rows : fromSource({ key: `positions:${t.place(c.at)}`, kind: "made", label: "positions", at: c.at });
  // arange over a symbolic length: positions of whatever has that length.
  return t.newData(data(rows, { pos: { cuts: [], perm: `order:${v?.k === "any" && v.length ? v.length : d ? d.rows.key : t.place(c.at)}` } }));
}

function repeat(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  const v = subject(c, e);
  if (!d || !v) return any(t.prov(v));
  if (acrossColumns(c, e.axis)) return t.newData({ ...d, view: null, mask: null });
  return models.resampled(t, c.at, [v], "over", c.name, nameOf(t, c, e));
}

function holdout(t: Trace, c: CallCtx, e: EffectRow): Value {
  const whole = e.as === undefined ? null : dataOf(t, c, e);
  if (whole) return cutInParts(t, c, e, whole);
  const arrays = c.args.filter((a) => !a.name || a.name === e.arrays).map((a) => a.value);
  const list = arrays.map((v) => (v.k === "names" || v.k === "const" ? null : inputOrPositions(t, v)));
  const first = list.find((d) => d !== null);
  if (!first) return any(extras(t, arrays));
  const seed = arg(c, e.seed ?? "random_state");
  const size = t.say(argExpr(c, e.test_size ?? "test_size")) || t.say(argExpr(c, "train_size"));
  const shuffle = literalArg(c, e.shuffle ?? "shuffle");
  const stratify = arg(c, e.stratify ?? "stratify");
  const stratified = Boolean(stratify && !(stratify.k === "const" && stratify.v === null));
  const seeded = seed?.k === "const" && seed.v !== null;
  const kind = shuffle === false ? "ordered" : "random";
  const base = first.pos ? `${first.pos.perm}` : first.rows.key;
  const id = seeded || kind === "ordered" ? `holdout:${base}:${size}:${seed?.k === "const" ? seed.v : ""}:${stratified}:${kind}` : `holdout:${t.place(c.at)}`;
  t.split({ at: c.at, id, kind: "holdout", rows: first.rows, seeded: seed !== undefined && !(seed.k === "const" && seed.v === null), shuffled: kind === "random", stratified, by: null, label: c.name });
  const side = (v: Value, d: Data | null, part: "train" | "test"): Value => {
    if (!d) return any(t.prov(v));
    const k: Cut = { id, part, kind, at: c.at };
    if (d.pos || d.isIndex) return t.newData({ ...d, rows: d.isIndex ? cut(d.rows, k) : d.rows, pos: d.isIndex ? { cuts: [], perm: `${id}${part}` } : { cuts: [...(d.pos?.cuts ?? []), k], perm: `${id}${part}` }, view: null, mask: null });
    return t.newData({ ...d, rows: cut(d.rows, k), view: null, mask: null, label: d.label ? (side(d.label, t.asData(d.label), part) as Obj) : null });
  };
  return { k: "tuple", items: arrays.flatMap((v, i) => [side(v, list[i] ?? null, "train"), side(v, list[i] ?? null, "test")]) };
}

function inputOrPositions(t: Trace, v: Value): Data | null {
  if (v.k === "any" && v.hint === "range") return data(fromSource({ key: `range:${v.length ?? "?"}`, kind: "made", label: "range", at: null }), { pos: { cuts: [], perm: `order:${v.length ?? "?"}` } });
  return models.inputData(t, v);
}

function randomSplit(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  if (!d) return any(t.prov(subject(c, e)));
  const id = `parts:${t.place(c.at)}`;
  t.split({ at: c.at, id, kind: "holdout", rows: d.rows, seeded: false, shuffled: !e.ordered, stratified: false, by: null, label: c.name });
  const lengths = arg(c, e.lengths ?? "lengths");
  const count = lengths ? (lengths.k === "const" && typeof lengths.v === "number" ? lengths.v : (listItems(t, lengths)?.length ?? 2) + (e.ordered ? 1 : 0)) : 2;
  const parts = Array.from({ length: Math.min(12, Math.max(1, count)) }, (_, i) => {
    const k: Cut = { id, part: `${i}`, kind: e.ordered ? "ordered" : "random", at: c.at };
    const label = d.label ? t.asData(d.label) : null;
    return t.newData({ ...d, rows: cut(d.rows, k), view: null, mask: null, label: label ? t.newData({ ...label, rows: cut(label.rows, k) }) : null });
  });
  return t.new({ k: "list", items: parts, open: false, p: nothing });
}

function split(t: Trace, c: CallCtx, e: EffectRow): Value {
  const self = c.self?.k === "obj" ? t.get(c.self) : null;
  const m = self?.k === "model" ? self : null;
  const xv = e.of === "self" ? m?.init.get("y") ?? m?.init.get("labels") ?? m?.init.get("n") : subject(c, e);
  const d = xv ? models.inputData(t, xv) : null;
  const traits = m?.row?.traits;
  const id = `folds:${t.place(c.self?.k === "obj" && m ? (e.of === "self" ? m.at : c.at) : c.at)}`;
  if (m && d && traits?.by === "group") t.sign({ at: m.at, kind: "groups", what: m.name, rows: d.rows, ids: nothing.learned });
  t.split({ at: e.of === "self" && m ? m.at : c.at, id, kind: "folds", rows: d?.rows ?? fromSource({ key: id, kind: "made", label: "rows", at: c.at }), ...drawing(m),  stratified: traits?.by === "strata", by: traits?.by ?? null, label: m?.name ?? c.name });
  return { k: "folds", id, at: c.at, cut: "fold", rows: d?.rows ?? null, time: traits?.by === "time" };
}

/** Whether a splitter shuffles, and whether its seed is given. */
function drawing(m: Model | null): { shuffled: boolean; seeded: boolean } {
  const how = m?.row?.traits?.shuffles ?? "never";
  const flag = m?.init.get("shuffle");
  const shuffled = how === "always" || (how === "param" && flag?.k === "const" && flag.v === true);
  const seed = m?.init.get("random_state");
  return { shuffled, seeded: !shuffled || m === null || (seed !== undefined && !(seed.k === "const" && seed.v === null)) };
}

function subset(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  const p = arg(c, e.positions ?? "indices");
  if (!d || !p) return any(t.prov(subject(c, e)));
  if (acrossColumns(c, e.axis)) return t.newData(selectColumns(t, d, { names: null, minus: null, p: t.prov(p) }, null));
  const out = selectRows(t, d, p, c.at);
  const label = d.label ? t.asData(d.label) : null;
  return t.newData({ ...out, elem: false, label: label ? t.newData({ ...selectRows(t, label, p, c.at), elem: false }) : null });
}

function del(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  const p = arg(c, e.positions ?? "obj");
  if (!d) return any(t.prov(subject(c, e)));
  if (acrossColumns(c, e.axis)) return t.newData(selectColumns(t, d, { names: null, minus: null, p: nothing }, null));
  return t.newData(dropRows(t, d, p, c));
}

function indexset(t: Trace, c: CallCtx, e: EffectRow): Value {
  const values = [...(c.self ? [c.self] : []), ...c.args.map((a) => a.value)];
  const a = values[0] ? t.asDataLike(values[0]) : null;
  const b = values[1] ? t.asDataLike(values[1]) : null;
  if (!a) return any(extras(t, values));
  if (b?.isIndex) {
    const named = (b.pos?.cuts ?? []).reduce(cut, b.rows);
    if (/^(setdiff1d|difference|drop|delete)$/.test(c.name)) return t.newData({ ...a, rows: withoutRows((a.pos?.cuts ?? []).reduce(cut, a.rows), named, c.at), isIndex: true, pos: null, view: null, mask: null });
    if (/^intersect/.test(c.name)) return t.newData({ ...a, rows: named, isIndex: true, pos: null, view: null, mask: null });
  }
  if (/diff|minus|delete/.test(c.name) && b?.pos) {
    const last = b.pos.cuts.at(-1);
    const other: Cut | null = last ? { ...last, part: last.part === "train" ? "test" : last.part === "test" ? "train" : `!${last.part}` } : null;
    return t.newData({ ...a, pos: { cuts: [...b.pos.cuts.slice(0, -1), ...(other ? [other] : [])], perm: `rest:${b.pos.perm}` }, view: null, mask: null });
  }
  void e;
  return t.newData({ ...a, pos: { cuts: [{ id: `set:${t.place(c.at)}`, part: "T", kind: "opaque", at: c.at }], perm: `set:${t.place(c.at)}` }, view: null, mask: null });
}

/** Predictions made to classes: rounded, or the number of the largest. */
function classes(t: Trace, v: Value): Value {
  const d = t.peekData(v);
  return d && content(d).preds.size ? t.newData({ ...d, hard: true }) : v;
}

function where(t: Trace, c: CallCtx, e: EffectRow): Value {
  const values = [...(c.self ? [c.self] : []), ...c.args.map((a) => a.value)];
  if (c.args.length === 1 && !c.self) {
    const v = values[0];
    const d = v ? t.peekData(v) : null;
    if (d && v?.k === "obj") {
      const mask = t.maskOf(v, d);
      return { k: "tuple", items: [t.newData(data(d.rows, { pos: { cuts: [mask.cut], perm: `where:${mask.cut.id}${mask.cut.part}` }, base: { ...content(d), origin: nothing.origin, preds: nothing.preds } }))] };
    }
  }
  void e;
  // Conditions in lists (np.select) count like single ones; of the condition only knowledge and own columns flow.
  const out = rowwise(t, values.flatMap((v) => listItems(t, v) ?? [v]));
  const [cond, ...picks] = values;
  return cond && t.peekData(cond)?.hard && picks.every((v) => v.k === "const") ? classes(t, out) : out;
}

// Sources

function read(t: Trace, c: CallCtx, e: EffectRow): Value {
  const pathArg = e.path === undefined ? undefined : arg(c, e.path);
  const text = pathArg?.k === "const" && typeof pathArg.v === "string" ? pathArg.v : null;
  const expr = argExpr(c, e.path);
  const say = text ?? t.say(expr);
  // Two reads of one literal path (or of one expression) are the same rows, unless they take different parts of the file.
  const partial = ["rows", "skip", "key"].map((k) => (typeof e[k] === "string" && given(c, String(e[k])) ? t.say(argExpr(c, e[k])) : "")).join(":");
  const key = text ? `file:${text}:${partial}` : `read:${t.place(c.at)}`;
  const src = { key, kind: "file" as const, label: say || c.name, at: c.at };
  const foreign = acts.foreignOf(t, pathArg);
  if (foreign) t.foreign.set(key, foreign);
  if (e.unsafe) acts.noteLoad(t, c, e);
  const p: Prov = pathArg ? { ...t.prov(pathArg), origin: nothing.origin } : nothing;
  const d = data(fromSource(src), { as: kept(t.lib, String(e.as)), rest: { p: { ...nothing, origin: new Set([`${key}:*`]) } }, base: { ...nothing, conf: 0, vary: p.vary } });
  const cols = typeof e.columns === "string" ? arg(c, e.columns) : undefined;
  const pick = cols ? columnPick(t, cols) : null;
  const augmented = e.as === undefined ? null : acts.augmentationOf(t, arg(c, "transform"));
  return t.newData(pick?.names ? selectColumns(t, d, pick, null) : augmented ? { ...d, augmented } : d);
}

function dataset(t: Trace, c: CallCtx, e: EffectRow): Value {
  const shape = String(e.shape ?? "frame");
  const key = `set:${c.name}:${c.name.startsWith("make_") ? t.place(c.at) : c.args.map((a) => t.say(a.expr)).join(",")}`;
  const rowsFor = (part: string): Rows => fromSource({ key: part ? `${key}/${part}` : key, kind: c.name.startsWith("make_") ? "made" : "bundled", label: c.name, at: c.at });
  const X = (part = ""): Obj => t.newData(data(rowsFor(part), { rest: { p: { ...nothing, origin: new Set([`${key}:x:*`]) } } }));
  const y = (part = ""): Obj => t.newData(data(rowsFor(part), { rest: { p: { ...nothing, origin: new Set([`${key}:target`]) } }, column: "target" }));
  const weights = typeof e.weights === "string" ? arg(c, e.weights) : undefined;
  if (weights && !(weights.k === "const" && weights.v === null)) t.unevenWeights(weights, c.at);
  if (shape === "parts") {
    const wanted = arg(c, e.split);
    const whole = data(fromSource({ key: `set:${t.say(argExpr(c, e.of)) || t.place(c.at)}:${t.say(argExpr(c, e.name))}`, kind: "bundled", label: c.name, at: c.at }), { as: String(e.as) });
    const filled = { ...whole, rest: { p: { ...nothing, origin: new Set([`${whole.rows.terms[0]?.source.key}:*`]) } } };
    if (!wanted || (wanted.k === "const" && wanted.v === null)) return t.newData(filled);
    const one = (v: Value): Value => t.newData({ ...filled, as: t.lib.protocol(filled.as)?.parts ?? "data", rows: v.k === "const" && typeof v.v === "string" ? namedPart(whole.rows, v.v) : whole.rows });
    const several = listItems(t, wanted);
    return several ? t.new({ k: "list", items: several.map(one), open: false, p: nothing }) : one(wanted);
  }
  if (shape === "xy" || literalArg(c, "return_X_y") === true) return { k: "tuple", items: [X(), y()] };
  if (shape === "trainTest") return { k: "tuple", items: [{ k: "tuple", items: [X("train"), y("train")] }, { k: "tuple", items: [X("test"), y("test")] }] };
  if (shape === "bunch") {
    const subset = literalArg(c, "subset");
    const part = typeof subset === "string" && subset !== "all" ? subset : "";
    const frame = t.newData(data(rowsFor(part), { rest: { p: { ...nothing, origin: new Set([`${key}:x:*`]) } }, cols: new Map([["target", { p: { ...nothing, origin: new Set([`${key}:target`]) } }]]) }));
    return t.new({ k: "dict", entries: new Map<string, Value>([["data", X(part)], ["target", y(part)], ["frame", frame], ["images", X(part)], ["feature_names", any()], ["target_names", any()], ["DESCR", any()], ["filenames", any()]]), rest: null });
  }
  const d = data(rowsFor(literalArg(c, "train") === false ? "test" : literalArg(c, "train") === true ? "train" : ""), { rest: { p: { ...nothing, origin: new Set([`${key}:*`]) } }, as: shape === "loader" ? "torchDataset" : "data" });
  if (shape === "loader") {
    const label = t.newData(data(d.rows, { rest: { p: { ...nothing, origin: new Set([`${key}:labels:target`]) } } }));
    const augmented = acts.augmentationOf(t, arg(c, "transform"));
    return t.newData({ ...d, label, ...(augmented ? { augmented } : {}) });
  }
  return t.newData(d);
}

function flowFrom(t: Trace, c: CallCtx, e: EffectRow): Value {
  const path = literalArg(c, e.path ?? "directory");
  const sub = literalArg(c, e.subset);
  const key = typeof path === "string" ? `dir:${path}` : `dir:${t.say(argExpr(c, e.path)) || t.place(c.at)}`;
  let rows = fromSource({ key, kind: "file", label: typeof path === "string" ? path : c.name, at: c.at });
  if (typeof sub === "string") rows = cut(rows, { id: `subset:${key}:${String(literalArg(c, e.seed) ?? "")}`, part: sub === "training" ? "train" : "test", kind: "random", at: c.at });
  // The label is the name of the folder: no column of the images.
  const label = t.newData(data(rows, { rest: { p: { ...nothing, origin: new Set([`${key}:labels:class`]) } } }));
  const augmented = acts.augmentationOf(t, c.self);
  return t.newData(data(rows, { rest: { p: { ...nothing, origin: new Set([`${key}:*`]) } }, as: "kerasFlow", label, ...(augmented ? { augmented } : {}) }));
}

function batch(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = e.X ? models.inputData(t, arg(c, e.X)) : dataOf(t, c, e);
  if (!d) return any(t.prov(subject(c, e)));
  const y = typeof e.y === "string" ? arg(c, e.y) : undefined;
  const yo = y?.k === "obj" && t.asData(y) ? y : null;
  if (e.pairs && d.as !== "groupby") return t.newData({ ...d, as: e.axis === 1 ? "data" : "rowsOf", elem: false, view: null, mask: null });
  if (d.as === "groupby") return t.newData(d);
  const augmented = acts.augmentationOf(t, c.self);
  if (e.X) return t.newData({ ...d, as: "kerasFlow", label: yo ?? d.label, view: null, ...(augmented ? { augmented } : {}) });
  return c.self && c.name === "__iter__" ? t.newData({ ...d, as: "batches" }) : t.newData({ ...d, elem: true, view: null, mask: null });
}

// Models made by functions

function makeModel(t: Trace, c: CallCtx, e: EffectRow): Value {
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
  for (const v of init.values()) if (v.k === "const" || v.k === "any") settings = joinProv(settings, { ...nothing, vary: v.p.vary, scores: v.p.scores, chosen: v.p.chosen });
  const model: Model = { k: "model", protocol: as, name: c.name, row: { is: as, traits: { ...(e.traits as object | undefined), wraps: [key] } }, at: c.at, init, settings, knows: new Set(), attrs: new Map(), cls: null, conf: 0 };
  return t.new(model);
}

function best(t: Trace, c: CallCtx, e: EffectRow): Value {
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
  return any(p);
}

const dataOfSets = (t: Trace, v: Value | undefined): Data[] => (v && v.k !== "const" ? models.evalSets(t, v).map((s) => s.X) : []);

/** What stands around a network's training: validation, augmentation of its rows, guards against overfitting. */
function noteTraining(t: Trace, c: CallCtx, e: EffectRow): void {
  const m = c.self?.k === "obj" ? t.get(c.self) : null;
  if (c.self?.k !== "obj" || m?.k !== "model") return;
  const validation = typeof e.validation === "string" ? arg(c, e.validation) : undefined;
  for (const d of dataOfSets(t, validation)) if (d.augmented) acts.act(t, c.at, { k: "evaluate", object: c.self.id, augmented: d.augmented, what: c.name });
  if (!t.lib.isA(m.protocol, "kerasModel")) return;
  const share = typeof e.validationSplit === "string" ? arg(c, e.validationSplit) : undefined;
  const callbacks = typeof e.callbacks === "string" ? arg(c, e.callbacks) : undefined;
  const layers = acts.layersOf(t, m);
  const known = layers?.map((v) => (v.k === "obj" ? t.get(v) : null)) ?? [null];
  const guards = known.some((l) => l?.k !== "model" || /dropout|noise|batchnorm/i.test(l.name) || [...l.init.keys()].some((n) => /regularizer$/.test(n) && given1(l.init.get(n))));
  const guarded = guards || given1(validation) || given1(share) || given1(callbacks);
  acts.act(t, c.at, { k: "train", object: c.self.id, name: m.name, guarded });
}

const given1 = (v: Value | undefined): boolean => v !== undefined && !(v.k === "const" && !v.v);

const ops: Partial<Record<OpName, Op>> = {
  same: (t, c, e) => {
    const v = subject(c, e);
    if (typeof e.as === "string") {
      const d = v ? t.asData(v) : null;
      return d ? t.newData({ ...d, as: e.as }) : (v ?? any());
    }
    return v ?? any();
  },
  copy: (t, c, e) => {
    const v = subject(c, e);
    const d = v?.k === "obj" ? t.get(v) : null;
    return d && v ? t.new(d.k === "data" ? { ...d, view: null } : d, v.k === "obj" ? v.p : nothing) : (v ?? any());
  },
  rowwise: (t, c, e) => {
    const ending = acts.endingFor(t, c, e);
    acts.noteModalCall(t, c, e);
    const values = [...(c.self ? [c.self] : []), ...c.args.filter((a) => a.value.k !== "fn" && a.value.k !== "lib").map((a) => a.value)].map((v) => {
      if (v.k === "obj" && t.get(v).k === "unknown" && v !== c.self) t.morphData(v);
      return v;
    });
    const main = subject(c, e);
    if (e.index === "reset" || (main && t.peekData(main) && values.length <= 1)) {
      const d = main ? t.peekData(main) : null;
      if (d && !e.mask && (e.index === "reset" || /^(astype|reshape|squeeze|to_|round|toarray|todense|ravel|flatten|infer_objects|float|numpy|cpu|detach)/.test(c.name)))
        return t.newData({ ...d, mask: d.mask, view: null, open: d.open || e.open === true, isIndex: false, as: "data", hard: d.hard || (c.name === "round" && !c.args.length && content(d).preds.size > 0) });
    }
    const out = rowwise(t, values);
    if (/^(round_?|rint|around)$/.test(c.name) && values.length === 1) return classes(t, out);
    if (e.mask && c.self) return t.missingMask(c.self, out, e.mask === "missing", c.at);
    if (c.name === "isin" && c.self) return t.isinMask(c.self, out, c.args[0]?.value, c.at, t.say(c.args[0]?.expr));
    const o = e.open && out.k === "obj" ? t.get(out) : null;
    return acts.withEnding(t, o?.k === "data" ? t.newData({ ...o, open: true }) : out, ending);
  },
  reduce,
  learn,
  vocab,
  count: (t, c, e) => {
    const d = dataOf(t, c, e);
    return { k: "any", p: { ...nothing, conf: 0 }, ...(d && c.name === "shape" ? { length: `len:${d.rows.key}` } : {}) };
  },
  filter,
  fill,
  window: (t, c, e) => {
    const d = dataOf(t, c, e);
    return d ? windowed(t, d, typeof e.as === "string" ? e.as : "data", lookingAt(t, d, c, e)) : any(t.prov(subject(c, e)));
  },
  shift: (t, c, e) => {
    const d = dataOf(t, c, e);
    return d ? windowed(t, d, "data", lookingAt(t, d, c, e)) : any(t.prov(subject(c, e)));
  },
  sort: (t, c, e) => {
    const d = dataOf(t, c, e);
    const v = subject(c, e);
    const up = literalArg(c, "ascending");
    return d ? t.newData({ ...d, rows: shuffledRows(d.rows), down: up === false || up === 0, view: null, mask: null }) : (v ?? any());
  },
  shuffle,
  sample,
  resample: (t, c, e) => {
    const kind = (e.kind as "over" | "under" | undefined) ?? "over";
    const replace = typeof e.replace === "string" ? literalArg(c, e.replace) : true;
    const values = c.args.filter((a) => !a.name).map((a) => a.value);
    return models.resampled(t, c.at, values.length ? values : [subject(c, e)], replace === false ? "under" : kind, c.name, nameOf(t, c, e));
  },
  repeat,
  concat: concatOp,
  append: (t, c, e) => {
    const v = subject(c, e);
    const o = arg(c, e.parts ?? "other");
    return endToEnd(t, [v ?? any(), ...(o ? (t.peekData(o) ? [o] : [...(elements(t, o, 16)?.items ?? [o])]) : [])]);
  },
  join,
  columns,
  assign: (t, c, e) => {
    const d = dataOf(t, c, e);
    const v = subject(c, e);
    if (!d || !v) return any();
    if (e.parts !== undefined) return withColumns(t, c, e, d);
    let out = d;
    for (const a of c.args) {
      if (!a.name || a.star) continue;
      const value = a.value.k === "fn" ? callValue(t, a.value, [{ name: null, value: t.newData(out) }], c.at, a.name, c.node) : a.value;
      out = setColumn(t, out, a.name, value, null);
    }
    return t.newData({ ...out, view: null, mask: null });
  },
  insert: (t, c, e) => {
    const d = dataOf(t, c, e);
    const name = literalArg(c, e.column ?? "column");
    const value = arg(c, e.value ?? "value");
    if (!d || typeof name !== "string" || !value) return any();
    const out = setColumn(t, d, name, value, null);
    if (c.self?.k === "obj" && c.name === "insert") t.put(c.self, out);
    return c.name === "insert" ? none : t.newData(out);
  },
  expression,
  groupby,
  agg,
  groupTransform,
  apply,
  map: mapOp,
  pipe: (t, c, e) => {
    const fn = arg(c, e.fn ?? "func");
    const v = subject(c, e);
    return fn && v ? callValue(t, fn, [{ name: null, value: v }, ...callArgs(c)], c.at, c.name, c.node) : any();
  },
  fresh: (t, c) => {
    const shaped = c.args.map((a) => a.value).find((v) => v.k === "any" && v.length?.startsWith("len:"));
    void shaped;
    return t.newData(data(made(t, c), { rest: { p: nothing } }));
  },
  like: (t, c, e) => {
    const d = dataOf(t, c, e);
    return d ? t.newData(data(d.rows, { rest: { p: nothing } })) : any();
  },
  construct,
  hstack: (t, c) => sideBySide(t, parts(t, c)),
  vstack: (t, c) => endToEnd(t, parts(t, c)),
  positions,
  permutation,
  randomMask: (t, c) => t.newData(data(made(t, c), { rest: { p: nothing }, draw: `draw:${t.place(c.at)}` })),
  indexset,
  delete: del,
  where,
  read,
  write: (t, c, e) => {
    const held = acts.modelsIn(t, arg(c, e.data));
    const direct = arg(c, e.data);
    const models = [...held].map(([object, m]) => ({ object, name: m.name, knows: m.knows }));
    const whole = direct?.k === "obj" && t.get(direct).k === "model";
    if (held.size) acts.act(t, c.at, { k: "write", what: c.name, file: acts.fileOf(t, c, e.path), models, all: new Set(held.keys()), tracked: e.tracked === true, whole });
    else if (e.path !== undefined) acts.act(t, c.at, { k: "write", what: c.name, file: acts.fileOf(t, c, typeof e.path === "string" && c.params.some((p) => p.name === e.path) ? e.path : c.params[0]?.name), models: [], all: new Set(), tracked: false, whole: false });
    return none;
  },
  dataset,
  ignore: () => any(),
  output: () => none,
  opaque: (t, c) => unmodelled(t, c.name, c.args, c.at, c.self),
  pure: (t, c, e) => {
    if (typeof e.foreign === "string") {
      const file = literalArg(c, e.path);
      if (typeof file === "string") t.foreign.set(`file:${file}`, e.foreign);
      return { k: "any", p: nothing, hint: `foreign:${e.foreign}` };
    }
    const v = [...(c.self ? [c.self] : []), ...c.args.map((a) => a.value)];
    const p = extras(t, v);
    return any({ ...p, origin: nothing.origin });
  },
  holdout,
  randomSplit,
  split,
  subset,
  batch,
  flowFrom,
  fit: (t, c, e) => {
    noteTraining(t, c, e);
    return models.fit(t, c, e);
  },
  partialFit: models.fit,
  transform: models.transform,
  fitTransform: models.fitTransform,
  fitPredict: (t, c, e) => {
    models.fit(t, c, e);
    return models.predict(t, c, e);
  },
  predict: (t, c, e) => {
    const out = models.predict(t, c, e);
    const m = c.self?.k === "obj" ? t.get(c.self) : null;
    if (c.self?.k !== "obj" || m?.k !== "model" || !acts.isTorch(t, m)) return out;
    const X = models.inputData(t, arg(c, e.X ?? "X"));
    const pred = [...t.prov(out).preds];
    acts.act(t, c.at, { k: "forward", object: c.self.id, name: m.name, pred: pred.length === 1 ? (pred[0] as number) : null, rows: X?.rows ?? null, augmented: X?.augmented ?? null });
    return acts.withEnding(t, out, { how: "module", units: null, module: c.self.id });
  },
  score: models.scoreSelf,
  evaluate: (t, c, e) => {
    const X = dataOfSets(t, arg(c, e.data ?? e.X));
    for (const d of X) if (d.augmented && c.self?.k === "obj") acts.act(t, c.at, { k: "evaluate", object: c.self.id, augmented: d.augmented, what: c.name });
    return models.scoreSelf(t, c, e);
  },
  compile: (t, c, e) => {
    if (c.self?.k === "obj") {
      const m = t.get(c.self);
      const metrics = arg(c, e.metrics ?? "metrics");
      const loss = arg(c, e.loss ?? "loss");
      const wanted = m.k === "model" ? acts.lossOf(t, loss) : null;
      const ending = m.k === "model" && wanted ? acts.networkEnding(t, m) : null;
      if (wanted && ending) acts.act(t, c.at, { k: "compile", object: c.self.id, ...wanted, ending });
      if (m.k === "model") t.put(c.self, { ...m, attrs: new Map([...m.attrs, ...(metrics ? [["#metrics", metrics] as const] : []), ...(loss ? [["#loss", loss] as const] : [])]) });
    }
    return none;
  },
  fitResample: models.fitResample,
  crossValidate: models.crossValidate,
  trainBooster: models.trainBooster,
  boosterCV: models.boosterCV,
  best,
  bestScore: (t, c, e) => {
    const m = c.self?.k === "obj" ? t.get(c.self) : null;
    if (m?.k !== "model" || c.self?.k !== "obj") return any();
    const known = m.attrs.get("#score");
    if (known && e.all !== true) t.sign({ at: c.at, kind: "searchScore", what: m.name, rows: null, ids: t.prov(known).scores });
    return known ?? (m.attrs.has("#monitor") ? models.reportMonitor(t, c.self, m, c.at) : any({ ...nothing, chosen: m.settings.chosen }));
  },
  optimize: models.optimize,
  makeModel,
  clone: (t, c, e) => {
    const v = subject(c, e);
    const m = v?.k === "obj" ? t.get(v) : null;
    return m?.k === "model" ? t.new({ ...m, knows: new Set() }) : (v ?? any());
  },
  load: (t, c, e) => {
    acts.noteLoad(t, c, e);
    if (c.self?.k === "obj") return c.self;
    const path = literalArg(c, e.path);
    return t.unknown(typeof path === "string" ? path : c.name, c.at);
  },
  setParams: (t, c) => {
    if (c.self?.k === "obj") {
      const m = t.get(c.self);
      const p = extras(t, c.args.map((a) => a.value));
      if (m.k === "model") t.put(c.self, { ...m, settings: joinProv(m.settings, { ...nothing, scores: p.scores, chosen: p.chosen, vary: p.vary }) });
    }
    return c.self ?? any();
  },
  mode: (t, c, e) => {
    if (e.set === "zeroGrad") acts.act(t, c.at, { k: "clear" });
    else if (c.self?.k === "obj") acts.act(t, c.at, { k: "mode", object: c.self.id, set: e.set === "eval" || literalArg(c, e.param) === false ? "eval" : "train" });
    return c.self ?? any();
  },
  step: (t, c) => {
    t.notePending(c);
    const closure = arg(c, "closure");
    if (!closure || closure.k === "const") acts.act(t, c.at, { k: "step" });
    return none;
  },
  backward: (t, c) => {
    acts.act(t, c.at, { k: "backward", preds: t.prov(c.self).preds });
    t.backward(c.self, c.at);
    return none;
  },
  loadWeights: (t, c) => {
    if (c.self?.k === "obj") {
      const m = t.get(c.self);
      const pending = m.k === "model" ? m.attrs.get("#pending") : undefined;
      if (m.k === "model" && pending) t.put(c.self, { ...m, settings: { ...m.settings, chosen: union(m.settings.chosen, t.prov(pending).chosen) } });
    }
    return c.self ?? none;
  },
  noGrad: (_t, c, e) => {
    const unless = e.unless as { param: string } | undefined;
    return unless && literalArg(c, unless.param) !== false ? any() : { k: "any", p: nothing, hint: "noGrad" };
  },
  metric: (t, c, e) => {
    const m = c.self?.k === "obj" ? t.get(c.self) : null;
    const expects = m?.k === "model" ? m.row?.traits?.expects : e.expects;
    const ending = acts.endingOf(t, arg(c, e.pred));
    if (typeof expects === "string" && ending) acts.act(t, c.at, { k: "loss", loss: m?.k === "model" ? m.name : c.name, expects, ending });
    return models.metric(t, c, e);
  },
  call: (t, c, e) => {
    const fn = arg(c, e.fn ?? "func") ?? c.args[0]?.value;
    const rest = c.args.slice(1).flatMap((a) => elements(t, a.value, 4)?.items.slice(0, 1) ?? []);
    return fn ? callValue(t, fn, rest.map((value) => ({ name: null, value })), c.at, c.name, c.node) : any();
  },
};

function parts(t: Trace, c: CallCtx): Value[] {
  const first = c.args[0]?.value;
  if (c.args.filter((a) => !a.name).length > 1) return c.args.filter((a) => !a.name).map((a) => a.value);
  if (!first || t.peekData(first)) return first ? [first] : [];
  return [...(elements(t, first, 24)?.items ?? [first])];
}

export { constant, doubt };

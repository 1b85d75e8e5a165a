/** Effects that learn from rows, or give values back row by row: statistics, ranks, codes, fills, windows, groups, functions applied. */
import * as acts from "./acts.js";
import { arg, argExpr, type CallCtx, given, literalArg } from "./binding.js";
import { callValue } from "./calls.js";
import { columnPick, knownItems, listItems, mapCols, selectColumns } from "./columns.js";
import { oftenGone, onceEach } from "./copies.js";
import { acrossColumns, callArgs, dataOf, extras, nameOf, ofKey, others, subject, tupleOf } from "./effectArguments.js";
import { rowwise } from "./frames.js";
import { groupColumns, groupingOf } from "./groupKeys.js";
import type { CallableRow, EffectRow } from "./knowledge.js";
import { effectsOf } from "./library.js";
import { fillingFrom, lookingAt } from "./looks.js";
import { elements } from "./loops.js";
import { classes } from "./rowEffects.js";
import { type Cut, cut } from "./rows.js";
import { namedBound, sliceRows } from "./slices.js";
import { namedStatistic } from "./statisticTables.js";
import { kept } from "./tables.js";
import type { Trace } from "./trace.js";
import { addLearned, any, columnOf, columnOfOrigin, constant, content, type Data, data, joinProv, nothing, type Prov, type Value } from "./values.js";

export function reduce(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  if (!v)
    return any(
      extras(
        t,
        c.args.map((a) => a.value),
      ),
    );
  if (v.k === "obj" && t.get(v).k === "unknown") t.morphData(v);
  const model = v.k === "obj" ? t.get(v) : null;
  // What a fitted object knows, read out: coefficients, importances, the support of a selection.
  if (model?.k === "model" && e.outOfBag) t.sign({ at: c.at, kind: "outOfBag", what: model.name, rows: null, ids: model.knows });
  if (model?.k === "model") return any({ ...nothing, learned: model.knows, chosen: model.settings.chosen, conf: model.conf });
  const laid = literalArg(c, "axis") === 0 ? laidOver(t, v) : null;
  if (laid) return rowwise(t, [...laid, ...others(c, e)]);
  const d = v.k === "obj" ? (t.peekData(v) ?? t.dataIn(v)) : t.dataIn(v);
  const rest = extras(t, others(c, e));
  if (!d) return any(joinProv(t.prov(v), rest));
  if (e.indexLabels && d.isIndex) return v;
  if (d.elem || acrossColumns(c)) return c.name === "argmax" ? classes(t, rowwise(t, [v, ...others(c, e)])) : rowwise(t, [v, ...others(c, e)]);
  // A generator of whole columns is added up row by row.
  const expr = argExpr(c, ofKey(c, e));
  if (!t.peekData(v) && expr?.k === "comp" && expr.kind === "generator" && /^(sum|max|min)$/.test(c.name)) return rowwise(t, [v]);
  const missing = t.peekData(v)?.mask?.cut.id.startsWith("missing:");
  const p = joinProv(t.prov(v), rest);
  // The longest of all texts says how far the others are filled up, and nothing of what they hold.
  const longest = d.lengths && /^(nan)?(max|min|amax|amin|percentile|quantile)$/.test(c.name);
  if (e.weak || missing || longest) return t.statistic(d, c.at, c.name, p, nameOf(t, c, e), "count");
  const extreme = e.extreme === true && !given(c, "axis");
  const out = t.statistic(d, c.at, c.name, p, nameOf(t, c, e), "statistic", { extreme });
  if (typeof e.against === "string" && out.k === "any") {
    const hint = `pairs:${[...out.p.learned].find((id) => !p.learned.has(id)) ?? 0}`;
    const other = arg(c, e.against);
    if (other && t.dataIn(other)) t.readAgainst(hint, [...t.prov(v).origin, ...t.prov(other).origin].map(columnOfOrigin));
    return { ...out, hint };
  }
  return e.extreme && out.k === "any" ? { ...out, hint: "extreme" } : out;
}

/** `np.sum([a, b], axis=0)`: columns of the same rows, laid one on the other: each row has its own sum. Null where it is something else. */
function laidOver(t: Trace, v: Value): readonly Value[] | null {
  const items = knownItems(t, v) ?? [];
  const rows = items.map((x) => t.peekData(x));
  return rows.length > 0 && rows.every((d) => d && !d.elem && d.rows.terms.length > 0 && d.rows.key === rows[0]?.rows.key) ? items : null;
}

export function learn(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  const v = subject(c, e);
  if (!d || !v)
    return any(
      extras(
        t,
        c.args.map((a) => a.value),
      ),
    );
  if (d.elem || acrossColumns(c)) return rowwise(t, [v, ...others(c, e)]);
  const unless = e.unless as { param: string; kind?: string } | undefined;
  if (unless) {
    const edges = arg(c, unless.param);
    // A parameter that is told need not be learned.
    if (unless.kind === "given" && given(c, unless.param) && !(edges?.k === "const" && edges.v === null)) return tupleOf(t, c, e, rowwise(t, [v]));
    const literal = edges && (listItems(t, edges)?.every((x) => x.k === "const" || x.k === "any") ?? false);
    // Edges that are not a number come from somewhere: what they know comes along.
    const isNumber = edges?.k === "const" && typeof edges.v === "number";
    // So do edges of some of the rows, of which no more than their knowledge is known.
    const isCount = edges?.k === "any" && edges.hint !== "range" && (edges.hint === "int" || edges.p.learned.size === 0);
    if (literal || (edges && !isNumber && !isCount)) return tupleOf(t, c, e, rowwise(t, [v, edges]));
    if (isCount) return tupleOf(t, c, e, learned(t, c, d, v, nameOf(t, c, e)));
  }
  return tupleOf(t, c, e, learned(t, c, d, v, nameOf(t, c, e), "statistic", e.scales === true));
}

function learned(
  t: Trace,
  c: CallCtx,
  d: Data,
  v: Value,
  name: string,
  weight: "statistic" | "vocabulary" | "count" = "statistic",
  scales = false,
  from: Prov | null = null,
): Value {
  const p = from ?? t.prov(v);
  const id = t.learn(c.at, {
    what: c.name,
    name,
    via: "statistic",
    weight,
    rows: d.rows,
    from: p,
    y: null,
    supervised: false,
    grouped: false,
    scales,
    ...(d.removed.size ? { without: d.removed.size } : {}),
    object: 0,
    conf: p.conf,
    fit: null,
  });
  return t.newData(mapCols(d, (q) => addLearned(q, id)));
}

export function vocab(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const d = dataOf(t, c, e);
  if (!d || !v)
    return any(
      extras(
        t,
        c.args.map((a) => a.value),
      ),
    );
  // Of named columns the categories are learned, whatever stands beside them.
  const pick = typeof e.columns === "string" && given(c, e.columns) ? columnPick(t, arg(c, e.columns) as Value) : null;
  const out = learned(t, c, d, v, nameOf(t, c, e), "vocabulary", false, pick?.names ? content(selectColumns(d, pick, null)) : null);
  const cell = out.k === "obj" ? t.get(out) : null;
  if (cell?.k !== "data") return out;
  // New columns appear; those that were named and gone stay gone.
  return tupleOf(t, c, e, t.newData({ ...cell, open: true }));
}

export function filter(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const d = dataOf(t, c, e);
  if (!d || !v) return any(t.prov(v));
  if (acrossColumns(c, e.axis)) return t.newData(selectColumns(d, { names: null, minus: null, p: nothing }, null));
  if (typeof e.head === "string" && d.elem) return v;
  const counted = d.as === "groupby" ? null : countedRows(t, c, e, d);
  if (counted) return t.newData({ ...d, ...counted, view: null, mask: null, pos: null });
  const p = extras(t, others(c, e));
  const text = t.say(c.node) || c.name;
  // The same words are the same condition, unless they hold values that change with a loop.
  const worded = /^(query|dropna|drop_duplicates|head|tail)$/.test(c.name) && !(t.loops.length && text.includes("@"));
  const c1: Cut = {
    id: `${c.name}:${d.rows.key}:${worded ? `${text.slice(text.indexOf(c.name))}${t.round(p)}` : t.place(c.at)}`,
    part: "T",
    kind: "filter",
    at: c.at,
  };
  return t.newData({
    ...d,
    rows: cut(e.once ? (literalArg(c, "keep") === false ? oftenGone : onceEach)(d.rows) : d.rows, c1),
    base: joinProv(d.base, { ...p, origin: nothing.origin, preds: nothing.preds }),
    view: null,
    mask: null,
    pos: null,
  });
}

/** The first or the last n rows, or all but the first n, as a slice says it. */
function countedRows(t: Trace, c: CallCtx, e: EffectRow, d: Data): Partial<Data> | null {
  const count = (name: unknown): Value | null => {
    const v = arg(c, name);
    const expr = argExpr(c, name);
    if (v?.k === "const") return typeof v.v === "number" && v.v > 0 ? v : null;
    return v && expr ? namedBound(t, v, expr) : null;
  };
  const last = count(e.tail);
  const first = count(e.head);
  const gone = count(e.skip);
  if (!first && !gone && last?.k !== "const") return null;
  if (d.anew) {
    // Every pass takes other rows: what one pass leaves out the next may take.
    const id = `sample:${t.place(c.at)}`;
    t.split({ at: c.at, id, kind: "sample", rows: d.rows, seeded: false, shuffled: true, stratified: false, by: null, label: c.name, anew: d.anew });
    return { anew: null, rows: cut(d.rows, { id, part: "T", kind: "random", at: c.at }) };
  }
  const [lo, hi] = first ? [null, first] : gone ? [gone, null] : [constant(-Number((last as Value & { k: "const" }).v)), null];
  return { rows: sliceRows(d.rows, lo, hi, c.at, null).rows };
}

export function fill(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  if (!v) return any();
  const method = literalArg(c, e.method);
  const values = others(c, e);
  const d = t.peekData(v);
  // What one value is mapped to says nothing of the others that are mapped to the same.
  if (d && e.map === undefined) acts.noteFill(t, c, d, values[0]);
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
export function windowed(t: Trace, d: Data, as = "data", looks = (p: Prov): Prov => p): Value {
  return t.newData({ ...mapCols(d, (p) => looks({ ...p, origin: nothing.origin })), as });
}

export function apply(t: Trace, c: CallCtx, e: EffectRow): Value {
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
  const given: Data = { ...d, as: "data", elem, view: null, mask: null, pos: null, ...(groups ? { group: groupingOf(d) } : {}) };
  const out = callValue(t, fn, [{ name: null, value: t.newData(given) }, ...callArgs(c)], fn.k === "lib" ? c.at : c.at, c.name, c.node);
  const p = t.prov(out);
  if (groups) {
    const o = t.peekData(out);
    const { group: _, ...table } = o ?? d;
    return o ? t.newData({ ...table, rows: o.rows.key === d.rows.key ? d.rows : o.rows, elem: false }) : any({ ...p, origin: nothing.origin });
  }
  if (!elem) {
    const o = t.peekData(out);
    if (!o) return any({ ...p, origin: nothing.origin });
    return t.newData({ ...d, ...pickContent(o), view: null, mask: null, elem: false });
  }
  const o = t.peekData(out);
  const base: Prov = o ? content(o) : p;
  return t.newData(data(d.rows, { rest: { p: joinProv({ ...d.base }, base) }, elem: d.elem, open: true, ...lengthsOf(out) }));
}

/** Of `len` and its like, called on one element after the other. */
const lengthsOf = (out: Value): Partial<Data> => (out.k === "any" && out.hint === "int" ? { lengths: true } : {});

const isSeries = (d: Data): boolean => d.column !== null;
const pickContent = (o: Data): Partial<Data> => ({ cols: o.cols, rest: o.rest, base: o.base, open: o.open });

export function mapOp(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const fnOver = arg(c, e.fn ?? "arg");
  if (v && fnOver && (v.k === "tuple" || v.k === "zip" || (v.k === "obj" && t.get(v).k === "list"))) {
    // Called on one thing after the other, as the built-in map does.
    const got = elements(t, v, 8, c.at);
    const items = (got?.items ?? []).map((x) =>
      callValue(
        t,
        fnOver,
        c.name === "starmap" && x.k === "tuple" ? x.items.map((value) => ({ name: null, value })) : [{ name: null, value: x }],
        c.at,
        c.name,
        c.node,
      ),
    );
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
    return t.newData({
      ...data(d.rows, { rest: { p: joinProv(d.base, p) }, elem: d.elem, open: true, ...lengthsOf(out) }),
      as: d.as === "tfDataset" ? d.as : kept(t.lib, d.as),
      draw: kept(t.lib, d.as) === "data" ? null : d.draw,
      label: d.label,
      ...(kept(t.lib, d.as) === "data" ? {} : { cols: d.cols, rest: { p: joinProv(d.rest?.p ?? nothing, joinProv(d.base, p)) } }),
    });
  }
  if (fn.k === "lib") {
    const out = rowwise(t, [v]);
    const o = effectsOf((fn.row ?? {}) as CallableRow)[0]?.measures ? t.peekData(out) : null;
    return o ? t.newData({ ...o, lengths: true }) : out;
  }
  // A look-up: each row gets what the table knows for its key; a table made of the rows' own values is knowledge, not content.
  const out = rowwise(t, [v, asKnowledge(t, fn)]);
  const o = t.peekData(out);
  return o ? t.newData({ ...o, lookedUp: true }) : out;
}

/** Whether a table whose columns are all named has none of this name, and never had one that may be its index now. */
const lacksColumn = (d: Data, name: string): boolean =>
  !d.open && d.rest === null && d.cols.size > 0 && d.column === null && !d.cols.has(name) && !d.removed.has(name);

/** What is grouped by a column that the table does not have cannot be worked out as the program stands. */
const strayDoubt = (d: Data): number => (d.stray ? 2 : 0);

export function groupby(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  if (!d) return any(t.prov(subject(c, e)));
  const keys = groupColumns(t, arg(c, e.by ?? "by"));
  const stray = [...keys].some((k) => lacksColumn(d, k));
  return t.newData({ ...d, as: "groupby", view: null, mask: null, column: d.column, keys, stray });
}

/** 'count', ['count', 'size'], {'id': 'count'}, len. */
function onlyCounts(t: Trace, fn: Value): boolean {
  if (fn.k === "const") return /^(count|size|nunique)$/.test(String(fn.v));
  if (fn.k === "lib") return fn.what === "function" && effectsOf((fn.row ?? {}) as CallableRow)[0]?.op === "count";
  const cell = fn.k === "obj" ? t.get(fn) : null;
  const list = cell?.k === "dict" && !cell.rest ? [...cell.entries.values()] : cell?.k === "list" && !cell.open ? cell.items : [];
  return list.length > 0 && list.every((x) => onlyCounts(t, x));
}

export function agg(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  if (!d) return any(t.prov(subject(c, e)));
  const fn = typeof e.fn === "string" ? arg(c, e.fn) : undefined;
  const counts = e.weak || (fn !== undefined && onlyCounts(t, fn));
  // `agg({"sales": "mean"})` looks at these columns alone.
  const told = fn?.k === "obj" ? t.get(fn) : null;
  const names = told?.k === "dict" && !told.rest && told.entries.size ? [...told.entries.keys()].filter((n) => typeof n === "string") : null;
  const seen = names ? content(selectColumns(d, { names, minus: null, p: nothing }, null)) : content(d);
  const width = names?.length ?? (d.rest ? (d.column !== null ? 1 : 0) : d.cols.size);
  const stat = t.statistic({ ...d, as: "data" }, c.at, c.name, seen, nameOf(t, c, e) || t.say(c.node), counts ? "count" : "statistic", {
    grouped: true,
    width,
    keys: d.keys,
    doubt: strayDoubt(d),
  });
  return namedStatistic(t, stat, d, names as readonly string[] | null, fn);
}

export function groupTransform(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  const v = subject(c, e);
  if (!d || !v) return any(t.prov(v));
  const fn = typeof e.fn === "string" ? arg(c, e.fn) : undefined;
  if (fn && onlyCounts(t, fn)) return t.newData({ ...mapCols(d, (p) => ({ ...p, origin: nothing.origin })), as: "data" });
  if (fn?.k === "const" && /^(shift|diff)/.test(String(fn.v))) return windowed(t, d, "data", lookingAt(t, d, c, { op: "shift" }));
  if (fn?.k === "const" && /^(cum|ffill|bfill)/.test(String(fn.v))) return windowed(t, d);
  let p = content(d);
  if (fn && fn.k !== "const" && fn.k !== "lib") {
    const own = t.prov(callValue(t, fn, [{ name: null, value: t.newData({ ...d, as: "data" }) }], c.at, c.name, c.node));
    // A function that only looks at the rows before or after learns nothing of the group.
    if (own.looks.size > p.looks.size && own.learned.size === p.learned.size)
      return windowed(t, d, "data", (q) => joinProv(q, { ...own, origin: nothing.origin }));
    // What it learns of the group stands at the innermost call.
    if ([...own.learned].some((id) => !p.learned.has(id) && t.learned.get(id)?.weight === "statistic"))
      return t.newData({ ...mapCols(d, (q) => joinProv(q, { ...own, origin: nothing.origin })), as: "data" });
    p = joinProv(p, own);
  }
  const id = t.learn(c.at, {
    what: c.name,
    name: nameOf(t, c, e) || t.say(c.node),
    via: "statistic",
    weight: "statistic",
    rows: d.rows,
    from: p,
    y: null,
    supervised: false,
    grouped: true,
    ...(d.keys?.size ? { keys: d.keys } : {}),
    object: 0,
    conf: p.conf + strayDoubt(d),
    fit: null,
  });
  const keepsOwn = fn !== undefined && fn.k !== "const" && fn.k !== "lib";
  return t.newData({
    ...mapCols(d, (q) => addLearned(keepsOwn ? joinProv(q, { ...p, origin: nothing.origin }) : { ...q, origin: nothing.origin }, id)),
    as: "data",
  });
}

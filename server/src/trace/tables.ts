/**
 * Tables that are not pandas': they keep their kind through the work on their rows, may come in named parts, and are
 * worked on by expressions, which speak of columns before it is known of which table.
 */
import { arg, type CallCtx, literalArg } from "./binding.js";
import { listItems } from "./columns.js";
import type { EffectRow } from "./knowledge.js";
import type { Library } from "./library.js";
import { type Bound, type Cut, cut, fromSource, type Rows } from "./rows.js";
import type { Trace } from "./trace.js";
import { columnOf, content, type Data, data, type IdSet, joinProv, nothing, type Prov, type Value } from "./values.js";
import { setColumn } from "./writes.js";

/** Whether names in brackets are columns. */
export const isTable = (lib: Library, as: string): boolean => as === "data" || lib.protocol(as)?.table === true;

/** What work on rows gives: a table of the same kind, or plain data. */
export const kept = (lib: Library, as: string): string => (lib.protocol(as)?.table || lib.protocol(as)?.parts ? as : "data");

// Named parts

/** `parts["train"]`: parts of one whole are disjoint. */
export function part(t: Trace, d: Data, name: string): Value {
  const id = d.draw ?? `named:${d.rows.key}`;
  const c: Cut = { id, part: name, kind: d.draw ? "random" : "value", at: null };
  return t.newData({ ...d, rows: cut(d.rows, c), as: t.lib.protocol(d.as)?.parts ?? "data", draw: null, view: null, mask: null });
}

/** The part that a name of several arrays names: `x_train`, `X_tr` → train, `Xval` → val, `X` → the unnamed one; null for names of other things. */
function partNamed(key: string): string | null {
  const found =
    /^(?:(x|y|features?|labels?|targets?|data|images?|inputs?)_?)?(train(?:ing)?|test(?:ing)?|val(?:id(?:ation)?)?|dev|(?<=^[xy]_)t[re])?(?:_?(x|y|features?|labels?|targets?|data|images?|inputs?|set))?$/i.exec(
      key,
    );
  const name = (found?.[2] ?? "").toLowerCase().replace(/(?<=train|test)ing$|id(?:ation)?$/, "");
  return found ? name.replace(/^tr$/, "train").replace(/^te$/, "test") : null;
}

/** The rows that a name in brackets takes from an archive, or from a collection that nobody knows; null for columns of one table. */
export function namedRows(t: Trace, d: Data, key: string): Rows | null {
  const archive = t.lib.protocol(d.as)?.archive === true;
  // What the arrays of an archive are numbered by in front, `q2x_train` and `q2y_train`, they share.
  const name = partNamed(key) ?? (archive ? partNamed(key.replace(/^[a-z]+\d+_?/i, "")) || null : null);
  const handed = d.column === null && d.rows.terms.every((x) => (x.source.kind === "param" || x.source.kind === "unknown") && x.cuts.length === 0);
  // Arrays that are numbered are as many sets of rows: `day1`, `day2`.
  const number = archive && name === null ? (/\d+$/.exec(key)?.[0] ?? null) : null;
  if (number !== null) return cut(d.rows, { id: `named:${d.rows.key}`, part: `#${number}`, kind: "value", at: null });
  if (name === null || !(archive || (handed && name !== ""))) return null;
  return cut(d.rows, { id: `named:${d.rows.key}`, part: name, kind: "value", at: null });
}

/** "train", "train[:80%]", "train+test": what a loader is asked for. */
export function namedPart(rows: Rows, wanted: string): Rows {
  const found = /^(\w+)(?:\[([^:\]]*):([^:\]]*)\])?$/.exec(wanted);
  if (!found) return rows;
  const [, name = "", lo, hi] = found;
  const whole = cut(rows, { id: `named:${rows.key}`, part: name, kind: "value", at: null });
  if (lo === undefined || hi === undefined) return whole;
  const share = [lo, hi].every((text) => /^(-?\d+(\.\d+)?%)?$/.test(text));
  // Shares count from the front, so that those that are counted from the end can be compared.
  const bound = (text: string): Bound => {
    const n = Number(text.replace(/%$/, ""));
    if (text === "" || Number.isNaN(n)) return text || null;
    const front = share && n < 0 ? 100 + n : n;
    return front === 0 || (share && front === 100) ? null : front;
  };
  return cut(whole, { id: `${share ? "share" : "pos"}:${whole.key}`, part: `${lo}:${hi}`, kind: "range", at: null, lo: bound(lo), hi: bound(hi) });
}

/** A method that cuts a table in a train and a test part and gives them by name. */
export function cutInParts(t: Trace, c: CallCtx, e: EffectRow, d: Data): Value {
  const seed = arg(c, e.seed);
  const seeded = seed?.k === "const" && seed.v !== null;
  const ordered = literalArg(c, e.shuffle) === false;
  const stratify = arg(c, e.stratify);
  const stratified = Boolean(stratify && !(stratify.k === "const" && stratify.v === null));
  const size = String(literalArg(c, e.test_size) ?? t.place(c.at));
  const id = seeded || ordered ? `holdout:${d.rows.key}:${size}:${seeded ? seed.v : ""}:${ordered}` : `holdout:${t.place(c.at)}`;
  t.split({ at: c.at, id, kind: "holdout", rows: d.rows, seeded: seeded || ordered, shuffled: !ordered, stratified, by: null, label: c.name });
  return t.newData({ ...d, as: String(e.as), draw: id, view: null, mask: null });
}

// Expressions

const source = { key: "expression", kind: "made" as const, label: "column", at: null };
const isExpression = (rows: Rows): boolean => rows.terms.some((term) => term.source.key === source.key);

/** `col("x")`: a column of a table to come. `reduces`: a statistic of it (`mean("x")`). */
export function expression(t: Trace, c: CallCtx, e: EffectRow): Value {
  const given = e.of === undefined ? undefined : arg(c, e.of);
  const names = c.args.filter((a) => a.value === given || (!a.name && a.star === undefined)).flatMap((a) => listItems(t, a.value) ?? [a.value]);
  const strings = names.flatMap((v) => (v.k === "const" && typeof v.v === "string" ? [v.v] : []));
  const already = names.map((v) => t.peekData(v)).find((d) => d !== null);
  const all = strings.length === 0 || strings.includes("*");
  const origin = new Set(all ? ["expression:*"] : strings.map((n) => `expression:${n}`));
  const d =
    already ??
    data(fromSource(source), { as: "expression", rest: { p: { ...nothing, origin } }, column: strings.length === 1 && !all ? (strings[0] as string) : null });
  if (e.reduces) return t.statistic(d, c.at, c.name, content(d), strings.join(", "));
  return t.newData(d);
}

/** The call as it is once the table is known: its expressions are columns of the receiver. */
export function resolved(t: Trace, c: CallCtx): CallCtx {
  const d = c.self?.k === "obj" ? t.peekData(c.self) : null;
  if (!d || d.as === "expression" || !c.args.length) return c;
  const changed = new Map<Value, Value>();
  for (const a of c.args) {
    const v = resolve(t, a.value, d, 0);
    if (v !== a.value) changed.set(a.value, v);
  }
  if (!changed.size) return c;
  const swap = <A extends { readonly value: Value }>(a: A): A => ({ ...a, value: changed.get(a.value) ?? a.value });
  return { ...c, args: c.args.map(swap), bound: new Map([...c.bound].map(([n, a]) => [n, swap(a)])), star: c.star.map(swap), kw: c.kw.map(swap) };
}

function resolve(t: Trace, v: Value, d: Data, depth: number): Value {
  if (v.k === "any") {
    const p = resolvedProv(t, v.p, d);
    return p === v.p ? v : { ...v, p };
  }
  if (v.k === "tuple" && depth < 3) {
    const items = v.items.map((x) => resolve(t, x, d, depth + 1));
    return items.every((x, i) => x === v.items[i]) ? v : { k: "tuple", items };
  }
  if (v.k !== "obj") return v;
  const cell = t.get(v);
  if (cell.k === "list" && depth < 3) {
    const items = cell.items.map((x) => resolve(t, x, d, depth + 1));
    return items.every((x, i) => x === cell.items[i]) ? v : t.new({ ...cell, items });
  }
  if (cell.k !== "data" || !isExpression(cell.rows)) return v;
  const p = resolvedProv(t, content(cell), d);
  return t.newData(data(d.rows, { rest: { p }, column: cell.column, mask: cell.mask, open: true, elem: d.elem }));
}

/** What was learned of the columns to come was learned of the rows of this table. */
function resolvedProv(t: Trace, p: Prov, d: Data): Prov {
  const names = [...p.origin].filter((o) => o.startsWith("expression:"));
  const facts = [...p.learned].filter((id) => isExpression(t.learned.get(id)?.rows ?? d.rows));
  if (!names.length && !facts.length) return p;
  const own = columnsNamed(d, p.origin);
  const learned = new Set<number>([...p.learned].filter((id) => !facts.includes(id)));
  let out: Prov = { ...p, origin: new Set([...p.origin].filter((o) => !o.startsWith("expression:"))) };
  for (const id of facts) {
    const fact = t.learned.get(id);
    if (!fact) continue;
    const from = columnsNamed(d, fact.from.origin);
    learned.add(t.learn(fact.at, { ...fact, rows: d.rows, from: joinProv(from, { ...fact.from, origin: nothing.origin, learned: nothing.learned }) }));
    // A statistic of columns that know something knows it too.
    out = joinProv(out, { ...from, origin: nothing.origin });
  }
  out = joinProv(out, own);
  return { ...out, learned: new Set([...out.learned, ...learned].filter((id) => !facts.includes(id))) as IdSet };
}

function columnsNamed(d: Data, origin: ReadonlySet<string>): Prov {
  let p: Prov = nothing;
  for (const o of origin) {
    if (o === "expression:*") p = joinProv(p, content(d));
    else if (o.startsWith("expression:")) p = joinProv(p, columnOf(d, o.slice("expression:".length).replace(/#.*$/, ""))?.p ?? nothing);
  }
  return p;
}

/** `with_columns(…)`, and with `only` `select(…)`: columns given in order, in lists, and by name. */
export function withColumns(t: Trace, c: CallCtx, e: EffectRow, d: Data): Value {
  let out: Data = e.only ? { ...d, cols: new Map(), rest: null, removed: new Set(), open: false } : d;
  const rest = (p: Prov): void => {
    out = { ...out, rest: { p: joinProv(out.rest?.p ?? nothing, p) }, open: true };
  };
  for (const v of c.args.filter((a) => !a.name).flatMap((a) => listItems(t, a.value) ?? [a.value])) {
    const x = t.peekData(v);
    if (v.k === "const" && v.v === "*") {
      out = { ...out, cols: new Map([...d.cols, ...out.cols]), rest: d.rest, removed: d.removed, open: out.open || d.open };
    } else if (v.k === "const" && typeof v.v === "string") out = { ...out, cols: new Map([...out.cols, [v.v, columnOf(d, v.v) ?? { p: nothing }]]) };
    else if (v.k === "names")
      out = {
        ...out,
        cols: new Map([...d.cols].filter(([n]) => !v.minus.has(n))),
        rest: d.rest,
        removed: new Set([...d.removed, ...v.minus]),
        open: out.open || d.open || v.some === true,
      };
    else if (x && x.column !== null) out = setColumn(t, out, x.column, v, null);
    else rest(x ? content(x) : { ...t.prov(v), scores: nothing.scores });
  }
  for (const a of c.args) if (a.name && !a.star) out = setColumn(t, out, a.name, a.value, null);
  return t.newData({ ...out, built: c.at, view: null, mask: null, pos: null });
}

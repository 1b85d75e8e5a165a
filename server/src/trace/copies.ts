/** Rows that stand in a table more than once because they were laid beside themselves. */
import type { Expr } from "../program/ir.js";
import type { CallCtx } from "./binding.js";
import { inputData } from "./inputs.js";
import { resampled } from "./resampling.js";
import { concat, type Rows, relation, unmixed } from "./rows.js";
import type { Trace } from "./trace.js";
import { content, type Data, type Value } from "./values.js";

/** `concat([rows, rows])`, `[rows] * 3`, `rows` beside a slice of it or beside rows picked from it: every one of these rows is there more than once. */
export function withCopies(t: Trace, c: CallCtx, given: readonly (Expr | null)[], values: readonly Value[]): readonly Value[] {
  const exprs = given.flatMap((x): (Expr | null)[] => (x?.k === "list" || x?.k === "tuple" ? x.items : [x]));
  const last = exprs.at(-1);
  const many = last ? repeated(last) : null;
  if (many) while (exprs.length < values.length) exprs.push(many);
  if (exprs.length !== values.length) return values;
  for (const [i, expr] of exprs.entries()) {
    const [v, d] = [values[i], values[i] && t.peekData(values[i])];
    if (!v || !d || d.pos || d.isIndex || (expr?.k !== "name" && expr?.k !== "attr")) continue;
    const again = exprs.map((x, j) => j !== i && x !== null && (takenFrom(x, expr) || (!/test|val|hold/i.test(nameOf(x)) && pickedFrom(t, values[j], d))));
    if (!again.includes(true)) continue;
    const picked = exprs[again.indexOf(true)];
    const more = copied(t, c, v, picked?.k === "name" ? picked : expr);
    const rows = t.peekData(more)?.rows;
    return rows ? values.map((x, j) => (j === i ? more : again[j] ? sameContent(t, x, rows) : x)) : values;
  }
  // Arrays of one axis that are stacked are columns, once they are turned.
  const twice = many || /stack/.test(c.name) ? [] : changedCopies(t, exprs, values);
  if (twice.length) {
    const again = resampled(t, c.at, twice, "over", c.name, t.say(exprs[values.indexOf(twice[0] as Value)] ?? null), { changed: true });
    const items = again.k === "tuple" ? again.items : [again];
    return values.map((v) => items[twice.indexOf(v)] ?? v);
  }
  return many ? values.map((v, i) => (i >= exprs.indexOf(last ?? null) && t.peekData(v) ? copied(t, c, v, many) : v)) : values;
}

const copied = (t: Trace, c: CallCtx, v: Value, expr: Expr): Value => resampled(t, c.at, [v], "over", c.name, t.say(expr), { exact: true });

/**
 * Tables of the same rows and columns, one of which was computed from the other or both from a third (`[pictures, flipped]`): every row is there once more,
 * changed. Rows that are called a test are told apart by those who evaluate them.
 */
function changedCopies(t: Trace, exprs: readonly (Expr | null)[], values: readonly Value[]): readonly Value[] {
  const data = values.map((v) => t.peekData(v));
  const [first] = data;
  if (!first || values.length > 4 || new Set(values).size < values.length) return [];
  const own = (d: Data): string => [...content(d).origin].sort().join();
  const alike = exprs.every((x, i) => {
    const d = data[i];
    const whole = x?.k === "name" || x?.k === "attr" || (x?.k === "call" && i > 0);
    if (!d || !whole || /test|val(?!ue)|hold|pred|prob/i.test(t.say(x))) return false;
    if (d.elem || d.group || d.pos || d.isIndex || d.turned || d.column !== null || d.rows.terms.length !== 1 || d.rows.terms[0]?.mix) return false;
    const p = content(d);
    return d.rows.key === first.rows.key && own(d) === own(first) && p.origin.size > 0 && !p.preds.size && !p.learned.size;
  });
  return alike ? values : [];
}

/** The same rows once more, or some of them in order: `rows`, `rows[:n]`, `rows.iloc[a:b]`, `rows.copy()`. */
function takenFrom(x: Expr, of: Expr): boolean {
  if (x.k === "index") return x.index.k === "slice" && takenFrom(x.object, of);
  if (x.k === "attr" && /^i?loc$/.test(x.name)) return takenFrom(x.object, of);
  if (x.k === "call" && x.func.k === "attr" && /^(copy|sample|head|tail)$/.test(x.func.name)) return takenFrom(x.func.object, of);
  const many = repeated(x);
  return many ? takenFrom(many, of) : nameOf(x) !== "" && nameOf(x) === nameOf(of);
}

/** `rows`, `self.rows`, the table that columns or rows are picked from; empty for what has no name. */
function nameOf(x: Expr): string {
  if (x.k === "name") return x.name;
  if (x.k === "attr") return `${nameOf(x.object)}.${x.name}`;
  return x.k === "index" ? nameOf(x.object) : "";
}

/** The rows in `[rows] * n`. */
const repeated = (x: Expr): Expr | null =>
  x.k === "binary" && x.op === "*" && x.left.k === "list" && x.left.items.length === 1 ? (x.left.items[0] ?? null) : null;

/** Some of these rows, with values of the same columns: what was picked lies in what it was picked from (a test part by name is put back to its rows). */
function pickedFrom(t: Trace, v: Value | undefined, whole: Data): boolean {
  const d = v && (t.peekData(v) ?? t.dataIn(v));
  // One row, or what was made of it, holds no others. Groups of a table are different rows, whichever they are.
  if (!d || whole.elem || whole.group || d.group || d.pos || d.isIndex || d.rows.key === whole.rows.key || relation(whole.rows, d.rows) !== "contains")
    return false;
  const own = (x: Data): readonly string[] => [...content(x).origin].sort();
  return own(d).join() === own(whole).join() && d.rows.terms.every((x) => whole.rows.terms.every((y) => x.source.key === y.source.key));
}

/** What stands in several parts of rows laid end to end is gone from them: `concat([all, part, part]).drop_duplicates(keep=False)`. */
export function oftenGone(rows: Rows): Rows {
  const often = (p: Rows): boolean => (rows.parts ?? []).filter((x) => x.key === p.key).length > 1;
  const left = (rows.parts ?? []).filter((p) => !often(p));
  return left.length && left.length < (rows.parts?.length ?? 0) ? concat(left) : rows;
}

/** The rows once more, each of them once, where nothing but copies was added and nothing was cut off since. */
export const onceEach = (rows: Rows): Rows => (rows.terms.every((t) => !t.mix || (t.mix.exact && !t.after.length)) ? unmixed(rows) : rows);

const sameContent = (t: Trace, v: Value, rows: Rows): Value => {
  const d = inputData(t, v);
  const mix = rows.terms[0]?.mix;
  return d && mix ? t.newData({ ...d, rows: t.mixRows(d.rows, mix), view: null, mask: null }) : v;
};

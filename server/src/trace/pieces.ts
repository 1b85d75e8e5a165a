/** Tables in parts: those that a loop put into a list, those that were laid end to end, and columns that came later than a list of names. */
import type { Span } from "../base/span.js";
import { fromList } from "./limits.js";
import { type Cut, cut, fromSource, type Rows, relation, sharesSource } from "./rows.js";
import { boundOf } from "./slices.js";
import type { Trace } from "./trace.js";
import { any, type Col, constant, type Data, joinProv, type ListObj, nothing, type Obj, type Prov, type Value } from "./values.js";

/**
 * What stands at a place, or between two places, of a list that a loop filled with tables: other tables than those at other places.
 * Null where it holds something else, or where nobody can tell which are meant.
 */
export function piecesAt(t: Trace, base: Obj, list: ListObj, key: Value, at: Span): Value[] | null {
  const all = (elem: boolean): boolean => list.items.length > 0 && list.items.every((x) => x.k === "obj" && t.peekData(x)?.elem === elem);
  // Rows one by one, all of them: in a loop or a helper they may be the words of one row.
  const rows = key.k === "slice" && !t.loops.length && !t.calls.length && all(true);
  if (!rows && !all(false)) return null;
  const number = key.k === "const" && typeof key.v === "number" ? key.v : null;
  const [lo, hi] = key.k === "slice" ? [key.lo, key.hi] : number !== null ? [key, number === -1 ? null : constant(number + 1)] : [null, null];
  return lo || hi ? list.items.map((x) => pieceOf(t, x, base.id, lo, hi, at)) : null;
}

function pieceOf(t: Trace, v: Value, list: number, lo: Value | null, hi: Value | null, at: Span): Value {
  const d = t.peekData(v) as Data;
  const [a, b] = [boundOf(lo), boundOf(hi)];
  // A length by name is the same wherever it cuts rows one by one; of tables in a list nobody can tell.
  const told = d.elem ? a !== "?" && b !== "?" : typeof a !== "string" && typeof b !== "string";
  const piece: Cut = {
    id: `${fromList}${list}`,
    part: `${a ?? ""}:${b ?? ""}${told ? "" : `@${t.place(at)}`}`,
    kind: told ? "range" : "opaque",
    at,
    lo: a,
    hi: b,
  };
  return t.newData({ ...d, rows: cut(d.rows, piece), view: null, mask: null });
}

/** A bound with the rounds of its loops in front, so that `i` and `i + 1` of one round can be compared; null for others. */
const inRound = (b: ReturnType<typeof boundOf>): string | null => {
  const found = typeof b === "string" ? /^(txt:[^@]*)(@.+)$/.exec(b) : null;
  return found ? `${found[2]}:${found[1]}` : null;
};

/**
 * What a number that counts the rounds of a loop takes from a list of parts of one table, `parts[i]`, `parts[:i]`, `parts[i + 1:]`: other rows than at other
 * numbers of this round. Null for another list and for other numbers.
 */
export function partAt(t: Trace, list: ListObj, key: Value, at: Span): Value | null {
  const parts = list.items.map((x) => (x.k === "obj" ? t.peekData(x) : null));
  const [first] = parts;
  if (parts.length < 2 || !first || (key.k !== "any" && key.k !== "slice")) return null;
  const [lo, hi] = key.k === "slice" ? [boundOf(key.lo), boundOf(key.hi)] : [boundOf(key), null];
  const [a, b] = [inRound(lo), inRound(hi)];
  if ((lo !== null && lo !== 0 && a === null) || (hi !== null && b === null) || (a === null && b === null)) return null;
  const lastCut = (d: Data | null): Cut | undefined => (d?.pos ? d.pos.cuts.at(-1) : d?.rows.terms.length === 1 ? d.rows.terms[0]?.cuts.at(-1) : undefined);
  const cuts = parts.map(lastCut);
  const split = cuts[0];
  const apart = new Set(cuts.map((c) => c?.part)).size === parts.length;
  if (!split || !apart || cuts.some((c) => c?.id !== split.id) || !["ordered", "random"].includes(split.kind)) return null;
  const end = key.k === "any" ? `${a}+1` : b;
  const piece: Cut = { id: `${fromList}${split.id}`, part: `${a ?? ""}:${end ?? ""}`, kind: "range", at, lo: a, hi: end };
  const plain = { view: null, mask: null, elem: false } as const;
  const varies = key.k === "slice" ? nothing : { ...t.prov(key), origin: nothing.origin };
  const made = (d: Data): Value => t.withProv(t.newData(d), varies);
  if (first.pos) return made({ ...first, ...plain, pos: { cuts: [...first.pos.cuts.slice(0, -1), piece], perm: `${first.pos.perm}${piece.part}` } });
  const label = first.label ? t.peekData(first.label) : null;
  return made({
    ...first,
    ...plain,
    rows: cut(unsplit(first.rows, split), piece),
    label: label ? t.newData({ ...label, rows: cut(unsplit(label.rows, split), piece) }) : null,
  });
}

/** Rows as they were before the last cut, if it is this one. */
function unsplit(rows: Rows, c: Cut): Rows {
  const [only] = rows.terms;
  if (!only || rows.terms.length > 1 || only.mix || only.cuts.at(-1)?.id !== c.id) return rows;
  return only.cuts.slice(0, -1).reduce<Rows>((r, x) => cut(r, x), fromSource(only.source));
}

/** Rows of one of the parts that were laid end to end know what that part knew. */
export function ofOwnPart(d: Data): Data {
  const own = (c: Col): Col => {
    if (!c.parts) return c;
    const near = c.parts.filter((x) => relation(x.rows, d.rows) !== "disjoint");
    const [only] = near;
    return near.length === 1 && only && ["same", "contains"].includes(relation(only.rows, d.rows)) ? { ...c, p: only.p } : c;
  };
  if (!d.rest?.parts && ![...d.cols.values()].some((c) => c.parts)) return d;
  return { ...d, cols: new Map([...d.cols].map(([n, c]) => [n, own(c)])), rest: d.rest ? own(d.rest) : null };
}

/** A column of rows laid end to end: what any part brings, and who brought what where that differs. */
export function brought(list: readonly { rows: Rows; col: Col | null }[]): Col {
  const p = list.reduce<Prov>((q, x) => (x.col ? joinProv(q, x.col.p) : q), nothing);
  const differ = list.length <= 4 && list.some((x) => (x.col?.p.learned.size ?? 0) !== p.learned.size);
  return differ ? { p, parts: list.map((x) => ({ rows: x.rows, p: x.col?.p ?? nothing })) } : { p };
}

/** Whether a column was written after the names were taken: nothing of it comes from a column of that name. `own`: they are names of this very table. */
export function addedLater(of: Data, d: Data, n: string, c: Col, own: boolean): boolean {
  const source = d.rows.terms[0]?.source.key;
  const again = [...c.p.origin].some((o) => o.endsWith(`:${n}`) || o.endsWith(`#${n}`));
  const made = c.p.origin.size > 0 || c.p.preds.size > 0 || c.told === true;
  return (
    of !== d && (own || of.among !== undefined || !of.open) && !of.cols.has(n) && !of.among?.has(n) && of.rows.terms[0]?.source.key === source && !again && made
  );
}

/** Whether the columns of `of` are all the columns of `d`: names taken from another table may leave some out. */
export const namesAllOf = (of: Data, d: Data): boolean =>
  of === d ||
  (!of.open &&
    of.rows.terms[0]?.source.key === d.rows.terms[0]?.source.key &&
    (of.rest !== null || d.rest === null) &&
    [...d.cols.keys()].every((n) => of.cols.has(n) || (of.rest !== null && !of.removed.has(n))));

/** Rows of a table that the program puts together itself, no numbers of rows. */
const isBuilt = (rows: Rows): boolean => rows.terms.length > 0 && rows.terms.every(({ source }) => source.key.startsWith("made:"));

/** An entry of something that the caller hands over beside the table (settings), or the labels of a table of its own (scores of features): it says nothing of the rows of this table. */
export function foreign(list: Data, d: Data): boolean {
  const { terms } = list.rows;
  if (list.isIndex && !list.mask && !list.pos?.cuts.length && isBuilt(list.rows)) return !sharesSource(list.rows, d.rows);
  return !list.mask && !list.pos && !list.isIndex && !list.draw && terms.some((x) => x.source.key.startsWith("param:")) && !sharesSource(list.rows, d.rows);
}

/**
 * What a table of columns chosen by their types is gone through by are the names of those, and nobody can tell which; nor of names that are imported
 * from where nobody looked (`from settings import columns`).
 */
export function asName(t: Trace, key: Value, d: Data): Value {
  if (key.k === "lib" && !key.row) return any();
  const k = key.k === "obj" ? t.peekData(key) : null;
  return k?.elem && k.among && !k.pos && sharesSource(k.rows, d.rows) ? any(k.base) : key;
}

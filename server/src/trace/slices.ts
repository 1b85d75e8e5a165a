/** Slices of rows, by numbers and by lengths that are known by name only. */
import type { Span } from "../base/span.js";
import type { Expr } from "../program/ir.js";
import { type Bound, type Cut, concat, cut, type Rows, unmixed } from "./rows.js";
import type { Share } from "./scalars.js";
import type { Trace } from "./trace.js";
import { constant, type Data, type Value } from "./values.js";

/** A bound that is not a constant is named by its text, so that `:n` and `n:` meet. */
export function namedBound(t: Trace, v: Value, e: Expr): Value {
  if (v.k === "any" && !v.length)
    return { ...v, length: `txt:${t.texts.get(e.at.source)?.slice(e.at.start, e.at.end).replace(/\s+/g, "") ?? ""}${t.round(v.p)}` };
  if (v.k !== "const" && v.k !== "any") return { k: "any", p: t.prov(v), length: `txt:${t.say(e)}` };
  return v;
}

/** The share of a number of rows that a product is. */
export function shareOf(op: string, a: Value, b: Value): Share | null {
  const [rows, by] = a.k === "const" ? [b, a] : [a, b];
  const isShare = op === "*" && rows.k === "any" && rows.length?.startsWith("len:") && !rows.length.includes("+len:") && by.k === "const";
  return isShare && rows.length && typeof by.v === "number" && by.v > 0 && by.v < 1 ? { of: rows.length, by: by.v } : null;
}

/** `iloc[[n]]` is what `iloc[n:n + 1]` is. */
export function oneAsSlice(t: Trace, how: string, key: Value): Value {
  const list = how === "iloc" && key.k === "obj" ? t.get(key) : null;
  const only = list?.k === "list" && !list.open && list.items.length === 1 ? list.items[0] : undefined;
  if (only?.k !== "const" || typeof only.v !== "number") return key;
  return { k: "slice", lo: only, hi: only.v === -1 ? null : constant(only.v + 1), step: null };
}

/** `[lo:hi]` of a list. */
export function sliceItems(items: readonly Value[], key: Value & { k: "slice" }): readonly Value[] {
  const n = (v: Value | null): number | undefined => (v && v.k === "const" && typeof v.v === "number" ? v.v : undefined);
  if ((key.lo && n(key.lo) === undefined && key.lo.k !== "const") || (key.hi && n(key.hi) === undefined && key.hi.k !== "const")) return items;
  return items.slice(n(key.lo), n(key.hi));
}

export const boundOf = (v: Value | null): Bound => {
  if (!v || (v.k === "const" && v.v === null)) return null;
  if (v.k === "const" && typeof v.v === "number") return v.v;
  if (v.k === "any" && v.length) return v.length;
  return "?";
};

/** `[lo:hi]` of rows. Parts that were laid end to end come back at their symbolic length. */
export function sliceRows(rows: Rows, lo: Value | null, hi: Value | null, at: Span, perm: string | null): { rows: Rows; cuts: Cut[] } {
  const a = boundOf(lo);
  const b = boundOf(hi);
  if ((a === null || a === 0) && b === null) return { rows, cuts: [] };
  if (rows.parts && !perm) {
    const known = (bound: Bound): number | null => (bound === null || bound === 0 ? 0 : prefix(rows.parts as readonly Rows[], bound));
    const from = known(a);
    // Behind a known part the rest is known, however far the slice goes.
    if (from && b !== null && prefix(rows.parts, b) === null && from < rows.parts.length) {
      const behind = concat(rows.parts.slice(from));
      return { rows: cut(behind, { id: `pos:${behind.key}`, part: `:${b}`, kind: "opaque", at }), cuts: [] };
    }
    const at1 = a === null || a === 0 ? 0 : prefix(rows.parts, a);
    const at2 = b === null ? rows.parts.length : prefix(rows.parts, b);
    if (at1 !== null && at2 !== null && at1 < at2) return { rows: concat(rows.parts.slice(at1, at2)), cuts: [] };
  }
  const norm = a === 0 ? null : a;
  const opaque = a === "?" || b === "?";
  const c: Cut = {
    id: perm ?? `pos:${rows.key}`,
    part: `${norm ?? ""}:${b ?? ""}${opaque ? `@${at.source}${at.start}` : ""}`,
    kind: opaque ? "opaque" : "range",
    at,
    lo: norm,
    hi: b,
    ...(hi?.k === "any" && hi.share ? { share: hi.share } : {}),
  };
  return { rows: cut(rows, c), cuts: [c] };
}

function prefix(parts: readonly Rows[], bound: Bound): number | null {
  for (let i = 1; i <= parts.length; i++) {
    const p = concat(parts.slice(0, i));
    const sum = parts.slice(0, i).map((x) => `len:${x.key}`);
    if (bound === `len:${p.key}` || bound === sum.join("+")) return i;
    if (i === parts.length - 1 && bound === `-len:${(parts[i] as Rows).key}`) return i;
  }
  return null;
}

/** The rows at positions. Those that were counted before rows were added behind the old ones find the old ones. */
export function rowsAt(rows: Rows, at: Pick<Data, "rows" | "pos">): Rows {
  const addedBehind = rows.terms.length > 0 && rows.terms.every((t) => t.mix?.behind && !t.after.length);
  return pickedRows({ rows: addedBehind && unmixed(rows).key === at.rows.key ? at.rows : rows, pos: at.pos });
}

/** The rows that numbers of rows pick: all of them, where nothing is picked. */
export const pickedRows = ({ rows, pos }: Pick<Data, "rows" | "pos">): Rows => (pos?.cuts ?? []).reduce(cut, rows);

/** Comparisons that only ask whether the values of a column differ at all: a column that is the same in every row tells no model anything of the others. */
import type { Expr } from "../program/ir.js";
import { mapCols } from "./columns.js";
import type { Learned } from "./lineage.js";
import type { Trace } from "./trace.js";
import type { IdSet, Prov, Value } from "./values.js";

const spread = /^(?:nan)?(?:std|var|ptp)$/;
const ends: ReadonlyMap<string, string> = new Map([
  ["max", "min"],
  ["min", "max"],
  ["nanmax", "nanmin"],
  ["nanmin", "nanmax"],
]);

/** One side of a comparison, as a value and as it is written. */
type Side = readonly [Value, Expr];

/** What is written is a number of the columns as it is, or nothing: with arithmetic it is a limit. */
const bare: ReadonlySet<string> = new Set(["call", "name", "attr", "index", "const"]);

/**
 * What a comparison looks at, without statistics that it only asks for whether all values are the same: a spread held against nothing, the largest value
 * held against the smallest one of the same rows. Other knowledge of both sides stays.
 */
export function unlessConstant(t: Trace, [a, of]: Side, [b, by]: Side): readonly [Value, Value] {
  if (![of, by].every((x) => bare.has(x.k))) return [a, b];
  const learned = (v: Value): number[] => [...t.prov(v).learned];
  if (b.k === "const" && b.v === 0) return [without(t, a, new Set(learned(a).filter((id) => spread.test(t.learned.get(id)?.what ?? "")))), b];
  const gone = new Set<number>();
  for (const x of learned(a)) {
    const one = t.learned.get(x);
    const isOther = (l: Learned | undefined): boolean => l?.what === ends.get(one?.what ?? "") && l?.name === one?.name && l?.rows.key === one?.rows.key;
    const other = learned(b).find((y) => isOther(t.learned.get(y)));
    if (other !== undefined) gone.add(x).add(other);
  }
  return [without(t, a, gone), without(t, b, gone)];
}

function without(t: Trace, v: Value, ids: IdSet): Value {
  if (!ids.size) return v;
  const less = (p: Prov): Prov => ({ ...p, learned: new Set([...p.learned].filter((id) => !ids.has(id))) });
  if (v.k === "any") return { ...v, p: less(v.p) };
  const d = t.peekData(v);
  return d ? t.newData(mapCols({ ...d, base: less(d.base) }, less)) : v;
}

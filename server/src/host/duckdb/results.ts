/** Rows of DuckDB as figures. */
import type { Facts, Read } from "../../drift/engine.js";

/** Of names that are too many to keep. */
export const bucketCount = 256;

/** From the columns of `factColumns`; `rows` of the whole. */
export function factsFrom(as: Read["as"], rows: number, row: readonly unknown[]): Facts {
  const [present = 0, parsed = 0, finite = 0, nan = 0] = row.map(Number);
  const missing = rows - present;
  if (as === "presence" || as === "category") return { missing, infinite: 0, unparsable: 0, numbers: null, distinct: 0 };
  const [mean = 0, variance = 0, min = 0, max = 0] = row.slice(4).map(Number);
  const numbers = finite > 0 ? { rows: finite, mean, squares: Math.min(variance * finite, Number.MAX_VALUE), min, max } : null;
  return { missing: missing + nan, infinite: parsed - finite - nan, unparsable: present - parsed, numbers, distinct: 0 };
}

/** A histogram of no rows is null, and one without rows beyond the last cut has no bin for them. */
export function countsFrom(value: unknown, cuts: number): number[] {
  const counts = ((value as unknown[] | null) ?? []).map(Number);
  return Array.from({ length: cuts + 1 }, (_, i) => counts[i] ?? 0);
}

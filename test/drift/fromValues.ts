/** Profiles of values in memory, by the definitions that an engine follows over files. */

import { cutsFor } from "../../server/src/drift/cuts.js";
import type { ColumnProfile, NumberSummary } from "../../server/src/drift/profile.js";
import { countUpTo, quantile } from "./bins.js";

export function numberColumn(name: string, values: readonly (number | null)[], like: NumberSummary | null = null): ColumnProfile {
  const present = values.filter((value): value is number => value !== null && !Number.isNaN(value));
  const finite = Float64Array.from(present.filter(Number.isFinite)).sort();
  const rows = finite.length;
  const mean = finite.reduce((sum, value) => sum + value, 0) / Math.max(1, rows);
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const [min, max] = [finite[0] ?? 0, finite[rows - 1] ?? 0];
  const { cuts, display } = like ?? cutsFor(min, max, rows > 0 ? (p) => quantile(finite, p) : () => 0);
  const numbers = { rows, mean, squares, min, max, cuts, counts: countUpTo(finite, cuts), display };
  const missing = values.length - present.length;
  return {
    name,
    type: "DOUBLE",
    family: "number",
    kind: "number",
    rows: values.length,
    missing,
    infinite: present.length - rows,
    unparsable: 0,
    distinct: new Set(finite).size,
    numbers,
    categories: null,
  };
}

export function categoryColumn(name: string, values: readonly (string | null)[]): ColumnProfile {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const missing = values.reduce((sum, value) => sum + (value === null ? 1 : 0), 0);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const categories = { counts: Object.fromEntries(sorted), otherRows: 0, otherDistinct: 0, buckets: null };
  return {
    name,
    type: "VARCHAR",
    family: "text",
    kind: "category",
    rows: values.length,
    missing,
    infinite: 0,
    unparsable: 0,
    distinct: counts.size,
    numbers: null,
    categories,
  };
}

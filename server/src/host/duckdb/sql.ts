/** SQL by hand: names and texts quoted, numbers written so that they come back the same. */
import type { Read, StretchPlan } from "../../drift/engine.js";

export const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Exponent form: DuckDB would read `0.1` as a decimal, and a bare minus may meet another. */
export const double = (value: number): string => `(${value.toExponential()})::DOUBLE`;
export const doubles = (values: readonly number[]): string => `[${values.map((value) => value.toExponential()).join(",")}]::DOUBLE[]`;
export const texts = (values: readonly string[]): string => `[${values.map(text).join(",")}]`;

export interface Typed {
  readonly name: string;
  readonly type: string;
  readonly family: string;
}

/** The column as a double: text that does not parse is null. */
export function asNumber(column: Typed): string {
  const quoted = name(column.name);
  if (column.family === "date") return `epoch(${column.type.startsWith("VARCHAR") ? `TRY_CAST(${quoted} AS TIMESTAMP)` : quoted})`;
  if (column.type.startsWith("VARCHAR") || column.family === "text" || column.family === "boolean") return `TRY_CAST(${quoted} AS DOUBLE)`;
  return column.type === "DOUBLE" ? quoted : `${quoted}::DOUBLE`;
}

/** Whole numbers are always finite, which saves asking. */
export const alwaysFinite = (column: Typed): boolean => /INT|DECIMAL/.test(column.type);

export const isFiniteNumber = (column: Typed): string => (alwaysFinite(column) ? `${name(column.name)} IS NOT NULL` : `isfinite(${asNumber(column)})`);

/** Aggregates of one column, in the order in which {@link factsFrom} takes them. */
export function factColumns(column: Typed, as: Read["as"], { allFinite, huge }: { allFinite: boolean; huge: boolean }): string[] {
  const quoted = name(column.name);
  const present = `count(${quoted})`;
  if (as === "presence" || as === "category") return [present];
  const x = asNumber(column);
  const filter = allFinite ? "" : ` FILTER (WHERE ${isFiniteNumber(column)})`;
  const isPlain = allFinite && column.family === "number" && !/^(VARCHAR|DECIMAL)/.test(column.type);
  return [
    present,
    isPlain ? present : `count(${x})`,
    isPlain ? present : `count(${x})${filter}`,
    allFinite ? "0" : `count(*) FILTER (WHERE isnan(${x}))`,
    // Squares of numbers beyond 1e154 are none: those columns are asked again, scaled down.
    huge ? `avg(${x} / 1e160)${filter} * 1e160` : `avg(${x})${filter}`,
    huge ? `least(1e-12, var_pop(${x} / 1e160)${filter}) * 1e160 * 1e160` : `var_pop(${x})${filter}`,
    isPlain ? `min(${quoted})` : `min(${x})${filter}`,
    isPlain ? `max(${quoted})` : `max(${x})${filter}`,
  ];
}

/** Counts up to each cut and beyond the last; missing values are in none. */
export const histogramSql = (column: Typed, cuts: readonly number[], allFinite: boolean): string =>
  `map_values(histogram(${asNumber(column)}, ${doubles(cuts)})${allFinite ? "" : ` FILTER (WHERE ${isFiniteNumber(column)})`})`;

/**
 * Exact distances between two columns of finite numbers, in one sort: F and G are running counts, which the default frame of a window
 * takes up to the last equal value, so that ties are right.
 */
export function distancesSql(reference: { relation: string; column: Typed }, current: { relation: string; column: Typed }): string {
  const side = ({ relation, column }: { relation: string; column: Typed }, a: number, b: number) =>
    `SELECT ${asNumber(column)} AS x, ${a} AS a, ${b} AS b FROM ${relation} WHERE ${isFiniteNumber(column)}`;
  return `
    WITH pooled AS (${side(reference, 1, 0)} UNION ALL ${side(current, 0, 1)}),
    total AS (SELECT sum(a)::DOUBLE AS n, sum(b)::DOUBLE AS m FROM pooled),
    ordered AS (SELECT x, sum(a) OVER w AS f, sum(b) OVER w AS g, lead(x) OVER w AS next FROM pooled WINDOW w AS (ORDER BY x)),
    gaps AS (SELECT x, f / n - g / m AS gap, coalesce(next - x, 0) AS width FROM ordered, total)
    SELECT max(abs(gap)), arg_max(x, abs(gap)), arg_max(gap, abs(gap)), sum(abs(gap) * width), sum(gap * gap * width), any_value(n), any_value(m) FROM gaps, total`;
}

/** The same within stretches: each begins with what lies before it, as a row of its own, and ends at its end. */
export function distancesWithinSql(
  reference: { relation: string; column: Typed },
  current: { relation: string; column: Typed },
  { rows, stretches }: StretchPlan,
): string {
  // How many ends lie below x: odd inside a stretch.
  const ends = stretches.flatMap(({ from, to }) => [from, to]);
  const side = ({ relation, column }: { relation: string; column: Typed }, a: number, b: number) => {
    const x = asNumber(column);
    const outer = `${x} > ${double(ends[0] as number)} AND ${x} <= ${double(ends.at(-1) as number)}`;
    return `SELECT x, ${a} AS a, ${b} AS b, ${bisect("x", ">", ends.map(double), String)} AS r FROM (SELECT ${x} AS x FROM ${relation} WHERE ${outer})`;
  };
  const limits = stretches.flatMap(({ from, to, reference, current }, i) => [
    `(${double(from)}, ${reference}, ${current}, ${2 * i + 1})`,
    `(${double(to)}, 0, 0, ${2 * i + 1})`,
  ]);
  return `
    WITH pooled AS (SELECT * FROM (${side(reference, 1, 0)} UNION ALL ${side(current, 0, 1)}) WHERE r % 2 = 1 UNION ALL SELECT * FROM (VALUES ${limits.join(", ")}) AS v(x, a, b, r)),
    ordered AS (SELECT r, x, sum(a) OVER w AS f, sum(b) OVER w AS g, lead(x) OVER w AS next FROM pooled WINDOW w AS (PARTITION BY r ORDER BY x)),
    gaps AS (SELECT r, x, f / ${double(rows.reference)} - g / ${double(rows.current)} AS gap, coalesce(next - x, 0) AS width FROM ordered)
    SELECT r, max(abs(gap)), arg_max(x, abs(gap)), arg_max(gap, abs(gap)), sum(abs(gap) * width) FROM gaps GROUP BY r ORDER BY r`;
}

/** How many of the ascending `edges` are below the value (`>`), or not above it (`>=`), by halving: as SQL, since joins would carry whole rows. */
export function bisect(value: string, operator: ">" | ">=", edges: readonly string[], leaf: (i: number) => string, from = 0): string {
  if (edges.length === 0) return leaf(from);
  const middle = edges.length >> 1;
  const upper = bisect(value, operator, edges.slice(middle + 1), leaf, from + middle + 1);
  return `CASE WHEN ${value} ${operator} ${edges[middle]} THEN ${upper} ELSE ${bisect(value, operator, edges.slice(0, middle), leaf, from)} END`;
}

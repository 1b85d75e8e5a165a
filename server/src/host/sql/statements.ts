/**
 * The statements that a comparison sends to a server: facts, quantiles, counts of numbers, counts of categories, and values of short
 * stretches. Each of the first four is one scan for many columns. No window runs over rows, only over grouped counts, one column apart
 * from another, so that a distributed engine never brings a table together on one machine.
 */
import type { CountPlan, Read, StretchPlan } from "../../drift/engine.js";
import { type Column, type Dialect, double, name, text } from "./dialect.js";

export interface Asked {
  readonly column: Column;
  readonly as: Read["as"];
}

const isNumber = (as: Read["as"]) => as === "number" || as === "date";

/** x0, x1, … as doubles with only finite values in f0, f1, …; other columns as p0, p1, …. */
function prepared(dialect: Dialect, relation: string, asked: readonly Asked[]): string {
  const first = asked.map(({ column, as }, i) => `${name(column.name)} AS p${i}${isNumber(as) ? `, ${dialect.number(column)} AS x${i}` : ""}`);
  const second = asked.map(({ as }, i) => `p${i}${isNumber(as) ? `, x${i}, CASE WHEN ${dialect.isFinite(`x${i}`)} THEN x${i} END AS f${i}` : ""}`);
  return `(SELECT ${second.join(", ")} FROM (SELECT ${first.join(", ")} FROM ${relation}) AS q) AS r`;
}

/** Figures of one column in a row of {@link factsSql}. */
export const factsWidth = (as: Read["as"]): number => (isNumber(as) ? 9 : as === "category" ? 2 : 1);

/** All rows, then for each column: rows with a value; of numbers also parsed, finite, NaN, mean, variance, least, largest; distinct values. */
export function factsSql(dialect: Dialect, relation: string, asked: readonly Asked[]): string {
  const lists = asked.map(({ column, as }, i) => {
    const present = `count(p${i})`;
    if (as === "presence") return present;
    if (as === "category") return `${present}, ${dialect.distinct(column.family === "other" ? dialect.category(column) : `p${i}`)}`;
    const [x, f] = [`x${i}`, `f${i}`];
    const nan = `count(CASE WHEN ${dialect.isNaN(x)} THEN 1 END)`;
    return `${present}, count(${x}), count(${f}), ${nan}, avg(${f}), var_pop(${f}), min(${f}), max(${f}), ${dialect.distinct(f)}`;
  });
  if (asked.length === 0) return `SELECT count(*) FROM ${relation}`;
  return `SELECT count(*), ${lists.join(", ")} FROM ${prepared(dialect, relation, asked)}`;
}

/** An array for each column. */
export function quantilesSql(dialect: Dialect, relation: string, columns: readonly Column[], shares: readonly number[]): string {
  const asked = columns.map((column) => ({ column, as: "number" as const }));
  return `SELECT ${columns.map((_, i) => dialect.quantiles(`f${i}`, shares)).join(", ")} FROM ${prepared(dialect, relation, asked)}`;
}

/** (column from 1, cuts below, rows), for finite numbers. */
export function numbersSql(dialect: Dialect, relation: string, plans: readonly { readonly column: Column; readonly cuts: readonly number[] }[]): string {
  const asked = plans.map(({ column }) => ({ column, as: "number" as const }));
  const buckets = plans.map(({ cuts }, i) => `CASE WHEN f${i} IS NOT NULL THEN ${dialect.bucket(`f${i}`, cuts)} END AS b${i}`);
  const cells = `(SELECT ${buckets.join(", ")} FROM ${prepared(dialect, relation, asked)}) AS s`;
  const exploded = dialect.explode(
    plans.map((_, i) => `b${i}`),
    cells,
  );
  return `SELECT c, v, count(*) FROM (${exploded}) AS t WHERE v IS NOT NULL GROUP BY c, v ORDER BY c, v`;
}

export interface CategoryPlan {
  readonly column: Column;
  readonly plan: CountPlan & { readonly as: "category" };
}

function groups(dialect: Dialect, relation: string, plans: readonly CategoryPlan[]): string {
  const values = plans.map(({ column, plan }) => {
    if (!plan.numeric) return dialect.category(column);
    const x = dialect.number(column);
    // Minus nought is nought.
    return `CASE WHEN ${dialect.isFinite(x)} THEN CAST(${x} + 0 AS ${dialect.text}) END`;
  });
  const exploded = dialect.explode(
    values.map((_, i) => `g${i}`),
    `(SELECT ${values.map((value, i) => `${value} AS g${i}`).join(", ")} FROM ${relation}) AS q`,
  );
  return `(SELECT c, v, count(*) AS n FROM (${exploded}) AS t WHERE v IS NOT NULL GROUP BY c, v) AS g`;
}

/** (column from 1, category, rows, distinct categories of the column, rows of the column): the commonest, and those to keep. */
export function categoriesSql(dialect: Dialect, relation: string, plans: readonly CategoryPlan[]): string {
  const wanted = plans.map(({ plan: { most, keep, numeric } }, i) => {
    const names = keep
      .filter((each) => !each.includes("\0"))
      .map((each) => (numeric ? `CAST(${double(Number(each), dialect.double)} AS ${dialect.text})` : text(each)));
    return `(c = ${i + 1} AND (r <= ${most}${names.length > 0 ? ` OR v IN (${names.join(", ")})` : ""}))`;
  });
  const ranked = `SELECT c, v, n, row_number() OVER (PARTITION BY c ORDER BY n DESC, ${dialect.byCodePoint("v")}) AS r, count(*) OVER (PARTITION BY c) AS d, sum(n) OVER (PARTITION BY c) AS s FROM ${groups(dialect, relation, plans)}`;
  return `SELECT c, v, n, d, s FROM (${ranked}) AS w WHERE ${wanted.join(" OR ")} ORDER BY c, n DESC, ${dialect.byCodePoint("v")}`;
}

/** (column from 1, two hexadecimal digits, rows). */
export const bucketsSql = (dialect: Dialect, relation: string, plans: readonly CategoryPlan[]): string =>
  `SELECT c, ${dialect.bucketOf("v")}, sum(n) FROM ${groups(dialect, relation, plans)} GROUP BY 1, 2`;

/** (value, rows) within some stretches, and no more than `most` of them. */
export function stretchesSql(dialect: Dialect, relation: string, column: Column, { stretches }: StretchPlan, most: number): string {
  const inside = stretches.map(({ from, to }) => `(f0 > ${double(from, dialect.double)} AND f0 <= ${double(to, dialect.double)})`);
  return `SELECT f0, count(*) FROM ${prepared(dialect, relation, [{ column, as: "number" }])} WHERE ${inside.join(" OR ")} GROUP BY f0 ORDER BY f0 LIMIT ${most}`;
}

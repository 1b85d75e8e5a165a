/** Where the SQL of one engine differs from another's. Everything else is in statements.ts, and said once. */
import type { Family } from "../../drift/engine.js";

export interface Column {
  readonly name: string;
  /** As the engine calls it. */
  readonly type: string;
  readonly family: Family;
}

export interface Dialect {
  readonly name: "postgresql" | "trino";
  readonly double: string;
  readonly text: string;
  /** The column as a double; what is no number becomes null. Dates are seconds since 1970. */
  number(column: Column): string;
  /** The column's values as texts; the same text for the same value on every engine. */
  category(column: Column): string;
  isFinite(x: string): string;
  isNaN(x: string): string;
  /** How many distinct values there are; may be approximate. */
  distinct(x: string): string;
  /** Array of values near these shares. */
  quantiles(x: string, shares: readonly number[]): string;
  /** How many of the ascending `cuts` lie below x. */
  bucket(x: string, cuts: readonly number[]): string;
  /** One row (c, v) for each of the values of each row of `relation`; c counts from 1. */
  explode(values: readonly string[], relation: string): string;
  /** Two hexadecimal digits: the ninth byte of the text's MD5. */
  bucketOf(text: string): string;
  /** Orders texts by their code points. */
  byCodePoint(text: string): string;
}

export const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Exponent form is a double in every engine; `0.1` would be a decimal in some. */
const digits = (value: number): string => value.toExponential();
export const double = (value: number, type: string): string => `CAST(${digits(value)} AS ${type})`;

/** Engines limit how many values an array may be written with. */
const arrayPiece = 200;
function array(values: readonly number[], type: string): string {
  const pieces: string[] = [];
  for (let at = 0; at < values.length; at += arrayPiece)
    pieces.push(
      `ARRAY[${values
        .slice(at, at + arrayPiece)
        .map(digits)
        .join(",")}]`,
    );
  return `CAST(${pieces.join(" || ")} AS ${type})`;
}

/** Counts of cuts that are not above a value is what engines offer; below it, is the same from the other end. */
const mirrored = (cuts: readonly number[]): number[] => [...cuts].reverse().map((cut) => -cut);

export const postgres: Dialect = {
  name: "postgresql",
  double: "double precision",
  text: "text",
  number(column) {
    const quoted = name(column.name);
    if (column.family === "date") return `CAST(extract(epoch FROM ${quoted}) AS double precision)`;
    if (column.family === "number") return `CAST(${quoted} AS double precision)`;
    if (column.family === "boolean") return `CAST(CAST(${quoted} AS integer) AS double precision)`;
    // Short, and with two digits in the exponent: more might be out of range, which is an error.
    const number = "'^\\s*[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,2})?\\s*$'";
    return `CASE WHEN CAST(${quoted} AS text) ~ ${number} AND length(CAST(${quoted} AS text)) < 200 THEN CAST(CAST(${quoted} AS text) AS double precision) END`;
  },
  category: ({ name: column }) => `CAST(${name(column)} AS text)`,
  // NaN is above infinity here.
  isFinite: (x) => `(${x} > '-Infinity' AND ${x} < 'Infinity')`,
  isNaN: (x) => `${x} = 'NaN'`,
  distinct: (x) => `count(DISTINCT ${x})`,
  quantiles: (x, shares) => `percentile_disc(${array(shares, "double precision[]")}) WITHIN GROUP (ORDER BY ${x})`,
  bucket: (x, cuts) => `${cuts.length} - width_bucket(-${x}, ${array(mirrored(cuts), "double precision[]")})`,
  explode: (values, relation) => `SELECT u.c, u.v FROM ${relation} CROSS JOIN LATERAL unnest(ARRAY[${values.join(", ")}]) WITH ORDINALITY AS u(v, c)`,
  bucketOf: (value) => `substr(md5(${value}), 17, 2)`,
  byCodePoint: (value) => `${value} COLLATE "C"`,
};

export const trino: Dialect = {
  name: "trino",
  double: "double",
  text: "varchar",
  number(column) {
    const quoted = name(column.name);
    if (column.family === "date") return `to_unixtime(CAST(${quoted} AS timestamp(6) with time zone))`;
    if (column.family === "number") return column.type === "double" ? quoted : `CAST(${quoted} AS double)`;
    return `TRY_CAST(${quoted} AS double)`;
  },
  category: ({ name: column }) => `CAST(${name(column)} AS varchar)`,
  isFinite: (x) => `is_finite(${x})`,
  isNaN: (x) => `is_nan(${x})`,
  distinct: (x) => `approx_distinct(${x})`,
  quantiles: (x, shares) => `approx_percentile(${x}, ${array(shares, "array(double)")})`,
  bucket: (x, cuts) => `${cuts.length} - width_bucket(-${x}, ${array(mirrored(cuts), "array(double)")})`,
  explode: (values, relation) => `SELECT u.c, u.v FROM ${relation} CROSS JOIN UNNEST(ARRAY[${values.join(", ")}]) WITH ORDINALITY AS u(v, c)`,
  bucketOf: (value) => `lower(substr(to_hex(md5(to_utf8(${value}))), 17, 2))`,
  byCodePoint: (value) => value,
};

/** Rows for several engines: the same table as CSV and as SQL, with all that makes engines differ. */
import { text } from "../../server/src/host/sql/dialect.js";

export type Value = number | string | boolean | null;

/** Column, its type in PostgreSQL. Trino's types are those without "precision" and with "varchar". */
export const columns: readonly (readonly [name: string, type: string])[] = [
  ["income", "double precision"],
  ["heavy", "double precision"],
  ["age", "integer"],
  ["code", "integer"],
  ["holes", "double precision"],
  ["odd", "double precision"],
  ["member", "boolean"],
  ["city", "text"],
  ["zip code", "text"],
  ["many", "text"],
  ["seen", "timestamp"],
];

/** A generator with a seed; `shift` moves some columns. */
export function rows(count: number, seed: number, shift: number): Value[][] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const cities = ["Zürich", "São Paulo", "O'Hare", "東京", 'quote"d', "a, b"];
  return Array.from({ length: count }, (_, i): Value[] => [
    1000 * Math.exp(normal() * 0.5 + shift),
    Math.exp(6 * normal()),
    Math.floor(20 + 40 * random()),
    Math.floor(5 * random()),
    random() < 0.1 + shift / 4 ? null : normal(),
    random() < 0.01 ? "NaN" : random() < 0.01 ? "Infinity" : normal(),
    random() < 0.4,
    cities[Math.floor(cities.length * random() ** (1 + shift))] as string,
    String(8000 + Math.floor(1000 * random())),
    `user ${Math.floor(1500 * random())}`,
    new Date(Date.UTC(2024, 0, 1) + i * 60_000).toISOString().slice(0, 19).replace("T", " "),
  ]);
}

export function asCsv(table: readonly (readonly Value[])[]): string {
  const cell = (value: Value) => (value === null ? "" : typeof value === "string" ? `"${value.replaceAll('"', '""')}"` : String(value));
  // Not a number and infinity are numbers here, so they are not quoted.
  const line = (row: readonly Value[]) => row.map((value) => (value === "NaN" || value === "Infinity" ? value : cell(value))).join(",");
  return `${columns.map(([name]) => name).join(",")}\n${table.map(line).join("\n")}\n`;
}

export function inserts(table: string, values: readonly (readonly Value[])[], literal: (value: Value, column: number) => string, atOnce = 500): string[] {
  const statements: string[] = [];
  for (let at = 0; at < values.length; at += atOnce)
    statements.push(
      `INSERT INTO ${table} VALUES ${values
        .slice(at, at + atOnce)
        .map((row) => `(${row.map(literal).join(", ")})`)
        .join(", ")}`,
    );
  return statements;
}

export const postgresLiteral = (value: Value): string => (value === null ? "NULL" : typeof value === "string" ? text(value) : String(value));

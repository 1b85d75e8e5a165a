/** Cuts a data set into windows of time. */
import * as l10n from "@vscode/l10n";
import { DriftProblem } from "../../drift/engine.js";
import type { Span, Timeline, TimePlan, Window } from "../../drift/series/timeEngine.js";
import { oneSpan } from "../../drift/words.js";
import { keyOf } from "./dates.js";
import { keyName, type Laid, windowName } from "./desk.js";
import type { Query } from "./session.js";
import { bisect, name, type Typed } from "./sql.js";

export async function layWindows(column: Typed, relation: string, { span, format, most }: TimePlan, query: Query): Promise<{ timeline: Timeline; laid: Laid }> {
  const { expression, isDate, notes } = await keyOf(column, relation, format, query);
  if (!isDate && typeof span !== "number")
    throw new DriftProblem(l10n.t('column "{0}" holds numbers that are no dates; --window takes a number of rows for them', column.name));
  const [[missing, unreadable] = [0, 0]] = await query(
    `SELECT count(*) FILTER (${name(column.name)} IS NULL), count(*) FILTER (${name(column.name)} IS NOT NULL AND (${expression}) IS NULL) FROM ${relation}`,
  );
  const keyed = `(SELECT (${expression}) AS k FROM ${relation} WHERE (${expression}) IS NOT NULL)`;
  const starts = await startsOf(span, keyed, most, query);
  if (starts.length === 0) throw new DriftProblem(l10n.t('column "{0}" has no values to order rows by', column.name));
  const literal = (start: number) => (isDate ? String(start) : `${start.toExponential()}::DOUBLE`);
  const number = (key: string) => bisect(key, ">=", starts.slice(1).map(literal), String);
  const found = await query(`SELECT ${number("k")} AS w, count(*), min(k), max(k) FROM ${keyed} GROUP BY w ORDER BY w`);
  const shown = (key: number) => (isDate ? isoOf(key) : String(key));
  const windows = found.map(([, rows, first, last], i): Window => {
    const start = starts[i] as number;
    const [from, to] = typeof span === "number" ? [Number(first), Number(last)] : [start, after(start, span)];
    return { from: shown(from), to: shown(to), rows: Number(rows) };
  });
  const gaps = typeof span === "number" ? [] : gapsIn(starts, span);
  const relationWithWindows = `(SELECT *, CASE WHEN ${keyName} IS NOT NULL THEN ${number(keyName)} END AS ${windowName} FROM (SELECT *, (${expression}) AS ${keyName} FROM ${relation}))`;
  const laid = { relation: relationWithWindows, key: keyName, isDate, rows: windows.map(({ rows }) => rows) };
  return { timeline: { windows, gaps, missing: Number(missing), unreadable: Number(unreadable), notes }, laid };
}

async function startsOf(span: Span, keyed: string, most: number, query: Query): Promise<number[]> {
  const starts =
    typeof span === "number"
      ? `SELECT DISTINCT k FROM (SELECT k, row_number() OVER (ORDER BY k) AS r FROM ${keyed}) WHERE (r - 1) % ${span} = 0`
      : `SELECT DISTINCT epoch_us(date_trunc('${span}', make_timestamp(k))) FROM ${keyed}`;
  const [[count] = [0]] = typeof span === "number" ? await query(`SELECT ceil(count(*) / ${span}) FROM ${keyed}`) : [[0]];
  const tooMany = (n: number) =>
    new DriftProblem(
      l10n.t(
        "windows of {0} would be {1}; at most {2} can be told apart",
        typeof span === "number" ? l10n.t("{0} rows", span) : oneSpan(span),
        n.toLocaleString("en-US"),
        most,
      ),
    );
  if (Number(count) > most) throw tooMany(Number(count));
  const rows = (await query(`${starts} ORDER BY 1`)).map(([start]) => Number(start));
  if (rows.length > most) throw tooMany(rows.length);
  return rows;
}

/** The day alone at midnight. */
function isoOf(microseconds: number): string {
  const date = new Date(Math.floor(microseconds / 1000));
  if (Number.isNaN(date.getTime())) return String(microseconds);
  return date
    .toISOString()
    .replace(/T00:00:00\.000Z$/, "")
    .replace(/\.000Z$/, "Z");
}

function after(start: number, span: "day" | "week" | "month"): number {
  if (span !== "month") return start + (span === "day" ? 1 : 7) * 86_400_000_000;
  const date = new Date(start / 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) * 1000;
}

function gapsIn(starts: readonly number[], span: "day" | "week" | "month"): Timeline["gaps"] {
  return starts.slice(1).flatMap((next, i) => {
    const from = after(starts[i] as number, span);
    if (from >= next) return [];
    const days = (next - from) / 86_400_000_000;
    const windows = Math.round(days / { day: 1, week: 7, month: 30.44 }[span]);
    return [{ from: isoOf(from), to: isoOf(next), windows: Math.max(1, windows) }];
  });
}

/** What rows are ordered by in time: dates however they are written, or numbers. */
import * as l10n from "@vscode/l10n";
import { DriftProblem } from "../../drift/engine.js";
import type { Query } from "./session.js";
import { name, type Typed, text, texts } from "./sql.js";

export interface Key {
  /** Microseconds since 1970 as BIGINT, or a DOUBLE; null where it cannot be told. */
  readonly expression: string;
  readonly isDate: boolean;
  /** How it was read, where that is not plain. */
  readonly notes: readonly string[];
}

const withTime = (date: string) => [date, ...["%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p"].map((time) => `${date} ${time}`)];
const slashed = (order: string) => ["/", "-"].flatMap((mark) => withTime(order.replaceAll(" ", mark)));
const dayFirst = slashed("%d %m %Y");
const monthFirst = slashed("%m %d %Y");
/** Those that mean one thing only. */
const plain = ["%d.%m.%Y", "%Y.%m.%d", "%Y%m%d", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%Y%m%dT%H%M%S"].flatMap((each) =>
  each.includes("T") ? [each] : withTime(each),
);
const zoned = ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S.%f %z", "%a, %d %b %Y %H:%M:%S %z", "%d/%b/%Y:%H:%M:%S %z", "%Y%m%dT%H%M%S%z"];

const counted = (n: number) => `${n.toLocaleString("en-US")} ${n === 1 ? "row" : "rows"}`;

/** @throws {DriftProblem} if no value can be read, or all can in two ways. */
export async function keyOf(column: Typed, relation: string, format: string | undefined, query: Query): Promise<Key> {
  const quoted = name(column.name);
  if (format !== undefined) return given(quoted, relation, format, column.name, query);
  if (column.type === "DATE" || /^TIMESTAMP(_S|_MS|_NS)?$/.test(column.type)) return { expression: `epoch_us(${quoted}::TIMESTAMP)`, isDate: true, notes: [] };
  if (column.type === "TIMESTAMP WITH TIME ZONE") return { expression: `epoch_us(${quoted})`, isDate: true, notes: [] };
  if (column.family === "number" && !column.type.startsWith("VARCHAR")) return fromNumbers(`${quoted}::DOUBLE`, relation, column.name, query);
  if (column.family !== "text" && !column.type.startsWith("VARCHAR"))
    throw new DriftProblem(l10n.t('column "{0}" is {1}, which is no date', column.name, column.type));
  return fromText(quoted, relation, column.name, query);
}

async function given(quoted: string, relation: string, format: string, column: string, query: Query): Promise<Key> {
  const expression = `epoch_us(try_strptime(${quoted}::VARCHAR, ${text(format)}))`;
  const [[all, parsed] = [0, 0]] = await query(`SELECT count(${quoted}), count(${expression}) FROM ${relation}`).catch((error: unknown) => {
    throw new DriftProblem(l10n.t("the date format {0} cannot be used: {1}", format, String(error).split("\n")[0] ?? ""));
  });
  if (Number(parsed) === 0 && Number(all) > 0) throw new DriftProblem(l10n.t('no value of column "{0}" is a date as {1} describes it', column, format));
  return { expression, isDate: true, notes: [] };
}

/** Seconds, milliseconds, … since 1970 by their size: from 1973 to 2096 the units do not overlap. */
const units = [
  ["seconds", 1e6],
  ["milliseconds", 1e3],
  ["microseconds", 1],
  ["nanoseconds", 1e-3],
] as const;

async function fromNumbers(x: string, relation: string, column: string, query: Query): Promise<Key> {
  const finite = `CASE WHEN isfinite(${x}) THEN ${x} END`;
  const ymd = `try_strptime((${finite})::BIGINT::VARCHAR, '%Y%m%d')`;
  const [row = []] = await query(
    `SELECT count(${finite}), min(${finite}), max(${finite}), count(${ymd}), count(CASE WHEN ${finite} BETWEEN 19000101 AND 21001231 THEN 1 END) FROM ${relation}`,
  );
  const [rows = 0, min = 0, max = 0, parsed = 0, inside = 0] = row.map(Number);
  if (rows === 0) throw new DriftProblem(l10n.t('column "{0}" has no values to order rows by', column));
  if (parsed === rows && inside === rows)
    return { expression: `epoch_us(${ymd})`, isDate: true, notes: [`"${column}" is read as year, month and day in one number`] };
  const unit = units.find(([, factor]) => min * factor >= 1e14 && max * factor <= 4e15);
  if (unit) return { expression: `(${finite} * ${unit[1].toExponential()})::BIGINT`, isDate: true, notes: [`"${column}" is read as ${unit[0]} since 1970`] };
  return { expression: finite, isDate: false, notes: [] };
}

async function fromText(quoted: string, relation: string, column: string, query: Query): Promise<Key> {
  const trimmed = `trim(${quoted})`;
  const [iso, other, withZone] = [
    `epoch_us(TRY_CAST(${trimmed} AS TIMESTAMPTZ))`,
    `epoch_us(try_strptime(${trimmed}, ${texts(plain)}))`,
    `epoch_us(try_strptime(${trimmed}, ${texts(zoned)}))`,
  ];
  const [day, month] = [dayFirst, monthFirst].map((formats) => `epoch_us(try_strptime(${trimmed}, ${texts(formats)}))`) as [string, string];
  const [row = []] =
    await query(`SELECT count(*), count(number), count(sure), count(CASE WHEN zone THEN 1 END), count(*) FILTER (sure IS NULL AND d IS NOT NULL AND m IS NULL),
      count(*) FILTER (sure IS NULL AND m IS NOT NULL AND d IS NULL), count(*) FILTER (sure IS NULL AND d <> m), min(example) FILTER (sure IS NULL AND d <> m)
    FROM (SELECT TRY_CAST(${trimmed} AS DOUBLE) AS number, coalesce(${iso}, ${other}, ${withZone}) AS sure, ${day} AS d, ${month} AS m, ${trimmed} AS example,
      regexp_matches(${trimmed}, '[0-9](Z|[+-][0-9]{2}(:?[0-9]{2})?| [A-Za-z_]+/[A-Za-z_]+)$') AND length(${trimmed}) > 12 AS zone FROM ${relation} WHERE ${quoted} IS NOT NULL)`);
  const [all = 0, numbers = 0, sure = 0, zones = 0, onlyDay = 0, onlyMonth = 0, either = 0] = row.slice(0, 7).map(Number);
  if (all > 0 && numbers === all) return fromNumbers(`TRY_CAST(${trimmed} AS DOUBLE)`, relation, column, query);
  const notes: string[] = [];
  if (zones > 0 && zones < all) notes.push(`${counted(zones)} of "${column}" name a time zone and others do not; those are read as UTC`);
  const read = [iso, other, withZone];
  if (onlyDay > 0 && onlyMonth === 0) read.push(day);
  else if (onlyMonth > 0 && onlyDay === 0) read.push(month);
  else if (onlyDay + onlyMonth === 0 && either > 0) {
    if (sure === 0)
      throw new DriftProblem(
        l10n.t('dates of column "{0}" such as {1} may have the day or the month first; say which with --date-format, such as %d/%m/%Y', column, String(row[7])),
      );
    notes.push(`${counted(either)} of "${column}" such as ${String(row[7])} may have the day or the month first and are in no window; --date-format tells`);
  } else if (onlyDay > 0) {
    // Where both orders occur, what could be either proves nothing.
    read.push(`CASE WHEN ${day} IS NULL OR ${month} IS NULL OR ${day} = ${month} THEN coalesce(${day}, ${month}) END`);
    notes.push(
      `"${column}" has the day first in ${counted(onlyDay)} and the month first in ${counted(onlyMonth)}; ${counted(either)} that could be either are in no window`,
    );
  }
  if (sure + onlyDay + onlyMonth + either === 0)
    throw new DriftProblem(l10n.t('no value of column "{0}" is a date; --date-format says how they are written', column));
  return { expression: `coalesce(${read.join(", ")})`, isDate: true, notes };
}

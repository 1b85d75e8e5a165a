/** What can be told of columns before anything is compared: names, types, and what the first rows look like. */
import { DriftProblem, type Source } from "../../drift/engine.js";
import type { DriftColumn } from "../../protocol.js";
import { plainMessage } from "./load.js";
import { familyOf, locate, relationOf } from "./relations.js";
import type { Query } from "./session.js";
import { name } from "./sql.js";

const firstRows = 500;
/** From 1973 to 2096 in seconds to nanoseconds, as in dates.ts. */
const epochs = [
  [1e8, 4e9],
  [1e11, 4e12],
  [1e14, 4e15],
  [1e17, 4e18],
] as const;

/** @throws {DriftProblem} if the files are not there or cannot be read at all. */
export async function columnsOf(source: Source, query: Query): Promise<DriftColumn[]> {
  const relation = relationOf(locate(source), source, "", { asText: [], strict: true, lenient: true });
  try {
    const columns = (await query(`DESCRIBE SELECT * FROM ${relation}`)).map(([column, type]) => ({
      name: String(column),
      family: familyOf(String(type)),
      type: String(type),
    }));
    await query(`CREATE OR REPLACE TEMP TABLE first_rows AS SELECT * FROM ${relation} LIMIT ${firstRows}`).catch(() =>
      query("DROP TABLE IF EXISTS first_rows"),
    );
    const looked: DriftColumn[] = [];
    for (const column of columns) looked.push({ ...column, ...(await looks(column, query).catch(() => ({}))) });
    return looked;
  } catch (error) {
    throw error instanceof DriftProblem ? error : new DriftProblem(plainMessage(error));
  }
}

async function looks({ name: column, family }: DriftColumn, query: Query): Promise<Pick<DriftColumn, "dates" | "shares" | "two">> {
  const quoted = name(column);
  const [[distinct] = [0]] = await query(`SELECT count(DISTINCT ${quoted}) FROM first_rows`);
  const two = Number(distinct) === 2;
  if (family === "date") return { dates: true, two };
  if (family === "number") {
    const [[rows, low, high] = [0, 0, 0]] = (await query(`SELECT count(${quoted}), min(${quoted}::DOUBLE), max(${quoted}::DOUBLE) FROM first_rows`)).map(
      (row) => row.map(Number),
    );
    const days = Number(low) >= 19000101 && Number(high) <= 21001231;
    const dates = Number(rows) > 0 && (days || epochs.some(([from, to]) => Number(low) >= from && Number(high) <= to));
    return { dates, shares: Number(rows) > 0 && Number(low) >= 0 && Number(high) <= 1 && Number(distinct) > 2, two };
  }
  if (family !== "text") return { two };
  // However they are written: digits, with marks or the names of months between them.
  const dateLike = `regexp_matches(trim(${quoted}), '^([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}|[0-9]{1,2}[ -][A-Za-z]{3,9}[ -][0-9]{4}|[A-Za-z]{3,9} [0-9]{1,2},? [0-9]{4})')`;
  const [[rows, dates] = [0, 0]] = await query(`SELECT count(${quoted}), count(*) FILTER (${dateLike}) FROM first_rows`);
  return { dates: Number(rows) > 0 && Number(dates) > 0.5 * Number(rows), two };
}

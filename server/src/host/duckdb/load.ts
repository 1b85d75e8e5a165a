/** Opens a data set: finds its files, reads what must be parsed only once, and counts what cannot be read. */

import fs from "node:fs";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { DriftProblem, type Opened, type Source } from "../../drift/engine.js";
import type { ParquetCache, Part } from "./cache.js";
import { dialectOf } from "./dialect.js";
import { type Care, familyOf, type Located, locate, relationOf } from "./relations.js";
import type { Query } from "./session.js";
import { name, text, texts } from "./sql.js";

export interface Loaded {
  readonly opened: Opened;
  /** To select from. */
  readonly relation: string;
  /** The same with the column file_row_number, if rows can be numbered. */
  readonly numbered: string | null;
  /** Rows without a value, as far as Parquet files say so without being read. */
  readonly nulls: ReadonlyMap<string, number>;
  /** Whether the files are no longer those that were opened. */
  readonly changed: () => boolean;
}

/** Parsed text is kept as a table up to here, and as Parquet beyond: a third of the memory, and quick to read again. */
const smallBytes = 16_000_000;
/** Rows that are held while they are written: fewer than DuckDB's own choice, which would take most of the memory. */
const rowGroup = 40_960;
/** Distinct values of a column in a group up to which a dictionary pays: categories have one, measurements not. */
const dictionary = 1100;

export interface Place {
  readonly id: string;
  /** For files of this session. */
  readonly folder: string;
  readonly cache: ParquetCache | null;
  readonly query: Query;
}

export async function load(source: Source, place: Place): Promise<Loaded> {
  const { id, query } = place;
  const located = locate(source);
  const stamp = stampOf(located.files);
  const parsed = located.format === "parquet" ? asParquet(located, source) : await parse(located, source, place);
  const columns = (await query(`DESCRIBE SELECT * FROM ${parsed.relation}`)).map(([column, type]) => ({
    name: String(column),
    type: String(type),
    family: familyOf(String(type)),
  }));
  const [[count] = [0]] = await query(`SELECT count(*) FROM ${parsed.relation}`);
  const own = columns.map((column) =>
    parsed.mixed.includes(column.name)
      ? { ...column, type: "VARCHAR (mixed)", family: parsed.dates.has(column.name) ? ("date" as const) : ("number" as const) }
      : column,
  );
  const opened = { id, name: located.name, rows: Number(count), rejected: parsed.rejected, rejections: parsed.rejections, columns: own };
  const changed = () => stampOf(located.files) !== stamp;
  if (changed()) throw new DriftProblem(l10n.t("{0} changed while it was read", located.name));
  const numbered = columns.some((column) => column.name === "file_row_number") ? null : parsed.numbered;
  // What was parsed is a copy of our own, which no longer can change.
  const nulls = parsed.files === null ? new Map<string, number>() : await nullsIn(parsed.files, opened.rows, query);
  return { opened, relation: parsed.relation, numbered, nulls, changed: located.format === "parquet" ? changed : () => false };
}

/** Columns that some file lacks, or that are nested, have another number of values than there are rows, and are left out. */
async function nullsIn(files: readonly string[], rows: number, query: Query): Promise<Map<string, number>> {
  const found = await query(`SELECT path_in_schema, sum(num_values), sum(stats_null_count), count(*) = count(stats_null_count)
    FROM parquet_metadata(${texts(files)}) GROUP BY 1`);
  return new Map(
    found.flatMap(([column, values, nulls, isTold]): [string, number][] => (isTold && Number(values) === rows ? [[String(column), Number(nulls)]] : [])),
  );
}

interface Parsed {
  readonly relation: string;
  readonly numbered: string | null;
  /** As Parquet; null for a table. */
  readonly files: readonly string[] | null;
  readonly rejected: number;
  readonly rejections: readonly string[];
  /** Columns of numbers among which there is text. */
  readonly mixed: readonly string[];
  /** Those of them that are dates but for some values. */
  readonly dates: ReadonlyMap<string, string>;
}

function asParquet(located: Located, source: Source): Parsed {
  const relation = relationOf(located, source, "", { asText: [], strict: true, lenient: false });
  return {
    relation,
    numbered: `${relation.slice(0, -1)}, file_row_number = true)`,
    files: located.patterns,
    rejected: 0,
    rejections: [],
    mixed: [],
    dates: new Map(),
  };
}

async function parse(located: Located, source: Source, { id, folder, cache, query }: Place): Promise<Parsed> {
  const bytes = located.files.reduce((sum, file) => sum + fs.statSync(file).size, 0);
  const small = located.files.length === 1 && bytes < smallBytes && !/\.(gz|zst)$/i.test(located.files[0] ?? "");
  const copies = located.format === "json" ? [id] : located.files.map((_, i) => `${id}_${i}`);
  const files = copies.map((copy) => path.join(folder, `${copy}.parquet`));
  const keepAs = (i: number) => (select: string) =>
    query(
      small
        ? `CREATE OR REPLACE TABLE ${id} AS ${select}`
        : `COPY (${select}) TO ${text(files[i] as string)} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE ${rowGroup}, DICTIONARY_SIZE_LIMIT ${dictionary}, WRITE_BLOOM_FILTER false)`,
    );
  const relations = () => {
    const read = (more: string) => (small ? id : `read_parquet(${texts(files)}, union_by_name = true${more})`);
    return { relation: read(""), numbered: small ? null : read(", file_row_number = true"), files: small ? null : files };
  };
  if (located.format === "json") return { ...relations(), mixed: [], dates: new Map(), ...(await parseJson(located, source, keepAs(0), query)) };
  // One file at a time: rows that cannot be read are only counted so.
  const parts: Part[] = [];
  for (const [i, pattern] of located.patterns.entries()) {
    const own = located.files[i] as string;
    const known = small ? null : cache?.find(own, source);
    if (known) {
      files[i] = known.file;
      parts.push(known.part);
      continue;
    }
    const stamp = stampOf([own]);
    const part = await parseCsv({ ...located, patterns: [pattern], files: [own] }, source, copies[i] as string, keepAs(i), query, folder);
    parts.push(part);
    if (!small && cache && stampOf([own]) === stamp) files[i] = cache.keep(own, source, files[i] as string, part);
  }
  return {
    ...relations(),
    rejected: parts.reduce((sum, part) => sum + part.rejected, 0),
    rejections: parts.flatMap(({ rejections }) => rejections).slice(0, 3),
    mixed: parts.flatMap(({ mixed }) => mixed),
    dates: new Map(parts.flatMap(({ dates }) => [...dates])),
  };
}

async function parseCsv(located: Located, source: Source, copy: string, keep: (select: string) => Promise<unknown>, query: Query, folder: string) {
  const dialect = await dialectOf(located.files[0] as string, source, folder, query);
  const given = await presentIn(located, source, query);
  let care: Care = { asText: given, strict: false, lenient: false, dialect };
  /** Columns of dates that have other values too, by the type that most of them are of. */
  const dates = new Map<string, string>();
  for (let attempt = 1; ; attempt++) {
    const rejects = `${copy}_rejects_${attempt}`;
    try {
      await keep(`SELECT * FROM ${relationOf(located, source, rejects, care)}`);
    } catch (error) {
      if (care.lenient || !/sniff|Possible (fixes|Solution)/i.test(String(error))) throw error;
      care = { ...care, lenient: true };
      continue;
    }
    const casts = (await query(`SELECT DISTINCT column_name FROM ${rejects} WHERE error_type = 'CAST'`)).map(([column]) => String(column));
    for (const [column, type] of casts.length > 0 ? await query(`DESCRIBE SELECT * FROM ${relationOf(located, source, `${rejects}_types`, care)}`) : [])
      if (casts.includes(String(column)) && familyOf(String(type)) === "date") dates.set(String(column), String(type));
    // A value of another type must not cost its whole row: that column is read as text, and its numbers are found later.
    const fresh = casts.filter((column) => !care.asText.includes(column));
    if (fresh.length === 0 || attempt >= 5)
      return { mixed: care.asText.filter((column) => !given.includes(column)), dates, ...(await rejectionsIn(rejects, query)) };
    care = { ...care, asText: [...care.asText, ...fresh] };
  }
}

/** Those of the columns to be read as text that are there at all. */
async function presentIn(located: Located, source: Source, query: Query): Promise<string[]> {
  const { asText = [] } = source;
  if (asText.length === 0) return [];
  const relation = relationOf(located, source, "", { asText: [], strict: true, lenient: true });
  const columns = (await query(`DESCRIBE SELECT * FROM ${relation}`)).map(([column]) => String(column));
  return asText.filter((column) => columns.includes(column));
}

async function rejectionsIn(rejects: string, query: Query) {
  const [[rows] = [0]] = await query(`SELECT count(*) FROM (SELECT DISTINCT file_id, line FROM ${rejects})`);
  const reasons = await query(`SELECT error_type, count(*), min(line) FROM ${rejects} GROUP BY 1 ORDER BY 2 DESC LIMIT 3`);
  return {
    rejected: Number(rows),
    rejections: reasons.map(
      ([reason, count, line]) => `${String(reason).toLowerCase()} (${Number(count)} times, first in line ${Number(line)}${adviceFor(String(reason))})`,
    ),
  };
}

function adviceFor(reason: string): string {
  if (/ENCODING/.test(reason)) return "; give the file's encoding, such as latin-1";
  return /QUOTED/.test(reason) ? "; a quote that is not closed may have taken the next row with it" : "";
}

/** Where a line is malformed, all are read again as text, and those that parse are kept. */
async function parseJson(located: Located, source: Source, keep: (select: string) => Promise<unknown>, query: Query) {
  const relation = (strict: boolean) => relationOf(located, source, "", { asText: [], strict, lenient: false });
  try {
    await keep(`SELECT * FROM ${relation(true)}`);
    return { rejected: 0, rejections: [] };
  } catch (error) {
    if (!/malformed|invalid/i.test(String(error))) throw error;
    // DuckDB turns a malformed line into a row of nulls.
    const columns = (await query(`DESCRIBE SELECT * FROM ${relation(false)}`)).map(([column]) => name(String(column)));
    const present = `coalesce(${columns.map((column) => `${column}::VARCHAR`).join(", ")}) IS NOT NULL`;
    const [[bad] = [0]] = await query(`SELECT count(*) FROM ${relation(false)} WHERE NOT (${present})`);
    await keep(`SELECT * FROM ${relation(false)} WHERE ${present}`);
    return { rejected: Number(bad), rejections: [plainMessage(error)] };
  }
}

/** DuckDB's messages end in an excerpt of our own SQL and long advice, which helps nobody. */
export function plainMessage(error: unknown): string {
  const [first = ""] = String(error instanceof Error ? error.message : error).split(/\n\s*\n|\nLINE |\n {2}file = /);
  const message = first.replace(/^\w+( \w+)* Error: /, "").replaceAll(/\s*\n\s*/g, "; ");
  if (/not utf-8|unicode|utf8/i.test(message)) return `${message} (give its encoding, such as latin-1)`;
  return message;
}

const stampOf = (files: readonly string[]): string =>
  files
    .map((file) => {
      const stat = fs.statSync(file, { throwIfNoEntry: false });
      return stat ? `${stat.size} ${stat.mtimeMs}` : "gone";
    })
    .join();

/** How CSV files are written, found once, so that parsing need not find it again, and kept to where DuckDB would guess wrong about quotes. */
import fs from "node:fs";
import path from "node:path";
import type { Source } from "../../drift/engine.js";
import { csvOptions } from "./relations.js";
import type { Query } from "./session.js";
import { text } from "./sql.js";

export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly comment: string;
  readonly skip: number;
  readonly header: boolean;
  readonly dateFormat: string | null;
  readonly timestampFormat: string | null;
  readonly columns: readonly (readonly [name: string, type: string])[];
}

const headBytes = 1_000_000;
/** Of the head, for DuckDB to look at. */
const headLines = 100;
/** Of a file, looked at by DuckDB. */
const sniffedLines = 20_480;
/** A value that is quoted from end to end, and one that begins with a quote. */
const quotedValue = /(^|[,;\t|])"[^"\r\n]*"([,;\t|\r\n]|$)/m;
const leadingQuote = /(^|[,;\t|])"/m;

/** Null where DuckDB is to find everything by itself, and to say what is wrong. */
export async function dialectOf(file: string, source: Source, folder: string, query: Query): Promise<Dialect | null> {
  const whole = await sniff(file, source, query);
  if (whole?.quote || /\.(gz|zst)$/i.test(file)) return whole;
  const head = headOf(file);
  // Quotes may come later, and mean what they always mean.
  if (!leadingQuote.test(firstLines(head, sniffedLines).toString("latin1"))) return whole && { ...whole, quote: '"', escape: '"' };
  // A quote that is never closed makes DuckDB believe that there are none.
  const lines = firstLines(head, headLines);
  if (!quotedValue.test(lines.toString("latin1"))) return whole;
  const copy = path.join(folder, "head.csv");
  fs.writeFileSync(copy, lines);
  const first = await sniff(copy, source, query);
  fs.rmSync(copy, { force: true });
  if (!first?.quote || first.columns.length < 2) return whole;
  // Types of more rows are surer, but for texts.
  const types = new Map(whole?.columns.filter(([, type]) => type !== "VARCHAR") ?? []);
  return { ...first, columns: first.columns.map(([name, type]) => [name, types.get(name) ?? type]) };
}

function headOf(file: string): Buffer {
  const buffer = Buffer.alloc(headBytes);
  const handle = fs.openSync(file, "r");
  try {
    return buffer.subarray(0, fs.readSync(handle, buffer, 0, headBytes, 0));
  } finally {
    fs.closeSync(handle);
  }
}

/** Whole lines from the beginning. */
function firstLines(bytes: Buffer, most: number): Buffer {
  let end = -1;
  for (let line = 0; line < most; line++) {
    const next = bytes.indexOf(10, end + 1);
    if (next < 0) break;
    end = next;
  }
  return bytes.subarray(0, end + 1);
}

async function sniff(file: string, source: Source, query: Query): Promise<Dialect | null> {
  // Square brackets, asterisks and question marks are part of the name.
  const name = text(file.split(path.sep).join("/").replace(/[[*?]/g, "[$&]"));
  const asked = `SELECT Delimiter, Quote, Escape, Comment, SkipRows, HasHeader, DateFormat, TimestampFormat,
    list_transform(Columns, lambda c: c.name), list_transform(Columns, lambda c: c.type)
    FROM sniff_csv(${[name, ...csvOptions(source), "store_rejects = true"].join(", ")})`;
  const [row] = await query(asked).catch(() => []);
  if (!row) return null;
  const mark = (value: unknown) => (value === "(empty)" || value === "\0" ? "" : String(value));
  const format = (value: unknown) => (value === null || value === "" ? null : String(value));
  const [delimiter, quote, escaping, comment, skip, header, date, timestamp, names, types] = row;
  return {
    delimiter: mark(delimiter),
    quote: mark(quote),
    escape: mark(escaping),
    comment: mark(comment),
    skip: Number(skip),
    header: header === true,
    dateFormat: format(date),
    timestampFormat: format(timestamp),
    columns: (names as string[]).map((each, i) => [each, String((types as string[])[i])] as const),
  };
}

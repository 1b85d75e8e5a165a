/** CSV files that quote their values, where a quote that is never closed makes DuckDB believe they do not. */
import fs from "node:fs";
import path from "node:path";
import type { Source } from "../../drift/engine.js";
import type { Query } from "./session.js";
import { text } from "./sql.js";

export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly header: boolean;
  readonly columns: readonly (readonly [name: string, type: string])[];
}

const headBytes = 65_536;
const headLines = 100;
/** A value that is quoted from end to end. */
const quotedValue = /(^|[,;\t|])"[^"\r\n]*"([,;\t|\r\n]|$)/m;

/** How the first lines say that the file is written; null where DuckDB finds that by itself. */
export async function quotedDialect(file: string, source: Source, folder: string, query: Query): Promise<Dialect | null> {
  if (/\.(gz|zst)$/i.test(file)) return null;
  const head = headOf(file);
  if (!quotedValue.test(head.toString("latin1"))) return null;
  const encoding = source.encoding ? `, encoding = ${text(source.encoding)}` : "";
  const whole = await sniff(file, encoding, query);
  if (whole?.quote) return null;
  const copy = path.join(folder, "head.csv");
  fs.writeFileSync(copy, head);
  const first = await sniff(copy, encoding, query);
  fs.rmSync(copy, { force: true });
  if (!first?.quote || first.columns.length < 2) return null;
  // Types of more rows are surer, but for texts.
  const types = new Map(whole?.columns.filter(([, type]) => type !== "VARCHAR") ?? []);
  return { ...first, columns: first.columns.map(([name, type]) => [name, types.get(name) ?? type]) };
}

/** Whole lines from the beginning. */
function headOf(file: string): Buffer {
  const buffer = Buffer.alloc(headBytes);
  const handle = fs.openSync(file, "r");
  try {
    const bytes = buffer.subarray(0, fs.readSync(handle, buffer, 0, headBytes, 0));
    let end = -1;
    for (let line = 0; line < headLines; line++) {
      const next = bytes.indexOf(10, end + 1);
      if (next < 0) break;
      end = next;
    }
    return bytes.subarray(0, end + 1);
  } finally {
    fs.closeSync(handle);
  }
}

async function sniff(file: string, encoding: string, query: Query): Promise<Dialect | null> {
  // Square brackets, asterisks and question marks are part of the name.
  const name = text(file.split(path.sep).join("/").replace(/[[*?]/g, "[$&]"));
  const asked = `SELECT Delimiter, Quote, Escape, HasHeader, list_transform(Columns, lambda c: c.name), list_transform(Columns, lambda c: c.type) FROM sniff_csv(${name}${encoding})`;
  const [row] = await query(asked).catch(() => []);
  if (!row) return null;
  const mark = (value: unknown) => (value === "(empty)" || value === "\0" ? "" : String(value));
  const [delimiter, quote, escaping, header, names, types] = row;
  const columns = (names as string[]).map((each, i) => [each, String((types as string[])[i])] as const);
  return { delimiter: mark(delimiter), quote: mark(quote), escape: mark(escaping), header: header === true, columns };
}

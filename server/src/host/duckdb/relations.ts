/** Files, globs and folders as something to select from. */

import fs from "node:fs";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { DriftProblem, type Family, type Source } from "../../drift/engine.js";
import type { Dialect } from "./dialect.js";
import { text, texts } from "./sql.js";

export type Format = NonNullable<Source["format"]>;

const endings: readonly (readonly [RegExp, Format])[] = [
  [/\.(csv|tsv|tab|txt|psv)(\.(gz|zst))?$/i, "csv"],
  [/\.(parquet|pq|parq)$/i, "parquet"],
  [/\.(jsonl|ndjson|json)(\.(gz|zst))?$/i, "json"],
];

/** What cannot be read, and what to do instead. */
const refused: readonly (readonly [RegExp, string])[] = [
  [/^(https?|s3|gs|gcs|az|abfss?|hdfs):\/\//i, "is not on this machine; nothing is read over the network"],
  [/\.(arrow|feather|ipc)$/i, "is an Arrow file, which cannot be read without downloading an extension; save it as Parquet"],
  [/\.(xlsx?|ods)$/i, "is a spreadsheet; save it as CSV or Parquet"],
  [/\.(pkl|pickle|joblib|h5|hdf5?|npy|npz|mat)$/i, "is in a format that cannot be read here; save it as Parquet or CSV"],
];

export interface Located {
  /** As DuckDB takes them: files or patterns. */
  readonly patterns: readonly string[];
  /** The files there are now, to see whether they change. */
  readonly files: readonly string[];
  readonly format: Format;
  readonly name: string;
}

export function locate(source: Source): Located {
  if (source.paths.length === 0) throw new DriftProblem(l10n.t("no file was given"));
  const found = source.paths.map(locateOne);
  const files = found.flatMap(({ files }) => files);
  const formats = new Set(source.format ? [source.format] : files.map(formatOf));
  if (formats.size > 1) throw new DriftProblem(l10n.t("{0} mixes {1} files", nameOf(source), [...formats].join(" and ")));
  if (files.length > 0 && files.every((file) => fs.statSync(file).size === 0)) throw new DriftProblem(l10n.t("{0} is empty", nameOf(source)));
  const full = files.map((file) => fs.statSync(file).size > 0);
  return {
    patterns: found.flatMap(({ patterns }) => patterns).filter((_, i) => full[i]),
    files: files.filter((_, i) => full[i]),
    format: [...formats][0] as Format,
    name: nameOf(source),
  };
}

const nameOf = (source: Source): string => source.paths.join(", ");

function formatOf(file: string): Format {
  const known = endings.find(([ending]) => ending.test(file));
  if (known) return known[1];
  const why = refused.find(([pattern]) => pattern.test(file));
  throw new DriftProblem(
    why ? `${file} ${why[1]}` : l10n.t("{0}: the ending does not tell its format; it should be .csv, .tsv, .parquet, .jsonl or .ndjson", file),
  );
}

function locateOne(given: string): { readonly patterns: readonly string[]; readonly files: readonly string[] } {
  const remote = refused[0] as (typeof refused)[number];
  if (remote[0].test(given)) throw new DriftProblem(`${given} ${remote[1]}`);
  const stat = fs.statSync(given, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    const files = filesBelow(given).filter((file) => endings.some(([ending]) => ending.test(file)));
    if (files.length === 0) throw new DriftProblem(l10n.t("the folder {0} has no CSV, Parquet or JSON files", given));
    return { patterns: files.map(literal), files };
  }
  if (stat) return { patterns: [literal(given)], files: [given] };
  if (!/[*?[]/.test(given)) throw new DriftProblem(l10n.t("{0} does not exist", given));
  const files = matching(given);
  if (files.length === 0) throw new DriftProblem(l10n.t("no file matches {0}", given));
  return { patterns: files.map(literal), files };
}

/** A file's own name, with what DuckDB would take for a pattern escaped. */
const literal = (file: string) => file.split(path.sep).join("/").replace(/[[*?]/g, "[$&]");

/** Hidden files and the bookkeeping of Spark and others (`_SUCCESS`, `_delta_log`) are no data. */
function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !/^[._]/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(path.join(folder, entry.name)) : [path.join(folder, entry.name)]));
}

function matching(pattern: string): string[] {
  const parts = path.normalize(pattern).split(path.sep);
  const fixed = parts.findIndex((part) => /[*?[]/.test(part));
  const base = parts.slice(0, fixed).join(path.sep) || (path.isAbsolute(pattern) ? path.sep : ".");
  if (!fs.existsSync(base)) return [];
  const source = parts
    .slice(fixed)
    .map((part) =>
      part === "**"
        ? "**"
        : part
            .replace(/[.+^${}()|\\]/g, "\\$&")
            .replaceAll("*", "[^/]*")
            .replaceAll("?", "[^/]"),
    )
    .join("/")
    .replaceAll("**/", "(?:.*/)?")
    .replaceAll("**", ".*");
  const expression = new RegExp(`^${source}$`);
  return filesBelow(base).filter((file) => expression.test(path.relative(base, file).split(path.sep).join("/")));
}

/** Of text at once, by thread; no line may be longer. */
const bufferBytes = 8_000_000;

/** What pandas takes for a missing value. */
const missingTexts = ["", "NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "NaN", "nan", "<NA>", "-nan", "-NaN"];

export interface Care {
  /** Columns to read as text, since some of their values are no numbers. */
  readonly asText: readonly string[];
  /** Give up at the first row that cannot be read, instead of counting them. */
  readonly strict: boolean;
  /** Take quotes as they come, where nothing fits otherwise. */
  readonly lenient: boolean;
  /** Instead of what DuckDB would find. */
  readonly dialect?: Dialect | null;
}

/** What a source says of its CSV files, for parsing and for finding out how they are written. */
export function csvOptions(source: Source): string[] {
  const options = [`nullstr = ${texts(missingTexts)}`, `buffer_size = ${bufferBytes}`];
  if (source.decimalSeparator) options.push(`decimal_separator = ${text(source.decimalSeparator)}`);
  if (source.encoding) options.push(`encoding = ${text(source.encoding)}`);
  return options;
}

export function relationOf({ patterns, format }: Located, source: Source, rejects: string, { asText, strict, lenient, dialect }: Care): string {
  const files = texts(patterns);
  if (format === "parquet") return `read_parquet(${files}, union_by_name = true)`;
  if (format === "json") return `read_json(${files}, union_by_name = true${strict ? "" : ", ignore_errors = true"})`;
  const options = csvOptions(source);
  if (!strict) options.push("store_rejects = true", `rejects_table = ${text(rejects)}`, `rejects_scan = ${text(`${rejects}_scan`)}`);
  if (lenient) options.push("strict_mode = false");
  if (dialect) {
    const { delimiter, quote, escape: escaping, comment, skip, header, dateFormat, timestampFormat, columns } = dialect;
    const types = columns.map(([column, type]) => `${text(column)}: ${text(asText.includes(column) ? "VARCHAR" : type)}`);
    options.push("auto_detect = false", `delim = ${text(delimiter)}`, `quote = ${text(quote)}`, `escape = ${text(escaping)}`);
    options.push(`comment = ${text(comment)}`, `skip = ${skip}`, `header = ${header}`, `columns = {${types.join(", ")}}`);
    if (dateFormat) options.push(`dateformat = ${text(dateFormat)}`);
    if (timestampFormat) options.push(`timestampformat = ${text(timestampFormat)}`);
  } else if (asText.length > 0) options.push(`types = {${asText.map((column) => `${text(column)}: 'VARCHAR'`).join(", ")}}`);
  return `read_csv(${files}, ${options.join(", ")})`;
}

export function familyOf(type: string): Family {
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/.test(type)) return "number";
  if (type === "BOOLEAN") return "boolean";
  if (/^(VARCHAR|UUID|ENUM\(.*\))$/s.test(type)) return "text";
  return /^(DATE|TIMESTAMP.*)$/.test(type) ? "date" : "other";
}

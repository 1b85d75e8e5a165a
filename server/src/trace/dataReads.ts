/** What a call that reads a data file says about how it is read. */
import type { DataFileRead } from "../profiles/dataFile.js";
import { type ArgValue, arg, type CallCtx } from "./binding.js";
import type { EffectRow } from "./knowledge.js";

/** Parameters that do not change which rows and columns there are, by the names that libraries give them. */
const harmless = new Set(
  "dtype parse_dates engine low_memory na_values keep_default_na verbose infer_datetime_format dayfirst date_parser date_format cache_dates memory_map float_precision dtype_backend usecols columns unpack squeeze orient convert_dates try_parse_dates infer_schema_length ignore_errors mangle_dupe_cols storage_options chunksize iterator use_nullable_dtypes parallel use_statistics rechunk use_pyarrow use_threads cache hive_partitioning".split(
    " ",
  ),
);
const understood = new Set(
  "sep delimiter separator delim_whitespace header has_header names skiprows skip_rows nrows n_rows max_rows index_col comment comments encoding decimal lines on_bad_lines error_bad_lines warn_bad_lines skip_header skipinitialspace".split(
    " ",
  ),
);

const defaults = {
  separator: ",",
  header: true,
  names: null,
  skip: 0,
  limit: null,
  index: null,
  comment: "",
  encoding: "utf-8",
  decimal: ".",
  skipsBadRows: false,
};

/** Null where anything that matters is not a literal, or not understood: no evidence is better than a wrong one. */
export function dataFileRead(c: CallCtx, e: EffectRow, path: string): DataFileRead | null {
  if (e.text === undefined || c.star.length || /^[a-z][\w+.-]+:\/\//i.test(path)) return null;
  // The signature's own default names the separator of `read_table`.
  const named = c.params.map((p) => p.name);
  const options = new Map<string, Literal>();
  for (const name of understood) {
    const v = arg(c, name);
    const literal = v === undefined ? undefined : literalOf(v);
    if (v !== undefined && literal === undefined) return null;
    if (literal !== undefined) options.set(name, literal);
  }
  const given = [...c.kw, ...[...c.bound].map(([name, a]): ArgValue => ({ ...a, name }))].flatMap((a) => a.name ?? []);
  if (given.some((name) => name !== e.path && !harmless.has(name) && !understood.has(name))) return null;
  const of = (...names: string[]): Literal | undefined => names.map((n) => options.get(n)).find((v) => v !== undefined && v !== null);
  if (e.text === "jsonLines") {
    if (named.includes("orient") && of("lines") !== true) return null;
    const limit = of("nrows", "n_rows");
    return { path, format: "jsonLines", ...defaults, limit: typeof limit === "number" ? limit : null };
  }
  if (e.text === "parquet") {
    const limit = of("n_rows") ?? null;
    return limit === null || typeof limit === "number" ? { path, format: "parquet", ...defaults, limit } : null;
  }
  return e.text === "numbers" ? numbers(path, of) : delimited(path, of, options);
}

type Literal = string | number | boolean | null | readonly (string | number | boolean | null)[];
type Of = (...names: string[]) => Literal | undefined;

function delimited(path: string, of: Of, options: ReadonlyMap<string, Literal>): DataFileRead | null {
  // A name that two libraries give the same thing: what the caller wrote wins over the default.
  const said = of("delimiter") ?? of("sep", "separator") ?? ",";
  const separator = said === "\\t" ? "\t" : said;
  const isBlank = separator === "\\s+" || of("delim_whitespace") === true;
  if (typeof separator !== "string" || (!isBlank && separator.length !== 1) || of("comment") || of("skipinitialspace")) return null;
  const given = options.get("names");
  const names = Array.isArray(given) ? given.map(String) : null;
  if (given !== undefined && given !== null && !names) return null;
  const header = options.has("has_header") ? options.get("has_header") : options.get("header");
  if (header !== undefined && header !== null && header !== "infer" && header !== 0 && header !== true && header !== false) return null;
  const explicit = header === 0 || header === true;
  const skip = of("skiprows", "skip_rows") ?? 0;
  const limit = of("nrows", "n_rows") ?? null;
  const index = of("index_col") ?? null;
  const encoding = of("encoding") ?? "utf-8";
  const decimal = of("decimal") ?? ".";
  if (typeof skip !== "number" || (limit !== null && typeof limit !== "number") || typeof encoding !== "string" || typeof decimal !== "string") return null;
  if (index !== null && typeof index !== "number" && typeof index !== "string" && index !== false) return null;
  return {
    ...defaults,
    path,
    format: isBlank ? "blank" : "delimited",
    separator,
    header: header === null && options.has("header") ? false : header === false ? false : names === null || explicit,
    names,
    skip,
    limit,
    index: index === false ? null : index,
    encoding,
    decimal,
    skipsBadRows: of("on_bad_lines") === "skip" || of("on_bad_lines") === "warn" || of("error_bad_lines") === false,
  };
}

/** Arrays of numbers: no names, comments behind "#", white space unless something else is said. */
function numbers(path: string, of: Of): DataFileRead | null {
  const separator = of("delimiter");
  const skip = of("skiprows", "skip_header") ?? 0;
  const limit = of("max_rows") ?? null;
  if ((separator !== undefined && (typeof separator !== "string" || separator.length !== 1)) || typeof skip !== "number") return null;
  if ((limit !== null && typeof limit !== "number") || of("names") || (of("comments") ?? "#") !== "#") return null;
  return { ...defaults, path, format: separator ? "delimited" : "blank", separator: separator ?? " ", header: false, skip, limit, comment: "#" };
}

/** Undefined for what is no literal. */
function literalOf(v: NonNullable<ReturnType<typeof arg>>): Literal | undefined {
  if (v.k === "const") return v.v;
  const init = v.k === "obj" ? v.init : null;
  const items = v.k === "tuple" ? v.items : init?.k === "list" && !init.open ? init.items : null;
  const literals = items?.map((x) => (x.k === "const" ? x.v : undefined));
  return literals?.every((x) => x !== undefined) ? (literals as (string | number | boolean | null)[]) : undefined;
}

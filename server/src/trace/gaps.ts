/** What stored outputs show of missing values: where nothing is missing, or next to nothing, filling changes nothing. */
import type { SourceId } from "../base/span.js";
import type { Unit } from "../program/program.js";
import type { Learned } from "./lineage.js";
import { isCut } from "./outputs.js";

const listing = /(?<![\w.])(?:([\w.]+)(?:\[[^\]]*\])?\s*\.(?:isnull|isna)\(\)\s*\.(?:sum|any|mean)\(\)|([\w.]+)\.info\()/g;
/** What may make gaps in the columns that it is about. */
const makesGaps = /\bnan\b|(?<!["'])\bNone\b(?!["'])|NaN|\bNA\b|NaT|replace\(|shift\(|to_numeric|coerce|where\(|mask\(|diff\(|rolling|\bmap\(|\blog\w*\(|\/\s/;
/** What may make gaps in all columns of a table, or a table of other rows. */
const makesRows = /merge\(|join\(|concat\(|append\(|reindex|pivot|resample|read_/;
/** A share of the rows so small that what it is filled with is nothing to any model. */
const few = 0.001;

interface Filled {
  readonly table: string;
  /** Empty: all columns of the table. */
  readonly columns: readonly string[];
  /** It may be any column of the table. */
  readonly all: boolean;
  /** What it is filled with: "mode". */
  readonly what: string;
}

/**
 * Whether a fill finds nothing to fill: the last listing of missing values before it shows none, one, or one of a thousand rows at most, in the columns
 * that it fills, or a line before it has closed all gaps, and nothing in between makes new ones.
 */
export function nothingMissing(l: Learned, units: readonly Unit[], textOf: (source: SourceId) => string): boolean {
  const text = textOf(l.at.source);
  if (!units.some((u) => u.input.source === l.at.source) || !(l.fills || isFill(l, text))) return false;
  if (ofShift(l, text)) return true;
  const table = /^\w+/.exec(l.name)?.[0];
  if (!table) return false;
  const columns = [...l.name.matchAll(/(["'])(.+?)\1|^\w+\.(\w+)$/g)].map((m) => m[2] ?? m[3] ?? "");
  // Columns that a loop or a list names may be any.
  const all = !columns.length && /^\w+(\[\w+\])?$/.test(l.name);
  let of: Filled = { table, columns, all, what: l.what };
  const above = linesAbove(text, l.at.start);
  const indent = indentOf(text.slice(text.lastIndexOf("\n", l.at.start) + 1));
  let lines = above;
  let source = l.at.source;
  const inside = functionAround(lines, indent);
  const call = l.path.at(-1);
  if (inside && call) {
    const known = lookBack(lines.slice(inside.line + 1), of, indent, null);
    if (known !== "open") return known === "closed";
    const given = handed(textOf(call.source).slice(call.start), inside.parameters.indexOf(of.table));
    if (given) {
      of = { ...of, table: given };
      source = call.source;
      lines = linesAbove(textOf(source), call.start);
    }
  }
  const here = units.findIndex((u) => u.input.source === source);
  for (let i = here; i >= 0; i--) {
    const unit = units[i] as Unit;
    const found = lookBack(i === here ? lines : unit.input.text.split("\n"), of, i === here && lines === above ? indent : 0, { units, i, part: i === here });
    if (typeof found === "string" && found !== "open") return found === "closed";
    if (typeof found !== "string") of = found;
  }
  return false;
}

/** What lines before a fill, read upwards, say of its gaps: closed, made, or nothing, with the table that its own was taken from. */
function lookBack(
  lines: readonly string[],
  given: Filled,
  indent: number,
  shown: { units: readonly Unit[]; i: number; part: boolean } | null,
): "closed" | "made" | "open" | Filled {
  let of = given;
  const listed = shown ? listingLine(shown, of, lines) : -1;
  for (let n = lines.length - 1; n >= 0; n--) {
    const line = (lines[n] as string).replace(/(^|\s)#.*$/, "");
    if (n === listed && shown) return gapsShown(shown.units, shown.i, of) ? "closed" : "made";
    if (madeGaps(line, of)) return "made";
    if (closes(lines, n, line, of, indent)) return "closed";
    const taken = /^\s*(\w+)\s*=\s*(\w+)(?:\.copy\(|\.drop\(|\.loc\[|\[)/.exec(line);
    if (taken?.[2] && taken[1] === of.table && taken[2] !== of.table) of = { ...of, table: taken[2] };
  }
  return of === given ? "open" : of;
}

/** The line of a cell that lists the missing values of a table last, where its output shows them; of the cell of the fill itself, where nothing else is listed. */
function listingLine({ units, i, part }: { units: readonly Unit[]; i: number; part: boolean }, { table, all }: Filled, lines: readonly string[]): number {
  const { text, outputs } = (units[i] as Unit).input;
  if (!outputs?.length || (part && [...text.matchAll(listing)].length !== 1)) return -1;
  if (!gapsIn(outputs.join("\n")) && !isTotal(text, table)) return -1;
  return lines.findLastIndex((line) => [...line.matchAll(listing)].some((m) => (m[1] ?? m[2]) === table && !(all && m[0].includes("["))));
}

/** Whether the listing of this cell shows no gap worth filling in the columns. */
function gapsShown(units: readonly Unit[], i: number, { table, columns, all }: Filled): boolean {
  const { text: code, outputs = [] } = (units[i] as Unit).input;
  const output = outputs.join("\n").trim();
  if (isTotal(code, table)) return /^([^\n]{0,60}[:=]\s*)?(np\.\w+\(|np\.)?(0|False_?)\)?$/.test(output);
  const shown = gapsIn(output);
  if (!shown) return false;
  const rows = rowsShown(units.slice(0, i + 1), table);
  const percent = /\*\s*100\b|\b100\s*\*/.test(code);
  // One row that is filled is nothing to any model, however few there are.
  const none = (n: number | undefined): boolean =>
    n !== undefined && (n === 0 || (percent ? n <= few * 100 : n === 1 || (n > 1 && rows !== null && n <= few * rows)));
  // Where the columns with most gaps come first, those that are not shown have no more than the last.
  const last = /sort_values\([^)]*ascending\s*=\s*False/.test(code) && !shown.has("...") ? Math.min(...shown.values()) : undefined;
  if (columns.length) return columns.every((c) => none(shown.get(c) ?? last));
  return all && shown.size > 0 && !shown.has("...") && [...shown.values()].every(none);
}

/** One number for the whole table. */
const isTotal = (code: string, table: string): boolean =>
  new RegExp(`\\b${table}\\.(isnull|isna)\\(\\)\\.(sum\\(\\)\\.sum|values\\.(any|sum)|any\\(\\)\\.any)\\(\\)`).test(code);

/** Whether a line leaves no gap in the columns: rows with gaps are dropped, or all that is missing is filled. */
function closes(lines: readonly string[], n: number, line: string, { table, columns, what }: Filled, indent: number): boolean {
  const call = /^\s*(\w+)(?:\[([^\]]+)\])?(?:\s*=\s*(\w+)(?:\[([^\]]+)\])?)?\.(dropna|fillna)\((.*)\)[^()]*$/.exec(line);
  if (!call || call[1] !== table || !(call[3] || /inplace\s*=\s*True/.test(line))) return false;
  const [, , column, from, key, name, args = ""] = call;
  const literal = /^["'](.+)["']$/.exec(column ?? "")?.[1];
  if (column && from && column !== key) return false;
  // Under a condition it may not run.
  if ((literal || !column) && indentOf(line) > indent) return false;
  if (name === "dropna") return !column && !/subset|thresh|all|axis\s*=\s*(1|["']c)/.test(args);
  if (/group_?by|transform|map\(|method|\bff?ill|\bbfill/.test(args)) return false;
  if (!column) return /^\s*(value\s*=\s*)?(-?[\d.]+|["'][^"']*["'])\s*([,)]|$)/.test(args);
  if (literal)
    return (
      columns.length === 1 &&
      columns[0] === literal &&
      /^\s*(value\s*=\s*)?(-?[\d.]+|["'][^"']*["']|.*\.(mean|median|min|max)\(\)|.*mode\(\)\[0\])\s*([,)]|$)/.test(args)
    );
  // A loop over all columns of one kind.
  const over = lines.slice(Math.max(0, n - 3), n).findLast((x) => /^\s*for\s+(\w+)\s+in\b/.exec(x)?.[1] === column);
  const list = over && /\bin\s+(\w+)\s*:/.exec(over)?.[1];
  const kind = list ? lines.slice(0, n).findLast((x) => /^\s*(\w+)\s*=/.exec(x)?.[1] === list) : over;
  if (!kind || indentOf(over ?? "") > indent || !new RegExp(`\\b${table}\\.select_dtypes\\(`).test(kind)) return false;
  return /exclude/.test(kind) ? false : what === "mode" ? /object|["']O["']|category/.test(kind) : /^(mean|median)$/.test(what) && /number/.test(kind);
}

const indentOf = (line: string): number => /^\s*/.exec(line)?.[0].length ?? 0;
const linesAbove = (text: string, at: number): string[] => text.slice(0, text.lastIndexOf("\n", at) + 1).split("\n");

/** The innermost function that begins above an indented line, with its parameters; null where none does. */
function functionAround(lines: readonly string[], indent: number): { line: number; parameters: string[] } | null {
  const line = lines.findLastIndex((x) => x.trim() !== "" && /^\s*def\b/.test(x) && indentOf(x) < indent);
  const parameters = /\bdef\s+\w+\(([^()]*)\)/.exec(lines[line] ?? "")?.[1];
  if (parameters === undefined || lines.slice(line + 1).some((x) => x.trim() !== "" && !/^\s*[#"')]/.test(x) && indentOf(x) <= indentOf(lines[line] ?? "")))
    return null;
  return { line, parameters: parameters.split(",").map((x) => /\w*/.exec(x.trim())?.[0] ?? "") };
}

/** The name of a table that a call hands to a parameter. */
function handed(call: string, parameter: number): string | null {
  const args = /^[\w.]*\s*\(([^()]*)\)/.exec(call)?.[1]?.split(",") ?? [];
  return /^\s*(\w+)(?:\.copy)?\s*$/.exec(args[parameter] ?? "")?.[1] ?? null;
}

/** A fill of a data set that comes with a library, where the bundle is known to have no gaps (sets that are fetched by their name may have some). */
export function filledWhole(l: Learned, textOf: (source: SourceId) => string): boolean {
  const whole =
    l.rows.terms.length > 0 && l.rows.terms.every(({ source }) => source.kind === "bundled" && !/["'\d]/.test(source.key.slice(source.key.lastIndexOf(":"))));
  return whole && (l.fills === true || isFill(l, textOf(l.at.source)));
}

/** Whether a statistic serves to fill, and nothing else. */
function isFill(l: Learned, text: string): boolean {
  const start = text.lastIndexOf("\n", l.at.start) + 1;
  const end = text.indexOf("\n", l.at.start);
  const line = text.slice(start, end < 0 ? text.length : end);
  return l.via === "statistic" && (/\.fillna\(/.test(line) || onlyFills(line, end < 0 ? "" : text.slice(end)));
}

/** Whether a fill is about a column that was made just before by looking some rows back: what is missing are the first of them. */
function ofShift(l: Learned, text: string): boolean {
  const column = /^(\w+)(?:\[\s*["'](.+?)["']\s*\]|\.(\w+))$/.exec(l.name);
  if (!column) return false;
  const name = (column[2] ?? column[3] ?? "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const before = text.slice(0, text.lastIndexOf("\n", l.at.start) + 1);
  const made = [...before.matchAll(new RegExp(`^\\s*${column[1]}(?:\\[\\s*["']${name}["']\\s*\\]|\\.${name})\\s*=[^=].*$`, "gm"))].at(-1)?.[0];
  return made !== undefined && /\.(shift|rolling|diff|pct_change)\(/.test(made) && !/groupby/.test(made);
}

/** `middle = df["age"].median()`, where `middle` is used to fill and for nothing else. */
function onlyFills(line: string, after: string): boolean {
  const name = /^\s*(\w+)\s*=[^=]/.exec(line)?.[1];
  if (!name) return false;
  const again = new RegExp(`^\\s*${name}\\s*=[^=]`, "m").exec(after);
  const uses = (again ? after.slice(0, again.index) : after).split("\n").filter((x) => new RegExp(`\\b${name}\\b`).test(x));
  return uses.length > 0 && uses.every((x) => new RegExp(`\\.fillna\\(\\s*(value\\s*=\\s*)?${name}\\b`).test(x) || /^\s*(#|print\()/.test(x));
}

/** Whether a line may make gaps in the columns, or put other rows into the table. Lines that are about other tables or columns do not. */
function madeGaps(line: string, { table, columns }: Filled): boolean {
  const rows = makesRows.test(line);
  if (!rows && !makesGaps.test(line)) return false;
  const own = [...line.matchAll(new RegExp(`(?<![\\w.])${table}\\b(?:\\[\\s*(["'])(.+?)\\1\\s*\\]|\\.(\\w+)(?!\\w*\\())?`, "g"))];
  if (rows) return own.length > 0;
  // A helper does it to whatever it is given.
  if (!own.length) return /^\s+|\bdef\b|\blambda\b/.test(line) && !/\bplt\b|\bax\w*\.|print\(/.test(line);
  return own.some((m) => (m[2] ?? m[3]) === undefined || !columns.length || columns.includes(m[2] ?? m[3] ?? ""));
}

/** How many rows the table has, as `info()` shows them; null where nothing does. */
function rowsShown(units: readonly Unit[], table: string): number | null {
  for (const { input } of units.toReversed()) {
    if (!input.outputs?.length || !new RegExp(`\\b${table}\\.(info\\(|shape\\b)`).test(input.text)) continue;
    const text = input.outputs.join("\n");
    const n = entries(text) ?? /\((\d+), \d+\)/.exec(text)?.[1];
    if (n !== undefined) return Number(n);
  }
  return null;
}

const entries = (output: string): string | undefined => /^(?:\w*Index): (\d+) entries/m.exec(output)?.[1];

/** Missing values by column, as `isnull().sum()` or `info()` print them; `...` where some columns are left out. */
export function gapsIn(output: string): Map<string, number> | null {
  const out = new Map<string, number>();
  const rows = Number(entries(output) ?? Number.NaN);
  for (const line of output.split("\n")) {
    const counted = /^\s*\d+\s+(.+?)\s{2,}(\d+) non-null\b/.exec(line) ?? /^(\S.*?)\s{2,}(\d+) non-null\b/.exec(line);
    const listed = /^(\S+(?: \S+)*)\s{2,}(\d+(?:\.\d+)?|True|False)$/.exec(line.trimEnd());
    if (counted && !Number.isNaN(rows)) out.set(counted[1] as string, rows - Number(counted[2]));
    else if (isCut(line)) out.set("...", 1);
    else if (listed) out.set(listed[1] as string, listed[2] === "True" ? Number.POSITIVE_INFINITY : listed[2] === "False" ? 0 : Number(listed[2]));
  }
  return out.size ? out : null;
}

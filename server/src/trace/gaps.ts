/** What stored outputs show of missing values: where nothing is missing, or next to nothing, filling changes nothing. */
import type { SourceId } from "../base/span.js";
import type { Unit } from "../program/program.js";
import type { Learned } from "./lineage.js";
import { isCut } from "./outputs.js";

const listing = /([\w.]+)(?:\[[^\]]*\])?\s*\.(?:isnull|isna)\(\)\s*\.(?:sum|any|mean)\(\)|([\w.]+)\.info\(/g;
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
}

/** Whether the last listing of missing values before this fill shows none, one, or one of a thousand rows at most, in the columns that it fills. */
export function nothingMissing(l: Learned, units: readonly Unit[], textOf: (source: SourceId) => string): boolean {
  const here = units.findIndex((u) => u.input.source === l.at.source);
  const text = textOf(l.at.source);
  if (here < 0 || !(l.fills || isFill(l, text))) return false;
  if (ofShift(l, text)) return true;
  const table = /^\w+/.exec(l.name)?.[0];
  if (!table) return false;
  const of: Filled = { table, columns: [...l.name.matchAll(/(["'])(.+?)\1|^\w+\.(\w+)$/g)].map((m) => m[2] ?? m[3] ?? "") };
  if (madeGaps(text.slice(0, text.lastIndexOf("\n", l.at.start) + 1), of)) return false;
  for (let i = here - 1; i >= 0; i--) {
    const u = units[i] as Unit;
    const code = u.input.text;
    const found = [...code.matchAll(listing)].findLast((m) => (m[1] ?? m[2]) === table);
    const shown = found && u.input.outputs?.length ? gapsIn(u.input.outputs.join("\n")) : null;
    if (found && shown) {
      // What the cell does after it has shown its gaps is not known line by line.
      if (madeGaps(code.slice(found.index + found[0].length).replace(/^.*/, ""), of)) return false;
      const rows = rowsShown(units.slice(0, i + 1), table);
      const percent = /\*\s*100\b|\b100\s*\*/.test(code);
      // One row that is filled is nothing to any model, however few there are.
      const none = (n: number | undefined): boolean =>
        n !== undefined && (n === 0 || (percent ? n <= few * 100 : n === 1 || (n > 1 && rows !== null && n <= few * rows)));
      // Where the columns with most gaps come first, those that are not shown have no more than the last.
      const last = /sort_values\([^)]*ascending\s*=\s*False/.test(code) && !shown.has("...") ? Math.min(...shown.values()) : undefined;
      if (of.columns.length) return of.columns.every((c) => none(shown.get(c) ?? last));
      return shown.size > 0 && !shown.has("...") && [...shown.values()].every(none) && /^\w+$/.test(l.name);
    }
    if (madeGaps(code, of)) return false;
  }
  return false;
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

/** Whether these lines may make gaps in the columns, or put other rows into the table. Lines that are about other tables or columns do not. */
function madeGaps(code: string, { table, columns }: Filled): boolean {
  return code.split("\n").some((line) => {
    const bare = line.replace(/(^|\s)#.*$/, "");
    const own = [...bare.matchAll(new RegExp(`(?<![\\w.])${table}\\b(?:\\[\\s*(["'])(.+?)\\1\\s*\\]|\\.(\\w+)(?!\\w*\\())?`, "g"))];
    if (makesRows.test(bare)) return own.length > 0;
    if (!makesGaps.test(bare)) return false;
    // A helper does it to whatever it is given.
    if (!own.length) return /^\s+|\bdef\b|\blambda\b/.test(bare) && !/\bplt\b|\bax\w*\.|print\(/.test(bare);
    return own.some((m) => (m[2] ?? m[3]) === undefined || !columns.length || columns.includes(m[2] ?? m[3] ?? ""));
  });
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

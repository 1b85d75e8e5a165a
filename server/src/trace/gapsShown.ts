/** Missing values by column, as the stored outputs of a notebook list them. */
import type { SourceId } from "../base/span.js";
import type { Unit } from "../program/program.js";
import { lineAt } from "./lines.js";
import { describedCounts, isCut } from "./outputs.js";

/** The table that is listed comes first. */
const listing = /(?<![\w.])([\w.]+)(?:(?:\[[^\]]*\])?\s*\.(?:isnull|isna)\(\)\s*\.(?:sum|any|mean)\(\)|\.info\()/g;
/** Counts the values of the columns of numbers, which tells their gaps where the number of rows is known. */
const description = /(?<![\w.])([\w.]+)\.describe\(\s*\)/g;
/** A cell that ends with the rows in which one column has a gap. */
const rowsWithGap = /^(\w+)\[\s*\1(?:\.(\w+)|\[\s*["']([^"'\]]+)["']\s*\])\.(?:isnull|isna)\(\)\s*\]\s*$/;
/** A share of the rows so small that what it is filled with is nothing to any model. */
export const few = 0.001;

export interface Filled {
  readonly table: string;
  /** Empty: all columns of the table. */
  readonly columns: readonly string[];
  /** It may be any column of the table. */
  readonly all: boolean;
  /** What it is filled with: "mode". */
  readonly what: string;
  /** Columns that were set between what is read and the fill: they may have become numbers since. */
  readonly since: ReadonlySet<string>;
}

/** Only columns of numbers have these. */
export const ofNumbers = ({ what }: Pick<Filled, "what">): boolean => /^(mean|median|std|var|quantile)$/.test(what);

/** The units of a program, of which the one at `i` is read; `part`: only as far as the fill in it. */
export interface Shown {
  readonly units: readonly Unit[];
  readonly i: number;
  readonly part: boolean;
}

/** The line of a cell that lists the missing values of a table last, where its output shows them; of the cell of the fill itself, where nothing else is listed. */
export function listingLine({ units, i, part }: Shown, filled: Filled, lines: readonly string[]): number {
  const { table, all } = filled;
  const { text, outputs } = (units[i] as Unit).input;
  if (!outputs?.length) return -1;
  if (!part && showsRows(text, filled)) return lines.findLastIndex((line) => rowsWithGap.test(line));
  const beside = part ? [...text.matchAll(listing)].length : 0;
  if (beside > 1) return -1;
  const helpers = listers(units);
  const handed = helpers.size ? new RegExp(`\\b(\\w+)\\(\\s*${table}\\s*[,)]`, "g") : null;
  const byHelper = (line: string): boolean => handed !== null && !/^\s*def\b/.test(line) && [...line.matchAll(handed)].some((m) => helpers.has(m[1] as string));
  const lists = lines.findLastIndex(
    (line) => [...line.matchAll(listing)].some((m) => m[1] === table && !(all && m[0].includes("["))) || (!beside && byHelper(line)),
  );
  const counts = lines.findLastIndex((line) => names(line, description, table));
  // Outputs are long: they are read where a line may have listed something, and there alone.
  if (lists < 0 && counts < 0) return -1;
  const output = outputs.join("\n");
  if (isTotal(text, table) || gapsIn(output)) return lists;
  return describedCounts(output).size ? counts : -1;
}

/** Whether a cell ends with the rows in which the one column has a gap. */
function showsRows(code: string, { table, columns }: Filled): boolean {
  const shown = rowsWithGap.exec(code.trimEnd().split("\n").at(-1) ?? "");
  return columns.length === 1 && shown?.[1] === table && (shown[2] ?? shown[3]) === columns[0];
}

/** How many rows a printed table has; its columns may stand in several blocks. Null where it is no table. */
function rowsPrinted(output: string): number | null {
  if (/^\s*Empty DataFrame/.test(output)) return 0;
  const [block = ""] = output.split(/\n\s*\n/);
  const rows = block.split("\n").filter((line) => /^\S+\s{2,}\S/.test(line)).length;
  return rows && !isCut(output) && !/^\s*\.{2,3}\s/m.test(output) ? rows : null;
}

const names = (code: string, call: RegExp, table: string): boolean => [...code.matchAll(call)].some((m) => m[1] === table);

/** Functions of the program that list the missing values of the table that is handed to them first. */
function listers(units: readonly Unit[]): ReadonlySet<string> {
  const known = listersOf.get(units);
  if (known) return known;
  const out = new Set<string>();
  for (const { input } of units)
    for (const [, name, parameter, body = ""] of input.text.matchAll(/^def (\w+)\(\s*(\w+)[^()]*\)[^\n]*:[^\n]*\n((?:[ \t]+[^\n]*\n?|\n)*)/gm))
      if (names(body, listing, parameter as string)) out.add(name as string);
  listersOf.set(units, out);
  return out;
}
const listersOf = new WeakMap<readonly Unit[], ReadonlySet<string>>();

/** What the listing of a cell shows of the columns: no gap worth filling, gaps, or nothing (open). */
export function gapsShown(units: readonly Unit[], i: number, filled: Filled): "closed" | "made" | "open" {
  const { table, columns, all } = filled;
  const { text: code, outputs = [] } = (units[i] as Unit).input;
  const output = outputs.join("\n");
  if (isTotal(code, table)) return /^\s*([^\n]{0,60}[:=]\s*)?(np\.\w+\(|np\.)?(0|False_?)\)?\s*$/.test(output) ? "closed" : "made";
  // One row that is filled is nothing to any model, however few there are.
  if (showsRows(code, filled)) return (rowsPrinted(output) ?? 2) <= 1 ? "closed" : "open";
  const before = units.slice(0, i + 1);
  const rows = rowsShown(before, table);
  const shown = gapsIn(output) ?? (rows === null ? null : gapsByCount(output, rows));
  if (!shown) return "open";
  const percent = /\*\s*100\b|\b100\s*\*/.test(code) && !/^\s*total\s+percent/im.test(output);
  const none = (n: number): boolean => n === 0 || (percent ? n <= few * 100 : n === 1 || (n > 1 && rows !== null && n <= few * rows));
  // Where the columns with most gaps come first, those that are not shown have no more than the last.
  const last = /sort_values\([^)]*ascending\s*=\s*False/.test(code) && !shown.has("...") ? Math.min(...shown.values()) : undefined;
  const words = ofNumbers(filled) ? wordColumns(before) : new Set<string>();
  const meant = (c: string): boolean => !words.has(c) || filled.since.has(c) || filled.since.has("*");
  const asked = (all ? [...shown.keys()] : columns).filter(meant);
  if (asked.some((c) => c !== "..." && !none(shown.get(c) ?? 0))) return "made";
  const told = (c: string): boolean => c !== "..." && (shown.has(c) || (last !== undefined && none(last)));
  return asked.length && asked.every(told) ? "closed" : "open";
}

/**
 * Whether all gaps of a column became one constant, though something by groups was worked out to fill them: the last listing before it counts as many of
 * them as the counts of values in its own output have of the constant, which is what a look-up or a fill below gives to whom nobody knows.
 */
export function becameConstant(units: readonly Unit[], source: SourceId, start: number): boolean {
  const here = units.findIndex((u) => u.input.source === source);
  const { text = "", outputs } = units[here]?.input ?? {};
  const line = lineAt(text, start);
  if (!outputs?.length || !/group_?by\(/.test(line)) return false;
  const constants = [...text.slice(start).matchAll(/\.(?:get\([^()]*,|fillna\()\s*(["'])([^"'\n]+)\1\s*\)/g)].map((m) => m[2]);
  const columns = new Set([...line.matchAll(/\[\s*(["'])([^"'\n]+)\1\s*\]/g)].map((m) => m[2] as string));
  if (!constants.length || !text.includes("value_counts(")) return false;
  const counted = [...outputs.join("\n").matchAll(/^(\S+(?: \S+)*)\s{2,}(\d+)$/gm)].filter((m) => constants.includes(m[1])).map((m) => Number(m[2]));
  const listed = units
    .slice(0, here)
    .flatMap((u) => u.input.outputs ?? [])
    .map(gapsIn)
    .findLast((x) => [...columns].some((c) => x?.has(c)));
  return [...columns].some((c) => {
    const gaps = listed?.get(c) ?? 0;
    return gaps > 1 && counted.includes(gaps);
  });
}

/** One number for the whole table. */
const isTotal = (code: string, table: string): boolean =>
  new RegExp(`\\b${table}\\.(isnull|isna)\\(\\)\\.(sum\\(\\)\\.sum|values\\.(any|sum)|any\\(\\)\\.any)\\(\\)`).test(code);

/** Columns that `info()` shows to hold no numbers. */
function wordColumns(units: readonly Unit[]): Set<string> {
  const out = new Set<string>();
  for (const { input } of units)
    for (const text of input.outputs?.filter((x) => x.includes(" non-null ")) ?? [])
      for (const [, name, kind] of text.matchAll(/^ *(?:\d+ +)?(\S.*?) {2,}\d+ non-null +(\w+)/gm))
        if (/^(object|category|string|str|datetime|period)/.test(kind as string)) out.add(name as string);
        else out.delete(name as string);
  return out;
}

/** How many rows the table has, as `info()` shows them; null where nothing does. */
function rowsShown(units: readonly Unit[], table: string): number | null {
  const tells = new RegExp(`\\b${table}\\.(info\\(|shape\\b)`);
  for (const { input } of units.toReversed()) {
    if (!input.outputs?.length || !tells.test(input.text)) continue;
    const text = input.outputs.join("\n");
    const n = entries(text) ?? /\((\d+), \d+\)/.exec(text)?.[1];
    if (n !== undefined) return Number(n);
  }
  return null;
}

const entries = (output: string): string | undefined => /^(?:\w*Index): (\d+) entries/m.exec(output)?.[1];

/** Missing values by column, as `isnull().sum()` or `info()` print them, or the former beside its percentages; `...` where some columns are left out. */
export function gapsIn(output: string): Map<string, number> | null {
  const out = new Map<string, number>();
  const rows = Number(entries(output) ?? Number.NaN);
  const shares = /^\s*total\s+percent(age)?\s*$/im.test(output);
  for (const line of output.split("\n")) {
    const counted = line.includes(" non-null") && (/^\s*\d+\s+(.+?)\s{2,}(\d+) non-null\b/.exec(line) ?? /^(\S.*?)\s{2,}(\d+) non-null\b/.exec(line));
    const listed =
      /^(\S+(?: \S+)*)\s{2,}(\d+(?:\.\d+)?|True|False)$/.exec(line.trimEnd()) ?? (shares && /^(\S+(?: \S+)*)\s{2,}(\d+)\s+\d+\.\d+$/.exec(line.trimEnd()));
    if (counted && !Number.isNaN(rows)) out.set(counted[1] as string, rows - Number(counted[2]));
    else if (isCut(line)) out.set("...", 1);
    else if (listed) out.set(listed[1] as string, listed[2] === "True" ? Number.POSITIVE_INFINITY : listed[2] === "False" ? 0 : Number(listed[2]));
  }
  return out.size ? out : null;
}

/** Missing values by column of numbers, as `describe()` counts those that are there. */
function gapsByCount(output: string, rows: number): Map<string, number> | null {
  const counts = describedCounts(output);
  // A table of other rows counts more of them.
  if (!counts.size || [...counts.values()].some((n) => n > rows)) return null;
  return new Map([...counts].map(([name, n]) => [name, name === "..." ? 1 : rows - n]));
}

/** What stored outputs and data files show of missing values: where nothing is missing, or next to nothing, filling changes nothing. */
import { once } from "../base/once.js";
import type { SourceId, Span } from "../base/span.js";
import type { FileProfile } from "../profiles/dataFile.js";
import { textIn, type Unit } from "../program/program.js";
import { type Filled, few, gapsShown, listingLine, ofNumbers, type Shown } from "./gapsShown.js";
import type { Learned } from "./lineage.js";
import { functionAround, indentOf, lineAt, linesOf } from "./lines.js";
import type { Rows } from "./rows.js";

/** What is known beside the cells. */
export interface Beside {
  readonly textOf: (source: SourceId) => string;
  /** The file that all of these rows come from, and the call that reads it. */
  readonly fileOf?: (rows: Rows) => { readonly at: Span; readonly profile: FileProfile } | null;
}

/** The line of a call that reads a file, with the file. */
interface Read {
  readonly line: string;
  readonly profile: FileProfile;
  /** Whether rows of other files may be in the table, too. */
  readonly others: boolean;
}

/** What may make gaps in the columns that it is about. */
const makesGaps =
  /\bnan\b|(?<!["'])\bNone\b(?!["'])|NaN|\bNA\b|NaT|replace\(|shift\(|to_numeric|coerce|where\(|mask\(|diff\(|rolling|\bmap\(|\blog(?!1p\b)\w*\(|\/\s/;
/** What may make gaps in all columns of a table, or a table of other rows. */
const makesRows = /merge\(|join\(|concat\(|append\(|reindex|pivot|resample|read_/;
/** May turn a column of text, with the gaps in it, into one of numbers. */
const makesNumbers = /astype\(|infer_objects|convert_dtypes/;

/**
 * Whether a fill finds nothing to fill, by what the program shows before it or by where its rows come from; `only`: in none of these rows, where the others
 * are of files that no model is trained on or judged by.
 */
export const nothingMissing = (l: Learned, units: readonly Unit[], beside: Beside, only?: Rows): boolean =>
  findsNothing(beside, `${l.id}:${only?.key ?? ""}`, l, units, only);

/** Asked for each evaluation that rows of a fill reach, and reads all cells above. What is known beside them may be more the next time that findings are asked for. */
const findsNothing = once((beside: Beside, _fill: string, l: Learned, units: readonly Unit[], only?: Rows): boolean => {
  const text = beside.textOf(l.at.source);
  if (!l.fills && !isFill(l, text, units)) return false;
  if (!only && bundledWhole(l) && !units.some((u) => /\bnan\b/i.test(u.input.text))) return true;
  return units.some((u) => u.input.source === l.at.source) && (ofShift(l, text) || neverRan(l, units, text) || closedBefore(l, units, beside, { only }));
});

/** Whether lines above a fill have filled the same columns, whatever outputs show: even one row of them would be filled by another number here. */
export function filledAbove(l: Learned, units: readonly Unit[]): boolean {
  return fillsOnly(l, units) && closedBefore(l, units, { textOf: (source) => textIn(units, source) }, { outputs: false });
}

/** Whether a statistic taken by hand serves to fill, and nothing else. */
export const fillsOnly = (l: Learned, units: readonly Unit[]): boolean => isFill(l, textIn(units, l.at.source), units);

/** A fill from the row before, however far away it is. */
const fromBefore = String.raw`\.(?:(?:ffill|pad|interpolate)\((?![^()]*limit\s*=)[^()]*\)|fillna\((?![^()]*limit\s*=)[^()]*["'](?:ffill|pad)["'][^()]*\))`;
const chainedBehind = new RegExp(`(?:^|\\n)(?![^\\n]*group_?by)[^\\n]*${fromBefore}\\s*\\.fillna\\([^()]*$`);

/**
 * Whether a fill stands behind one from the row before, in the same chain or above it, or behind one by groups: all that it finds are gaps before the first
 * value, or groups without any.
 */
export function fillsRest(l: Learned, units: readonly Unit[]): boolean {
  const text = textIn(units, l.at.source);
  if (!isFill(l, text, units)) return false;
  if (chainedBehind.test(text.slice(Math.max(0, l.at.start - 300), l.at.start))) return true;
  const table = /^\w+/.exec(l.name)?.[0];
  if (!table) return false;
  const column = /\[(.+)\]$/.exec(l.name)?.[1] ?? null;
  const indent = indentOf(lineAt(text, l.at.start));
  const says = aboveFills(units, `${l.at.source}:${table}:${l.what}`, text, table, l.what);
  for (let row = linesOf(units, text).rowOf(l.at.start) - 1; row >= 0; row--) {
    const { fills, ends } = says(row);
    if (fills && fills.indent <= indent && (fills.column === null || fills.column === column)) return true;
    if (ends) return false;
  }
  return false;
}

/** What a line above fills says to them: that it fills a column (null: the whole table) from the row before or by groups, and that no line above it counts. */
interface AboveFill {
  readonly fills: { readonly column: string | null; readonly indent: number } | null;
  readonly ends: boolean;
}

/** What the lines of a text say to fills of one table below them, by row. Each is read once, however many fills there are. */
const aboveFills = once((units: readonly Unit[], _fills: string, text: string, table: string, what: string): ((row: number) => AboveFill) => {
  const line = new RegExp(`^\\s*(?:${table}(?:\\[([^\\]]+)\\])?\\s*=\\s*)?${table}(?:\\[([^\\]]+)\\])?${fromBefore}\\s*(?:#.*)?$`);
  const of: Filled = { table, columns: [], all: true, what, since: new Set() };
  const read = (x: string): AboveFill => {
    const filled = line.exec(x);
    const stays = filled && (/=/.test(x.slice(0, x.indexOf("."))) || /inplace\s*=\s*True/.test(x));
    const column = stays ? (filled[2] ?? null) : filledByGroups(x, table);
    return { fills: stays || column ? { column, indent: indentOf(x) } : null, ends: madeGaps(x, of) || /^\s*def\b/.test(x) };
  };
  const { all } = linesOf(units, text);
  const known = new Array<AboveFill | undefined>(all.length);
  return (row) => (known[row] ??= read(all[row] as string));
});

/** The column of a table of which a line fills the gaps by groups of rows: `df["a"].fillna(df.groupby("b")["a"].transform("mean"))`. */
function filledByGroups(line: string, table: string): string | null {
  const [, to, column, made = ""] = /^\s*(\w+)\[([^\]]+)\]\s*=\s*(.*)$/.exec(line) ?? [];
  const own = `${table}[${column}]`;
  const within = made.startsWith(`${own}.fillna(`) ? made.slice(own.length + 8) : made;
  const [, from, of, by = ""] = /^(\w+)\.groupby\((?:[^()]|\([^()]*\))*\)\[([^\]]+)\]\.transform\((.*)$/.exec(within) ?? [];
  if (to !== table || from !== table || of !== column) return null;
  return within !== made || /^lambda (\w+)\s*:\s*\1\.fillna\(\1\.\w+\(/.test(by) ? (column ?? null) : null;
}

/** `(df[["a", "b"]])`: the columns that a call is given, as they are written, however many; nothing where it is given something else. */
const columnsGiven = (text: string, callee: number): string =>
  /^\(\s*(\w+\[\[(?:\s*["'][^"']*["'],?)+\s*\]\])/.exec(text.slice(callee, callee + 2_000))?.[1] ?? "";

/**
 * Whether the last listing of missing values before a fill shows none, one, or one of a thousand rows at most, in the columns that it fills, or a line
 * before it has closed all gaps, and nothing in between makes new ones. `only`: the rows of the fill that count; `outputs`: whether listings do.
 */
function closedBefore(
  l: Learned,
  units: readonly Unit[],
  { textOf, fileOf }: Beside,
  { only, outputs = true }: { only?: Rows | undefined; outputs?: boolean },
): boolean {
  const text = textOf(l.at.source);
  const name = l.name || columnsGiven(text, l.at.end);
  const table = /^\w+/.exec(name)?.[0];
  if (!table) return false;
  const above = linesOf(units, text).above(l.at.start);
  // Where the key of a group is missing, nothing is filled.
  const filled = name.replace(/^(\w+)\.group_?by\([^()]*\)(?=\[)/, "$1");
  const named = [...filled.matchAll(/(["'])(.+?)\1|^\w+\.(\w+)$/g)].map((m) => m[2] ?? m[3] ?? "");
  const columns = named.length ? named : columnsListed(/^\w+\[(\w+)\]$/.exec(name)?.[1], above, units, l.at.source);
  // Columns that a loop or a list names otherwise may be any.
  const all = !columns.length && /^\w+(\[\w+\])?$/.test(name);
  let of: Filled = { table, columns, all, what: l.what, since: new Set() };
  const indent = indentOf(lineAt(text, l.at.start));
  const file = fileOf?.(only ?? l.rows);
  const read = file ? { line: lineAt(textOf(file.at.source), file.at.start), profile: file.profile, others: only !== undefined } : null;
  let lines = above;
  let source = l.at.source;
  const inside = functionAround(lines, indent);
  const parameters = inside && parametersIn(lines[inside.line] as string);
  const call = l.path.at(-1);
  if (inside && parameters && call) {
    const known = lookBack(lines.slice(inside.line + 1), of, indent, null, read);
    if (known !== "open") return known === "closed";
    const given = handed(textOf(call.source).slice(call.start), parameters.indexOf(of.table));
    if (given) {
      of = { ...of, table: given };
      source = call.source;
      lines = linesOf(units, textOf(source)).above(call.start);
    }
  }
  const here = units.findIndex((u) => u.input.source === source);
  for (let i = here; i >= 0; i--) {
    const unit = units[i] as Unit;
    const shown = outputs ? { units, i, part: i === here } : null;
    const found = lookBack(i === here ? lines : linesOf(units, unit.input.text).all, of, i === here && lines === above ? indent : 0, shown, read);
    if (typeof found === "string" && found !== "open") return found === "closed";
    if (typeof found !== "string") of = found;
  }
  return false;
}

/** What lines before a fill, read upwards, say of its gaps: closed, made, or nothing, with the table that its own was taken from. */
function lookBack(lines: readonly string[], given: Filled, indent: number, shown: Shown | null, read: Read | null): "closed" | "made" | "open" | Filled {
  let of = given;
  const listed = shown ? listingLine(shown, of, lines) : -1;
  const whole = shown ? shownWhole(shown, of, lines) : -1;
  for (let n = lines.length - 1; n >= 0; n--) {
    const line = (lines[n] as string).replace(/(^|\s)#.*$/, "");
    const told = n === listed && shown ? gapsShown(shown.units, shown.i, of) : "open";
    if (told !== "open") return told;
    if (n === whole || (read && wholeInFile(line, of, read))) return "closed";
    const part = read && partRead(line, of.table, read);
    if (part) of = { ...of, table: part };
    else if (madeGaps(line, of)) return "made";
    if (closes(lines, n, line, of, indent)) return "closed";
    const set = columnSet(line, of.table);
    if (set && !of.since.has(set)) of = { ...of, since: new Set([...of.since, set]) };
    const from = takenFrom(line, of.table);
    if (from) of = { ...of, table: from };
  }
  return of === given ? "open" : of;
}

/** The table of which rows of the file were laid end to end with other rows; where a fill is asked for on their account alone, gaps of the others count for nothing. */
function partRead(line: string, table: string, { line: reads, others }: Read): string | null {
  const part = /^\s*(\w+)\s*=/.exec(reads)?.[1];
  const laid =
    others &&
    /^\s*(\w+)\s*=\s*[\w.]*concat\(\s*(?:objs\s*=\s*)?[[(]([\w\s,]+)[\])]\s*(?:,(?:\s*\w+\s*=\s*(?:True|False|0)\s*,?)*)?\)(?:\.reset_index\(drop=True\))?\s*$/.exec(
      line,
    );
  return laid && laid[1] === table && laid[2]?.split(",").some((x) => x.trim() === part) ? (part ?? null) : null;
}

/** Whether a line reads a file as it is into a table, and the file has no gap worth filling in the columns. */
function wholeInFile(line: string, { table, columns, all, since, ...filled }: Filled, { line: reads, profile }: Read): boolean {
  if (!reads.startsWith(line.trimEnd()) || /^\s*(\w+)\s*=\s*[\w.]+\((?:[^()]|\([^()]*\))*\)\s*$/.exec(line)?.[1] !== table) return false;
  const meant = [...profile.columns.values()].filter((c) => !ofNumbers(filled) || c.kind === "number" || since.has(c.name) || since.has("*"));
  const asked = all ? meant : columns.map((c) => profile.columns.get(c));
  return asked.length > 0 && asked.every((c) => c !== undefined && c.missing <= Math.max(1, few * profile.rows));
}

/** The column of a table that a line sets anew; "*" where it may be any. A fill leaves what is text as text. */
function columnSet(line: string, table: string): string | null {
  const set = /^\s*(\w+)\[\s*(?:(["'])(.+?)\2\s*\]\s*=[^=]|[^=\]]+\]+\s*=[^=])/.exec(line);
  return set?.[1] === table && !/\.fillna\(/.test(line) ? (set[3] ?? "*") : null;
}

/** The table of which a line takes rows or columns for another, or cuts it into parts. */
function takenFrom(line: string, table: string): string | null {
  const one = /^\s*(\w+)\s*=\s*(\w+)(?:\.copy\(|\.drop\(|\.loc\[|\[)/.exec(line);
  if (one?.[2] && one[1] === table && one[2] !== table) return one[2];
  const parts = /^\s*(\w+(?:\s*,\s*\w+)+)\s*=\s*[\w.]*split\((\s*\w+(?:\s*,\s*\w+)*)\s*[,)]/.exec(line);
  const made = parts?.[1]?.split(",").map((x) => x.trim()) ?? [];
  const given = parts?.[2]?.split(",").map((x) => x.trim()) ?? [];
  const at = made.indexOf(table);
  return at >= 0 && made.length === 2 * given.length ? (given[at >> 1] ?? null) : null;
}

/**
 * The line of a cell that shows a table from its first row to its last, in all of its columns, and no gap among them. What else the cell prints may
 * only add one.
 */
function shownWhole({ units, i, part }: Shown, { table }: Filled, lines: readonly string[]): number {
  if (part) return -1;
  const last = lines.findLastIndex((line) => line.trim() !== "");
  const put = new RegExp(`^(print|display)\\(${table}\\)`);
  const shows = lines.findIndex((line, n) => (line.startsWith(table) && line.replace(/\s*[#;].*$/, "") === table ? n === last : put.test(line)));
  if (shows < 0) return -1;
  const output = (units[i] as Unit).input.outputs?.join("\n") ?? "";
  return output.split("\n").length < 3 || /(?<![\w.])\.{2,3}(?![\w.])|\b(nan|nat|none|null)\b|<NA>|^Streaming output/im.test(output) ? -1 : shows;
}

/** The columns that a loop above a fill takes one after the other, where a list names them; none where it does not. */
function columnsListed(variable: string | undefined, above: readonly string[], units: readonly Unit[], source: SourceId): string[] {
  const over = variable && loopOver(variable, above);
  const what = over && /\bin\s+(\w+|\[[^\][]*\])\s*:/.exec(over)?.[1];
  if (!what) return [];
  const here = units.findIndex((u) => u.input.source === source);
  const list = what.startsWith("[") ? what : listCalled(what, [...units.slice(0, here).map((u) => u.input.text), above.join("\n")].join("\n"));
  return /^\[\s*(["'][^"'\n]+["']\s*,?\s*)+\]/.test(list) ? [...list.matchAll(/(["'])(.+?)\1/g)].map((m) => m[2] as string) : [];
}

/** The last of these lines that begins a loop with this variable. */
const loopOver = (variable: string, lines: readonly string[]): string | undefined =>
  lines.findLast((line) => /^\s*for\s+(\w+)\s+in\b/.exec(line)?.[1] === variable);

/** What a name was last given, over several lines where it is so written; nothing where more was put to it. */
function listCalled(name: string, text: string): string {
  if (new RegExp(`^[ \\t]*${name}\\s*(\\+=|\\.(append|extend|insert)\\()`, "m").test(text)) return "";
  return [...text.matchAll(new RegExp(`^[ \\t]*${name}\\s*=(.*(?:\\n(?:[ \\t]+.*|\\]))*)`, "gm"))].at(-1)?.[1]?.trim() ?? "";
}

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
  if (!column) return /^\s*(value\s*=\s*)?(-?[\d.]+|["'][^"']*["'])\s*([,)]|$)/.test(args) || fillsEach(args, what);
  if (literal)
    return (
      columns.length === 1 &&
      columns[0] === literal &&
      /^\s*(value\s*=\s*)?(-?[\d.]+|["'][^"']*["']|.*\.(mean|median|min|max)\(\)|.*mode\(\)\[0\])\s*([,)]|$)/.test(args)
    );
  // A loop over all columns of one kind.
  const over = loopOver(column, lines.slice(Math.max(0, n - 3), n));
  const list = over && /\bin\s+(\w+)\s*:/.exec(over)?.[1];
  const kind = list ? lines.slice(0, n).findLast((x) => /^\s*(\w+)\s*=/.exec(x)?.[1] === list) : over;
  if (!kind || indentOf(over ?? "") > indent || !new RegExp(`\\b${table}\\.select_dtypes\\(`).test(kind)) return false;
  return /exclude/.test(kind) ? false : what === "mode" ? /object|["']O["']|category/.test(kind) : /^(mean|median)$/.test(what) && /number/.test(kind);
}

/** Whether a whole table is filled with a statistic of each column, where a later fill is of columns that have one. */
function fillsEach(args: string, what: string): boolean {
  const by = /^\s*(?:value\s*=\s*)?\w+\.(mean|median|mode)\((?:numeric_only\s*=\s*True)?\)(\.iloc\[0\])?\s*(?:,|$)/.exec(args);
  if (!by) return false;
  return by[1] === "mode" ? by[2] !== undefined : ofNumbers({ what });
}

/** Whether a fill stands under a condition whose arm says that it ran, and the stored outputs have none of that, but what is said behind it. */
function neverRan(l: Learned, units: readonly Unit[], text: string): boolean {
  const lines = linesOf(units, text).all;
  const row = linesOf(units, text).rowOf(l.at.start);
  const indent = indentOf(lines[row] ?? "");
  const head = lines.findLastIndex((line, i) => i < row && line.trim() !== "" && indentOf(line) < indent);
  const outer = indentOf(lines[head] ?? "");
  if (head < 0 || !/^\s*if\b/.test(lines[head] as string)) return false;
  const after = lines.findIndex((line, i) => i > head && line.trim() !== "" && indentOf(line) <= outer);
  if (after < 0) return false;
  const words = (list: readonly string[], deepest: number): string[] => list.filter((line) => indentOf(line) <= deepest).flatMap(printedBy);
  const inside = words(lines.slice(head + 1, after), indent);
  const behind = words(lines.slice(after), outer);
  if (!inside.length || !behind.length) return false;
  const shown = units.flatMap((u) => u.input.outputs ?? []).join("\n");
  return behind.some((x) => shown.includes(x)) && !inside.some((x) => shown.includes(x));
}

/** The words that a line prints for certain, as far as to the first value that is put into them. */
const printedBy = (line: string): string[] => {
  const words = /^\s*print\(\s*[fFrR]{0,2}(["'])(?:\\n)*(.*?)(?:\{|\\|\1)/.exec(line)?.[2]?.trim() ?? "";
  return words.length > 4 ? [words] : [];
};

/** The names of the parameters that stand in the first line of a function; null where the line ends before they do. */
const parametersIn = (line: string): string[] | null =>
  /\bdef\s+\w+\(([^()]*)\)/
    .exec(line)?.[1]
    ?.split(",")
    .map((x) => /\w*/.exec(x.trim())?.[0] ?? "") ?? null;

/** The name of a table that a call hands to a parameter. */
function handed(call: string, parameter: number): string | null {
  const args = /^[\w.]*\s*\(([^()]*)\)/.exec(call)?.[1]?.split(",") ?? [];
  return /^\s*(\w+)(?:\.copy)?\s*$/.exec(args[parameter] ?? "")?.[1] ?? null;
}

/** Rows of a data set that comes with a library, where the bundle is known to have no gaps (sets that are fetched by their name may have some). */
const bundledWhole = ({ rows }: Learned): boolean =>
  rows.terms.length > 0 && rows.terms.every(({ source }) => source.kind === "bundled" && !/["'\d]/.test(source.key.slice(source.key.lastIndexOf(":"))));

/** Whether a statistic serves to fill, and nothing else. */
function isFill(l: Learned, text: string, units: readonly Unit[]): boolean {
  const line = lineAt(text, l.at.start);
  const end = text.indexOf("\n", l.at.start);
  const here = units.findIndex((u) => u.input.source === l.at.source);
  const later = here < 0 ? [] : units.slice(here + 1);
  return l.via === "statistic" && (/\.fillna\(/.test(line) || onlyFills(line, end < 0 ? "" : text.slice(end), later));
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

/** `middle = df["age"].median()`, where `middle` is used to fill and for nothing else: below in its own text, or else in later cells that make no gaps before. */
function onlyFills(line: string, after: string, later: readonly Unit[]): boolean {
  const name = /^\s*(\w+)\s*=[^=]/.exec(line)?.[1];
  if (!name) return false;
  const used = new RegExp(`\\b${name}\\b`);
  const until = (text: string): string[] => {
    const again = new RegExp(`^\\s*${name}\\s*=[^=]`, "m").exec(text);
    return (again ? text.slice(0, again.index) : text).split("\n");
  };
  const shows = (x: string): boolean => /^\s*(#|print\()/.test(x) || x.trim() === name;
  const fill = new RegExp(`\\.(fillna\\(|replace\\(\\s*(np|numpy)\\.nan\\s*,)\\s*(value\\s*=\\s*)?${name}\\b`);
  // The same numbers under another name: `values = modes.iloc[0]`.
  const passed = new RegExp(`^\\s*(?!${name}\\b)\\w+\\s*=\\s*${name}(\\.to_dict\\([^()]*\\)|\\.i?loc\\[0\\]|\\[0\\])\\s*(#.*)?$`);
  const passes = (lines: readonly string[], i: number): boolean =>
    passed.test(lines[i] ?? "") && onlyFills(lines[i] as string, lines.slice(i + 1).join("\n"), later);
  const onlyFilled = (lines: readonly string[]): boolean =>
    lines.some((x, i) => fill.test(x) || passes(lines, i)) && lines.every((x, i) => !used.test(x) || fill.test(x) || shows(x) || passes(lines, i));
  const own = until(after);
  if (own.some((x) => used.test(x) && !shows(x))) return onlyFilled(own);
  const next = until(later.map((u) => u.input.text).join("\n"));
  const between = next.slice(0, next.findLastIndex((x) => fill.test(x)) + 1);
  return onlyFilled(next) && !between.some((x) => !fill.test(x) && !/^\s*#/.test(x) && (makesGaps.test(x) || makesRows.test(x)));
}

/** Whether a line may make gaps in the columns, or put other rows into the table. Lines that are about other tables or columns do not. */
function madeGaps(given: string, filled: Filled): boolean {
  const { table, columns } = filled;
  const set = /^\s*\w+\s*\[\s*(["'])(.+?)\1\s*\]\s*=[^=]/.exec(given)?.[2];
  if (set && columns.length && !columns.includes(set)) return false;
  const numbers = ofNumbers(filled) && !columns.length;
  // Where words are replaced, columns of numbers keep what they have.
  const line = (numbers ? given.replace(/\.replace\(\s*(["'])[^"']*\1\s*,[^()]*\)/, "") : given).replace(/\.fillna\(\s*(["'])\w*\1\s*\)/, "");
  const rows = makesRows.test(line);
  if (!rows && !makesGaps.test(line) && !(numbers && makesNumbers.test(line))) return false;
  const own = [...line.matchAll(new RegExp(`(?<![\\w.])${table}\\b(?:\\[\\s*(["'])(.+?)\\1\\s*\\]|\\.(\\w+)(?!\\w*\\())?`, "g"))];
  if (rows) return own.length > 0;
  // A helper does it to whatever it is given.
  if (!own.length) return /^\s+|\bdef\b|\blambda\b/.test(line) && !/\bplt\b|\bax\w*\.|print\(/.test(line);
  return own.some((m) => {
    const column = m[2] ?? m[3];
    if (column === undefined || !columns.length) return true;
    return columns.includes(column) || (/^i?(loc|at)$/.test(column) && (columns.some((c) => line.includes(c)) || !/["']/.test(line)));
  });
}

/** What a notebook's own cells show of its classes: tables of class counts, shares in percent, and metrics that tell the classes apart. */
import { once } from "../base/once.js";
import type { Span } from "../base/span.js";
import type { Unit } from "../program/program.js";
import type { Evidence } from "./lineage.js";

/**
 * Classes are evidently imbalanced when the largest has at least this share of the rows: seven of nine, or 3.5 rows for each row of all other
 * classes together. A model that always answers with that class is then right in 78 of 100 cases.
 */
export const imbalancedShare = 7 / 9;

/** No class is much larger than it would be if all were equal: 65 % of two, 43 % of three. */
export const isBalanced = ({ top, classes }: { readonly top: number; readonly classes: number }): boolean => top <= 1.3 / classes;

/** One shown distribution of classes. */
export interface ClassTable {
  /** The cell that shows it. */
  readonly unit: Unit;
  /** Share of the largest class, 0 to 1. */
  readonly top: number;
  /** All classes have the same number of rows, as after resampling. */
  readonly even: boolean;
  /** Rows of the smallest class, where rows are counted. */
  readonly fewest: number | null;
  /** Share of the smallest class, 0 to 1. */
  readonly least: number;
  /** Counted by a name of labels alone: the rows that had it by then. */
  readonly byName?: true;
}

/** So few rows are an example, not the data. */
const fewestRows = 50;

/** Distributions of the target that stored outputs show. `columns`: names of the target's column where its rows were read. Many evaluations share them. */
export const classTables = (units: readonly Unit[], columns: ReadonlySet<string>): readonly ClassTable[] =>
  tablesOf(units, JSON.stringify([...columns].sort()), columns);

const tablesOf = once((units: readonly Unit[], _key: string, columns: ReadonlySet<string>): readonly ClassTable[] => {
  const out: ClassTable[] = [];
  const targets = withNewNames(units, columns);
  const answers = handedIn(units);
  const guessed: string[] = [];
  for (const unit of units) {
    const code = unit.input.text;
    guessed.push(...predictedColumns(code));
    if (!unit.input.outputs?.length) continue;
    const isTarget = (name: string): boolean => [...targets].some((t) => t === name || t.startsWith(`${name}_`));
    if (/\.describe\(/.test(code) && !/\bsub(mission)?\w*\.|pred|test|\.groupby/i.test(code))
      for (const text of unit.input.outputs)
        for (const [name, mean] of binaryMeans(text))
          if (targets.has(name)) out.push({ unit, top: Math.max(mean, 1 - mean), even: mean === 0.5, fewest: null, least: Math.min(mean, 1 - mean) });
    if (!counts.test(code)) continue;
    const lines = code.split("\n").filter((line) => counts.test(line) && !/^\s*#/.test(line));
    // Predictions are counted, too; resampled labels are even by design.
    const predicted = (line: string): boolean =>
      /\bsub(mission)?\w*\b|_sub(mission)?\b|pred/i.test(line) ||
      guessed.some((column) => line.includes(column)) ||
      [...line.matchAll(/\b(\w+)(?=[.[])/g)].some((m) => answers.has(m[1] as string));
    if (lines.some(predicted)) continue;
    const mentions = (line: string): boolean => [...targets].some((t) => words(line).includes(t));
    const grouped = lines.some((line) => mentions(line) && /groupby\(.*\.(size|count)\(\)/.test(line));
    // A table without a name is the one thing that the cell counts.
    const [line, second] = lines;
    const labels = line !== undefined && second === undefined && labelNames.test(line) && !otherNames.test(line);
    const only = labels || (line !== undefined && second === undefined && mentions(line));
    const here: ClassTable[] = [];
    for (const text of unit.input.outputs)
      for (const table of tablesIn(text)) {
        const names = table.names.filter((n) => !/^(count|proportion)$/.test(n));
        if (!(names.length && !labels ? names.every(isTarget) || (grouped && names.some(isTarget)) : only)) continue;
        const sum = table.numbers.reduce((a, b) => a + b, 0);
        const top = Math.max(...table.numbers);
        const counted = table.numbers.every((n) => Number.isInteger(n)) && sum > table.numbers.length;
        const low = Math.min(...table.numbers);
        if (sum > 0 && !(counted && sum < fewestRows))
          here.push({ unit, top: top / sum, even: low === top, fewest: counted ? low : null, least: low / sum, ...(labels ? { byName: true } : {}) });
      }
    // Tables of one cell that say different things are of parts, groups or steps: none of them is all rows.
    const tops = here.filter((t) => !t.even).map((t) => t.top);
    if (!tops.length || Math.max(...tops) - Math.min(...tops) < 0.15) out.push(...here);
  }
  return out;
});

/** The names, and those that `rename(columns={"v1": "label"})` gives in their place. */
function withNewNames(units: readonly Unit[], columns: ReadonlySet<string>): Set<string> {
  const out = new Set(columns);
  for (const { input } of units)
    for (const [call] of input.text.matchAll(/\.rename\([^)]*\)/g))
      for (const [, , from, , to] of call.matchAll(/(["'])([^"'\n]{1,60})\1\s*:\s*(["'])([^"'\n]{1,60})\3/g))
        if (out.has(from as string)) out.add(to as string);
  return out;
}

/** Names of tables that are read from a file of answers to be handed in: what they hold was predicted. */
function handedIn(units: readonly Unit[]): Set<string> {
  const read = /^[ \t]*(\w+)[ \t]*=[ \t]*\w[\w.]*\bread_\w+\([^()\n]*submission/gim;
  return new Set(units.flatMap(({ input }) => [...input.text.matchAll(read)].map((m) => m[1] as string)));
}

/** Columns that a cell fills with predictions, as they are written elsewhere: `table["label"]`, `table.label`. */
function predictedColumns(text: string): string[] {
  const set = /^[ \t]*(\w+)\[\s*(["'])([^"'\n]+)\2\s*\]\s*=[^=\n]*(?:\.predict\w*\(|(?<![a-z])pred)/gim;
  return [...text.matchAll(set)].flatMap(([, table, , column]) => [`${table}["${column}"]`, `${table}['${column}']`, `${table}.${column}.`]);
}

/** Tables of the target's classes that show an imbalance. */
export const imbalanceInOutputs = (units: readonly Unit[], targets: ReadonlySet<string>): Evidence[] =>
  classTables(units, targets)
    .filter((t) => t.top >= imbalancedShare && t.top < 1)
    .map(asEvidence);

const asEvidence = (t: ClassTable): Evidence => ({
  at: { source: t.unit.input.source, start: 0, end: Math.max(1, t.unit.input.text.trimEnd().length) },
  kind: "output",
  what: `one class has ${percent(t.top)} of the rows`,
  ratio: null,
  ofModel: false,
});

/**
 * The last table of the target's classes that is shown above a place, or else the first below it: what is shown further off may be other rows.
 * `imbalanced` is the evidence if it shows an imbalance, null if it shows none. `fewest`: rows of the rarest class by any table before or after it, or
 * by its share of the rows that a shape or a description shows. `others`: whether what goes by the usual names of labels in a cell are those of other data.
 */
export function classesShownAt(
  units: readonly Unit[],
  targets: ReadonlySet<string>,
  at: Span,
  others: (unit: Unit) => boolean,
): { fewest: number | null; imbalanced: Evidence | null } | null {
  const order = (u: Unit | undefined): number => (u ? units.indexOf(u) : -1);
  const place = order(units.find((u) => u.input.source === at.source));
  const tables = classTables(units, targets).filter((t) => t.top < 1 && !(t.byName && others(t.unit)));
  // Even classes below a split are resampled ones.
  const table = tables.findLast((t) => order(t.unit) <= place) ?? tables.find((t) => !t.even);
  if (!table) return null;
  const counted = tables.flatMap((t) => (t.even || t.fewest === null ? [] : [t.fewest]));
  // A table that counts the rows tells it better than a share of them, for which all outputs are read.
  const rows = counted.length ? 0 : Math.max(0, ...units.flatMap((u) => rowsShown(units, u)));
  const fewest = counted.length ? Math.max(...counted) : rows ? Math.floor(table.least * rows) : null;
  return { fewest, imbalanced: table.top >= imbalancedShare ? asEvidence(table) : null };
}

/** Numbers of rows that a cell shows: a shape, the index of `info()`, a description's counts. */
const rowsShown = once((_units: readonly Unit[], { input }: Unit): number[] => {
  const of = (asked: RegExp, shown: RegExp): number[] =>
    asked.test(input.text) ? (input.outputs ?? []).flatMap((text) => [...text.matchAll(shown)].map((m) => Number(m[1]))) : [];
  return [...of(/\.shape\b/, /\((\d+), \d+\)/g), ...of(/\.info\(/, /Index: (\d+) entries/g), ...of(/\.describe\(/, /^count +(\d+)(?:\.0+)?\b/gm)].filter(
    Number.isFinite,
  );
});

/** In whole percent, but never 100: 99.8 stays 99.8. */
const percent = (share: number): string => `${share >= 0.995 ? Math.floor(share * 1000) / 10 : Math.round(share * 100)} %`;

/** Calls that count rows by value. */
const counts = /value_counts|Counter\(|bincount\(|\.size\(\)|\.count\(\)/;
const words = (line: string): string[] => [...line.matchAll(/(["'])(.*?)\1|\.(\w+)/g)].map((m) => m[2] ?? m[3] ?? "");
/** Labels that are no column of a table: `y`, `y_train`, `Y.value_counts()`, `Counter(labels)`. */
const labelNames = /\b([yY](_?(train|test|all|true|full))?|targets?|labels?)\b(\.values|\.ravel\(\)|\))*(\.value_counts\(|\))/;
const otherNames = /pred|hat\b|res\b|resampl|smote|over|under|balanced|_rs|new/i;

/** A line that stands for rows that are not shown: pandas' dots, or what Colab puts in place of the beginning of a long output. */
export const isCut = (line: string): boolean => /^\s*\.{2,3}(\s|$)|^Streaming output truncated/.test(line);

interface Table {
  /** What the table calls itself: the series' name and the heading of its index. */
  readonly names: readonly string[];
  readonly numbers: readonly number[];
}

/** Series of two to twelve counts or shares in a printed output, and counters of numbers. */
export function tablesIn(text: string): Table[] {
  const out: Table[] = [];
  let heading: string | null = null;
  let numbers: number[] = [];
  // Of a series that pandas shortened nobody knows the rows in between.
  let shortened = false;
  for (const line of text.split("\n")) {
    const row = /^\s*('?[\w .()<>/=&+-]{1,40}?'?)\s{2,}(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/.exec(line);
    const end = /^(?:Name: (.+?), )?(?:Length: \d+, )?dtype: (int|float)/.exec(line.trim());
    if (row) numbers.push(Number(row[2]));
    else if (end) {
      if (numbers.length >= 2 && numbers.length <= 12 && !shortened) out.push({ names: [end[1], heading].filter((n): n is string => !!n), numbers });
      heading = null;
      numbers = [];
      shortened = false;
    } else if (isCut(line)) shortened = true;
    else {
      shortened = false;
      heading = /^\w[\w .()-]{0,40}$/.test(line.trim()) ? line.trim() : null;
      numbers = [];
    }
  }
  const counter = /Counter\(\{([^}]*)\}\)/.exec(text);
  if (counter) {
    const found = [...(counter[1] as string).matchAll(/:\s*(?:np\.int64\()?(\d+(?:\.\d+)?)/g)].map((m) => Number(m[1]));
    if (found.length >= 2 && found.length <= 12) out.push({ names: [], numbers: found });
  }
  const array = /^\s*(?:array\()?\[\s*(\d+(?:[,\s]+\d+){1,11})\s*\](?:, dtype=\w+)?\)?\s*$/.exec(text);
  if (array) out.push({ names: [], numbers: (array[1] as string).split(/[,\s]+/).map(Number) });
  return out;
}

/**
 * Means of the columns of a printed `describe()`, wrapped or not, that hold nothing but 0 and 1: the mean is then the share of the ones.
 * Columns are told by where their numbers end, as pandas sets them flush right; of a turned table by its rows.
 */
export function binaryMeans(text: string): Map<string, number> {
  const out = new Map<string, number>();
  const take = (name: string, of: ReadonlyMap<string, number>): void => {
    const [mean, min, max] = [of.get("mean"), of.get("min"), of.get("max")];
    const middle = ["25%", "50%", "75%"].map((k) => of.get(k));
    if (name && mean !== undefined && min === 0 && max === 1 && mean > 0 && mean < 1 && middle.every((x) => x === 0 || x === 1)) out.set(name, mean);
  };
  let heading: string | null = null;
  let columns: { name: string; values: Map<string, number> }[] = [];
  let turned: string[] | null = null;
  const finish = (): void => {
    for (const c of columns) take(c.name, c.values);
    columns = [];
  };
  for (const raw of text.split("\n")) {
    const line = raw.replace(/\\\s*$/, "").trimEnd();
    const row = /^(count|mean|std|min|25%|50%|75%|max)(?=\s)/.exec(line)?.[1];
    const cells = [...line.matchAll(/\S+/g)];
    if (turned && cells.length > turned.length) {
      const values = cells.slice(-turned.length).map((c) => Number(c[0]));
      const name = line.slice(0, cells[cells.length - turned.length]?.index).trim();
      if (values.every((v) => !Number.isNaN(v))) take(name, new Map(turned.map((k, i) => [k, values[i] as number])));
    } else if (row && heading !== null) {
      const title = heading;
      const numbers = cells.slice(1).map((c) => ({ value: Number(c[0]), end: c.index + c[0].length }));
      if (row === "count") columns = numbers.map((n, i) => ({ name: title.slice(numbers[i - 1]?.end ?? row.length, n.end).trim(), values: new Map() }));
      for (const [i, c] of columns.entries()) c.values.set(row, numbers[i]?.value ?? Number.NaN);
      if (row === "max") finish();
    } else {
      turned = /^\s*count\s+mean\s+std\s+min\s+25%\s+50%\s+75%\s+max$/.test(line) ? line.trim().split(/\s+/) : null;
      heading = line.trim() ? line : null;
    }
  }
  return out;
}

/** Counts of values by column of a printed `describe()`, wrapped or not; `...` where some columns are left out. */
export function describedCounts(text: string): Map<string, number> {
  const out = new Map<string, number>();
  const lines = text.split("\n").map((line) => line.replace(/\\\s*$/, "").trimEnd());
  for (const [i, line] of lines.entries()) {
    if (!/^count\s+[\d.]/.test(line) || !/^mean\s/.test(lines[i + 1] ?? "")) continue;
    const heading = lines[i - 1] ?? "";
    let from = "count".length;
    for (const m of line.matchAll(/\s(\S+)/g)) {
      const end = m.index + m[0].length;
      const name = heading.slice(from, end).trim();
      if (name) out.set(name, m[1] === "..." ? 1 : Number(m[1]));
      from = end;
    }
  }
  return out;
}

/**
 * Whether the program calls, names or shows a metric that tells the classes apart: recall, F1, AUC, a matrix, a report. What the analysis could
 * not follow (a helper of a module that is not there, a plot) is seen as well. Imports alone show nothing.
 */
export function namesClassMetric(units: readonly Unit[]): boolean {
  return units.some(
    ({ input }) =>
      input.text.split("\n").some((line) => !/^\s*(#|from\b|import\b|def\b|class\b)/.test(line) && (classMetric.test(line) || crossed.test(line))) ||
      input.outputs?.some((text) => /precision\s+recall|f1[- _]?score|\bROC\b|\bAUC\b|confusion matrix/i.test(text)),
  );
}

const metricWords =
  "f1|f_?beta|recall|precision|(?<![a-z])roc(?!ess)|(?<![a-z])auc|confusion|kappa|matthews|(?<![a-z])mcc|class\\w*_?report|sensitivity|specificity|gmean|balanced_acc|brier|log_?loss";
/** As a call, as a string that is an argument, or as a name that is printed or set. */
const classMetric = new RegExp(`(${metricWords})\\w*\\s*(\\(|=)|['"]\\w*(${metricWords})\\w*['"]|\\b(cm|conf_?mat\\w*)\\s*=`, "i");
/** A matrix made by hand. */
const crossed = /crosstab\(.*pred/i;

/** Whether the program brings the columns of one table to those of another, by any of the ways that are usual: then they are no longer chance. */
export const alignsColumns = (units: readonly Unit[]): boolean =>
  units.some(({ input }) =>
    /\.reindex(_like)?\(|\.align\(|CategoricalDtype|set_categories|as_ordered|astype\(["']category|\.columns\b|dummy_na/.test(input.text),
  );

/**
 * Whether a script tests code: its scores show that models train, or are compared with other numbers; nobody reports them. It holds tests for a
 * runner, has the name of a test in a folder of tests, or says in its first words that it is a test. A test by its name alone may be that of a model.
 */
export const isTestModule = (units: readonly Unit[], path: string): boolean =>
  units.some(
    ({ input }) =>
      input.cell === null &&
      ((/^\s*(async )?def test_\w*\(/m.test(input.text) && /\bassert/.test(input.text)) || testInFolder.test(path) || saysTest.test(firstWords(input.text))),
  );

const testInFolder = /[\\/](unit_?|smoke_?)?test(s|ing)[\\/]([^\\/]+[\\/])?(test_[^\\/]*|[^\\/]*_test)\.py$/i;
const saysTest = /\b(smoke|unit|sanity|integration)[- ]tests?\b|\btests? to (verify|make sure|ensure)\b/i;

/** The text of a module that says what it is: its docstring or the comments at its top. */
const firstWords = (text: string): string =>
  /^(?:#!.*\n|#.*coding.*\n|\s)*(?:[rR]?("""|''')([\s\S]{0,400}?)\1|((?:#.*\n){1,6}))/.exec(text)?.slice(2).join("") ?? "";

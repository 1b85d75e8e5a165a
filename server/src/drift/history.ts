/** The history file: one line of JSON for each comparison, so that drift can be followed from run to run. docs/drift.md describes it. */
import * as l10n from "@vscode/l10n";
import type { Report } from "./report.js";
import type { SeriesReport } from "./series/report.js";
import { normalSf } from "./stats/special.js";
import type { Level, State } from "./verdict.js";
import { counted, effectFigure, quoted } from "./words.js";

const historyVersion = 1;

export interface HistoryColumn {
  readonly name: string;
  readonly state: State;
  /** Of the distribution: D, total variation, …; null where it was not judged. */
  readonly measure: string | null;
  readonly value: number | null;
  /** Shares of rows, of the reference and now. */
  readonly missing: readonly [number, number];
}

export interface HistoryEntry {
  readonly schema: "holdout-drift-history";
  readonly version: typeof historyVersion;
  /** ISO, UTC. */
  readonly time: string;
  readonly reference: { readonly name: string; readonly rows: number };
  readonly current: { readonly name: string; readonly rows: number };
  /** Of a comparison over time: the window that the figures are of, its last. */
  readonly window: string | null;
  readonly level: Level;
  readonly sentence: string;
  readonly columns: readonly HistoryColumn[];
  /** By metric, of the last window with labels. */
  readonly performance: Readonly<Record<string, number>> | null;
  readonly retrain: boolean;
}

const sideOf = ({ name, rows }: { readonly name: string; readonly rows: number }) => ({ name, rows });
const share = ({ missing, rows }: { readonly missing: number; readonly rows: number }) => (rows > 0 ? missing / rows : 0);
const first = { schema: "holdout-drift-history", version: historyVersion } as const;

/** `time`: when the comparison was made. */
export function entryOf(report: Report | SeriesReport, time: Date): HistoryEntry {
  const { reference, current, level, sentence } = report;
  const head = { ...first, time: time.toISOString(), reference: sideOf(reference), current: sideOf(current) };
  if (report.schema === "holdout-drift-report") {
    const columns = report.columns.map(({ name, state, checks, ...column }): HistoryColumn => {
      const main = checks.find(({ question }) => question === "distribution");
      const size = main?.effects[0];
      return { name, state, measure: size?.measure ?? null, value: size?.value ?? null, missing: [share(column.reference), share(column.current)] };
    });
    return { ...head, window: null, level, sentence, columns, performance: null, retrain: false };
  }
  const last = report.windows.length - 1;
  const columns = report.columns.flatMap(({ name, kind, windows, reference }): HistoryColumn[] => {
    const point = windows[last];
    const measure = kind === "number" ? "ks" : "totalVariation";
    return point
      ? [{ name, state: point.state, measure: point.distance === null ? null : measure, value: point.distance, missing: [share(reference), share(point)] }]
      : [];
  });
  const figures = report.performance?.metrics.flatMap(({ metric, windows }) => {
    const point = windows.filter((each) => each !== null).at(-1);
    return point ? [[metric, point.value] as const] : [];
  });
  const performance = figures && figures.length > 0 ? Object.fromEntries(figures) : null;
  return { ...head, window: report.windows[last]?.from ?? null, level, sentence, columns, performance, retrain: report.retrain.advised };
}

/** The line to append; `before` is what the file ends with, since a line that was cut off must not swallow the next. */
export const historyLine = (entry: HistoryEntry, before: string): string => `${before === "" || before.endsWith("\n") ? "" : "\n"}${JSON.stringify(entry)}\n`;

/** The version of the first line that a newer Holdout wrote, or null. */
export function newerVersion(text: string): number | null {
  for (const line of text.split("\n")) {
    if (!line.includes('"holdout-drift-history"')) continue;
    try {
      const { schema, version } = JSON.parse(line);
      if (schema === "holdout-drift-history" && typeof version === "number" && version > historyVersion) return version;
    } catch {
      // Cut off, which readHistory says.
    }
  }
  return null;
}

/** Lines that cannot be used are named and left as they are. */
export function readHistory(text: string): { readonly entries: readonly HistoryEntry[]; readonly problems: readonly string[] } {
  const entries: HistoryEntry[] = [];
  const problems: string[] = [];
  text.split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    const found = entryFrom(line);
    if (typeof found === "string") problems.push(l10n.t("line {0}: {1}", i + 1, found));
    else entries.push(found);
  });
  return { entries, problems };
}

function entryFrom(line: string): HistoryEntry | string {
  let data: Partial<Omit<HistoryEntry, "version">> & { readonly version?: unknown };
  try {
    data = JSON.parse(line);
  } catch {
    return l10n.t("not JSON, perhaps cut off");
  }
  if (data?.schema !== "holdout-drift-history") return l10n.t('"schema" is not "holdout-drift-history"');
  if (data.version !== historyVersion) return l10n.t("version {0} is not {1}, and is left as it is", String(data.version), historyVersion);
  if (typeof data.time !== "string" || Number.isNaN(Date.parse(data.time)) || !Array.isArray(data.columns)) return l10n.t('"time" or "columns" is missing');
  if (!data.columns.every((column) => typeof column?.name === "string" && Array.isArray(column.missing))) return l10n.t('"columns" is not complete');
  return data as HistoryEntry;
}

export interface Trend {
  readonly name: string;
  readonly measure: string;
  readonly times: readonly string[];
  readonly values: readonly number[];
  /** Of Mann's test for a monotone trend, two-sided; null with fewer than five comparisons. */
  readonly p: number | null;
  readonly direction: "rising" | "falling" | "none";
}

const fewest = 5;
const sure = 0.05;

/** How each column's distance from the same reference went, comparison by comparison. */
export function trendsOf(entries: readonly HistoryEntry[], reference: string): Trend[] {
  const own = entries.filter((entry) => entry.reference.name === reference);
  const byColumn = new Map<string, { time: string; value: number }[]>();
  for (const { time, columns } of own)
    for (const { name, measure, value } of columns) {
      if (measure === null || value === null) continue;
      const key = JSON.stringify([name, measure]);
      const known = byColumn.get(key) ?? [];
      byColumn.set(key, known);
      known.push({ time, value });
    }
  return [...byColumn].map(([key, points]): Trend => {
    const [name, measure] = JSON.parse(key) as [string, string];
    const values = points.map(({ value }) => value);
    const { p, sign } = monotone(values);
    const direction = p !== null && p <= sure ? (sign > 0 ? "rising" : "falling") : "none";
    return { name, measure, times: points.map(({ time }) => time), values, p, direction };
  });
}

/**
 * Mann's test (Mann 1945; Kendall 1975): S = Σ sign(later − earlier) is about normal with variance n(n−1)(2n+5)/18, less t(t−1)(2t+5)/18
 * for each run of t equal values.
 */
export function monotone(values: readonly number[]): { readonly p: number | null; readonly sign: number } {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) sum += Math.sign((values[j] as number) - (values[i] as number));
  if (n < fewest) return { p: null, sign: Math.sign(sum) };
  const ties = new Map<number, number>();
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1);
  const part = (t: number) => (t * (t - 1) * (2 * t + 5)) / 18;
  const variance = part(n) - [...ties.values()].reduce((all, t) => all + part(t), 0);
  const z = variance > 0 ? Math.max(0, Math.abs(sum) - 1) / Math.sqrt(variance) : 0;
  return { p: Math.min(1, 2 * normalSf(z)), sign: Math.sign(sum) };
}

/** One line for a terminal. */
export function historySentence(entries: readonly HistoryEntry[], reference: string): string {
  const own = entries.filter((entry) => entry.reference.name === reference);
  const rising = trendsOf(entries, reference).filter(({ direction }) => direction === "rising");
  const told = rising
    .slice(0, 3)
    .map(({ name, values }) => l10n.t("{0} from {1} to {2}", quoted(name), effectFigure(values[0] as number), effectFigure(values.at(-1) as number)))
    .join(", ");
  const trend =
    own.length < fewest
      ? l10n.t("{0} tell a trend", fewest)
      : rising.length === 0
        ? l10n.t("no column is drifting steadily")
        : rising.length > 3
          ? l10n.t("drifting steadily: {0} and {1} more", told, rising.length - 3)
          : l10n.t("drifting steadily: {0}", told);
  return l10n.t("{0} with {1} in the history; {2}.", counted(own.length, "comparison"), reference, trend);
}

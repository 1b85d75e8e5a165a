/** What a comparison found, as plain data: aggregates only. The JSON output is this; docs/drift.md describes it. */
import * as l10n from "@vscode/l10n";
import type { ColumnPair } from "./checks.js";
import type { Request } from "./compare.js";
import { displayEdges } from "./cuts.js";
import type { Opened } from "./engine.js";
import { alignCategories, type ColumnProfile, countsAt, type DatasetProfile, deviation, type Kind, quantileOf } from "./profile.js";
import type { SchemaChange } from "./schema.js";
import type { Check, ColumnVerdict, Level, State } from "./verdict.js";
import { among, counted, quoted } from "./words.js";

const reportVersion = 1;

export interface Side {
  readonly name: string;
  readonly rows: number;
  readonly rejected: number;
}

export interface SideFigures {
  readonly type: string;
  readonly rows: number;
  readonly missing: number;
  readonly infinite: number;
  readonly unparsable: number;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** 5, 25, 50, 75 and 95 %, between counts at cuts. */
  readonly quantiles: readonly number[] | null;
}

export interface Histogram {
  /** Inner edges: one fewer than bars; the first and last bars take all that lies beyond. */
  readonly edges: readonly number[] | null;
  /** Or category names; the last may be "other". */
  readonly names: readonly string[] | null;
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

export interface ReportColumn {
  readonly name: string;
  readonly kind: Kind;
  readonly role: "feature" | "label" | "prediction";
  readonly state: State;
  /** One sentence for each alarm, or for why there is none. */
  readonly sentence: string;
  readonly reference: SideFigures;
  readonly current: SideFigures;
  readonly checks: readonly Check[];
  readonly histogram: Histogram | null;
}

export interface Report {
  readonly schema: "holdout-drift-report";
  readonly version: typeof reportVersion;
  readonly level: Level;
  readonly sentence: string;
  readonly reference: Side & { readonly baseline: boolean };
  readonly current: Side;
  readonly drifted: number;
  readonly judged: number;
  readonly tests: number;
  readonly falseDiscoveryRate: number;
  readonly minimumRows: number;
  readonly schemaChanges: readonly SchemaChange[];
  readonly columns: readonly ReportColumn[];
  /** What could not be done; the rest stands. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly partial: boolean;
}

interface Found {
  readonly reference: DatasetProfile;
  readonly current: DatasetProfile;
  readonly pairs: readonly ColumnPair[];
  readonly verdicts: readonly ColumnVerdict[];
  readonly changes: readonly SchemaChange[];
  readonly rejections: readonly Opened[];
  readonly problems: readonly string[];
  readonly request: Request;
  readonly baseline: boolean;
}

const order: readonly State[] = ["major", "moderate", "not-enough-rows", "ok", "not-compared"];

export function makeReport({ reference, current, pairs, verdicts, changes, rejections, problems, request, baseline }: Found): Report {
  const { label, prediction, thresholds } = request;
  const columns = verdicts.map((verdict, i): ReportColumn => {
    const pair = pairs[i] as ColumnPair;
    const role = verdict.name === label ? "label" : verdict.name === prediction ? "prediction" : "feature";
    return {
      ...verdict,
      role,
      sentence: sentenceOf(verdict),
      reference: figuresOf(pair.reference),
      current: figuresOf(pair.current),
      histogram: histogramOf(pair),
    };
  });
  const strength = (column: ReportColumn) => Math.max(0, ...column.checks.map(({ effect, floor }) => effect.value / floor.moderate));
  columns.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || strength(b) - strength(a));
  const alarms = columns.filter(({ state }) => state === "major" || state === "moderate");
  const judged = columns.filter(({ checks }) => checks.length > 0).length;
  const levels = [...alarms.map(({ state }) => state), ...changes.map(({ level }) => level)];
  const level = levels.includes("major") ? "major" : levels.includes("moderate") ? "moderate" : "none";
  const side = ({ name, rows, rejected }: DatasetProfile): Side => ({ name, rows, rejected });
  return {
    schema: "holdout-drift-report",
    version: reportVersion,
    level,
    sentence: summary(columns, alarms, changes, judged),
    reference: { ...side(reference), baseline },
    current: side(current),
    drifted: alarms.length,
    judged,
    tests: verdicts.reduce((sum, { checks }) => sum + checks.length, 0),
    falseDiscoveryRate: thresholds.falseDiscoveryRate,
    minimumRows: thresholds.minimumRows,
    schemaChanges: changes,
    columns,
    problems,
    warnings: warningsFor(rejections),
    partial: problems.length > 0,
  };
}

export const warningsFor = (opened: readonly Opened[]): string[] =>
  opened
    .filter(({ rejected }) => rejected > 0)
    .map(({ name, rejected, rejections }) =>
      rejected === 1
        ? l10n.t("{0}: 1 row could not be read and is left out: {1}", name, rejections.join("; "))
        : l10n.t("{0}: {1} rows could not be read and are left out: {2}", name, rejected.toLocaleString("en-US"), rejections.join("; ")),
    );

function summary(columns: readonly ReportColumn[], alarms: readonly ReportColumn[], changes: readonly SchemaChange[], judged: number): string {
  const parts = [];
  const few = columns.filter(({ state }) => state === "not-enough-rows").length;
  if (alarms.length > 0) parts.push(l10n.t("{0} of {1} drifted: {2}", alarms.length, counted(judged, "column"), among(alarms.map(({ name }) => quoted(name)))));
  else if (judged > 0) parts.push(l10n.t("No drift in {0}", counted(judged, "column")));
  if (few > 0)
    parts.push(few === columns.length ? l10n.t("not enough rows to judge any column") : l10n.t("not enough rows to judge {0}", counted(few, "column")));
  const serious = changes.filter(({ level }) => level !== "none");
  if (serious.length > 0) parts.push(counted(serious.length, "change of schema"));
  const text = parts.join("; ") || l10n.t("Nothing to compare");
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

function sentenceOf({ state, checks, kind }: ColumnVerdict): string {
  const alarms = checks.filter((check: Check) => check.level !== "none");
  if (alarms.length > 0) return alarms.map(({ sentence }) => sentence).join(" ");
  if (state === "not-enough-rows") return l10n.t("Not enough rows.");
  const main = checks.find(({ question }) => question === "distribution");
  if (main) return main.sentence;
  const reasons: Partial<Record<Kind, string>> = {
    date: l10n.t("Dates move by themselves; only missing values are watched."),
    text: l10n.t("Nearly every row has its own value; only missing values are watched."),
    other: l10n.t("Values of this type cannot be compared; only missing values are watched."),
  };
  return reasons[kind] ?? l10n.t("No values to compare; only missing values are watched.");
}

function figuresOf(column: ColumnProfile): SideFigures {
  const { numbers, type, rows, missing, infinite, unparsable } = column;
  const some = numbers && numbers.rows > 0 ? numbers : null;
  return {
    type,
    rows,
    missing,
    infinite,
    unparsable,
    mean: some?.mean ?? null,
    sd: some && deviation(some),
    min: some?.min ?? null,
    max: some?.max ?? null,
    quantiles: some && [0.05, 0.25, 0.5, 0.75, 0.95].map((p) => quantileOf(some, p)),
  };
}

const shownCategories = 20;

function histogramOf({ reference, current }: ColumnPair): Histogram | null {
  if (reference.numbers && current.numbers) {
    const edges = displayEdges(reference.numbers);
    if (edges.length === 0) return null;
    return { edges, names: null, reference: countsAt(reference.numbers, edges), current: countsAt(current.numbers, edges) };
  }
  if (!reference.categories || !current.categories) return null;
  const aligned = alignCategories(reference.categories, current.categories);
  const size = (i: number) =>
    (aligned.reference[i] as number) / Math.max(1, aligned.rows.reference) + (aligned.current[i] as number) / Math.max(1, aligned.rows.current);
  const largest = aligned.names.map((_, i) => i).sort((a, b) => size(b) - size(a));
  const shown = largest.slice(0, shownCategories);
  const names = shown.map((i) => aligned.names[i] as string);
  const counts = (side: "reference" | "current") => {
    const kept = shown.map((i) => aligned[side][i] as number);
    const rest = aligned.rows[side] - kept.reduce((sum, count) => sum + count, 0);
    return largest.length > shown.length || aligned.other ? [...kept, rest] : kept;
  };
  const [a, b] = [counts("reference"), counts("current")];
  return { edges: null, names: a.length > names.length ? [...names, "other"] : names, reference: a, current: b };
}

/** Puts together what was found over time. */
import * as l10n from "@vscode/l10n";
import type { ColumnPair } from "../checks.js";
import type { Opened } from "../engine.js";
import { gridDistances } from "../grid.js";
import { alignCategories, type ColumnProfile, quantileOf } from "../profile.js";
import type { Side } from "../report.js";
import type { SchemaChange } from "../schema.js";
import { totalVariation } from "../stats/counts.js";
import { floorFor } from "../thresholds.js";
import type { ColumnVerdict, Level, State } from "../verdict.js";
import { among, counted, effectFigure, quoted } from "../words.js";
import type { SeriesRequest } from "./overTime.js";
import { metricNames } from "./performance.js";
import { type Point, type SeriesColumn, type SeriesPerformance, type SeriesReport, type SeriesWindow, seriesVersion } from "./report.js";
import type { Outcome, Span, Timeline } from "./timeEngine.js";

export interface Judged {
  readonly column: number;
  readonly window: number;
  readonly isBefore: boolean;
  readonly pair: ColumnPair;
  readonly verdict: ColumnVerdict;
}

interface Found {
  readonly request: SeriesRequest;
  readonly timeline: Timeline;
  readonly columns: readonly { readonly reference: ColumnProfile; readonly windows: readonly ColumnProfile[] }[];
  readonly judged: readonly Judged[];
  readonly performance: SeriesPerformance | null;
  readonly outcomes: readonly Outcome[] | null;
  readonly changes: readonly SchemaChange[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly reference: Side;
  readonly isBaseline: boolean;
  readonly current: Opened;
  readonly tests: number;
}

const shownCategories = 8;
const isAlarm = (state: State) => state === "moderate" || state === "major";
const order: readonly State[] = ["major", "moderate", "not-enough-rows", "ok", "not-compared"];
const worst = (levels: readonly (Level | State)[]): Level => (levels.includes("major") ? "major" : levels.includes("moderate") ? "moderate" : "none");

export function makeSeries(found: Found): SeriesReport {
  const { request, timeline, performance, outcomes, changes } = found;
  const columns = found.columns.map((_, i) => columnOf(found, i));
  const windows = timeline.windows.map((window, w): SeriesWindow => {
    const own = columns.filter(({ windows }) => isAlarm(windows[w]?.state ?? "ok"));
    const since = columns.filter(({ windows }) => isAlarm(windows[w]?.before?.state ?? "ok"));
    const worse = worst(performance?.metrics.flatMap(({ windows }) => windows[w]?.level ?? []) ?? []);
    return {
      ...window,
      labelled: outcomes && request.label ? (outcomes[w]?.labelled ?? 0) : null,
      drifted: own.map(({ name }) => name),
      driftedSinceBefore: since.map(({ name }) => name),
      performance: worse,
      level: worst([...own.map(({ windows }) => windows[w]?.state ?? "ok"), ...since.map(({ windows }) => windows[w]?.before?.state ?? "ok"), worse]),
    };
  });
  const { thresholds } = request;
  const sorted = [...columns].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.alarms.length - a.alarms.length);
  const { name, rows, rejected } = found.current;
  return {
    schema: "holdout-drift-series",
    version: seriesVersion,
    level: worst([...windows.map(({ level }) => level), ...changes.map(({ level }) => level)]),
    sentence: sentenceOf(windows, sorted, performance, changes),
    reference: { name: found.reference.name, rows: found.reference.rows, rejected: found.reference.rejected, baseline: found.isBaseline },
    current: { name, rows, rejected },
    date: request.time.column,
    span: request.time.span,
    windows,
    gaps: timeline.gaps,
    dateless: { missing: timeline.missing, unreadable: timeline.unreadable },
    columns: sorted,
    performance,
    retrain: retrainOf(windows, performance),
    tests: found.tests,
    falseDiscoveryRate: thresholds.falseDiscoveryRate,
    minimumRows: thresholds.minimumRows,
    problems: found.problems,
    warnings: [...warningsOf(timeline, request, windows), ...changes.map(({ sentence }) => sentence), ...found.warnings],
    partial: found.problems.length > 0,
  };

  function columnOf({ columns, judged }: Found, i: number): SeriesColumn {
    const { reference, windows } = columns[i] as Found["columns"][number];
    const own = judged.filter(({ column }) => column === i);
    const categories = reference.categories ? Object.keys(reference.categories.counts).slice(0, shownCategories) : null;
    const points = windows.map((profile, w): Point => {
      const here = own.find(({ window, isBefore }) => window === w && !isBefore) as Judged;
      const since = own.find(({ window, isBefore }) => window === w && isBefore);
      return pointOf(here, since ?? null, profile, categories);
    });
    const alarms = points.flatMap(({ state }, w) => (isAlarm(state) ? [w] : []));
    const since = points.map(({ before }) => before?.state ?? "ok");
    const states = [...points.map(({ state }) => state), ...since];
    const state = order.find((each) => states.includes(each) && each !== "not-enough-rows") ?? "not-compared";
    return {
      name: reference.name,
      kind: reference.kind,
      role:
        reference.name === request.label ? "label" : reference.name === request.prediction || reference.name === request.probability ? "prediction" : "feature",
      state: states.every((each) => each === "not-enough-rows" || each === "ok") && !points.some((point) => point.state === "ok") ? "not-enough-rows" : state,
      sentence: columnSentence(points, alarms, timeline),
      alarms,
      categories,
      floors: reference.numbers || categories ? floorFor(request.thresholds, reference.name, reference.numbers ? "ks" : "totalVariation") : null,
      reference: { rows: reference.rows, missing: reference.missing, ...shapeOf(reference, categories) },
      windows: points,
    };
  }
}

function pointOf({ pair, verdict }: Judged, since: Judged | null, profile: ColumnProfile, categories: readonly string[] | null): Point {
  const main = verdict.checks.find(({ question }) => question === "distribution");
  const ps = verdict.checks.map(({ adjustedP }) => adjustedP);
  return {
    state: verdict.state,
    measure: main?.effect.measure ?? null,
    value: main?.effect.value ?? null,
    floor: main?.floor.moderate ?? null,
    ...distanceOf(pair),
    adjustedP: ps.length > 0 ? Math.min(...ps) : null,
    sentences: verdict.checks.flatMap(({ level, sentence }) => (level === "none" ? [] : [sentence])),
    rows: profile.rows,
    missing: profile.missing,
    ...shapeOf(profile, categories),
    before: since && {
      state: since.verdict.state,
      distance: distanceOf(since.pair).distance,
      adjustedP: since.verdict.checks.length > 0 ? Math.min(...since.verdict.checks.map(({ adjustedP }) => adjustedP)) : null,
    },
  };
}

/** 95 % of the Kolmogorov distribution. */
const kolmogorov95 = 1.3581;

/**
 * D or total variation, and what 95 % of windows stay below without drift. For total variation each share's difference is taken as normal
 * and those of several categories as independent: E|d| = s √(2/π), Var|d| = s² (1 − 2/π).
 */
function distanceOf({ reference, current }: ColumnPair): Pick<Point, "distance" | "line"> {
  const none = { distance: null, line: null };
  if (reference.numbers && current.numbers) {
    const [n, m] = [reference.numbers.rows, current.numbers.rows];
    return n * m === 0
      ? none
      : { distance: gridDistances(reference.numbers, current.numbers).ks.low, line: Math.min(1, kolmogorov95 * Math.sqrt(1 / n + 1 / m)) };
  }
  if (!reference.categories || !current.categories) return none;
  const aligned = alignCategories(reference.categories, current.categories);
  const { buckets } = reference.categories;
  const [a, b] = buckets && current.categories.buckets ? [buckets, current.categories.buckets] : [aligned.reference, aligned.current];
  const { reference: n, current: m } = aligned.rows;
  if (n * m === 0) return none;
  let [mean, variance] = [0, 0];
  a.forEach((count, i) => {
    const share = (count + (b[i] as number)) / (n + m);
    const spread = share * (1 - share) * (1 / n + 1 / m);
    mean += Math.sqrt((2 / Math.PI) * spread) / 2;
    variance += ((1 - 2 / Math.PI) * spread) / 4;
  });
  return { distance: totalVariation(a, b), line: Math.min(1, mean + 1.645 * Math.sqrt(variance)) };
}

function shapeOf({ numbers, categories }: ColumnProfile, names: readonly string[] | null): Pick<Point, "quantiles" | "shares"> {
  const quantiles = numbers && numbers.rows > 0 ? [0.05, 0.25, 0.5, 0.75, 0.95].map((p) => quantileOf(numbers, p)) : null;
  if (!categories || !names) return { quantiles, shares: null };
  const rows = Object.values(categories.counts).reduce((sum, count) => sum + count, categories.otherRows);
  return { quantiles, shares: names.map((name) => (rows > 0 ? (categories.counts[name] ?? 0) / rows : 0)) };
}

function columnSentence(points: readonly Point[], alarms: readonly number[], { windows }: Timeline): string {
  if (alarms.length === 0) {
    const largest = Math.max(...points.map(({ distance }) => distance ?? 0));
    return points.some(({ state }) => state === "ok")
      ? l10n.t("No window has drifted; the largest distance is {0}.", effectFigure(largest))
      : l10n.t("No window could be judged.");
  }
  const strength = (w: number) => (points[w]?.value ?? 0) / (points[w]?.floor || 1);
  const top = alarms.reduce((best, w) => (strength(w) > strength(best) ? w : best));
  const [first, most, why] = [windows[alarms[0] as number]?.from ?? "", windows[top]?.from ?? "", points[top]?.sentences[0] ?? ""];
  return alarms.length === 1
    ? l10n.t("1 window of {0} drifted: {1}: {2}", windows.length, most, why)
    : l10n.t("{0} windows of {1} drifted, first in {2}, most in {3}: {4}", alarms.length.toLocaleString("en-US"), windows.length, first, most, why);
}

function sentenceOf(
  windows: readonly SeriesWindow[],
  columns: readonly SeriesColumn[],
  performance: SeriesPerformance | null,
  changes: readonly SchemaChange[],
): string {
  const parts: string[] = [];
  const drifted = windows.filter((window) => window.drifted.length > 0);
  const names = columns.filter(({ alarms }) => alarms.length > 0).map(({ name }) => quoted(name));
  if (drifted.length > 0)
    parts.push(
      l10n.t("data drifted in {0} of {1}, first in {2}: {3}", drifted.length, counted(windows.length, "window"), drifted[0]?.from ?? "", among(names)),
    );
  else if (columns.some(({ windows }) => windows.some(({ state }) => state === "ok")))
    parts.push(l10n.t("no drift of data in {0}", counted(windows.length, "window")));
  const sudden = windows.filter((window) => window.drifted.length === 0 && window.driftedSinceBefore.length > 0);
  if (sudden.length > 0) parts.push(l10n.t("{0} differed from the window before", counted(sudden.length, "window")));
  const worse = windows.filter((window) => window.performance !== "none");
  if (worse.length > 0 && performance) {
    const causes = (["concept", "data", "label", "unclear"] as const).filter((cause) => performance.causes.some((each) => each.cause === cause));
    const named = { concept: l10n.t("concept drift"), data: l10n.t("data drift"), label: l10n.t("label drift"), unclear: l10n.t("cause unclear") };
    const metrics = performance.metrics
      .filter((metric) => metric.windows.some((point) => point && point.level !== "none"))
      .map(({ metric }) => metricNames[metric]());
    parts.push(
      l10n.t(
        "predictions were worse in {0}, first in {1} ({2}; {3})",
        counted(worse.length, "window"),
        worse[0]?.from ?? "",
        among(metrics),
        causes.map((cause) => named[cause]).join(", "),
      ),
    );
  } else if (performance?.metrics.some(({ windows }) => windows.some((point) => point !== null))) parts.push(l10n.t("predictions were as good as before"));
  const serious = changes.filter(({ level }) => level !== "none");
  if (serious.length > 0) parts.push(counted(serious.length, "change of schema"));
  const text = parts.join("; ") || l10n.t("Nothing to compare");
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

/** Asks for the last windows that have labels: what was bad and is good again needs nothing. */
function retrainOf(windows: readonly SeriesWindow[], performance: SeriesPerformance | null): SeriesReport["retrain"] {
  const judged = windows.flatMap((_, w) => (performance?.metrics.some((metric) => metric.windows[w]) ? [w] : []));
  const last = judged.at(-1);
  if (last === undefined || !performance)
    return { advised: false, sentence: l10n.t("Without labels nothing says whether predictions got worse: drift of data alone is no reason to retrain.") };
  const now = windows[last] as SeriesWindow;
  if (now.performance === "none") {
    const drifted = windows.some(({ drifted }) => drifted.length > 0);
    return {
      advised: false,
      sentence: drifted
        ? l10n.t("Predictions are as good as before in {0}, though data drifted: no reason to retrain.", now.from)
        : l10n.t("Predictions are as good as before in {0}: no reason to retrain.", now.from),
    };
  }
  const cause = performance.causes.find(({ window }) => window === last);
  const texts = {
    concept: l10n.t("retrain with labels from after the change"),
    data: l10n.t("retrain with data like that of now, or check where it comes from"),
    label: l10n.t("retrain, or set the decision threshold anew for the new shares of classes"),
    unclear: l10n.t("look into it, and retrain if it stays"),
  };
  return { advised: true, sentence: l10n.t("Predictions are worse in {0}, the last window with labels: {1}.", now.from, texts[cause?.cause ?? "unclear"]) };
}

/** A gap is counted in windows: days, weeks, months, or as many rows. */
const gapNoun = (span: Span) => (span === "day" || span === "week" || span === "month" ? span : "window");

function warningsOf(timeline: Timeline, { time }: SeriesRequest, windows: readonly SeriesWindow[]): string[] {
  const warnings = [...timeline.notes];
  const [missing, unreadable] = [timeline.missing, timeline.unreadable];
  if (missing > 0)
    warnings.push(
      missing === 1
        ? l10n.t('1 row without a value of "{0}" is in no window', time.column)
        : l10n.t('{0} rows without a value of "{1}" are in no window', missing.toLocaleString("en-US"), time.column),
    );
  if (unreadable > 0)
    warnings.push(
      unreadable === 1
        ? l10n.t('1 row with an unreadable value of "{0}" is in no window', time.column)
        : l10n.t('{0} rows with an unreadable value of "{1}" are in no window', unreadable.toLocaleString("en-US"), time.column),
    );
  if (timeline.gaps.length > 0)
    warnings.push(
      l10n.t(
        "no rows {0}; the window before is then the last that has rows",
        among(timeline.gaps.map(({ from, to, windows }) => l10n.t("from {0} to {1} ({2})", from, to, counted(windows, gapNoun(time.span))))),
      ),
    );
  if (windows.length === 1) warnings.push(l10n.t("there is one window only, which has none before it"));
  const late = windows.filter(({ labelled, rows }) => labelled !== null && labelled < 0.9 * rows);
  if (late.length > 0)
    warnings.push(
      l10n.t(
        "labels are not all there in {0} ({1}); those that come first may differ from those that come late",
        counted(late.length, "window"),
        among(late.map(({ from, labelled, rows }) => l10n.t("{0}: {1} of {2}", from, labelled ?? 0, rows))),
      ),
    );
  return warnings;
}

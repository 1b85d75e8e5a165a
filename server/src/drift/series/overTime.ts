/** Compares a reference with each window of current data, and each window with the one before it. */
import * as l10n from "@vscode/l10n";
import type { ColumnPair } from "../checks.js";
import { Profiler, type Request, wantedColumns } from "../compare.js";
import { DriftProblem, type Opened, type Read, type Source, type Watch } from "../engine.js";
import type { ColumnProfile } from "../profile.js";
import { warningsFor } from "../report.js";
import { changesBetween, readAs } from "../schema.js";
import { judgeWith } from "../verdict.js";
import { causesOf } from "./causes.js";
import { type Judged, makeSeries } from "./makeSeries.js";
import { compareFigures, metricsOf, type Predictions, predictionsOf } from "./predictions.js";
import type { SeriesPerformance, SeriesReport } from "./report.js";
import type { Marks, TimeEngine, Timeline, TimePlan } from "./timeEngine.js";
import { windowProfiles } from "./windows.js";

export interface SeriesRequest extends Omit<Request, "exact"> {
  readonly time: Omit<TimePlan, "most">;
  /** The column with the probability of the positive class. */
  readonly probability?: string;
  /** Which of two classes that is; by its name if absent. */
  readonly positive?: string;
}

const mostWindows = 1000;
/** Columns times windows: what is known of each takes a few kilobytes. */
const mostCells = 60_000;

/** @throws {DriftProblem} where nothing can be said at all; what cannot be done in part is among the report's problems. */
export async function compareOverTime(engine: TimeEngine, request: SeriesRequest, watch: Watch = {}): Promise<SeriesReport> {
  const { thresholds, time } = request;
  const baseline = "columns" in request.reference ? request.reference : null;
  const withDates = (source: Source): Source => ({ ...source, asText: [time.column] });
  const before = baseline ? null : await engine.open(withDates(request.reference as Source), watch);
  const now = await engine.open(withDates(request.current), watch);
  if (!now.columns.some(({ name }) => name === time.column)) throw new DriftProblem(l10n.t('there is no column "{0}" in {1}', time.column, now.name));
  const timeline = await engine.timeline(now.id, { ...time, most: mostWindows }, watch);
  const stored = new Map(baseline?.columns.map((column) => [column.name, column]));
  const known = (baseline?.columns ?? (before as Opened).columns) as readonly Opened["columns"][number][];
  const chosen = wantedColumns(request, known, now.columns);
  const wanted = (column: { readonly name: string }) => column.name !== time.column && chosen(column);
  const changes = changesBetween(known.filter(wanted), now.columns.filter(wanted), request.label ?? null);
  const shared = known.filter(wanted).flatMap((reference) => {
    const current = now.columns.find(({ name }) => name === reference.name);
    return current ? [{ name: reference.name, reference, current }] : [];
  });
  const problems = before?.rows === 0 ? [l10n.t("{0} has no rows", before.name)] : [];
  if (shared.length === 0) problems.push(l10n.t("no column is on both sides"));
  if (shared.length * timeline.windows.length > mostCells)
    throw new DriftProblem(
      l10n.t(
        "{0} columns in {1} windows are more than can be kept; take longer windows, or fewer columns with --columns",
        shared.length,
        timeline.windows.length,
      ),
    );
  const reads = shared.map(({ name, reference, current }): Read => {
    const kind = stored.get(name)?.kind ?? thresholds.columns[name]?.kind;
    return { column: name, as: readAs(reference.family, current.family, kind) };
  });
  const reference = baseline
    ? shared.map(({ name }) => stored.get(name) as ColumnProfile)
    : await new Profiler(engine, watch, problems).reference(before as Opened, reads, thresholds);
  const profiles = await windowProfiles(engine, now, timeline, reference, reads, problems, watch);
  const columns = reference.flatMap((column, i) => {
    const windows = profiles[i];
    return column && windows ? [{ reference: column, windows }] : [];
  });
  const warnings: string[] = [];
  const predictions = await orNull(predictionsOf(engine, before, now, request, thresholds, watch), problems);
  warnings.push(...(predictions?.notes ?? []));
  const compared = predictions && compareFigures(predictions, thresholds.minimumRows);
  const pairs = pairsOf(columns, timeline, request, thresholds.minimumRows);
  const { verdicts, adjusted } = judgeWith(
    pairs.map(({ pair }) => pair),
    compared?.questions.map(({ p }) => p) ?? [],
    thresholds,
  );
  const judged = pairs.map(({ column, window, isBefore, pair }, i): Judged => ({ column, window, isBefore, pair, verdict: verdicts[i] as Judged["verdict"] }));
  const performance = predictions && compared ? await performanceOver(predictions, compared, adjusted) : null;
  return makeSeries({
    request,
    timeline,
    columns,
    judged,
    performance,
    outcomes: predictions?.outcomes ?? null,
    changes,
    problems,
    warnings: [...warnings, ...warningsFor([before, now].flatMap((opened) => opened ?? []))],
    reference: baseline ?? { ...(before as Opened), columns: [] },
    isBaseline: baseline !== null,
    current: now,
    tests: verdicts.reduce((sum, { checks }) => sum + checks.length, 0) + adjusted.length,
  });

  async function performanceOver(
    found: Predictions,
    compared: NonNullable<ReturnType<typeof compareFigures>>,
    adjusted: readonly number[],
  ): Promise<SeriesPerformance> {
    const metrics = metricsOf(found, compared, adjusted, thresholds);
    const isWorse = (window: number) => metrics.some(({ windows }) => (windows[window]?.level ?? "none") !== "none");
    const drifted = (window: number) =>
      judged.flatMap(({ column, window: at, isBefore, verdict }) =>
        at === window && !isBefore && /^(moderate|major)$/.test(verdict.state) ? [columns[column]?.reference.name ?? ""] : [],
      );
    const worse = timeline.windows.flatMap((_, window) => (isWorse(window) ? [{ window, drifted: drifted(window).filter((name) => isInput(name)) }] : []));
    const causes = await causesOf(
      engine,
      {
        predictions: found,
        id: found.before ? (before as Opened).id : null,
        plan: found.planBefore,
        reference: columns.map((column) => column.reference),
        windows: new Map(columns.map((column) => [column.reference.name, column.windows])),
        worse,
        label: request.label ?? null,
      },
      watch,
    );
    const { task, positive } = found.plan;
    const marks = found.outcomes.some(({ labelled }) => labelled > 0) ? await orNull(marksOf(found), problems) : null;
    return { task, positive, against: compared.against, metrics, causes, marks };
  }

  function isInput(name: string): boolean {
    return name !== request.prediction && name !== request.probability;
  }

  function marksOf({ plan, before: own, outcomes }: Predictions): Promise<Marks> {
    // Errors of numbers by those of the reference, or of all windows: three mean errors are as wrong as can be, two are wrong.
    const all = own?.errors ? [own.errors] : outcomes.flatMap(({ errors }) => errors ?? []);
    const rows = all.reduce((sum, each) => sum + each.rows, 0);
    const mean = all.reduce((sum, each) => sum + each.absolute, 0) / Math.max(1, rows);
    const scale = plan.task === "numbers" && mean > 0 ? mean : 1 / 3;
    return engine.marks(now.id, { ...plan, scale: 3 * scale, wrong: plan.task === "numbers" ? 2 * scale : 0.5 }, watch);
  }
}

/** A part that fails costs only itself. */
async function orNull<T>(work: Promise<T>, problems: string[]): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DriftProblem) || error.message === "cancelled") throw error;
    problems.push(error.message);
    return null;
  }
}

interface Pair {
  readonly column: number;
  readonly window: number;
  /** Against the window before. */
  readonly isBefore: boolean;
  readonly pair: ColumnPair;
}

/** What is asked of each column in each window. */
export function pairsOf(
  columns: readonly { readonly reference: ColumnProfile; readonly windows: readonly ColumnProfile[] }[],
  { windows }: Pick<Timeline, "windows">,
  { label }: Pick<SeriesRequest, "label">,
  minimumRows: number,
): Pair[] {
  return columns.flatMap(({ reference, windows: profiles }, column) => {
    // Labels arrive late: that they are missing is no drift.
    const only = reference.name === label ? (["distribution"] as const) : null;
    return profiles.flatMap((current, window): Pair[] => {
      const pairs: Pair[] = [{ column, window, isBefore: false, pair: { reference, current, distances: null, ...(only && { only }) } }];
      const previous = profiles[window - 1];
      // Cuts are the reference's, so that a window's own range is not known well enough to ask about.
      const questions = only ?? (["distribution", "missing"] as const);
      if (previous && Math.min(windows[window - 1]?.rows ?? 0, current.rows) >= minimumRows)
        pairs.push({ column, window, isBefore: true, pair: { reference: previous, current, distances: null, only: questions } });
      return pairs;
    });
  });
}

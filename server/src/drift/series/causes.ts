/** Tells concept drift, where labels no longer follow from inputs as they did, from data drift that made predictions worse by itself. */
import * as l10n from "@vscode/l10n";
import type { CountPlan, Watch } from "../engine.js";
import { failed } from "../engine.js";
import { type ColumnProfile, countsAt, quantileEdges } from "../profile.js";
import { normalSf } from "../stats/special.js";
import { percent, quoted } from "../words.js";
import type { Predictions } from "./predictions.js";
import type { CauseFound } from "./report.js";
import type { ErrorsBy, Outcome, OutcomePlan, TimeEngine } from "./timeEngine.js";

/** A mean error and its variance. */
interface Mean {
  readonly value: number;
  readonly variance: number;
}

interface Stratum {
  readonly column: string;
  readonly isLabel: boolean;
  readonly errors: ErrorsBy;
  /** Rows of a profile by the same bins. */
  readonly sharesOf: (profile: ColumnProfile) => readonly number[];
}

/** Columns by which errors of the reference are weighed anew. */
const mostStrata = 12;
/** What is explained leaves less than this share of the change. */
const explained = 0.5;
const sure = 0.05;

export interface CauseRequest {
  readonly predictions: Predictions;
  /** The reference's id, if its predictions are known. */
  readonly id: string | null;
  readonly plan: OutcomePlan | null;
  readonly reference: readonly ColumnProfile[];
  readonly windows: ReadonlyMap<string, readonly ColumnProfile[]>;
  /** Windows whose predictions got worse, with the columns that drifted there. */
  readonly worse: readonly { readonly window: number; readonly drifted: readonly string[] }[];
  readonly label: string | null;
}

export async function causesOf(engine: TimeEngine, request: CauseRequest, watch: Watch): Promise<CauseFound[]> {
  const { predictions, worse } = request;
  if (worse.length === 0) return [];
  const strata = await strataOf(engine, request, watch);
  return worse.map(({ window, drifted }) => {
    const outcome = predictions.outcomes[window] as Outcome;
    const now = errorOf(outcome);
    const before = predictions.before && errorOf(predictions.before);
    if (!now || !before) return drifted.length === 0 ? concept(window, l10n.t("no column has drifted")) : unclear(window);
    const expected = expectedByProbability(outcome);
    if (expected) return byExpectation(window, now, before, expected, l10n.t("the probabilities"), "data");
    const own = drifted.flatMap((name) => strata.filter(({ column }) => column === name));
    const label = strata.filter(({ isLabel }) => isLabel);
    const candidates = [...new Set([...own, ...label])].flatMap((stratum) => {
      const profile = request.windows.get(stratum.column)?.[window];
      return profile ? [{ stratum, mean: reweighted(stratum, profile, before) }] : [];
    });
    const best = candidates.reduce<(typeof candidates)[number] | null>(
      (a, b) => (!a || Math.abs(now.value - b.mean.value) < Math.abs(now.value - a.mean.value) ? b : a),
      null,
    );
    if (!best || drifted.length === 0) return concept(window, l10n.t("no column has drifted that would explain it"));
    const { column, isLabel } = best.stratum;
    return byExpectation(window, now, before, best.mean, l10n.t("the drift of {0}", quoted(column)), isLabel ? "label" : "data");
  });
}

const concept = (window: number, why: string): CauseFound => ({
  window,
  cause: "concept",
  sentence: l10n.t("Concept drift: {0}, and yet predictions are worse.", why),
});
const unclear = (window: number): CauseFound => ({
  window,
  cause: "unclear",
  sentence: l10n.t("Data drift or concept drift: the reference has no labels and predictions to tell them apart by."),
});

function byExpectation(window: number, now: Mean, before: Mean, expected: Mean, by: string, cause: "data" | "label"): CauseFound {
  const gap = now.value - expected.value;
  const whole = now.value - before.value;
  const p = 2 * normalSf(Math.abs(gap) / Math.sqrt(now.variance + expected.variance || Number.MIN_VALUE));
  const told = l10n.t("an error of {0} where {1} was before and {2} is now", shown(expected.value), shown(before.value), shown(now.value));
  const isRest = gap > (1 - explained) * Math.max(0, whole);
  if (p <= sure && isRest) return { window, cause: "concept", sentence: l10n.t("Concept drift: {0} would explain {1}.", by, told) };
  if (!isRest || whole <= 0) {
    const sentence =
      cause === "label" ? l10n.t("Label drift: {0} alone would explain {1}.", by, told) : l10n.t("Data drift: {0} alone would explain {1}.", by, told);
    return { window, cause, sentence };
  }
  return { window, cause: "unclear", sentence: l10n.t("Unclear: {0} would explain {1}, and there are too few rows to tell the rest from chance.", by, told) };
}

const shown = (error: number) => (error <= 1 ? percent(error) : error.toPrecision(3));

/** Of classes the share that is wrong, of numbers the mean absolute error. */
function errorOf({ confusion, errors, labelled }: Outcome): Mean | null {
  if (errors) return errors.rows > 1 ? { value: errors.absolute / errors.rows, variance: varianceOf(errors.absolute, errors.squares, errors.rows) } : null;
  if (labelled === 0) return null;
  const hits = confusion.reduce((sum, [label, prediction, rows]) => sum + (label === prediction ? rows : 0), 0);
  const value = 1 - hits / labelled;
  return { value, variance: (value * (1 - value)) / labelled };
}

const varianceOf = (sum: number, squares: number, rows: number) => Math.max(0, squares / rows - (sum / rows) ** 2) / Math.max(1, rows - 1);

/** Calibrated probabilities say how many of the labelled rows would be wrong if labels followed from inputs as before. */
function expectedByProbability({ estimate }: Outcome): Mean | null {
  if (!estimate || estimate.labelled.rows === 0) return null;
  const { rows, right, variance } = estimate.labelled;
  return { value: 1 - right / rows, variance: variance / (rows * rows) };
}

/** The reference's errors if this column had been distributed as it is now (post-stratification). */
function reweighted({ errors, sharesOf }: Stratum, profile: ColumnProfile, before: Mean): Mean {
  const counts = sharesOf(profile);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  let [value, variance] = [0, 0];
  counts.forEach((count, i) => {
    const share = count / Math.max(1, rows);
    const n = errors.rows[i] ?? 0;
    // A bin that the reference never saw tells nothing: its mean error stands for it.
    value += share * (n > 0 ? (errors.errors[i] as number) / n : before.value);
    variance += share * share * (n > 1 ? varianceOf(errors.errors[i] as number, errors.squares[i] as number, n) : before.variance);
  });
  return { value, variance };
}

async function strataOf(engine: TimeEngine, { id, plan, reference, worse, label, predictions }: CauseRequest, watch: Watch): Promise<Stratum[]> {
  if (id === null || plan === null || predictions.plan.calibration) return [];
  const often = new Map<string, number>();
  for (const { drifted } of worse) for (const name of drifted) often.set(name, (often.get(name) ?? 0) + 1);
  const names = [...often].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const wanted = [...new Set([...(label === null ? [] : [label]), ...names])]
    .filter((name) => name !== plan.prediction && name !== plan.probability)
    .slice(0, mostStrata);
  const profiles = wanted.flatMap((name) => reference.filter((each) => each.name === name && (each.numbers || each.categories)));
  const plans = profiles.map((profile): CountPlan => {
    const { name: column, numbers, categories, family } = profile;
    if (numbers) return { column, as: "number", cuts: quantileEdges(numbers, 10) };
    return { column, as: "category", numeric: family === "number", most: 0, keep: Object.keys(categories?.counts ?? {}), buckets: false };
  });
  const found = await engine.errorsBy(id, plan, plans, watch);
  return found.flatMap((errors, i): Stratum[] => {
    const by = plans[i] as CountPlan;
    if (failed(errors)) return [];
    const sharesOf = ({ numbers, categories }: ColumnProfile): readonly number[] => {
      if (by.as === "number") return numbers ? countsAt(numbers, by.cuts) : [];
      const kept = by.keep.map((name) => categories?.counts[name] ?? 0);
      const all = Object.values(categories?.counts ?? {}).reduce((sum, count) => sum + count, 0) + (categories?.otherRows ?? 0);
      return [...kept, all - kept.reduce((sum, count) => sum + count, 0)];
    };
    return [{ column: by.column, isLabel: by.column === label, errors, sharesOf }];
  });
}

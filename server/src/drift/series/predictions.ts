/** Performance in each window: which columns say it, what it is compared with, and what probabilities lead to expect. */
import * as l10n from "@vscode/l10n";
import { DriftProblem, type Family, type Opened, type Watch } from "../engine.js";
import { isotonic } from "../stats/isotonic.js";
import type { PerformanceMeasure, Thresholds } from "../thresholds.js";
import type { Level } from "../verdict.js";
import { differenceP, estimateOf, type Figure, isLoss, performanceOf } from "./performance.js";
import type { MetricPoint, SeriesMetric } from "./report.js";
import type { Outcome, OutcomePlan, TimeEngine } from "./timeEngine.js";

export interface PredictionNames {
  readonly label?: string | undefined;
  readonly prediction?: string | undefined;
  readonly probability?: string | undefined;
  readonly positive?: string | undefined;
}

export interface Predictions {
  readonly plan: OutcomePlan;
  /** Of the reference, if it has labels and predictions. */
  readonly before: Outcome | null;
  readonly planBefore: OutcomePlan | null;
  readonly outcomes: readonly Outcome[];
  readonly notes: readonly string[];
}

const positives = ["1", "true", "yes", "y", "t", "positive", "pos"];
const mostClasses = 100;
/** Numbers with no more distinct values than this are classes. */
const fewValues = 10;

/** @returns null where there is no prediction to look at. */
export async function predictionsOf(
  engine: TimeEngine,
  before: Opened | null,
  now: Opened,
  names: PredictionNames,
  thresholds: Thresholds,
  watch: Watch,
): Promise<Predictions | null> {
  const has = (opened: Opened | null, column: string | undefined): column is string =>
    column !== undefined && !!opened?.columns.some(({ name }) => name === column);
  for (const column of [names.prediction, names.probability])
    if (column !== undefined && !has(now, column)) throw new DriftProblem(l10n.t('there is no column "{0}" in {1}', column, now.name));
  if (names.label !== undefined && !has(now, names.label) && !has(before, names.label)) throw new DriftProblem(l10n.t('there is no column "{0}"', names.label));
  if (names.prediction === undefined && names.probability === undefined) return null;
  const columns = (opened: Opened | null) => [names.label, names.prediction].filter((column): column is string => has(opened, column));
  const familyOf = (column: string): Family => [before, now].flatMap((opened) => opened?.columns ?? []).find(({ name }) => name === column)?.family ?? "other";
  const asNumbers = [...new Set([...columns(before), ...columns(now)])].every((column) => /^(number|boolean)$/.test(familyOf(column)));
  const task = asNumbers && names.label !== undefined && (await isQuantity(names.label)) ? "numbers" : "classes";
  const notes: string[] = [];
  const classes = task === "classes" ? await classesOf() : [];
  const two = classes.length === 2 || (names.positive !== undefined && classes.length <= 2);
  const positive = task === "classes" && two ? positiveOf(classes) : null;
  const negative = positive === null ? null : (classes.find((name) => name !== positive) ?? null);
  if (names.probability !== undefined && positive === null)
    notes.push(
      task === "numbers"
        ? l10n.t('"{0}" is not used: probabilities need two classes, and the label is a quantity', names.probability)
        : l10n.t('"{0}" is not used: probabilities need two classes, and there are {1}', names.probability, classes.length),
    );
  const probability = positive === null ? null : (names.probability ?? null);
  if (probability === null && names.prediction === undefined) return null;
  const planFor = (opened: Opened): OutcomePlan => ({
    task,
    asNumbers,
    label: has(opened, names.label) ? names.label : null,
    prediction: has(opened, names.prediction) ? names.prediction : null,
    probability: probability !== null && has(opened, probability) ? probability : null,
    positive,
    negative,
    calibration: null,
  });
  const known = before && planFor(before);
  const isKnown = known?.label && (known.prediction ?? known.probability);
  const own = planFor(now);
  let calibration = null;
  if (before && known?.label && known.probability && own.probability) {
    const groups = await engine.scores(before.id, known, watch);
    if (groups.length > 0) calibration = isotonic(groups);
  }
  const plan = { ...own, calibration };
  const outcomes = await engine.outcomes(now.id, plan, watch);
  const found = before && known && isKnown ? ((await engine.outcomes(before.id, known, watch))[0] ?? null) : null;
  if (probability !== null && calibration === null)
    notes.push(l10n.t("there is no estimate without labels, since the reference has no labels with probabilities to calibrate by"));
  const outside = [...outcomes, ...(found ? [found] : [])].reduce((sum, each) => sum + each.outside, 0);
  if (outside > 0)
    notes.push(
      l10n.t('"{0}" is not between 0 and 1 in {1} rows, which count for no AUC, log loss or estimate', probability ?? "", outside.toLocaleString("en-US")),
    );
  return { plan, before: found, planBefore: found ? known : null, outcomes, notes };

  async function isQuantity(label: string): Promise<boolean> {
    const given = thresholds.columns[label]?.kind;
    if (given) return given === "number";
    const opened = has(before, label) ? (before as Opened) : now;
    const [facts] = await engine.summarise(opened.id, [{ column: label, as: "number" }], watch);
    return !!facts && !("failed" in facts) && facts.distinct > fewValues;
  }

  async function classesOf(): Promise<readonly string[]> {
    const sides = [before, now].flatMap((opened) => (opened && columns(opened).length > 0 ? [opened] : []));
    const found = await Promise.all(sides.map((opened) => engine.classes(opened.id, columns(opened), asNumbers, watch)));
    const all = [...new Set(found.flat())];
    if (all.length > mostClasses)
      throw new DriftProblem(
        asNumbers
          ? l10n.t(
              '"{0}" and "{1}" have more than {2} classes; for a model that predicts numbers set the label\'s kind to "number" in the thresholds file, and give probabilities as --probability',
              names.label ?? names.prediction ?? "",
              names.prediction ?? "",
              mostClasses,
            )
          : l10n.t(
              '"{0}" and "{1}" have more than {2} classes; for a model that predicts numbers set the label\'s kind to "number" in the thresholds file',
              names.label ?? names.prediction ?? "",
              names.prediction ?? "",
              mostClasses,
            ),
      );
    return all;
  }

  function positiveOf(classes: readonly string[]): string {
    if (names.positive !== undefined) {
      if (!classes.includes(names.positive))
        throw new DriftProblem(l10n.t('no label or prediction is "{0}"; there are {1}', names.positive, classes.join(" and ")));
      return names.positive;
    }
    const sorted = [...classes].sort();
    return sorted.find((name) => positives.includes(name.toLowerCase())) ?? (sorted[1] as string);
  }
}

export interface Compared {
  readonly against: "reference" | "first window" | null;
  /** Of what is compared with. */
  readonly reference: readonly Figure[];
  /** For each window, what differs from the reference how surely; empty without enough labels. */
  readonly figures: readonly (readonly Figure[])[];
  readonly questions: readonly { readonly window: number; readonly figure: Figure; readonly reference: Figure; readonly p: number }[];
}

export function compareFigures({ before, outcomes, plan }: Predictions, minimumRows: number): Compared {
  const figures = outcomes.map((outcome) => performanceOf(outcome, plan.positive, minimumRows));
  const own = before ? performanceOf(before, plan.positive, minimumRows) : [];
  const first = figures.findIndex((each) => each.length > 0);
  const reference = own.length > 0 ? own : (figures[first] ?? []);
  const against = own.length > 0 ? "reference" : first >= 0 ? "first window" : null;
  const questions = figures.flatMap((each, window) =>
    against === "first window" && window === first
      ? []
      : each.flatMap((figure) => {
          const like = reference.find(({ metric }) => metric === figure.metric);
          return like ? [{ window, figure, reference: like, p: differenceP(like, figure) }] : [];
        }),
  );
  return { against, reference, figures, questions };
}

/** How much worse than the reference: of losses the share of it, of others the difference; negative where better. */
function worsening(reference: Figure, figure: Figure): number {
  const change = reference.value - figure.value;
  return isLoss(figure.metric) ? (reference.value > 0 ? -change / reference.value : 0) : change;
}

export function levelOf(reference: Figure, figure: Figure, adjustedP: number, { performance, falseDiscoveryRate }: Thresholds): Level {
  const floor = performance[figure.metric as PerformanceMeasure];
  const change = worsening(reference, figure);
  if (adjustedP > falseDiscoveryRate || change < floor.moderate) return "none";
  return change >= floor.major ? "major" : "moderate";
}

export function metricsOf({ outcomes, plan }: Predictions, compared: Compared, adjusted: readonly number[], thresholds: Thresholds): SeriesMetric[] {
  const estimates = outcomes.map(({ estimate }) => (estimate && plan.calibration ? estimateOf(estimate) : []));
  const all = [...compared.reference, ...compared.figures.flat(), ...estimates.flat()];
  const point = ({ value, low, high, rows }: Figure) => ({ value, low, high, rows });
  return [...new Set(all.map(({ metric }) => metric))].map((metric): SeriesMetric => {
    const reference = compared.reference.find((each) => each.metric === metric);
    const windows = compared.figures.map((figures, window): MetricPoint | null => {
      const figure = figures.find((each) => each.metric === metric);
      if (!figure) return null;
      const at = compared.questions.findIndex((question) => question.window === window && question.figure === figure);
      if (at < 0 || !reference) return { ...point(figure), adjustedP: null, level: "none" };
      const adjustedP = adjusted[at] as number;
      return { ...point(figure), adjustedP, level: levelOf(reference, figure, adjustedP, thresholds) };
    });
    const guesses = estimates.map((figures): MetricPoint | null => {
      const figure = figures.find((each) => each.metric === metric);
      return figure ? { ...point(figure), adjustedP: null, level: "none" } : null;
    });
    return { metric, reference: reference ? point(reference) : null, windows, estimates: guesses };
  });
}

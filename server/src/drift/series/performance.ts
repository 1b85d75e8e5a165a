/** How good predictions were, from counts alone, and how sure that is. */
import * as l10n from "@vscode/l10n";
import { proportionsTest } from "../stats/counts.js";
import { normalSf, studentSf } from "../stats/special.js";
import type { Estimate, Outcome } from "./timeEngine.js";

export type Metric = "accuracy" | "balancedAccuracy" | "f1" | "auc" | "logLoss" | "rmse" | "mae";

export const metricNames: Record<Metric, () => string> = {
  accuracy: () => l10n.t("accuracy"),
  balancedAccuracy: () => l10n.t("balanced accuracy"),
  f1: () => "F1",
  auc: () => "AUC",
  logLoss: () => l10n.t("log loss"),
  rmse: () => "RMSE",
  mae: () => "MAE",
};

/** Of these, less is better. */
export const isLoss = (metric: Metric): boolean => metric === "logLoss" || metric === "rmse" || metric === "mae";

export interface Figure {
  readonly metric: Metric;
  readonly value: number;
  /** 95 % of samples of this size, if nothing but chance were at work. */
  readonly low: number;
  readonly high: number;
  /** Of `value`. */
  readonly error: number;
  /** Labelled rows behind it. */
  readonly rows: number;
  /** Of a share of rows: how many. */
  readonly hits: number | null;
  /** Of a mean: its degrees of freedom; Infinity where the normal law is used. */
  readonly freedom: number;
}

const z95 = 1.959963984540054;
/** Each class needs as many rows before a metric that weighs classes is worth saying. */
const leastOfClass = 10;

export function performanceOf(outcome: Outcome, positive: string | null, minimumRows: number): Figure[] {
  const figures: Figure[] = [];
  if (outcome.errors && outcome.errors.rows >= minimumRows) figures.push(...errorFigures(outcome.errors));
  if (outcome.errors || outcome.labelled < minimumRows) return figures;
  figures.push(...confusionFigures(outcome.confusion, positive));
  const { ranking, logLoss } = outcome;
  if (ranking && Math.min(ranking.positives, ranking.negatives) >= leastOfClass) {
    const { auc, positives, negatives } = ranking;
    const error = Math.sqrt(Math.max(ranking.variance, hanleyMcNeil(auc, positives, negatives) / 4));
    figures.push(between({ metric: "auc", value: auc, error, rows: positives + negatives }));
  }
  if (logLoss && logLoss.rows >= minimumRows) figures.push(meanFigure("logLoss", logLoss.rows, logLoss.sum, logLoss.squares));
  return figures;
}

/** A figure in [0, 1] with a normal band. */
const between = ({ error, value, ...rest }: Pick<Figure, "metric" | "value" | "error" | "rows">): Figure => ({
  ...rest,
  value,
  error,
  low: Math.max(0, value - z95 * error),
  high: Math.min(1, value + z95 * error),
  hits: null,
  freedom: Infinity,
});

function meanFigure(metric: Metric, rows: number, sum: number, squares: number): Figure {
  const value = sum / rows;
  const error = Math.sqrt(Math.max(0, squares / rows - value * value) / Math.max(1, rows - 1));
  return { metric, value, error, low: Math.max(0, value - z95 * error), high: value + z95 * error, rows, hits: null, freedom: rows - 1 };
}

function errorFigures({ rows, absolute, squares, fourth }: NonNullable<Outcome["errors"]>): Figure[] {
  const square = meanFigure("rmse", rows, squares, fourth);
  const value = Math.sqrt(square.value);
  // d√x = dx / 2√x.
  const error = value > 0 ? square.error / (2 * value) : 0;
  return [{ ...square, value, error, low: Math.sqrt(square.low), high: Math.sqrt(square.high) }, meanFigure("mae", rows, absolute, squares)];
}

interface Cells {
  readonly names: readonly string[];
  readonly at: (label: number, prediction: number) => number;
}

function confusionFigures(confusion: Outcome["confusion"], positive: string | null): Figure[] {
  const names = [...new Set([...confusion.map(([label]) => label), ...confusion.map(([, prediction]) => prediction)])].sort();
  const index = new Map(names.map((name, i) => [name, i]));
  const table = names.map(() => new Array<number>(names.length).fill(0));
  for (const [label, prediction, rows] of confusion) (table[index.get(label) as number] as number[])[index.get(prediction) as number] = rows;
  return cellFigures({ names, at: (i, j) => table[i]?.[j] ?? 0 }, positive);
}

/** Accuracy, balanced accuracy and F1, by scikit-learn's definitions: F1 of the positive class, or the mean over classes where there is none. */
function cellFigures({ names, at }: Cells, positive: string | null): Figure[] {
  const all = names.map((_, i) => i);
  const labelsOf = (i: number) => all.reduce((sum, j) => sum + at(i, j), 0);
  const saidOf = (i: number) => all.reduce((sum, j) => sum + at(j, i), 0);
  const rows = all.reduce((sum, i) => sum + labelsOf(i), 0);
  const hits = all.reduce((sum, i) => sum + at(i, i), 0);
  const figures = [accuracyFigure(hits, rows)];
  const present = all.filter((i) => labelsOf(i) > 0);
  if (present.length < 2 || present.some((i) => labelsOf(i) < leastOfClass)) return figures;
  const recalls = present.map((i) => at(i, i) / labelsOf(i));
  // Two rows right and two wrong added (Agresti & Coull 1998), or a class that was never wrong would be beyond doubt.
  const spread = present.map((i) => {
    const recall = (at(i, i) + 2) / (labelsOf(i) + 4);
    return (recall * (1 - recall)) / (labelsOf(i) + 4);
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  figures.push(between({ metric: "balancedAccuracy", value: mean(recalls), error: Math.sqrt(mean(spread) / present.length), rows }));
  const scored = positive !== null && names.includes(positive) ? [names.indexOf(positive)] : all;
  const f1 = (i: number) => (2 * at(i, i)) / Math.max(1, labelsOf(i) + saidOf(i));
  // Delta method over the cells, a part of a row added to each; what each cell adds to F1 sums to nothing over the rows.
  let variance = 0;
  for (const i of all)
    for (const j of all) {
      const slope = scored.reduce(
        (sum, k) => sum + ((i === k && j === k ? 2 : 0) - f1(k) * ((i === k ? 1 : 0) + (j === k ? 1 : 0))) / (labelsOf(k) + saidOf(k) + 2),
        0,
      );
      variance += (at(i, j) + 1 / names.length) * (slope / scored.length) ** 2;
    }
  figures.push(between({ metric: "f1", value: mean(scored.map(f1)), error: Math.sqrt(variance), rows }));
  return figures;
}

/** Wilson's interval (1927). */
function accuracyFigure(hits: number, rows: number): Figure {
  const share = hits / rows;
  const square = z95 * z95;
  const middle = (share + square / (2 * rows)) / (1 + square / rows);
  const half = (z95 / (1 + square / rows)) * Math.sqrt((share * (1 - share)) / rows + square / (4 * rows * rows));
  const error = Math.sqrt((share * (1 - share)) / rows);
  return { metric: "accuracy", value: share, error, low: Math.max(0, middle - half), high: Math.min(1, middle + half), rows, hits, freedom: Infinity };
}

/** Variance of AUC from its value alone (Hanley & McNeil 1982); an AUC of 1 is taken for one that just missed it. */
function hanleyMcNeil(auc: number, positives: number, negatives: number): number {
  const edge = 1 / (2 * Math.min(positives, negatives));
  const a = Math.min(1 - edge, Math.max(edge, auc));
  const [q1, q2] = [a / (2 - a), (2 * a * a) / (1 + a)];
  return (a * (1 - a) + (positives - 1) * (q1 - a * a) + (negatives - 1) * (q2 - a * a)) / (positives * negatives);
}

/** p of no difference, two-sided: shares by the test that fits their size, means by Welch's t test, others by the normal law. */
export function differenceP(a: Figure, b: Figure): number {
  if (a.hits !== null && b.hits !== null) return proportionsTest(a.hits, a.rows, b.hits, b.rows).p;
  const [va, vb] = [a.error ** 2, b.error ** 2];
  if (va + vb === 0) return a.value === b.value ? 1 : 0;
  const t = Math.abs(a.value - b.value) / Math.sqrt(va + vb);
  if (a.freedom === Infinity || b.freedom === Infinity) return Math.min(1, 2 * normalSf(t));
  return Math.min(1, 2 * studentSf(t, (va + vb) ** 2 / (va ** 2 / a.freedom + vb ** 2 / b.freedom)));
}

/**
 * Confidence-based performance estimation, as NannyML's: what calibrated probabilities lead to expect, provided that labels still follow
 * from inputs as they did in the reference. An estimate, never a measurement.
 */
export function estimateOf({ rows, truePositives, falsePositives, trueNegatives, falseNegatives, variance, auc, logLoss }: Estimate): Figure[] {
  if (rows === 0) return [];
  const cells = [
    [trueNegatives, falsePositives],
    [falseNegatives, truePositives],
  ];
  const value = (truePositives + trueNegatives) / rows;
  const figures: Figure[] = [between({ metric: "accuracy", value, error: Math.sqrt(variance) / rows, rows })];
  figures.push(...cellFigures({ names: ["negative", "positive"], at: (i, j) => cells[i]?.[j] ?? 0 }, "positive").slice(1));
  const [positives, negatives] = [truePositives + falseNegatives, falsePositives + trueNegatives];
  if (auc !== null && Math.min(positives, negatives) >= 1)
    figures.push(between({ metric: "auc", value: auc, error: Math.sqrt(hanleyMcNeil(auc, positives, negatives)), rows }));
  return [...figures, { metric: "logLoss", value: logLoss, low: logLoss, high: logLoss, error: 0, rows, hits: null, freedom: Infinity }];
}

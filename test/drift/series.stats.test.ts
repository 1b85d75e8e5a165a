/** Detectors, curves and metrics against river's and scikit-learn's figures. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { estimateOf, performanceOf } from "../../server/src/drift/series/performance.js";
import type { Outcome } from "../../server/src/drift/series/timeEngine.js";
import { AdaptiveWindow, type Detector, DriftDetectionMethod, PageHinkley } from "../../server/src/drift/stats/detectors.js";
import { calibrated, isotonic } from "../../server/src/drift/stats/isotonic.js";
import { expectClose } from "./golden.js";
import { mulberry32, normal } from "./random.js";

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "golden-series.json");
const golden = JSON.parse(fs.readFileSync(file, "utf8"));

interface Stream {
  readonly kind: "errors" | "values";
  readonly seed: number;
  readonly parts: readonly [number, number][];
  readonly sum: number;
  readonly adwin: readonly [number, number][];
  readonly pageHinkley: readonly number[];
  readonly ddm?: readonly [string, number][];
}

function draw({ kind, seed, parts }: Stream): number[] {
  const random = mulberry32(seed);
  const one = (mean: number) => (kind === "errors" ? (random() < mean ? 1 : 0) : Math.min(1, Math.max(0, mean + normal(random) * 0.1)));
  return parts.flatMap(([rows, mean]) => Array.from({ length: rows }, () => one(mean)));
}

function events(detector: Detector, stream: readonly number[]): [string, number][] {
  let last = "none";
  return stream.flatMap((value, i) => {
    const signal = detector.update(value);
    const isNew = signal === "drift" || (signal === "warning" && last !== "warning");
    last = signal;
    return isNew ? [[signal, i] as [string, number]] : [];
  });
}

describe.each(Object.entries(golden.detectors) as [string, Stream][])("detectors on a stream: %s", (_, one) => {
  const stream = draw(one);

  it("is the same stream", () => {
    expectClose(
      stream.reduce((sum, value) => sum + value, 0),
      one.sum,
      "sum",
    );
  });

  it("finds river's changes", () => {
    if (one.ddm) expect(events(new DriftDetectionMethod(), stream)).toEqual(one.ddm);
    expect(events(new PageHinkley(20), stream).map(([, at]) => at)).toEqual(one.pageHinkley);
    const adwin = new AdaptiveWindow();
    const found = stream.flatMap((value, i) => (adwin.update(value) === "drift" ? [[i, adwin.width]] : []));
    expect(found).toEqual(one.adwin);
  });
});

/** What an engine would count. */
function outcome(labels: readonly number[], predictions: readonly number[]): Outcome {
  const counts = new Map<string, number>();
  labels.forEach((label, i) => {
    const key = `${label} ${predictions[i]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  const confusion = [...counts].map(([key, n]) => [...(key.split(" ") as [string, string]), n] as const);
  return { rows: labels.length, labelled: labels.length, confusion, errors: null, ranking: null, logLoss: null, outside: 0, estimate: null };
}

// biome-ignore lint/suspicious/noExplicitAny: a table of numbers by name, as the generating script wrote it
describe.each(golden.classification as any[])("classification %#", (one) => {
  it("has scikit-learn's metrics", () => {
    const positive = "auc" in one ? "1" : null;
    const figures = performanceOf(outcome(one.labels, one.predictions), positive, 30);
    for (const { metric, value, low, high } of figures) {
      expectClose(value, one[metric], metric);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
    expect(figures.map(({ metric }) => metric)).toEqual(["accuracy", "balancedAccuracy", "f1"]);
  });

  it("calibrates as scikit-learn, and expects what follows", () => {
    if (!("isotonic" in one)) return expect(one.auc).toBeUndefined();
    const groups = new Map<number, { score: number; rows: number; positives: number }>();
    one.scores.forEach((score: number, i: number) => {
      const group = groups.get(score) ?? { score, rows: 0, positives: 0 };
      groups.set(score, { score, rows: group.rows + 1, positives: group.positives + one.labels[i] });
    });
    const curve = isotonic([...groups.values()]);
    expect(curve.x).toEqual(one.isotonic.x);
    for (const [i, y] of curve.y.entries()) expectClose(y, one.isotonic.y[i], "isotonic");
    for (const [x, y] of one.calibrated) expectClose(calibrated(curve, x), y, `at ${x}`);
    const sum = (keep: (x: number) => boolean, of: (c: number) => number) =>
      one.calibrated.reduce((all: number, [x, c]: [number, number]) => all + (keep(x) ? of(c) : 0), 0);
    const above = (x: number) => x >= 0.5;
    const expected = estimateOf({
      rows: 51,
      truePositives: sum(above, (c) => c),
      falsePositives: sum(above, (c) => 1 - c),
      trueNegatives: sum(
        (x) => !above(x),
        (c) => 1 - c,
      ),
      falseNegatives: sum(
        (x) => !above(x),
        (c) => c,
      ),
      variance: sum(
        () => true,
        (c) => c * (1 - c),
      ),
      auc: one.estimate.auc,
      logLoss: one.estimate.logLoss,
      labelled: { rows: 0, right: 0, variance: 0 },
    });
    expectClose(expected[0]?.value as number, one.estimate.accuracy, "accuracy");
  });
});

it("has scikit-learn's errors of numbers", () => {
  const { labels, predictions, rmse, mae } = golden.regression;
  const gaps = labels.map((label: number, i: number) => label - predictions[i]);
  const sum = (power: number) => gaps.reduce((all: number, gap: number) => all + Math.abs(gap) ** power, 0);
  const errors = { rows: gaps.length, absolute: sum(1), squares: sum(2), fourth: sum(4) };
  const figures = performanceOf({ ...outcome([], []), rows: gaps.length, labelled: gaps.length, errors }, null, 30);
  expectClose(figures[0]?.value as number, rmse, "RMSE");
  expectClose(figures[1]?.value as number, mae, "MAE");
});

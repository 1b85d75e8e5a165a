/** How often a comparison over time says that something drifted where nothing did. */
import { expect, it } from "vitest";
import { pairsOf } from "../../server/src/drift/series/overTime.js";
import { compareFigures, levelOf } from "../../server/src/drift/series/predictions.js";
import type { Outcome, OutcomePlan } from "../../server/src/drift/series/timeEngine.js";
import { defaultThresholds } from "../../server/src/drift/thresholds.js";
import { judgeWith } from "../../server/src/drift/verdict.js";
import { categoryColumn, numberColumn } from "./fromValues.js";
import { mulberry32, normal, type Random } from "./random.js";
import { drawStream, type Row, steady } from "./stream.js";

const plan: OutcomePlan = {
  task: "classes",
  asNumbers: true,
  label: "label",
  prediction: "prediction",
  probability: "probability",
  positive: "1",
  negative: "0",
  calibration: null,
};

/** What an engine would count of these rows. */
function outcomeOf(rows: readonly Row[]): Outcome {
  const cells = new Map<string, number>();
  for (const { label, prediction } of rows) cells.set(`${label} ${prediction}`, (cells.get(`${label} ${prediction}`) ?? 0) + 1);
  const confusion = [...cells].map(([key, n]) => [...(key.split(" ") as [string, string]), n] as const);
  const losses = rows.map(({ label, probability }) => {
    const p = Math.min(1 - 2 ** -52, Math.max(2 ** -52, probability));
    return -Math.log(label === 1 ? p : 1 - p);
  });
  const sum = (values: readonly number[], power: number) => values.reduce((all, value) => all + value ** power, 0);
  const [positives, negatives] = [1, 0].map((label) => rows.filter((row) => row.label === label).map(({ probability }) => probability)) as [number[], number[]];
  const above = (a: number, b: number) => (a > b ? 1 : a === b ? 0.5 : 0);
  const mean = (values: readonly number[]) => sum(values, 1) / values.length;
  const variance = (values: readonly number[]) =>
    sum(
      values.map((value) => value - mean(values)),
      2,
    ) /
    (values.length - 1) /
    values.length;
  const [up, down] = [positives.map((p) => mean(negatives.map((n) => above(p, n)))), negatives.map((n) => mean(positives.map((p) => above(p, n))))];
  return {
    rows: rows.length,
    labelled: rows.length,
    confusion,
    errors: null,
    ranking: { positives: positives.length, negatives: negatives.length, auc: mean(up), variance: variance(up) + variance(down) },
    logLoss: { rows: rows.length, sum: sum(losses, 1), squares: sum(losses, 2) },
    outside: 0,
    estimate: null,
  };
}

const extras: readonly ((random: Random) => number)[] = [
  normal,
  (random) => Math.exp(normal(random)),
  (random) => Math.floor(random() * 50),
  (random) => 1 / (1 - random()),
];
const names: readonly ((random: Random) => string)[] = [(random) => `k${Math.floor(20 ** random())}`, (random) => `k${Math.floor(random() * 8)}`];

/** Whether anything is reported about data, and about predictions. */
function alarms(random: Random, rows: number, windows: number, size: number): { data: boolean; predictions: boolean } {
  const reference = drawStream(random, rows, () => steady);
  const parts = Array.from({ length: windows }, () => drawStream(random, size, () => steady));
  const shared = [
    numberColumn(
      "x",
      reference.map(({ x }) => x),
    ),
    numberColumn(
      "noise",
      reference.map(({ noise }) => noise),
    ),
  ];
  const columns = [
    ...shared.map((column) => ({
      reference: column,
      windows: parts.map((part) =>
        numberColumn(
          column.name,
          part.map((row) => row[column.name as "x"]),
          column.numbers,
        ),
      ),
    })),
    {
      reference: categoryColumn(
        "city",
        reference.map(({ city }) => city),
      ),
      windows: parts.map((part) =>
        categoryColumn(
          "city",
          part.map(({ city }) => city),
        ),
      ),
    },
    ...extras.map((draw, i) => {
      const column = numberColumn(
        `n${i}`,
        reference.map(() => draw(random)),
      );
      return {
        reference: column,
        windows: parts.map((part) =>
          numberColumn(
            `n${i}`,
            part.map(() => draw(random)),
            column.numbers,
          ),
        ),
      };
    }),
    ...names.map((draw, i) => ({
      reference: categoryColumn(
        `c${i}`,
        reference.map(() => draw(random)),
      ),
      windows: parts.map((part) =>
        categoryColumn(
          `c${i}`,
          part.map(() => draw(random)),
        ),
      ),
    })),
  ];
  const timeline = { windows: parts.map(() => ({ from: "", to: "", rows: size })) };
  const compared = compareFigures({ plan, before: outcomeOf(reference), planBefore: plan, outcomes: parts.map(outcomeOf), notes: [] }, 30);
  const pairs = pairsOf(columns, timeline, {}, 30).map(({ pair }) => pair);
  const { verdicts, adjusted } = judgeWith(
    pairs,
    compared.questions.map(({ p }) => p),
    defaultThresholds,
  );
  return {
    data: verdicts.some(({ state }) => state === "moderate" || state === "major"),
    predictions: compared.questions.some(({ reference: like, figure }, i) => levelOf(like, figure, adjusted[i] as number, defaultThresholds) !== "none"),
  };
}

/** `HOLDOUT_CALIBRATION=5` asks for five times as many. */
const patience = Number(process.env.HOLDOUT_CALIBRATION ?? 1);

it.each([
  { rows: 500, windows: 12, size: 100, times: 60 },
  { rows: 1000, windows: 30, size: 50, times: 40 },
  { rows: 2000, windows: 20, size: 300, times: 15 },
])(
  "at most 5 % of streams without drift are reported: $rows reference rows, $windows windows of $size",
  { timeout: 240_000 },
  ({ rows, windows, size, times: few }) => {
    const times = few * patience;
    const random = mulberry32(rows + windows);
    let [any, predictions] = [0, 0];
    for (let time = 0; time < times; time++) {
      const found = alarms(random, rows, windows, size);
      if (found.data || found.predictions) any++;
      if (found.predictions) predictions++;
    }
    console.log(
      `No drift, ${rows} reference rows, ${windows} windows of ${size}, ${times} streams of 9 columns with labels: ${any} reported, ${predictions} for their predictions`,
    );
    expect(any / times).toBeLessThanOrEqual(0.05);
  },
);

/** Streams with known change points: inputs, labels that follow from them, and a model that learned from the reference. */
import { normal, type Random } from "./random.js";

export interface Row {
  readonly x: number;
  readonly noise: number;
  readonly city: string;
  readonly label: number;
  readonly prediction: number;
  readonly probability: number;
}

/** How rows are drawn: `shift` moves the inputs, `turn` (0 to 1) turns what labels follow from into its opposite. */
export interface Regime {
  readonly shift: number;
  readonly turn: number;
}

export const steady: Regime = { shift: 0, turn: 0 };

const logistic = (z: number) => 1 / (1 + Math.exp(-z));

export function drawRow(random: Random, { shift, turn }: Regime): Row {
  const x = normal(random) + shift;
  const probability = logistic(2 * x);
  const label = random() < logistic(2 * x * (1 - 2 * turn)) ? 1 : 0;
  return {
    x,
    noise: random(),
    city: "ABCD"[Math.floor(random() * 4)] as string,
    label,
    prediction: probability >= 0.5 ? 1 : 0,
    probability: Number(probability.toFixed(3)),
  };
}

/** `regimeAt` is given the share of the stream that is over. */
export const drawStream = (random: Random, rows: number, regimeAt: (share: number) => Regime): Row[] =>
  Array.from({ length: rows }, (_, i) => drawRow(random, regimeAt(i / rows)));

export const streams: Readonly<Record<string, (share: number) => Regime>> = {
  "no drift": () => steady,
  "abrupt concept drift": (share) => (share < 0.5 ? steady : { shift: 0, turn: 0.5 }),
  "gradual concept drift": (share) => ({ shift: 0, turn: Math.min(0.5, Math.max(0, share - 0.4)) }),
  "recurring concept drift": (share) => (Math.floor(share * 4) % 2 === 0 ? steady : { shift: 0, turn: 0.5 }),
  "data drift alone": (share) => (share < 0.5 ? steady : { shift: 1, turn: 0 }),
  "data and concept drift": (share) => (share < 0.5 ? steady : { shift: 1, turn: 0.5 }),
};

/** One file; `perDay` rows to a day from 2025-01-06, a Monday. */
export function streamCsv(rows: readonly Row[], perDay: number, labelled: (i: number) => boolean = () => true): string {
  const lines = rows.map(({ x, noise, city, label, prediction, probability }, i) => {
    const day = new Date(Date.UTC(2025, 0, 6) + Math.floor(i / perDay) * 86_400_000).toISOString().slice(0, 10);
    return [day, x, noise, city, labelled(i) ? label : "", prediction, probability].join(",");
  });
  return `day,x,noise,city,label,prediction,probability\n${lines.join("\n")}\n`;
}

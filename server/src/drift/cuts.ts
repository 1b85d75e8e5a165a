/** Where numbers are counted: at quantiles of the reference, which bound D to half a percent, and at equal steps, for drawing. */
import { nextBelow } from "./checks.js";
import type { NumberSummary } from "./profile.js";
import { distinct, equalEdges } from "./stats/bins.js";

const quantiles = 200;
const bars = 30;

/** The shares whose quantiles {@link cutsFor} asks for. */
export const cutShares: readonly number[] = [
  0.0005,
  0.001,
  0.0025,
  ...Array.from({ length: quantiles - 1 }, (_, i) => (i + 1) / quantiles),
  0.9975,
  0.999,
  0.9995,
];

/** `quantileAt` need not be exact: cuts may lie anywhere, counts at them are what is exact. */
export function cutsFor(min: number, max: number, quantileAt: (p: number) => number): Pick<NumberSummary, "cuts" | "display"> {
  const from = quantileAt(0.005);
  const to = quantileAt(0.995);
  const display = from < to ? { from, to, bins: bars } : null;
  const steps = display ? equalEdges(from, to, bars) : [from];
  const placed = cutShares.map(quantileAt).filter((cut) => cut >= min && cut <= max);
  const cuts = distinct([...placed, ...steps, nextBelow(min), min, max].sort((a, b) => a - b));
  return { cuts, display };
}

/** Edges of the bins for drawing. */
export const displayEdges = ({ display }: Pick<NumberSummary, "display">): number[] => (display ? equalEdges(display.from, display.to, display.bins) : []);

/** Counting and cutting values in memory: what engines do in SQL. */
import { firstAtLeast } from "../../server/src/drift/stats/bins.js";

/** Counts in [e0, e1), [e1, e2), … with the last bin closed, as NumPy's histogram; values outside are left out. */
export function countBetween(values: Iterable<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const last = edges[edges.length - 1] as number;
  for (const value of values) {
    if (value < (edges[0] as number) || value > last) continue;
    const bin = value === last ? counts.length - 1 : edges.findIndex((edge) => edge > value) - 1;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/** Counts in (−∞, e1], (e1, e2], …, (ek, ∞): one more than there are edges. */
export function countUpTo(values: Iterable<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    const bin = firstAtLeast(edges, value);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/** Linear interpolation between order statistics (Hyndman & Fan's type 7, NumPy's default); `sorted` ascending, 0 ≤ p ≤ 1. */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const a = sorted[low] as number;
  const b = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  // As NumPy: from the nearer end, so that both ends are exact.
  const t = at - low;
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}

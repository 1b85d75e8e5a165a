/** What counts at common cuts say about distances between the distributions: bounds that always hold, since the counts are exact. */
import type { NumberSummary } from "./profile.js";

export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface GridDistances {
  readonly ks: Range;
  /** In the unit of the column; `middle` takes both distributions as straight between cuts. */
  readonly wasserstein: Range & { readonly middle: number };
  /** The cut where the known part of D is reached, and which side is ahead there. */
  readonly location: number;
  readonly sign: 1 | -1;
}

/**
 * D is at least the largest gap at a cut, and at most what a bin would allow if one side's rows all lay at its start and the other's
 * at its end. The same holds bin by bin for ∫ |F − G|.
 */
export function gridDistances(reference: NumberSummary, current: NumberSummary): GridDistances {
  const min = Math.min(reference.min, current.min);
  const max = Math.max(reference.max, current.max);
  let [f, g, best, high, location] = [0, 0, 0, 0, min];
  const area = { low: 0, high: 0, middle: 0 };
  reference.counts.forEach((count, i) => {
    const from = Math.min(max, Math.max(min, reference.cuts[i - 1] ?? min));
    const to = Math.max(min, Math.min(max, reference.cuts[i] ?? max));
    const [f0, g0] = [f, g];
    f += count / reference.rows;
    g += (current.counts[i] as number) / current.rows;
    if (Math.abs(f - g) > Math.abs(best)) [best, location] = [f - g, to];
    const most = Math.max(f - g0, g - f0);
    // A point bin, or one that is empty on a side, hides nothing.
    high = Math.max(high, to > from ? most : Math.abs(f - g));
    area.high += (to - from) * most;
    area.low += (to - from) * Math.max(0, f0 - g, g0 - f);
    area.middle += (to - from) * meanGap(f0 - g0, f - g);
  });
  const known = Math.abs(best);
  return { ks: { low: known, high: Math.min(1, Math.max(known, high)) }, wasserstein: area, location, sign: best < 0 ? -1 : 1 };
}

/** Mean of |gap| along a straight line from `a` to `b`. */
const meanGap = (a: number, b: number) => (a * b >= 0 ? Math.abs(a + b) / 2 : (a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b))));

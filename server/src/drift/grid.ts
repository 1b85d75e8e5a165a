/** What counts at common cuts say about distances between the distributions: bounds that always hold, since the counts are exact. */
import type { Stretch, WithinStretch } from "./engine.js";
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

/** What is known of one bin: |F − G| at its end, the most it can be inside, and bounds of ∫ |F − G| over it. */
interface Bin {
  readonly from: number;
  readonly to: number;
  /** Rows of each side before the bin, and in it. */
  readonly before: readonly [number, number];
  readonly rows: number;
  readonly gap: number;
  readonly most: number;
  readonly low: number;
  readonly high: number;
  readonly middle: number;
}

function binsOf(reference: NumberSummary, current: NumberSummary): Bin[] {
  const min = Math.min(reference.min, current.min);
  const max = Math.max(reference.max, current.max);
  let before: readonly [number, number] = [0, 0];
  return reference.counts.map((count, i): Bin => {
    const other = current.counts[i] as number;
    const from = Math.min(max, Math.max(min, reference.cuts[i - 1] ?? min));
    const to = Math.max(min, Math.min(max, reference.cuts[i] ?? max));
    const [f0, g0] = [before[0] / reference.rows, before[1] / current.rows];
    const [f, g] = [(before[0] + count) / reference.rows, (before[1] + other) / current.rows];
    // A point bin, or one that is empty on a side, hides nothing.
    const most = to > from ? Math.max(f - g0, g - f0) : Math.abs(f - g);
    const width = to - from;
    const bin = { from, to, before, rows: count + other, gap: f - g, most };
    before = [before[0] + count, before[1] + other];
    return { ...bin, low: width * Math.max(0, f0 - g, g0 - f), high: width * most, middle: width * meanGap(f0 - g0, f - g) };
  });
}

/**
 * D is at least the largest gap at a cut, and at most what a bin would allow if one side's rows all lay at its start and the other's
 * at its end. The same holds bin by bin for ∫ |F − G|.
 */
export const gridDistances = (reference: NumberSummary, current: NumberSummary): GridDistances =>
  boundsFrom(binsOf(reference, current), Math.min(reference.min, current.min));

function boundsFrom(bins: readonly Bin[], min: number): GridDistances {
  let [best, high, location] = [0, 0, min];
  const area = { low: 0, high: 0, middle: 0 };
  for (const bin of bins) {
    if (Math.abs(bin.gap) > Math.abs(best)) [best, location] = [bin.gap, bin.to];
    high = Math.max(high, bin.most);
    area.high += bin.high;
    area.low += bin.low;
    area.middle += bin.middle;
  }
  const known = Math.abs(best);
  return { ks: { low: known, high: Math.min(1, Math.max(known, high)) }, wasserstein: area, location, sign: best < 0 ? -1 : 1 };
}

/** Mean of |gap| along a straight line from `a` to `b`. */
const meanGap = (a: number, b: number) => (a * b >= 0 ? Math.abs(a + b) / 2 : (a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b))));

/** Reading more rows than this is no cheaper than reading all. */
const mostRead = 0.2;

/**
 * The bins whose rows would tell most, until the rest is known to `tolerance` (in the unit of the column): a heavy tail hides its area in
 * bins with few rows. Neighbours become one stretch.
 */
export function stretchesWorthReading(reference: NumberSummary, current: NumberSummary, tolerance: number): Stretch[] {
  const bins = binsOf(reference, current);
  const unknown = (bin: Bin) => bin.high - bin.low;
  let rest = bins.reduce((sum, bin) => sum + unknown(bin), 0);
  let budget = mostRead * (reference.rows + current.rows);
  const chosen = new Set<Bin>();
  for (const bin of [...bins].sort((a, b) => unknown(b) - unknown(a))) {
    if (rest <= tolerance || unknown(bin) === 0 || bin.rows > budget) break;
    chosen.add(bin);
    rest -= unknown(bin);
    budget -= bin.rows;
  }
  const stretches: { from: number; to: number; reference: number; current: number }[] = [];
  bins.forEach((bin, i) => {
    const last = stretches.at(-1);
    if (!chosen.has(bin)) return;
    if (last && chosen.has(bins[i - 1] as Bin)) last.to = bin.to;
    else stretches.push({ from: bin.from, to: bin.to, reference: bin.before[0], current: bin.before[1] });
  });
  return stretches;
}

/** The bounds again, with what was found in stretches of {@link stretchesWorthReading} in place of what was known of them. */
export function refined(reference: NumberSummary, current: NumberSummary, stretches: readonly Stretch[], found: readonly WithinStretch[]): GridDistances {
  const inside = ({ from, to }: Bin) => stretches.some((stretch) => from >= stretch.from && to <= stretch.to && to > from);
  const rest = binsOf(reference, current).filter((bin) => !inside(bin));
  const read = found.map(({ ks, location, sign, wasserstein }): Bin => {
    const exact = { low: wasserstein, high: wasserstein, middle: wasserstein };
    return { from: location, to: location, before: [0, 0], rows: 0, gap: sign * ks, most: ks, ...exact };
  });
  return boundsFrom([...rest, ...read], Math.min(reference.min, current.min));
}

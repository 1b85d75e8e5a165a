/** Statistics of two samples of numbers, from the pooled distinct values and how often each side has them. */

import { kolmogorovSmirnovSf, twoSampleExactP } from "./kolmogorov.js";

export interface Pooled {
  /** Distinct, finite, ascending. */
  readonly values: ArrayLike<number>;
  /** Rows with that value, on each side. */
  readonly reference: ArrayLike<number>;
  readonly current: ArrayLike<number>;
}

/** Pools two samples of finite numbers. */
export function pool(reference: ArrayLike<number>, current: ArrayLike<number>): Pooled {
  const a = Float64Array.from(reference).sort();
  const b = Float64Array.from(current).sort();
  const values: number[] = [];
  const counts: [number[], number[]] = [[], []];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    const [fromA, fromB] = [i, j];
    while (a[i] === value) i++;
    while (b[j] === value) j++;
    values.push(value);
    counts[0].push(i - fromA);
    counts[1].push(j - fromB);
  }
  return { values, reference: counts[0], current: counts[1] };
}

/** What exact arithmetic over the pooled values gives; an engine may compute the same elsewhere. */
export interface Distances {
  readonly rows: { readonly reference: number; readonly current: number };
  /** sup |F − G| of the two empirical distribution functions, in [0, 1]. */
  readonly ks: number;
  /** Where it is reached first, and whether the reference (+1) or the current side (−1) is ahead there. */
  readonly location: number;
  readonly sign: 1 | -1;
  /** ∫ |F − G|, in the unit of the column. */
  readonly wasserstein: number;
  /** ∫ (F − G)², in the unit of the column. */
  readonly cramer: number;
}

export function distances({ values, reference, current }: Pooled): Distances {
  const rows = { reference: total(reference), current: total(current) };
  let [f, g, wasserstein, cramer, best, location] = [0, 0, 0, 0, 0, values[0] ?? Number.NaN];
  for (let i = 0; i < values.length; i++) {
    f += reference[i] as number;
    g += current[i] as number;
    const gap = f / rows.reference - g / rows.current;
    if (Math.abs(gap) > Math.abs(best)) [best, location] = [gap, values[i] as number];
    if (i + 1 === values.length) break;
    const width = (values[i + 1] as number) - (values[i] as number);
    wasserstein += Math.abs(gap) * width;
    cramer += gap * gap * width;
  }
  return { rows, ks: Math.abs(best), location, sign: best < 0 ? -1 : 1, wasserstein, cramer };
}

export const total = (counts: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i] as number;
  return sum;
};

/** Energy distance √(2 ∫ (F−G)²), as SciPy's `energy_distance`; in the square root of the column's unit. */
export const energyDistance = ({ cramer }: Distances): number => Math.sqrt(2 * cramer);

/**
 * p of the two-sample Kolmogorov-Smirnov test with SciPy's switch: counted exactly up to 10,000 rows a side, beyond that from the
 * one-sample distribution at n·m/(n+m) rows. Too large, never too small, where values are tied.
 */
export function kolmogorovSmirnovP(d: number, n: number, m: number): number {
  return Math.max(n, m) <= 10_000 ? twoSampleExactP(n, m, d) : kolmogorovSmirnovAsymptoticP(d, n, m);
}

export function kolmogorovSmirnovAsymptoticP(d: number, n: number, m: number): number {
  return kolmogorovSmirnovSf(roundHalfEven((n * m) / (n + m)), d);
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + (floor % 2) : Math.round(x);
}

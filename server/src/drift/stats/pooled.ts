/** Statistics of two samples of numbers, from the pooled distinct values and how often each side has them. */

import { greatestCommonDivisor, kolmogorovSmirnovSf, twoSampleExactP } from "./kolmogorov.js";
import { besselKQuarterScaled, logGamma } from "./special.js";

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

/**
 * Cramér-von Mises criterion T of Anderson (1962) with mid-ranks for ties, and its p: counted exactly up to 20 rows a side (Xiao,
 * Gordon & Yakovlev 2006), else from the limiting distribution; as SciPy's `cramervonmises_2samp`.
 */
export function cramerVonMises({ values, reference, current }: Pooled): { readonly statistic: number; readonly p: number } {
  const n = total(reference);
  const m = total(current);
  let [u, lost, before, inReference, inCurrent] = [0, 0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const a = reference[i] as number;
    const b = current[i] as number;
    const rank = before + (a + b + 1) / 2;
    // Compensated, since all but the last few digits of the sum are about to cancel.
    const term = n * squares(rank, inReference, a) + m * squares(rank, inCurrent, b) - lost;
    const sum = u + term;
    lost = sum - u - term;
    u = sum;
    before += a + b;
    inReference += a;
    inCurrent += b;
  }
  const k = n * m;
  const N = n + m;
  const statistic = u / (k * N) - (4 * k - 1) / (6 * N);
  if (Math.max(n, m) <= 20) return { statistic, p: cramerVonMisesExactP(u, n, m) };
  const mean = (1 + 1 / N) / 6;
  const variance = ((N + 1) * (4 * k * N - 3 * (n * n + m * m) - 2 * k)) / (45 * N * N * 4 * k);
  const standard = 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
  return { statistic, p: standard < 0.003 ? 1 : Math.max(0, 1 - cramerVonMisesCdf(standard)) };
}

/** Σ over the `count` ranks after `before` of (rank − own rank)², in closed form. */
function squares(rank: number, before: number, count: number): number {
  const middle = before + (count + 1) / 2;
  return count * (rank - middle) ** 2 + (count * (count * count - 1)) / 12;
}

/** Limiting distribution of the Cramér-von Mises criterion (Csörgő & Faraway 1996, equation 1.2). */
export function cramerVonMisesCdf(x: number): number {
  let sum = 0;
  for (let k = 0; k < 200; k++) {
    const y = 4 * k + 1;
    const q = (y * y) / (16 * x);
    const term = Math.exp(logGamma(k + 0.5) - logGamma(k + 1) - 2 * q) * Math.sqrt(y) * besselKQuarterScaled(q);
    sum += term;
    if (term < 1e-17) break;
  }
  return sum / (Math.PI ** 1.5 * Math.sqrt(x));
}

function cramerVonMisesExactP(u: number, n: number, m: number): number {
  const lcm = (n / greatestCommonDivisor(n, m)) * m;
  const [a, b] = [lcm / n, lcm / m];
  const mn = n * m;
  const zeta = Math.floor((lcm ** 2 * (n + m) * (6 * u - mn * (4 * mn - 1))) / (6 * mn ** 2));
  // frequency[v]: how many lattice paths to (u, v) have each value of the sum.
  let frequency: Map<number, number>[] = Array.from({ length: n + 1 }, (_, v) => new Map(v === 0 ? [[0, 1]] : []));
  for (let row = 0; row <= m; row++) {
    let left = new Map<number, number>();
    frequency = frequency.map((above, v) => {
      const here = new Map<number, number>();
      for (const from of [left, above]) for (const [value, paths] of from) add(here, value + (a * v - b * row) ** 2, paths);
      left = here;
      return here;
    });
  }
  let [extreme, all] = [0, 0];
  for (const [value, paths] of frequency[n] as Map<number, number>) {
    all += paths;
    if (value >= zeta) extreme += paths;
  }
  return extreme / all;
}

const add = (map: Map<number, number>, key: number, count: number) => map.set(key, (map.get(key) ?? 0) + count);

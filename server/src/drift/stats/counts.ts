/**
 * Statistics of two columns of counts over the same cells: categories, or bins of numbers.
 * `reference` and `current` are counts (not shares), aligned; each side has at least one row.
 */

import { total } from "./pooled.js";
import { chiSquaredSf, hypergeometricDensity, normalSf } from "./special.js";

type Counts = ArrayLike<number>;

export interface Contingency {
  readonly statistic: number;
  readonly dof: number;
  readonly p: number;
  readonly minExpected: number;
}

/** Pearson's test of the 2×k table (k − 1 degrees of freedom, no continuity correction), as SciPy's `chi2_contingency(correction=False)`. */
export const chiSquared = (reference: Counts, current: Counts): Contingency =>
  contingency(reference, current, (seen, expected) => (seen - expected) ** 2 / expected);

/** The likelihood-ratio test of the same table: 2 Σ O ln(O/E). */
export const gTest = (reference: Counts, current: Counts): Contingency =>
  contingency(reference, current, (seen, expected) => (seen === 0 ? 0 : 2 * seen * Math.log(seen / expected)));

function contingency(reference: Counts, current: Counts, term: (seen: number, expected: number) => number): Contingency {
  const n = total(reference);
  const m = total(current);
  let [statistic, cells, minExpected] = [0, 0, Infinity];
  for (let i = 0; i < reference.length; i++) {
    const [a, b] = [at(reference, i), at(current, i)];
    if (a + b === 0) continue;
    cells++;
    for (const [seen, side] of [[a, n] as const, [b, m] as const]) {
      const expected = ((a + b) * side) / (n + m);
      minExpected = Math.min(minExpected, expected);
      statistic += term(seen, expected);
    }
  }
  const dof = cells - 1;
  return { statistic: dof > 0 ? statistic : 0, dof, p: chiSquaredSf(statistic, dof), minExpected };
}

/** Fisher's exact test of [[a, b], [c, d]], two-sided: the probability of all tables no likelier than this one. */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const [N, marked, drawn] = [a + b + c + d, a + c, a + b];
  const limit = hypergeometricDensity(a, N, marked, drawn) * (1 + 1e-7);
  const [low, high] = [Math.max(0, drawn + marked - N), Math.min(drawn, marked)];
  let p = 0;
  for (let k = low; k <= high; k++) {
    const density = hypergeometricDensity(k, N, marked, drawn);
    if (density <= limit) p += density;
  }
  return Math.min(1, p);
}

/** Two-proportion z test with pooled variance, two-sided; `k` of `n` rows on each side. */
export function proportionsZ(k1: number, n1: number, k2: number, n2: number): { readonly z: number; readonly p: number } {
  const pooled = (k1 + k2) / (n1 + n2);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const z = error === 0 ? 0 : (k1 / n1 - k2 / n2) / error;
  return { z, p: 2 * normalSf(Math.abs(z)) };
}

/** The exact test where the normal approximation is poor (an expected cell below 5), the z test elsewhere. */
export function proportionsTest(k1: number, n1: number, k2: number, n2: number): { readonly test: "fisher" | "z"; readonly p: number } {
  const smaller = Math.min(k1 + k2, n1 + n2 - k1 - k2);
  const minExpected = (smaller * Math.min(n1, n2)) / (n1 + n2);
  return minExpected < 5 ? { test: "fisher", p: fisherExact(k1, n1 - k1, k2, n2 - k2) } : { test: "z", p: proportionsZ(k1, n1, k2, n2).p };
}

/** P(all `count` rows fall on the side with `inside` of `total` rows) if sides were drawn by lot: C(total−count, inside−count)/C(total, inside). */
export function allOnOneSideP(count: number, inside: number, total: number): number {
  return hypergeometricDensity(count, total, count, inside);
}

const at = (counts: Counts, i: number) => counts[i] as number;

/** Folds `term` over the shares of both sides. */
function overShares(reference: Counts, current: Counts, term: (r: number, c: number) => number): number {
  const n = total(reference);
  const m = total(current);
  let sum = 0;
  for (let i = 0; i < reference.length; i++) sum += term(at(reference, i) / n, at(current, i) / m);
  return sum;
}

/** ½ Σ |r − c|: the share of rows that would have to change their cell; in [0, 1]. */
export const totalVariation = (reference: Counts, current: Counts): number => 0.5 * overShares(reference, current, (r, c) => Math.abs(r - c));

/** max |r − c|, in [0, 1]. */
export function largestShareChange(reference: Counts, current: Counts): number {
  let largest = 0;
  overShares(reference, current, (r, c) => (largest = Math.max(largest, Math.abs(r - c))));
  return largest;
}

/** Hellinger distance √(1 − Σ √(r c)), in [0, 1]. */
export const hellinger = (reference: Counts, current: Counts): number => Math.sqrt(Math.max(0, 1 - overShares(reference, current, (r, c) => Math.sqrt(r * c))));

/** Jensen-Shannon distance: the root of the mean divergence from the mixture, in natural logs, in [0, √ln 2]; divide by √ln 2 for base 2. */
export function jensenShannon(reference: Counts, current: Counts): number {
  const part = (p: number, mean: number) => (p === 0 ? 0 : p * Math.log(p / mean));
  return Math.sqrt(Math.max(0, overShares(reference, current, (r, c) => part(r, (r + c) / 2) + part(c, (r + c) / 2)) / 2));
}

/** What stands for an empty cell, where a logarithm needs a share. */
export type Fill = "1e-4" | "evidently";

/** Shares with empty cells filled and not renormalised. Evidently takes a millionth of the smallest share where that share is below 1e-4. */
function filled(counts: Counts, fill: Fill): number[] {
  const n = total(counts);
  const shares = Array.from(counts, (count) => count / n);
  const smallest = Math.min(...shares.filter((share) => share > 0));
  const value = fill === "evidently" && smallest <= 1e-4 ? smallest / 1e6 : 1e-4;
  return shares.map((share) => (share === 0 ? value : share));
}

/** Population stability index Σ (r − c) ln(r/c): symmetric, unbounded; .1 and .25 are the customary limits for ten bins. */
export function psi(reference: Counts, current: Counts, fill: Fill = "1e-4"): number {
  const c = filled(current, fill);
  return filled(reference, fill).reduce((sum, r, i) => sum + (r - at(c, i)) * Math.log(r / at(c, i)), 0);
}

/** Kullback-Leibler divergence Σ r ln(r/c) from current to reference, empty cells filled, then renormalised; natural logs, unbounded. */
export function kullbackLeibler(reference: Counts, current: Counts, fill: Fill = "1e-4"): number {
  const r = filled(reference, fill);
  const c = filled(current, fill);
  const [n, m] = [total(r), total(c)];
  return r.reduce((sum, share, i) => sum + (share / n) * Math.log(share / n / (at(c, i) / m)), 0);
}

/** Cramér's V of the 2×k table with Bergsma's correction for its bias; in [0, 1]. */
export function cramersV(reference: Counts, current: Counts): number {
  const { statistic, dof } = chiSquared(reference, current);
  const n = total(reference) + total(current);
  const phi = Math.max(0, statistic / n - dof / (n - 1));
  const k = dof + 1 - dof ** 2 / (n - 1);
  const rows = 2 - 1 / (n - 1);
  const least = Math.min(k, rows) - 1;
  return least > 0 ? Math.sqrt(phi / least) : 0;
}

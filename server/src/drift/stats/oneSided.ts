/** Categories that only one side has, when there are too many of them to judge one at a time. */
import { allOnOneSideP } from "./counts.js";

/**
 * The most that the chance can be of finding at least `seen` rows in categories which lie wholly on one side, if sides were drawn by lot:
 * `inside` of `total` rows on that side. `groups`: how many categories have how many rows, both sides together.
 *
 * Chernoff's bound, min over s of e^(−s·seen) Π (1 + q(e^(s·rows) − 1)), with q the chance that all rows of a category fall on the side. Which
 * rows fall there is a draw without replacement, and so negatively associated (Joag-Dev & Proschan 1983): the product bounds what
 * the categories do together, and the bound holds for every number of rows.
 */
export function oneSidedSf(groups: readonly { readonly rows: number; readonly categories: number }[], seen: number, inside: number, total: number): number {
  const terms = groups.flatMap(({ rows, categories }) => {
    const q = allOnOneSideP(rows, inside, total);
    return q > 0 ? [{ rows, categories, q }] : [];
  });
  const expected = terms.reduce((sum, { rows, categories, q }) => sum + rows * categories * q, 0);
  if (seen <= expected) return 1;
  // q e^(s·rows) / (1 − q + q e^(s·rows)), without overflow.
  const tilted = (q: number, power: number) => 1 / (1 + ((1 - q) / q) * Math.exp(-power));
  const mean = (s: number) => terms.reduce((sum, { rows, categories, q }) => sum + rows * categories * tilted(q, s * rows), 0);
  let [low, high] = [0, 1];
  while (mean(high) < seen && high < 1e3) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (mean(middle) < seen) low = middle;
    else high = middle;
  }
  const s = low;
  const log = terms.reduce((sum, { rows, categories, q }) => sum + categories * logTerm(q, s * rows), -s * seen);
  return Math.min(1, Math.exp(log));
}

/** ln(1 + q(e^power − 1)) */
const logTerm = (q: number, power: number) => (power < 30 ? Math.log1p(q * Math.expm1(power)) : power + Math.log(q + (1 - q) * Math.exp(-power)));

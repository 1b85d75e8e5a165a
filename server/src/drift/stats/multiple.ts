/** Adjusting p values for the number of questions asked at once. */

/**
 * Benjamini & Hochberg (1995), in the order of the input: reject where the result is at most q, and among the rejected at most a share of q is
 * expected to be false.
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => (p[a] as number) - (p[b] as number));
  const result = new Array<number>(p.length);
  let least = 1;
  for (const [i, at] of [...order.entries()].reverse()) {
    least = Math.min(least, ((p[at] as number) * p.length) / (i + 1));
    result[at] = least;
  }
  return result;
}

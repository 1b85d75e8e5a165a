/** Adjusting p values for the number of questions asked at once. All keep the order of their input. */

/** Benjamini & Hochberg (1995): reject where the result is at most q, and among the rejected at most a share of q is expected to be false. */
export function benjaminiHochberg(p: readonly number[]): number[] {
  let least = 1;
  return stepwise(p, "descending", (value, rank) => (least = Math.min(least, (value * p.length) / rank)));
}

/** Holm (1979): the chance of any false rejection is at most the level. */
export function holm(p: readonly number[]): number[] {
  let most = 0;
  return stepwise(p, "ascending", (value, rank) => (most = Math.max(most, Math.min(1, value * (p.length - rank + 1)))));
}

export const bonferroni = (p: readonly number[]): number[] => p.map((value) => Math.min(1, value * p.length));

/** Calls `adjust` with each value and its rank from below, in that order of size. */
function stepwise(p: readonly number[], direction: "ascending" | "descending", adjust: (value: number, rank: number) => number): number[] {
  const order = p.map((_, i) => i).sort((a, b) => (p[a] as number) - (p[b] as number));
  const ranked = order.map((at, i) => ({ at, rank: i + 1 }));
  const result = new Array<number>(p.length);
  for (const { at, rank } of direction === "ascending" ? ranked : ranked.reverse()) result[at] = adjust(p[at] as number, rank);
  return result;
}

/** Categories that one side alone has: the bound against exact chances, how often it is wrong, and what it finds. */
import { describe, expect, it } from "vitest";
import { answersFor } from "../../server/src/drift/checks.js";
import type { Overlap } from "../../server/src/drift/engine.js";
import { oneSidedSf } from "../../server/src/drift/stats/oneSided.js";
import { categoryColumn } from "./fromValues.js";
import { mulberry32, type Random } from "./random.js";

/** The chance that categories with these rows lie wholly inside with at least `seen` rows, by listing every draw of `inside` rows. */
function exactSf(sizes: readonly number[], seen: number, inside: number): number {
  const choose = (n: number, k: number): number => (k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
  // For each category, how many of its rows are inside.
  const count = (i: number, left: number, whole: number): number =>
    i === sizes.length
      ? left === 0 && whole >= seen
        ? 1
        : 0
      : Array.from(
          { length: (sizes[i] as number) + 1 },
          (_, k) => choose(sizes[i] as number, k) * count(i + 1, left - k, whole + (k === sizes[i] ? k : 0)),
        ).reduce((sum, each) => sum + each, 0);
  return (
    count(0, inside, 0) /
    choose(
      sizes.reduce((sum, size) => sum + size, 0),
      inside,
    )
  );
}

describe("rows in categories of one side alone", () => {
  it("are never less likely than the bound says", () => {
    for (const sizes of [
      [1, 2, 3, 4],
      [2, 2, 2, 2, 2],
      [5, 1, 1, 1],
      [3, 3, 4],
      [1, 1, 1, 1, 6],
    ]) {
      const total = sizes.reduce((sum, size) => sum + size, 0);
      for (let inside = 1; inside < total; inside++)
        for (let seen = 1; seen <= inside; seen++) {
          const bound = oneSidedSf(
            sizes.map((rows) => ({ rows, categories: 1 })),
            seen,
            inside,
            total,
          );
          expect(bound).toBeGreaterThanOrEqual(exactSf(sizes, seen, inside) * (1 - 1e-9));
          expect(bound).toBeLessThanOrEqual(1);
        }
    }
  });

  it("cannot be more than there are", () => {
    expect(oneSidedSf([{ rows: 2, categories: 3 }], 0, 3, 6)).toBe(1);
    expect(oneSidedSf([], 5, 3, 6)).toBeLessThan(1e-9);
    // All five pairs on the side that holds half of a hundred thousand rows: about (1/4)^5.
    expect(oneSidedSf([{ rows: 2, categories: 5 }], 10, 50_000, 100_000)).toBeCloseTo(0.25 ** 5, 6);
  });

  const overlapOf = (reference: readonly string[], current: readonly string[]): Overlap => {
    const counts = new Map<string, [number, number]>();
    for (const [side, values] of [reference, current].entries())
      for (const value of values) {
        const pair = counts.get(value) ?? [0, 0];
        pair[side] = (pair[side] as number) + 1;
        counts.set(value, pair);
      }
    const groups = new Map<number, { rows: number; categories: number; onlyReference: number; onlyCurrent: number }>();
    for (const [a, b] of counts.values()) {
      const group = groups.get(a + b) ?? { rows: a + b, categories: 0, onlyReference: 0, onlyCurrent: 0 };
      group.categories++;
      if (b === 0) group.onlyReference++;
      if (a === 0) group.onlyCurrent++;
      groups.set(a + b, group);
    }
    const largest = (has: 0 | 1) =>
      [...counts]
        .filter(([, pair]) => pair[1 - has] === 0)
        .map(([value, pair]) => [value, pair[has]] as const)
        .sort((x, y) => y[1] - x[1])
        .slice(0, 3);
    return { groups: [...groups.values()], vanished: largest(0), fresh: largest(1) };
  };

  const draw = (n: number, one: (random: Random) => string, random: Random) => Array.from({ length: n }, () => one(random));
  const equal =
    (k: number, from = 0) =>
    (random: Random) =>
      `k${from + Math.floor(random() * k)}`;
  const zipf = (random: Random) => `k${Math.floor(20_000 ** random())}`;

  /** The p values of both questions, as they are asked of columns counted by hash. */
  function pValues(
    reference: readonly string[],
    current: readonly string[],
  ): Map<string, { readonly p: number; readonly share: number; readonly moved: string }> {
    const bucketed = (values: readonly string[]) => {
      const column = categoryColumn("k", values);
      return { ...column, categories: { counts: {}, otherRows: values.length, otherDistinct: column.distinct, buckets: [values.length, 0] } };
    };
    const pair = { reference: bucketed(reference), current: bucketed(current), distances: null, overlap: overlapOf(reference, current) };
    return new Map(answersFor(pair, 30).map(({ question, p, effects, moved }) => [question, { p, share: effects[0]?.value ?? 0, moved }]));
  }

  it.each([
    ["equally rare", equal(10_000), 20_000, 20_000],
    ["equally rare, in a small sample", equal(5000), 30_000, 3000],
    ["common and rare", zipf, 20_000, 20_000],
    ["common and rare, in a small sample", zipf, 20_000, 2000],
  ] as const)("raise false alarms in less than 5 %% of columns: %s", { timeout: 60_000 }, (_, one, n, m) => {
    const random = mulberry32(n + m);
    const times = 25;
    let alarms = 0;
    for (let time = 0; time < times; time++) {
      const found = pValues(draw(n, one, random), draw(m, one, random));
      // Two questions, so half of the level each.
      if (Math.min(found.get("newCategory")?.p ?? 1, found.get("vanishedCategory")?.p ?? 1) <= 0.025) alarms++;
    }
    expect(alarms / times).toBeLessThan(0.05);
  });

  it("are found where ten thousand equally rare categories are half replaced", () => {
    const random = mulberry32(3);
    const found = pValues(draw(60_000, equal(10_000), random), draw(60_000, equal(10_000, 5000), random));
    for (const question of ["newCategory", "vanishedCategory"]) {
      expect(found.get(question)?.p).toBeLessThan(1e-12);
      expect(found.get(question)?.share).toBeCloseTo(0.5, 1);
    }
    expect(found.get("newCategory")?.moved).toMatch(/^(4,9|5,0)\d\d categories such as "k\d+", "k\d+", "k\d+" in 5\d % of rows now, never before$/);
  });

  it("are found where a twentieth of them is replaced", () => {
    const random = mulberry32(4);
    const found = pValues(draw(60_000, equal(10_000), random), draw(60_000, equal(10_000, 500), random));
    for (const question of ["newCategory", "vanishedCategory"]) expect(found.get(question)?.p).toBeLessThan(0.001);
  });
});

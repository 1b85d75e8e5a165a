/** One column in depth: each figure against its definition. */
import { describe, expect, it } from "vitest";
import { detailOf, tableTests } from "../../server/src/drift/detail.js";
import { psi } from "../../server/src/drift/stats/counts.js";
import { distances, pool } from "../../server/src/drift/stats/pooled.js";
import { categoryColumn, numberColumn } from "./fromValues.js";
import { mulberry32, normal } from "./random.js";

const random = mulberry32(5);
const draw = (n: number, shift: number) => Array.from({ length: n }, () => normal(random) + shift);
const [before, now] = [draw(900, 0), draw(700, 0.6)];
const reference = numberColumn("x", before);
const current = numberColumn("x", now, reference.numbers);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("a number", () => {
  const { ecdf, quantiles, cells, tests } = detailOf(reference, current);

  it("has distribution functions that are shares of values up to each cut", () => {
    const points = ecdf?.points ?? [];
    for (const { x, reference: f, current: g } of points.slice(1, -1)) {
      expect(f).toBeCloseTo(before.filter((value) => value <= x).length / 900, 12);
      expect(g).toBeCloseTo(now.filter((value) => value <= x).length / 700, 12);
    }
    expect(points.at(-1)).toMatchObject({ reference: 1, current: 1 });
    const { ks } = distances(pool(before, now));
    const widest = ecdf?.widest ?? { reference: 0, current: 0 };
    expect(Math.abs(widest.reference - widest.current)).toBeLessThanOrEqual(ks + 1e-12);
    expect(Math.abs(widest.reference - widest.current)).toBeGreaterThan(ks - 0.02);
  });

  it("has quantiles that rise", () => {
    for (const side of ["reference", "current"] as const)
      expect(quantiles.map((row) => row[side])).toEqual(quantiles.map((row) => row[side]).sort((a, b) => a - b));
  });

  it("has bins that sum to all rows, and parts that sum to the whole", () => {
    expect(sum(cells.map(({ counts }) => counts[0]))).toBe(900);
    expect(sum(cells.map(({ counts }) => counts[1]))).toBe(700);
    const whole = psi(
      cells.map(({ counts }) => counts[0]),
      cells.map(({ counts }) => counts[1]),
    );
    expect(sum(cells.map((cell) => cell.psi))).toBeCloseTo(whole, 12);
    const pearson = tests.find(({ name }) => name.startsWith("Chi-squared"));
    expect(sum(cells.map((cell) => cell.chiSquared))).toBeCloseTo(pearson?.value ?? -1, 9);
    for (const [i, cell] of cells.slice(1).entries()) expect(cell.from).toBe(cells[i]?.to);
  });
});

describe("a category", () => {
  it("has its categories by what they contribute, new ones too", () => {
    const letters = (counts: Record<string, number>) => Object.entries(counts).flatMap(([letter, n]) => new Array<string>(n).fill(letter));
    const { cells, tests, ecdf } = detailOf(categoryColumn("k", letters({ a: 50, b: 50 })), categoryColumn("k", letters({ a: 45, b: 30, c: 25 })));
    expect(cells.map(({ label, counts }) => [label, ...counts])).toEqual([
      ["c", 0, 25],
      ["b", 50, 30],
      ["a", 50, 45],
    ]);
    expect(ecdf).toBeNull();
    expect(tests.find(({ name }) => name === "Total variation")?.value).toBeCloseTo(0.25, 12);
  });

  it("has the tests of a 2×2 table where there are two", () => {
    const names = tableTests([8, 2], [1, 5], "all").map(({ name }) => name.split(",")[0]);
    expect(names).toEqual(expect.arrayContaining(["z of two shares", "Fisher's exact test"]));
    const fisher = tableTests([8, 2], [1, 5], "all").find(({ name }) => name.startsWith("Fisher"));
    expect(fisher?.p).toBeCloseTo(0.034965034965034, 9);
  });

  it("says nothing where there is nothing to compare", () => {
    expect(detailOf(categoryColumn("k", [null]), categoryColumn("k", [null]))).toMatchObject({ ecdf: null, cells: [], tests: [] });
    expect(tableTests([3], [4], "one")).toEqual([]);
  });
});

/** Counting in typed arrays, against the plain definitions. */
import { describe, expect, it } from "vitest";
import { Histogram, Moments } from "../../server/src/host/duckdb/numbers.js";
import { countUpTo, quantile } from "./bins.js";
import { mulberry32, normal } from "./random.js";

const random = mulberry32(11);
const sign = () => (random() < 0.5 ? -1 : 1);
const shapes: Readonly<Record<string, () => number>> = {
  normal: () => normal(random),
  "log-normal": () => Math.exp(3 * normal(random)),
  "heavy tails on both sides": () => sign() / (1 - random()) ** 3,
  "whole numbers": () => Math.floor(random() * 50),
  "mostly zero": () => (random() < 0.7 ? 0 : normal(random)),
  "zeros of both signs": () => (random() < 0.5 ? -0 : sign() * Math.floor(random() * 3)),
  "far from zero": () => 1e15 + Math.round(100 * normal(random)),
  "almost nothing": () => sign() * random() * 1e-310,
  "almost too large": () => sign() * random() * 1.7e308,
  constant: () => 7,
  "infinite and missing among them": () => (random() < 0.1 ? sign() * Infinity : random() < 0.1 ? Number.NaN : normal(random)),
};

describe("numbers in blocks", () => {
  it.each(Object.entries(shapes))("are counted at cuts, whatever they are: %s", (_, draw) => {
    const values = Float64Array.from({ length: 20_000 }, draw);
    const finite = values.filter(Number.isFinite).sort();
    const at = (p: number) => quantile(finite, p);
    const [min, max] = [finite[0] as number, finite.at(-1) as number];
    const among = Array.from({ length: 200 }, (_, i) => at(i / 200));
    for (const cuts of [among, [min, ...among, max, 2 * max], [0, 1], [at(0.5)], [-1e300, 1e300], [-0, 5], []]) {
      const ascending = [...new Set(cuts.filter(Number.isFinite))].sort((a, b) => a - b);
      const histogram = new Histogram(ascending);
      for (let from = 0; from < values.length; from += 999) histogram.add(values.subarray(from, from + 999));
      expect([...histogram.counts]).toEqual(countUpTo(finite, ascending));
    }
  });

  it.each(Object.entries(shapes).filter(([name]) => name !== "almost too large"))("have the moments of all values together: %s", (_, draw) => {
    const values = Float64Array.from({ length: 20_000 }, draw);
    // In order is the worst case: the first block tells nothing about the rest.
    for (const each of [values, values.slice().sort()]) {
      const moments = new Moments();
      for (let from = 0; from < each.length; from += 777) moments.add(each.subarray(from, from + 777));
      const finite = each.filter(Number.isFinite);
      const middle = finite.slice().sort()[finite.length >> 1] as number;
      const left = finite.reduce((sum, value) => sum + (value - middle), 0) / finite.length;
      const squares = finite.reduce((sum, value) => sum + (value - middle - left) ** 2, 0);
      expect(moments.rows).toBe(finite.length);
      expect(moments.nan).toBe(each.filter(Number.isNaN).length);
      expect(moments.nan + moments.infinite + moments.rows).toBe(each.length);
      expect([moments.min, moments.max]).toEqual([Math.min(...finite), Math.max(...finite)]);
      const scale = Math.max(Math.abs(middle + left), Math.sqrt(squares / finite.length), Number.MIN_VALUE / 1e-9);
      expect(Math.abs(moments.mean - middle - left)).toBeLessThanOrEqual(1e-9 * scale);
      expect(Math.abs(moments.squares - squares)).toBeLessThanOrEqual(1e-9 * squares);
    }
  });

  it("tell when squares are too large to add up", () => {
    const moments = new Moments();
    moments.add(Float64Array.of(1e200, -1e200, 3));
    expect(Number.isFinite(moments.squares)).toBe(false);
  });
});

/** One column in depth, from its two profiles alone: distribution functions, quantiles, what each bin contributes, further tests. */
import * as l10n from "@vscode/l10n";
import { poolRare, scaleOf } from "./checks.js";
import { gridDistances } from "./grid.js";
import { alignCategories, type ColumnProfile, countsAt, type NumberSummary, quantileEdges, quantileOf } from "./profile.js";
import {
  chiSquared,
  cramersV,
  fisherExact,
  gTest,
  hellinger,
  jensenShannon,
  kullbackLeibler,
  largestShareChange,
  proportionsZ,
  psi,
  totalVariation,
} from "./stats/counts.js";
import { kolmogorovSmirnovP, total } from "./stats/pooled.js";

/** Both distribution functions at one value: shares of finite rows at or below it, in [0, 1]. */
export interface EcdfPoint {
  readonly x: number;
  readonly reference: number;
  readonly current: number;
}

export interface Ecdf {
  readonly points: readonly EcdfPoint[];
  /** Where the functions are furthest apart, among the points. */
  readonly widest: EcdfPoint;
}

export interface QuantileRow {
  readonly p: number;
  readonly reference: number;
  readonly current: number;
}

/** A bin of numbers, in (from, to], or a category. */
export interface Cell {
  readonly label: string | null;
  readonly from: number;
  readonly to: number;
  /** Rows, and shares in [0, 1]. */
  readonly counts: readonly [reference: number, current: number];
  readonly shares: readonly [reference: number, current: number];
  /** The cell's part of the population stability index and of Pearson's chi-squared statistic; both sum to the whole. */
  readonly psi: number;
  readonly chiSquared: number;
}

export interface FurtherTest {
  readonly name: string;
  readonly value: number;
  /** Null for a distance without a test. Not adjusted for the number of tests. */
  readonly p: number | null;
  /** What it was computed from. */
  readonly from: string;
}

export interface Detail {
  readonly ecdf: Ecdf | null;
  readonly quantiles: readonly QuantileRow[];
  /** By falling contribution for categories, in order for numbers. */
  readonly cells: readonly Cell[];
  readonly tests: readonly FurtherTest[];
}

const quantileShares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
const bins = 10;

/** Profiles must have been counted at the same cuts, as those of one comparison are. */
export function detailOf(reference: ColumnProfile, current: ColumnProfile): Detail {
  const [before, now] = [reference.numbers, current.numbers];
  if (before && now && before.rows > 0 && now.rows > 0 && before.cuts.length === now.cuts.length) return numberDetail(before, now);
  if (reference.categories && current.categories) return categoryDetail(reference, current);
  return { ecdf: null, quantiles: [], cells: [], tests: [] };
}

function numberDetail(reference: NumberSummary, current: NumberSummary): Detail {
  const edges = quantileEdges(reference, bins);
  const [a, b] = [countsAt(reference, edges), countsAt(current, edges)];
  const [min, max] = [Math.min(reference.min, current.min), Math.max(reference.max, current.max)];
  const cells = cellsOf(a, b, (i) => ({ label: null, from: edges[i - 1] ?? min, to: edges[i] ?? max }));
  const quantiles = quantileShares.map((p) => ({ p, reference: quantileOf(reference, p), current: quantileOf(current, p) }));
  const grid = gridDistances(reference, current);
  const scale = scaleOf(reference, current);
  const from = l10n.t("counts at cuts");
  const tests: FurtherTest[] = [
    { name: l10n.t("Kolmogorov-Smirnov D, at least"), value: grid.ks.low, p: kolmogorovSmirnovP(grid.ks.low, reference.rows, current.rows), from },
    { name: l10n.t("Wasserstein distance, about"), value: grid.wasserstein.middle, p: null, from },
    { name: l10n.t("Wasserstein distance / sd of the reference, about"), value: scale > 0 ? grid.wasserstein.middle / scale : 0, p: null, from },
    ...tableTests(a, b, l10n.t("{0} bins of the reference", a.length)),
  ];
  return { ecdf: ecdfOf(reference, current), quantiles, cells, tests };
}

function ecdfOf(reference: NumberSummary, current: NumberSummary): Ecdf {
  const [min, max] = [Math.min(reference.min, current.min), Math.max(reference.max, current.max)];
  const points: EcdfPoint[] = [{ x: min, reference: 0, current: 0 }];
  let [f, g] = [0, 0];
  reference.counts.forEach((count, i) => {
    f += count;
    g += current.counts[i] as number;
    points.push({ x: reference.cuts[i] ?? max, reference: f / reference.rows, current: g / current.rows });
  });
  const gap = (point: EcdfPoint) => Math.abs(point.reference - point.current);
  return { points, widest: points.reduce((best, point) => (gap(point) > gap(best) ? point : best)) };
}

function categoryDetail(reference: ColumnProfile, current: ColumnProfile): Detail {
  const [before, now] = [reference.categories, current.categories];
  if (!before || !now) return { ecdf: null, quantiles: [], cells: [], tests: [] };
  const aligned = alignCategories(before, now);
  const { rows } = aligned;
  if (rows.reference === 0 || rows.current === 0) return { ecdf: null, quantiles: [], cells: [], tests: [] };
  const label = (i: number) => aligned.names[i] ?? l10n.t("{0} other categories", Math.max(1, before.otherDistinct, now.otherDistinct).toLocaleString("en-US"));
  const cells = cellsOf(aligned.reference, aligned.current, (i) => ({ label: label(i), from: Number.NaN, to: Number.NaN }));
  cells.sort((x, y) => y.psi - x.psi);
  const pooled = poolRare(aligned.reference, aligned.current);
  const buckets = before.buckets && now.buckets ? tableTests(before.buckets, now.buckets, l10n.t("buckets of categories")) : [];
  const from =
    pooled.reference.length < aligned.reference.length ? l10n.t("{0} categories, rare ones together", pooled.reference.length) : l10n.t("all categories");
  return { ecdf: null, quantiles: [], cells, tests: buckets.length > 0 ? buckets : tableTests(pooled.reference, pooled.current, from) };
}

/** All that two columns of counts over the same cells tell. */
export function tableTests(reference: readonly number[], current: readonly number[], from: string): FurtherTest[] {
  if (reference.length < 2) return [];
  const pearson = chiSquared(reference, current);
  const likelihood = gTest(reference, current);
  const tests: FurtherTest[] = [
    { name: l10n.t("Chi-squared, {0} df", pearson.dof), value: pearson.statistic, p: pearson.p, from },
    { name: l10n.t("G, {0} df", likelihood.dof), value: likelihood.statistic, p: likelihood.p, from },
  ];
  if (reference.length === 2) {
    const [a = 0, b = 0] = reference;
    const [c = 0, d = 0] = current;
    const { z, p } = proportionsZ(a, a + b, c, c + d);
    tests.push({ name: l10n.t("z of two shares"), value: z, p, from });
    // The sum over all tables is long where counts are large, and the approximation is good there.
    if (Math.min(a + b, c + d, a + c, b + d) <= 100_000)
      tests.push({ name: l10n.t("Fisher's exact test, share before"), value: a / (a + b), p: fisherExact(a, b, c, d), from });
  }
  const distances: readonly (readonly [string, number])[] = [
    [l10n.t("Population stability index"), psi(reference, current)],
    [l10n.t("Total variation"), totalVariation(reference, current)],
    [l10n.t("Largest change of a share"), largestShareChange(reference, current)],
    [l10n.t("Jensen-Shannon distance (natural log)"), jensenShannon(reference, current)],
    [l10n.t("Jensen-Shannon distance (base 2)"), jensenShannon(reference, current) / Math.sqrt(Math.LN2)],
    [l10n.t("Hellinger distance"), hellinger(reference, current)],
    [l10n.t("Kullback-Leibler divergence"), kullbackLeibler(reference, current)],
    [l10n.t("Cramér's V, corrected"), cramersV(reference, current)],
  ];
  return [...tests, ...distances.map(([name, value]) => ({ name, value, p: null, from }))];
}

/** An empty cell counts as a share of 1e-4 in the index, as in {@link psi}. */
function cellsOf(reference: readonly number[], current: readonly number[], describe: (i: number) => Pick<Cell, "label" | "from" | "to">): Cell[] {
  const [n, m] = [total(reference), total(current)];
  return reference.map((a, i): Cell => {
    const b = current[i] as number;
    const [r, c] = [a / n, b / m];
    const [filledR, filledC] = [r || 1e-4, c || 1e-4];
    const expected = [((a + b) * n) / (n + m), ((a + b) * m) / (n + m)] as const;
    const part = (seen: number, wanted: number) => (wanted > 0 ? (seen - wanted) ** 2 / wanted : 0);
    return {
      ...describe(i),
      counts: [a, b],
      shares: [r, c],
      psi: (filledR - filledC) * Math.log(filledR / filledC),
      chiSquared: part(a, expected[0]) + part(b, expected[1]),
    };
  });
}

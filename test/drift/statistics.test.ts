/** Every statistic against SciPy's figures, and against values published elsewhere. */
import { describe, expect, it } from "vitest";
import { sturgesEdges } from "../../server/src/drift/stats/bins.js";
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
} from "../../server/src/drift/stats/counts.js";
import { kolmogorovSmirnovSf, twoSampleExactP } from "../../server/src/drift/stats/kolmogorov.js";
import { benjaminiHochberg } from "../../server/src/drift/stats/multiple.js";
import { distances, energyDistance, kolmogorovSmirnovAsymptoticP, kolmogorovSmirnovP, pool } from "../../server/src/drift/stats/pooled.js";
import { betaI, chiSquaredSf, normalSf, studentSf } from "../../server/src/drift/stats/special.js";
import { countBetween, countUpTo } from "./bins.js";
import { categorical, expectClose, golden, numeric, sample } from "./golden.js";

describe("special functions", () => {
  const table = golden.special_functions as Record<string, number[][]>;
  const functions: Record<string, (...at: number[]) => number> = {
    chi2_sf: chiSquaredSf,
    norm_sf: normalSf,
    kstwo_sf: (x, n) => kolmogorovSmirnovSf(n as number, x as number),
    t_sf: studentSf,
    beta_inc: betaI,
    ks_2samp_exact_pvalues: (n, m, h) => twoSampleExactP(n as number, m as number, (h as number) / lcm(n as number, m as number)),
  };

  it.each(Object.keys(functions))("%s", (name) => {
    for (const row of table[name] as number[][]) {
      const at = row.slice(0, -1);
      expectClose((functions[name] as (...at: number[]) => number)(...at), row.at(-1) as number, `${name}(${at})`);
    }
  });

  const lcm = (a: number, b: number): number => {
    const gcd = (x: number, y: number): number => (y === 0 ? x : gcd(y, x % y));
    return (a / gcd(a, b)) * b;
  };
});

describe("two samples of numbers", () => {
  it.each(numeric.map((each) => [each.name, each] as const))("%s", (_, one) => {
    const [reference, current] = [sample(one, "ref"), sample(one, "cur")];
    const pooled = pool(reference, current);
    const found = distances(pooled);
    const { ks_2samp, wasserstein, energy_distance, evidently } = one.expect;
    const [n, m] = [reference.length, current.length];
    expectClose(found.ks, ks_2samp.statistic, "D");
    expectClose(kolmogorovSmirnovP(found.ks, n, m), ks_2samp.pvalue_auto, "p");
    expectClose(kolmogorovSmirnovAsymptoticP(found.ks, n, m), ks_2samp.pvalue_asymp, "asymptotic p");
    if (found.ks > 0) expectClose(found.location, ks_2samp.location, "location");
    expectClose(found.wasserstein, wasserstein, "Wasserstein");
    expectClose(energyDistance(found), energy_distance, "energy");
    const deciles = one.expect["psi_reference_deciles_eps1e-4"];
    if (deciles) {
      const counts = [deciles.ref_counts, deciles.cur_counts] as [number[], number[]];
      expect([countUpTo(reference, deciles.edges_inner), countUpTo(current, deciles.edges_inner)]).toEqual(counts);
      expectClose(psi(...counts), deciles.psi, "PSI of deciles");
    }
    if (evidently?.binning?.edges) {
      const all = pooled.values;
      const edges = sturgesEdges(all[0] as number, all[all.length - 1] as number, n + m);
      expect(edges.length, "Sturges bins").toBe(evidently.binning.edges.length);
      const [a, b] = [countBetween(reference, edges), countBetween(current, edges)];
      expectClose(psi(a, b, "evidently"), evidently.psi, "PSI of Sturges bins");
      expectClose(jensenShannon(a, b), evidently.jensenshannon_base_e, "Jensen-Shannon");
      expectClose(jensenShannon(a, b) / Math.sqrt(Math.LN2), evidently.jensenshannon_base_2, "Jensen-Shannon, base 2");
      expectClose(kullbackLeibler(a, b, "evidently"), evidently.kl_div_ref_to_cur, "Kullback-Leibler");
    }
  });
});

describe("two columns of counts", () => {
  it.each(categorical.map((each) => [each.name, each] as const))("%s", (_, { ref_counts, cur_counts, expect: figures }) => {
    const keys = [...new Set([...Object.keys(ref_counts), ...Object.keys(cur_counts)])];
    const counts = [ref_counts, cur_counts].map((side) => keys.map((key) => side[key] ?? 0)) as [number[], number[]];
    for (const [test, key] of [
      [chiSquared, "chi2_contingency_correction_false"],
      [gTest, "g_contingency_correction_false"],
    ] as const) {
      const expected = figures[key];
      if (typeof expected?.pvalue !== "number") continue;
      const found = test(...counts);
      expectClose(found.statistic, expected.statistic, key);
      expectClose(found.p, expected.pvalue, `p of ${key}`);
    }
    if (figures.fisher_exact_two_sided) {
      const [[a, b], [c, d]] = counts as unknown as [[number, number], [number, number]];
      expectClose(fisherExact(a, b, c, d), figures.fisher_exact_two_sided.pvalue, "Fisher");
      const z = proportionsZ(a, a + b, c, c + d);
      expectClose(z.p, figures.z_test_proportions_pooled.pvalue_two_sided_sf, "z");
    }
    expectClose(totalVariation(...counts), figures.tvd, "total variation");
    expectClose(largestShareChange(...counts), figures.l_infinity, "largest change");
    expectClose(psi(...counts, "evidently"), figures.evidently.psi, "PSI");
    expectClose(kullbackLeibler(...counts, "evidently"), figures.evidently.kl_div_ref_to_cur, "Kullback-Leibler");
    expectClose(jensenShannon(...counts), figures.evidently.jensenshannon_base_e, "Jensen-Shannon");
    expectClose(hellinger(...counts), figures.evidently.hellinger, "Hellinger");
  });

  it("agrees with the figures published in evidently's own tests", () => {
    const anchors = golden.published_anchors as Record<string, unknown>[];
    const values = (counts: Record<string, number>) => Object.values(counts);
    const { table } = anchors.at(-1) as { table: [[number, number], [number, number]] };
    const [[a, b], [c, d]] = table;
    expect(fisherExact(a, b, c, d)).toBeCloseTo(0.034, 3);
    const { ref_counts, cur_counts } = anchors.find((anchor) => "ref_counts" in anchor) as {
      ref_counts: Record<string, number>;
      cur_counts: Record<string, number>;
    };
    expect(hellinger(values(ref_counts), values(cur_counts))).toBeCloseTo(0.06812, 4);
  });

  it("corrects Cramér's V for its bias", () => {
    expect(cramersV([8, 2], [1, 5])).toBeGreaterThan(0.4);
    expect(cramersV([100, 100], [50, 50])).toBe(0);
  });
});

describe("many tests at once", () => {
  it("agrees with the reference", () => {
    for (const one of golden.multiple_testing as Record<string, number[]>[]) {
      const expected = one.benjamini_hochberg as number[];
      benjaminiHochberg(one.p as number[]).forEach((value, i) => {
        expectClose(value, expected[i] as number, "Benjamini & Hochberg");
      });
    }
  });
});

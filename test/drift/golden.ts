/** The reference numbers of SciPy, and the samples they belong to. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { mulberry32, normal } from "./random.js";

interface Generator {
  readonly kind: "norm" | "pareto" | "int" | "unif" | "cube";
  readonly n: number;
  readonly seed: number;
  readonly mu?: number;
  readonly sd?: number;
  readonly m?: number;
}

type Side = "ref" | "cur";

export interface NumericCase {
  readonly name: string;
  readonly type: "numerical";
  readonly ref?: readonly (number | string | null)[];
  readonly cur?: readonly (number | string | null)[];
  readonly generate?: Record<Side, Generator>;
  readonly check_sum?: Record<Side, number>;
  // biome-ignore lint/suspicious/noExplicitAny: a table of numbers by name, as the generating script wrote it
  readonly expect: any;
}

export interface CategoricalCase {
  readonly name: string;
  readonly type: "categorical";
  readonly ref_counts: Record<string, number>;
  readonly cur_counts: Record<string, number>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly expect: any;
}

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "golden.json");
export const golden = JSON.parse(fs.readFileSync(file, "utf8"));
export const numeric = (golden.cases as (NumericCase | CategoricalCase)[]).filter((each): each is NumericCase => each.type === "numerical");
export const categorical = (golden.cases as (NumericCase | CategoricalCase)[]).filter((each): each is CategoricalCase => each.type === "categorical");

/** The finite values of a side; missing and infinite ones are left out, as in the figures. */
export function sample(one: NumericCase, side: Side): number[] {
  const given = one[side];
  const values = given ? given.map((value) => (value === null ? Number.NaN : Number(value))) : generate((one.generate as Record<Side, Generator>)[side]);
  return values.filter(Number.isFinite);
}

function generate({ kind, n, seed, mu = 0, sd = 1, m = 1 }: Generator): number[] {
  const random = mulberry32(seed);
  const draw = {
    norm: () => mu + sd * normal(random),
    pareto: () => 1 / (1 - random()),
    int: () => Math.floor(random() * m),
    unif: () => random(),
    cube: () => normal(random) ** 3,
  }[kind];
  return Array.from({ length: n }, draw);
}

/** Equal within 1e-9 (relative above 1), and within 1e-6 of itself where it is a probability below 1e-12. */
export function expectClose(actual: number, expected: number, what: string): void {
  const tolerance = expected > 0 && expected < 1e-12 ? 1e-6 * expected : 1e-9 * Math.max(1, Math.abs(expected));
  expect(Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected}`).toBe(true);
}

/** The default alarms of other tools, from their published definitions, to compare with. Each says whether one column has drifted. */
import { sturgesEdges } from "../../server/src/drift/stats/bins.js";
import { chiSquared, cramersV, jensenShannon, proportionsZ } from "../../server/src/drift/stats/counts.js";
import { distances, kolmogorovSmirnovAsymptoticP, kolmogorovSmirnovP, pool } from "../../server/src/drift/stats/pooled.js";
import { chiSquaredSf } from "../../server/src/drift/stats/special.js";
import { countBetween } from "./bins.js";

export interface Columns<T> {
  readonly reference: readonly T[];
  readonly current: readonly T[];
}

export interface Peer {
  readonly name: string;
  /** `columns` in one data set, for tools that correct for their number. */
  numeric(sides: Columns<number>, columns: number): boolean;
  categorical(sides: Columns<string>, columns: number): boolean;
}

const spread = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

const ends = (values: readonly number[]): [number, number] =>
  values.reduce(([min, max], value) => [Math.min(min, value), Math.max(max, value)] as [number, number], [Infinity, -Infinity]);

const tables = new WeakMap<Columns<string>, { reference: number[]; current: number[] }>();
function table(sides: Columns<string>) {
  const known = tables.get(sides);
  if (known) return known;
  const names = [...new Set([...sides.reference, ...sides.current])].sort();
  const count = (values: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return names.map((name) => counts.get(name) ?? 0);
  };
  const made = { reference: count(sides.reference), current: count(sides.current) };
  tables.set(sides, made);
  return made;
}

const found = new WeakMap<Columns<number>, ReturnType<typeof distances>>();
function gaps(sides: Columns<number>) {
  const known = found.get(sides) ?? distances(pool(sides.reference, sides.current));
  found.set(sides, known);
  return known;
}

/** Goodness of fit that takes the reference for the truth, as evidently 0.7 does: a category that it lacks gives p = 0. */
function goodnessOfFit({ reference, current }: { reference: number[]; current: number[] }): number {
  const [n, m] = [reference, current].map((side) => side.reduce((sum, count) => sum + count, 0)) as [number, number];
  const statistic = current.reduce((sum, seen, i) => sum + (seen - ((reference[i] as number) * m) / n) ** 2 / (((reference[i] as number) * m) / n), 0);
  return Number.isFinite(statistic) ? chiSquaredSf(statistic, current.length - 1) : 0;
}

const evidently: Peer = {
  name: "evidently 0.7 defaults",
  numeric: (sides) => {
    const { reference, current } = sides;
    if (reference.length > 1000) return gaps(sides).wasserstein / Math.max(spread(reference), 0.001) >= 0.1;
    return kolmogorovSmirnovP(gaps(sides).ks, reference.length, current.length) <= 0.05;
  },
  categorical: (sides) => {
    const counts = table(sides);
    if (sides.reference.length > 1000) return jensenShannon(counts.reference, counts.current) >= 0.1;
    if (counts.reference.length > 2) return goodnessOfFit(counts) < 0.05;
    const [[, b = 0], [, d = 0]] = [counts.reference, counts.current];
    return proportionsZ(b, sides.reference.length, d, sides.current.length).p < 0.05;
  },
};

/** NumPy's Doane bins of the reference, and one more for what lies outside. */
function doane(reference: readonly number[]): number[] {
  const n = reference.length;
  const [min, max] = ends(reference);
  const mean = reference.reduce((sum, value) => sum + value, 0) / n;
  const sd = spread(reference);
  const skew = reference.reduce((sum, value) => sum + ((value - mean) / sd) ** 3, 0) / n;
  const error = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)));
  const bins = Math.ceil(1 + Math.log2(n) + Math.log2(1 + Math.abs(skew) / error));
  return Array.from({ length: bins + 1 }, (_, i) => (i === bins ? max : min + ((max - min) * i) / bins));
}

function chunks<T>(values: readonly T[]): T[][] {
  const size = Math.ceil(values.length / 10);
  return Array.from({ length: 10 }, (_, i) => values.slice(i * size, (i + 1) * size)).filter((chunk) => chunk.length > 0);
}

/** Mean and three standard deviations of ten chunks of the reference against all of it. */
function beyondChunks<T>({ reference, current }: Columns<T>, distance: (chunk: readonly T[]) => number): boolean {
  const own = chunks(reference).map(distance);
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  return distance(current) > mean + 3 * spread(own);
}

const nannyml: Peer = {
  name: "NannyML 0.13 defaults",
  numeric: (sides) => {
    const edges = doane(sides.reference);
    const counts = (values: readonly number[]) => {
      const inside = countBetween(values, edges);
      return [...inside, values.length - inside.reduce((sum, count) => sum + count, 0)];
    };
    const own = counts(sides.reference);
    return beyondChunks(sides, (chunk) => jensenShannon(own, counts(chunk)));
  },
  categorical: (sides) =>
    beyondChunks(sides, (chunk) => {
      const counts = table({ reference: sides.reference, current: chunk });
      return jensenShannon(counts.reference, counts.current);
    }),
};

const alibi: Peer = {
  name: "KS / chi-squared, Bonferroni (alibi-detect)",
  numeric: (sides, columns) => kolmogorovSmirnovAsymptoticP(gaps(sides).ks, sides.reference.length, sides.current.length) < 0.05 / columns,
  categorical: (sides, columns) => chiSquared(table(sides).reference, table(sides).current).p < 0.05 / columns,
};

const deepchecks: Peer = {
  name: "KS >= .2 / Cramér's V >= .2 (deepchecks)",
  numeric: (sides) => gaps(sides).ks >= 0.2,
  categorical: (sides) => cramersV(table(sides).reference, table(sides).current) >= 0.2,
};

const stability: Peer = {
  name: "Jensen-Shannon >= .1 on Sturges bins",
  numeric: ({ reference, current }) => {
    const all = [...reference, ...current];
    const edges = sturgesEdges(...ends(all), all.length);
    return jensenShannon(countBetween(reference, edges), countBetween(current, edges)) >= 0.1;
  },
  categorical: (sides) => jensenShannon(table(sides).reference, table(sides).current) >= 0.1,
};

export const peers: readonly Peer[] = [evidently, nannyml, alibi, deepchecks, stability];

/** How often an alarm is false, and how often drift is found: by simulation, beside the defaults of other tools. */
import { describe, expect, it } from "vitest";
import type { ColumnPair } from "../../server/src/drift/checks.js";
import { distances, pool } from "../../server/src/drift/stats/pooled.js";
import { defaultThresholds } from "../../server/src/drift/thresholds.js";
import { judge } from "../../server/src/drift/verdict.js";
import { categoryColumn, numberColumn } from "./fromValues.js";
import { type Columns, peers } from "./peers.js";
import { mulberry32, normal, type Random } from "./random.js";

type Draw<T> = (random: Random) => T;
const level =
  (k: number): Draw<string> =>
  (random) =>
    `level ${Math.floor(random() * k)}`;
const zipf =
  (k: number): Draw<string> =>
  (random) =>
    `level ${Math.floor(k ** random())}`;
const skewed: Draw<string> = (random) => (random() < 0.9 ? "no" : "yes");
const orNull =
  <T>(draw: Draw<T>, share: number): Draw<T | null> =>
  (random) =>
    random() < share ? null : draw(random);

const numbers: readonly Draw<number | null>[] = [
  normal,
  normal,
  normal,
  (random) => Math.exp(normal(random)),
  (random) => Math.exp(2 * normal(random)),
  (random) => 1 / (1 - random()),
  (random) => random(),
  (random) => Math.floor(random() * 50),
  (random) => (random() < 0.7 ? 0 : Math.exp(normal(random))),
  orNull(normal, 0.1),
];
const categories: readonly Draw<string | null>[] = [
  skewed,
  level(2),
  level(3),
  zipf(4),
  level(5),
  zipf(8),
  level(20),
  zipf(20),
  zipf(100),
  orNull(level(5), 0.05),
];

interface Data {
  readonly numbers: readonly Columns<number | null>[];
  readonly categories: readonly Columns<string | null>[];
}

function sides<T>(draw: Draw<T>, now: Draw<T>, [n, m]: readonly [number, number], random: Random): Columns<T> {
  return { reference: Array.from({ length: n }, () => draw(random)), current: Array.from({ length: m }, () => now(random)) };
}

function pairs(data: Data): ColumnPair[] {
  const finite = (values: readonly (number | null)[]) => values.filter((value): value is number => value !== null);
  const ofNumbers = data.numbers.map(({ reference, current }, i) => {
    const before = numberColumn(`n${i}`, reference);
    return { reference: before, current: numberColumn(`n${i}`, current, before.numbers), distances: distances(pool(finite(reference), finite(current))) };
  });
  const ofCategories = data.categories.map(({ reference, current }, i) => ({
    reference: categoryColumn(`c${i}`, reference),
    current: categoryColumn(`c${i}`, current),
    distances: null,
  }));
  return [...ofNumbers, ...ofCategories];
}

const verdicts = (data: Data) => judge(pairs(data), defaultThresholds);
const isAlarm = ({ state }: { state: string }) => state === "moderate" || state === "major";

/** Columns that each tool reports, by tool; the others drop missing values before they test. */
function alarms(data: Data): Map<string, number> {
  const all = data.numbers.length + data.categories.length;
  const known = <T>({ reference, current }: Columns<T | null>): Columns<T> => ({
    reference: reference.filter((value): value is T => value !== null),
    current: current.filter((value): value is T => value !== null),
  });
  const [ofNumbers, ofCategories] = [data.numbers.map(known), data.categories.map(known)];
  const counts = new Map([["Holdout", verdicts(data).filter(isAlarm).length]]);
  for (const peer of peers) {
    const numeric = ofNumbers.filter((each) => peer.numeric(each as Columns<number>, all)).length;
    counts.set(peer.name, numeric + ofCategories.filter((each) => peer.categorical(each as Columns<string>, all)).length);
  }
  return counts;
}

/** Enough times to tell 3 % from 5 %; `HOLDOUT_CALIBRATION=5` asks for five times as many. */
const patience = Number(process.env.HOLDOUT_CALIBRATION ?? 1);
const sizes = [
  { rows: [200, 50], times: 400 },
  { rows: [500, 200], times: 200 },
  { rows: [1001, 200], times: 150 },
  { rows: [1001, 1001], times: 80 },
  { rows: [5000, 1000], times: 25 },
  { rows: [100_000, 100_000], times: 1 },
] as const;

const share = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`.padStart(8);

describe("no drift", () => {
  it.each(sizes)("alarms in at most 5 % of data sets of 20 columns: $rows rows", { timeout: 120_000 }, ({ rows, times: few }) => {
    const times = few * patience;
    const random = mulberry32(20 + rows[0] + rows[1]);
    const [sets, columns] = [new Map<string, number>(), new Map<string, number>()];
    for (let time = 0; time < times; time++) {
      const data = { numbers: numbers.map((draw) => sides(draw, draw, rows, random)), categories: categories.map((draw) => sides(draw, draw, rows, random)) };
      for (const [tool, count] of alarms(data)) {
        sets.set(tool, (sets.get(tool) ?? 0) + (count > 0 ? 1 : 0));
        columns.set(tool, (columns.get(tool) ?? 0) + count);
      }
    }
    const lines = [...sets].map(
      ([tool, count]) => `${share(count, times)} of data sets, ${share(columns.get(tool) as number, 20 * times)} of columns: ${tool}`,
    );
    console.log(`No drift, ${rows[0]} reference and ${rows[1]} current rows, ${times} times 20 columns: any column reported\n${lines.join("\n")}`);
    expect((sets.get("Holdout") as number) / times).toBeLessThanOrEqual(0.05);
  });
});

describe("drift in one column of 20", () => {
  const shifts = [0.1, 0.2, 0.3, 0.5, 1];
  const powerSizes = [
    { rows: [200, 50], times: 60 },
    { rows: [1001, 200], times: 30 },
    { rows: [5000, 1000], times: 5 },
  ] as const;

  /** The share of data sets in which the drifted column is reported. */
  function power(rows: readonly [number, number], times: number, place: keyof Data, now: Draw<never>, draw: Draw<never>): number {
    const random = mulberry32(7 + rows[0]);
    let found = 0;
    for (let time = 0; time < times; time++) {
      const data: Data = {
        numbers: numbers.map((each) => sides(each, each, rows, random)),
        categories: categories.map((each) => sides(each, each, rows, random)),
      };
      const drifted = { ...data, [place]: [sides(draw, now, rows, random), ...data[place].slice(1)] } as Data;
      const verdict = verdicts(drifted)[place === "numbers" ? 0 : numbers.length];
      if (verdict && isAlarm(verdict)) found++;
    }
    return found / times;
  }

  it("is found when it is large enough for the rows there are", { timeout: 120_000 }, () => {
    const table = powerSizes.map(({ rows, times }) => {
      const shifted = shifts.map((shift) => power(rows, times, "numbers", ((random: Random) => normal(random) + shift) as never, normal as never));
      const moved = [0.1, 0.2, 0.3].map((more) =>
        power(rows, times, "categories", ((random: Random) => (random() < more ? "level 0" : level(5)(random))) as never, level(5) as never),
      );
      const lost = power(rows, times, "numbers", orNull(normal, 0.3) as never, orNull(normal, 0.05) as never);
      return {
        rows: rows.join("/"),
        ...Object.fromEntries(shifts.map((shift, i) => [`+${shift} sd`, shifted[i]])),
        "TV .08": moved[0],
        "TV .16": moved[1],
        "TV .24": moved[2],
        "missing 5 → 30 %": lost,
      };
    });
    console.table(table);
    const at = (rows: string) => table.find((line) => line.rows === rows) as unknown as Record<string, number>;
    expect(at("200/50")["+1 sd"]).toBeGreaterThan(0.8);
    expect(at("1001/200")["+0.5 sd"]).toBeGreaterThan(0.9);
    expect(at("1001/200")["missing 5 → 30 %"]).toBeGreaterThan(0.95);
    expect(at("5000/1000")["+0.3 sd"]).toBeGreaterThan(0.95);
    expect(at("5000/1000")["TV .24"]).toBeGreaterThan(0.95);
  });
});

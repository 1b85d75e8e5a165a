/** DuckDB's answers against those of SciPy and of the same definitions in memory. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "../../server/src/drift/compare.js";
import { cutShares, cutsFor } from "../../server/src/drift/cuts.js";
import { type DriftEngine, failed, type WithinStretch } from "../../server/src/drift/engine.js";
import { gridDistances, refined, stretchesWorthReading } from "../../server/src/drift/grid.js";
import type { NumberSummary } from "../../server/src/drift/profile.js";
import { energyDistance } from "../../server/src/drift/stats/pooled.js";
import { defaultThresholds } from "../../server/src/drift/thresholds.js";
import { startEngine } from "../../server/src/host/duckdb/client.js";
import { countUpTo } from "./bins.js";
import { type Bundles, buildDrift, csv, folderWith, installed } from "./engine.js";
import { expectClose, numeric, sample } from "./golden.js";
import { mulberry32, normal } from "./random.js";

describe.skipIf(!installed)("DuckDB", () => {
  let bundles: Bundles;
  let engine: DriftEngine;
  beforeAll(async () => {
    bundles = await buildDrift();
    engine = await startEngine(bundles.engine);
  }, 60_000);
  afterAll(async () => {
    await engine?.dispose();
    bundles?.remove();
  });

  it.each(numeric.map((each) => [each.name, each] as const))("finds SciPy's distances: %s", async (_, one) => {
    const [reference, current] = [sample(one, "ref"), sample(one, "cur")];
    const folder = folderWith({ "r.csv": csv({ x: reference }), "c.csv": csv({ x: current }) });
    const opened = await Promise.all(["r.csv", "c.csv"].map((file) => engine.open({ paths: [path.join(folder, file)] })));
    const [before, now] = opened.map(({ id }) => id) as [string, string];
    const [found] = await engine.distances(before, now, ["x"]);
    if (!found || failed(found)) throw new Error(JSON.stringify(found));
    expect(found.rows).toEqual({ reference: reference.length, current: current.length });
    expectClose(found.ks, one.expect.ks_2samp.statistic, "D");
    expectClose(found.wasserstein, one.expect.wasserstein, "Wasserstein");
    expectClose(energyDistance(found), one.expect.energy_distance, "energy");
    const numbersOf = async (id: string) => {
      const [facts] = await engine.summarise(id, [{ column: "x", as: "number" }]);
      return (facts as unknown as { numbers: NumberSummary }).numbers;
    };
    const numbers = await numbersOf(before);
    expectClose(numbers.mean, one.expect.profile_ref.mean, "mean");
    const sd = Math.sqrt(numbers.squares / numbers.rows);
    expect(Math.abs(sd - one.expect.profile_ref.std_pop)).toBeLessThanOrEqual(1e-9 * Math.max(sd, 1) + 1e-15 * Math.abs(numbers.mean));
    // Bounds from counts at cuts hold the truth, however the cuts lie.
    const [at] = (await engine.quantiles(before, ["x"], cutShares)) as [number[]];
    const { cuts } = cutsFor(numbers.min, numbers.max, (p) => at[cutShares.indexOf(p)] as number);
    const counted = (await Promise.all([before, now].map((id) => engine.count(id, [{ column: "x", as: "number", cuts }])))) as [{ counts: number[] }][];
    const [[a], [b]] = counted as [[{ counts: number[] }], [{ counts: number[] }]];
    expect(a.counts).toEqual(countUpTo(reference, cuts));
    expect(b.counts).toEqual(countUpTo(current, cuts));
    const other = await numbersOf(now);
    const bounds = gridDistances({ ...numbers, cuts, counts: a.counts, display: null }, { ...other, cuts, counts: b.counts, display: null });
    const slack = 1e-9 * Math.max(1, one.expect.wasserstein);
    expect(bounds.ks.low).toBeLessThanOrEqual(found.ks + 1e-12);
    expect(bounds.ks.high).toBeGreaterThanOrEqual(found.ks - 1e-12);
    expect(bounds.wasserstein.low).toBeLessThanOrEqual(found.wasserstein + slack);
    expect(bounds.wasserstein.high).toBeGreaterThanOrEqual(found.wasserstein - slack);
    // Reading the stretches that hide most narrows them, and they still hold.
    const sides = [
      { ...numbers, cuts, counts: a.counts, display: null },
      { ...other, cuts, counts: b.counts, display: null },
    ] as const;
    const stretches = stretchesWorthReading(...sides, 0);
    const plan = { column: "x", rows: { reference: numbers.rows, current: other.rows }, stretches };
    const within = stretches.length > 0 ? ((await engine.distancesWithin(before, now, [plan]))[0] as WithinStretch[]) : [];
    const narrow = refined(...sides, stretches, within);
    expect(narrow.ks.low).toBeLessThanOrEqual(found.ks + 1e-12);
    expect(narrow.ks.high).toBeGreaterThanOrEqual(found.ks - 1e-12);
    expect(narrow.wasserstein.low).toBeLessThanOrEqual(found.wasserstein + slack);
    expect(narrow.wasserstein.high).toBeGreaterThanOrEqual(found.wasserstein - slack);
    expect(narrow.wasserstein.high - narrow.wasserstein.low).toBeLessThanOrEqual(bounds.wasserstein.high - bounds.wasserstein.low + slack);
    if (one.name.includes("tail") && stretches.length > 0) expect(narrow.wasserstein.high - narrow.wasserstein.low).toBeLessThan(bounds.wasserstein.high / 2);
  });

  const random = mulberry32(5);
  const values = (n: number, mu = 0) => Array.from({ length: n }, () => normal(random) + mu);
  const drift = (reference: string[], current: string[]) =>
    compare(engine, { reference: { paths: reference }, current: { paths: current }, thresholds: defaultThresholds });

  it("reads the same from CSV, Parquet, JSON lines and partitions", async () => {
    const x = values(300);
    const y = x.map((_, i) => `k${i % 3}`);
    const lines = x.map((value, i) => JSON.stringify({ x: value, y: y[i] })).join("\n");
    const folder = folderWith({
      "a.csv": csv({ x, y }),
      "semi.csv": `x;y\n${x.map((value, i) => `${String(value).replace(".", ",")};"${y[i]}"`).join("\n")}\n`,
      "a.jsonl": lines,
      "parts/y=k0/a.csv": csv({ x: x.filter((_, i) => i % 3 === 0) }),
      "parts/y=k1/a.csv": csv({ x: x.filter((_, i) => i % 3 === 1) }),
      "parts/y=k2/a.csv": csv({ x: x.filter((_, i) => i % 3 === 2) }),
      "many/1.tsv": csv({ x: x.slice(0, 100), y: y.slice(0, 100) }).replaceAll(",", "\t"),
      "many/2.tsv": csv({ y: y.slice(100), x: x.slice(100) }).replaceAll(",", "\t"),
    });
    const at = (name: string) => path.join(folder, name);
    for (const other of [[at("a.jsonl")], [at("parts")], [at("many/*.tsv")], [at("many/1.tsv"), at("many/2.tsv")]]) {
      const { report } = await drift([at("a.csv")], other);
      expect(report.problems, String(other)).toEqual([]);
      expect(report.schemaChanges.map(({ sentence }) => sentence)).toEqual([]);
      expect(report.columns.map(({ name, state, checks }) => [name, state, checks[0]?.effects.map(({ value }) => value < 1e-12)])).toEqual([
        ["x", "ok", [true, true, true]],
        ["y", "ok", [true]],
      ]);
    }
    const comma = { paths: [at("semi.csv")], decimalSeparator: "," } as const;
    const { report } = await compare(engine, { reference: { paths: [at("a.csv")] }, current: comma, thresholds: defaultThresholds });
    expect(report.columns.map(({ checks }) => checks[0]?.effect.value)).toEqual([0, 0]);
  });

  it("counts rows that cannot be read, and keeps those with a value of another type", async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i},${i === 50_000 ? "unknown" : i / 2}`);
    rows[55_000] = "1,2,3,4";
    rows[55_001] = "7";
    const folder = folderWith({ "dirty.csv": `a,b\n${rows.join("\n")}\n`, "clean.csv": csv({ a: [...rows.keys()], b: [...rows.keys()].map((i) => i / 2) }) });
    const { report } = await drift([path.join(folder, "clean.csv")], [path.join(folder, "dirty.csv")]);
    expect(report.current).toMatchObject({ rows: 59_998, rejected: 2 });
    expect(report.warnings).toEqual([expect.stringMatching(/2 rows could not be read and are left out: .*line 5500/)]);
    const b = report.columns.find(({ name }) => name === "b");
    expect(b?.current).toMatchObject({ unparsable: 1, rows: 59_998 });
    expect(b?.state).toBe("ok");
  });

  it("keeps malformed lines of JSON out, and says how many", async () => {
    const lines = Array.from({ length: 100 }, (_, i) => (i === 50 ? '{"a": oops' : `{"a": ${i}, "b": {"c": 1}}`));
    const folder = folderWith({ "bad.jsonl": lines.join("\n"), "good.jsonl": lines.filter((_, i) => i !== 50).join("\n") });
    const { report } = await drift([path.join(folder, "good.jsonl")], [path.join(folder, "bad.jsonl")]);
    expect(report.current).toMatchObject({ rows: 99, rejected: 1 });
    expect(report.columns.map(({ name, state }) => [name, state])).toEqual([
      ["a", "ok"],
      ["b", "not-compared"],
    ]);
  });

  it("reports drift of every kind", async () => {
    const n = 400;
    const pick = (names: string[]) => Array.from({ length: n }, () => names[Math.floor(random() * names.length)] as string);
    const x = values(n);
    const before = {
      same: values(n),
      shifted: values(n),
      lost: x.map((value) => value),
      city: pick(["a", "b", "c"]),
      gone: pick(["a", "b", "old"]),
      code: pick(["1", "2", "3"]),
      id: x.map((_, i) => `id${i}`),
      was: values(n),
      left: values(n),
      big: values(n).map((value) => 1e15 + Math.round(value * 100)),
      flat: x.map(() => 7),
      empty: x.map(() => null),
    };
    const now = {
      ...before,
      same: values(n),
      shifted: values(n, 1),
      lost: x.map((value, i) => (i % 3 === 0 ? null : value)),
      city: pick(["a", "b", "c", "new"]),
      gone: pick(["a", "b"]),
      code: pick(["1", "1", "1", "2", "3"]),
      id: x.map((_, i) => `other${i}`),
      was: x.map((_, i) => `text ${i % 7}`),
      big: values(n).map((value) => 1e15 + Math.round(value * 100)),
      extra: x,
    };
    const { left: _, ...current } = now;
    const folder = folderWith({ "r.csv": csv(before), "c.csv": csv(current) });
    const { report } = await drift([path.join(folder, "r.csv")], [path.join(folder, "c.csv")]);
    const states = Object.fromEntries(
      report.columns.map(({ name, state, checks }) => [name, [state, ...checks.filter(({ level }) => level !== "none").map(({ question }) => question)]]),
    );
    expect(states).toMatchObject({
      same: ["ok"],
      shifted: ["major", "distribution", expect.anything()],
      lost: ["major", "missing"],
      city: ["major", "distribution", "newCategory"],
      gone: ["major", "distribution", "vanishedCategory"],
      code: ["major", "distribution"],
      id: ["not-compared"],
      was: ["major", "unparsable"],
      big: ["ok"],
      flat: ["ok"],
      empty: ["not-compared"],
    });
    expect(report.schemaChanges.map(({ column, change, level }) => `${column} ${change} ${level}`).sort()).toEqual([
      "extra new none",
      "left missing major",
      "was type major",
    ]);
    const shifted = report.columns.find(({ name }) => name === "shifted");
    expect(shifted?.sentence).toMatch(
      /^median \S+ before, \S+ now: Kolmogorov-Smirnov test, because it is a number with many values; .* at least 0\.\d+; adjusted p /,
    );
    expect(report.columns.find(({ name }) => name === "city")?.sentence).toMatch(/"new" in \d+ % of rows now, never before: exact test by lot/);
  });

  it("judges ten thousand categories without taking chance for drift", async () => {
    const draw = () => Array.from({ length: 60_000 }, () => `k${Math.floor(random() * 10_000)}`);
    const moved = draw().map((name, i) => (i % 4 === 0 ? "k1" : name));
    const replaced = draw().map((name) => (Number(name.slice(1)) % 2 === 0 ? `${name} anew` : name));
    const folder = folderWith({ "r.csv": csv({ k: draw() }), "c.csv": csv({ k: draw() }), "m.csv": csv({ k: moved }), "h.csv": csv({ k: replaced }) });
    const at = (name: string) => [path.join(folder, name)];
    expect((await drift(at("r.csv"), at("c.csv"))).report.columns).toMatchObject([{ kind: "category", state: "ok" }]);
    expect((await drift(at("r.csv"), at("m.csv"))).report.columns).toMatchObject([{ kind: "category", state: "moderate" }]);
    const [half] = (await drift(at("r.csv"), at("h.csv"))).report.columns;
    expect(half).toMatchObject({ kind: "category", state: "major" });
    expect(half?.checks.filter(({ level }) => level === "major").map(({ question }) => question)).toEqual(["newCategory", "vanishedCategory"]);
    expect(half?.sentence).toMatch(/categories such as "k\d+( anew)?", .* in (49|5\d) % of rows (now, never before|before, none now): exact test by lot/);
  });

  it("can be cancelled, and works on afterwards", { timeout: 60_000 }, async () => {
    const x = values(400_000);
    const folder = folderWith({ "big.csv": csv({ x }) });
    const { id } = await engine.open({ paths: [path.join(folder, "big.csv")] });
    // From when there is something to cancel: a busy machine may take its time until then.
    const work = engine.distances(id, id, new Array(200).fill("x"), { onCancel: (act) => void setTimeout(act, 300) });
    await expect(work).rejects.toThrow("cancelled");
    expect(await engine.distances(id, id, ["x"])).toMatchObject([{ ks: 0 }]);
  });

  it("leaves nothing behind", async () => {
    const own = () => fs.readdirSync(path.dirname(folderWith({}))).filter((name) => /^holdout-drift-(?!test)/.test(name)).length;
    const second = await startEngine(bundles.engine);
    const during = own();
    await second.dispose();
    expect(own()).toBeLessThan(during);
  });
});

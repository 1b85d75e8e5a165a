/** Files as they are: Parquet of many types, quotes that are never closed, dates with other values, files that change, the history. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "../../server/src/drift/compare.js";
import { type HistoryEntry, historyLine, historySentence, monotone, readHistory, trendsOf } from "../../server/src/drift/history.js";
import type { TimeEngine } from "../../server/src/drift/series/timeEngine.js";
import { defaultThresholds } from "../../server/src/drift/thresholds.js";
import { startEngine } from "../../server/src/host/duckdb/client.js";
import { defaultLimits } from "../../server/src/host/duckdb/limits.js";
import { type Bundles, buildDrift, csv, folderWith, installed, runDrift } from "./engine.js";
import { mulberry32, normal } from "./random.js";

const random = mulberry32(17);
const values = (n: number, mu = 0) => Array.from({ length: n }, () => normal(random) + mu);

describe.skipIf(!installed)("files", () => {
  let bundles: Bundles;
  let engine: TimeEngine;
  beforeAll(async () => {
    bundles = await buildDrift();
    engine = await startEngine(bundles.engine);
  }, 60_000);
  afterAll(async () => {
    await engine?.dispose();
    bundles?.remove();
  });

  /** Writes what the query selects. */
  async function parquet(select: string, file: string, options = ""): Promise<void> {
    const { DuckDBInstance } = createRequire(path.resolve("server/package.json"))("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet${options})`);
    connection.closeSync();
  }
  const drift = (reference: string, current: string) =>
    compare(engine, { reference: { paths: [reference] }, current: { paths: [current] }, thresholds: defaultThresholds });

  it("reads every type of Parquet, in many row groups", async () => {
    const folder = folderWith({});
    const at = (name: string) => path.join(folder, name);
    const select = (shift: number) => `SELECT (hash(i + ${shift}) % 1000)::INTEGER AS whole, (hash(i * 3 + ${shift}) % 1000 / 7)::DECIMAL(9, 2) AS money,
      (hash(i * 5 + ${shift}) % 97)::HUGEINT * 1000000000000000000 AS huge, (hash(i * 7 + ${shift}) % 100 / 3)::FLOAT AS single, hash(i + ${shift}) % 2 = 0 AS flag,
      'k' || (hash(i * 11 + ${shift}) % 5) AS name, DATE '2025-01-01' + (i % 90)::INTEGER AS day, TIMESTAMPTZ '2025-01-01 00:00:00+00' AS zoned, [i, i] AS list, {'a': i} AS struct,
      CASE WHEN i % 10 = 0 THEN NULL ELSE (hash(i * 13 + ${shift}) % 1000)::DOUBLE END AS gaps, 1e15 + hash(i * 17 + ${shift}) % 100 AS large,
      CASE WHEN i % 500 = 0 THEN 'nan'::DOUBLE WHEN i % 501 = 0 THEN 'infinity'::DOUBLE ELSE (hash(i * 19 + ${shift}) % 1000)::DOUBLE END AS odd, 7 AS flat, NULL::DOUBLE AS nothing
      FROM range(6000) t(i)`;
    await parquet(select(0), at("r.parquet"), ", ROW_GROUP_SIZE 2048");
    await parquet(select(7_000_000), at("c.parquet"), ", ROW_GROUP_SIZE 2048, COMPRESSION zstd");
    const { report } = await drift(at("r.parquet"), at("c.parquet"));
    expect(report.problems).toEqual([]);
    expect(report.level).toBe("none");
    const found = Object.fromEntries(report.columns.map(({ name, kind, state }) => [name, `${kind} ${state}`]));
    expect(found).toEqual({
      whole: "number ok",
      money: "number ok",
      huge: "number ok",
      single: "number ok",
      flag: "category ok",
      name: "category ok",
      day: "date not-compared",
      zoned: "date not-compared",
      list: "other not-compared",
      struct: "other not-compared",
      gaps: "number ok",
      large: "number ok",
      odd: "number ok",
      flat: "category ok",
      nothing: "number not-compared",
    });
    const column = (name: string) => report.columns.find((each) => each.name === name)?.reference;
    expect(column("gaps")).toMatchObject({ rows: 6000, missing: 600 });
    expect(column("odd")).toMatchObject({ missing: 12, infinite: 11 });
    expect(column("large")?.min).toBeGreaterThanOrEqual(1e15);
    await parquet(`SELECT * REPLACE (CASE WHEN whole > 500 THEN whole + 200 ELSE whole END AS whole) FROM (${select(7_000_000)})`, at("m.parquet"));
    expect((await drift(at("r.parquet"), at("m.parquet"))).report).toMatchObject({ level: "major", drifted: 1 });
  });

  it("finds NaN where the statistics of a Parquet file leave it out, as Arrow writes them", async () => {
    const file = path.resolve("test/drift/nan.parquet");
    const { id } = await engine.open({ paths: [file] });
    const expected = { missing: 30, infinite: 1, numbers: { rows: 89, min: 0.25, max: 14.875 } };
    expect(await engine.summarise(id, [{ column: "x", as: "number" }])).toMatchObject([expected]);
    expect(await engine.count(id, [{ column: "x", as: "number", cuts: [7.5], facts: true }])).toMatchObject([{ counts: [44, 45], facts: expected }]);
    await engine.timeline(id, { column: "n", span: 60, most: 10 });
    const half = { missing: 15, infinite: 1, numbers: { rows: 44, min: 0.25, max: 7.375 } };
    expect(await engine.summariseByWindow(id, [{ column: "x", as: "number" }])).toMatchObject([[half, { missing: 15, infinite: 0 }]]);
  });

  it("says what changed while it was read", async () => {
    const folder = folderWith({});
    const file = path.join(folder, "a.parquet");
    await parquet("SELECT i AS x FROM range(1000) t(i)", file);
    const { id } = await engine.open({ paths: [file] });
    await parquet("SELECT i AS x FROM range(2000) t(i)", file);
    await expect(engine.summarise(id, [{ column: "x", as: "number" }])).rejects.toThrow(`${file} changed while it was read`);
  });

  it("counts rows with a quote that is never closed, wherever it is", async () => {
    const rows = (n: number) => values(n).map((x, i) => `${x},"name, ${i % 5}",${i % 3}`);
    const broken = (n: number, at: number) => rows(n).map((row, i) => (i === at ? '0.5,"name, 3,1' : row));
    const text = (lines: string[]) => `a,b,c\n${lines.join("\n")}\n`;
    const files = {
      "r.csv": text(rows(2000)),
      "middle.csv": text(broken(2000, 1000)),
      "end.csv": text(broken(2000, 1999)),
      "late.csv": text(broken(40_000, 30_000)),
    };
    const folder = folderWith(files);
    for (const [name, least] of [
      ["middle.csv", 1998],
      ["end.csv", 1999],
      ["late.csv", 39_998],
    ] as const) {
      const { report } = await drift(path.join(folder, "r.csv"), path.join(folder, name));
      expect([report.current.rows, report.current.rejected, report.level], name).toEqual([least, 1, "none"]);
      expect(report.warnings[0]).toMatch(
        /1 row could not be read and is left out: .*unquoted value \(1 times, first in line \d+; a quote that is not closed may have taken the next row with it\)/,
      );
      expect(report.columns.find((column) => column.name === "b")).toMatchObject({ kind: "category", state: "ok" });
    }
  });

  it("reads quotes as quotes where the first rows have none", async () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => (i === 35_000 ? '1,"name, 3",1' : i === 35_001 ? '2,5" name,1' : `${i},name ${i % 5},${i % 3}`));
    const folder = folderWith({ "a.csv": `a,b,c\n${lines.join("\n")}\n`, "crlf.csv": `a,b,c\r\n${lines.join("\r\n")}\r\n` });
    for (const file of ["a.csv", "crlf.csv"]) {
      const { id, ...opened } = await engine.open({ paths: [path.join(folder, file)] });
      expect(opened, file).toMatchObject({ rows: 40_000, rejected: 0, columns: [{ family: "number" }, { family: "text" }, { family: "number" }] });
      const [counted] = await engine.count(id, [{ column: "b", as: "category", numeric: false, most: 10, keep: [], buckets: false }]);
      expect((counted as unknown as { categories: [string, number][] }).categories.slice(5).sort()).toEqual([
        ['5" name', 1],
        ["name, 3", 1],
      ]);
    }
  });

  it("parses a large CSV file once", async () => {
    const text = csv({ x: values(900_000), "broken,": ["1"] })
      .replace("broken,", "broken")
      .replace(/,$/gm, ",2");
    const folder = folderWith({ "a.csv": `${text}1,2,3\n` });
    const own = await startEngine(bundles.engine, { ...defaultLimits, cache: path.join(folder, "cache") });
    try {
      const file = path.join(folder, "a.csv");
      const first = await own.open({ paths: [file] });
      const copies = () => fs.readdirSync(path.join(folder, "cache")).sort();
      const [json, copy] = copies() as [string, string];
      expect([json.endsWith(".json"), copy.endsWith(".parquet"), fs.statSync(path.join(folder, "cache", copy)).mode & 0o777]).toEqual([true, true, 0o600]);
      const changed = fs.statSync(path.join(folder, "cache", copy)).ino;
      const again = await own.open({ paths: [file] });
      expect(again).toEqual({ ...first, id: again.id });
      expect(again).toMatchObject({ rows: 900_000, rejected: 1 });
      expect([copies().length, fs.statSync(path.join(folder, "cache", copy)).ino]).toEqual([2, changed]);
      fs.appendFileSync(file, "1,2\n");
      expect(await own.open({ paths: [file] })).toMatchObject({ rows: 900_001, rejected: 1 });
      expect(copies().length).toBe(4);
    } finally {
      await own.dispose();
    }
  }, 60_000);

  it("takes dates with a few other values for dates", async () => {
    const days = Array.from({ length: 30_000 }, (_, i) => (i === 25_000 ? "soon" : `2025-01-${String(1 + (i % 28)).padStart(2, "0")}`));
    const folder = folderWith({ "a.csv": csv({ day: days, x: days.map((_, i) => i % 100) }) });
    const { report } = await drift(path.join(folder, "a.csv"), path.join(folder, "a.csv"));
    expect(report.columns.find(({ name }) => name === "day")).toMatchObject({ kind: "date", reference: { unparsable: 1, missing: 0 } });
  });

  it("keeps a history, and names what it cannot use", async () => {
    const folder = folderWith({
      "r.csv": csv({ x: values(400) }),
      "old.jsonl": '{"schema":"holdout-drift-history","version":0}\n{"cut',
      "new.jsonl": '{"schema":"holdout-drift-history","version":9}\n',
    });
    for (let i = 0; i < 6; i++) {
      fs.writeFileSync(path.join(folder, "c.csv"), csv({ x: values(400, i * 0.2) }));
      const { err } = await runDrift(bundles.cli, folder, "r.csv", "c.csv", "--history", "h.jsonl");
      expect(err).toContain(`${i + 1} comparison${i === 0 ? "" : "s"} with r.csv in the history; `);
      if (i === 5) expect(err).toMatch(/drifting steadily: "x" from 0\.\d+ to 0\.\d+\./);
    }
    const { entries, problems } = readHistory(fs.readFileSync(path.join(folder, "h.jsonl"), "utf8"));
    expect([entries.length, problems]).toEqual([6, []]);
    expect(entries[5]).toMatchObject({
      schema: "holdout-drift-history",
      version: 1,
      current: { name: "c.csv", rows: 400 },
      columns: [{ name: "x", measure: "ks" }],
    });
    const { err } = await runDrift(bundles.cli, folder, "r.csv", "c.csv", "--history", "old.jsonl");
    expect(err).toContain("warning: old.jsonl: line 1: version 0 is not 1, and is left as it is\nwarning: old.jsonl: line 2: not JSON, perhaps cut off\n");
    const kept = fs.readFileSync(path.join(folder, "old.jsonl"), "utf8").split("\n");
    expect(kept.slice(0, 2)).toEqual(['{"schema":"holdout-drift-history","version":0}', '{"cut']);
    expect(JSON.parse(kept[2] as string)).toMatchObject({ version: 1 });
    const newer = await runDrift(bundles.cli, folder, "r.csv", "c.csv", "--history", "new.jsonl");
    expect(newer.err).toBe("warning: new.jsonl: this file has lines of version 9, which a newer Holdout wrote; it is left as it is, and nothing was added\n");
    expect(fs.readFileSync(path.join(folder, "new.jsonl"), "utf8")).toBe('{"schema":"holdout-drift-history","version":9}\n');
  }, 60_000);

  it("watches the current file until it is interrupted", { timeout: 60_000 }, async () => {
    const same = csv({ x: values(300) });
    const folder = folderWith({ "r.csv": same, "c.csv": same });
    const child = spawn(process.execPath, [bundles.cli, "drift", "r.csv", "c.csv", "--watch"], { cwd: folder });
    let [out, err] = ["", ""];
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (err += data));
    const until = async (holds: () => boolean) => {
      while (!holds() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 100));
    };
    await until(() => err.includes("watching"));
    expect(out).toContain("No drift in 1 column.");
    fs.writeFileSync(path.join(folder, "c.csv"), csv({ x: values(300, 2) }));
    await until(() => out.includes("1 of 1 column drifted"));
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGINT");
    expect(await ended).toBe(1);
  });
});

describe("history", () => {
  const entry = (i: number, value: number): HistoryEntry => ({
    schema: "holdout-drift-history",
    version: 1,
    time: new Date(Date.UTC(2025, 0, 1 + i)).toISOString(),
    reference: { name: "r.csv", rows: 10 },
    current: { name: "c.csv", rows: 10 },
    window: null,
    level: "none",
    sentence: "",
    columns: [{ name: "x", state: "ok", measure: "ks", value, missing: [0, 0] }],
    performance: null,
    retrain: false,
  });

  it("tells trends from scatter", () => {
    // Kendall (1975): S = 10 of five rising values, z = 9 / √(50/3).
    expect(monotone([1, 2, 3, 4, 5]).p).toBeCloseTo(0.027486, 6);
    expect(monotone([1, 2, 3]).p).toBeNull();
    expect(monotone([2, 2, 2, 2, 2])).toEqual({ p: 1, sign: 0 });
    expect(
      trendsOf(
        [0.5, 0.4, 0.3, 0.2, 0.1].map((value, i) => entry(i, value)),
        "r.csv",
      ),
    ).toMatchObject([{ name: "x", direction: "falling" }]);
    expect(
      trendsOf(
        [0.1, 0.4, 0.2, 0.5, 0.1].map((value, i) => entry(i, value)),
        "r.csv",
      ),
    ).toMatchObject([{ direction: "none" }]);
    expect(historySentence([entry(0, 1)], "r.csv")).toBe("1 comparison with r.csv in the history; 5 tell a trend.");
  });

  it("starts a line of its own after one that was cut off", () => {
    expect(historyLine(entry(0, 1), '{"cut')).toMatch(/^\n\{.*\}\n$/);
    expect(historyLine(entry(0, 1), "")).toMatch(/^\{.*\}\n$/);
  });
});

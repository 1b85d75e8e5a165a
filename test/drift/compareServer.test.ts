/** The process behind the drift panel: early numbers, results, tests on demand, cancelling, and messages about bad input. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FurtherTest } from "../../server/src/drift/detail.js";
import { detailOf } from "../../server/src/drift/detail.js";
import type { Trend } from "../../server/src/drift/history.js";
import type { ColumnProfile } from "../../server/src/drift/profile.js";
import type { Report } from "../../server/src/drift/report.js";
import type { SeriesReport } from "../../server/src/drift/series/report.js";
import type { DriftRequest } from "../../server/src/protocol.js";
import { bundleComparing, startComparing } from "./comparing.js";
import { csv, folderWith, installed } from "./engine.js";
import { mulberry32, normal } from "./random.js";
import { drawStream, steady, streamCsv, streams } from "./stream.js";

describe.skipIf(!installed)("the comparing process", () => {
  let folder: string;
  let bundle: string;
  beforeAll(async () => {
    ({ folder, bundle } = await bundleComparing("holdout-compare-"));
  }, 60_000);
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  const start = (cwd: string) => startComparing(bundle, cwd);

  const request = (part: Partial<DriftRequest> = {}): DriftRequest => ({
    reference: { paths: ["a.csv"] },
    current: { paths: ["b.csv"] },
    thresholds: null,
    memoryMb: 256,
    ...part,
  });

  function data(shift: number, rows = 500): string {
    const random = mulberry32(shift + 3);
    const values = Array.from({ length: rows }, () => normal(random) + shift);
    return csv({
      x: values,
      gap: values.map((value, i) => (i % 4 === 0 && shift > 0 ? null : value)),
      kind: values.map((_, i) => (shift > 0 && i % 3 === 0 ? "new" : "old")),
    });
  }

  it("tells rows and missing values early, then what was found, with all that the page draws from", async () => {
    const cwd = folderWith({ "a.csv": data(0), "b.csv": data(1) });
    const { ask, answer, seen } = start(cwd);
    ask({ kind: "compare", id: 1, request: request() });
    const { compared } = await answer(1, "compared");
    const kinds = seen.map(({ kind }) => kind);
    expect(kinds.indexOf("opened")).toBeLessThan(kinds.indexOf("compared"));
    expect(seen.filter((message) => message.kind === "opened").map((message) => message.opened.side)).toEqual(["reference", "current"]);
    const facts = seen.flatMap((message) => (message.kind === "facts" && message.facts.side === "current" ? [message.facts.missing] : []));
    expect(facts[0]?.gap).toBe(125);
    const report = compared.report as Report;
    expect(report.reference.name).toBe("a.csv");
    expect(compared.alert.level).toBe("major");
    expect(compared.alert.columns.map(({ name }) => name).sort()).toEqual(["gap", "kind", "x"]);
    expect(Object.keys(compared.files).map((file) => path.basename(file))).toEqual(["a.csv", "b.csv"]);
    const stat = fs.statSync(path.join(cwd, "a.csv"));
    expect(compared.files[path.join(cwd, "a.csv")]).toBe(`${stat.size} ${stat.mtime.getTime()}`);
    expect(compared.relations[0]).toMatch(/^read_csv\(\['a\.csv'\]/);
    const detail = detailOf(...(compared.profiles.x as unknown as [ColumnProfile, ColumnProfile]));
    const check = report.columns.find(({ name }) => name === "x")?.checks.find(({ question }) => question === "distribution");
    const d = check?.effects.find(({ measure }) => measure === "ks")?.value ?? 0;
    const widest = detail.ecdf?.widest ?? { reference: 0, current: 0 };
    expect(Math.abs(widest.reference - widest.current)).toBeLessThanOrEqual(d + 1e-12);
    expect(Math.abs(widest.reference - widest.current)).toBeGreaterThan(d - 0.02);
  });

  it("looks at all rows for further tests, whose D is that of the report", async () => {
    const { ask, answer } = start(folderWith({ "a.csv": data(0), "b.csv": data(1) }));
    ask({ kind: "compare", id: 1, request: request() });
    const report = (await answer(1, "compared")).compared.report as Report;
    ask({ kind: "tests", id: 2, request: request(), column: "x" });
    const tests = (await answer(2, "tests")).tests as FurtherTest[];
    const d = report.columns.find(({ name }) => name === "x")?.checks[0]?.effects[0];
    expect(tests.find(({ name }) => name === "Kolmogorov-Smirnov D")?.value).toBeCloseTo(d?.value ?? -1, 12);
    expect(tests.map(({ name }) => name)).toContain("Energy distance");
    ask({ kind: "tests", id: 3, request: request(), column: "kind" });
    expect(await answer(3, "problem")).toMatchObject({ reason: "failed", message: 'column "kind" has no numbers on one side' });
  });

  it("writes a baseline, and compares with it", async () => {
    const cwd = folderWith({ "a.csv": data(0), "b.csv": data(1) });
    const { ask, answer } = start(cwd);
    ask({ kind: "baseline", id: 1, request: request() });
    fs.writeFileSync(path.join(cwd, "base.json"), (await answer(1, "baseline")).text);
    fs.rmSync(path.join(cwd, "a.csv"));
    ask({ kind: "compare", id: 2, request: request({ reference: { paths: ["base.json"], baseline: true } }) });
    const { compared } = await answer(2, "compared");
    expect(compared.alert.level).toBe("major");
    expect(compared.relations[0]).toBeNull();
  });

  it("tells names, types and what the first rows look like", async () => {
    const n = 60;
    const rows = {
      when: Array.from({ length: n }, (_, i) => `2025-01-${String(1 + (i % 28)).padStart(2, "0")}`),
      odd: Array.from({ length: n }, (_, i) => (i % 9 === 0 ? "soon" : `${1 + (i % 28)}.01.2025`)),
      epoch: Array.from({ length: n }, (_, i) => 1_736_000_000 + i * 3600),
      score: Array.from({ length: n }, (_, i) => (i / n).toFixed(3)),
      label: Array.from({ length: n }, (_, i) => i % 2),
      city: Array.from({ length: n }, (_, i) => ["A", "B", "C"][i % 3] as string),
    };
    const { ask, answer } = start(folderWith({ "a.csv": csv(rows), "b.csv": csv(rows) }));
    ask({ kind: "columns", id: 1, request: request() });
    const { columns } = await answer(1, "columns");
    const told = ({ name, dates, shares, two }: (typeof columns.current)[number]) => [name, dates ?? false, shares ?? false, two ?? false];
    expect(columns.current.map(told)).toEqual([
      ["when", true, false, false],
      ["odd", true, false, false],
      ["epoch", true, false, false],
      ["score", false, true, false],
      ["label", false, false, true],
      ["city", false, false, false],
    ]);
    ask({ kind: "columns", id: 2, request: request({ current: { paths: ["absent.csv"] } }) });
    expect(await answer(2, "problem")).toMatchObject({ reason: "failed", message: "absent.csv does not exist" });
  });

  it("compares window by window, and stops when it is cancelled", async () => {
    const random = mulberry32(3);
    const reference = streamCsv(
      drawStream(random, 3000, () => steady),
      100,
    );
    const cwd = folderWith({ "a.csv": reference, "b.csv": streamCsv(drawStream(random, 2800, streams["data drift alone"] as never), 40) });
    const { ask, answer, seen } = start(cwd);
    const time = { date: "day", span: "week", probability: "probability" } as const;
    ask({ kind: "compare", id: 1, request: request({ time, label: "label", prediction: "prediction" }) });
    const { compared } = await answer(1, "compared");
    const report = compared.report as SeriesReport;
    expect(report).toMatchObject({ schema: "holdout-drift-series", level: "major", retrain: { advised: expect.any(Boolean) } });
    expect(report.columns.find(({ name }) => name === "x")).toMatchObject({
      alarms: expect.arrayContaining([5, 6, 7, 8, 9]),
      floors: { moderate: 0.1, major: 0.25 },
    });
    expect(compared.current.map((file) => path.basename(file))).toEqual(["b.csv"]);
    expect(seen.some(({ kind }) => kind === "progress")).toBe(true);
    ask({ kind: "compare", id: 2, request: request({ time: { ...time, date: "absent" } }) });
    expect(await answer(2, "problem")).toMatchObject({ reason: "failed", message: 'there is no column "absent" in b.csv' });
    ask({ kind: "compare", id: 3, request: request({ time: { ...time, span: 10 }, label: "label" }) });
    await answer(3, "progress");
    ask({ kind: "cancel", id: 3 });
    expect(await answer(3, "problem", "compared")).toMatchObject({ reason: "cancelled" });
  });

  it("keeps a history, and leaves one of a newer version alone", async () => {
    const cwd = folderWith({ "a.csv": data(0), "b.csv": data(1), "new.jsonl": '{"schema": "holdout-drift-history", "version": 2}\n' });
    const { ask, answer } = start(cwd);
    ask({ kind: "compare", id: 1, request: request() });
    const { report } = (await answer(1, "compared")).compared;
    const file = path.join(cwd, "h.jsonl");
    for (let id = 2; id < 5; id++) ask({ kind: "history", id, file, report, reference: "a.csv" });
    const { history } = await answer(4, "history");
    expect(history).toMatchObject({ written: true, problems: [], sentence: "3 comparisons with a.csv in the history; 5 tell a trend." });
    expect((history.trends as Trend[]).find(({ name }) => name === "x")?.values.length).toBe(3);
    expect(fs.readFileSync(file, "utf8").trim().split("\n").length).toBe(3);
    ask({ kind: "history", id: 5, file: path.join(cwd, "new.jsonl"), report, reference: "a.csv" });
    expect((await answer(5, "history")).history).toMatchObject({ written: false, problems: [expect.stringContaining("a newer Holdout wrote")] });
    expect(fs.readFileSync(path.join(cwd, "new.jsonl"), "utf8")).toBe('{"schema": "holdout-drift-history", "version": 2}\n');
    ask({ kind: "history", id: 6, file: cwd, report, reference: "a.csv" });
    expect(await answer(6, "problem")).toMatchObject({ reason: "failed", message: expect.stringContaining("cannot be read") });
  });

  it("stops when it is cancelled, and answers the next question", async () => {
    const cwd = folderWith({ "a.csv": data(0, 60_000), "b.csv": data(1, 60_000) });
    const { ask, answer } = start(cwd);
    ask({ kind: "compare", id: 1, request: request({ exact: true }) });
    await answer(1, "opened");
    ask({ kind: "cancel", id: 1 });
    expect(await answer(1, "problem", "compared")).toMatchObject({ kind: "problem", reason: "cancelled" });
    ask({ kind: "compare", id: 2, request: request() });
    expect((await answer(2, "compared")).compared.alert.level).toBe("major");
  });

  it.each<[string, Record<string, string>, Partial<DriftRequest>, RegExp]>([
    ["an empty file", { "a.csv": data(0), "b.csv": "" }, {}, /b\.csv is empty/],
    ["a file that is not there", { "a.csv": data(0) }, {}, /b\.csv does not exist/],
    ["a format that cannot be read", { "a.csv": data(0), "b.feather": "x" }, { current: { paths: ["b.feather"] } }, /Arrow file.*save it as Parquet/],
    [
      "thresholds with faults",
      { "a.csv": data(0), "b.csv": data(1), "t.json": '{"minimumRow": 1}' },
      { thresholds: "t.json" },
      /t\.json: minimumRow is unknown/,
    ],
    ["a broken baseline", { "b.csv": data(1), "base.json": "{}" }, { reference: { paths: ["base.json"], baseline: true } }, /base\.json: "schema" is not/],
  ])("says what is wrong with %s", async (_, files, part, message) => {
    const { ask, answer } = start(folderWith(files));
    ask({ kind: "compare", id: 1, request: request(part) });
    const problem = await answer(1, "problem", "compared");
    expect(problem).toMatchObject({ kind: "problem", reason: "failed" });
    expect((problem as { message: string }).message).toMatch(message);
  });

  it.each<[string, string, string, (report: Report) => void]>([
    ["one column", "x\n1\n2\n", "x\n3\n", (report) => expect(report.columns[0]?.state).toBe("not-enough-rows")],
    ["no column in common", "x\n1\n", "y\n1\n", (report) => expect(report.problems).toEqual(["no column is on both sides"])],
    ["a header alone", `x,y\n${"1,2\n".repeat(50)}`, "x,y\n", (report) => expect(report.problems).toEqual(["b.csv has no rows"])],
    ["constant and empty columns", `c,e\n${"1,\n".repeat(50)}`, `c,e\n${"1,\n".repeat(50)}`, (report) => expect(report.level).toBe("none")],
    [
      "1e15 and ragged rows",
      `x,y\n${Array.from({ length: 60 }, (_, i) => `${1e15 + i},a`).join("\n")}\n`,
      `x,y\n${Array.from({ length: 60 }, (_, i) => `${1e15 + i + 500},a`).join("\n")}\n1,2,3,4\n`,
      (report) => {
        expect(report.columns[0]).toMatchObject({ name: "x", state: "major" });
        expect(report.warnings[0]).toMatch(/b\.csv: 1 row could not be read/);
      },
    ],
    [
      "10,000 categories, half of them replaced",
      csv({ k: Array.from({ length: 40_000 }, (_, i) => `k${i % 10_000}`) }),
      csv({ k: Array.from({ length: 40_000 }, (_, i) => `k${(i % 10_000) + 5000}`) }),
      (report) => expect(report.columns[0]).toMatchObject({ name: "k", kind: "category", state: "major" }),
    ],
  ])("keeps what can be told of %s", async (_, a, b, check) => {
    const { ask, answer } = start(folderWith({ "a.csv": a, "b.csv": b }));
    ask({ kind: "compare", id: 1, request: request() });
    const done = await answer(1, "compared", "problem");
    if (done.kind !== "compared") throw new Error(done.message);
    check(done.compared.report as Report);
  });
});

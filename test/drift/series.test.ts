/** Windows of time: DuckDB's counts against scikit-learn's figures, and `holdout drift --date` as a process. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { estimateOf, performanceOf } from "../../server/src/drift/series/performance.js";
import type { OutcomePlan, TimeEngine } from "../../server/src/drift/series/timeEngine.js";
import { isotonic } from "../../server/src/drift/stats/isotonic.js";
import { startEngine } from "../../server/src/host/duckdb/client.js";
import { type Bundles, buildDrift, csv, folderWith, installed, runDrift } from "./engine.js";
import { expectClose } from "./golden.js";
import { mulberry32, normal } from "./random.js";
import { drawStream, steady, streamCsv, streams } from "./stream.js";

const golden = JSON.parse(fs.readFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), "golden-series.json"), "utf8"));

describe.skipIf(!installed)("over time", () => {
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

  const make = (files: Record<string, string | Uint8Array>) => {
    const folder = folderWith(files);
    return { folder, run: (...args: string[]) => runDrift(bundles.cli, folder, ...args) };
  };
  const open = async (text: string, more = {}) => engine.open({ paths: [path.join(folderWith({ "a.csv": text }), "a.csv")], ...more });
  const plan = (task: OutcomePlan["task"], positive: string | null, probability: string | null): OutcomePlan => ({
    task,
    asNumbers: true,
    label: "y",
    prediction: "p",
    probability,
    positive,
    negative: positive && "0",
    calibration: null,
  });

  describe("predictions", () => {
    // biome-ignore lint/suspicious/noExplicitAny: a table of numbers by name, as the generating script wrote it
    it.each(golden.classification as any[])("are scored as scikit-learn does: %#", async (one) => {
      const { id } = await open(csv({ y: one.labels, p: one.predictions, s: one.scores }));
      const binary = "auc" in one;
      const asked = plan("classes", binary ? "1" : null, binary ? "s" : null);
      const [outcome] = await engine.outcomes(id, asked);
      const figures = performanceOf(outcome as NonNullable<typeof outcome>, asked.positive, 30);
      for (const { metric, value } of figures) expectClose(value, one[metric], metric);
      expect(figures.map(({ metric }) => metric)).toEqual(["accuracy", "balancedAccuracy", "f1", ...(binary ? ["auc", "logLoss"] : [])]);
      if (!binary) return;
      expectClose(outcome?.ranking?.variance as number, one.aucVariance, "variance of AUC");
      const curve = isotonic(await engine.scores(id, asked));
      expect(curve.x).toEqual(one.isotonic.x);
      const at = one.calibrated.map(([x]: [number, number]) => x);
      const other = await open(csv({ y: at.map(() => null), p: at.map((x: number) => (x >= 0.5 ? 1 : 0)), s: at }));
      const [expected] = await engine.outcomes(other.id, { ...asked, calibration: curve });
      const { estimate } = expected as NonNullable<typeof expected>;
      expect(expected?.labelled).toBe(0);
      expectClose(estimate?.truePositives as number, one.estimate.truePositives, "true positives");
      expectClose(estimate?.falseNegatives as number, one.estimate.falseNegatives, "false negatives");
      const guesses = estimateOf(estimate as NonNullable<typeof estimate>);
      for (const metric of ["accuracy", "auc", "logLoss"])
        expectClose(guesses.find((each) => each.metric === metric)?.value as number, one.estimate[metric], metric);
    });

    it("of numbers are scored as scikit-learn does", async () => {
      const { labels, predictions, rmse, mae } = golden.regression;
      const { id } = await open(csv({ y: labels, p: predictions }));
      const [outcome] = await engine.outcomes(id, plan("numbers", null, null));
      const figures = performanceOf(outcome as NonNullable<typeof outcome>, null, 30);
      expectClose(figures[0]?.value as number, rmse, "RMSE");
      expectClose(figures[1]?.value as number, mae, "MAE");
    });
  });

  describe("dates", () => {
    const lay = async (days: readonly (string | number | null)[], span: "day" | "week" | "month" | number = "day", format?: string) => {
      const { id } = await open(csv({ d: days, x: days.map((_, i) => i) }), { asText: ["d"] });
      return engine.timeline(id, { column: "d", span, most: 100, ...(format && { format }) });
    };
    const froms = async (...args: Parameters<typeof lay>) => (await lay(...args)).windows.map(({ from, rows }) => `${from} ${rows}`);

    it.each([
      ["ISO dates", ["2025-01-06", "2025-01-06", "2025-01-07"]],
      ["times and zones", ["2025-01-06T10:00:00+02:00", "2025-01-06 23:00", "2025-01-06T23:30:00-05:00"]],
      ["German dates", ["06.01.2025", "6.1.2025 10:30", "07.01.2025"]],
      ["the day first", ["06/01/2025", "06/01/2025 10:30", "07/01/2025", "25/12/2024"]],
      ["the month first", ["01/06/2025", "01/06/2025 10:30", "01/07/2025", "12/25/2024"]],
      ["names of months", ["6 Jan 2025", '"January 6, 2025"', "07-Jan-2025"]],
      ["one number", [20250106, 20250106, 20250107]],
      ["seconds since 1970", [1736121600, 1736125200, 1736208000]],
      ["milliseconds since 1970", [1736121600000, 1736125200000, 1736208000000]],
    ])("are read from %s", async (_, days) => {
      const found = await froms(days);
      expect(found.filter((each) => each.startsWith("2025"))).toEqual(["2025-01-06 2", "2025-01-07 1"]);
    });

    it("make weeks from Monday, months, and windows of rows", async () => {
      const days = ["2024-12-31", "2025-01-05", "2025-01-06", "2025-01-12", "2025-02-01"];
      expect(await froms(days, "week")).toEqual(["2024-12-30 2", "2025-01-06 2", "2025-01-27 1"]);
      expect(await froms(days, "month")).toEqual(["2024-12-01 1", "2025-01-01 3", "2025-02-01 1"]);
      expect(await froms(["5", "1", "2", "3", "4"], 2)).toEqual(["1 2", "3 2", "5 1"]);
      // Rows of the same time are never parted.
      expect((await froms(["2025-01-01", "2025-01-02", "2025-01-02", "2025-01-02", "2025-01-03"], 2)).join()).toBe("2025-01-01 1,2025-01-02 3,2025-01-03 1");
    });

    it("say what is missing, unreadable, ambiguous or far apart", async () => {
      const odd = await lay(["2025-01-01", "", "soon", "2025-01-05", "2025-01-06T00:00:00Z"]);
      expect(odd).toMatchObject({ missing: 1, unreadable: 1, gaps: [{ from: "2025-01-02", to: "2025-01-05", windows: 3 }] });
      expect(odd.notes).toEqual(['1 row of "d" name a time zone and others do not; those are read as UTC']);
      await expect(lay(["01/02/2025", "03/04/2025"])).rejects.toThrow(/such as 01\/02\/2025 may have the day or the month first; say which with --date-format/);
      expect(await froms(["01/02/2025", "03/04/2025"], "day", "%d/%m/%Y")).toEqual(["2025-02-01 1", "2025-04-03 1"]);
      const both = await lay(["25/12/2024", "12/26/2024", "01/02/2025", "05/05/2025"]);
      expect([both.windows.length, both.unreadable, both.notes]).toEqual([
        3,
        1,
        [expect.stringMatching(/day first in 1 row and the month first in 1 row; 1 row that could be either/)],
      ]);
      await expect(lay(["red", "blue"])).rejects.toThrow('no value of column "d" is a date');
      await expect(lay(["1", "2", "3"])).rejects.toThrow("holds numbers that are no dates; --window takes a number of rows");
      await expect(lay(["2025-01-01"], "day", "%Q")).rejects.toThrow(/the date format %Q cannot be used|no value of column "d" is a date as %Q/);
      await expect(lay(Array.from({ length: 200 }, (_, i) => new Date(86_400_000 * i).toISOString()))).rejects.toThrow(
        "windows of a day would be 200; at most 100",
      );
    });
  });

  it("counts each window as it would by itself", async () => {
    const random = mulberry32(3);
    const rows = drawStream(random, 600, () => steady);
    const { id } = await open(streamCsv(rows, 200), { asText: ["day"] });
    await engine.timeline(id, { column: "day", span: "day", most: 10 });
    const reads = [
      { column: "x", as: "number" },
      { column: "city", as: "category" },
    ] as const;
    const plans = [
      { column: "x", as: "number", cuts: [-1, 0, 1] },
      { column: "city", as: "category", numeric: false, most: 0, keep: ["A", "B", "Z"], buckets: true },
    ] as const;
    const [facts, counts] = [await engine.summariseByWindow(id, reads), await engine.countByWindow(id, plans)] as const;
    for (let w = 0; w < 3; w++) {
      const alone = await open(streamCsv(rows.slice(w * 200, (w + 1) * 200), 200));
      const own = (await engine.summarise(alone.id, reads)) as { numbers: { mean: number; squares: number; min: number } }[];
      const found = facts.map((column) => (column as unknown as (typeof own)[number][])[w]);
      expect(found[0]?.numbers.min).toBe(own[0]?.numbers.min);
      expectClose(found[0]?.numbers.squares as number, own[0]?.numbers.squares as number, "squares");
      const [numbers, names] = (await engine.count(alone.id, plans)) as [{ counts: number[] }, { categories: [string, number][]; buckets: number[] }];
      const [atNumbers, atNames] = counts.map((column) => (column as unknown[])[w]) as [
        { counts: number[] },
        { categories: [string, number][]; buckets: number[] },
      ];
      expect(atNumbers).toEqual(numbers);
      expect(atNames.buckets).toEqual(names.buckets);
      for (const [name, n] of names.categories) expect(Object.fromEntries(atNames.categories)[name]).toBe(n);
    }
  });

  describe("the command", () => {
    const random = mulberry32(8);
    const reference = streamCsv(
      drawStream(random, 3000, () => steady),
      100,
    );
    const roles = ["--date", "day", "--label", "label", "--prediction", "prediction"];
    const stream = (name: string, rows = 2800) => streamCsv(drawStream(random, rows, streams[name] as (typeof streams)[string]), 40);

    it("tells concept drift from data drift, with and without probabilities", { timeout: 60_000 }, async () => {
      const { run } = make({
        "r.csv": reference,
        "none.csv": stream("no drift"),
        "concept.csv": stream("abrupt concept drift"),
        "data.csv": stream("data drift alone"),
        "both.csv": stream("data and concept drift"),
      });
      for (const more of [[], ["--probability", "probability"]]) {
        const asked = (file: string) => run("r.csv", file, ...roles, ...more, "--output-format", "json");
        const none = await asked("none.csv");
        expect(none).toMatchObject({ status: 0, err: "" });
        expect(JSON.parse(none.out)).toMatchObject({ schema: "holdout-drift-series", version: 1, level: "none", retrain: { advised: false } });
        const concept = JSON.parse((await asked("concept.csv")).out);
        expect(concept.windows.map(({ performance }: { performance: string }) => performance)).toEqual([...Array(5).fill("none"), ...Array(5).fill("major")]);
        expect(concept.columns.find(({ name }: { name: string }) => name === "x").alarms).toEqual([]);
        expect(new Set(concept.performance.causes.map(({ cause }: { cause: string }) => cause))).toEqual(new Set(["concept"]));
        expect(concept.retrain).toMatchObject({ advised: true });
        for (const detector of ["DDM", "Page-Hinkley", "ADWIN"]) {
          const marks = concept.performance.marks.found.filter((mark: { detector: string; row: number }) => mark.detector === detector && mark.row > 1400);
          expect(marks[0].row, detector).toBeLessThan(1650);
        }
        const data = JSON.parse((await asked("data.csv")).out);
        expect(data.columns[0]).toMatchObject({ name: "x", state: "major", alarms: [5, 6, 7, 8, 9] });
        expect(data.performance.causes.filter(({ cause }: { cause: string }) => cause === "concept")).toEqual([]);
        const both = JSON.parse((await asked("both.csv")).out);
        expect(both.windows[7]).toMatchObject({ performance: "major", drifted: expect.arrayContaining(["x"]) });
        expect(both.performance.causes.map(({ cause }: { cause: string }) => cause)).toContain("concept");
      }
    });

    it("estimates where labels are late, and says so", async () => {
      const rows = drawStream(random, 2000, () => steady);
      const { run } = make({
        "r.csv": reference,
        "late.csv": streamCsv(rows, 40, (i) => i < 1000),
        "never.csv": streamCsv(rows, 40, () => false).replaceAll(",label,", ",other,"),
      });
      const { out, err, status } = await run("r.csv", "late.csv", ...roles, "--probability", "probability", "--output-format", "json");
      const report = JSON.parse(out);
      expect(status).toBe(0);
      expect(err).toMatch(/^warning: labels are not all there in 5 windows \(.*: 160 of 280, /);
      const accuracy = report.performance.metrics.find(({ metric }: { metric: string }) => metric === "accuracy");
      expect(accuracy.windows.map((point: unknown) => point !== null)).toEqual([true, true, true, true, false, false, false, false]);
      for (const estimate of accuracy.estimates) expect(Math.abs(estimate.value - accuracy.reference.value)).toBeLessThan(0.05);
      const never = await run("r.csv", "never.csv", ...roles, "--probability", "probability");
      expect(never.out).toMatch(/Estimated figures follow from calibrated probabilities. They are no measurements/);
      expect(never.out).toContain("Without labels nothing says whether predictions got worse");
    });

    it("scores predictions of numbers", async () => {
      const numbers = (n: number, from: number) => {
        const x = Array.from({ length: n }, () => normal(random));
        const y = x.map((value, i) => 3 * value * (i >= from ? -1 : 1) + normal(random));
        const day = x.map((_, i) => new Date(Date.UTC(2025, 0, 6) + Math.floor(i / 100) * 86_400_000).toISOString().slice(0, 10));
        return csv({ day, x, y, guess: x.map((value) => 3 * value) });
      };
      const { run } = make({ "r.csv": numbers(2000, 2000), "c.csv": numbers(2000, 1000) });
      const { out, status } = await run(
        "r.csv",
        "c.csv",
        "--date",
        "day",
        "--window",
        "500",
        "--label",
        "y",
        "--prediction",
        "guess",
        "--output-format",
        "json",
      );
      const report = JSON.parse(out);
      expect([status, report.performance.task, report.retrain.advised]).toEqual([1, "numbers", true]);
      expect(report.performance.metrics.map(({ metric }: { metric: string }) => metric)).toEqual(["rmse", "mae"]);
      expect(report.windows.map(({ performance }: { performance: string }) => performance)).toEqual(["none", "none", "major", "major"]);
      expect(report.performance.causes.map(({ cause }: { cause: string }) => cause)).toEqual(["concept", "concept"]);
    });

    it("writes text, Markdown and HTML, and compares with a baseline", async () => {
      const { run, folder } = make({ "r.csv": reference, "c.csv": stream("data and concept drift", 1400) });
      const { out } = await run("r.csv", "c.csv", ...roles);
      expect(out).toMatch(/^r\.csv \(3,000 rows\) → c\.csv \(1,400 rows\), 5 windows of a week by "day"$/m);
      expect(out).toMatch(/^reference +0\.\d+ \[0\.\d+, 0\.\d+\]/m);
      expect(out).toMatch(/^ADWIN marks a rise of errors at 2025-/m);
      const markdown = (await run("r.csv", "c.csv", ...roles, "--output-format", "markdown")).out;
      expect(markdown).toMatch(/^\| x \| number \| major \| \d \| 0 % \| /m);
      expect(await run("r.csv", "c.csv", ...roles, "--output-format", "html", "--output-file", "report.html")).toMatchObject({
        status: 1,
        out: expect.stringMatching(/^Data drifted in /),
      });
      const html = fs.readFileSync(path.join(folder, "report.html"), "utf8");
      expect(html).toContain('<svg role="img" aria-label="accuracy in each window with its band"');
      expect(html).not.toMatch(/<script|https?:\/\//);
      expect(html.length).toBeLessThan(300_000);
      await run("--write-baseline", "b.json", "r.csv");
      const based = await run("--baseline", "b.json", "c.csv", ...roles, "--output-format", "json");
      expect(JSON.parse(based.out)).toMatchObject({ reference: { baseline: true }, performance: { against: "first window" } });
    });

    it("says what is wrong with what it was given", async () => {
      const few = streamCsv(
        drawStream(random, 90, () => steady),
        30,
      );
      const { run } = make({
        "r.csv": reference,
        "c.csv": stream("no drift", 400),
        "one.csv": few,
        "odd.csv": few.replaceAll(/0\.\d+$/gm, "7"),
        "mixed.csv": few.replace("2025-01-07", "07.01.2025").replace("2025-01-06", "whenever"),
      });
      expect((await run("r.csv", "c.csv", "--window", "day")).err).toBe("holdout: --window needs --date\n");
      expect((await run("r.csv", "c.csv", "--date", "day", "--window", "hour")).err).toBe(
        "holdout: --window must be day, week, month or a number of rows, at least 10\n",
      );
      expect(await run("r.csv", "c.csv", "--date", "when")).toMatchObject({ status: 2, err: 'error: there is no column "when" in c.csv\n' });
      expect((await run("r.csv", "c.csv", "--date", "city")).err).toMatch(
        /^error: no value of column "city" is a date; --date-format says how they are written/,
      );
      const wrong = await run("r.csv", "c.csv", "--date", "day", "--prediction", "guess");
      expect([wrong.status, wrong.err]).toEqual([2, 'error: there is no column "guess" in c.csv\n']);
      expect(wrong.out).toContain("No drift of data in 2 windows");
      expect((await run("r.csv", "one.csv", ...roles)).err).toBe("warning: there is one window only, which has none before it\n");
      expect((await run("r.csv", "odd.csv", ...roles, "--probability", "probability")).err).toMatch(/"probability" is not between 0 and 1 in 90 rows/);
      expect((await run("r.csv", "c.csv", ...roles, "--positive", "maybe")).err).toMatch(
        /^error: no label or prediction is "maybe"; there are [01] and [01]\n/,
      );
      expect((await run("r.csv", "mixed.csv", "--date", "day")).err).toMatch(/1 row with an unreadable value of "day" is in no window/);
    });
  });
});

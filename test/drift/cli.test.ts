/** `holdout drift` as a process: what it prints, writes and exits with. */
import fs from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundles, buildDrift, csv, folderWith, installed, runDrift } from "./engine.js";
import { mulberry32, normal } from "./random.js";

const random = mulberry32(11);
const values = (n: number, mu = 0) => Array.from({ length: n }, () => normal(random) + mu);
const names = (n: number, k: number) => Array.from({ length: n }, () => `k${Math.floor(random() * k)}`);
const before = csv({ age: values(500), city: names(500, 4), y: names(500, 2) });
const same = csv({ age: values(500), city: names(500, 4), y: names(500, 2) });
const shifted = csv({ age: values(500, 1), city: names(500, 4), y: names(500, 2) });
const slightly = csv({ age: values(3000, 0.3), city: names(3000, 4), y: names(3000, 2) });

describe("holdout drift", () => {
  let bundles: Bundles;
  beforeAll(async () => {
    bundles = await buildDrift();
  }, 60_000);
  afterAll(() => bundles?.remove());

  const make = (files: Record<string, string | Uint8Array>) => {
    const folder = folderWith(files);
    return { folder, run: (...args: string[]) => runDrift(bundles.cli, folder, ...args) };
  };

  it("explains itself, and what is wrong with its options", async () => {
    const { run } = make({});
    expect(await run("--help")).toMatchObject({ status: 0, err: "", out: expect.stringContaining("holdout drift [options] REFERENCE CURRENT") });
    expect(await run("a.csv")).toMatchObject({ status: 2, err: "holdout: drift needs REFERENCE and CURRENT, and 1 was given; see holdout drift --help\n" });
    expect((await run("a", "b", "--fail-on", "never")).err).toBe("holdout: --fail-on must be one of drift major\n");
    expect((await run("a", "b", "--nonsense")).err).toMatch(/^holdout: Unknown option '--nonsense'/);
  });

  it("says what is missing without the native library", async () => {
    const { folder } = make({ "a.csv": before });
    // Outside the project no library is found.
    for (const name of ["cli.js", "drift.js"]) fs.copyFileSync(path.join(path.dirname(bundles.cli), name), path.join(folder, name));
    const { status, err, out } = await runDrift(path.join(folder, "cli.js"), folder, "a.csv", "a.csv");
    expect([status, out]).toEqual([2, ""]);
    expect(err).toMatch(/^error: comparing data needs DuckDB's native library, which this installation does not have for \w+ \w+: .*@duckdb\/node-api/);
  });

  describe.skipIf(!installed)("with DuckDB", () => {
    it("exits with 0 without drift, and 1 with", async () => {
      const { run } = make({ "r.csv": before, "same.csv": same, "shifted.csv": shifted, "slightly.csv": slightly });
      const fine = await run("r.csv", "same.csv");
      expect(fine).toMatchObject({ status: 0, err: "" });
      expect(fine.out).toContain("No drift in 3 columns.");
      const bad = await run("r.csv", "shifted.csv", "--prediction", "age");
      expect(bad.status).toBe(1);
      expect(bad.out).toMatch(/^major {11}age {2}\(prediction\) {2}median \S+ before, \S+ now: Kolmogorov-Smirnov test, because/m);
      expect(bad.out).toContain('1 of 3 columns drifted: "age".');
      expect((await run("r.csv", "slightly.csv")).status).toBe(1);
      expect((await run("r.csv", "slightly.csv", "--fail-on", "major")).status).toBe(0);
      expect((await run("r.csv", "shifted.csv", "--exclude", "age")).status).toBe(0);
      expect((await run("r.csv", "shifted.csv", "--columns", "city,y")).out).toContain("No drift in 2 columns.");
    });

    it("takes a label that is not there yet for no drift", async () => {
      const { run } = make({ "r.csv": before, "c.csv": same.replaceAll(/,k\d$/gm, "").replace(",y", "") });
      expect(await run("r.csv", "c.csv", "--label", "y")).toMatchObject({
        status: 0,
        out: expect.stringContaining('schema: "y" is missing now, as a label may be'),
      });
      expect(await run("r.csv", "c.csv")).toMatchObject({ status: 1, out: expect.stringContaining('major: "y" is missing now') });
    });

    it("writes JSON, Markdown and self-contained HTML", async () => {
      const { run, folder } = make({ "r.csv": before, "c.csv": shifted });
      const report = JSON.parse((await run("r.csv", "c.csv", "--output-format", "json")).out);
      expect(report).toMatchObject({ schema: "holdout-drift-report", version: 1, level: "major", drifted: 1, partial: false });
      expect(report.columns[0]).toMatchObject({ name: "age", kind: "number", state: "major", role: "feature" });
      expect((await run("r.csv", "c.csv", "--output-format", "markdown")).out).toContain("| age | number | major | 0.0 % → 0.0 % | median");
      await run("r.csv", "c.csv", "--output-format", "html", "--output-file", "report.html");
      const html = fs.readFileSync(path.join(folder, "report.html"), "utf8");
      expect(html).toContain('<svg role="img" aria-label="Histograms of age"');
      expect(html).not.toMatch(/<script|https?:\/\//);
    });

    it("keeps a report of 500 columns small", { timeout: 60_000 }, async () => {
      const wide = (shift: number) => csv(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`column <${i}>`, values(60, i % 9 === 0 ? shift : 0)])));
      const { run } = make({ "r.csv": wide(0), "c.csv": wide(2) });
      const { out, status } = await run("r.csv", "c.csv", "--output-format", "html");
      expect(status).toBe(1);
      expect(out.length).toBeLessThan(300_000);
      expect(out).not.toContain("column <");
    });

    it("compares with a baseline as with the rows, and adds baselines up", async () => {
      const { run, folder } = make({ "r.csv": before, "more.csv": same, "same.csv": same, "c.csv": shifted });
      expect(await run("--write-baseline", "b.json", "r.csv")).toEqual({ status: 0, out: "b.json holds 3 columns of r.csv\n", err: "" });
      expect(fs.statSync(path.join(folder, "b.json")).size).toBeLessThan(30_000);
      expect((await run("--baseline", "b.json", "same.csv")).status).toBe(0);
      const { out, status } = await run("--baseline", "b.json", "c.csv");
      expect(status).toBe(1);
      expect(out).toContain('1 of 3 columns drifted: "age".');
      expect((await run("--baseline", "b.json", "--write-baseline", "both.json", "--merge", "more.csv")).status).toBe(0);
      expect(JSON.parse(fs.readFileSync(path.join(folder, "both.json"), "utf8"))).toMatchObject({ rows: 1000, columns: [{ name: "age", rows: 1000 }, {}, {}] });
      const validate = new Ajv({ strict: false }).compile(JSON.parse(fs.readFileSync("syntaxes/drift-baseline.schema.json", "utf8")));
      for (const file of ["b.json", "both.json"])
        expect([validate(JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"))), validate.errors]).toEqual([true, null]);
    });

    it("takes thresholds from a file, and names what is wrong in it", async () => {
      const { run } = make({
        "r.csv": before,
        "c.csv": shifted,
        "bad.json": '{"effects": {"ks": {"moderate": 2}, "kolmogorov": {}}, "columns": {"age": {"kind": "int"}}}',
        "broken.json": "{",
        "holdout-drift.json": '{"version": 1, "columns": {"age": {"ignore": true}}}',
      });
      expect((await run("r.csv", "c.csv")).status).toBe(0);
      const { status, err } = await run("r.csv", "c.csv", "--thresholds", "bad.json");
      expect(status).toBe(2);
      expect(err).toBe(
        'error: bad.json: effects.kolmogorov is unknown; known are ks, wasserstein, psi, totalVariation, missing, infinite, unparsable, outOfRange, newCategory, vanishedCategory\nerror: bad.json: effects.ks.moderate must be a number from 0 to 1, found 2\nerror: bad.json: columns.age.kind must be one of number, category, date, text, other, found "int"\n',
      );
      expect((await run("r.csv", "c.csv", "--thresholds", "broken.json")).err).toMatch(/^error: broken.json: not JSON: /);
      expect((await run("r.csv", "c.csv", "--thresholds", "none.json")).err).toBe("error: none.json cannot be read: it does not exist\n");
    });

    it.each([
      ["a missing file", "none.csv", /^error: none.csv does not exist\n$/],
      ["an empty file", "empty.csv", /^error: empty.csv is empty\n$/],
      ["a header alone", "header.csv", /^error: header.csv has no rows\n$/],
      ["a broken Parquet file", "broken.parquet", /^error: No magic bytes found at end of file 'broken.parquet'\n$/],
      ["a glob without files", "no*.csv", /^error: no file matches no\*.csv\n$/],
      ["an empty folder", "folder", /^error: the folder folder has no CSV, Parquet or JSON files\n$/],
      ["an Arrow file", "a.feather", /^error: a.feather is an Arrow file, .* save it as Parquet\n$/],
      ["a file of unknown format", "a.bin", /^error: a.bin: the ending does not tell its format/],
      ["something on the network", "https://example.org/a.csv", /^error: https:\/\/example.org\/a.csv is not on this machine/],
      ["other columns altogether", "other.csv", /^error: no column is on both sides\n$/],
      ["another encoding", "latin.csv", /^error: latin.csv has no rows\nwarning: .*invalid encoding.*latin-1/],
    ])("says what is wrong with %s", async (_, file, message) => {
      const { run } = make({
        "r.csv": before,
        "empty.csv": "",
        "header.csv": "age,city,y\n",
        "broken.parquet": "PAR1 nonsense",
        "folder/readme.md": "",
        "a.feather": "x",
        "a.bin": "x",
        "other.csv": csv({ z: values(50) }),
        "latin.csv": Buffer.from(`age,city,y\n${"1,Zürich,k0\n".repeat(50)}`, "latin1"),
      });
      const { status, err } = await run("r.csv", file);
      expect(err).toMatch(message);
      expect(status).toBe(2);
    });

    it("judges one column, few rows and odd ones as far as it can", async () => {
      const { run } = make({
        "one.csv": csv({ x: values(100) }),
        "few.csv": csv({ x: values(20) }),
        "huge.csv": csv({ x: values(100).map((value) => value * 1e300 * 1e8) }),
      });
      expect((await run("one.csv", "one.csv")).out).toContain("No drift in 1 column.");
      expect(await run("one.csv", "few.csv")).toMatchObject({ status: 0, out: expect.stringContaining("Not enough rows to judge any column.") });
      const { out, status } = await run("one.csv", "huge.csv");
      expect([status, out]).toEqual([1, expect.stringContaining("infinite in")]);
    });
  });
});

/** Formats for continuous integration, as the command prints them. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { buildCommandLine, notebook, project } from "./commandLine.js";

let bundle: string;
beforeAll(async () => {
  bundle = await buildCommandLine();
  return () => fs.rmSync(path.dirname(bundle), { recursive: true, force: true });
});

const fit = "X = s.fit_transform(X)\n";
const make = (files: Record<string, string>) => project(bundle, files);
const rowOf = (text: string, words: string) => text.split("\n").findIndex((line) => line.includes(words)) + 1;

it("points into the lines of an .ipynb file", async () => {
  const text = notebook("# Title", "a = 1\nread_csv(a)", `x = "é"\n${fit}`);
  const { run } = make({ "n.ipynb": text });
  const [fitRow, readRow] = [rowOf(text, "fit_transform"), rowOf(text, "read_csv")];
  expect((await run("check --output-format github")).out).toContain(`file=n.ipynb,line=${fitRow}::`);
  expect((await run("check --output-format junit")).out).toContain(`file="n.ipynb" line="${fitRow}"`);
  const [result] = JSON.parse((await run("check --output-format sarif")).out).runs[0].results;
  const lineOf = (location: { physicalLocation: { region: { startLine: number } } }) => location.physicalLocation.region.startLine;
  expect(lineOf(result.locations[0])).toBe(fitRow);
  expect(result.codeFlows[0].threadFlows[0].locations.map((step: { location: Parameters<typeof lineOf>[0] }) => lineOf(step.location))).toEqual([
    readRow,
    fitRow,
  ]);
});

it("starts paths at the top of the repository", () => {
  const { folder } = make({ ".git/HEAD": "", "sub/a.py": fit });
  const { stdout } = spawnSync(process.execPath, [bundle, "check", "--output-format", "github"], { cwd: path.join(folder, "sub"), encoding: "utf8" });
  expect(stdout).toContain("file=sub/a.py,");
});

it("writes to a file and prints the closing line", async () => {
  const { run, folder } = make({ "a.py": fit });
  const { out, status } = await run("check --output-format sarif --output-file out/report.sarif");
  expect([out, status]).toEqual(["1 finding in 1 file. Checked 1 file, 0 evaluations.\n", 1]);
  expect(JSON.parse(fs.readFileSync(path.join(folder, "out/report.sarif"), "utf8")).runs[0].results).toHaveLength(1);
});

it.each([
  ["check a.py --output-file a.py/x", /cannot be written/],
  ["check --statistics --output-format sarif", /--statistics is printed as text or json only/],
  ["rule --output-format sarif", /must be one of text, json/],
])("refuses %s", async (args, why) => {
  const { status, err } = await make({ "a.py": fit }).run(args);
  expect(status).toBe(2);
  expect(err).toMatch(why);
});

it("passes problems on", async () => {
  const { run } = make({ "a.py": fit, "crash.py": "CRASH" });
  const { out, status, err } = await run("check --output-format github");
  expect([status, err]).toEqual([2, "error: crash.py: the fake analysis crashed\n"]);
  expect(out).toContain("::error title=Holdout::crash.py: the fake analysis crashed\n");
  expect(JSON.parse((await run("check --output-format sarif")).out).runs[0].invocations[0].executionSuccessful).toBe(false);
  expect((await run("check --output-format junit")).out).toContain('errors="1"');
});

import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linesOf } from "../../server/src/cli/lines.js";
import { buildCommandLine, notebook, project } from "./commandLine.js";

let bundle = "";
beforeAll(async () => {
  bundle = await buildCommandLine();
});
afterAll(() => fs.rmSync(path.dirname(bundle), { recursive: true, force: true }));

const leak = "x = scaler.fit_transform(x)\n";
const line = (name: string, text: string) => JSON.stringify({ path: name, text });
const parsed = (out: string) =>
  out
    .trim()
    .split("\n")
    .map((each) => JSON.parse(each));

describe("holdout check --stdin", () => {
  it("answers each document with a line, in order, scripts and notebooks by their names", async () => {
    const { run } = project(bundle, {});
    const input = [line("s3://bucket/a.py", leak), line("b.ipynb", notebook("1", leak)), line("c.py", "x = 1\n")].join("\n");
    const { status, out, err } = await run("check --stdin", { input });
    const [a, b, c] = parsed(out);
    expect(a).toMatchObject({ path: "s3://bucket/a.py", findings: [{ code: "HLD101", filename: "s3://bucket/a.py", cell: null, location: { row: 1 } }] });
    expect(b).toMatchObject({ path: "b.ipynb", findings: [{ code: "HLD101", cell: 2 }] });
    expect(c).toEqual({ path: "c.py", findings: [] });
    expect(a.findings[0]).not.toHaveProperty("fix");
    expect({ status, err }).toEqual({ status: 1, err: "" });
  });

  it("gives the same lines with one thread and with many", async () => {
    const { run } = project(bundle, {});
    const input = Array.from({ length: 60 }, (_, i) => line(`${i}.py`, i % 3 === 0 ? leak : "x = 1\n")).join("\n");
    const [one, many] = [await run("check --stdin --threads 1", { input }), await run("check --stdin --threads 3", { input })];
    expect(one.out).toBe(many.out);
    expect(parsed(one.out).map(({ path: name }) => name)).toEqual(Array.from({ length: 60 }, (_, i) => `${i}.py`));
  });

  it("answers what it cannot read with an error in its place, and goes on", async () => {
    const { run } = project(bundle, {});
    const bad = [
      "{",
      '"text"',
      "[]",
      '{"text": "x"}',
      '{"path": "", "text": "x"}',
      '{"path": "a.py", "text": 1}',
      line("b.ipynb", "{"),
      "",
      line("c.py", leak),
    ];
    const { status, out } = await run("check --stdin --exit-zero", { input: `${bad.join("\r\n")}\r\n` });
    const answers = parsed(out);
    expect(answers.map((each) => [each.line, each.path])).toEqual([
      [1, null],
      [2, null],
      [3, null],
      [4, null],
      [5, null],
      [6, "a.py"],
      [7, "b.ipynb"],
      [undefined, "c.py"],
    ]);
    expect(answers.slice(0, 7).every(({ error }) => typeof error === "string" && error.length > 5)).toBe(true);
    expect(status).toBe(2);
  });

  it("loses only the document that the analysis fails on", async () => {
    const { run } = project(bundle, {});
    const input = [line("a.py", "HANG"), line("b.py", "CRASH"), line("c.py", leak)].join("\n");
    const { status, out } = await run("check --stdin --timeout 1 --threads 2", { input });
    const answers = parsed(out);
    expect(answers[0]).toEqual({ line: 1, path: "a.py", error: "given up after 1 seconds" });
    expect(answers[1]).toMatchObject({ line: 2, path: "b.py", error: expect.stringContaining("crashed") });
    expect(answers[2].findings).toHaveLength(1);
    expect(status).toBe(2);
  });

  it("looks at no file: neither modules beside the name nor data", async () => {
    const { run } = project(bundle, { "helpers.py": leak });
    const { out } = await run("check --stdin", { input: line("main.py", "import helpers\n") });
    expect(parsed(out)).toEqual([{ path: "main.py", findings: [] }]);
  });

  it("takes settings from the working directory and from options", async () => {
    const { run } = project(bundle, { "pyproject.toml": '[tool.holdout.per-file-ignores]\n"old/*.py" = ["ALL"]\n' });
    const input = [line("old/a.py", leak), line("new/a.py", leak)].join("\n");
    expect(parsed((await run("check --stdin", { input })).out).map(({ findings }) => findings.length)).toEqual([0, 1]);
    expect((await run("check --stdin --ignore HLD101", { input })).status).toBe(0);
  });

  it("answers nothing with nothing, and refuses what a stream cannot have", async () => {
    const { run } = project(bundle, {});
    expect(await run("check --stdin")).toEqual({ status: 0, out: "", err: "" });
    expect((await run("check --stdin a.py")).err).toContain("no paths");
    for (const option of ["--fix", "--output-format json", "--write-baseline", "--statistics", "--stdin-filename x.py"])
      expect(await run(`check --stdin ${option}`)).toMatchObject({ status: 2, err: expect.stringContaining("exclude one another") });
  });
});

describe("lines", () => {
  const read = async (pieces: readonly (string | Buffer)[], longest?: number) => {
    const found = [];
    for await (const each of linesOf(
      (async function* () {
        for (const piece of pieces) yield Buffer.from(piece as Buffer);
      })(),
      longest,
    ))
      found.push(each);
    return found;
  };

  it("are put together from pieces, characters cut in two as well", async () => {
    const bytes = Buffer.from('{"a": "é"}\nb\n');
    const pieces = [...bytes].map((byte) => Buffer.from([byte]));
    expect(await read(pieces)).toEqual([
      { number: 1, text: '{"a": "é"}' },
      { number: 2, text: "b" },
    ]);
  });

  it("are skipped where they are too long or no UTF-8, and counted", async () => {
    const found = await read(["x".repeat(30), "x".repeat(30), "\n", Buffer.from([0xff, 10]), "c"], 50);
    expect(found).toEqual([
      { number: 1, problem: "longer than 50 bytes" },
      { number: 2, problem: "not UTF-8" },
      { number: 3, text: "c" },
    ]);
  });
});

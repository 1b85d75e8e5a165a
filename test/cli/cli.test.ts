/** The command line as a process. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { progressLine } from "../../server/src/cli/progress.js";
import { run } from "../../server/src/cli/run.js";
import { version } from "../../server/src/cli/version.js";
import { buildCommandLine, notebook, project } from "./commandLine.js";

let bundle: string;
beforeAll(async () => {
  bundle = await buildCommandLine();
  return () => fs.rmSync(path.dirname(bundle), { recursive: true, force: true });
});

const fit = "X = s.fit_transform(X)\n";
const make = (files: Record<string, string>) => project(bundle, files);
const found = (out: string) => (JSON.parse(out) as { filename: string }[]).map((finding) => finding.filename);

describe("text", () => {
  it("shows place, code, message, the line and the steps", async () => {
    const { run } = make({ "a.py": `import pandas as pd\ndf = pd.read_csv("a.csv")\n\t${fit}print(X)\n` });
    expect(await run("check")).toEqual({
      status: 1,
      out: `a.py:3:8: HLD101 \`X\` learned from test rows (preprocessing-before-split)
2 | df = pd.read_csv("a.csv")
3 | \tX = s.fit_transform(X)
  | \t      ^^^^^^^^^^^^^
4 | print(X)
  1. line 2: rows read here
  2. line 3: learned here

1 finding in 1 file. Checked 1 file, 0 evaluations.
`,
      err: "",
    });
  });

  it("numbers cells over all cells", async () => {
    const { run } = make({ "n.ipynb": notebook("# Title", "read_csv(a)", `x = 1\n${fit}score(X)`) });
    const { out } = await run("check n.ipynb");
    expect(out).toContain("n.ipynb:cell 3:2:7: HLD101");
    expect(out).toContain("1. cell 2, line 1: rows read here");
    expect(out).toContain("Checked 1 file, 1 evaluation.");
  });

  it("names the file of a step elsewhere", async () => {
    const { run } = make({ "a.py": "import helper\n", "helper.py": "\nx = LEAK\n" });
    expect((await run("check a.py")).out).toContain("1. helper.py:2:5: leaks here");
  });

  it("has no colours in a pipe", async () => {
    const { run } = make({ "a.py": fit });
    expect((await run("check")).out).not.toContain("\u001b");
  });
});

describe("json", () => {
  it("keeps the contract", async () => {
    const text = notebook("# Title", "read_csv(a)", `x = "é😀"; ${fit}`);
    const { run } = make({ "sub/n.ipynb": text });
    const { out, status } = await run("check --output-format json");
    const row = text.split("\n").findIndex((line) => line.includes("fit_transform")) + 1;
    expect(JSON.parse(out)).toEqual([
      {
        code: "HLD101",
        slug: "preprocessing-before-split",
        severity: "warning",
        confidence: "certain",
        message: "`X` learned from test rows in cell 3",
        filename: path.join("sub", "n.ipynb"),
        cell: 3,
        location: { row: 1, column: 18 },
        end_location: { row: 1, column: 31 },
        raw_location: { row, column: 1 },
        steps: [
          { message: "rows read here", filename: path.join("sub", "n.ipynb"), cell: 2, location: { row: 1, column: 1 } },
          { message: "learned here", filename: path.join("sub", "n.ipynb"), cell: 3, location: { row: 1, column: 18 } },
        ],
        fix: null,
        url: null,
      },
    ]);
    expect(status).toBe(1);
  });

  it("has null for the cell of a script, and no raw location", async () => {
    const { run } = make({ "a.py": "s.fit_transform(fixable)\n" });
    const [finding] = JSON.parse((await run("check --output-format json --format-version 1")).out);
    expect(finding).toMatchObject({ cell: null, fix: { applicability: "safe", title: "Use transform" } });
    expect(finding).not.toHaveProperty("raw_location");
  });

  it("is an empty list without findings", async () => {
    const { run } = make({ "a.py": "x = 1\n" });
    expect(await run("check --output-format json")).toEqual({ status: 0, out: "[]\n", err: "" });
  });
});

describe("exit status", () => {
  it.each([
    ["check clean.py", 0],
    ["check bad.py", 1],
    ["check bad.py --exit-zero", 0],
    ["check bad.py --select HLD2", 0],
    ["check bad.py --ignore preprocessing-before-split", 0],
    ["check bad.py --ignore HLD1 --select HLD101", 1],
    ["check clean.py missing.py", 2],
    ["check bad.py missing.py --exit-zero", 2],
    ["check --nonsense", 2],
    ["check --select HLD999", 2],
    ["check --min-confidence sure", 2],
    ["check --output-format xml", 2],
    ["check --format-version 2", 2],
    ["check --threads 0", 2],
    ["clean.py", 2],
    ["--version", 0],
    ["--help", 0],
    ["", 0],
    ["rule HLD101", 0],
    ["rule tuning-on-test", 0],
    ["rule", 0],
    ["rule HLD999", 2],
    ["rule HLD1", 2],
  ])("of %j is %i", async (args, status) => {
    const { run } = make({ "clean.py": "x = 1\n", "bad.py": fit });
    const outcome = await run(args);
    expect(outcome.status, outcome.err).toBe(status);
    if (status === 2) expect(outcome.err).toMatch(/^(error|holdout): .+\n$/);
  });
});

describe("which files", () => {
  const tree = {
    ".git/HEAD": "",
    ".gitignore": "*.gen.py\n/out/\n!keep.gen.py\n",
    "a.py": fit,
    "b.txt": fit,
    "sub/b.ipynb": notebook(fit),
    "sub/.gitignore": "c.py\n",
    "sub/c.py": fit,
    "c.py": fit,
    "x.gen.py": fit,
    "keep.gen.py": fit,
    "out/a.py": fit,
    ".venv/lib/site-packages/p/a.py": fit,
    "sub/.ipynb_checkpoints/b.ipynb": notebook(fit),
    "old/a.py": fit,
  };

  it("are found in folders, without what git ignores and what is never checked", async () => {
    const { run } = make(tree);
    expect(found((await run("check --output-format json")).out)).toEqual(
      ["a.py", "c.py", "keep.gen.py", "old/a.py", "sub/b.ipynb"].map((name) => path.normalize(name)),
    );
  });

  it("can be excluded by flag and by project", async () => {
    const { run } = make({ ...tree, "pyproject.toml": '[tool.holdout]\nexclude = ["sub/"]\n' });
    expect(found((await run("check --output-format json --exclude old,c.py .")).out)).toEqual(["a.py", "keep.gen.py"]);
  });

  it("are always checked when they are named, and once", async () => {
    const { run } = make({ ...tree, "pyproject.toml": '[tool.holdout]\nexclude = ["*"]\n' });
    expect(found((await run("check --output-format json out/a.py b.txt ./b.txt")).out)).toEqual([path.join("out", "a.py"), "b.txt"]);
  });

  it("are left out though they are named when that is asked for", async () => {
    const { run } = make({ ...tree, "pyproject.toml": '[tool.holdout]\nexclude = ["old/"]\n' });
    const args = "check --output-format json --force-exclude --exclude c.py";
    expect(found((await run(`${args} a.py ./c.py old/a.py .venv/lib/site-packages/p/a.py`)).out)).toEqual(["a.py"]);
    expect(await run(`${args} old/a.py`)).toMatchObject({ status: 0, out: "[]\n" });
  });

  it("may come from standard input", async () => {
    const { run } = make({ "pyproject.toml": '[tool.holdout.per-file-ignores]\n"tests/*" = ["ALL"]\n' });
    const args = "check - --output-format json --stdin-filename";
    expect(JSON.parse((await run(`${args} x.ipynb`, { input: notebook("a", fit) })).out)).toMatchObject([{ filename: "x.ipynb", cell: 2 }]);
    expect((await run(`${args} tests/x.py`, { input: fit })).out).toBe("[]\n");
  });

  it("follow the settings of their own project", async () => {
    const { run } = make({
      "one/pyproject.toml": '[tool.holdout]\nignore = ["HLD101"]\n',
      "one/deep/a.py": fit,
      "two/pyproject.toml": '[tool.holdout.severity]\nHLD1 = "error"\n',
      "two/a.py": fit,
    });
    expect(JSON.parse((await run("check --output-format json")).out)).toMatchObject([{ filename: path.join("two", "a.py"), severity: "error" }]);
  });
});

describe("what goes wrong", () => {
  it("is said, and the rest is checked", async () => {
    const files = {
      "a.py": fit,
      "broken.ipynb": '{\n "cells": [\n',
      "crash.py": "CRASH",
      "gone.ipynb": "[]",
      "z.py": fit,
      "pyproject.toml": "[tool.holdout]\nselct = []\n",
    };
    const { run } = make(files);
    const { out, err, status } = await run("check . nowhere --output-format json");
    expect(found(out)).toEqual(["a.py", "z.py"]);
    expect(status).toBe(2);
    expect(err).toMatch(/^error: nowhere: no such file or folder$/m);
    expect(err).toMatch(/^error: broken\.ipynb:3: The notebook cannot be read\. .+$/m);
    expect(err).toMatch(/^error: gone\.ipynb:1: The notebook cannot be read\. .+$/m);
    expect(err).toMatch(/^error: crash\.py: the fake analysis crashed$/m);
    expect(err).toMatch(/pyproject\.toml:2: unknown setting "selct"; did you mean "select"\?/);
  });

  it("includes files that cannot be read", async () => {
    const { run, folder } = make({ "a.py": fit });
    fs.symlinkSync("nowhere.py", path.join(folder, "link.py"));
    const { status, err } = await run("check link.py a.py");
    expect([status, err]).toEqual([2, "error: link.py: no such file or folder\n"]);
  });

  it("includes files that take too long", async () => {
    const { run } = make({ "a.py": fit, "hang.py": "HANG", "z.py": fit });
    const { out, err, status } = await run("check --timeout 1 --threads 1 --output-format json");
    expect([found(out), err, status]).toEqual([["a.py", "z.py"], "error: hang.py: given up after 1 seconds\n", 2]);
  });

  it("survives odd texts", async () => {
    const odd = { "bom.py": `\uFEFF${fit}`, "nul.py": `\u0000${fit}`, "empty.py": "", "crlf.py": fit.replace("\n", "\r\n"), "deep.py": "(".repeat(50_000) };
    const { run } = make(odd);
    const { out, err } = await run("check --output-format json");
    expect([found(out), err]).toEqual([["bom.py", "crlf.py", "nul.py"], ""]);
    expect(JSON.parse(out)[0].location).toEqual({ row: 1, column: 7 });
  });
});

it("prints the same whatever the number of threads", async () => {
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`m${i}.py`, i % 3 === 0 ? fit : "x = 1\n"]));
  const { run } = make(files);
  const [one, four] = [await run("check --threads 1"), await run("check --threads 4")];
  expect(four).toEqual(one);
  expect(one.out).toContain("20 findings in 20 files. Checked 60 files");
});

describe("long runs", () => {
  it("say how far they are where somebody looks on", async () => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`m${i}.py`, fit]));
    const { folder } = make(files);
    const steps: string[] = [];
    const terminal = {
      out: () => {},
      err: () => {},
      colour: false,
      cwd: folder,
      progress: (done: number, total: number) => void steps.push(`${done}/${total}`),
    };
    const inOrder = Array.from({ length: 40 }, (_, i) => `${i + 1}/40`);
    for (const command of [
      ["check", folder],
      ["report", folder],
      ["readiness", folder],
    ]) {
      steps.length = 0;
      await run(command, terminal, { version, workerFile: bundle });
      expect(steps).toEqual(inOrder);
    }
  });

  it("write a line over itself, not at once and not too often, and take it away", () => {
    let now = 0;
    const written: string[] = [];
    const step = progressLine(
      (text) => written.push(text),
      () => now,
    );
    for (const [at, done] of [
      [100, 1],
      [600, 2],
      [610, 3],
      [800, 4],
    ] as const) {
      now = at;
      step(done, 8);
    }
    expect(written).toEqual(["\r\u001b[K2 of 8 files (25 %)\r", "\r\u001b[K4 of 8 files (50 %)\r"]);
    step(8, 8);
    expect(written.at(-1)).toBe("\r\u001b[K");
    expect(written).toHaveLength(3);
  });

  it.skipIf(process.platform === "win32")("end at an interrupt, without a word and without half a report", async () => {
    const { folder } = make({ "a.py": fit, "hang.py": "HANG" });
    for (const command of ["check", "report"]) {
      const child = spawn(process.execPath, [bundle, command, ".", "--output-file", "out.txt"], { cwd: folder });
      let said = "";
      child.stdout.on("data", (data) => (said += data));
      child.stderr.on("data", (data) => (said += data));
      const ended = new Promise((resolve) => child.on("close", (_, signal) => resolve(signal)));
      setTimeout(() => child.kill("SIGINT"), 700);
      expect([await ended, said, fs.existsSync(path.join(folder, "out.txt"))]).toEqual(["SIGINT", "", false]);
    }
  });
});

it("counts by rule", async () => {
  const { run } = make({ "a.py": `${fit}${fit}import b\n`, "b.py": "LEAK" });
  expect((await run("check --statistics")).out).toBe(
    "2  HLD101  preprocessing-before-split\n1  HLD106  train-test-overlap\n3 findings in 1 file. Checked 2 files, 0 evaluations.\n",
  );
  expect(JSON.parse((await run("check --statistics --output-format json")).out)).toEqual({
    rules: [
      { code: "HLD101", slug: "preprocessing-before-split", count: 2 },
      { code: "HLD106", slug: "train-test-overlap", count: 1 },
    ],
    not_modelled: [],
  });
});

it("knows its version", async () => {
  expect(JSON.parse(fs.readFileSync("server/package.json", "utf8")).version).toBe(version);
  expect((await make({}).run("--version")).out).toBe(`holdout ${version}\n`);
});

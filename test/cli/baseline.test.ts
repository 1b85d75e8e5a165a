/** Living with findings that may stay: written, kept while the files change, pruned. */
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildCommandLine, project } from "./commandLine.js";

let bundle: string;
beforeAll(async () => {
  bundle = await buildCommandLine();
  return () => fs.rmSync(path.dirname(bundle), { recursive: true, force: true });
});

const fit = "X = s.fit_transform(X)\n";
const staleLine = "warning: the baseline has stale entries; --prune-baseline removes them\n";

/** Cells by their names. */
const notebook = (cells: Record<string, string>, minor = 5) => {
  const content = Object.entries(cells).map(([id, source]) => ({
    cell_type: "code",
    ...(minor >= 5 ? { id, metadata: {} } : { metadata: { id } }),
    source,
  }));
  return JSON.stringify({ cells: content, metadata: {}, nbformat: 4, nbformat_minor: minor }, null, 1);
};

function make(files: Record<string, string>) {
  const { run, folder } = project(bundle, files);
  const at = (name: string) => path.join(folder, name);
  return {
    run,
    write: (name: string, text: string) => fs.writeFileSync(at(name), text),
    remove: (name: string) => fs.rmSync(at(name)),
    read: (name = "holdout-baseline.json") => fs.readFileSync(at(name), "utf8"),
    files: (name?: string) => JSON.parse(fs.readFileSync(at(name ?? "holdout-baseline.json"), "utf8")).files,
  };
}

it("is written, and lets what it lists pass", async () => {
  const { run, files } = make({ "sub/a.py": fit + fit, "n.ipynb": notebook({ one: fit, two: "x = 1" }), "clean.py": "" });
  expect(await run("check --write-baseline")).toEqual({
    status: 0,
    out: "No findings. Checked 3 files, 0 evaluations. Let pass by the baseline: 3.\n",
    err: "holdout-baseline.json: 3 findings in the baseline\n",
  });
  expect(files()).toEqual({ "sub/a.py": { HLD101: 2 }, "n.ipynb": { HLD101: { one: 1 } } });
  expect(await run("check")).toMatchObject({ status: 0, err: "" });
  expect((await run("check --output-format json")).out).toBe("[]\n");
  expect((await run("check --no-baseline")).out).toContain("3 findings in 2 files");
});

it("stays valid when lines and cells move", async () => {
  const { run, write } = make({ "a.py": fit, "n.ipynb": notebook({ one: fit, two: "x = 1" }), "colab.ipynb": notebook({ one: fit }, 0) });
  await run("check --write-baseline");
  write("a.py", `# A line more\n\n${fit}`);
  write("n.ipynb", notebook({ zero: "import os", two: "x = 1", one: `y = 2\n${fit}` }));
  write("colab.ipynb", notebook({ zero: "", one: fit }, 0));
  expect(await run("check")).toMatchObject({ status: 0, err: "" });
});

it("lets nothing more pass than it lists", async () => {
  const { run, write } = make({ "a.py": fit, "n.ipynb": notebook({ one: fit }) });
  await run("check --write-baseline");
  write("a.py", fit + fit);
  write("n.ipynb", notebook({ one: fit, two: fit }));
  const { status, out } = await run("check");
  expect(status).toBe(1);
  expect(out).toContain("3 findings in 2 files. Checked 2 files, 0 evaluations. Let pass by the baseline: 1.");
});

it("reports entries that are no longer needed, and prunes them", async () => {
  const { run, write, remove, files } = make({ "a.py": fit + fit, "b.py": fit, "n.ipynb": notebook({ one: fit, two: fit }) });
  await run("check --write-baseline");
  write("a.py", fit);
  remove("b.py");
  write("n.ipynb", notebook({ one: fit }));
  const err = [
    "warning: holdout-baseline.json: HLD101 in a.py: 2 allowed, 1 found\n",
    "warning: holdout-baseline.json: HLD101 in n.ipynb, cell two: 1 allowed, 0 found\n",
    "warning: holdout-baseline.json: HLD101 in b.py: 1 allowed, 0 found\n",
    staleLine,
  ].join("");
  expect(await run("check")).toMatchObject({ status: 1, err });
  expect(await run("check --exit-zero")).toMatchObject({ status: 0, err });
  expect((await run("check --output-format github")).out).toContain("::warning title=Holdout::holdout-baseline.json: HLD101 in a.py");
  expect(await run("check --prune-baseline")).toMatchObject({ status: 0, err: "holdout-baseline.json: 3 stale entries removed\n" });
  expect(files()).toEqual({ "a.py": { HLD101: 1 }, "n.ipynb": { HLD101: { one: 1 } } });
  expect(await run("check")).toMatchObject({ status: 0, err: "" });
});

it("holds no file to be mended that was only looked at in part", async () => {
  const { run, write, files } = make({ "a.py": fit, "b.py": fit });
  await run("check --write-baseline");
  expect(await run("check a.py")).toMatchObject({ status: 0, err: "" });
  expect(await run("check --select HLD2")).toMatchObject({ status: 0, err: "" });
  write("a.py", "X = (");
  expect(await run("check")).toMatchObject({ status: 0, err: "" });
  expect((await run("check")).out).toContain("1 cell or script with syntax errors");
  await run("check b.py --write-baseline");
  await run("check --select HLD2 --write-baseline");
  expect(files()).toEqual({ "a.py": { HLD101: 1 }, "b.py": { HLD101: 1 } });
});

describe("its place", () => {
  it("is beside the pyproject.toml of each project", async () => {
    const { run, files } = make({ "one/pyproject.toml": "[tool.holdout]\n", "one/deep/a.py": fit, "b.py": fit });
    await run("check --write-baseline");
    expect([files(), files("one/holdout-baseline.json")]).toEqual([{ "b.py": { HLD101: 1 } }, { "deep/a.py": { HLD101: 1 } }]);
    expect(await run("check")).toMatchObject({ status: 0, err: "" });
  });

  it("is the project's choice, and the option's before that", async () => {
    const { run, files } = make({ "pyproject.toml": '[tool.holdout]\nbaseline = "ok.json"\n', "a.py": fit });
    expect(await run("check")).toMatchObject({ status: 2, err: "error: ok.json: no such file; --write-baseline makes it\n" });
    await run("check --write-baseline");
    expect(files("ok.json")).toEqual({ "a.py": { HLD101: 1 } });
    await run("check --write-baseline --baseline other.json");
    expect((await run("check --baseline other.json")).status).toBe(0);
    expect(await run("check --baseline gone.json")).toMatchObject({ status: 2, err: "error: gone.json: no such file; --write-baseline makes it\n" });
  });

  it("can be nowhere", async () => {
    const { run } = make({ "pyproject.toml": '[tool.holdout]\nbaseline = ""\n', "holdout-baseline.json": "nonsense", "a.py": fit });
    expect(await run("check")).toMatchObject({ status: 1, err: "" });
  });
});

it.each([
  ["check --write-baseline --prune-baseline", "these options for the baseline exclude one another"],
  ["check --no-baseline --baseline a.json", "these options for the baseline exclude one another"],
  ["check --baseline=", "--baseline must name a file"],
  ["check --write-baseline --baseline none/b.json", "none/b.json cannot be written"],
])("refuses %s", async (args, why) => {
  const { status, err } = await make({ "a.py": fit }).run(args);
  expect(status).toBe(2);
  expect(err).toContain(why);
});

it("refuses a baseline that it cannot read, and leaves it alone", async () => {
  const { run, read } = make({ "a.py": fit, "holdout-baseline.json": "<<<<<<<" });
  for (const args of ["check", "check --write-baseline", "check --prune-baseline"]) {
    const { status, err, out } = await run(args);
    expect([status, err]).toEqual([2, expect.stringContaining("error: holdout-baseline.json: not valid JSON")]);
    expect(out).toContain("1 finding in 1 file");
  }
  expect(read()).toBe("<<<<<<<");
});

// Measures programs by running them, with the Python of the fixes' proofs.
//     node test/measure/run.mjs [part of a name …]
import assert from "node:assert";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import esbuild from "esbuild";
import { setUpPython } from "../helpers/python.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const patience = 600;

/** `measure(name, how)` runs a program of `programs/` in a folder of its own. */
const checks = {
  async "features selected among noise: far above chance with the leak, near it without"({ measure }) {
    const { result } = await measure("selected.py", { code: "HLD103", seeds: 3 });
    const row = result.rows[result.judged.row];
    assert.strictEqual(row.name, "accuracy_score");
    assert.strictEqual(result.judged.by, "finding");
    assert.strictEqual(row.leak.values.length, 3);
    assert.ok(Math.min(...row.leak.values) > 0.7, `with the leak: ${row.leak.values}`);
    assert.ok(
      row.fixed.values.every((value) => value > 0.3 && value < 0.66),
      `without: ${row.fixed.values}`,
    );
    assert.strictEqual(result.verdict.kind, "optimistic");
    assert.ok(new Set(row.leak.values).size > 1, "the runs differ in their seeds");
    assert.ok(!result.rows.some(({ how }) => how === "printed"), "what is printed says the same as the metric");
  },

  async "a scaler that learned from all rows: within noise"({ measure }) {
    const { result, text } = await measure("scaled.py", { code: "HLD101", seeds: 3 });
    const row = result.rows[result.judged.row];
    assert.deepStrictEqual([row.how, row.name, result.judged.by], ["score", "accuracy", "finding"], "an estimator with a score of its own");
    assert.ok(["noise", "same"].includes(result.verdict.kind), text);
    assert.match(text, /within noise|changes nothing/);
  },

  async "rows oversampled before the split: the score falls"({ measure }) {
    const { result } = await measure("resampled.py", { code: "HLD105", seeds: 2 });
    const row = result.rows[result.judged.row];
    assert.strictEqual(row.name, "f1_score");
    assert.ok(Math.min(...row.leak.values) - Math.max(...row.fixed.values) > 0.3, `${row.leak.values} and ${row.fixed.values}`);
  },

  async "a notebook: magics are left out, results of cells count"({ measure }) {
    const { result, consent, text } = await measure("magics.ipynb", { code: "HLD103", seeds: 1 });
    assert.deepStrictEqual(
      result.runs.map(({ outcome, error }) => [outcome, error]),
      [
        ["done", null],
        ["done", null],
      ],
    );
    assert.deepStrictEqual(result.leftOut, ["cell 2: !echo nothing here is installed", "cell 2: folder = !pwd", "cell 3: %%bash"]);
    assert.match(consent, /cell 3: %%bash/);
    const row = result.rows[result.judged.row];
    assert.deepStrictEqual([row.how, row.name], ["score", "accuracy"]);
    assert.match(text, /cell 8, line 1/);
    const [first] = result.runs;
    assert.ok(
      first.scores.some(({ how, path: [place] }) => how === "printed" && place?.unit === 5),
      "the number that cell 7 shows is captured",
    );
  },

  async "a program that fails: its traceback, and no second run"({ measure }) {
    const { result, text } = await measure("fails.py", { code: "HLD101", seeds: 3 });
    assert.deepStrictEqual(
      result.runs.map(({ outcome }) => outcome),
      ["failed"],
    );
    assert.match(text, /The program fails as it stands/);
    assert.match(text, /fails\.py", line 15, in <module>\n\s+with open\("settings\.json"\)/);
    assert.match(text, /FileNotFoundError/);
    assert.doesNotMatch(text, /holdout_measure|holdout-measure-/);
    assert.strictEqual(result.verdict.kind, "none");
    assert.ok(
      result.runs[0].scores.some(({ how }) => how === "score"),
      "what was computed before is kept",
    );
  },

  async "a program without end: time is up, and nothing of it is left"({ measure, outside }) {
    const { result, text } = await measure("endless.py", { code: "HLD101", seeds: 2, limitSeconds: 4 });
    assert.deepStrictEqual(
      result.runs.map(({ side, outcome }) => `${side} ${outcome}`),
      ["leak timeout", "fixed timeout"],
    );
    assert.match(text, /Time was up after 4\.0 s/);
    assertGone(outside("pids"));
  },

  async "a run that is cancelled: ended with what it started, its scores kept"({ measure, outside }) {
    const listeners = new Set();
    const cancelled = {
      isCancellationRequested: false,
      onCancellationRequested: (listener) => {
        listeners.add(listener);
        return { dispose: () => listeners.delete(listener) };
      },
    };
    const pids = outside("pids");
    const waiting = setInterval(() => {
      if (!fs.existsSync(pids) || fs.readFileSync(pids, "utf8") === "" || cancelled.isCancellationRequested) return;
      cancelled.isCancellationRequested = true;
      for (const listener of listeners) listener();
    }, 100);
    try {
      const { result, text } = await measure("endless.py", { code: "HLD101", seeds: 2, cancelled });
      assert.deepStrictEqual(
        result.runs.map(({ outcome }) => outcome),
        ["cancelled"],
      );
      assert.ok(result.runs[0].scores.some(({ how, name }) => how === "score" && name === "accuracy"));
      assert.match(text, /Cancelled after 1 of 4 runs/);
      assertGone(pids);
    } finally {
      clearInterval(waiting);
    }
  },

  async "writing: the folder is untouched, paths elsewhere are named"({ measure, outside, folder }) {
    const { result, consent } = await measure("writes.py", { code: "HLD101", seeds: 1 });
    const before = fs.readFileSync(path.join(folder, "writes.py"), "utf8");
    assert.deepStrictEqual(
      result.runs.map(({ outcome, error }) => [outcome, error]),
      [
        ["done", null],
        ["done", null],
      ],
    );
    assert.match(before, /^# Writes beside itself/);
    assert.deepStrictEqual(fs.readdirSync(folder).sort(), ["data", "link.csv", "outside.csv", "writes.py"]);
    assert.ok(fs.existsSync(path.join(folder, "data", "points.csv")), "what the program removes is the copy");
    assert.match(result.runs[0].output, /refused .*lets it write nothing/);
    const written = path.join(outside("elsewhere"), "coefficients.csv");
    assert.ok(fs.existsSync(written));
    const [elsewhere, own] = consent.split("Absolute paths into the folder itself");
    assert.ok(elsewhere.includes(`${written} (line 20)`), consent);
    assert.ok(own.includes(`${path.join(folder, "writes.py")} (line 22)`), consent);
    assert.deepStrictEqual(result.runs[0].wrote, [fs.realpathSync(written)]);
    assert.match(consent, /Links that are not copied:\n {2}outside\.csv/);
  },
};

function assertGone(pids) {
  const list = fs.existsSync(pids) ? fs.readFileSync(pids, "utf8").trim().split("\n").filter(Boolean).map(Number) : [];
  const isRunning = (pid) => {
    try {
      process.kill(pid, 0);
    } catch {
      return false;
    }
    // One that has ended and that nobody has asked about is no longer running.
    return process.platform !== "linux" || !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
  };
  assert.deepStrictEqual(list.filter(isRunning), []);
}

/** `python` is false, with the reason, where there is no Python to run anything. */
export async function runMeasurements({ names = [] } = {}) {
  const { python, why } = setUpPython({ requirements: path.join(root, "test", "fixes", "requirements.txt"), cache: "holdout-fixes-py" });
  if (!python) return { passed: 0, failed: [], python: false, why };
  const work = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "holdout-measuring-")));
  let passed = 0;
  const failed = [];
  try {
    const measureIt = await bundled(work);
    for (const [title, check] of Object.entries(checks)) {
      if (names.length > 0 && !names.some((name) => title.includes(name))) continue;
      const before = leftovers();
      try {
        await check(inFolder(fs.mkdtempSync(path.join(work, "case-")), python, measureIt));
        assert.deepStrictEqual(
          leftovers().filter((name) => !before.includes(name)),
          [],
          "copies are removed",
        );
        passed++;
        console.log(`  ✓ ${title}`);
      } catch (error) {
        failed.push(`measure: ${title}`);
        console.log(`  ✗ ${title}\n${error.stack ?? error}`);
      }
    }
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  console.log(`${passed + failed.length} measurements, ${failed.length} failed`);
  return { passed, failed, python: true, why: null };
}

const leftovers = () => fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith(`holdout-measure-${process.pid}-`));

function inFolder(home, python, measureIt) {
  const folder = path.join(home, "project");
  fs.mkdirSync(folder);
  const outside = (name) => path.join(home, name);
  fs.mkdirSync(outside("elsewhere"));
  const measure = (name, how) => {
    const text = fs.readFileSync(path.join(here, "programs", name), "utf8");
    const own = text.replace("PID_FILE", outside("pids")).replace("ELSEWHERE", outside("elsewhere")).replace("ORIGINAL", folder);
    fs.writeFileSync(path.join(folder, name), own);
    if (name === "writes.py") addData(folder, home);
    return measureIt({ python, folder, name, limitSeconds: patience, ...how });
  };
  return { measure, outside, folder };
}

function addData(folder, home) {
  fs.mkdirSync(path.join(folder, "data"));
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * 5) % 11},${i % 2}`);
  fs.writeFileSync(path.join(folder, "data", "points.csv"), `a,b,y\n${rows.join("\n")}\n`);
  fs.writeFileSync(path.join(home, "outside.csv"), "a\n1\n");
  if (process.platform === "win32") return;
  fs.symlinkSync(path.join("data", "points.csv"), path.join(folder, "link.csv"));
  fs.symlinkSync(path.join(home, "outside.csv"), path.join(folder, "outside.csv"));
}

async function bundled(work) {
  const outfile = path.join(work, "measureIt.mjs");
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await esbuild.build({ entryPoints: [path.join(here, "measureIt.ts")], bundle: true, platform: "node", format: "esm", outfile, banner, logLevel: "error" });
  const { measurer } = await import(pathToFileURL(outfile).href);
  const wasm = (name) => fs.readFileSync(path.join(root, "node_modules", ...name));
  const grammar = { runtime: wasm(["web-tree-sitter", "web-tree-sitter.wasm"]), python: wasm(["tree-sitter-python", "tree-sitter-python.wasm"]) };
  return measurer(grammar, path.join(root, "server", "measure", "holdout_measure"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { failed, python, why } = await runMeasurements({ names: process.argv.slice(2) });
  if (!python) console.log(`NOT RUN: ${why}`);
  process.exitCode = failed.length > 0 || !python ? 1 : 0;
}

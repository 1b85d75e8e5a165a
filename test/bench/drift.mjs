// Drift of two tables of 20 columns: Holdout's command line beside pandas + SciPy and Evidently, each as a whole process.
// `node test/bench/drift.mjs [--rows 200000] [--times 3] [--python PATH] [--windows] [--alone]`: without --python a virtual environment is made in ~/.cache once;
// --windows measures windows of time over the Parquet files alone, --alone nobody else. On a machine that others use too, look at processor time.
import { fork, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "200000" },
    times: { type: "string", default: "3" },
    patience: { type: "string", default: "120" },
    python: { type: "string", default: process.env.HOLDOUT_BENCH_PYTHON },
    windows: { type: "boolean", default: false },
    // Neither pandas nor Evidently holds ten million rows of text in a few gigabytes.
    alone: { type: "boolean", default: false },
  },
});
const rows = Number(options.rows);
const times = Number(options.times);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-bench-drift-"));
const bundles = path.join(root, "node_modules/.cache/holdout-bench-drift");

/** Eight doubles, four whole numbers, eight categories of 2 to 100,000; the current side has drifted in three. */
async function makeData() {
  const { DuckDBInstance } = createRequire(path.join(root, "server/package.json"))("@duckdb/node-api");
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
  const uniform = (seed) => `((hash(i * 64 + ${seed}) >> 11)::DOUBLE / 9007199254740992)`;
  const bell = (seed) => `(${[0, 1, 2, 3, 4, 5].map((k) => uniform(seed + k)).join(" + ")} - 3) * 1.4142135`;
  const shapes = [bell, (s) => `exp(${bell(s)})`, (s) => `1 / (1 - ${uniform(s)})`, uniform];
  for (const [side, offset] of [
    ["reference", 0],
    ["current", 1e7],
  ]) {
    const drifted = side === "current";
    const doubles = Array.from({ length: 8 }, (_, k) => `round(${shapes[k % 4](k * 7)}${drifted && k === 0 ? " + 0.3" : ""}, 6) AS d${k}`);
    doubles[1] = `CASE WHEN ${uniform(60)} < ${drifted ? 0.15 : 0.05} THEN NULL ELSE ${doubles[1].replace(/ AS d1$/, "")} END AS d1`;
    const whole = [100, 1000, 100_000, 5].map((k, at) => `floor(${uniform(80 + at)} * ${k})::BIGINT AS i${at}`);
    const names = [2, 3, 5, 10, 20, 100, 1000, 100_000].map(
      (k, at) => `'v' || floor(${uniform(90 + at)}${drifted && at === 2 ? " ** 1.4" : ""} * ${k})::BIGINT AS c${at}`,
    );
    // A month of rows, and predictions that are wrong in a tenth of them.
    const dated = [
      `TIMESTAMP '2025-01-01' + INTERVAL 1 SECOND * ((i - ${offset}) * 2592000 // ${rows}) AS at`,
      `CASE WHEN ${uniform(120)} < 0.1 THEN 'v0' ELSE 'v' || floor(${uniform(90)} * 2)::BIGINT END AS c0b`,
    ];
    const select = [...doubles, ...whole, ...names, ...(options.windows ? dated : [])].join(", ");
    if (options.windows) {
      const file = path.join(folder, `${side}.parquet`);
      await connection.run(
        `COPY (SELECT ${select} FROM (SELECT range + ${offset}::BIGINT AS i FROM range(${rows}))) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`,
      );
      continue;
    }
    await connection.run(`CREATE TABLE ${side} AS SELECT ${select} FROM (SELECT range + ${offset}::BIGINT AS i FROM range(${rows}))`);
    await connection.run(`COPY ${side} TO '${path.join(folder, `${side}.csv`)}'`);
    await connection.run(`COPY ${side} TO '${path.join(folder, `${side}.parquet`)}' (COMPRESSION zstd)`);
  }
  connection.closeSync();
}

const shared = {
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  logLevel: "error",
  define: { "import.meta.url": '"file:///x"' },
  external: ["@duckdb/node-api", "pg-native"],
};

async function build() {
  for (const name of ["cli", "drift", "compare"])
    await esbuild.build({ ...shared, entryPoints: [path.join(root, `server/src/main.${name}.ts`)], outfile: path.join(bundles, `${name}.js`) });
}

/** Memory in MB (the proportional set: pages that two processes share count once) and processor seconds of a process and its children, now; Linux only. */
function usageOf(pid) {
  const found = new Map();
  try {
    const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    for (const id of [pid, ...children]) {
      const memory = Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024;
      const [user, system] = fs
        .readFileSync(`/proc/${id}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ")
        .slice(11, 13)
        .map(Number);
      found.set(id, { memory, seconds: (user + system) / 100 });
    }
  } catch {
    // It has just ended.
  }
  return found;
}

function run(command, args) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], timeout: Number(options.patience) * 1000 });
    let [out, err, peak] = ["", "", 0];
    const processor = new Map();
    const timer = setInterval(() => {
      const usage = usageOf(child.pid);
      peak = Math.max(
        peak,
        [...usage.values()].reduce((sum, { memory }) => sum + memory, 0),
      );
      for (const [id, { seconds }] of usage) processor.set(id, seconds);
    }, 20);
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (err += data));
    child.on("error", (error) => resolve({ failed: error.message }));
    child.on("close", (status, signal) => {
      clearInterval(timer);
      if (signal) resolve({ failed: `given up after ${options.patience} s (--patience)` });
      const cpu = [...processor.values()].reduce((sum, seconds) => sum + seconds, 0);
      resolve({ seconds: (performance.now() - started) / 1000, cpu, peakMb: peak, status, out, err });
    });
  });
}

const least = (results, key) => Math.min(...results.map((result) => result[key]));
const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Runs what is given in turns, so that whatever else the machine does falls on all alike; the ratio to the first is the median over the turns. */
async function sideBySide(tools) {
  const results = new Map(tools.map(({ name }) => [name, []]));
  for (let i = 0; i < times; i++)
    for (const { name, command, args, isGood } of tools) {
      const known = results.get(name);
      if (!known) continue;
      const result = await run(command, args);
      if (!result.failed && isGood(result)) known.push(result);
      else {
        console.log(`${name.padEnd(34)} not run: ${(result.failed ?? result.err).trim().split("\n").at(-1)}`);
        results.delete(name);
      }
    }
  const own = results.get(tools[0].name);
  for (const [name, found] of results) {
    const peak = Math.max(...found.map((result) => result.peakMb));
    const figures = `${least(found, "seconds").toFixed(2).padStart(7)} s  ${least(found, "cpu").toFixed(2).padStart(7)} s of processors  ${peak.toFixed(0).padStart(6)} MB`;
    const ratio = (key) => `${middle(found.map((result, i) => result[key] / own[i][key])).toFixed(1)} ×`;
    console.log(
      `${name.padEnd(34)} ${figures}${own && found !== own ? `   ${ratio("seconds")} the time, ${ratio("cpu")} the processor time, ${ratio("peakMb")} the memory` : ""}`,
    );
  }
}

/** The Python of a virtual environment with what is compared with, made once. */
function pythonWithPeers() {
  if (options.python) return options.python;
  const folder = path.join(os.homedir(), ".cache/holdout-bench-python");
  const python = path.join(folder, "bin/python");
  if (!fs.existsSync(path.join(folder, "complete"))) {
    console.log("Making a virtual environment with pandas, SciPy and Evidently …");
    const steps = [
      ["python3", ["-m", "venv", folder]],
      [python, ["-m", "pip", "install", "--quiet", "pandas==2.3.3", "pyarrow", "scipy==1.17.1", "evidently==0.7.23"]],
    ];
    for (const [command, args] of steps)
      if (spawnSync(command, args, { stdio: "inherit" }).status !== 0) {
        console.log("That failed: only Holdout is measured.");
        return "python3";
      }
    fs.writeFileSync(path.join(folder, "complete"), "");
  }
  return python;
}

/** When the panel has rows, columns and missing values of both sides: from the start of its process, and once that runs. */
async function firstFigures(files) {
  const child = fork(path.join(bundles, "compare.js"), [], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [reference, current] = files.map((file) => ({ paths: [file] }));
  const waits = [];
  for (const id of [1, 2]) {
    const started = performance.now();
    child.send({ kind: "compare", id, request: { reference, current, thresholds: null, memoryMb: 1024 } });
    await new Promise((resolve) => {
      const sides = new Set();
      child.on("message", (message) => {
        if (message.kind === "facts" && message.id === id) sides.add(message.facts.side);
        if (sides.size === 2 && waits.length < id) waits.push((performance.now() - started) / 1000);
        if (message.kind === "compared" && message.id === id) resolve();
      });
    });
  }
  child.kill();
  console.log(`panel: rows, columns and missing values of both sides after ${waits.map((wait) => wait.toFixed(2)).join(" s, again ")} s`);
}

async function windows() {
  const files = ["reference", "current"].map((side) => path.join(folder, `${side}.parquet`));
  const asked = ["--date", "at", "--label", "c0", "--prediction", "c0b", "--output-format", "json"];
  for (const span of ["day", "100000"])
    await sideBySide([
      {
        name: `windows: ${span}`,
        command: process.execPath,
        args: [path.join(bundles, "cli.js"), "drift", ...files, ...asked, "--window", span],
        isGood: ({ status }) => status < 2,
      },
    ]);
}

try {
  await Promise.all([makeData(), build()]);
  console.log(
    `2 × ${rows.toLocaleString("en-US")} rows × 20 columns, ${os.availableParallelism()} processors, best of ${times}, whole processes, peak memory; load ${os.loadavg()[0].toFixed(0)}`,
  );
  const python = options.windows || options.alone ? "" : pythonWithPeers();
  if (options.windows) await windows();
  for (const ending of options.windows ? [] : ["csv", "parquet"]) {
    const files = ["reference", "current"].map((side) => path.join(folder, `${side}.${ending}`));
    console.log(`\n${ending}: 2 × ${(fs.statSync(files[0]).size / 1e6).toFixed(0)} MB`);
    if (ending === "parquet") await firstFigures(files);
    const own = (name, ...more) => ({
      name,
      command: process.execPath,
      args: [path.join(bundles, "cli.js"), "drift", ...files, "--output-format", "json", ...more],
      isGood: ({ status }) => status === 1,
    });
    const peer = (name, tool) => ({ name, command: python, args: [path.join(here, "drift.py"), tool, ...files], isGood: ({ status }) => status === 0 });
    await sideBySide([
      own("holdout drift", "--no-cache"),
      ...(ending === "csv" ? [own("holdout drift, second time")] : []),
      own("holdout drift --exact", "--no-cache"),
      ...(options.alone ? [] : [peer("pandas + SciPy", "pandas"), peer("Evidently's DataDriftPreset", "evidently")]),
    ]);
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

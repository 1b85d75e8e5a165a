// Drift of two tables of 20 columns: Holdout's command line beside pandas + SciPy and Evidently, each as a whole process.
// `node test/bench/drift.mjs [--rows 200000] [--python PATH] [--times 3]`
import { spawn } from "node:child_process";
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
    python: { type: "string", default: process.env.HOLDOUT_BENCH_PYTHON ?? "python3" },
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
    await connection.run(
      `CREATE TABLE ${side} AS SELECT ${[...doubles, ...whole, ...names].join(", ")} FROM (SELECT range + ${offset}::BIGINT AS i FROM range(${rows}))`,
    );
    await connection.run(`COPY ${side} TO '${path.join(folder, `${side}.csv`)}'`);
    await connection.run(`COPY ${side} TO '${path.join(folder, `${side}.parquet`)}' (COMPRESSION zstd)`);
  }
  connection.closeSync();
}

async function build() {
  const shared = {
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "error",
    define: { "import.meta.url": '"file:///x"' },
    external: ["@duckdb/node-api"],
  };
  for (const name of ["cli", "drift"])
    await esbuild.build({ ...shared, entryPoints: [path.join(root, `server/src/main.${name}.ts`)], outfile: path.join(bundles, `${name}.js`) });
}

/** Largest resident memory of a process and its children, in MB; Linux only. */
function memoryOf(pid) {
  const field = (id, name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(fs.readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0);
  try {
    const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    return [pid, ...children].reduce((sum, id) => sum + field(id, "VmRSS") / 1024, 0);
  } catch {
    return 0;
  }
}

function run(command, args) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], timeout: Number(options.patience) * 1000 });
    let [out, err, peak] = ["", "", 0];
    const timer = setInterval(() => (peak = Math.max(peak, memoryOf(child.pid))), 25);
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (err += data));
    child.on("error", (error) => resolve({ failed: error.message }));
    child.on("close", (status, signal) => {
      clearInterval(timer);
      if (signal) resolve({ failed: `given up after ${options.patience} s (--patience)` });
      resolve({ seconds: (performance.now() - started) / 1000, peakMb: peak, status, out, err });
    });
  });
}

async function best(name, command, args, isGood) {
  const results = [];
  for (let i = 0; i < times; i++) {
    const result = await run(command, args);
    if (result.failed || !isGood(result)) {
      console.log(`${name.padEnd(34)} not run: ${(result.failed ?? result.err).trim().split("\n").at(-1)}`);
      return null;
    }
    results.push(result);
  }
  const seconds = Math.min(...results.map((result) => result.seconds));
  const peakMb = Math.max(...results.map((result) => result.peakMb));
  console.log(`${name.padEnd(34)} ${seconds.toFixed(2).padStart(7)} s  ${peakMb.toFixed(0).padStart(6)} MB`);
  return { seconds, peakMb };
}

try {
  await Promise.all([makeData(), build()]);
  console.log(`2 × ${rows.toLocaleString("en-US")} rows × 20 columns, ${os.availableParallelism()} processors, best of ${times}, whole processes, peak memory`);
  for (const ending of ["csv", "parquet"]) {
    const files = ["reference", "current"].map((side) => path.join(folder, `${side}.${ending}`));
    console.log(`\n${ending}: 2 × ${(fs.statSync(files[0]).size / 1e6).toFixed(0)} MB`);
    const drift = (...more) => [path.join(bundles, "cli.js"), "drift", ...files, "--output-format", "json", ...more];
    const own = await best("holdout drift", process.execPath, drift(), ({ status }) => status === 1);
    const exact = await best("holdout drift --exact", process.execPath, drift("--exact"), ({ status }) => status === 1);
    for (const [name, tool] of [
      ["pandas + SciPy", "pandas"],
      ["Evidently's DataDriftPreset", "evidently"],
    ]) {
      const other = await best(name, options.python, [path.join(here, "drift.py"), tool, ...files], ({ status }) => status === 0);
      if (!own || !exact || !other) continue;
      const ratio = (ours) => `${(other.seconds / ours.seconds).toFixed(1)} × the time, ${(other.peakMb / ours.peakMb).toFixed(1)} × the memory`;
      console.log(`  that is ${ratio(own)} of holdout drift, and ${ratio(exact)} of --exact`);
    }
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

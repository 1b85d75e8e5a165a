/** What the benchmarks share: the bundled engine, a generated notebook, statistics, and peak memory of a process. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const cache = path.join(root, ".cache", "bench");

/** The engine's functions, and the wasm that it wants. */
export async function loadEngine() {
  const outfile = path.join(cache, "engine.cjs");
  await esbuild.build({
    entryPoints: [path.join(root, "test/bench/engine.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    define: { "import.meta.url": '"file:///x"' },
    logLevel: "error",
  });
  const { default: engine } = await import(pathToFileURL(outfile));
  const wasm = (file) => new Uint8Array(fs.readFileSync(path.join(root, "node_modules", file)));
  return { ...engine, grammar: { runtime: wasm("web-tree-sitter/web-tree-sitter.wasm"), python: wasm("tree-sitter-python/tree-sitter-python.wasm") } };
}

/** A notebook of 60 cells and about 1,000 lines: read, explore, prepare, split, train and score, again and again. */
export function generatedNotebook(cells = 60) {
  const parts = [
    (i) => ["import numpy as np", "import pandas as pd", `df${i} = pd.read_csv("data/part${i}.csv")`, ...times(13, (k) => `print(df${i}["c${k}"].describe())`)],
    (i) => times(16, (k) => `df${i}["c${k}"] = df${i}["c${k}"].fillna(${k}) / ${k + 1}`),
    (i) => [
      `def prepare${i}(frame):`,
      ...times(13, (k) => `    frame["d${k}"] = np.log1p(frame["c${k}"]) + ${k}`),
      "    return frame",
      `df${i} = prepare${i}(df${i})`,
    ],
    (i) => [
      "from sklearn.preprocessing import StandardScaler",
      `X${i} = df${i}.drop(columns=["target"])`,
      `y${i} = df${i}["target"]`,
      `scaler${i} = StandardScaler()`,
      `X${i} = scaler${i}.fit_transform(X${i})`,
      ...times(11, (k) => `m${k} = X${i}[:, ${k}].mean()`),
    ],
    (i) => [
      "from sklearn.model_selection import train_test_split",
      `a${i}, b${i}, c${i}, d${i} = train_test_split(X${i}, y${i}, random_state=0)`,
      ...times(14, (k) => `print(a${i}.shape, ${k})`),
    ],
    (i) => [
      "from sklearn.ensemble import RandomForestClassifier",
      "from sklearn.metrics import accuracy_score",
      `best${i} = 0`,
      ...times(
        4,
        (k) =>
          `for n in [${k + 1}, ${k + 2}]:\n    model${i} = RandomForestClassifier(n_estimators=n).fit(a${i}, c${i})\n    score = accuracy_score(d${i}, model${i}.predict(b${i}))`,
      ),
      `print(best${i})`,
    ],
  ];
  return times(cells, (index) => parts[index % parts.length](Math.floor(index / parts.length)).join("\n"));
}

/** A notebook as the engine takes it. */
export const asDocument = (texts) => ({
  path: "/bench/generated.ipynb",
  kind: "notebook",
  units: texts.map((text, i) => ({ source: `cell${i}`, text, cell: i + 1 })),
});

export const times = (n, make) => Array.from({ length: n }, (_, i) => make(i));

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

export const median = (values) => percentile(values, 0.5);

/** Milliseconds of each of `n` runs, after `warm` that do not count. */
export function measure(n, run, warm = 3) {
  for (let i = 0; i < warm; i++) run(i);
  return times(n, (i) => {
    const start = performance.now();
    run(i + warm);
    return performance.now() - start;
  });
}

/** Runs a process to its end: seconds, and peak memory in MB where the system tells it (Linux). */
export function runProcess(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let [out, err, peak] = ["", "", 0];
    const poll = setInterval(() => {
      try {
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0));
      } catch {} // Not Linux, or the process is gone.
    }, 10);
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (err += data));
    child.on("error", reject);
    child.on("close", (status) => {
      clearInterval(poll);
      resolve({ status, out, err, seconds: (performance.now() - start) / 1000, peakMb: peak / 1024 });
    });
  });
}

export const row = (name, ...columns) => console.log(`  ${name.padEnd(46)}${columns.map((column) => String(column).padStart(14)).join("")}`);
export const ms = (value) => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
export const ratio = (a, b) => `${(a / b).toFixed(2)} x`;

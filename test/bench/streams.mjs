// Streams with known change points: how late changes are seen, and how often none was there. river beside the same streams.
// `node test/bench/streams.mjs [--draws 20] [--python PATH with river]`
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { root } from "./support.mjs";

const { values: options } = parseArgs({
  options: { draws: { type: "string", default: "20" }, python: { type: "string", default: process.env.HOLDOUT_BENCH_PYTHON ?? "python3" } },
});
const draws = Number(options.draws);
const rows = 10_000;
const bundles = path.join(root, "node_modules/.cache/holdout-bench-drift");
const shared = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "error", define: { "import.meta.url": '"file:///x"' } };
const contents = `export * from "./server/src/drift/stats/detectors.ts"; export * from "./test/drift/stream.ts"; export * from "./test/drift/random.ts";`;
await esbuild.build({ ...shared, stdin: { contents, resolveDir: root, loader: "ts" }, outfile: path.join(bundles, "streams.cjs") });
for (const name of ["cli", "drift"])
  await esbuild.build({
    ...shared,
    entryPoints: [path.join(root, `server/src/main.${name}.ts`)],
    outfile: path.join(bundles, `${name}.js`),
    external: ["@duckdb/node-api"],
  });
const { default: own } = await import(path.join(bundles, "streams.cjs"));

/** Where errors begin to rise, as rows; false alarms are those before the first, or anywhere if there is none. */
const changes = {
  "no drift": [],
  "abrupt concept drift": [0.5],
  "gradual concept drift": [0.4],
  "recurring concept drift": [0.25, 0.75],
  "data drift alone": [],
  "data and concept drift": [0.5],
};
const detectors = {
  DDM: () => new own.DriftDetectionMethod(),
  "Page-Hinkley": () => new own.PageHinkley(),
  ADWIN: () => new own.AdaptiveWindow(),
};
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-bench-streams-"));
const mean = (values) => (values.length === 0 ? "–" : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length));

/** For each change the rows until the first alarm after it; alarms that no change explains. */
function judge(alarms, points) {
  const starts = points.map((point) => point * rows);
  const delays = starts.map((start, i) => alarms.find((at) => at >= start && at < (starts[i + 1] ?? rows)) - start);
  const quiet = starts.length === 0 ? rows : starts[0];
  return {
    delays: delays.filter((delay) => !Number.isNaN(delay)),
    missed: delays.filter(Number.isNaN).length,
    wrong: alarms.filter((at) => at < quiet).length,
    quiet,
  };
}

function line(name, results) {
  const all = results.flatMap(({ delays }) => delays);
  const missed = results.reduce((sum, result) => sum + result.missed, 0);
  const quiet = results.reduce((sum, result) => sum + result.quiet, 0);
  const wrong = results.reduce((sum, result) => sum + result.wrong, 0);
  console.log(
    `  ${name.padEnd(22)} delay ${String(mean(all)).padStart(5)} rows, ${missed} missed; ${((wrong * 10_000) / quiet).toFixed(2)} false alarms in 10,000 rows`,
  );
}

try {
  const reference = path.join(folder, "reference.csv");
  fs.writeFileSync(
    reference,
    own.streamCsv(
      own.drawStream(own.mulberry32(99), 5000, () => own.steady),
      100,
    ),
  );
  for (const [name, points] of Object.entries(changes)) {
    console.log(`${name}, ${draws} streams of ${rows.toLocaleString("en-US")} rows`);
    const drawn = Array.from({ length: draws }, (_, i) => own.drawStream(own.mulberry32(1000 + i), rows, own.streams[name]));
    const errors = drawn.map((stream) => stream.map(({ label, prediction }) => (label === prediction ? 0 : 1)));
    for (const [detector, make] of Object.entries(detectors))
      line(
        detector,
        errors.map((stream) => {
          const state = make();
          return judge(
            stream.flatMap((error, i) => (state.update(error) === "drift" ? [i] : [])),
            points,
          );
        }),
      );
    const file = path.join(folder, "errors.json");
    fs.writeFileSync(file, JSON.stringify(errors));
    const river = spawnSync(options.python, [path.join(root, "test/bench/river_streams.py"), file], { encoding: "utf8", maxBuffer: 1e9 });
    if (river.status === 0)
      for (const [detector, found] of Object.entries(JSON.parse(river.stdout)))
        line(
          `river ${detector}`,
          found.map((alarms) => judge(alarms, points)),
        );
    else console.log(`  river not run: ${(river.stderr || river.error?.message || "").trim().split("\n").at(-1)}`);
    // Whole windows take whole processes: fewer draws.
    const size = 500;
    const windows = drawn.slice(0, Math.max(2, draws / 5)).map((stream) => {
      const current = path.join(folder, "current.csv");
      fs.writeFileSync(current, own.streamCsv(stream, 50));
      const roles = ["--date", "day", "--window", String(size), "--label", "label", "--prediction", "prediction", "--probability", "probability"];
      const run = spawnSync(process.execPath, [path.join(bundles, "cli.js"), "drift", ...roles, "--output-format", "json", reference, current], {
        encoding: "utf8",
        maxBuffer: 1e9,
      });
      return JSON.parse(run.stdout);
    });
    const alarmsOf = (report, isAlarm) => report.windows.flatMap((window, w) => (isAlarm(window) ? [(w + 1) * size] : []));
    line(
      `windows of ${size}: worse`,
      windows.map((report) =>
        judge(
          alarmsOf(report, ({ performance }) => performance !== "none"),
          points,
        ),
      ),
    );
    const drifted = windows.reduce((sum, report) => sum + report.windows.filter((window) => window.drifted.length > 0).length, 0);
    const causes = windows.flatMap(({ performance }) => performance.causes.map(({ cause }) => cause));
    const counts = [...new Set(causes)].map((cause) => `${cause} ${causes.filter((each) => each === cause).length}`);
    console.log(`  ${"".padEnd(22)} ${drifted} windows with drifted data; causes: ${counts.join(", ") || "none"}`);
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

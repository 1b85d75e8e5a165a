// `npm run test:cluster [spark|trino]`: what needs servers of its own, started here from packages of PyPI and Maven Central, on loopback.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const wanted = process.argv.slice(2);
const groups = [
  ["spark", async () => (await import("./spark.mjs")).runSpark()],
  ["trino", async () => (await import("./trino.mjs")).runTrino()],
];

const unknown = wanted.find((name) => !groups.some(([known]) => known === name));
if (unknown) throw new Error(`no group of tests is called ${unknown}; there are ${groups.map(([name]) => name).join(", ")}`);
if (spawnSync(process.execPath, ["esbuild.mjs", "--production"], { cwd: root, stdio: "inherit" }).status !== 0) process.exit(1);

let [passed, failed] = [0, 0];
for (const [name, run] of groups) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  try {
    for (const [check, holds] of await run()) {
      console.log(`${holds ? "ok    " : "FAILED"} ${name}: ${check}`);
      if (holds) passed++;
      else failed++;
    }
  } catch (error) {
    console.error(`FAILED ${name}: ${error instanceof Error ? error.stack : error}`);
    failed++;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

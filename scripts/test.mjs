// `npm test`: all that Node alone can run, then the tests inside a real VS Code. Closes with one line, "N passed, N failed", over all groups.
// Also works in a fresh clone, so it uses nothing but Node itself until the dependencies are there.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { installDependencies } from "./install.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bin = (...parts) => path.join(root, "node_modules", ...parts);
const runNode = (args) => spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status === 0;
const tally = { passed: 0, failed: [] };

async function group(title, run) {
  console.log(`\n== ${title}`);
  try {
    const { passed, failed } = await run();
    tally.passed += passed;
    tally.failed.push(...failed);
  } catch (error) {
    console.error(error);
    tally.failed.push(title);
  }
}

const one = (name, holds) => ({ passed: holds ? 1 : 0, failed: holds ? [] : [name] });

async function types() {
  const { typecheck } = await import("./typecheck.mjs");
  return typecheck();
}

const style = () => one("style (npm run format repairs most of it)", runNode([bin("@biomejs", "biome", "bin", "biome"), "check", "--error-on-warnings", "."]));

const build = () => one("build", runNode([path.join(root, "esbuild.mjs"), "--production"]));

function units() {
  const report = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "holdout-test-")), "vitest.json");
  runNode([bin("vitest", "vitest.mjs"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]);
  const { numPassedTests, testResults } = JSON.parse(fs.readFileSync(report, "utf8"));
  fs.rmSync(path.dirname(report), { recursive: true });
  const failed = testResults.flatMap((file) => {
    const names = file.assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
    // A file that cannot even be loaded has no tests to fail.
    return names.length === 0 && file.status === "failed" ? [path.relative(root, file.name)] : names;
  });
  return { passed: numPassedTests, failed };
}

let withoutPython = null;

async function proofs() {
  const { runFixProofs } = await import("../test/fixes/run.mjs");
  const result = await runFixProofs();
  if (result.python) return result;
  withoutPython = result.why;
  return { passed: 0, failed: process.env.CI ? [...result.failed, "fixes proved by running: no Python"] : result.failed };
}

let unmeasured = null;

async function measurements() {
  const { runMeasurements } = await import("../test/measure/run.mjs");
  const result = await runMeasurements();
  if (result.python) return result;
  unmeasured = result.why;
  return { passed: 0, failed: process.env.CI ? ["measurements by running: no Python"] : [] };
}

let unverified = null;

async function knowledge() {
  const { runKnowledgeChecks } = await import("../test/knowledge/verify.mjs");
  const result = runKnowledgeChecks();
  if (result.python) return result;
  unverified = result.why;
  return { passed: 0, failed: process.env.CI ? ["knowledge verified against packages: no Python"] : [] };
}

let withoutHost = null;

async function host() {
  const { runHostTests } = await import("../test/host/run.mjs");
  const result = await runHostTests();
  if (result.host) return result;
  withoutHost = result.why;
  return { passed: 0, failed: process.env.CI ? ["tests in VS Code: no host"] : [] };
}

installDependencies();
await group("Types", types);
await group("Style", style);
await group("Bundles", build);
await group("Tests in Node", units);
await group("Fixes proved by running", proofs);
await group("Measurements by running", measurements);
await group("Knowledge verified against packages", knowledge);
await group("Tests in VS Code", host);

console.log("");
for (const name of tally.failed) console.log(`FAILED ${name}`);
if (withoutPython) console.log(`NOT RUN: the programs of test/fixes, before and after their fixes. ${withoutPython}`);
if (unmeasured) console.log(`NOT RUN: the programs of test/measure, with and without their leaks. ${unmeasured}`);
if (unverified) console.log(`NOT RUN: the knowledge against the packages that it describes. ${unverified}`);
if (withoutHost) console.log(`NOT RUN: the tests in VS Code. ${withoutHost}`);
console.log(`${tally.passed} passed, ${tally.failed.length} failed`);
process.exitCode = tally.failed.length > 0 ? 1 : 0;

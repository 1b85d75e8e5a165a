// Holds the rows of server/knowledge against the packages that requirements.txt pins, those of heavy packages against the sources that sources.txt pins, and the generated files against what their generators write today.
//     node test/knowledge/verify.mjs
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setUpPython, setUpSources } from "../helpers/python.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const scripts = path.join(root, "scripts", "knowledge");
const committed = path.join(root, "server", "knowledge");

/** `python` is false, with the reason, where there is no Python to ask. One test for each file that names packages, one for each generated file. */
export function runKnowledgeChecks() {
  const { python, why } = setUpPython({ requirements: path.join(here, "requirements.txt"), cache: "holdout-knowledge-py" });
  if (!python) return { passed: 0, failed: [], python: false, why };
  const sources = setUpSources({
    python,
    requirements: path.join(here, "sources.txt"),
    cache: "holdout-knowledge-src",
    script: path.join(scripts, "unpack.py"),
  });
  if (!sources.folder) return { passed: 0, failed: [], python: false, why: sources.why };
  const tests = [...verified(python, sources.folder), ...generated(python)];
  const failed = tests.filter(({ wrong }) => wrong.length > 0);
  for (const { name, wrong } of failed) console.log(`${name}\n${wrong.map((each) => `    ${each}`).join("\n")}`);
  return { passed: tests.length - failed.length, failed: failed.map(({ name }) => `knowledge: ${name}`), python: true, why: null };
}

function verified(python, sources) {
  const { stdout, stderr } = spawnSync(python, [path.join(scripts, "verify.py"), "--json", "--sources", sources], { encoding: "utf8", maxBuffer: 1 << 26 });
  const results = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  if (results.length === 0) return [{ name: "verify.py", wrong: [stderr || "No file was looked at."] }];
  const rows = results.reduce((sum, result) => sum + result.rows, 0);
  const unknown = results.reduce((sum, result) => sum + result.unvouched, 0);
  console.log(`${rows} rows of ${results.length} files looked at; no package here vouches for ${unknown} more`);
  return results.map((result) => ({
    name: result.file,
    wrong: [
      ...result.fresh.map((line) => `does not exist: ${line}`),
      ...result.unbound.map((line) => `names a parameter that is not there: ${line}`),
      ...otherVersions(result),
    ],
  }));
}

/** Versions that a file says were looked at, and are not the ones that are pinned. Rows for another Python are alike. */
function otherVersions({ checked, versions }) {
  const key = (name) => name.replaceAll("_", "-");
  const installed = new Map(Object.entries(versions).map(([name, version]) => [key(name), version]));
  return checked
    .split(", ")
    .map((each) => each.split(" "))
    .filter(([name]) => name !== "Python" && name !== "-")
    .filter(([name, version]) => installed.get(key(name)) !== version)
    .map(([name, version]) => `says that ${name} ${version} was looked at; pinned is ${installed.get(key(name)) ?? "none"}`);
}

function generated(python) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-knowledge-"));
  try {
    return [
      ["sklearn.py", "sklearn.generated.json"],
      ["packages.py", "feature_engine.generated.json", "feature_engine"],
      ["packages.py", "pyspark.generated.json", "pyspark"],
    ].map(([script, file, ...what]) => {
      const { status, stderr } = spawnSync(python, [path.join(scripts, script), ...what, "--into", folder], { encoding: "utf8" });
      const name = `${file} is what ${script} writes`;
      if (status !== 0) return { name, wrong: [stderr.trim().split("\n").slice(-3).join(" | ")] };
      return { name, wrong: differing(fs.readFileSync(path.join(committed, file), "utf8"), fs.readFileSync(path.join(folder, file), "utf8")) };
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The first few lines that only one of two texts has. */
function differing(before, after) {
  const [old, fresh] = [before, after].map((text) => new Set(text.split(/\r?\n/)));
  const lines = [
    ...[...old].filter((line) => !fresh.has(line)).map((line) => `- ${line.trim()}`),
    ...[...fresh].filter((line) => !old.has(line)).map((line) => `+ ${line.trim()}`),
  ];
  return lines.slice(0, 6).map((line) => line.slice(0, 200));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed, why } = runKnowledgeChecks();
  console.log(why ? `NOT RUN: ${why}` : `${passed} passed, ${failed.length} failed`);
  process.exitCode = failed.length > 0 || why ? 1 : 0;
}

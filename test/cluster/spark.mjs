// The recipe of docs/scale.md on a real Spark cluster of two workers on this machine: its answers must be those of one process.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { documents } from "./documents.mjs";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const pyspark = "pyspark==3.5.7";
const count = Number(process.env.HOLDOUT_DOCUMENTS ?? 3000);
const cores = 2;

/** A virtual environment with Spark, kept in .cache. */
function python() {
  const venv = path.join(root, ".cache", "spark");
  const bin = path.join(venv, "bin", "python");
  if (spawnSync(bin, ["-c", "import pyspark"]).status !== 0) {
    must(spawnSync("python3", ["-m", "venv", "--clear", venv], { stdio: "inherit" }), "python3 -m venv");
    must(spawnSync(bin, ["-m", "pip", "install", "-q", "--disable-pip-version-check", pyspark], { stdio: "inherit" }), `pip install ${pyspark}`);
  }
  return bin;
}

/** Spark 3.5 runs on Java 17; a newer default must not get in its way. */
function javaHome() {
  const homes = [process.env.HOLDOUT_JAVA_17, "/usr/lib/jvm/java-17-openjdk-amd64", process.env.JAVA_HOME];
  return homes.find((home) => home && fs.existsSync(path.join(home, "bin", "java")));
}

function must(result, what) {
  if (result.status !== 0) throw new Error(`${what} failed (${result.signal ?? `status ${result.status}`}): ${String(result.stderr ?? "").slice(-2000)}`);
  return result;
}

/** Without the number of an error's line, which is one of its partition. */
const answersIn = (text) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .map((answer) => JSON.stringify({ ...answer, line: undefined }))
    .sort();

export function runSpark() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-spark-"));
  try {
    const cli = path.join(root, "server/dist/cli.js");
    const input = path.join(folder, "documents.json");
    const all = documents(count);
    fs.writeFileSync(input, all.map((document) => `${JSON.stringify(document)}\n`).join(""));
    const begin = performance.now();
    const one = spawnSync(process.execPath, [cli, "check", "--stdin", "--threads", "1"], { cwd: folder, input: fs.readFileSync(input), maxBuffer: 2 ** 30 });
    if (one.status !== 2) throw new Error(`one process ended with ${one.status}, expected 2: ${one.stderr}`);
    const oneSeconds = (performance.now() - begin) / 1000;
    const env = { ...process.env, SPARK_LOCAL_IP: "127.0.0.1", PYSPARK_PYTHON: python(), ...(javaHome() && { JAVA_HOME: javaHome() }) };
    // Two worker processes with a core each, talking to a master over loopback.
    const master = `local-cluster[${cores},1,1024]`;
    const output = path.join(folder, "findings");
    const recipe = path.join(root, "examples/spark/check_documents.py");
    const submit = [path.join(path.dirname(env.PYSPARK_PYTHON), "spark-submit"), "--master", master, "--conf", "spark.ui.enabled=false", recipe];
    const started = performance.now();
    const options = ["--holdout", `${process.execPath} ${cli}`, "--partitions", "2", `file://${input}`, `file://${output}`];
    const spark = must(spawnSync(submit[0], [...submit.slice(1), ...options], { cwd: folder, env, encoding: "utf8", maxBuffer: 2 ** 30 }), "spark-submit");
    const sparkSeconds = (performance.now() - started) / 1000;
    const parts = fs.readdirSync(output).filter((name) => name.startsWith("part-"));
    const found = answersIn(parts.map((name) => fs.readFileSync(path.join(output, name), "utf8")).join(""));
    const expected = answersIn(one.stdout.toString());
    const findings = expected.reduce((sum, line) => sum + (JSON.parse(line).findings?.length ?? 0), 0);
    const errors = expected.filter((line) => "error" in JSON.parse(line)).length;
    const checks = [
      ["one machine answers every document", expected.length === count],
      ["leaks and unreadable documents are among them", findings > count / 4 && errors > count / 200],
      ["two workers answer as one process does", JSON.stringify(found) === JSON.stringify(expected)],
      ["the recipe counts as many", spark.stdout.includes(`${count} documents, ${count} answers, ${findings} findings, ${errors} errors`)],
    ];
    console.log(`Spark (${pyspark}, ${master}):\n  ${spark.stdout.trim().split("\n").join("\n  ")}`);
    console.log(`  one process, one core: ${oneSeconds.toFixed(1)} s, ${(count / oneSeconds).toFixed(0)} documents a second`);
    console.log(`  ${cores} workers, with start and counting: ${sparkSeconds.toFixed(1)} s`);
    return checks;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

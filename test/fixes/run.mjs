// Proves fixes by running: every program of `programs/` runs before and after its fixes, and prints finite scores both times.
//     node test/fixes/run.mjs [part of a name …]      --keep DIR keeps the fixed programs; --without-python only applies the fixes
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import esbuild from "esbuild";
import { setUpPython } from "../helpers/python.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");

/** `python` is false, with the reason, where there is no Python to run anything. */
export async function runFixProofs({ names = [], keep = null, without = false } = {}) {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-fixes-"));
  try {
    const prove = await bundled(work);
    const files = fs
      .readdirSync(path.join(here, "programs"))
      .filter((file) => file.endsWith(".py") && (names.length === 0 || names.some((name) => file.includes(name))));
    const proofs = files.map((file) => prove(path.join(here, "programs", file)));
    const { python, why } = without
      ? { python: null, why: "--without-python was given." }
      : setUpPython({ requirements: path.join(here, "requirements.txt"), cache: "holdout-fixes-py" });
    if (python) run(python, work, proofs);
    if (keep) for (const { name, after } of proofs) fs.writeFileSync(path.join(keep, name.replace(".nb.py", ".py")), after);
    const failed = proofs.filter(({ broken }) => broken.length > 0);
    for (const { name, broken } of failed) console.log(`${name}\n${broken.map((each) => `    ${each}`).join("\n")}`);
    console.log(`${proofs.length} programs, ${proofs.reduce((sum, { titles }) => sum + titles.length, 0)} fixes applied, ${failed.length} programs failed`);
    return { passed: proofs.length - failed.length, failed: failed.map(({ name }) => `fixes: ${name}`), python: python !== null, why };
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

async function bundled(work) {
  const outfile = path.join(work, "prove.mjs");
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await esbuild.build({ entryPoints: [path.join(here, "prove.ts")], bundle: true, platform: "node", format: "esm", outfile, banner, logLevel: "error" });
  const { prover } = await import(pathToFileURL(outfile).href);
  const wasm = (name) => fs.readFileSync(path.join(root, "node_modules", ...name));
  return prover({ runtime: wasm(["web-tree-sitter", "web-tree-sitter.wasm"]), python: wasm(["tree-sitter-python", "tree-sitter-python.wasm"]) });
}

/** Runs both versions of every program and adds what went wrong to its proof. */
function run(python, work, proofs) {
  const jobs = proofs.flatMap((proof) =>
    ["before", "after"].map((when) => {
      const file = path.join(work, `${when}-${proof.name}`);
      fs.writeFileSync(file, proof[when]);
      return { name: `${when} ${proof.name}`, file };
    }),
  );
  const { status, stdout, stderr } = spawnSync(python, [path.join(here, "run_programs.py")], {
    input: JSON.stringify(jobs),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`The programs could not be run.\n${stderr}`);
  const results = new Map(
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map((result) => [result.name, result]),
  );
  for (const proof of proofs) {
    for (const when of ["before", "after"]) {
      const { out, error } = results.get(`${when} ${proof.name}`);
      const scores = [...out.matchAll(/^score (\S+)/gm)].map(([, score]) => Number(score));
      const last = scores.at(-1);
      const bounds = proof.bounds[when];
      if (when === "before" && proof.failsBefore) {
        if (!error) proof.broken.push("does not fail before the fix");
      } else if (error) proof.broken.push(`fails ${when} the fix: ${error.trim().split("\n").slice(-3).join(" | ")}`);
      else if (scores.length === 0 || !scores.every(Number.isFinite)) proof.broken.push(`prints no finite score ${when} the fix`);
      else if (bounds && (last < bounds[0] || last > bounds[1])) proof.broken.push(`scores ${last} ${when} the fix, not ${bounds[0]} to ${bounds[1]}`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const at = args.indexOf("--keep");
  const without = args.includes("--without-python");
  const keep = at < 0 ? null : args.splice(at, 2)[1];
  if (keep) fs.mkdirSync(keep, { recursive: true });
  const { failed, why } = await runFixProofs({ names: args.filter((arg) => !arg.startsWith("--")), keep, without });
  if (why) console.log(`NOT RUN: ${why}`);
  process.exitCode = failed.length > 0 || why ? 1 : 0;
}

// Packs the extension into one VSIX that runs on every platform and in the browser. `node scripts/package.mjs [file]`
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const budget = 1.5 * 1024 * 1024;

/** Everything at run time is bundled, so no node_modules goes in. */
export function pack(target) {
  const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
  // Links of the README stay relative: the project does not presume where it is published.
  const args = ["package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--out", target];
  const result = spawnSync(process.execPath, [vsce, ...args], { cwd: root, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`vsce package failed:\n${result.stdout}\n${result.stderr}`);
  const { size } = fs.statSync(target);
  if (size > budget) throw new Error(`${target} has ${size} bytes, more than the ${budget} it may have.`);
  return { target, size, loud: result.stderr.split("\n").filter((line) => line.startsWith("!!!")) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const { target, size, loud } = pack(path.resolve(process.argv[2] ?? `holdout-${version}.vsix`));
  for (const line of loud) console.error(line);
  console.log(`${path.relative(process.cwd(), target)}: ${(size / 1024).toFixed(0)} KB`);
}

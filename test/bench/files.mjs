/** `holdout check` against `ruff check` over the same folder, with peak memory; and the size of the VSIX. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { cache, root, row, runProcess } from "./support.mjs";

const ruffVersion = "0.16.9";

export async function files(folder) {
  if (!folder) return console.log("\nFiles: give a folder of real notebooks (npm run bench -- --corpus DIR) to compare with ruff");
  const ruff = installRuff();
  const cli = [process.execPath, path.join(root, "server/dist/cli.js"), "check", folder, "--exit-zero", "--statistics"];
  const ruffArgs = ["check", "--isolated", "--no-cache", "--exit-zero", "--quiet", "--statistics", folder];
  console.log(`\nFiles of ${folder}: wall time and peak memory (aim 10 x ruff single-threaded, 400 MB)`);
  const runs = [
    ["ruff, one thread", ruff, ruffArgs, { RAYON_NUM_THREADS: "1" }],
    ["ruff", ruff, ruffArgs, {}],
    ["holdout, one thread", cli[0], [...cli.slice(1), "--threads", "1"], {}],
    ["holdout", cli[0], cli.slice(1), {}],
  ];
  let base = 0;
  for (const [name, command, args, env] of runs) {
    if (!command) continue;
    const { seconds, peakMb, out } = await runProcess(command, args, { env: { ...process.env, ...env } });
    base ||= seconds;
    row(name, `${seconds.toFixed(1)} s`, `${peakMb.toFixed(0)} MB`, `${(seconds / base).toFixed(1)} x`);
    if (name === "holdout") console.log(`  ${out.trim().split("\n").at(-1)}`);
  }
}

/** From PyPI into a cache; null where that is impossible. */
function installRuff() {
  const folder = path.join(cache, `ruff-${ruffVersion}`);
  const ruff = path.join(folder, process.platform === "win32" ? "Scripts/ruff.exe" : "bin/ruff");
  if (fs.existsSync(ruff)) return ruff;
  const python = process.platform === "win32" ? "python" : "python3";
  spawnSync(python, ["-m", "venv", folder], { stdio: "ignore" });
  spawnSync(path.join(path.dirname(ruff), "pip"), ["install", "--quiet", `ruff==${ruffVersion}`], { stdio: "inherit" });
  if (fs.existsSync(ruff)) return ruff;
  console.log(`  ruff ${ruffVersion} could not be installed: it is left out`);
  return null;
}

export function vsix() {
  console.log("\nSize of the VSIX (aim 1.5 MB)");
  const found = ["", "dist", "out"].flatMap((folder) => {
    const at = path.join(root, folder);
    return fs.existsSync(at)
      ? fs
          .readdirSync(at)
          .filter((name) => name.endsWith(".vsix"))
          .map((name) => path.join(at, name))
      : [];
  });
  if (found.length === 0) return row("none: npm run package");
  for (const file of found) row(path.relative(root, file), `${(fs.statSync(file).size / 1e6).toFixed(2)} MB`);
}

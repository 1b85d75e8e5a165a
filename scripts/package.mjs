// Packs the extension. `node scripts/package.mjs [--target linux-x64 | --all] [file]`: without a target one VSIX that runs everywhere, the
// browser included, and cannot compare data; with one, the same and DuckDB's native library for that platform.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const megabyte = 1024 * 1024;
const budget = 1.5 * megabyte;
/** Windows' library is the largest. */
const nativeBudget = 60 * megabyte;

/** VS Code's names of platforms, and DuckDB's. */
const natives = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "alpine-x64": "linux-x64-musl",
  "alpine-arm64": "linux-arm64-musl",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "win32-x64",
  "win32-arm64": "win32-arm64",
};

/** This machine's platform, or null where its library is not installed. */
export function ownTarget() {
  const target = `${process.platform}-${process.arch}`;
  return natives[target] && fs.existsSync(path.join(root, "node_modules", "@duckdb", `node-bindings-${natives[target]}`, "package.json")) ? target : null;
}

/** Everything at run time is bundled but the native library, which lies beside the bundles. */
export function pack(file, target = null) {
  const beside = path.join(root, "dist", "node_modules");
  fs.rmSync(beside, { recursive: true, force: true });
  if (target) for (const name of ["node-api", "node-bindings", `node-bindings-${natives[target]}`]) stage(name, path.join(beside, "@duckdb", name));
  const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
  // Links of the README stay relative: the project does not presume where it is published.
  const args = [
    "package",
    "--no-dependencies",
    "--allow-missing-repository",
    "--no-rewrite-relative-links",
    ...(target ? ["--target", target] : []),
    "--out",
    file,
  ];
  const result = spawnSync(process.execPath, [vsce, ...args], { cwd: root, encoding: "utf8" });
  fs.rmSync(beside, { recursive: true, force: true });
  if (result.status !== 0) throw new Error(`vsce package failed:\n${result.stdout}\n${result.stderr}`);
  const { size } = fs.statSync(file);
  const most = budget + (target ? nativeBudget : 0);
  if (size > most) throw new Error(`${file} has ${size} bytes, more than the ${most} it may have.`);
  return { target: file, size, loud: result.stderr.split("\n").filter((line) => line.startsWith("!!!")) };
}

/** Copies an installed package; one of another platform comes from the registry, in the version of the lock file. */
function stage(name, to) {
  const installed = path.join(root, "node_modules", "@duckdb", name);
  const from = fs.existsSync(path.join(installed, "package.json")) ? installed : fetched(`@duckdb/${name}`);
  const unwanted = /\.(d\.ts|map)$/;
  fs.cpSync(from, to, { recursive: true, dereference: true, filter: (file) => !unwanted.test(file) && !file.includes(`${path.sep}node_modules${path.sep}.`) });
}

function fetched(name) {
  const { version, integrity } = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8")).packages[`node_modules/${name}`];
  const cache = path.join(os.homedir(), ".cache", "holdout-natives", `${name.replaceAll("/", "+")}-${version}`);
  if (fs.existsSync(path.join(cache, "package", "package.json"))) return path.join(cache, "package");
  fs.rmSync(cache, { recursive: true, force: true });
  fs.mkdirSync(cache, { recursive: true });
  run("npm", ["pack", `${name}@${version}`, "--pack-destination", cache, "--silent"]);
  const [archive] = fs.readdirSync(cache);
  const hash = createHash("sha512")
    .update(fs.readFileSync(path.join(cache, archive)))
    .digest("base64");
  if (`sha512-${hash}` !== integrity) throw new Error(`${name} ${version} is not what the lock file says`);
  run("tar", ["-xzf", path.join(cache, archive), "-C", cache]);
  return path.join(cache, "package");
}

function run(command, args) {
  const result = spawnSync(command, args, { encoding: "utf8", shell: process.platform === "win32" });
  if (result.status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${result.stdout}\n${result.stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const args = process.argv.slice(2);
  const at = args.indexOf("--target");
  const named = at >= 0 ? args.splice(at, 2)[1] : null;
  if (at >= 0 && !natives[named]) throw new Error(`--target must be one of ${Object.keys(natives).join(" ")}`);
  const all = args.includes("--all");
  const targets = all ? [null, ...Object.keys(natives)] : [named];
  for (const each of targets) {
    const file = path.resolve(all ? `holdout-${version}${each ? `-${each}` : ""}.vsix` : (args[0] ?? `holdout-${version}${each ? `-${each}` : ""}.vsix`));
    const { target, size, loud } = pack(file, each);
    for (const line of loud) console.error(line);
    console.log(`${path.relative(process.cwd(), target)}: ${(size / 1024).toFixed(0)} KB`);
  }
}

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Makes a fresh clone usable; does nothing where the dependencies are those of the lock file. */
export function installDependencies() {
  const installed = path.join(root, "node_modules", ".package-lock.json");
  const isCurrent = fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(path.join(root, "package-lock.json")).mtimeMs;
  // A linked node_modules belongs to another checkout.
  if (isCurrent || fs.lstatSync(path.join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  console.log("Installing dependencies (npm ci) ...");
  const { status } = spawnSync("npm", ["ci"], { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) throw new Error("npm ci failed");
}

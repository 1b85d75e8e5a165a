// A Python with the libraries that a requirements file pins: a virtual environment in the user's cache, one for each set of pins.
import { spawnSync } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

function userCache() {
  if (process.platform === "win32") return process.env.LOCALAPPDATA ?? path.join(os.homedir(), "AppData", "Local");
  return process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache");
}

/**
 * The interpreter, set up once, or a sentence that says why there is none.
 * `requirements` is the path of a file of pins; `cache` names the folder in the user's cache.
 */
export function setUpPython({ requirements, cache }) {
  const key = crypto.createHash("sha256").update(fs.readFileSync(requirements)).digest("hex").slice(0, 12);
  const home = path.join(userCache(), cache, key);
  const done = path.join(home, ".complete");
  const interpreter = path.join(home, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  if (fs.existsSync(done)) return { python: interpreter, why: null };
  const base = findPython();
  if (!base) return { python: null, why: "Python 3.11 or later is not on this machine (python3, or the path in PYTHON)." };
  console.log(`Setting up Python with the libraries of ${shown(requirements)} in ${home} (once, some minutes) ...`);
  fs.rmSync(home, { recursive: true, force: true });
  const made = spawnSync(base, ["-m", "venv", home], { stdio: "inherit" });
  if (made.status !== 0) return { python: null, why: "A virtual environment of Python could not be made (on Debian: apt-get install python3-venv)." };
  const installed = spawnSync(interpreter, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements], { stdio: "inherit" });
  if (installed.status !== 0) return { python: null, why: `The libraries in ${shown(requirements)} could not be installed.` };
  fs.writeFileSync(done, "");
  return { python: interpreter, why: null };
}

/**
 * A folder with the Python sources of the wheels that a file of pins names, fetched once and never run, or a sentence that says why there is none.
 * Wheels for one platform are asked for everywhere, so every machine reads the same: that of macOS, whose wheels are the smallest.
 */
export function setUpSources({ python, requirements, cache, script }) {
  const key = crypto.createHash("sha256").update(fs.readFileSync(requirements)).update(fs.readFileSync(script)).digest("hex").slice(0, 12);
  const home = path.join(userCache(), cache, key);
  if (fs.existsSync(path.join(home, ".complete"))) return { folder: home, why: null };
  console.log(`Fetching the sources of the packages of ${shown(requirements)} to ${home} (once, some minutes) ...`);
  fs.rmSync(path.dirname(home), { recursive: true, force: true });
  const wheels = path.join(path.dirname(home), "wheels");
  fs.mkdirSync(wheels, { recursive: true });
  fs.mkdirSync(home);
  try {
    const platform = ["--platform", "macosx_14_0_arm64", "--python-version", "3.12", "--only-binary", ":all:"];
    const pip = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-cache-dir", ...platform];
    const fetched = spawnSync(python, [...pip, "--dest", wheels, "--requirement", requirements], { stdio: "inherit" });
    if (fetched.status !== 0) return { folder: null, why: `The packages in ${shown(requirements)} could not be fetched.` };
    const unpacked = spawnSync(python, [script, wheels, home], { stdio: "inherit" });
    if (unpacked.status !== 0 || !fs.existsSync(path.join(home, "versions.json")))
      return { folder: null, why: `The packages in ${shown(requirements)} could not be unpacked.` };
  } finally {
    fs.rmSync(wheels, { recursive: true, force: true });
  }
  fs.writeFileSync(path.join(home, ".complete"), "");
  return { folder: home, why: null };
}

const shown = (file) => path.relative(process.cwd(), file).replaceAll("\\", "/");

function findPython() {
  const candidates = [process.env.PYTHON, "python3", "python"].filter(Boolean);
  return candidates.find((name) => spawnSync(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"], { stdio: "ignore" }).status === 0);
}

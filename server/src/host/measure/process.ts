/** Runs the user's Python, bounded in time, with everything that it starts. */
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import path from "node:path";

export interface Ended {
  readonly how: "exit" | "timeout" | "cancelled";
  /** Status, or the name of the signal that ended it. */
  readonly status: number | string;
  readonly seconds: number;
  /** The end of both streams, as they came. */
  readonly output: string;
}

export interface Started {
  readonly python: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly limitSeconds: number;
  onCancel(stop: () => void): { dispose(): void };
}

const mostOutput = 20_000;
const isWindows = process.platform === "win32";
const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) kill(child);
});

/** Rejects if the interpreter cannot be started at all. */
export function runPython({ python, args, cwd, env, limitSeconds, onCancel }: Started): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const began = Date.now();
    let output = "";
    let how: Ended["how"] = "exit";
    // A group of its own, so that everything it starts can be ended with it.
    const child = spawn(python, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: !isWindows, windowsHide: true });
    alive.add(child);
    const stop = (why: "timeout" | "cancelled") => {
      if (how === "exit") how = why;
      kill(child);
    };
    const timer = setTimeout(stop, limitSeconds * 1000, "timeout");
    const cancel = onCancel(() => stop("cancelled"));
    const settle = () => {
      clearTimeout(timer);
      cancel.dispose();
      alive.delete(child);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        output = (output + text).slice(-mostOutput);
      });
    }
    child.on("error", (error) => {
      settle();
      reject(new Error(`${python} cannot be started: ${error.message}`));
    });
    child.on("exit", (code, signal) => {
      // What it started and left behind would keep the streams open, and go on.
      if (!isWindows) kill(child);
      const late = setTimeout(() => child.stdout.destroy(), 2000);
      child.once("close", () => {
        clearTimeout(late);
        settle();
        resolve({ how, status: signal ?? code ?? 0, seconds: (Date.now() - began) / 1000, output });
      });
      setTimeout(() => child.stderr.destroy(), 2000).unref();
    });
  });
}

/** The process and all that it started. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (isWindows) {
    spawnSync("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nobody of the group is left.
  }
}

/** Version of an interpreter. Rejects with a sentence where it is none, or too old. */
export function probe(python: string): Promise<{ path: string; version: string }> {
  const program = "import sys; print('.'.join(map(str, sys.version_info[:3])))";
  return new Promise((resolve, reject) => {
    execFile(python, ["-c", program], { timeout: 60_000, windowsHide: true, env: environment(python) }, (error, stdout) => {
      const version = /^(\d+)\.(\d+)\.\d+/.exec(stdout.trim());
      if (error || !version) return reject(new Error(`${python} is no Python that can be run${error ? `: ${error.message.trim().split("\n").at(-1)}` : ""}`));
      if (Number(version[1]) < 3 || (version[1] === "3" && Number(version[2]) < 8))
        return reject(new Error(`${python} is Python ${version[0]}; measuring needs 3.8 or later.`));
      resolve({ path: python, version: version[0] });
    });
  });
}

/** The environment of this process with that of the interpreter first, and nothing of the editor's own. */
export function environment(python: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of Object.keys(env))
    if (/^(?:ELECTRON_|VSCODE_|NODE_OPTIONS$|DISPLAY$|WAYLAND_DISPLAY$|PYTHONSTARTUP$|PYTHONINSPECT$)/.test(name)) delete env[name];
  if (!path.isAbsolute(python)) return env;
  const folder = path.dirname(python);
  const folders = isWindows ? [folder, path.join(folder, "Library", "bin"), path.join(folder, "Scripts")] : [folder];
  const name = Object.keys(env).find((each) => each.toUpperCase() === "PATH") ?? "PATH";
  env[name] = [...folders, env[name] ?? ""].join(path.delimiter);
  return env;
}

/** The process behind the drift panel, bundled and started for a test, and its answers. */
import { type ChildProcess, fork } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import * as esbuild from "esbuild";
import { onTestFinished } from "vitest";
import type { FromDrift, ToDrift } from "../../server/src/protocol.js";

type Kind = FromDrift["kind"];

/** A new folder inside the project, so that the process finds the native library, with the bundle in it. The caller removes it. */
export async function bundleComparing(prefix: string): Promise<{ readonly folder: string; readonly bundle: string }> {
  fs.mkdirSync("node_modules/.cache", { recursive: true });
  const folder = fs.mkdtempSync(path.resolve("node_modules/.cache", prefix));
  const bundle = path.join(folder, "compare.js");
  await esbuild.build({
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    entryPoints: ["server/src/main.compare.ts"],
    outfile: bundle,
    external: ["@duckdb/node-api", "pg-native"],
  });
  return { folder, bundle };
}

/** Ends with the test. `answer` waits for the first message of these kinds with this id. */
export function startComparing(bundle: string, cwd: string, environment: Readonly<Record<string, string>> = {}) {
  const child: ChildProcess = fork(bundle, [], { cwd, env: { ...process.env, ...environment }, execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const seen: FromDrift[] = [];
  child.on("message", (message: FromDrift) => seen.push(message));
  const ask = (message: ToDrift) => child.send(message);
  async function answer<K extends Kind>(id: number, ...kinds: readonly K[]): Promise<Extract<FromDrift, { kind: K }>> {
    for (;;) {
      const found = seen.find((message) => message.id === id && (kinds as readonly string[]).includes(message.kind));
      if (found) return found as Extract<FromDrift, { kind: K }>;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  return { child, seen, ask, answer };
}

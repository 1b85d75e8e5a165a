/** The command line and the engine's process, bundled once; kept inside the project so that they find the native library. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import * as esbuild from "esbuild";
import { onTestFinished } from "vitest";

/** Whether the native library is here. */
export const installed = (() => {
  try {
    createRequire(import.meta.url)("@duckdb/node-api");
    return true;
  } catch {
    return false;
  }
})();

export interface Bundles {
  readonly cli: string;
  readonly engine: string;
  readonly remove: () => void;
}

export async function buildDrift(): Promise<Bundles> {
  const cache = path.resolve("node_modules/.cache");
  fs.mkdirSync(cache, { recursive: true });
  const folder = fs.mkdtempSync(path.join(cache, "holdout-drift-"));
  const shared = {
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",

    logLevel: "error",
    define: { "import.meta.url": '"file:///x"' },
  } as const;
  const [cli, engine] = [path.join(folder, "cli.js"), path.join(folder, "drift.js")];
  await esbuild.build({ ...shared, entryPoints: ["server/src/main.cli.ts"], outfile: cli, external: ["pg-native"] });
  await esbuild.build({ ...shared, entryPoints: ["server/src/main.drift.ts"], outfile: engine, external: ["@duckdb/node-api"] });
  return { cli, engine, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

/** A folder with these files, removed after the test. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "holdout-drift-test-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  return folder;
}

export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export function runDrift(cli: string, cwd: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, "drift", ...args], { cwd });
    let [out, err] = ["", ""];
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (err += data));
    child.on("close", (status) => resolve({ status, out, err }));
  });
}

/** CSV text of columns of values. */
export function csv(columns: Readonly<Record<string, readonly (string | number | null)[]>>): string {
  const names = Object.keys(columns);
  const rows = (columns[names[0] as string] as readonly unknown[]).map((_, i) => names.map((name) => columns[name]?.[i] ?? "").join(","));
  return `${[names.join(","), ...rows].join("\n")}\n`;
}

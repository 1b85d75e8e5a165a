/** The command line as a process: its bundle with a stand-in for the analysis, and a folder to run it in. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as esbuild from "esbuild";
import { onTestFinished } from "vitest";

/** Builds `holdout` into a temporary folder and returns the path of the bundle. */
export async function buildCommandLine({ fake = true } = {}): Promise<string> {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "holdout-cli-"));
  const outfile = path.join(folder, "cli.js");
  const standIn: esbuild.Plugin = {
    name: "stand-in",
    // The analysis only; drift has an engine of its own.
    setup: (build) =>
      build.onResolve({ filter: /^\.\/engine\.js$/ }, ({ resolveDir }) =>
        resolveDir === path.resolve("server/src") ? { path: path.resolve("test/helpers/fakeEngine.ts") } : null,
      ),
  };
  await esbuild.build({
    entryPoints: ["server/src/main.cli.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["pg-native"],
    logLevel: "error",
    define: { "import.meta.url": '"file:///x"' },
    plugins: fake ? [standIn] : [],
  });
  for (const [name, from] of [
    ["tree-sitter.wasm", "web-tree-sitter/web-tree-sitter.wasm"],
    ["tree-sitter-python.wasm", "tree-sitter-python/tree-sitter-python.wasm"],
  ] as const) {
    fs.copyFileSync(path.join("node_modules", from), path.join(folder, name));
  }
  return outfile;
}

export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder with these files, and a function that runs the command in it. */
export function project(bundle: string, files: Readonly<Record<string, string>>) {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "holdout-project-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  const run = (args: string, { input = "", env = {} as Record<string, string> } = {}): Promise<Outcome> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [bundle, ...args.split(" ").filter((arg) => arg !== "")], { cwd: folder, env: { ...process.env, ...env } });
      let [out, err] = ["", ""];
      child.stdout.on("data", (data) => (out += data));
      child.stderr.on("data", (data) => (err += data));
      child.on("close", (status) => resolve({ status, out, err }));
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    });
  return { folder, run };
}

/** A notebook file as Jupyter writes it. */
export function notebook(...cells: readonly string[]): string {
  const source = (text: string) => text.split(/(?<=\n)/);
  const content = cells.map((text) =>
    text.startsWith("# Title")
      ? { cell_type: "markdown", metadata: {}, source: source(text) }
      : { cell_type: "code", execution_count: null, metadata: {}, outputs: [], source: source(text) },
  );
  return `${JSON.stringify({ cells: content, metadata: { language_info: { name: "python" } }, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

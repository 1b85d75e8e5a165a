// Builds every bundle. `--production` minifies, `--watch` rebuilds on change.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = path.dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

// web-tree-sitter asks for import.meta.url while loading, which exists in no bundle; any valid URL will do, since the wasm comes as bytes.
const node = { platform: "node", target: "node20", format: "cjs", define: { "import.meta.url": '"file:///x"' } };
const worker = { platform: "browser", target: "es2022", format: "iife", define: { "import.meta.url": '"file:///"' } };

const bundles = [
  { entry: "client/src/main.node.ts", out: "dist/client.node.js", options: { ...node, external: ["vscode"] } },
  { entry: "client/src/main.web.ts", out: "dist/client.web.js", options: { ...worker, format: "cjs", external: ["vscode"] } },
  { entry: "client/src/views/page/main.ts", out: "dist/view.js", options: worker },
  { entry: "client/src/views/page/view.css", out: "dist/view.css", options: {} },
  { entry: "server/src/main.node.ts", out: "dist/server.node.js", options: node },
  { entry: "server/src/main.node.ts", out: "server/dist/server.js", options: node },
  { entry: "server/src/main.web.ts", out: "dist/server.web.js", options: { ...worker, external: ["fs/promises", "module"] } },
  { entry: "server/src/main.cli.ts", out: "server/dist/cli.js", options: { ...node, external: ["pg-native"], banner: { js: "#!/usr/bin/env node" } } },
  // DuckDB's native library is never bundled: it is there or it is not.
  { entry: "server/src/main.drift.ts", out: "dist/drift.js", options: { ...node, external: ["@duckdb/node-api"] } },
  { entry: "server/src/main.drift.ts", out: "server/dist/drift.js", options: { ...node, external: ["@duckdb/node-api"] } },
  { entry: "server/src/main.compare.ts", out: "dist/compare.js", options: { ...node, external: ["@duckdb/node-api", "pg-native"] } },
  // A page of its own: no script but this one may run in it.
  { entry: "panel/src/main.ts", out: "dist/panel.js", options: { ...worker } },
  { entry: "panel/src/panel.css", out: "dist/panel.css", options: {} },
];

const wasm = ["web-tree-sitter/web-tree-sitter.wasm", "tree-sitter-python/tree-sitter-python.wasm"];

for (const folder of ["dist", "server/dist"]) {
  fs.mkdirSync(path.join(root, folder), { recursive: true });
  for (const file of wasm)
    fs.copyFileSync(path.join(root, "node_modules", file), path.join(root, folder, path.basename(file).replace("web-tree-sitter", "tree-sitter")));
}

// The Python that runs a program for a measurement goes as it is.
for (const folder of ["dist", "server/dist"]) {
  const from = path.join(root, "server", "measure", "holdout_measure");
  const to = path.join(root, folder, "holdout_measure");
  fs.rmSync(to, { recursive: true, force: true });
  fs.cpSync(from, to, { recursive: true, filter: (file) => !file.endsWith("__pycache__") });
}

// The command line prints the page of a rule, and its language server links to it.
fs.cpSync(path.join(root, "docs", "rules"), path.join(root, "server", "dist", "rules"), { recursive: true });

const contexts = [];
for (const { entry, out, options } of bundles) {
  if (!fs.existsSync(path.join(root, entry))) {
    console.error(`!!! ${entry} does not exist: ${out} was NOT built`);
    fs.rmSync(path.join(root, out), { force: true });
    continue;
  }
  contexts.push(
    await esbuild.context({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: out,
      bundle: true,
      minify: production,
      sourcemap: production ? false : "linked",
      legalComments: "none",
      logLevel: "warning",
      loader: { ".json": "json" },
      ...options,
    }),
  );
}

if (watch) {
  await Promise.all(contexts.map((context) => context.watch()));
  console.log("Watching ...");
} else {
  try {
    await Promise.all(contexts.map((context) => context.rebuild()));
    const cli = path.join(root, "server/dist/cli.js");
    if (fs.existsSync(cli)) fs.chmodSync(cli, 0o755);
  } catch {
    process.exitCode = 1; // esbuild has printed what is wrong
  }
  await Promise.all(contexts.map((context) => context.dispose()));
}

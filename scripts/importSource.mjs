// Lets a plain Node script use a TypeScript module of the server.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export async function importSource(file) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-source-"));
  const outfile = path.join(dir, "module.mjs");
  try {
    await build({ absWorkingDir: root, entryPoints: [file], outfile, bundle: true, format: "esm", platform: "node", logLevel: "warning" });
    return await import(pathToFileURL(outfile).href);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

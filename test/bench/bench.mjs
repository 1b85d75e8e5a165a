/**
 * Measures, side by side in one run, and asserts nothing.
 *
 *     npm run bench                           everything
 *     npm run bench -- analysis server        some of analysis, server, files, vsix
 *     npm run bench -- --corpus DIR           with the comparison over real files
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { analysis } from "./analysis.mjs";
import { files, vsix } from "./files.mjs";
import { server } from "./server.mjs";
import { root } from "./support.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { corpus: { type: "string" } } });
const built = ["dist/server.node.js", "server/dist/cli.js"].every((file) => fs.existsSync(path.join(root, file)));
if (!built) {
  console.error("Build first: npm run build -- --production");
  process.exit(2);
}
console.log(`Node ${process.version}, ${os.cpus().length} x ${os.cpus()[0]?.model ?? "unknown processor"}`);
const benches = { analysis, server, files: () => files(values.corpus), vsix };
for (const [name, run] of Object.entries(benches)) if (positionals.length === 0 || positionals.includes(name)) await run();

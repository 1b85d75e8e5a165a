// Type-checks every project. Several, because each is a wall: what runs in a browser is compiled without Node's types.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const projects = [
  "server/tsconfig.json",
  "server/tsconfig.node.json",
  "server/tsconfig.web.json",
  "panel/tsconfig.json",
  "client/tsconfig.json",
  "client/tsconfig.web.json",
  "client/src/views/page/tsconfig.json",
  "test/tsconfig.json",
  "test/host/tsconfig.json",
];

/** How many projects hold, and which do not; tsc prints why. */
export function typecheck() {
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const fails = (project) => spawnSync(process.execPath, [tsc, "-p", project, "--noEmit"], { cwd: root, stdio: "inherit" }).status !== 0;
  const failed = projects.filter(fails);
  return { passed: projects.length - failed.length, failed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = typecheck().failed.length > 0 ? 1 : 0;

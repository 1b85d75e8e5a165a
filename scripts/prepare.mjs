// Builds the command line where npm installs it from the repository, as pre-commit does.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

// A global installation hands its own settings down, and they would keep the dependencies away from here.
for (const name of Object.keys(process.env)) if (/^npm_config_(global|prefix|location|omit|dry_run)$/i.test(name)) delete process.env[name];

const { installDependencies } = await import("./install.mjs");
installDependencies();
const { status } = spawnSync(process.execPath, [path.join(root, "esbuild.mjs"), "--production"], { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 1;

// `npm start`: opens examples/ with Holdout loaded, in VS Code where `code` is on the PATH, else in code-server, which is set up by itself.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as codeServer from "../test/host/code-server.mjs";
import { installDependencies } from "./install.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const examples = path.join(root, "examples");

installDependencies();
if (codeServer.onPath("code")) openInCode();
else await openInCodeServer();

function openInCode() {
  const built = spawnSync(process.execPath, [path.join(root, "esbuild.mjs")], { stdio: "inherit" });
  if (built.status !== 0) process.exit(1);
  console.log("Opening examples/ in VS Code ...");
  const opened = spawnSync("code", ["--new-window", `--extensionDevelopmentPath=${root}`, examples], { stdio: "inherit", shell: process.platform === "win32" });
  process.exit(opened.status ?? 1);
}

async function openInCodeServer() {
  const obstacle = codeServer.obstacle();
  if (obstacle) {
    console.error(`There is no \`code\` on the PATH, and code-server cannot be set up here. ${obstacle}`);
    process.exit(1);
  }
  codeServer.setUp();
  const { ownTarget, pack } = await import("./package.mjs");
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-start-"));
  const removeHome = () => fs.rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  try {
    const { target: vsix } = pack(path.join(home, "holdout.vsix"), ownTarget());
    const port = process.env.PORT ? Number(process.env.PORT) : undefined;
    const server = await codeServer.startCodeServer({ home, vsix: [vsix], port });
    console.log(`\nHoldout is open at\n\n  ${server.url}/?folder=${encodeURI(examples)}\n\nOpen churn.ipynb there. Ctrl+C ends it.`);
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.stop());
    await new Promise((resolve) => server.child.once("exit", resolve));
  } finally {
    removeHome();
  }
}

// Runs the web extension in VS Code's web-worker extension host (code-server and Chromium), and holds what it finds to what the server
// as a process finds in the same files: `node test/host/web.mjs`, after `npm run build`.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import * as codeServer from "./code-server.mjs";

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(path.dirname(here));

/** Copies programs that are ours, with names that tell them apart. */
function writeWorkspace(folder) {
  fs.cpSync(path.join(here, "workspace"), folder, { recursive: true });
  for (const from of ["test/rules/programs", "examples"]) {
    for (const name of fs.readdirSync(path.join(root, from)).filter((each) => /\.(py|ipynb)$/.test(each)))
      fs.copyFileSync(path.join(root, from, name), path.join(folder, `${path.basename(from)}-${name}`));
  }
}

/** The extension as a browser gets it: no entry for Node, and no wish to run on the machine of the workspace. */
function writeExtension(folder) {
  const { main: _, extensionKind: __, ...manifest } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  fs.mkdirSync(path.join(folder, "dist"), { recursive: true });
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  fs.copyFileSync(path.join(root, "package.nls.json"), path.join(folder, "package.nls.json"));
  for (const name of ["client.web.js", "server.web.js", "tree-sitter.wasm", "tree-sitter-python.wasm", "view.js", "view.css", "panel.js", "panel.css"])
    fs.copyFileSync(path.join(root, "dist", name), path.join(folder, "dist", name));
  for (const name of ["syntaxes", "docs/rules", "media"]) fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
}

async function inWebHost(tmp, workspace) {
  const extension = path.join(tmp, "extension");
  writeExtension(extension);
  // Below the extension: tests run in the host of the extension that they lie in.
  const suite = path.join(extension, "suite", "index.js");
  await esbuild.build({
    entryPoints: [path.join(here, "web", "suite.ts")],
    outfile: suite,
    bundle: true,
    platform: "browser",
    format: "cjs",
    external: ["vscode"],
    logLevel: "error",
  });
  const server = await codeServer.startCodeServer({ home: tmp, smokeTestDriver: true, log: path.join(tmp, "server.log") });
  let browser;
  try {
    browser = await codeServer.openBrowser(path.join(tmp, "browser"));
    const { page } = browser;
    const said = [];
    await page.exposeFunction("codeAutomationLog", (_type, args) => void said.push(args.join(" ")));
    const ended = new Promise((resolve) => page.exposeFunction("codeAutomationExit", resolve));
    const remote = (file) => `vscode-remote://${server.authority}${file}`;
    const payload = [
      ["extensionDevelopmentPath", remote(extension)],
      ["extensionTestsPath", remote(suite)],
      ["skipWelcome", "true"],
    ];
    await page.goto(`${server.url}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    const late = new Promise((resolve) => setTimeout(resolve, 120_000, "late").unref());
    const outcome = await Promise.race([ended, late]);
    if (outcome !== 0) throw new Error(`the web host ended with ${outcome}:\n${said.slice(-30).join("\n")}`);
  } finally {
    await browser?.context.close().catch(() => {});
    await server.stop();
  }
  return JSON.parse(fs.readFileSync(path.join(workspace, "web-results.json"), "utf8"));
}

/** What the server as a process says of each file. */
async function onDesktop(workspace, names) {
  const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = require("vscode-languageserver-protocol/node");
  const child = spawn(process.execPath, [path.join(root, "dist", "server.node.js"), "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const client = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  client.listen();
  const uri = pathToFileURL(workspace).toString();
  await client.sendRequest("initialize", { processId: null, rootUri: uri, capabilities: {}, workspaceFolders: [{ uri, name: "w" }] });
  await client.sendNotification("initialized", {});
  const texts = {};
  for (const name of names) texts[name] = await client.sendRequest("holdout/findings", { uri: `${uri}/${name}` });
  await client.sendRequest("shutdown");
  client.dispose();
  child.kill();
  return texts;
}

/** Folders have other names in a browser; everything else is compared to the byte. */
const withoutUris = (text) => text.replace(/^ *"uri": .*\n/gm, "");

/** @returns {Promise<{passed: number, failed: string[]}>} */
export async function runWebHostTests() {
  const tmp = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-web-host-"));
  const failed = [];
  let passed = 0;
  const check = (name, test) => {
    try {
      test();
      passed++;
    } catch (error) {
      failed.push(`web host: ${name}`);
      console.error(`${name}: ${error.message}`);
    }
  };
  try {
    const workspace = path.join(tmp, "workspace");
    writeWorkspace(workspace);
    const web = await inWebHost(tmp, workspace);
    const desktop = await onDesktop(workspace, Object.keys(web.texts));
    check("it is a worker in a browser", () => assert.equal(web.isWeb, true));
    check("squiggles", () => assert.deepEqual(web.diagnostics, ["HLD101"]));
    check("drift says that it needs the desktop", () => assert.match(web.unavailable, /needs Holdout on the desktop/));
    check("there is a corpus", () => assert.ok(Object.keys(web.texts).length > 20));
    for (const [name, text] of Object.entries(web.texts)) check(`${name} as on the desktop`, () => assert.equal(withoutUris(text), withoutUris(desktop[name])));
    check("much is found", () => assert.ok(Object.values(web.texts).join("").split('"code": "HLD').length > 50));
  } catch (error) {
    failed.push(`web host: ${error.message}`);
  } finally {
    fs.rmSync(tmp, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  return { passed, failed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed } = await runWebHostTests();
  console.log(`${passed} passed, ${failed.length} failed${failed.map((name) => `\n  ${name}`).join("")}`);
  process.exit(failed.length === 0 ? 0 : 1);
}

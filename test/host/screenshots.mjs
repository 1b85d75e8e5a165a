// Takes a picture of every surface in a light, a dark and a high-contrast theme, from the real workbench: examples/ in code-server, driven by
// Chromium. `node test/host/screenshots.mjs [surface or theme …]`. All of them are left in out/pictures to be looked at; those that a page of the
// documentation shows go to docs/images.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ownTarget, pack } from "../../scripts/package.mjs";
import { setUpPython } from "../helpers/python.mjs";
import { obstacle, openBrowser, setUp, sleep, startCodeServer } from "./code-server.mjs";
import { writeDriftWorkspace } from "./driftData.mjs";
import { choose, compare, panelFrame, run as runCommand } from "./driftPanel.mjs";
import { answer, askToMeasure, writeMeasureWorkspace } from "./measuring.mjs";
import { leave, openFile, surfaces, viewFrame } from "./views.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(path.dirname(here));
const images = path.join(root, "docs", "images");
const all = path.join(root, "out", "pictures");
const viewport = { width: 1120, height: 720 };
const themes = { light: "Default Light Modern", dark: "Default Dark Modern", "high-contrast": "Default High Contrast" };

const missing = obstacle({ browser: true });
if (missing) throw new Error(missing);
setUp();
fs.mkdirSync(images, { recursive: true });
fs.mkdirSync(all, { recursive: true });
const pages = ["README.md", ...fs.readdirSync(path.join(root, "docs")).map((name) => path.join("docs", name))].filter((name) => name.endsWith(".md"));
const shown = new Set(
  pages.flatMap((name) => [...fs.readFileSync(path.join(root, name), "utf8").matchAll(/images\/([\w-]+)\.png/g)].map(([, picture]) => picture)),
);

const tmp = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-pictures-"));
try {
  const examples = path.join(tmp, "examples");
  fs.cpSync(path.join(root, "examples"), examples, { recursive: true });
  const { target: vsix } = pack(path.join(tmp, "holdout.vsix"), ownTarget());
  const drift = path.join(tmp, "customers");
  writeDriftWorkspace(drift);
  const wanted = process.argv.slice(2);
  const others = ["drift", "measure"];
  const pick = (names) => (names.some((name) => wanted.includes(name)) ? names.filter((name) => wanted.includes(name)) : null);
  const chosen = pick([...Object.keys(surfaces), ...others]) ?? [...Object.keys(surfaces), ...others];
  for (const name of pick(Object.keys(themes)) ?? Object.keys(themes)) {
    const drawn = chosen.filter((surface) => !others.includes(surface));
    if (drawn.length > 0) await withWorkbench(name, themes[name], vsix, examples, viewport, (page) => takePictures(page, drawn, name));
    if (chosen.includes("drift"))
      await withWorkbench(`${name}-drift`, themes[name], vsix, drift, { width: 1400, height: 860 }, (page) => takeDriftPictures(page, name));
    if (chosen.includes("measure")) await takeMeasurePictures(name, themes[name], vsix);
  }
} finally {
  fs.rmSync(tmp, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

async function withWorkbench(name, theme, vsix, folder, viewport, take) {
  const home = path.join(tmp, name);
  const settings = {
    "workbench.colorTheme": theme,
    "window.autoDetectColorScheme": false,
    "window.autoDetectHighContrast": false,
    "holdout.drift.history": "off",
    "editor.minimap.enabled": false,
    "editor.hover.delay": 100,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "window.commandCenter": false,
    "notebook.globalToolbar": false,
  };
  const server = await startCodeServer({ home, vsix: [vsix], settings });
  const { context, page } = await openBrowser(path.join(home, "browser"), { viewport, deviceScaleFactor: 1.5 });
  try {
    await page.goto(`${server.url}/?folder=${encodeURIComponent(folder)}`);
    await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
    await page.keyboard.press("Control+B");
    await take(page);
  } catch (error) {
    await page.screenshot({ path: path.join(os.tmpdir(), `holdout-${name}-failed.png`) });
    throw error;
  } finally {
    await context.close();
    await server.stop();
  }
}

async function takePictures(page, chosen, theme) {
  for (const surface of chosen) {
    try {
      await surfaces[surface](page);
      await save(page, `${surface}-${theme}`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`${surface}-${theme}: ${error.message}`);
      await page.screenshot({ path: path.join(all, `${surface}-${theme}-failed.png`) });
    }
    await page.mouse.move(5, 5);
    await page.keyboard.press("Escape");
    await leave[surface]?.(page);
    await runCommand(page, "View: Close All Editors");
  }
}

async function takeDriftPictures(page, name) {
  await runCommand(page, "Holdout: Open Drift Panel");
  const frame = await panelFrame(page);
  await choose(page, frame, "reference", "train.csv");
  await choose(page, frame, "current", "production.csv");
  await compare(frame);
  await sleep(800);
  if (name !== "light") await save(page, `drift-panel-${name}`);
  await frame.locator("tr.row", { hasText: "income" }).first().click();
  await frame.locator("#detail svg.chart").first().waitFor();
  await sleep(500);
  if (name === "light") await save(page, `drift-column-${name}`);
  await takeTimePictures(page, frame, name);
  if (name !== "dark") return;
  await openFile(page, "score.py");
  await page.locator(".monaco-editor .squiggly-warning").first().waitFor({ timeout: 30_000 });
  await runCommand(page, "Problems: Focus on Problems View");
  await page.locator(".markers-panel .monaco-list-row").nth(1).waitFor({ timeout: 30_000 });
  await sleep(800);
  await save(page, `drift-problems-${name}`);
}

/** The question and the result, of runs by the Python of the fixes' proofs; `theme` high-contrast has no picture. */
async function takeMeasurePictures(name, theme, vsix) {
  if (name === "high-contrast") return;
  const { python, why } = setUpPython({ requirements: path.join(root, "test", "fixes", "requirements.txt"), cache: "holdout-fixes-py" });
  if (!python) throw new Error(why);
  const folder = path.join(tmp, "project");
  writeMeasureWorkspace(folder, python);
  await withWorkbench(`${name}-measure`, theme, vsix, folder, viewport, async (page) => {
    await askToMeasure(page, "selected.py");
    await sleep(500);
    if (name === "dark") return save(page, `measure-consent-${name}`);
    await answer(page, "Run");
    await viewFrame(page, "How it was measured", 10 * 60_000);
    await runCommand(page, "View: Toggle Maximize Editor Group");
    await sleep(700);
    await save(page, `measure-${name}`);
  });
}

async function takeTimePictures(page, frame, name) {
  await choose(page, frame, "reference", "heldout.csv");
  await choose(page, frame, "current", "log.csv");
  await frame.locator("#tab-time").click();
  await frame.locator("#time-date option[value=created_at]").waitFor({ state: "attached", timeout: 30_000 });
  await compare(frame);
  await frame.locator("tr[data-window]").nth(20).waitFor();
  await frame.locator("#window-list").evaluate((list) => (list.scrollTop = 400));
  await sleep(800);
  if (name !== "light") await save(page, `drift-time-${name}`);
  await frame.locator("#windows").evaluate((list) => (list.scrollTop = 400));
  await frame.locator('tr[data-window="20"]').evaluate((row) => row.click());
  await sleep(800);
  if (name === "light") await save(page, `drift-window-${name}`);
  await frame.locator("#window-close").click();
  await frame.locator("#tab-columns").click();
  await choose(page, frame, "reference", "train.csv");
  await choose(page, frame, "current", "production.csv");
  await compare(frame);
}

async function save(page, name) {
  const file = path.join(all, `${name}.png`);
  await page.screenshot({ path: file });
  if (shown.has(name)) fs.copyFileSync(file, path.join(images, `${name}.png`));
  console.log(`${name}: ${(fs.statSync(file).size / 1024).toFixed(0)} KB${shown.has(name) ? ", in docs/images" : ""}`);
}

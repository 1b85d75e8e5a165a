// Takes the pictures of the README from the real workbench: examples/ in code-server, driven by Chromium. `node test/host/screenshots.mjs`
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
import { takeViews, viewFrame } from "./views.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(path.dirname(here));
const images = path.join(root, "docs", "images");
const viewport = { width: 1120, height: 720 };
const themes = { light: "Default Light Modern", dark: "Default Dark Modern", "high-contrast": "Default High Contrast" };

const missing = obstacle({ browser: true });
if (missing) throw new Error(missing);
setUp();
fs.mkdirSync(images, { recursive: true });

const tmp = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-pictures-"));
try {
  const examples = path.join(tmp, "examples");
  fs.cpSync(path.join(root, "examples"), examples, { recursive: true });
  const { target: vsix } = pack(path.join(tmp, "holdout.vsix"), ownTarget());
  const drift = path.join(tmp, "customers");
  writeDriftWorkspace(drift);
  const wanted = process.argv[2];
  for (const [name, theme] of Object.entries(themes)) {
    if (wanted !== "drift" && wanted !== "measure") await withWorkbench(name, theme, vsix, examples, viewport, (page) => takePictures(page, name));
    if (!wanted || wanted === "drift")
      await withWorkbench(`${name}-drift`, theme, vsix, drift, { width: 1400, height: 860 }, (page) => takeDriftPictures(page, name));
    if (!wanted || wanted === "measure") await takeMeasurePictures(name, theme, vsix);
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

async function takePictures(page, name) {
  await openFile(page, "churn.ipynb");
  const scaler = page.locator(".cell-list-container .view-line", { hasText: "scaler.fit_transform" });
  await scrollTo(page, scaler);
  await page.locator(".cell-list-container .squiggly-warning").first().waitFor({ timeout: 30_000 });
  await sleep(1500);
  await hoverOver(page, scaler, "fit_transform");
  await save(page, `notebook-${name}`);
  await page.mouse.move(5, 5);
  await run(page, "View: Close All Editors");

  await openFile(page, "fraud.py");
  await page.locator(".monaco-editor .squiggly-error").first().waitFor({ timeout: 30_000 });
  await run(page, "Problems: Focus on Problems View");
  await page.locator(".markers-panel .monaco-list-row").nth(1).waitFor({ timeout: 30_000 });
  await sleep(800);
  await save(page, `script-${name}`);
  await run(page, "View: Toggle Panel Visibility");
  await run(page, "View: Close All Editors");
  await takeViews(page, { name, save, run, openFile });
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
    await run(page, "View: Toggle Maximize Editor Group");
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

async function openFile(page, file) {
  await page.keyboard.press("Control+P");
  await page.locator(".quick-input-widget input").fill(file);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: file }).first().waitFor();
  await sleep(300);
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: file }).waitFor();
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  await page.keyboard.press("Escape");
}

/** Cells out of sight are not in the page, so one scrolls until the line comes, and on to the middle. */
async function scrollTo(page, line) {
  const middle = viewport.height / 2;
  await page.mouse.move(viewport.width / 2, middle);
  for (let tries = 0; tries < 100; tries++) {
    const box = await line.boundingBox({ timeout: 100 }).catch(() => null);
    if (box && box.y < middle + 60) return;
    await page.mouse.wheel(0, 80);
    await sleep(100);
  }
  throw new Error("the line never came into sight");
}

async function run(page, command) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").fill(`>${command}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: command }).first().click();
}

/** Rests the pointer on a word of a line, as a reader would, until the hover is there. */
async function hoverOver(page, line, word) {
  const spot = await line.evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node.textContent.indexOf(wanted);
      if (start < 0) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + wanted.length);
      const { left, top, width, height } = range.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }
    return null;
  }, word);
  if (!spot) throw new Error(`"${word}" is not on the line`);
  await page.mouse.move(spot.x - 40, spot.y);
  await page.mouse.move(spot.x, spot.y, { steps: 8 });
  await page.locator(".monaco-hover:not(.hidden) .hover-row", { hasText: "HLD" }).first().waitFor({ timeout: 10_000 });
  await sleep(400);
}

async function save(page, name) {
  const file = path.join(images, `${name}.png`);
  await page.screenshot({ path: file });
  console.log(`${path.relative(root, file)}: ${(fs.statSync(file).size / 1024).toFixed(0)} KB`);
}

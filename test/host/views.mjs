// What the extension shows besides squiggles, one surface after the other: brought up as a person would, then handed to whoever wants to look at
// it, which is the pictures' script and the accessibility checker.
import fs from "node:fs";
import { createRequire } from "node:module";
import { sleep } from "./code-server.mjs";
import { openExplorer, run } from "./driftPanel.mjs";

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The frame of the view that shows `text`. */
export async function viewFrame(page, text, ms = 30_000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(150)) {
    for (const frame of page.frames()) {
      const found = await frame.evaluate((wanted) => document.querySelector("main")?.textContent?.includes(wanted) ?? false, text).catch(() => false);
      if (found) return frame;
    }
  }
  throw new Error(`no view shows "${text}"`);
}

/** What axe has against a page as it is painted, one sentence each. */
export async function complaintsOf(frame) {
  await frame.evaluate(axeSource);
  return frame.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document);
    const first = (nodes) => nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary?.split("\n")[1] ?? ""}`);
    return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${first(nodes).join(" | ")}`);
  });
}

/** Opens a file and waits until it is the active tab. */
export async function openFile(page, file) {
  for (let tries = 0; ; tries++) {
    await page.keyboard.press("Control+P");
    await page.locator(".quick-input-widget input").fill(file);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: file }).first().waitFor();
    await sleep(300);
    await page.keyboard.press("Enter");
    const opened = await page
      .locator(".tab.active", { hasText: file })
      .waitFor({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      );
    if (opened) break;
    if (tries > 2) throw new Error(`${file} does not open`);
    await page.keyboard.press("Escape");
  }
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  await page.keyboard.press("Escape");
}

/** Cells out of sight are not in the page, so one scrolls until the line comes, and on to the middle. */
export async function scrollTo(page, line, below = 60) {
  const { width, height } = page.viewportSize();
  await page.mouse.move(width / 2, height / 2);
  // An editor that was open before comes back where it was left.
  await page.mouse.wheel(0, -100_000);
  await sleep(300);
  for (let tries = 0; tries < 100; tries++) {
    const box = await line.boundingBox({ timeout: 100 }).catch(() => null);
    if (box && box.y < height / 2 + below) return;
    await page.mouse.wheel(0, 80);
    await sleep(100);
  }
  throw new Error("the line never came into sight");
}

/** Rests the pointer on a word of a line, as a reader would, until a hover with `expected` is there. */
export async function hoverOver(page, line, word, expected) {
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
  const hover = page.locator(".monaco-hover:not(.hidden)", { hasText: expected }).first();
  for (let tries = 0; ; tries++) {
    await page.mouse.move(spot.x - 40, spot.y - 60);
    await page.mouse.move(spot.x, spot.y, { steps: 8 });
    const shown = await hover.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (shown) break;
    if (tries > 3) throw new Error(`no hover says "${expected}"`);
  }
  await sleep(400);
  return hover;
}

const notebook = "churn.ipynb";

async function openNotebook(page) {
  await openFile(page, notebook);
  await page.locator(".cell-list-container .view-line").first().waitFor({ timeout: 30_000 });
}

/** Away from whatever says something when the pointer rests on it: where scrolling left it, a tooltip may already stand, which a single move away leaves. */
async function restPointer(page) {
  const { width } = page.viewportSize();
  for (const x of [width / 3, width / 4]) await page.mouse.move(x, 12, { steps: 5 });
  await page.locator(".monaco-hover:not(.hidden)").first().waitFor({ state: "hidden", timeout: 10_000 });
}

/** The picture beside a step of the walkthrough comes after its text, in a frame of its own. */
async function pictureOfStep(page, ms = 30_000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(150))
    for (const frame of page.frames()) if (await frame.evaluate(() => document.querySelector("svg text") !== null).catch(() => false)) return;
  throw new Error("the step of the walkthrough shows no picture");
}

const quickPick = (page, text) => page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first().click();

async function alone(page) {
  await run(page, "View: Toggle Maximize Editor Group");
  await restPointer(page);
  await sleep(700);
}

/** Each surface: brings itself up in examples/ and gives the frame of its page, or null for what the editor draws itself. */
export const surfaces = {
  async notebook(page) {
    await openNotebook(page);
    const scaler = page.locator(".cell-list-container .view-line", { hasText: "scaler.fit_transform" });
    await scrollTo(page, scaler);
    await page.locator(".cell-list-container .squiggly-warning").first().waitFor({ timeout: 30_000 });
    await sleep(1500);
    await hoverOver(page, scaler, "fit_transform", "HLD");
    return null;
  },
  async hover(page) {
    await openNotebook(page);
    const fit = page.locator(".cell-list-container .view-line", { hasText: "model.fit(X_train" });
    await scrollTo(page, fit, 160);
    await page.locator(".cell-list-container .squiggly-error").first().waitFor({ timeout: 30_000 });
    await sleep(1500);
    await hoverOver(page, fit, "X_train", "cell 11, line 1");
    return null;
  },
  /** What cells do to rows, and which rows names hold. */
  async badges(page) {
    await run(page, "Holdout: Toggle Row Hints");
    await openNotebook(page);
    const split = page.locator(".cell-list-container .view-line", { hasText: "train_test_split(X_best" });
    await scrollTo(page, split, 120);
    await page.locator(".cell-status-item", { hasText: "splits" }).first().waitFor({ timeout: 30_000 });
    await restPointer(page);
    await sleep(1500);
    return null;
  },
  async hints(page) {
    await openFile(page, "churn_sound.py");
    await page.locator(".codelens-decoration", { hasText: "at random" }).first().waitFor({ timeout: 30_000 });
    await sleep(1500);
    await run(page, "Holdout: Toggle Row Hints");
    await page.mouse.move(5, 5);
    return null;
  },
  async tree(page) {
    await openNotebook(page);
    await openExplorer(page);
    const title = page.locator(".pane-header", { hasText: "Holdout Findings" });
    await title.waitFor({ timeout: 30_000 });
    if ((await title.getAttribute("aria-expanded")) !== "true") await title.click();
    // Room for the tree: the folder's own pane is folded.
    const folder = page.locator(".pane-header", { hasText: "examples" }).first();
    if ((await folder.getAttribute("aria-expanded")) === "true") await folder.click();
    await page.locator(".tree-explorer-viewlet-tree-view .monaco-list-row", { hasText: "HLD101" }).first().waitFor({ timeout: 30_000 });
    await page.mouse.move(page.viewportSize().width - 40, 400);
    await sleep(800);
    return null;
  },
  async script(page) {
    await openFile(page, "fraud.py");
    await page.locator(".monaco-editor .squiggly-error").first().waitFor({ timeout: 30_000 });
    await run(page, "Problems: Focus on Problems View");
    await page.locator(".markers-panel .monaco-list-row").nth(1).waitFor({ timeout: 30_000 });
    await sleep(800);
    return null;
  },
  async report(page) {
    await openNotebook(page);
    await run(page, "Holdout: Show Report");
    await quickPick(page, "The workspace");
    const frame = await viewFrame(page, "Trust report", 120_000);
    await alone(page);
    return frame;
  },
  async map(page) {
    await openNotebook(page);
    await run(page, "Holdout: Show Pipeline Map");
    const frame = await viewFrame(page, "Pipeline map");
    await alone(page);
    return frame;
  },
  async explanation(page) {
    await openFile(page, "fraud.py");
    await page.locator(".monaco-editor .squiggly-error").first().waitFor({ timeout: 30_000 });
    await run(page, "Go to Next Problem in Files (Error, Warning, Info)");
    await page.keyboard.press("Escape");
    await run(page, "Holdout: Explain This Finding");
    const frame = await viewFrame(page, "How the rows got there");
    await sleep(700);
    return frame;
  },
  async readiness(page) {
    await run(page, "Holdout: Check Deployment Readiness");
    const frame = await viewFrame(page, "Out-of-sample validation", 120_000);
    await restPointer(page);
    await sleep(700);
    return frame;
  },
  async card(page) {
    await openNotebook(page);
    await run(page, "Holdout: Write Model Card");
    await page.locator(".tab.active", { hasText: "MODEL_CARD.md" }).waitFor({ timeout: 120_000 });
    await sleep(1000);
    return null;
  },
  async walkthrough(page) {
    await run(page, "Welcome: Open Walkthrough...");
    await quickPick(page, "Get Started with Holdout");
    await page.locator(".gettingStartedContainer", { hasText: "See what is wrong with a good result" }).first().waitFor({ timeout: 30_000 });
    await pictureOfStep(page);
    await restPointer(page);
    await sleep(700);
    return null;
  },
};

/** What a surface opened beside editors, closed again. */
export const leave = {
  tree: (page) => page.keyboard.press("Control+B"),
  script: (page) => run(page, "View: Toggle Panel Visibility"),
};

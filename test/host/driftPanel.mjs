// Drives the drift panel in a workbench as a person would: keys, clicks, and what stands on the page.
import { sleep } from "./code-server.mjs";

/** Runs a command of the palette by its title; a workbench that has just started may not know it yet. */
export async function run(page, command) {
  for (let tries = 0; ; tries++) {
    if (tries > 0) await page.keyboard.press("Escape");
    await page.keyboard.press("F1");
    const input = page.locator(".quick-input-widget input").first();
    const open = await input.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (!open && tries <= 10) continue;
    await input.fill(`>${command}`);
    const line = page.locator(".quick-input-list .monaco-list-row", { hasText: command }).first();
    const found = await line.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (found) return line.click();
    if (tries > 10) throw new Error(`there is no command "${command}"`);
  }
}

/** The frame of the panel's page: webviews are frames within frames. */
export async function panelFrame(page, timeout = 90_000) {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    for (const frame of page.frames()) {
      const found = await frame.$("#choose-reference").catch(() => null);
      if (found) return frame;
    }
    await sleep(100);
  }
  throw new Error("the drift panel did not open");
}

/** Chooses a data set by what its line in the list says. */
export async function choose(page, frame, side, text) {
  await frame.locator(`#choose-${side}`).click();
  await page.locator(".quick-input-widget input").waitFor({ state: "visible" });
  await page
    .locator(".quick-input-widget .monaco-progress-container.done")
    .waitFor({ state: "attached", timeout: 20_000 })
    .catch(() => {});
  await page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first().waitFor({ timeout: 20_000 });
  await page.locator(".quick-input-widget input").fill(text);
  await sleep(300);
  await page.keyboard.press("Enter");
  await frame.locator(`#choose-${side} .file`, { hasText: text }).waitFor({ timeout: 10_000 });
}

export async function compare(frame, timeout = 60_000) {
  await frame.locator("#compare", { hasText: "Compare" }).click();
  // A quick comparison may be done before anybody looks.
  await frame
    .locator("#compare", { hasText: "Cancel" })
    .waitFor({ timeout: 2000 })
    .catch(() => {});
  await frame.locator("#compare", { hasText: "Compare" }).waitFor({ timeout });
}

/** Names of the columns in the page, in order. */
export const shownColumns = (frame) => frame.locator("tr.row .name .title").allTextContents();

export async function openExplorer(page) {
  await run(page, "View: Show Explorer");
  await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
}

/**
 * Reloads the window once the workbench has written down what it keeps. In a browser it does so every minute, and when its window loses the focus; a
 * browser that nobody looks at never takes it away.
 */
export async function reloadOnceSaved(page) {
  await page.evaluate(() => {
    document.hasFocus = () => false;
    window.dispatchEvent(new Event("blur"));
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await sleep(2000);
  await page.reload();
}

// Pictures of what the extension draws itself: the report and the pipeline map, and what an accessibility checker says of them.
import { sleep } from "./code-server.mjs";

/** The frame of the view that is in front, once it shows `text`. */
export async function viewFrame(page, text, ms = 30_000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(150)) {
    for (const frame of page.frames()) {
      const found = await frame.evaluate((wanted) => document.querySelector("main")?.textContent?.includes(wanted) ?? false, text).catch(() => false);
      if (found) return frame;
    }
  }
  throw new Error(`no view shows "${text}"`);
}

/** `tools`: how the caller drives the workbench. */
export async function takeViews(page, { name, save, run, openFile, check = async () => {} }) {
  await openFile(page, "churn.ipynb");
  await page.locator(".cell-list-container .view-line").first().waitFor({ timeout: 30_000 });
  await run(page, "Holdout: Show Pipeline Map");
  await check(await viewFrame(page, "Pipeline map"), `map-${name}`);
  await run(page, "View: Toggle Maximize Editor Group");
  await sleep(700);
  await save(page, `map-${name}`);
  await run(page, "View: Close All Editors");

  await openFile(page, "churn.ipynb");
  await page.locator(".cell-list-container .view-line").first().waitFor({ timeout: 30_000 });
  await run(page, "Holdout: Show Report");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "The workspace" }).first().click();
  await check(await viewFrame(page, "Trust report"), `report-${name}`);
  await run(page, "View: Toggle Maximize Editor Group");
  await sleep(700);
  await save(page, `report-${name}`);
  await run(page, "View: Close All Editors");
}

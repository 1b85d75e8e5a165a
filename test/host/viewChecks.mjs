// Reports, maps, explanations and readiness under a person's hands, in each kind of theme: what only a browser that paints can show.
// `node test/host/viewChecks.mjs [part of a name]` for these alone.
import assert from "node:assert";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { pack } from "../../scripts/package.mjs";
import { openBrowser, setUp, sleep, startCodeServer } from "./code-server.mjs";
import { run } from "./driftPanel.mjs";
import { complaintsOf, hoverOver, openFile, scrollTo, surfaces } from "./views.mjs";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const themes = { "vscode-light": "Light Modern", "vscode-dark": "Dark Modern", "vscode-high-contrast": "Dark High Contrast" };

async function setTheme(page, theme) {
  await run(page, "Preferences: Color Theme");
  await page.locator(".quick-input-widget input").fill(theme);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: theme }).first().click();
}

/** Opens `workspace`, a copy of examples/, at `url`. Returns what passed and what did not. */
export async function checkViews(page, url, workspace, wanted = "") {
  const passed = [];
  const failed = [];
  const looks = Object.fromEntries(
    ["report", "map", "explanation", "readiness"].map((name) => [
      `${name}: axe finds nothing in a light, a dark and a high-contrast theme`,
      async () => {
        const frame = await surfaces[name](page);
        for (const [kind, theme] of Object.entries(themes)) {
          await setTheme(page, theme);
          await frame.locator(`body.${kind}`).waitFor({ timeout: 10_000 });
          await sleep(500);
          assert.deepStrictEqual(await complaintsOf(frame), [], theme);
        }
      },
    ]),
  );
  const checks = {
    ...looks,
    "map: a box is reached with Tab and leads to its cell with Enter": async () => {
      const frame = await surfaces.map(page);
      await frame.locator("button[data-show]").last().focus();
      for (let tries = 0; tries < 12 && !(await frame.evaluate(() => document.activeElement?.classList.contains("box"))); tries++)
        await page.keyboard.press("Tab");
      const cell = await frame.evaluate(() => document.activeElement?.getAttribute("data-cell"));
      assert.match(cell ?? "none", /^\d+$/, "a box has the focus");
      await page.keyboard.press("Enter");
      await page.locator('.tab.active[data-resource-name="churn.ipynb"]').waitFor({ timeout: 15_000 });
      await page.locator(".cell-list-container .monaco-list-row.focused").first().waitFor({ timeout: 15_000 });
    },
    "hover: the way of the rows leads into another cell": async () => {
      const line = page.locator(".cell-list-container .view-line", { hasText: "model.fit(X_train" });
      await openFile(page, "churn.ipynb");
      await page.locator(".cell-list-container .view-line").first().waitFor({ timeout: 30_000 });
      await scrollTo(page, line, 160);
      await sleep(1000);
      const hover = await hoverOver(page, line, "X_train", "cell 11, line 1");
      assert.match(
        await hover.innerText(),
        /cell 3, line 1: rows of data\/churn\.csv are read[\s\S]*cell 7, line 2: StandardScaler learns[\s\S]*train_test_split cuts off the train part/,
      );
      await hover.locator("a", { hasText: "cell 7, line 2" }).first().click();
      await page.locator(".cell-list-container .monaco-list-row.focused", { hasText: "scaler.fit_transform" }).waitFor({ timeout: 15_000 });
    },
    "rule: the code of a finding opens the page that came with the extension": async () => {
      await openFile(page, "fraud.py");
      await page.locator(".monaco-editor .squiggly-error").first().waitFor({ timeout: 30_000 });
      await run(page, "Problems: Focus on Problems View");
      await page.locator(".markers-panel a.monaco-link").first().click();
      await page.locator(".tab.active", { hasText: /Preview.*HLD\d{3}/ }).waitFor({ timeout: 20_000 });
    },
  };
  await page.goto(`${url}/?folder=${encodeURIComponent(workspace)}`);
  await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
  for (const [name, check] of Object.entries(checks)) {
    if (!name.includes(wanted)) continue;
    try {
      await check();
      passed.push(name);
      console.log(`    ✔ ${name}`);
    } catch (error) {
      failed.push(name);
      console.log(`    ✘ ${name}\n${error.stack ?? error}`);
      await page.screenshot({ path: path.join(root, "out", `views-${failed.length}.png`) }).catch(() => {});
    }
    await run(page, "View: Close All Editors").catch(() => {});
  }
  return { passed: passed.length, failed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setUp();
  const tmp = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-views-"));
  const examples = path.join(tmp, "examples");
  fs.cpSync(path.join(root, "examples"), examples, { recursive: true });
  const { target: vsix } = pack(path.join(tmp, "holdout.vsix"));
  const server = await startCodeServer({ home: tmp, vsix: [vsix] });
  const { context, page } = await openBrowser(path.join(tmp, "browser"));
  const { passed, failed } = await checkViews(page, server.url, examples, process.argv[2]).finally(async () => {
    await context.close();
    await server.stop();
  });
  fs.rmSync(tmp, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  console.log(`${passed} passed, ${failed.length} failed`);
  process.exit(failed.length === 0 ? 0 : 1);
}

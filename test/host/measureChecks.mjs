// Measuring under a person's hands, in a real workbench with a real Python: asked first, shown side by side, cancelled.
import assert from "node:assert";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { sleep } from "./code-server.mjs";
import { run } from "./driftPanel.mjs";
import { answer, askToMeasure } from "./measuring.mjs";
import { viewFrame } from "./views.mjs";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Six runs on a machine that does other things as well. */
const patience = 8 * 60_000;

/** Opens `workspace`, made by writeMeasureWorkspace, at `url` and returns what passed and what did not. */
export async function checkMeasuring(page, url, workspace) {
  const copies = () => fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith("holdout-measure-"));
  const before = copies();
  const newCopies = () => copies().filter((name) => !before.includes(name));
  const tabs = () => page.locator(".tab", { hasText: "Measured:" }).count();

  const checks = {
    "tells what running means and runs nothing where one says no": async () => {
      const asked = await askToMeasure(page, "selected.py");
      assert.match(asked, /Run selected\.py 6 times\?/);
      assert.match(asked, /3 times as it stands and 3 times with the fix “Split first/);
      assert.match(asked, /Python 3\.\d+\.\d+: \S*python/);
      assert.match(asked, /10 minutes at most each/);
      assert.ok(asked.includes(`a fresh copy of ${workspace} (3 files`), asked);
      assert.match(asked, /network/);
      await answer(page, "Cancel");
      await sleep(1000);
      assert.strictEqual(await tabs(), 0);
      assert.deepStrictEqual(newCopies(), []);
    },
    "shows both sides after a yes, with nothing that axe finds serious, and the folder as it was": async () => {
      const files = fs.readdirSync(workspace).sort();
      await askToMeasure(page, "selected.py");
      await answer(page, "Run");
      const frame = await viewFrame(page, "How it was measured", patience);
      assert.match(await frame.locator("h1").innerText(), /^0\.\d\d with the leak, 0\.\d\d without$/);
      assert.match(await frame.locator("main").innerText(), /The leak makes the accuracy score look better by 0\.\d\d than it is/);
      assert.strictEqual(await frame.locator("table").last().locator("tbody tr").count(), 6);
      await frame.evaluate(axeSource);
      const found = await frame.evaluate(async () => (await globalThis.axe.run(document)).violations.map(({ id, impact }) => `${impact} ${id}`));
      assert.deepStrictEqual(found, []);
      await frame.locator("button.jump", { hasText: "line 13" }).first().click();
      await page.locator(".statusbar-item", { hasText: "Ln 13" }).first().waitFor();
      assert.deepStrictEqual(fs.readdirSync(workspace).sort(), files);
      assert.deepStrictEqual(newCopies(), []);
    },
    "stops when it is cancelled, and shows what it has": async () => {
      await askToMeasure(page, "endless.py");
      await answer(page, "Run");
      const pids = path.join(path.dirname(workspace), "pids");
      for (const end = Date.now() + patience; !fs.existsSync(pids); await sleep(200)) assert.ok(Date.now() < end, "the program never came to its score");
      const toast = page.locator(".notification-toast, .notification-list-item", { hasText: "Holdout: measuring" }).first();
      // A notification goes to the list of notifications by itself after some seconds.
      if (!(await toast.isVisible())) await run(page, "Notifications: Show Notifications");
      await toast.hover();
      await toast.locator(".monaco-button", { hasText: "Cancel" }).first().click();
      const frame = await viewFrame(page, "Cancelled after 1 of 6 runs", 60_000);
      assert.match(await frame.locator("main").innerText(), /stopped: cancelled/);
      assert.deepStrictEqual(newCopies(), []);
      const [pid] = fs.readFileSync(pids, "utf8").split("\n");
      const status = fs.existsSync(`/proc/${pid}/status`) ? fs.readFileSync(`/proc/${pid}/status`, "utf8") : "State: Z";
      assert.match(status, /State:\s+Z/, "what the program started has ended");
    },
  };

  const passed = [];
  const failed = [];
  await page.goto(`${url}/?folder=${encodeURIComponent(workspace)}`);
  await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      passed.push(name);
      console.log(`    ✔ measuring ${name}`);
    } catch (error) {
      failed.push(`measuring ${name}`);
      console.log(`    ✘ measuring ${name}\n${error.stack ?? error}`);
      fs.mkdirSync(path.join(root, "out"), { recursive: true });
      await page.screenshot({ path: path.join(root, "out", `measuring-${failed.length}.png`) }).catch(() => {});
    }
  }
  return { passed: passed.length, failed };
}

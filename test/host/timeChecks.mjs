// The drift panel's tab of time, its history, watching, and tables on a server, under a person's hands. Each check leaves the panel for the next.
import assert from "node:assert";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { importSource } from "../../scripts/importSource.mjs";
import { sleep } from "./code-server.mjs";
import { choose, compare, panelFrame, reloadOnceSaved, run } from "./driftPanel.mjs";

/** `get` and `set` the frame of the page; `axe` returns what axe finds in it. */
export function timeChecks({ page, workspace, get, set, axe, eventually }) {
  const frame = get;
  const focused = () => frame().evaluate(() => document.activeElement?.dataset?.window ?? document.activeElement?.id ?? "");
  const log = path.join(workspace, "data", "log.csv");
  const history = path.join(workspace, "drift-history.jsonl");
  const entries = () => (fs.existsSync(history) ? fs.readFileSync(history, "utf8").trim().split("\n") : []);

  return {
    "asks once whether to keep a history, and then adds to it": async () => {
      await run(page, "View: Close All Editors");
      await run(page, "Holdout: Open Drift Panel");
      set(await panelFrame(page));
      await choose(page, frame(), "reference", "heldout.csv");
      await choose(page, frame(), "current", "log.csv");
      await compare(frame());
      const toast = page.locator(".notification-toast", { hasText: "Keep a history of comparisons?" });
      // It was asked after the first comparison of this workbench, and waits.
      if (!(await toast.isVisible())) await run(page, "Notifications: Show Notifications");
      await page
        .locator(".notification-list-item, .notification-toast")
        .filter({ hasText: "Keep a history of comparisons?" })
        .first()
        .waitFor({ timeout: 10_000 });
      await page.locator(".monaco-button", { hasText: "Keep a history" }).first().click();
      await eventually(async () => entries().length > 0, "drift-history.jsonl is written");
      const before = entries().length;
      await compare(frame());
      await eventually(async () => entries().length === before + 1, "one more line");
      await frame().locator("td.trend svg").first().waitFor();
    },
    "opens the tab of time with an arrow, guesses the columns, and compares by keys": async () => {
      await frame().locator("#tab-columns").focus();
      await page.keyboard.press("ArrowRight");
      assert.strictEqual(await focused(), "tab-time");
      await eventually(async () => (await frame().locator("#time-date").inputValue()) === "created_at", "the date is guessed");
      assert.deepStrictEqual(await Promise.all(["label", "prediction", "probability"].map((role) => frame().locator(`#time-${role}`).inputValue())), [
        "churned",
        "predicted",
        "risk",
      ]);
      await frame().locator("#compare").focus();
      await page.keyboard.press("Enter");
      await frame().locator("tr[data-window]").nth(25).waitFor({ timeout: 60_000 });
      assert.match(await frame().locator("h1").innerText(), /^Data drifted in \d+ of 26 windows.*predictions were worse in \d+ windows.*concept drift/s);
      assert.match(await frame().locator("#retrain").innerText(), /^Retraining is advised\./);
    },
    "is walked through by windows, opened and left with the keyboard": async () => {
      await frame().locator('tr[data-window="0"]').focus();
      await page.keyboard.press("End");
      assert.strictEqual(await focused(), "25");
      for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Enter");
      assert.strictEqual(await focused(), "window-title");
      assert.match(await frame().locator("#window").innerText(), /concept drift/i);
      await page.keyboard.press("Escape");
      assert.strictEqual(await focused(), "21");
      await frame().locator("#time-column").selectOption("plan");
      await frame().locator("svg[aria-label^='Shares of the categories of plan']").waitFor();
    },
    "has nothing in the tab of time that axe finds serious": async () => {
      for (const column of ["income", "plan"]) {
        await frame().locator("#time-column").selectOption(column);
        await frame().locator('tr[data-window="20"]').click();
        assert.deepStrictEqual(await axe(), []);
      }
    },
    "keeps tab, window and column through a reload": async () => {
      await frame().locator("#time-column").selectOption("plan");
      await frame().locator('tr[data-window="20"]').click();
      const title = () => frame().locator("#window h2", { hasText: "2025-05-26" });
      await title().waitFor();
      await reloadOnceSaved(page);
      set(await panelFrame(page));
      await title().waitFor();
      assert.strictEqual(await frame().locator("#time-column").inputValue(), "plan");
    },
    "saves the report over time": async () => {
      await frame().locator("#export-html").click();
      await page.locator(".quick-input-widget input").waitFor({ state: "visible" });
      await sleep(500);
      await page.keyboard.press("Enter");
      const file = path.join(workspace, "drift-over-time.html");
      await eventually(async () => fs.existsSync(file), "drift-over-time.html is written");
      assert.match(fs.readFileSync(file, "utf8"), /<title>Drift over time: data\/heldout\.csv/);
    },
    "compares again by itself while it watches, and says of a newer history that it leaves it alone": async () => {
      await frame().locator("#watch").click();
      await frame().locator("#watch[aria-pressed=true]").waitFor();
      fs.writeFileSync(history, '{"schema":"holdout-drift-history","version":2}\n');
      const lines = fs.readFileSync(log, "utf8").trim().split("\n");
      fs.writeFileSync(log, `${lines.slice(0, 1 + 20 * 7 * 40).join("\n")}\n`);
      await eventually(async () => (await frame().locator("tr[data-window]").count()) === 20, "twenty windows", 90_000);
      await frame().locator(".note", { hasText: "a newer Holdout wrote" }).waitFor();
      assert.strictEqual(fs.readFileSync(history, "utf8"), '{"schema":"holdout-drift-history","version":2}\n');
      fs.rmSync(history);
      await frame().locator("#watch").click();
    },
    ...serverChecks({ page, get, axe, eventually }),
  };
}

/** On a PostgreSQL of their own, where this machine has one. */
function serverChecks({ page, get, axe, eventually }) {
  let server = null;
  let admin = null;
  const frame = get;
  const enter = async (text) => {
    await page.locator(".quick-input-widget input").waitFor({ state: "visible" });
    await sleep(400);
    await page.locator(".quick-input-widget input").fill(text);
    await sleep(200);
    await page.keyboard.press("Enter");
    await sleep(300);
  };
  const pick = async (side, table, password, isFirst) => {
    await frame().locator(`#choose-${side}`).click();
    await enter("A table on a server");
    if (isFirst) {
      await enter("PostgreSQL");
      for (const text of [new URL(server.address).host, "postgres", "holdout"]) await enter(text);
    } else await enter("postgresql://");
    await enter(table);
    await enter(password);
    await frame().locator(`#choose-${side} .file`, { hasText: table }).waitFor({ timeout: 10_000 });
  };
  return {
    "shows what it would send to a PostgreSQL, sends it once somebody agrees, and remembers that": async () => {
      const { postgresBin, password, startPostgres } = await importSource("test/drift/postgresServer.ts");
      assert.ok(postgresBin, "this machine has no PostgreSQL (apt install postgresql)");
      server = await startPostgres();
      try {
        const pg = createRequire(new URL("../../server/package.json", import.meta.url))("pg");
        admin = new pg.Client({ connectionString: server.address.replace("@", `:${encodeURIComponent(password)}@`) });
        await admin.connect();
        for (const [table, shift] of [
          ["training", 0],
          ["yesterday", 1],
        ])
          await admin.query(
            `CREATE TABLE ${table} AS SELECT i % 97 + ${shift} * 20 AS age, CASE WHEN i % ${3 - shift} = 0 THEN 'basic' ELSE 'plus' END AS plan FROM generate_series(1, 3000) AS i`,
          );
        await frame().locator("#tab-columns").click();
        await pick("reference", "training", "wrong", true);
        await pick("current", "yesterday", "wrong", false);
        await frame().locator("#compare", { hasText: "Compare" }).click();
        await frame().locator(".note.error", { hasText: "does not accept the user or the password" }).waitFor({ timeout: 30_000 });
        await pick("current", "yesterday", password, false);
        await frame().locator("#compare", { hasText: "Compare" }).click();
        await frame().locator("#consent-title", { hasText: "Run 7 statements" }).waitFor({ timeout: 30_000 });
        assert.strictEqual(await frame().evaluate(() => document.activeElement?.id), "consent-title");
        assert.match(await frame().locator("#consent pre").innerText(), /-- training on postgresql:\/\/holdout@[\s\S]*SELECT count\(\*\)/);
        assert.deepStrictEqual(await axe(), []);
        await frame().locator("#consent-run").click();
        await frame().locator("h1", { hasText: "2 of 2 columns drifted" }).waitFor({ timeout: 30_000 });
        await compare(frame());
        assert.strictEqual(await frame().locator("#consent").count(), 0);
        // The list of servers takes the place of the palette, and goes by itself when the page takes the focus in between.
        await eventually(
          async () => {
            await run(page, "Holdout: Forget Drift Servers");
            await page.locator(".quick-input-widget .monaco-list-row", { hasText: "postgresql://" }).first().click({ timeout: 5000 });
            await page.locator(".quick-input-widget .monaco-button", { hasText: "OK" }).click({ timeout: 5000 });
            return true;
          },
          "the server is picked from the list of those that are remembered",
          60_000,
        );
        await eventually(async () => {
          await frame().locator("#compare", { hasText: "Compare" }).click();
          await frame().locator(".note.error", { hasText: "does not accept" }).waitFor({ timeout: 5000 });
          return true;
        }, "password and consent are forgotten");
      } finally {
        await admin?.end().catch(() => {});
        await server.stop();
      }
    },
  };
}

/** The page of the drift panel: what it shows, what keys do, what it keeps, and what it says when something went wrong. */
import fs from "node:fs";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { openPage, type Page, sample, view } from "./page.js";

const relations = ["read_csv(['train.csv'])", "read_csv(['now.csv'])"] as const;

async function shown(shifts: Readonly<Record<string, number>>, state?: unknown): Promise<Page & { readonly found: ReturnType<typeof sample> }> {
  const page = await openPage(state);
  const found = sample(shifts, [{ column: "gone", change: "missing", level: "major", sentence: '"gone" is missing now' }]);
  page.receive({ kind: "report", report: found.report, relations, time: "today" });
  page.receive({ kind: "view", view: view() });
  return { ...page, found };
}

const names = (page: Page) => page.texts("tr.row .title");
const answer = (page: Page & { readonly found: ReturnType<typeof sample> }, column: string) =>
  page.receive({ kind: "profiles", column, profiles: page.found.profiles.get(column) as [unknown, unknown] });

describe("the table", () => {
  it("has what drifted first, with words for every picture", async () => {
    const page = await shown({ calm: 0, moved: 1, nudged: 0.35 });
    expect(names(page)).toEqual(["<plan>", "moved", "gone", "nudged", "calm"]);
    expect(page.texts("tr.row td.state span")).toEqual(["major", "major", "missing now", "moderate", "ok"]);
    expect(page.$("h1").textContent).toBe(page.found.report.sentence);
    const row = page.$('tr[data-name="moved"]');
    expect(row.querySelector(".moved")?.textContent).toMatch(/^median [\d.]+ before, [\d.]+ now$/);
    expect(row.querySelector(".figure")?.textContent).toMatch(/^\S+ (≈ )?[\d.]+ ≥ [\d.]+$/);
    expect(page.$('tr[data-name="<plan>"] .new').textContent).toMatch(/^\d+ %$/);
    for (const svg of page.document.querySelectorAll("svg")) expect(svg.getAttribute("aria-hidden") === "true" || svg.hasAttribute("aria-label")).toBe(true);
  });

  it("is sorted by keys and buttons, and says so", async () => {
    const page = await shown({ calm: 0, moved: 1, nudged: 0.35 });
    page.$('[data-sort="name"]').click();
    expect(names(page)).toEqual(["<plan>", "calm", "gone", "moved", "nudged"]);
    expect(page.$("th.name").getAttribute("aria-sort")).toBe("ascending");
    page.$('[data-sort="name"]').click();
    expect(names(page)).toEqual(["nudged", "moved", "gone", "calm", "<plan>"]);
    expect(page.$("#live").textContent).toBe("5 columns, sorted by name, last first");
    expect(page.document.querySelectorAll("[aria-sort]").length).toBe(1);
  });

  it("is filtered by parts of names and by verdict", async () => {
    const page = await shown({ calm: 0, calmer: 0, moved: 1 });
    const search = page.$<HTMLInputElement>("#search");
    search.value = "CALM num";
    search.dispatchEvent(new (page.document.defaultView as unknown as typeof globalThis).Event("input"));
    expect(names(page).sort()).toEqual(["calm", "calmer"]);
    expect(page.$("#shown").textContent).toBe("2 of 5 columns");
    expect(page.kept()?.ui.text).toBe("CALM num");
  });

  it("puts only rows in sight into the page, and is walked through by keys", async () => {
    const shifts = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`c${String(i).padStart(3, "0")}`, 0]));
    const page = await shown(shifts);
    expect(page.document.querySelectorAll("tr.row").length).toBeLessThan(40);
    const grid = page.$("table[role=grid]");
    expect(grid.getAttribute("aria-rowcount")).toBe("503");
    const heads = page.document.querySelectorAll("table[role=grid] thead th").length;
    expect([...page.document.querySelectorAll<HTMLTableCellElement>("tr.space td")].map((cell) => cell.colSpan)).toEqual([heads, heads]);
    const row = page.$("tr.row");
    row.focus();
    page.press(row, "ArrowDown");
    expect((page.document.activeElement as HTMLElement).getAttribute("aria-rowindex")).toBe("3");
    page.press(page.document.activeElement as Element, "End");
    expect((page.document.activeElement as HTMLElement).getAttribute("aria-rowindex")).toBe("503");
    expect(page.document.querySelectorAll("tr.row").length).toBeLessThan(40);
    page.press(page.document.activeElement as Element, "g");
    expect(page.sent.at(-1)).toEqual({ kind: "uses", column: (page.document.activeElement as HTMLElement).dataset.name });
  });
});

describe("the detail", () => {
  it("opens by Enter, shows charts and figures, and gives the focus back", async () => {
    const page = await shown({ moved: 1 });
    const row = page.$('tr[data-name="moved"]');
    row.focus();
    page.press(row, "Enter");
    expect(page.sent.at(-1)).toEqual({ kind: "profiles", column: "moved" });
    expect(page.document.activeElement?.id).toBe("detail-title");
    answer(page, "moved");
    expect(page.texts("#detail h3")).toEqual(["Histogram", "Distribution functions"]);
    const captions = page.texts("#detail caption");
    expect(captions.slice(0, 4)).toEqual([
      "Both sides",
      "Quantiles, between counts at cuts",
      "Bins with a tenth of the reference each, and what they contribute",
      "What was asked of this column",
    ]);
    expect(page.$("#detail svg[aria-label^='Distribution functions']").textContent).toMatch(/D (≈ )?0\.\d{3} at \d+/);
    expect(page.$("#sql pre").textContent).toContain("read_csv(['now.csv'])");
    page.press(page.$("#detail-close"), "Escape");
    expect(page.$("#detail").hidden).toBe(true);
    expect((page.document.activeElement as HTMLElement).dataset.name).toBe("moved");
  });

  it("writes names from data as text, never as markup", async () => {
    const page = await shown({ calm: 0 });
    page.$('tr[data-name="<plan>"]').click();
    answer(page, "<plan>");
    expect(page.$("#detail").textContent).toContain("<script>c");
    expect(page.document.querySelectorAll("script").length).toBe(0);
  });

  it("asks for tests of the rows, and shows why there are none", async () => {
    const page = await shown({ moved: 1 });
    page.$('tr[data-name="moved"]').click();
    answer(page, "moved");
    expect(page.texts("#tests tbody th").some((name) => name.startsWith("Jensen-Shannon"))).toBe(true);
    page.$("#run-tests").click();
    expect(page.sent.at(-1)).toEqual({ kind: "tests", column: "moved" });
    expect(page.$<HTMLButtonElement>("#run-tests").disabled).toBe(true);
    page.receive({ kind: "tests", column: "moved", tests: [], problem: { reason: "failed", message: "train.csv does not exist" } });
    expect(page.$("#tests [role=alert]").textContent).toBe("train.csv does not exist");
    page.receive({ kind: "tests", column: "moved", tests: [{ name: "Energy distance", value: 1.25, p: null, from: "all rows" }], problem: null });
    expect(page.texts("#tests tbody th")[0]).toBe("Energy distance");
  });
});

describe("while something is under way, or goes wrong", () => {
  it("shows early what is known, and cancels", async () => {
    const page = await openPage();
    const opened = [{ side: "reference", name: "train.csv", rows: 1000, columns: [{ name: "age", type: "BIGINT" }] }] as const;
    page.receive({ kind: "view", view: view({ running: { step: "counting", share: 0.4 }, opened, facts: [{ side: "reference", missing: { age: 100 } }] }) });
    expect(page.$("progress").getAttribute("value")).toBe("40");
    expect(names(page)).toEqual(["age"]);
    expect(page.$("tr.row .missing").textContent).toBe("10 % → ?");
    page.$("#compare").click();
    expect(page.sent.at(-1)).toEqual({ kind: "cancel" });
  });

  it("keeps what an earlier comparison found, and marks it", async () => {
    const page = await shown({ moved: 1 });
    page.receive({
      kind: "view",
      view: view({ problem: { reason: "failed", message: "now.csv is empty" }, stale: "now.csv has changed since; compare again." }),
    });
    expect(page.$(".note.error").getAttribute("role")).toBe("alert");
    expect(page.texts(".note")).toEqual([
      "The data could not be compared. now.csv is empty. What an earlier comparison found is still shown below.",
      "This may no longer hold. now.csv has changed since; compare again.",
    ]);
    expect(names(page)).toContain("moved");
  });

  it("says what could not be done, beside what could", async () => {
    const page = await openPage();
    const { report } = sample({ moved: 1 }, [], ['column "blob": cannot be read', "now.csv has no rows"]);
    page.receive({ kind: "report", report, relations, time: "" });
    page.receive({ kind: "view", view: view() });
    expect(page.texts(".note li")).toEqual(['column "blob": cannot be read', "now.csv has no rows"]);
    expect(names(page)).toContain("moved");
  });

  it("takes no notice of messages that are not the extension's", async () => {
    const page = await openPage();
    page.receive({ kind: "view", view: view() });
    const before = page.document.body.innerHTML;
    page.receive({ source: "another extension of the browser" } as never);
    expect(page.document.body.innerHTML).toBe(before);
  });

  it("says where nothing can be compared at all", async () => {
    const page = await openPage();
    page.receive({ kind: "view", view: view({ unavailable: "This needs the desktop." }) });
    expect(page.texts(".note")).toEqual(["Not available here. This needs the desktop."]);
    expect(page.$<HTMLButtonElement>("#compare").disabled).toBe(true);
  });
});

describe("what is kept and given away", () => {
  it("brings back order, filter and the open column", async () => {
    const first = await shown({ calm: 0, moved: 1 });
    first.$('[data-sort="p"]').click();
    first.$('tr[data-name="calm"]').click();
    const page = await shown({ calm: 0, moved: 1 }, structuredClone(first.kept()));
    expect(page.kept()?.ui).toMatchObject({ sort: { by: "p", descending: false }, selected: "calm" });
    expect(page.$("#detail-title").textContent).toContain("calm");
    expect(page.sent).toContainEqual({ kind: "profiles", column: "calm" });
    expect(page.kept()?.session.reference?.name).toBe("train.csv");
  });

  it("exports aggregates only, as three formats that hold the verdict; 500 columns stay below 300 KB of HTML", async () => {
    const shifts = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`c${i}`, i % 3 === 0 ? 1 : 0]));
    const page = await shown(shifts);
    const texts: Record<string, string> = {};
    for (const format of ["json", "markdown", "html"] as const) {
      page.$(`#export-${format}`).click();
      const message = page.sent.at(-1);
      if (message?.kind !== "export") throw new Error(JSON.stringify(message));
      texts[format] = message.text;
      expect(message.text).toContain("columns drifted");
    }
    expect(JSON.parse(texts.json ?? "")).toMatchObject({ schema: "holdout-drift-report", version: 1 });
    expect(Buffer.byteLength(texts.html ?? "")).toBeLessThan(300_000);
    expect(texts.html).not.toMatch(/<script/i);
    expect(texts.html).toMatch(/default-src 'none'/);
  });

  it("saves a chart as an SVG that stands alone", async () => {
    const page = await shown({ moved: 1 });
    page.$('tr[data-name="moved"]').click();
    answer(page, "moved");
    page.$("#histogram-svg").click();
    const message = page.sent.at(-1);
    if (message?.kind !== "export") throw new Error(JSON.stringify(message));
    expect(message).toMatchObject({ format: "svg", name: "moved-histogram" });
    expect(message.text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(message.text).toContain("<title>Histogram of moved</title>");
    expect(message.text).not.toContain("class=");
  });
});

describe("accessibility", () => {
  it("has nothing that axe finds serious, with a column open", async () => {
    const page = await shown({ calm: 0, moved: 1 });
    page.$('tr[data-name="moved"]').click();
    answer(page, "moved");
    // Colours need a browser that paints: the host tests look at those.
    const { violations } = await axe.run(page.document.documentElement, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});

describe("the sheet", () => {
  it("takes its colours from the theme, and needs nothing inline", () => {
    const source = (file: string) => fs.readFileSync(new URL(`../../panel/src/${file}`, import.meta.url), "utf8");
    expect(source("panel.css")).not.toMatch(/url\(|@import/);
    for (const file of fs.readdirSync(new URL("../../panel/src", import.meta.url)))
      if (file.endsWith(".ts")) expect(source(file)).not.toMatch(/innerHTML|style: "|style="|eval\(/);
  });
});

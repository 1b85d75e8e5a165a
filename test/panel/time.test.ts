/** The tab of time: what its form guesses and sets, what table and charts show, what keys do, and what it says of bad input. */
import axe from "axe-core";
import { beforeAll, describe, expect, it } from "vitest";
import { guessesFor } from "../../client/src/drift/guess.js";
import { defaultTime, emptySession, type Session } from "../../panel/src/messages.js";
import { marksIn } from "../../panel/src/timePerformance.js";
import type { SeriesReport } from "../../server/src/drift/series/report.js";
import type { DriftColumn } from "../../server/src/protocol.js";
import { installed } from "../drift/engine.js";
import { streams } from "../drift/stream.js";
import { openPage, type Page, view } from "./page.js";
import { roles, seriesOf, streamFiles } from "./series.js";

const column = (name: string, family: DriftColumn["family"], part: Partial<DriftColumn> = {}): DriftColumn => ({
  name,
  type: family.toUpperCase(),
  family,
  ...part,
});
const columns = [
  column("day", "date", { dates: true }),
  column("x", "number"),
  column("city", "text"),
  column("label", "number", { two: true }),
  column("prediction", "number", { two: true }),
  column("probability", "number", { shares: true }),
];
const guesses = guessesFor({ reference: columns, current: columns }, { label: "", prediction: "" }, []);
const session = (part: Partial<Session> = {}): Session => ({ ...view().session, tab: "time", ...part });

async function opened(report: SeriesReport | null, part: Partial<Session> = {}, state?: unknown): Promise<Page> {
  const page = await openPage(state);
  page.receive({ kind: "view", view: view({ session: session(part), columns: { reference: columns, current: columns }, guesses }) });
  if (page.$("#tab-time").getAttribute("aria-selected") !== "true") page.$("#tab-time").click();
  if (report) page.receive({ kind: "series", report, time: "today" });
  return page;
}

const choose = (page: Page, id: string, value: string) => {
  const select = page.$<HTMLSelectElement>(id);
  select.value = value;
  select.dispatchEvent(new (page.document.defaultView as unknown as typeof globalThis).Event("change"));
};

describe("guesses", () => {
  it("come from values, names, options and the code, in the order of trust", () => {
    expect(guesses).toEqual({
      date: { name: "day", why: "the only column of dates" },
      label: { name: "label", why: "by its name" },
      prediction: { name: "prediction", why: "by its name" },
      probability: { name: "probability", why: "numbers from 0 to 1, by its name" },
    });
    const of = (names: readonly DriftColumn[], options = { label: "", prediction: "" }, targets: string[] = []) =>
      guessesFor({ reference: [...names, column("churned", "number")], current: names }, options, targets);
    expect(of([column("x", "number")], undefined, ["churned"]).label).toEqual({ name: "churned", why: "what the code trains for" });
    expect(of([column("x", "number")], { label: "x", prediction: "" }, ["churned"]).label?.name).toBe("x");
    expect(of([column("born", "date", { dates: true }), column("created_at", "date", { dates: true })]).date?.name).toBe("created_at");
    expect(of([column("event_date", "text")]).date).toEqual({ name: "event_date", why: "by its name" });
    expect(of([column("y_pred", "number", { shares: true })])).toEqual({ probability: { name: "y_pred", why: "numbers from 0 to 1, by its name" } });
    expect(of([column("x", "number"), column("city", "text")])).toEqual({});
  });
});

describe("the form", () => {
  it("asks for the columns when the tab is opened, and shows what is guessed and why", async () => {
    const page = await openPage();
    page.receive({ kind: "view", view: view() });
    expect(page.sent.map(({ kind }) => kind)).toEqual(["ready"]);
    page.$("#tab-time").click();
    expect(page.sent.at(-1)).toEqual({ kind: "columns" });
    expect(page.$<HTMLButtonElement>("#compare").disabled).toBe(true);
    page.receive({ kind: "view", view: view({ columns: { reference: columns, current: columns }, guesses }) });
    expect(page.$<HTMLSelectElement>("#time-date").value).toBe("day");
    expect(page.$(`#${page.$("#time-date").getAttribute("aria-describedby")}`).textContent).toBe("guessed: the only column of dates");
    expect(page.$("#time-settings summary").textContent).toBe("Windows: a week by day, label label, prediction prediction, probability probability");
    page.$("#compare").click();
    expect(page.sent.at(-1)).toEqual({ kind: "compare", tab: "time" });
  });

  it("sets columns, windows of so many rows, and none", async () => {
    const page = await opened(null);
    choose(page, "#time-probability", "");
    expect(page.sent.at(-1)).toEqual({ kind: "time", time: { ...defaultTime, probability: "" } });
    choose(page, "#time-window", "rows");
    page.receive({
      kind: "view",
      view: view({ session: session({ time: { ...defaultTime, window: "rows" } }), columns: { reference: columns, current: columns }, guesses }),
    });
    choose(page, "#time-rows", "3");
    expect(page.sent.at(-1)).toEqual({ kind: "time", time: { ...defaultTime, window: "rows", rows: 10 } });
  });

  it("says why nothing can be compared: no dates, a server, no data", async () => {
    const page = await openPage();
    page.receive({ kind: "view", view: view({ session: emptySession }) });
    page.$("#tab-time").click();
    expect(page.$("#time-obstacle").textContent).toBe("Choose reference and current data first.");
    const numbers = { reference: [column("x", "number")], current: [column("x", "number")] };
    page.receive({ kind: "view", view: view({ columns: numbers }) });
    expect(page.$("#time-obstacle").textContent).toMatch(/^No column looks like dates/);
    const current = { data: { paths: ["t"], server: "postgresql://a@h/d" }, name: "t", origin: "" };
    page.receive({ kind: "view", view: view({ session: session({ current }) }) });
    expect(page.$("#time-obstacle").textContent).toMatch(/^Windows of time are for files/);
    expect(page.$<HTMLButtonElement>("#watch").disabled).toBe(true);
    expect(page.$<HTMLButtonElement>("#compare").disabled).toBe(true);
  });
});

describe.skipIf(!installed)("a comparison over time", () => {
  let concept: SeriesReport;
  let data: SeriesReport;
  let late: SeriesReport;
  beforeAll(async () => {
    concept = await seriesOf(streamFiles(streams["abrupt concept drift"] as never), roles);
    data = await seriesOf(streamFiles(streams["data drift alone"] as never), roles);
    late = await seriesOf(
      streamFiles(streams["no drift"] as never, (i) => i < 1200),
      roles,
    );
  }, 60_000);

  it("has a row for each window with words for every picture, and advises to retrain where predictions are worse", async () => {
    const page = await opened(concept);
    expect(page.$("h1").textContent).toBe(concept.sentence);
    expect(page.$("#retrain").textContent).toMatch(
      /^Retraining is advised\. Predictions are worse in 2025-03-10, the last window with labels: retrain with labels from after the change\.$/,
    );
    const rows = page.texts("tr[data-window] th");
    expect(rows).toEqual(concept.windows.map(({ from }) => from));
    const bad = page.$('tr[data-window="7"]');
    expect(bad.querySelector("td.state span")?.textContent).toBe("major");
    expect(bad.querySelector("td.metric")?.textContent).toMatch(/^0\.\d{3} \(0\.\d{3} to 0\.\d{3}\) major: concept drift$/);
    expect(page.$('tr[data-window="1"] td.state span').textContent).toBe("ok");
    for (const svg of page.document.querySelectorAll("svg")) expect(svg.getAttribute("aria-hidden") === "true" || svg.hasAttribute("aria-label")).toBe(true);
    const chart = page.$("svg[aria-label^='accuracy in each window']");
    expect(chart.getAttribute("aria-label")).toMatch(/worse in 5 windows, first in 2025-02-10; estimates beside the measurements$/);
    expect([...chart.querySelectorAll("text")].filter(({ textContent }) => textContent === "C").length).toBe(5);
    expect(chart.querySelectorAll(".change").length).toBeGreaterThan(0);
  });

  it("tells data drift from it: no advice where predictions are as good, and the column with its floors and its ribbon", async () => {
    const page = await opened(data);
    expect(page.$<HTMLSelectElement>("#time-column").value).toBe("x");
    expect(page.$("svg[aria-label^='Drift of x']").getAttribute("aria-label")).toMatch(
      /^Drift of x: 5 of 10 windows have drifted, the first 2025-02-10; the largest distance is 0\.\d+$/,
    );
    expect(page.texts("svg[aria-label^='Drift of x'] .label").filter((text) => /^m(oderate|ajor) /.test(text))).toEqual(["moderate 0.1", "major 0.25"]);
    expect(page.document.querySelectorAll("svg[aria-label^='Drift of x'] .calm").length).toBe(1);
    expect(page.document.querySelectorAll("svg[aria-label^='Distribution of x'] .ribbon").length).toBe(2);
    choose(page, "#time-column", "city");
    expect(page.$("svg[aria-label^='Shares of the categories of city']").querySelectorAll(".part").length).toBeGreaterThan(40);
    expect(page.kept()?.ui.time.column).toBe("city");
  });

  it("names estimates as such, and says where labels are late", async () => {
    const page = await opened(late);
    expect(page.texts("#window-list thead th")).toContain("Estimated accuracy");
    const last = page.$('tr[data-window="9"]');
    expect([...last.querySelectorAll("td.metric")].map(({ textContent }) => textContent?.replace(/\d/g, "0"))).toEqual(["–", "0.000 (0.000 to 0.000)"]);
    expect(page.texts(".note").join()).toMatch(/labels are not all there in 6 windows/);
    expect(page.$("#performance-lines").textContent).toMatch(/They are no measurements/);
    page.receive({ kind: "series", report: await seriesOf(streamFiles(streams["no drift"] as never), {}), time: "" });
    expect(page.$("#retrain").textContent).toMatch(/^Retraining: Without labels nothing says whether predictions got worse/);
    expect(page.document.querySelector("#time-metric")).toBeNull();
  });

  it("is walked through with keys; Enter opens a window, which leads to the next and to columns", async () => {
    const page = await opened(data);
    const row = page.$('tr[data-window="0"]');
    row.focus();
    page.press(row, "End");
    expect((page.document.activeElement as HTMLElement).dataset.window).toBe("9");
    page.press(page.document.activeElement as Element, "Enter");
    expect(page.document.activeElement?.id).toBe("window-title");
    expect(page.$("#window h2").textContent).toMatch(/^2025-03-10 to 2025-03-17(moderate|major)$/);
    expect(page.texts("#window caption")).toEqual(["Predictions, with bands of 95 %", "Columns, against the reference"]);
    expect(page.texts("#window tbody tr")[4 + 0]).toBeTruthy();
    page.$("#window-before").click();
    expect(page.$("#window h2").textContent).toMatch(/^2025-03-03/);
    page.$("#column-noise").click();
    expect(page.$<HTMLSelectElement>("#time-column").value).toBe("noise");
    expect(page.$("#live").textContent).toBe("The charts show noise.");
    page.$("#window-close").focus();
    page.press(page.$("#window-close"), "Escape");
    expect(page.$("#window").hidden).toBe(true);
    expect((page.document.activeElement as HTMLElement).dataset.window).toBe("8");
  });

  it("opens a window where a chart is clicked", async () => {
    const page = await opened(data);
    const hits = page.document.querySelectorAll("svg[aria-label^='Rows in each window'] .hit");
    hits[6]?.dispatchEvent(new (page.document.defaultView as unknown as typeof globalThis).Event("click"));
    expect(page.$("#window h2").textContent).toMatch(/^2025-02-17/);
  });

  it("comes back as it was: tab, window, column and metric", async () => {
    const first = await opened(concept);
    first.$('tr[data-window="6"]').click();
    choose(first, "#time-metric", "auc");
    const kept = structuredClone(first.kept());
    const page = await openPage(kept);
    page.receive({ kind: "series", report: concept, time: "" });
    page.receive({ kind: "view", view: view({ session: session() }) });
    expect(page.$("#tab-time").getAttribute("aria-selected")).toBe("true");
    expect(page.$("#window h2").textContent).toMatch(/^2025-02-17/);
    expect(page.$<HTMLSelectElement>("#time-metric").value).toBe("auc");
  });

  it("exports three formats and charts of its own", async () => {
    const page = await opened(concept);
    for (const [format, start] of [
      ["json", '{\n "schema": "holdout-drift-series"'],
      ["markdown", "# Drift over time: "],
      ["html", "<!doctype html>"],
    ] as const) {
      page.$(`#export-${format}`).click();
      const message = page.sent.at(-1);
      if (message?.kind !== "export") throw new Error(JSON.stringify(message));
      expect(message.name).toBe("drift-over-time");
      expect(message.text.startsWith(start)).toBe(true);
    }
    page.$("#performance-save").click();
    const message = page.sent.at(-1);
    if (message?.kind !== "export") throw new Error(JSON.stringify(message));
    expect(message).toMatchObject({ format: "svg", name: "performance-over-time" });
    expect(message.text).not.toContain("class=");
    page.receive({ kind: "render", format: "markdown", tab: "time" });
    expect(page.sent.at(-1)).toMatchObject({ kind: "rendered", text: expect.stringMatching(/^# Drift over time/) });
  });

  it("has nothing that axe finds serious, with a window open", async () => {
    const page = await opened(concept);
    page.$('tr[data-window="7"]').click();
    const { violations } = await axe.run(page.document.documentElement, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it("shows one window, gaps, dates that cannot be read, and probabilities that are none", async () => {
    const [reference, current] = streamFiles(streams["no drift"] as never);
    const lines = current.split("\n");
    const few = [lines[0], ...lines.slice(1, 200)];
    const page = await opened(await seriesOf([reference, few.join("\n")], { time: { column: "day", span: "month" } }));
    expect(page.texts("tr[data-window] th")).toEqual(["2025-01-01"]);
    expect(page.texts(".note").join()).toMatch(/there is one window only/);
    expect(page.document.querySelectorAll("svg[aria-label^='Distribution of x'] .box.now").length).toBe(1);
    const odd = [...lines.slice(0, 601), ...lines.slice(1401)].map((line, i) =>
      i > 0 && i % 50 === 0
        ? line.replace(/^[^,]*/, i % 100 === 0 ? "whenever" : "14.01.2025 10:30")
        : i > 0 && i % 70 === 0
          ? line.replace(/[^,]*$/, "1.7")
          : line,
    );
    page.receive({ kind: "series", report: await seriesOf([reference, odd.join("\n")], roles), time: "" });
    const notes = page.texts(".note").join();
    expect(notes).toMatch(/no rows from 2025-01-27 to 2025-02-10 \(2 weeks\)/);
    expect(notes).toMatch(/rows with an unreadable value of "day" are in no window/);
    expect(notes).toMatch(/"probability" is not between 0 and 1 in \d+ rows/);
    expect(page.texts("tr[data-window] th").some((text) => text.includes("no rows since 2025-01-27"))).toBe(true);
  });
});

describe("marks", () => {
  it("lie where they are in the row of windows, and are one where they would cover one another", () => {
    const at = (detector: string, when: string) => ({ detector, at: when, row: 1, since: null });
    const window = (from: string, to: string) => ({ from, to, rows: 7 });
    const found = marksIn({
      windows: [window("2025-01-06", "2025-01-13"), window("2025-01-13", "2025-01-20")],
      performance: {
        marks: { found: [at("DDM", "2025-01-16T12:00:00.000Z"), at("ADWIN", "2025-01-16T13:00:00.000Z"), at("Page-Hinkley", "2024-01-01")], all: {} },
      },
    } as never);
    expect(found).toEqual([{ at: 1.5, className: "ddm", text: "DDM AD" }]);
  });
});

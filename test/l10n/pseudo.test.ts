/** Nothing that people see in the panel, in reports, in maps and in readiness is left out of translation. */
import { JSDOM } from "jsdom";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptySession } from "../../panel/src/messages.js";
import { renderDriftHtml } from "../../server/src/drift/renderHtml.js";
import { renderDriftMarkdown } from "../../server/src/drift/renderText.js";
import { renderSeriesMarkdown } from "../../server/src/drift/series/renderSeries.js";
import { renderSeriesHtml } from "../../server/src/drift/series/renderSeriesHtml.js";
import { ticks } from "../../server/src/report/blocks.js";
import { toHtml } from "../../server/src/report/html.js";
import { installed } from "../drift/engine.js";
import { steady } from "../drift/stream.js";
import type { Page } from "../panel/page.js";
import { openPage, sample, view as usual } from "../panel/page.js";
import { roles, seriesOf, streamFiles } from "../panel/series.js";
import { pages, reportOfExample } from "../report/pages.js";
import { narrowWords, speakEnglish, speakWide } from "./pseudo.js";

beforeEach(speakWide);
afterEach(speakEnglish);

/** Names of data, units and letters of statistics. */
const known =
  /^(csv|train|now|log|py|moved|nudged|calm|gone|plan|script|day|label|prediction|probability|city|double|varchar|date|PSI|TV|sd|KS|AUC|RMSE|MAE|SQL|CSV|SVG|JSON|HTML|Markdown|DDM|ADWIN|PH|AD|Page|Hinkley|PM|UTC|utf|today|df|churn|score|other|number|category|noise)$/i;

const words = (page: Page) => narrowWords(page.document.body, known);

const chosen = { ...usual().session, reference: { data: { paths: ["train.csv"] }, name: "train.csv", origin: "－－" } };
const view = (part: Parameters<typeof usual>[0] = {}) => usual({ session: chosen, ...part });

describe("the panel's page", () => {
  /** Drawn when the language is known: a report's sentences are those of the process that compares. */
  const compared = () => sample({ calm: 0, moved: 1, nudged: 0.35 }, [{ column: "gone", change: "missing", level: "major", sentence: "“gone” －－" }]);

  it("before anything was chosen, on both tabs", async () => {
    const page = await openPage();
    page.receive({ kind: "view", view: view({ session: emptySession }) });
    expect(words(page)).toEqual([]);
    page.$("#tab-time").click();
    expect(words(page)).toEqual([]);
  });

  it("with a comparison, its columns in depth, and what went wrong", async () => {
    const { report, profiles } = compared();
    const page = await openPage();
    const relations = ["read_csv(['train.csv'])", "read_csv(['now.csv'])"] as const;
    page.receive({
      kind: "view",
      view: view({ problem: { reason: "failed", message: "－－" }, stale: "－－", history: { trends: [], sentence: "", problems: ["－－"], written: true } }),
    });
    page.receive({ kind: "report", report, relations, time: "－－" });
    expect(words(page)).toEqual([]);
    for (const name of ["moved", "<plan>", "calm"]) {
      page.$(`tr[data-name="${name}"]`).click();
      page.receive({ kind: "profiles", column: name, profiles: (profiles.get(name) ?? null) as [unknown, unknown] | null });
      expect(words(page)).toEqual([]);
    }
    page.$('[data-sort="effect"]').click();
    expect(words(page)).toEqual([]);
  });

  it("while one is under way, and where a server is asked", async () => {
    const page = await openPage();
    const opened = [{ side: "reference" as const, name: "train.csv", rows: 5, columns: [{ name: "calm", type: "DOUBLE" }] }];
    page.receive({ kind: "view", view: view({ running: { step: "－－", share: 0.5 }, opened }) });
    expect(words(page)).toEqual([]);
    const consent = [{ table: "log", server: "log", statements: [], hashes: [] }];
    page.receive({ kind: "view", view: view({ consent }) });
    expect(words(page)).toEqual([]);
  });

  it.skipIf(!installed)("with windows of time", async () => {
    const series = await seriesOf(
      streamFiles((share) => (share < 0.6 ? steady : { shift: 0.6, turn: 1.4 })),
      roles,
    );
    const page = await openPage();
    page.receive({ kind: "view", view: view({ session: { ...chosen, tab: "time" } }) });
    page.$("#tab-time").click();
    page.receive({ kind: "series", report: series, time: "－－" });
    expect(words(page)).toEqual([]);
    page.$("tr[data-window='8']").click();
    expect(words(page)).toEqual([]);
    const html = new JSDOM(renderSeriesHtml(series));
    expect(narrowWords(html.window.document.body, known)).toEqual([]);
    expect(
      renderSeriesMarkdown(series)
        .match(/\b[A-Za-z]{3,}\b/g)
        ?.filter((word) => !known.test(word)) ?? [],
    ).toEqual([]);
  });

  it("as files to keep", () => {
    const { report } = compared();
    const html = new JSDOM(renderDriftHtml(report));
    expect(narrowWords(html.window.document.body, known)).toEqual([]);
    expect(
      renderDriftMarkdown(report)
        .match(/\b[A-Za-z]{3,}\b/g)
        ?.filter((word) => !known.test(word)) ?? [],
    ).toEqual([]);
  });
});

describe("what the server draws", () => {
  it.each(Object.keys(pages))("%s", async (name) => {
    const body = (await pages[name]?.()) ?? "";
    const { findings, graph, evaluations } = (await reportOfExample()).summary;
    // Messages and steps of rules are English, as the pages of rules are; what stands in a quoted line is the program's.
    const english = findings.flatMap(({ message, slug, steps }) => [message, slug, ...steps.map((step) => step.message)]);
    const drawn = english.map((sentence) => toHtml([{ k: "para", text: ticks(sentence) }], { live: true }).slice(3, -4)).sort((a, b) => b.length - a.length);
    const rest = drawn.reduce((text, sentence) => text.replaceAll(sentence, ""), body).replace(/“[^”]*”/g, "");
    const names = [...graph.nodes.map(({ label }) => label), ...evaluations.flatMap(({ models }) => models), "fraud.py", "HLD"].join(" ");
    const own = new RegExp(`${known.source}|^(${[...new Set(names.match(/[A-Za-z]+/g))].join("|")})$`, "i");
    expect(rest.length).toBeGreaterThan(500);
    expect(narrowWords(new JSDOM(`<main>${rest}</main>`).window.document.body, own)).toEqual([]);
  });
});

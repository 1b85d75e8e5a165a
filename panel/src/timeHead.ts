/** Above the windows: what was found in a sentence, whether to retrain, and what went wrong. */
import type { SeriesReport } from "../../server/src/drift/series/report.js";
import { counted } from "../../server/src/drift/words.js";
import { type Child, h } from "./dom.js";
import { stateIcon } from "./icons.js";

export function seriesVerdict(report: SeriesReport, time: string, exports: Child): HTMLElement {
  const { windows, reference, current, retrain, level } = report;
  const judged = report.columns.some((column) => column.windows.some(({ state }) => state !== "not-enough-rows" && state !== "not-compared"));
  const side = ({ name, rows }: { readonly name: string; readonly rows: number }) => `${name} (${rows.toLocaleString("en-US")} rows)`;
  const span = typeof report.span === "number" ? counted(report.span, "row") : `a ${report.span}`;
  const facts = [
    `${counted(windows.length, "window")} of ${span} by ${report.date}`,
    `${report.tests.toLocaleString("en-US")} tests over all windows`,
    `of the alarms at most ${Number((report.falseDiscoveryRate * 100).toPrecision(2))} % are expected to be false`,
    time,
  ];
  return h(
    "section",
    { class: `verdict ${level}`, "aria-label": "Verdict over time" },
    h(
      "div",
      { class: "bar" },
      h("h1", {}, stateIcon(level === "none" ? (judged ? "ok" : "not-enough-rows") : level), h("span", {}, report.sentence)),
      h("span", { class: "grow" }),
      exports,
    ),
    h(
      "p",
      { class: `retrain ${retrain.advised ? "advised" : ""}`, id: "retrain" },
      h("b", {}, retrain.advised ? "Retraining is advised. " : "Retraining: "),
      retrain.sentence,
    ),
    h("p", { class: "faint" }, `${side(reference)}${reference.baseline ? ", baseline" : ""} → ${side(current)}. ${facts.join("; ")}.`),
  );
}

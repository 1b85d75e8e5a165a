/** Above the windows: what was found in a sentence, whether to retrain, and what went wrong. */
import * as l10n from "@vscode/l10n";
import { sideWords } from "../../server/src/drift/renderText.js";
import type { SeriesReport } from "../../server/src/drift/series/report.js";
import { counted, oneSpan } from "../../server/src/drift/words.js";
import { type Child, h } from "./dom.js";
import { stateIcon } from "./icons.js";

export function seriesVerdict(report: SeriesReport, time: string, exports: Child): HTMLElement {
  const { windows, reference, current, retrain, level } = report;
  const judged = report.columns.some((column) => column.windows.some(({ state }) => state !== "not-enough-rows" && state !== "not-compared"));
  const span = typeof report.span === "number" ? counted(report.span, "row") : oneSpan(report.span);
  const facts = [
    l10n.t("{0} of {1} by {2}", counted(windows.length, "window"), span, report.date),
    l10n.t("{0} tests over all windows", report.tests.toLocaleString("en-US")),
    l10n.t("of the alarms at most {0} % are expected to be false", Number((report.falseDiscoveryRate * 100).toPrecision(2))),
    time,
  ];
  return h(
    "section",
    { class: `verdict ${level}`, "aria-label": l10n.t("Verdict over time") },
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
      h("b", {}, `${retrain.advised ? l10n.t("Retraining is advised.") : l10n.t("Retraining:")} `),
      retrain.sentence,
    ),
    h("p", { class: "faint" }, `${sideWords(reference)} → ${sideWords(current)}. ${facts.join("; ")}.`),
  );
}

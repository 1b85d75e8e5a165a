/** One window in depth: its rows, how good predictions were and why, and every column against the reference and against the window before. */
import * as l10n from "@vscode/l10n";
import { type Metric, metricNames } from "../../server/src/drift/series/performance.js";
import { metricFigure } from "../../server/src/drift/series/renderSeries.js";
import type { MetricPoint, SeriesColumn, SeriesReport, SeriesWindow } from "../../server/src/drift/series/report.js";
import { effectFigure, percent, probability, wordFor } from "../../server/src/drift/words.js";
import { type Child, h, replace } from "./dom.js";
import { stateIcon } from "./icons.js";
import { stateWord } from "./rows.js";
import { nameOf } from "./timeFrame.js";

export interface WindowEvents {
  readonly open: (window: number) => void;
  readonly column: (name: string) => void;
  readonly close: () => void;
}

const count = (value: number) => value.toLocaleString("en-US");

const spanOf = ({ from, to }: SeriesWindow): string => (nameOf(from) === nameOf(to) ? nameOf(from) : l10n.t("{0} to {1}", nameOf(from), nameOf(to)));

export function showWindow(parent: HTMLElement, report: SeriesReport, at: number, events: WindowEvents): void {
  const window = report.windows[at] as SeriesWindow;
  const state = window.level === "none" ? (isJudged(report, at) ? "ok" : "not-enough-rows") : window.level;
  const move = (to: number, id: string, text: string, name: string) =>
    h("button", { id, class: "plain", disabled: report.windows[to] === undefined, "aria-label": name, title: name, click: () => events.open(to) }, text);
  replace(
    parent,
    h(
      "header",
      {},
      h("h2", { id: "window-title", tabindex: -1 }, stateIcon(state), h("span", {}, spanOf(window)), h("span", { class: "faint" }, stateWord(state))),
      move(at - 1, "window-before", "‹", l10n.t("The window before")),
      move(at + 1, "window-after", "›", l10n.t("The next window")),
      h(
        "button",
        {
          id: "window-close",
          class: "plain",
          click: () => events.close(),
          "aria-label": l10n.t("Close the detail of this window"),
          title: l10n.t("Close (Escape)"),
        },
        "✕",
      ),
    ),
    h("p", { class: "finding" }, facts(report, at)),
    ...findings(report, at),
    metrics(report, at),
    columns(report, at, events),
  );
}

/** A figure with its band, if it has one. */
export function bandText(metric: Metric, { value, low, high }: Pick<MetricPoint, "value" | "low" | "high">): string {
  const write = (each: number) => metricFigure(metric, each);
  return low === high ? write(value) : l10n.t("{0} ({1} to {2})", write(value), write(low), write(high));
}

/** Whether anything could be judged in this window. */
export const isJudged = ({ columns }: SeriesReport, at: number): boolean =>
  columns.some(({ windows }) => windows[at]?.state !== "not-enough-rows" && windows[at]?.state !== "not-compared");

function facts({ windows, gaps, performance }: SeriesReport, at: number): string {
  const { rows, labelled, from } = windows[at] as SeriesWindow;
  const parts = [l10n.t("{0} rows", count(rows))];
  if (labelled !== null) parts.push(labelled === rows ? l10n.t("all with labels") : l10n.t("{0} with labels", count(labelled)));
  const gap = gaps.find(({ to }) => to === from);
  if (gap) parts.push(l10n.t("before it no rows from {0}", nameOf(gap.from)));
  if (performance && labelled !== null && labelled > 0 && labelled < 0.9 * rows)
    parts.push(l10n.t("labels that come first may differ from those that come late"));
  return `${parts.join("; ")}.`;
}

function findings({ performance, windows }: SeriesReport, at: number): Child[] {
  const { from, to } = windows[at] as SeriesWindow;
  const cause = performance?.causes.find(({ window }) => window === at);
  const value = (text: string) => (/^-?[\d.e+]+$/.test(text) ? Number(text) : Date.parse(text));
  const marks = (performance?.marks?.found ?? []).filter((mark) => value(mark.at) >= value(from) && (value(mark.at) < value(to) || at === windows.length - 1));
  const said = marks
    .slice(0, 4)
    .map(({ detector, at: when, row }) => l10n.t("{0} at {1} (row {2})", detector, nameOf(when), count(row)))
    .join("; ");
  return [
    cause && h("p", { class: "finding" }, h("b", {}, cause.sentence)),
    marks.length > 0 &&
      h(
        "p",
        { class: "finding faint" },
        marks.length > 4 ? l10n.t("Errors rose, say {0} and {1} more marks.", said, marks.length - 4) : l10n.t("Errors rose, say {0}.", said),
      ),
  ];
}

function grid(caption: string, heads: readonly string[], rows: readonly HTMLTableRowElement[]): HTMLElement {
  return h(
    "div",
    { class: "wide" },
    h(
      "table",
      { class: "plain" },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows),
    ),
  );
}

function metrics({ performance }: SeriesReport, at: number): Child {
  if (!performance?.metrics.some(({ windows, estimates }) => windows[at] || estimates[at])) return null;
  const hasEstimates = performance.metrics.some(({ estimates }) => estimates.some((point) => point));
  const before = performance.against === "first window" ? l10n.t("First window") : l10n.t("Reference");
  const rows = performance.metrics.map(({ metric, windows, estimates, reference }) => {
    const text = (point: Pick<MetricPoint, "value" | "low" | "high"> | null | undefined) => (point ? bandText(metric, point) : "–");
    const point = windows[at];
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, metricNames[metric]()),
      h("td", {}, text(point)),
      h("td", {}, text(reference)),
      h("td", {}, point?.adjustedP === null || point?.adjustedP === undefined ? "–" : probability(point.adjustedP)),
      h("td", {}, point ? (point.level === "none" ? l10n.t("as before") : h("b", {}, l10n.t("worse: {0}", wordFor(point.level)))) : l10n.t("no labels")),
      hasEstimates && h("td", {}, text(estimates[at])),
    );
  });
  const heads = [
    l10n.t("Metric"),
    l10n.t("This window"),
    before,
    l10n.t("Adjusted p"),
    l10n.t("Verdict"),
    ...(hasEstimates ? [l10n.t("Estimate, not measured")] : []),
  ];
  return grid(l10n.t("Predictions, with bands of 95 %"), heads, rows);
}

const order = ["major", "moderate", "not-enough-rows", "ok", "not-compared"];

function columns({ columns: all }: SeriesReport, at: number, events: WindowEvents): HTMLElement {
  const sorted = all
    .map((column) => ({ column, point: column.windows[at] }))
    .sort((a, b) => order.indexOf(a.point?.state ?? "ok") - order.indexOf(b.point?.state ?? "ok") || ratio(b.point) - ratio(a.point));
  const rows = sorted.flatMap(({ column, point }) => {
    if (!point) return [];
    const { before } = point;
    const since =
      !before || before.distance === null
        ? "–"
        : `${effectFigure(before.distance)}${before.state === "major" || before.state === "moderate" ? `, ${wordFor(before.state)}` : ""}`;
    return h(
      "tr",
      {},
      h(
        "th",
        { scope: "row" },
        h(
          "button",
          { id: `column-${column.name}`, class: "link", click: () => events.column(column.name), title: l10n.t("Show this column in the charts") },
          column.name || l10n.t("(no name)"),
        ),
        role(column),
      ),
      h("td", { class: "verdict" }, stateIcon(point.state), ` ${stateWord(point.state)}`),
      h("td", {}, point.distance === null ? "–" : effectFigure(point.distance)),
      h("td", {}, point.line === null ? "–" : effectFigure(point.line)),
      h("td", {}, point.adjustedP === null ? "–" : probability(point.adjustedP)),
      h("td", {}, point.rows > 0 ? percent(point.missing / point.rows) : "–"),
      h("td", {}, since),
      h("td", {}, point.sentences.join(" ") || "–"),
    );
  });
  const heads = [
    l10n.t("Column"),
    l10n.t("Verdict"),
    l10n.t("Distance"),
    l10n.t("Without drift below"),
    l10n.t("Adjusted p"),
    l10n.t("Missing"),
    l10n.t("From the window before"),
    l10n.t("What was found"),
  ];
  return grid(l10n.t("Columns, against the reference"), heads, rows);
}

const ratio = (point: SeriesColumn["windows"][number] | undefined) => (point?.value ?? 0) / (point?.floor || 1);
const role = ({ role: each }: SeriesColumn): Child => each !== "feature" && h("span", { class: "faint" }, ` ${wordFor(each)}`);

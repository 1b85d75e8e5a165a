/** The tab of time: the table of windows, which holds all there is to know, and charts that show the same. */
import * as l10n from "@vscode/l10n";
import { type Metric, metricNames } from "../../server/src/drift/series/performance.js";
import { performanceLines } from "../../server/src/drift/series/renderSeries.js";
import type { SeriesColumn, SeriesReport, SeriesWindow } from "../../server/src/drift/series/report.js";
import { effectFigure, wordFor } from "../../server/src/drift/words.js";
import { standalone } from "./charts.js";
import { type Child, h, replace } from "./dom.js";
import { stateIcon } from "./icons.js";
import { stateWord } from "./rows.js";
import { driftChart, missingChart, rowsChart, shapeChart } from "./timeCharts.js";
import { bandText, isJudged, showWindow } from "./timeDetail.js";
import { type ChartState, nameOf } from "./timeFrame.js";
import { causeLetters, causeWords, performanceChart } from "./timePerformance.js";

/** What a person did to the tab. */
export interface TimeInterface {
  readonly window: number | null;
  readonly column: string | null;
  readonly metric: string | null;
}

export const emptyTime: TimeInterface = { window: null, column: null, metric: null };

export interface TimeEvents {
  readonly keep: (part: Partial<TimeInterface>) => void;
  readonly svg: (name: string, text: string) => void;
  readonly say: (text: string) => void;
}

export class TimeView {
  readonly element: HTMLElement;
  private readonly body = h("tbody");
  private readonly head = h("tr", { "aria-rowindex": 1 });
  private readonly grid = h("table", { role: "grid", "aria-label": l10n.t("Windows") }, h("thead", {}, this.head), this.body);
  private readonly charts = h("div", { id: "charts" });
  private readonly detail = h("aside", { id: "window", "aria-labelledby": "window-title", tabindex: -1 });
  private readonly split: HTMLElement;
  private report: SeriesReport | null = null;
  private ui: TimeInterface = emptyTime;

  constructor(private readonly events: TimeEvents) {
    const list = h(
      "main",
      { id: "windows", "aria-label": l10n.t("Windows and charts") },
      h("div", { class: "scroller", id: "window-list" }, this.grid),
      this.charts,
    );
    this.split = h("div", { id: "time-split" }, list, this.detail);
    this.element = this.split;
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => {
      const at = (event.target as Element).closest<HTMLElement>("tr[data-window]")?.dataset.window;
      if (at !== undefined) this.open(Number(at));
    });
  }

  show(report: SeriesReport | null, ui: TimeInterface): void {
    this.report = report;
    this.ui = ui;
    this.split.hidden = report === null;
    this.draw();
  }

  /** Closes the detail, if it is open and the focus is in it. */
  escape(): boolean {
    if (this.ui.window === null || !this.detail.contains(document.activeElement)) return false;
    this.close();
    return true;
  }

  private open(window: number): void {
    this.set({ window });
    document.getElementById("window-title")?.focus();
  }

  private close(): void {
    const { window } = this.ui;
    this.set({ window: null });
    this.rowAt(window ?? 0)?.focus();
  }

  private set(part: Partial<TimeInterface>): void {
    this.ui = { ...this.ui, ...part };
    this.events.keep(part);
    this.draw();
  }

  private draw(): void {
    const { report } = this;
    if (!report) return;
    const window = this.ui.window !== null && report.windows[this.ui.window] ? this.ui.window : null;
    const focused = (document.activeElement as HTMLElement | null)?.dataset?.window;
    this.drawTable(report, window);
    if (focused !== undefined && !this.body.contains(document.activeElement)) this.rowAt(Number(focused))?.focus({ preventScroll: true });
    this.drawCharts(report, window);
    this.split.classList.toggle("open", window !== null);
    this.detail.hidden = window === null;
    if (window === null) return this.detail.replaceChildren();
    showWindow(this.detail, report, window, {
      open: (to) => this.open(to),
      column: (column) => {
        this.set({ column });
        this.events.say(l10n.t("The charts show {0}.", column));
      },
      close: () => this.close(),
    });
  }

  private drawTable(report: SeriesReport, selected: number | null): void {
    const cells = cellsOf(report);
    this.grid.setAttribute("aria-rowcount", String(report.windows.length + 1));
    this.head.replaceChildren(...cells.heads.map(({ title, hint, className }) => h("th", { scope: "col", title: hint, class: className }, title)));
    this.body.replaceChildren(
      ...report.windows.map((window, i) => {
        const inOrder = i === (selected ?? 0);
        const row = h(
          "tr",
          { "data-window": i, "aria-rowindex": i + 2, "aria-selected": i === selected, tabindex: inOrder ? 0 : -1, class: `row ${window.level}` },
          ...cells.row(window, i),
        );
        return row;
      }),
    );
  }

  private drawCharts(report: SeriesReport, selected: number | null): void {
    const column = chosenColumn(report, this.ui.column);
    const metrics = measured(report);
    const metric = metrics.find((each) => each.metric === this.ui.metric) ?? metrics[0];
    const state: ChartState = { windows: report.windows, selected };
    const events = { pick: (window: number) => this.open(window) };
    const parts: Child[] = [];
    if (column) {
      parts.push(
        h(
          "div",
          { class: "tools chart-tools" },
          h("label", {}, l10n.t("Column in the charts"), " ", this.columnSelect(report, column)),
          h("span", { class: "faint" }, column.sentence),
        ),
      );
      parts.push(this.figure("drift", l10n.t("Drift of {0}", column.name), driftChart(state, column, events), driftLegend()));
      const shape = shapeChart(state, column, events);
      if (shape) parts.push(this.figure("shape", l10n.t("Distribution of {0}", column.name), shape, shapeLegend(column)));
    }
    if (metric && report.performance) {
      parts.push(
        this.figure(
          "performance",
          l10n.t("Predictions"),
          performanceChart(state, metric, report, events),
          performanceLegend(
            report,
            metric.estimates.some((point) => point),
          ),
          this.metricSelect(
            metrics.map((each) => each.metric),
            metric.metric,
          ),
        ),
      );
    }
    if (column) parts.push(this.figure("missing", l10n.t("Missing values of {0}", column.name), missingChart(state, column, events)));
    parts.push(this.figure("rows", l10n.t("Rows"), rowsChart(state, events)));
    if (report.performance) {
      const lines = performanceLines(report.performance, report.windows);
      if (lines.length > 0) parts.push(h("ul", { class: "lines", id: "performance-lines" }, ...lines.map((line) => h("li", {}, line))));
    }
    replace(this.charts, ...parts);
  }

  private figure(id: string, title: string, chart: SVGSVGElement, legend: Child = null, extra: Child = null): HTMLElement {
    const save = h(
      "button",
      {
        id: `${id}-save`,
        class: "plain small",
        "aria-label": l10n.t("Save SVG… of the chart: {0}", title),
        click: () => this.events.svg(`${id}-over-time`, standalone(chart, l10n.t("{0} over time", title))),
      },
      l10n.t("Save SVG…"),
    );
    return h("section", { class: "figure" }, h("div", { class: "bar" }, h("h2", {}, title), legend, h("span", { class: "grow" }), extra, save), chart);
  }

  private columnSelect(report: SeriesReport, chosen: SeriesColumn): HTMLElement {
    return h(
      "select",
      { id: "time-column", change: (event) => this.set({ column: (event.target as HTMLSelectElement).value }) },
      ...report.columns.map((column) => {
        const { name, state, alarms } = column;
        const found = alarms.length > 0 ? l10n.t("{0}, {1} of {2} windows", wordFor(state), alarms.length, report.windows.length) : stateWord(state);
        return h("option", { value: name, selected: name === chosen.name }, `${name || l10n.t("(no name)")}: ${found}`);
      }),
    );
  }

  private metricSelect(metrics: readonly Metric[], chosen: Metric): HTMLElement {
    return h(
      "select",
      { id: "time-metric", "aria-label": l10n.t("Metric"), change: (event) => this.set({ metric: (event.target as HTMLSelectElement).value }) },
      ...metrics.map((metric) => h("option", { value: metric, selected: metric === chosen }, metricNames[metric]())),
    );
  }

  private rowAt(window: number): HTMLElement | undefined {
    return [...this.body.querySelectorAll<HTMLElement>("tr[data-window]")].find((row) => row.dataset.window === String(window));
  }

  private key(event: KeyboardEvent): void {
    const given = (event.target as Element).closest<HTMLElement>("tr[data-window]")?.dataset.window;
    if (given === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const [at, last] = [Number(given), (this.report?.windows.length ?? 1) - 1];
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8, Home: 0, End: last };
    const to = moves[event.key];
    if (to !== undefined) this.rowAt(Math.min(last, Math.max(0, to)))?.focus();
    else if (event.key === "Enter" || event.key === " ") this.open(at);
    else return;
    event.preventDefault();
  }
}

/** The one somebody chose, else the one that is remarkable most. */
const chosenColumn = ({ columns }: SeriesReport, name: string | null): SeriesColumn | undefined => columns.find((column) => column.name === name) ?? columns[0];

const measured = ({ performance }: SeriesReport) =>
  (performance?.metrics ?? []).filter(({ windows, estimates }) => windows.some((point) => point) || estimates.some((point) => point));

interface Head {
  readonly title: string;
  readonly hint?: string;
  readonly className?: string;
}

/** Which columns the table of windows has, and what stands in them. */
function cellsOf(report: SeriesReport): { readonly heads: readonly Head[]; readonly row: (window: SeriesWindow, i: number) => HTMLElement[] } {
  const { windows, columns, performance } = report;
  const labelled = windows.some((window) => window.labelled !== null);
  const [metric] = measured(report);
  const isMeasured = metric?.windows.some((point) => point) ?? false;
  const estimated = metric?.estimates.some((point) => point) ?? false;
  const heads: Head[] = [
    { title: l10n.t("Verdict"), className: "state" },
    { title: l10n.t("Window"), hint: l10n.t("from"), className: "from" },
    { title: l10n.t("Rows"), className: "count" },
    ...(labelled ? [{ title: l10n.t("With labels"), className: "count" }] : []),
    { title: l10n.t("Drifted from the reference"), className: "names" },
    { title: l10n.t("Changed since the window before"), className: "names" },
    { title: l10n.t("Largest distance"), hint: l10n.t("of all columns; beside it what that column stays below without drift"), className: "count" },
    ...(metric && isMeasured ? [{ title: first(metricNames[metric.metric]()), hint: l10n.t("with its band of 95 %"), className: "metric" }] : []),
    ...(metric && estimated
      ? [{ title: l10n.t("Estimated {0}", metricNames[metric.metric]()), hint: l10n.t("from calibrated probabilities; no measurement"), className: "metric" }]
      : []),
  ];
  const row = (window: SeriesWindow, i: number): HTMLElement[] => {
    const state = window.level === "none" ? (isJudged(report, i) ? "ok" : "not-enough-rows") : window.level;
    const widest = columns.reduce<SeriesColumn["windows"][number] | null>((best, column) => {
      const point = column.windows[i];
      return point && (point.distance ?? -1) > (best?.distance ?? -1) ? point : best;
    }, null);
    const point = metric?.windows[i];
    const guess = metric?.estimates[i];
    const cause = performance?.causes.find((each) => each.window === i);
    const text = (value: Parameters<typeof bandText>[1]) => bandText(metric?.metric as Metric, value);
    const gap = report.gaps.find(({ to }) => to === window.from);
    return [
      h("td", { class: "state", title: stateWord(state) }, stateIcon(state), h("span", {}, stateWord(state))),
      h(
        "th",
        { scope: "row", class: "from" },
        h("span", { class: "title" }, nameOf(window.from)),
        gap && h("span", { class: "kind" }, l10n.t("no rows since {0}", nameOf(gap.from))),
      ),
      h("td", { class: "count" }, window.rows.toLocaleString("en-US")),
      ...(labelled ? [h("td", { class: "count" }, window.labelled === null ? "–" : window.labelled.toLocaleString("en-US"))] : []),
      names(window.drifted),
      i === 0 ? h("td", {}, "–") : names(window.driftedSinceBefore),
      h(
        "td",
        { class: "count" },
        widest?.distance == null ? "–" : effectFigure(widest.distance),
        widest?.line != null && h("span", { class: "faint" }, ` / ${effectFigure(widest.line)}`),
      ),
      ...(isMeasured
        ? [
            h(
              "td",
              { class: point && point.level !== "none" ? "metric alarm" : "metric" },
              point ? text(point) : "–",
              point && point.level !== "none" && h("span", { class: "kind" }, ` ${wordFor(point.level)}${cause ? `: ${causeWords[cause.cause]()}` : ""}`),
            ),
          ]
        : []),
      ...(estimated ? [h("td", { class: "metric" }, guess ? text(guess) : "–")] : []),
    ];
  };
  return { heads, row };
}

const names = (list: readonly string[]): HTMLElement =>
  h(
    "td",
    { class: list.length > 0 ? "names alarm" : "names", title: list.join(", ") },
    list.length === 0 ? "–" : list.length <= 3 ? list.join(", ") : l10n.t("{0} and {1} more", list.slice(0, 2).join(", "), list.length - 2),
  );

const first = (text: string) => `${text[0]?.toUpperCase()}${text.slice(1)}`;

const entry = (className: string, text: string): HTMLElement =>
  h("span", { class: "entry" }, className !== "" && h("span", { class: `key ${className}`, "aria-hidden": "true" }), text);
const legendOf = (...entries: readonly HTMLElement[]) => h("span", { class: "legend" }, ...entries);
const driftLegend = () =>
  legendOf(
    entry("line-now", l10n.t("from the reference")),
    entry("line-before", l10n.t("from the window before")),
    entry("line-calm", l10n.t("95 % stay below without drift")),
  );
const shapeLegend = ({ windows }: SeriesColumn) =>
  windows.some(({ quantiles }) => quantiles)
    ? legendOf(
        entry("ribbon-wide", "90 %"),
        entry("ribbon-narrow", l10n.t("half of the values")),
        entry("line-now", l10n.t("median")),
        entry("reference", l10n.t("the reference, at the left")),
      )
    : legendOf(entry("", l10n.t("at the left the reference")));
const causesIn = ({ performance }: SeriesReport) => [...new Set(performance?.causes.map(({ cause }) => cause))];
const performanceLegend = (report: SeriesReport, estimates: boolean) =>
  legendOf(
    entry("line-now", l10n.t("measured, with its band")),
    ...(estimates ? [entry("line-estimate", l10n.t("estimate, not measured"))] : []),
    ...causesIn(report).map((cause) => entry("", `${causeLetters[cause]} ${causeWords[cause]()}`)),
    ...((report.performance?.marks?.found.length ?? 0) > 0 ? [entry("", l10n.t("DDM, PH, AD: errors rise"))] : []),
  );

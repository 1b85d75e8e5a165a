/** The page of the drift panel: keeps what is shown, and what a person did to it, across hiding and reloading. */
import * as l10n from "@vscode/l10n";
import type { FurtherTest } from "../../server/src/drift/detail.js";
import type { Trend } from "../../server/src/drift/history.js";
import type { ColumnProfile } from "../../server/src/drift/profile.js";
import { renderDriftHtml } from "../../server/src/drift/renderHtml.js";
import { renderDriftJson } from "../../server/src/drift/renderJson.js";
import { renderDriftMarkdown } from "../../server/src/drift/renderText.js";
import type { Report } from "../../server/src/drift/report.js";
import { renderSeriesJson, renderSeriesMarkdown } from "../../server/src/drift/series/renderSeries.js";
import { renderSeriesHtml } from "../../server/src/drift/series/renderSeriesHtml.js";
import type { SeriesReport } from "../../server/src/drift/series/report.js";
import type { Mode } from "./charts.js";
import { showDetail } from "./detailView.js";
import { h, replace } from "./dom.js";
import { consentNote, notices, pickers, progress, verdict } from "./head.js";
import { type ExportFormat, emptyView, type FromPage, type Problem, type Session, type Tab, type ToPage } from "./messages.js";
import { defaultSort, earlyRows, filtered, type Row, rowsOf, type Show, type Sort, type SortKey, sorted } from "./rows.js";
import { Table } from "./table.js";
import { tabList } from "./tabs.js";
import { timeForm } from "./timeForm.js";
import { seriesVerdict } from "./timeHead.js";
import { emptyTime, type TimeInterface, TimeView } from "./timeView.js";

/** What VS Code gives a page. */
export interface Host {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: Kept): void;
}

interface Interface {
  readonly sort: Sort;
  readonly text: string;
  readonly show: Show;
  readonly selected: string | null;
  readonly mode: Mode;
  readonly top: number;
  readonly tab: Tab;
  readonly time: TimeInterface;
}

/** `session` is for the extension, which brings the panel back after a reload. */
export interface Kept {
  readonly session: Session;
  readonly ui: Interface;
}

const renderers = { json: renderDriftJson, markdown: renderDriftMarkdown, html: renderDriftHtml };
const seriesRenderers = { json: renderSeriesJson, markdown: renderSeriesMarkdown, html: renderSeriesHtml };
type Format = keyof typeof renderers;

const emptyInterface: Interface = {
  sort: defaultSort,
  text: "",
  show: "all",
  selected: null,
  mode: "share",
  top: 0,
  tab: "columns",
  time: emptyTime,
};

const showTexts = (): readonly (readonly [Show, string])[] => [
  ["all", l10n.t("All columns")],
  ["drifted", l10n.t("Drifted")],
  ["major", l10n.t("Major only")],
  ["sound", l10n.t("Without drift")],
  ["unjudged", l10n.t("Not judged")],
];

/** Fills `root` and listens to the extension. Returns what a message does. */
export function startPage(root: HTMLElement, host: Host): (message: ToPage) => void {
  const kept = host.getState() as Partial<Kept> | undefined;
  let ui: Interface = { ...emptyInterface, ...kept?.ui };
  let view = emptyView;
  let report: Report | null = null;
  let rows: readonly Row[] = [];
  let relations: readonly [string | null, string | null] = [null, null];
  let time = "";
  let series: SeriesReport | null = null;
  let seriesTime = "";
  const profiles = new Map<string, readonly [ColumnProfile, ColumnProfile]>();
  const tests = new Map<string, readonly FurtherTest[] | "running" | Problem>();

  const top = h("div", { id: "top" });
  const tabs = h("div", { id: "tabs" });
  const notes = h("div", { id: "notes" });
  const headline = h("div", { id: "headline" });
  const live = h("p", { id: "live", class: "unseen", role: "status" });
  const detail = h("aside", { id: "detail", "aria-labelledby": "detail-title", tabindex: -1 });
  const search = h("input", {
    id: "search",
    type: "search",
    placeholder: l10n.t("Filter columns"),
    "aria-label": l10n.t("Filter columns by name"),
    value: ui.text,
  });
  const show = h(
    "select",
    { id: "show", "aria-label": l10n.t("Which columns to show") },
    ...showTexts().map(([value, title]) => h("option", { value, selected: value === ui.show }, title)),
  );
  const shown = h("span", { id: "shown", class: "faint" });
  const table = new Table({
    select: (name) => select(name),
    sort: (by) => sortBy(by),
    uses: (column) => host.postMessage({ kind: "uses", column }),
    scrolled: (at) => keep({ top: at }),
  });
  const tools = h(
    "div",
    { class: "tools" },
    search,
    show,
    shown,
    h("span", { class: "grow" }),
    h("span", { class: "faint keys" }, l10n.t("↑ ↓ move · Enter opens · G goes to code")),
  );
  const list = h("main", { id: "list", "aria-label": l10n.t("Columns") }, tools, table.element);
  const split = h("div", { id: "split" }, list, detail);
  const over = new TimeView({
    keep: (part) => keep({ time: { ...ui.time, ...part } }),
    svg: (name, text) => host.postMessage({ kind: "export", format: "svg", name, text }),
    say: (text) => (live.textContent = text),
  });
  root.replaceChildren(h("header", { id: "head" }, top, tabs, notes, headline), split, over.element, live);

  search.addEventListener("input", () => {
    keep({ text: search.value, top: 0 });
    drawTable();
    table.scrollTo(0);
    announce();
  });
  show.addEventListener("change", () => {
    keep({ show: show.value as Show, top: 0 });
    drawTable();
    table.scrollTo(0);
    announce();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && ui.tab === "time" && over.escape()) return;
    if (event.key === "Escape" && ui.selected !== null && detail.contains(document.activeElement)) close();
    else if (event.key === "/" && ui.tab === "columns" && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      search.focus();
    }
  });

  function keep(part: Partial<Interface>): void {
    ui = { ...ui, ...part };
    host.setState({ session: view.session, ui });
  }

  function visible(): Row[] {
    return sorted(filtered(rows, ui.text, ui.show), ui.sort);
  }

  function sortBy(by: SortKey): void {
    keep({ sort: { by, descending: ui.sort.by === by && !ui.sort.descending } });
    drawTable();
    announce();
  }

  function select(name: string | null): void {
    keep({ selected: name });
    drawTable();
    drawDetail();
    if (name === null) return;
    if (!profiles.has(name)) host.postMessage({ kind: "profiles", column: name });
    document.getElementById("detail-title")?.focus();
  }

  function close(): void {
    drawTable();
    table.focusSelected();
    keep({ selected: null });
    drawDetail();
  }

  function announce(): void {
    const orders: Record<SortKey, string> = {
      state: l10n.t("verdict"),
      name: l10n.t("name"),
      effect: l10n.t("effect"),
      p: l10n.t("adjusted p"),
      missing: l10n.t("change of missing values"),
      new: l10n.t("new categories"),
    };
    live.textContent = ui.sort.descending
      ? l10n.t("{0}, sorted by {1}, last first", shown.textContent ?? "", orders[ui.sort.by])
      : l10n.t("{0}, sorted by {1}", shown.textContent ?? "", orders[ui.sort.by]);
  }

  function drawTable(): void {
    const seen = visible();
    shown.textContent =
      rows.length === 0 ? "" : seen.length === rows.length ? l10n.t("{0} columns", rows.length) : l10n.t("{0} of {1} columns", seen.length, rows.length);
    split.hidden = rows.length === 0 || ui.tab !== "columns";
    table.show(seen, ui.selected, ui.sort, trends());
  }

  const trends = () => (view.history?.trends ?? []) as readonly Trend[];

  function drawTime(): void {
    over.show(ui.tab === "time" ? series : null, ui.time);
  }

  function switchTo(tab: Tab): void {
    keep({ tab });
    wantColumns();
    drawHead();
    drawTable();
    drawDetail();
    drawTime();
  }

  /** Of the files that are chosen, once somebody opened the tab of time. */
  function wantColumns(): void {
    const { reference, current } = view.session;
    if (ui.tab === "time" && reference && current && view.columns === null && view.unavailable === null && !view.running && !view.problem)
      host.postMessage({ kind: "columns" });
  }

  function drawDetail(): void {
    const row = rows.find(({ name }) => name === ui.selected);
    split.classList.toggle("open", row !== undefined);
    detail.hidden = row === undefined;
    if (!row) return detail.replaceChildren();
    const open = new Set([...detail.querySelectorAll("details[open]")].map(({ id }) => id));
    const canRun = view.running === null && view.unavailable === null && view.session.reference?.data.baseline !== true && !onServer();
    const state = {
      row,
      profiles: profiles.get(row.name) ?? null,
      relations,
      mode: ui.mode,
      tests: tests.get(row.name) ?? null,
      canRun,
      trend: trends().find(({ name }) => name === row.name) ?? null,
    };
    showDetail(detail, state, {
      mode: (mode) => {
        keep({ mode });
        drawDetail();
      },
      tests: (column) => {
        tests.set(column, "running");
        host.postMessage({ kind: "tests", column });
        drawDetail();
      },
      uses: (column) => host.postMessage({ kind: "uses", column }),
      copy: (text) => {
        host.postMessage({ kind: "copy", text });
        live.textContent = l10n.t("Copied");
      },
      svg: (name, text) => host.postMessage({ kind: "export", format: "svg", name, text }),
      close,
    });
    for (const element of detail.querySelectorAll("details")) if (open.has(element.id)) element.open = true;
  }

  const onServer = () => [view.session.reference, view.session.current].some((choice) => choice?.data.server !== undefined);

  function drawHead(): void {
    const send = (message: FromPage) => host.postMessage(message);
    const isOpen = (id: string, fallback: boolean) => (document.getElementById(id) as HTMLDetailsElement | null)?.open ?? fallback;
    const [optionsOpen, settingsOpen] = [isOpen("options", false), isOpen("time-settings", series === null)];
    const names = view.opened.length > 0 ? view.opened.flatMap(({ columns }) => columns.map(({ name }) => name)) : rows.map(({ name }) => name);
    const asked = view.consent !== null && document.getElementById("consent") === null;
    replace(top, pickers(view, ui.tab, [...new Set(names)], send), progress(view));
    replace(tabs, tabList(ui.tab, switchTo), ui.tab === "time" && timeForm(view, settingsOpen, send));
    const options = document.getElementById("options") as HTMLDetailsElement | null;
    if (options) options.open = optionsOpen;
    const shownReport = ui.tab === "time" ? series : report;
    replace(notes, view.consent && consentNote(view.consent, send), ...notices(view, shownReport, ui.tab === "columns" && isEarly()));
    if (ui.tab === "time") replace(headline, series ? seriesVerdict(series, seriesTime, exportMenu()) : welcome());
    else replace(headline, report ? verdict(report, time, exportMenu()) : welcome());
    if (asked) document.getElementById("consent-title")?.focus();
  }

  const welcome = () =>
    view.running || view.problem
      ? null
      : h(
          "p",
          { class: "welcome" },
          ui.tab === "time"
            ? l10n.t(
                "Holdout compares each window of the current data with the reference and with the window before, says how good predictions were where there are labels, and tells concept drift from data drift. This tab looks at names, types and the first rows of your files; all else is read when you press Compare.",
              )
            : l10n.t(
                "Choose the data that a model learned from and the data that it meets now. Holdout says which columns have drifted, how far, and how sure that is. Nothing is read before you press Compare, and no rows leave this machine.",
              ),
        );

  function rendered(format: Format, tab: Tab): string | null {
    if (tab === "time") return series && seriesRenderers[format](series);
    return report && renderers[format](report);
  }

  function exportMenu(): HTMLElement {
    const save = (format: Format, title: string) =>
      h(
        "button",
        {
          id: `export-${format}`,
          class: "plain small",
          click: () => {
            const text = rendered(format, ui.tab);
            if (text !== null) host.postMessage({ kind: "export", format, name: ui.tab === "time" ? "drift-over-time" : "drift", text });
          },
        },
        title,
      );
    return h(
      "span",
      { class: "switch", role: "group", "aria-label": l10n.t("Save the report") },
      save("json", "JSON"),
      save("markdown", "Markdown"),
      save("html", "HTML"),
    );
  }

  /** What was counted before a comparison ended early; nothing else is known. */
  const isEarly = () => report === null && view.running === null && view.opened.length > 0 && view.problem !== null;

  function refreshRows(): void {
    if (report && (view.running === null || view.opened.length === 0)) rows = rowsOf(report);
    else if (view.running && view.opened.length > 0) rows = earlyRows(view);
    else rows = isEarly() ? earlyRows(view).map((row) => ({ ...row, state: "not-compared" })) : [];
  }

  function receive(message: ToPage): void {
    if (message.kind === "profiles") {
      if (message.profiles) profiles.set(message.column, message.profiles as [ColumnProfile, ColumnProfile]);
      if (message.column === ui.selected) drawDetail();
    } else if (message.kind === "tests") {
      tests.set(message.column, message.problem ?? (message.tests as readonly FurtherTest[]));
      if (message.column === ui.selected) drawDetail();
    } else if (message.kind === "render") {
      const { format, tab } = message;
      const text = format === "svg" ? null : rendered(format as Exclude<ExportFormat, "svg">, tab);
      if (text !== null) host.postMessage({ kind: "rendered", format, text });
    } else if (message.kind === "series") {
      series = message.report as SeriesReport | null;
      seriesTime = message.time;
      const settings = document.getElementById("time-settings") as HTMLDetailsElement | null;
      if (settings) settings.open = series === null;
      drawHead();
      drawTime();
      if (series && ui.tab === "time") live.textContent = `${series.sentence} ${series.retrain.sentence}`;
    } else if (message.kind === "report") {
      const first = report === null;
      report = message.report as Report | null;
      ({ relations, time } = message);
      profiles.clear();
      tests.clear();
      if (ui.selected !== null) host.postMessage({ kind: "profiles", column: ui.selected });
      refreshRows();
      drawHead();
      drawTable();
      if (first) table.scrollTo(ui.top);
      drawDetail();
      if (report) live.textContent = report.sentence;
    } else if (message.kind === "view") {
      const wasRunning = view.running !== null;
      const hadTrends = trends().length;
      view = message.view;
      keep({});
      drawHead();
      wantColumns();
      // Progress comes several times a second, and most of it changes no row.
      if (wasRunning !== (view.running !== null) || view.running) {
        const before = rows;
        refreshRows();
        if (JSON.stringify(before) !== JSON.stringify(rows)) drawTable();
        drawDetail();
        drawHead();
      }
      if (hadTrends !== trends().length) {
        drawTable();
        drawDetail();
      }
    }
  }

  window.addEventListener("message", (event) => receive(event.data as ToPage));
  drawHead();
  drawTable();
  drawDetail();
  drawTime();
  host.postMessage({ kind: "ready" });
  return receive;
}

/** The page of the drift panel: keeps what is shown, and what a person did to it, across hiding and reloading. */
import type { FurtherTest } from "../../server/src/drift/detail.js";
import type { ColumnProfile } from "../../server/src/drift/profile.js";
import { renderDriftHtml } from "../../server/src/drift/renderHtml.js";
import { renderDriftJson } from "../../server/src/drift/renderJson.js";
import { renderDriftMarkdown } from "../../server/src/drift/renderText.js";
import type { Report } from "../../server/src/drift/report.js";
import type { Mode } from "./charts.js";
import { showDetail } from "./detailView.js";
import { h, replace } from "./dom.js";
import { notices, pickers, progress, verdict } from "./head.js";
import { defaultOptions, type FromPage, type Problem, type Session, type ToPage, type View } from "./messages.js";
import { defaultSort, earlyRows, filtered, type Row, rowsOf, type Show, type Sort, type SortKey, sorted } from "./rows.js";
import { Table } from "./table.js";

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
}

/** `session` is for the extension, which brings the panel back after a reload. */
export interface Kept {
  readonly session: Session;
  readonly ui: Interface;
}

const renderers = { json: renderDriftJson, markdown: renderDriftMarkdown, html: renderDriftHtml };

const emptySession: Session = { id: "", reference: null, current: null, options: defaultOptions };
const emptyView: View = { session: emptySession, running: null, opened: [], facts: [], problem: null, stale: null, unavailable: null };
const emptyInterface: Interface = { sort: defaultSort, text: "", show: "all", selected: null, mode: "share", top: 0 };

const showTexts: readonly (readonly [Show, string])[] = [
  ["all", "All columns"],
  ["drifted", "Drifted"],
  ["major", "Major only"],
  ["sound", "Without drift"],
  ["unjudged", "Not judged"],
];

/** Fills `root` and listens to the extension. Returns what a message does, for tests. */
export function startPage(root: HTMLElement, host: Host): (message: ToPage) => void {
  const kept = host.getState() as Partial<Kept> | undefined;
  let ui: Interface = { ...emptyInterface, ...kept?.ui };
  let view = emptyView;
  let report: Report | null = null;
  let rows: readonly Row[] = [];
  let relations: readonly [string | null, string | null] = [null, null];
  let time = "";
  const profiles = new Map<string, readonly [ColumnProfile, ColumnProfile]>();
  const tests = new Map<string, readonly FurtherTest[] | "running" | Problem>();

  const top = h("div", { id: "top" });
  const notes = h("div", { id: "notes" });
  const headline = h("div", { id: "headline" });
  const live = h("p", { id: "live", class: "unseen", role: "status" });
  const detail = h("aside", { id: "detail", "aria-labelledby": "detail-title", tabindex: -1 });
  const search = h("input", { id: "search", type: "search", placeholder: "Filter columns", "aria-label": "Filter columns by name", value: ui.text });
  const show = h(
    "select",
    { id: "show", "aria-label": "Which columns to show" },
    ...showTexts.map(([value, title]) => h("option", { value, selected: value === ui.show }, title)),
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
    h("span", { class: "faint keys" }, "↑ ↓ move · Enter opens · G goes to code"),
  );
  const list = h("main", { id: "list", "aria-label": "Columns" }, tools, table.element);
  const split = h("div", { id: "split" }, list, detail);
  root.replaceChildren(h("header", { id: "head" }, top, notes, headline), split, live);

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
    if (event.key === "Escape" && ui.selected !== null && detail.contains(document.activeElement)) close();
    else if (event.key === "/" && !(event.target instanceof HTMLInputElement)) {
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
      state: "verdict",
      name: "name",
      effect: "effect",
      p: "adjusted p",
      missing: "change of missing values",
      new: "new categories",
    };
    live.textContent = `${shown.textContent}, sorted by ${orders[ui.sort.by]}${ui.sort.descending ? ", last first" : ""}`;
  }

  function drawTable(): void {
    const seen = visible();
    shown.textContent = rows.length === 0 ? "" : seen.length === rows.length ? `${rows.length} columns` : `${seen.length} of ${rows.length} columns`;
    split.hidden = rows.length === 0;
    table.show(seen, ui.selected, ui.sort);
  }

  function drawDetail(): void {
    const row = rows.find(({ name }) => name === ui.selected);
    split.classList.toggle("open", row !== undefined);
    detail.hidden = row === undefined;
    if (!row) return detail.replaceChildren();
    const open = new Set([...detail.querySelectorAll("details[open]")].map(({ id }) => id));
    const canRun = view.running === null && view.unavailable === null && view.session.reference?.data.baseline !== true;
    const state = { row, profiles: profiles.get(row.name) ?? null, relations, mode: ui.mode, tests: tests.get(row.name) ?? null, canRun };
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
        live.textContent = "Copied";
      },
      svg: (name, text) => host.postMessage({ kind: "export", format: "svg", name, text }),
      close,
    });
    for (const element of detail.querySelectorAll("details")) if (open.has(element.id)) element.open = true;
  }

  function drawHead(): void {
    const optionsOpen = (document.getElementById("options") as HTMLDetailsElement | null)?.open ?? false;
    const names = view.opened.length > 0 ? view.opened.flatMap(({ columns }) => columns.map(({ name }) => name)) : rows.map(({ name }) => name);
    replace(
      top,
      pickers(view, [...new Set(names)], (message) => host.postMessage(message)),
      progress(view),
    );
    const options = document.getElementById("options") as HTMLDetailsElement | null;
    if (options) options.open = optionsOpen;
    replace(notes, ...notices(view, report));
    replace(headline, report ? verdict(report, time, exportMenu(report)) : welcome());
  }

  const welcome = () =>
    view.running || view.problem
      ? null
      : h(
          "p",
          { class: "welcome" },
          "Choose the data that a model learned from and the data that it meets now. Holdout says which columns have drifted, how far, and how sure that is. Nothing is read before you press Compare, and no rows leave this machine.",
        );

  function exportMenu(what: Report): HTMLElement {
    const save = (format: keyof typeof renderers, title: string) =>
      h(
        "button",
        {
          id: `export-${format}`,
          class: "plain small",
          click: () => host.postMessage({ kind: "export", format, name: "drift", text: renderers[format](what) }),
        },
        title,
      );
    return h(
      "span",
      { class: "switch", role: "group", "aria-label": "Save the report" },
      save("json", "JSON"),
      save("markdown", "Markdown"),
      save("html", "HTML"),
    );
  }

  function refreshRows(): void {
    rows = report && view.running === null ? rowsOf(report) : view.opened.length > 0 && view.running ? earlyRows(view) : report ? rowsOf(report) : [];
  }

  function receive(message: ToPage): void {
    if (message.kind === "profiles") {
      if (message.profiles) profiles.set(message.column, message.profiles as [ColumnProfile, ColumnProfile]);
      if (message.column === ui.selected) drawDetail();
    } else if (message.kind === "tests") {
      tests.set(message.column, message.problem ?? (message.tests as readonly FurtherTest[]));
      if (message.column === ui.selected) drawDetail();
    } else if (message.kind === "render") {
      const { format } = message;
      if (report && format !== "svg") host.postMessage({ kind: "rendered", format, text: renderers[format](report) });
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
    } else {
      const wasRunning = view.running !== null;
      view = message.view;
      keep({});
      drawHead();
      // Progress comes several times a second, and most of it changes no row.
      if (wasRunning !== (view.running !== null) || view.running) {
        const before = rows;
        refreshRows();
        if (JSON.stringify(before) !== JSON.stringify(rows)) drawTable();
        drawDetail();
      }
    }
  }

  window.addEventListener("message", (event) => receive(event.data as ToPage));
  drawHead();
  drawTable();
  drawDetail();
  host.postMessage({ kind: "ready" });
  return receive;
}

/** One column in depth: what was found, charts, quantiles, what each bin contributes, tests on demand, the SQL. */
import * as l10n from "@vscode/l10n";
import type { FurtherTest } from "../../server/src/drift/detail.js";
import { detailOf } from "../../server/src/drift/detail.js";
import type { Trend } from "../../server/src/drift/history.js";
import type { ColumnProfile } from "../../server/src/drift/profile.js";
import type { ReportColumn, SideFigures } from "../../server/src/drift/report.js";
import { measureNames } from "../../server/src/drift/verdict.js";
import { effectFigure, figure, percent, probability, wordFor } from "../../server/src/drift/words.js";
import { contributionBar, ecdfChart, histogramChart, type Mode, standalone } from "./charts.js";
import { type Child, h, replace } from "./dom.js";
import { stateIcon } from "./icons.js";
import type { Problem } from "./messages.js";
import { type Row, stateWord } from "./rows.js";
import { sqlFor } from "./sqlText.js";
import { trendFigure } from "./trend.js";

export interface DetailEvents {
  readonly mode: (mode: Mode) => void;
  readonly tests: (column: string) => void;
  readonly uses: (column: string) => void;
  readonly copy: (text: string) => void;
  readonly svg: (name: string, text: string) => void;
  readonly close: () => void;
}

export interface DetailState {
  readonly row: Row;
  readonly profiles: readonly [reference: ColumnProfile, current: ColumnProfile] | null;
  readonly relations: readonly [string | null, string | null];
  readonly mode: Mode;
  /** Null until somebody asks. */
  readonly tests: readonly FurtherTest[] | "running" | Problem | null;
  readonly canRun: boolean;
  /** Over the comparisons of the history; null without one. */
  readonly trend: Trend | null;
}

const modes = (): readonly (readonly [Mode, string])[] => [
  ["share", l10n.t("Share")],
  ["count", l10n.t("Count")],
  ["log", l10n.t("Log")],
];

export function showDetail(parent: HTMLElement, state: DetailState, events: DetailEvents): void {
  const { row, profiles } = state;
  const { column } = row;
  const detail = profiles && detailOf(...profiles);
  replace(
    parent,
    h(
      "header",
      {},
      h(
        "h2",
        { id: "detail-title", tabindex: -1 },
        stateIcon(row.state),
        h("span", {}, row.name || l10n.t("(no name)")),
        h("span", { class: "faint" }, `${stateWord(row.state)}${row.kind ? ` · ${wordFor(row.kind)}` : ""}`),
      ),
      h("button", { id: "detail-uses", class: "plain", click: () => events.uses(row.name) }, l10n.t("Go to code")),
      h(
        "button",
        {
          id: "detail-close",
          class: "plain",
          click: () => events.close(),
          "aria-label": l10n.t("Close the detail of this column"),
          title: l10n.t("Close (Escape)"),
        },
        "✕",
      ),
    ),
    sentences(row),
    column?.histogram &&
      figureOf("histogram", l10n.t("Histogram"), histogramChart(row.name, column.histogram, state.mode), row.name, events, modeSwitch(state.mode, events)),
    detail?.ecdf &&
      figureOf(
        "ecdf",
        l10n.t("Distribution functions"),
        ecdfChart(row.name, detail.ecdf, dOf(column, detail.ecdf.widest), column?.histogram?.edges ?? null),
        row.name,
        events,
      ),
    state.trend && state.trend.values.length > 1 && trendFigure(state.trend),
    column && sides(column),
    detail && detail.quantiles.length > 0 && quantileTable(detail.quantiles, column?.reference.sd ?? 1),
    detail && detail.cells.length > 1 && cellTable(detail.cells),
    column && column.checks.length > 0 && checkTable(column),
    column && tests(state, detail?.tests ?? [], events),
    profiles && sql(state, profiles, events),
  );
}

function dOf(column: ReportColumn | null, widest: { readonly reference: number; readonly current: number }): { value: number; exact: boolean } {
  const check = column?.checks.find(({ question }) => question === "distribution");
  const effect = check?.effects.find(({ measure }) => measure === "ks");
  return effect ? { value: effect.value, exact: check?.exact ?? false } : { value: Math.abs(widest.reference - widest.current), exact: false };
}

function sentences({ column, sentence }: Row): HTMLElement {
  const alarms = column?.checks.filter(({ level }) => level !== "none") ?? [];
  if (alarms.length < 2) return h("p", { class: "finding" }, sentence);
  return h("ul", { class: "finding" }, ...alarms.map((check) => h("li", {}, h("b", {}, `${wordFor(check.level)}: `), check.sentence)));
}

function figureOf(id: string, title: string, chart: SVGSVGElement, column: string, events: DetailEvents, extra: Child = null): HTMLElement {
  const save = h(
    "button",
    { id: `${id}-svg`, class: "plain small", click: () => events.svg(`${column}-${id}`, standalone(chart, l10n.t("{0} of {1}", title, column))) },
    l10n.t("Save SVG…"),
  );
  return h("section", {}, h("div", { class: "bar" }, h("h3", {}, title), legend(), h("span", { class: "grow" }), extra, save), chart);
}

const legend = () =>
  h(
    "span",
    { class: "legend" },
    h("span", { class: "key reference", "aria-hidden": "true" }),
    l10n.t("reference"),
    h("span", { class: "key current", "aria-hidden": "true" }),
    l10n.t("current"),
  );

const modeSwitch = (mode: Mode, events: DetailEvents) =>
  h(
    "span",
    { class: "switch", role: "group", "aria-label": l10n.t("Scale of the histogram") },
    ...modes().map(([value, title]) =>
      h("button", { id: `mode-${value}`, class: "plain small", "aria-pressed": String(mode === value), click: () => events.mode(value) }, title),
    ),
  );

type Cells = readonly (string | Node)[];

function table(caption: string, heads: readonly string[], rows: readonly Cells[], className = ""): HTMLElement {
  return h(
    "div",
    { class: "wide" },
    h(
      "table",
      { class: `plain ${className}` },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows.map(([first = "", ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), ...rest.map((cell) => h("td", {}, cell))))),
    ),
  );
}

const count = (value: number) => value.toLocaleString("en-US");

function sides({ reference, current }: ReportColumn): HTMLElement {
  const share = (part: number, { rows }: SideFigures) => (part === 0 ? "0" : `${count(part)} (${percent(part / rows)})`);
  const scale = reference.sd || current.sd || 1;
  const number = (value: number | null) => (value === null ? "–" : figure(value, scale));
  const lines: [string, (side: SideFigures) => string][] = [
    [l10n.t("Type"), (side) => side.type.toLowerCase()],
    [l10n.t("Rows"), (side) => count(side.rows)],
    [l10n.t("Missing"), (side) => share(side.missing, side)],
  ];
  if (reference.infinite + current.infinite > 0) lines.push([l10n.t("Infinite"), (side) => share(side.infinite, side)]);
  if (reference.unparsable + current.unparsable > 0) lines.push([l10n.t("Not a number"), (side) => share(side.unparsable, side)]);
  if (reference.mean !== null || current.mean !== null)
    lines.push(
      [l10n.t("Mean"), (side) => number(side.mean)],
      [l10n.t("Standard deviation"), (side) => number(side.sd)],
      [l10n.t("Least"), (side) => number(side.min)],
      [l10n.t("Largest"), (side) => number(side.max)],
    );
  return table(
    l10n.t("Both sides"),
    [l10n.t("Figure"), l10n.t("Reference"), l10n.t("Current")],
    lines.map(([name, write]) => [name, write(reference), write(current)]),
  );
}

function quantileTable(quantiles: readonly { readonly p: number; readonly reference: number; readonly current: number }[], sd: number): HTMLElement {
  const scale = sd || 1;
  const rows = quantiles.map(({ p, reference, current }) => [percent(p), figure(reference, scale), figure(current, scale), signed(current - reference, scale)]);
  return table(l10n.t("Quantiles, between counts at cuts"), [l10n.t("Quantile"), l10n.t("Reference"), l10n.t("Current"), l10n.t("Change")], rows);
}

const signed = (value: number, scale: number) => (value > 0 ? `+${figure(value, scale)}` : figure(value, scale).replace("-", "−"));

const mostCells = 30;

function cellTable(cells: ReturnType<typeof detailOf>["cells"]): HTMLElement {
  const largest = Math.max(...cells.map(({ psi }) => psi));
  const span = (cells.at(-1)?.to ?? 1) - (cells[0]?.from ?? 0);
  const rows = cells.slice(0, mostCells).map((cell, i) => {
    const range =
      i === 0
        ? l10n.t("up to {0}", figure(cell.to, span))
        : i === cells.length - 1
          ? l10n.t("above {0}", figure(cell.from, span))
          : l10n.t("{0} to {1}", figure(cell.from, span), figure(cell.to, span));
    const parts = h("span", { class: "contribution" }, contributionBar(cell, largest), effectFigure(cell.psi));
    return [
      cell.label === null ? range : cell.label === "" ? l10n.t("(empty)") : cell.label,
      percent(cell.shares[0]),
      percent(cell.shares[1]),
      parts,
      effectFigure(cell.chiSquared),
    ];
  });
  const numbers = cells[0]?.label === null;
  const isCut = cells.length > mostCells;
  const title = numbers
    ? isCut
      ? l10n.t("Bins with a tenth of the reference each, and what they contribute, the first {0} of {1}", mostCells, cells.length)
      : l10n.t("Bins with a tenth of the reference each, and what they contribute")
    : isCut
      ? l10n.t("Categories by what they contribute, the first {0} of {1}", mostCells, cells.length)
      : l10n.t("Categories by what they contribute");
  return table(title, [numbers ? l10n.t("Bin") : l10n.t("Category"), l10n.t("Reference"), l10n.t("Current"), l10n.t("to PSI"), l10n.t("to chi-squared")], rows);
}

const questions: Record<string, () => string> = {
  distribution: () => l10n.t("Has the distribution changed?"),
  range: () => l10n.t("Are numbers outside the reference's range?"),
  missing: () => l10n.t("Are more or fewer values missing?"),
  infinite: () => l10n.t("Are more or fewer values infinite?"),
  unparsable: () => l10n.t("Are more or fewer values no numbers?"),
  newCategory: () => l10n.t("Are there new categories?"),
  vanishedCategory: () => l10n.t("Have categories vanished?"),
};

function checkTable({ checks }: ReportColumn): HTMLElement {
  const rows = checks.map(({ question, moved, effects, adjustedP, p, level }) => [
    questions[question]?.() ?? question,
    moved,
    effects.map((effect) => `${measureNames[effect.measure]()} ${effectFigure(effect.value)}`).join(", "),
    probability(p),
    probability(adjustedP),
    wordFor(level),
  ]);
  return table(
    l10n.t("What was asked of this column"),
    [l10n.t("Question"), l10n.t("What moved"), l10n.t("Effects"), "p", l10n.t("Adjusted p"), l10n.t("Level")],
    rows,
  );
}

function tests({ tests, row, canRun }: DetailState, fromCounts: readonly FurtherTest[], events: DetailEvents): HTMLElement {
  const body: Child[] = [];
  const running = tests === "running";
  if (Array.isArray(tests) || (tests === null && fromCounts.length > 0)) {
    const list = Array.isArray(tests) ? [...(tests as readonly FurtherTest[]), ...fromCounts] : fromCounts;
    body.push(
      table(
        l10n.t("p values stand for themselves here: they are not adjusted for their number, and decide nothing."),
        [l10n.t("Test or distance"), l10n.t("Value"), "p", l10n.t("From")],
        list.map(({ name, value, p, from }) => [name, effectFigure(value), p === null ? "–" : probability(p), from]),
      ),
    );
  }
  if (tests && typeof tests === "object" && "reason" in tests) body.push(h("p", { class: "problem", role: "alert" }, tests.message));
  if (row.kind === "number")
    body.push(
      h(
        "button",
        { id: "run-tests", class: "secondary", disabled: running || !canRun, click: () => events.tests(row.name) },
        running ? l10n.t("Looking at all rows…") : l10n.t("Look at all rows"),
      ),
      !canRun && h("span", { class: "faint" }, ` ${l10n.t("needs the rows of both sides, and no other comparison under way")}`),
    );
  return h("details", { id: "tests", open: tests !== null }, h("summary", {}, l10n.t("Further tests")), ...body);
}

function sql({ relations }: DetailState, profiles: readonly [ColumnProfile, ColumnProfile], events: DetailEvents): HTMLElement {
  const edges = profiles[0].numbers?.display ? displayEdges(profiles[0].numbers.display) : null;
  const text = sqlFor(profiles, relations, edges);
  return h(
    "details",
    { id: "sql" },
    h("summary", {}, "SQL"),
    h("button", { id: "copy-sql", class: "secondary", click: () => events.copy(text) }, l10n.t("Copy")),
    h("pre", { tabindex: 0, role: "region", "aria-label": l10n.t("SQL of this column") }, text),
  );
}

const displayEdges = ({ from, to, bins }: { readonly from: number; readonly to: number; readonly bins: number }) =>
  Array.from({ length: bins + 1 }, (_, i) => (i === bins ? to : from + (i * (to - from)) / bins));

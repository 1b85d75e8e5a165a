/** A comparison over time as text for a terminal, and as Markdown. */
import { type DriftPaint, plainPaint, stateNames } from "../renderText.js";
import { counted, percent } from "../words.js";
import { type Metric, metricNames } from "./performance.js";
import type { MetricPoint, SeriesColumn, SeriesPerformance, SeriesReport, SeriesWindow } from "./report.js";

export const renderSeriesJson = (report: SeriesReport): string => `${JSON.stringify(report, null, 1)}\n`;

/** Columns in the table of windows; JSON has all. */
const shownMetrics = 3;
const mostMarks = 5;

const headOf = ({ reference, current, date, windows, span }: SeriesReport) =>
  `${reference.name} (${counted(reference.rows, "row")}${reference.baseline ? ", baseline" : ""}) → ${current.name} (${counted(current.rows, "row")}), ${counted(windows.length, "window")} of ${typeof span === "number" ? `${span} rows` : `a ${span}`} by "${date}"`;

const footOf = ({ tests, falseDiscoveryRate }: SeriesReport) =>
  `${tests.toLocaleString("en-US")} tests over all windows; of the alarms at most ${falseDiscoveryRate * 100} % are expected to be false.`;

export const metricFigure = (metric: Metric, value: number): string =>
  metric === "rmse" || metric === "mae" ? Number(value.toPrecision(4)).toString() : value.toFixed(3);

const pointText = (metric: Metric, point: Pick<MetricPoint, "value" | "low" | "high"> | null | undefined) =>
  point ? `${metricFigure(metric, point.value)} [${metricFigure(metric, point.low)}, ${metricFigure(metric, point.high)}]` : "–";

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly { readonly window: SeriesWindow; readonly cells: readonly string[] }[];
}

/** One line for each window: what both texts show. */
function windowTable({ windows, performance, columns }: SeriesReport): Table {
  const metrics = (performance?.metrics ?? []).filter(({ windows }) => windows.some((point) => point)).slice(0, shownMetrics);
  const estimates = (performance?.metrics ?? []).filter(({ metric, estimates }) => metric === "accuracy" && estimates.some((point) => point));
  const labelled = windows.some((window) => window.labelled !== null && window.labelled < window.rows);
  const head = ["window", "rows", ...(labelled ? ["labelled"] : []), "drifted", "since window before"];
  head.push(...metrics.map(({ metric }) => metricNames[metric]), ...estimates.map(({ metric }) => `estimated ${metricNames[metric]}`));
  const judged = (w: number) => columns.some((column) => column.windows[w]?.state !== "not-enough-rows" && column.windows[w]?.state !== "not-compared");
  const rows = windows.map((window, w) => {
    const { from, rows, drifted, driftedSinceBefore } = window;
    const level = (names: readonly string[]) =>
      names.length === 0
        ? judged(w)
          ? "–"
          : "not enough rows"
        : names.length <= 3
          ? names.join(", ")
          : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
    const cells = [from, rows.toLocaleString("en-US"), ...(labelled ? [(window.labelled ?? 0).toLocaleString("en-US")] : []), level(drifted)];
    cells.push(w === 0 ? "" : driftedSinceBefore.length === 0 ? "–" : level(driftedSinceBefore));
    cells.push(
      ...metrics.map(({ metric, windows }) => `${pointText(metric, windows[w])}${windows[w]?.level === "none" || !windows[w] ? "" : ` ${windows[w]?.level}`}`),
    );
    cells.push(...estimates.map(({ metric, estimates }) => pointText(metric, estimates[w])));
    return { window, cells };
  });
  if (metrics.some(({ reference }) => reference)) {
    const cells = head.map(() => "");
    cells[0] = performance?.against === "reference" ? "reference" : "compared with";
    for (const [i, { metric, reference }] of metrics.entries()) cells[head.length - metrics.length - estimates.length + i] = pointText(metric, reference);
    rows.unshift({ window: { from: "", to: "", rows: 0, labelled: null, drifted: [], driftedSinceBefore: [], performance: "none", level: "none" }, cells });
  }
  return { head, rows };
}

/** What is said about performance besides the table. */
export function performanceLines(performance: SeriesPerformance, windows: readonly SeriesWindow[]): string[] {
  const lines: string[] = [];
  if (performance.against === "first window")
    lines.push("Performance is compared with the first window that has labels, since the reference has no predictions with labels.");
  if (performance.metrics.some(({ estimates }) => estimates.some((point) => point)))
    lines.push(
      "Estimated figures follow from calibrated probabilities. They are no measurements: they hold only if labels still follow from inputs as in the reference.",
    );
  for (const cause of ["concept", "data", "label", "unclear"] as const) {
    const own = performance.causes.filter((each) => each.cause === cause);
    const [first] = own;
    if (first)
      lines.push(`${windows[first.window]?.from}${own.length > 1 ? ` and ${counted(own.length - 1, "more window", "more windows")}` : ""}: ${first.sentence}`);
  }
  for (const detector of ["DDM", "Page-Hinkley", "ADWIN"] as const) {
    const found = performance.marks?.found.filter((mark) => mark.detector === detector) ?? [];
    const all = performance.marks?.all[detector] ?? 0;
    if (all === 0) continue;
    const shown = found
      .slice(0, mostMarks)
      .map(({ at, row, since }) => `${shortTime(at)} (row ${row.toLocaleString("en-US")}${since ? `, warned since ${shortTime(since)}` : ""})`);
    lines.push(`${detector} marks a rise of errors at ${shown.join("; ")}${all > shown.length ? ` and ${all - shown.length} more` : ""}.`);
  }
  if (performance.marks && performance.marks.found.length > 0)
    lines.push("Marks say when; they keep no rate of false alarms, so that no verdict hangs on them.");
  return lines;
}

export const shortTime = (at: string): string => at.replace(/T00:00:00\.000Z$/, "").replace(/:\d\d\.\d{3}Z$/, "Z");

export function renderSeriesText(report: SeriesReport, paint: DriftPaint = plainPaint): string {
  const { head, rows } = windowTable(report);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(({ cells }) => cells[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] as number))
      .join("  ")
      .trimEnd();
  const lines = [headOf(report), "", paint.faint(line(head))];
  for (const { window, cells } of rows) lines.push(window.level === "none" ? line(cells) : paint.state(window.level, line(cells)));
  const drifted = report.columns.filter(isDrifted);
  if (drifted.length > 0) lines.push("");
  for (const { name, state, role, sentence } of drifted)
    lines.push(`${paint.state(state, stateNames[state].padEnd(9))} ${paint.strong(name)}${role === "feature" ? "" : ` (${role})`}  ${sentence}`);
  const more = report.performance ? performanceLines(report.performance, report.windows) : [];
  if (more.length > 0) lines.push("", ...more);
  return `${[...lines, "", `${paint.strong(report.sentence)} ${report.retrain.sentence}`, paint.faint(footOf(report))].join("\n")}\n`;
}

const isDrifted = ({ state }: SeriesColumn) => state === "major" || state === "moderate";
const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");

export function renderSeriesMarkdown(report: SeriesReport): string {
  const lines = [`# Drift over time: ${cell(report.sentence)}`, "", cell(headOf(report)), "", cell(report.retrain.sentence), ""];
  for (const [title, texts] of [
    ["Not done", report.problems],
    ["Warnings", report.warnings],
    ["Performance", report.performance ? performanceLines(report.performance, report.windows) : []],
  ] as const)
    if (texts.length > 0) lines.push(`## ${title}`, "", ...texts.map((text) => `- ${cell(text)}`), "");
  const { head, rows } = windowTable(report);
  lines.push("## Windows", "", `| ${head.join(" | ")} | level |`, `|${" --- |".repeat(head.length + 1)}`);
  for (const { window, cells } of rows) lines.push(`| ${cells.map(cell).join(" | ")} | ${window.level} |`);
  lines.push("", "## Columns", "", "| Column | Kind | State | Windows | Missing in the reference | What was found |", "| --- | --- | --- | --- | --- | --- |");
  for (const { name, kind, role, state, sentence, reference, alarms } of report.columns)
    lines.push(
      `| ${cell(name)}${role === "feature" ? "" : ` (${role})`} | ${kind} | ${stateNames[state]} | ${alarms.length} | ${reference.rows > 0 ? percent(reference.missing / reference.rows) : "–"} | ${cell(sentence)} |`,
    );
  return `${[...lines, "", footOf(report)].join("\n")}\n`;
}

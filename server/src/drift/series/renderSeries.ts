/** A comparison over time as text for a terminal, and as Markdown. */
import * as l10n from "@vscode/l10n";
import { type DriftPaint, plainPaint } from "../renderText.js";
import { counted, oneSpan, percent, wordFor } from "../words.js";
import { type Metric, metricNames } from "./performance.js";
import type { MetricPoint, SeriesColumn, SeriesPerformance, SeriesReport, SeriesWindow } from "./report.js";

export const renderSeriesJson = (report: SeriesReport): string => `${JSON.stringify(report, null, 1)}\n`;

/** Columns in the table of windows; JSON has all. */
const shownMetrics = 3;
const mostMarks = 5;

const headOf = ({ reference, current, date, windows, span }: SeriesReport) =>
  l10n.t(
    '{0} ({1}) → {2} ({3}), {4} of {5} by "{6}"',
    reference.name,
    reference.baseline ? l10n.t("{0}, baseline", counted(reference.rows, "row")) : counted(reference.rows, "row"),
    current.name,
    counted(current.rows, "row"),
    counted(windows.length, "window"),
    typeof span === "number" ? l10n.t("{0} rows", span) : oneSpan(span),
    date,
  );

const footOf = ({ tests, falseDiscoveryRate }: SeriesReport) =>
  l10n.t("{0} tests over all windows; of the alarms at most {1} % are expected to be false.", tests.toLocaleString("en-US"), falseDiscoveryRate * 100);

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
  const head = [l10n.t("window"), l10n.t("rows"), ...(labelled ? [l10n.t("labelled")] : []), l10n.t("drifted"), l10n.t("since window before")];
  head.push(...metrics.map(({ metric }) => metricNames[metric]()), ...estimates.map(({ metric }) => l10n.t("estimated {0}", metricNames[metric]())));
  const judged = (w: number) => columns.some((column) => column.windows[w]?.state !== "not-enough-rows" && column.windows[w]?.state !== "not-compared");
  const rows = windows.map((window, w) => {
    const { from, rows, drifted, driftedSinceBefore } = window;
    const level = (names: readonly string[]) =>
      names.length === 0
        ? judged(w)
          ? "–"
          : l10n.t("not enough rows")
        : names.length <= 3
          ? names.join(", ")
          : l10n.t("{0} and {1} more", names.slice(0, 2).join(", "), names.length - 2);
    const cells = [from, rows.toLocaleString("en-US"), ...(labelled ? [(window.labelled ?? 0).toLocaleString("en-US")] : []), level(drifted)];
    cells.push(w === 0 ? "" : driftedSinceBefore.length === 0 ? "–" : level(driftedSinceBefore));
    cells.push(
      ...metrics.map(
        ({ metric, windows }) => `${pointText(metric, windows[w])}${windows[w]?.level === "none" || !windows[w] ? "" : ` ${wordFor(windows[w]?.level ?? "")}`}`,
      ),
    );
    cells.push(...estimates.map(({ metric, estimates }) => pointText(metric, estimates[w])));
    return { window, cells };
  });
  if (metrics.some(({ reference }) => reference)) {
    const cells = head.map(() => "");
    cells[0] = performance?.against === "reference" ? l10n.t("reference") : l10n.t("compared with");
    for (const [i, { metric, reference }] of metrics.entries()) cells[head.length - metrics.length - estimates.length + i] = pointText(metric, reference);
    rows.unshift({ window: { from: "", to: "", rows: 0, labelled: null, drifted: [], driftedSinceBefore: [], performance: "none", level: "none" }, cells });
  }
  return { head, rows };
}

/** What is said about performance besides the table. */
export function performanceLines(performance: SeriesPerformance, windows: readonly SeriesWindow[]): string[] {
  const lines: string[] = [];
  if (performance.against === "first window")
    lines.push(l10n.t("Performance is compared with the first window that has labels, since the reference has no predictions with labels."));
  if (performance.metrics.some(({ estimates }) => estimates.some((point) => point)))
    lines.push(
      l10n.t(
        "Estimated figures follow from calibrated probabilities. They are no measurements: they hold only if labels still follow from inputs as in the reference.",
      ),
    );
  for (const cause of ["concept", "data", "label", "unclear"] as const) {
    const own = performance.causes.filter((each) => each.cause === cause);
    const [first] = own;
    if (first)
      lines.push(
        own.length > 1
          ? l10n.t("{0} and {1}: {2}", windows[first.window]?.from ?? "", counted(own.length - 1, "more window"), first.sentence)
          : `${windows[first.window]?.from}: ${first.sentence}`,
      );
  }
  for (const detector of ["DDM", "Page-Hinkley", "ADWIN"] as const) {
    const found = performance.marks?.found.filter((mark) => mark.detector === detector) ?? [];
    const all = performance.marks?.all[detector] ?? 0;
    if (all === 0) continue;
    const shown = found
      .slice(0, mostMarks)
      .map(({ at, row, since }) =>
        since
          ? l10n.t("{0} (row {1}, warned since {2})", shortTime(at), row.toLocaleString("en-US"), shortTime(since))
          : l10n.t("{0} (row {1})", shortTime(at), row.toLocaleString("en-US")),
      );
    const more = all - shown.length;
    lines.push(
      more > 0
        ? l10n.t("{0} marks a rise of errors at {1} and {2} more.", detector, shown.join("; "), more)
        : l10n.t("{0} marks a rise of errors at {1}.", detector, shown.join("; ")),
    );
  }
  if (performance.marks && performance.marks.found.length > 0)
    lines.push(l10n.t("Marks say when; they keep no rate of false alarms, so that no verdict hangs on them."));
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
    lines.push(`${paint.state(state, wordFor(state).padEnd(9))} ${paint.strong(name)}${role === "feature" ? "" : ` (${wordFor(role)})`}  ${sentence}`);
  const more = report.performance ? performanceLines(report.performance, report.windows) : [];
  if (more.length > 0) lines.push("", ...more);
  return `${[...lines, "", `${paint.strong(report.sentence)} ${report.retrain.sentence}`, paint.faint(footOf(report))].join("\n")}\n`;
}

const isDrifted = ({ state }: SeriesColumn) => state === "major" || state === "moderate";
const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");

export function renderSeriesMarkdown(report: SeriesReport): string {
  const lines = [`# ${l10n.t("Drift over time: {0}", cell(report.sentence))}`, "", cell(headOf(report)), "", cell(report.retrain.sentence), ""];
  for (const [title, texts] of [
    [l10n.t("Not done"), report.problems],
    [l10n.t("Warnings"), report.warnings],
    [l10n.t("Performance"), report.performance ? performanceLines(report.performance, report.windows) : []],
  ] as const)
    if (texts.length > 0) lines.push(`## ${title}`, "", ...texts.map((text) => `- ${cell(text)}`), "");
  const { head, rows } = windowTable(report);
  lines.push(`## ${l10n.t("Windows")}`, "", `| ${[...head, l10n.t("level")].join(" | ")} |`, `|${" --- |".repeat(head.length + 1)}`);
  for (const { window, cells } of rows) lines.push(`| ${cells.map(cell).join(" | ")} | ${wordFor(window.level)} |`);
  lines.push(
    "",
    `## ${l10n.t("Columns")}`,
    "",
    l10n.t("| Column | Kind | State | Windows | Missing in the reference | What was found |"),
    "| --- | --- | --- | --- | --- | --- |",
  );
  for (const { name, kind, role, state, sentence, reference, alarms } of report.columns)
    lines.push(
      `| ${cell(name)}${role === "feature" ? "" : ` (${wordFor(role)})`} | ${wordFor(kind)} | ${wordFor(state)} | ${alarms.length} | ${reference.rows > 0 ? percent(reference.missing / reference.rows) : "–"} | ${cell(sentence)} |`,
    );
  return `${[...lines, "", footOf(report)].join("\n")}\n`;
}

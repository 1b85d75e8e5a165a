/** The report as text for a terminal, and as Markdown. */
import * as l10n from "@vscode/l10n";
import type { Report, ReportColumn } from "./report.js";
import type { Check, State } from "./verdict.js";
import { effectFigure, probability, wordFor } from "./words.js";

export interface DriftPaint {
  readonly state: (state: State, text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const same = (text: string) => text;
export const plainPaint: DriftPaint = { state: (_, text) => text, strong: same, faint: same };

const ansi = (code: string) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const hues: Record<State, string> = { major: "1;31", moderate: "1;33", ok: "32", "not-enough-rows": "36", "not-compared": "2" };
export const colourPaint: DriftPaint = { state: (state, text) => ansi(hues[state])(text), strong: ansi("1"), faint: ansi("2") };

/** "train.csv (5,000 rows), baseline". */
export const sideWords = ({ name, rows, baseline }: { readonly name: string; readonly rows: number; readonly baseline?: boolean }) =>
  baseline ? l10n.t("{0} ({1} rows), baseline", name, rows.toLocaleString("en-US")) : l10n.t("{0} ({1} rows)", name, rows.toLocaleString("en-US"));

/** Sentences for what drifted; one line for each other column. */
export function renderDriftText(report: Report, paint: DriftPaint = plainPaint): string {
  const lines = [`${sideWords(report.reference)} → ${sideWords(report.current)}`, ""];
  for (const { sentence, level } of report.schemaChanges)
    lines.push(`${level === "none" ? l10n.t("schema") : paint.state(level, wordFor(level))}: ${sentence}`);
  const width = Math.max(0, ...report.columns.map(({ name }) => Math.min(40, name.length)));
  for (const column of report.columns) {
    const { name, state, role } = column;
    const head = `${paint.state(state, wordFor(state).padEnd(15))} ${paint.strong(name.padEnd(width))}`;
    const tag = role === "feature" ? "" : ` (${wordFor(role)})`;
    const alarms = column.checks.filter(({ level }) => level !== "none");
    if (alarms.length === 0) lines.push(`${head}${tag}  ${paint.faint(short(column))}`);
    else lines.push(...alarms.map((check, i) => `${i === 0 ? `${head}${tag}` : " ".repeat(width + 16)}  ${check.sentence}`));
  }
  return `${[...lines, "", `${paint.strong(report.sentence)} ${paint.faint(foot(report))}`].join("\n")}\n`;
}

const foot = ({ tests, falseDiscoveryRate }: Report) =>
  l10n.t("{0} tests; of the alarms at most {1} % are expected to be false.", tests, falseDiscoveryRate * 100);

function short({ checks, sentence }: ReportColumn): string {
  const main = checks.find(({ question }) => question === "distribution");
  return main ? `${figures(main)}` : sentence;
}

const effectNames: Record<string, string> = { ks: "D", wasserstein: "W/sd", psi: "PSI", totalVariation: "TV" };

const figures = ({ effects, adjustedP, exact }: Check) =>
  [
    ...effects.map((effect) => `${effectNames[effect.measure] ?? effect.measure} ${effectFigure(effect.value)}`),
    exact || adjustedP === 0 ? l10n.t("p {0}", probability(adjustedP)) : l10n.t("p at most {0}", probability(adjustedP)),
  ].join(", ");

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");

export function renderDriftMarkdown(report: Report): string {
  const lines = [
    `# ${l10n.t("Drift: {0}", cell(report.sentence))}`,
    "",
    `${cell(sideWords({ ...report.reference, baseline: false }))} → ${cell(sideWords(report.current))}`,
    "",
  ];
  if (report.schemaChanges.length > 0)
    lines.push(
      `## ${l10n.t("Schema")}`,
      "",
      ...report.schemaChanges.map(({ sentence, level }) => `- ${level === "none" ? "" : `**${wordFor(level)}**: `}${cell(sentence)}`),
      "",
    );
  for (const [title, texts] of [
    [l10n.t("Not done"), report.problems],
    [l10n.t("Warnings"), report.warnings],
  ] as const)
    if (texts.length > 0) lines.push(`## ${title}`, "", ...texts.map((text) => `- ${cell(text)}`), "");
  lines.push(`## ${l10n.t("Columns")}`, "", l10n.t("| Column | Kind | State | Missing before → now | What was found |"), "| --- | --- | --- | --- | --- |");
  for (const { name, kind, role, state, sentence, reference, current } of report.columns) {
    const missing = [reference, current].map((side) => (side.rows > 0 ? `${((100 * side.missing) / side.rows).toFixed(1)} %` : "-")).join(" → ");
    lines.push(`| ${cell(name)}${role === "feature" ? "" : ` (${wordFor(role)})`} | ${wordFor(kind)} | ${wordFor(state)} | ${missing} | ${cell(sentence)} |`);
  }
  return `${[...lines, "", foot(report)].join("\n")}\n`;
}

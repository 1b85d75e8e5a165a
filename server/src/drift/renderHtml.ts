/** The report as one HTML file: no scripts, nothing loaded, aggregates only. */
import * as l10n from "@vscode/l10n";
import { sideWords } from "./renderText.js";
import type { Histogram, Report, ReportColumn } from "./report.js";
import { type Check, measureNames, testNames } from "./verdict.js";
import { effectFigure, figure, language, percent, probability, wordFor } from "./words.js";

/** Columns beyond these, which come last by what was found, have a sentence but neither picture nor tables: the file stays small. */
const mostPictures = 80;

export const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

export function renderDriftHtml(report: Report): string {
  const title = l10n.t("Drift: {0} → {1}", report.reference.name, report.current.name);
  const list = (heading: string, items: readonly string[]) =>
    items.length === 0 ? "" : `<h2>${escaped(heading)}</h2><ul>${items.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`;
  const changes = report.schemaChanges.map(({ sentence, level }) => (level === "none" ? sentence : `${wordFor(level)}: ${sentence}`));
  return `<!doctype html>
<html lang="${escaped(language())}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title><style>${style}</style></head><body>
<h1 class="${report.level}">${escaped(report.sentence)}</h1>
<p>${escaped(
    l10n.t(
      "{0} → {1}. {2} tests; of the alarms at most {3} % are expected to be false.",
      sideWords(report.reference),
      sideWords(report.current),
      report.tests,
      report.falseDiscoveryRate * 100,
    ),
  )}</p>
${list(l10n.t("Not done"), report.problems)}${list(l10n.t("Warnings"), report.warnings)}${list(l10n.t("Schema"), changes)}
<table><caption>${withKeys(l10n.t("Columns. Histograms: {0} reference, {1} current."), "r", "c")}</caption>
<thead><tr>${columnHeads([l10n.t("Column"), l10n.t("State"), l10n.t("Distribution"), l10n.t("Missing"), l10n.t("What was found")])}</tr></thead>
<tbody>
${report.columns.map(rowOf).join("\n")}
</tbody></table></body></html>
`;
}

const questionNames: Readonly<Record<Check["question"], () => string>> = {
  distribution: () => l10n.t("distribution"),
  range: () => l10n.t("range"),
  missing: () => l10n.t("missing values"),
  infinite: () => l10n.t("infinite values"),
  unparsable: () => l10n.t("values that are no numbers"),
  newCategory: () => l10n.t("new categories"),
  vanishedCategory: () => l10n.t("vanished categories"),
};

/** Of small tables inside a row. */
export const heads = (titles: readonly string[]) => titles.map((title) => `<th>${escaped(title)}</th>`).join("");
export const columnHeads = (titles: readonly string[]) => titles.map((title) => `<th scope="col">${escaped(title)}</th>`).join("");

/** A sentence in which {0}, {1} … stand for the keys of these classes: swatches of what is drawn. */
export const withKeys = (sentence: string, ...classes: readonly string[]) =>
  escaped(sentence).replace(/\{(\d)\}/g, (_, i) => `<span class="key ${classes[Number(i)]}"></span>`);

function rowOf(column: ReportColumn, i: number): string {
  const { name, kind, role, state, sentence, reference, current, histogram } = column;
  const share = (side: typeof reference) => (side.rows > 0 ? percent(side.missing / side.rows) : "–");
  const shown = i < mostPictures;
  const picture = histogram && shown ? pictureOf(name, histogram) : "";
  const details = shown ? `<details><summary>${escaped(sentence)}</summary>${detailsOf(column)}</details>` : escaped(sentence);
  return `<tr class="${state}"><th scope="row">${escaped(name)}<br><small>${escaped(wordFor(kind))}${role === "feature" ? "" : `, ${escaped(wordFor(role))}`}</small></th><td class="state">${escaped(wordFor(state))}</td><td>${picture}</td><td>${share(reference)} → ${share(current)}</td><td>${details}</td></tr>`;
}

function detailsOf({ checks, reference, current }: ReportColumn): string {
  const tests = checks.map(
    ({ question, test, effects, p, adjustedP, level }) =>
      `<tr><td>${escaped(questionNames[question]())}</td><td>${escaped(testNames[test]())}</td><td>${escaped(effects.map((effect) => `${measureNames[effect.measure]()} ${effectFigure(effect.value)}`).join(", "))}</td><td>${escaped(probability(p))}</td><td>${escaped(probability(adjustedP))}</td><td>${escaped(wordFor(level))}</td></tr>`,
  );
  const table =
    tests.length > 0
      ? `<table><tr>${heads([l10n.t("Question"), l10n.t("Test"), l10n.t("Effects"), "p", l10n.t("Adjusted p"), l10n.t("Level")])}</tr>${tests.join("")}</table>`
      : "";
  const scale = reference.sd ?? 1;
  const quantiles = (side: typeof reference) => side.quantiles?.map((value) => `<td>${figure(value, scale)}</td>`).join("") ?? "";
  if (!reference.quantiles || !current.quantiles) return table;
  return `${table}<table><tr>${heads([l10n.t("Quantile"), "5 %", "25 %", "50 %", "75 %", "95 %"])}</tr><tr><td>${escaped(wordFor("reference"))}</td>${quantiles(reference)}</tr><tr><td>${escaped(wordFor("current"))}</td>${quantiles(current)}</tr></table>`;
}

/** Shares of both sides over one another on one scale; named for those who do not see it. */
function pictureOf(name: string, { reference, current, names }: Histogram): string {
  const shares = [reference, current].map((counts) => {
    const rows = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => (rows > 0 ? count / rows : 0));
  }) as [number[], number[]];
  const top = Math.max(...shares.flat(), 1e-9);
  const [step, height] = [6, 36];
  const width = step * reference.length;
  const outline = (values: number[], className: string) =>
    `<path class="${className}" d="M0 ${height}${values.map((value) => `V${Math.round(height * (1 - value / top))}h${step}`).join("")}V${height}"/>`;
  const label = names ? l10n.t("Shares of {0} categories of {1}", names.length, name) : l10n.t("Histograms of {0}", name);
  return `<svg role="img" aria-label="${escaped(label)}" viewBox="0 -1 ${width} ${height + 2}" width="160" height="38" preserveAspectRatio="none">${outline(shares[0], "r")}${outline(shares[1], "c")}</svg>`;
}

const style = `:root{color-scheme:light dark;--r:#8a8f98;--c:#1f77b4;--bad:#b3261e;--warn:#8a5a00;--good:#1b6e3c;--line:#8884}
@media(prefers-color-scheme:dark){:root{--r:#9aa0a8;--c:#6cb6ff;--bad:#ff8a80;--warn:#ffc66d;--good:#7fd6a2}}
body{font:14px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}h1{font-size:1.3rem}h1.major{color:var(--bad)}h1.moderate{color:var(--warn)}h2{font-size:1rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top}details table{width:auto;font-size:.85em}
.major>.state{color:var(--bad);font-weight:700}.moderate>.state{color:var(--warn);font-weight:700}.ok>.state{color:var(--good)}
.r{fill:var(--r);background:var(--r);opacity:.6}.c{fill:none;stroke:var(--c);stroke-width:1.5;vector-effect:non-scaling-stroke}.key.c{border:2px solid var(--c)}.key{display:inline-block;width:.8em;height:.8em}caption{text-align:left;padding:.5rem 0}`;

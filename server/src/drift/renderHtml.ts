/** The report as one HTML file: no scripts, nothing loaded, aggregates only. */
import { stateNames } from "./renderText.js";
import type { Histogram, Report, ReportColumn } from "./report.js";
import { effectFigure, figure, percent, probability } from "./words.js";

/** Columns beyond these, which come last by what was found, have a sentence but neither picture nor tables: the file stays small. */
const mostPictures = 100;

const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

export function renderDriftHtml(report: Report): string {
  const title = `Drift: ${report.reference.name} → ${report.current.name}`;
  const side = ({ name, rows }: { readonly name: string; readonly rows: number }) => `${escaped(name)} (${rows.toLocaleString("en-US")} rows)`;
  const list = (heading: string, items: readonly string[]) =>
    items.length === 0 ? "" : `<h2>${heading}</h2><ul>${items.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`;
  const changes = report.schemaChanges.map(({ sentence, level }) => (level === "none" ? sentence : `${level}: ${sentence}`));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title><style>${style}</style></head><body>
<h1 class="${report.level}">${escaped(report.sentence)}</h1>
<p>${side(report.reference)}${report.reference.baseline ? ", baseline" : ""} → ${side(report.current)}. ${report.tests} tests; of the alarms at most ${report.falseDiscoveryRate * 100} % are expected to be false.</p>
${list("Not done", report.problems)}${list("Warnings", report.warnings)}${list("Schema", changes)}
<table><caption>Columns. Histograms: <span class="key r"></span> reference, <span class="key c"></span> current.</caption>
<thead><tr><th scope="col">Column</th><th scope="col">State</th><th scope="col">Distribution</th><th scope="col">Missing</th><th scope="col">What was found</th></tr></thead>
<tbody>
${report.columns.map(rowOf).join("\n")}
</tbody></table></body></html>
`;
}

function rowOf(column: ReportColumn, i: number): string {
  const { name, kind, role, state, sentence, reference, current, histogram } = column;
  const share = (side: typeof reference) => (side.rows > 0 ? percent(side.missing / side.rows) : "–");
  const shown = i < mostPictures;
  const picture = histogram && shown ? pictureOf(name, histogram) : "";
  const details = shown ? `<details><summary>${escaped(sentence)}</summary>${detailsOf(column)}</details>` : escaped(sentence);
  return `<tr class="${state}"><th scope="row">${escaped(name)}<br><small>${kind}${role === "feature" ? "" : `, ${role}`}</small></th><td class="state">${stateNames[state]}</td><td>${picture}</td><td>${share(reference)} → ${share(current)}</td><td>${details}</td></tr>`;
}

function detailsOf({ checks, reference, current }: ReportColumn): string {
  const tests = checks.map(
    ({ question, test, effects, p, adjustedP, level }) =>
      `<tr><td>${question}</td><td>${test}</td><td>${effects.map((effect) => `${effect.measure} ${effectFigure(effect.value)}`).join(", ")}</td><td>${probability(p)}</td><td>${probability(adjustedP)}</td><td>${level}</td></tr>`,
  );
  const table =
    tests.length > 0
      ? `<table><tr><th>Question</th><th>Test</th><th>Effects</th><th>p</th><th>Adjusted p</th><th>Level</th></tr>${tests.join("")}</table>`
      : "";
  const scale = reference.sd ?? 1;
  const quantiles = (side: typeof reference) => side.quantiles?.map((value) => `<td>${figure(value, scale)}</td>`).join("") ?? "";
  if (!reference.quantiles || !current.quantiles) return table;
  return `${table}<table><tr><th>Quantile</th><th>5 %</th><th>25 %</th><th>50 %</th><th>75 %</th><th>95 %</th></tr><tr><td>reference</td>${quantiles(reference)}</tr><tr><td>current</td>${quantiles(current)}</tr></table>`;
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
  const label = names ? `Shares of ${names.length} categories of ${name}` : `Histograms of ${name}`;
  return `<svg role="img" aria-label="${escaped(label)}" viewBox="0 -1 ${width} ${height + 2}" width="160" height="38" preserveAspectRatio="none">${outline(shares[0], "r")}${outline(shares[1], "c")}</svg>`;
}

const style = `:root{color-scheme:light dark;--r:#8a8f98;--c:#1f77b4;--bad:#b3261e;--warn:#8a5a00;--good:#1b6e3c;--line:#8884}
@media(prefers-color-scheme:dark){:root{--r:#9aa0a8;--c:#6cb6ff;--bad:#ff8a80;--warn:#ffc66d;--good:#7fd6a2}}
body{font:14px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}h1{font-size:1.3rem}h1.major{color:var(--bad)}h1.moderate{color:var(--warn)}h2{font-size:1rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top}details table{width:auto;font-size:.85em}
.major>.state{color:var(--bad);font-weight:700}.moderate>.state{color:var(--warn);font-weight:700}.ok>.state{color:var(--good)}
.r{fill:var(--r);background:var(--r);opacity:.6}.c{fill:none;stroke:var(--c);stroke-width:1.5;vector-effect:non-scaling-stroke}.key.c{border:2px solid var(--c)}.key{display:inline-block;width:.8em;height:.8em}caption{text-align:left;padding:.5rem 0}`;

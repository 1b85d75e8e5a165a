/** A comparison over time as one HTML file: no scripts, nothing loaded, aggregates only. */
import * as l10n from "@vscode/l10n";
import { columnHeads, escaped, heads, withKeys } from "../renderHtml.js";
import { sideWords } from "../renderText.js";
import { among, effectFigure, figure, language, percent, probability, wordFor } from "../words.js";
import { metricNames } from "./performance.js";
import { metricFigure, performanceLines } from "./renderSeries.js";
import type { SeriesColumn, SeriesMetric, SeriesReport } from "./report.js";

/** Columns beyond these, the least remarkable, have a sentence alone: the file stays small. */
const mostPictures = 60;
const [width, height] = [360, 60];

const listed = (heading: string, items: readonly string[]) =>
  items.length === 0 ? "" : `<h2>${escaped(heading)}</h2><ul>${items.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`;

export function renderSeriesHtml(report: SeriesReport): string {
  const { reference, current, windows, performance, columns } = report;
  const table = windows.map(
    ({ from, to, rows, labelled, drifted, driftedSinceBefore, level }) =>
      `<tr class="${level}"><th scope="row">${escaped(from)}</th><td>${escaped(to)}</td><td>${rows.toLocaleString("en-US")}</td><td>${labelled?.toLocaleString("en-US") ?? "–"}</td><td>${escaped(among(drifted, 5))}</td><td>${escaped(driftedSinceBefore.slice(0, 5).join(", "))}</td><td class="state">${escaped(wordFor(level))}</td></tr>`,
  );
  return `<!doctype html>
<html lang="${escaped(language())}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(l10n.t("Drift over time: {0}", `${reference.name} → ${current.name}`))}</title><style>${style}</style></head><body>
<h1 class="${report.level}">${escaped(report.sentence)}</h1>
<p>${escaped(
    l10n.t(
      "{0} → {1}, by {2}. {3} tests over all windows; of the alarms at most {4} % are expected to be false.",
      sideWords(reference),
      sideWords(current),
      report.date,
      report.tests,
      report.falseDiscoveryRate * 100,
    ),
  )}</p>
<p>${escaped(report.retrain.sentence)}</p>
${listed(l10n.t("Not done"), report.problems)}${listed(l10n.t("Warnings"), report.warnings)}
${performance ? `${performanceHtml(performance.metrics, windows.length)}${listed(l10n.t("What the predictions say"), performanceLines(performance, windows))}` : ""}
<table><caption>${escaped(l10n.t("Windows"))}</caption><thead><tr>${columnHeads([
    l10n.t("From"),
    l10n.t("To"),
    l10n.t("Rows"),
    l10n.t("Labelled"),
    l10n.t("Drifted"),
    l10n.t("Since the window before"),
    l10n.t("Level"),
  ])}</tr></thead><tbody>
${table.join("\n")}
</tbody></table>
<table><caption>${withKeys(l10n.t("Columns. Distance in each window: {0} what 95 % of windows stay below without drift; dots are alarms."), "line")}</caption>
<thead><tr>${columnHeads([l10n.t("Column"), l10n.t("State"), l10n.t("Distance by window"), l10n.t("Missing, before → last"), l10n.t("What was found")])}</tr></thead><tbody>
${columns
  .map((column, i) =>
    columnHtml(
      column,
      i,
      windows.map(({ from }) => from),
    ),
  )
  .join("\n")}
</tbody></table></body></html>
`;
}

const xOf = (i: number, n: number) => Number((n === 1 ? width / 2 : (i * (width - 8)) / (n - 1) + 4).toFixed(1));

/** Points that follow one another, as one path; it breaks where there is none. */
function path(values: readonly (number | null)[], y: (value: number) => number): string {
  let open = false;
  return values
    .map((value, i) => {
      if (value === null) open = false;
      if (value === null) return "";
      const step = `${open ? "L" : "M"}${xOf(i, values.length)} ${y(value).toFixed(1)}`;
      open = true;
      return step;
    })
    .join("");
}

function columnHtml(column: SeriesColumn, i: number, names: readonly string[]): string {
  const { name, kind, role, state, sentence, reference, windows } = column;
  const last = windows.at(-1);
  const missing = (side: { readonly rows: number; readonly missing: number } | undefined) => (side && side.rows > 0 ? percent(side.missing / side.rows) : "–");
  const picture = i < mostPictures ? pictureOf(column, names) : "";
  const details =
    i < mostPictures && windows.length <= 120
      ? `<details><summary>${escaped(sentence)}</summary><table><tr>${heads([l10n.t("Window"), l10n.t("Rows"), l10n.t("Distance"), l10n.t("Adjusted p"), l10n.t("Missing"), windows.some(({ quantiles }) => quantiles) ? "5, 25, 50, 75, 95 %" : l10n.t("Shares")])}</tr>${windows
          .map(
            (point, w) =>
              `<tr><td>${escaped(names[w] ?? "")}</td><td>${point.rows}</td><td>${point.distance === null ? "–" : effectFigure(point.distance)}</td><td>${point.adjustedP === null ? "–" : probability(point.adjustedP)}</td><td>${missing(point)}</td><td>${escaped(shape(column, point))}</td></tr>`,
          )
          .join("")}</table></details>`
      : escaped(sentence);
  return `<tr class="${state}"><th scope="row">${escaped(name)}<br><small>${escaped(wordFor(kind))}${role === "feature" ? "" : `, ${escaped(wordFor(role))}`}</small></th><td class="state">${escaped(wordFor(state))}</td><td>${picture}</td><td>${missing(reference)} → ${missing(last)}</td><td>${details}</td></tr>`;
}

function shape({ categories }: SeriesColumn, { quantiles, shares }: SeriesColumn["windows"][number]): string {
  if (quantiles) return quantiles.map((value) => figure(value, ((quantiles[3] as number) - (quantiles[1] as number)) / 2)).join(", ");
  return (shares ?? [])
    .slice(0, 3)
    .map((share, i) => `${categories?.[i]}: ${percent(share)}`)
    .join(", ");
}

function pictureOf({ name, windows }: SeriesColumn, names: readonly string[]): string {
  if (windows.every(({ distance }) => distance === null)) return "";
  const top = Math.max(0.2, ...windows.map(({ distance, line }) => Math.max(distance ?? 0, line ?? 0)));
  const y = (value: number) => height - (height - 6) * (value / top) - 2;
  const dots = windows.flatMap(({ state, distance }, i) =>
    (state === "major" || state === "moderate") && distance !== null
      ? [
          `<circle class="${state}" cx="${xOf(i, windows.length)}" cy="${y(distance).toFixed(1)}" r="3"><title>${escaped(names[i] ?? "")}: ${effectFigure(distance)}</title></circle>`,
        ]
      : [],
  );
  return `<svg role="img" aria-label="${escaped(l10n.t("Distance of {0} from the reference in each window", name))}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><path class="line" d="${path(
    windows.map(({ line }) => line),
    y,
  )}"/><path class="c" d="${path(
    windows.map(({ distance }) => distance),
    y,
  )}"/>${dots.join("")}</svg>`;
}

function performanceHtml(metrics: readonly SeriesMetric[], windows: number): string {
  const rows = metrics.map(({ metric, reference, windows: points, estimates }) => {
    const all = [...points, ...estimates, reference].flatMap((point) => (point ? [point.low, point.high] : []));
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const y = (value: number) => height - 3 - ((height - 6) * (value - low)) / (high - low || 1);
    const bands = points.flatMap((point, i) =>
      point ? [`<path class="band" d="M${xOf(i, windows)} ${y(point.low).toFixed(1)}V${y(point.high).toFixed(1)}"/>`] : [],
    );
    const dots = points.flatMap((point, i) =>
      point && point.level !== "none" ? [`<circle class="${point.level}" cx="${xOf(i, windows)}" cy="${y(point.value).toFixed(1)}" r="3"/>`] : [],
    );
    const line = reference ? `<path class="line" d="M0 ${y(reference.value).toFixed(1)}H${width}"/>` : "";
    const values = (side: typeof points) =>
      path(
        side.map((point) => point?.value ?? null),
        y,
      );
    const last = points.filter((point) => point !== null).at(-1);
    const guess = estimates.filter((point) => point !== null).at(-1);
    return `<tr><th scope="row">${escaped(metricNames[metric]())}</th><td><svg role="img" aria-label="${escaped(l10n.t("{0} in each window with its band", metricNames[metric]()))}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${line}${bands.join("")}<path class="e" d="${values(estimates)}"/><path class="c" d="${values(points)}"/>${dots.join("")}</svg></td><td>${reference ? metricFigure(metric, reference.value) : "–"}</td><td>${last ? metricFigure(metric, last.value) : "–"}</td><td>${guess ? metricFigure(metric, guess.value) : "–"}</td></tr>`;
  });
  return `<table><caption>${withKeys(l10n.t("Predictions by window with 95 % bands; {0} reference, {1} estimate from probabilities."), "line", "e")}</caption><thead><tr>${columnHeads([l10n.t("Metric"), l10n.t("By window"), l10n.t("Before"), l10n.t("Last"), l10n.t("Last estimate")])}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

const style = `:root{color-scheme:light dark;--r:#8a8f98;--c:#1f77b4;--bad:#b3261e;--warn:#8a5a00;--good:#1b6e3c;--line:#8884}
@media(prefers-color-scheme:dark){:root{--r:#9aa0a8;--c:#6cb6ff;--bad:#ff8a80;--warn:#ffc66d;--good:#7fd6a2}}
body{font:14px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}h1{font-size:1.3rem}h1.major{color:var(--bad)}h1.moderate{color:var(--warn)}h2{font-size:1rem}
table{border-collapse:collapse;width:100%;margin:1rem 0}td,th{border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}details table{width:auto;font-size:.85em}caption{text-align:left;padding:.5rem 0}
.major>.state{color:var(--bad);font-weight:700}.moderate>.state{color:var(--warn);font-weight:700}.ok>.state,.none>.state{color:var(--good)}
path{fill:none;stroke-width:1.5}path.c{stroke:var(--c)}path.line{stroke:var(--r);stroke-dasharray:4 3}path.e{stroke:var(--c);stroke-dasharray:2 3;opacity:.8}path.band{stroke:var(--c);opacity:.35;stroke-width:4}
circle.major{fill:var(--bad)}circle.moderate{fill:var(--warn)}.key{display:inline-block;width:1.4em;border-top:2px dashed var(--r);vertical-align:middle}.key.e{border-color:var(--c);border-top-style:dotted}`;

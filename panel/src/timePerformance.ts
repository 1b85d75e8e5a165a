/** How good predictions were in each window, with bands; estimates beside them, why predictions got worse, and where errors rose. */
import * as l10n from "@vscode/l10n";
import { scaleLinear } from "d3-scale";
import { metricNames } from "../../server/src/drift/series/performance.js";
import { metricFigure } from "../../server/src/drift/series/renderSeries.js";
import type { Cause, SeriesMetric, SeriesReport, SeriesWindow } from "../../server/src/drift/series/report.js";
import type { Mark } from "../../server/src/drift/series/timeEngine.js";
import { type Child, s } from "./dom.js";
import { alarm, type ChartEvents, type ChartState, clickable, frame, left, leftAxis, level, nameOf, path, right, round, top, width } from "./timeFrame.js";

export const causeLetters: Record<Cause, string> = { concept: "C", data: "D", label: "L", unclear: "?" };
export const causeWords: Record<Cause, () => string> = {
  concept: () => l10n.t("concept drift"),
  data: () => l10n.t("data drift"),
  label: () => l10n.t("label drift"),
  unclear: () => l10n.t("cause unclear"),
};
const markLetters: Record<Mark["detector"], string> = { DDM: "DDM", "Page-Hinkley": "PH", ADWIN: "AD" };

/** How good predictions were, with bands, beside what they are compared with, estimates, why they got worse, and where errors rose. */
export function performanceChart(state: ChartState, metric: SeriesMetric, report: SeriesReport, events: ChartEvents): SVGSVGElement {
  const { windows: points, estimates, reference } = metric;
  const title = metricNames[metric.metric]();
  const write = (value: number) => metricFigure(metric.metric, value);
  const all = [...points, ...estimates, reference].flatMap((point) => (point ? [point.low, point.high] : []));
  const worse = points.flatMap((point, i) => (point && point.level !== "none" ? [nameOf(state.windows[i]?.from ?? "")] : []));
  const said =
    worse.length === 0
      ? l10n.t("{0} in each window with bands of 95 %: in no window worse than before", title)
      : l10n.t("{0} in each window with bands of 95 %: worse in {1} windows, first in {2}", title, worse.length, worse[0] ?? "");
  const chart = frame(state, estimates.some((point) => point) ? l10n.t("{0}; estimates beside the measurements", said) : said, 220);
  const pad = (Math.max(...all) - Math.min(...all)) * 0.12 || 0.05;
  const y = scaleLinear([Math.min(...all) - pad, Math.max(...all) + pad], [chart.base - 2, top + 12]);
  leftAxis(chart, y, y.ticks(4), write, title);
  if (reference) {
    chart.svg.append(
      s("rect", {
        class: "band reference",
        x: left,
        y: round(y(reference.high)),
        width: width - right - left,
        height: round(Math.max(1, y(reference.low) - y(reference.high))),
      }),
    );
    level(chart, y(reference.value), report.performance?.against === "reference" ? l10n.t("reference") : l10n.t("first window"), "calm");
  }
  for (const { at, className, text } of marksIn(report)) {
    const x = round(chart.x(0) + (at - 0.5) * chart.step);
    chart.svg.append(
      s("line", { class: `change ${className}`, x1: x, x2: x, y1: top + 2, y2: chart.base }),
      s("text", { class: "label strong", x, y: top - 2, "text-anchor": "middle" }, text),
    );
  }
  chart.svg.append(
    s("path", {
      class: "estimate",
      d: path(
        estimates.map((point) => point?.value ?? null),
        chart.x,
        y,
      ),
    }),
  );
  estimates.forEach((point, i) => {
    if (point) chart.svg.append(s("circle", { class: "estimate dot", cx: round(chart.x(i)), cy: round(y(point.value)), r: 3 }));
  });
  chart.svg.append(
    s("path", {
      class: "current",
      d: path(
        points.map((point) => point?.value ?? null),
        chart.x,
        y,
      ),
    }),
  );
  points.forEach((point, i) => {
    if (!point) return;
    const [x, at] = [chart.x(i), y(point.value)];
    const cause = point.level === "none" ? null : report.performance?.causes.find(({ window }) => window === i);
    const parts: Child[] = [
      s("line", { class: "whisker now", x1: round(x), x2: round(x), y1: round(y(point.low)), y2: round(y(point.high)) }),
      alarm(point.level, x, at) ?? s("circle", { class: "dot", cx: round(x), cy: round(at), r: points.length > 60 ? 1.2 : 2.4 }),
      cause && s("text", { class: "label strong", x: round(x), y: chart.base - 4, "text-anchor": "middle" }, causeLetters[cause.cause]),
    ];
    for (const part of parts) if (part) chart.svg.append(part);
  });
  const titles = points.map((point, i) => {
    const cause = report.performance?.causes.find(({ window }) => window === i);
    const guess = estimates[i];
    return `${nameOf(state.windows[i]?.from ?? "")}: ${point ? l10n.t("{0} ({1} to {2})", write(point.value), write(point.low), write(point.high)) : l10n.t("no labels")}${guess ? `; ${l10n.t("estimated {0}", write(guess.value))}` : ""}${cause && point?.level !== "none" ? `; ${causeWords[cause.cause]()}` : ""}`;
  });
  return clickable(chart, state, titles, events);
}

/** Where in the row of windows marks are, as fractions; those that would be written over one another are one. */
export function marksIn({ windows, performance }: Pick<SeriesReport, "windows" | "performance">): { at: number; className: string; text: string }[] {
  const value = (text: string) => (/^-?[\d.e+]+$/.test(text) ? Number(text) : Date.parse(text));
  const found = (performance?.marks?.found ?? []).flatMap(({ at, detector }) => {
    const when = value(at);
    const window = windows.findIndex(
      ({ from, to }, i) =>
        when >= value(from) && (when < value(to) || (i === windows.length - 1 && when <= value(to)) || when < value(windows[i + 1]?.from ?? "")),
    );
    if (window < 0) return [];
    const { from, to } = windows[window] as SeriesWindow;
    const share = (when - value(from)) / (value(to) - value(from) || 1);
    return [{ at: window + Math.min(1, Math.max(0, share)), className: detector.toLowerCase().replace(/\W/g, ""), text: markLetters[detector] }];
  });
  const near = windows.length / 22;
  const merged: { at: number; className: string; text: string }[] = [];
  for (const mark of found.sort((a, b) => a.at - b.at)) {
    const last = merged.at(-1);
    if (last && mark.at - last.at < near) {
      if (!last.text.split(" ").includes(mark.text)) last.text += ` ${mark.text}`;
    } else merged.push({ ...mark });
  }
  return merged;
}

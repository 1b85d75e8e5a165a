/** Charts of one column over windows of time. Each says in its label what it shows; the table says all of it in figures. */
import * as l10n from "@vscode/l10n";
import { scaleLinear } from "d3-scale";
import { area } from "d3-shape";
import type { SeriesColumn } from "../../server/src/drift/series/report.js";
import { effectFigure, figure, percent, wordFor } from "../../server/src/drift/words.js";
import { s } from "./dom.js";
import {
  alarm,
  type ChartEvents,
  type ChartState,
  clickable,
  frame,
  left,
  leftAxis,
  level,
  nameOf,
  path,
  right,
  round,
  slot,
  top,
  width,
} from "./timeFrame.js";

/** Distance from the reference in each window, what 95 % of windows stay below without drift, and the floors. */
export function driftChart(state: ChartState, column: SeriesColumn, events: ChartEvents): SVGSVGElement {
  const { windows: points, floors, name } = column;
  const distances = points.map(({ distance }) => distance);
  const largest = Math.max(0.02, ...points.flatMap(({ distance, line }) => [distance ?? 0, line ?? 0]));
  const alarms = points.flatMap((point, i) => (point.state === "major" || point.state === "moderate" ? [nameOf(state.windows[i]?.from ?? "")] : []));
  const widest = effectFigure(Math.max(...distances.map((each) => each ?? 0)));
  const label =
    alarms.length === 0
      ? l10n.t("Drift of {0}: no window has drifted; the largest distance is {1}", name, widest)
      : l10n.t(
          "Drift of {0}: {1} of {2} windows have drifted, the first {3}; the largest distance is {4}",
          name,
          alarms.length,
          points.length,
          alarms[0] ?? "",
          widest,
        );
  const chart = frame(state, label, 190);
  const shown = floors && largest < floors.moderate * 1.3 ? floors.moderate * 1.3 : largest * 1.12;
  const y = scaleLinear([0, Math.min(1.05, shown)], [chart.base, top]);
  leftAxis(chart, y, y.ticks(4), effectFigure, column.kind === "number" ? "D" : l10n.t("total variation"));
  if (floors)
    for (const key of ["moderate", "major"] as const)
      if (floors[key] <= (y.domain()[1] ?? 1)) level(chart, y(floors[key]), `${wordFor(key)} ${floors[key]}`, `floor ${key}`);
  const lines = points.map((point) => point.line);
  chart.svg.append(s("path", { class: "calm", d: path(lines, chart.x, y) }));
  chart.svg.append(
    s("path", {
      class: "before",
      d: path(
        points.map(({ before }) => before?.distance ?? null),
        chart.x,
        y,
      ),
    }),
  );
  chart.svg.append(s("path", { class: "current", d: path(distances, chart.x, y) }));
  points.forEach((point, i) => {
    if (point.distance === null) return;
    const mark = alarm(point.state, chart.x(i), y(point.distance));
    chart.svg.append(mark ?? s("circle", { class: "dot", cx: round(chart.x(i)), cy: round(y(point.distance)), r: points.length > 60 ? 1.2 : 2.2 }));
  });
  const titles = points.map(
    ({ distance, line: calm, state }, i) =>
      `${nameOf(windowName(i))}: ${distance === null ? l10n.t("not compared") : l10n.t("{0}, without drift below {1}", effectFigure(distance), effectFigure(calm ?? 0))}${state === "ok" ? "" : `; ${wordFor(state)}`}`,
  );
  function windowName(i: number): string {
    return state.windows[i]?.from ?? "";
  }
  return clickable(chart, state, titles, events);
}

/** Where 90 % and half of a number's values lie, or how a category's values share the rows; the reference is at the left end. */
export function shapeChart(state: ChartState, column: SeriesColumn, events: ChartEvents): SVGSVGElement | null {
  if (column.windows.some(({ quantiles }) => quantiles)) return ribbonChart(state, column, events);
  return column.categories && column.windows.some(({ shares }) => shares) ? sharesChart(state, column, events) : null;
}

function ribbonChart(state: ChartState, { name, windows: points, reference }: SeriesColumn, events: ChartEvents): SVGSVGElement {
  const all = [...points, reference].flatMap(({ quantiles }) => quantiles ?? []);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const spread = ((reference.quantiles?.[3] ?? high) - (reference.quantiles?.[1] ?? low)) / 2 || high - low || 1;
  const medians = points.map(({ quantiles }) => quantiles?.[2] ?? null);
  const last = medians.filter((each) => each !== null).at(-1) ?? null;
  const chart = frame(
    state,
    l10n.t(
      "Distribution of {0} in each window, by quantiles: median {1} in the reference, {2} in the last window",
      name,
      reference.quantiles ? figure(reference.quantiles[2] as number, spread) : l10n.t("unknown"),
      last === null ? l10n.t("unknown") : figure(last, spread),
    ),
    190,
  );
  const y = scaleLinear([low, high], [chart.base - 4, top]).nice(4);
  leftAxis(chart, y, y.ticks(4), (value) => figure(value, spread), name);
  const band = (from: number, to: number) =>
    area<(typeof points)[number]>()
      .defined(({ quantiles }) => quantiles !== null)
      .x((_, i) => round(chart.x(i)))
      .y0(({ quantiles }) => round(y(quantiles?.[from] ?? 0)))
      .y1(({ quantiles }) => round(y(quantiles?.[to] ?? 0)))(points as (typeof points)[number][]) ?? "";
  chart.svg.append(s("path", { class: "ribbon wide", d: band(0, 4) }), s("path", { class: "ribbon narrow", d: band(1, 3) }));
  const box = (quantiles: readonly number[], x: number, half: number, side: string) => {
    const at = quantiles.map((value) => round(y(value))) as [number, number, number, number, number];
    chart.svg.append(
      s("line", { class: `whisker ${side}`, x1: x, x2: x, y1: at[0], y2: at[4] }),
      s("rect", { class: `box ${side}`, x: round(x - half), y: at[3], width: round(2 * half), height: round(Math.max(1, at[1] - at[3])) }),
      s("line", { class: `median ${side}`, x1: round(x - half), x2: round(x + half), y1: at[2], y2: at[2] }),
    );
  };
  // A ribbon of one window would be as thin as nothing.
  points.forEach(({ quantiles }, i) => {
    const alone = points[i - 1]?.quantiles == null && points[i + 1]?.quantiles == null;
    if (quantiles && alone) box(quantiles, round(chart.x(i)), Math.min(9, chart.step / 3), "now");
  });
  chart.svg.append(s("path", { class: "current", d: path(medians, chart.x, y) }));
  if (reference.quantiles) box(reference.quantiles, left + slot / 2, 8, "reference");
  const at = [...points].reverse().find(({ quantiles }) => quantiles)?.quantiles;
  for (const [i, text] of at
    ? ([
        [4, "95 %"],
        [3, "75 %"],
        [2, l10n.t("median")],
        [1, "25 %"],
        [0, "5 %"],
      ] as const)
    : []) {
    const here = round(y((at as readonly number[])[i] as number));
    const above = i < 4 ? round(y((at as readonly number[])[i + 1] as number)) : -99;
    if (here - above >= 9 || i === 4) chart.svg.append(s("text", { class: "label", x: width - right + 5, y: here + 3.5 }, text));
  }
  const titles = points.map(
    ({ quantiles }, i) =>
      `${nameOf(state.windows[i]?.from ?? "")}: ${quantiles ? l10n.t("5, 25, 50, 75 and 95 % at {0}", quantiles.map((value) => figure(value, spread)).join(", ")) : l10n.t("no values")}`,
  );
  return clickable(chart, state, titles, events);
}

function sharesChart(state: ChartState, { name, windows: points, reference, categories }: SeriesColumn, events: ChartEvents): SVGSVGElement {
  const names = categories ?? [];
  const chart = frame(
    state,
    l10n.t("Shares of the categories of {0} in each window: {1}{2}; the reference first", name, names.slice(0, 3).join(", "), names.length > 3 ? ", …" : ""),
    210,
  );
  const y = scaleLinear([0, 1], [chart.base, top]);
  leftAxis(chart, y, [0, 0.5, 1], percent, l10n.t("share of rows with a value"));
  const stack = (shares: readonly number[], x: number, half: number) => {
    let at = 0;
    const rest = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
    [...shares, rest].forEach((share, i) => {
      const [from, to] = [y(at), y(Math.min(1, at + share))];
      at += share;
      if (share > 0)
        chart.svg.append(
          s("rect", {
            class: `part part${i === names.length ? "rest" : i % 8}`,
            x: round(x - half),
            y: round(to),
            width: round(2 * half),
            height: round(Math.max(0.5, from - to)),
          }),
        );
    });
  };
  points.forEach(({ shares }, i) => {
    if (shares?.some((share) => share > 0)) stack(shares, chart.x(i), Math.max(0.8, Math.min(22, chart.step * 0.44)));
  });
  if (reference.shares) stack(reference.shares, left + slot / 2, 10);
  const last = [...points].reverse().find(({ shares }) => shares?.some((share) => share > 0))?.shares ?? [];
  let [at, free] = [0, Number.POSITIVE_INFINITY];
  [...last, Math.max(0, 1 - last.reduce((sum, share) => sum + share, 0))].forEach((share, i) => {
    const middle = y(at + share / 2) + 3.5;
    at += share;
    if (share < 0.015 || free - middle < 10) return;
    free = middle;
    const text = names[i] ?? l10n.t("others");
    chart.svg.append(
      s(
        "text",
        { class: "label", x: width - right + 5, y: round(middle) },
        s("title", {}, text),
        text.length > 14 ? `${text.slice(0, 13)}…` : text || l10n.t("(empty)"),
      ),
    );
  });
  const titles = points.map(
    ({ shares }, i) => `${nameOf(state.windows[i]?.from ?? "")}: ${(shares ?? []).map((share, k) => `${names[k]} ${percent(share)}`).join(", ")}`,
  );
  return clickable(chart, state, titles, events);
}

export function missingChart(state: ChartState, { name, windows: points, reference }: SeriesColumn, events: ChartEvents): SVGSVGElement {
  const shares = points.map(({ rows, missing }) => (rows > 0 ? missing / rows : null));
  const before = reference.rows > 0 ? reference.missing / reference.rows : null;
  const largest = Math.max(0.01, before ?? 0, ...shares.map((share) => share ?? 0));
  const chart = frame(
    state,
    before === null
      ? l10n.t("Missing values of {0} in each window: at most {1}", name, percent(Math.max(0, ...shares.map((share) => share ?? 0))))
      : l10n.t(
          "Missing values of {0} in each window: {1} in the reference, at most {2}",
          name,
          percent(before),
          percent(Math.max(0, ...shares.map((share) => share ?? 0))),
        ),
    110,
  );
  const y = scaleLinear([0, Math.min(1, largest * 1.15)], [chart.base, top]);
  leftAxis(chart, y, y.ticks(2), percent, l10n.t("missing"));
  if (before !== null) level(chart, y(before), l10n.t("reference"), "calm");
  chart.svg.append(s("path", { class: "current", d: path(shares, chart.x, y) }));
  shares.forEach((share, i) => {
    if (share !== null) chart.svg.append(s("circle", { class: "dot", cx: round(chart.x(i)), cy: round(y(share)), r: points.length > 60 ? 1.2 : 2.2 }));
  });
  return clickable(
    chart,
    state,
    shares.map((share, i) => `${nameOf(state.windows[i]?.from ?? "")}: ${share === null ? l10n.t("no rows") : percent(share)}`),
    events,
  );
}

/** Rows in each window, filled as far as they have labels. */
export function rowsChart(state: ChartState, events: ChartEvents): SVGSVGElement {
  const { windows } = state;
  const most = Math.max(1, ...windows.map(({ rows }) => rows));
  const labelled = windows.some((window) => window.labelled !== null);
  const least = Math.min(...windows.map(({ rows }) => rows));
  const chart = frame(
    state,
    labelled
      ? l10n.t("Rows in each window: from {0} to {1}; filled as far as they have labels", least.toLocaleString("en-US"), most.toLocaleString("en-US"))
      : l10n.t("Rows in each window: from {0} to {1}", least.toLocaleString("en-US"), most.toLocaleString("en-US")),
    110,
  );
  const y = scaleLinear([0, most * 1.05], [chart.base, top]);
  leftAxis(
    chart,
    y,
    y.ticks(2),
    (value) => value.toLocaleString("en-US", { notation: value >= 1e5 ? "compact" : "standard" }),
    labelled ? l10n.t("rows, filled: with labels") : l10n.t("rows"),
  );
  const half = Math.max(0.8, Math.min(22, chart.step * 0.4));
  windows.forEach(({ rows, labelled: known }, i) => {
    const bar = (n: number, className: string) =>
      s("rect", { class: className, x: round(chart.x(i) - half), y: round(y(n)), width: round(2 * half), height: round(Math.max(0, chart.base - y(n))) });
    chart.svg.append(bar(known ?? rows, "reference"), bar(rows, "current bar"));
  });
  return clickable(
    chart,
    state,
    windows.map(({ from, rows, labelled: known }) =>
      known === null
        ? l10n.t("{0}: {1} rows", nameOf(from), rows.toLocaleString("en-US"))
        : l10n.t("{0}: {1} rows, {2} with labels", nameOf(from), rows.toLocaleString("en-US"), known.toLocaleString("en-US")),
    ),
    events,
  );
}

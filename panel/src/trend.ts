/** How a column's distance from the reference went from comparison to comparison, as the history file has it. */
import * as l10n from "@vscode/l10n";
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { Trend } from "../../server/src/drift/history.js";
import { effectFigure, probability } from "../../server/src/drift/words.js";
import { h, s } from "./dom.js";

const most = 60;

export function sparkline(all: readonly number[], width = 96, height = 24): SVGSVGElement {
  const values = all.slice(-most);
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [3, width - 4]);
  const y = scaleLinear([0, Math.max(0.05, ...values)], [height - 3, 3]);
  const at = (i: number) => ({ x: x(i).toFixed(1), y: y(values[i] ?? 0).toFixed(1) });
  const path = line<number>()
    .x((_, i) => Number(at(i).x))
    .y((_, i) => Number(at(i).y))(values);
  const end = at(values.length - 1);
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", class: "mini trend" },
    s("line", { class: "axis", x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }),
    s("path", { d: path }),
    s("circle", { class: "dot", cx: end.x, cy: end.y, r: 2.4 }),
  );
}

const words = { rising: () => l10n.t("rising"), falling: () => l10n.t("falling"), none: () => l10n.t("no steady trend") } as const;

export function trendText({ values, direction, p }: Trend): string {
  const range = l10n.t("from {0} to {1} in {2} comparisons", effectFigure(values[0] as number), effectFigure(values.at(-1) as number), values.length);
  return p === null ? l10n.t("{0}: five tell a trend", range) : `${range}: ${words[direction]()}, p ${probability(p)}`;
}

export const trendFigure = (trend: Trend): HTMLElement =>
  h(
    "section",
    { id: "trend" },
    h("div", { class: "bar" }, h("h3", {}, l10n.t("Trend over the history"))),
    sparkline(trend.values, 280, 48),
    h("p", { class: "faint" }, l10n.t("Distance {0}.", trendText(trend))),
  );

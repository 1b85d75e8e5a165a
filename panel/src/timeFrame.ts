/** What charts over windows of time have in common: the same axis of windows, what is chosen, lines with names, marks of alarms. */
import { line } from "d3-shape";
import { shortTime } from "../../server/src/drift/series/renderSeries.js";
import type { SeriesWindow } from "../../server/src/drift/series/report.js";
import { s } from "./dom.js";

export const [width, left, slot, right, top, bottom] = [640, 52, 34, 92, 20, 24];
export const round = (value: number) => Math.round(value * 10) / 10;

export interface Chart {
  readonly svg: SVGSVGElement;
  readonly base: number;
  readonly x: (i: number) => number;
  readonly step: number;
}

export interface ChartEvents {
  readonly pick: (window: number) => void;
}

export interface ChartState {
  readonly windows: readonly SeriesWindow[];
  readonly selected: number | null;
}

/** The frame of all: the axis of windows, what is chosen, and where a click goes. */
export function frame({ windows, selected }: ChartState, label: string, height: number): Chart {
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "chart time" });
  const [start, end] = [left + slot, width - right];
  const step = (end - start) / Math.max(1, windows.length);
  const x = (i: number) => start + (i + 0.5) * step;
  const base = height - bottom;
  if (selected !== null && selected < windows.length)
    svg.append(s("rect", { class: "chosen", x: round(start + selected * step), y: top - 8, width: round(Math.max(2, step)), height: base - top + 8 }));
  svg.append(s("line", { class: "axis", x1: left, x2: end, y1: base, y2: base }));
  const every = Math.max(1, Math.ceil(windows.length / 6));
  windows.forEach(({ from }, i) => {
    if (i % every !== 0 || (i + every > windows.length && i !== 0 && windows.length - i < every / 2)) return;
    svg.append(s("line", { class: "axis", x1: round(x(i)), x2: round(x(i)), y1: base, y2: base + 4 }));
    svg.append(s("text", { class: "label", x: round(x(i)), y: base + 16, "text-anchor": "middle" }, nameOf(from)));
  });
  return { svg, base, x, step };
}

/** "2025-01-06", "2025-01-06 10:15", or the number it is. */
export const nameOf = (from: string): string => shortTime(from).replace("T", " ").replace(/Z$/, "").slice(0, 16);

/** Last, so that it lies above all: a click anywhere over a window opens it. */
export function clickable({ svg, x, step, base }: Chart, { windows }: ChartState, titles: readonly string[], { pick }: ChartEvents): SVGSVGElement {
  windows.forEach((_, i) => {
    const rect = s(
      "rect",
      { class: "hit", x: round(x(i) - step / 2), y: 0, width: round(step), height: base, click: () => pick(i) },
      s("title", {}, titles[i] ?? ""),
    );
    svg.append(rect);
  });
  return svg;
}

export function leftAxis({ svg }: Chart, y: (value: number) => number, ticks: readonly number[], write: (value: number) => string, title: string): void {
  for (const tick of ticks) {
    svg.append(s("line", { class: "grid", x1: left, x2: width - right, y1: round(y(tick)), y2: round(y(tick)) }));
    svg.append(s("text", { class: "label", x: left - 5, y: round(y(tick) + 3.5), "text-anchor": "end" }, write(tick)));
  }
  svg.append(s("text", { class: "label", x: 2, y: 10 }, title));
}

/** A line with its name at the right end. */
export function level({ svg }: Chart, at: number, text: string, className: string): void {
  svg.append(s("line", { class: className, x1: left, x2: width - right, y1: round(at), y2: round(at) }));
  svg.append(s("text", { class: "label", x: width - right + 5, y: round(at + 3.5) }, text));
}

export const path = (values: readonly (number | null)[], x: (i: number) => number, y: (value: number) => number): string =>
  line<number | null>()
    .defined((value) => value !== null)
    .x((_, i) => round(x(i)))
    .y((value) => round(y(value as number)))(values as (number | null)[]) ?? "";

const shapes = { major: "M0 -6 5.5 4.5H-5.5z", moderate: "M0 -5.5 5.5 0 0 5.5 -5.5 0z" } as const;
export const alarm = (state: string, x: number, y: number) =>
  state === "major" || state === "moderate" ? s("path", { class: `alarm ${state}`, d: shapes[state], transform: `translate(${round(x)} ${round(y)})` }) : null;

/** Charts as SVG. Colours come from classes; the reference is filled or dashed, the current side a line, so that nobody needs to see colours. */
import * as l10n from "@vscode/l10n";
import { scaleBand, scaleLinear, scaleSymlog } from "d3-scale";
import { area, curveStepAfter, line } from "d3-shape";
import type { Cell, Ecdf } from "../../server/src/drift/detail.js";
import type { Histogram } from "../../server/src/drift/report.js";
import { figure, percent } from "../../server/src/drift/words.js";
import { s } from "./dom.js";

export type Mode = "share" | "count" | "log";

const shares = (counts: readonly number[]): number[] => {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (rows > 0 ? count / rows : 0));
};

/** Both sides' shares in 120 × 30, for a row of the table. The cells beside it say the same in words. */
export function miniHistogram({ reference, current, names }: Histogram): SVGSVGElement {
  const [width, height] = [120, 30];
  const [a, b] = [shares(reference), shares(current)];
  const y = scaleLinear([0, Math.max(...a, ...b, 1e-9)], [height - 1, 1]);
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", class: "mini" });
  if (names) {
    const x = scaleBand(a.keys(), [0, width]).paddingInner(0.25);
    const half = x.bandwidth() / 2;
    a.forEach((share, i) => {
      const left = x(i) ?? 0;
      svg.append(s("rect", { class: "reference", x: round(left), y: round(y(share)), width: round(half), height: round(height - 1 - y(share)) }));
      svg.append(
        s("rect", { class: "current bar", x: round(left + half), y: round(y(b[i] ?? 0)), width: round(half), height: round(height - 1 - y(b[i] ?? 0)) }),
      );
    });
  } else {
    const x = scaleLinear([0, a.length], [1, width - 1]);
    svg.append(
      s("path", { class: "reference", d: steps(a, (i) => x(i), y, height - 1, true) }),
      s("path", { class: "current", d: steps(b, (i) => x(i), y, height - 1) }),
    );
  }
  svg.append(s("line", { class: "axis", x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }));
  return svg;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Outline of bars; `closed` down to the base line, for filling. */
function steps(values: readonly number[], x: (edge: number) => number, y: (value: number) => number, base: number, closed = false): string {
  const points = [...values, values.at(-1) ?? 0].map((value, i) => [x(i), y(value)] as const);
  const make = closed
    ? area<readonly [number, number]>()
        .x((point) => round(point[0]))
        .y1((point) => round(point[1]))
        .y0(base)
    : line<readonly [number, number]>()
        .x((point) => round(point[0]))
        .y((point) => round(point[1]));
  return make.curve(curveStepAfter)(points) ?? "";
}

/** How large an effect is beside its two floors. */
export function effectBar(value: number, { moderate, major }: { readonly moderate: number; readonly major: number }, level: string): SVGSVGElement {
  const [width, height] = [88, 10];
  const x = scaleLinear([0, major * 1.6], [0, width]).clamp(true);
  const tick = (at: number) => s("line", { class: "tick", x1: round(x(at)), x2: round(x(at)), y1: 0, y2: height });
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", class: "effect" },
    s("rect", { class: "track", x: 0, y: 3, width, height: 4 }),
    s("rect", { class: `value ${level}`, x: 0, y: 2, width: round(x(value)), height: 6 }),
    tick(moderate),
    tick(major),
  );
}

const size = { width: 560, height: 250, left: 56, right: 14, top: 14, bottom: 34 };

function frame(label: string, height = size.height): SVGSVGElement {
  return s("svg", { viewBox: `0 0 ${size.width} ${height}`, role: "img", "aria-label": label, class: "chart" });
}

interface Axis {
  readonly svg: SVGSVGElement;
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
  readonly write: (value: number) => string;
  readonly title: string;
}

function leftAxis({ svg, y, ticks, write, title }: Axis): void {
  for (const tick of ticks) {
    svg.append(s("line", { class: "grid", x1: size.left, x2: size.width - size.right, y1: round(y(tick)), y2: round(y(tick)) }));
    svg.append(s("text", { class: "label", x: size.left - 6, y: round(y(tick) + 3.5), "text-anchor": "end" }, write(tick)));
  }
  svg.append(s("text", { class: "label", x: 4, y: 10 }, title));
}

function bottomAxis(svg: SVGSVGElement, x: (value: number) => number, ticks: readonly number[], scale: number): void {
  const base = size.height - size.bottom;
  svg.append(s("line", { class: "axis", x1: size.left, x2: size.width - size.right, y1: base, y2: base }));
  for (const tick of ticks) {
    svg.append(s("line", { class: "axis", x1: round(x(tick)), x2: round(x(tick)), y1: base, y2: base + 4 }));
    svg.append(s("text", { class: "label", x: round(x(tick)), y: base + 16, "text-anchor": "middle" }, figure(tick, scale)));
  }
}

/** The same bins for both sides, one over the other: numbers as outlines, categories as pairs of bars. */
export function histogramChart(name: string, histogram: Histogram, mode: Mode): SVGSVGElement {
  const [a, b] = mode === "share" ? [shares(histogram.reference), shares(histogram.current)] : [histogram.reference, histogram.current];
  return histogram.names ? categoryChart(name, histogram.names, a, b, mode) : numberChart(name, histogram.edges ?? [], a, b, mode);
}

function valueScale(values: readonly number[], mode: Mode, range: [number, number]) {
  const top = Math.max(...values, mode === "share" ? 1e-6 : 1);
  if (mode === "log") {
    const scale = scaleSymlog([0, top], range).constant(1);
    const ticks = [0, ...Array.from({ length: 16 }, (_, i) => 10 ** i).filter((tick) => tick <= top)];
    return { scale, ticks: ticks.length > 7 ? ticks.filter((_, i) => i % 2 === 0) : ticks };
  }
  const scale = scaleLinear([0, top], range).nice(5);
  return { scale, ticks: scale.ticks(5).filter((tick) => mode === "share" || Number.isInteger(tick)) };
}

const writeValue = (mode: Mode) => (value: number) =>
  mode === "share" ? percent(value) : value >= 1e5 ? value.toExponential(0).replace("e+", "e") : value.toLocaleString("en-US");
const titles: Record<Mode, () => string> = { share: () => l10n.t("share of rows"), count: () => l10n.t("rows"), log: () => l10n.t("rows, log scale") };

function numberChart(name: string, edges: readonly number[], a: readonly number[], b: readonly number[], mode: Mode): SVGSVGElement {
  const svg = frame(l10n.t("Histogram of {0}: {1}, reference and current", name, titles[mode]()));
  const [first = 0, last = 0] = [edges[0], edges.at(-1)];
  const width = edges.length > 1 ? (last - first) / (edges.length - 1) : 1;
  // The first and the last bar hold all that lies beyond; they are drawn as wide as the others.
  const x = scaleLinear([first - width, last + width], [size.left, size.width - size.right]);
  const base = size.height - size.bottom;
  const { scale, ticks } = valueScale([...a, ...b], mode, [base, size.top + 8]);
  leftAxis({ svg, y: scale, ticks, write: writeValue(mode), title: titles[mode]() });
  const at = (i: number) => x(first - width + i * width);
  svg.append(s("path", { class: "reference", d: steps(a, at, scale, base, true) }), s("path", { class: "current", d: steps(b, at, scale, base) }));
  bottomAxis(
    svg,
    x,
    x.ticks(7).filter((tick) => tick >= first && tick <= last),
    last - first,
  );
  const beyond = (at: number, edge: number, text: (edge: string) => string, anchor: "start" | "end") => {
    if ((a.at(at) ?? 0) + (b.at(at) ?? 0) === 0) return;
    svg.append(s("line", { class: "beyond", x1: round(x(edge)), x2: round(x(edge)), y1: base - 6, y2: base + 6 }));
    svg.append(
      s(
        "text",
        { class: "label", x: anchor === "start" ? size.left : size.width - size.right, y: base + 29, "text-anchor": anchor },
        text(figure(edge, last - first)),
      ),
    );
  };
  beyond(0, first, (edge) => l10n.t("first bar: up to {0}", edge), "start");
  beyond(-1, last, (edge) => l10n.t("last bar: above {0}", edge), "end");
  return svg;
}

function categoryChart(name: string, names: readonly string[], a: readonly number[], b: readonly number[], mode: Mode): SVGSVGElement {
  const rowHeight = 24;
  const [left, right] = [150, 70];
  const height = names.length * rowHeight + 26;
  const svg = frame(l10n.t("Categories of {0}: {1}, reference and current", name, titles[mode]()), height);
  const { scale } = valueScale([...a, ...b], mode, [0, size.width - left - right]);
  svg.append(s("text", { class: "label", x: left, y: 10 }, titles[mode]()));
  names.forEach((category, i) => {
    const top = 18 + i * rowHeight;
    const [before, now] = [a[i] ?? 0, b[i] ?? 0];
    const short = category === "" ? l10n.t("(empty)") : category.length > 22 ? `${category.slice(0, 21)}…` : category;
    svg.append(
      s("text", { class: "label strong", x: left - 8, y: top + 13, "text-anchor": "end" }, s("title", {}, category), short),
      s("rect", { class: "reference", x: left, y: top, width: round(Math.max(0.5, scale(before))), height: 9 }),
      s("rect", { class: "current bar", x: left, y: top + 9, width: round(Math.max(0.5, scale(now))), height: 9 }),
      s(
        "text",
        { class: "label", x: round(left + Math.max(scale(before), scale(now)) + 5), y: top + 13 },
        `${writeValue(mode)(before)} → ${writeValue(mode)(now)}`,
      ),
    );
  });
  return svg;
}

/** Both distribution functions, and D where they are furthest apart. `d`: as the table has it, which may know more than the points. */
export function ecdfChart(
  name: string,
  { points, widest }: Ecdf,
  d: { readonly value: number; readonly exact: boolean },
  display: readonly number[] | null,
): SVGSVGElement {
  const svg = frame(
    l10n.t(
      "Distribution functions of {0}: share of values up to each value. Furthest apart at {1}, by {2}.",
      name,
      figure(widest.x, 1),
      d.value.toPrecision(2),
    ),
  );
  const [low, high] = [points[0]?.x ?? 0, points.at(-1)?.x ?? 1];
  const [first = low, last = high] = [display?.[0], display?.at(-1)];
  const pad = (last - first || 1) * 0.05;
  // A few far values would press all the others into one pixel.
  const x = scaleLinear(
    [Math.max(low, Math.min(first, widest.x) - pad), Math.min(high, Math.max(last, widest.x) + pad)],
    [size.left, size.width - size.right],
  ).clamp(true);
  const base = size.height - size.bottom;
  const y = scaleLinear([0, 1], [base, size.top + 8]);
  leftAxis({ svg, y, ticks: [0, 0.25, 0.5, 0.75, 1], write: percent, title: l10n.t("share of values up to") });
  const curve = (side: "reference" | "current") =>
    line<Ecdf["points"][number]>()
      .x((point) => round(x(point.x)))
      .y((point) => round(y(point[side])))
      .curve(curveStepAfter)(points) ?? "";
  svg.append(s("path", { class: "reference line", d: curve("reference") }), s("path", { class: "current", d: curve("current") }));
  const at = round(x(widest.x));
  const [upper, lower] = [y(Math.max(widest.reference, widest.current)), y(Math.min(widest.reference, widest.current))];
  svg.append(s("line", { class: "gap", x1: at, x2: at, y1: round(upper), y2: round(lower) }));
  for (const end of [upper, lower]) svg.append(s("line", { class: "gap", x1: at - 4, x2: at + 4, y1: round(end), y2: round(end) }));
  // Both curves rise, so it is empty above them on the left and below them on the right.
  const onLeft = at > size.left + 90;
  const place = onLeft ? { x: at - 7, y: round(upper - 3), "text-anchor": "end" } : { x: at + 8, y: round(lower + 14), "text-anchor": "start" };
  svg.append(
    s("text", { class: "label strong", ...place }, l10n.t("D {0}{1} at {2}", d.exact ? "" : "≈ ", d.value.toFixed(3), figure(widest.x, last - first))),
  );
  const [from, to] = x.domain() as [number, number];
  bottomAxis(svg, x, x.ticks(7), to - from);
  return svg;
}

/** One cell's part of the index, as a bar beside its row. */
export function contributionBar(cell: Cell, largest: number): SVGSVGElement {
  const width = 80;
  const x = scaleLinear([0, Math.max(largest, 1e-12)], [0, width]);
  const more = cell.shares[1] >= cell.shares[0];
  return s(
    "svg",
    { viewBox: `0 0 ${width} 10`, width, height: 10, "aria-hidden": "true", class: "effect" },
    s("rect", { class: more ? "current solid" : "reference", x: 0, y: 1, width: round(x(Math.max(0, cell.psi))), height: 8 }),
  );
}

/** An SVG that stands alone: colours and fonts written out as they are on the page, with a title and a background. */
export function standalone(svg: SVGSVGElement, title: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  const properties = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "font-size", "font-weight", "paint-order"];
  [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
    const style = getComputedStyle(originals[i] as Element);
    element.removeAttribute("class");
    for (const property of properties) {
      const value = style.getPropertyValue(property);
      if (value && value !== "none 0px" && !(property === "opacity" && value === "1")) element.setAttribute(property, value.replaceAll('"', "'"));
    }
  });
  const [, , width = 0, height = 0] = (svg.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const background = getComputedStyle(document.body).backgroundColor || "white";
  copy.prepend(s("title", {}, title), s("rect", { x: 0, y: 0, width, height, fill: background }));
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("font-family", "sans-serif");
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}

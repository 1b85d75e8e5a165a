/** The pipeline map: the lineage of one document drawn as SVG, whole, by cell or by stage, with the same in words. Pure. */
import * as l10n from "@vscode/l10n";
import { around, type Block, type Inline, type Place, placeText, type Text, ticks } from "./blocks.js";
import type { FileReport } from "./fileReport.js";
import { escaped, jumpAttributes } from "./html.js";
import { boxWidth, layout, type Point } from "./mapLayout.js";
import { findingBlock } from "./trustReport.js";
import { verdictWord } from "./words.js";

type Graph = FileReport["summary"]["graph"];
type Node = Graph["nodes"][number];
type Edge = Graph["edges"][number];

/** whole: every step. alike: one box for steps of one name that the same flows into. cell, stage: one box for each. */
export type Grouping = "whole" | "alike" | "cell" | "stage";
const groupings: readonly Grouping[] = ["whole", "alike", "cell", "stage"];
/** Boxes that a map may have to be taken in at a glance. */
const readable = 40;

const stageNames: Readonly<Record<Node["stage"], () => string>> = {
  source: () => l10n.t("Sources"),
  split: () => l10n.t("Splits"),
  preparation: () => l10n.t("Preparation"),
  training: () => l10n.t("Training"),
  choice: () => l10n.t("Choices"),
  evaluation: () => l10n.t("Evaluation"),
};

interface Box {
  readonly id: string;
  readonly stage: Node["stage"];
  readonly title: string;
  readonly lines: readonly string[];
  readonly at: Place | null;
  readonly verdict: Node["verdict"];
  /** Everything that the box stands for, in words. */
  readonly full: string;
}

/** The grouping in which a map of this size can be read. */
export function readableGrouping(file: FileReport): Grouping {
  const { graph } = file.summary;
  return groupingsOf(file).find((g) => grouped(graph, g).boxes.length <= readable) ?? "stage";
}

/** What is not there to be drawn by cell in a script. */
export const groupingsOf = (file: FileReport): Grouping[] => groupings.filter((g) => g !== "cell" || file.kind === "notebook");

/** The graph with the nodes of one cell or stage as one; places without a cell stay alone. */
function grouped({ nodes, edges }: Graph, grouping: Grouping): { boxes: Box[]; edges: Edge[] } {
  const alike = grouping === "alike" ? alikes({ nodes, edges }) : null;
  const keyOf = (n: Node): string =>
    alike?.get(n.id) ?? (grouping === "stage" ? n.stage : grouping === "cell" && n.at && n.at.cell !== null ? `cell-${n.at.cell}` : n.id);
  const groups = new Map<string, Node[]>();
  for (const n of nodes) groups.set(keyOf(n), [...(groups.get(keyOf(n)) ?? []), n]);
  const boxes = [...groups].map(([id, list]) => boxOf(id, list, grouping));
  const home = new Map(nodes.map((n) => [n.id, keyOf(n)]));
  const merged = new Map<string, { from: string; to: string; labels: Set<string>; leaks: Set<number> }>();
  for (const e of edges) {
    const [from, to] = [home.get(e.from), home.get(e.to)];
    if (!from || !to || from === to) continue;
    const key = `${from}>${to}`;
    let one = merged.get(key);
    if (!one) merged.set(key, (one = { from, to, labels: new Set(), leaks: new Set() }));
    if (e.label) one.labels.add(e.label);
    for (const l of e.leaks) one.leaks.add(l);
  }
  return { boxes, edges: [...merged.values()].map(({ from, to, labels, leaks }) => ({ from, to, label: [...labels].join(", "), leaks: [...leaks] })) };
}

/** The coarsest classes of nodes with one stage and name whose predecessors are of the same classes. */
function alikes({ nodes, edges }: Pick<Graph, "nodes" | "edges">): Map<string, string> {
  const before = new Map<string, string[]>();
  for (const e of edges) before.set(e.to, [...(before.get(e.to) ?? []), e.from]);
  let classes = new Map(nodes.map((n) => [n.id, `${n.stage} ${n.label}`]));
  for (let count = 0; ; ) {
    const next = new Map(
      nodes.map((n) => [n.id, `${classes.get(n.id)} < ${[...new Set((before.get(n.id) ?? []).map((id) => classes.get(id)))].sort().join(", ")}`]),
    );
    const names = new Map([...new Set(next.values())].map((name, i) => [name, `class-${i}`]));
    classes = new Map([...next].map(([id, name]) => [id, names.get(name) as string]));
    if (names.size === count) return classes;
    count = names.size;
  }
}

const worst = (list: readonly Node[]): Node["verdict"] => (["optimistic", "unknown", "clean"] as const).find((v) => list.some((n) => n.verdict === v));

function boxOf(id: string, list: readonly Node[], grouping: Grouping): Box {
  const [first] = list as [Node];
  const verdict = worst(list);
  const full = list.map((n) => `${n.label}: ${plain(n.detail)}`).join("; ");
  const shared = { id, at: first.at, verdict, full };
  if (grouping === "whole" || (list.length === 1 && grouping !== "stage"))
    return { ...shared, stage: first.stage, title: first.label, lines: [brief(first.detail), ...(verdict ? [verdictWord(verdict)] : [])] };
  if (grouping === "alike") {
    const isMixed = [...new Set(list.map((n) => n.verdict))].length > 1;
    return {
      ...shared,
      stage: first.stage,
      title: `${list.length}× ${first.label}`,
      lines: [brief(first.detail), ...(verdict ? [isMixed ? l10n.t("in part {0}", verdictWord(verdict)) : verdictWord(verdict)] : [])],
    };
  }
  const counts = new Map<string, number>();
  for (const n of list) counts.set(n.label, (counts.get(n.label) ?? 0) + 1);
  const names = [...counts].map(([name, n]) => (n > 1 ? `${name} ×${n}` : name));
  const shown = names.length > 4 ? [...names.slice(0, 3), l10n.t("and {0} more", names.length - 3)] : names;
  const stage = grouping === "stage" ? first.stage : (list.find((n) => n.stage === "evaluation") ?? list.find((n) => n.stage === "training") ?? first).stage;
  const title = grouping === "stage" ? stageNames[first.stage]() : l10n.t("cell {0}", String(first.at?.cell));
  return { ...shared, stage, title, lines: [...shown, ...(verdict ? [verdictWord(verdict)] : [])] };
}

/** "learns from all rows of `data.csv`" as "learns from all rows": the edges tell of what. */
const brief = (text: string): string => plain(text.replace(/ (?!and )\S+ `.*$/, ""));

const plain = (text: string): string => text.replace(/`/g, "");

const titleHeight = 22;
const lineHeight = 15;
const heightOf = (b: Box): number => titleHeight + b.lines.length * lineHeight + 8;

export interface MapDrawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** `live`: boxes can be focused and clicked, and take their colours from the page; else the drawing carries its own. */
export function drawMap(file: FileReport, grouping: Grouping, { live }: { live: boolean }): MapDrawing {
  const { boxes, edges } = grouped(file.summary.graph, grouping);
  const {
    width,
    height,
    boxes: places,
    ways,
  } = layout(
    boxes.map((b) => ({ id: b.id, height: heightOf(b) })),
    edges,
  );
  const boxWords = boxes.length === 1 ? l10n.t("1 box") : l10n.t("{0} boxes", boxes.length);
  const edgeWords = edges.length === 1 ? l10n.t("1 edge") : l10n.t("{0} edges", edges.length);
  const name = l10n.t("Pipeline map of {0}: {1}, {2}", file.filename, boxWords, edgeWords);
  const drawnBoxes = boxes.map((b) => drawBox(b, places.get(b.id) as Point, live));
  const byId = new Map(boxes.map((b) => [b.id, b]));
  const drawnEdges = [...edges.keys()]
    // Leaks lie on top.
    .sort((a, b) => (edges[a] as Edge).leaks.length - (edges[b] as Edge).leaks.length)
    .map((i) => drawEdge(edges[i] as Edge, ways[i] as Point[], byId));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" class="map" role="group" aria-label="${escaped(name)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
${live ? "" : `<style>${ownStyle}</style><rect class="ground" width="${width}" height="${height}"/>`}<defs>${["edge", "leak"].map((kind) => `<marker id="${grouping}-${kind}" viewBox="0 0 8 8" refX="7.5" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto"><path class="tip ${kind}" d="M0 0L8 4L0 8z"/></marker>`).join("")}</defs>
${drawnEdges.join("\n").replaceAll("url(#", `url(#${grouping}-`)}
${drawnBoxes.join("\n")}
</svg>`;
  return { svg, width, height };
}

function drawBox(b: Box, { x, y }: Point, live: boolean): string {
  const height = heightOf(b);
  const shownTitle = short(b.title, 24);
  const shownLines = b.lines.map((line) => short(line, 29));
  const text = (line: string, dy: number, kind: string): string => `<text class="${kind}" x="${x + 10}" y="${round(y + dy)}">${escaped(line)}</text>`;
  // What is read begins with what is seen.
  const label = `${[shownTitle, ...shownLines].join(" ")}. ${stageNames[b.stage]()}. ${b.full}${b.verdict ? `. ${l10n.t("Verdict: {0}", verdictWord(b.verdict))}` : ""}${b.at ? `. ${placeText(b.at, { home: b.at.filename })}` : ""}`;
  const jump = live && b.at ? ` tabindex="0" role="button" ${jumpAttributes(b.at)}` : ` role="img" aria-label="${escaped(label)}"`;
  const lines = shownLines.map((line, i) =>
    text(line, titleHeight + 10 + i * lineHeight, b.verdict && i === shownLines.length - 1 ? `line ${b.verdict}` : "line"),
  );
  return `<g class="box ${b.stage}${b.verdict ? ` ${b.verdict}` : ""}"${jump}><title>${escaped(label)}</title><rect x="${x}" y="${round(y)}" width="${boxWidth}" height="${height}" rx="4"/><rect class="bar" x="${x}" y="${round(y)}" width="4" height="${height}"/>${text(shownTitle, 17, "title")}${lines.join("")}</g>`;
}

function drawEdge(e: Edge, points: readonly Point[], boxes: ReadonlyMap<string, Box>): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const leak = e.leaks.length > 0;
  let d = `M${round(first.x)} ${round(first.y)}`;
  let last = first;
  for (const p of rest) {
    const bend = Math.max(30, Math.abs(p.x - last.x) / 2);
    d +=
      p.y === last.y && p.x > last.x
        ? `L${round(p.x)} ${round(p.y)}`
        : `C${round(last.x + bend)} ${round(last.y)} ${round(p.x - bend)} ${round(p.y)} ${round(p.x)} ${round(p.y)}`;
    last = p;
  }
  const words = `${boxes.get(e.from)?.title} → ${boxes.get(e.to)?.title}${e.label ? `: ${e.label}` : ""}${leak ? `; ${l10n.t("leak {0}", e.leaks.map((l) => l + 1).join(", "))}` : ""}`;
  const second = rest[0] ?? first;
  const x = round((first.x + second.x) / 2);
  const y = round((first.y + second.y) / 2);
  const side = e.label.includes(l10n.t("train part")) ? l10n.t("train") : e.label.includes(l10n.t("test part")) ? l10n.t("test") : "";
  const note = leak ? mark(e.leaks, x, y) : side ? `<text class="label" x="${x}" y="${y - 4}" text-anchor="middle">${escaped(side)}</text>` : "";
  return `<g class="edge${leak ? " leak" : ""}"><title>${escaped(words)}</title><path d="${d}" marker-end="url(#${leak ? "leak" : "edge"})"/>${note}</g>`;
}

/** The numbers of the findings, as below the map. */
function mark(leaks: readonly number[], x: number, y: number): string {
  const text = leaks.length > 3 ? `${(leaks[0] as number) + 1}…${(leaks.at(-1) as number) + 1}` : leaks.map((l) => l + 1).join(" ");
  const width = 10 + text.length * 7;
  return `<rect class="mark" x="${round(x - width / 2)}" y="${y - 9}" width="${width}" height="18" rx="9"/><text class="mark" x="${x}" y="${y + 4}" text-anchor="middle">${text}</text>`;
}

const round = (n: number): number => Math.round(n * 10) / 10;
const short = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** The map in words, and below it the leaks with their steps, numbered as in the drawing. */
export function mapWords(file: FileReport): Block[] {
  const { graph } = file.summary;
  const at = (place: Place): Inline => ({ place, text: placeText(place, { home: file.filename }) });
  const name = new Map(graph.nodes.map((n) => [n.id, n]));
  const into = (n: Node): Text => {
    const list = graph.edges.filter((e) => e.to === n.id);
    return list.flatMap((e, i): Inline[] => {
      const from = name.get(e.from);
      return [
        i ? "; " : "",
        ...around(e.label ? l10n.t("{0} of {step}", e.label) : "{step}", { step: [{ code: from?.label ?? "" }] }),
        ...(from?.at ? [" (", at(from.at), ")"] : []),
        ...(e.leaks.length ? [{ tag: ` ${l10n.t("leak {0}", e.leaks.map((l) => l + 1).join(", "))}`, tone: "bad" as const }] : []),
      ];
    });
  };
  const rows = graph.nodes.map((n): Text[] => [
    [{ code: n.label }, ...(n.at ? [" ", at(n.at)] : [])],
    [stageNames[n.stage]()],
    ticks(n.detail),
    graph.edges.some((e) => e.to === n.id) ? into(n) : ["–"],
    [n.verdict ? verdictWord(n.verdict) : "–"],
  ]);
  return rows.length
    ? [
        {
          k: "table",
          caption: l10n.t("Every step with what flows into it"),
          head: [l10n.t("Step"), l10n.t("Stage"), l10n.t("What it does"), l10n.t("From"), l10n.t("Verdict")],
          rows,
        },
      ]
    : [];
}

export function mapLegend(file: FileReport): Block[] {
  const { graph, findings } = file.summary;
  const at = (place: Place): Inline => ({ place, text: placeText(place, { home: file.filename }) });
  const drawn = new Set(graph.edges.flatMap((e) => e.leaks));
  const out: Block[] = [];
  for (const [i, f] of findings.entries()) {
    if (!drawn.has(i)) continue;
    const block = findingBlock(f, at);
    out.push(block.k === "details" ? { ...block, summary: [{ strong: `${i + 1}. ` }, ...block.summary] } : block);
  }
  if (out.length) out.unshift({ k: "heading", level: 2, text: [l10n.t("Leaks, by their numbers in the map")] });
  if (graph.leftOut > 0)
    out.push({
      k: "para",
      text: [
        graph.leftOut === 1
          ? l10n.t("Left out: 1 statistic that reaches no model and no score.")
          : l10n.t("Left out: {0} statistics that reach no model and no score.", graph.leftOut),
      ],
    });
  return out;
}

/** Colours for a drawing that stands alone, in light and in dark. */
const ownStyle = `:root{color-scheme:light dark}.map,.map text{font-family:system-ui,sans-serif;font-size:12px}.ground{fill:#fff}.box rect{fill:#fff;stroke:#888}.box text{fill:#1f1f1f}.box .bar{fill:#888;stroke:none}.split .bar{fill:#7048b5}.preparation .bar{fill:#946200}.training .bar{fill:#0b62a8}.evaluation .bar{fill:#1b6e3c}.choice .bar{fill:#a0327a}.title{font-weight:600}.line{opacity:.85}.line.optimistic{fill:#b3261e;font-weight:600}.line.unknown{fill:#7a4f00;font-weight:600}.line.clean{fill:#1b6e3c;font-weight:600}.edge path{fill:none;stroke:#777;stroke-width:1.3}.edge.leak path{stroke:#c62828;stroke-width:2.6;stroke-dasharray:7 3}.tip.edge{fill:#777}.tip.leak,.edge rect.mark{fill:#c62828}.edge text.mark{fill:#fff;font-weight:700}.label{fill:#555}
@media(prefers-color-scheme:dark){.ground,.box rect{fill:#1f1f1f}.box text{fill:#e6e6e6}.box rect{stroke:#999}.split .bar{fill:#b392f0}.preparation .bar{fill:#e3b341}.training .bar{fill:#6cb6ff}.evaluation .bar{fill:#7fd6a2}.choice .bar{fill:#f2a1d0}.line.optimistic{fill:#ff8a80}.line.unknown{fill:#ffc66d}.line.clean{fill:#7fd6a2}.edge path{stroke:#aaa}.edge.leak path{stroke:#ff6b60}.tip.edge{fill:#aaa}.tip.leak,.edge rect.mark{fill:#ff6b60}.edge text.mark{fill:#1f1f1f}.label{fill:#bbb}}`;

/** The pipeline map as a view of the editor and as files to keep. Pure. */
import * as l10n from "@vscode/l10n";
import { type Block, toMarkdown } from "./blocks.js";
import type { FileReport } from "./fileReport.js";
import { escaped, toHtml } from "./html.js";
import { drawMap, type Grouping, groupingsOf, mapLegend, mapWords, readableGrouping } from "./pipelineMap.js";

const names: Readonly<Record<Grouping, () => string>> = {
  whole: () => l10n.t("Every step"),
  alike: () => l10n.t("Alike as one"),
  cell: () => l10n.t("By cell"),
  stage: () => l10n.t("By stage"),
};

/** Body of the view: the drawing in each grouping, one of them shown, the leaks with their steps, and all in words. */
export function mapViewBody(file: FileReport, title: string): string {
  const { graph } = file.summary;
  const heading = escaped(l10n.t("Pipeline map: {0}", title));
  if (!graph.nodes.length)
    return `<h1>${heading}</h1><p>${escaped(l10n.t("There is nothing to draw: no rows were followed into a split, a training or an evaluation."))}</p>`;
  const first = readableGrouping(file);
  const choices = groupingsOf(file);
  const buttons = choices.map((g) => `<button type="button" data-show="${g}" aria-pressed="${g === first}">${escaped(names[g]())}</button>`).join("");
  const drawings = choices
    .map((g) => `<div class="drawing" data-grouping="${g}"${g === first ? "" : " hidden"}>${drawMap(file, g, { live: true }).svg}</div>`)
    .join("\n");
  const words = mapWords(file);
  return `<h1>${heading}</h1>
<div class="tools" role="toolbar" aria-label="${escaped(l10n.t("Map"))}">${buttons}<button type="button" data-fit aria-pressed="false">${escaped(l10n.t("Fit width"))}</button><span class="key"><span class="swatch leak"></span> ${escaped(l10n.t("leak"))}</span></div>
<div class="canvas" role="region" aria-label="${escaped(l10n.t("Drawing"))}" tabindex="0">${drawings}</div>
${toHtml(mapLegend(file), { live: true })}
<details><summary>${escaped(l10n.t("The same in words"))}</summary>${toHtml(words, { live: true })}</details>`;
}

/** One drawing as a file of its own; the one that can be read where none is named. */
export function mapSvgFile(file: FileReport, grouping?: string): string {
  const known = groupingsOf(file).find((g) => g === grouping) ?? readableGrouping(file);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${drawMap(file, known, { live: false }).svg}\n`;
}

export function mapMarkdown(file: FileReport, title: string): string {
  const head: Block[] = [{ k: "heading", level: 1, text: [l10n.t("Pipeline map: {0}", title)] }];
  return toMarkdown([...head, ...mapWords(file), ...mapLegend(file)]);
}

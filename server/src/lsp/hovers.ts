/** What hovering a name says: which rows it holds, and the way they came. */
import type { Hover, Position } from "vscode-languageserver";
import { lineStarts, positionAt, sourceId } from "../base/span.js";
import type { Step } from "../engine.types.js";
import { goToCommand } from "../protocol.js";
import { type Block, type Inline, lineText, ticks, toMarkdown } from "../report/blocks.js";
import type { Checker } from "./checker.js";
import { offsetAt, rangeOf } from "./texts.js";

/** None or one: which rows the name at `position` of a script or cell holds, in Markdown. `goes`: links are commands of our client, which finds lines in cells. */
export function hovers(checker: Checker, uri: string, text: string, position: Position, goes: boolean): Hover[] {
  const starts = lineStarts(text);
  const found = checker.hover(sourceId(uri), offsetAt(text, starts, position));
  if (!found) return [];
  const blocks: Block[] = found.lines.map((line) => ({ k: "para", text: ticks(line) }));
  if (found.steps.length)
    blocks.push({ k: "list", ordered: true, items: found.steps.map((step) => [...placeOf(step, checker, goes), ...ticks(step.message)]) });
  return [{ contents: { kind: "markdown", value: `**${found.name}**\n\n${toMarkdown(blocks).trimEnd()}` }, range: rangeOf(found.at, starts) }];
}

/** "cell 3, line 2: ", as a link where one leads there; nothing where the text is gone. */
function placeOf({ at }: Step, checker: Checker, goes: boolean): Inline[] {
  const known = checker.textAt(at.source);
  if (!known) return [];
  const { line, column } = positionAt(lineStarts(known.text), at.start);
  const file = known.own ? "" : `${decodeURIComponent(at.source.slice(at.source.lastIndexOf("/") + 1))}, `;
  const text = `${file}${lineText(known.cell, line + 1)}`;
  // Only the editor knows how to open a cell; a line of a file has an address that others understand.
  if (goes) return [{ link: `command:${goToCommand}?${encodeURIComponent(JSON.stringify([at.source, line, column]))}`, text }, ": "];
  return known.cell === null && /^file:.*\.pyi?$/.test(at.source) ? [{ link: `${at.source}#L${line + 1}`, text }, ": "] : [text, ": "];
}

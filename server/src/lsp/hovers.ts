/** What hovering a name says. */
import type { Hover, Position } from "vscode-languageserver";
import { lineStarts, sourceId } from "../base/span.js";
import type { Checker } from "./checker.js";
import { offsetAt, rangeOf } from "./texts.js";

/** None or one: which rows the name at `position` of a script or cell holds, in Markdown. */
export function hovers(checker: Checker, uri: string, text: string, position: Position): Hover[] {
  const starts = lineStarts(text);
  const found = checker.hover(sourceId(uri), offsetAt(text, starts, position));
  return found ? [{ contents: { kind: "markdown", value: [`**${found.name}**`, ...found.lines].join("\n\n") }, range: rangeOf(found.at, starts) }] : [];
}

/** Edits that write directives into the user's text: added to what is there, in the text's own line endings. */
import { positionAt } from "../base/span.js";
import { cellAround, type Directive, readDirectives } from "./directives.js";
import { type Layout, layOut, statementAt } from "./statements.js";

/** An insertion, or a replacement where `end` is behind `start`. */
export interface TextInsertion {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Silences a rule for the statement at `offset`. */
export function ignoreStatement(text: string, offset: number, code: string): TextInsertion {
  const layout = layOut(text);
  const line = positionAt(layout.starts, offset).line;
  const statement = statementAt(layout, line) ?? { first: line, last: line };
  const existing = readDirectives(text, layout).find(
    (each) => each.scope === "statement" && each.list !== null && each.lines.first <= line && line <= each.lines.last && isOwn(text, each),
  );
  if (existing?.list) return extend(text, existing.list, code);
  const target = layout.openEnded.has(line) ? statement.last : line;
  const end = contentEnd(layout, target);
  return { start: end.trimmed, end: end.raw, text: `${end.trimmed > (layout.starts[target] as number) ? "  " : ""}# holdout: ignore[${code}]` };
}

/** Silences a rule for the cell around `offset`: a notebook cell, or a section of a `# %%` script. */
export function ignoreCell(text: string, offset: number, code: string): TextInsertion {
  const layout = layOut(text);
  const cell = cellAround(positionAt(layout.starts, offset).line, layout);
  const existing = readDirectives(text, layout).find((each) => each.scope === "cell" && each.list !== null && each.lines.first === cell.first);
  if (existing?.list) return extend(text, existing.list, code);
  const isMarked = cell.first > 0 || layout.comments.some((comment) => comment.line === 0 && /^#\s?%%|^# In\[/.test(text.slice(comment.start, comment.end)));
  return ownLine(layout, isMarked ? cell.first + 1 : firstFreeLine(layout), `# holdout: ignore-cell[${code}]`);
}

/** Silences a rule for the whole file; `text` is the script, or the first code cell of the notebook. */
export function ignoreFile(text: string, code: string): TextInsertion {
  const layout = layOut(text);
  const existing = readDirectives(text, layout).find((each) => each.scope === "file" && each.list !== null);
  if (existing?.list) return extend(text, existing.list, code);
  return ownLine(layout, firstFreeLine(layout), `# holdout: ignore-file[${code}]`);
}

const isOwn = (text: string, directive: Directive): boolean =>
  /holdout:\s*ignore\s*\[$/i.test(text.slice(directive.comment.start, directive.list?.start ?? directive.comment.start));

function extend(text: string, list: { start: number; end: number }, code: string): TextInsertion {
  const kept = text.slice(list.start, list.end).trim().replace(/,$/, "");
  return { start: list.start, end: list.end, text: kept === "" ? code : `${kept}, ${code}` };
}

/** The first line that a directive may take: after a shebang, a coding line and a cell magic, which must stay in front. */
function firstFreeLine(layout: Layout): number {
  let line = 0;
  while (line < 2 && /^(?:\uFEFF?#!|\s*#.*coding[:=]|\s*%%(?!\s))/.test(lineText(layout, line))) line++;
  return line;
}

function ownLine(layout: Layout, line: number, words: string): TextInsertion {
  const newline = /\r\n|\n|\r/.exec(layout.text)?.[0] ?? "\n";
  const start = layout.starts[line];
  if (start === undefined) return { start: layout.text.length, end: layout.text.length, text: newline + words };
  const bom = start === 0 && layout.text.startsWith("\uFEFF") ? 1 : 0;
  return { start: start + bom, end: start + bom, text: words + newline };
}

const lineText = (layout: Layout, line: number): string =>
  layout.text.slice(layout.starts[line] ?? layout.text.length, layout.starts[line + 1] ?? layout.text.length);

function contentEnd(layout: Layout, line: number): { trimmed: number; raw: number } {
  const content = lineText(layout, line).replace(/[\r\n]+$/, "");
  const start = layout.starts[line] as number;
  return { trimmed: start + content.trimEnd().length, raw: start + content.length };
}

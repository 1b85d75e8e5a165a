/** Text that the client keeps in step with us: positions, offsets and incremental changes, without mutation. */
import type { Position, Range, TextDocumentContentChangeEvent, TextDocumentItem } from "vscode-languageserver";
import { lineStarts, positionAt, type Span } from "../base/span.js";

export interface SyncedText {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

export const syncedText = (item: TextDocumentItem): SyncedText => ({ uri: item.uri, languageId: item.languageId, version: item.version, text: item.text });

/** The text after a batch of changes, each of which sees the one before. */
export function applyChanges(before: SyncedText, version: number, changes: readonly TextDocumentContentChangeEvent[]): SyncedText {
  let text = before.text;
  for (const change of changes) {
    if (!("range" in change)) text = change.text;
    else {
      const starts = lineStarts(text);
      text = text.slice(0, offsetAt(text, starts, change.range.start)) + change.text + text.slice(offsetAt(text, starts, change.range.end));
    }
  }
  return { ...before, version, text };
}

/** Positions beyond the end of a line or of the text mean that end, as LSP says. */
export function offsetAt(text: string, starts: readonly number[], position: Position): number {
  const start = starts[position.line];
  if (start === undefined) return text.length;
  let end = starts[position.line + 1] ?? text.length;
  while (end > start && (text[end - 1] === "\n" || text[end - 1] === "\r")) end--;
  return Math.min(start + Math.max(0, position.character), end);
}

export function rangeOf(span: Pick<Span, "start" | "end">, starts: readonly number[]): Range {
  const start = positionAt(starts, span.start);
  const end = positionAt(starts, span.end);
  return { start: { line: start.line, character: start.column }, end: { line: end.line, character: end.column } };
}

/** Where an offset of `before` is in `after`, if both differ by one stretch of text; null inside that stretch. */
export function carryOffset(before: string, after: string): (offset: number) => number | null {
  if (before === after) return (offset) => offset;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return (offset) => (offset <= head ? offset : offset >= before.length - tail ? offset + after.length - before.length : null);
}

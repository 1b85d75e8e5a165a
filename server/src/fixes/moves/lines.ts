/** Edits of whole lines and of pieces of statements: they keep indentation, comments and line endings. */
import type { SourceId, Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Stmt } from "../../program/ir.js";
import type { View } from "./view.js";

export const startOfLine = (text: string, offset: number): number => {
  let i = offset;
  while (i > 0 && text[i - 1] !== "\n" && text[i - 1] !== "\r") i--;
  return i;
};

/** The offset behind the line's ending, or the end of the text. */
export const endOfLine = (text: string, offset: number): number => {
  let i = offset;
  while (i < text.length && text[i] !== "\n" && text[i] !== "\r") i++;
  if (text[i] === "\r" && text[i + 1] === "\n") return i + 2;
  return Math.min(text.length, i + 1);
};

/** Where the line above the one that begins at `start` begins. */
export const lineAbove = (text: string, start: number): number => startOfLine(text, start - (text.startsWith("\r\n", start - 2) ? 2 : 1));

export const eolOf = (text: string): string => /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";

/** White space that a statement's line begins with. */
export function indentOf(view: View, stmt: Stmt): string {
  const text = view.whole(stmt.at.source);
  return /^[ \t]*/.exec(text.slice(startOfLine(text, stmt.at.start), stmt.at.start))?.[0] ?? "";
}

/** The lines of a text without the indentation of a statement. */
export function outdented(view: View, stmt: Stmt, text: string): string[] {
  const indent = indentOf(view, stmt);
  return text.split(/\r\n|\r|\n/).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
}

/** Whether nothing but a comment shares the statement's lines. */
export function standsAlone(view: View, stmt: Stmt): boolean {
  const text = view.whole(stmt.at.source);
  const before = text.slice(startOfLine(text, stmt.at.start), stmt.at.start);
  const after = text.slice(stmt.at.end, endOfLine(text, stmt.at.end));
  return /^[ \t]*$/.test(before) && /^[ \t]*;?[ \t]*(#.*)?[\r\n]*$/.test(after);
}

/** The comment behind a statement, with the blanks before it. */
export function trailingComment(view: View, stmt: Stmt): string {
  const text = view.whole(stmt.at.source);
  return /^(?:[ \t]*;)?([ \t]*#.*)/.exec(text.slice(stmt.at.end, endOfLine(text, stmt.at.end)).replace(/[\r\n]+$/, ""))?.[1] ?? "";
}

/** The lines of a statement, with their ending. */
export function linesOf(view: View, stmt: Stmt): Span {
  const text = view.whole(stmt.at.source);
  return { source: stmt.at.source, start: startOfLine(text, stmt.at.start), end: endOfLine(text, stmt.at.end) };
}

/** Takes the statement's lines away, with comment lines directly above it where they go too; of the blank lines around it those above stay. */
export const removal = (view: View, stmt: Stmt, comments: readonly Span[] = []): TextEdit => {
  const at = linesOf(view, stmt);
  return withoutLines(view.whole(stmt.at.source), { ...at, start: Math.min(at.start, ...comments.map((c) => c.start)) });
};

/** The same of any lines of a text, given with their ending. */
export function withoutLines(text: string, at: Span): TextEdit {
  const blank = (start: number, end: number): boolean => text.slice(start, end).trim() === "";
  const above = at.start === 0 || blank(lineAbove(text, at.start), at.start);
  let end = at.end;
  while (above && end < text.length && blank(end, endOfLine(text, end))) end = endOfLine(text, end);
  // The last line of a cell goes with the line break before it.
  const last = end === text.length && !/[\r\n]$/.test(text) ? (/(?:\r\n|\r|\n)$/.exec(text.slice(0, at.start))?.[0].length ?? 0) : 0;
  return { at: { ...at, start: at.start - last, end }, text: "" };
}

/** Puts lines, given without indentation, before a statement; comments directly above it stay above the new lines. */
export function before(view: View, stmt: Stmt, lines: readonly string[]): TextEdit {
  const { source, start } = linesOf(view, stmt);
  const eol = eolOf(view.whole(source));
  const indent = indentOf(view, stmt);
  return { at: { source, start, end: start }, text: lines.map((l) => `${indent}${l}${eol}`).join("") };
}

/** The same, but above comments that speak of a loop, a condition or a function which follows, or that would stand among those of the lines; a function stands apart. */
export function ahead(view: View, stmt: Stmt, lines: readonly string[]): TextEdit {
  const spoken = lines[0]?.startsWith("#") ?? false;
  if (!/^(for|while|if|def)$/.test(stmt.k) && !spoken) return before(view, stmt, lines);
  const text = view.whole(stmt.at.source);
  let { start } = linesOf(view, stmt);
  for (
    let above = lineAbove(text, start);
    start > 0 && /^[ \t]*#(?!\s?%%|\s*In ?\[|\s*holdout:)/.test(text.slice(above, start));
    above = lineAbove(text, start)
  )
    start = above;
  const edit = before(view, stmt, stmt.k === "def" && start > 0 ? [...lines, ""] : lines);
  return { at: { source: stmt.at.source, start, end: start }, text: edit.text.replace(/^[ \t]+(?=[\r\n]*$)/gm, "") };
}

/** Puts lines, given without indentation, after a statement. */
export function after(view: View, stmt: Stmt, lines: readonly string[]): TextEdit {
  const text = view.whole(stmt.at.source);
  const eol = eolOf(text);
  const indent = indentOf(view, stmt);
  const end = endOfLine(text, stmt.at.end);
  const unended = end === text.length && !/[\r\n]$/.test(text);
  const body = lines.map((l) => `${indent}${l}`).join(eol);
  return { at: { source: stmt.at.source, start: end, end }, text: unended ? `${eol}${body}` : `${body}${eol}` };
}

export interface Swap {
  readonly at: Span;
  readonly text: string;
}

/** The text of a span with pieces of it exchanged. Pieces inside other pieces are left out. */
export function swapped(view: View, span: Span, swaps: readonly Swap[]): string {
  const text = view.whole(span.source);
  const inside = swaps
    .filter((s) => s.at.source === span.source && s.at.start >= span.start && s.at.end <= span.end)
    .sort((a, b) => a.at.start - b.at.start || b.at.end - a.at.end);
  let out = "";
  let pos = span.start;
  for (const s of inside) {
    if (s.at.start < pos) continue;
    out += text.slice(pos, s.at.start) + s.text;
    pos = s.at.end;
  }
  return out + text.slice(pos, span.end);
}

/** Edits without those that say the same once more. */
export const dedupe = (edits: readonly TextEdit[]): TextEdit[] => [
  ...new Map(edits.map((e) => [`${e.at.source}:${e.at.start}:${e.at.end}:${e.text}`, e])).values(),
];

/** A zero-width place. */
export const point = (source: SourceId, offset: number): Span => ({ source, start: offset, end: offset });

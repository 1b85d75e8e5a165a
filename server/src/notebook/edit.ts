/**
 * Writes changed cells into the text of an .ipynb file. Every byte outside of the changed `source` stays: indentation,
 * order of keys, outputs, the last line break. Inside, lines that stay keep their own spelling (escapes, pieces).
 */
import { diffLines } from "../base/diff.js";
import { JsonScanner } from "./json-scan.js";

export interface NotebookChanges {
  /** 1-based number of a cell, markdown counted → its new text. */
  readonly texts: ReadonlyMap<number, string>;
  /** New code cells: in front of the cell with this number, or behind it. Several at one place keep their order. */
  readonly cells: readonly { readonly where: "before" | "after"; readonly of: number; readonly text: string; readonly id: string }[];
}

interface Place {
  readonly start: number;
  readonly end: number;
}

interface RawCell extends Place {
  source: Place | null;
  hasId: boolean;
}

/** The file with its cells changed. Throws a JsonError where the text is no notebook. */
export function editNotebook(text: string, { texts, cells }: NotebookChanges): string {
  const found = findCells(text);
  const style = styleOf(text, found);
  const edits: { start: number; end: number; text: string }[] = [];
  found.forEach((cell, i) => {
    const fresh = texts.get(i + 1);
    if (fresh !== undefined && cell.source) edits.push({ ...cell.source, text: rewritten(text, cell.source, fresh, style) });
    for (const { text: code, id } of cells.filter((c) => c.of === i + 1 && c.where === "before"))
      edits.push({ start: cell.start, end: cell.start, text: `${newCell(code, cell.hasId ? id : null, style)},${style.between}` });
    for (const { text: code, id } of cells.filter((c) => c.of === i + 1 && c.where === "after"))
      edits.push({ start: cell.end, end: cell.end, text: `,${style.between}${newCell(code, cell.hasId ? id : null, style)}` });
  });
  let out = "";
  let at = 0;
  for (const edit of edits) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}

function findCells(text: string): RawCell[] {
  const json = new JsonScanner(text);
  const out: RawCell[] = [];
  const cellsHere = (): void =>
    json.elements(() => {
      const start = json.position();
      let source: Place | null = null;
      let hasId = false;
      json.members((key) => {
        if (key === "id") hasId = true;
        if (key !== "source" && key !== "input") return;
        const from = json.position();
        json.skip();
        source = { start: from, end: json.at };
      });
      out.push({ start, end: json.at, source, hasId });
    });
  json.members((key) => {
    if (key === "cells") cellsHere();
    else if (key === "worksheets") json.elements(() => json.members((inner) => inner === "cells" && cellsHere()));
  });
  return out;
}

interface Style {
  /** The file's own line break with the indentation of a cell; "" where all stands on one line. */
  readonly between: string;
  /** One step of indentation. */
  readonly step: string;
  /** Blanks after a colon. */
  readonly colon: string;
  /** Letters beyond ASCII are written as escapes. */
  readonly ascii: boolean;
}

function styleOf(text: string, cells: readonly RawCell[]): Style {
  const first = cells[0];
  const between = first ? (/(?:\r\n|\n|\r)[ \t]*$/.exec(text.slice(0, first.start))?.[0] ?? "") : "";
  const inner = first ? (/^\{((?:\r\n|\n|\r)[ \t]*)/.exec(text.slice(first.start, first.start + 200))?.[1] ?? between) : between;
  const isAscii = !/[^\0-\x7f]/.test(text);
  return { between, step: inner.slice(between.length), colon: /"[^"]*"(\s*:\s?)/.exec(text)?.[1] ?? ": ", ascii: isAscii && /\\u[0-9a-f]{4}/i.test(text) };
}

/** `source` anew: an array of lines or one string, as it was. */
function rewritten(text: string, place: Place, fresh: string, style: Style): string {
  const raw = text.slice(place.start, place.end);
  if (raw.startsWith('"')) return quoted(fresh, style);
  const json = new JsonScanner(raw);
  const pieces: { value: string; raw: string }[] = [];
  json.elements(() => {
    const { value, start, end } = json.string();
    pieces.push({ value, raw: raw.slice(start - 1, end + 1) });
  });
  const open = /^\[(\s*)/.exec(raw)?.[1] ?? "";
  const lines = splitLines(fresh);
  if (lines.length === 0) return "[]";
  // An empty array does not show how its lines would stand.
  const inner = pieces.length > 0 ? open : `${indentAt(text, place.start)}${style.step}`;
  const close = pieces.length > 0 ? (/(\s*)\]$/.exec(raw)?.[1] ?? "") : indentAt(text, place.start);
  const comma = pieces.length > 1 ? (/^\[\s*"(?:[^"\\]|\\.)*"(\s*,\s*)/.exec(raw)?.[1] ?? `,${inner}`) : inner === "" ? ", " : `,${inner}`;
  const out: string[] = [];
  const before = pieces.map((piece) => piece.value);
  let at = 0;
  for (const { start, end, from, to } of diffLines(before, lines)) {
    out.push(...pieces.slice(at, start).map((piece) => piece.raw), ...lines.slice(from, to).map((line) => quoted(line, style)));
    at = end;
  }
  out.push(...pieces.slice(at).map((piece) => piece.raw));
  return `[${inner}${out.join(comma)}${close}]`;
}

/** Line break and indentation of the line that holds an offset; "" in a file of one line. */
function indentAt(text: string, offset: number): string {
  const line = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1));
  if (line < 0) return "";
  const breaks = text.charAt(line - 1) === "\r" ? "\r\n" : text.charAt(line);
  return breaks + (/^[ \t]*/.exec(text.slice(line + 1, offset))?.[0] ?? "");
}

/** Jupyter splits after `\n` alone. */
const splitLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function quoted(text: string, { ascii }: Style): string {
  const plain = JSON.stringify(text);
  return ascii ? plain.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`) : plain;
}

/** A code cell as Jupyter writes it, in the file's own layout. */
function newCell(code: string, id: string | null, style: Style): string {
  const { between, step, colon } = style;
  const line = between === "" ? "" : between + step;
  const next = between === "" ? ", " : `,${line}`;
  const lines = splitLines(code).map((each) => quoted(each, style));
  const deeper = between === "" ? "" : line + step;
  const source = lines.length ? `[${deeper}${lines.join(between === "" ? ", " : `,${deeper}`)}${line}]` : "[]";
  const members = [`"cell_type"${colon}"code"`, `"execution_count"${colon}null`];
  if (id !== null) members.push(`"id"${colon}${JSON.stringify(id)}`);
  members.push(`"metadata"${colon}{}`, `"outputs"${colon}[]`, `"source"${colon}${source}`);
  return `{${line}${members.join(next)}${between}}`;
}

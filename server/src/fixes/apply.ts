/** Applies edits to a document in memory, and says how to take them back. */
import { type SourceId, type Span, sourceId } from "../base/span.js";
import type { Edit, NewCell, TextEdit } from "../engine.types.js";
import type { DocumentInput, UnitInput } from "../program/program.js";

export const isNewCell = (edit: Edit): edit is NewCell => "cell" in edit;

/** The text after edits, which must not overlap; insertions at one offset keep their order. */
export function applyToText(text: string, edits: readonly TextEdit[]): string {
  let out = "";
  let from = 0;
  for (const { at, text: fresh } of inOrder(edits)) {
    if (at.start < from || at.end > text.length) throw new RangeError("Edits overlap or leave their text.");
    out += text.slice(from, at.start) + fresh;
    from = at.end;
  }
  return out + text.slice(from);
}

/** Whether edits leave nothing but blank lines and comments of a unit that has code. */
export const emptiesUnit = (units: readonly { readonly source: SourceId; readonly text: string }[], edits: readonly Edit[]): boolean =>
  units.some(({ source, text }) => {
    const own = edits.filter((edit): edit is TextEdit => !isNewCell(edit) && edit.at.source === source);
    return own.length > 0 && hasCode(text) && !hasCode(applyToText(text, own));
  });

/** Whether a text holds anything but blank lines and comments. */
export const hasCode = (text: string): boolean => text.split(/\r\n|\r|\n/).some((line) => !/^\s*(#.*)?$/.test(line));

/** Edits that take `edits` back, in the text after them. */
export function inverse(text: string, edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0;
  return inOrder(edits).map(({ at, text: fresh }) => {
    const start = at.start + shift;
    shift += fresh.length - (at.end - at.start);
    return { at: { source: at.source, start, end: start + fresh.length }, text: text.slice(at.start, at.end) };
  });
}

const inOrder = (edits: readonly TextEdit[]): TextEdit[] =>
  edits
    .map((edit, i) => ({ edit, i }))
    .sort((a, b) => a.edit.at.start - b.edit.at.start || a.edit.at.end - b.edit.at.end || a.i - b.i)
    .map(({ edit }) => edit);

/** The document after edits. Units keep their sources; new cells get sources of their own, and later cells their new numbers. */
export function applyToDocument(document: DocumentInput, edits: readonly Edit[]): DocumentInput {
  const texts = edits.filter((edit): edit is TextEdit => !isNewCell(edit));
  const cells = edits.filter(isNewCell);
  const units: UnitInput[] = [];
  let shift = 0;
  const add = ({ of, text }: NewCell, i: number, cell: number | null): void => {
    units.push({ source: newSource(document, of, i), text, cell, executionCount: null, outputs: [], tags: [] });
    shift++;
  };
  for (const unit of document.units) {
    const own = texts.filter((edit) => edit.at.source === unit.source);
    const number = (by: number): number | null => (unit.cell === null ? null : unit.cell + by);
    for (const [i, c] of cells.entries()) if (c.of === unit.source && c.cell === "before") add(c, i, number(shift));
    units.push({ ...unit, cell: number(shift), text: own.length ? applyToText(unit.text, own) : unit.text });
    for (const [i, c] of cells.entries()) if (c.of === unit.source && c.cell === "after") add(c, i, number(shift + 1));
  }
  return { ...document, units };
}

/** A name that no unit of the document has yet. */
function newSource(document: DocumentInput, of: SourceId, i: number): SourceId {
  const taken = new Set<string>(document.units.map((unit) => unit.source));
  let name = `${of}+${i}`;
  while (taken.has(name)) name += "+";
  return sourceId(name);
}

/** Where a place is after edits; null where one of them changes the text there. */
export function shifted(at: Span, edits: readonly Edit[]): Span | null {
  let by = 0;
  for (const e of edits) {
    if (isNewCell(e) || e.at.source !== at.source || e.at.start >= at.end) continue;
    if (e.at.end > at.start) return null;
    by += e.text.length - (e.at.end - e.at.start);
  }
  return { ...at, start: at.start + by, end: at.end + by };
}

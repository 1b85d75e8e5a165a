/** Fixes of files: worked out in memory beside the check, then written, or shown as differences. */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Analysis, FixAllResult, FixOptions } from "../engine.types.js";
import { editNotebook } from "../notebook/edit.js";
import type { DocumentInput } from "../program/program.js";
import type { ReadDocument } from "../report/readDocument.js";

/** What fixing a file would change: plain data, which may cross threads. */
export interface FixedFile {
  /** The whole file as it was read, and as it would be. */
  readonly before: string;
  readonly after: string;
  readonly applied: FixAllResult["applied"];
  /** The texts that change, by the name they are shown with after the file's. */
  readonly texts: readonly { readonly cell: string | null; readonly before: string; readonly after: string }[];
}

/** Applies fixes to `document`, which was read from `before`. Null if nothing changes. */
export function fixFile(analysis: Analysis, document: ReadDocument, before: string, which: "safe" | "any", options: FixOptions): FixedFile | null {
  const { document: fixed, applied } = analysis.fixAll(which, options);
  if (applied.length === 0) return null;
  const mark = before.startsWith("\uFEFF") ? "\uFEFF" : "";
  const { input } = document;
  const isNotebook = input.kind === "notebook";
  const after = isNotebook ? notebookText(before, input, fixed) : mark + (fixed.units[0]?.text ?? "");
  const old = new Map(input.units.map((unit) => [unit.source, unit]));
  const texts = fixed.units.flatMap((unit) => {
    const was = old.get(unit.source);
    return was?.text === unit.text
      ? []
      : [{ cell: isNotebook ? (was ? `cell ${was.cell}` : `new cell ${unit.cell}`) : null, before: was?.text ?? "", after: unit.text }];
  });
  return { before, after, applied, texts };
}

function notebookText(before: string, old: DocumentInput, fixed: DocumentInput): string {
  const cellOf = new Map(old.units.map((unit) => [unit.source, unit]));
  const texts = new Map<number, string>();
  const cells: { where: "before" | "after"; of: number; text: string; id: string }[] = [];
  let last: number | null = null;
  for (const unit of fixed.units) {
    const was = cellOf.get(unit.source);
    if (!was) {
      const next = old.units[0]?.cell ?? 1;
      cells.push({ where: last === null ? "before" : "after", of: last ?? next, text: unit.text, id: randomUUID().slice(0, 8) });
      continue;
    }
    last = was.cell;
    if (was.text !== unit.text && was.cell !== null) texts.set(was.cell, unit.text);
  }
  return editNotebook(before, { texts, cells });
}

/** Why a file was not written; null if it was. The old file is there until the new one is whole. */
export function writeFixed(file: string, { before, after }: FixedFile): string | null {
  try {
    const target = fs.realpathSync(file);
    const bytes = fs.readFileSync(target);
    if (!bytes.equals(Buffer.from(before)))
      return bytes.toString("utf8") === before ? "not written: it is not in UTF-8" : "not written: it was changed in the meantime";
    const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID().slice(0, 8)}.tmp`);
    try {
      fs.writeFileSync(temporary, after, { mode: fs.statSync(target).mode, flush: true });
      fs.renameSync(temporary, target);
    } finally {
      fs.rmSync(temporary, { force: true });
    }
    return null;
  } catch (error) {
    return `cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}

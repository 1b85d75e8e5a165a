/** A file's text as a document to analyse, by the kind that its name tells, with what is needed to find places in the file again. */
import type { SourceId } from "../base/span.js";
import { readNotebook } from "../notebook/ipynb.js";
import { readScript } from "../notebook/script.js";
import type { DocumentInput, UnitInput } from "../program/program.js";

export interface ReadDocument {
  readonly ok: true;
  readonly input: DocumentInput;
  textOf(source: SourceId): string | null;
  unitOf(source: SourceId): UnitInput | undefined;
  /** The zero-based line of the file that holds a zero-based line of the text; null for sources of other documents. */
  rawLine(source: SourceId, line: number): number | null;
}

export interface UnreadableDocument {
  readonly ok: false;
  readonly message: string;
  /** 1-based. */
  readonly line: number;
}

/** A byte order mark is no part of the text, as in editors. */
export function readDocument(content: string, path: string): ReadDocument | UnreadableDocument {
  const text = content.replace(/^\uFEFF/, "");
  if (!path.endsWith(".ipynb")) return document(readScript(text, path), (_, line) => line);
  const { document: input, map, problems } = readNotebook(text, path);
  const [problem] = problems;
  if (problem && input.units.length === 0) return { ok: false, message: problem.message, line: problem.line };
  return document(input, (unit, line) => map.rawLine(unit.cell ?? 1, line) - 1);
}

function document(input: DocumentInput, rawLine: (unit: UnitInput, line: number) => number): ReadDocument {
  const units = new Map(input.units.map((unit) => [unit.source, unit]));
  return {
    ok: true,
    input,
    textOf: (source) => units.get(source)?.text ?? null,
    unitOf: (source) => units.get(source),
    rawLine(source, line) {
      const unit = units.get(source);
      return unit ? rawLine(unit, line) : null;
    },
  };
}

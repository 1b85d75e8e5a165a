/** What is analysed: a document (script or notebook) as a list of units, and the port through which local imports are found. */
import type { SourceId } from "../base/span.js";
import type { Stmt } from "./ir.js";

/** One cell or one whole script, in the user's own text (magics not yet masked). */
export interface UnitInput {
  readonly source: SourceId;
  readonly text: string;
  /** 1-based number of the cell over all cells of the notebook, markdown included; null in a script. */
  readonly cell: number | null;
  /** The notebook's own name for the cell, which outlives moves and insertions, where it gives one. */
  readonly id?: string;
  /** Stored execution count, where the notebook has one. */
  readonly executionCount?: number | null;
  /** Stored plain-text outputs (stream text, text/plain of results), each one output. */
  readonly outputs?: readonly string[];
  readonly tags?: readonly string[];
}

export interface DocumentInput {
  /** Absolute path or URI; only compared and handed to the file source. */
  readonly path: string;
  readonly kind: "script" | "notebook";
  /** Code units in document order. */
  readonly units: readonly UnitInput[];
}

/** A unit after parsing and lowering. */
export interface Unit {
  readonly input: UnitInput;
  readonly body: readonly Stmt[];
  /** Syntax errors were met; statements around them were kept. */
  readonly broken: boolean;
}

/** The text of a unit; nothing for what stands in a module. */
export const textIn = (units: readonly Unit[], source: SourceId): string => units.find((u) => u.input.source === source)?.input.text ?? "";

/** Finds local modules. Synchronous: a host that can only read asynchronously answers null and asks again when it has the text. */
export interface FileSource {
  /** `module` is dotted; `level` counts leading dots of a relative import. Null: not a local module. */
  resolve(fromPath: string, module: string, level: number): { path: string; text: string } | null;
}

export const noFiles: FileSource = { resolve: () => null };

/** What a fix builder is given, and what it gives. */
import type { SourceId, Span } from "../base/span.js";
import type { Finding, Fix } from "../engine.types.js";
import type { Learned, Score, Split } from "../trace/lineage.js";
import type { Evaluation, Leak, Questions } from "../trace/questions.js";
import type { Data, Model } from "../trace/values.js";
import type { CallExpr, FixDocument } from "./document.js";

/**
 * Makes one fix of one finding. Null: this builder does not apply, and nobody is told. Throws {@link CannotFix} where
 * somebody may expect the fix and should read why it is not there. Never looks at `finding.message`.
 */
export type Builder = (cx: FixContext) => Fix | null;

/** Why a fix is not offered: one sentence that stands alone, as people read it beside the greyed-out action. */
export class CannotFix extends Error {
  constructor(
    readonly reason: string,
    /** The action that is greyed out. */
    readonly title = "Fix this",
  ) {
    super(reason);
  }
}

/** Where added imports go: with the imports of the first cell that has some, or in the cell that uses them. */
export type ImportsCell = "first" | "same";

export interface FixContext {
  readonly finding: Finding;
  readonly doc: FixDocument;
  /** The lineage and the questions that rules ask of it. */
  readonly q: Questions;
  readonly importsCell: ImportsCell;
  /** Data behind a name or expression as the trace saw it at this very span; null where it saw none. State of the heap at the end of the program. */
  dataAt(at: Span): Data | null;
  modelAt(at: Span): Model | null;
  /** What the object behind a name or expression is: "data", "model", "dict", "list", …; null where the trace saw none. */
  kindAt(at: Span): string | null;
  /** The number of the argument that holds the rows which a call learns from, by the library's signature; null where that is not known. */
  rowsArgument(call: CallExpr): number | null;
  /** What was learned at the finding's place. */
  learned(): readonly Learned[];
  /** Leaks whose learning stands at the finding's place. */
  leaks(): readonly Leak[];
  /** Evaluations whose score stands at the finding's place. */
  evaluations(): readonly Evaluation[];
  scores(): readonly Score[];
  /** The split whose call stands at `at`. */
  splitAt(at: Span): Split | null;
  /** Places of the finding's steps and its own, by unit. */
  isOwn(source: SourceId): boolean;
}

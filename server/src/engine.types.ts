/** Plain data that the engine hands out. No I/O, no editor terms but offsets. */
import type { SourceId, Span } from "./base/span.js";
import type { DataFiles } from "./profiles/dataFile.js";
import type { DocumentInput, FileSource, UnitInput } from "./program/program.js";
import type { RowHint, Summary } from "./summary.types.js";

export type Severity = "error" | "warning" | "information" | "hint";
export type Confidence = "certain" | "likely" | "possible";

export interface Step {
  readonly message: string;
  readonly at: Span;
}

/** Replaces a stretch of one unit; an insertion where `at` is empty. */
export interface TextEdit {
  readonly at: Span;
  readonly text: string;
}

/** Puts a new code cell beside one of the notebook's. */
export interface NewCell {
  readonly cell: "before" | "after";
  readonly of: SourceId;
  readonly text: string;
}

export type Edit = TextEdit | NewCell;

export interface Fix {
  /** safe: one statement, and the same training rows, columns and model as before. */
  readonly applicability: "safe" | "unsafe";
  readonly title: string;
  /** Text edits of one unit do not overlap and are in order. */
  readonly edits: readonly Edit[];
}

/** A fix that was tried out and holds, or the reason why it is withheld. */
export type Offer =
  | { readonly title: string; readonly fix: Fix; readonly withheld: null }
  /** `withheld`: one sentence. */
  | { readonly title: string; readonly fix: null; readonly withheld: string };

export interface FixOptions {
  /** Where added imports go in a notebook: with those of the first cell that has some, or into the cell that uses them. */
  readonly importsCell: "first" | "same";
  /** The selection for another version of the document: its directives stand elsewhere. */
  selectionFor(units: readonly UnitInput[]): Selection;
}

export interface Finding {
  readonly code: string;
  readonly slug: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** One short line that stands alone and names the variable. */
  readonly message: string;
  readonly at: Span;
  /** How the rows got there, in order: read, learned, split, trained, scored. */
  readonly steps: readonly Step[];
  /** The first fix that holds, where a host asked for it; a check leaves it null, because to work it out takes several analyses. */
  readonly fix: Fix | null;
  /** The user's name for the data at fault, used to merge several findings of one cell in the editor. */
  readonly variable: string | null;
}

export interface Report {
  /** In unit and position order; suppressed ones left out. */
  readonly findings: readonly Finding[];
  /** Evaluations that the trace followed. */
  readonly evaluations: number;
  /** Calls that met data and are not modelled, most frequent first. */
  readonly notModelled: readonly { name: string; count: number; at: Span }[];
  /** Units given up after a bounded number of steps. */
  readonly gaveUp: readonly SourceId[];
  /** Units with syntax errors. */
  readonly broken: readonly SourceId[];
}

/** What applying many fixes led to. */
export interface FixAllResult {
  /** Units keep their sources; new cells have sources of their own. */
  readonly document: DocumentInput;
  readonly applied: readonly { readonly code: string; readonly title: string }[];
}

/** What rows that were read from a file are used for, as far as the program shows. */
export type DataRole = "train" | "test" | "both" | "predicted" | "unknown";

/** A call that reads a file whose path stands in the program. */
export interface DataRead {
  /** The call, on its callee. */
  readonly at: Span;
  /** As written: relative to wherever the program will run. */
  readonly path: string;
  readonly call: string;
  readonly role: DataRole;
  /** The column that models trained on these rows were to predict, where it is one. */
  readonly target: string | null;
}

/** What hovering a name shows. */
export interface Hover {
  readonly at: Span;
  readonly name: string;
  /** Short lines, code in backticks: which rows, what was learned from where. */
  readonly lines: readonly string[];
  /** The way of the rows: read, learned from, cut, trained on. Places may lie in imported files. */
  readonly steps: readonly Step[];
}

/** Which findings to give. Built by `settings/`; this is all that the engine needs of it. */
export interface Selection {
  /** Severity of a code, or "off". */
  severity(code: string): Severity | "off";
  readonly minConfidence: Confidence;
  /** 101 over 102 …: whether a directive silences the code at this offset. */
  suppressed(code: string, slug: string, at: Span): boolean;
  /** Directives that silenced nothing since this selection was made, of those that could have. Asked after all other rules. */
  unused?(): readonly UnusedDirective[];
}

/** A comment that silences nothing. */
export interface UnusedDirective {
  /** The comment. */
  readonly at: Span;
  /** What it was to silence. */
  readonly covers: Span;
  /** Its selectors as written; null for every rule. */
  readonly selectors: readonly string[] | null;
}

/** One engine serves every document of a host. Made by `createEngine(grammar)` in engine.ts. */
export interface Engine {
  open(files: FileSource, options?: OpenOptions): Analysis;
}

export interface OpenOptions {
  /** What a project says of its own code and of libraries that Holdout does not know. Kept by identity: pass the same object again. */
  readonly knowledge?: OwnKnowledge | null;
  /** Where profiles of data files come from; without it nothing is asked of any file. */
  readonly dataFiles?: DataFiles | null;
}

/** Rows in the vocabulary of server/knowledge, made and checked by `readKnowledge` in settings/. They win over what ships. */
export interface OwnKnowledge {
  readonly files: readonly object[];
  /** Dotted name → dotted name of what it is like. */
  readonly alias: Readonly<Record<string, string>>;
}

/** The analysis of one document, kept between edits: unchanged units keep their trees, and the trace re-runs from the first changed unit. */
export interface Analysis {
  /** `keepBroken`: a unit that no longer parses serves its last good tree (an editor wants this while someone types; a command line does not). */
  update(document: DocumentInput, options?: { keepBroken?: boolean }): void;
  check(selection: Selection): Report;
  hover(source: SourceId, offset: number): Hover | null;
  /** Fixes of a finding of the present version, each tried out; best first. */
  offers(finding: Finding, options: FixOptions): readonly Offer[];
  /** The whole of the document: evaluations with their verdicts, splits, models, and the graph of the lineage. */
  summary(selection: Selection): Summary;
  /** Which rows each name of a unit holds where it is bound. */
  hints(source: SourceId): readonly RowHint[];
  /** Applies fixes to the present version in memory until none is left: the safe ones, or the first of each finding. */
  fixAll(which: "safe" | "any", options: FixOptions): FixAllResult;
  /** Read calls with a literal path, and what their rows are used for. */
  reads(): readonly DataRead[];
  /** Places that name a column, in document order. */
  columnUses(column: string): readonly Span[];
  dispose(): void;
}

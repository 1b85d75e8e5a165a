/** Messages beyond LSP between Holdout's client and its server. Imports nothing: the client reads this file, and nothing else, of the server. */

/** What the client hands over when it starts the server. A host without files (the web) passes the bytes of both wasm files. */
export interface InitializationOptions {
  readonly wasm?: { readonly runtime: Uint8Array | string; readonly python: Uint8Array | string };
  /** Whether the workspace is trusted: only then are data files read. */
  readonly trusted?: boolean;
  /** Whether the client has the command {@link applyFixCommand}. */
  readonly appliesFixes?: boolean;
}

/** Command of the client: applies a fix that inserts cells, which edits of the protocol cannot. */
export const applyFixCommand = "holdout.applyFix";

/** Its only argument. Lines and characters are zero-based. */
export interface ApplyFixArguments {
  readonly title: string;
  /** Show it and ask before it is applied. */
  readonly confirm: boolean;
  readonly notebook: string;
  readonly edits: readonly {
    readonly uri: string;
    /** The version of the text that the range is about. */
    readonly version: number;
    readonly range: { readonly start: ProtocolPosition; readonly end: ProtocolPosition };
    readonly newText: string;
  }[];
  /** `index`: zero-based, among the cells as they are. */
  readonly cells: readonly { readonly index: number; readonly text: string }[];
}

export interface ProtocolPosition {
  readonly line: number;
  readonly character: number;
}

/** Kinds of code action that apply every safe fix of a script, and of a whole notebook. */
export const fixAllKind = "source.fixAll.holdout";
export const notebookFixAllKind = "notebook.source.fixAll.holdout";

/** Request: checks every Python file and notebook of the workspace and publishes what it finds. Cancellable; progress goes to `workDoneToken`. */
export const checkWorkspaceMethod = "holdout/checkWorkspace";

export interface CheckWorkspaceParams {
  readonly workDoneToken?: string | number;
}

export interface CheckWorkspaceResult {
  readonly files: number;
  readonly findings: number;
}

/** Notification, server to client, after each check of an open document: makes silence readable. */
export const statusMethod = "holdout/status";

export interface StatusParams {
  /** The script or the notebook, never a cell. */
  readonly uri: string;
  readonly evaluations: number;
  readonly findings: number;
  /** Most frequent first. */
  readonly notModelled: readonly { readonly name: string; readonly count: number }[];
}

/** Request, server to client, where the server cannot read files itself: the text of a file, null if there is none. */
export const readFileMethod = "holdout/readFile";

export interface ReadFileParams {
  readonly uri: string;
}

export type ReadFileResult = string | null;

/** Request, server to client, where the server cannot list files itself: all Python files and notebooks below a folder. */
export const findFilesMethod = "holdout/findFiles";

export interface FindFilesParams {
  readonly folder: string;
  /** Every file, not only Python files and notebooks. */
  readonly all?: boolean;
}

export type FindFilesResult = readonly string[];

/** Notification, client to server: the workspace is trusted from now on. */
export const trustedMethod = "holdout/trusted";
/** Request: a view of a document or of the workspace, drawn by the server. Cancellable; progress goes to `workDoneToken`. Null where it was cancelled or there is no such document. */
export const viewMethod = "holdout/view";

export interface ViewParams {
  readonly view: "report" | "map" | "readiness" | "explain";
  /** The script or notebook; null for the workspace. */
  readonly uri: string | null;
  /** explain: where the finding stands. The text is a script or a cell. */
  readonly at?: { readonly text: string; readonly line: number; readonly character: number };
  readonly workDoneToken?: string | number;
}

export interface ViewResult {
  /** Names what is shown in {@link exportMethod}. */
  readonly id: number;
  readonly title: string;
  /** Escaped HTML without scripts and styles. Buttons carry `data-file`, `data-cell`, `data-row`, `data-column` (1-based), or `data-action` and `data-argument`. */
  readonly body: string;
  /** What it can be written as. */
  readonly formats: readonly ExportFormat[];
}

export type ExportFormat = "markdown" | "html" | "json" | "svg";

/** Request: a view that is shown, as a file. Null if the server no longer has it. */
export const exportMethod = "holdout/export";

export interface ExportParams {
  readonly id: number;
  readonly format: ExportFormat;
  /** svg: the grouping that is shown. */
  readonly grouping?: string;
}

export type ExportResult = string | null;

/** Request: the model card of the workspace or of one document. */
export const modelCardMethod = "holdout/modelCard";

export interface ModelCardParams {
  readonly uri: string | null;
  /** The text of the card that is there; its written parts are kept. */
  readonly existing: string | null;
  readonly workDoneToken?: string | number;
}

export interface ModelCardResult {
  readonly text: string | null;
  /** Why there is no text: the markers of the card that is there are damaged. */
  readonly problem: string | null;
}

/** Request: what the cells of a notebook do to rows, for their status bars. */
export const cellsMethod = "holdout/cells";

export interface CellsParams {
  readonly uri: string;
}

export interface CellBadge {
  /** URI of the cell. */
  readonly cell: string;
  /** "train, test", "learns from all rows", "scores: optimistic". */
  readonly text: string;
  readonly tooltip: string;
  readonly leak: boolean;
}

export type CellsResult = readonly CellBadge[];

/** Request: a first version of something that a readiness report found missing. Null if there is none of this name. */
export const scaffoldMethod = "holdout/scaffold";

export interface ScaffoldParams {
  readonly name: string;
}

/** `path` is below the workspace folder. */
export type ScaffoldResult = { readonly path: string; readonly text: string } | null;
/** Request: calls in Python files and notebooks that read a file whose path stands in the program. */
export const dataReadsMethod = "holdout/dataReads";

export interface DataReadsParams {
  /** Also of files that are not open, as many as can be looked at in a few seconds. */
  readonly workspace: boolean;
}

export interface Place {
  /** Of the script or the cell. */
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

export interface DataReadPlace extends Place {
  /** The script or the notebook. */
  readonly document: string;
  /** As written in the program. */
  readonly path: string;
  readonly call: string;
  readonly role: "train" | "test" | "both" | "predicted" | "unknown";
}

export type DataReadsResult = readonly DataReadPlace[];

/** Request: where the open documents name a column, those of `documents` first. */
export const columnUsesMethod = "holdout/columnUses";

export interface ColumnUsesParams {
  readonly column: string;
  readonly documents: readonly string[];
}

export type ColumnUsesResult = readonly Place[];

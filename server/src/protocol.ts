/** Messages beyond LSP between Holdout's client and its server. Imports nothing: the client reads this file, and nothing else, of the server. */

/** What the client hands over when it starts the server. A host without files (the web) passes the bytes of both wasm files. */
export interface InitializationOptions {
  readonly wasm?: { readonly runtime: Uint8Array | string; readonly python: Uint8Array | string };
  /** Whether the workspace is trusted: only then are data files read. */
  readonly trusted?: boolean;
  /** Whether the client is ours: it has the commands {@link applyFixCommand} and {@link goToCommand}. */
  readonly appliesFixes?: boolean;
  /** Whether the client has the command {@link measureCommand} and can run programs. */
  readonly measures?: boolean;
  /** Whether the client takes {@link statusMethod}; others would warn of a message that they do not know. */
  readonly showsStatus?: boolean;
  /** Translations into the language of the editor by their English; English without. */
  readonly translations?: Translations;
}

/** What `config` of @vscode/l10n takes: the editor's bundle of this extension. */
export type Translations = Readonly<Record<string, string>>;

/** Command of the client: goes to a place; arguments are the URI of a script or cell, and a zero-based line and character. Links of hovers call it. */
export const goToCommand = "holdout.goTo";

/** Command of the client: shows the page of a rule; its argument is the rule's code. */
export const showRuleCommand = "holdout.showRule";

/** Command of the client: applies a fix that has to be shown first, or that inserts cells; edits of the protocol cannot do either as a whole. */
export const applyFixCommand = "holdout.applyFix";

/** Its only argument. Lines and characters are zero-based. */
export interface ApplyFixArguments {
  readonly title: string;
  /** Show it and ask before it is applied. */
  readonly confirm: boolean;
  /** The script or the notebook. */
  readonly document: string;
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

/** Notification, server to client, after each check of an open document, where the client has asked for it ({@link InitializationOptions.showsStatus}): makes silence readable. */
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

/** Request: findings with the fixes that hold, as JSON for an assistant or another program (`server/src/report/agentJson.ts`). Cancellable. */
export const findingsMethod = "holdout/findings";

export interface FindingsParams {
  /** The script or notebook; null for the workspace. */
  readonly uri: string | null;
  readonly workDoneToken?: string | number;
}

/** Null if there is no such document, if it is not checked, or if the request was cancelled. */
export type FindingsResult = string | null;

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

/** Command of the client: measures a finding by running the program with and without it. */
export const measureCommand = "holdout.measureFinding";

/** Its argument where it is about a place; lines and characters are zero-based. */
export interface MeasurePlace {
  /** The script or the cell. */
  readonly text: string;
  readonly line: number;
  readonly character: number;
}

/** Request: the findings at a place, or all of the document where there is none, to be measured. */
export const measurableMethod = "holdout/measurable";

export interface MeasurableParams {
  /** The script or notebook. */
  readonly uri: string;
  readonly at?: MeasurePlace;
}

export interface MeasurableFinding {
  /** Holds until the document changes. */
  readonly id: string;
  readonly code: string;
  readonly message: string;
  /** "line 12", "cell 3, line 2". */
  readonly where: string;
}

export interface MeasurableResult {
  readonly findings: readonly MeasurableFinding[];
  /** Why there is nothing to choose from. */
  readonly problem: string | null;
}

/** Request: titles of the fixes of a finding that hold. */
export const measureFixesMethod = "holdout/measureFixes";

export interface MeasureFixesParams {
  readonly uri: string;
  readonly finding: string;
}

export interface MeasureFixesResult {
  readonly fixes: readonly string[];
  /** Where there is none: why, if it can be told. */
  readonly withheld: string | null;
}

/** Request: what running it means. Looks at the folder and at the interpreter, and runs nothing of the user's. */
export const measurePlanMethod = "holdout/measurePlan";

export interface MeasurePlanParams {
  readonly uri: string;
  readonly finding: string;
  /** Index among the titles. */
  readonly fix: number;
  /** Path of the interpreter. */
  readonly python: string;
  /** For each run. */
  readonly limitSeconds: number;
}

export type MeasurePlanResult =
  | { readonly problem: string }
  | {
      readonly problem: null;
      readonly id: number;
      /** What is asked, and what is told with it. */
      readonly question: string;
      readonly details: readonly string[];
      /** Bytes of a copy of everything, and of one without large files that the code does not name. */
      readonly bytes: { readonly all: number; readonly needed: number };
    };

/** Request: runs a plan that the user has agreed to, once. Cancellable: what was measured until then comes all the same. Null for a plan that is gone. */
export const measureRunMethod = "holdout/measureRun";

export interface MeasureRunParams {
  readonly id: number;
  readonly scope: "all" | "needed";
  readonly workDoneToken?: string | number;
}

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
  /** The column that models trained on these rows were to predict, where it is one. */
  readonly target: string | null;
}

export type DataReadsResult = readonly DataReadPlace[];

/** Request: where the open documents name a column, those of `documents` first. */
export const columnUsesMethod = "holdout/columnUses";

export interface ColumnUsesParams {
  readonly column: string;
  readonly documents: readonly string[];
}

export type ColumnUsesResult = readonly Place[];

// What the extension says to the process that compares data, and what it answers: plain JSON. Only the extension starts that process, and
// only when somebody asks for a comparison.

export interface DriftData {
  /** Files, globs or folders, relative to the process's working directory where they are inside it. */
  readonly paths: readonly string[];
  /** The one path is a baseline file. Only a reference may be one. */
  readonly baseline?: boolean;
  /** Without a password: `postgresql://user@host/database`, `trinos://user@host/catalog/schema`. The one path is then a table or a query there. */
  readonly server?: string;
  readonly decimalSeparator?: "." | ",";
  readonly encoding?: string;
}

/** Windows of time. */
export interface DriftTime {
  /** The column by which rows are ordered. */
  readonly date: string;
  readonly span: "day" | "week" | "month" | number;
  /** As strptime takes it. */
  readonly format?: string;
  /** The column with the probability of the positive class. */
  readonly probability?: string;
  readonly positive?: string;
}

export interface DriftRequest {
  readonly reference: DriftData;
  readonly current: DriftData;
  /** A thresholds file, which need not exist. */
  readonly thresholds: string | null;
  readonly label?: string;
  readonly prediction?: string;
  /** Look at every row of every number, also where counts decide. */
  readonly exact?: boolean;
  /** Compare window by window; for files alone. */
  readonly time?: DriftTime;
  /** By server; never kept. */
  readonly passwords?: Readonly<Record<string, string>>;
  readonly memoryMb: number;
}

export type ToDrift =
  /** First of all, where the editor does not speak English. */
  | { readonly kind: "language"; readonly translations: Translations }
  | { readonly kind: "compare"; readonly id: number; readonly request: DriftRequest }
  /** Names and types of the columns; of files also the first rows are looked at. */
  | { readonly kind: "columns"; readonly id: number; readonly request: DriftRequest }
  /** What a comparison would send to servers. */
  | { readonly kind: "statements"; readonly id: number; readonly request: DriftRequest }
  /** Appends to the history file unless `report` is null, and reads it. */
  | { readonly kind: "history"; readonly id: number; readonly file: string; readonly report: unknown; readonly reference: string }
  /** Further tests of one column, from its rows. */
  | { readonly kind: "tests"; readonly id: number; readonly request: DriftRequest; readonly column: string }
  | { readonly kind: "baseline"; readonly id: number; readonly request: DriftRequest }
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "stop" };

export interface DriftOpened {
  readonly side: "reference" | "current";
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export interface DriftFacts {
  readonly side: "reference" | "current";
  /** Missing values by column. */
  readonly missing: Readonly<Record<string, number>>;
}

export interface DriftColumn {
  readonly name: string;
  readonly type: string;
  readonly family: "number" | "boolean" | "text" | "date" | "other";
  /** Of the first rows: whether texts or numbers are dates, numbers are from 0 to 1, and there are but two values. */
  readonly dates?: boolean;
  readonly shares?: boolean;
  readonly two?: boolean;
}

export interface DriftColumns {
  readonly reference: readonly DriftColumn[];
  readonly current: readonly DriftColumn[];
}

/** What would be sent for one table, and the statements' SHA-256 in hexadecimal, by which they are known again. */
export interface DriftStatements {
  readonly server: string;
  readonly table: string;
  readonly statements: readonly string[];
  readonly hashes: readonly string[];
}

export interface DriftHistory {
  /** `Trend`s of server/src/drift/history.ts. */
  readonly trends: readonly unknown[];
  readonly sentence: string;
  readonly problems: readonly string[];
  readonly written: boolean;
}

/** What of a comparison is shown beside code. */
export interface DriftAlert {
  readonly level: "none" | "moderate" | "major";
  readonly sentence: string;
  readonly columns: readonly { readonly name: string; readonly level: "moderate" | "major"; readonly sentence: string }[];
}

/** A comparison as the page of the panel takes it; the extension itself looks at `alert` and `files` alone. */
export interface DriftCompared {
  /** `Report` of server/src/drift/report.ts, or over time `SeriesReport` of server/src/drift/series/report.ts. */
  readonly report: unknown;
  /** Profiles by column, as pairs of `ColumnProfile` of server/src/drift/profile.ts. */
  readonly profiles: Readonly<Record<string, readonly [reference: unknown, current: unknown]>>;
  /** SQL to select each side from; null for a baseline. */
  readonly relations: readonly [reference: string | null, current: string | null];
  readonly alert: DriftAlert;
  /** The files that were read, with size and time of change, to see when they are others. */
  readonly files: Readonly<Record<string, string>>;
  /** Those of them that are the current data. */
  readonly current: readonly string[];
}

export type FromDrift =
  | { readonly kind: "progress"; readonly id: number; readonly step: string; readonly share: number }
  | { readonly kind: "opened"; readonly id: number; readonly opened: DriftOpened }
  | { readonly kind: "facts"; readonly id: number; readonly facts: DriftFacts }
  | { readonly kind: "compared"; readonly id: number; readonly compared: DriftCompared }
  /** `FurtherTest`s of server/src/drift/detail.ts. */
  | { readonly kind: "tests"; readonly id: number; readonly column: string; readonly tests: readonly unknown[] }
  /** Text of a baseline file. */
  | { readonly kind: "baseline"; readonly id: number; readonly text: string }
  | { readonly kind: "columns"; readonly id: number; readonly columns: DriftColumns }
  | { readonly kind: "statements"; readonly id: number; readonly tables: readonly DriftStatements[] }
  | { readonly kind: "history"; readonly id: number; readonly history: DriftHistory }
  /** cancelled: as was asked. unavailable: the native library is missing. failed: something about the data. broken: a fault of ours. */
  | { readonly kind: "problem"; readonly id: number; readonly reason: "cancelled" | "unavailable" | "failed" | "broken"; readonly message: string };

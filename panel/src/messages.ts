/** What the page of the drift panel and the extension say to each other: plain JSON, aggregates only. Imports nothing but types. */
import type { DriftColumns, DriftData, DriftFacts, DriftHistory, DriftOpened, DriftStatements, Translations } from "../../server/src/protocol.js";

export interface Options {
  readonly label: string;
  readonly prediction: string;
  readonly decimalComma: boolean;
  readonly encoding: string;
  readonly exact: boolean;
}

const defaultOptions: Options = { label: "", prediction: "", decimalComma: false, encoding: "", exact: false };

export type Tab = "columns" | "time";

/** Windows of time, as somebody set them. Null takes what is guessed, "" none. */
export interface TimeOptions {
  readonly date: string | null;
  readonly window: "day" | "week" | "month" | "rows";
  /** Of a window, where that is what windows are made of. */
  readonly rows: number;
  /** As strptime takes it; "" for as the values tell. */
  readonly format: string;
  readonly label: string | null;
  readonly prediction: string | null;
  readonly probability: string | null;
  readonly positive: string;
}

export const defaultTime: TimeOptions = {
  date: null,
  window: "week",
  rows: 1000,
  format: "",
  label: null,
  prediction: null,
  probability: null,
  positive: "",
};

export type TimeRole = "date" | "label" | "prediction" | "probability";

/** Which column plays a role, as far as names, types, first rows and the code tell, and why that is thought. */
export type Guesses = Readonly<Partial<Record<TimeRole, { readonly name: string; readonly why: string }>>>;

/** A data set somebody picked, and where the code reads it. */
export interface Choice {
  readonly data: DriftData;
  readonly name: string;
  /** Such as "read in churn.py, line 12; trained on". */
  readonly origin: string;
}

/** What survives hiding and reloading, besides the report, which the extension keeps in a file. */
export interface Session {
  /** Names the file. */
  readonly id: string;
  readonly reference: Choice | null;
  readonly current: Choice | null;
  readonly options: Options;
  readonly time: TimeOptions;
  /** Compare again whenever the current files change. */
  readonly watch: boolean;
  /** What was compared last, and so is compared again. */
  readonly tab: Tab;
}

export const emptySession: Session = { id: "", reference: null, current: null, options: defaultOptions, time: defaultTime, watch: false, tab: "columns" };

export interface Problem {
  readonly reason: "cancelled" | "unavailable" | "failed" | "broken";
  readonly message: string;
}

export interface Running {
  readonly step: string;
  /** From 0 to 1; 0 if nobody knows. */
  readonly share: number;
}

export type ExportFormat = "json" | "markdown" | "html" | "svg";

export type FromPage =
  /** Nothing is drawn before the answer, which is the language. */
  | { readonly kind: "language" }
  | { readonly kind: "ready" }
  | { readonly kind: "choose"; readonly side: "reference" | "current" }
  | { readonly kind: "swap" }
  | { readonly kind: "options"; readonly options: Options }
  | { readonly kind: "compare"; readonly tab: Tab }
  /** Names and types are wanted, to choose among. */
  | { readonly kind: "columns" }
  | { readonly kind: "time"; readonly time: TimeOptions }
  | { readonly kind: "watch"; readonly on: boolean }
  /** About {@link View.consent}. */
  | { readonly kind: "consent"; readonly agreed: boolean }
  | { readonly kind: "cancel" }
  | { readonly kind: "profiles"; readonly column: string }
  | { readonly kind: "tests"; readonly column: string }
  | { readonly kind: "uses"; readonly column: string }
  | { readonly kind: "thresholds" }
  | { readonly kind: "baseline" }
  /** What "render" asked for. */
  | { readonly kind: "rendered"; readonly format: ExportFormat; readonly text: string }
  | { readonly kind: "copy"; readonly text: string }
  | { readonly kind: "export"; readonly format: ExportFormat; readonly name: string; readonly text: string };

/** All that is shown but the report. */
export interface View {
  readonly session: Session;
  readonly running: Running | null;
  /** Known before the comparison is done. */
  readonly opened: readonly DriftOpened[];
  readonly facts: readonly DriftFacts[];
  readonly problem: Problem | null;
  /** Why the report may no longer hold. */
  readonly stale: string | null;
  /** Why nothing can be compared here at all. */
  readonly unavailable: string | null;
  /** Null until somebody opened the tab of time. */
  readonly columns: DriftColumns | null;
  readonly guesses: Guesses;
  /** Statements that are sent to a server if somebody agrees. */
  readonly consent: readonly DriftStatements[] | null;
  /** Of earlier comparisons with this reference; null without a history. */
  readonly history: DriftHistory | null;
}

export const emptyView: View = {
  session: emptySession,
  running: null,
  opened: [],
  facts: [],
  problem: null,
  stale: null,
  unavailable: null,
  columns: null,
  guesses: {},
  consent: null,
  history: null,
};

export type ToPage =
  /** First of all. Empty for English. */
  | { readonly kind: "language"; readonly translations: Translations }
  | { readonly kind: "view"; readonly view: View }
  /** `report`: a `Report` of server/src/drift/report.ts, or null for none. */
  | { readonly kind: "report"; readonly report: unknown; readonly relations: readonly [string | null, string | null]; readonly time: string }
  /** `report`: a `SeriesReport` of server/src/drift/series/report.ts. */
  | { readonly kind: "series"; readonly report: unknown; readonly time: string }
  | { readonly kind: "render"; readonly format: ExportFormat; readonly tab: Tab }
  | { readonly kind: "profiles"; readonly column: string; readonly profiles: readonly [reference: unknown, current: unknown] | null }
  | { readonly kind: "tests"; readonly column: string; readonly tests: readonly unknown[]; readonly problem: Problem | null };

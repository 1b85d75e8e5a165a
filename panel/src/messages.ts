/** What the page of the drift panel and the extension say to each other: plain JSON, aggregates only. Imports nothing but types. */
import type { DriftData, DriftFacts, DriftOpened } from "../../server/src/protocol.js";

export interface Options {
  readonly label: string;
  readonly prediction: string;
  readonly decimalComma: boolean;
  readonly encoding: string;
  readonly exact: boolean;
}

export const defaultOptions: Options = { label: "", prediction: "", decimalComma: false, encoding: "", exact: false };

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
}

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
  | { readonly kind: "ready" }
  | { readonly kind: "choose"; readonly side: "reference" | "current" }
  | { readonly kind: "swap" }
  | { readonly kind: "options"; readonly options: Options }
  | { readonly kind: "compare" }
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
}

export type ToPage =
  | { readonly kind: "view"; readonly view: View }
  /** `report`: a `Report` of server/src/drift/report.ts, or null for none. */
  | { readonly kind: "report"; readonly report: unknown; readonly relations: readonly [string | null, string | null]; readonly time: string }
  | { readonly kind: "render"; readonly format: ExportFormat }
  | { readonly kind: "profiles"; readonly column: string; readonly profiles: readonly [reference: unknown, current: unknown] | null }
  | { readonly kind: "tests"; readonly column: string; readonly tests: readonly unknown[]; readonly problem: Problem | null };

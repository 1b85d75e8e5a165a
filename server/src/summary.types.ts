/** What a program's evaluation consists of, as plain data built from the lineage: reports, maps and cards are drawn from it. */
import type { Span } from "./base/span.js";
import type { Confidence, Finding, Step } from "./engine.types.js";

export interface Summary {
  readonly sources: readonly SummarySource[];
  readonly splits: readonly SummarySplit[];
  readonly preparation: readonly SummaryStep[];
  readonly models: readonly SummaryModel[];
  readonly evaluations: readonly SummaryEvaluation[];
  readonly choices: readonly SummaryChoice[];
  /** The findings that the user's settings let through. */
  readonly findings: readonly Finding[];
  /** Rules that would have reported but for a comment or a setting, and how often. */
  readonly silenced: readonly { readonly code: string; readonly count: number }[];
  readonly graph: PipelineGraph;
  /** Names of libraries that the program imports or calls, at their first use. */
  readonly uses: readonly { readonly name: string; readonly at: Span }[];
}

export interface SummarySource {
  readonly at: Span | null;
  readonly label: string;
  readonly kind: "file" | "bundled" | "unknown" | "param" | "made";
  /** Columns that the program names, of those that reached a model. */
  readonly columns: readonly string[];
}

export interface SummarySplit {
  readonly at: Span;
  readonly label: string;
  readonly kind: "holdout" | "folds" | "sample";
  /** The rows that are split, in words. */
  readonly rows: string;
  /** In words, null where the program does not tell: "25 % test", "5 folds". */
  readonly size: string | null;
  readonly seeded: boolean;
  readonly shuffled: boolean;
  readonly stratified: boolean;
  /** "group", "time", "strata", or null. */
  readonly by: string | null;
}

/** Something was learned from rows that a model's inputs depend on. */
export interface SummaryStep {
  readonly at: Span;
  /** "StandardScaler", "mean". */
  readonly what: string;
  /** The user's words for the data. */
  readonly of: string;
  readonly via: "statistic" | "transformer" | "model" | "selection" | "mix";
  readonly rows: string;
  readonly role: RowsRole;
}

export interface SummaryModel {
  readonly at: Span;
  readonly name: string;
  readonly task: string;
  /** The rows of its training, in words. */
  readonly rows: string;
  /** Settings that the program writes down as literals. */
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  /** Columns among its inputs that are known by name; empty where they cannot be listed. */
  readonly inputs: readonly string[];
  readonly target: string | null;
}

export type Verdict = "clean" | "optimistic" | "unknown";

export interface SummaryEvaluation {
  readonly at: Span;
  readonly metric: string;
  readonly models: readonly string[];
  /** Where the scored models were trained. */
  readonly trained: readonly Span[];
  /** The scored rows and the training rows, in words; null where no training is known. */
  readonly rows: string;
  readonly trainRows: string | null;
  readonly role: "held" | "folds" | "train" | "overlap" | "unclear";
  /** monitor: a fit's own validation log, or a number that nobody reads. */
  readonly kind: "holdout" | "cv" | "monitor";
  readonly verdict: Verdict;
  /** Sentences, the gravest first; never empty. */
  readonly why: readonly Reason[];
  readonly confidence: Confidence;
  /** Lines with numbers from the stored outputs of its cell, as they stand there. */
  readonly outputs: readonly string[];
  /** How many scores at this place were taken together (rounds of a loop, calls of a helper). */
  readonly count: number;
}

export interface Reason {
  readonly text: string;
  /** Code of the rule behind it, where there is one. */
  readonly code: string | null;
  readonly steps: readonly Step[];
}

export interface SummaryChoice {
  readonly at: Span;
  readonly what: string;
  readonly kind: "search" | "stop" | "checkpoint" | "optimize" | "compare";
  readonly rows: string;
  /** By cross-validation inside the rows. */
  readonly inner: boolean;
}

/** Which side of the splits rows lie on, as far as it is known. */
export type RowsRole = "train" | "test" | "all" | "folds" | "other";

export type Stage = "source" | "preparation" | "split" | "training" | "evaluation" | "choice";

/** The lineage as nodes and edges. Nodes are in program order; ids are small and stable for one text. */
export interface PipelineGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Statistics that reach no model and no score. */
  readonly leftOut: number;
}

export interface GraphNode {
  readonly id: string;
  readonly stage: Stage;
  readonly label: string;
  readonly detail: string;
  readonly at: Span | null;
  /** Evaluations only. */
  readonly verdict?: Verdict;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** "train part", "test part", or "". */
  readonly label: string;
  /** Indices into `findings` whose steps run along this edge. */
  readonly leaks: readonly number[];
}

/** What stands beside a name in the editor. */
export interface RowHint {
  readonly at: Span;
  readonly name: string;
  readonly role: "train" | "test" | "all rows" | "folds";
  /** Carries knowledge of rows on both sides of a split. */
  readonly learnedFromAll: boolean;
}

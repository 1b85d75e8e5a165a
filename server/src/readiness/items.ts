/** What a project that is ready for production has, and what counts as evidence of it: data in server/readiness, in the words of its schema. */
import data from "../../readiness/items.json";

export type Fact =
  | "clean-evaluation"
  | "cross-validation"
  | "search-in-folds"
  | "nested-split"
  | "early-stopping"
  | "training-score-beside"
  | "imbalance-metric"
  | "error-metric"
  | "pipeline"
  | "imputation"
  | "pinned-requirements"
  | "seeded-split";

export interface ReadinessItem {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  /** What the guide says of it; code in backticks. */
  readonly why: string;
  readonly firstStep: string;
  readonly scaffold?: string;
  readonly evidence: {
    readonly dependencies?: readonly string[];
    readonly imports?: readonly string[];
    readonly calls?: readonly string[];
    readonly facts?: readonly Fact[];
    readonly files?: readonly string[];
    readonly lines?: readonly { readonly files: readonly string[]; readonly pattern: string }[];
  };
  readonly against?: { readonly findings: readonly string[] };
}

export const readinessItems: readonly ReadinessItem[] = (data as { items: readonly ReadinessItem[] }).items;

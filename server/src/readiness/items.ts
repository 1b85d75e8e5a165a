/** What a project that is ready for production has, and what counts as evidence of it: data in server/readiness, in the words of its schema. */
import * as l10n from "@vscode/l10n";
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

/** As the data have them, in English: their texts are in the bundle of translations too. */
const items: readonly ReadinessItem[] = (data as { items: readonly ReadinessItem[] }).items;

/** In the reader's language. */
export const readinessItems = (): readonly ReadinessItem[] =>
  items.map((item) => ({ ...item, group: l10n.t(item.group), title: l10n.t(item.title), why: l10n.t(item.why), firstStep: l10n.t(item.firstStep) }));

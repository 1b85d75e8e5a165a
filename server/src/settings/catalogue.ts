/**
 * Every rule that Holdout knows, by code: what settings, suppressions and documentation links need to know of a rule
 * without loading the analysis. `off` marks hints that report only when they are asked for.
 */
import type { Severity } from "../engine.types.js";

export interface CatalogueEntry {
  readonly code: string;
  /** Names the pitfall, never the remedy. */
  readonly slug: string;
  readonly severity: Severity;
}

const entry = (code: string, slug: string, severity: Severity): CatalogueEntry => ({ code, slug, severity });

export const catalogue: readonly CatalogueEntry[] = [
  entry("HLD101", "preprocessing-before-split", "warning"),
  entry("HLD102", "preprocessing-before-validation", "warning"),
  entry("HLD103", "supervised-selection-before-split", "error"),
  entry("HLD104", "target-encoding-before-split", "error"),
  entry("HLD105", "resampling-before-split", "error"),
  entry("HLD106", "train-test-overlap", "error"),
  entry("HLD107", "target-in-features", "error"),
  entry("HLD108", "shuffled-time-series", "warning"),
  entry("HLD109", "future-values-in-features", "warning"),
  entry("HLD110", "groups-across-split", "warning"),
  entry("HLD111", "refit-on-evaluation-rows", "warning"),
  entry("HLD112", "vocabulary-before-split", "hint"),
  entry("HLD113", "swapped-split-outputs", "error"),
  entry("HLD201", "tuning-on-test", "error"),
  entry("HLD202", "early-stopping-on-test", "error"),
  entry("HLD203", "repeated-test-evaluation", "information"),
  entry("HLD204", "search-score-as-result", "information"),
  entry("HLD205", "train-only-evaluation", "warning"),
  entry("HLD301", "accuracy-on-imbalanced-labels", "warning"),
  entry("HLD302", "unstratified-split", "warning"),
  entry("HLD303", "labels-in-ranking-metric", "warning"),
  entry("HLD304", "swapped-metric-arguments", "warning"),
  entry("HLD305", "metric-task-mismatch", "warning"),
  entry("HLD306", "evaluation-on-resampled-rows", "warning"),
  entry("HLD401", "unseeded-split", "hint"),
  entry("HLD402", "out-of-order-cells", "hint"),
  entry("HLD403", "undefined-when-rerun", "warning"),
  entry("HLD501", "evaluation-in-training-mode", "warning"),
  entry("HLD502", "gradients-not-cleared", "warning"),
  entry("HLD503", "gradients-kept-in-evaluation", "hint"),
  entry("HLD504", "activation-loss-mismatch", "warning"),
  entry("HLD505", "augmented-evaluation-data", "warning"),
  entry("HLD506", "no-overfitting-guard", "hint"),
  entry("HLD601", "train-serve-skew", "warning"),
  entry("HLD602", "preprocessing-not-saved", "warning"),
  entry("HLD603", "unsafe-model-load", "warning"),
  entry("HLD604", "unversioned-artifact", "hint"),
  entry("HLD900", "unused-suppression", "warning"),
];

const byName = new Map<string, CatalogueEntry>(
  catalogue.flatMap((rule) => [
    [rule.code, rule],
    [rule.slug, rule],
  ]),
);

/** The rule with this code or slug. */
export const findRule = (name: string): CatalogueEntry | undefined => byName.get(name) ?? byName.get(name.toUpperCase());

/** Where docs/ can be read by everyone. Null while it is published nowhere: a link that leads nowhere is worse than none. */
const publishedDocs = null as string | null;

/** The file of the page that explains a rule, in docs/rules. */
export const rulePage = (rule: { code: string; slug: string }): string => `${rule.code}-${rule.slug}.md`;

/** The address of the page that explains a rule. */
export const ruleUrl = (rule: { code: string; slug: string }): string | null => publishedDocs && `${publishedDocs}/rules/${rulePage(rule)}`;

/** What a rule is: identity, prose, examples and one question put to the lineage. */
import type { Span } from "../base/span.js";
import type { Confidence, Severity, Step } from "../engine.types.js";
import type { Questions } from "../trace/questions.js";

export interface Example {
  readonly title: string;
  /** Lines ending in `# error` must be marked, and no others, by this rule alone. `# %%` starts a cell. */
  readonly bad?: string;
  /** Silent for every rule that is on by default. */
  readonly good?: string;
  /** Means something only in its cells. `# %% [7] 0.91` starts a cell that was the seventh to run and shows 0.91. */
  readonly notebook?: true;
}

export interface RuleFinding {
  readonly at: Span;
  readonly message: string;
  readonly confidence: Confidence;
  readonly steps: readonly Step[];
  readonly variable: string | null;
  /** Where it is to weigh less than the rule's other findings. */
  readonly severity?: Severity;
}

export interface Rule {
  readonly code: string;
  readonly slug: string;
  readonly severity: Severity;
  /** On unless settings say otherwise. */
  readonly default: boolean;
  readonly summary: string;
  readonly why: string;
  readonly whenNot: string;
  readonly examples: readonly Example[];
  check(q: Questions): readonly RuleFinding[];
}

/** How much a finding weighs that more evidence would be wanted for: less than one that is certain. */
export const unlessCertain = (confidence: Confidence): { confidence: Confidence; severity?: Severity } => ({
  confidence,
  ...(confidence === "certain" ? {} : { severity: "hint" }),
});

export const defineRule = (rule: Rule): Rule => rule;

/** A learning that comes before the split of its rows. */
import type { Span } from "../../base/span.js";
import type { Leak, Questions } from "../../trace/questions.js";
import type { Rows } from "../../trace/rows.js";
import type { LearningCall } from "./learning.js";
import type { WrittenSplit } from "./splits.js";
import type { Place, View } from "./view.js";

/** What a refactoring of one learning before one split knows. */
export interface Late {
  readonly view: View;
  readonly q: Questions;
  rowsAt(at: Span): Rows | null;
  readonly start: Place;
  readonly learning: LearningCall;
  readonly split: WrittenSplit;
  /** The learning that is to be cured, where `learning` is another one that stands above it. */
  readonly asked?: LearningCall;
  /** Further splits of rows that take what was learned. */
  readonly others: readonly WrittenSplit[];
  /** What leaks by the learning. */
  readonly leaks: readonly Leak[];
}

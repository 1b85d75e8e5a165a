/** What else is learned of the same rows in the statements around: one of them alone would be no cure. */
import type { Leak } from "../../trace/questions.js";
import type { FixContext } from "../context.js";
import { type LearningCall, learningCalls } from "./learning.js";
import type { Place, View } from "./view.js";

export interface Fitting {
  readonly place: Place;
  readonly learning: LearningCall;
}

/** The learning, and the transformers that are fitted to the same rows in the statements around it, in order. */
export function besideIn(cx: FixContext, view: View, start: Place, learning: LearningCall, end: Place, via = /^transformer$/): Fitting[] {
  const until = Math.max(view.ancestorIn(end, start.line)?.index ?? 0, start.index + 1);
  return start.line.stmts.slice(0, until).flatMap((stmt): Fitting[] => {
    const place = view.placeOf(stmt);
    if (stmt === start.stmt) return [{ place: start, learning }];
    if (!place || stmt.at.source !== start.stmt.at.source || (stmt.k !== "assign" && stmt.k !== "expr")) return [];
    const same = learningCalls(cx.q, place).filter(({ learned: l }) => via.test(l.via) && l.weight === "statistic" && l.rows.key === learning.learned.rows.key);
    return same.map((l) => ({ place, learning: l }));
  });
}

/** Whether what stands beside the learning reaches the same validation rows. */
export const isSeenBy = (cx: FixContext, leaks: readonly Leak[], { learning }: Fitting): boolean =>
  cx.q.leaks().some((l) => l.learned === learning.learned && leaks.some(({ evaluation }) => evaluation.score === l.evaluation.score));

/** Copies of rows that go through transformers on the way to cross-validation: these go into its pipeline, so that the copies can be made there as well. */
import { samePlace } from "../../base/span.js";
import type { Fix } from "../../engine.types.js";
import type { FixContext } from "../context.js";
import { inPipelines, viewOf } from "./builders.js";
import { callAt } from "./learning.js";
import { firstOf } from "./outcome.js";
import { type Validated, validatedAt } from "./validated.js";

/** Puts what is fitted to the copies that are made at the finding into the pipelines of all that is cross-validated of them; null where that is not how it is. */
export function transformersOfCopies(cx: FixContext): Fix | null {
  const view = viewOf(cx);
  const mixed = cx.q.learnings.find((l) => l.via === "mix" && samePlace(l.at, cx.finding.at));
  const crossed = cx.q.evaluations.filter((e) => mixed && cx.q.mix(e)?.id === mixed.id).map((e) => validatedAt(view, e.score.at));
  if (!crossed.length || crossed.some((v) => v === null)) return null;
  for (const learned of cx.q.learnings) {
    if (!/^(transformer|selection)$/.test(learned.via) || !learned.rows.terms.some((t) => t.mix?.learned === mixed?.id)) continue;
    const start = view.placeAt(learned.at);
    const call = start && callAt(start, learned);
    if (!call) continue;
    const fix = firstOf(
      () => inPipelines(cx, start, { learned, call }, crossed as Validated[]),
      () => null,
    );
    if (fix) return fix;
  }
  return null;
}

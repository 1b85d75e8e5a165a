/** Transformers that prepare the rows of several models: a choice for one of these takes no rows from them where they are saved, or serve many. */
import { type Span, samePlace } from "../../base/span.js";
import type { Evaluation } from "../../trace/questions.js";
import { relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { no } from "./outcome.js";
import { writtenDown } from "./readOff.js";
import { holds, type View } from "./view.js";

/**
 * `e`: what trains and chooses in `region`, by a part of the training rows from then on.
 * @throws CannotFix where a transformer would learn from fewer rows, though it is saved and models of other kinds go by it, or those of three kinds do
 * though nobody goes on with what is chosen
 */
export function checkShared(cx: FixContext, view: View, region: readonly Span[], e: Evaluation): void {
  const { train } = e;
  if (!train) return;
  const written = new Set(cx.q.lineage.acts.flatMap((a) => (a.k === "write" ? [...a.all] : [])));
  const kinds = new Set(e.fits.map((f) => f.what));
  const others = cx.q.learnings.filter((l) => l.via === "model" && !kinds.has(l.what) && !region.some((r) => [l.at, ...l.path].some((at) => holds(r, at))));
  for (const id of e.fits.flatMap((f) => [...(f.fit?.x.learned ?? [])])) {
    const l = cx.q.lineage.learned.get(id);
    if (l?.via !== "transformer" || l.weight !== "statistic" || relation(l.rows, train) !== "same") continue;
    const served = others.filter((o) => o.fit?.x.learned.has(id) && !samePlace(o.at, l.at));
    const [other] = served;
    // What is written down further down is worth it.
    if (new Set(served.map((o) => o.what)).size > 2 && writtenDown(view, region) === "")
      no(`\`${l.what}\` prepares the rows of several other models, and would learn from fewer of them for this choice`);
    if (other && written.has(l.object))
      no(`\`${l.what}\` is saved and prepares the rows of \`${other.what}\` too: for this choice, it would learn from fewer of them`);
  }
}

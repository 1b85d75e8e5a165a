/** What the rules about training loops ask of the acts. */
import type { Span } from "../base/span.js";
import type { Act } from "../trace/acts.js";
import type { Questions } from "../trace/questions.js";

export type ActOf<K extends Act["k"]> = Act & { readonly k: K };

export interface Forward {
  readonly act: ActOf<"forward">;
  readonly index: number;
  readonly mode: "train" | "eval";
  /** Where the mode was set; null as made. */
  readonly setBy: ActOf<"mode"> | null;
  /** Its output was trained on. */
  readonly trained: boolean;
  /** Its output was compared with labels by something else than the loss. */
  readonly scored: boolean;
}

/** Every call of a module, with the mode it was in. */
export function forwards(q: Questions): Forward[] {
  const trained = new Set<number>();
  for (const a of q.lineage.acts) if (a.k === "backward") for (const id of a.preds) trained.add(id);
  const scored = new Set<number>();
  for (const e of q.evaluations) if (e.score.metric !== "loss") for (const id of e.score.preds) scored.add(id);
  // Rounds of a loop are one place: a score remembers its last round.
  const place = (at: Span): string => `${at.source}:${at.start}`;
  const scoredAt = new Set(q.lineage.acts.flatMap((a) => (a.k === "forward" && a.pred !== null && scored.has(a.pred) ? [place(a.at)] : [])));
  const mode = new Map<number, ActOf<"mode">>();
  const out: Forward[] = [];
  q.lineage.acts.forEach((a, index) => {
    if (a.k === "mode") mode.set(a.object, a);
    if (a.k !== "forward") return;
    const setBy = mode.get(a.object) ?? null;
    out.push({ act: a, index, mode: setBy?.set ?? "train", setBy, trained: a.pred !== null && trained.has(a.pred), scored: scoredAt.has(place(a.at)) });
  });
  return out;
}

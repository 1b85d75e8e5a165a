/** Whether a model's target is proved to be among its inputs. */
import type { Span } from "../base/span.js";
import type { Learned } from "./lineage.js";

export interface TargetHit {
  readonly target: string;
  readonly column: string;
  /** Computed from the target, not the target itself. */
  readonly derived: boolean;
  readonly at: Span | null;
}

/** Null without proof: inputs that cannot be enumerated prove nothing. */
export function targetAmong(l: Learned): TargetHit | null {
  const fit = l.fit;
  if (!fit?.y || fit.y.origin.size === 0 || fit.y.origin.size > 2) return null;
  for (const id of fit.y.origin) {
    if (id.endsWith(":*") || id.endsWith("#")) continue;
    const target = id.slice(id.lastIndexOf(":") + 1);
    const named = fit.columns.named.get(id);
    if (named) return { target, column: named.name, derived: named.name !== target, at: named.at };
    if (fit.columns.restMinus.some((r) => id === `${r.source}:${target}` && !r.minus.has(target))) return { target, column: target, derived: false, at: fit.columns.at };
  }
  return null;
}

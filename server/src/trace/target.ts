/** Whether a model's target is proved to be among its inputs. */
import type { Span } from "../base/span.js";
import type { Learned } from "./lineage.js";
import { labelsElsewhere } from "./shown.js";

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
  // A target computed from several columns is none of them.
  if (fit?.y?.origin.size !== 1 || l.conf > 0) return null;
  // A target made with another row's value (tomorrow above today) is not what stands in the row.
  if (fit.y.looks.size) return null;
  // The whole input is the target: an autoencoder, or a series that predicts itself.
  if ([...fit.x.origin].every((o) => fit.y?.origin.has(o)) && fit.x.origin.size > 0) return null;
  if (labelsElsewhere(fit)) return null;
  for (const id of fit.y.origin) {
    const place = /^(.*):#(-?\d+)$/.exec(id);
    // Picked by its position from a table of which all columns are inputs.
    if (place && fit.columns.restMinus.some((r) => r.source === place[1] && r.minus.size === 0))
      return { target: `[:, ${place[2]}]`, column: `[:, ${place[2]}]`, derived: false, at: fit.columns.at };
    if (id.endsWith(":*") || id.includes("#")) continue;
    const target = id.slice(id.lastIndexOf(":") + 1);
    const named = fit.columns.named.get(id);
    if (named) return { target, column: named.name, derived: named.name !== target, at: named.at };
    if (fit.columns.restMinus.some((r) => id === `${r.source}:${target}` && !r.minus.has(target)))
      return { target, column: target, derived: false, at: fit.columns.at };
  }
  return null;
}

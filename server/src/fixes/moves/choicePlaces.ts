/** The statements that may be the choice: a call of a function that goes through the settings, a score in a loop, or the loops around it. */
import type { Span } from "../../base/span.js";
import { CannotFix } from "../context.js";
import type { Place, View } from "./view.js";

/** `finding`: where the choice is told, `loop`: the loop whose values are tried, or the outer one around a score; the innermost comes first. */
export function choicesAt(view: View, finding: Span, place: Place, loop: Place | null, kind: "loop" | "compare"): Place[] {
  if (kind === "loop") {
    // A function that goes through the settings is handed the predictions where it is called.
    const told = view.placeAt(finding);
    return told && loop && told.line.fn !== loop.line.fn ? [told, loop] : [loop ?? place];
  }
  return [place, ...loopsAround(place)];
}

/** The `for` loops around a place in its function, the innermost first. */
export function loopsAround(place: Place): Place[] {
  const out: Place[] = [];
  for (let p = place.line.parent; p && p.stmt.k !== "def" && p.stmt.k !== "class"; p = p.line.parent) if (p.stmt.k === "for") out.push(p);
  return out;
}

/** What the first of several places gives; where it ends with a reason, and no other gives anything, that reason. */
export function firstGiven<T>(choices: readonly Place[], way: (choice: Place) => T | null): T | null {
  let reason: CannotFix | null = null;
  for (const choice of choices) {
    try {
      const found = way(choice);
      if (found) return found;
    } catch (e) {
      if (!(e instanceof CannotFix)) throw e;
      reason ??= e;
    }
  }
  if (reason) throw reason;
  return null;
}

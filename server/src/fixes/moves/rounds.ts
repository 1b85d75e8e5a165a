/** What changes from round to round. */
import { namesIn } from "./learning.js";
import type { Place } from "./view.js";
import { eachExprIn } from "./walk.js";

/** Whether a loop around a place, or a comprehension in its statement, binds a variable anew in each round. */
export function variesAt(name: string, place: Place): boolean {
  for (let p: Place | null = place; p; p = p.line.parent) if (p.stmt.k === "for" && namesIn(p.stmt.target).includes(name)) return true;
  let bound = false;
  eachExprIn(place.stmt, (e) => {
    if (e.k === "comp") bound ||= e.clauses.some((c) => c.k === "for" && namesIn(c.target).includes(name));
  });
  return bound;
}

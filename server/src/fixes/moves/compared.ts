/** Programs that fit a transformer twice to show the difference: on all rows, and again on those for training. */
import { relation } from "../../trace/rows.js";
import { type Builder, CannotFix, type FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { callAt, type LearningCall } from "./learning.js";
import type { View } from "./view.js";

/** The builder, but where what the two have learned is laid side by side: fitted on the same rows they would show no difference any more. */
export const unlessCompared =
  (viewOf: (cx: FixContext) => View, build: Builder): Builder =>
  (cx) => {
    const fix = build(cx);
    if (fix && isCompared(cx, viewOf(cx)))
      throw new CannotFix(
        "The program fits another one on a part of these rows and shows what both have learned: after the change that would be the same.",
        fix.title,
      );
    return fix;
  };

function isCompared(cx: FixContext, view: View): boolean {
  const own = cx.learned()[0];
  const mine = own?.via === "transformer" ? objectOf(view, own) : null;
  if (!own || !mine) return false;
  const read = readOf(view, mine.name, mine.call);
  if (!read.size) return false;
  return cx.q.learnings.some((l) => {
    if (l.via !== "transformer" || l.what !== own.what || l.rows.key === own.rows.key || relation(l.rows, own.rows) !== "within") return false;
    const other = objectOf(view, l);
    return other !== null && other.name !== mine.name && [...readOf(view, other.name, other.call)].some((a) => read.has(a));
  });
}

/** The variable that holds a transformer: `scaler.fit(X)` and `scaler = StandardScaler().fit(X)`. */
function objectOf(view: View, learned: LearningCall["learned"]): { name: string; call: LearningCall["call"] } | null {
  const place = view.placeAt(learned.at);
  const call = place && callAt(place, learned);
  if (!place || call?.func.k !== "attr") return null;
  if (call.func.object.k === "name") return { name: call.func.object.name, call };
  const [target] = place.stmt.k === "assign" && place.stmt.value === call ? place.stmt.targets : [];
  return target?.k === "name" ? { name: target.name, call } : null;
}

/** What is read of it below by name, of the attributes that a fit sets: `scaler.data_min_`. */
function readOf(view: View, name: string, call: LearningCall["call"]): Set<string> {
  const place = view.placeAt(call.at);
  const out = new Set<string>();
  for (const u of place ? view.usesOf(name, place.line.fn) : []) {
    if (u.around?.k !== "attr" || !/[a-z]_$/.test(u.around.name) || !view.isBefore(call.at, u.at)) continue;
    const store = lastStore(view, name, u.place);
    // Bound anew in between: another object.
    if (store && place && store.stmt !== place.stmt && view.isBefore(call.at, store.stmt.at)) continue;
    out.add(u.around.name);
  }
  return out;
}

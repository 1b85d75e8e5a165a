/** Whether data that a search is asked about were prepared by the very objects that prepared what it was fitted to. */
import type { Expr } from "../../program/ir.js";
import { lastStore, type Step, stepsBehind } from "./chain.js";
import { handedOver } from "./handedData.js";
import { namesIn } from "./learning.js";
import type { SearchUse } from "./searchUses.js";
import type { Validated } from "./validated.js";
import type { Place, View } from "./view.js";

/** What transforms, by its name: several beside each other by all of theirs; null where one has none. */
const objectOf = (s: Step): string | null => {
  const names = (s.parts ?? [s]).map((p) => p.variable ?? p.learns?.map((e) => `${e.at.source}:${e.at.start}`).join() ?? null);
  return names.every((n) => n !== null) ? [s.back?.def.fn.name, ...names, ...(s.laid ?? []).map((l) => l.columns)].join() : null;
};

export const isSameChain = (a: readonly Step[], b: readonly Step[]): boolean => a.length === b.length && a.every((s, i) => s.call === b[i]?.call);

/** Whether `steps` prepared `data` as `wanted` prepared the data of a search. */
export function isPreparedLike(view: View, { data, place, steps }: { data: Expr; place: Place; steps: readonly Step[] }, wanted: readonly Step[]): boolean {
  if (steps.length === 0 && isPartOf(view, data, place, wanted)) return true;
  if (isSameChain(steps, wanted)) return true;
  return steps.length === wanted.length && steps.every((s, i) => objectOf(s) !== null && objectOf(s) === objectOf(wanted[i] as Step));
}

/** What searches are asked with data that the same objects have prepared in a way that nobody can follow: the models inside give the same of them. */
export function askedAside(view: View, plans: readonly { v: Validated; steps: readonly Step[]; uses: readonly SearchUse[] }[]): ReadonlySet<SearchUse> {
  const isLike = ({ v, steps }: (typeof plans)[number], u: SearchUse, e: Expr): boolean => {
    const { data, place } = handedOver(e, u.place, v.source?.passes ?? []);
    const own = stepsBehind(view, data, place, true, true).slice(0, steps.length);
    return isPreparedLike(view, { data, place, steps: own }, steps) || !steps.every((s) => s.variable && isMadeBy(view, e, u.place, s.variable));
  };
  return new Set(plans.flatMap((p) => p.uses.filter((u) => u.by && u.data && !isLike(p, u, u.data))));
}

/** Whether a transformer of a name has a part in data: `parts = [scaler.transform(X[:9]), scaler.transform(X[9:])]`. */
function isMadeBy(view: View, e: Expr, at: Place, variable: string, depth = 0): boolean {
  if (depth > 4) return false;
  const applies = new RegExp(`(?<![\\w.])${variable}\\.transform\\(`);
  if (applies.test(view.textOf(e.at))) return true;
  return namesIn(e).some((name) => {
    const made = lastStore(view, name, at);
    const value = made?.stmt.k === "assign" ? made.stmt.value : made?.stmt.k === "for" ? made.stmt.iter : null;
    return made !== null && value !== null && isMadeBy(view, value, made, variable, depth + 1);
  });
}

/** `X_test` as the split gave it, beside the `X_train` that was transformed: in a pipeline it is what it has to be. */
function isPartOf(view: View, data: Expr, at: Place, steps: readonly Step[]): boolean {
  const first = steps.at(-1);
  if (data.k !== "name" || first?.input.k !== "name" || !first.place) return false;
  const made = lastStore(view, data.name, at);
  return (
    made !== null &&
    made === lastStore(view, first.input.name, first.place) &&
    made.stmt.k === "assign" &&
    /train_test_split\(/.test(view.textOf(made.stmt.value.at))
  );
}

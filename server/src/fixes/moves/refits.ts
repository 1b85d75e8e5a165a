/** What a search found, trained once more on the rows that the search was given. */
import type { Expr } from "../../program/ir.js";
import { changedSince, lastStore } from "./chain.js";
import { type Call, namesIn } from "./learning.js";
import type { Resampling } from "./resample.js";
import type { SearchUse } from "./searchUses.js";
import type { Place, View } from "./view.js";

/** Calls that train what a search found on the resampled rows once more, `best.fit(X_more, y_more)`: it resamples their rows itself now. */
export function refits(view: View, r: Resampling, uses: readonly SearchUse[]): { call: Call; place: Place }[] {
  return uses.flatMap(({ place, data }) => {
    const call = data && place.stmt.k === "expr" && place.stmt.value.k === "call" ? place.stmt.value : null;
    const isFit = call?.func.k === "attr" && call.func.name === "fit" && call.args.length === 2 && call.args[0]?.value === data;
    const isOf = (e: Expr, i: number): boolean => e.k === "name" && e.name === r.outputs[i] && lastStore(view, e.name, place) === r.place;
    const isThere = r.inputs.every((e) => namesIn(e).every((n) => !r.outputs.includes(n) && !changedSince(view, n, r.place, place)));
    return call && isFit && isThere && call.args.every((a, i) => !a.name && isOf(a.value, i)) ? [{ call, place }] : [];
  });
}

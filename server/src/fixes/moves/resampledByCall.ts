/** A function that resamples what it is handed and gives it back: its one call is a resampling of its own, `X_more, y_more = balanced(X, y)`. */
import type { Resampling } from "./resample.js";
import { handedIn } from "./splitByCall.js";
import { timesCalled } from "./strata.js";
import type { View } from "./view.js";
import { returnOf } from "./walk.js";

/** The resampling in the words of that call; the resampling itself where it stands in no such function. */
export function resampledByCall(view: View, r: Resampling): Resampling {
  const { fn } = r.place.line;
  const back = fn && returnOf(fn)?.value;
  if (!fn || r.place.line.stmts !== fn.body || back?.k !== "tuple" || back.items.length !== 2) return r;
  const isBack = back.items.every((e, i) => e.k === "name" && e.name === r.outputs[i] && view.usesOf(e.name, fn).filter((u) => u.stored).length === 1);
  const [use, ...more] = view.usesOf(fn.name, null).filter((u) => !u.stored);
  const call = use?.around;
  const [target] = use?.place.stmt.k === "assign" && use.place.stmt.value === call && use.place.stmt.targets.length === 1 ? use.place.stmt.targets : [];
  if (!isBack || !use || more.length || call?.k !== "call" || timesCalled(view, fn) !== 1 || call.args.some((a) => a.star)) return r;
  const [a, b] = target?.k === "tuple" && target.items.length === 2 ? target.items : [];
  const [x, y] = r.inputs.map((e) => handedIn(view, fn, call, e));
  return a?.k === "name" && b?.k === "name" && x && y ? { place: use.place, call, inputs: [x, y], outputs: [a.name, b.name] } : r;
}

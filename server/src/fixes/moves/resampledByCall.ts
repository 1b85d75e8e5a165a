/** A function that resamples what it is handed and gives it back: its one call is a resampling of its own, `X_more, y_more = balanced(X, y)`. */
import type { Expr, Fn } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { type Call, namesIn } from "./learning.js";
import type { Resampling } from "./resample.js";
import { handedIn } from "./splitByCall.js";
import { timesCalled } from "./strata.js";
import { defOf, type Place, type View } from "./view.js";
import { returnOf } from "./walk.js";

/** The resampling in the words of that call; the resampling itself where it stands in no such function. */
export function resampledByCall(view: View, r: Resampling): Resampling {
  const { fn } = r.place.line;
  const back = fn && returnOf(fn)?.value;
  if (!fn || r.place.line.stmts !== fn.body || back?.k !== "tuple" || back.items.length !== 2) return r;
  const isBack = back.items.every((e, i) => e.k === "name" && e.name === r.outputs[i] && view.usesOf(e.name, fn).filter((u) => u.stored).length === 1);
  return (isBack && inWordsOfCall(view, fn, r.inputs)) || r;
}

/** What a function does to the rows that it is handed, in the words of its one call. */
function inWordsOfCall(view: View, fn: Fn, inputs: readonly Expr[]): Resampling | null {
  const [use, ...more] = view.usesOf(fn.name, null).filter((u) => !u.stored);
  const call = use?.around;
  const [target] = use?.place.stmt.k === "assign" && use.place.stmt.value === call && use.place.stmt.targets.length === 1 ? use.place.stmt.targets : [];
  if (!use || more.length || call?.k !== "call" || timesCalled(view, fn) !== 1 || call.args.some((a) => a.star)) return null;
  const [a, b] = target?.k === "tuple" && target.items.length === 2 ? target.items : [];
  const [x, y] = inputs.map((e) => handedIn(view, fn, call, e));
  return a?.k === "name" && b?.k === "name" && x && y ? { place: use.place, call, inputs: [x, y], outputs: [a.name, b.name] } : null;
}

/**
 * The same for what is resampled inside folds, with the sampler as the function makes it: `return SMOTE().fit_resample(X, y)`, too. Null where the
 * function does more, or makes the sampler of what it knows alone.
 */
export function samplerByCall(view: View, place: Place, call: Call, r: Resampling | null): Resampling | null {
  const { fn } = place.line;
  const object = call.func.k === "attr" && /^fit_(resample|sample)$/.test(call.func.name) ? call.func.object : null;
  if (!fn || !object || place.line.stmts !== fn.body) return null;
  const own =
    place.stmt.k === "return" && place.stmt.value === call && call.args.length === 2
      ? inWordsOfCall(
          view,
          fn,
          call.args.map((x) => x.value),
        )
      : null;
  const found = own ?? (r ? resampledByCall(view, r) : null);
  const made = object.k === "name" ? lastStore(view, object.name, place)?.stmt : null;
  const maker = made?.k === "assign" && made.targets.length === 1 ? made.value : object;
  const isOwn = maker.k === "call" && namesIn(maker).every((n) => !fn.locals.has(n) && !fn.params.some((p) => p.name === n));
  const text = view.textOf(maker.at);
  const [back, def] = [returnOf(fn), defOf(view, fn)];
  const isAll = fn.body.every((s) => s === place.stmt || s === made || s === back || (s.k === "expr" && s.value.k === "const"));
  return found && found !== r && isOwn && isAll && def && !/[\r\n]/.test(text) ? { ...found, by: { sampler: text, def } } : null;
}

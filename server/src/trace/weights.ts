/** Signs that classes are imbalanced: weights of classes, rows resampled by class, and rows made with a rare class. */
import type { Span } from "../base/span.js";
import { arg, type CallCtx } from "./binding.js";
import { listItems } from "./columns.js";
import { nature } from "./natures.js";
import type { Trace } from "./trace.js";
import type { Model, Value } from "./values.js";

const ofClasses = ["class_weight", "scale_pos_weight", "is_unbalance", "auto_class_weights", "class_weights", "pos_weight"];

/** Weights that a model is made with, or that its fit is given. */
export function imbalanceSigns(t: Trace, m: Model, c: CallCtx): void {
  for (const name of ofClasses) noteWeights(t, name, arg(c, name), c.at, () => nature(t, m).predicts);
  if (m.row?.traits?.resamples) t.note({ at: c.at, kind: "resampling", what: m.name, ratio: null, ofModel: false });
}

/** Weights among the parameters that a training is given as a dict. */
export function paramSigns(t: Trace, params: Value | undefined, at: Span): void {
  const d = params?.k === "obj" ? t.get(params) : null;
  if (d?.k !== "dict") return;
  for (const name of ["scale_pos_weight", "is_unbalance", "unbalance"]) noteWeights(t, name, d.entries.get(name), at, () => true);
}

function noteWeights(t: Trace, name: string, v: Value | undefined, at: Span, ofModel: () => boolean): void {
  if (!v || (v.k === "const" && (v.v === null || v.v === 1 || v.v === false))) return;
  // With its number, where the program gives one: "scale_pos_weight=40".
  const what = v.k === "const" && typeof v.v === "number" ? `${name}=${v.v}` : name;
  t.note({ at, kind: "weights", what, ratio: ratioOf(t, v), ofModel: ofModel() });
}

/** How many times the smallest weight of a class the largest is, at least 1; null where the program does not say it in numbers. */
function ratioOf(t: Trace, v: Value): number | null {
  if (v.k === "const") return typeof v.v === "number" && v.v > 0 ? Math.max(v.v, 1 / v.v) : null;
  const d = v.k === "obj" ? t.get(v) : null;
  const items = d?.k === "dict" && !d.rest ? [...d.entries.values()] : d?.k === "dict" ? null : listItems(t, v);
  const weights = (items ?? []).map((x) => (x.k === "const" && typeof x.v === "number" && x.v > 0 ? x.v : null));
  return weights.length < 2 || weights.includes(null) ? null : Math.max(...(weights as number[])) / Math.min(...(weights as number[]));
}

/** Rows that are made with these shares of the classes. */
export function unevenWeights(t: Trace, v: Value, at: Span): void {
  const items = (listItems(t, v) ?? []).map((x) => (x.k === "const" && typeof x.v === "number" ? x.v : null));
  const known = items.filter((x): x is number => x !== null);
  const [first] = known;
  if (first === undefined) return;
  const top = known.length === 1 ? Math.max(first, 1 - first) : Math.max(...known);
  if (top >= 0.8) t.note({ at, kind: "weights", what: "weights", ratio: top / Math.max(1 - top, 0.001), ofModel: false });
}

/** A program that goes on with the model which a search found, on data that it prepares itself: the model is taken out of the pipeline. */
import type { Expr } from "../../program/ir.js";
import { changedSince, lastStore, type Step, sliced, storeBehind } from "./chain.js";
import { kindOf } from "./kinds.js";
import { namesIn } from "./learning.js";
import { handsOnNames } from "./namedOutput.js";
import { no } from "./outcome.js";
import { sourceOf, type Validated } from "./validated.js";
import type { Place, View } from "./view.js";
import { eachExpr } from "./walk.js";

/**
 * The model inside the pipeline takes what the program's own transformers give where these were fitted on the very rows that are searched, and
 * give the same each time that they are fitted.
 * @throws CannotFix where that is not sure
 */
export function checkPrepared(view: View, v: Validated, steps: readonly Step[]): void {
  if (kindOf(view, v.data, v.place) !== "array" && !handsOnNames(view, v, steps))
    no("its best estimator is used on its own, with tables whose columns have names");
  // Of some of the rows that the program's own transformer knows, the one in the pipeline learns something else.
  if (sliced(v.data) || sliced(sourceOf(v).data)) no("its best estimator is used on its own, with data that something else has prepared");
  for (const s of steps)
    if (s.rows || !isFittedOnInput(view, s) || !isRepeatable(view, s.object, s.place ?? v.place))
      no("its best estimator is used on its own, with data that something else has prepared");
}

/** Whether what transforms was fitted on what it transforms: `fit_transform`, or `fit` of the same data right before. */
export function isFittedOnInput(view: View, s: Step): boolean {
  if (s.call.func.k === "attr" && s.call.func.name === "fit_transform") return true;
  const { place } = s;
  const input = view.textOf(s.input.at);
  const isOf = (e: Expr): boolean =>
    e.k === "call" && e.func.k === "attr" && e.func.name === "fit" && e.args[0] !== undefined && view.textOf(e.args[0].value.at) === input;
  if (s.fit) return isOf(s.fit);
  if (!place || s.variable === null) return false;
  const isSame = (at: Place): boolean => namesIn(s.input).every((n) => !changedSince(view, n, at, place));
  const made = lastStore(view, s.variable, place);
  if (made?.stmt.k === "assign" && isOf(made.stmt.value)) return isSame(made);
  const fits = view.usesOf(s.variable, place.line.fn).flatMap((u) => {
    const { stmt } = u.place;
    const own = stmt.k === "expr" && stmt.value.k === "call" && stmt.value.func.k === "attr" && stmt.value.func.object.at.start === u.at.start;
    return own && u.place.line === place.line && u.place.index < place.index ? [u.place] : [];
  });
  const last = fits.filter((p) => /\.fit\w*$/.test(p.stmt.k === "expr" && p.stmt.value.k === "call" ? view.textOf(p.stmt.value.callee) : "")).at(-1);
  return last?.stmt.k === "expr" && isOf(last.stmt.value) && isSame(last);
}

/** What gives the same each time without a seed. */
const repeatable =
  /(Scaler|Encoder|Vectorizer|Normalizer|Binarizer|SimpleImputer|KNNImputer|Imputer|PowerTransformer|ColumnTransformer|FunctionTransformer|Pipeline|PolynomialFeatures|VarianceThreshold|SelectKBest|SelectPercentile|make_\w+)$/;

/** Whether a transformer, and those that it is made of, give the same each time. */
function isRepeatable(view: View, e: Expr, at: Place, depth = 0): boolean {
  if (depth > 6) return false;
  if (e.k === "name") {
    const made = storeBehind(view, e.name, at);
    return made?.stmt.k === "assign" && isRepeatable(view, made.stmt.value, made, depth + 1);
  }
  let holds = e.k === "call";
  eachExpr(e, (x) => {
    if (x.k === "call") {
      const maker = x.func.k === "attr" && /^fit\w*$/.test(x.func.name) ? x.func.object : x;
      const isSeeded = x.args.some((a) => a.name === "random_state" && a.value.k === "const" && a.value.value !== null);
      if (maker === x && !isSeeded && !repeatable.test(view.textOf(x.callee)) && !learnsNothing(view, x)) holds = false;
    }
    // What a composed one is made of stands under names of its own.
    if (x.k === "name" && madeByCall(view, x.name, at) && !isRepeatable(view, x, at, depth + 1)) holds = false;
  });
  return holds;
}

/** A class of the program whose `fit` gives the object back and does nothing else, and which draws nothing at random. */
function learnsNothing(view: View, { func }: Expr & { k: "call" }): boolean {
  const def = func.k === "name" ? view.module.stmts.filter((s) => s.k === "class" && s.name === func.name) : [];
  const [own] = def;
  if (own?.k !== "class" || def.length !== 1 || /random|shuffle|sample|choice/i.test(view.textOf(own.at))) return false;
  const fit = own.body.find((s) => s.k === "def" && s.fn.name === "fit");
  const body = fit?.k === "def" ? fit.fn.body.filter((s) => s.k !== "expr" || s.value.k !== "const") : [];
  const [only] = body;
  return body.length === 1 && only?.k === "return" && only.value?.k === "name" && only.value.name === "self";
}

function madeByCall(view: View, name: string, at: Place): boolean {
  const s = lastStore(view, name, at)?.stmt;
  return s?.k === "assign" && s.value.k === "call" && /^[A-Z]|\.[A-Z]|make_/.test(view.textOf(s.value.callee));
}

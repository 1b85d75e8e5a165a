/** A model that cross-validation fits anew on its training rows: as it is written, with the transformers and the resampling before it as steps of a pipeline. */
import { samePlace } from "../../base/span.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import type { FixContext } from "../context.js";
import { calledName } from "../splits.js";
import { changedSince, isFunction, lastStore, stepsBehind } from "./chain.js";
import { type Call, namesIn } from "./learning.js";
import { PIPELINE } from "./pipeline.js";
import { callStarting } from "./validated.js";
import type { Place, View } from "./view.js";

/** What cross-validation is given in the place of a model that is trained already. */
export interface Refitted {
  /** The model, or the pipeline around it, in which {@link PIPELINE} stands for what makes one. */
  readonly text: string;
  readonly x: string;
  readonly y: string;
  /** Rows are resampled in the pipeline, which imbalanced-learn's can alone. */
  readonly resamples: boolean;
}

/** Where a model is asked for predictions. */
export interface Asked {
  readonly place: Place;
  readonly model: Expr;
}

/**
 * The model that is asked, to be fitted anew at `choice` on the rows that all models of `e` were trained on.
 * Null where one of them is trained in another way than by `fit(X, y)`, or on data that cannot be given again there.
 */
export function refitted(cx: FixContext, view: View, e: Evaluation, asked: Asked, choice: Place): Refitted | null {
  const trained: Place[] = [];
  let data: readonly [string, string] | null = null;
  for (const { at, fit } of e.fits) {
    const place = view.placeAt(at);
    const call = place && callStarting(place.stmt, at.start);
    const given = call && plainFit(call);
    if (!fit || !place || !given || place.line.fn !== choice.line.fn) return null;
    if (fit.partial || fit.born || !fit.made.length || ["guessed", "grows", "inside"].some((f) => fit.flags.has(f))) return null;
    if (data && (given[0] !== data[0] || given[1] !== data[1])) return null;
    data = given;
    trained.push(place);
  }
  const [first] = trained;
  if (!data || !first || isPrefit(view)) return null;
  for (const place of trained) if (data.some((name) => lastStore(view, name, place) !== lastStore(view, name, first))) return null;
  const model = modelText(cx, view, e, trained, asked, choice);
  const raw = model === null ? null : rawOf(cx, view, first, data, choice);
  if (model === null || !raw) return null;
  const { steps, x, y, resamples } = raw;
  return { text: steps.length ? `${PIPELINE}(${[...steps, model].join(", ")})` : model, x, y, resamples };
}

/** A model inside that is trained already would be asked untrained, or knows the rows that are held out of a fold. */
function isPrefit(view: View): boolean {
  return view.units.some((u) => /\bprefit\b|\bFrozenEstimator\b/.test(u.input.text));
}

/** The model as it is written where its predictions are made, if it is one that was fitted; of a search, its best. */
function modelText(cx: FixContext, view: View, e: Evaluation, trained: readonly Place[], { place, model }: Asked, choice: Place): string | null {
  const owners = e.fits.map(({ at }, i) => ({ place: trained[i] as Place, of: ownerOf((trained[i] as Place).stmt, at.start), at }));
  const searches = owners.filter(({ at }) => cx.q.choices.some((c) => samePlace(c.at, at)));
  const isBest = (m: Expr): boolean => m.k === "attr" && m.name === "best_estimator_" && m.object.k === "name" && isSame(view, m.object.name, place, choice);
  if (isBest(model)) return view.textOf(model.at);
  if (model.k !== "name" || !isSame(view, model.name, place, choice)) return null;
  const store = lastStore(view, model.name, place);
  const own = owners.find(({ of, place: fitted }) => of?.name === model.name && (of.bound ? store === fitted : store === lastStore(view, model.name, fitted)));
  // What a loop goes through is bound by no statement above.
  if (own) return store || own.place.line === choice.line ? (searches.includes(own) ? `${model.name}.best_estimator_` : model.name) : null;
  const s = store?.stmt;
  if (!s || owners.some(({ of }) => of?.name === model.name)) return null;
  const best = s.k === "assign" && s.targets.length === 1 && s.value.k === "attr" && s.value.name === "best_estimator_";
  return best || !searches.length || !/SearchCV$/.test(cx.modelAt(model.at)?.name ?? "SearchCV") ? model.name : null;
}

/** Whether a variable is bound to the same at both places. */
const isSame = (view: View, name: string, a: Place, b: Place): boolean => lastStore(view, name, a) === lastStore(view, name, b);

/** The variable that `model.fit(X, y)` or `model = Model().fit(X, y)` fits. */
function ownerOf(s: Stmt, start: number): { name: string; bound: boolean } | null {
  const call = callStarting(s, start);
  if (call?.func.k !== "attr") return null;
  if (s.k === "assign") {
    const [target] = s.targets;
    return s.targets.length === 1 && target?.k === "name" && s.value === call ? { name: target.name, bound: true } : null;
  }
  return call.func.object.k === "name" ? { name: call.func.object.name, bound: false } : null;
}

/** Data and labels of a `fit` that is given nothing else. */
export function plainFit(call: Call): readonly [string, string] | null {
  const [x, y] = call.args;
  if (call.func.k !== "attr" || call.func.name !== "fit" || call.args.length !== 2 || x?.name || y?.name) return null;
  return x?.value.k === "name" && y?.value.k === "name" ? [x.value.name, y.value.name] : null;
}

/** The data before what was fitted on all training rows, and what was, from the first to the last: it is fitted in each fold instead. */
function rawOf(
  cx: FixContext,
  view: View,
  fitted: Place,
  data: readonly [string, string],
  choice: Place,
): (Omit<Refitted, "text"> & { steps: string[] }) | null {
  const steps: string[] = [];
  let [x, y] = data;
  let at = fitted;
  let resamples = false;
  let whole = false;
  const isPipeline = (e: Expr): boolean => /Pipeline$/.test(cx.modelAt(e.at)?.name ?? "");
  for (let depth = 0; depth < 6; depth++) {
    const all = stepsBehind(view, { k: "name", at: at.stmt.at, name: x }, at, true);
    const behind = all.slice(0, all.some(isFunction) ? all.findIndex(isFunction) : all.length);
    for (const s of behind) {
      const object = s.place && !s.rows && !s.stands && s.call.func.k === "attr" && s.input.k === "name" ? stepText(cx, view, s.object, s.place, choice) : null;
      if (!s.place || object === null || s.input.k !== "name" || !isSame(view, y, s.place, at)) return null;
      steps.unshift(object);
      whole ||= isPipeline(s.object);
      x = s.input.name;
      at = s.place;
    }
    const place = lastStore(view, x, at);
    const sampled = place && sampling(place.stmt, x, y);
    if (!place || !sampled) break;
    const object = lastStore(view, y, at) === place ? stepText(cx, view, sampled.object, place, choice) : null;
    if (object === null) return null;
    steps.unshift(object);
    whole ||= isPipeline(sampled.object);
    resamples = true;
    [x, y] = sampled.from;
    at = place;
  }
  // A pipeline that resamples takes no pipelines as its steps.
  if (resamples && whole) return null;
  for (const name of [x, y]) {
    const above = commonPlace(view, at, choice);
    if (!isSame(view, name, at, choice) || !above || changedSince(view, name, above, choice)) return null;
  }
  return { steps, x, y, resamples };
}

/** A transformer of a library as a step: its variable, which is the same still, or what makes it. */
function stepText(cx: FixContext, view: View, e: Expr, place: Place, choice: Place): string | null {
  if (e.k === "name") {
    const made = cx.modelAt(e.at);
    if (!made || made.cls || made.protocol === "?" || !isSame(view, e.name, place, choice)) return null;
    // What a loop goes through is bound by no statement above.
    return lastStore(view, e.name, place) || place.line === choice.line ? e.name : null;
  }
  if (e.k !== "call" || view.units.some((u) => new RegExp(`\\bclass ${calledName(e)}\\b`).test(u.input.text))) return null;
  const same = [...namesIn(e)].every((n) => isSame(view, n, place, choice));
  return same ? view.textOf(e.at) : null;
}

/** `x, y = sampler.fit_resample(A, b)`. */
function sampling(s: Stmt, x: string, y: string): { object: Expr; from: [string, string] } | null {
  const [target] = s.k === "assign" ? s.targets : [];
  if (s.k !== "assign" || s.targets.length !== 1 || (target?.k !== "tuple" && target?.k !== "list") || s.value.k !== "call") return null;
  const [a, b] = target.items;
  const { func, args } = s.value;
  if (target.items.length !== 2 || a?.k !== "name" || b?.k !== "name" || a.name !== x || b.name !== y) return null;
  if (func.k !== "attr" || !/^fit_(re)?sample$/.test(func.name) || args.length !== 2 || args.some((g) => g.name)) return null;
  const [from, labels] = args.map((g) => g.value);
  return from?.k === "name" && labels?.k === "name" ? { object: func.object, from: [from.name, labels.name] } : null;
}

/** The place around `inner`, or it, in a line that `other` stands in too. */
function commonPlace(view: View, inner: Place, other: Place): Place | null {
  for (let p: Place | null = inner; p; p = p.line.parent) if (view.ancestorIn(other, p.line)) return p;
  return null;
}

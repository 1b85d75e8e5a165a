/** What a model is called as a step of a pipeline, and whether it is a pipeline already. */
import type { Expr } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { given, nameForObject } from "./learning.js";
import { no } from "./outcome.js";
import { constructed, type Validated } from "./validated.js";
import type { Place, View } from "./view.js";

/** The first step's offset of a model that is a written pipeline; null for any other. */
export function pipelineArguments(view: View, model: Expr): number | null {
  if (model.k !== "call") return null;
  if (/(^|\.)make_pipeline$/.test(view.textOf(model.callee))) return model.args[0]?.value.at.start ?? null;
  return pairsOf(view, model)?.[0]?.at.start ?? null;
}

/** The steps of `Pipeline([("scaler", …), ("model", …)])`; null for anything else. */
function pairsOf(view: View, model: Expr): readonly Expr[] | null {
  const steps = model.k === "call" && /(^|\.)Pipeline$/.test(view.textOf(model.callee)) ? given(model, "steps", 0) : null;
  return steps?.k === "list" && steps.items.length > 0 && steps.items.every((s) => s.k === "tuple" && s.items.length === 2) ? steps.items : null;
}

/** Further steps as they are written in front of those of a written pipeline. */
export function stepsBefore(view: View, model: Expr, objects: readonly string[]): string {
  const pairs = pairsOf(view, model);
  if (!pairs) return `${objects.join(", ")}, `;
  const names = pairs.flatMap((p) => (p.k === "tuple" && p.items[0]?.k === "const" ? [String(p.items[0].value)] : []));
  return namedSteps(objects, names);
}

export function isPipeline(view: View, model: Expr & { k: "name" }, at: Place): boolean {
  const made = constructed(view, model.name, at);
  return made !== null && /(^|\.)(make_pipeline|Pipeline)$/.test(view.textOf(made.call.callee));
}

function modelName(view: View, model: Expr, at: Place): string | null {
  if (model.k === "call") return className(view.textOf(model.callee));
  if (model.k !== "name") return null;
  const made = constructed(view, model.name, at);
  if (!made) return foundName(view, model.name, at);
  const { func } = made.call;
  // `LogisticRegression().fit(X, y)` gives the model back.
  const own = func.k === "attr" && func.name === "fit" && func.object.k === "call" ? func.object : made.call;
  return className(view.textOf(own.callee));
}

/** The class that a call makes an object of; null for a function, which may give one of any class. */
function className(callee: string): string | null {
  const name = callee.replace(/.*\./, "");
  return /^[A-Z]/.test(name) ? name : null;
}

/** `best = search.best_estimator_`: what the model of that search is called. */
function foundName(view: View, name: string, at: Place): string | null {
  const place = lastStore(view, name, at);
  const e = place?.stmt.k === "assign" && place.stmt.targets[0]?.k === "name" ? place.stmt.value : null;
  const made = place && e?.k === "attr" && e.name === "best_estimator_" && e.object.k === "name" ? constructed(view, e.object.name, place) : null;
  const model = made && given(made.call, "estimator", 0);
  return made && model && model.k !== "attr" ? modelName(view, model, made.place) : null;
}

/** Whether the model is written as a pipeline at the place where it is given. */
export const modelIn = (view: View, v: Validated): { written: boolean } => ({
  written:
    pipelineArguments(view, v.model) !== null ||
    (v.model.k === "call" && /(^|\.)Pipeline$/.test(view.textOf(v.model.callee))) ||
    (v.model.k === "name" && isPipeline(view, v.model, v.modelPlace)),
});

/** What the model is called in a pipeline that `make_pipeline` makes. */
export const stepOf = (view: View, v: Validated): string => ownStep(view, v) ?? no("it is not clear what the model is called in a pipeline");

/** The same; null where the program does not say of which class the model is. */
export const ownStep = (view: View, v: Validated): string | null => modelName(view, v.model, v.modelPlace)?.toLowerCase() ?? null;

/** What a model of a search is called in a pipeline whose steps have names of their own. */
export const MODEL = "model";

/** The steps of `Pipeline([("scaler", scaler), ("model", model)])`, before the model and others. */
export function namedSteps(objects: readonly string[], others: readonly string[] = [MODEL]): string {
  const taken = new Set<string>(others);
  return objects
    .map((text) => {
      const object = text.replace(/^"passthrough" if .* else | if .* else "passthrough"$/s, "");
      const base = /^\w+$/.test(object) ? object : nameForObject(object.replace(/\(.*/s, "").replace(/.* /, "").replaceAll("\u0000", ""));
      let name = base.replace(/_{2,}/g, "_");
      for (let i = 2; taken.has(name); i++) name = `${base}_${i}`;
      taken.add(name);
      return `("${name}", ${text}), `;
    })
    .join("");
}

/** What a fix writes in the place of a function: the transformer that does the same, which the caller imports. */
import type { Expr } from "../../program/ir.js";
import { calledName } from "../splits.js";
import type { View } from "./view.js";

/** Stands for what a module holds until the caller knows how it is imported. */
export const imported = (module: string, name: string): string => `\u0000import ${module} ${name}\u0000`;

/** What copies a model without what it learned. */
export const CLONE = imported("sklearn.base", "clone");

/** Functions that scale what they are given, column by column, and the transformer that does the same. */
export const scaling: Readonly<Record<string, string>> = {
  scale: "StandardScaler",
  minmax_scale: "MinMaxScaler",
  maxabs_scale: "MaxAbsScaler",
  robust_scale: "RobustScaler",
  power_transform: "PowerTransformer",
  quantile_transform: "QuantileTransformer",
};

/** `scale(X, with_mean=False)` of scikit-learn as a transformer, `StandardScaler(with_mean=False)`, and what it scales; null for any other call. */
export function scalerOf(view: View, e: Expr): { of: Expr; stands: string } | null {
  const transformer = e.k === "call" ? scaling[calledName(e)] : undefined;
  if (e.k !== "call" || !transformer || !isOfPreprocessing(view, e)) return null;
  return standsFor(view, e, transformer);
}

/** The transformer with the options of the call; null where it is given others than by their names, or goes along rows. */
export function standsFor(view: View, { args }: Expr & { k: "call" }, transformer: string): { of: Expr; stands: string } | null {
  const [x, ...options] = args;
  if (!x || x.star || (x.name !== null && x.name !== "X") || options.some((a) => a.star || a.name === null || a.name === "axis")) return null;
  const words = options.map((a) => `${a.name}=${view.textOf(a.value.at)}`).join(", ");
  return { of: x.value, stands: `${imported("sklearn.preprocessing", transformer)}(${words})` };
}

/** `preprocessing.scale`, or `scale` as the program imports it. */
function isOfPreprocessing(view: View, { func }: Expr & { k: "call" }): boolean {
  if (func.k === "attr") return /(^|\.)preprocessing$/.test(view.textOf(func.object.at));
  return view.module.stmts.some(
    (s) => s.k === "from" && s.module === "sklearn.preprocessing" && s.names?.some((n) => func.k === "name" && n.name === func.name && !n.as),
  );
}

/** Several transformers beside each other, as one. */
export const unionOf = (objects: readonly string[]): string => `${imported("sklearn.pipeline", "make_union")}(${objects.join(", ")})`;

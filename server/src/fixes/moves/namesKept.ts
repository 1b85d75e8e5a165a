/** Names of columns that a pipeline does not keep: between its steps a table that the program made of a result is an array. */
import type { Expr } from "../../program/ir.js";
import type { Step } from "./chain.js";
import { short } from "./columns.js";
import { namesIn } from "./learning.js";
import { no } from "./outcome.js";
import { constructed, type Validated } from "./validated.js";
import type { Place, View } from "./view.js";

/** What picks columns by their names. */
const picksNames = /column_?transformer|ColumnSelector|DataFrameSelector|DataFrameMapper|FunctionTransformer/i;

/**
 * In a pipeline a table that was made of a result is an array, whose columns have no names.
 * @throws CannotFix where the next step, or the model, picks some by theirs
 */
export function checkNames(view: View, v: Validated, steps: readonly Step[]): void {
  for (const [i, s] of steps.entries()) {
    if (!s.named) continue;
    const next = steps[i - 1];
    const by = next ? next.object : v.model;
    checkPicks(view, by, next?.place ?? v.modelPlace);
  }
}

/** @throws CannotFix where what is given an array would pick some of its columns by names. */
export function checkPicks(view: View, by: Expr, at: Place): void {
  if (picksNames.test(makingOf(view, by, at))) no(`\`${short(view.textOf(by.at))}\` picks columns by names that a step before it does not keep`);
}

/** The text of what makes an object, and what that is made of. */
function makingOf(view: View, e: Expr, at: Place, depth = 0): string {
  if (depth > 4) return "";
  if (e.k !== "name") return [view.textOf(e.at), ...namesIn(e).map((name) => makingOf(view, { k: "name", at: e.at, name }, at, depth + 1))].join(" ");
  const made = constructed(view, e.name, at);
  return made ? makingOf(view, made.call, made.place, depth + 1) : "";
}

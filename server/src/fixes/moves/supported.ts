/** Columns that a selector picked, taken by its mask or by their names: what its `transform` gives. */
import type { Expr } from "../../program/ir.js";
import { isWhole } from "./columns.js";
import type { Call } from "./learning.js";

/** What picked the columns, as a variable, and where it is asked for them. */
interface Support {
  readonly selector: Expr & { k: "name" };
  readonly call: Call;
}

/** The value of a variable, where it is bound once. */
type Bound = (name: string) => Expr | null;

/** `X.loc[:, selector.get_support()]`, `X[X.columns[selector.support_]]`: the selector and `X`; null for anything else. */
export function supported(e: Expr, bound: Bound): (Support & { input: Expr & { k: "name" } }) | null {
  if (e.k !== "index") return null;
  const [rows, columns] = e.index.k === "tuple" ? e.index.items : [];
  if (columns && isWhole(rows)) {
    const table = e.object.k === "attr" && /^i?loc$/.test(e.object.name) ? e.object.object : e.object;
    const by = maskOf(columns, bound) ?? namesOf(columns, bound);
    return table.k === "name" && by ? { ...by, input: table } : null;
  }
  const by = e.object.k === "name" && e.index.k !== "tuple" ? namesOf(e.index, bound) : null;
  return by && e.object.k === "name" ? { ...by, input: e.object } : null;
}

/** `selector.get_support()`, `selector.support_` */
function maskOf(e: Expr, bound: Bound, depth = 0): Support | null {
  const value = e.k === "name" && depth < 4 ? bound(e.name) : null;
  if (value) return maskOf(value, bound, depth + 1);
  if (e.k === "call" && e.func.k === "attr" && e.func.name === "get_support" && e.func.object.k === "name") return { selector: e.func.object, call: e };
  if (e.k !== "attr" || e.name !== "support_" || e.object.k !== "name") return null;
  return { selector: e.object, call: { k: "call", at: e.at, callee: e.at, func: e, args: [] } };
}

/** `X.columns[mask]`, as a list too, or what the selector says of them itself. */
function namesOf(e: Expr, bound: Bound, depth = 0): Support | null {
  const value = e.k === "name" && depth < 4 ? bound(e.name) : null;
  if (value) return namesOf(value, bound, depth + 1);
  if (e.k === "index") return e.object.k === "attr" && e.object.name === "columns" ? maskOf(e.index, bound) : null;
  if (e.k === "attr") return e.name === "values" ? namesOf(e.object, bound, depth + 1) : null;
  if (e.k !== "call") return null;
  if (e.func.k === "attr" && e.func.name === "tolist") return namesOf(e.func.object, bound, depth + 1);
  if (e.func.k === "attr" && e.func.name === "get_feature_names_out" && e.func.object.k === "name") return { selector: e.func.object, call: e };
  return e.func.k === "name" && e.func.name === "list" && e.args[0] ? namesOf(e.args[0].value, bound, depth + 1) : null;
}

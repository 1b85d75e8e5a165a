/** Parameters of searches that stand in a table, one entry for each model. */
import type { Expr } from "../../program/ir.js";
import { storeBehind } from "./chain.js";
import type { Place, View } from "./view.js";

/** Whether an expression is a table of parameters. */
export const isDict = (e: Expr | null | undefined): boolean => e?.k === "dict" || (e?.k === "call" && e.func.k === "name" && e.func.name === "dict");

/** Whether `grids[name]` is a table of parameters whichever the name is, or `entry["grid"]` is one in each round of the loop that binds `entry`. */
export function isGridInTable(view: View, { object, index }: Expr & { k: "index" }, at: Place): boolean {
  if (object.k === "index" && object.object.k === "name")
    return valuesOf(written(view, object.object.name, at))?.every((entry) => isDict(partOf(entry, index))) ?? false;
  if (object.k !== "name") return false;
  const own = valuesOf(written(view, object.name, at));
  if (own) return own.every(isDict);
  return loopedOver(view, object.name, at)?.every((entry) => isDict(partOf(entry, index))) ?? false;
}

/** What a variable is bound to, where that is written out. */
function written(view: View, name: string, at: Place): Expr | null {
  const s = storeBehind(view, name, at)?.stmt;
  return s?.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" ? s.value : null;
}

/** The values of a table or a list; null where it has none, or they are not written out. */
function valuesOf(e: Expr | null): readonly Expr[] | null {
  const values = e?.k === "dict" ? e.entries.map((x) => x.value) : e?.k === "list" || e?.k === "tuple" ? e.items : [];
  return values.length ? values : null;
}

/** What the rounds of the loop around a place bind a variable to: `for entry in entries`, `for name, entry in entries.items()`. */
function loopedOver(view: View, name: string, at: Place): readonly Expr[] | null {
  for (let p: Place | null = at; p; p = p.line.parent) {
    const loop = p.line.owner;
    if (loop?.k !== "for") continue;
    const { target, iter } = loop;
    const items = iter.k === "call" && iter.func.k === "attr" && !iter.args.length ? iter.func : null;
    const second = target.k === "tuple" && target.items.length === 2 ? target.items[1] : undefined;
    const bound = items?.name === "items" ? second : items && items.name !== "values" ? undefined : target;
    if (bound?.k !== "name" || bound.name !== name) continue;
    const over = items?.object ?? iter;
    return valuesOf(over.k === "name" ? written(view, over.name, at) : over);
  }
  return null;
}

/** `entry["grid"]`, `entry[2]`. */
function partOf(entry: Expr, index: Expr): Expr | undefined {
  if (index.k !== "const") return undefined;
  if (entry.k === "dict") return entry.entries.find(({ key }) => key?.k === "const" && key.value === index.value)?.value;
  return (entry.k === "tuple" || entry.k === "list") && typeof index.value === "number" ? entry.items[index.value] : undefined;
}

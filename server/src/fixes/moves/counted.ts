/** What counts rows and classes for somebody to look at: `counter = Counter(y_more)`. */
import type { Expr, Stmt } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { namesIn } from "./learning.js";
import { holds, type Place, type View } from "./view.js";

/** Whether a statement counts what a variable holds, and nobody does anything with the count but show it. */
export function onlyCounts(view: View, { stmt, line }: Place, name: string): boolean {
  const [target, ...more] = stmt.k === "assign" ? stmt.targets : [];
  if (stmt.k !== "assign" || more.length || !counts(stmt.value, name)) return false;
  const made = target?.k === "tuple" ? target.items : [target];
  return made.every((t) => t?.k === "name" && view.usesOf(t.name, line.fn).every((u) => holds(stmt.at, u.at) || u.stored || shows(u.place)));
}

/** `print(…)`, `plt.bar(…)`, a bare value, or a loop that does nothing else. */
const shows = ({ stmt }: Place): boolean => (stmt.k === "for" ? stmt.body.every(isShown) : isShown(stmt));

const isShown = (s: Stmt): boolean =>
  s.k === "expr" &&
  (s.value.k !== "call" ||
    /^(print|display|info|debug|log|show|title|suptitle|bar|barh|pie|plot|hist|countplot|barplot|text|annotate|legend|set_title|xlabel|ylabel|xticks)$/.test(
      calledName(s.value),
    ));

function counts(e: Expr, name: string): boolean {
  if (e.k !== "call") return false;
  const [first] = e.args;
  if (/^(Counter|bincount|unique|len)$/.test(calledName(e))) return first?.value.k === "name" && first.value.name === name;
  return calledName(e) === "value_counts" && e.func.k === "attr" && namesIn(e.func.object).join() === name;
}

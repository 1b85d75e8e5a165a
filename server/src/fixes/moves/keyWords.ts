/** Texts that a program finds values by: keys of dictionaries and names of columns, which mean the same wherever they are written. */
import { blocksOf } from "../../program/blocks.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { View } from "./view.js";
import { eachExpr, expressionsOf } from "./walk.js";

/** Arguments and methods that are given names of columns. */
const asArgument = /^(columns|by|subset|on|x|y|hue|names|id_vars|value_vars|values|var_name|value_name)$/;
const asFirst = /^(sort_values|nlargest|nsmallest|set_index|groupby|melt|pivot|pivot_table|drop|get|pop|rename|plot|bar|barh)$/;

const textsIn = (e: Expr): string[] =>
  e.k === "const" && typeof e.value === "string" ? [e.value] : e.k === "list" || e.k === "tuple" || e.k === "set" ? e.items.flatMap(textsIn) : [];

/** The texts in a program by which it finds values. */
export function lookupTexts(view: View): Set<string> {
  const out = new Set<string>();
  const note = (e: Expr | null): void => {
    for (const text of e ? textsIn(e) : []) out.add(text);
  };
  eachOwn(view, (e) => {
    if (e.k === "index") note(e.index);
    if (e.k === "dict") for (const { key } of e.entries) note(key);
    if (e.k !== "call") return;
    const isLookup = e.func.k === "attr" && asFirst.test(e.func.name);
    for (const [i, a] of e.args.entries()) if (a.name ? asArgument.test(a.name) : isLookup && i === 0) note(a.value);
  });
  return out;
}

/** Whether all that is written of a key stands in statements that are changed: texts that equal it or hold it as a word, attributes and arguments. */
export function keysAlone(view: View, key: string, told: ReadonlySet<Stmt>): boolean {
  let alone = true;
  const word = /^\w*_\w*$/.test(key) ? new RegExp(`\\b${key}\\b`) : null;
  eachOwn(view, (e, s) => {
    if (e.k === "const" && typeof e.value === "string" && (e.value === key ? !told.has(s) : word?.test(e.value))) alone = false;
    if (e.k === "attr" && e.name === key) alone = false;
    if (e.k === "call" && e.args.some((a) => a.name === key)) alone = false;
  });
  return alone;
}

/** Every expression of a program with the innermost statement that it is in; heads of loops and conditions too. */
function eachOwn(view: View, visit: (e: Expr, s: Stmt) => void): void {
  const go = (s: Stmt): void => {
    for (const { e } of expressionsOf(s)) eachExpr(e, (x) => visit(x, s));
    for (const block of blocksOf(s)) block.forEach(go);
  };
  view.module.stmts.forEach(go);
}

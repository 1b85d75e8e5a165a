/** Splits of `sklearn.cross_validation`, which came before `sklearn.model_selection`: they always shuffle, and take no labels to be drawn by in its first releases. */
import type { Stmt } from "../../program/ir.js";
import type { Call } from "./learning.js";
import type { View } from "./view.js";
import { simpleIn } from "./walk.js";

const old = /^sklearn\.cross_validation\b/;

/** Whether a call is one of that module, and of no other by the same name. */
export function isOldSplit(view: View, { func }: Call): boolean {
  let root = func;
  while (root.k === "attr") root = root.object;
  if (root.k !== "name") return false;
  const { name } = root;
  const from = [...simpleIn(view.module.stmts)].flatMap((s) => sourcesOf(s, name));
  return from.length > 0 && from.every((path) => old.test(path === name ? view.textOf(func.at) : path));
}

/** What a statement imports under a name, with its module. */
function sourcesOf(s: Stmt, name: string): string[] {
  if (s.k === "import") return s.names.flatMap((n) => ((n.as ?? n.path.split(".")[0]) === name ? [n.as ? n.path : name] : []));
  if (s.k !== "from") return [];
  if (s.names === null) return old.test(s.module ?? "") ? [s.module ?? ""] : [];
  return s.names.flatMap((n) => ((n.as ?? n.name) === name ? [`${s.module}.${n.name}`] : []));
}

/** `, stratify=y` for a split whose classes are uneven; nothing where it keeps to shares already, does not shuffle, or cannot. */
export const evenly = (view: View, { call, options }: { call: Call; options: readonly { name: string }[] }, labels: string | (() => string)): string =>
  options.some((o) => o.name === "stratify" || o.name === "shuffle") || isOldSplit(view, call)
    ? ""
    : `, stratify=${typeof labels === "string" ? labels : labels()}`;

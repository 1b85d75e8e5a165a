/** Tables and lists that are laid end to end where something is learned from them: `scaler.fit(pd.concat([known, unknown]))`. */
import type { Expr } from "../../program/ir.js";
import { calledName } from "../splits.js";

/** What is laid end to end: `pd.concat([a, b])`, `vstack((a, b))`, `a.append(b)`, `list(a) + list(b)`; nothing for any other expression. */
export function joined(e: Expr): readonly Expr[] {
  const within = (x: Expr): readonly Expr[] => {
    const parts = joined(x);
    return parts.length ? parts : [x];
  };
  if (e.k === "binary") return e.op === "+" && isList(e.left) && isList(e.right) ? [...within(e.left), ...within(e.right)] : [];
  if (e.k !== "call") return [];
  const [first, ...more] = e.args;
  if (
    !first ||
    first.name ||
    first.star ||
    !more.every((a) => a.name === "ignore_index" || (a.name === "axis" && a.value.k === "const" && a.value.value === 0))
  )
    return [];
  const name = calledName(e);
  const { value } = first;
  if (name === "append" && e.func.k === "attr" && value.k !== "list") return [e.func.object, value];
  const isOne = /^(concat|concatenate|vstack)$/.test(name) && (value.k === "list" || value.k === "tuple");
  return isOne && value.items.every((x) => x.k !== "star") ? value.items : [];
}

/** `list(a)`, `a.tolist()`, or several of them end to end: a sum of anything else adds numbers. */
const isList = (e: Expr): boolean => (e.k === "binary" ? isList(e.left) && isList(e.right) : unlisted(e) !== e);

/** `a` of `list(a)`, `list(a.values)` and `a.values.tolist()`; any other expression itself. */
export function unlisted(e: Expr): Expr {
  if (e.k !== "call") return e;
  const [only, ...more] = e.args;
  const bare = (x: Expr): Expr => (x.k === "attr" && x.name === "values" ? x.object : x);
  if (e.func.k === "name") return e.func.name === "list" && only && !only.name && !more.length ? bare(only.value) : e;
  return e.func.k === "attr" && e.func.name === "tolist" && !only ? bare(e.func.object) : e;
}

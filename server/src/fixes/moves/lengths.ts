/** Numbers of rows, as a program asks for them. */
import type { Expr } from "../../program/ir.js";

/** `len(X)` and `X.shape[0]`. */
export const isLength = (e: Expr): boolean =>
  (e.k === "call" && e.func.k === "name" && e.func.name === "len" && e.args.length === 1) ||
  (e.k === "index" && e.index.k === "const" && e.index.value === 0 && e.object.k === "attr" && e.object.name === "shape");

/** What a length is the length of. */
export function measured(e: Expr): Expr {
  if (e.k === "call") return (e.args[0] as { value: Expr }).value;
  return e.k === "index" && e.object.k === "attr" ? e.object.object : e;
}

/** Statements inside statements. */
import type { Stmt } from "./ir.js";

/** The blocks below a statement, in source order. */
export function blocksOf(s: Stmt): (readonly Stmt[])[] {
  switch (s.k) {
    case "if":
    case "for":
    case "while":
      return [s.body, s.orelse];
    case "try":
      return [s.body, ...s.handlers.map((h) => h.body), s.orelse, s.final];
    case "with":
    case "class":
      return [s.body];
    case "def":
      return [s.fn.body];
    case "match":
      return s.cases.map((c) => c.body);
    default:
      return [];
  }
}

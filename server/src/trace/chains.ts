/** `if kind == "a": … elif kind == "b": …` without an else: the program names the kinds there are, and is in one of the arms each time it passes. */
import type { Expr, Stmt } from "../program/ir.js";
import { dotted, unitNames } from "../program/names.js";
import type { Trace } from "./trace.js";

type If = Stmt & { k: "if" };

/** What the arms above one have told of it: what all of them compare, and the names that each of them binds. */
const above = new WeakMap<Stmt, { readonly of: string; readonly names: ReadonlySet<string> }>();

/**
 * Keys of the variables that each arm of a chain binds, told at its last arm, and in a later round of a loop alone: none of them is left over from the
 * round before, though the chain has no else. Call it for every `if`, the outer one first.
 */
export function boundInChain(t: Trace, s: If): readonly string[] {
  if (!t.loops.at(-1)?.iteration) return [];
  const of = compared(s.test);
  const before = above.get(s);
  if (!of || (before && before.of !== of)) return [];
  const own = unitNames(s.body).binds;
  const names = before ? new Set([...before.names].filter((n) => own.has(n))) : own;
  const [next] = s.orelse;
  if (s.orelse.length === 1 && next?.k === "if") above.set(next, { of, names });
  return before && !s.orelse.length ? [...names].filter((n) => !t.frame.globals.has(n)).map((n) => `${t.frame.id}:${n}`) : [];
}

/** `kind` in `kind == "a"` or `kind in ("a", "b")`; empty where a test compares something else. */
function compared(test: Expr): string {
  const [only] = test.k === "compare" ? test.rest : [];
  if (test.k !== "compare" || test.rest.length !== 1 || !only) return "";
  const told = only.op === "==" ? only.right.k === "const" : only.op === "in" && "items" in only.right && only.right.items.every((x) => x.k === "const");
  return told ? dotted(test.left) : "";
}

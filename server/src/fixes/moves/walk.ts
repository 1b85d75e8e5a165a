/** Visits the expressions and statements of the IR in source order. */
import { blocksOf } from "../../program/blocks.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";

/** The expressions directly inside an expression. Bodies of lambdas are given by their one `return`. */
export function partsOf(e: Expr): Expr[] {
  switch (e.k) {
    case "fstring":
    case "opaque":
      return e.parts;
    case "tuple":
    case "list":
    case "set":
      return e.items;
    case "dict":
      return e.entries.flatMap((x) => (x.key ? [x.key, x.value] : [x.value]));
    case "star":
    case "walrus":
      return [e.value];
    case "await":
    case "yield":
    case "yieldfrom":
      return e.value ? [e.value] : [];
    case "attr":
      return [e.object];
    case "index":
      return [e.object, e.index];
    case "slice":
      return [e.lower, e.upper, e.step].filter((x): x is Expr => x !== null);
    case "call":
      return [e.func, ...e.args.map((a) => a.value)];
    case "unary":
      return [e.operand];
    case "binary":
    case "bool":
      return [e.left, e.right];
    case "compare":
      return [e.left, ...e.rest.map((r) => r.right)];
    case "ifexp":
      return [e.test, e.then, e.else];
    case "comp":
      return [...e.clauses.flatMap((c) => (c.k === "for" ? [c.target, c.iter] : [c.test])), ...(e.key ? [e.key] : []), e.value];
    default:
      return [];
  }
}

/** The expressions directly in a statement, its blocks left out; targets of assignments come with `stored`. */
export function expressionsOf(s: Stmt): { e: Expr; stored: boolean }[] {
  const read = (...list: (Expr | null)[]) => list.filter((x): x is Expr => x !== null).map((e) => ({ e, stored: false }));
  const store = (...list: Expr[]) => list.map((e) => ({ e, stored: true }));
  switch (s.k) {
    case "expr":
      return read(s.value);
    case "assign":
      return [...read(s.value), ...store(...s.targets)];
    case "aug":
      return [...read(s.value), ...read(s.target), ...store(s.target)];
    case "if":
    case "while":
    case "assert":
      return read(s.test);
    case "for":
      return [...read(s.iter), ...store(s.target)];
    case "with":
      return s.items.flatMap((i) => [...read(i.value), ...(i.target ? store(i.target) : [])]);
    case "def":
      return read(...s.fn.decorators, ...s.fn.params.map((p) => p.default));
    case "class":
      return read(...s.bases.map((b) => b.value), ...s.decorators);
    case "return":
    case "raise":
      return read(s.value);
    case "del":
      return store(...s.targets);
    case "match":
      return read(s.subject, ...s.cases.map((c) => c.guard));
    default:
      return [];
  }
}

/** Every expression in `e`, itself first; `fn` is the innermost lambda around it. */
export function eachExpr(e: Expr, visit: (e: Expr, fn: Fn | null) => void, fn: Fn | null = null): void {
  visit(e, fn);
  for (const part of partsOf(e)) eachExpr(part, visit, fn);
  if (e.k === "lambda") {
    for (const p of e.fn.params) if (p.default) eachExpr(p.default, visit, fn);
    for (const s of e.fn.body) if (s.k === "return" && s.value) eachExpr(s.value, visit, e.fn);
  }
}

/** Every expression in a statement and its blocks; `stored` marks those that are assigned to. */
export function eachExprIn(s: Stmt, visit: (e: Expr, fn: Fn | null, stored: boolean) => void, fn: Fn | null = null): void {
  for (const { e, stored } of expressionsOf(s)) eachExpr(e, (x, inner) => visit(x, inner ?? fn, stored), fn);
  for (const block of blocksOf(s)) for (const x of block) eachExprIn(x, visit, s.k === "def" ? s.fn : fn);
}

/** Whether a statement, or one in its blocks, reads one of these variables. */
export function reads(s: Stmt, names: readonly string[]): boolean {
  let found = false;
  eachExprIn(s, (e, _fn, stored) => {
    found ||= e.k === "name" && !stored && names.includes(e.name);
  });
  return found;
}

/** The first expression in a statement that a test holds for, innermost of equal spans. */
export function findExpr(s: Stmt, test: (e: Expr) => boolean): Expr | null {
  let found: Expr | null = null;
  eachExprIn(s, (e) => {
    if (test(e)) found = e;
  });
  return found;
}

/** The statements without blocks among these and in their blocks, in source order. */
export function* simpleIn(stmts: readonly Stmt[]): Generator<Stmt> {
  for (const s of stmts) {
    const blocks = blocksOf(s);
    if (blocks.length === 0) yield s;
    for (const b of blocks) yield* simpleIn(b);
  }
}

type Return = Stmt & { k: "return" };

/** The one `return` of a function that gives anything back; null where there are others. */
export function returnOf(fn: Fn): Return | null {
  const [only, ...others] = returnsIn(fn.body).filter((s) => !isNothing(s.value));
  return only && !others.length ? only : null;
}

const returnsIn = (stmts: readonly Stmt[]): Return[] =>
  stmts.flatMap((s) => (s.k === "return" ? [s] : s.k === "def" || s.k === "class" ? [] : blocksOf(s).flatMap(returnsIn)));

/** `None`, or several of them. */
const isNothing = (e: Expr | null): boolean => e === null || (e.k === "const" && e.value === null) || (e.k === "tuple" && e.items.every(isNothing));

/** What a call adds to a list: `scores.append(value)`. */
export function appended(e: Expr): { list: string; value: Expr } | null {
  if (e.k !== "call" || e.func.k !== "attr" || e.func.name !== "append" || e.func.object.k !== "name") return null;
  const [only, ...rest] = e.args;
  return only && !rest.length && !only.name && !only.star ? { list: e.func.object.name, value: only.value } : null;
}

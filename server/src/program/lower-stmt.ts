/** Statements: syntax nodes to IR. A broken statement costs only itself; blocks inside it are kept. */
import type { SyntaxNode } from "../python/syntax.js";
import type { BinaryOp, Expr, Stmt } from "./ir.js";
import { lowerArgs, lowerExpr, lowerSequence, lowerTarget } from "./lower-expr.js";
import { lowerFrom, lowerImport } from "./lower-import.js";
import { lowerMatch } from "./lower-match.js";
import { lowerParams } from "./lower-params.js";
import { hasToken, kidOf, type Lowering, MAX_DEPTH, rulesOf, spanOf, textOf } from "./lowering.js";
import { localsOf, newScope } from "./scopes.js";

/** Null: the statement means nothing to us (`global x`, `x: int`). */
type Rule = (cx: Lowering, node: SyntaxNode) => Stmt | null;

/** The statements of a module or block. */
export function lowerBlock(cx: Lowering, block: SyntaxNode | undefined): Stmt[] {
  const out: Stmt[] = [];
  if (!block) return out;
  if (cx.depth >= MAX_DEPTH) return [{ k: "broken", at: spanOf(cx, block) }];
  cx.depth++;
  block.kids.forEach((node, i) => {
    if (node.isToken) return;
    const isTorn = !kidOf(node, "block") && (tears(cx, block.kids[i - 1], node) || tears(cx, node, block.kids[i + 1]));
    if (isTorn) out.push({ k: "broken", at: spanOf(cx, node) });
    else lowerInto(cx, node, out);
  });
  cx.depth--;
  return out;
}

/** An ERROR beside a statement on the same line: the statement is a torn piece of what was meant (`x = a b`). */
function tears(cx: Lowering, left: SyntaxNode | undefined, right: SyntaxNode | undefined): boolean {
  if (!left || !right || (left.kind === "ERROR") === (right.kind === "ERROR")) return false;
  return !/[\n;]/.test(cx.text.slice(left.end - 1, right.start + 1));
}

function lowerInto(cx: Lowering, node: SyntaxNode, out: Stmt[]): void {
  const rule = RULES.get(node.kind);
  const droppedEnd = cx.dropped.get(node.start);
  if (droppedEnd !== undefined) {
    out.push({ k: "broken", at: { source: cx.source, start: node.start, end: droppedEnd } });
    return;
  }
  if (rule && !headIsBroken(node)) {
    const stmt = rule(cx, node);
    if (stmt) out.push(stmt);
    return;
  }
  out.push({ k: "broken", at: spanOf(cx, node) });
  if (node.kind !== "function_definition" && node.kind !== "class_definition") keepGoodParts(cx, node, out);
}

/** Statements that survive inside broken text: in the blocks of a statement with a broken head, or loose in an ERROR node. */
function keepGoodParts(cx: Lowering, node: SyntaxNode, out: Stmt[]): void {
  for (const kid of node.kids) {
    if (kid.kind === "block") out.push(...lowerBlock(cx, kid));
    else if (kid.kind.endsWith("_clause")) keepGoodParts(cx, kid, out);
    else if (node.kind === "ERROR" && RULES.has(kid.kind) && startsLine(cx.text, kid.start)) lowerInto(cx, kid, out);
  }
}

function startsLine(text: string, offset: number): boolean {
  let i = offset - 1;
  while (i >= 0 && (text[i] === " " || text[i] === "\t")) i--;
  return i < 0 || text[i] === "\n";
}

/** Whether a statement is broken outside its blocks; then its meaning is lost, but not that of its blocks. */
function headIsBroken(node: SyntaxNode): boolean {
  if (!node.broken) return false;
  const parts = node.kids.filter((kid) => kid.kind === "block" || kid.kind.endsWith("_clause") || isDefinition(kid));
  if (parts.length === 0) return true;
  return node.kids.some((kid) => kid.broken && !parts.includes(kid)) || parts.some((kid) => kid.kind !== "block" && headIsBroken(kid));
}

const isDefinition = (node: SyntaxNode): boolean => node.kind === "function_definition" || node.kind === "class_definition";

function lowerExpressionStatement(cx: Lowering, node: SyntaxNode): Stmt | null {
  const [first] = node.kids;
  if (first?.kind === "assignment") return lowerAssignment(cx, node, first);
  if (first?.kind === "augmented_assignment") return lowerAugmented(cx, node, first);
  const value = lowerSequence(cx, node.kids);
  return value && { k: "expr", at: spanOf(cx, node), value };
}

/** `a = b = value` nests to the right; the targets come in source order. */
function lowerAssignment(cx: Lowering, statement: SyntaxNode, first: SyntaxNode): Stmt | null {
  const targetNodes: SyntaxNode[] = [];
  let node: SyntaxNode | undefined = first;
  while (node?.kind === "assignment") {
    const rules = rulesOf(node);
    if (rules[0]) targetNodes.push(rules[0]);
    node = hasToken(node, "=") ? rules[rules.length - 1] : undefined;
  }
  // `x: int` declares x local even though nothing is assigned.
  if (!node) {
    for (const target of targetNodes) lowerTarget(cx, target);
    return null;
  }
  const value = lowerExpr(cx, node);
  return { k: "assign", at: spanOf(cx, statement), targets: targetNodes.map((target) => lowerTarget(cx, target)), value };
}

function lowerAugmented(cx: Lowering, statement: SyntaxNode, node: SyntaxNode): Stmt | null {
  const [left, op, right] = node.kids;
  if (!left || !op?.isToken || !right) return null;
  const value = lowerExpr(cx, right);
  return { k: "aug", at: spanOf(cx, statement), target: lowerTarget(cx, left), op: op.kind.slice(0, -1) as BinaryOp, value };
}

/** Python 2's `print x, y` and `print >>f, x` are calls of print. */
function lowerPrint(cx: Lowering, node: SyntaxNode): Stmt {
  const at = spanOf(cx, node);
  const callee = { source: cx.source, start: node.start, end: node.start + "print".length };
  const args = rulesOf(node).flatMap((kid) => {
    const inner = kid.kind === "chevron" ? kid.kids[kid.kids.length - 1] : kid;
    return inner && !inner.isToken ? [{ name: kid === inner ? null : "file", star: 0 as const, value: lowerExpr(cx, inner) }] : [];
  });
  return { k: "expr", at, value: { k: "call", at, callee, func: { k: "name", at: callee, name: "print" }, args } };
}

/** An `if` or `elif` with what follows it: each later clause becomes the `orelse` of the one before. */
function lowerIf(cx: Lowering, node: SyntaxNode): Stmt | null {
  const clauses = node.kids.filter((kid) => kid.kind === "elif_clause");
  const branches = [node, ...clauses].map((clause) => {
    const condition = rulesOf(clause)[0];
    return {
      start: clause.start,
      test: condition && lowerExpr(cx, condition),
      body: lowerBlock(cx, kidOf(clause, "block")),
    };
  });
  let orelse = lowerElse(cx, node);
  for (const { start, test, body } of branches.reverse()) {
    if (test) orelse = [{ k: "if", at: { source: cx.source, start, end: node.end }, test, body, orelse }];
  }
  return orelse[0] ?? null;
}

const lowerElse = (cx: Lowering, node: SyntaxNode): Stmt[] => {
  const clause = kidOf(node, "else_clause");
  return clause ? lowerBlock(cx, kidOf(clause, "block")) : [];
};

function lowerFor(cx: Lowering, node: SyntaxNode): Stmt | null {
  const rules = rulesOf(node);
  const [left, right] = rules;
  if (!left || !right) return null;
  const iter = lowerExpr(cx, right);
  const target = lowerTarget(cx, left);
  return { k: "for", at: spanOf(cx, node), target, iter, body: lowerBlock(cx, kidOf(node, "block")), orelse: lowerElse(cx, node) };
}

function lowerWhile(cx: Lowering, node: SyntaxNode): Stmt | null {
  const condition = rulesOf(node)[0];
  if (!condition) return null;
  const test = lowerExpr(cx, condition);
  return { k: "while", at: spanOf(cx, node), test, body: lowerBlock(cx, kidOf(node, "block")), orelse: lowerElse(cx, node) };
}

function lowerTry(cx: Lowering, node: SyntaxNode): Stmt {
  const body = lowerBlock(cx, kidOf(node, "block"));
  const handlers = node.kids.filter((kid) => kid.kind === "except_clause").map((kid) => lowerExcept(cx, kid));
  const final = kidOf(node, "finally_clause");
  return { k: "try", at: spanOf(cx, node), body, handlers, orelse: lowerElse(cx, node), final: lowerBlock(cx, final && kidOf(final, "block")) };
}

function lowerExcept(cx: Lowering, node: SyntaxNode): { name: string | null; body: Stmt[] } {
  const values = node.kids.filter((kid) => !kid.isToken && kid.kind !== "block");
  const [first, second] = values;
  const alias = first?.kind === "as_pattern" ? kidOf(first, "as_pattern_target") : second;
  const target = alias?.kind === "as_pattern_target" ? alias.kids[0] : alias;
  // `except E, e:` is Python 2; `except A, B:` is Python 3.14 and names nothing.
  const isName = target?.kind === "identifier" && (first?.kind === "as_pattern" || hasToken(node, "as") || /^[a-z_]/.test(textOf(cx, target)));
  const name = isName && target ? textOf(cx, target) : null;
  if (name) cx.scope.bound.add(name);
  return { name, body: lowerBlock(cx, kidOf(node, "block")) };
}

function lowerWith(cx: Lowering, node: SyntaxNode): Stmt {
  const clause = kidOf(node, "with_clause");
  const items = (clause ? rulesOf(clause) : []).flatMap((item) => withItems(item)).map((item) => lowerWithItem(cx, item));
  return { k: "with", at: spanOf(cx, node), items, body: lowerBlock(cx, kidOf(node, "block")) };
}

/** `with (a as b, c as d):` may be read as one item that is a tuple of items. */
function withItems(item: SyntaxNode): SyntaxNode[] {
  const value = item.kind === "with_item" ? item.kids[0] : item;
  if (!value) return [];
  const isGroup = (value.kind === "tuple" || value.kind === "parenthesized_expression") && value.kids.some((kid) => kid.kind === "as_pattern");
  return isGroup ? rulesOf(value) : [value];
}

function lowerWithItem(cx: Lowering, node: SyntaxNode): { value: Expr; target: Expr | null } {
  const [value, target] = node.kind === "as_pattern" ? rulesOf(node) : [node, undefined];
  return { value: lowerExpr(cx, value ?? node), target: target ? lowerTarget(cx, target) : null };
}

function lowerDecorated(cx: Lowering, node: SyntaxNode): Stmt | null {
  const decorators = node.kids.filter((kid) => kid.kind === "decorator").flatMap((kid) => rulesOf(kid).map((expr) => lowerExpr(cx, expr)));
  const definition = node.kids.find(isDefinition);
  if (!definition) return null;
  const lower = definition.kind === "class_definition" ? lowerClass : lowerDef;
  return lower(cx, definition, node, decorators);
}

function lowerDef(cx: Lowering, node: SyntaxNode, whole = node, decorators: Expr[] = []): Stmt | null {
  const nameNode = kidOf(node, "identifier");
  if (!nameNode) return null;
  const name = textOf(cx, nameNode);
  const outer = cx.scope;
  outer.bound.add(name);
  const scope = newScope();
  const { params, unpacking } = lowerParams(cx, kidOf(node, "parameters"), scope);
  cx.scope = scope;
  const body = [...unpacking, ...lowerBlock(cx, kidOf(node, "block"))];
  cx.scope = outer;
  return {
    k: "def",
    at: spanOf(cx, whole),
    fn: {
      name,
      at: spanOf(cx, node),
      nameAt: spanOf(cx, nameNode),
      params,
      body,
      locals: localsOf(scope),
      globals: scope.globals,
      nonlocals: scope.nonlocals,
      isGenerator: scope.isGenerator,
      isAsync: hasToken(node, "async"),
      decorators,
    },
  };
}

function lowerClass(cx: Lowering, node: SyntaxNode, whole = node, decorators: Expr[] = []): Stmt | null {
  const nameNode = kidOf(node, "identifier");
  if (!nameNode) return null;
  const name = textOf(cx, nameNode);
  const outer = cx.scope;
  outer.bound.add(name);
  const list = kidOf(node, "argument_list");
  const bases = list ? lowerArgs(cx, list) : [];
  // Names bound in a class body are attributes, not locals of the function around it.
  cx.scope = newScope();
  const body = lowerBlock(cx, kidOf(node, "block"));
  cx.scope = outer;
  return { k: "class", at: spanOf(cx, whole), name, nameAt: spanOf(cx, nameNode), bases, body, decorators };
}

function lowerReturn(cx: Lowering, node: SyntaxNode): Stmt {
  return { k: "return", at: spanOf(cx, node), value: lowerSequence(cx, node.kids) };
}

function lowerRaise(cx: Lowering, node: SyntaxNode): Stmt {
  const cause = node.kids.findIndex((kid) => kid.isToken && kid.kind === "from");
  return { k: "raise", at: spanOf(cx, node), value: lowerSequence(cx, cause < 0 ? node.kids : node.kids.slice(0, cause)) };
}

function lowerDelete(cx: Lowering, node: SyntaxNode): Stmt {
  const nodes = node.kids.flatMap((kid) => (kid.kind === "expression_list" ? rulesOf(kid) : [kid]));
  return { k: "del", at: spanOf(cx, node), targets: nodes.map((target) => lowerTarget(cx, target)) };
}

function lowerAssert(cx: Lowering, node: SyntaxNode): Stmt | null {
  const [test] = node.kids;
  return test ? { k: "assert", at: spanOf(cx, node), test: lowerExpr(cx, test) } : null;
}

function lowerExec(cx: Lowering, node: SyntaxNode): Stmt {
  const at = spanOf(cx, node);
  return { k: "expr", at, value: { k: "opaque", at, parts: [] } };
}

const declare =
  (set: "globals" | "nonlocals"): Rule =>
  (cx, node) => {
    for (const kid of rulesOf(node)) cx.scope[set].add(textOf(cx, kid));
    return null;
  };

const simple =
  (k: "break" | "continue" | "pass"): Rule =>
  (cx, node) => ({ k, at: spanOf(cx, node) });

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["expression_statement", lowerExpressionStatement],
  ["print_statement", lowerPrint],
  ["exec_statement", lowerExec],
  ["import_statement", lowerImport],
  ["import_from_statement", lowerFrom],
  ["future_import_statement", lowerFrom],
  ["if_statement", lowerIf],
  ["for_statement", lowerFor],
  ["while_statement", lowerWhile],
  ["try_statement", lowerTry],
  ["with_statement", lowerWith],
  ["match_statement", (cx, node) => lowerMatch(cx, node, lowerBlock)],
  ["function_definition", lowerDef],
  ["class_definition", lowerClass],
  ["decorated_definition", lowerDecorated],
  ["return_statement", lowerReturn],
  ["raise_statement", lowerRaise],
  ["delete_statement", lowerDelete],
  ["assert_statement", lowerAssert],
  ["global_statement", declare("globals")],
  ["nonlocal_statement", declare("nonlocals")],
  ["type_alias_statement", () => null],
  ["pass_statement", simple("pass")],
  ["break_statement", simple("break")],
  ["continue_statement", simple("continue")],
]);

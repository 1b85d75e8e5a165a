/**
 * Expressions: syntax nodes to IR. Strings and lambdas have files of their own, which call back into this one,
 * as the language does. Statements are lowered in lower-stmt.ts.
 */
import type { SyntaxNode } from "../python/syntax.js";
import type { Arg, BinaryOp, Clause, CompareOp, Expr } from "./ir.js";
import { numberValue } from "./literals.js";
import { lowerLambda } from "./lower-params.js";
import { lowerConcatenated, lowerString } from "./lower-string.js";
import { hasToken, type Lowering, MAX_CHAIN, MAX_DEPTH, opaque, rulesOf, spanOf, textOf } from "./lowering.js";
import { bindTarget } from "./scopes.js";

type Rule = (cx: Lowering, node: SyntaxNode) => Expr;

/** Lowers one expression. Never throws; what it does not understand becomes opaque. */
export function lowerExpr(cx: Lowering, node: SyntaxNode): Expr {
  if (node.kind === "identifier") return { k: "name", at: spanOf(cx, node), name: textOf(cx, node) };
  const rule = RULES.get(node.kind);
  if (!rule || cx.depth >= MAX_DEPTH) return opaque(cx, node);
  cx.depth++;
  const expr = rule(cx, node);
  cx.depth--;
  return expr;
}

const lowerAll = (cx: Lowering, nodes: readonly SyntaxNode[]): Expr[] => nodes.map((node) => lowerExpr(cx, node));

/** Several expressions in a row: one stands for itself, more (or a trailing comma) make a tuple. */
export function lowerSequence(cx: Lowering, nodes: readonly SyntaxNode[]): Expr | null {
  const items = nodes.filter((kid) => !kid.isToken);
  const [first] = items;
  const last = items[items.length - 1];
  if (!first || !last) return null;
  if (nodes.length === 1) return lowerExpr(cx, first);
  return { k: "tuple", at: { source: cx.source, start: first.start, end: last.end }, items: lowerAll(cx, items) };
}

/** Lowers an assignment target and binds its names in the current scope. */
export function lowerTarget(cx: Lowering, node: SyntaxNode): Expr {
  const target = lowerExpr(cx, node);
  bindTarget(cx.scope, target);
  return target;
}

/** The arguments of a call, or the bases of a class. */
export function lowerArgs(cx: Lowering, list: SyntaxNode): Arg[] {
  if (list.kind === "generator_expression") return [{ name: null, star: 0, value: lowerExpr(cx, list) }];
  return rulesOf(list).map((node) => lowerArg(cx, node));
}

function lowerArg(cx: Lowering, node: SyntaxNode): Arg {
  const [first, last] = [node.kids[0], node.kids[node.kids.length - 1]];
  if (first && last) {
    if (node.kind === "keyword_argument") return { name: textOf(cx, first), star: 0, value: lowerExpr(cx, last) };
    if (node.kind === "list_splat") return { name: null, star: 1, value: lowerExpr(cx, last) };
    if (node.kind === "dictionary_splat") return { name: null, star: 2, value: lowerExpr(cx, last) };
  }
  return { name: null, star: 0, value: lowerExpr(cx, node) };
}

/** `a.b(c)[d].e(f)`: walked down to its head and built up again, so that a long chain costs no stack. */
function lowerPostfix(cx: Lowering, node: SyntaxNode): Expr {
  const links: SyntaxNode[] = [];
  let head = node;
  while (head.kind === "call" || head.kind === "attribute" || head.kind === "subscript") {
    const inner = head.kids[0];
    if (!inner || inner.isToken) break;
    links.push(head);
    head = inner;
  }
  if (links.length === 0) return opaque(cx, node);
  if (links.length > MAX_CHAIN) return opaque(cx, node, [lowerExpr(cx, head)]);
  let expr = lowerExpr(cx, head);
  for (let i = links.length - 1; i >= 0; i--) expr = lowerLink(cx, links[i] as SyntaxNode, expr);
  return expr;
}

function lowerLink(cx: Lowering, node: SyntaxNode, object: Expr): Expr {
  const at = spanOf(cx, node);
  const last = node.kids[node.kids.length - 1] as SyntaxNode;
  if (node.kind === "call") {
    const callee = object.k === "attr" ? object.nameAt : object.at;
    return { k: "call", at, callee, func: object, args: lowerArgs(cx, last) };
  }
  if (node.kind === "attribute") {
    if (last.kind !== "identifier") return opaque(cx, node, [object]);
    return { k: "attr", at, object, name: textOf(cx, last), nameAt: spanOf(cx, last) };
  }
  const index = lowerSequence(cx, node.kids.slice(1));
  return index ? { k: "index", at, object, index } : opaque(cx, node, [object]);
}

/** `a + b + c` and `a and b and c`: left-nested, so walked down and built up like {@link lowerPostfix}. */
function lowerInfix(cx: Lowering, node: SyntaxNode): Expr {
  const links: SyntaxNode[] = [];
  let head = node;
  while (head.kind === node.kind) {
    const left = head.kids[0];
    if (!left || head.kids.length !== 3 || head.broken) break;
    links.push(head);
    head = left;
  }
  if (links.length === 0) return opaque(cx, node, lowerAll(cx, rulesOf(node)));
  const operands: Expr[] = [lowerExpr(cx, head)];
  let expr = operands[0] as Expr;
  for (let i = links.length - 1; i >= 0; i--) {
    const link = links[i] as SyntaxNode;
    const op = (link.kids[1] as SyntaxNode).kind;
    const right = lowerExpr(cx, link.kids[2] as SyntaxNode);
    operands.push(right);
    expr = joinInfix(cx, link, expr, op, right);
  }
  return links.length > MAX_CHAIN && expr.k !== "const" ? opaque(cx, node, operands) : expr;
}

function joinInfix(cx: Lowering, node: SyntaxNode, left: Expr, op: string, right: Expr): Expr {
  const at = spanOf(cx, node);
  if (op === "and" || op === "or") return { k: "bool", at, op, left, right };
  // Literal strings are joined here, so that a path written in pieces is one constant to everybody.
  if (op === "+" && left.k === "const" && right.k === "const" && typeof left.value === "string" && typeof right.value === "string")
    return { k: "const", at, value: left.value + right.value };
  return { k: "binary", at, op: op as BinaryOp, left, right };
}

function lowerCompare(cx: Lowering, node: SyntaxNode): Expr {
  const [first, ...tail] = node.kids;
  if (!first || first.isToken) return opaque(cx, node, lowerAll(cx, rulesOf(node)));
  const rest: { op: CompareOp; right: Expr }[] = [];
  let op: CompareOp = "==";
  for (const kid of tail) {
    if (kid.isToken) op = (kid.kind === "<>" ? "!=" : kid.kind) as CompareOp;
    else rest.push({ op, right: lowerExpr(cx, kid) });
  }
  return { k: "compare", at: spanOf(cx, node), left: lowerExpr(cx, first), rest };
}

function lowerSlice(cx: Lowering, node: SyntaxNode): Expr {
  const bounds: (Expr | null)[] = [null, null, null];
  let at = 0;
  for (const kid of node.kids) {
    if (!kid.isToken) bounds[at] = lowerExpr(cx, kid);
    else if (kid.kind === ":") at++;
  }
  const [lower = null, upper = null, step = null] = bounds;
  return { k: "slice", at: spanOf(cx, node), lower, upper, step };
}

function lowerDict(cx: Lowering, node: SyntaxNode): Expr {
  const entries: { key: Expr | null; value: Expr }[] = [];
  for (const kid of rulesOf(node)) {
    const [first, last] = [kid.kids[0], kid.kids[kid.kids.length - 1]];
    if (!first || !last) continue;
    if (kid.kind === "pair") entries.push({ key: lowerExpr(cx, first), value: lowerExpr(cx, last) });
    else if (kid.kind === "dictionary_splat") entries.push({ key: null, value: lowerExpr(cx, last) });
  }
  return { k: "dict", at: spanOf(cx, node), entries };
}

type CompKind = "list" | "set" | "dict" | "generator";

function lowerComp(cx: Lowering, node: SyntaxNode, kind: CompKind): Expr {
  const body = node.kids[0];
  if (!body) return opaque(cx, node);
  // Clauses first: they are evaluated first, and a depth limit should hit the value rather than the rows.
  const clauses = node.kids.flatMap((kid) => lowerClause(cx, kid));
  const isPair = body.kind === "pair";
  const last = isPair ? body.kids[body.kids.length - 1] : body;
  const key = isPair && body.kids[0] ? lowerExpr(cx, body.kids[0]) : null;
  return { k: "comp", at: spanOf(cx, node), kind, key, value: last ? lowerExpr(cx, last) : opaque(cx, node), clauses };
}

function lowerClause(cx: Lowering, node: SyntaxNode): Clause[] {
  const rules = rulesOf(node);
  const [first, ...rest] = rules;
  if (!first) return [];
  if (node.kind === "if_clause") return [{ k: "if", test: lowerExpr(cx, first) }];
  if (node.kind !== "for_in_clause") return [];
  const iter = lowerSequence(cx, node.kids.slice(node.kids.findIndex((kid) => kid.kind === "in") + 1));
  return iter && rest.length > 0 ? [{ k: "for", target: lowerExpr(cx, first), iter }] : [];
}

function lowerConditional(cx: Lowering, node: SyntaxNode): Expr {
  const [then, test, otherwise] = lowerAll(cx, rulesOf(node));
  if (!then || !test || !otherwise) return opaque(cx, node);
  return { k: "ifexp", at: spanOf(cx, node), test, then, else: otherwise };
}

function lowerYield(cx: Lowering, node: SyntaxNode): Expr {
  cx.scope.isGenerator = true;
  const k = hasToken(node, "from") ? "yieldfrom" : "yield";
  return { k, at: spanOf(cx, node), value: lowerSequence(cx, rulesOf(node)) };
}

function lowerWalrus(cx: Lowering, node: SyntaxNode): Expr {
  const [target, value] = rulesOf(node);
  if (target?.kind !== "identifier" || !value) return opaque(cx, node);
  const name = textOf(cx, target);
  cx.scope.bound.add(name);
  return { k: "walrus", at: spanOf(cx, node), name, value: lowerExpr(cx, value) };
}

function lowerNumber(cx: Lowering, node: SyntaxNode): Expr {
  const value = numberValue(textOf(cx, node));
  return value === null ? opaque(cx, node) : { k: "const", at: spanOf(cx, node), value };
}

/** `Optional[Frame]` in an annotation: the grammar has rules of its own for types, the IR has not. */
function lowerGenericType(cx: Lowering, node: SyntaxNode): Expr {
  const [object, params] = node.kids;
  const index = params && lowerSequence(cx, params.kids);
  return object && index ? { k: "index", at: spanOf(cx, node), object: lowerExpr(cx, object), index } : opaque(cx, node);
}

/** A rule that stands for its only child. */
function lowerInner(cx: Lowering, node: SyntaxNode): Expr {
  const [inner] = rulesOf(node);
  return inner ? lowerExpr(cx, inner) : opaque(cx, node);
}

const items =
  (k: "tuple" | "list" | "set"): Rule =>
  (cx, node) => ({ k, at: spanOf(cx, node), items: lowerAll(cx, rulesOf(node)) });

const constant =
  (value: boolean | null | undefined): Rule =>
  (cx, node) => ({ k: "const", at: spanOf(cx, node), value });

/** A rule around one expression, such as `not x`, `*x` and `await x`. */
const around =
  (build: (cx: Lowering, node: SyntaxNode, value: Expr) => Expr): Rule =>
  (cx, node) => {
    const inner = node.kids[node.kids.length - 1];
    return inner && !inner.isToken ? build(cx, node, lowerExpr(cx, inner)) : opaque(cx, node);
  };

const lowerStar = around((cx, node, value) => ({ k: "star", at: spanOf(cx, node), value }));

const lowerUnary = around((cx, node, operand) => {
  const op = node.kids[0]?.kind;
  return op === "-" || op === "+" || op === "~" ? { k: "unary", at: spanOf(cx, node), op, operand } : opaque(cx, node, [operand]);
});

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["string", lowerString],
  ["concatenated_string", lowerConcatenated],
  ["integer", lowerNumber],
  ["float", lowerNumber],
  ["true", constant(true)],
  ["false", constant(false)],
  ["none", constant(null)],
  ["ellipsis", constant(undefined)],
  ["call", lowerPostfix],
  ["attribute", lowerPostfix],
  ["subscript", lowerPostfix],
  ["slice", lowerSlice],
  ["tuple", items("tuple")],
  ["expression_list", items("tuple")],
  ["pattern_list", items("tuple")],
  ["tuple_pattern", items("tuple")],
  ["list", items("list")],
  ["list_pattern", items("list")],
  ["set", items("set")],
  ["dictionary", lowerDict],
  ["list_comprehension", (cx, node) => lowerComp(cx, node, "list")],
  ["set_comprehension", (cx, node) => lowerComp(cx, node, "set")],
  ["dictionary_comprehension", (cx, node) => lowerComp(cx, node, "dict")],
  ["generator_expression", (cx, node) => lowerComp(cx, node, "generator")],
  ["binary_operator", lowerInfix],
  ["boolean_operator", lowerInfix],
  ["comparison_operator", lowerCompare],
  ["not_operator", around((cx, node, operand) => ({ k: "unary", at: spanOf(cx, node), op: "not", operand }))],
  ["unary_operator", lowerUnary],
  ["list_splat", lowerStar],
  ["list_splat_pattern", lowerStar],
  ["await", around((cx, node, value) => ({ k: "await", at: spanOf(cx, node), value }))],
  ["yield", lowerYield],
  ["conditional_expression", lowerConditional],
  ["named_expression", lowerWalrus],
  ["lambda", lowerLambda],
  ["parenthesized_expression", lowerInner],
  ["as_pattern", lowerInner],
  ["as_pattern_target", lowerInner],
  ["type", lowerInner],
  ["generic_type", lowerGenericType],
]);

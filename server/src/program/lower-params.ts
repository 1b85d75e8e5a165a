/** Parameter lists and lambdas. */
import type { SyntaxNode } from "../python/syntax.js";
import type { Expr, Param, Stmt } from "./ir.js";
import { lowerExpr } from "./lower-expr.js";
import { kidOf, type Lowering, opaque, rulesOf, spanOf, textOf } from "./lowering.js";
import { bindTarget, localsOf, newScope, type Scope } from "./scopes.js";

export interface LoweredParams {
  readonly params: Param[];
  /** Python 2's `def f(a, (b, c))` unpacks in the body. */
  readonly unpacking: Stmt[];
}

/** Lowers parameters: defaults and annotations belong to the scope around the function, names to `inner`. */
export function lowerParams(cx: Lowering, list: SyntaxNode | undefined, inner: Scope): LoweredParams {
  const params: Param[] = [];
  const unpacking: Stmt[] = [];
  let isKeywordOnly = false;
  for (const node of list ? rulesOf(list) : []) {
    if (node.kind === "keyword_separator") isKeywordOnly = true;
    const param = lowerParam(cx, node, isKeywordOnly, params.length, inner, unpacking);
    if (!param) continue;
    params.push(param);
    inner.bound.add(param.name);
    if (param.kind === "star") isKeywordOnly = true;
  }
  return { params, unpacking };
}

function lowerParam(cx: Lowering, node: SyntaxNode, isKeywordOnly: boolean, index: number, inner: Scope, unpacking: Stmt[]): Param | null {
  const pattern = patternOf(node);
  if (!pattern) return null;
  const kind = pattern.kind === "list_splat_pattern" ? "star" : pattern.kind === "dictionary_splat_pattern" ? "starstar" : isKeywordOnly ? "kwonly" : "plain";
  const hasDefault = node.kind === "default_parameter" || node.kind === "typed_default_parameter";
  const value = hasDefault ? node.kids[node.kids.length - 1] : undefined;
  const type = kidOf(node, "type");
  const shared = { kind, default: value ? lowerExpr(cx, value) : null, annotation: type ? lowerExpr(cx, type) : null } as const;
  if (pattern.kind === "tuple_pattern") {
    const at = spanOf(cx, pattern);
    const name = `.${index}`;
    const target = lowerExpr(cx, pattern);
    bindTarget(inner, target);
    unpacking.push({ k: "assign", at, targets: [target], value: { k: "name", at, name } });
    return { name, at, ...shared };
  }
  const name = pattern.kind === "identifier" ? pattern : kidOf(pattern, "identifier");
  return name ? { name: textOf(cx, name), at: spanOf(cx, name), ...shared } : null;
}

/** The node that holds a parameter's name; undefined for `*`, `/` and what is no parameter. */
function patternOf(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.kind) {
    case "identifier":
    case "list_splat_pattern":
    case "dictionary_splat_pattern":
    case "tuple_pattern":
      return node;
    case "typed_parameter":
    case "default_parameter":
    case "typed_default_parameter":
      return node.kids[0];
    default:
      return undefined;
  }
}

/** A lambda is a function whose body is one `return`. */
export function lowerLambda(cx: Lowering, node: SyntaxNode): Expr {
  const bodyNode = node.kids[node.kids.length - 1];
  if (!bodyNode || bodyNode.isToken || bodyNode.kind === "lambda_parameters") return opaque(cx, node);
  const outer = cx.scope;
  const scope = newScope();
  const { params, unpacking } = lowerParams(cx, kidOf(node, "lambda_parameters"), scope);
  cx.scope = scope;
  const value = lowerExpr(cx, bodyNode);
  cx.scope = outer;
  const at = spanOf(cx, node);
  return {
    k: "lambda",
    at,
    fn: {
      name: "<lambda>",
      at,
      nameAt: { source: cx.source, start: node.start, end: node.start + "lambda".length },
      params,
      body: [...unpacking, { k: "return", at: value.at, value }],
      locals: localsOf(scope),
      globals: scope.globals,
      nonlocals: scope.nonlocals,
      isGenerator: scope.isGenerator,
      isAsync: false,
      decorators: [],
    },
  };
}

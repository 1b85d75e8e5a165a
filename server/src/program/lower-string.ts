/** String literals: plain, formatted, and several in a row. */
import type { SyntaxNode } from "../python/syntax.js";
import type { Expr } from "./ir.js";
import { decodeEscapes, type StringShape, stringShape } from "./literals.js";
import { lowerSequence } from "./lower-expr.js";
import { type Lowering, opaque, rulesOf, spanOf } from "./lowering.js";

export function lowerString(cx: Lowering, node: SyntaxNode): Expr {
  // The grammar takes Python 2's backticks (repr) for strings.
  if (cx.text[node.start] === "`") return opaque(cx, node);
  return assemble(cx, node, stringParts(cx, node));
}

/** `"a" "b" f"{c}"`: one constant when all are literal. */
export function lowerConcatenated(cx: Lowering, node: SyntaxNode): Expr {
  return assemble(
    cx,
    node,
    rulesOf(node).flatMap((kid) => (kid.kind === "string" ? stringParts(cx, kid) : [])),
  );
}

/** Literal pieces and embedded expressions, in order. */
function stringParts(cx: Lowering, node: SyntaxNode): Expr[] {
  const shape = stringShape(cx.text, node.start);
  const end = Math.max(node.start + shape.opening, node.end - shape.closing);
  const parts: Expr[] = [];
  let from = node.start + shape.opening;
  if (shape.isFormat) {
    for (const kid of node.kids) {
      if (kid.kind !== "interpolation") continue;
      addPiece(cx, parts, shape, from, kid.start);
      addInterpolation(cx, parts, kid);
      from = kid.end;
    }
  }
  addPiece(cx, parts, shape, from, end);
  return parts;
}

function addPiece(cx: Lowering, parts: Expr[], shape: StringShape, start: number, end: number): void {
  if (end <= start) return;
  const body = cx.text.slice(start, end);
  const decoded = shape.isRaw ? body : decodeEscapes(body);
  const value = shape.isFormat ? decoded.replaceAll("{{", "{").replaceAll("}}", "}") : decoded;
  parts.push({ k: "const", at: { source: cx.source, start, end }, value });
}

/** The expression of `{x:>{width}}`, then those of its format. */
function addInterpolation(cx: Lowering, parts: Expr[], node: SyntaxNode): void {
  for (const kid of rulesOf(node)) {
    if (kid.kind === "type_conversion") continue;
    if (kid.kind === "format_specifier") {
      for (const inner of rulesOf(kid)) if (inner.kind === "format_expression") addInterpolation(cx, parts, inner);
      continue;
    }
    const value = lowerSequence(cx, [kid]);
    if (value) parts.push(value);
  }
}

function assemble(cx: Lowering, node: SyntaxNode, parts: Expr[]): Expr {
  const at = spanOf(cx, node);
  let literal = "";
  for (const part of parts) {
    if (part.k !== "const" || typeof part.value !== "string") return { k: "fstring", at, parts };
    literal += part.value;
  }
  return { k: "const", at, value: literal };
}

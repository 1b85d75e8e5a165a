/** `match` statements: which names each case captures. What the patterns test is not kept. */
import type { SyntaxNode } from "../python/syntax.js";
import type { Stmt } from "./ir.js";
import { lowerExpr, lowerSequence } from "./lower-expr.js";
import { kidOf, type Lowering, rulesOf, spanOf, textOf } from "./lowering.js";

/** `lowerBlock` is handed in, so that statements may import this file and not the other way round. */
export function lowerMatch(cx: Lowering, node: SyntaxNode, lowerBlock: (cx: Lowering, block: SyntaxNode | undefined) => Stmt[]): Stmt | null {
  const body = kidOf(node, "block");
  const subject = lowerSequence(
    cx,
    node.kids.filter((kid) => kid !== body && kid.kind !== ":"),
  );
  if (!subject) return null;
  const cases = (body ? rulesOf(body) : []).filter((kid) => kid.kind === "case_clause");
  return {
    k: "match",
    at: spanOf(cx, node),
    subject,
    cases: cases.map((clause) => {
      const names: string[] = [];
      for (const kid of clause.kids) if (kid.kind === "case_pattern") addCaptures(cx, kid, names, 0);
      for (const name of names) cx.scope.bound.add(name);
      const guard = kidOf(clause, "if_clause")?.kids[0];
      return { names, guard: guard ? lowerExpr(cx, guard) : null, body: lowerBlock(cx, kidOf(clause, "block")) };
    }),
  };
}

/** Bounded like everything that recurses over the user's text. */
const MAX_PATTERN_DEPTH = 50;

function addCaptures(cx: Lowering, node: SyntaxNode, names: string[], depth: number): void {
  if (depth > MAX_PATTERN_DEPTH) return;
  const rules = rulesOf(node);
  const [first, ...rest] = rules;
  if (node.kind === "identifier" || (node.kind === "dotted_name" && rules.length === 1)) {
    const name = textOf(cx, node);
    if (name !== "_") names.push(name);
  } else if (node.kind === "dotted_name") return;
  else if (node.kind === "class_pattern" || node.kind === "keyword_pattern") for (const kid of rest) addCaptures(cx, kid, names, depth + 1);
  else if (node.kind === "dict_pattern") {
    node.kids.forEach((kid, i) => {
      const isValue = node.kids[i - 1]?.kind === ":" || kid.kind === "splat_pattern";
      if (isValue) addCaptures(cx, kid, names, depth + 1);
    });
  } else if (first) for (const kid of rules) addCaptures(cx, kid, names, depth + 1);
}

/** What every lowering function carries around: the text, the scope being filled, and how deep we are. */
import type { SourceId, Span } from "../base/span.js";
import type { SyntaxNode } from "../python/syntax.js";
import type { Expr } from "./ir.js";
import type { Scope } from "./scopes.js";

export interface Lowering {
  readonly source: SourceId;
  readonly text: string;
  /** Start → end of statements that were blanked out because they could not be parsed. */
  readonly dropped: ReadonlyMap<number, number>;
  scope: Scope;
  /** Nesting of the node being lowered; beyond {@link MAX_DEPTH} nodes become opaque, so that no text overflows a stack, here or in what reads the IR. */
  depth: number;
}

export const MAX_DEPTH = 150;
/** `a + b + c …` and `a.b().c() …` nest to the left; longer chains are flattened into an opaque node. */
export const MAX_CHAIN = 400;

export const spanOf = (cx: Lowering, node: SyntaxNode): Span => ({ source: cx.source, start: node.start, end: node.end });

export const textOf = (cx: Lowering, node: SyntaxNode): string => cx.text.slice(node.start, node.end);

export const opaque = (cx: Lowering, node: SyntaxNode, parts: Expr[] = []): Expr => ({ k: "opaque", at: spanOf(cx, node), parts });

/** The children that are rules of the grammar, not tokens. */
export const rulesOf = (node: SyntaxNode): SyntaxNode[] => node.kids.filter((kid) => !kid.isToken);

export const kidOf = (node: SyntaxNode, kind: string): SyntaxNode | undefined => node.kids.find((kid) => kid.kind === kind);

export const hasToken = (node: SyntaxNode, token: string): boolean => node.kids.some((kid) => kid.isToken && kid.kind === token);

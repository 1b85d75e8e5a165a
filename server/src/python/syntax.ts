/**
 * The syntax tree as plain objects. One cursor walk copies a tree-sitter tree out of wasm,
 * dropping comments, brackets and keywords on the way, so that lowering never crosses into wasm again.
 */
import type { Language, Tree } from "web-tree-sitter";

export interface SyntaxNode {
  /** The grammar's rule name; for a token, its text. No kept token is called like a rule. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** Named children, and those tokens that tell them apart (see `MEANINGFUL`). */
  readonly kids: readonly SyntaxNode[];
  readonly isToken: boolean;
  /** A syntax error or a missing token lies in this node. */
  readonly broken: boolean;
}

/** What to do with a node of a given grammar symbol. */
export type SymbolUse = "drop" | "token" | "leaf" | "string" | "inner";

export interface SymbolTable {
  readonly kinds: readonly string[];
  readonly uses: readonly SymbolUse[];
  /** One shared node for every token symbol: where a token stands matters to nobody. */
  readonly tokens: readonly SyntaxNode[];
}

/** Tokens whose presence or order changes the meaning of their siblings. */
const MEANINGFUL = new Set([
  ...[",", ":", "=", "as", "from", "async", "in", "is", "not in", "is not", "and", "or"],
  ...["+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "<<", ">>", "~"],
  ...["+=", "-=", "*=", "/=", "//=", "%=", "**=", "@=", "&=", "|=", "^=", "<<=", ">>="],
  ...["<", "<=", ">", ">=", "==", "!=", "<>"],
]);

const LEAVES = new Set([
  ...["identifier", "integer", "float", "true", "false", "none", "ellipsis", "import_prefix", "wildcard_import"],
  ...["pass_statement", "break_statement", "continue_statement", "string_start", "string_content", "string_end"],
  ...["keyword_separator", "positional_separator", "type_conversion"],
]);

/** Decides once per language what to keep of each symbol. */
export function symbolTable(language: Language): SymbolTable {
  const kinds: string[] = [];
  const uses: SymbolUse[] = [];
  const tokens: SyntaxNode[] = [];
  for (let id = 0; id < language.nodeTypeCount; id++) {
    const kind = language.nodeTypeForId(id) ?? "";
    kinds.push(kind);
    tokens.push({ kind, start: -1, end: -1, kids: [], isToken: true, broken: false });
    if (!language.nodeTypeIsNamed(id)) uses.push(MEANINGFUL.has(kind) ? "token" : "drop");
    else if (kind === "comment" || kind === "line_continuation") uses.push("drop");
    else if (kind === "string") uses.push("string");
    else uses.push(LEAVES.has(kind) ? "leaf" : "inner");
  }
  return { kinds, uses, tokens };
}

/** A node whose children are still being read. */
interface OpenNode extends SyntaxNode {
  kids: SyntaxNode[];
  broken: boolean;
}

/** Shared by all childless nodes; never pushed to. */
const NO_KIDS: SyntaxNode[] = [];
/** The symbol that tree-sitter gives to ERROR nodes. */
const ERROR_SYMBOL = 65535;

/** Copies `tree` into plain objects. Iterative: the depth of the user's text is not bounded by our stack. */
export function readTree(tree: Tree, text: string, table: SymbolTable): SyntaxNode {
  const root = tree.rootNode;
  const mayBreak = root.hasError;
  const cursor = tree.walk();
  const top: OpenNode = { kind: "module", start: root.startIndex, end: root.endIndex, kids: [], isToken: false, broken: root.isError };
  const stack: OpenNode[] = [top];
  let parent = top;
  let inside = cursor.gotoFirstChild();
  while (inside) {
    const symbol = cursor.nodeTypeId;
    const use = symbol === ERROR_SYMBOL ? "inner" : table.uses[symbol];
    const missing = mayBreak && cursor.nodeIsMissing;
    if (missing) parent.broken = true;
    if (use === "token") parent.kids.push(table.tokens[symbol] as SyntaxNode);
    else if (use !== "drop") {
      const start = cursor.startIndex;
      const kind = symbol === ERROR_SYMBOL ? "ERROR" : (table.kinds[symbol] as string);
      const broken = symbol === ERROR_SYMBOL || missing;
      const node: OpenNode = { kind, start, end: cursor.endIndex, kids: NO_KIDS, isToken: false, broken };
      parent.kids.push(node);
      if (broken) parent.broken = true;
      const descends = use === "inner" || (use === "string" && (mayBreak || isInterpolated(text, start)));
      if (descends && cursor.gotoFirstChild()) {
        node.kids = [];
        stack.push(node);
        parent = node;
        continue;
      }
    }
    while (!cursor.gotoNextSibling()) {
      const closed = stack.pop() as OpenNode;
      inside = stack.length > 0;
      if (!inside) break;
      parent = stack[stack.length - 1] as OpenNode;
      if (closed.broken) parent.broken = true;
      cursor.gotoParent();
    }
  }
  cursor.delete();
  return top;
}

/** Whether the string literal at `start` has an `f` (or `t`) in its prefix. */
function isInterpolated(text: string, start: number): boolean {
  for (let i = start; i < start + 3; i++) {
    const c = text.charCodeAt(i) | 32;
    if (c === 102 || c === 116) return true;
    if (c === 34 || c === 39) return false;
  }
  return false;
}

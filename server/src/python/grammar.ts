/**
 * The Python parser: loads the grammar from bytes that the host hands over, parses whole or incrementally,
 * and bounds the time that hostile text can take. Only this folder knows tree-sitter.
 */
import { Edit, Language, Parser, type Tree } from "web-tree-sitter";
import { lineStarts, positionAt } from "../base/span.js";
import { readTree, type SymbolTable, type SyntaxNode, symbolTable } from "./syntax.js";

/** A parsed text. Lives in wasm memory until deleted. */
export interface SyntaxTree {
  readonly text: string;
  readonly root: SyntaxNode;
  /** Syntax errors were met, or parsing was cancelled. */
  readonly broken: boolean;
  delete(): void;
}

export interface PythonParser {
  /**
   * Parses `text`. A `previous` tree of nearly the same text makes it faster; it is used up and must not be used again.
   * Never throws: text that takes too long gives an empty broken tree.
   */
  parse(text: string, previous?: SyntaxTree): SyntaxTree;
  /** Parses each piece of `text` that begins at one of `starts` on its own, so that an error in one cannot reach another. */
  parsePieces(text: string, starts: readonly number[]): SyntaxTree;
  delete(): void;
}

/** Both .wasm files as bytes; hosts read them from wherever they keep them. */
export interface GrammarBytes {
  readonly runtime: Uint8Array;
  readonly python: Uint8Array;
}

const PARSE_BUDGET_MS = 2000;

/** Loads the wasm runtime and the Python grammar. */
export async function loadGrammar(bytes: GrammarBytes, budgetMs = PARSE_BUDGET_MS): Promise<PythonParser> {
  await Parser.init({ wasmBinary: bytes.runtime });
  const language = await Language.load(bytes.python);
  const parser = new Parser();
  parser.setLanguage(language);
  const table = symbolTable(language);
  return {
    parse: (text, previous) => parseWithin(parser, table, text, previous as NativeTree | undefined, budgetMs),
    parsePieces: (text, starts) => parsePieces(parser, table, text, starts, budgetMs),
    delete: () => parser.delete(),
  };
}

interface NativeTree extends SyntaxTree {
  readonly native: Tree | null;
}

function parseWithin(parser: Parser, table: SymbolTable, text: string, previous: NativeTree | undefined, budgetMs: number): SyntaxTree {
  const deadline = Date.now() + budgetMs;
  const options = { progressCallback: () => Date.now() > deadline };
  const old = previous?.native ?? null;
  let native: Tree | null = null;
  try {
    if (old && previous) {
      old.edit(editBetween(previous.text, text));
      native = parser.parse(text, old, options);
      // Error recovery depends on what was reused; parsing anew makes a broken text's tree depend on nothing but the text.
      if (native?.rootNode.hasError) {
        native.delete();
        native = parser.parse(text, null, options);
      }
    } else native = parser.parse(text, null, options);
  } finally {
    old?.delete();
    if (!native) parser.reset();
  }
  return wrap(native, text, table);
}

function parsePieces(parser: Parser, table: SymbolTable, text: string, starts: readonly number[], budgetMs: number): SyntaxTree {
  const deadline = Date.now() + budgetMs;
  const lines = lineStarts(text);
  const kids: SyntaxNode[] = [];
  let broken = false;
  starts.forEach((start, i) => {
    const end = starts[i + 1] ?? text.length;
    const range = { startIndex: start, endIndex: end, startPosition: pointAt(lines, start), endPosition: pointAt(lines, end) };
    const native = parser.parse(text, null, { includedRanges: [range], progressCallback: () => Date.now() > deadline });
    if (!native) parser.reset();
    const root = native && readTree(native, text, table);
    native?.delete();
    if (root) kids.push(...root.kids);
    broken ||= root?.broken ?? true;
  });
  const root: SyntaxNode = { kind: "module", start: 0, end: text.length, kids, isToken: false, broken };
  return { text, root, broken, delete: () => {} };
}

function wrap(native: Tree | null, text: string, table: SymbolTable): NativeTree {
  const root: SyntaxNode = native ? readTree(native, text, table) : { kind: "module", start: 0, end: text.length, kids: [], isToken: false, broken: true };
  return { text, root, native, broken: root.broken, delete: () => native?.delete() };
}

/** The one edit that turns `before` into `after`: what is left when the common head and tail are taken away. */
function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (tail < shorter - head && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  const [linesBefore, linesAfter] = [lineStarts(before), lineStarts(after)];
  return new Edit({
    startIndex: head,
    oldEndIndex: before.length - tail,
    newEndIndex: after.length - tail,
    startPosition: pointAt(linesBefore, head),
    oldEndPosition: pointAt(linesBefore, before.length - tail),
    newEndPosition: pointAt(linesAfter, after.length - tail),
  });
}

function pointAt(lines: readonly number[], offset: number): { row: number; column: number } {
  const { line, column } = positionAt(lines, offset);
  return { row: line, column };
}

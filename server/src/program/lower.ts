/**
 * Text to IR: masks what is not Python, parses, and lowers one unit.
 * The result keeps its tree so that the next version of the same unit parses incrementally.
 */
import type { SourceId } from "../base/span.js";
import type { PythonParser, SyntaxTree } from "../python/grammar.js";
import { maskMagics } from "../python/magics.js";
import { dropUnclosed, topLevelStarts } from "../python/unclosed.js";
import type { Stmt } from "./ir.js";
import { lowerBlock } from "./lower-stmt.js";
import type { Lowering } from "./lowering.js";
import type { Unit, UnitInput } from "./program.js";
import { newScope } from "./scopes.js";

/** A lowered unit and the tree it came from. `delete` it when the unit goes away. */
export interface LoweredUnit {
  readonly unit: Unit;
  readonly tree: SyntaxTree;
  delete(): void;
}

/**
 * Parses and lowers `input`. `previous` is an earlier version of the same unit; it is used up by this call.
 * Unchanged text keeps the same `body`, and when nothing else changed either, the same `Unit`.
 */
export function lowerUnit(parser: PythonParser, input: UnitInput, previous?: LoweredUnit): LoweredUnit {
  const before = previous?.unit;
  if (previous && before && before.input.source === input.source && before.input.text === input.text) {
    if (sameInput(before.input, input)) return previous;
    return { ...previous, unit: { ...before, input } };
  }
  const tree = parser.parse(maskMagics(input.text), previous?.tree);
  const body = lowerTree(tree, input.source);
  const unit = { input, body: tree.broken ? saveMore(parser, tree.text, input.source, body) : body, broken: tree.broken };
  return { unit, tree, delete: () => tree.delete() };
}

/**
 * An error can swallow good statements after it, even before it. Tries again without statements whose brackets stay open,
 * then piece by piece, and takes the reading that understands most.
 */
function saveMore(parser: PythonParser, text: string, source: SourceId, body: Stmt[]): Stmt[] {
  const { text: repaired, dropped } = dropUnclosed(text);
  const ends = new Map(dropped.map(({ start, end }) => [start, end]));
  let best = body;
  const offer = (tree: SyntaxTree) => {
    const other = lowerTree(tree, source, ends);
    tree.delete();
    if (countGood(other) > countGood(best)) best = other;
  };
  if (dropped.length > 0) offer(parser.parse(repaired));
  if (best.some((stmt) => stmt.k === "broken")) offer(parser.parsePieces(repaired, topLevelStarts(repaired)));
  return best;
}

/** How many statements were understood, in blocks too. */
function countGood(body: readonly Stmt[]): number {
  let count = 0;
  for (const stmt of body) {
    if (stmt.k !== "broken") count++;
    if ("body" in stmt) count += countGood(stmt.body);
    if ("orelse" in stmt) count += countGood(stmt.orelse);
    if (stmt.k === "def") count += countGood(stmt.fn.body);
    if (stmt.k === "try") count += countGood([...stmt.final, ...stmt.handlers.flatMap((handler) => handler.body)]);
    if (stmt.k === "match") count += countGood(stmt.cases.flatMap((one) => one.body));
  }
  return count;
}

/** For units that are read once, such as imported modules: no tree is kept. */
export function lowerOnce(parser: PythonParser, input: UnitInput): Unit {
  const { unit, tree } = lowerUnit(parser, input);
  tree.delete();
  return unit;
}

function lowerTree(tree: SyntaxTree, source: SourceId, dropped: ReadonlyMap<number, number> = new Map()): Stmt[] {
  const cx: Lowering = { source, text: tree.text, dropped, scope: newScope(), depth: 0 };
  return lowerBlock(cx, tree.root);
}

function sameInput(a: UnitInput, b: UnitInput): boolean {
  return a.cell === b.cell && a.executionCount === b.executionCount && sameList(a.outputs, b.outputs) && sameList(a.tags, b.tags);
}

function sameList(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (a?.length === b?.length && (a ?? []).every((item, i) => item === b?.[i]));
}

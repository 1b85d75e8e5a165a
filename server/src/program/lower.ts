/**
 * Text to IR: masks what is not Python, parses, and lowers one unit.
 * The result keeps its tree so that the next version of the same unit parses incrementally.
 */
import type { SourceId } from "../base/span.js";
import type { PythonParser, SyntaxTree } from "../python/grammar.js";
import { maskMagics } from "../python/magics.js";
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
  return { unit: { input, body, broken: tree.broken }, tree, delete: () => tree.delete() };
}

/** For units that are read once, such as imported modules: no tree is kept. */
export function lowerOnce(parser: PythonParser, input: UnitInput): Unit {
  const { unit, tree } = lowerUnit(parser, input);
  tree.delete();
  return unit;
}

function lowerTree(tree: SyntaxTree, source: SourceId): Stmt[] {
  const cx: Lowering = { source, text: tree.text, scope: newScope(), depth: 0 };
  return lowerBlock(cx, tree.root);
}

function sameInput(a: UnitInput, b: UnitInput): boolean {
  return a.cell === b.cell && a.executionCount === b.executionCount && sameList(a.outputs, b.outputs) && sameList(a.tags, b.tags);
}

function sameList(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (a?.length === b?.length && (a ?? []).every((item, i) => item === b?.[i]));
}

/** Hold-out splits as the program writes them: which arrays go in, which names come out. */
import type { Span } from "../base/span.js";
import type { Expr } from "../program/ir.js";
import { type CallExpr, type FixDocument, isSpread, type PlacedCall, positional } from "./document.js";

/** `a_train, a_test, b_train, b_test = train_test_split(a, b)`. */
export interface UnpackedSplit {
  readonly placed: PlacedCall;
  readonly arrays: readonly Expr[];
  /** Two for each array: its training part, its test part. */
  readonly targets: readonly Expr[];
}

/** The split whose call stands at `at`, where its parts are unpacked into one target each. */
export function unpackedSplit(doc: FixDocument, at: Span): UnpackedSplit | null {
  const placed = doc.callAt(at);
  if (placed?.stmt.k !== "assign" || placed.stmt.value !== placed.call || isSpread(placed.call)) return null;
  const [target] = placed.stmt.targets;
  const arrays = positional(placed.call);
  if (placed.stmt.targets.length !== 1 || (target?.k !== "tuple" && target?.k !== "list")) return null;
  const targets = target.items;
  return arrays.length > 0 && targets.length === 2 * arrays.length && targets.every((t) => t.k !== "star") ? { placed, arrays, targets } : null;
}

/**
 * The call that makes a splitter, for a finding that stands on it or on its `split`: `KFold(5)`, `KFold(5).split(X)`, and
 * `folds.split(X)` with `folds = KFold(5)` somewhere above.
 */
export function splitterCall(doc: FixDocument, at: Span): PlacedCall | null {
  const placed = doc.callAt(at);
  if (placed?.call.func.k !== "attr" || !/^(split|get_n_splits)$/.test(placed.call.func.name)) return placed;
  const object = placed.call.func.object;
  if (object.k === "call") return doc.callAt(object.callee);
  if (object.k !== "name") return null;
  const made = doc.uses(object.name).filter((use) => use.binds);
  const [only] = made;
  if (made.length !== 1 || only?.placed.stmt.k !== "assign" || only.placed.stmt.value.k !== "call") return null;
  return doc.callAt(only.placed.stmt.value.callee);
}

/** The last word of what is called. */
export const calledName = ({ func }: CallExpr): string => (func.k === "attr" || func.k === "name" ? func.name : "");

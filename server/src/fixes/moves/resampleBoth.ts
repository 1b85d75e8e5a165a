/** Rows that are resampled, then split and cross-validated as well: the training part is resampled, and each fold by a pipeline. */

import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { dedupe } from "./lines.js";
import { firstOf } from "./outcome.js";
import { type Resampling, resampleBelow, resampleInFolds, splitAbove } from "./resample.js";
import type { WrittenSplit } from "./splits.js";
import type { Validated } from "./validated.js";
import type { Place, View } from "./view.js";

/** @throws CannotFix */
export function resampleBoth(
  view: View,
  r: Resampling,
  split: WrittenSplit,
  validated: readonly Validated[],
): { edits: TextEdit[]; at: Place; instead: readonly Expr[] } {
  const crossed = validated.map((v) => v.place.stmt);
  const joined = (folds: ReturnType<typeof resampleInFolds>, edits: readonly TextEdit[]) => ({ ...folds, edits: dedupe([...edits, ...folds.edits]) });
  return firstOf(
    () => joined(resampleInFolds(view, r, validated, [split.place.stmt]), resampleBelow(view, r, split, crossed)),
    () => joined(resampleInFolds(view, r, validated), splitAbove(view, r, split, crossed)),
  );
}

/** HLD205: rows that the program holds out of the same data elsewhere tell already what its models are worth; to hold out others beside them is no small fix. */
import type { Fix } from "../engine.types.js";
import { type Rows, relation, sharesSource } from "../trace/rows.js";
import { isNewCell } from "./apply.js";
import type { FixContext } from "./context.js";

const heldOut = "Rows of the same data are held out elsewhere in the program, and the model is trained on others.";
const crossed = "Cross-validation of the same rows scores models there already.";

/** Why a fix that holds rows out anew is withheld; null where nothing speaks against it. */
export function heldElsewhere(cx: FixContext, fix: Fix): string | null {
  const writes = (call: RegExp): boolean => fix.edits.some((e) => !isNewCell(e) && call.test(e.text));
  const cuts = writes(/\b(?:train_test_split|cross_val_score|cross_val_predict|clone)\(/);
  const own = cx.finding.code === "HLD205" && cuts ? cx.evaluations().find((e) => e.role === "train") : undefined;
  if (!own) return null;
  const { rows } = own.score;
  const all = (r: Rows): boolean => ["same", "contains"].includes(relation(r, rows));
  // `LassoCV` and its like cross-validate their own settings.
  const folds = [
    ...cx.q.evaluations.flatMap((e) => (e.role === "folds" ? e.score.rows : [])),
    ...cx.q.choices.flatMap((c) => (c.inner ? c.rows : [])),
    ...cx.q.learnings.flatMap((l) => (/CV$/.test(l.what) ? l.rows : [])),
  ];
  if (folds.some(all)) return crossed;
  // A copy that is trained on the part of the program's own split holds nothing out anew.
  if (!writes(/\b(?:train_test_split|cross_val_score|cross_val_predict)\(/)) return null;
  return cx.q.lineage.allSplits.some((s) => s.kind === "holdout" && s.size?.value !== 0 && sharesSource(s.rows, rows)) ? heldOut : null;
}

/** What the files that rows were read from are called. */
import { type Rows, sourcesOf } from "../../trace/rows.js";
import type { View } from "./view.js";
import { eachExprIn } from "./walk.js";

const copies = /smote|adasyn|over_?sampl|up_?sampl|resampl|augmented/i;

/** Whether rows were read from a file whose name, or that of the constant which holds it, says that they were resampled: `train_SMOTE.csv`. */
function isNamedResampled(view: View, rows: Rows): boolean {
  return sourcesOf(rows).some((source) => {
    const place = source.kind === "file" && source.at && view.owns(source.at) ? view.placeAt(source.at) : null;
    if (!place) return false;
    if (copies.test(source.label)) return true;
    const names = new Set<string>();
    eachExprIn(place.stmt, (e) => {
      if (e.k === "name") names.add(e.name);
    });
    const texts = [...names].flatMap((n) => [
      n,
      ...view.usesOf(n, place.line.fn).flatMap((u) => (u.stored && u.place.stmt.k === "assign" ? [view.textOf(u.place.stmt.at)] : [])),
    ]);
    return texts.some((text) => text.length < 300 && copies.test(text));
  });
}

/** Of rows that were copied or made up from each other, a part would hold what the rest holds. */
export const isResampled = (view: View, rows: Rows): boolean => rows.terms.some((t) => t.mix?.kind === "over") || isNamedResampled(view, rows);
export const resampled = "the training rows were resampled: a part of them would hold copies of the others";

/** Columns that a selection chose of all rows, and whose names were written down from what it showed: of the training rows alone it may choose others. */
import { calledName } from "../splits.js";
import { isText, short } from "./columns.js";
import { given, type LearningCall, namesIn } from "./learning.js";
import { no } from "./outcome.js";
import type { Place, View } from "./view.js";
import { findExpr } from "./walk.js";

/** `pd.DataFrame(selector.transform(X), columns=["age", "dose"])` below a selection. @throws CannotFix */
export function checkNamedByHand(view: View, start: Place, { learned, call }: LearningCall): void {
  if (learned.via !== "selection") return;
  const carriers = new Set(call.func.k === "attr" ? namesIn(call.func.object) : []);
  for (const s of start.line.stmts.slice(start.index)) {
    const named = findExpr(s, (e) => {
      if (e.k !== "call" || calledName(e) !== "DataFrame") return false;
      const [data, columns] = [given(e, "data", 0), given(e, "columns", 2)];
      const isWritten = columns?.k === "list" && columns.items.length > 0 && columns.items.every(isText);
      return isWritten && data !== null && namesIn(data).some((n) => carriers.has(n));
    });
    if (named) no(`the columns in \`${short(view.textOf(named.at))}\` are named as all rows chose them`);
    const carries = s.k === "assign" && (s === start.stmt || namesIn(s.value).some((n) => carriers.has(n)));
    if (carries) for (const t of s.targets) if (t.k === "name") carriers.add(t.name);
  }
}

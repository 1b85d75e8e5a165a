/** Columns that a selection chose of all rows, and whose names were written down from what it showed: of the training rows alone it may choose others. */
import type { Expr } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { isText, short } from "./columns.js";
import { given, type LearningCall, namesIn } from "./learning.js";
import { no } from "./outcome.js";
import type { Place, View } from "./view.js";
import { eachExprIn, findExpr } from "./walk.js";

/** `pd.DataFrame(selector.transform(X), columns=["age", "dose"])` below a selection. @throws CannotFix */
export function checkNamedByHand(view: View, start: Place, { learned, call }: LearningCall): void {
  if (learned.what === "corr") checkRanked(view, start);
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

/** `df[best]` of a list that correlations ranked, of which columns are named, or counted off, further down. @throws CannotFix */
function checkRanked(view: View, start: Place): void {
  const { stmt, line } = start;
  const known = new Set<string>();
  eachExprIn(stmt, (e) => {
    if (isText(e)) known.add(e.value);
  });
  // What is dropped from the inputs and read by itself are the labels.
  const [dropped, alone] = [new Set<string>(), new Set<string>()];
  for (const s of line.stmts.slice(start.index + 1))
    eachExprIn(s, (e) => {
      if (e.k === "index" && isText(e.index)) alone.add(e.index.value);
      if (e.k === "call" && calledName(e) === "drop") for (const { value } of e.args) if (isText(value)) dropped.add(value.value);
    });
  for (const name of dropped) if (alone.has(name)) known.add(name);
  const lists = new Set(stmt.k === "assign" ? stmt.targets.flatMap((t) => (t.k === "name" ? [t.name] : [])) : []);
  const tables = new Set<string>();
  for (const s of line.stmts.slice(start.index + 1)) {
    const named = findExpr(s, (e) => isNamedOf(e, tables, known));
    if (named) no(`the columns in \`${short(view.textOf(named.at))}\` are named as all rows chose them`);
    if (s.k !== "assign") continue;
    const picks = findExpr(s, (e) => e.k === "index" && e.index.k === "name" && lists.has(e.index.name)) !== null;
    const target = s.targets[0];
    if (target?.k !== "name") continue;
    if (picks) tables.add(target.name);
    else if (namesIn(s.value).some((n) => lists.has(n)) && s.value.k !== "index") lists.add(target.name);
  }
}

/** `picked["age"]`, `picked.drop(["age"], axis=1)`: columns of a table by names that the ranking does not hold for sure. */
function isNamedOf(e: Expr, tables: ReadonlySet<string>, known: ReadonlySet<string>): boolean {
  const isOther = (x: Expr): boolean => isText(x) && !known.has(x.value);
  if (e.k === "index") return e.object.k === "name" && tables.has(e.object.name) && (isOther(e.index) || (e.index.k === "list" && e.index.items.some(isOther)));
  if (e.k !== "call" || e.func.k !== "attr" || e.func.name !== "drop" || e.func.object.k !== "name" || !tables.has(e.func.object.name)) return false;
  return e.args.some(({ value }) => isOther(value) || (value.k === "list" && value.items.some(isOther)));
}

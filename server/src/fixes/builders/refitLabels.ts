/** HLD111: a transformer that was fitted on a table which still held its labels knows a column that rows of another file do not have. */
import type { Expr, Stmt } from "../../program/ir.js";
import { sharesSource } from "../../trace/rows.js";
import { CannotFix, type FixContext } from "../context.js";
import { type PlacedCall, rootOf } from "../document.js";
import { viewOf } from "../moves/builders.js";

/** `scaler.fit_transform(train)` above `y = train["sick"]`: rows of another file have no such column to transform. @throws CannotFix */
export function checkLabels(cx: FixContext, { stmt }: PlacedCall, one: Expr, two: Expr, title: string): void {
  if (one.k !== "name" || two.k !== "name") return;
  const view = viewOf(cx);
  const [label] = view.module.stmts.flatMap((s) => {
    const e = s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" && cx.doc.isBefore(stmt.at, s.at) ? s.value : null;
    return e?.k === "index" && e.object.k === "name" && e.object.name === one.name && e.index.k === "const" ? [String(e.index.value)] : [];
  });
  if (label === undefined) return;
  const isLabel = (e: Expr | null): boolean => (e?.k === "attr" && e.name === label) || (e?.k === "index" && e.index.k === "const" && e.index.value === label);
  // What is stored there further down, such as predictions, is not there yet.
  const bare = !view.usesOf(two.name, null).some((u) => isLabel(u.around) && cx.doc.isBefore(u.at, two.at));
  const sameTable = cx.dataAt(one.at)?.rows.terms[0]?.source.key === cx.dataAt(two.at)?.rows.terms[0]?.source.key;
  if (bare && !sameTable) throw new CannotFix(`\`${one.name}\` still holds \`${label}\` there, which \`${two.name}\` may not have.`, title);
}

/** Two loops over all columns of a table each: what was dropped from the first alone has nothing that could be kept for it. @throws CannotFix */
export function checkColumns(cx: FixContext, one: Stmt & { k: "for" }, two: Stmt & { k: "for" }, title: string): void {
  const [first, second] = [one, two].map(({ iter }) => (iter.k === "attr" && iter.name === "columns" && iter.object.k === "name" ? iter.object : null));
  if (!first || !second || first.name === second.name) return;
  const drops = (table: Expr & { k: "name" }): boolean => {
    const made = cx.doc.uses(table.name).findLast((u) => u.binds && cx.doc.isBefore(u.at, table.at))?.placed.stmt;
    return made?.k === "assign" && /\.drop\(/.test(cx.doc.text(made.value.at));
  };
  if (drops(first) && !drops(second)) throw new CannotFix(`\`${second.name}\` may have columns that \`${first.name}\` lacks.`, title);
}

/**
 * `for c in train.columns: if train[c].dtype == "object": …`, for tables of two files: somewhere among all columns of text stand names, dates or codes,
 * and an encoder of labels stops at the first that the other file does not hold. @throws CannotFix
 */
export function checkAnyText(cx: FixContext, first: PlacedCall, again: PlacedCall, title: string): void {
  const loop = again.around.findLast((s) => s.k === "for");
  if (loop?.k !== "for" || loop.target.k !== "name") return;
  const isAll = /\.columns$|\.keys\(\)$|\bselect_dtypes\(/.test(cx.doc.text(loop.iter.at));
  const [one, two] = [first, again].map(({ call: { args } }) => args[0] && cx.dataAt((rootOf(args[0].value) ?? args[0].value).at)?.rows);
  if (isAll && one && two && !sharesSource(one, two))
    throw new CannotFix("It encodes every column of text, and would stop at the first value that the file of the training rows does not hold.", title);
}

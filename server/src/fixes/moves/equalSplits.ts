/** Splits beside the one that takes rows which are drawn above: those that have to hold the very same rows. */
import type { Span } from "../../base/span.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import type { Rows } from "../../trace/rows.js";
import { calledName } from "../splits.js";
import { bareTables } from "./bareTables.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { keptLabels } from "./gathered.js";
import { isSorted } from "./inPlace.js";
import type { Late } from "./late.js";
import { namesIn } from "./learning.js";
import { no } from "./outcome.js";
import { type Drawn, rootName } from "./picked.js";
import { type Labels, relabelled, renumbers } from "./rowLabels.js";
import { optionsOf, splitsIn, type WrittenSplit } from "./splits.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";

/**
 * Further splits with the same seed and the same options draw the same rows; they have to stay equal to this one, but for those of other tables with
 * labels of their own. Splits without a seed draw others each time: those that take what was learned have to go by the rows that it was learned from.
 */
export function equalSplits({ view, rowsAt, split, others }: Late, first: Place, table: string): WrittenSplit[] {
  const seeded = isSeeded(split);
  const made = new Set(split.parts.flatMap((part) => [part.train, part.test]));
  const own = new Set([table, ...split.inputs.flatMap(namesIn)]);
  const isApart = (s: WrittenSplit): boolean => Math.min(s.inputs.length, split.inputs.length) > 1 && !s.inputs.flatMap(namesIn).some((n) => own.has(n));
  const options = optionsOf(split, "stratify");
  return splitsIn(view, first.line.stmts.slice(first.index))
    .filter((s) => s.place.stmt !== split.place.stmt && optionsOf(s, "stratify") === options)
    .filter((s) => seeded || others.some((o) => o.place.stmt === s.place.stmt))
    .filter((s) => !s.inputs.some((e) => namesIn(e).some((n) => made.has(n))) && !isApart(s))
    .filter((s) => s.inputs.some((e) => split.inputs.some((x) => rowsIn(rowsAt, e) !== null && rowsIn(rowsAt, e)?.key === rowsIn(rowsAt, x)?.key)))
    .filter((s) => !s.inputs.some((e) => isReadAnew(view, e, s.place, first)));
}

/** Equal splits draw the same rows where these stand in the same order, and have the labels that they are drawn by, or are given or carried to (`labels`). @throws CannotFix */
export function checkOrder(
  view: View,
  equal: readonly WrittenSplit[],
  first: Place,
  by: Drawn["by"],
  labels: Pick<Labels, "across" | "labelled"> | null = null,
): void {
  const keeps = (fn: Fn): boolean => keptLabels(view, fn, renumbers) !== null;
  const bare = (s: Stmt): boolean => !labels?.labelled.has(s) && bareTables(view, s).length > 0;
  const anew = (s: WrittenSplit): boolean => relabelled(view, s, { from: first.index, keeps, bare, but: labels?.across ?? null }) !== null;
  const moved = equal.filter((s) => s.place.line === first.line).find((s) => (by === "position" ? isSorted(view, s, first.index) : anew(s)));
  if (moved) no(`\`${short(view.textOf(moved.place.stmt.at))}\` splits the rows in another order`);
}

/** Whether a split draws the same rows whenever it is made. */
export const isSeeded = (split: WrittenSplit): boolean =>
  split.options.some((o) => o.name === "random_state" && o.value.k === "const" && typeof o.value.value === "number");

/** The rows of an expression: its own, or those of the table that it is taken from. */
function rowsIn(rowsAt: (at: Span) => Rows | null, e: Expr): Rows | null {
  const root = rootName(e);
  return rowsAt(e.at) ?? (root && rowsAt(root.at));
}

/** Whether what an expression holds is read from a file below a place: a file of the same name may be another one by then, and its table is. */
function isReadAnew(view: View, e: Expr, at: Place, first: Place): boolean {
  return namesIn(e).some((name) => {
    const store = lastStore(view, name, at);
    if (!store || store.line !== first.line || store.index < first.index || store.stmt.k !== "assign") return false;
    let reads = false;
    eachExprIn(store.stmt, (x) => {
      if (x.k === "call" && /^(read_\w+|load(txt|mat)?|genfromtxt)$/.test(calledName(x))) reads = true;
    });
    return reads || isReadAnew(view, store.stmt.value, store, first);
  });
}

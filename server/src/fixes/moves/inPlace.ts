/** Rows that a table loses in place, under whatever name. */
import { blocksOf } from "../../program/blocks.js";
import type { Arg, Expr, Stmt } from "../../program/ir.js";
import { relation } from "../../trace/rows.js";
import type { Late } from "./late.js";
import { namesIn } from "./learning.js";
import { rootName } from "./picked.js";
import type { WrittenSplit } from "./splits.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** Whether a statement with blocks of its own, such as a loop, binds a table anew or drops rows of it: a later round has fewer of them. */
export function losesRowsIn({ stmt }: Place, table: string): boolean {
  if (!blocksOf(stmt).length) return false;
  let found = false;
  eachExprIn(stmt, (e, _fn, stored) => {
    if (stored && e.k === "name" && e.name === table) found = true;
    if (e.k === "call" && e.func.k === "attr" && e.args.some((a) => a.name === "inplace") && rootName(e.func.object)?.name === table) found = true;
  });
  return found;
}

/** Whether a statement between the learning and the split takes rows out of a table of these rows in place: other names may stand for the same table. */
export function losesRows({ view, rowsAt, start, learning, split }: Late): boolean {
  const from = view.ancestorIn(start, split.place.line)?.index ?? 0;
  const own = learning.learned.rows;
  return split.place.line.stmts.slice(from, split.place.index).some((s) => {
    if (s.k === "def" || s.k === "class") return false;
    let found = false;
    eachExprIn(s, (e) => {
      if (e.k !== "call" || e.func.k !== "attr" || !/^(drop|dropna|drop_duplicates|query)$/.test(e.func.name)) return;
      const told = (a: Arg | undefined): string => (a ? view.textOf(a.value.at) : "");
      const named = (name: string): string => told(e.args.find((a) => a.name === name));
      if (named("inplace") !== "True" || (e.func.name !== "query" && (/^(1|["']columns["'])$/.test(named("axis")) || named("columns")))) return;
      if (e.func.name === "drop" && told(e.args.filter((a) => !a.name)[1]) === "1") return;
      const root = rootName(e.func.object);
      const rows = root && rowsAt(root.at);
      if (!rows || !/^(unknown|disjoint)$/.test(relation(rows, own))) found = true;
    });
    return found;
  });
}

/** Variables that a statement binds or writes into; a call that changes its object in place counts. */
export function writtenIn(s: Stmt): string[] {
  const out: string[] = [];
  eachExprIn(s, (e, _fn, stored) => {
    if (stored) out.push(...namesIn(e).slice(0, 1));
    if (e.k === "call" && e.func.k === "attr" && e.args.some((a) => a.name === "inplace")) out.push(...namesIn(e.func.object).slice(0, 1));
  });
  return out;
}

/** Whether rows are put into another order between a statement of the split's line and the split: their numbers are others then. */
export function isSorted(view: View, { place: { line, index }, inputs }: WrittenSplit, from: number): boolean {
  const names = new Set(inputs.flatMap(namesIn));
  return line.stmts
    .slice(from, index)
    .reverse()
    .some((s) => {
      const call = s.k === "expr" && s.value?.k === "call" ? s.value : null;
      const own = s.k !== "def" && s.k !== "class" && (writtenIn(s).some((n) => names.has(n)) || (call && /(^|\.)shuffle$/.test(view.textOf(call.callee))));
      if (!own) return false;
      if (s.k === "assign") for (const n of namesIn(s.value)) names.add(n);
      if (/\[::-1\]|\bpermutation\(/.test(view.textOf(s.at))) return true;
      return /\bshuffle\s*\(/.test(view.textOf(s.at)) || sortsRows(s);
    });
}

/** Whether a statement sorts or picks rows; of a table's groups, values and columns there is one number each. */
function sortsRows(s: Stmt): boolean {
  let found = false;
  eachExprIn(s, (e) => {
    if (e.k !== "call" || e.func.k !== "attr" || !/^(sort_values|sort_index|sort|sample|reindex|nlargest|nsmallest)$/.test(e.func.name)) return;
    found ||= !isSummed(e.func.object);
  });
  return found;
}

/** `df.groupby("street")["rent"].mean()`, `df["street"].value_counts()`, `df.isnull().sum()`. */
function isSummed(e: Expr): boolean {
  if (e.k !== "call" || e.func.k !== "attr") return false;
  if (e.func.name === "value_counts") return true;
  if (!/^(mean|median|sum|count|size|min|max|std|var|nunique)$/.test(e.func.name)) return false;
  let of = e.func.object;
  while (of.k === "index") of = of.object;
  return of.k === "call" && of.func.k === "attr" && /^(groupby|isnull|isna)$/.test(of.func.name);
}

/** Arrays that are made tables again without the labels of the rows that they come from: these are numbered anew, unless they are given them. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { boundTo, lastStore } from "./chain.js";
import { isAsItWas, wholeTable } from "./cutFrom.js";
import { isModule, kindOf } from "./kinds.js";
import type { Late } from "./late.js";
import { type Call, namesIn } from "./learning.js";
import { point } from "./lines.js";
import type { WrittenSplit } from "./splits.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** The calls of a statement that make a table of an array and give its rows no labels. */
export function bareTables(view: View, s: Stmt): Call[] {
  const place = view.placeOf(s);
  const out: Call[] = [];
  if (!place) return out;
  eachExprIn(s, (e) => {
    if (e.k !== "call" || e.func.k !== "attr" || !/^(DataFrame|Series)$/.test(e.func.name) || !isModule(view, e.func.object, "pandas")) return;
    const [data] = e.args;
    const hasLabels = e.args.some((a) => a.star || a.name === "index") || e.args.filter((a) => !a.name).length > 1;
    if (data && (!data.name || data.name === "data") && !hasLabels && kindOf(view, data.value, place) === "array") out.push(e);
  });
  return out;
}

/** What gives the rows of a file another order, or other labels. */
const mixes = /\.(sort_\w+|sample|reindex|set_index|nlargest|nsmallest)\s*\(|\bindex_col\b|\bshuffle\(/;

/** Whether an array has all rows of a file in its order: these are numbered as they are. */
export function isAsRead(view: View, call: Call, rowsAt: Late["rowsAt"]): boolean {
  const place = view.placeAt(call.at);
  const data = call.args[0]?.value;
  const [only, ...more] = (data && (rowsAt(data.at) ?? rowsAt(transformed(data).at))?.terms) || [];
  if (!place || !only || more.length || only.cuts.length || only.after.length || only.mix) return false;
  return !place.line.stmts.slice(0, place.index).some((s) => mixes.test(view.textOf(s.at)));
}

/** Edits by which such tables get the labels of the table that they are made of, row for row; null where it does not show, or other tables with new numbers are laid beside them. */
export function labelsGiven(view: View, s: Stmt, calls: readonly Call[], split: WrittenSplit): TextEdit[] | null {
  const place = view.placeOf(s);
  if (!place || place.line !== split.place.line || s.k !== "assign") return null;
  const made = s.targets.flatMap((t) => (t.k === "name" ? [t.name] : []));
  if (made.length !== s.targets.length || isLaidBeside(view, place, made, split.place) || isAskedLater(view, made, split.place)) return null;
  const edits = calls.map((call): TextEdit | null => {
    const data = call.args[0]?.value;
    const table = data && tableBehind(view, data, place);
    const last = call.args.at(-1);
    return table && last ? { at: point(call.at.source, last.value.at.end), text: `, index=${table}.index` } : null;
  });
  return edits.every((e) => e !== null) ? edits : null;
}

/** `T` of `scaler.transform(T)`; anything else as it is. */
function transformed(e: Expr): Expr {
  const given = e.k === "call" && e.func.k === "attr" && /^(fit_)?transform$/.test(e.func.name) ? e.args[0]?.value : undefined;
  return given ?? e;
}

/** `T` of `scaler.fit_transform(T)`, of `T.values` and of what was bound to either. */
const tableBehind = (view: View, e: Expr, place: Place): string | null => tablesBehind(view, e, place)[0] ?? null;

/** The same with the tables that such a table was cut from, for one that is overwritten by its own scaled rows; those alone that are at `place` as they were. */
function tablesBehind(view: View, e: Expr, place: Place, depth = 0): string[] {
  const made = e.k === "name" ? lastStore(view, e.name, place) : null;
  const value = made && e.k === "name" ? boundTo(made.stmt, e.name) : null;
  if (depth > 8) return [];
  if (made && value && made.line === place.line) return tablesBehind(view, value, made, depth + 1).filter((t) => isAsItWas(view, t, made, place));
  const table = wholeTable(view, transformed(e), place);
  if (table === null) return [];
  const cut = lastStore(view, table, place);
  const of = cut && cut.line === place.line ? boundTo(cut.stmt, table) : null;
  const further = cut && of && of.k !== "name" ? tablesBehind(view, of, cut, depth + 1).filter((t) => isAsItWas(view, t, cut, place)) : [];
  return [table, ...further];
}

/** What asks for rows by their labels, which are no numbers from 0 on any more. */
const asks = /\.(loc|at|ix|index)\b|\.drop\(\s*(?:index\s*=\s*|labels\s*=\s*)?[[\d(]|\.get\(/;

const joins = /\b(concat|merge|join|reset_index|insert|assign)\s*\(/;

/** Whether a table is joined with others, or given a column of one, before the split: these may go by the new numbers. */
function isLaidBeside(view: View, from: Place, made: readonly string[], to: Place): boolean {
  const own = new Set(made);
  return from.line.stmts.slice(from.index + 1, to.index).some((s) => {
    const reads = [...own].some((n) => view.usesOf(n, from.line.fn).some((u) => holds(s.at, u.at)));
    if (!reads) return false;
    if (s.k === "assign") {
      const writes = s.targets.some((t) => t.k !== "name");
      if (
        writes &&
        [...namesIn(s.value), ...s.targets.flatMap((t) => (t.k === "index" && t.object.k === "name" ? [t.object.name] : []))].some((n) => !own.has(n))
      )
        return true;
      for (const t of s.targets) if (t.k === "name") own.add(t.name);
    }
    return joins.test(view.textOf(s.at)) || asks.test(view.textOf(s.at));
  });
}

/** Whether rows of such a table, or of a part of it, are asked for by their numbers behind the split. */
function isAskedLater(view: View, made: readonly string[], to: Place): boolean {
  const own = new Set(made);
  for (const s of to.line.stmts)
    if (s.k === "assign" && namesIn(s.value).some((n) => own.has(n))) for (const t of s.targets) for (const n of namesIn(t)) own.add(n);
  const named = [...own].filter((n) => /^\w+$/.test(n));
  const picked = new RegExp(`\\b(?:${named.join("|")})(?:\\.(?:loc|at|ix)\\[|\\[\\w+\\] for \\w+ in range\\()`);
  return to.line.stmts.slice(to.index + 1).some((s) => picked.test(view.textOf(s.at)));
}

/** Predictions that are shown beside their score, printed or as points: those of held-out rows can be shown in the same way. */
import type { Expr, Stmt } from "../../program/ir.js";
import { type Rows, relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { calledName } from "../splits.js";
import { lastStore } from "./chain.js";
import { drawnBeside } from "./said.js";
import { holds, type Place, type View } from "./view.js";
import { eachExpr, reads } from "./walk.js";

/** Statements that only show predictions that `asked` makes of these rows, with those beside them that show the same rows; `data`: inputs and labels. */
export function shownToo(cx: FixContext, view: View, asked: readonly Place[], rows: Rows, data: readonly string[]): Place[] {
  const out = new Map<Stmt, Place>();
  for (const p of asked) {
    const [target, ...more] = p.stmt.k === "assign" ? p.stmt.targets : [];
    const isLoop = p.line.owner?.k === "for" || p.line.owner?.k === "while";
    if (target?.k !== "name" || more.length || isLoop) continue;
    for (const u of view.usesOf(target.name, p.line.fn)) {
      const { place } = u;
      if (u.stored || place.line !== p.line || out.has(place.stmt) || asked.some((a) => holds(a.stmt.at, u.at))) continue;
      if (lastStore(view, target.name, place) !== p || !sameRows(cx, place.stmt, rows, [target.name, ...data])) continue;
      for (const s of shownWith(view, place, target.name, data)) {
        const at = view.placeOf(s);
        if (at && sameRows(cx, s, rows, [target.name, ...data])) out.set(s, at);
      }
    }
  }
  return [...out.values()];
}

/** The statement and those that go with it; none where it does more than show. */
function shownWith(view: View, place: Place, preds: string, data: readonly string[]): Stmt[] {
  const { stmt, line, index } = place;
  if (isPrinted(stmt, preds)) {
    const beside = [line.stmts[index - 1], line.stmts[index + 1]].filter((s) => s !== undefined && data.some((n) => isPrinted(s, n)));
    return [stmt, ...(beside as Stmt[])];
  }
  if (!isPoints(stmt)) return [];
  const drawn = drawnBeside(view, stmt);
  // A line through rows in another order goes back and forth.
  const goes = drawn.every((s) => isPoints(s) || ![preds, ...data].some((n) => isGiven(s, n)));
  return goes ? [stmt, ...drawn.filter((s) => reads(s, [preds, ...data]))] : [];
}

/** `print(preds)`, `display(preds[:5])`, or the value alone at the end of a cell. */
function isPrinted(s: Stmt, name: string): boolean {
  if (s.k !== "expr") return false;
  const isFirst = (e: Expr): boolean => (e.k === "name" ? e.name === name : e.k === "index" && e.index.k === "slice" && isFirst(e.object));
  const call = s.value.k === "call" ? s.value : null;
  if (call && /^(print|display)$/.test(calledName(call)))
    return call.args.every((a) => isFirst(a.value) || a.value.k === "const") && call.args.some((a) => isFirst(a.value));
  return isFirst(s.value) || (call?.func.k === "attr" && call.func.name === "head" && isFirst(call.func.object));
}

/** Points of rows, in no order. */
const isPoints = (s: Stmt): boolean => s.k === "expr" && s.value.k === "call" && /^(scatter|scatterplot|regplot)$/.test(calledName(s.value));

/** Whether a call is given a variable as it is. */
const isGiven = (s: Stmt, name: string): boolean =>
  s.k === "expr" && s.value.k === "call" && s.value.args.some((a) => a.value.k === "name" && a.value.name === name);

/** Whether all rows that a statement reads are these, under these names. */
function sameRows(cx: FixContext, s: Stmt, rows: Rows, names: readonly string[]): boolean {
  let all = s.k === "expr";
  if (s.k === "expr")
    eachExpr(s.value, (e) => {
      const d = e.k === "name" ? cx.dataAt(e.at) : null;
      if (e.k === "name" && d && !d.elem) all &&= names.includes(e.name) && relation(d.rows, rows) === "same";
    });
  return all;
}

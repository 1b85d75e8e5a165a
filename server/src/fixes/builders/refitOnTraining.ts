/** HLD111: a transformer of a column that is fitted to the evaluation rows alone: it is fitted to the same column of the training rows. */
import type { Fix } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { FixContext } from "../context.js";
import { nodesIn, receiver } from "../document.js";
import { Draft } from "../draft.js";
import { columnOf, fits, handedTo } from "./refitColumns.js";
import { isBinding } from "./refitLater.js";

type Name = Expr & { k: "name" };

/** `imputer.fit(test[["fare"]])` → `imputer.fit(train[["fare"]])`, where nothing fits it to the training rows. */
export function fitToTrainingColumn(cx: FixContext): Fix | null {
  const again = cx.doc.callAt(cx.finding.at);
  const step = cx.finding.steps[0] && cx.doc.callAt(cx.finding.steps[0].at);
  const object = again && receiver(again.call);
  if (!again || !step || object?.k !== "name" || again.around.length || again.stmt.k !== "expr" || again.stmt.value !== again.call) return null;
  const [own, other] = [handedTo(cx, again.call), handedTo(cx, step.call)];
  if (again.call.func.k !== "attr" || again.call.func.name !== "fit" || !own || !other || own.table === other.table) return null;
  const isOther = (on: Expr | null): boolean => on?.k === "name" && on.name === object.name;
  if (cx.doc.units.some((u) => u.calls.some(({ call }) => call !== again.call && fits(call) && isOther(receiver(call))))) return null;
  const before = cx.doc.units.flatMap((u) => u.placed).filter(({ stmt }) => cx.doc.isBefore(stmt.at, again.stmt.at));
  const isRead = (name: string): boolean => {
    const made = before.findLast(({ stmt }) => isBinding(stmt, name))?.stmt;
    return made?.k === "assign" && made.value.k === "call" && /(^|\.)read_\w+$/.test(cx.doc.text(made.value.callee));
  };
  const tables = [own.table, other.table];
  // Both as they were read: neither has been changed, whole or in this column.
  if (!tables.every(isRead) || before.some(({ stmt }) => tables.some((t) => mayWrite(stmt, t, own.column)))) return null;
  if (!hasColumn(cx, other.table, own.column)) return null;
  return new Draft(cx).replace(own.at, other.table).finish("unsafe", "Fit it to the training rows");
}

/** Whether a statement may write into a column of a table, under whatever name: reads do not, nor writes into other columns. */
function mayWrite(s: Stmt, table: string, column: string): boolean {
  const writes = (e: Expr): boolean => {
    const nodes = [...nodesIn(e)];
    if (nodes.some((x) => isText(x, column))) return true;
    const root = nodes.find((x): x is Name => x.k === "name" && x.name === table);
    return root !== undefined && e !== root && nodes.every((x) => columnOf(x, root)[0] === undefined);
  };
  if (s.k === "assign") return s.targets.some(writes);
  if (s.k === "aug") return writes(s.target);
  if (s.k !== "expr" || s.value.k !== "call") return s.k === "for" && [...nodesIn(s.iter)].some((e) => e.k === "name" && e.name === table);
  const { func, args } = s.value;
  const handsOn = func.k !== "name" || !/^(print|display)$/.test(func.name);
  const on = func.k === "attr" ? func.object : func;
  const changes = (on.k === "name" && on.name === table) || writes(on);
  return (args.some((a) => a.name === "inplace") && changes) || (handsOn && args.some((a) => a.value.k === "name" && a.value.name === table));
}

const isText = (e: Expr, text: string): boolean => e.k === "const" && e.value === text;

/** Whether the program takes a column out of a table: by its name or in a list of names, also in a loop over tables. */
function hasColumn(cx: FixContext, table: string, column: string): boolean {
  const stmts = cx.doc.units.flatMap((u) => u.placed.map((p) => p.stmt));
  const bound = (holds: (e: Expr) => boolean): Set<string> =>
    new Set(stmts.flatMap((s) => (s.k === "assign" && holds(s.value) ? s.targets.flatMap((t) => (t.k === "name" ? [t.name] : [])) : [])));
  const holdsTable = (e: Expr): boolean => e.k === "list" && e.items.some((x) => x.k === "name" && x.name === table);
  const [names, tables] = [bound((e) => isListed(e, column)), bound(holdsTable)];
  const loops = stmts.flatMap((s) =>
    s.k === "for" && s.target.k === "name" && (holdsTable(s.iter) || (s.iter.k === "name" && tables.has(s.iter.name))) ? [s.target.name] : [],
  );
  const takes = (e: Expr): boolean =>
    e.k === "index" &&
    e.object.k === "name" &&
    [table, ...loops].includes(e.object.name) &&
    (isText(e.index, column) || isListed(e.index, column) || (e.index.k === "name" && names.has(e.index.name)));
  return stmts.some((s) => (s.k === "assign" || s.k === "expr") && [...nodesIn(s.value)].some(takes));
}

const isListed = (e: Expr, column: string): boolean => e.k === "list" && e.items.some((x) => isText(x, column));

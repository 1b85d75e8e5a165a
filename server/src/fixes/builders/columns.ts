/** HLD107: the column that holds the answer leaves the inputs. */
import type { Span } from "../../base/span.js";
import type { Expr } from "../../program/ir.js";
import { targetAmong } from "../../trace/target.js";
import { CannotFix, type FixContext } from "../context.js";
import { argument, type CallExpr, nodesIn, type Placed } from "../document.js";
import { Draft } from "../draft.js";

export function dropTarget(cx: FixContext) {
  const { at } = cx.finding;
  for (const fit of cx.q.trainings) {
    const hit = targetAmong(fit);
    const place = hit?.at ?? fit.at;
    if (!hit || place.source !== at.source || place.start !== at.start) continue;
    const title = `Take ${hit.column} out of the inputs`;
    const draft = new Draft(cx);
    const places = [hit.at, fit.fit?.columns.at, fit.at].flatMap((span) => (span && cx.isOwn(span.source) ? [cx.doc.statementAt(span)] : []));
    for (const placed of places)
      if (placed && takeOut(cx, draft, placed, hit.column)) {
        const later = readLater(cx, placed, hit.column);
        if (later) throw new CannotFix(`\`${later}\` is read further down.`, title);
        return draft.finish("unsafe", title);
      }
    throw new CannotFix("The inputs are put together in a way that cannot be changed by one edit.", title);
  }
  return null;
}

/** Takes a column out of the selections that a statement makes, and out of equal ones elsewhere. */
function takeOut(cx: FixContext, draft: Draft, placed: Placed, column: string): boolean {
  const found = expressionsOf(placed).flatMap((e) => [...nodesIn(e)]);
  for (const e of found) {
    const list = e.k === "index" ? listBehind(cx, e.index) : null;
    if (list?.items.some((item) => isText(item, column)) && list.items.length > 1) {
      const { stmt } = placed;
      const table = stmt.k === "assign" && stmt.targets[0]?.k === "name" ? stmt.targets[0].name : null;
      if (table && dropsGaps(cx, table, placed))
        throw new CannotFix(`Rows of \`${table}\` are dropped by their gaps: without the column, other rows would stay.`);
      for (const same of equalLists(cx, list)) removeItem(cx, draft, same, column);
      return true;
    }
    if (e.k === "call" && dropsColumns(e)) {
      const words = cx.doc.text(e.at).slice(cx.doc.text(e.func.at).length);
      const same = cx.doc.units.flatMap((unit) => unit.calls).filter(({ call }) => dropsColumns(call) && cx.doc.text(call.at).endsWith(words));
      for (const { call } of same) if (!dropAlso(cx, draft, call, column)) return false;
      return same.length > 0;
    }
  }
  return false;
}

/** A later read of the column from the table that a statement makes or changes; null where there is none. */
function readLater(cx: FixContext, { stmt }: Placed, column: string): string | null {
  const target = stmt.k === "assign" ? stmt.targets[0] : undefined;
  const called = stmt.k === "expr" && stmt.value.k === "call" && stmt.value.func.k === "attr" ? stmt.value.func.object : null;
  const table = target?.k === "name" ? target.name : called?.k === "name" ? called.name : null;
  if (table === null) return null;
  const reads = (e: Expr): boolean =>
    (e.k === "index" && e.object.k === "name" && e.object.name === table && isText(e.index, column)) ||
    (e.k === "attr" && e.object.k === "name" && e.object.name === table && e.name === column);
  for (const placed of cx.doc.units.flatMap((unit) => unit.placed))
    for (const e of expressionsOf(placed).flatMap((x) => [...nodesIn(x)])) if (cx.doc.isBefore(stmt.at, e.at) && reads(e)) return cx.doc.text(e.at);
  return null;
}

/** `X = X.dropna()` behind the selection: whether the column has a value decides which rows stay. */
function dropsGaps(cx: FixContext, table: string, { stmt }: Placed): boolean {
  return cx.doc.units
    .flatMap((unit) => unit.calls)
    .some(({ call }) => {
      const on = call.func.k === "attr" && call.func.name === "dropna" ? call.func.object : null;
      return on?.k === "name" && on.name === table && !argument(call, "subset", -1) && cx.doc.isBefore(stmt.at, call.at);
    });
}

function expressionsOf({ stmt }: Placed): Expr[] {
  return stmt.k === "assign" || stmt.k === "expr" || stmt.k === "return" ? (stmt.value ? [stmt.value] : []) : [];
}

const isText = (e: Expr, text: string): boolean => e.k === "const" && e.value === text;

type ListExpr = Expr & { readonly items: Expr[] };

const isList = (e: Expr): e is ListExpr => e.k === "list";

/** The list that an index picks columns by: written there, or under a name that is bound once. */
function listBehind(cx: FixContext, index: Expr): ListExpr | null {
  if (isList(index)) return index;
  if (index.k !== "name") return null;
  const bound = cx.doc.uses(index.name).filter((use) => use.binds);
  const stmt = bound[0]?.placed.stmt;
  return bound.length === 1 && stmt?.k === "assign" && isList(stmt.value) ? stmt.value : null;
}

/** Every list in the document that is written like this one: the test rows are picked by a copy. */
function equalLists(cx: FixContext, list: ListExpr): ListExpr[] {
  const words = cx.doc.text(list.at);
  const all = cx.doc.units
    .flatMap((unit) => unit.placed)
    .flatMap(expressionsOf)
    .flatMap((e) => [...nodesIn(e)]);
  return all.filter((e): e is ListExpr => isList(e) && cx.doc.text(e.at) === words);
}

function removeItem(cx: FixContext, draft: Draft, { items, at }: ListExpr, column: string): void {
  const i = items.findIndex((item) => isText(item, column));
  const [before, item, next] = [items[i - 1], items[i] as Expr, items[i + 1]];
  const { source } = at;
  const own = before || next ? ownLine(cx, item) : null;
  if (own) draft.replace(own, "");
  else if (next) draft.replace({ source, start: item.at.start, end: next.at.start }, "");
  else if (before) draft.replace({ source, start: before.at.end, end: item.at.end }, "");
  else throw new CannotFix(`Nothing would be left of ${cx.doc.text(at)}.`);
}

/** The line of an item that has one to itself, so that comments beside it stay. */
function ownLine(cx: FixContext, { at }: Expr): Span | null {
  const unit = cx.doc.unit(at.source);
  if (!unit) return null;
  const start = unit.lineStart(at.start);
  const behind = /^,[ \t]*(?:#[^\r\n]*)?\r?\n/.exec(unit.text.slice(at.end));
  return behind && !unit.text.slice(start, at.start).trim() ? { source: at.source, start, end: at.end + behind[0].length } : null;
}

/** `.drop(columns=…)` and `.drop(…, axis=1)`. */
function dropsColumns(call: CallExpr): boolean {
  if (call.func.k !== "attr" || call.func.name !== "drop") return false;
  const axis = argument(call, "axis", 1);
  return call.args.some((a) => a.name === "columns") || (axis?.k === "const" && (axis.value === 1 || axis.value === "columns"));
}

function dropAlso(cx: FixContext, draft: Draft, call: CallExpr, column: string): boolean {
  const names = argument(call, "columns", -1) ?? argument(call, "labels", 0);
  if (!names) return false;
  const word = JSON.stringify(column);
  if (names.k === "const" && typeof names.value === "string") draft.replace(names.at, `[${cx.doc.text(names.at)}, ${word}]`);
  else if (names.k === "list" && names.items.length) {
    const end = (names.items.at(-1) as Expr).at.end;
    draft.replace({ source: names.at.source, start: end, end }, `, ${word}`);
  } else return false;
  return true;
}

/** Lists that are filled on the way from a table to its split: windows, or the rows of groups, are not the rows of the table, one for one. */
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import type { Rows } from "../../trace/rows.js";
import { calledName } from "../splits.js";
import { lastStore } from "./chain.js";
import { alongColumns } from "./columns.js";
import { kindOf } from "./kinds.js";
import type { Late } from "./late.js";
import { no } from "./outcome.js";
import { functionOf, type Place, type Use, type View } from "./view.js";
import { eachExprIn, partsOf } from "./walk.js";

/** Where lists are looked for, and what is known of the data. */
interface Between extends Pick<Late, "view" | "rowsAt"> {
  counts(u: Use): boolean;
  readonly seen: Set<Stmt>;
}

/** What an expression is made of: its rows, or the names of its columns alone. */
interface Source {
  readonly name: string;
  readonly gives: "rows" | "columns";
}

/**
 * A list that begins empty between the learning and the split may have other rows than the table where the split takes it, in whatever form. Not
 * where another input has the very rows of the table: they are as many.
 * @throws CannotFix
 */
export function checkFilled({ view, rowsAt, start, split }: Late, rows: Rows): void {
  const { line } = split.place;
  const from = view.ancestorIn(start, line)?.index ?? -1;
  const counts = ({ place }: Use): boolean => {
    const i = view.ancestorIn(place, line)?.index ?? -1;
    return i > from && i < split.place.index;
  };
  const lists = split.inputs.map((e) => filledFor({ view, rowsAt, counts, seen: new Set() }, sourcesOf(view, e, split.place), line.fn));
  const isFollowed = split.inputs.some((e, i) => lists[i] === null && rowsAt(e.at)?.key === rows.key);
  const list = lists.find((found) => found !== null && !(isFollowed && found.gives === "rows"));
  if (list?.gives === "rows") no(`\`${list.name}\` is filled item by item between the learning and the split, and may have other rows than the table`);
  if (list) no(`\`${list.name}\` is filled with what all rows tell, and the columns that are split are chosen by it`);
}

/** What an expression is made of: `df[names]`, `X[:, best]` and `columns=names` take no rows of these names. */
function sourcesOf(view: View, e: Expr, place: Place): Source[] {
  const rows = (x: Expr): Source[] => sourcesOf(view, x, place);
  const columns = (x: Expr): Source[] => rows(x).map(({ name }) => ({ name, gives: "columns" }));
  if (e.k === "name") return [{ name: e.name, gives: "rows" }];
  if (e.k === "index") return [...rows(e.object), ...(picksColumns(view, e, place) ? columns(e.index) : rows(e.index))];
  if (e.k !== "call") return partsOf(e).flatMap(rows);
  const isDropping = calledName(e) === "drop" && alongColumns(view, e);
  return [...(e.func.k === "attr" ? rows(e.func.object) : []), ...e.args.flatMap((a) => (a.name === "columns" || isDropping ? columns : rows)(a.value))];
}

function picksColumns(view: View, { object, index }: Expr & { k: "index" }, place: Place): boolean {
  if (index.k === "tuple") return index.items[0]?.k === "slice";
  return index.k === "name" && object.k === "name" && kindOf(view, object, place) === "frame";
}

/** Of what the names are made of, the first list that begins empty. Functions of the program are looked into. */
function filledFor(cx: Between, sources: readonly Source[], fn: Fn | null): Source | null {
  const { view, seen } = cx;
  for (const { name, gives } of sources)
    for (const u of view.usesOf(name, fn)) {
      const s = u.place.stmt;
      if (!u.stored || s.k !== "assign" || seen.has(s) || !cx.counts(u)) continue;
      seen.add(s);
      const isOurs = gives === "rows" || readsRows(cx, name, fn, u.place);
      if (isOurs && isEmptyList(s.value) && isFilled(view, name, fn, u.place)) return { name, gives };
      if (isOurs && s.value.k === "tuple" && s.value.items.some(isEmptyList)) return { name, gives };
      const made = sourcesOf(view, s.value, u.place).map((x) => (gives === "rows" ? x : { ...x, gives }));
      const found = filledFor(cx, made, fn) ?? filledInside(cx, s.value);
      if (found) return found;
    }
  return null;
}

/** Whether a statement that puts something into a list reads rows: what names columns would be learned of them. The width of a table is none of them. */
function readsRows({ view, rowsAt }: Between, name: string, fn: Fn | null, made: Place): boolean {
  const around = view.usesOf(name, fn).flatMap((u) => (u.stored ? [] : (view.ancestorIn(u.place, made.line) ?? [])));
  const fills = around.filter((p) => p.index > made.index && !(p.stmt.k === "assign" && lastStore(view, name, p) === made));
  return fills.some(({ stmt }) => {
    const widths = new Set<number>();
    let found = false;
    eachExprIn(stmt, (e) => {
      if (e.k === "attr" && /^(shape|columns|dtypes?)$/.test(e.name)) widths.add(e.object.at.start);
      found ||= e.k === "name" && !widths.has(e.at.start) && rowsAt(e.at) !== null;
    });
    return found;
  });
}

/** Whether anything may be put into a list before its name is bound anew. */
const isFilled = (view: View, name: string, fn: Fn | null, made: Place): boolean =>
  view.usesOf(name, fn).some((u) => {
    const store = lastStore(view, name, u.place);
    return !u.stored && (!store || store === made || store.line !== made.line) && u.place !== made;
  });

/** `make_windows(df)`: what the function gives back. */
function filledInside(cx: Between, e: Expr): Source | null {
  const { view } = cx;
  const fn = e.k === "call" && e.func.k === "name" ? functionOf(view, e.func.name) : null;
  if (!fn) return null;
  const returned = fn.body.flatMap((s) => (s.k === "return" && s.value ? sourcesOf(view, s.value, view.placeOf(s) as Place) : []));
  return filledFor({ ...cx, counts: () => true }, returned, fn);
}

/** `[]` and `list()`. */
export const isEmptyList = (e: Expr): boolean =>
  (e.k === "list" && e.items.length === 0) || (e.k === "call" && e.func.k === "name" && e.func.name === "list" && !e.args.length);

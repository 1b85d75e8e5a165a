/** The labels that a split is stratified by, said where its rows are to be drawn: `y = df["sick"]` may be made further down, or in another function. */
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import { boundNowhere, boundTo, isThere, lastStore } from "./chain.js";
import { columnStore, isText } from "./columns.js";
import { type Call, given } from "./learning.js";
import { type Swap, swapped } from "./lines.js";

import type { Place, View } from "./view.js";
import { eachExprIn, partsOf, returnOf } from "./walk.js";

/** Where labels are to be said, and what is there. */
export interface Above {
  readonly view: View;
  readonly place: Place;
  /** Whether a name that is read at a later place has the same value here. */
  isSame(name: string, at: Place): boolean;
  /** A column of the table of that name, as it can be said here. */
  column(e: Expr, from: string, at: Place): string | null;
  /** What makes the same strata, in fewer words. */
  bare(e: Expr): Expr;
}

/** An expression that is read at a later place as it can be said above; null where it cannot. What is not there yet is looked up. */
export function saidAbove(cx: Above, whole: Expr, at: Place, depth = 0): string | null {
  const { view } = cx;
  const e = depth < 2 ? cx.bare(whole) : whole;
  if (e.k === "const") return view.textOf(e.at);
  if (e.k === "name") {
    if (boundNowhere(view, e.name, at.line.fn) || cx.isSame(e.name, at)) return e.name;
    const made = depth < 12 ? madeOf(cx, e.name, at) : null;
    // Brackets would be needed around what is combined.
    return made && (depth === 0 || /^(name|attr|index|call|const)$/.test(made.e.k)) ? saidAbove(cx, made.e, made.place, depth + 1) : null;
  }
  const from = tableOf(view, e, at);
  if (from !== null) return cx.column(e, from, at);
  if (!/^(call|attr|index|binary|unary|compare|list|dict|tuple)$/.test(e.k)) return null;
  const swaps: Swap[] = [];
  for (const part of readBy(e)) {
    const said = saidAbove(cx, part, at, depth + 2);
    if (said === null) return null;
    swaps.push({ at: part.at, text: said });
  }
  return swapped(view, e.at, swaps);
}

/** What an expression reads; the name of a method is no column. */
const readBy = (e: Expr): Expr[] => (e.k === "call" ? [e.func.k === "attr" ? e.func.object : e.func, ...e.args.map((a) => a.value)] : partsOf(e));

/** What a name is bound to: in its own function, by the call that hands it over, or by what the function of the place gives back. */
function madeOf({ view, place }: Above, name: string, at: Place): { e: Expr; place: Place } | null {
  const store = lastStore(view, name, at);
  if (!store) return handedAs(view, name, at.line.fn);
  const s = store.stmt;
  if (s.k !== "assign") return null;
  if (s.value.k === "call" && calls(s.value, place.line.fn)) return givenBack(view, place.line.fn as Fn, s, name);
  const e = s.targets.some((t) => t.k === "name" && t.name === name) ? s.value : boundTo(s, name);
  return e && { e, place: store };
}

/** Whether a call enters a function: `prepared(…)`, or `self.prepared(…)`. */
const calls = ({ func }: Call, fn: Fn | null): boolean =>
  func.k === "name" ? func.name === fn?.name : func.k === "attr" && func.name === fn?.name && func.object.k === "name" && func.object.name === "self";

/** `X, y = prepared(df)`: what the one `return` of a function that is called once gives in the place of a name. */
function givenBack(view: View, fn: Fn, s: Stmt & { k: "assign" }, name: string): { e: Expr; place: Place } | null {
  const only = returnOf(fn);
  const place = only && view.placeOf(only);
  if (!only?.value || !place || timesCalled(view, fn) !== 1) return null;
  const e = boundTo({ ...s, value: only.value }, name);
  return e && { e, place };
}

/** How often the program calls what has the name of a function, as far as its text says it. */
export const timesCalled = (view: View, fn: Fn): number =>
  view.units.reduce((sum, u) => sum + (u.input.text.replace(/#.*/g, "").match(new RegExp(`(?<!\\bdef\\s+)\\b${fn.name}\\s*\\(`, "g"))?.length ?? 0), 0);

/** What the one call of a function hands over as a parameter. */
function handedAs(view: View, name: string, fn: Fn | null): { e: Expr; place: Place } | null {
  const i = fn?.params.findIndex((p) => p.name === name) ?? -1;
  const [use] = fn ? view.usesOf(fn.name, null).filter((u) => !u.stored) : [];
  const call = use?.around;
  if (!fn || i < 0 || timesCalled(view, fn) !== 1 || call?.k !== "call" || !calls(call, fn) || call.args.some((a) => a.star)) return null;
  const e = given(call, name, i);
  return e && use ? { e, place: use.place } : null;
}

/** The variable whose column an expression is: `df["sick"]`, `df[target]`, `df.sick`, `df.iloc[:, 0]`; null for anything else. */
function tableOf(view: View, e: Expr, at: Place): string | null {
  if (e.k !== "attr" && e.k !== "index") return null;
  const { object } = e;
  if (e.k === "index" && isNumbered(e)) return object.k === "attr" && object.object.k === "name" ? object.object.name : null;
  if (object.k !== "name" || boundNowhere(view, object.name, at.line.fn)) return null;
  return e.k === "attr" || isText(e.index) || e.index.k === "name" ? object.name : null;
}

/** `df.iloc[:, 0]`. */
const isNumbered = (e: Expr & { k: "index" }): boolean =>
  e.object.k === "attr" && e.object.name === "iloc" && e.index.k === "tuple" && e.index.items.length === 2 && e.index.items[0]?.k === "slice";

/** Labels by which a split draws the very same rows in another place; null where nobody can tell. */
export function labelsAgain(view: View, e: Expr, split: Place, place: Place): string | null {
  const isSame = (name: string, at: Place): boolean => at.line.fn === place.line.fn && isThere(view, name, place, at);
  const column = (e: Expr, from: string, at: Place): string | null => {
    const name = e.k === "attr" ? e.name : e.k === "index" && isText(e.index) ? e.index.value : null;
    const table = saidAbove(cx, { k: "name", at: e.at, name: from }, at);
    // A table under its own name again, whose column nobody writes to.
    if (name === null || table === null || !/^\w+$/.test(table) || isWritten(view, name)) return null;
    return e.k === "attr" ? `${table}.${name}` : `${table}[${JSON.stringify(name)}]`;
  };
  const cx: Above = { view, place, isSame, column, bare: withoutValues };
  return saidAbove(cx, e, split);
}

/** `df["sick"]` of `df["sick"].values` and `df["sick"].copy()`. */
export function withoutValues(e: Expr): Expr {
  if (e.k === "attr" && e.name === "values") return withoutValues(e.object);
  if (e.k === "call" && e.func.k === "attr" && /^(copy|to_numpy|ravel)$/.test(e.func.name) && !e.args.length) return withoutValues(e.func.object);
  return e;
}

/** Whether the program makes or changes a column of that name anywhere. */
function isWritten(view: View, column: string): boolean {
  let found = false;
  for (const s of view.module.stmts)
    eachExprIn(s, (e, _fn, stored) => {
      if (stored) found ||= columnStore(e)?.names.has(column) ?? false;
    });
  return found;
}

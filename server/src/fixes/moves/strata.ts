/** The labels that a split is stratified by, said where its rows are to be drawn: `y = df["sick"]` may be made further down, or in another function. */
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import { boundNowhere, boundTo, isThere, lastStore } from "./chain.js";
import { columnStore, isText, namedColumn } from "./columns.js";
import { type Call, given, namesIn } from "./learning.js";
import { type Swap, swapped } from "./lines.js";
import { holds, type Place, type View } from "./view.js";
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

/** What the calls of a function hand over as a parameter, or its default: the one call, or all of them the very same. */
export function handedAs(view: View, name: string, fn: Fn | null): { e: Expr; place: Place } | null {
  const i = fn?.params.findIndex((p) => p.name === name) ?? -1;
  const uses = fn ? view.usesOf(fn.name, null).filter((u) => !u.stored) : [];
  if (!fn || i < 0 || !uses.length || timesCalled(view, fn) !== uses.length) return null;
  const handed = uses.map(({ around, place }) => {
    const e = around?.k === "call" && calls(around, fn) && !around.args.some((a) => a.star) ? (given(around, name, i) ?? fn.params[i]?.default ?? null) : null;
    return { e, place };
  });
  const [first] = handed;
  if (!first?.e) return null;
  const { e, place } = first;
  const isSame = handed.every((h) => h.e && view.textOf(h.e.at) === view.textOf(e.at) && namesIn(e).every((n) => isOneThing(view, n, place, h.place)));
  return handed.length === 1 || isSame ? { e, place } : null;
}

/** Whether a name is bound to the same thing at two places, in every round of the loops around them. */
const isOneThing = (view: View, name: string, one: Place, other: Place): boolean =>
  isThere(view, name, one, other) &&
  [one, other].every((at) => {
    for (let p = at.line.parent; p && p.stmt.k !== "def"; p = p.line.parent) {
      const { stmt } = p;
      if (/^(for|while)$/.test(stmt.k) && view.usesOf(name, at.line.fn).some((u) => u.stored && holds(stmt.at, u.at))) return false;
    }
    return true;
  });

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
    const name = namedColumn(e);
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

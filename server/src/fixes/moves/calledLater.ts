/** Functions that read variables of the module, whenever they are called. */
import type { Stmt } from "../../program/ir.js";
import { changedSince } from "./chain.js";
import { holds, type Place, placeBehind, type View } from "./view.js";

/** Whether a place stands in a function of the module that is defined behind a statement of the module. */
export function isCalledLater(view: View, at: Place, made: Place): boolean {
  const { fn } = at.line;
  if (!fn || made.line !== view.module) return false;
  const def = made.line.stmts.findIndex((s) => s.k === "def" && s.fn === fn);
  return def > made.index;
}

/** The place behind the last statement of a line. */
export const endOf = ({ line, stmt }: Place): Place => ({ line, stmt, index: line.stmts.length });

/** Whether a function sees a variable of the module as it was behind a statement, whenever it is called: nothing binds it or changes it afterwards. */
export function isSeenFrom(view: View, name: string, at: Place, made: Place): boolean {
  if (at.line.fn?.locals.has(name) || changedSince(view, name, placeBehind(made), endOf(made))) return false;
  const stores = view.usesOf(name, null).filter((u) => u.stored);
  return stores.length > 0 && stores.every((u) => (view.ancestorIn(u.place, made.line)?.index ?? Number.POSITIVE_INFINITY) <= made.index);
}

/** Whether a function reads a variable of the module in other statements than these. */
export const isReadInFunctions = (view: View, name: string, allowed: readonly Stmt[]): boolean =>
  view.usesOf(name, null).some((u) => u.fn !== null && !u.stored && !allowed.some((s) => holds(s.at, u.at)));

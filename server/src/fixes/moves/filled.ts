/** Lists that are filled on the way from a table to its split: windows, or the rows of groups, are not the rows of the table, one for one. */
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import type { Late } from "./late.js";
import { namesIn } from "./learning.js";
import { functionOf, type Place, type Use, type View } from "./view.js";

/** A list that begins empty between the learning and the split, and that the split takes in whatever form; null where there is none. */
export function filledBetween({ view, start, split }: Late): string | null {
  const { line } = split.place;
  const from = view.ancestorIn(start, line)?.index ?? -1;
  const isBetween = ({ place }: Use): boolean => {
    const i = view.ancestorIn(place, line)?.index ?? -1;
    return i > from && i < split.place.index;
  };
  return filledFor(view, split.inputs.flatMap(namesIn), line.fn, isBetween, new Set());
}

/** Of what the names are made of, the first list that begins empty. Functions of the program are looked into. */
function filledFor(view: View, names: readonly string[], fn: Fn | null, counts: (u: Use) => boolean, seen: Set<Stmt>): string | null {
  for (const name of names)
    for (const u of view.usesOf(name, fn)) {
      const s = u.place.stmt;
      if (!u.stored || s.k !== "assign" || seen.has(s) || !counts(u)) continue;
      seen.add(s);
      if (isEmptyList(s.value) && isFilled(view, name, fn, u.place)) return name;
      if (s.value.k === "tuple" && s.value.items.some(isEmptyList)) return name;
      const found = filledFor(view, namesIn(s.value), fn, counts, seen) ?? filledInside(view, s.value, seen);
      if (found) return found;
    }
  return null;
}

/** Whether anything may be put into a list before its name is bound anew. */
const isFilled = (view: View, name: string, fn: Fn | null, made: Place): boolean =>
  view.usesOf(name, fn).some((u) => {
    const store = lastStore(view, name, u.place);
    return !u.stored && (!store || store === made || store.line !== made.line) && u.place !== made;
  });

/** `make_windows(df)`: what the function gives back. */
function filledInside(view: View, e: Expr, seen: Set<Stmt>): string | null {
  const fn = e.k === "call" && e.func.k === "name" ? functionOf(view, e.func.name) : null;
  if (!fn) return null;
  const returned = fn.body.flatMap((s) => (s.k === "return" && s.value ? namesIn(s.value) : []));
  return filledFor(view, returned, fn, () => true, seen);
}

/** `[]` and `list()`. */
export const isEmptyList = (e: Expr): boolean =>
  (e.k === "list" && e.items.length === 0) || (e.k === "call" && e.func.k === "name" && e.func.name === "list" && !e.args.length);

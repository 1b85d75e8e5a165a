/** A function that learns and is called several times, for column after column of one table: all of its calls hand over the training rows. */
import { samePlace } from "../../base/span.js";
import type { Expr, Fn } from "../../program/ir.js";
import { relation } from "../../trace/rows.js";
import { asked, type Entered, pathWithin } from "./handedRows.js";
import type { Late } from "./late.js";
import { given } from "./learning.js";
import type { View } from "./view.js";

/** The parameter of a function that one of its variables holds, or a copy of it; the variable itself where that cannot be told. */
export function parameterOf(view: View, fn: Fn, name: string): string {
  if (fn.params.some((p) => p.name === name)) return name;
  const made = view.usesOf(name, fn).find((u) => u.stored)?.place.stmt;
  let from = made?.k === "assign" && made.targets.length === 1 && made.targets[0]?.k === "name" ? made.value : null;
  if (from?.k === "call" && from.func.k === "attr" && from.func.name === "copy") from = from.func.object;
  return from?.k === "name" && from.name !== name ? parameterOf(view, fn, from.name) : name;
}

/** All calls of the function that learns, in the order of the program; none where it is used otherwise, or from elsewhere than the split's own line. */
export function allCalls(late: Late): Entered[] {
  const { view, start, learning, split } = late;
  const { fn } = start.line;
  if (!fn || pathWithin(late, learning.learned).length !== 1 || !asked(fn) || fn.params.some((p) => p.kind !== "plain")) return [];
  if (view.module.stmts.filter((s) => s.k === "def" && s.fn.name === fn.name).length !== 1) return [];
  const uses = view.usesOf(fn.name, split.place.line.fn).filter((u) => !u.stored);
  const calls = uses.flatMap(({ around, at, place }): Entered[] => {
    const isCall = around?.k === "call" && around.func.at.start === at.start && around.args.length > 0 && !around.args.some((a) => a.star);
    return isCall && view.ancestorIn(place, split.place.line) ? [{ place, call: around, fn }] : [];
  });
  return calls.length === uses.length ? calls : [];
}

/** `df` of `df`, and of `df[column]` and `df["age"]`. */
function tableIn(e: Expr | null): string | null {
  if (e?.k === "name") return e.name;
  const isColumn = e?.k === "index" && (e.index.k === "name" || (e.index.k === "const" && typeof e.index.value === "string"));
  return isColumn && e.object.k === "name" ? e.object.name : null;
}

/** The table that all of these calls hand over as a parameter, or a column of it; a later one may hand over what an earlier one gave of it. Null elsewhere. */
export function tableHanded({ rowsAt }: Late, calls: readonly Entered[], parameter: string): string | null {
  const [outer] = calls;
  const index = outer?.fn.params.findIndex((p) => p.name === parameter) ?? -1;
  if (index < 0) return null;
  const own = new Set<string>();
  let rows: ReturnType<typeof rowsAt> = null;
  for (const { call, place } of calls) {
    const e = given(call, parameter, index);
    const name = tableIn(e);
    const handed = name && e ? rowsAt(e.k === "index" ? e.object.at : e.at) : null;
    if (!name || !handed || (own.size && !own.has(name)) || (rows && !/^(same|contains)$/.test(relation(rows, handed)))) return null;
    rows ??= handed;
    own.add(name);
    if (place.stmt.k === "assign" && place.stmt.value === call) for (const t of place.stmt.targets) if (t.k === "name") own.add(t.name);
  }
  return [...own][0] ?? null;
}

/** The same learning as the first of the calls leads to it: later calls may be handed fewer rows. */
export function inFirstCall(late: Late, [first]: readonly Entered[]): Late {
  const { q, learning } = late;
  if (!first) return late;
  const learned = q.learnings.find((l) => {
    if (!samePlace(l.at, learning.learned.at)) return false;
    const [site, ...deeper] = pathWithin(late, l);
    return !deeper.length && site !== undefined && samePlace(site, first.call.callee);
  });
  return learned ? { ...late, learning: { ...learning, learned } } : late;
}

/** Functions that go through the groups of a table and lay what is left of each end to end: every row comes once, and may keep its label. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import { keyword } from "../document.js";
import { calledName } from "../splits.js";
import { lastStore } from "./chain.js";
import { timesCalled } from "./strata.js";
import { functionOf, type Place, type View } from "./view.js";
import { eachExprIn, returnOf } from "./walk.js";

/** `for key, group in table.groupby(…)`: the table whose rows a variable holds some of; null where no loop around the place says it. */
function groupedBy(name: string, { stmt }: Place): string | null {
  if (stmt.k !== "for" || stmt.target.k !== "tuple" || stmt.iter.k !== "call" || stmt.iter.func.k !== "attr" || stmt.iter.func.name !== "groupby") return null;
  const [, group] = stmt.target.items;
  const { object } = stmt.iter.func;
  return group?.k === "name" && group.name === name && object.k === "name" ? object.name : null;
}

/** The table that a variable holds a group of, a group of a group, or all; where loops around a place go through them. */
export function groupedTable(name: string, place: Place): string {
  let table = name;
  for (let p = place.line.parent; p; p = p.line.parent) table = groupedBy(table, p) ?? table;
  return table;
}

/** `out = pd.concat([out, kept], ignore_index=True)` in a loop over the groups of what a function is given. */
function gatheringIn(view: View, fn: Fn): { call: Expr & { k: "call" }; stmt: Stmt; into: string }[] {
  const out: { call: Expr & { k: "call" }; stmt: Stmt; into: string }[] = [];
  for (const s of fn.body)
    eachExprIn(s, (e) => {
      const place = e.k === "call" && calledName(e) === "concat" ? view.placeAt(e.at) : null;
      const [target, ...more] = place?.stmt.k === "assign" && place.stmt.value === e ? place.stmt.targets : [];
      const list = e.k === "call" ? e.args[0]?.value : undefined;
      const [own, kept, ...others] = list?.k === "list" ? list.items : [];
      if (e.k !== "call" || !place || target?.k !== "name" || more.length || others.length || keyword(e, "axis")) return;
      const from = kept?.k === "name" ? lastStore(view, kept.name, place) : null;
      if (own?.k !== "name" || own.name !== target.name || !from || !isKept(from, fn)) return;
      out.push({ call: e, stmt: place.stmt, into: target.name });
    });
  return out;
}

/** `kept = group[…]`, of a group of a table that the function is given. */
function isKept(place: Place, fn: Fn): boolean {
  const value = place.stmt.k === "assign" ? place.stmt.value : null;
  const group = value?.k === "index" && value.object.k === "name" ? value.object.name : null;
  if (group === null) return false;
  const table = groupedTable(group, place);
  return table !== group && fn.params.some((p) => p.name === table);
}

/** Edits by which the rows that a function gathers keep their labels; null where it numbers any anew otherwise. `anew`: what may do so. */
export function keptLabels(view: View, fn: Fn, anew: RegExp): TextEdit[] | null {
  const gathering = gatheringIn(view, fn);
  let rest = view.textOf(fn.at);
  for (const { stmt } of gathering) rest = rest.replace(view.textOf(stmt.at), "");
  if (anew.test(rest)) return null;
  const edits = gathering.flatMap(({ call }): TextEdit[] => {
    const ignoring = keyword(call, "ignore_index")?.value;
    const before = call.args[call.args.findIndex((a) => a.value === ignoring) - 1];
    return ignoring && before ? [{ at: { ...call.at, start: before.value.at.end, end: ignoring.at.end }, text: "" }] : [];
  });
  // Who else calls it may count on its numbers.
  return edits.length && timesCalled(view, fn) !== 1 ? null : edits;
}

/** Whether a table is what such a function gives back: it is laid end to end, and yet each of its rows has a label of its own. */
export function isGathered(view: View, table: string, place: Place): boolean {
  const made = lastStore(view, table, place)?.stmt;
  const fn = made?.k === "assign" && made.value.k === "call" && made.value.func.k === "name" ? functionOf(view, made.value.func.name) : null;
  const back = fn && returnOf(fn)?.value;
  return fn !== null && back?.k === "name" && gatheringIn(view, fn).some((g) => g.into === back.name);
}

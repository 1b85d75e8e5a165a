/** Fills by hand that nothing needs any more once a Pipeline fills the gaps: they go. */

import type { TextEdit } from "../../engine.types.js";
import { blocksOf } from "../../program/blocks.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { isReadInFunctions } from "./calledLater.js";
import { commentsThatGo } from "./carried.js";
import { lastStore } from "./chain.js";
import { isText } from "./columns.js";
import { cutBy, insideOf } from "./filledTables.js";
import type { Fill } from "./fills.js";
import type { Gaps } from "./gapsInFolds.js";
import { removal, standsAlone } from "./lines.js";
import type { Validated } from "./validated.js";
import { holds, type Use, type View } from "./view.js";
import { findExpr } from "./walk.js";

/**
 * Removals of the fills behind what is cross-validated; null where anything else reads what they fill.
 * `exchanged`: what else the pipelines are given.
 */
export function removedFills(
  view: View,
  all: readonly Fill[],
  plans: readonly Gaps<Pick<Validated, "data" | "place">>[],
  exchanged: readonly Expr[],
): TextEdit[] | null {
  const own = new Set(plans.flatMap((p) => p.fills));
  // Other tables that are filled with the same numbers.
  const others = all.filter((f) => f.of !== f.table && [...own].some((o) => o.table === f.of));
  if ([...own].some((f) => f.made)) return null;
  if ([...own].some((f) => f.by && isAskedElsewhere(view, f, [...own]))) return null;
  const given = [...plans.map((p) => p.v.data), ...exchanged];
  const stmts = new Set<Stmt>();
  for (const f of [...own, ...others]) {
    const s = goingWith(f, [...own, ...others]);
    if (!s) return null;
    stmts.add(s);
    if (f.kept && onlyFor(view, f, [...own, ...others])) stmts.add(f.kept.stmt);
    for (const l of f.by?.step.links ?? [])
      if (view.usesOf(l.name, l.place.line.fn).every((u) => u.stored || [...own].some((o) => holds(o.place.stmt.at, u.at)))) stmts.add(l.place.stmt);
  }
  const going = [...stmts].filter((s) => ![...stmts].some((o) => o !== s && holds(o.at, s.at)));
  const fine = going.every((s) => standsAlone(view, s) && (view.placeOf(s)?.line.stmts.length ?? 0) > 1 && !emptiesCell(view, s, going));
  if (!fine || [...own, ...others].some((f) => isRead(view, f, going, given))) return null;
  return going.map((s) => removal(view, s, commentsThatGo(view, s, going)));
}

/** The statement that goes with a fill: its own, or the loop or condition in which nothing else is done. */
function goingWith(fill: Fill, fills: readonly Fill[]): Stmt | null {
  let { place } = fill;
  const goes = (s: Stmt): boolean => fills.some((f) => f.place.stmt === s || f.kept?.stmt === s);
  while (place.line.owner && /^(for|if)$/.test(place.line.owner.k) && place.line.parent) {
    const [body, more] = blocksOf(place.line.owner);
    if (more?.length || !body?.every((s) => goes(s) || s === place.stmt)) return null;
    place = place.line.parent;
  }
  return place.line.owner && place.line.owner.k !== "def" ? null : place.stmt;
}

/** Whether what transforms the columns is read beside them: it has to stay fitted. */
const isAskedElsewhere = (view: View, { by, place }: Fill, fills: readonly Fill[]): boolean => {
  const own = fills.flatMap((f) => [f.place.stmt, f.kept?.stmt]);
  const name = by?.step.variable ?? "";
  const given = own.filter((s) => s !== undefined);
  if (name && isReadInFunctions(view, name, given)) return true;
  return view
    .usesOf(name, place.line.fn)
    .some((u) => !u.stored && !own.some((s) => s && holds(s.at, u.at)) && lastStore(view, name, u.place) === lastStore(view, name, place));
};

/** Whether the variable that keeps a number is read by fills alone. */
const onlyFor = (view: View, fill: Fill, fills: readonly Fill[]): boolean => {
  const s = fill.kept?.stmt;
  if (fill.by) return s !== undefined;
  const [target] = s?.k === "assign" ? s.targets : [];
  if (target?.k !== "name" || !fill.kept || fill.kept.line.owner?.k === "for") return false;
  return view.usesOf(target.name, fill.kept.line.fn).every((u) => u.place.stmt === s || fills.some((f) => f.place.stmt === u.place.stmt));
};

/** Whether the text of a cell would be left without code. */
function emptiesCell(view: View, s: Stmt, going: readonly Stmt[]): boolean {
  const line = view.placeOf(s)?.line;
  return line === view.module && line.stmts.filter((x) => x.at.source === s.at.source).every((x) => going.includes(x));
}

/** Whether anything but the pipelines reads what is filled, in its own table or one that is made of it. */
function isRead(view: View, fill: Fill, going: readonly Stmt[], given: readonly Expr[]): boolean {
  const names = [fill.table];
  for (const name of names) {
    for (const u of view.usesOf(name, fill.place.line.fn)) {
      const s = u.place.stmt;
      if (!view.isBefore(fill.place.stmt.at, s.at) || u.stored || going.some((g) => holds(g.at, u.at)) || given.some((e) => holds(e.at, u.at))) continue;
      const made = madeOf(view, s, u);
      if (made) for (const n of made) if (!names.includes(n)) names.push(n);
      if (!made && !isAside(view, u, fill.columns)) return true;
    }
  }
  return false;
}

/** What picks rows by their values, or needs columns without gaps. */
const asksValues = /\.(dropna|drop_duplicates|query|astype|fillna|assign)\s*\(/;

/** The variables that a statement binds to columns or rows of a table, as they are. */
function madeOf(view: View, s: Stmt, u: Use): string[] | null {
  const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
  if (s.k !== "assign" || !target || asksValues.test(view.textOf(s.value.at))) return null;
  const comesThrough = (e: Expr): boolean => (e.k === "name" ? e.at.start === u.at.start && e.at.source === u.at.source : insideOf(view, e).some(comesThrough));
  if (target.k === "name") return comesThrough(s.value) ? [target.name] : null;
  const parts = target.k === "tuple" ? target.items.flatMap((t) => (t.k === "name" ? [t.name] : [])) : [];
  const own = parts.filter((n) => {
    const input = cutBy(s, n);
    return input !== null && comesThrough(input);
  });
  return own.length ? own : null;
}

/** Whether a use reads other columns alone, or no values. */
function isAside(view: View, u: Use, columns: readonly string[] | null): boolean {
  const e = u.around;
  const others = (names: readonly string[]): boolean => columns !== null && names.every((n) => !columns.includes(n));
  if (e?.k === "index" && isText(e.index)) return columns === null ? isLabel(u, e) : others([e.index.value]);
  if (e?.k === "index" && e.index.k === "list") return others(e.index.items.map((x) => (isText(x) ? x.value : "")));
  if (e?.k !== "attr") return false;
  const called = findExpr(u.place.stmt, (x) => x.k === "call" && x.func === e);
  if (called) return /^(pop|drop|rename)$/.test(e.name) && u.place.stmt.k === "expr" && !(columns ?? []).some((c) => view.textOf(called.at).includes(c));
  return /^(columns|shape|index)$/.test(e.name) || (!/^(values|T|loc|iloc|ix|at|iat|dtypes|plot|str)$/.test(e.name) && others([e.name]));
}

/** `y = T["label"]` */
const isLabel = (u: Use, e: Expr): boolean => u.place.stmt.k === "assign" && u.place.stmt.value === e && u.place.stmt.targets[0]?.k === "name";

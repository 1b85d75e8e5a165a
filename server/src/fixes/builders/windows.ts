/** HLD107: a window over the target ends one row earlier. */
import { type Span, samePlace } from "../../base/span.js";
import type { Expr } from "../../program/ir.js";
import { targetInWindows } from "../../trace/targetWindows.js";
import { CannotFix, type FixContext } from "../context.js";
import { argument, type CallExpr, rootOf } from "../document.js";
import { Draft } from "../draft.js";

/** Puts `.shift(1)` in front of the window at fault, and of the others over the target that stay among the inputs beside it. Null where the finding stands on no window. */
export function endBeforeRow(cx: FixContext) {
  const own = windowAt(cx, cx.finding.at);
  if (!own) return null;
  const title = `Let the ${own.name} window end one row earlier`;
  const reason = objectionTo(cx, own);
  if (reason) throw new CannotFix(reason, title);
  const beside = cx.q.trainings.flatMap((l) => targetInWindows(l, cx.q.units)).flatMap(({ at }) => (cx.isOwn(at.source) ? (windowAt(cx, at) ?? []) : []));
  const all = new Map([own, ...beside.filter((w) => !objectionTo(cx, w))].map((w) => [`${w.object.at.source}:${w.object.at.end}`, w] as const));
  const draft = new Draft(cx);
  for (const { object } of all.values()) draft.replace({ source: object.at.source, start: object.at.end, end: object.at.end }, ".shift(1)");
  return draft.finish("unsafe", all.size === 1 ? title : `Let the ${all.size} windows over the target end one row earlier`);
}

/** A window, and what it goes over. */
interface Window {
  readonly call: CallExpr;
  readonly name: string;
  readonly object: Expr;
}

function windowAt(cx: FixContext, at: Span): Window | null {
  for (const { call } of cx.doc.units.flatMap((unit) => unit.calls)) {
    const { func } = call;
    if (func.k === "attr" && samePlace(func.nameAt, at) && /^(rolling|expanding|ewm)$/.test(func.name)) return { call, name: func.name, object: func.object };
  }
  return null;
}

/** Why a window cannot end earlier by a shift in front of it. */
function objectionTo(cx: FixContext, { call, object }: Window): string | null {
  const root = rootOf(object);
  const bound = root.k === "name" ? cx.doc.uses(root.name).flatMap((u) => (u.binds ? [cx.doc.text(u.placed.stmt.at)] : [])) : [];
  if ([cx.doc.text(object.at), ...bound.filter((text) => !text.includes("lambda"))].some((text) => /\bgroupby\(/.test(text)))
    return "Shifted here, the windows would go on from one group to the next: the shift belongs into each group.";
  const size = argument(call, "window", 0);
  if (size?.k === "const" && typeof size.value === "string") return "The window goes by time: a shift would move it by rows.";
  const isHandled = cx.doc.units
    .flatMap((unit) => unit.calls)
    .some((p) => isCallOf(p.call, /^(dropna|fillna|ffill|bfill)$/) && cx.doc.isBefore(call.at, p.call.at));
  return isHandled ? null : "The first row would have a gap, and nothing further down says what becomes of gaps.";
}

const isCallOf = (e: Expr, name: RegExp): boolean => e.k === "call" && e.func.k === "attr" && name.test(e.func.name);

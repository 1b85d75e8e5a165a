/** Fitted transformers that a function gives back beside the data, and that nobody reads: they leave what it gives back with what fits them. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { commentsAbove } from "./carried.js";
import { lastStore } from "./chain.js";
import { type Back, callsOf } from "./returned.js";
import type { Place, View } from "./view.js";

/** Takes a name out of what a function gives back, and what its calls bind it to; null where anything reads that, or the function says that it is given back. */
export function withoutItem(view: View, { def, ret }: Back, name: string): TextEdit[] | null {
  const returned = ret.stmt.k === "return" ? ret.stmt.value : null;
  const calls = callsOf(view, def.fn);
  if (returned?.k !== "tuple" || returned.items.length < 3 || !calls) return null;
  const i = returned.items.findIndex((e) => e.k === "name" && e.name === name);
  const said = [view.textOf({ ...def.at, end: def.fn.body[1]?.at.start ?? ret.stmt.at.start }), ...commentsAbove(view, ret.stmt).map((at) => view.textOf(at))];
  const body = said.map((text) => text.replace(/^[ \t]*\w[\w, ]*=.*$/gm, "")).join("\n");
  if (i < 0 || /\)\s*->/.test(body) || new RegExp(`\\b${name}\\b`).test(body)) return null;
  const edits = [cutItem(returned.items, i)];
  for (const { call, place } of calls) {
    const [target] = place.stmt.k === "assign" && place.stmt.value === call && place.stmt.targets.length === 1 ? place.stmt.targets : [];
    const item = target?.k === "tuple" && target.items.length === returned.items.length ? target.items[i] : undefined;
    if (target?.k !== "tuple" || item?.k !== "name" || isRead(view, item.name, place)) return null;
    edits.push(cutItem(target.items, i));
  }
  return edits;
}

/** Whether a variable may be read as a statement binds it. */
const isRead = (view: View, name: string, made: Place): boolean =>
  view.usesOf(name, made.line.fn).some((u) => {
    const store = u.stored ? null : lastStore(view, name, u.place);
    return !u.stored && (store === null || store === made || store.line !== made.line);
  });

/** An item of several, with the comma beside it. */
function cutItem(items: readonly Expr[], i: number): TextEdit {
  const { at } = items[i] as Expr;
  const before = items[i - 1];
  return before ? { at: { ...at, start: before.at.end }, text: "" } : { at: { ...at, end: (items[i + 1] as Expr).at.start }, text: "" };
}

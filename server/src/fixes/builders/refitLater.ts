/** HLD111: what asks the second transformer behind its fit, or saves it, would find it unfitted: it goes on with the first one. */
import { samePlace } from "../../base/span.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { CannotFix, type FixContext } from "../context.js";
import { type NameUse, type PlacedCall, rootOf } from "../document.js";
import type { Draft } from "../draft.js";
import { viewOf } from "../moves/builders.js";
import { lastStore } from "../moves/chain.js";

const title = "Use transform on the evaluation rows";

/** Reads of the second transformer up to its next fit are of the first one. Gives them. @throws CannotFix where that is another one by then */
export function askKnown(cx: FixContext, draft: Draft, object: Expr, fitted: Expr, again: PlacedCall): NameUse[] {
  if (object.k !== "name") return [];
  const calls = cx.doc.units.flatMap((unit) => unit.calls);
  const fits = calls.flatMap(({ call }) => (call.func.k === "attr" && /^(partial_)?fit/.test(call.func.name) ? call.func.object : []));
  const behind = cx.doc.readsOf(object.name, again.stmt.at).filter((u) => u.placed.stmt.k !== "del");
  const next = behind.findIndex((u) => fits.some((on) => samePlace(on.at, u.at)));
  const asked = next < 0 ? behind : behind.slice(0, next);
  const [known, root] = [cx.doc.text(fitted.at), rootOf(fitted)];
  const inLoop = asked.length > 0 && again.around.some((s) => s.k === "for" || s.k === "while");
  if (inLoop || asked.some((u) => u.placed.around.some((s) => s.k === "def" && !again.around.includes(s))))
    throw new CannotFix(`\`${object.name}\` is asked elsewhere too, and would not be fitted any more.`, title);
  for (const u of asked) {
    const isBetween = (at: Expr["at"]): boolean => cx.doc.isBefore(again.call.at, at) && cx.doc.isBefore(at, u.at);
    const isRebound = root.k === "name" && cx.doc.uses(root.name).some((x) => x.binds && isBetween(x.at));
    if (isRebound || fits.some((on) => cx.doc.text(on.at) === known && isBetween(on.at)))
      throw new CannotFix(`\`${object.name}\` is asked where \`${known}\` has been fitted on something else.`, title);
    const said = cx.doc.text(u.placed.stmt.at);
    const behind = said.slice(u.at.end - u.placed.stmt.at.start);
    // What the second one has learned is told as the test rows', or laid beside what the first one has.
    const isShown = /^\.(?!classes_|categories_)[a-z]\w*_\b/.test(behind) && /["'][^"']*\b(?:test|valid|unseen)/i.test(said);
    if (isShown || new RegExp(`(?<![\\w.])${known.replace(/\W/g, "\\$&")}(?!\\w)`).test(said))
      throw new CannotFix(`\`${object.name}\` is shown for what it has learned itself.`, title);
    draft.replace(u.at, known);
  }
  return asked;
}

/** The second transformer goes with its fit, where nothing else asks it but what asks the first one now (`moved`). */
export function dropIdle(cx: FixContext, draft: Draft, object: Expr, again: PlacedCall, moved: readonly NameUse[]): void {
  const view = viewOf(cx);
  const at = view.placeAt(object.at);
  if (object.k !== "name" || !at) return;
  const store = lastStore(view, object.name, at);
  const place = store && cx.doc.statementAt(store.stmt.at);
  if (!place || place.stmt === again.stmt || !isBinding(place.stmt, object.name)) return;
  const others = cx.doc.uses(object.name).filter((u) => !u.binds && !moved.includes(u) && !samePlace(u.at, object.at));
  const asks = (u: NameUse): boolean => {
    const from = view.placeAt(u.at);
    return from === null || from.line !== at.line || lastStore(view, object.name, from) === store;
  };
  if (others.some(asks)) return;
  if (place.stmt.k === "assign" && place.stmt.value.k === "call" && place.block.length > 1) draft.remove(place);
}

/** Whether a statement binds one name, and that one. */
export const isBinding = (s: Stmt, name: string): boolean =>
  s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" && s.targets[0].name === name;

/** A function that trains and scores a model with the setting that it is handed, and is called by a loop over settings. */
import type { Evaluation } from "../../trace/questions.js";
import type { FixContext } from "../context.js";
import { holding } from "./validationPart.js";
import { holds, type Place, type View } from "./view.js";

/** The definition of that function, where nothing but the loop calls it and it reads its rows itself. */
export function trainedByCall(cx: FixContext, view: View, loop: Place, e: Evaluation): Place | null {
  const def = loop.line.stmts.find((s) => s.k === "def" && [e.score, ...e.fits].every(({ at }) => holds(s.at, at)));
  const place = def && view.placeOf(def);
  if (def?.k !== "def" || !place || !e.train || holding(cx, view, [loop.stmt.at], e.train, loop).length) return null;
  const uses = view.usesOf(def.fn.name, loop.line.fn).filter((u) => !u.stored);
  const isCalled = uses.length > 0 && uses.every((u) => holds(loop.stmt.at, u.at) && u.around?.k === "call");
  return isCalled && holding(cx, view, [def.at], e.train, place).length ? place : null;
}

/** An objective that splits its rows itself: the validation part is cut behind its split. */
import type { Span } from "../../base/span.js";
import type { Evaluation } from "../../trace/questions.js";
import { relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { holds, type Line, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** What comes behind the split, in the function that trains and scores the model of `e`, and its first statement; null where no split is made there. */
export function behindSplit(cx: FixContext, view: View, e: Evaluation): { region: Span[]; first: Place } | null {
  const [scored, fitted] = [e.score, e.fits[0]].map((s) => s && view.placeAt(s.at));
  const body = scored && bodyOf(scored);
  const trained = body && fitted && view.ancestorIn(fitted, body);
  if (!body || !trained || !scored || !view.ancestorIn(scored, body)) return null;
  const isOwn = (at: Span): boolean => {
    const d = cx.dataAt(at);
    return d !== null && !d.elem && [e.train, e.score.rows].some((rows) => rows && relation(d.rows, rows) === "same");
  };
  let last = -1;
  for (const s of body.stmts.slice(trained.index))
    eachExprIn(s, (x, _fn, stored) => {
      const made = x.k === "name" && !stored && isOwn(x.at) ? lastStore(view, x.name, trained) : null;
      if (made && made.line === body && made.index < trained.index && !holds(s.at, made.stmt.at)) last = Math.max(last, made.index);
    });
  const [next] = body.stmts.slice(last + 1);
  if (last < 0 || !next) return null;
  return { region: [{ ...next.at, end: body.stmts.at(-1)?.at.end ?? next.at.end }], first: { line: body, index: last + 1, stmt: next } };
}

/** The statements of the function that a place is in. */
function bodyOf(place: Place): Line | null {
  for (let p: Place | null = place; p; p = p.line.parent) if (p.line.owner?.k === "def") return p.line;
  return null;
}

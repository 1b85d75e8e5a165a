/** HLD111: evaluation rows that are transformed before the training rows are, or once the transformer has been fitted to something else: beside the training rows. */
import { samePlace } from "../../base/span.js";
import type { Fix } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { CannotFix, type FixContext } from "../context.js";
import { type CallExpr, nodesIn, type PlacedCall, receiver } from "../document.js";
import { Draft } from "../draft.js";
import { checkInputs, isPath, nameFor, strictly } from "./refit.js";

const title = "Transform the evaluation rows right behind the fit to the training rows";

/** The statement moves behind the fit to the training rows, where the transformer knows them and nothing else. */
export function transformBeside(cx: FixContext): Fix | null {
  const again = cx.doc.callAt(cx.finding.at);
  const first = cx.finding.steps[0] && cx.doc.callAt(cx.finding.steps[0].at);
  if (!again || !first || again.block !== first.block || again.stmt === first.stmt) return null;
  if (![again, first].every(({ call }) => call.func.k === "attr" && call.func.name === "fit_transform") || again.call.args.length !== 1) return null;
  const [object, fitted] = [receiver(again.call), receiver(first.call)];
  if (!object || !fitted || cx.doc.text(object.at) !== cx.doc.text(fitted.at) || (!isPath(fitted) && fitted.k !== "call")) return null;
  if (!isOutOfPlace(cx, first, again)) return null;
  const { stmt } = again;
  const target = stmt.k === "assign" && stmt.targets.length === 1 ? stmt.targets[0] : null;
  if (stmt.k !== "assign" || target?.k !== "name") return null;
  checkInputs(cx, first, again);
  checkMove(cx, first, again, target.name);
  if (cx.doc.isBefore(first.call.at, again.call.at)) checkAskedLater(cx, object, again);
  const draft = new Draft(cx);
  // A call that makes the transformer gets a name, by which both go on.
  const word = isPath(fitted) ? cx.doc.text(fitted.at) : cx.doc.freshName(nameFor(fitted));
  if (!isPath(fitted)) draft.before(first, [`${word} = ${cx.doc.text(fitted.at)}`]).replace(fitted.at, word);
  draft.after(first, [moved(draft, again, object, word)]).remove(again);
  return draft.finish("unsafe", `${title}${strictly(cx)}`);
}

/** Whether the transformer does not know the training rows yet where the others are transformed, or knows something else by then. */
function isOutOfPlace(cx: FixContext, first: PlacedCall, again: PlacedCall): boolean {
  if (cx.doc.isBefore(again.call.at, first.call.at)) return true;
  const object = cx.doc.text((receiver(first.call) as Expr).at);
  const isBetween = ({ at }: CallExpr): boolean => cx.doc.isBefore(first.call.at, at) && cx.doc.isBefore(at, again.call.at);
  const refits = ({ func }: CallExpr): boolean => func.k === "attr" && /^fit/.test(func.name) && cx.doc.text(func.object.at) === object;
  return first.unit.calls.some(({ call }) => isBetween(call) && refits(call));
}

/** Nothing on the way may read what the statement gives, or touch what it is given. */
function checkMove(cx: FixContext, first: PlacedCall, again: PlacedCall, target: string): void {
  const [above, below] = cx.doc.isBefore(again.stmt.at, first.stmt.at) ? [again, first] : [first, again];
  const data = new Set(again.call.args.flatMap((a) => namesOf(a.value)));
  const own = new Set(namesOf((again.stmt as { value: Expr }).value));
  for (const { name, at, binds, placed } of first.unit.names) {
    const isOnTheWay = at.start >= above.stmt.at.end && at.start < below.stmt.at.start;
    if (!isOnTheWay && placed.stmt !== first.stmt) continue;
    if (name === target || (own.has(name) && binds) || (isOnTheWay && data.has(name))) throw new CannotFix(`\`${name}\` is used between the two.`, title);
  }
  const line = again.unit.lineStart(again.stmt.at.start);
  if (line > 0 && /^[ \t]*#/.test(again.unit.text.slice(again.unit.lineStart(line - 1), line)))
    throw new CannotFix("A comment above it may speak of more than what would move.", title);
}

/** What asks the transformer further down would ask one that was fitted to something else, where the fit to these rows was the last. @throws CannotFix */
function checkAskedLater(cx: FixContext, object: Expr, again: PlacedCall): void {
  const root = namesOf(object)[0];
  const [next] = root ? cx.doc.usesAfter(root, again) : [];
  const isFitted =
    next &&
    cx.doc.units.flatMap((u) => u.calls).some(({ call }) => call.func.k === "attr" && /^fit/.test(call.func.name) && samePlace(call.func.object.at, next.at));
  if (next && !next.binds && !isFitted) throw new CannotFix("What asks the transformer further down would ask one that was fitted to something else.", title);
}

const namesOf = (e: Expr): string[] => [...nodesIn(e)].flatMap((x) => (x.k === "name" ? [x.name] : []));

/** The lines of a statement in which the transformer, under its name, only transforms. */
function moved(draft: Draft, again: PlacedCall, object: Expr, word: string): string {
  const { call, unit } = again;
  const { at, text } = draft.linesOf(again);
  const cut = (from: number, to: number): string => unit.text.slice(from, to);
  return `${cut(at.start, object.at.start)}${word}${cut(object.at.end, call.callee.start)}transform${cut(call.callee.end, at.start + text.length)}`.trim();
}

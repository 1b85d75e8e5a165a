/** Points of a curve that are shown as a result and chosen by as well: they are shown as they were, and those of other rows are chosen by. */
import type { Span } from "../../base/span.js";
import type { Stmt } from "../../program/ir.js";
import { CannotFix } from "../context.js";
import { calledName } from "../splits.js";
import { lastStore } from "./chain.js";
import { namesIn } from "./learning.js";
import { checkShownCurve, readBehind, saysTest } from "./readLater.js";
import { drawnBeside, madeOf } from "./said.js";
import type { Place, Use, View } from "./view.js";
import { eachExprIn, reads } from "./walk.js";

/** A curve that is taken a second time in front of the statements that choose by it. */
export interface Second {
  /** What the curve binds. */
  readonly names: readonly string[];
  /** The first of the statements that choose. */
  readonly first: Place;
  readonly region: readonly Span[];
}

/**
 * The statements that go by a second curve, where what `choice` binds is shown as a result; null where the first may be of other rows as a whole, as it
 * is shown nowhere or with the chosen point on it.
 * @throws CannotFix where the same statements show it and choose
 */
export function secondCurve(view: View, choice: Place, held: readonly string[]): Second | null {
  try {
    checkShownCurve(view, choice);
    return null;
  } catch (e) {
    if (!(e instanceof CannotFix)) throw e;
    const { stmt } = choice;
    const [target] = stmt.k === "assign" ? stmt.targets : [];
    const isCurve = stmt.k === "assign" && stmt.targets.length === 1 && stmt.value.k === "call" && /_curve$/.test(calledName(stmt.value));
    if (!isCurve || target?.k !== "tuple" || target.items.length !== 3) throw e;
    const names = target.items.flatMap((t) => (t.k === "name" && t.name !== "_" ? [t.name] : []));
    const uses = names.flatMap((n) => readBehind(view, n, choice));
    const found = split(view, choice, names, uses);
    if (found) return found;
    if (isMarked(view, choice, names, uses, held)) return null;
    throw e;
  }
}

/** Numbers that sum a curve up are results; what else is made of its points is chosen by. */
const sums = /^(auc|trapz|trapezoid|simps|simpson)$/;

function isChosenBy(u: Use): boolean {
  const { stmt } = u.place;
  let isSum = false;
  eachExprIn(stmt, (x) => {
    isSum ||= x.k === "call" && sums.test(calledName(x));
  });
  return stmt.k === "assign" && !isSum;
}

/** Null where a statement that shows the curve reads what is chosen; what is printed of the chosen point goes with it. */
function split(view: View, choice: Place, names: readonly string[], uses: readonly Use[]): Second | null {
  const made = madeOf(choice.line.stmts.slice(choice.index + 1), names);
  const goes = (u: Use): boolean => isChosenBy(u) || (isPrinted(u.place.stmt) && reads(u.place.stmt, made) && !saysTest(view.textOf(u.place.stmt.at)));
  const choosing = [...new Set(uses.filter(goes).map((u) => u.place.stmt))];
  const places = choosing.flatMap((s) => view.placeOf(s) ?? []);
  const [first] = places.sort((a, b) => a.index - b.index);
  if (!first || names.length !== 3 || places.some((p) => p.line !== choice.line) || uses.some((u) => u.fn !== choice.line.fn)) return null;
  if (uses.some((u) => !choosing.includes(u.place.stmt) && reads(u.place.stmt, made))) return null;
  return { names, first, region: places.map((p) => p.stmt.at) };
}

/** Whether the curve is only drawn, with the chosen point on it, in words that name no test rows and beside nothing that was made of these. */
function isMarked(view: View, choice: Place, names: readonly string[], uses: readonly Use[], held: readonly string[]): boolean {
  const shown = new Set(uses.filter((u) => u.place.stmt.k === "expr").map((u) => u.place.stmt));
  const made = madeOf(choice.line.stmts.slice(choice.index + 1), names);
  if (uses.some((u) => u.place.stmt.k !== "expr" && !isChosenBy(u))) return false;
  const picked = made.filter((n) => !names.includes(n));
  return [...shown].every((s) => {
    if (isPrinted(s)) return reads(s, picked) && !saysTest(view.textOf(s.at));
    const group = [s, ...drawnBeside(view, s)];
    const isOfTest = (x: Stmt): boolean => saysTest(view.textOf(x.at)) || namesRead(x).some((n) => isMadeOf(view, n, x, held, [...names, ...picked]));
    return group.some((x) => reads(x, names) && reads(x, picked)) && !group.some(isOfTest);
  });
}

const isPrinted = (s: Stmt): boolean => s.k === "expr" && s.value.k === "call" && /^(print|display)$/.test(calledName(s.value));

const namesRead = (s: Stmt): string[] => (s.k === "expr" ? [...namesIn(s.value)] : []);

/** Whether a variable was made of the predictions or the labels, and not by way of the curve. */
function isMadeOf(view: View, name: string, s: Stmt, held: readonly string[], curve: readonly string[]): boolean {
  if (curve.includes(name)) return false;
  const place = view.placeOf(s);
  const store = place && lastStore(view, name, place);
  return held.includes(name) || (store?.stmt.k === "assign" && reads(store.stmt, held));
}

/** HLD111: one encoder that is fitted to column after column: that of the training column is kept for the same column of the evaluation rows. */
import { type Span, samePlace } from "../../base/span.js";
import type { Fix } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { type CallExpr, type NameUse, nodesIn, type Placed, type PlacedCall, receiver } from "../document.js";
import { Draft } from "../draft.js";
import { checkInputs, fitsNoMore, strictly } from "./refit.js";
import { isBinding } from "./refitLater.js";

/** Columns of a table as they are handed to a transformer: `list(train["sex"].values)`. */
export interface Handed {
  readonly table: string;
  readonly at: Span;
  readonly column: string;
  /** The expression with a mark in the table's place. */
  readonly words: string;
}

/** The single column that a call that fits is handed; null where it is not written there. */
export function handedTo(cx: FixContext, call: CallExpr): Handed | null {
  const data = call.args.find((a) => a.name === null || a.name === "X")?.value;
  const picks = data ? [...nodesIn(data)].filter((e) => e.k === "name" && cx.kindAt(e.at) === "data") : [];
  const [table] = picks;
  if (!data || table?.k !== "name" || picks.length !== 1) return null;
  const column = [...nodesIn(data)].flatMap((e) => columnOf(e, table))[0];
  if (column === undefined) return null;
  const text = cx.doc.text(data.at);
  const at = table.at.start - data.at.start;
  return { table: table.name, at: table.at, column, words: `${text.slice(0, at)}\u0000${text.slice(at + table.name.length)}` };
}

/** `table["a"]`, `table[["a"]]`, `table.a`. */
export function columnOf(e: Expr, table: Expr): string[] {
  if (e.k === "attr" && e.object === table && !/^(values|loc|iloc|columns|T)$/.test(e.name)) return [e.name];
  if (e.k !== "index" || e.object !== table) return [];
  const inner = e.index.k === "list" && e.index.items.length === 1 ? e.index.items[0] : e.index;
  return inner?.k === "const" && typeof inner.value === "string" ? [inner.value] : [];
}

/** Whether a call fits a transformer. */
export const fits = (call: CallExpr): boolean => call.func.k === "attr" && /^fit(_transform)?$/.test(call.func.name);

/** The uses of a transformer from one of its fits to where it is fitted or made anew, and the statement that makes it for this fit alone. */
export interface Known {
  readonly uses: readonly NameUse[];
  readonly made: Placed | null;
}

/** The uses of a transformer from where its name stands in a fit. */
export function knownFrom(cx: FixContext, object: Expr & { k: "name" }): Known {
  const uses = cx.doc.uses(object.name);
  const begins = (u: NameUse): boolean => u.binds || u.placed.unit.calls.some(({ call }) => fits(call) && samePlace((receiver(call) as Expr).at, u.at));
  const from = uses.findIndex((u) => samePlace(u.at, object.at));
  const end = uses.findIndex((u, i) => i > from && begins(u));
  const before = uses[from - 1];
  const alone = before?.binds && (end < 0 || uses[end]?.binds);
  return { uses: uses.slice(from, end < 0 ? undefined : end), made: alone ? before.placed : null };
}

/** Each column keeps the encoder that was fitted to the training rows, also where one name stands for those of all columns. */
export function encoderOfItsColumn(cx: FixContext): Fix | null {
  const again = cx.doc.callAt(cx.finding.at);
  const step = cx.finding.steps[0] && cx.doc.callAt(cx.finding.steps[0].at);
  const object = again && receiver(again.call);
  if (!again || !step || object?.k !== "name" || again.around.length || !fits(again.call)) return null;
  const first = fitOfColumn(cx, step, again, object.name);
  const method = again.call.func.k === "attr" ? again.call.func.name : "";
  const fitted = first && receiver(first.call);
  if (!first || fitted?.k !== "name") return null;
  checkInputs(cx, first, again);
  const strict = strictly(cx);
  const [known, other] = [knownFrom(cx, fitted), knownFrom(cx, object)];
  const draft = new Draft(cx);
  if (cx.doc.uses(object.name).filter((u) => cx.doc.isBefore(fitted.at, u.at) && cx.doc.isBefore(u.at, object.at)).length === known.uses.length - 1) {
    if (first.call === step.call || !fitsNoMore(cx, draft, again, method)) return null;
    return draft.finish(strict ? "unsafe" : "safe", `Use transform on the evaluation rows${strict}`);
  }
  const maker = makerOf(cx, fitted);
  if (!maker || [...known.uses, ...other.uses].some((u) => u.placed.around.length)) return null;
  const word = cx.doc.freshName(`${snake(handedTo(cx, again.call)?.column ?? "")}_${fitted.name}`);
  const own = known.made && targetOf(known.made);
  if (own) draft.replace(own, word);
  else draft.before(first, [`${word} = ${cx.doc.text(maker.at)}`]);
  for (const u of known.uses) draft.replace(u.at, word);
  if (!fitsNoMore(cx, draft, again, method)) return null;
  if (other.made) draft.remove(other.made);
  for (const u of other.uses) if (method !== "fit" || u.placed.stmt !== again.stmt) draft.replace(u.at, word);
  return draft.finish("unsafe", `Keep what is fitted to the training column as ${word}, and use it again${strict}`);
}

/** The fit of a transformer to the same column of the training table, in the same words, that stands above a fit to evaluation rows. */
function fitOfColumn(cx: FixContext, step: PlacedCall, again: PlacedCall, object: string): PlacedCall | null {
  const wanted = handedTo(cx, again.call);
  const rowsOf = ({ call }: PlacedCall) => cx.q.learnings.find((l) => samePlace(l.at, call.callee))?.rows;
  const rows = rowsOf(step);
  const fitted = cx.doc.units
    .flatMap((unit) => unit.calls)
    .filter((p) => {
      const on = receiver(p.call);
      const handed = fits(p.call) && on?.k === "name" && on.name === object && cx.doc.isBefore(p.call.at, again.call.at) ? handedTo(cx, p.call) : null;
      return handed !== null && handed.words === wanted?.words && handed.table !== wanted.table;
    });
  const last = fitted.at(-1);
  const own = last && rowsOf(last);
  return last && rows && own && !last.around.length && !/^(unknown|disjoint)$/.test(relation(own, rows)) ? last : null;
}

/** What made the object behind a name, at the top of a text or in the blocks around the fit: a call that needs nothing else of the program. */
export function makerOf(cx: FixContext, object: Expr & { k: "name" }, around: readonly Stmt[] = []): Expr | null {
  const made = cx.doc.uses(object.name).findLast((u) => u.binds && cx.doc.isBefore(u.at, object.at))?.placed;
  const value = made?.stmt.k === "assign" && isBinding(made.stmt, object.name) && made.around.every((s) => around.includes(s)) ? made.stmt.value : null;
  return value?.k === "call" && value.args.every((a) => [...nodesIn(a.value)].every((e) => e.k !== "name")) ? value : null;
}

/** The name that a statement binds, and nothing else. */
function targetOf({ stmt }: Placed): Expr["at"] | null {
  const [target, ...more] = stmt.k === "assign" ? stmt.targets : [];
  return target?.k === "name" && !more.length ? target.at : null;
}

/** A column as a part of a name: `PromoInterval` → `promo_interval`. */
export const snake = (column: string): string =>
  column
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_")
    .replace(/\W+/g, "_")
    .replace(/^(?=\d)/, "column_")
    .toLowerCase();

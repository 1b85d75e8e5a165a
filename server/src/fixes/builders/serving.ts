/** Fixes of rows that are prepared unlike the training rows, and of files that are loaded unsafely. */
import { type Span, samePlace } from "../../base/span.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Learned } from "../../trace/lineage.js";
import { relation } from "../../trace/rows.js";
import { CannotFix, type FixContext } from "../context.js";
import { keyword, nodesIn, type PlacedCall, positional, receiver, rootOf } from "../document.js";
import { Draft } from "../draft.js";
import { under, viewOf } from "../moves/builders.js";
import { endOf } from "../moves/calledLater.js";
import { changedSince, lastStore } from "../moves/chain.js";
import { no } from "../moves/outcome.js";
import { holds, type Place, placeBehind, type View } from "../moves/view.js";
import { calledName } from "../splits.js";

/** HLD601: the value of the training rows, for all rows. */
export function valueOfTraining(cx: FixContext) {
  const here = cx.doc.callAt(cx.finding.at);
  const first = cx.finding.steps[0] && cx.doc.callAt(cx.finding.steps[0].at);
  if (!here || !first) return null;
  if (here.call === first.call) return valueInLoop(cx, here);
  if ([here, first].every(({ call }) => calledName(call) === "get_dummies")) return columnsOfTraining(cx, first, here);
  if (calledName(here.call) === calledName(first.call) && /^fillna$|^replace$/.test(calledName(here.call))) return sameConstant(cx);
  const title = "Use the value of the training rows";
  const [own, trained] = [receiver(here.call), receiver(first.call)];
  if (!own || !trained) throw new CannotFix("The value is not computed by a method of the rows.", title);
  if (cx.doc.text(own.at) === cx.doc.text(trained.at))
    throw new CannotFix("Both values are computed by the same words: the training rows have to get a name of their own.", title);
  if (!cx.doc.isBefore(first.call.at, here.call.at)) throw new CannotFix("The training rows are prepared after these.", title);
  // The training rows may be overwritten by the statement that uses their value, so it gets a name before that.
  const draft = new Draft(cx);
  const name = cx.doc.freshName(`train_${calledName(first.call)}`);
  draft
    .before(first, [`${name} = ${cx.doc.text(first.call.at)}`])
    .replace(first.call.at, name)
    .replace(here.call.at, name);
  return draft.finish("unsafe", `${title}, ${cx.doc.text(first.call.at)}`);
}

/**
 * `for part in [train, test]: part["a"] = part["a"].fillna(part["a"].mean())`: every part gets the value of the training rows, which filling them with it
 * leaves as it is.
 */
function valueInLoop(cx: FixContext, here: PlacedCall) {
  const title = "Use the value of the training rows";
  const view = viewOf(cx);
  return under(title, () => {
    const loop = here.around.at(-1);
    const own = receiver(here.call);
    const root = own && rootOf(own);
    if (loop?.k !== "for" || loop.target.k !== "name" || root?.k !== "name" || root.name !== loop.target.name)
      return no("one line computes it for the training rows and for these: it would have to be handed the value");
    if (!/^(mean|median|mode)$/.test(calledName(here.call)) || !fillsGapsOfIts(cx, here, own as Expr))
      return no(`\`${calledName(here.call)}\` of the training rows is another one once the loop has changed them`);
    if (isWrittenBeside(cx, loop, here, own as Expr)) no("the loop changes the column in another way, too: the training rows are done with first");
    const list = listOf(view, loop);
    const train = trainingPart(cx, list?.parts ?? [], here.call.callee);
    if (!list || !train) return no("which of the parts that the loop goes through trains the model is not known");
    const at = view.placeOf(loop) as Place;
    if (lastStore(view, train.name, at) !== lastStore(view, train.name, list.at)) no(`\`${train.name}\` is another table by then`);
    return new Draft(cx).replace(root.at, train.name).finish("unsafe", `${title}, ${train.name}`);
  });
}

/** Whether a loop writes into a column elsewhere, too. */
function isWrittenBeside(cx: FixContext, loop: Stmt, { stmt }: PlacedCall, own: Expr): boolean {
  const [root, column] = [rootOf(own), cx.doc.text(own.at).replace(/^\w+/, "").replace(/\W+/g, "")];
  return cx.doc.units
    .flatMap((u) => u.placed)
    .some((p) => {
      const targets = p.stmt.k === "assign" ? p.stmt.targets : p.stmt.k === "aug" ? [p.stmt.target] : [];
      const text = targets.map((t) => cx.doc.text(t.at)).join();
      const writes = targets.some((t) => rootOf(t).k === "name" && cx.doc.text(rootOf(t).at) === cx.doc.text(root.at));
      return p.stmt !== stmt && holds(loop.at, p.stmt.at) && writes && new RegExp(`(?<!\\w)${column}(?!\\w)|^\\w+$`).test(text);
    });
}

/** Whether what is computed of some columns fills the gaps of these very columns, and does nothing else. */
function fillsGapsOfIts(cx: FixContext, { call, within }: PlacedCall, own: Expr): boolean {
  const fill = within.findLast((e) => e.k === "call" && calledName(e) === "fillna");
  const filled = fill?.k === "call" ? receiver(fill) : null;
  const value = fill?.k === "call" ? (keyword(fill, "value")?.value ?? positional(fill)[0]) : undefined;
  if (!filled || !value || cx.doc.text(filled.at) !== cx.doc.text(own.at)) return false;
  return value === call || (calledName(call) === "mode" && value.k === "index" && value.object === call);
}

/** `[train, test]`, in the loop's head or under a name. */
function listOf(view: View, loop: Stmt & { k: "for" }): { parts: readonly (Expr & { k: "name" })[]; at: Place } | null {
  const at = view.placeOf(loop) as Place;
  const store = loop.iter.k === "name" ? lastStore(view, loop.iter.name, at) : null;
  const list = loop.iter.k === "name" ? (store?.stmt.k === "assign" ? store.stmt.value : null) : loop.iter;
  if (list?.k !== "list" && list?.k !== "tuple") return null;
  const parts = list.items.filter((e): e is Expr & { k: "name" } => e.k === "name");
  return parts.length === list.items.length ? { parts, at: store ?? at } : null;
}

/** The one of these tables that models are trained on, by the rows that were learned from at a place. */
function trainingPart(cx: FixContext, parts: readonly (Expr & { k: "name" })[], at: Span): (Expr & { k: "name" }) | null {
  const trains = (l: Learned): boolean => cx.q.learnings.some((m) => m.fit?.x.learned.has(l.id) && relation(m.rows, l.rows) !== "disjoint");
  const trained = cx.q.learnings.filter((l) => samePlace(l.at, at) && trains(l));
  const own = parts.filter((e) => trained.some((l) => cx.dataAt(e.at)?.rows.key === l.rows.key));
  return own.length === 1 ? (own[0] ?? null) : null;
}

/** `pd.get_dummies(test)` gets the columns that the training rows have. */
function columnsOfTraining(cx: FixContext, first: PlacedCall, here: PlacedCall) {
  const title = "Give these rows the dummy columns of the training rows";
  const view = viewOf(cx);
  return under(title, () => {
    const nameOf = ({ stmt, call }: PlacedCall): string =>
      stmt.k === "assign" && stmt.value === call && stmt.targets.length === 1 && stmt.targets[0]?.k === "name"
        ? stmt.targets[0].name
        : no("the dummy columns are put together with others before they have a name");
    const [train, own] = [nameOf(first), nameOf(here)];
    const [made, at] = [view.placeAt(first.call.at), view.placeAt(here.call.at)] as [Place, Place];
    if (made.line !== at.line || made.index >= at.index) no("the columns of the training rows are made after these");
    for (const [name, from] of [
      [train, made],
      [own, at],
    ] as const) {
      if (changedSince(view, name, placeBehind(from), endOf(from))) no(`\`${name}\` changes before the model sees it`);
      const isWhole = view
        .usesOf(name, from.line.fn)
        .some((u) => !u.stored && cx.doc.isBefore(from.stmt.at, u.at) && u.around?.k === "call" && takesAll.test(calledName(u.around)));
      if (!isWhole) no(`the model is given more or fewer columns than \`${name}\` has`);
    }
    return new Draft(cx).replace({ ...here.call.at, start: here.call.at.end }, `.reindex(columns=${train}.columns, fill_value=0)`).finish("unsafe", title);
  });
}

/** What is given all columns of a table. */
const takesAll = /^(fit|fit_transform|transform|predict|predict_proba|score|train_test_split)$/;

/** `fillna(-1)` → `fillna(0)`, as the training rows are filled. */
function sameConstant(cx: FixContext) {
  const here = cx.doc.callAt(cx.finding.at)?.call;
  const first = cx.finding.steps[0] && cx.doc.callAt(cx.finding.steps[0].at)?.call;
  const value = (call: typeof here): Expr | undefined => call && (keyword(call, "value")?.value ?? positional(call)[0]);
  const [own, trained] = [value(here), value(first)];
  if (!own || !trained || [...nodesIn(trained)].some((e) => e.k === "name"))
    throw new CannotFix("The filled-in value of the training rows is no constant.", "Fill in the value of the training rows");
  const text = cx.doc.text(trained.at);
  return new Draft(cx).replace(own.at, text).finish("safe", `Fill in ${text}, as in the training rows`);
}

/** HLD603: `torch.load` reads tensors only. */
export function weightsOnly(cx: FixContext) {
  const here = cx.doc.callAt(cx.finding.at);
  const root = here && receiver(here.call);
  if (!here || root?.k !== "name" || root.name !== "torch" || calledName(here.call) !== "load")
    throw new CannotFix("A pickle cannot be read without running what it holds; skops and safetensors store models in files that can.", "Load it safely");
  return new Draft(cx).setKeyword(here.call, "weights_only", "True").finish("unsafe", "Load the weights only");
}

/** HLD106: the model is trained on the rows that the split left for it, or tested on those it has not seen. */
import { samePlace } from "../../base/span.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { CannotFix, type FixContext } from "../context.js";
import { argument, type PlacedCall, positional, receiver, rootOf } from "../document.js";
import { Draft } from "../draft.js";
import { viewOf } from "../moves/builders.js";
import { changedSince, lastStore } from "../moves/chain.js";
import { columnNames, short } from "../moves/columns.js";
import { namesIn } from "../moves/learning.js";
import { factsBehind } from "../moves/splits.js";
import { holds, type View } from "../moves/view.js";
import { calledName, type UnpackedSplit, unpackedSplit } from "../splits.js";

/** `model.fit(X, y)` → `model.fit(X_train, y_train)`. */
export function trainOnTrainingPart(cx: FixContext) {
  const title = "Train on the training part";
  const here = cx.doc.callAt(cx.finding.at);
  if (!here || !/^(fit|train|fit_\w+)$/.test(calledName(here.call))) return null;
  const { call, stmt } = dataSetOf(cx, here) ?? here;
  const given = positional(call).concat(call.args.flatMap((a) => (a.name ? [a.value] : [])));
  const split = cx.finding.steps.map(({ at }) => unpackedSplit(cx.doc, at)).find((s) => s !== null) ?? splitOfGiven(cx, given);
  if (!split) return complementOfSlices(cx, given, title);
  if (!cx.doc.isBefore(split.placed.call.at, call.at)) throw new CannotFix("The model is trained before the rows are split.", title);
  if (call !== here.call && isArmApart(cx, stmt, split.placed.stmt))
    throw new CannotFix("One arm of a condition trains on all rows, and nothing is split in it.", title);
  checkPrepared(cx, stmt, split, given, title);
  const draft = new Draft(cx);
  let changed = 0;
  for (const e of given) {
    const part = trainingPart(cx, stmt, split, e);
    if (part !== null) {
      draft.replace(e.at, part);
      changed++;
    }
  }
  if (changed < Math.min(2, given.length)) throw new CannotFix("What the model is trained on is not what was split, so its training part has no name.", title);
  return draft.finish("unsafe", title);
}

/** What a model is trained on, of the training part; columns of a table that was split are the same columns of its part, where that is as it was cut. */
function trainingPart(cx: FixContext, stmt: Stmt, split: UnpackedSplit, e: Expr): string | null {
  const nameOf = (i: number): string => cx.doc.text((split.targets[2 * i] as Expr).at);
  const i = split.arrays.findIndex((array) => cx.doc.text(array.at) === cx.doc.text(e.at));
  if (i >= 0) return nameOf(i);
  const root = rootOf(e);
  const one = split.arrays.findIndex((array) => isOneColumn(array, e));
  const n = one >= 0 ? one : split.arrays.findIndex((array) => isColumns(e) && cx.doc.text(array.at) === cx.doc.text(root.at));
  if (n < 0) return null;
  const view = viewOf(cx);
  const [at, cut] = [view.placeOf(stmt), view.placeOf(split.placed.stmt)];
  if (!at || !cut || [root, split.targets[2 * n]].some((x) => x?.k !== "name") || lastStore(view, nameOf(n), at) !== cut) return null;
  if (root.k === "name" && changedSince(view, root.name, cut, at)) return null;
  return one >= 0 ? nameOf(n) : `${nameOf(n)}${cx.doc.text({ ...e.at, start: root.at.end })}`;
}

/** `df[["a", "b"]].values`: columns of all rows of a table. */
function isColumns(e: Expr): boolean {
  if (e.k === "name") return true;
  if (e.k === "index") return isColumns(e.object) && columnNames(e.index) !== null;
  if (e.k === "attr") return e.name === "values" && isColumns(e.object);
  return e.k === "call" && /^(to_numpy|ravel)$/.test(calledName(e)) && !e.args.length && e.func.k === "attr" && isColumns(e.func.object);
}

/** `df["a"]` was split, and `df[["a"]]` is given. */
function isOneColumn(array: Expr, e: Expr): boolean {
  const [own, given] = [array, e].map((x) => (x.k === "index" && x.object.k === "name" && x.index.k !== "name" ? x : null));
  const names = [own, given].map((x) => (x ? [...(columnNames(x.index) ?? [])] : []));
  const isSame = own?.object.k === "name" && given?.object.k === "name" && own.object.name === given.object.name;
  return isSame && names[0]?.length === 1 && names[1]?.length === 1 && names[0][0] === names[1][0];
}

/** `data = lgb.Dataset(X, y)` where a booster is trained on `data`. */
function dataSetOf(cx: FixContext, { call, stmt }: PlacedCall): PlacedCall | null {
  const view = viewOf(cx);
  const at = view.placeOf(stmt);
  for (const { value } of at ? call.args : []) {
    const made = value.k === "name" && at ? lastStore(view, value.name, at)?.stmt : null;
    const of = made?.k === "assign" && made.targets.length === 1 && made.value.k === "call" ? made.value : null;
    if (of && /^(Dataset|DMatrix|QuantileDMatrix|Pool)$/.test(calledName(of))) return cx.doc.callAt(of.callee);
  }
  return null;
}

/** Whether a statement stands in an arm of a condition in which another one does not. */
function isArmApart(cx: FixContext, stmt: Stmt, other: Stmt): boolean {
  const view = viewOf(cx);
  const [own, place] = [view.placeOf(stmt), view.placeOf(other)];
  return own?.line.owner?.k === "if" && (!place || !view.ancestorIn(place, own.line));
}

/** The split behind the score that takes what the model is given, where the finding tells how its rows were cut before. */
const splitOfGiven = (cx: FixContext, given: readonly Expr[]): UnpackedSplit | undefined =>
  cx.q.evaluations
    .filter((e) => cx.finding.steps.some(({ at }) => samePlace(at, e.score.at)))
    .flatMap((e) => factsBehind(cx.q, e))
    .flatMap((fact) => unpackedSplit(cx.doc, fact.at) ?? [])
    .find(({ arrays }) => given.some((e) => arrays.some((array) => cx.doc.text(array.at) === cx.doc.text(e.at))));

/**
 * Parts that were scaled since they were cut: the model is scaled with them, while the program may go on giving it the data as they are. Labels that were
 * scaled would make predictions of another unit than those of the test part.
 */
function checkPrepared(cx: FixContext, stmt: Stmt, split: UnpackedSplit, given: readonly Expr[], title: string): void {
  const view = viewOf(cx);
  const [at, cut] = [view.placeOf(stmt), view.placeOf(split.placed.stmt)];
  if (!at || !cut) return;
  const isPrepared = (e: Expr | undefined): boolean => e?.k === "name" && lastStore(view, e.name, at) !== cut;
  for (const [n, e] of given.entries()) {
    const i = split.arrays.findIndex((array) => cx.doc.text(array.at) === cx.doc.text(e.at));
    const train = split.targets[2 * i];
    if (i < 0 || e.k !== "name" || train?.k !== "name" || !isPrepared(train)) continue;
    if (n > 0 && !isPrepared(split.targets[2 * i + 1]))
      throw new CannotFix(`\`${train.name}\` was changed since it was cut, the labels of the test part were not: predictions would be of another unit.`, title);
    const later = view.usesOf(e.name, at.line.fn).find((u) => {
      const again = lastStore(view, e.name, u.place);
      return !u.stored && view.isBefore(at.stmt.at, u.at) && again === lastStore(view, e.name, at) && asksModel(cx, view, u.place.stmt, at.stmt);
    });
    if (later)
      throw new CannotFix(
        `\`${train.name}\` was changed since it was cut, and \`${short(view.textOf(later.place.stmt.at))}\` gives the model \`${e.name}\` as it is.`,
        title,
      );
  }
}

/** Whether a statement reads the model that another one trains. */
function asksModel(cx: FixContext, view: View, stmt: Stmt, fit: Stmt): boolean {
  const call = fit.k === "assign" || fit.k === "expr" ? fit.value : null;
  const names = fit.k === "assign" ? fit.targets.flatMap(namesIn) : [];
  const model = call?.k === "call" ? receiver(call) : null;
  if (model?.k === "name") names.push(model.name);
  return stmt !== fit && names.some((name) => view.usesOf(name, null).some((u) => !u.stored && holds(stmt.at, u.at))) && cx.doc.isBefore(fit.at, stmt.at);
}

/** `X_test = X[50000:]` and `fit(X)` → `fit(X[:50000])`. */
function complementOfSlices(cx: FixContext, given: readonly Expr[], title: string) {
  const draft = new Draft(cx);
  let changed = 0;
  for (const e of given) {
    if (e.k !== "name") continue;
    const slices = cx.doc.units.flatMap((unit) => unit.placed).flatMap(({ stmt }) => (stmt.k === "assign" ? slicesIn(stmt.value) : []));
    const own = slices.filter((s) => s.object.k === "name" && s.object.name === e.name);
    const [cut] = own;
    if (!cut) continue;
    const { lower, upper } = cut;
    if (own.length > 1 || (lower && upper) || (!lower && !upper)) throw new CannotFix(`Several parts are cut from ${e.name}.`, title);
    draft.replace(e.at, lower ? `${e.name}[:${cx.doc.text(lower.at)}]` : `${e.name}[${cx.doc.text((upper as Expr).at)}:]`);
    changed++;
  }
  if (changed < Math.min(2, given.filter((e) => e.k === "name").length) || changed === 0)
    throw new CannotFix("What the model is trained on is not what was split, so its training part has no name.", title);
  return draft.finish("unsafe", title);
}

type Sliced = { object: Expr; lower: Expr | null; upper: Expr | null };

function slicesIn(e: Expr): Sliced[] {
  if (e.k === "tuple") return e.items.flatMap(slicesIn);
  return e.k === "index" && e.index.k === "slice" && !e.index.step ? [{ object: e.object, lower: e.index.lower, upper: e.index.upper }] : [];
}

/** `test = df[700:]` beside `train = df[:800]` → `df[800:]`; a second sample → what the first one left over. */
export function testOnTheRest(cx: FixContext) {
  const title = "Test on the rows that training left over";
  const placed = cx.doc.statementAt(cx.finding.at);
  if (placed?.stmt.k !== "assign") return null;
  const test = placed.stmt.value;
  const others = cx.doc.units
    .flatMap((unit) => unit.placed)
    .flatMap((p) => (p !== placed && p.stmt.k === "assign" && p.stmt.value !== test && cx.doc.isBefore(p.stmt.at, test.at) ? [p.stmt] : []));
  const draft = new Draft(cx);
  const [own] = slicesIn(test);
  if (own) {
    const train = others.flatMap(({ value }) => slicesIn(value)).filter((s) => cx.doc.text(s.object.at) === cx.doc.text(own.object.at));
    const [cut] = train;
    if (train.length !== 1 || !cut) throw new CannotFix("It does not show here which slice is the training part.", title);
    if (own.lower && !own.upper && cut.upper && !cut.lower) draft.replace(own.lower.at, cx.doc.text(cut.upper.at));
    else if (own.upper && !own.lower && cut.lower && !cut.upper) draft.replace(own.upper.at, cx.doc.text(cut.lower.at));
    else throw new CannotFix("The two slices do not start and end at one cut.", title);
    return draft.finish("unsafe", title);
  }
  if (test.k !== "call" || calledName(test) !== "sample") return null;
  const frame = receiver(test);
  const samples = others.filter(
    ({ value, targets }) =>
      value.k === "call" && calledName(value) === "sample" && sameText(cx, receiver(value), frame) && targets.length === 1 && targets[0]?.k === "name",
  );
  const [first] = samples;
  if (!frame || samples.length !== 1 || !first || argument(test, "replace", 2))
    throw new CannotFix("It does not show here which sample is the training part.", title);
  const train = cx.doc.text((first.targets[0] as Expr).at);
  return draft.replace(test.at, `${cx.doc.text(frame.at)}.drop(${train}.index)`).finish("unsafe", title);
}

const sameText = (cx: FixContext, a: Expr | null, b: Expr | null): boolean => a !== null && b !== null && cx.doc.text(a.at) === cx.doc.text(b.at);

/** Fixes of how rows are split: in order, by the labels, with a seed, in time order, by group. */
import { samePlace } from "../../base/span.js";
import { isMadeBelow } from "../../program/columns.js";
import type { Expr } from "../../program/ir.js";
import { cutsOf } from "../../trace/rows.js";
import { CannotFix, type FixContext } from "../context.js";
import { argument, type CallExpr, keyword, nodesIn, type PlacedCall, positional, receiver, rootOf } from "../document.js";
import { Draft } from "../draft.js";
import { viewOf } from "../moves/builders.js";
import { isOldSplit } from "../moves/oldSplits.js";
import { calledName, splitterCall, type UnpackedSplit, unpackedSplit } from "../splits.js";

/** HLD113: `X_train, y_train, X_test, y_test = …` → the order in which the parts come. */
export function unpackInOrder(cx: FixContext) {
  const title = "Unpack the parts in the order in which they come";
  const split = unpackedSplit(cx.doc, cx.finding.at);
  if (!split) throw new CannotFix("The parts are not unpacked into one name each where the rows are split.", title);
  const order = rightOrder(split, (e) => cx.doc.text(e.at));
  if (!order) throw new CannotFix("The names do not tell which part of which array each of them is meant to be.", title);
  const draft = new Draft(cx);
  split.targets.forEach((target, i) => {
    if (order[i] !== cx.doc.text(target.at)) draft.replace(target.at, order[i] as string);
  });
  return draft.finish("unsafe", title);
}

/** Targets by array, training part first, read off their names; null if the names do not say it. */
function rightOrder({ arrays, targets }: UnpackedSplit, textOf: (e: Expr) => string): string[] | null {
  const named = targets.map((target) => {
    const text = textOf(target);
    const part = /te?st|val|hold/i.test(text) ? "test" : /tr(ai)?n/i.test(text) ? "train" : null;
    return { text, part, stem: text.replace(/_?(train(ing)?|te?st(ing)?|trn?|val(id(ation)?)?|hold_?out)_?/gi, "").toLowerCase() };
  });
  const stems = [...new Set(named.map((n) => n.stem))];
  if (stems.length !== arrays.length) return null;
  // An array that is called like a stem settles the order; else the first name is of the first array.
  const byName = arrays.map((array) => stems.indexOf(textOf(array).toLowerCase()));
  const order = byName.every((i) => i >= 0) && new Set(byName).size === stems.length ? byName.map((i) => stems[i] as string) : stems;
  const out: string[] = [];
  for (const stem of order)
    for (const part of ["train", "test"]) {
      const [only, ...more] = named.filter((n) => n.stem === stem && n.part === part);
      if (!only || more.length) return null;
      out.push(only.text);
    }
  return out;
}

/** HLD302: `stratify=` the labels. */
export function stratify(cx: FixContext) {
  const title = "Stratify the split by the labels";
  const split = unpackedSplit(cx.doc, cx.finding.at);
  if (!split) throw new CannotFix("The parts are not unpacked into one name each where the rows are split.", title);
  const labels = labelsOf(cx, split);
  if (!labels) throw new CannotFix("It does not show here which of the arrays holds the labels.", title);
  checkModule(cx, split.placed.call, "draw rows by their labels in all releases", title);
  return new Draft(cx).setKeyword(split.placed.call, "stratify", labels).finish("unsafe", `Stratify the split by ${labels}`);
}

/** @throws CannotFix where the split is one of the module that came before `sklearn.model_selection` */
function checkModule(cx: FixContext, call: CallExpr, what: string, title: string): void {
  if (isOldSplit(viewOf(cx), call)) throw new CannotFix(`The rows are split by sklearn.cross_validation, which cannot ${what}.`, title);
}

function labelsOf(cx: FixContext, { arrays, targets, placed }: UnpackedSplit): string | null {
  const names = targets.map((target) => cx.doc.text(target.at));
  const trained = cx.doc.units
    .flatMap((unit) => unit.calls)
    .filter(({ call }) => calledName(call) === "fit")
    .map(({ call }) => {
      const y = keyword(call, "y")?.value ?? positional(call)[1];
      return y ? cx.doc.text(y.at) : "";
    });
  const own = arrays.find((_, i) => trained.includes(names[2 * i] as string));
  if (own) return cx.doc.text(own.at);
  const [frame] = arrays;
  if (arrays.length > 1 || frame?.k !== "name") return arrays[1] ? cx.doc.text((arrays[1] as Expr).at) : null;
  // A table that is split whole: the labels are one of its columns.
  const cuts = new Set(cutsAt(cx, placed));
  for (const fit of cx.q.trainings) {
    if (!cutsOf(fit.rows).some((c) => cuts.has(c.id))) continue;
    const [column, ...more] = [...(fit.fit?.y?.origin ?? [])].map((o) => o.slice(o.lastIndexOf(":") + 1));
    if (column && !more.length && column !== "*" && !column.includes("#")) return `${frame.name}["${column}"]`;
  }
  return null;
}

const cutsAt = (cx: FixContext, { call }: PlacedCall): string[] => cx.q.lineage.allSplits.filter((s) => samePlace(s.at, call.callee)).map((s) => s.id);

/** HLD401: a seed for every split that draws without one. */
export function seedSplits(cx: FixContext) {
  const title = "Give the split a seed";
  const open = cx.q.lineage.allSplits.filter((s) => s.shuffled && !s.seeded && s.kind !== "sample" && cx.isOwn(s.at.source));
  const calls = new Map<CallExpr, string>();
  for (const { at } of open) {
    const made = splitterCall(cx.doc, at);
    if (!made) throw new CannotFix("The splitter is made somewhere else.", title);
    const name = calledName(made.call);
    if (!/^(train_test_split|\w*KFold|\w*ShuffleSplit)$/.test(name)) throw new CannotFix(`${name || "This call"} takes no random_state.`, title);
    calls.set(made.call, name);
  }
  const draft = new Draft(cx);
  for (const call of calls.keys()) draft.setKeyword(call, "random_state", "0");
  return draft.finish(calls.size === 1 ? "safe" : "unsafe", calls.size === 1 ? title : `Give ${calls.size} splits a seed`);
}

/** HLD108: the last rows are held out, or folds that only look back. */
export function splitInTimeOrder(cx: FixContext) {
  const made = splitterCall(cx.doc, cx.finding.at);
  const name = made ? calledName(made.call) : "";
  const draft = new Draft(cx);
  if (made && name === "train_test_split") {
    const title = "Hold out the last rows: shuffle=False";
    checkModule(cx, made.call, "keep rows in order", title);
    if (cx.splitAt(cx.finding.at)?.rows.terms.some((t) => t.cuts.some((c) => c.kind === "random")))
      throw new CannotFix("Its rows were drawn at random by another split: the last of them are no later ones.", title);
    const sorted = sortedFirstBy(cx);
    if (sorted) throw new CannotFix(`The rows are sorted by ${sorted} first: the last of them are no later ones.`, title);
    const group = sortedByTime(cx) ? null : groupAmongInputs(cx);
    if (group)
      throw new CannotFix(
        `Nothing sorts the rows by their time: those of each \`${group}\` may stand together, and the last of them are no later ones.`,
        title,
      );
    const { pieces } = draft.argumentsOf(made.call);
    const at = (word: string) => pieces.findIndex((piece) => piece.name === word);
    // Neither means anything for rows that are not drawn, and `stratify` is refused there.
    const [seed, strata] = [at("random_state"), at("stratify")];
    if (at("shuffle") >= 0) draft.setKeyword(made.call, "shuffle", "False");
    else if (seed >= 0) {
      const piece = pieces[seed] as { start: number; end: number };
      draft.replace({ source: made.call.at.source, start: piece.start, end: piece.end }, "shuffle=False");
    } else draft.setKeyword(made.call, "shuffle", "False");
    if (strata >= 0) draft.removeArgument(made.call, strata);
    return draft.finish("unsafe", title);
  }
  if (made && /^(Stratified)?(Repeated)?(KFold|ShuffleSplit)$/.test(name)) {
    const title = "Use TimeSeriesSplit, whose folds only look back";
    checkModule(cx, made.call, "cut folds that only look back", title);
    const count = keyword(made.call, "n_splits")?.value ?? positional(made.call)[0];
    const word = draft.ensureImport(made.call.at, "sklearn.model_selection", "TimeSeriesSplit", { instead: made.call.func });
    draft.replace(made.call.at, `${word}(${count ? `n_splits=${cx.doc.text(count.at)}` : ""})`);
    return draft.finish("unsafe", title);
  }
  throw new CannotFix("The rows are drawn by a call that cannot keep them in order.", "Split in time order");
}

/** What rows are sorted by before their time, `sort_values(["shop", "day"])`, as it is written; null where they are not. */
function sortedFirstBy(cx: FixContext): string | null {
  const before = cx.doc.units.flatMap((unit) => unit.calls).filter(({ call }) => calledName(call) === "sort_values" && cx.doc.isBefore(call.at, cx.finding.at));
  for (const { call } of before.reverse()) {
    const by = argument(call, "by", 0);
    const [first, ...more] = by?.k === "list" ? by.items : [];
    if (first && more.length && !time.test(cx.doc.text(first.at))) return cx.doc.text(first.at);
  }
  return null;
}

/** Whether rows are put in the order of their time above the split. */
const sortedByTime = (cx: FixContext): boolean =>
  cx.doc.units
    .flatMap((unit) => unit.calls)
    .some(
      ({ call }) =>
        /^sort_(values|index)$/.test(calledName(call)) &&
        cx.doc.isBefore(call.at, cx.finding.at) &&
        (call.args.length === 0 || time.test(cx.doc.text(call.at))),
    );

/** Columns that tell whose row it is: a file of several shops has many rows for each day. */
const owner =
  /^(\w+_)?(store|shop|item|sku|product|station|site|sensor|machine|meter|customer|user|country|city|region|ticker|symbol|company)(_?(id|nr|no|code|name|number))?$/i;

/** A column of the inputs that tells whose row it is. */
function groupAmongInputs(cx: FixContext): string | null {
  const names = cx.q.trainings.flatMap((l) => [...(l.fit?.columns.named.values() ?? [])]).map((c) => c.name);
  return names.find((n) => owner.test(n)) ?? null;
}

/** Columns that tell when. */
const time = /date|time|day|week|month|year|hour|minute|period|stamp/i;

/** HLD110: `GroupShuffleSplit` in the place of `train_test_split`, by the groups that the program names elsewhere. */
export function splitByGroup(cx: FixContext) {
  const title = "Keep groups together with GroupShuffleSplit";
  const split = unpackedSplit(cx.doc, cx.finding.at);
  if (!split) throw new CannotFix("The parts are not unpacked into one name each where the rows are split.", title);
  const groups = groupsFor(cx, split, title);
  if (!groups) throw new CannotFix("It does not show here which column names the group of every row of these arrays.", title);
  const { call } = split.placed;
  checkModule(cx, call, "keep groups together in this way", title);
  const take = split.arrays.map((array) => taking(cx, array));
  if (take.some((t) => t === null)) throw new CannotFix("It does not show here whether rows of these arrays are picked with iloc.", title);
  const draft = new Draft(cx);
  const list = draft.argumentsOf(call).pieces;
  const text = cx.doc.unit(call.at.source)?.text ?? "";
  const kept = list
    .filter((piece) => piece.name && /^(test_size|train_size|random_state)$/.test(piece.name))
    .map((piece) => text.slice(piece.start, piece.end));
  const word = draft.ensureImport(call.at, "sklearn.model_selection", "GroupShuffleSplit", { instead: call.func });
  const [train, test] = [cx.doc.freshName("train_rows"), cx.doc.freshName("test_rows")];
  // Without a size, train_test_split holds out a quarter and GroupShuffleSplit a fifth.
  const size = kept.some((argument) => /^t\w+_size/.test(argument)) ? [] : ["test_size=0.25"];
  const first = cx.doc.text((split.arrays[0] as Expr).at);
  const lines = [`${train}, ${test} = next(${word}(${["n_splits=1", ...size, ...kept].join(", ")}).split(${first}, groups=${groups}))`];
  split.arrays.forEach((array, i) => {
    const [a, b] = [split.targets[2 * i] as Expr, split.targets[2 * i + 1] as Expr].map((t) => cx.doc.text(t.at));
    const data = bracketed(array, cx.doc.text(array.at));
    lines.push(`${a}, ${b} = ${data}${take[i]}[${train}], ${data}${take[i]}[${test}]`);
  });
  return draft.replaceStatement(split.placed, lines).finish("unsafe", title);
}

/** The text of the group column for the rows that are split. */
function groupsFor(cx: FixContext, split: UnpackedSplit, title: string): string | null {
  const names = split.targets.map((target) => cx.doc.text(target.at));
  const known = cx.doc.units
    .flatMap((unit) => unit.calls)
    .flatMap(({ call }) => {
      const groups = keyword(call, "groups")?.value ?? (calledName(call) === "split" && receiver(call) ? positional(call)[2] : undefined);
      return groups ? [groups] : [];
    });
  for (const groups of known) {
    const text = cx.doc.text(groups.at);
    const part = names.indexOf(text);
    if (part >= 0) return cx.doc.text((split.arrays[part >> 1] as Expr).at);
    const first = split.arrays[0] as Expr;
    const data = cx.dataAt(groups.k === "name" ? groups.at : rootOf(groups).at);
    const own = cx.dataAt(rootOf(first).at);
    if (data && own && data.rows.key === own.rows.key && cx.doc.isBefore(rootBinding(cx, groups), split.placed.call.at)) {
      const column = columnOf(groups);
      if (column && isMadeBelow(cx.q.units, column, split.placed.stmt.at))
        throw new CannotFix(`The groups are in the column ${column}, which the program makes only after this split.`, title);
      return text;
    }
  }
  return null;
}

/** `model` of `df["model"]` and `df.model`. */
function columnOf(e: Expr): string | null {
  if (e.k === "attr") return e.object.k === "name" ? e.name : columnOf(e.object);
  if (e.k === "call") return columnOf(e.func);
  if (e.k !== "index") return null;
  return e.object.k === "name" && e.index.k === "const" && typeof e.index.value === "string" ? e.index.value : columnOf(e.object);
}

/** Where the name at the root of an expression is bound first. */
function rootBinding(cx: FixContext, e: Expr) {
  const root = rootOf(e);
  return (root.k === "name" ? cx.doc.uses(root.name).find((use) => use.binds)?.at : undefined) ?? e.at;
}

/** `.iloc` for tables and columns, nothing for arrays; null if nobody can tell. */
function taking(cx: FixContext, array: Expr): string | null {
  const names = [...nodesIn(array)].filter((e) => e.k === "name");
  const data = names.map((e) => cx.dataAt(e.at)).find((d) => d !== null);
  if (!data) return null;
  const pandas =
    data.cols.size > 0 || data.column !== null || data.removed.size > 0 || [...nodesIn(array)].some((e) => e.k === "const" && typeof e.value === "string");
  if (pandas) return ".iloc";
  return data.as === "array" ? "" : null;
}

const bracketed = (e: Expr, text: string): string => (["name", "attr", "index", "call"].includes(e.k) ? text : `(${text})`);

/**
 * Split first, by moving what learns below the split: it is fitted on the training part, and every part is transformed.
 * Only where nobody else looks at the data that was transformed as a whole.
 */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Questions } from "../../trace/questions.js";
import { scaledLabels } from "./beside.js";
import { commentsThatGo, spokenAbove } from "./carried.js";
import { namedColumn, receiver, selectedFrom, selectionOf, short } from "./columns.js";
import { forgottenFits, type LearningCall, nameForObject, namesIn } from "./learning.js";
import { after, removal, type Swap, swapped, trailingComment } from "./lines.js";
import { Chain, type Moved } from "./movable.js";
import { tellsOfOld } from "./namedComments.js";
import { no } from "./outcome.js";
import { partsOfInput, splitsIn, type WrittenSplit } from "./splits.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

export interface Below {
  readonly edits: TextEdit[];
  readonly names: readonly string[];
}

/** The last split that cuts the training part again, after `split`; all of them must stand in one line. */
function innermost(view: View, split: WrittenSplit, column: number): { train: string; others: string[]; last: Place } {
  let train = split.parts[column]?.train as string;
  const others = [split.parts[column]?.test as string];
  let last = split.place;
  const { line, index } = last;
  for (const again of splitsIn(view, line.stmts.slice(index + 1))) {
    const part = partsOfInput(again, train);
    if (!part) continue;
    train = part.train;
    others.unshift(part.test);
    last = again.place;
  }
  return { train, others, last };
}

/**
 * Moves the learning at `start`, and what depends on it, below `split`.
 * @throws CannotFix where the program does anything else with the data on the way.
 */
export function moveBelow(view: View, q: Questions, start: Place, split: WrittenSplit): Below {
  const { line } = start;
  const around = view.ancestorIn(split.place, line);
  if (!around || around.index <= start.index) return no("the learning and the split do not stand in one line of statements");
  if (scaledLabels(view, q, split, start).length) no("the labels are put on a scale by all rows too");
  const chain = new Chain(view, q);
  chain.take(start);
  for (let i = start.index + 1; i < around.index; i++) {
    const stmt = line.stmts[i] as Stmt;
    if (chain.touches(stmt).size && !(/^(expr|assert)$/.test(stmt.k) && isHarmless(view, stmt, chain))) chain.take(view.placeOf(stmt) as Place);
  }
  const column = splitColumn(view, chain, split);
  const { train, others, last } = innermost(view, split, column.index);
  if (around.stmt !== split.place.stmt) checkBlock(view, chain, around, split, last);
  checkUses(view, chain, start, around, around.stmt === split.place.stmt ? last : around, [train, ...others]);
  const parts = [train, ...others];
  const going = chain.moved.map((m) => m.place.stmt);
  const lines = chain.moved.flatMap((m) => [...spokenAbove(view, m.place.stmt, going), ...emit(view, chain, m, parts, split)]);
  const edits: TextEdit[] = going.map((s) => removal(view, s, commentsThatGo(view, s, going)));
  edits.push(...forgottenFits(view, start, chain.moved[0]?.calls[0]?.call ?? null).map((s) => removal(view, s)));
  if (column.replace) edits.push(column.replace);
  edits.push(after(view, last.stmt, lines));
  const told = tellsOfOld(view, edits);
  if (told) no(`\`${short(told)}\` tells what was done to the rows before they are split`);
  return { edits, names: [...new Set([...chain.objects])] };
}

/** Which input of the split carries the data, and what has to stand there instead. */
function splitColumn(view: View, chain: Chain, split: WrittenSplit): { index: number; replace: TextEdit | null } {
  const found: { index: number; replace: TextEdit | null }[] = [];
  for (const [index, e] of split.inputs.entries()) {
    const names = namesIn(e).filter((n) => chain.dirty.has(n));
    const [name] = names;
    if (!name) continue;
    if (names.length > 1) no("one input of the split is made of several tables");
    if (e.k === "name") {
      const origin = chain.origin.get(e.name);
      found.push({ index, replace: origin ? { at: e.at, text: origin.k === "name" ? origin.name : view.textOf(origin.at) } : null });
      continue;
    }
    const selected = selectedFrom(view, e);
    const changed = chain.dirty.get(name)?.columns;
    if (!selected || !changed) return no("the split takes the data in a form that cannot be followed");
    const carries = selectionOf(changed, selected);
    if (carries === "some") no("the selected columns hold only a part of those that it changes");
    if (carries === "all") found.push({ index, replace: null });
  }
  if (found.length !== 1) return no(found.length ? "several inputs of the split carry it" : "the split takes other data");
  for (const o of split.options)
    if (namesIn(o.value).some((n) => chain.dirty.has(n) && chain.dirty.get(n)?.columns === null)) no("the split is stratified by the data that it changes");
  return found[0] as { index: number; replace: TextEdit | null };
}

/** Attributes that are the same before and after. */
const sameBefore = new Set(["shape", "columns", "index", "name"]);

function harmless({ name, around: a }: Use): boolean {
  if (a?.k === "call" && a.func.k === "name" && a.func.name === "len") return a.args[0]?.value.k === "name" && a.args[0].value.name === name;
  return a?.k === "attr" && sameBefore.has(a.name);
}

function isHarmless(view: View, s: Stmt, chain: Chain): boolean {
  const touched = chain.touches(s);
  return [...touched].every(
    (n) =>
      chain.dirty.has(n) &&
      !chain.origin.has(n) &&
      view
        .usesOf(n, null)
        .filter((u) => holds(s.at, u.at))
        .every(harmless),
  );
}

/** The split stands in a block further below, such as a loop that draws again and again: what learns goes into it, and is known there alone. */
function checkBlock(view: View, chain: Chain, around: Place, split: WrittenSplit, last: Place): void {
  if (last.stmt !== split.place.stmt) no("several splits stand in one block");
  for (const name of [...chain.dirty.keys(), ...chain.objects, ...chain.values, ...chain.apart])
    for (const u of view.usesOf(name, around.line.fn)) {
      const isSplit = u.place.stmt === split.place.stmt && !u.stored;
      if (isSplit || (chain.dirty.has(name) && !chain.origin.has(name) && harmless(u))) continue;
      const within = holds(around.stmt.at, u.at);
      const later = (view.ancestorIn(u.place, around.line)?.index ?? around.index + 1) > around.index;
      if (within || (later && !chain.dirty.has(name))) no(`\`${name}\` is used by \`${short(view.textOf(u.place.stmt.at))}\` too`);
    }
}

/** Nobody but what is moved may look at the data as a whole, nor at the fitted object before it is fitted. `split`: the split, or the block around it. */
function checkUses(view: View, chain: Chain, start: Place, split: Place, last: Place, parts: readonly string[]): void {
  const { line } = start;
  const indexOf = (u: Use): number => view.ancestorIn(u.place, line)?.index ?? -1;
  const movedAt = new Set(chain.moved.map((m) => m.place.index));
  for (const name of chain.dirty.keys()) {
    for (const u of view.usesOf(name, line.fn)) {
      const i = indexOf(u);
      if (u.fn !== line.fn && !u.stored) no(`a function reads \`${name}\``);
      if (i < start.index || movedAt.has(i) || i === split.index) continue;
      if (i > split.index && isRebound(view, line.stmts, name, split.index, i)) continue;
      if (u.stored && u.place.line === line && i > split.index) continue;
      if (i < split.index && isSelectionAt(view, chain, u)) continue;
      if (harmless(u) && !chain.origin.has(name)) continue;
      no(`\`${name}\`, all of it transformed, is used by \`${short(view.textOf(u.place.stmt.at))}\` too`);
    }
  }
  for (const name of [...chain.objects, ...chain.values, ...chain.apart]) {
    for (const u of view.usesOf(name, line.fn)) {
      const i = indexOf(u);
      if (i > start.index && i < last.index && !movedAt.has(i) && !u.stored) no(`\`${name}\` is used before the split`);
    }
  }
  // Between two splits, and for what the moved statements read besides, nothing may change.
  const read = new Set(chain.moved.flatMap((m) => namesIn(valueIn(m.place.stmt))));
  for (const o of chain.origin.values()) for (const n of namesIn(o)) read.add(n);
  for (const name of read) {
    if (chain.dirty.has(name) || chain.objects.has(name) || chain.values.has(name)) continue;
    for (const u of view.usesOf(name, line.fn)) {
      const i = indexOf(u);
      if (u.stored && i > start.index && i <= last.index && !movedAt.has(i)) no(`\`${name}\` is another thing at the split`);
    }
  }
  for (const name of parts) {
    for (const u of view.usesOf(name, line.fn)) {
      const i = indexOf(u);
      if (i > split.index && i < last.index && !u.stored) no(`\`${name}\` is used between two splits`);
    }
  }
}

const valueIn = (s: Stmt): Expr => (s.k === "assign" ? s.value : s.k === "expr" ? s.value : no("it is no plain statement"));

/** Whether the variable is bound anew, from other things, between the split and place `i` of the line. */
function isRebound(view: View, stmts: readonly Stmt[], name: string, from: number, i: number): boolean {
  for (let k = from; k < i; k++) {
    const s = stmts[k] as Stmt;
    const bound = view.usesOf(name, null).some((u) => u.stored && u.place.stmt === s && s.k === "assign");
    if (bound && (k === from || !(s.k === "assign" && namesIn(s.value).includes(name)))) return true;
  }
  return false;
}

function isSelectionAt(view: View, chain: Chain, u: Use): boolean {
  const s = u.place.stmt;
  return (
    s.k === "assign" &&
    s.targets.length === 1 &&
    s.targets[0]?.k === "name" &&
    selectedFrom(view, s.value) !== null &&
    !chain.moved.some((m) => m.place.stmt === s)
  );
}

/** The statement for each part: fitted on the training part, applied to all. */
function emit(view: View, chain: Chain, m: Moved, parts: readonly string[], split: WrittenSplit): string[] {
  const s = m.place.stmt;
  const [train] = parts as [string, ...string[]];
  const comment = trailingComment(view, s);
  if (m.gives === "apart") return [`${view.textOf(s.at)}${comment}`];
  const names = (part: string): Swap[] => renames(view, chain, s, part, split);
  if (m.gives === "fit" || m.gives === "value") return [`${swapped(view, s.at, names(train))}${comment}`];
  const [only] = m.calls;
  if (only && only.learned.via !== "statistic") return emitFitted(view, chain, m, only, parts, names, comment);
  // Statistics of the training part, each under a name, before the first part is changed.
  const lines: string[] = [];
  const named = new Map<string, string>();
  const swaps: Swap[] = [];
  for (const { call, learned } of m.calls) {
    const text = swapped(view, call.at, names(train));
    const name = named.get(text) ?? view.fresh(statisticName(view, call, learned.what, train), named.values());
    if (!named.has(text)) lines.push(`${name} = ${text}`);
    named.set(text, name);
    swaps.push({ at: call.at, text: name });
  }
  for (const [i, part] of parts.entries()) lines.push(`${swapped(view, s.at, [...swaps, ...names(part)])}${i === 0 ? comment : ""}`);
  return lines;
}

function emitFitted(
  view: View,
  chain: Chain,
  m: Moved,
  only: LearningCall,
  parts: readonly string[],
  names: (part: string) => Swap[],
  comment: string,
): string[] {
  const s = m.place.stmt;
  const { call } = only;
  if (call.func.k !== "attr") return no("it is no call of `fit_transform`");
  const lines: string[] = [];
  const swaps: Swap[] = [];
  if (call.func.object.k !== "name") {
    const name = view.fresh(nameForObject(view.textOf(call.func.object.k === "call" ? call.func.object.callee : call.func.object.at)));
    chain.objects.add(name);
    lines.push(`${name} = ${view.textOf(call.func.object.at)}`);
    swaps.push({ at: call.func.object.at, text: name });
  }
  const [x, ...more] = call.args;
  if (!x || x.name === "y") return no("it is fitted on nothing that can be followed");
  const rest = more.length ? [{ at: { ...call.at, start: x.value.at.end, end: more.at(-1)?.value.at.end ?? x.value.at.end }, text: "" }] : [];
  for (const [i, part] of parts.entries()) {
    const own = i === 0 ? [] : [{ at: call.func.nameAt, text: "transform" }, ...rest];
    lines.push(`${swapped(view, s.at, [...swaps, ...own, ...names(part), ...indexed(view, s, call, part)])}${i === 0 ? comment : ""}`);
  }
  return lines;
}

/** `pd.DataFrame(scaler.fit_transform(X), columns=…)` numbers its rows anew; a part keeps the labels of its rows. */
function indexed(view: View, s: Stmt, call: Expr & { k: "call" }, part: string): Swap[] {
  if (s.k !== "assign" || s.value.k !== "call" || s.value === call || !view.textOf(s.value.callee).endsWith("DataFrame")) return [];
  const last = s.value.args.at(-1);
  if (!last || s.value.args.some((a) => a.name === "index")) return [];
  return [{ at: { ...last.value.at, start: last.value.at.end }, text: `, index=${part}.index` }];
}

/** Names of the data in a statement, exchanged for the part's. */
function renames(view: View, chain: Chain, s: Stmt, part: string, split: WrittenSplit): Swap[] {
  const out: Swap[] = [];
  const source = new Set([...chain.dirty.keys(), ...chain.moved.flatMap((m) => (m.gives === "apart" ? [] : [m.input]))]);
  for (const o of chain.origin.values()) {
    // `fit_transform(df["text"])` before `train_test_split(df["text"], …)`: the whole expression is the part.
    eachExprIn(s, (e) => {
      if (e.k !== "name" && e.at.start === o.at.start && e.at.end === o.at.end && e.at.source === o.at.source) out.push({ at: e.at, text: part });
    });
  }
  const originTexts = new Set([...chain.origin.values()].map((o) => view.textOf(o.at)));
  eachExprIn(s, (e) => {
    if (e.k === "name" && source.has(e.name)) out.push({ at: e.at, text: part });
    else if (e.k !== "name" && e.k !== "const" && originTexts.has(view.textOf(e.at))) out.push({ at: e.at, text: part });
    else if (e.k === "name") {
      const i = split.inputs.findIndex((x) => x.k === "name" && x.name === e.name);
      const other = split.parts[i];
      const column = split.parts.findIndex((p) => p.train === part || p.test === part);
      if (i >= 0 && other && i !== column) out.push({ at: e.at, text: part === split.parts[column]?.train || column < 0 ? other.train : other.test });
    }
  });
  return out;
}

/** "age_mean" for `df["age"].mean()`, "X_train_mean" for `X.mean(axis=0)`. */
function statisticName(_view: View, call: Expr & { k: "call" }, what: string, train: string): string {
  return `${namedColumn(receiver(call)) ?? train}_${what}`;
}

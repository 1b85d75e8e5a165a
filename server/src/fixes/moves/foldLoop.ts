/** Folds that a loop goes through: what was learned from all rows before is learned again in each round, from the round's training rows. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Leak } from "../../trace/questions.js";
import type { Cut, Rows } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { changedSince, lastStore } from "./chain.js";
import { isFit, type Link, linksBetween, namesOf, overwrites, reads } from "./foldLinks.js";
import { learnFrom, tableOf } from "./learnFrom.js";
import { type LearningCall, learningCalls } from "./learning.js";
import { before, removal, type Swap, swapped, trailingComment } from "./lines.js";
import { no } from "./outcome.js";
import type { Drawn } from "./picked.js";
import { keptAs } from "./rawNames.js";
import { CLONE } from "./standIns.js";
import { callStarting } from "./validated.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExpr, eachExprIn } from "./walk.js";

type For = Stmt & { k: "for" };

/** `for train, valid in folds.split(X):` */
export interface FoldLoop {
  readonly place: Place;
  readonly loop: For;
  readonly train: string;
  readonly valid: string;
  /** What is split, where the loop says it. */
  readonly split: Expr | null;
  /** What its last round has bound is evaluated behind it. */
  readonly last?: true;
}

/** More than this would be another program. */
const mostLinks = 8;

/** The loops over folds in which an evaluation is made: its score stands in one, or its predictions do, or it is of what the last round left. Null where one stands elsewhere. */
export function foldLoopsOf(cx: FixContext, view: View, { evaluation: { score } }: Leak): FoldLoop[] | null {
  const own = loopAt(view, score.at);
  if (own) return [own];
  const asked = cx.q.predictions.filter((p) => score.preds.has(p.id)).map((p) => p.at);
  const made = (asked.length ? asked : [score.at]).map((at) => loopAt(view, at) ?? lastRound(cx, view, at, score.rows));
  return made.length && made.every((l) => l !== null) ? (made as FoldLoop[]) : null;
}

/** The loop behind which a statement reads the `rows` that its last round has bound: with one round alone, that is a split. */
function lastRound(cx: FixContext, view: View, at: Span, rows: Rows): FoldLoop | null {
  const place = view.placeAt(at);
  const stores = new Set<Place | null>();
  if (place)
    eachExprIn(place.stmt, (e, _fn, stored) => {
      if (e.k === "name" && !stored && cx.dataAt(e.at)?.rows.key === rows.key) stores.add(lastStore(view, e.name, place));
    });
  const [loop, ...others] = stores;
  const s = loop?.stmt;
  const found = loop && !others.length && s?.k === "for" ? foldsOf(view, loop, s) : null;
  return loop && s?.k === "for" && found && !s.orelse.length ? { place: loop, loop: s, ...found, last: true } : null;
}

function loopAt(view: View, at: Span): FoldLoop | null {
  for (let p = view.placeAt(at); p; p = p.line.parent) {
    const s = p.stmt;
    const found = s.k === "for" ? foldsOf(view, p, s) : null;
    if (s.k === "for" && found) return { place: p, loop: s, ...found };
    if (s.k === "def" || s.k === "class") return null;
  }
  return null;
}

function foldsOf(view: View, place: Place, s: For): Pick<FoldLoop, "train" | "valid" | "split"> | null {
  const counted = s.iter.k === "call" && s.iter.func.k === "name" && s.iter.func.name === "enumerate" ? (s.iter.args[0]?.value ?? null) : null;
  const iter = counted ?? s.iter;
  const target = counted ? (s.target.k === "tuple" || s.target.k === "list" ? s.target.items[1] : null) : s.target;
  if (target?.k !== "tuple" && target?.k !== "list") return null;
  const [train, valid] = target.items;
  if (train?.k !== "name" || valid?.k !== "name" || target.items.length !== 2) return null;
  // `for train, valid in KFold(len(X), 5)`, as it was written once.
  const made = iter.k === "name" ? lastStore(view, iter.name, place)?.stmt : null;
  const folds = made?.k === "assign" ? made.value : iter;
  if (folds.k === "call" && /(KFold|ShuffleSplit|LeaveOneOut)$/.test(view.textOf(folds.callee))) return { train: train.name, valid: valid.name, split: null };
  if (folds.k !== "call" || folds.func.k !== "attr" || folds.func.name !== "split") return null;
  const split = folds.args[0]?.value;
  return split ? { train: train.name, valid: valid.name, split: iter.k === "name" ? null : split } : null;
}

/** @throws CannotFix */
export function learnInFolds(
  cx: FixContext,
  view: View,
  start: Place,
  learning: LearningCall,
  found: readonly FoldLoop[],
  leaks: readonly Leak[],
): { edits: TextEdit[]; at: Place } {
  const loops = found.map((f) => f.loop);
  const places = found.map((f) => view.ancestorIn(f.place, start.line));
  const [within] = places.sort((a, b) => (b?.index ?? -1) - (a?.index ?? -1));
  if (!within || places.some((p) => !p || p.index <= start.index)) return no("the learning and the loop over the folds do not stand in one line of statements");
  const rows = checkRows(cx, view, learning, leaks, found);
  const links = linksBetween(view, start, within, loops);
  if (links.length > mostLinks) no("too much is made of it before the loop over the folds");
  // The model of the last round would go by another one than the rows that it is asked about.
  if (found.some((f) => f.last) && links.some((l) => usedAsObject(view, l, start, links, loops)))
    no("what learned is asked behind the loop over the folds, where it would know all rows");
  const made = new Set(links.map((l) => l.gives));
  const fresh = new Map([...made].map((name) => [name, view.fresh(`${name}_fold`)] as const));
  const inside = (u: Use): boolean => loops.some((l) => l.body.some((s) => holds(s.at, u.at)));
  const counts = (u: Use): boolean => loops.some((l) => holds(l.iter.at, u.at));
  const ofLinks = (u: Use): boolean => links.some((l) => holds(l.place.stmt.at, u.at));
  const edits: TextEdit[] = [];
  for (const name of made) {
    const uses = view.usesOf(name, start.line.fn).filter((u) => after(view, u, start) && !ofLinks(u));
    if (uses.some((u) => inside(u) && u.stored)) no(`\`${name}\` is bound anew in the loop over the folds`);
    for (const u of uses) if (inside(u)) edits.push({ at: u.at, text: fresh.get(name) as string });
  }
  const input = sameRowsAs(cx, rows, links, made);
  const others = [...made].flatMap((name) => view.usesOf(name, start.line.fn).filter((u) => after(view, u, start) && !ofLinks(u) && !inside(u)));
  // The splitter counts rows only: it may as well be given what was there before.
  const isKept = (name: string): boolean =>
    links.some((l) => l.gives === name && l.item) ||
    links.slice(0, 1 + links.findIndex((l) => l.gives === name)).some((l) => l.gives === name && overwrites(l));
  const counted = others.filter((u) => counts(u) && !isKept(u.name));
  const goes = others.every(counts) && (counted.length === 0 || input !== null) && !links.some((l) => usedAsObject(view, l, start, links, loops));
  if (goes) for (const u of counted) edits.push({ at: u.at, text: input as string });
  if (!goes) for (const f of found) checkNotAskedBehind(view, f, leaks);
  const raw = new Map<string, string>();
  if (!goes)
    for (const l of links.filter(overwrites)) {
      // What is overwritten is kept as it was, under a name of its own.
      if (l.item || links.find((x) => x.gives === l.gives) !== l || links.some((x) => x !== l && x.gives === l.gives && overwrites(x)))
        no("it is overwritten more than once");
      const kept = l.columns ? null : keptAs(view, l.place.stmt, l.gives);
      raw.set(l.gives, kept?.raw ?? view.fresh(`${l.gives}_raw`));
      edits.push(...(kept?.edits ?? [before(view, l.place.stmt, [`${raw.get(l.gives)} = ${l.gives}.copy()`])]));
    }
  const pending = links.map((_, i) => new Set([...made].filter((name) => links.findIndex((l) => l.gives === name) >= i)));
  const early = [...new Set(links.flatMap((l, i) => (l.fits ? [] : reads(l.place.stmt)).filter((n) => n !== l.gives && pending[i]?.has(n) && !raw.has(n))))];
  for (const name of goes ? [] : early) {
    if (changedSince(view, name, start, (links.find((l) => l.gives === name) as Link).place)) no(`\`${name}\` is changed before the loop over the folds`);
    const kept = keptAs(view, start.stmt, name);
    raw.set(name, kept.raw);
    edits.push(...kept.edits);
  }
  for (const { loop, train } of found) {
    const drawn: Drawn = { by: "position", train, rounds: true };
    const lines = links.flatMap((l, i) => again(cx, view, l, fresh, drawn, goes, pending[i] as ReadonlySet<string>, raw));
    edits.push(before(view, loop.body[0] as Stmt, lines));
  }
  if (goes) for (const l of links) if (!l.item && !l.fits) edits.push(removal(view, l.place.stmt));
  return { edits, at: (found[0] as FoldLoop).place };
}

/**
 * A model that the rounds train, made in front of them, and asked behind the loop about what was prepared with all rows: it would know the numbers of the
 * last round. @throws CannotFix
 */
function checkNotAskedBehind(view: View, { place, loop, last }: FoldLoop, leaks: readonly Leak[]): void {
  for (const fit of last ? [] : new Set(leaks.flatMap((l) => l.evaluation.fits))) {
    const at = holds(loop.at, fit.at) ? view.placeAt(fit.at) : null;
    const call = at && callStarting(at.stmt, fit.at.start);
    const model = call?.func.k === "attr" && call.func.object.k === "name" ? call.func.object.name : null;
    const uses = model === null ? [] : view.usesOf(model, place.line.fn);
    if (uses.some((u) => u.stored && holds(loop.at, u.at))) continue;
    const behind = uses.filter((u) => view.isBefore(loop.at, u.at) && !holds(loop.at, u.at));
    const later = behind.find((u) => u.stored || (u.around?.k === "attr" && /^(fit|predict|score|evaluate|decision)/.test(u.around.name)));
    if (later?.around?.k === "attr" && !later.stored && later.around.name !== "fit")
      no(`\`${model}\` is trained in the loop over the folds and asked behind it about rows that another fit prepared`);
  }
}

const after = (view: View, u: Use, start: Place): boolean => (view.ancestorIn(u.place, start.line)?.index ?? Number.POSITIVE_INFINITY) >= start.index;

/** The rows that the folds are cut from must be those that are learned from, or the first of them. Gives their key. */
function checkRows(cx: FixContext, view: View, learning: LearningCall, leaks: readonly Leak[], found: readonly FoldLoop[]): string {
  const own = cx.dataAt(tableOf(view, learning.call).at)?.rows ?? learning.learned.rows;
  const isRound = (c: Cut): boolean => c.kind === "fold" || found.some((f) => isCutBy(cx, view, c, f));
  for (const rows of [own, own.parts?.[0]]) if (rows && leaks.every(({ evaluation }) => sameBase(rows, evaluation.score.rows, isRound))) return rows.key;
  return no("the folds are cut from other rows than those that are learned from");
}

/** Whether rows are cut by the splitter of a loop: one that shuffles cuts at random. */
function isCutBy(cx: FixContext, view: View, cut: Cut, { place, loop }: FoldLoop): boolean {
  const at = cx.q.splitOf(cut)?.at;
  const made = loop.iter.k === "name" ? lastStore(view, loop.iter.name, place)?.stmt : null;
  return at !== undefined && (holds(loop.iter.at, at) || (made?.k === "assign" && holds(made.value.at, at)));
}

/** Whether `part` is `whole` with nothing but the parts of a round cut from it. */
function sameBase(whole: Rows, part: Rows, isRound: (c: Cut) => boolean): boolean {
  const cutsOfTerm = (t: Rows["terms"][number]): string =>
    `${t.source.key}|${t.cuts
      .filter((c) => !isRound(c))
      .map((c) => `${c.id}#${c.part}`)
      .sort()
      .join("&")}|${t.mix?.id ?? ""}`;
  const all = (rows: Rows): string => [...new Set(rows.terms.map(cutsOfTerm))].sort().join();
  return all(whole) === all(part);
}

/** A transformer that is asked again after the loop, or beside it: it has to stay fitted on all rows. */
function usedAsObject(view: View, l: Link, start: Place, links: readonly Link[], loops: readonly For[]): boolean {
  const s = l.place.stmt;
  const value = s.k === "assign" ? s.value : s.k === "expr" ? s.value : null;
  let object: string | null = null;
  if (value)
    eachExpr(value, (e) => {
      if (e.k === "call" && e.func.k === "attr" && /^fit/.test(e.func.name) && e.func.object.k === "name") object = e.func.object.name;
    });
  return (
    object !== null &&
    view
      .usesOf(object, start.line.fn)
      .some((u) => !u.stored && after(view, u, start) && !loops.some((l) => holds(l.at, u.at)) && !links.some((x) => holds(x.place.stmt.at, u.at)))
  );
}

/** A variable behind what was made that has the rows which are split. */
function sameRowsAs(cx: FixContext, rows: string, links: readonly Link[], made: ReadonlySet<string>): string | null {
  const rowsAt = (e: Expr): string | null => cx.dataAt(e.at)?.rows.key ?? null;
  let found: string | null = null;
  for (const l of links)
    eachExprIn(l.place.stmt, (e, _fn, stored) => {
      if (!found && e.k === "name" && !stored && !made.has(e.name) && rowsAt(e) === rows) found = e.name;
    });
  return found;
}

/** The statement as it stands in the loop. */
function again(
  cx: FixContext,
  view: View,
  l: Link,
  fresh: ReadonlyMap<string, string>,
  drawn: Drawn,
  goes: boolean,
  pending: ReadonlySet<string>,
  raw: ReadonlyMap<string, string>,
): string[] {
  if (l.fits) return [`${fresh.get(l.gives)} = ${CLONE}(${l.gives})`];
  const s = l.place.stmt;
  const calls = learningCalls(cx.q, l.place).filter(({ learned }) => learned.weight === "statistic" || learned.via !== "statistic");
  const swaps: Swap[] = calls.flatMap((c) => learnFrom(view, l.place, c, drawn)).map((e) => (e.at.start === e.at.end ? e : { at: e.at, text: e.text }));
  const lines: string[] = [];
  if (l.columns && pending.has(l.gives)) lines.push(`${fresh.get(l.gives)} = ${raw.get(l.gives) ?? l.gives}.copy()`);
  // Renames inside of what is learned are made in its own text.
  // What is bound anew by this statement, or by a later one, is read as it was before.
  const nameFor = (name: string): string | undefined => (pending.has(name) && (name !== l.gives || overwrites(l)) ? raw.get(name) : fresh.get(name));
  const renamed = (text: string): string =>
    [...fresh.keys()].reduce((t, from) => t.replace(new RegExp(`(?<![\\w."'])${from}(?!\\w|["'])`, "g"), nameFor(from) ?? from), text);
  const all: Swap[] = [];
  for (const w of swaps) all.push({ at: w.at, text: renamed(w.text) });
  eachExprIn(s, (e, _fn, stored) => {
    if (e.k !== "name" || all.some((w) => w.at.start !== w.at.end && holds(w.at, e.at))) return;
    const to = stored && isTarget(s, e) ? fresh.get(e.name) : nameFor(e.name);
    if (to) all.push({ at: e.at, text: to });
  });
  let text = l.item ? `${fresh.get(l.gives)} = ${swapped(view, l.item.value.at, all)}` : `${swapped(view, s.at, all)}${goes ? trailingComment(view, s) : ""}`;
  if (isFit(s)) {
    const name = l.gives;
    const copy = fresh.get(name) as string;
    text = text.startsWith(`${copy}.fit(`) ? `${copy} = ${CLONE}(${name})${text.slice(copy.length)}` : no("it is fitted in a way that cannot be followed");
  } else if (!goes) {
    // The fitted transformer is asked elsewhere: a copy of it is fitted here.
    for (const { call } of calls)
      if (call.func.k === "attr" && call.func.object.k === "name" && /^fit/.test(call.func.name)) {
        const { name } = call.func.object;
        text = text.replace(new RegExp(`(?<![\\w.])${name}\\.fit\\(`), `${CLONE}(${name}).fit(`);
      }
  }
  return [...lines, ...text.split(/\r\n|\r|\n/)];
}

function isTarget(s: Stmt, e: Expr): boolean {
  return s.k === "assign" && s.targets.some((t) => t === e || (t.k !== "name" && namesOf(t)[0] === e));
}

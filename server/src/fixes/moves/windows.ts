/**
 * Windows of a series: the rows that were learned from are cut into overlapping stretches, or laid beside the rows before them, and the
 * first of these are trained on. What learns reads the first rows of the series, the same share of them.
 */

import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { cutKey } from "../../trace/limits.js";
import type { Leak } from "../../trace/questions.js";
import { type Cut, cutsOf, relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { commentsThatGo, spokenAbove } from "./carried.js";
import { isThere, lastStore } from "./chain.js";
import { short } from "./columns.js";
import { besideIn, type Fitting } from "./learnedBeside.js";
import { learnFrom, tableOf } from "./learnFrom.js";
import { type LearningCall, namesIn } from "./learning.js";
import { isLength, measured } from "./lengths.js";
import { before, removal, standsAlone, swapped, trailingComment } from "./lines.js";
import { no } from "./outcome.js";
import { variesAt } from "./rounds.js";
import { Order } from "./rowOrder.js";
import { type WrittenSplit, writtenSplit } from "./splits.js";
import { holds, type Place, type View } from "./view.js";
import { eachExpr, findExpr } from "./walk.js";

/** Where the first rows, or windows, are cut off for training. */
interface Head {
  readonly place: Place;
  /** What is cut. */
  readonly whole: Expr;
  /** Up to where, or the split that cuts without shuffling. */
  readonly upTo: Expr | WrittenSplit;
}

/** Where a number of rows is asked for: in front of the learning, of the table that it reads. */
export interface Site {
  readonly view: View;
  readonly start: Place;
  readonly table: string;
  /** Whether data has the very rows of that table. */
  isOfRows(e: Expr): boolean;
}

export interface Count {
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/**
 * What is learned at `start` is learned from the first rows, up to where the windows of them are trained on; null where no windows are cut.
 * @throws CannotFix
 */
export function learnFromHead(cx: FixContext, view: View, start: Place, learning: LearningCall, leaks: readonly Leak[]): TextEdit[] | null {
  const isOfRows = (e: Expr): boolean => cx.dataAt(e.at)?.rows.key === learning.learned.rows.key;
  const order = new Order(view, start, isOfRows);
  const heads = headsOf(cx, view, leaks).filter(({ whole, place }) => order.keeps(whole, place)?.windows);
  const [head] = heads;
  if (!head || !view.ancestorIn(head.place, start.line)) return null;
  if (heads.some((h) => textIn(view, h) !== textIn(view, head))) return no("the windows are cut in several places");
  // What scales the labels of these rows, or other columns of them, stands beside it: one of them alone would be no cure.
  const all = besideIn(cx, view, start, learning, head.place);
  const [first] = all as [Fitting, ...Fitting[]];
  const table = tableOf(view, first.learning.call);
  if (all.some((f) => !isOfRows(tableOf(view, f.learning.call)))) return no(`\`${table.name}\` has other rows than what it learns from`);
  if (!standsAlone(view, first.place.stmt)) return no("several statements share a line");
  const site: Site = { view, start: first.place, table: table.name, isOfRows };
  const count = "call" in head.upTo ? shareOf(site, head.upTo) : countOf(site, order, head.place, head.upTo);
  return [...count.edits, ...all.flatMap((f) => learnFrom(view, f.place, f.learning, { by: "slice", train: `[:${count.text}]` }))];
}

const textIn = (view: View, { upTo }: Head): string => ("call" in upTo ? upTo.options.map((o) => o.text).join() : view.textOf(upTo.at));

/** The cuts after which nothing that is scored is trained on; those that keep out of training what most evaluations score. */
function headsOf(cx: FixContext, view: View, leaks: readonly Leak[]): Head[] {
  const cuts = new Map(leaks.flatMap(({ evaluation: { train } }) => (train ? cutsOf(train) : [])).map((c) => [cutKey(c), c]));
  const found: { head: Head; settled: number }[] = [];
  for (const [id, cut] of cuts) {
    const head = headAt(cx, view, cut);
    const settles = ({ evaluation: { train, score } }: Leak): boolean =>
      train !== null &&
      relation(train, score.rows) === "disjoint" &&
      cutsOf(train).some((c) => cutKey(c) === id) &&
      !cutsOf(score.rows).some((c) => cutKey(c) === id);
    const settled = leaks.filter(settles).length;
    // What is scored within the first rows is a validation part of them.
    const inside = ({ evaluation: { score } }: Leak): boolean => cutsOf(score.rows).some((c) => cutKey(c) === id);
    if (head && settled > 0 && leaks.every((l) => settles(l) || inside(l))) found.push({ head, settled });
  }
  const most = Math.max(...found.map((f) => f.settled));
  return found.filter((f) => f.settled === most).map((f) => f.head);
}

function headAt(cx: FixContext, view: View, cut: Cut): Head | null {
  if (cut.kind === "ordered") {
    const fact = cx.q.splitOf(cut);
    const at = fact && view.placeAt(fact.at);
    const split = at && writtenSplit(view, at);
    const ordered = split?.options.some((o) => o.name === "shuffle" && o.value.k === "const" && o.value.value === false);
    return split && ordered && split.call.callee.start === fact?.at.start ? { place: at, whole: split.inputs[0] as Expr, upTo: split } : null;
  }
  const { at } = cut;
  const place = cut.kind === "range" && (cut.lo ?? 0) === 0 && at ? view.placeAt(at) : null;
  const e = place && at && findExpr(place.stmt, (x) => x.k === "index" && x.at.start === at.start && x.at.end === at.end);
  const rows = e?.k !== "index" ? null : e.index.k === "tuple" ? e.index.items[0] : e.index;
  if (!place || e?.k !== "index" || rows?.k !== "slice" || rows.step || !rows.upper) return null;
  if (namesIn(rows.upper).some((n) => variesAt(n, place))) return null;
  const whole = e.object.k === "attr" && e.object.name === "iloc" ? e.object.object : e.object;
  return { place, whole, upTo: rows.upper };
}

/** How many rows a slice keeps, as it can be said where the learning stands. */
function countOf(site: Site, order: Order, place: Place, upTo: Expr): Count {
  const { view, start, table } = site;
  if (upTo.k === "const") return typeof upTo.value === "number" && upTo.value > 0 ? { text: view.textOf(upTo.at), edits: [] } : no("it is cut from the end");
  if (upTo.k === "name" && isThere(view, upTo.name, start, place)) return { text: upTo.name, edits: [] };
  const made = upTo.k === "name" ? lastStore(view, upTo.name, place) : null;
  const s = made?.stmt;
  if (upTo.k === "name" && (s?.k !== "assign" || s.targets.length !== 1 || s.targets[0]?.k !== "name"))
    return no(`\`${upTo.name}\` is not there yet where it is learned`);
  const [from, value] = made && s?.k === "assign" ? [made, s.value] : [place, upTo];
  const { lengths, others } = measuresIn(value);
  let asks = false;
  eachExpr(value, (x) => {
    if (x.k === "call" && !(x.func.k === "name" && /^(int|round|float|len)$/.test(x.func.name))) asks = true;
  });
  if (asks) return no(`\`${short(view.textOf(value.at))}\` cannot be told where it is learned`);
  const missing = others.find((n) => !isThere(view, n, start, from));
  if (missing !== undefined) return no(`\`${missing}\` is not there yet where it is learned`);
  const apart = lengths.filter((x) => namesIn(measured(x)).some((n) => !isThere(view, n, start, from)));
  if (!apart.length && upTo.k === "name" && made) {
    // The number itself moves up.
    if (made.line !== start.line || !standsAlone(view, made.stmt) || lastStore(view, upTo.name, start) || isReadAbove(view, upTo.name, made))
      return no(`\`${upTo.name}\` is another thing where it is learned`);
    const line = `${view.textOf(made.stmt.at)}${trailingComment(view, made.stmt)}`;
    const going = [made.stmt];
    const edits = [removal(view, made.stmt, commentsThatGo(view, made.stmt, going)), before(view, start.stmt, [...spokenAbove(view, made.stmt, going), line])];
    return { text: upTo.name, edits };
  }
  for (const x of lengths)
    if (apart.includes(x) && order.keeps(measured(x), from)?.part !== "all") return no(`\`${view.textOf(x.at)}\` is not there yet where it is learned`);
  if (!grows(value)) return no(`\`${short(view.textOf(value.at))}\` cannot be told where it is learned`);
  const text = swapped(
    view,
    value.at,
    lengths.map((x) => ({ at: x.at, text: `len(${table})` })),
  );
  return named(site, text);
}

/** The share that a split without shuffling leaves for training. */
function shareOf(site: Site, { options, place }: WrittenSplit): Count {
  const { view, start, table } = site;
  const [test, train] = ["test_size", "train_size"].map((name) => options.find((o) => o.name === name)?.value);
  const size = test ?? train;
  const given = size?.k === "name" ? constantOf(view, size.name, start, place) : size?.k === "const" ? size.value : size ? undefined : 0.25;
  if (typeof given !== "number") return no("the size of the parts cannot be told where it is learned");
  const word = size && view.textOf(size.at);
  const rest = size?.k === "name" ? `(1 - ${word})` : `${Number((1 - given).toFixed(6))}`;
  const whole = `len(${table})`;
  if (given >= 1) return named(site, train && !test ? `${word}` : `${whole} - ${word}`);
  return named(site, `int(${whole} * ${train && !test ? word : rest})`);
}

/** The value of a variable that is a constant from there on. */
export function constantOf(view: View, name: string, start: Place, at: Place): unknown {
  const s = isThere(view, name, start, at) ? lastStore(view, name, start)?.stmt : null;
  return s?.k === "assign" && s.value.k === "const" && s.targets.every((t) => t.k === "name") ? s.value.value : undefined;
}

/** A number under a name in front of the learning; the variable that holds it already where one does right above. */
export function named({ view, start, isOfRows }: Site, text: string, said = "the part that is trained on below"): Count {
  const words = (t: string): string => t.replace(/\blen\(\w+\)/g, "#").replace(/\s+/g, "");
  const near = start.line.stmts.slice(Math.max(start.index - 8, 0), start.index).filter((s) => s.at.source === start.stmt.at.source);
  for (const s of near.reverse()) {
    const [target] = s.k === "assign" ? s.targets : [];
    if (s.k !== "assign" || s.targets.length !== 1 || target?.k !== "name" || words(view.textOf(s.value.at)) !== words(text)) continue;
    const isSame = measuresIn(s.value).lengths.every((x) => isOfRows(measured(x)));
    if (isSame && lastStore(view, target.name, start)?.stmt === s) return { text: target.name, edits: [] };
  }
  const name = view.fresh("n_train");
  return { text: name, edits: [before(view, start.stmt, [`${name} = ${text}  # ${said}`])] };
}

/** Whether a variable is read before the statement that gives it its value. */
const isReadAbove = (view: View, name: string, { line, index }: Place): boolean =>
  view.usesOf(name, line.fn).some((u) => !u.stored && (view.ancestorIn(u.place, line)?.index ?? Number.POSITIVE_INFINITY) < index);

/** The lengths in a number, and the variables beside them. */
function measuresIn(e: Expr): { lengths: Expr[]; others: string[] } {
  const lengths: Expr[] = [];
  const others: string[] = [];
  eachExpr(e, (x) => {
    if (lengths.some((l) => holds(l.at, x.at))) return;
    if (isLength(x)) lengths.push(x);
    else if (x.k === "name" && !/^(int|round|float)$/.test(x.name)) others.push(x.name);
  });
  return { lengths, others };
}

/** Whether a number is a share of one length, or one length but for some rows: of a longer table it is larger by no more than the rows between. */
function grows(e: Expr): boolean {
  if (isLength(e)) return true;
  const [first, ...more] = e.k === "call" ? e.args : [];
  if (e.k === "call") return first !== undefined && more.length === 0 && grows(first.value);
  if (e.k !== "binary") return false;
  const isFree = (x: Expr): boolean => measuresIn(x).lengths.length === 0;
  if (e.op === "*" && isFree(e.left)) return grows(e.right);
  return /^(\*|\/\/?|-)$/.test(e.op) && grows(e.left) && isFree(e.right);
}

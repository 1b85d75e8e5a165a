/**
 * Rows that a slice, a condition or a file keeps apart are known before anything is learned: what learns reads the training part of them,
 * everything else stays as and where it is.
 */
import { samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Leak } from "../../trace/questions.js";
import { cutsOf, overlapping, type Rows, relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { isThere, lastStore } from "./chain.js";
import { checkColumns, columnsPutIn, isPutIn } from "./conditions.js";
import { numbersRows } from "./drawing.js";
import { learnFromOne } from "./joinedParts.js";
import { isReshaped } from "./kinds.js";
import { besideIn, type Fitting, isSeenBy } from "./learnedBeside.js";
import { learnFrom, tableName } from "./learnFrom.js";
import { type LearningCall, namesIn } from "./learning.js";
import { swapped } from "./lines.js";
import { MovedUp } from "./movedUp.js";
import { firstOf, no } from "./outcome.js";
import { type Drawn, rootName } from "./picked.js";
import { variesAt } from "./rounds.js";
import { writtenSplit } from "./splits.js";
import type { Place, View } from "./view.js";
import { eachExpr, eachExprIn } from "./walk.js";

interface Part {
  readonly place: Place;
  readonly e: Expr & { k: "index" };
  /** The variable that it is put into. */
  readonly target: Expr | null;
  /** What is cut, without `.iloc` or `.loc`. */
  readonly whole: Expr;
}

/**
 * What is learned at `start` is learned from the part that the program itself keeps for training.
 * @throws CannotFix
 */
export function learnFromPart(cx: FixContext, view: View, start: Place, learning: LearningCall, leaks: readonly Leak[]): TextEdit[] | null {
  const one = learnFromOne(cx, view, start, learning, leaks);
  if (one) return one;
  const rowsAt = (e: Expr): Rows | null => cx.dataAt(e.at)?.rows ?? null;
  const isTested = (rows: Rows, { score, train }: Leak["evaluation"]): boolean =>
    relation(rows, score.rows) === "disjoint" && (!train || overlapping(relation(rows, train)));
  // Cross-validation of the training part, and a validation part of it, see what is learned from it, before as after.
  const isTraining = (rows: Rows): boolean =>
    relation(rows, learning.learned.rows) === "within" &&
    leaks.some(({ evaluation }) => isTested(rows, evaluation)) &&
    leaks.every(({ evaluation: e }) => isTested(rows, e) || (/^(folds|held)$/.test(e.role) && /^(within|same)$/.test(relation(e.score.rows, rows))));
  // Where a model is trained on a slice that has no name, the cut itself tells where it was made.
  const own = leaks.flatMap(({ evaluation: { train } }) => (train && isTraining(train) ? cutsOf(train) : [])).filter((c) => c.kind === "range" && c.at);
  const parts = view.module.stmts
    .flatMap((s) => partsIn(view, s))
    .filter((p) => {
      const rows = p.target && rowsAt(p.target);
      const training = rows ? isTraining(rows) : own.some((c) => samePlace(c.at, p.e.at) && c.at?.end === p.e.at.end);
      const whole = rowsAt(p.whole);
      // Some rows may go on the way where a condition keeps those that it would keep of all.
      const fewer = p.e.index.k === "compare" && whole !== null && relation(whole, learning.learned.rows) === "within";
      return training && (whole?.key === learning.learned.rows.key || fewer);
    });
  const head = headOf(view, rowsAt, start, learning, isTraining);
  if (!parts.length && !head) return null;
  let reason: unknown = null;
  for (const part of parts) {
    try {
      const all = statisticsBeside(cx, view, start, learning, part.place);
      const { drawn, edits } = textOf(view, rowsAt, all[0]?.place ?? start, learning, part);
      if (edits.length) checkTrainings(cx, learning);
      return [...edits, ...all.flatMap((f) => learnFrom(view, f.place, f.learning, drawn))];
    } catch (e) {
      reason ??= e;
    }
  }
  if (head) return learnFrom(view, start, learning, { by: "slice", train: `[:len(${head})]` });
  throw reason;
}

/** A number taken of these rows, and those that are taken of them beside it, in order: a mean is of the same rows as the deviation. */
function statisticsBeside(cx: FixContext, view: View, start: Place, learning: LearningCall, end: Place): Fitting[] {
  const own = { place: start, learning };
  if (learning.learned.via !== "statistic") return [own];
  return besideIn(cx, view, start, learning, end, /^statistic$/).filter((f) => f.place === start || isSeenBy(cx, cx.leaks(), f));
}

/** @throws CannotFix where a model is trained on all of these rows, the held-out ones with them */
function checkTrainings(cx: FixContext, { learned }: LearningCall): void {
  const last = cx.q.learnings.find((l) => l.via === "model" && l.fit?.x.learned.has(learned.id) && /^(same|within)$/.test(relation(learned.rows, l.rows)));
  if (last) no(`\`${last.what}\` is trained on all of these rows, and would be prepared by fewer of them`);
}

/** `x[…]`, `x.iloc[…]` and `x.loc[…]` that take rows. */
function partsIn(view: View, s: Stmt): Part[] {
  const out: Part[] = [];
  eachExprIn(s, (e, _fn, stored) => {
    if (e.k !== "index" || stored) return;
    const { object } = e;
    const place = view.placeAt(e.at);
    const whole = object.k === "attr" && /^(i?loc|values)$/.test(object.name) ? object.object : object;
    if (place) out.push({ place, e, whole, target: targetOf(place.stmt, e) });
  });
  return out;
}

function targetOf(s: Stmt, e: Expr): Expr | null {
  const [target] = s.k === "assign" ? s.targets : [];
  if (s.k !== "assign" || !target) return null;
  const from = (x: Expr): Expr => {
    if (x === e) return x;
    if (x.k === "call" && x.func.k === "attr" && /^(copy|to_numpy)$/.test(x.func.name)) return from(x.func.object);
    return x.k === "index" || (x.k === "attr" && x.name === "values") ? from(x.object) : x;
  };
  if (target.k === "name") return from(s.value) === e ? target : null;
  return target.k === "tuple" && s.value.k === "tuple" ? (target.items[s.value.items.findIndex((x) => from(x) === e)] ?? null) : null;
}

/** A table that was laid in front of others, and is the training part. */
function headOf(view: View, rowsAt: (e: Expr) => Rows | null, start: Place, { learned }: LearningCall, isTraining: (rows: Rows) => boolean): string | null {
  const head = learned.rows.parts?.[0];
  if (!head || !isTraining(head)) return null;
  for (let line: Place | null = start; line; line = line.line.parent) {
    for (const s of [...line.line.stmts.slice(0, line.index)].reverse()) {
      let found: string | null = null;
      eachExprIn(s, (e, fn, stored) => {
        if (
          e.k === "name" &&
          !stored &&
          !fn &&
          rowsAt(e)?.key === head.key &&
          lastStore(view, e.name, start) === lastStore(view, e.name, view.placeAt(e.at) ?? start)
        )
          found = e.name;
      });
      if (found) return found;
    }
  }
  return null;
}

/** The part as it can be picked where the learning stands. */
function textOf(view: View, rowsAt: (e: Expr) => Rows | null, start: Place, learning: LearningCall, part: Part): { drawn: Drawn; edits: TextEdit[] } {
  const { e, place, whole } = part;
  const rows = e.index.k === "tuple" ? (e.index.items[0] as Expr) : e.index;
  const accessor = e.object.k === "attr" && /^i?loc$/.test(e.object.name) ? `.${e.object.name}` : "";
  const root = rootName(learning.call.args[0]?.value ?? learning.call);
  if (root && isReshaped(view, root.name, start)) no(`\`${root.name}\` has other rows than what is cut: it was reshaped`);
  const hasRows = (x: Expr): boolean => rowsAt(x)?.key === learning.learned.rows.key;
  const table = firstOf(
    () => tableName(view, learning.call),
    () => null,
  );
  const up = new MovedUp(view, view.ancestorIn(start, place.line) ?? start, table, hasRows);
  const asked = { view, rowsAt, rows: learning.learned.rows, table, from: start, to: place };
  const put = rows.k === "slice" ? [] : columnsPutIn(asked, rows);
  const swaps = new Map<string, string>();
  for (const name of namesIn(rows)) {
    if (namesAt(rows, name).every((at) => isPutIn(put, at))) continue;
    if (variesAt(name, place)) no(`\`${name}\` changes from round to round, and no round keeps apart what is learned once`);
    if (isThere(view, name, start, place)) continue;
    if (rows.k !== "slice" && hasRows(whole) && whole.k === "name" && whole.name === name && table && isThere(view, table, start, start))
      swaps.set(name, table);
    // `n = int(len(scaled) * 0.7)`: the same number, of the table that is learned from.
    else if (!up.take(name, place)) no(`\`${name}\` is not there yet where it is learned`);
  }
  if (rows.k !== "slice") checkColumns(asked, rows, put);
  const named = [...swaps].flatMap(([name, to]) => namesAt(rows, name).map((at) => ({ at, text: to })));
  const text = swapped(view, rows.at, [...named.filter((n) => !isPutIn(put, n.at)), ...put]);
  // Row numbers that a split drew: a table of pandas takes them by `.iloc`, whatever the array beside it does.
  const drew = rows.k === "name" ? lastStore(view, rows.name, place) : null;
  const numbers = drew ? writtenSplit(view, drew)?.inputs[0] : undefined;
  if (rows.k === "name" && accessor !== ".loc" && numbersRows(view, numbers)) return { drawn: { by: "position", train: rows.name }, edits: up.edits() };
  return { drawn: { by: rows.k === "slice" ? "slice" : "mask", train: `${accessor}[${text}]` }, edits: up.edits() };
}

const namesAt = (e: Expr, name: string): Expr["at"][] => {
  const out: Expr["at"][] = [];
  eachExpr(e, (x) => {
    if (x.k === "name" && x.name === name) out.push(x.at);
  });
  return out;
};

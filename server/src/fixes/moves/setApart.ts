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
import { boundNowhere, isThere, lastStore } from "./chain.js";
import { columnStore, short } from "./columns.js";
import { numbersRows } from "./drawing.js";
import { learnFromOne } from "./joinedParts.js";
import { isReshaped } from "./kinds.js";
import { learnFrom, tableName } from "./learnFrom.js";
import { type LearningCall, namesIn } from "./learning.js";
import { before, removal, standsAlone, swapped, trailingComment } from "./lines.js";
import { no } from "./outcome.js";
import { type Drawn, rootName } from "./picked.js";
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
      return training && rowsAt(p.whole)?.key === learning.learned.rows.key;
    });
  const head = headOf(view, rowsAt, start, learning, isTraining);
  if (!parts.length && !head) return null;
  let reason: unknown = null;
  for (const part of parts) {
    try {
      const { drawn, edits } = textOf(view, rowsAt, start, learning, part);
      return [...edits, ...learnFrom(view, start, learning, drawn)];
    } catch (e) {
      reason ??= e;
    }
  }
  if (head) return learnFrom(view, start, learning, { by: "slice", train: `[:len(${head})]` });
  throw reason;
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
  const from = (x: Expr): Expr => (x.k === "call" && x.func.k === "attr" && x.func.name === "copy" ? x.func.object : x);
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
  const edits: TextEdit[] = [];
  const swaps = new Map<string, string>();
  for (const name of namesIn(rows)) {
    const made = lastStore(view, name, place);
    if (variesAt(name, place)) no(`\`${name}\` changes from round to round, and no round keeps apart what is learned once`);
    if (isThere(view, name, start, place)) continue;
    // `n = int(len(scaled) * 0.7)`: the same number, of the table that is learned from.
    const s = made?.stmt;
    const table = tableName(view, learning.call);
    if (
      rows.k === "slice" &&
      made &&
      s?.k === "assign" &&
      s.targets.length === 1 &&
      s.targets[0]?.k === "name" &&
      made.line === start.line &&
      standsAlone(view, s)
    ) {
      const lengths: { at: Expr["at"]; text: string }[] = [];
      eachExpr(s.value, (x) => {
        if (x.k !== "name" || isThere(view, x.name, start, made) || boundNowhere(view, x.name, made.line.fn)) return;
        if (rowsAt(x)?.key !== learning.learned.rows.key) no(`\`${x.name}\` is not there yet where it is learned`);
        lengths.push({ at: x.at, text: table });
      });
      if (view.usesOf(name, start.line.fn).some((u) => !u.stored && (view.ancestorIn(u.place, made.line)?.index ?? Number.POSITIVE_INFINITY) < made.index))
        no(`\`${name}\` is another thing where it is learned`);
      edits.push(removal(view, s), before(view, start.stmt, [`${swapped(view, s.at, lengths)}${trailingComment(view, s)}`]));
      continue;
    }
    if (
      rows.k !== "slice" &&
      rowsAt(whole)?.key === learning.learned.rows.key &&
      whole.k === "name" &&
      whole.name === name &&
      isThere(view, table, start, start)
    ) {
      swaps.set(name, table);
      continue;
    }
    no(`\`${name}\` is not there yet where it is learned`);
  }
  if (rows.k !== "slice") checkColumns(view, rows, start, place);
  const text = swapped(
    view,
    rows.at,
    [...swaps].flatMap(([name, to]) => namesAt(rows, name).map((at) => ({ at, text: to }))),
  );
  // Row numbers that a split drew: a table of pandas takes them by `.iloc`, whatever the array beside it does.
  const drew = rows.k === "name" ? lastStore(view, rows.name, place) : null;
  const numbers = drew ? writtenSplit(view, drew)?.inputs[0] : undefined;
  if (rows.k === "name" && accessor !== ".loc" && numbersRows(view, numbers)) return { drawn: { by: "position", train: rows.name }, edits };
  return { drawn: { by: rows.k === "slice" ? "slice" : "mask", train: `${accessor}[${text}]` }, edits };
}

const namesAt = (e: Expr, name: string): Expr["at"][] => {
  const out: Expr["at"][] = [];
  eachExpr(e, (x) => {
    if (x.k === "name" && x.name === name) out.push(x.at);
  });
  return out;
};

/** Whether a loop around a place, or a comprehension in its statement, binds a variable anew in each round. */
export function variesAt(name: string, place: Place): boolean {
  for (let p: Place | null = place; p; p = p.line.parent) if (p.stmt.k === "for" && namesIn(p.stmt.target).includes(name)) return true;
  let bound = false;
  eachExprIn(place.stmt, (e) => {
    if (e.k === "comp") bound ||= e.clauses.some((c) => c.k === "for" && namesIn(c.target).includes(name));
  });
  return bound;
}

/** The columns that a condition reads must not be made, or changed, between the learning and the condition. */
function checkColumns(view: View, condition: Expr, from: Place, to: Place): void {
  const read = new Set<string>();
  eachExpr(condition, (x) => {
    if (x.k === "index" && x.index.k === "const" && typeof x.index.value === "string") read.add(x.index.value);
    if (x.k === "attr" && rootName(x) !== null) read.add(x.name);
  });
  const start = view.ancestorIn(from, to.line)?.index ?? 0;
  for (const s of to.line.stmts.slice(start, to.index))
    eachExprIn(s, (x, _fn, stored) => {
      const made = stored ? columnStore(x) : null;
      if (made && [...made.names].some((n) => read.has(n) || n.startsWith("*"))) no(`\`${short(view.textOf(s.at))}\` changes what tells the parts`);
    });
}

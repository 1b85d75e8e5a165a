/**
 * Parts that were kept apart and are put together again to learn from them all, or of which the other is learned from as well: the training part is
 * there under its own name, and is learned from alone.
 */
import { samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Leak } from "../../trace/questions.js";
import { overlapping, type Rows, relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { calledName } from "../splits.js";
import { commentsThatGo } from "./carried.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { commentsOf } from "./comments.js";
import { joined, unlisted } from "./joined.js";
import { noTransform } from "./learnFrom.js";
import type { Call, LearningCall } from "./learning.js";
import { removal, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { rootName } from "./picked.js";
import type { Place, View } from "./view.js";

/** The method that learns, and the data that it is given; null for any other call. */
interface Fit {
  readonly object: Expr;
  readonly name: "fit" | "fit_transform";
  readonly data: Expr;
}

/** @throws CannotFix; null where the parts are neither put together in the call nor learned from one after the other */
export function learnFromOne(cx: FixContext, view: View, start: Place, { call }: LearningCall, leaks: readonly Leak[]): TextEdit[] | null {
  const fit = fitOf(call);
  if (!fit) return null;
  const rowsOf = (e: Expr): Rows | null => {
    const data = cx.dataAt(e.at);
    const root = rootName(unlisted(e));
    if (data || !root) return data?.rows ?? null;
    // What is named among others may be known where it is read alone.
    const store = lastStore(view, root.name, start);
    const reads = view.usesOf(root.name, start.line.fn).filter((u) => !u.stored && lastStore(view, root.name, u.place) === store);
    return reads.map((u) => cx.dataAt(u.at)?.rows).find((rows) => rows !== undefined) ?? null;
  };
  const isTraining = (e: Expr): boolean => {
    const rows = rowsOf(e);
    return (
      rows !== null &&
      leaks.every(({ evaluation: { score, train } }) => relation(rows, score.rows) === "disjoint" && train !== null && overlapping(relation(rows, train)))
    );
  };
  const parts = joined(fit.data);
  const own = parts.filter(isTraining);
  const [train] = own;
  if (train && own.length === 1) {
    checkSaid(view, start.stmt);
    if (fit.name === "fit") return [{ at: fit.data.at, text: view.textOf(train.at) }];
    if (noTransform.test(calledName(call))) return no("it cannot be applied to rows that it was not fitted on");
    return [{ at: { ...call.at, start: nameStart(call) }, text: `fit(${view.textOf(train.at)}).transform(${view.textOf(fit.data.at)})` }];
  }
  return parts.length ? null : secondFit(view, start, call, fit, isTraining);
}

/** A comment that says of a fit what it is no more. @throws CannotFix */
function checkSaid(view: View, stmt: Stmt): void {
  const said = commentsOf(view, stmt).find((c) => /\b(tests?|testing|both|all|whole|entire)\b/i.test(view.textOf(c)));
  if (said) no(`\`${short(view.textOf(said).trim())}\` would be said of the training rows alone`);
}

const nameStart = (call: Call): number => (call.func.k === "attr" ? call.func.nameAt.start : call.at.start);

function fitOf(call: Call): Fit | null {
  const [x, ...more] = call.args;
  if (call.func.k !== "attr" || !x || x.name || x.star || more.length) return null;
  const { name, object } = call.func;
  return name === "fit" || name === "fit_transform" ? { object, name, data: x.value } : null;
}

/** `scaler.fit(test)` right below `scaler.fit(train)`: the second fit forgets the first, and goes. */
function secondFit(view: View, { line, index, stmt }: Place, call: Call, fit: Fit, isTraining: (e: Expr) => boolean): TextEdit[] | null {
  const above = line.stmts[index - 1];
  const first = above && fits(above);
  if (!first || !isBare(stmt, call) || view.textOf(first.object.at) !== view.textOf(fit.object.at) || first.name !== fit.name || !isTraining(first.data))
    return null;
  if (fit.object.k !== "name") return null;
  return standsAlone(view, stmt) ? [removal(view, stmt, commentsThatGo(view, stmt, [stmt]))] : no("another statement shares a line with it");
}

const fits = (s: Stmt): Fit | null =>
  s.k === "expr" && s.value.k === "call" && s.value.func.k === "attr" && s.value.func.name === "fit" ? fitOf(s.value) : null;

const isBare = (s: Stmt, call: Call): boolean => s.k === "expr" && s.value.k === "call" && samePlace(s.value.at, call.at);

/** A validation part that a training is given already: it may choose what comes behind the training too. */
import type { Expr } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import { relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { isLabels } from "./cutParts.js";
import { isTable, tableArguments } from "./stopping.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** Inputs and labels of the only part that these statements give a model of `e` beside its training rows, where it is no part of the rows that score it. */
export function partThere(cx: FixContext, view: View, fitted: readonly Place[], e: Evaluation): [string, string] | null {
  const found = new Map<string, string>();
  const isApart = (x: Expr): boolean => {
    const d = cx.dataAt(x.at);
    return d !== null && !d.elem && [e.score.rows, e.train].every((rows) => rows && relation(d.rows, rows) === "disjoint");
  };
  for (const { stmt } of fitted)
    eachExprIn(stmt, (t) => {
      const [x, y, ...more] = t.k === "tuple" ? t.items : t.k === "call" && isTable(view, t) ? tableArguments(t) : [];
      if (x?.k === "name" && y?.k === "name" && !more.length && isLabels(y.name) && isApart(x)) found.set(x.name, y.name);
    });
  const [part, ...others] = found;
  return part && !others.length ? part : null;
}

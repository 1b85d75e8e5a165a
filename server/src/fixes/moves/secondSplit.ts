/** HLD106: a second split that draws from all rows again takes those that the first one left, or goes by the parts that it made. */
import type { Fix, TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { finished, under, viewOf } from "./builders.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { takenParts } from "./drawLines.js";
import { stillThere } from "./drawOrder.js";
import { kindOf } from "./kinds.js";
import { namesIn } from "./learning.js";
import { standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { checkOneEach, relabelled } from "./rowLabels.js";
import { splitsIn, type WrittenSplit, writtenSplit } from "./splits.js";
import type { View } from "./view.js";
import { eachExpr } from "./walk.js";

interface TwoSplits {
  readonly view: View;
  readonly first: WrittenSplit;
  readonly second: WrittenSplit;
}

/** The split at the finding, and the last one above it of the same rows, or of a table that holds them. */
function twoSplits(cx: FixContext): TwoSplits | null {
  const view = viewOf(cx);
  const place = view.placeAt(cx.finding.at);
  const second = place && writtenSplit(view, place);
  if (!second) return null;
  const { line, index } = second.place;
  const rows = cx.dataAt((second.inputs[0] as Expr).at)?.rows;
  const first = splitsIn(view, line.stmts.slice(0, index)).findLast(({ inputs }) => {
    const held = cx.dataAt((inputs[0] as Expr).at)?.rows;
    return rows && held && /^(same|within)$/.test(relation(rows, held));
  });
  return first?.inputs.length === second.inputs.length ? { view, first, second } : null;
}

/** Whether both splits are handed the very same variables. */
const takeTheSame = ({ view, first, second }: TwoSplits): boolean =>
  second.inputs.every((e, i) => {
    const f = first.inputs[i];
    return e.k === "name" && f?.k === "name" && f.name === e.name && lastStore(view, e.name, first.place) === lastStore(view, e.name, second.place);
  });

/** `X_train, rest = split(X)`, `X_valid, X_test = split(X)` → `split(rest)`; a second split of the training part where that gets its names anew. */
export function splitTheRest(cx: FixContext): Fix | null {
  const both = twoSplits(cx);
  if (!both || !takeTheSame(both)) return null;
  const { view, first, second } = both;
  const again = second.parts.every((p, i) => p.train === first.parts[i]?.train);
  const unread = first.parts.every(({ test }) => !isRead(both, test));
  const title = again ? "Split the training part, not all rows" : "Split what the first split left over";
  return under(title, () => {
    if (again === unread) no("it does not show here which part of the first split is meant");
    const parts = new Map(second.inputs.map((e, i) => [view.textOf(e.at), (again ? first.parts[i]?.train : first.parts[i]?.test) as string]));
    const edits: TextEdit[] = [];
    for (const a of second.call.args)
      eachExpr(a.value, (e) => {
        if (e.k === "name" && parts.has(e.name)) edits.push({ at: e.at, text: parts.get(e.name) as string });
      });
    for (const part of parts.values()) if (lastStore(view, part, second.place) !== first.place) no(`\`${part}\` was changed since it was cut`);
    return finished(cx, title, edits);
  });
}

/** Whether a part of the first split is read before it is bound anew; to delete it is no reading. */
const isRead = ({ view, first }: TwoSplits, name: string): boolean =>
  view.usesOf(name, first.place.line.fn).some((u) => !u.stored && u.place.stmt.k !== "del" && lastStore(view, name, u.place) === first.place);

/** Fewer rows of a table that is split already, such as as many of each class: they go by the parts of the table, told by their labels. */
export function splitAlike(cx: FixContext): Fix | null {
  const both = twoSplits(cx);
  if (!both || takeTheSame(both)) return null;
  const { view, first, second } = both;
  const title = "Take the rows of either part from the first split";
  return under(title, () => {
    const [table] = first.parts;
    if (!table || second.parts.some((p) => first.parts.some((f) => [p.train, p.test].some((n) => n === f.train || n === f.test))))
      return no("both splits give their parts the same names");
    for (const e of [...first.inputs, ...second.inputs]) {
      if (e.k !== "name" || kindOf(view, e, e === second.inputs[0] ? second.place : first.place) !== "frame")
        no(`\`${short(view.textOf(e.at))}\` is no table whose rows have labels`);
    }
    for (const name of [table.train, table.test]) if (lastStore(view, name, second.place) !== first.place) no(`\`${name}\` was changed since it was cut`);
    if (view.textOf(second.call.at).includes("#") || !standsAlone(view, second.place.stmt)) no("something else stands beside the split");
    checkOneEach(view, first.place, namesIn(first.inputs[0] as Expr)[0] as string);
    const anew = relabelled(view, second);
    if (anew) no(`\`${short(view.textOf(anew.at))}\` may number the rows anew`);
    const picked = (e: Expr, part: string): string => `${view.textOf(e.at)}.loc[${stillThere(`${part}.index`, view.textOf(e.at))}]`;
    const parts = second.inputs.map((e) => [picked(e, table.train), picked(e, table.test)]);
    return finished(cx, title, [{ at: second.call.at, text: takenParts(view, second, parts) }]);
  });
}

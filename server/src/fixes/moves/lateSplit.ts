/** The hold-out split before which something was learned. */
import type { Expr, Stmt } from "../../program/ir.js";
import type { Learned } from "../../trace/lineage.js";
import type { FixContext } from "../context.js";
import { writtenIn } from "./inPlace.js";
import { callAt, type LearningCall, namesIn } from "./learning.js";
import { drawsRows } from "./rowsFirst.js";
import { optionsOf, splitsBehind, type WrittenSplit, writtenSplit } from "./splits.js";
import type { Place, View } from "./view.js";

export interface LateSplit {
  readonly start: Place;
  readonly learning: LearningCall;
  readonly split: WrittenSplit;
  /** The further splits behind the scores that it leaks into. */
  readonly others: readonly WrittenSplit[];
}

/** What leaks at the finding into an evaluation, and the splits that cut the rows of that. */
interface Behind {
  readonly learned: Learned;
  readonly splits: readonly WrittenSplit[];
}

/** What was learned at the finding, and the hold-out split that comes too late: the first of those that cut its rows. */
export function lateSplit(cx: FixContext, view: View): LateSplit | null {
  const behind = cx.leaks().map(({ learned, evaluation }) => ({ learned, splits: splitsBehind(view, cx.q, evaluation) }));
  const [first, result] = [firstLate(cx, view, behind), splitOfResult(view, behind)];
  const best = first && result && isEqualBelow(cx, first.split, result.split) ? result : (first ?? result);
  if (!best) return null;
  const known = new Map(behind.flatMap((l) => l.splits).map((s) => [s.place.stmt, s]));
  return { ...best, others: [...known.values()].filter((s) => s.place.stmt !== best.split.place.stmt) };
}

function firstLate(cx: FixContext, view: View, behind: readonly Behind[]): Omit<LateSplit, "others"> | null {
  let best: Omit<LateSplit, "others"> | null = null;
  for (const { learned, splits } of behind) {
    const start = view.placeAt(learned.at);
    const call = start && callAt(start, learned);
    if (!call) continue;
    for (const split of splits) {
      if (!cx.doc.isBefore(start.stmt.at, split.call.at) && !drawsRows(view, split) && split.place.line.fn === start.line.fn) continue;
      if (!best || cx.doc.isBefore(split.call.at, best.split.call.at)) best = { start, learning: { learned, call }, split };
    }
  }
  return best;
}

/** Whether the split that takes what was learned stands below an equal one, of another table of the same rows: these are not its matter. */
const isEqualBelow = (cx: FixContext, first: WrittenSplit, result: WrittenSplit): boolean =>
  first.place.line === result.place.line && optionsOf(first) === optionsOf(result) && cx.doc.isBefore(first.call.at, result.call.at);

/** Two equal splits are one to the analysis; the one that takes what was learned is meant. */
function splitOfResult(view: View, behind: readonly Behind[]): Omit<LateSplit, "others"> | null {
  for (const { learned, splits } of behind) {
    const start = view.placeAt(learned.at);
    const call = start && callAt(start, learned);
    if (!start || !call) continue;
    const above = splits.map((s) => optionsOf(s));
    const made = start.stmt.k === "assign" ? start.stmt.targets.flatMap((t) => (t.k === "name" ? [t.name] : [])) : [];
    const carriers = new Set([...made, ...writtenIn(start.stmt), ...(call.func.k === "attr" && call.func.object.k === "name" ? [call.func.object.name] : [])]);
    for (const s of start.line.stmts.slice(start.index + 1)) {
      const place = view.placeOf(s);
      const split = place && writtenSplit(view, place);
      const takes = (e: Expr): boolean => namesIn(e).some((n) => carriers.has(n));
      if (split?.inputs.some((e) => e.k === "name" && made.includes(e.name)) || (split?.inputs.some(takes) && above.includes(optionsOf(split))))
        return { start, learning: { learned, call }, split };
      carry(s, carriers);
    }
  }
  return null;
}

/** Follows what was learned through a statement: into what is made of it, and out of names that are bound to other things. */
function carry(s: Stmt, carriers: Set<string>): void {
  if (s.k !== "assign" && s.k !== "aug" && s.k !== "expr") return;
  const reads = namesIn(s.value).some((n) => carriers.has(n));
  if (reads) for (const n of writtenIn(s)) carriers.add(n);
  else if (s.k === "assign") for (const t of s.targets) if (t.k === "name") carriers.delete(t.name);
}

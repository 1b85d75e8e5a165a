/** Scores that a loop appends to a list, one in each round, without telling the best of them: it stands where its setting stands among those tried. */
import type { TextEdit } from "../../engine.types.js";
import { blocksOf } from "../../program/blocks.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import { calledName } from "../splits.js";
import { boundTo, lastStore } from "./chain.js";
import { isEmptyList } from "./filled.js";
import { isModule } from "./kinds.js";
import { namesIn } from "./learning.js";
import { boundIn } from "./partChecks.js";
import { keptAs } from "./records.js";
import { callStarting } from "./validated.js";
import { holds, type Place, type View } from "./view.js";
import { appended } from "./walk.js";

/** Stands for the name of a list until the caller knows what the fix calls it. */
const LISTED = (name: string): string => `\u0000listed ${name}\u0000`;
const listed = /\0listed (\w+)\0/g;

/** Edits with the names that `others` give such lists. */
export function asCalled(view: View, edits: readonly TextEdit[], others: readonly TextEdit[]): TextEdit[] {
  const nameOf = (name: string): string => others.find((e) => /^\w+$/.test(e.text) && view.textOf(e.at) === name)?.text ?? name;
  return edits.map((e) => ({ ...e, text: e.text.replace(listed, (_all, name: string) => nameOf(name)) }));
}

/** Measures of which more is better, and less. */
const more = /^(score|accuracy|balanced_accuracy|f1|fbeta|precision|recall|jaccard|mcc|kappa|auc|average_precision|r2|evs)$/;
const less = /^(mse|rmse|mae|medae|msle|rmsle|mape|max_error|log_loss|zero_one|hamming)$/;

/** What stands for the setting with the best score right behind the loop. */
interface Best {
  readonly text: string;
  /** Whether the score itself is the better the less it is. */
  readonly isError: boolean;
}

type Picks = "max" | "min";

/** The setting with the best score; null where no list tells it. */
export function bestListed(view: View, loop: Place, { score }: Evaluation): Best | null {
  const s = loop.stmt;
  if (s.k !== "for" || s.target.k !== "name" || leaves(s)) return null;
  const made = s.body.find((b) => holds(b.at, score.at));
  const call = made?.k === "expr" || made?.k === "assign" ? callStarting(made, score.at.start) : null;
  if (!call) return null;
  const scored: Scored = { call, metric: score.metric, name: keptAs(view, score.at), value: made?.k === "assign" ? made.value : null };
  const lists = s.body.flatMap((b) => {
    const add = b.k === "expr" ? appended(b.value) : null;
    const by = add && bestBy(view, add.value, scored);
    return add && by ? [{ list: add.list, by }] : [];
  });
  const [only, ...others] = lists;
  const tried = only && !others.length && isFilledHere(view, only.list, loop) ? triedIn(view, s.iter, loop) : null;
  return only && tried
    ? { text: `${tried}[${LISTED(only.list)}.index(${only.by}(${LISTED(only.list)}))]`, isError: bestBy(view, call, scored) === "min" }
    : null;
}

/** The call that gives a score in a round, and the variable that it is kept in. */
interface Scored {
  readonly call: Expr;
  readonly metric: string;
  readonly name: string | null;
  /** What the variable is bound to. */
  readonly value: Expr | null;
}

/** Whether the greatest or the least of what is made of a score is the best: `score`, `1 - score`, `np.sqrt(score)`, `np.mean(guess != y)`. */
function bestBy(view: View, e: Expr | undefined, scored: Scored): Picks | null {
  const { call, metric, name, value } = scored;
  if (e === call) return more.test(metric) ? "max" : less.test(metric) ? "min" : metric === "mean" ? byComparison(view, call) : null;
  if (e?.k === "name") return e.name === name && value ? bestBy(view, value, { ...scored, name: null }) : null;
  if (e?.k === "call") return /^(sqrt|round)$/.test(calledName(e)) ? bestBy(view, e.args[0]?.value, scored) : null;
  if (e?.k !== "binary") return null;
  if (e.op === "-" && e.left.k === "const") {
    const by = bestBy(view, e.right, scored);
    return by && (by === "max" ? "min" : "max");
  }
  return /^[*/]$/.test(e.op) && e.right.k === "const" && Number(e.right.value) > 0 ? bestBy(view, e.left, scored) : null;
}

/** `np.mean(guess == y)` is the share of those that are right, `np.mean(guess != y)` of those that are not. */
function byComparison(view: View, call: Expr): Picks | null {
  const [first, ...rest] = call.k === "call" ? call.args : [];
  const isOfNumpy = call.k === "call" && call.func.k === "attr" && isModule(view, call.func.object, "numpy");
  const e = isOfNumpy ? (rest.length ? null : first?.value) : call.k === "call" && !first && call.func.k === "attr" ? call.func.object : null;
  const op = e?.k === "compare" && e.rest.length === 1 ? e.rest[0]?.op : null;
  return op === "==" ? "max" : op === "!=" ? "min" : null;
}

/** Whether a list is empty in front of the loop, and filled by one of its statements alone. */
function isFilledHere(view: View, list: string, loop: Place): boolean {
  const made = lastStore(view, list, loop);
  const value = made && boundTo(made.stmt, list);
  if (!value || !isEmptyList(value) || made.line !== loop.line) return false;
  const between = view.usesOf(list, loop.line.fn).filter((u) => {
    const at = view.ancestorIn(u.place, loop.line);
    return at !== null && at.index > made.index && at.index <= loop.index;
  });
  return between.length === 1 && !between[0]?.stored;
}

/** What the loop goes through, where it can be asked for its items by their numbers and is the same behind the loop. */
function triedIn(view: View, iter: Expr, loop: Place): string | null {
  const made = iter.k === "name" ? lastStore(view, iter.name, loop) : null;
  const value = iter.k === "name" ? made && boundTo(made.stmt, iter.name) : iter;
  if (!value || !isNumbered(view, value) || (iter.k !== "name" && iter.k !== "call")) return null;
  if (namesIn(iter).some((n) => boundIn(view, n, [loop.stmt.at], loop))) return null;
  // A list may grow, or lose what was tried, while the loop goes through it.
  if (iter.k === "name" && view.usesOf(iter.name, loop.line.fn).some((u) => u.at.start !== iter.at.start && holds(loop.stmt.at, u.at))) return null;
  return view.textOf(iter.at).includes("\n") ? null : view.textOf(iter.at);
}

/** A list, a range, or an array of numbers. */
const isNumbered = (view: View, e: Expr): boolean =>
  e.k === "list" ||
  e.k === "tuple" ||
  (e.k === "comp" && e.kind === "list") ||
  (e.k === "call" && e.func.k === "name" && /^(range|list)$/.test(e.func.name)) ||
  (e.k === "call" && e.func.k === "attr" && /^(arange|linspace|logspace|geomspace|array)$/.test(calledName(e)) && isModule(view, e.func.object, "numpy"));

/** Whether rounds may end without a score. */
function leaves(loop: Stmt): boolean {
  let found = false;
  const visit = (s: Stmt): void => {
    found ||= /^(break|continue|return|raise|try)$/.test(s.k);
    for (const block of blocksOf(s)) block.forEach(visit);
  };
  visit(loop);
  return found;
}

/** Gaps that were filled by hand before a loop over folds: each round fills those of its parts with numbers of its own training rows. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { FixContext } from "../context.js";
import { short } from "./columns.js";
import { filledIn, tablesBehind } from "./filledTables.js";
import { type Fill, fillsIn } from "./fills.js";
import type { FoldLoop } from "./foldLoop.js";
import { type Cut, cutsIn, type Part } from "./foldsElsewhere.js";
import { type Gaps, planOf } from "./gapsInFolds.js";
import { givenBack, quoted } from "./givenGaps.js";
import { removedFills } from "./idleFills.js";
import type { Call } from "./learning.js";
import { after, before, dedupe, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { holds, type Place, type View } from "./view.js";

interface Round {
  readonly l: FoldLoop;
  readonly cut: Cut;
  /** The fills behind each place where the loop reads the data. */
  readonly plans: readonly [Gaps<Read>, ...Gaps<Read>[]];
}

interface Read {
  readonly data: Expr;
  readonly place: Place;
}

/** @throws CannotFix */
export function fillInEachRound(cx: FixContext, view: View, loops: readonly FoldLoop[], learning: Call): TextEdit[] {
  const fills = fillsIn(view);
  const rounds = loops.map((l) => roundOf(cx, view, fills, l, learning));
  const plans = rounds.flatMap((r) => r.plans);
  const edits = rounds.flatMap((r) => inRound(view, r));
  // Rows are only counted where they are cut into folds.
  const counted = rounds.flatMap(({ l, cut }) => cut.reads.filter((e) => holds(l.loop.iter.at, e.at)));
  // Other rows, which the models of the rounds may be asked about, stay filled.
  const own = new Set(plans.flatMap((p) => p.fills));
  const others = fills.some((f) => !own.has(f) && [...own].some((o) => o.table === f.of || o.place.stmt === f.place.stmt));
  edits.push(...((others ? null : removedFills(view, fills, plans, counted)) ?? givenBack(cx, view, plans)));
  return dedupe(edits);
}

/** @throws CannotFix */
function roundOf(cx: FixContext, view: View, fills: readonly Fill[], l: FoldLoop, learning: Call): Round {
  const isFilled = (data: Expr): boolean => filledIn(view, fills, tablesBehind(view, data, l.place)).some((f) => f.call === learning);
  const [cut, ...others] = cutsIn(view, l).filter((c) => c.reads.some(isFilled));
  if (!cut || others.length) return no("the rows of the folds are cut of what was filled in a way that cannot be followed");
  const reads = cut.reads.filter((e) => !holds(l.loop.iter.at, e.at));
  const [first, ...rest] = reads.map((data) => planOf(cx, view, fills, { data, place: l.place }, learning));
  if (!first || !cut.iloc) return no(`\`${cut.data}\` is cut as an array, whose columns have no names`);
  checkEarly(view, l, cut);
  return { l, cut, plans: [first, ...rest] };
}

/** Nothing may read the parts before both of them are there. @throws CannotFix */
function checkEarly(view: View, { loop, place }: FoldLoop, cut: Cut): void {
  const last = cut.last ?? loop.body[0];
  if (!last || !standsAlone(view, last)) no("another statement shares a line with it");
  for (const { name } of [cut.train, cut.valid])
    for (const u of view.usesOf(name, place.line.fn))
      if (!u.stored && cut.last && holds(loop.at, u.at) && view.isBefore(u.at, cut.last.at))
        no(`\`${name}\` is used in \`${short(view.textOf(u.place.stmt.at))}\` before`);
}

/** The lines that fill both parts of a round. */
function inRound(view: View, { l, cut, plans: [{ fills, names }] }: Round): TextEdit[] {
  const lines: string[] = [];
  // Where a part has no name of its own, it is given one here.
  for (const part of [cut.train, cut.valid]) if (part.inline[0]) lines.push(`${part.name} = ${view.textOf(part.inline[0].at)}`);
  const filled = fills.flatMap((f) => (f.columns ?? []).filter((c) => names?.includes(c)).map((c) => ({ column: quoted(view, f, c), strategy: f.strategy })));
  lines.push(...filling(view, cut, filled, fills[0] as Fill));
  const edits = [cut.train, cut.valid].flatMap((part: Part) => part.inline.map((e): TextEdit => ({ at: e.at, text: part.name })));
  return [...edits, cut.last ? after(view, cut.last, lines) : before(view, l.loop.body[0] as Stmt, lines)];
}

/** `gaps = X_train[["a", "b"]].mean()`, and both parts filled with it. */
function filling(view: View, cut: Cut, filled: readonly { column: string; strategy: Fill["strategy"] }[], { strategy, call, numbers }: Fill): string[] {
  const train = cut.train.name;
  const number = (column: string, by: Fill["strategy"]): string => `${train}[${column}].${wordOf(by)}()${by === "most_frequent" ? "[0]" : ""}`;
  const [one, ...more] = filled;
  const all = (name: string, value: string, given: string): string[] => [
    `${name} = ${value}`,
    ...[train, cut.valid.name].map((part) => `${part} = ${part}.fillna(${given})`),
  ];
  if (one && !more.length) {
    const name = view.fresh(`${one.column.slice(1, -1)}_${wordOf(strategy)}`);
    return all(name, number(one.column, strategy), `{${one.column}: ${name}}`);
  }
  if (filled.some((f) => f.strategy !== strategy)) {
    const gaps = view.fresh("gaps");
    return all(gaps, `{${filled.map((f) => `${f.column}: ${number(f.column, f.strategy)}`).join(", ")}}`, gaps);
  }
  const name = view.fresh(`${wordOf(strategy)}s`);
  const options = one ? "" : numbers ? "numeric_only=True" : call.args.map((a) => `${a.name}=${view.textOf(a.value.at)}`).join(", ");
  const of = one ? `${train}[[${filled.map((f) => f.column).join(", ")}]]` : train;
  return all(name, `${of}.${wordOf(strategy)}(${options})${strategy === "most_frequent" ? ".iloc[0]" : ""}`, name);
}

const wordOf = (strategy: Fill["strategy"]): string => (strategy === "most_frequent" ? "mode" : strategy);

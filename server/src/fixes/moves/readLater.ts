/** Scores that are read behind the place where other rows are to give them, as scores of the test rows. */
import { type Span, samePlace } from "../../base/span.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import { type Rows, relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { no } from "./outcome.js";
import { eachExprOf, heldOn, isAfter } from "./partChecks.js";
import { madeIn } from "./said.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExpr, expressionsOf } from "./walk.js";

/** Whether a variable or a text is called after test rows: `test_acc`, `treeTestAcc`, `acc_test`. */
export const saysTest = (text: string): boolean =>
  /(?<![A-Za-z])test(?:ing)?(?![a-z])|Test(?:ing)?(?![a-z])/.test(text) || /(?<![A-Za-z])TEST(?![A-Z])/.test(text);

/**
 * `region`: where validation rows are to give the scores that `test` gave, `tests`: the variables of those rows.
 * @throws CannotFix where one of them is read behind it under a name that held a score of the test rows before, or is laid beside such scores
 */
export function checkReadAsTest(cx: FixContext, view: View, region: readonly Span[], fn: Fn | null, tests: readonly string[], test: Rows): void {
  const made = madeIn(view, region, tests);
  const inside = (at: Span): boolean => region.some((r) => holds(r, at));
  const scored = heldOn(cx, test).filter((e) => !inside(e.score.at));
  /** Whether a statement outside binds a variable to such a score. */
  const gives = (p: Place | null): boolean => p?.stmt.k === "assign" && scored.some((e) => holds(p.stmt.at, e.score.at));
  const shown = (u: Use): string => `\`${u.name}\` of the choice is read by \`${short(view.textOf(u.place.stmt.at))}\` as a score of the test rows`;
  for (const name of made) {
    const uses = view.usesOf(name, fn);
    const later = uses.filter((u) => !u.stored && !inside(u.at) && isAfter(view, u.at, region) && isFrom(view, u, inside));
    const [first] = later;
    if (!first) continue;
    if (uses.some((u) => u.stored && !inside(u.at) && !isAfter(view, u.at, region) && gives(u.place))) no(shown(first));
    for (const u of later) {
      const { stmt } = u.place;
      for (const { e } of expressionsOf(stmt))
        eachExpr(e, (x) => {
          if (!holds(x.at, u.at) || !isTable(view, x, u)) return;
          if (scored.some((e) => holds(x.at, e.score.at))) no(shown(u));
          eachExpr(x, (y) => {
            if (y.k === "name" && !made.includes(y.name) && gives(lastStore(view, y.name, u.place))) no(shown(u));
          });
        });
    }
  }
}

/** Whether what a use reads was bound in the region, or collected there. */
function isFrom(view: View, u: Use, inside: (at: Span) => boolean): boolean {
  const store = lastStore(view, u.name, u.place);
  if (store === null || inside(store.stmt.at)) return true;
  return view.usesOf(u.name, u.place.line.fn).some((v) => inside(v.at) && lastStore(view, u.name, v.place) === store);
}

/** Samples of the predictions that are chosen by further down, as in a bootstrap, would be of the test rows still. @throws CannotFix */
export function checkWhole(cx: FixContext, view: View, all: readonly Span[], first: Place, e: Evaluation): void {
  const isOwn = (fits: Evaluation["fits"]): boolean => fits.some((f) => e.fits.some((g) => samePlace(f.at, g.at)));
  const again = cx.q.tunings().some((t) => {
    if (t.kind === "stop" || all.some((r) => holds(r, t.at))) return false;
    const line = view.placeAt(t.at)?.line;
    // Beside the choice, another one has its own fix; within a loop it goes on in each round.
    const isWithin = line?.owner?.k === "for" && line.parent?.line !== first.line;
    return cx.q.evaluations.some((x) => samePlace(x.score.at, t.at) && isOwn(x.fits) && (isWithin || relation(x.score.rows, e.score.rows) !== "same"));
  });
  if (again) no("samples of the same predictions are chosen by again further down");
}

/** A list of scores, or a dictionary of them by models; one that says of its own what the score is has other kinds beside it. */
function isTable(view: View, e: Expr, u: Use): boolean {
  if (e.k !== "dict") return e.k === "list";
  const entry = e.entries.find((x) => holds(x.value.at, u.at));
  return entry !== undefined && entry.key !== null && !/val|cv|cross|best|tun|test|dev|thresh|cut-?off/i.test(view.textOf(entry.key.at));
}

/** Arguments of a training that say how much each training row weighs. */
const ofRows = /(?:^|_)(?:sample_)?weights?$/;

/**
 * Weights of all training rows would be given beside a part of them.
 * @throws CannotFix
 */
export function checkWeights(view: View, region: readonly Span[], swapped: (name: string) => boolean, isOwn: (name: string) => boolean): void {
  eachExprOf(view, region, (e) => {
    if (e.k !== "call" || e.func.k !== "attr" || !/^fit/.test(e.func.name)) return;
    const positional = e.args.filter((a) => !a.name && !a.star);
    const weights = e.args.filter((a) => (a.name ? ofRows.test(a.name) && !/class_weight$/.test(a.name) : a === positional[2]));
    for (const { value } of weights) {
      const root = value.k === "name" ? value : value.k === "attr" || value.k === "index" ? value.object : null;
      if (root?.k === "name" && !swapped(root.name) && !isOwn(root.name))
        no(`\`${root.name}\` weighs all training rows, and would be given with a part of them`);
    }
  });
}

/**
 * What a choice by predictions binds, such as the points of a curve, is of the validation part then: behind the choice it may be chosen by, and no more.
 * @throws CannotFix where it, or what is summed up of it, is printed or drawn behind the choice
 */
export function checkShownCurve(view: View, choice: Place): void {
  const targets = choice.stmt.k === "assign" ? choice.stmt.targets.flatMap((t) => (t.k === "tuple" || t.k === "list" ? t.items : [])) : [];
  const curve = targets.flatMap((t) => (t.k === "name" ? [t.name] : []));
  const refuse = (u: Use): never => no(`\`${u.name}\` of the choice is shown by \`${short(view.textOf(u.place.stmt.at))}\` as a result`);
  // The thresholds, which the functions for curves give last, are no scores.
  const isCurve = choice.stmt.k === "assign" && choice.stmt.value.k === "call" && /_curve$/.test(view.textOf(choice.stmt.value.callee));
  for (const name of isCurve ? curve.slice(0, 2) : curve)
    for (const u of readBehind(view, name, choice)) {
      const { stmt } = u.place;
      // `chances >= limit` is what it was chosen for, and what is drawn over the limits shows how.
      if (stmt.k === "expr" && u.around?.k !== "compare" && !isDrawnOver(view, stmt, curve) && !isToldAtOnce(view, choice, u)) refuse(u);
      const sum = stmt.k === "assign" && isSummedUp(u, curve) ? stmt.targets[0] : undefined;
      const shown = sum?.k === "name" ? readBehind(view, sum.name, u.place).find((v) => v.place.stmt.k === "expr") : undefined;
      if (shown) refuse(shown);
    }
}

/** What reads a variable behind the statement of `place`, which binds it. */
export const readBehind = (view: View, name: string, place: Place): Use[] =>
  view
    .usesOf(name, place.line.fn)
    .filter((u) => !u.stored && !holds(place.stmt.at, u.at) && view.isBefore(place.stmt.at, u.at) && lastStore(view, name, u.place)?.stmt === place.stmt);

/** `plot(limits, precision[:-1])`: a plot that begins with the thresholds, which are bound last, in words that name no test rows. */
function isDrawnOver(view: View, s: Stmt & { k: "expr" }, curve: readonly string[]): boolean {
  const first = s.value.k === "call" ? s.value.args[0]?.value : undefined;
  return curve.length === 3 && first?.k === "name" && first.name === curve.at(-1) && !saysTest(view.textOf(s.at));
}

/** `auc(recall, precision)`: a call that is given points of a curve as they are, and no thresholds, which are bound last. */
function isSummedUp(u: Use, curve: readonly string[]): boolean {
  const given = u.around?.k === "call" ? u.around.args.flatMap((a) => (a.value.k === "name" && curve.includes(a.value.name) ? [a.value.name] : [])) : [];
  return new Set(given).size === 2 && !given.includes(curve.at(-1) ?? "");
}

/** Whether a value is printed where it is chosen by, in words that name no test rows: it says what to expect. */
function isToldAtOnce(view: View, choice: Place, u: Use): boolean {
  const { stmt } = u.place;
  const call = stmt.k === "expr" && stmt.value.k === "call" ? stmt.value : null;
  return call !== null && view.textOf(call.callee) === "print" && stmt.at.source === choice.stmt.at.source && !saysTest(view.textOf(stmt.at));
}

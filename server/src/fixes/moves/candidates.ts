/** What is compared where a choice is made: all of it must have been trained and scored on the same rows. */
import { type Span, samePlace } from "../../base/span.js";
import type { Expr } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import { relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { isLabels } from "./cutParts.js";
import { namesIn } from "./learning.js";
import { no } from "./outcome.js";
import { eachExprOf } from "./partChecks.js";
import { madeIn } from "./said.js";
import { holds, type Place, type Use, type View } from "./view.js";

/**
 * `region`: where validation rows are to give the scores that the rows of `tests` gave; the choice of `e` is made there, or of what it collects.
 * @throws CannotFix where a candidate keeps its score on the test rows, or was trained on what the validation rows are cut from
 */
export function checkCandidates(cx: FixContext, view: View, region: readonly Span[], anchor: Place, tests: readonly string[], e: Evaluation): void {
  const inside = (at: Span): boolean => region.some((r) => holds(r, at));
  for (const { score, fits, role } of cx.q.evaluations) {
    const own = inside(score.at) && role === "train" ? fits.find((f) => f.via === "model") : undefined;
    if (own && fits.every((f) => ![f.at, ...f.path].some(inside)))
      no(`\`${own.what}\` was trained before the choice, and is scored there on the training rows`);
    if (role !== "held" || !inside(score.at) || relation(score.rows, e.score.rows) !== "same") continue;
    const before = fits.find((f) => f.via === "model" && ![f.at, ...f.path].some(inside) && ["same", "contains"].includes(relation(f.rows, e.train ?? f.rows)));
    if (before) no(`\`${before.what}\` was trained before on the rows that the validation part would be cut from, and is one of those to choose from`);
  }
  checkCollected(view, region, anchor, tests);
}

/**
 * A choice between several models, each scored by a statement of its own: where `region` alone goes on with validation rows, it compares scores of
 * different rows, and the winner is still chosen by test rows.
 * @throws CannotFix
 */
export function checkRivals(cx: FixContext, view: View, region: Span, e: Evaluation, steps: readonly Span[]): void {
  const isStep = (x: Evaluation): boolean => steps.some((at) => samePlace(at, x.score.at));
  const by = new Set(cx.q.evaluations.filter(isStep).flatMap((x) => [...x.score.settings.scores]));
  const isOwn = (x: Evaluation): boolean => x.fits.some((f) => e.fits.some((g) => samePlace(f.at, g.at)));
  const rival = cx.q.evaluations.find(
    (x) =>
      (by.has(x.score.id) || isStep(x)) &&
      x.role === "held" &&
      x.fits.length > 0 &&
      !isOwn(x) &&
      !holds(region, x.score.at) &&
      !x.score.settings.scores.size &&
      relation(x.score.rows, e.score.rows) === "same",
  );
  const at = rival && view.placeAt(rival.score.at)?.stmt.at;
  if (at) no(`\`${short(view.textOf(at))}\` is compared with it, and would stay a score of the test rows`);
}

/** What the region puts into a list, a dictionary or the best score so far must not stand there beside scores of the test rows. @throws CannotFix */
export function checkCollected(view: View, region: readonly Span[], anchor: Place, tests: readonly string[]): void {
  const fn = anchor.stmt.k === "def" ? anchor.stmt.fn : anchor.line.fn;
  const labels = tests.filter(isLabels);
  const inside = (at: Span): boolean => region.some((r) => holds(r, at));
  for (const name of madeIn(view, region, tests)) {
    const made = lastStore(view, name, anchor);
    const kept = view.usesOf(name, fn).some((u) => {
      const value = inside(u.at) ? null : keptBy(u);
      return value !== null && (u.place === made || (!u.stored && lastStore(view, name, u.place) === made)) && isScore(view, value, u.place, labels);
    });
    if (kept && isCompared(view, name, region)) no(`\`${name}\` holds a score of the test rows too, which those of the validation part would be compared with`);
  }
}

/** Whether a variable is a list or dictionary of scores, or the best score so far. */
function isCompared(view: View, name: string, region: readonly Span[]): boolean {
  let found = false;
  eachExprOf(view, region, (x, stored) => {
    if (x.k === "compare") found ||= namesIn(x).includes(name) && x.rest.some((r) => /^[<>]/.test(r.op));
    if (x.k === "index") found ||= stored && x.object.k === "name" && x.object.name === name;
    if (x.k === "call") found ||= x.func.k === "attr" && x.func.name === "append" && x.func.object.k === "name" && x.func.object.name === name;
  });
  return found;
}

/** What a statement puts into a variable: `results["none"] = score`, `scores.append(score)`, `best = score`. */
function keptBy({ at, place: { stmt } }: Use): Expr | null {
  if (stmt.k === "assign") return stmt.targets.some((t) => holds(t.at, at)) ? stmt.value : null;
  const call = stmt.k === "expr" && stmt.value.k === "call" ? stmt.value : null;
  return call?.func.k === "attr" && call.func.name === "append" && holds(call.func.at, at) ? (call.args[0]?.value ?? null) : null;
}

/** Whether a value holds what a call made that was given the labels of the test rows. */
function isScore(view: View, e: Expr, at: Place, labels: readonly string[]): boolean {
  if (e.k === "call") return e.args.some((a) => a.value.k === "name" && labels.includes(a.value.name));
  if (e.k === "tuple" || e.k === "list") return e.items.some((x) => isScore(view, x, at, labels));
  if (e.k === "dict") return e.entries.some((x) => isScore(view, x.value, at, labels));
  const made = e.k === "name" ? lastStore(view, e.name, at) : null;
  return made?.stmt.k === "assign" && made.stmt.value.k === "call" && isScore(view, made.stmt.value, made, labels);
}

/** A threshold, or anything else that is picked by predictions for the test rows: it is picked by predictions for a validation part. */

import { type Span, samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import type { Rows } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { checkCollected } from "./candidates.js";
import { lastStore } from "./chain.js";
import { type Cut, isLabels, pairs, writtenSplits } from "./cutParts.js";
import { drawnBy, type SplitBehind } from "./drawn.js";
import { checkDrawn } from "./drawnHistory.js";
import { checkKept } from "./keptRows.js";
import { ahead, before, type Swap, standsAlone, swapped } from "./lines.js";
import { no } from "./outcome.js";
import { boundIn, checkFresh, checkTogether } from "./partChecks.js";
import { partThere } from "./partThere.js";
import { checkReadAsTest, checkShownCurve, checkWeights, checkWhole } from "./readLater.js";
import { saidAnew } from "./said.js";
import { tablesFor } from "./tables.js";
import { checkSaid } from "./thresholdFolds.js";
import { callStarting } from "./validated.js";
import { checkLater, checkScored, holding, partsAbove, partsRead } from "./validationPart.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** A choice by predictions for the test rows, and the training of the model that gives them. */
interface Read {
  readonly choice: Place;
  readonly trained: Place;
  /** The statement that trains, behind those that make its tables. */
  readonly fitted: readonly Place[];
  readonly made: readonly Made[];
  readonly e: Evaluation;
}

/** Predictions for the test rows that a choice reads, and the statement that makes them. */
interface Made {
  readonly name: string;
  readonly place: Place;
}

export interface Chosen extends Cut {
  /** The part was there before: nothing is cut. */
  readonly there: boolean;
}

/**
 * What the choice reads is made again for a validation part: the one that the training is given, or a new one, and then the model is fitted on the others,
 * with the tables that are made for it alone.
 * Null where the model is trained elsewhere than in front of a loop that chooses, or the choice reads no predictions that are made there.
 * @throws CannotFix
 */
export function chooseByPredictions(cx: FixContext, view: View, choice: Place, e: Evaluation, fact: SplitBehind): Chosen | null {
  const [fit] = e.fits;
  const trained = fit && view.placeAt(fit.at);
  const isLoop = choice.stmt.k === "for";
  if (!fit || !trained || e.fits.length !== 1 || !e.train || trained.line !== choice.line || trained.index >= choice.index) return null;
  // A search is not made anew on fewer rows for the sake of a threshold.
  if (isLoop && cx.q.choices.some((c) => samePlace(c.at, fit.at) && c.kind === "search")) return null;
  if (!standsAlone(view, trained.stmt) || !(isLoop || standsAlone(view, choice.stmt))) return no("another statement shares a line with it");
  const made = madeFor(cx, view, choice, trained, e);
  if (!made.length) return null;
  const read: Read = { choice, trained, fitted: [...tablesFor(view, trained), trained], made, e };
  const edits = byPartThere(cx, view, read);
  if (edits) return { edits, at: choice, there: true };
  const call = callStarting(trained.stmt, fit.at.start);
  if (call) checkFresh(view, call, trained);
  return { ...byNewPart(cx, view, read, e.train, fact), there: false };
}

/** The part that the training is given: the model stays. */
function byPartThere(cx: FixContext, view: View, read: Read): TextEdit[] | null {
  const { choice, made, e, fitted } = read;
  const part = partThere(cx, view, fitted, e);
  if (!part) return null;
  const region = [...made.map((m) => m.place.stmt.at), choice.stmt.at];
  const tests = [...new Set([...holding(cx, view, region, e.score.rows, choice), ...labelsOfTest(view, region, choice)])];
  const [labels, ...otherLabels] = tests.filter(isLabels);
  const [inputs, ...others] = tests.filter((n) => !isLabels(n));
  if (!labels || !inputs || others.length || otherLabels.length) return null;
  checkRead(cx, view, read, tests);
  const swaps = new Map([
    [inputs, part[0]],
    [labels, part[1]],
  ]);
  return chosenAnew(view, read, swaps, tests, wordOf(part[0]), []);
}

/** Labels from files of their own are called like the test part's. */
const labelsOfTest = (view: View, region: readonly Span[], choice: Place): string[] =>
  writtenSplits(view)
    .flat()
    .flatMap(({ test }) => (isLabels(test) && view.usesOf(test, choice.line.fn).some((u) => region.some((r) => holds(r, u.at))) ? [test] : []));

/** A part that is cut from the training rows. */
function byNewPart(cx: FixContext, view: View, read: Read, train: Rows, fact: SplitBehind): Cut {
  const { choice, trained, made, e, fitted } = read;
  const first = fitted.reduce((a, b) => (b.index < a.index ? b : a));
  const own = fitted.map((p) => p.stmt.at);
  const { trains, tests } = partsRead(cx, view, [...own, ...made.map((m) => m.place.stmt.at), choice.stmt.at], first, train, e.score.rows);
  if (!tests.length || !trains.length) return no("the predictions cannot be made again for other rows");
  const paired = pairs(view, trains, tests, trained);
  checkSides(cx, view, fitted, choice, new Set([...paired.flatMap((p) => [p.train, p.test]), ...made.map((m) => m.name)]));
  checkRead(cx, view, read, tests);
  const names = paired.map((p) => p.train);
  const taken: string[] = [];
  const labels = names.find((n) => /^y|label|target/i.test(n)) ?? "";
  const { parts, line } = partsAbove(view, paired, first, drawnBy(cx, view, first, { rows: train, labels, e, fact }), taken);
  const swaps = new Map(paired.flatMap((p, i) => [[p.train, parts[i]?.[0] ?? ""] as const, [p.test, parts[i]?.[1] ?? ""] as const]));
  const edits: TextEdit[] = line === null ? [] : [before(view, first.stmt, [line])];
  if (!made.some((m) => m.place.stmt === trained.stmt)) {
    edits.push(...fitted.flatMap((p) => exchanged(p.stmt, p.stmt.at, swaps)));
    const watched = tests.filter((t) => fitted.some((p) => view.usesOf(t, p.line.fn).some((u) => holds(p.stmt.at, u.at))));
    if (watched.length) edits.push(...saidAnew(view, own, trained.line.fn, watched, "test", "validation"));
    if (watched.length) checkDrawn(view, trained, edits);
  }
  edits.push(...chosenAnew(view, read, swaps, tests, wordOf(parts[0]?.[1] ?? ""), taken));
  return { edits, at: first };
}

const madeFor = (cx: FixContext, view: View, choice: Place, trained: Place, e: Evaluation): Made[] =>
  holding(cx, view, [choice.stmt.at], e.score.rows, choice).flatMap((name) => {
    const place = lastStore(view, name, choice);
    return place && place.line === choice.line && place.index >= trained.index ? [{ name, place }] : [];
  });

/** Variables that a statement reads, under other names. */
function exchanged(stmt: Stmt, at: Span, swaps: ReadonlyMap<string, string>): Swap[] {
  const out: Swap[] = [];
  eachExprIn(stmt, (x: Expr, _fn, stored) => {
    const text = x.k === "name" && !stored ? swaps.get(x.name) : undefined;
    if (text && holds(at, x.at)) out.push({ at: x.at, text });
  });
  return out;
}

/** The same predictions for the validation part, where they are not there already, and the choice that reads them. @throws CannotFix */
function chosenAnew(
  view: View,
  { choice, trained, made }: Read,
  parts: ReadonlyMap<string, string>,
  tests: readonly string[],
  word: string,
  taken: string[],
): TextEdit[] {
  const swaps = new Map(parts);
  const lines: string[] = [];
  for (const { name, place } of made) {
    const s = place.stmt;
    if (s.k !== "assign" || s.targets.length !== 1 || s.targets[0]?.k !== "name") return no("the predictions cannot be made again for other rows");
    const value = swapped(view, s.value.at, exchanged(s, s.value.at, parts));
    const there = nameOfSame(view, value, trained, choice);
    const fresh = there ?? view.fresh(partOf(name, word), taken);
    taken.push(fresh);
    swaps.set(name, fresh);
    if (!there) lines.push(`${fresh} = ${value}`);
  }
  const isLoop = choice.stmt.k === "for";
  const edits = lines.length ? [(isLoop ? ahead : before)(view, choice.stmt, lines)] : [];
  edits.push(...exchanged(choice.stmt, choice.stmt.at, swaps));
  if (isLoop) edits.push(...saidAnew(view, [choice.stmt.at], choice.line.fn, [...made.map((m) => m.name), ...tests], "test", "validation"));
  return edits;
}

/** The variable that a statement between the training and the choice binds to the same. */
function nameOfSame(view: View, value: string, trained: Place, choice: Place): string | null {
  for (const stmt of choice.line.stmts.slice(trained.index + 1, choice.index)) {
    const [t] = stmt.k === "assign" && stmt.targets.length === 1 ? stmt.targets : [];
    if (stmt.k === "assign" && t?.k === "name" && view.textOf(stmt.value.at) === value && lastStore(view, t.name, choice)?.stmt === stmt) return t.name;
  }
  return null;
}

/** "X_tune" → "tune". */
const wordOf = (name: string): string => /tune|stop/i.exec(name)?.[0].toLowerCase() ?? "valid";

/** "proba_test" → "proba_valid", "chances" → "chances_valid". */
export function partOf(name: string, word: string): string {
  const own = /(?<![a-z])(test|tst|val)(?![a-z])/i;
  return own.test(name) ? name.replace(own, (m) => (m === m.toUpperCase() ? word.toUpperCase() : word)) : `${name}_${word}`;
}

/** What the choice makes of the scores must be read by nobody as what it was. @throws CannotFix */
function checkRead(cx: FixContext, view: View, { choice, made, e }: Read, tests: readonly string[]): void {
  const held = [...made.map((m) => m.name), ...tests];
  const region = [choice.stmt.at];
  if (choice.stmt.k === "for") {
    checkSaid(view, choice, held);
    checkKept(view, region, choice, held);
    checkScored(cx, view, region, choice, e.score.rows, held);
    checkReadAsTest(cx, view, region, choice.line.fn, held, e.score.rows);
  } else checkShownCurve(view, choice);
  checkCollected(view, region, choice, held);
  checkLater(cx, view, region, choice, e.score.rows);
  checkWhole(cx, view, region, choice, e);
}

/** Labels that were followed as other rows, such as those of another file, would stay whole beside a part. @throws CannotFix */
function checkSides(cx: FixContext, view: View, fitted: readonly Place[], choice: Place, exchanged: ReadonlySet<string>): void {
  const own = fitted.map((p) => p.stmt.at);
  const isOwn = (): boolean => false;
  checkTogether(view, own, (name) => exchanged.has(name), isOwn);
  checkWeights(view, own, (name) => exchanged.has(name), isOwn);
  eachExprIn(choice.stmt, (e) => {
    if (e.k !== "call") return;
    const names = e.args.flatMap((a) => (a.value.k === "name" ? [a.value] : []));
    if (!names.some((n) => exchanged.has(n.name))) return;
    const left = names.find((n) => !exchanged.has(n.name) && !boundIn(view, n.name, [choice.stmt.at], choice) && cx.kindAt(n.at) === "data");
    if (left) no(`it is not clear which rows \`${left.name}\` has`);
  });
}

/** Choose on a validation part: it is cut from the training rows, and what chose on the test rows chooses on it. */
import { type Span, samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import { type Rows, relation, sourcesOf } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { checkCalled } from "./calledWith.js";
import { checkCandidates } from "./candidates.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { retold } from "./comments.js";
import { type Cut, isLabels, type Pair, pairs, partNamesOf, preparation, prepareParts, splitLine, stem, writtenSplits } from "./cutParts.js";
import { aboveLoops, drawnBy, type SplitBehind } from "./drawn.js";
import { handPart, readsNoMore } from "./handedPart.js";
import { checkKept, checkSaved } from "./keptRows.js";
import { ahead, dedupe, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import {
  boundIn,
  checkCounted,
  checkGoesOn,
  checkHandedOver,
  checkSlices,
  checkTogether,
  deadCopies,
  eachExprOf,
  heldOn,
  isAfter,
  storedIn,
  variableIn,
} from "./partChecks.js";
import { checkReadAsTest, checkWeights } from "./readLater.js";
import { isResampled, resampled } from "./readRows.js";
import { linesAbove, resampledAbove } from "./resampledParts.js";
import { saidAnew } from "./said.js";
import { checkShared } from "./sharedSteps.js";
import { partsOfInput, splitsIn, writtenSplit } from "./splits.js";
import { holds, type Place, type Use, type View } from "./view.js";

/** The variables that a stretch of the program reads and that hold these rows, each once. */
export function holding(cx: FixContext, view: View, region: readonly Span[], rows: Rows, line: Place): string[] {
  const out = new Set<string>();
  // A function's own variable may share its name with one of the module.
  const bound = new Set<string>();
  eachExprOf(view, region, (e, stored) => {
    if (e.k !== "name") return;
    if (stored) {
      bound.add(e.name);
      return;
    }
    const d = cx.dataAt(e.at);
    if (d && !d.elem && relation(d.rows, rows) === "same") out.add(e.name);
  });
  return [...out].filter((n) => !bound.has(n) && !boundIn(view, n, region, line));
}

/** Labels from files of their own, or that were followed as other rows, stand beside the inputs in `fit(X_train, y_train)`, and those of the held-out rows are called alike: both are added. */
function labelsBeside(
  cx: FixContext,
  view: View,
  region: readonly Span[],
  line: Place,
  train: Rows,
  { trains, tests }: Record<"trains" | "tests", string[]>,
): void {
  const known = new Set(sourcesOf(train).map((s) => s.key));
  const isApart = (e: Expr): boolean => {
    const d = cx.dataAt(e.at);
    return d !== null && !d.elem && sourcesOf(d.rows).every((s) => !known.has(s.key));
  };
  const parts = writtenSplits(view).flat();
  const sibling = (name: string): string | undefined => parts.find((p) => p.train === name)?.test;
  const fitted = new Map<string, Expr>();
  const read = new Map<string, Expr>();
  eachExprOf(view, region, (e) => {
    if (e.k === "name") read.set(e.name, e);
    if (e.k !== "call" || e.func.k !== "attr" || e.func.name !== "fit") return;
    const [x, y] = e.args.map((a) => variableIn(a.value));
    if (x && y && trains.includes(x.name) && isLabels(y.name) && (isApart(y) || sibling(y.name))) fitted.set(y.name, y);
  });
  const [own, ...more] = [...fitted.keys()].filter((n) => !trains.includes(n) && !boundIn(view, n, region, line));
  const given = unpackedBeside(view, trains, tests, line);
  if (given && [given.train, given.test].every((n) => read.has(n) && !boundIn(view, n, region, line)) && !more.length && (own ?? given.train) === given.train) {
    trains.push(given.train);
    tests.push(given.test);
    return;
  }
  if (!own || more.length) return;
  const goesWith = (n: string, e: Expr): boolean => n === sibling(own) || (stem(n) === stem(own) && isApart(e));
  const alike = [...read].filter(([n, e]) => n !== own && !tests.includes(n) && goesWith(n, e) && !boundIn(view, n, region, line));
  const [held] = alike;
  if (!held || alike.length > 1) return;
  trains.push(own);
  tests.push(held[0]);
}

/** `X_train, X_test, y_train, y_test = load()`: the labels that a call elsewhere gives beside inputs whose parts are known. */
function unpackedBeside(view: View, trains: readonly string[], tests: readonly string[], line: Place): Pair | null {
  const [x, held, ...more] = [...trains, ...tests];
  const store = x ? lastStore(view, x, line) : null;
  const [target] = store?.stmt.k === "assign" ? store.stmt.targets : [];
  if (!x || !held || more.length || tests.length !== 1 || store?.stmt.k !== "assign" || store.stmt.value.k !== "call" || target?.k !== "tuple") return null;
  const names = target.items.flatMap((t) => (t.k === "name" ? [t.name] : []));
  const partOf = (name: string): string | undefined => /train|trn|test|tst|valid|val/i.exec(name)?.[0].toLowerCase();
  const labels = names.filter((n) => n !== x && n !== held && isLabels(n) && lastStore(view, n, line) === store);
  const [train, test] = [x, held].map((n) => labels.find((l) => partOf(l) !== undefined && partOf(l) === partOf(n)));
  return train && test && train !== test && labels.length === 2 && names.includes(held) && stem(train) === stem(test) ? { train, test } : null;
}

/** The variables of the training rows and of the held-out rows that the region reads. */
export function partsRead(cx: FixContext, view: View, region: readonly Span[], first: Place, train: Rows, test: Rows) {
  const parts = { trains: holding(cx, view, region, train, first), tests: holding(cx, view, region, test, first) };
  if (parts.trains.length) labelsBeside(cx, view, region, first, train, parts);
  return parts;
}

/**
 * Inside `region` (a loop, an objective, a call), training variables become their fitting part and held-out variables the validation part.
 * `e`: what trained and chose there, `fact`: how the rows that chose were cut. The part is cut in front of `first`, or of loops around it.
 * `judged`: the caller adds the score on the test rows.
 */
export function chooseInside(cx: FixContext, view: View, region: readonly Span[], first: Place, e: Evaluation, fact: SplitBehind, judged = false): Cut {
  const { train } = e;
  if (!train) return no("no model is trained where the choice is made");
  const test = e.score.rows;
  const { trains, tests } = partsRead(cx, view, region, first, train, test);
  if (!trains.length) return no("no model is trained where the choice is made");
  if (!tests.length) return no("the held-out rows have no name where the choice is made");
  // A loop that calls a function which reads these rows goes on choosing by them.
  const reads = (r: Span): boolean => [...trains, ...tests].some((n) => view.usesOf(n, first.line.fn).some((u) => holds(r, u.at)));
  if (!region.every(reads)) no("another choice looks at the test rows through a function");
  const anchor = aboveLoops(view, first, [...trains, ...tests]);
  if (!standsAlone(view, anchor.stmt) && anchor.stmt.k !== "for" && anchor.stmt.k !== "while" && anchor.stmt.k !== "def")
    no("another statement shares a line with it");
  const paired = inOrder(pairs(view, trains, tests, anchor));
  checkGoesOn(view, region, new Set([...trains, ...tests]), anchor);
  const above = isResampled(view, train) ? (resampledAbove(view, region, paired, anchor) ?? no(resampled)) : null;
  const ready = above ? null : (unread(view, paired, anchor) ?? written(view, paired, anchor));
  const taken: string[] = [];
  const fresh = partNamesOf(
    view,
    paired.map((p) => p.train),
    taken,
    "tune",
  );
  const named = new Map(paired.map((p, i) => [p, above?.named.get(p) ?? ready?.get(p) ?? (fresh[i] as [string, string])] as const));
  const swaps = new Map<string, string>();
  for (const [p, [fit, valid]] of named) swaps.set(p.train, fit).set(p.test, valid);
  for (const t of trains) if (!swaps.has(t)) no(`it is not clear which held-out data belongs to \`${t}\``);
  for (const t of trains) if (!lastStore(view, t, anchor) && !isParameter(anchor, t)) no(`\`${t}\` is not there yet where the validation part is to be cut`);
  const turned = trains.find((t) =>
    view.usesOf(t, first.line.fn).some((u) => u.around?.k === "attr" && u.around.name === "T" && region.some((r) => holds(r, u.at))),
  );
  if (turned) no(`\`${turned}\` has its rows in columns`);
  checkBeside(cx, view, region, anchor, swaps, train);
  checkLater(cx, view, region, anchor, test);
  checkCounted(view, region, tests);
  checkCalled(view, region, tests, anchor);
  checkKept(view, region, anchor, tests);
  checkSaved(view, region);
  checkCompared(cx, region, e);
  checkShared(cx, view, region, e);
  if (!judged) checkScored(cx, view, region, anchor, test, tests);
  checkCandidates(cx, view, region, anchor, tests, e);
  checkReadAsTest(cx, view, region, anchor.line.fn ?? ownFn(anchor), tests, test);
  if (readsNoMore(view, region, anchor, tests) !== undefined) return handPart(cx, view, region, anchor, paired, e, fact);
  const labels = above?.raw[1] ?? paired.find((p) => /^y|label|target/i.test(p.train))?.train ?? paired.at(-1)?.train ?? "";
  const options = drawnBy(cx, view, anchor, { rows: train, labels, e, fact });
  if (options !== "shuffle=False") checkSlices(view, region, tests);
  const text = splitLine(
    [...named.values()],
    paired.map((p) => p.train),
    options,
  );
  const prepared = above ? [] : preparation(view, paired, anchor);
  const cutAt = above?.place ?? prepared[0]?.place ?? anchor;
  const edits: TextEdit[] = above ? linesAbove(view, above, options) : ready ? [] : [ahead(view, cutAt.stmt, [text])];
  edits.push(...(ready ? [] : prepared.flatMap((s) => prepareParts(view, s, paired, named))));
  const seen = new Set<string>();
  for (const [name, part] of swaps)
    for (const u of view.usesOf(name, anchor.line.fn)) {
      const key = `${u.at.source}:${u.at.start}`;
      if (name === part || !region.some((r) => holds(r, u.at)) || seen.has(key)) continue;
      seen.add(key);
      edits.push({ at: u.at, text: part });
    }
  edits.push(...retold(view, heldAlone(view, paired, region, anchor), "test", "validation"));
  edits.push(...saidAnew(view, region, anchor.line.fn ?? ownFn(anchor), tests, "test", "validation"), ...deadCopies(view, region, tests, anchor));
  return { edits: dedupe(edits), at: cutAt };
}

/** Inputs first, labels last. */
const inOrder = (paired: readonly Pair[]): Pair[] => [...paired.filter((p) => !isLabels(p.train)), ...paired.filter((p) => isLabels(p.train))];

const ownFn = (p: Place): Fn | null => (p.stmt.k === "def" ? p.stmt.fn : null);

/** Simple statements of the region that read held-out rows and no training rows. */
function heldAlone(view: View, paired: readonly Pair[], region: readonly Span[], anchor: Place): Stmt[] {
  const readers = (name: string): Stmt[] =>
    view
      .usesOf(name, anchor.line.fn)
      .filter((u) => region.some((r) => holds(r, u.at)))
      .map((u) => u.place.stmt);
  const trained = new Set(paired.flatMap((p) => readers(p.train)));
  return [...new Set(paired.flatMap((p) => readers(p.test)))].filter((s) => (s.k === "expr" || s.k === "assign") && !trained.has(s));
}

/** A validation part that the program cut from its training rows itself, and then does not read. */
function unread(view: View, paired: readonly Pair[], anchor: Place): Map<Pair, [string, string]> | null {
  const found = new Map<Pair, [string, string]>();
  for (const p of paired) {
    const place = lastStore(view, p.train, anchor);
    const split = place && place.line === anchor.line ? writtenSplit(view, place) : null;
    const part = split && partsOfInput(split, p.train);
    if (!part || part.train !== p.train || part.test === p.test || lastStore(view, part.test, anchor) !== place) return null;
    if (view.usesOf(part.test, anchor.line.fn).some((u) => !u.stored)) return null;
    found.set(p, [part.train, part.test]);
  }
  return found;
}

/** The parts of training variables above a place, as an earlier fix has cut them or under fresh names with the line that cuts them. */
export function partsAbove(
  view: View,
  paired: readonly Pair[],
  at: Place,
  drawn: string,
  taken: string[] = [],
): { parts: [string, string][]; line: string | null } {
  const known = written(view, paired, at);
  const names = paired.map((p) => p.train);
  const fresh = partNamesOf(view, names, taken, "tune");
  const parts = paired.map((p, i) => known?.get(p) ?? (fresh[i] as [string, string]));
  return { parts, line: known ? null : splitLine(parts, names, drawn) };
}

/** A part that an earlier fix has cut from the same variables. */
function written(view: View, paired: readonly Pair[], anchor: Place): Map<Pair, [string, string]> | null {
  if (preparation(view, paired, anchor).length) return null;
  for (const split of splitsIn(view, anchor.line.stmts.slice(0, anchor.index))) {
    if (split.inputs.length !== paired.length) continue;
    const found = new Map<Pair, [string, string]>();
    for (const p of paired) {
      const part = partsOfInput(split, p.train);
      const same = part && part.train !== p.train && lastStore(view, p.train, anchor) === lastStore(view, p.train, split.place);
      if (part && same) found.set(p, [part.train, part.test]);
    }
    if (found.size === paired.length) return found;
  }
  return null;
}

const isParameter = (p: Place, name: string): boolean => p.line.fn?.params.some((x) => x.name === name) ?? false;

/** Parts of a split that were followed as other rows, such as labels from elsewhere, would keep them all beside inputs that have fewer. */
function checkBeside(cx: FixContext, view: View, region: readonly Span[], anchor: Place, swaps: ReadonlyMap<string, string>, train: Rows): void {
  const readOf = (name: string): Use | undefined => view.usesOf(name, anchor.line.fn).find((u) => !u.stored && region.some((r) => holds(r, u.at)));
  const splits = writtenSplits(view);
  // Labels that were logarithms, say, are told apart from the rows that they came from, and stand beside the inputs all the same.
  for (const parts of splits.filter((all) => all.some((p) => swaps.has(p.train) || swaps.has(p.test)))) {
    const left = parts.flatMap((p) => [p.train, p.test]).find((n) => !swaps.has(n) && readOf(n));
    if (left) no(`it is not clear which rows \`${left}\` has`);
  }
  const swapped = (name: string): boolean => swaps.has(name);
  const stored = storedIn(view, region);
  const isOwn = (name: string): boolean => stored.has(name) || boundIn(view, name, region, anchor);
  checkTogether(view, region, swapped, isOwn);
  checkHandedOver(cx, view, region, swapped, isOwn);
  checkWeights(view, region, swapped, isOwn);
  const known = new Set(sourcesOf(train).map((s) => s.key));
  for (const name of new Set(splits.flat().flatMap((p) => [p.train, p.test]))) {
    const read = swaps.has(name) ? null : readOf(name);
    if (read && !sourcesOf(cx.dataAt(read.at)?.rows ?? train).some((s) => known.has(s.key))) no(`it is not clear which rows \`${name}\` has`);
  }
}

/** What the region makes of the held-out rows and the program reads afterwards would have other rows. */
export function checkLater(cx: FixContext, view: View, region: readonly Span[], anchor: Place, test: Rows): void {
  const inside = (at: Span): boolean => region.some((r) => holds(r, at));
  for (const name of storedIn(view, region)) {
    const uses = view.usesOf(name, anchor.line.fn).filter((u) => !inside(u.at) && !u.stored && isAfter(view, u.at, region));
    const read = uses.find((u) => {
      const d = cx.dataAt(u.at);
      return d && !d.elem && relation(d.rows, test) === "same" && !isNewBefore(view, name, u, region);
    });
    if (read) no(`\`${name}\` of the held-out rows is used by \`${short(view.textOf(read.place.stmt.at))}\` too`);
  }
}

/** Once the choice is made on other rows, the test part must still give a score of a model of this kind. @throws CannotFix */
export function checkScored(cx: FixContext, view: View, region: readonly Span[], anchor: Place, test: Rows, tests: readonly string[]): void {
  if (!isScored(cx, view, region, anchor, test, tests)) no(unjudged);
}

export const unjudged = "nothing else is scored on the test rows: the program would have no honest score left";

/** Whether the program scores a model of the region's kind on the test rows elsewhere. */
export function isScored(cx: FixContext, view: View, region: readonly Span[], anchor: Place, test: Rows, tests: readonly string[]): boolean {
  const inside = (at: Span): boolean => region.some((r) => holds(r, at));
  // Further sections of a notebook may call their own labels the same.
  const isAnother = (name: string, u: Use): boolean => {
    const store = lastStore(view, name, u.place);
    return store !== null && isAfter(view, store.stmt.at, region);
  };
  const isInside = (e: Evaluation): boolean => [e.score.at, ...e.score.path].some(inside);
  const held = heldOn(cx, test);
  const kinds = new Set(held.filter(isInside).flatMap((e) => e.fits.map((f) => f.what)));
  const others = held.filter((e) => !isInside(e));
  if (others.some((e) => !kinds.size || !e.fits.length || e.fits.some((f) => kinds.has(f.what)))) return true;
  return (
    !others.length &&
    tests
      .filter(isLabels)
      .some((n) =>
        view.usesOf(n, anchor.line.fn).some((u) => !u.stored && !inside(u.at) && isAfter(view, u.at, region) && u.around?.k === "call" && !isAnother(n, u)),
      )
  );
}

/** A function that scores this kind of model and others in the same words: it alone would have no score on the test rows beside theirs. */
function checkCompared(cx: FixContext, region: readonly Span[], { score }: Evaluation): void {
  const entered = (x: Evaluation): boolean => x.score.path.some((site) => region.some((r) => holds(r, site)));
  const same = cx.q.evaluations.filter((x) => x.role === "held" && samePlace(x.score.at, score.at));
  const tuned = new Set(same.filter(entered).flatMap((x) => x.fits.map((f) => f.what)));
  const beside = same.filter((x) => !entered(x) && relation(x.score.rows, score.rows) === "same");
  if (tuned.size && beside.length && !beside.some((x) => x.fits.some((f) => tuned.has(f.what))))
    no("the function that scores the model here scores others on the test rows: it alone would have no such score to compare");
}

/** Whether the variable is bound anew between the region and a use of it. */
function isNewBefore(view: View, name: string, u: Use, region: readonly Span[]): boolean {
  const store = lastStore(view, name, u.place);
  return store !== null && !region.some((r) => holds(r, store.stmt.at));
}

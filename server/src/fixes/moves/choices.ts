/** Builders for choices that looked at the test rows (tuning, early stopping). */
import { type Span, samePlace } from "../../base/span.js";
import type { Fix, TextEdit } from "../../engine.types.js";
import { blocksOf } from "../../program/blocks.js";
import type { Stmt } from "../../program/ir.js";
import type { Tuning } from "../../trace/choosing.js";
import type { Evaluation } from "../../trace/questions.js";
import { cutsOf, type Rows } from "../../trace/rows.js";
import { type Builder, CannotFix, type FixContext } from "../context.js";
import { Draft } from "../draft.js";
import { called, finished, splitWord, under, viewOf, withImports } from "./builders.js";
import { checkRivals } from "./candidates.js";
import { lastStore } from "./chain.js";
import { choicesAt, firstGiven } from "./choicePlaces.js";
import { type Cut, SPLIT } from "./cutParts.js";
import type { SplitBehind } from "./drawn.js";
import { finalScores } from "./finalScore.js";
import { predictedInFolds } from "./foldsFix.js";
import { type Call, given, namesIn } from "./learning.js";
import { before, removal, standsAlone } from "./lines.js";
import { asCalled } from "./listedScores.js";
import { trainedByCall } from "./loopedCall.js";
import { crossValidateSearch } from "./nestedSearch.js";
import { firstOf, firstThat, no } from "./outcome.js";
import { thresholdsBehind, writtenDown } from "./readOff.js";
import { isResampled, resampled } from "./readRows.js";
import { GROUPS } from "./roundGroups.js";
import { behindSplit } from "./splitInside.js";
import { splitsIn, trainBesideOf, trainPartsOf, type WrittenSplit } from "./splits.js";
import { chooseByPredictions } from "./threshold.js";
import { chooseByCopies } from "./thresholdCalls.js";
import { chooseByFolds } from "./thresholdFolds.js";
import { chooseOnHalf } from "./thresholdHalves.js";
import { tryInFolds } from "./triedInFolds.js";
import { callStarting, validatedAt } from "./validated.js";
import { chooseInside, holding, unjudged } from "./validationPart.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";
import { isTrainedIn, winnerAgain } from "./winners.js";

const title = "Choose on a validation part cut from the training rows";

const triedInFolds = "Choose by cross-validation on the training rows";

/** The edits of a new split, with its import. */
export function cut(cx: FixContext, words: string, { edits, at }: Cut): Fix {
  const draft = new Draft(cx);
  const uses = (word: string): boolean => edits.some((e) => e.text.includes(word));
  const groups = uses(GROUPS) ? draft.ensureImport(at.stmt.at, "sklearn.model_selection", "GroupShuffleSplit") : "";
  const name = uses(SPLIT) && !uses(GROUPS) ? splitWord(cx, draft, at) : "";
  return finished(cx, words, called(withImports(draft, at, edits), [SPLIT, name], [GROUPS, groups]), draft);
}

const callIn = (place: Place, start: number) => callStarting(place.stmt, start);

/** The evaluations that report the score on the rows which chose, and how those rows were cut. */
export function splitBehind(cx: FixContext, train: Rows | null, rows: Rows): SplitBehind {
  const cut = cx.q.separation(train, rows) ?? cutsOf(rows).at(-1) ?? null;
  // Rows that are picked by a list of values keep those of one value together, and a slice keeps their order: it may be that of time.
  if (cut?.kind === "filter" && cut.id.startsWith("isin:")) return { shuffled: true, stratified: false, by: "group" };
  return cx.q.splitOf(cut) ?? (cut?.kind === "range" || cut?.kind === "ordered" ? { shuffled: false, stratified: false, by: null } : undefined);
}

/** Settings that are tried in a loop or an objective and scored on the test rows. */
export const chooseOnValidation: Builder = (cx) => {
  const view = viewOf(cx);
  const tuning = cx.q.tunings().find((t) => samePlace(t.at, cx.finding.at) && t.kind !== "stop");
  if (!tuning) return null;
  return under(title, () => {
    const scored = cx.q.evaluations.filter((e) => tuning.steps.some((s) => samePlace(s.at, e.score.at)));
    if (tuning.kind === "search") return objective(cx, view) ?? crossValidatedObjective(cx, view) ?? nested(cx, view) ?? searchOnTraining(cx, view, scored);
    const from = tuning.kind === "loop" ? tuning.steps[0]?.at : tuning.at;
    const place = from && view.placeAt(from);
    if (!place) throw new CannotFix("The choice stands in another file.");
    const loop = tuning.kind === "loop" ? loopOf(place, from.start) : outerLoop(place);
    const choices = choicesAt(view, cx.finding.at, place, loop, tuning.kind === "loop" ? "loop" : "compare");
    const own = scored.find((x) => x.role === "held" && samePlace(x.score.at, tuning.at));
    const steps = tuning.steps.map((s) => s.at);
    if (!loop && own) checkRivals(cx, view, place.stmt.at, own, steps);
    return firstThat([() => onOtherRows(cx, view, tuning, { scored, loop, choices }), () => onHalf(cx, view, choices, scored)]);
  });
};

/** A choice that a loop, or a score in one, makes. */
interface Tried {
  readonly scored: readonly Evaluation[];
  readonly loop: Place | null;
  /** The statements that may be the choice. */
  readonly choices: readonly Place[];
}

/** The predictions are cut in two where no other rows can choose. @throws CannotFix */
function onHalf(cx: FixContext, view: View, choices: readonly Place[], scored: readonly Evaluation[]): Fix {
  const e = scored.find((x) => x.role === "held") ?? scored[0] ?? no(unjudged);
  const behind = splitBehind(cx, e.train, e.score.rows);
  const halved = firstGiven(choices, (c) => chooseOnHalf(cx, view, c, e, behind)) ?? no(unjudged);
  return cut(cx, "Choose on half of the held-out rows, and score the other half", halved);
}

const notFollowed = "The settings are not tried in a loop that can be followed.";

/** The settings are tried on a validation part, or on folds of the training rows. @throws CannotFix */
function onOtherRows(cx: FixContext, view: View, tuning: Tuning, { scored, loop, choices }: Tried): Fix {
  const own = scored.filter((x) => x.train && x.role === "held" && x.score.at.start === (tuning.kind === "loop" ? tuning.steps[1]?.at.start : tuning.at.start));
  // A function that is called for several tables shows the rows of one call.
  const isShown = (x: Evaluation): boolean => choices.some((c) => holding(cx, view, [c.stmt.at], x.score.rows, c).length > 0);
  const e = own.find(isShown) ?? own[0] ?? scored.find((x) => x.train);
  if (!e?.train) throw new CannotFix(notFollowed);
  const behind = splitBehind(cx, e.train, e.score.rows);
  const copied = isResampled(view, e.train);
  const byFolds = (): Fix | null => {
    const folded = firstGiven(choices, (c) => chooseByFolds(cx, view, c, e, { fact: behind, copied }));
    return folded && predictedInFolds(cx, `Choose by out-of-fold predictions for the training rows${thresholdsBehind(view, folded.region)}`, folded);
  };
  if (copied) {
    const folded = byFolds();
    if (folded) return folded;
    if (!(loop && isTrainedIn(e, [loop.stmt.at]))) no(resampled);
  }
  // Out-of-fold predictions leave the model and all that is said of it as it is.
  const tried = loop ? [loop.stmt.at] : [];
  const byPredictions = (): Fix | null => {
    const chosen = firstGiven(choices, (c) => chooseByPredictions(cx, view, c, e, behind));
    return chosen && cut(cx, `${chosen.there ? "Choose by predictions for the validation part" : title}${thresholdsBehind(view, tried)}`, chosen);
  };
  if (!loop) {
    const found = firstOf(byFolds, () => null) ?? byPredictions();
    if (found) return found;
    throw new CannotFix(notFollowed);
  }
  if (keepsTrainingScores(cx, view, loop))
    throw new CannotFix("The scores that are kept to choose by are those of the training rows; the others are only shown.");
  const folds = copied ? null : byFolds();
  if (folds) return folds;
  const predicted = isTrainedIn(e, tried) ? null : byPredictions();
  if (predicted) return predicted;
  const handed = firstGiven(choices, (c) => chooseByCopies(cx, view, c, e, behind));
  if (handed) return cut(cx, `${title}${thresholdsBehind(view, tried)}`, handed);
  const tries = trainedByCall(cx, view, loop, e);
  if (tries) return cut(cx, `${title}${writtenDown(view, tried)}`, chooseInside(cx, view, [tries.stmt.at], tries, e, behind));
  const loops = loopsOn(cx, view, e, loop);
  const first = loops.reduce((a, b) => (b.index < a.index ? b : a), loop);
  const region = loops.map((l) => l.stmt.at);
  const onPart = (): Fix => {
    const scores = firstOf(
      () => finalScores(cx, view, loops, e),
      () => null,
    );
    const parts = chooseInside(cx, view, region, first, e, behind, scores !== null);
    const isHere = parts.at.line.fn === loop.line.fn;
    // A function around that is handed a part instead of the test rows has nothing else to score.
    if (scores && !isHere) no(unjudged);
    const tests = !scores && loops.length === 1 && isHere ? holding(cx, view, region, e.score.rows, loop) : [];
    const again = tests.length ? winnerAgain(cx, view, loop, e.score.rows, tests) : [];
    const words = `${title}${scores ? ", and score the best on the test rows" : ""}${writtenDown(view, region)}`;
    return cut(cx, words, { edits: [...parts.edits, ...(scores ? asCalled(view, scores, parts.edits) : again)], at: parts.at });
  };
  const inFolds = (): Fix => predictedInFolds(cx, `${triedInFolds}${writtenDown(view, region)}`, tryInFolds(cx, view, region, first, e, behind));
  return firstThat([onPart, inFolds]);
}

/** All loops of one line that try settings on the same rows in the same variables: while one of them looks at these, they judge no winner. */
function loopsOn(cx: FixContext, view: View, e: Evaluation, loop: Place): Place[] {
  const out = [loop];
  const isSetAnew = (other: Place): boolean =>
    [e.train, e.score.rows].some(
      (rows) => rows && holding(cx, view, [other.stmt.at], rows, other).some((n) => lastStore(view, n, other) !== lastStore(view, n, loop)),
    );
  for (const t of cx.q.tunings()) {
    const tried = t.kind === "loop" ? t.steps[0]?.at : null;
    const place = tried && view.placeAt(tried);
    const other = place && loopOf(place, tried.start);
    const score = cx.q.evaluations.find((x) => samePlace(x.score.at, t.at));
    if (
      other &&
      other.line === loop.line &&
      !out.includes(other) &&
      score?.score.rows.key === e.score.rows.key &&
      score.train?.key === e.train?.key &&
      !isSetAnew(other)
    )
      out.push(other);
  }
  for (const s of loop.line.stmts) {
    const other = s.k === "for" || s.k === "while" ? view.placeOf(s) : null;
    if (other && !out.includes(other) && triesOn(cx, view, e, other) && !isSetAnew(other)) out.push(other);
  }
  return out;
}

/** Whether a loop trains on these rows with settings of each round and asks the rows that chose: another choice, though nobody could follow its scores. */
function triesOn(cx: FixContext, view: View, e: Evaluation, loop: Place): boolean {
  if (!e.train || !holding(cx, view, [loop.stmt.at], e.score.rows, loop).length) return false;
  const trains = holding(cx, view, [loop.stmt.at], e.train, loop);
  const varied = new Set<string>();
  let fits = false;
  let tries = false;
  const inside = (s: Stmt): void => {
    if (s.k === "for") for (const n of namesIn(s.target)) varied.add(n);
    for (const block of blocksOf(s)) block.forEach(inside);
  };
  inside(loop.stmt);
  eachExprIn(loop.stmt, (x) => {
    if (x.k !== "call") return;
    if (x.func.k === "attr" && x.func.name === "fit") fits ||= x.args.some((a) => a.value.k === "name" && trains.includes(a.value.name));
    else if (/^[A-Z]/.test(view.textOf(x.callee).replace(/.*\./, "")))
      tries ||= x.args.some((a) => a.name !== null && namesIn(a.value).some((n) => varied.has(n)));
  });
  return fits && tries;
}

/** Whether a loop keeps scores of training rows and only shows those of other rows: then the choice is made by the former. */
function keepsTrainingScores(cx: FixContext, view: View, loop: Place): boolean {
  const inside = cx.q.evaluations.filter((e) => holds(loop.stmt.at, e.score.at));
  const isShown = (e: Evaluation): boolean => {
    const s = view.placeAt(e.score.at)?.stmt;
    return s?.k === "expr" && s.value.k === "call" && s.value.func.k === "name" && /^(print|display)$/.test(s.value.func.name);
  };
  const others = inside.filter((e) => e.role !== "train");
  return others.length > 0 && others.every(isShown) && inside.some((e) => e.role === "train" && !isShown(e));
}

/** The loop whose values stand at `start`. */
function loopOf(place: Place, start: number): Place | null {
  for (let p: Place | null = place; p; p = p.line.parent) if ((p.stmt.k === "for" || p.stmt.k === "while") && p.stmt.at.start <= start) return p;
  return null;
}

function outerLoop(place: Place): Place | null {
  let out: Place | null = null;
  for (let p: Place | null = place; p; p = p.line.parent) {
    if (p.stmt.k === "def" || p.stmt.k === "class") break;
    if (p.stmt.k === "for" || p.stmt.k === "while") out = p;
  }
  return out;
}

/** What a search is given to try settings with: a function by its name, or an expression that calls one. */
interface Objective {
  /** Where it reads its data. */
  readonly region: Span;
  readonly at: Place;
}

/** The function that a search is given, as it is defined last before the search in its block or one around it, or the lambda that calls one. */
function objectiveOf(view: View, finding: Span): Objective | null {
  const place = view.placeAt(finding);
  const fn = place && callIn(place, finding.start)?.args[0]?.value;
  if (!place || !fn) return null;
  if (fn.k === "lambda") return { region: fn.at, at: place };
  if (fn.k !== "name") return null;
  for (let p: Place | null = place; p; p = p.line.parent) {
    const def = p.line.stmts.slice(0, p.index).findLast((s) => s.k === "def" && s.fn.name === fn.name);
    const at = def && view.placeOf(def);
    if (at) return { region: at.stmt.at, at };
  }
  return null;
}

/** An objective that cross-validates on all rows: it goes on with the training part that a split above gives. */
function crossValidatedObjective(cx: FixContext, view: View): Fix | null {
  const found = objectiveOf(view, cx.finding.at);
  if (!found || found.at.line !== view.module) return null;
  const { region, at } = found;
  const scores = cx.q.evaluations.filter((e) => e.role === "folds" && holds(region, e.score.at));
  const crossed = cx.q.predictions.filter((p) => p.crossed && scores.some(({ score }) => score.preds.has(p.id))).map((p) => p.at);
  const calls = [...new Map([...scores.map(({ score }) => score.at), ...crossed].map((s) => [s.start, validatedAt(view, s)])).values()].filter(
    (v) => v !== null,
  );
  const edits = calls.flatMap(({ call, data, place }): TextEdit[] => {
    const labels = given(call, "y", 2);
    if (data.k !== "name" || labels?.k !== "name") return [];
    const names = [data.name, labels.name];
    if (names.some((n) => place.line.fn?.locals.has(n))) return [];
    for (const split of splitsIn(view, view.module.stmts.slice(0, at.index).reverse())) {
      const parts = trainPartsOf(split, names);
      if (!parts.every((p) => p !== undefined && lastStore(view, p, at) === split.place)) continue;
      if (names.some((n) => lastStore(view, n, at) !== lastStore(view, n, split.place))) continue;
      // Predictions of the training part meet the labels of that part.
      return names.flatMap((n, i) =>
        view
          .usesOf(n, null)
          .filter((u) => holds(region, u.at))
          .map((u) => ({ at: u.at, text: parts[i] as string })),
      );
    }
    return [];
  });
  return edits.length ? finished(cx, "Search on the training part only", [...new Map(edits.map((e) => [e.at.start, e])).values()]) : null;
}

/** `study.optimize(objective, …)`: the objective fits and scores on parts of the training rows. */
function objective(cx: FixContext, view: View): Fix | null {
  const found = objectiveOf(view, cx.finding.at);
  if (!found) return null;
  const { region, at } = found;
  const scored = cx.q.evaluations.filter((e) => e.train && e.role === "held" && [e.score.at, ...e.score.path].some((site) => holds(region, site)));
  const choices = scored.map((e) => ({ e, own: behindSplit(cx, view, e) }));
  const first = choices.find((c) => c.own) ?? choices[0];
  if (!first?.e.train) return null;
  const own = first.own ?? { region: [region], first: at };
  const behind = splitBehind(cx, first.e.train, first.e.score.rows);
  return firstThat([
    () => cut(cx, title, chooseInside(cx, view, own.region, own.first, first.e, behind)),
    () => predictedInFolds(cx, triedInFolds, tryInFolds(cx, view, own.region, own.first, first.e, behind)),
  ]);
}

/** The best settings are cross-validated on the rows that were searched: the search is cross-validated instead. */
function nested(cx: FixContext, view: View): Fix | null {
  const words = "Cross-validate the search itself, which chooses anew in each fold";
  return under(words, () => {
    const found = crossValidateSearch(cx, view);
    return (
      found &&
      finished(cx, found.searches === 1 ? words : `Cross-validate the ${found.searches} searches themselves, whose scores stand beside each other`, found.edits)
    );
  });
}

/** The training parts of a split above whose test parts are searched, as it cut them. */
function besideTested(view: View, split: WrittenSplit, place: Place, names: readonly (string | null)[]): string[] | null {
  const parts = trainBesideOf(split, names).flatMap((p) => p ?? []);
  const isAsCut = (n: string | null): boolean => n !== null && lastStore(view, n, place) === split.place;
  return parts.length === names.length && [...names, ...parts].every(isAsCut) ? parts : null;
}

/** `search.fit(X, y)` on rows that include the test part: the training part is searched instead. `scored`: what reports the score. */
function searchOnTraining(cx: FixContext, view: View, scored: readonly Evaluation[]): Fix {
  const words = "Search on the training part only";
  const place = view.placeAt(cx.finding.at);
  const call = place && callIn(place, cx.finding.at.start);
  const names = call?.args.map((a) => (a.value.k === "name" ? a.value.name : null)) ?? [];
  if (!place || !call || !names.length || names.some((n) => n === null)) throw new CannotFix("The data that it searches on is no variable.");
  const rival = call && rivalSearch(view, call);
  if (rival) throw new CannotFix(`Its best score is compared with that of \`${rival}\`, which searches on all rows.`, words);
  const told = scored.filter((e) => !samePlace(e.score.at, cx.finding.at));
  if (told.length && told.every((e) => e.role === "folds"))
    throw new CannotFix("Cross-validation gives the score, and its rows are those of the training part too.", words);
  for (const split of splitsIn(view, place.line.stmts)) {
    const beside = besideTested(view, split, place, names);
    if (beside)
      return finished(
        cx,
        words,
        call.args.map((a, i) => ({ at: a.value.at, text: beside[i] as string })),
      );
    const parts = trainPartsOf(split, names);
    if (parts.some((p) => !p)) continue;
    // The table may have been made anew since it was split, and its parts prepared.
    const isStale = (n: string, i: number): boolean =>
      lastStore(view, n, place) !== lastStore(view, n, split.place) || lastStore(view, parts[i] as string, place) !== split.place;
    if (split.place.index < place.index && (names as string[]).some(isStale)) continue;
    const edits = call.args.map((a, i) => ({ at: a.value.at, text: parts[i] as string }));
    if (split.place.index > place.index) {
      if (!standsAlone(view, split.place.stmt) || !standsAlone(view, place.stmt)) throw new CannotFix("Another statement shares a line with it.");
      for (const stmt of place.line.stmts.slice(place.index, split.place.index))
        eachExprIn(stmt, (e, _fn, stored) => {
          if (e.k === "name" && stored && view.textOf(split.call.at).includes(e.name)) throw new CannotFix(`\`${e.name}\` is another thing at the split.`);
        });
      edits.push(removal(view, split.place.stmt), before(view, place.stmt, [view.textOf(split.place.stmt.at)]));
    }
    return finished(cx, words, edits);
  }
  throw new CannotFix("No split of the same data gives a training part to search on.", words);
}

/** Another search that is fitted to the same data, and the best score of which stands in one statement with that of this one. */
function rivalSearch(view: View, { func, args }: Call): string | null {
  const given = args.map((a) => view.textOf(a.value.at)).join(", ");
  const own = func.k === "attr" && func.object.k === "name" ? func.object.name : null;
  const told = own === null ? [] : view.usesOf(own, null).filter((u) => u.around?.k === "attr" && u.around.name === "best_score_");
  for (const { place } of told) {
    let found: string | null = null;
    eachExprIn(place.stmt, (e) => {
      if (e.k === "attr" && e.name === "best_score_" && e.object.k === "name" && e.object.name !== own && fitsTo(view, e.object.name, given))
        found = e.object.name;
    });
    if (found) return found;
  }
  return null;
}

const fitsTo = (view: View, name: string, given: string): boolean =>
  view.usesOf(name, null).some((u) => view.textOf(u.place.stmt.at) === `${name}.fit(${given})`);

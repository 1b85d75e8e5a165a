/** Settings that an objective of the program chooses by cross-validation, and the score of what it chose on the same folds. */
import { type Span, samePlace } from "../base/span.js";
import { textIn } from "../program/program.js";
import { cutKey } from "./limits.js";
import type { Choice, Learned, Score } from "./lineage.js";
import type { Evaluation, Questions } from "./questions.js";
import { cutsOf, overlapping, type Rows, relation } from "./rows.js";
import { loopAt, settingsLoop, watched } from "./settingsLoops.js";
import { byHand, byValue } from "./shown.js";
import { blockAt, keepsBetter } from "./wording.js";

/** A score that chose, quoted as the score of what it chose. */
export interface Quoted {
  readonly choice: Choice;
  readonly evaluation: Evaluation;
  /** Where the program asks for the score once more. */
  readonly at: Span;
  /** Nothing was trained anew for what was tried: the same predictions were weighed or cut in another way. */
  readonly weighs: boolean;
}

/** Whether a score is one of cross-validation: by a splitter, by a loop that cuts parts by position or by a column's values, or of rows put together again of which each was predicted in a fold. */
export function byFolds(q: Questions, e: Evaluation): boolean {
  const { score: s, fits } = e;
  if (s.kind === "cv" || cutsOf(s.rows).some((c) => c.kind === "fold" || byHand(c, s.loops) || byValue(c, e, q.evaluations))) return true;
  const inFold = (rows: Rows): boolean => cutsOf(rows).some((c) => c.kind === "fold") && overlapping(relation(s.rows, rows));
  return fits.length > 0 && fits.every((f) => inFold(f.rows));
}

/** Whether the models of folds chose columns for others that are evaluated, too, and say nothing to them of the rows: their own score is told by the way. */
export function choosesColumns(q: Questions, { fits }: Evaluation): boolean {
  const ids = new Set(fits.map((f) => f.id));
  const told = q.predictions.filter((p) => [...p.fits].some((id) => ids.has(id)));
  const chosenFor = ({ fit }: Learned): boolean => !!fit && [...ids].some((id) => fit.x.learned.has(id)) && !told.some((p) => fit.x.preds.has(p.id));
  return ids.size > 0 && q.evaluations.some((x) => x.role !== "train" && x.fits.length > 0 && x.fits.every(chosenFor));
}

/** The scores that an objective gives for the settings that it is asked to try. */
const deciding = (q: Questions, c: Choice): Evaluation[] =>
  q.evaluations.filter(({ score: s }) => s.rows.key === c.rows.key && s.loops.some((l) => loopAt(q, l, c.at)));

/** Whether a fold of another cross-validation chooses for itself: its own rows decide, and are scored in the same round. */
const inEachFold = (q: Questions, c: Choice, { score: s }: Evaluation): boolean => {
  const tries = s.loops.findIndex((l) => loopAt(q, l, c.at));
  return s.loops.slice(0, tries).some((l) => q.lineage.loops.get(l)?.over === "folds");
};

/**
 * Whether an objective of the program chose by folds, and this score is one of folds of the same rows: choosing by cross-validation and quoting it. Rows that a
 * split set aside judge apart from folds, though the folds that chose held them.
 */
export function quotesChoice(q: Questions, c: Choice, e: Evaluation): boolean {
  if (c.kind !== "optimize" || !byFolds(q, e) || !overlapping(relation(c.rows, e.score.rows))) return false;
  const seen = new Set(cutsOf(c.rows).map(cutKey));
  const setAside = cutsOf(e.score.rows).some((x) => ["random", "ordered", "range"].includes(x.kind) && !byHand(x, e.score.loops) && !seen.has(cutKey(x)));
  return !setAside && deciding(q, c).some((x) => byFolds(q, x) && !inEachFold(q, c, x));
}

/** Whether a fold tells the same number of the same predictions without what was chosen, too: that one may be the result, and the other stands beside it. */
export function toldWithout(q: Questions, c: Choice, s: Score): boolean {
  const chosenThere = (x: Score): boolean =>
    x.loops.some((l) => loopAt(q, l, c.at)) || [...x.settings.chosen].some((id) => samePlace(q.lineage.choices.get(id)?.at, c.at));
  const without = (x: Score): boolean => x.metric === s.metric && x.rows.key === s.rows.key && [...s.preds].some((p) => x.preds.has(p)) && !chosenThere(x);
  return cutsOf(s.rows).some((x) => x.kind === "fold") && q.evaluations.some(({ score: x }) => x.kind === s.kind && without(x));
}

/** Whether folds tell what a choice of this kind comes to that is made anew within each of them: they give the result, whatever else the choice from all rows is shown by. */
export const toldNested = (q: Questions, c: Choice, s: Score): boolean =>
  q.evaluations.some(({ score: x, role }) => {
    const within = (id: number): boolean => {
      const own = q.lineage.choices.get(id);
      return own?.kind === c.kind && relation(own.rows, x.rows) === "disjoint";
    };
    const sameModel = x.models.some((m) => s.models.some((n) => n.name === m.name));
    return role === "held" && sameModel && cutsOf(x.rows).some((k) => k.kind === "fold") && [...x.settings.chosen].some(within) && !q.unseen(x);
  });

/** Whether a loop around the one over the folds keeps the best of what they say in each of its rounds, and other rows judge afterwards: the folds choose settings, and are not what is told of the model. */
export function keepsBestOfFolds(q: Questions, s: Score): boolean {
  const loops = s.loops.map((l) => q.lineage.loops.get(l)).filter((l) => l !== undefined);
  const folds = loops.findIndex((l) => l.over === "folds");
  const at = loops[folds]?.at;
  if (!at) return false;
  const inside = textOfBlock(q, at);
  const around = loops.slice(0, folds).filter((l) => l.at.source === at.source);
  const judges = ({ score: x, role }: Evaluation): boolean =>
    role !== "train" && !x.loops.some((l) => s.loops.includes(l)) && !overlapping(relation(x.rows, s.rows));
  return around.some((l) => keepsBetter(textOfBlock(q, l.at).replace(inside, ""))) && q.evaluations.some(judges);
}

/** Whether the loop over the folds keeps the model of its best round: the score tells which fold's model is used, and is not what is told of it. */
export function keepsBestFold(q: Questions, s: Score): boolean {
  const folds = s.loops.map((l) => q.lineage.loops.get(l)).find((l) => l?.over === "folds");
  return folds !== undefined && keepsBetter(textOfBlock(q, folds.at));
}

/** The text of a loop; nothing where it stands in another file. */
function textOfBlock(q: Questions, at: Span): string {
  return blockAt(textIn(q.units, at.source), at);
}

/** For each objective that chooses by folds, the first score of what it chose on them. */
export function* quotedChoices(q: Questions): Generator<Quoted> {
  const said: Span[] = [];
  for (const e of q.evaluations) {
    const s = e.score;
    if (!s.settings.chosen.size || s.kind === "monitor" || watched(s)) continue;
    // Rounds of a further search, and settings that are tried one after the other, are no last word.
    if (settingsLoop(q, s) !== undefined || s.loops.some((l) => q.choices.some((c) => loopAt(q, l, c.at)))) continue;
    for (const id of s.settings.chosen) {
      const choice = q.lineage.choices.get(id);
      // Whether anybody sees the score is asked last: it takes a walk through the program.
      if (!choice || said.some((at) => samePlace(at, choice.at)) || !quotesChoice(q, choice, e) || q.unseen(s)) continue;
      said.push(choice.at);
      const tried = deciding(q, choice);
      yield { choice, evaluation: e, at: askedFor(s, tried), weighs: tried.some((x) => [...x.score.preds].some((p) => s.preds.has(p))) };
    }
  }
}

/** Where a score is asked for: its own call, or the call into a helper that scored the settings, too, while they were tried. */
function askedFor(s: Score, tries: readonly Evaluation[]): Span {
  const same = tries.find((x) => samePlace(x.score.at, s.at))?.score;
  return (same && s.path.find((at, i) => !samePlace(at, same.path[i]))) ?? s.at;
}

/** Rounds of a loop that are no tries at one thing: other rows, other labels, folds. */
import { once } from "../base/once.js";
import { samePath, samePlace } from "../base/span.js";
import type { Score } from "./lineage.js";
import type { Evaluation, Questions } from "./questions.js";
import { type Cut, cutsOf } from "./rows.js";
import { keepsBetter, textAfter } from "./wording.js";

/** Whether a cut is another one in each round of one of these loops. */
export const cutInRounds = (c: Cut, loops: readonly number[]): boolean => {
  const name = `${c.id}/${c.part}/${c.lo ?? ""}/${c.hi ?? ""}`;
  return loops.some((l) => name.includes(`@${l}.`));
};

/** Whether two scores come from one call, reached in the same way. */
export const sameCall = (a: Score, b: Score): boolean => samePlace(a.at, b.at) && samePath(a.path, b.path);

/** Whether each round of a loop is another problem, not another try at the same: its own split, its own rows, its own target; or a training loss. */
export function repeats(q: Questions, e: Evaluation, loop: number): boolean {
  const ownSplit = cutsOf(e.score.rows).some((c) => c.id.includes(`@${loop}.`)) || e.score.rows.terms.some((t) => t.source.key.includes(`@${loop}.`));
  return (
    ownSplit ||
    movesOn(q, e.score, loop) ||
    byGroup(q, e, loop) ||
    severalSplits(q, e, loop) ||
    e.score.metric === "loss" ||
    e.fits.some((f) => f.fit?.y?.vary.has(loop))
  );
}

/** Whether each round of a loop scores the next window of rows. */
const movesOn = (q: Questions, s: Score, loop: number): boolean =>
  q.evaluations.some(
    ({ score: x }) => x.loops.includes(loop) && sameCall(x, s) && cutsOf(x.rows).some((c) => `${c.lo ?? ""}/${c.hi ?? ""}`.includes(`@${loop}.`)),
  );

/** Whether another loop leaves out one group of rows after the other, to train on all others: cross-validation by hand. */
function byGroup(q: Questions, e: Evaluation, loop: number): boolean {
  const apart = e.train && q.separation(e.train, e.score.rows);
  if (apart?.kind !== "value" && apart?.kind !== "filter") return false;
  return e.score.loops.some((l) => l !== loop && q.lineage.loops.get(l)?.over === "data" && e.score.truth?.vary.has(l));
}

/** Whether another loop around the same score cuts the rows anew in each round: cross-validation by hand, for each setting. */
function severalSplits(q: Questions, e: Evaluation, loop: number): boolean {
  const s = e.score;
  const others = s.loops.filter((l) => l !== loop);
  // Behind the loop over folds, predictions of all of its rounds are scored at once.
  if (!others.length) return q.evaluations.some((x) => sameCall(x.score, s) && x.score.loops.join() === s.loops.join() && outOfRounds(x, e, loop));
  if (cutsOf(s.rows).some((c) => cutInRounds(c, others))) return true;
  return q.evaluations.some((x) => x.score.rows.key !== s.rows.key && x.score.loops.join() === s.loops.join() && sameCall(x.score, s));
}

/** Whether one call scores predictions of several models at once, each trained on other rows in a round of a loop before it: those of folds. */
const outOfRounds = (a: Evaluation, b: Evaluation, loop: number): boolean =>
  a.score.rows.key !== b.score.rows.key &&
  ![...a.score.preds].some((id) => b.score.preds.has(id)) &&
  a.train !== null &&
  a.train.key !== b.train?.key &&
  ![a, b].some((e) => cutsOf(e.score.rows).some((c) => c.id.includes(`@${loop}.`)));

/**
 * Of the numbers by which a program goes on with one of several classes of models: the first, where each model has more than one and nobody can tell which chose.
 * Models are compared there; no setting of one is tried.
 */
export function inTable(q: Questions, s: Score, by: Score): Score | null {
  const scores = [...s.settings.scores].flatMap((id) => q.lineage.scores.get(id) ?? []).filter((x) => x.kind === "holdout" && x.rows.key === by.rows.key);
  const names = (x: Score): string => x.models.map((m) => m.name).join();
  const classes = new Set(scores.filter((x) => samePlace(x.at, by.at)).map(names));
  const ofOne = scores.filter((x) => names(x) === names(by) && x.loops.join() === by.loops.join());
  return classes.size > 1 && ofOne.some((x) => !samePlace(x.at, by.at)) ? (scores.find((x) => ofOne.some((y) => samePlace(x.at, y.at))) ?? null) : null;
}

/** Whether a text stands anywhere in a program. */
const holdsText = once((q: Questions, text: string) => q.units.some((u) => u.input.text.includes(text)));

/** Whether scores of rounds are kept in a list of which the program tells the last: a schedule that is gone through, and nothing is picked from it. */
export function lastTold(q: Questions, s: Score, loop: number): boolean {
  const from = q.lineage.loops.get(loop)?.at;
  // Most programs tell the last of nothing: no text is put together for them.
  if (!from || !holdsText(q, "[-1]") || q.lineage.signs.some((x) => x.kind === "shown" && x.what !== "after" && x.ids.has(s.id))) return false;
  const text = textAfter(q.units, from, s.at);
  const lists = [...text.matchAll(/\b(\w+)\.append\(/g)].map((m) => m[1] ?? "");
  const picked = (list: string): boolean => new RegExp(`(max|min|sort\\w*)\\(\\s*${list}\\b|\\b${list}\\.sort`).test(text);
  return lists.some((list) => text.includes(`${list}[-1]`) && !picked(list)) && !keepsBetter(text);
}

/** Loops that try settings: which they are, and which of them choose nothing by what they score. */
import { once } from "../base/once.js";
import { type Span, samePlace } from "../base/span.js";
import { textIn } from "../program/program.js";
import type { Score } from "./lineage.js";
import { codeLines, linesOf } from "./lines.js";
import type { Evaluation, Questions } from "./questions.js";
import { cutInRounds, sameCall } from "./rounds.js";
import { cutsOf, overlapping, type Rows, relation } from "./rows.js";
import { keepsBetter, saysValidation, textAfter, withoutSettled } from "./wording.js";

/** Whether a loop is the one at a place. */
export const loopAt = (q: Questions, loop: number, at: Span): boolean => samePlace(q.lineage.loops.get(loop)?.at, at);

/**
 * Whether a loop is no search: it sums a calibration error over bins, tells a term of an error or sums those of a loss that something trains by, or reads one model's
 * predictions at two or three given cuts, by which nothing is chosen afterwards.
 */
export function asIs(q: Questions, e: Evaluation, loop: number): boolean {
  const s = e.score;
  if ([s.at, ...s.path].some((at) => /calibrat|(^|_)[aem]ce(_|$)|(^|_)bias(es)?_?2?(_|$)|(decision|net_?benefit)_?curve/i.test(q.textOf(at)))) return true;
  if (s.path.some((at) => /loss$/i.test(q.textOf(at)))) return true;
  if (saysLook(q, q.lineage.loops.get(loop)?.at ?? s.at)) return true;
  const few = (q.lineage.loops.get(loop)?.rounds ?? Infinity) <= 3;
  const fixed = e.fits.length > 0 && e.fits.every((f) => f.fit && !f.fit.settings.vary.has(loop) && !f.fit.x.vary.has(loop));
  return few && fixed && s.hard === true && !q.evaluations.some((x) => x.score.settings.scores.has(s.id));
}

/** Whether the two lines above a loop say that its numbers are there to be looked at, and for nothing else. */
function saysLook(q: Questions, at: Span): boolean {
  const lines = linesOf(q.units, textIn(q.units, at.source));
  const row = lines.rowOf(at.start);
  const above = lines.all.slice(Math.max(0, row - 2), row).join("\n");
  return /diagnostics? only|only (for )?diagnostic|for (reference|information) only|(not|never) used (to (choose|pick|select|tune)|for (choos|pick|select|tun))/i.test(
    above,
  );
}

/**
 * Whether a loop tries settings beyond doubt. Where other labels are scored in each round, or other rows by a model that stays as it is, it may go
 * through classes, folds or runs; and where one model is read at several cuts by the same loop on other rows, those may be what a cut is chosen by.
 */
export function triesSettings(q: Questions, e: Evaluation): boolean {
  return e.score.loops.some((l) => triesIn(q, e, l));
}

function triesIn(q: Questions, e: Evaluation, loop: number): boolean {
  const s = e.score;
  if (!goesThrough(q, s, loop) || s.truth?.vary.has(loop)) return false;
  if (e.fits.some((f) => f.fit && (f.fit.settings.vary.has(loop) || f.fit.x.vary.has(loop)))) return true;
  const here = q.lineage.loops.get(loop)?.at;
  const elsewhere = ({ score: x, role }: Evaluation): boolean =>
    role !== "train" && here !== undefined && x.loops.some((l) => loopAt(q, l, here)) && relation(x.rows, s.rows) === "disjoint";
  return !s.features.vary.has(loop) && !(e.fits.length && q.evaluations.some(elsewhere));
}

/** Whether rows of a known table train, and rows under a name that nothing in the program defines are scored: a cell is missing or broken. */
export const nowhere = (e: Evaluation): boolean => {
  const undefinedName = (rows: Rows): boolean => rows.terms.some((t) => t.source.key.startsWith("name:"));
  return undefinedName(e.score.rows) && e.train !== null && !undefinedName(e.train);
};

/** Whether a score is that of a yardstick alone, which looks at no feature: nothing to choose, and nothing that chooses. */
export const yardstick = (e: Evaluation | undefined): boolean => e !== undefined && e.fits.length > 0 && e.fits.every((f) => f.fit?.flags.has("noSkill"));

/** Whether a score is only looked at: a loss, round by round, or a curve of calibration. Nobody tells or compares models by it. */
export const watched = (s: Score): boolean => /^(loss|calibration)$/.test(s.metric);

function goesThrough(q: Questions, s: Score, loop: number): boolean {
  const l = q.lineage.loops.get(loop);
  if (!l || !["values", "columns"].includes(l.over)) return false;
  // What nobody can tell and what reaches the inputs is rows, a batch at a time.
  if (s.settings.vary.has(loop)) return !(l.untold && s.features.vary.has(loop));
  return l.over === "values" && !l.untold && otherInputs(q, s, loop);
}

/** Whether each round of a loop trains on the same rows and scores the same rows, with other inputs: how many columns or parts there are is a setting, too. */
function otherInputs(q: Questions, s: Score, loop: number): boolean {
  if (!s.features.vary.has(loop) || s.truth?.vary.has(loop)) return false;
  const fits = [...s.fits].map((id) => q.lineage.learned.get(id));
  return (
    fits.length > 0 &&
    fits.every((f) => f?.fit?.x.vary.has(loop) && !f.fit.y?.vary.has(loop) && !cutsOf(f.rows).some((c) => cutInRounds(c, [loop]))) &&
    !cutsOf(s.rows).some((c) => cutInRounds(c, [loop]))
  );
}

/** The loop that tries the settings of a scored model: asked of every score for every other one. */
export const settingsLoop = once((q: Questions, s: Score): number | undefined => {
  const loop = s.loops.find((id) => goesThrough(q, s, id));
  if (loop === undefined) return undefined;
  // Another class in each round: models to compare, not settings to choose from.
  const names = (x: Score): string => x.models.map((m) => m.name).join();
  const others = q.evaluations.some(({ score: x }) => x.loops.includes(loop) && names(x) !== names(s) && sameCall(x, s));
  return others ? undefined : loop;
});

/** The evaluations in a loop, and those after it. */
export function aroundLoop(q: Questions, loop: number): { inside: readonly Evaluation[]; after: readonly Evaluation[] } {
  const within = (e: Evaluation): boolean => e.score.loops.includes(loop);
  return { inside: q.evaluations.filter(within), after: q.evaluations.slice(q.evaluations.findLastIndex(within) + 1) };
}

/** Metrics that list what a score would be at every cut. */
export const curve = /_curve$/;

/** Whether one of these evaluations draws a curve over the rows of a score. */
export const drawsCurve = (s: Score, among: readonly Evaluation[]): boolean => among.some((x) => curve.test(x.score.metric) && x.score.rows.key === s.rows.key);

/**
 * Whether a loop over settings only draws: a ROC curve for each, or the curves of training and test error over data that were made up, and nothing is
 * judged on these rows afterwards. Curves of both errors that are not read out choose nothing, either, where all that is judged afterwards was found
 * by a search on other rows. "beside": a search on other rows chose among models of the class, and whatever is trained of it afterwards comes from
 * there; readers of both curves may choose by them nevertheless.
 */
export function onlyDrawn(q: Questions, e: Evaluation, loop: number): boolean | "beside" {
  const s = e.score;
  const { inside, after } = aroundLoop(q, loop);
  const curves = drawsCurve(s, inside);
  const taught = s.rows.terms.every((t) => t.source.kind === "made") && inside.some((x) => x.role === "train");
  const teaches = inside.some((x) => x.role === "train" && relation(x.score.rows, s.rows) === "disjoint");
  if (!curves && !teaches && !taught) return false;
  const judges = after.filter(
    (x) => x.score.kind === "holdout" && x.role !== "train" && settingsLoop(q, x.score) === undefined && overlapping(relation(x.score.rows, s.rows)),
  );
  if ((curves || taught) && !judges.length) return true;
  const at = q.lineage.loops.get(loop)?.at ?? s.at;
  const open = judges.filter((x) => x.score.models.some((m) => names(s).has(m.name)) && !(x.fits.length && x.fits.every((f) => q.lastOf([f.at, at]) === at)));
  const searched = (x: Evaluation): boolean =>
    (x.role === "held" && x.fits.length > 0 && x.fits.every((f) => f.fit?.flags.has("ownSearch"))) ||
    [...x.score.settings.chosen].some((id) => {
      const c = q.lineage.choices.get(id);
      return c?.inner === true && relation(c.rows, s.rows) === "disjoint";
    });
  const ids = new Set(inside.map((x) => x.score.id));
  const readOut = q.lineage.signs.some((x) => x.kind === "shown" && [...x.ids].some((id) => ids.has(id)));
  if (!teaches || readOut) return false;
  return (judges.length > 0 && judges.every(searched)) || (open.every(searched) && searchedApart(q, s) && "beside");
}

const names = (s: Score): ReadonlySet<string> => new Set(s.models.map((m) => m.name));

/** Whether a search on other rows chose among models of the class of a score. */
function searchedApart(q: Questions, s: Score): boolean {
  const ofClass = (x: Score): boolean => x.kind === "cv" && x.models.some((m) => names(s).has(m.name)) && relation(x.rows, s.rows) === "disjoint";
  return q.choices.some((c) => c.inner && q.evaluations.some(({ score: x }) => ofClass(x) && samePlace(x.at, c.at)));
}

/**
 * Whether a loop chooses on rows that the program calls a validation part, and no number of theirs is told of what was chosen: no model of the
 * same class is scored on them afterwards, and the best of the scores is not put out.
 */
export function onlyValidates(q: Questions, e: Evaluation, loop: number): boolean {
  const s = e.score;
  // A helper has a name for any rows that it is given; what its caller calls its test is one.
  if (!saysValidation(s.name || (s.watched ?? "")) || s.path.some((at) => /(?<!train_)test(?!_split)/i.test(q.lineOf(at)))) return false;
  const { inside, after } = aroundLoop(q, loop);
  const named = new Set(s.models.map((m) => m.name));
  const winner = ({ score: x, role }: Evaluation): boolean =>
    x.kind !== "monitor" && role !== "train" && settingsLoop(q, x) === undefined && x.models.some((m) => named.has(m.name));
  if (after.some((x) => winner(x) && overlapping(relation(x.score.rows, s.rows)))) return false;
  // Of the best of an objective's tries, the lines below tell; what they call a score of the validation part is taken for none of the test part.
  const tries = q.choices.find((x) => x.kind === "optimize" && loopAt(q, loop, x.at));
  if (tries && below(q, tries.at).some((line) => /best/i.test(line) && !/valid/i.test(line) && showsNumber(line))) return false;
  const ids = new Set(inside.filter((x) => overlapping(relation(x.score.rows, s.rows))).map((x) => x.score.id));
  return !q.lineage.signs.some(
    (x) =>
      [...x.ids].some((id) => ids.has(id)) &&
      ((x.kind === "searchScore" && !/valid/i.test(q.lineOf(x.at))) || (x.kind === "shown" && x.what === "after" && showsNumber(q.lineOf(x.at)))),
  );
}

/** The lines of the program from a place on, without comments. */
function below(q: Questions, at: Span): string[] {
  const here = q.units.findIndex((u) => u.input.source === at.source);
  const texts = q.units.slice(here).map((u, i) => (i ? u.input.text : u.input.text.slice(at.start)));
  return texts.flatMap(codeLines);
}

/** Whether a line that puts out what was chosen by scores names a score, too; the words in quotation marks are none of the program's names. */
const showsNumber = (line: string): boolean => {
  const told = line.replace(/^\s*for\b.*?\bin\b/, "");
  const names = told.replace(/(?<![fF])(["'])(?:(?!\1).)*\1/g, "").replace(/\b(?:min|max|sorted)\([^()]*key\s*=[^()]*\)|\b\w*arg(?:min|max)\w*\([^()]*\)/g, "");
  return /(^|[^a-z])(scores?|acc|accuracy|accuracies|auc|f1|r2|mae|mse|rmse|errors?|err|loss|value|metric|result)(?![a-z])/i.test(names);
};

/** Whether the decisions of one model are only shown at one cut after the other: nothing in the program picks the best of its numbers. */
export function sweepsOnly(q: Questions, { score: s, fits }: Evaluation, loop: number): boolean {
  // Where each fit goes on from the last, the loop is one training, and its scores tell how far it is.
  const grows = fits.length > 0 && fits.every((f) => f.fit?.flags.has("grows"));
  if (!grows && (!s.hard || fits.some((f) => f.fit && (f.fit.settings.vary.has(loop) || f.fit.x.vary.has(loop))))) return false;
  const picked = /arg_?(max|min)|idx(max|min)|nlargest|nsmallest|\bsort|(max|min)\(|(^|[^a-z])(best|optim|chosen|choice|selected)/im;
  const at = q.lineage.loops.get(loop)?.at ?? s.at;
  // Who reads the numbers of a sweep may write down the best; what is told of these rows afterwards may be told of that.
  const shown = q.lineage.signs.some((x) => x.kind === "shown" && x.ids.has(s.id));
  const told = shown || aroundLoop(q, loop).after.some((x) => x.role !== "train" && overlapping(relation(x.score.rows, s.rows)));
  const after = [at, s.at, ...s.path].map((x) => withoutSettled(q.units, x, textAfter(q.units, x, s.at), !told));
  return q.units.some((u) => u.input.source === at.source) && !after.some((text) => picked.test(text) || keepsBetter(text));
}

/** What was chosen by looking at which scores. */
import { type Span, samePlace } from "../base/span.js";
import type { Step } from "../engine.types.js";
import { textIn } from "../program/program.js";
import { quote } from "./describe.js";
import type { Choice, Score } from "./lineage.js";
import { functionAround, indentOf, linesOf } from "./lines.js";
import { byFolds, choosesColumns, keepsBestOfFolds, quotesChoice, toldNested, toldWithout } from "./ownFolds.js";
import type { Evaluation, Questions } from "./questions.js";
import { inTable, lastTold, repeats } from "./rounds.js";
import { type Cut, cutsOf, handedIn, overlapping, relation } from "./rows.js";
import {
  aroundLoop,
  asIs,
  curve,
  drawsCurve,
  loopAt,
  nowhere,
  onlyDrawn,
  onlyValidates,
  settingsLoop,
  sweepsOnly,
  triesSettings,
  yardstick,
} from "./settingsLoops.js";
import { saysValidation } from "./wording.js";

export interface Tuning {
  readonly kind: "search" | "stop" | "compare" | "loop";
  readonly at: Span;
  readonly what: string;
  readonly conf: number;
  readonly steps: readonly Step[];
  /** Another reading is as good: the rows may be those that are there to choose by, or nothing is chosen by what a sweep shows. */
  readonly weak?: boolean;
  /** All that read the program agree: rows that the model was not trained on decide, and they themselves give the number that is told. */
  readonly sure?: boolean;
}

/** Choices that looked at rows which also give the reported score. */
export function tuningsOf(q: Questions): Tuning[] {
  return [...byCode(q), ...byHand(q)];
}

/** One kind of model with the same inputs, scored on one held-out set under one setting after the other. */
function byHand(q: Questions): Tuning[] {
  return q
    .comparisons()
    .filter((x) => x.conf === 2 && ![x.first, x.second, ...x.later].some((e) => e.score.settings.chosen.size))
    .map(({ first, second, later }) => ({
      kind: "compare",
      at: second.score.at,
      what: "",
      // Whether anybody chose by them nobody can read.
      conf: Math.max(first.score.conf, second.score.conf) + 2,
      steps: [
        { message: "scored under one setting here", at: first.score.at },
        ...[second, ...later].map((e) => ({ message: "and on the same rows under another here", at: e.score.at })),
      ],
    }));
}

function byCode(q: Questions): Tuning[] {
  const out = new Map<string, Tuning>();
  const [loops, tables] = [new Map<string, Step[]>(), new Map<string, Step[]>()];
  const add = (x: Tuning): void => {
    const key = `${x.kind === "stop" ? "stop" : "tune"}:${x.at.source}:${x.at.start}`;
    if (!out.has(key)) out.set(key, x);
  };
  for (const e of q.evaluations) {
    // Nobody chooses by a curve of calibration alone.
    if (e.score.kind !== "holdout" || e.role === "train" || e.role === "overlap" || e.score.metric === "calibration") continue;
    for (const x of chosenBy(q, e)) add(x);
    // Choosing by cross-validation and quoting the same score is another matter, by hand as well.
    if (cutsOf(e.score.rows).some((c) => c.kind === "fold")) continue;
    for (const x of comparedBy(q, e, tables)) add(x);
    const tried = triedBy(q, e, loops);
    if (tried) add(tried);
  }
  for (const x of [...foundOnTheSameFolds(q), ...writtenDown(q)]) add(x);
  return [...out.values()];
}

const reported = (s: Score): Step => ({ message: "the reported score is on these rows", at: s.at });

/** What was chosen by a search, by early stopping or by a checkpoint that looked at the scored rows. */
function* chosenBy(q: Questions, e: Evaluation): Generator<Tuning> {
  const s = e.score;
  for (const id of s.settings.chosen) {
    const c = q.lineage.choices.get(id);
    if (!c || !overlapping(relation(c.rows, s.rows))) continue;
    // What was told of another model before this one was trained judges nothing of it; folds repeat what a test part may have judged.
    const before = (c.kind === "stop" || c.kind === "checkpoint") && !byFolds(q, e) ? beforeTraining(q, e) : null;
    if (q.untouched(s.rows, s.models, e.train, before) || quotesChoice(q, c, e)) continue;
    if (c.lasts && !asksForBest(q)) continue;
    // A search that saw only a part of the scored rows is a training score's matter.
    if (c.inner && (!["contains", "same"].includes(relation(c.rows, s.rows)) || q.unseen(s))) continue;
    const kind = c.kind === "stop" || c.kind === "checkpoint" ? "stop" : "search";
    const inFold = cutsOf(s.rows).some((x) => x.kind === "fold");
    // What a fold says of each setting is what settings are chosen by, not what is told of the model.
    const eachSetting = (): boolean => q.evaluations.some((x) => samePlace(x.score.at, s.at) && settingsLoop(q, x.score) !== undefined);
    if (kind === "stop" && (inFold || byFolds(q, e)) && (eachSetting() || keepsBestOfFolds(q, s))) continue;
    // Where tries only choose on a validation part, the trainings in them may stop by it, too.
    const tries = kind === "stop" ? settingsLoop(q, s) : undefined;
    if (tries !== undefined && (onlyValidates(q, e, tries) || givenToSearch(q, s, tries))) continue;
    // Rows that a function was handed by nobody in the program may be any part, unless it cuts them itself: one step less sure.
    // Folds of such rows may be those of a training part, whose model the caller judges.
    const own = s.rows.terms.every((t) => t.cuts.some(drawn)) && !(kind === "stop" && inFold);
    const handed = handedIn(s.rows) ? (own ? 1 : 2) : 0;
    yield {
      kind,
      at: c.at,
      what: c.what,
      conf: Math.max(c.conf, s.conf) + handed + (kind === "stop" && (answersBefore(s) || (inFold && choosesColumns(q, e))) ? 1 : 0),
      steps: [{ message: `${quote(c.what)} chooses here`, at: c.at }, reported(s)],
      weak: kind === "search" && (outOfFold(q, c, s) || mayValidate(q, s) || untoldRows(c, e) || toldWithout(q, c, s)),
      sure: e.role === "held" && !inFold,
    };
  }
}

/** The last evaluation before the training behind another one has told anything; null where there is none. */
const beforeTraining = (q: Questions, e: Evaluation): Evaluation | null =>
  q.evaluations[q.evaluations.findIndex((x) => x.fits.some((f) => e.fits.includes(f))) - 1] ?? null;

/** Whether a score of a validation part goes to a search for settings: what the search makes of it is its own matter, and told once, where it searches. */
const givenToSearch = (q: Questions, s: Score, loop: number): boolean =>
  saysValidation(s.name) && q.choices.some((x) => x.kind === "optimize" && loopAt(q, loop, x.at));

/** What was chosen by a comparison of scores in the program's own code. */
function* comparedBy(q: Questions, { score: s }: Evaluation, known: Map<string, Step[]>): Generator<Tuning> {
  for (const id of s.settings.scores) {
    const by = q.lineage.scores.get(id);
    // A choice read off control flow needs every step beyond doubt; a score does not choose itself.
    if (!by || id === s.id || by.kind !== "holdout" || by.metric === "loss" || by.conf + s.conf > 0 || samePlace(by.at, s.at)) continue;
    if (yardstick(q.evaluations.find((x) => x.score === by))) continue;
    if (!overlapping(relation(by.rows, s.rows)) || q.untouched(s.rows, rivals(q, s)) || judgedApart(q, by)) continue;
    // A curve lists the cuts; what reads a model at one after the other has chosen none of them.
    if (curve.test(by.metric) && s.loops.some((l) => !by.loops.includes(l) && ["data", "values"].includes(q.lineage.loops.get(l)?.over ?? ""))) continue;
    const table = inTable(q, s, by);
    if (table && table !== by) continue;
    // Several metrics of one model in the rounds of one loop are one choice.
    const key = by.loops.length ? `${by.loops.join()}:${by.models.map((m) => m.name).join()}:${by.at.source}` : "";
    const told = key ? known.get(key) : undefined;
    if (told && !samePlace(told[0]?.at, by.at)) {
      if (told.length < 6 && !told.some((x) => samePlace(x.at, by.at))) told.splice(-1, 0, { message: "and by this", at: by.at });
      continue;
    }
    const steps = [{ message: "chosen by this score", at: by.at }, reported(s)];
    known.set(key, told ?? steps);
    yield { kind: "compare", at: by.at, what: "", conf: Math.max(by.conf, s.conf), steps, weak: table === by || ownLoss(q, by) || ofScorer(q, by) };
  }
}

/** What a loop over settings tries on the scored rows. `known`: the steps of each loop so far, which a further score of its joins. */
function triedBy(q: Questions, e: Evaluation, known: Map<string, Step[]>): Tuning | null {
  const s = e.score;
  const loop = settingsLoop(q, s);
  if (loop === undefined) return null;
  const curves = onlyDrawn(q, e, loop);
  if (yardstick(e) || repeats(q, e, loop) || nowhere(e) || asIs(q, e, loop) || curves === true || judgedApart(q, s) || onlyValidates(q, e, loop)) return null;
  if (q.untouched(s.rows, null) || q.untouched(s.rows, s.models, e.train)) return null;
  const l = q.lineage.loops.get(loop);
  // An objective's own score: the call that tries the settings is at fault, once. Folds may choose.
  const c = q.choices.find((x) => x.kind === "optimize" && samePlace(x.at, l?.at));
  if (c && byFolds(q, e)) return null;
  if (c)
    return {
      kind: "search",
      at: c.at,
      what: c.what,
      conf: Math.max(c.conf, s.conf),
      weak: mayValidate(q, s),
      sure: e.role === "held",
      steps: [
        { message: `${quote(c.what)} tries settings here`, at: c.at },
        { message: "and each is scored on the same rows here", at: s.at },
      ],
    };
  // Several metrics of one model in one loop are one choice.
  const key = `${loop}:${s.models.map((m) => m.name).join()}`;
  const told = known.get(key);
  if (told && told[1]?.at.source === s.at.source) {
    if (told.length < 6 && !told.some((x) => samePlace(x.at, s.at))) told.push({ message: "and here", at: s.at });
    return null;
  }
  const steps = [
    { message: "each of these settings is tried", at: l?.at ?? s.at },
    { message: "and scored on the same rows here", at: s.at },
  ];
  known.set(key, steps);
  // Which of several finished models it is: a comparison.
  const finished = !e.fits.length && s.models.length > 1;
  const weak =
    finished || curves === "beside" || mayValidate(q, s) || sweepsOnly(q, e, loop) || lastTold(q, s, loop) || drawsCurve(s, aroundLoop(q, loop).inside);
  return { kind: "loop", at: s.at, what: "", conf: triesSettings(q, e) ? s.conf : Math.max(s.conf, 1), steps, weak, sure: e.role === "held" };
}

/** Whether the labels of a score are what an earlier program answered for its rows, as a file of answers or its column says. */
const answersBefore = ({ truth }: Score): boolean =>
  truth !== null && truth.origin.size > 0 && [...truth.origin].every((o) => /(?<![a-z])(subs?|submissions?|preds?|predictions?|y_?hat)(?![a-z])/i.test(o));

/** Whether a score is that of a loss which the program defines itself: rounds of a training are stopped by it, of whatever part. */
const ownLoss = (q: Questions, s: Score): boolean => s.inner !== null && /loss$/i.test(q.textOf(s.at));

/** Whether a score is made in a function that the program hands to a search as its metric: what it chooses by itself is a part of that number. */
function ofScorer(q: Questions, s: Score): boolean {
  const at = s.inner ?? s.at;
  const lines = linesOf(q.units, textIn(q.units, at.source));
  const row = lines.rowOf(at.start);
  const name = functionAround(lines.all.slice(0, row), indentOf(lines.all[row] ?? ""))?.name;
  return name !== undefined && q.units.some((u) => new RegExp(`\\b(?:scoring\\s*=|make_scorer\\()\\s*${name}\\b`).test(u.input.text));
}

/** Whether the program asks for the best round of a training. */
const asksForBest = (q: Questions): boolean => q.units.some((u) => /\bbest_(iteration|ntree_limit)/.test(u.input.text));

/** The best settings of a search, cross-validated once more on the rows that it searched. */
function* foundOnTheSameFolds(q: Questions): Generator<Tuning> {
  for (const e of q.evaluations) {
    const s = e.score;
    // Folds of a training part validate; the part that was set aside judges.
    if (s.kind !== "cv" || cutsOf(s.rows).some(drawn) || !toldOf(q, s)) continue;
    for (const id of s.settings.chosen) {
      const c = q.lineage.choices.get(id);
      // A search that runs once more is no score of what the first has found.
      if (!c || (c.kind !== "search" && c.kind !== "optimize") || q.choices.some((x) => x.kind === "search" && samePlace(x.at, s.at))) continue;
      if (!["contains", "same"].includes(relation(c.rows, s.rows)) || q.untouched(s.rows, null) || quotesChoice(q, c, e)) continue;
      // Folds of rows that a function was handed by nobody in the program may be those of a training part.
      yield { ...again(c, s, s.conf + (handedIn(s.rows) ? 2 : 0)), weak: toldNested(q, c, s) };
    }
  }
}

/** Whether anybody sees a number of a cross-validation: one that gives predictions tells none before they are scored. */
function toldOf(q: Questions, s: Score): boolean {
  const given = q.predictions.find((p) => p.crossed && samePlace(p.at, s.at));
  return !q.unseen(s) && (!given || q.evaluations.some(({ score: x }) => x.preds.has(given.id) && !q.unseen(x)));
}

/** Whether numbers that are searched by an optimizer weigh predictions of the training rows, each by a model that did not see it: choosing by cross-validation. */
const outOfFold = (q: Questions, c: Choice, s: Score): boolean =>
  c.kind === "optimize" &&
  s.preds.size > 0 &&
  (s.kind === "cv" || cutsOf(s.rows).some((x) => x.kind === "fold")) &&
  !s.loops.some((l) => q.lineage.loops.get(l)?.over === "folds");

/** Whether nobody can tell what rows the models of an objective of the program were trained on: what it scores may be folds. */
const untoldRows = (c: Choice, e: Evaluation): boolean => c.kind === "optimize" && !c.inner && e.role === "unclear";

/** The models that were scored on the rows of a score: which of them the program goes on with, these rows decide. */
const rivals = (q: Questions, s: Score): Score["models"] => q.evaluations.flatMap(({ score: x }) => (x.rows.key === s.rows.key ? x.models : []));

/**
 * Whether rows that the program calls a validation part may be judged by a test part that the trace did not see judge: rows that nobody in the program
 * hands to the function, or a test part that has a name in the program.
 */
function mayValidate(q: Questions, s: Score): boolean {
  const { terms } = s.rows;
  // A metric that the program defines names its parameters; what is scored is named where it is called.
  const given = /^[^()]*\((?:[^()#]|\([^()]*\))*\)/.exec(q.lineOf(s.at))?.[0] ?? "";
  if (![s.name, given, ...terms.map((t) => t.source.label)].some(saysValidation)) return false;
  return terms.every((t) => t.source.kind === "unknown") || q.units.some((u) => /(?<![\w.])([xy]_?test|test_?[xy])(?!\w)/i.test(u.input.text));
}

/** Settings that a search found, written down by hand in a model that is made after it and judged on rows that it searched. */
function* writtenDown(q: Questions): Generator<Tuning> {
  for (const c of q.choices) {
    if (!c.inner || (c.kind !== "search" && c.kind !== "optimize")) continue;
    const tries = q.evaluations.filter(({ score: s }) => s.kind === "cv" && (samePlace(s.at, c.at) || s.loops.some((l) => loopAt(q, l, c.at))));
    for (const first of tries) {
      const tried = c.tried ?? first.score.told?.tried ?? new Set<string>();
      if (!tried.size) continue;
      for (const e of q.evaluations.slice(q.evaluations.indexOf(first) + 1)) {
        const s = e.score;
        const told = s.kind === "cv" ? s.told : e.fits.length === 1 ? e.fits[0]?.fit?.told : undefined;
        if (!told || (s.kind === "cv" ? cutsOf(s.rows).some(drawn) : s.kind !== "holdout" || e.role !== "held")) continue;
        // At least half of what was searched is written down, in a model of the same class.
        if ([...tried].filter((n) => told.names.has(n)).length * 2 < tried.size || s.models[0]?.name !== first.score.models[0]?.name) continue;
        if (q.lastOf([c.at, told.at]) !== told.at || !["contains", "same"].includes(relation(c.rows, s.rows)) || q.untouched(s.rows, null)) continue;
        // What is cross-validated with some of them alone is often another model, or a curve: readers agree with half of these.
        yield { ...again(c, s, Math.max(1, s.conf)), weak: s.kind === "cv" && [...tried].some((n) => !told.names.has(n)) };
      }
    }
  }
}

const again = (c: Choice, s: Score, conf: number): Tuning => ({
  kind: "search",
  at: c.at,
  what: c.what,
  conf: Math.max(c.conf, conf),
  steps: [
    { message: `${quote(c.what)} chooses here`, at: c.at },
    { message: "the reported score is on these rows", at: s.at },
  ],
});

const drawn = (c: Cut): boolean => c.kind === "random" || c.kind === "fold" || c.kind === "ordered" || c.kind === "range";

/** Whether settings are tried and then judged on other rows than these: what this score chose is scored there, or what it tries was chosen there. */
function judgedApart(q: Questions, s: Score): boolean {
  const apart = (x: Evaluation): boolean =>
    x.score.kind === "holdout" && x.role !== "train" && x.role !== "overlap" && relation(x.score.rows, s.rows) === "disjoint";
  return q.evaluations.some((x) => (x.score.settings.scores.has(s.id) || s.settings.scores.has(x.score.id)) && apart(x));
}

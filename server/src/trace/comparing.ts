/** Which models stand side by side on the same rows. */
import { samePlace } from "../base/span.js";
import { textIn } from "../program/program.js";
import { splitIdOf } from "./describe.js";
import { standsBetween } from "./limits.js";
import { eitherOr, type Learned, type Score } from "./lineage.js";
import { codeLines } from "./lines.js";
import type { Evaluation, Questions } from "./questions.js";
import { cutInRounds } from "./rounds.js";
import { cutsOf, handedIn, ofTerm, overlapping, type Rows, relation, type Source, sharesSource } from "./rows.js";
import { settingsLoop, watched, yardstick } from "./settingsLoops.js";
import { keepsBetter, saysTest, saysTraining, saysValidation } from "./wording.js";

export interface Comparison {
  readonly first: Evaluation;
  readonly second: Evaluation;
  readonly later: readonly Evaluation[];
  /** 1: one kind of model with other inputs or layers. 2: with other settings alone, which is tuning by hand as much as a comparison. 3: made anew at one place. */
  readonly conf: number;
  /** No number of the first model is of the same kind as one of another. */
  readonly incomparable: boolean;
  /** The models may have been chosen by other rows than these: each is scored on such rows, too, or these may be a validation part that a test part elsewhere judges. */
  readonly elsewhere: boolean;
  /** Nobody in the program hands in the rows: they are what they are called. */
  readonly handed: boolean;
}

/** Held-out sets on which several models were scored while nothing untouched judges the winner. */
export function comparisonsOf(q: Questions): Comparison[] {
  const groups = new Map<string, Evaluation[]>();
  const searched = (s: Score): boolean => q.choices.some((c) => samePlace(c.at, s.at));
  const crossValidated = q.evaluations.some(({ score: s }) => (s.kind === "cv" ? !searched(s) : cutsOf(s.rows).some((c) => c.kind === "fold")) && !q.unseen(s));
  for (const e of q.evaluations) {
    if (e.score.kind !== "holdout" || e.role !== "held" || (q.isValidation(e) && !lastFold(q, e))) continue;
    // What a class of the program scores while it is fitted is its own affair: it may weigh its models, and its caller judges it.
    if (simulated(e.score.rows) || insideFit(q, e.score)) continue;
    // Where models are cross-validated, nobody compares them by a number that nobody sees.
    if (crossValidated && q.unseen(e.score)) continue;
    if (watched(e.score) || yardstick(e)) continue;
    // One model under several settings: tuning, not a comparison of models.
    if (settingsLoop(q, e.score) !== undefined) continue;
    // Folds are repetitions of one model, not models to choose from.
    if (e.score.loops.some((l) => q.lineage.loops.get(l)?.over === "folds")) continue;
    // Another split in each round is another hold-out: cross-validation by hand.
    if (e.score.loops.some((l) => cutsOf(e.score.rows).some((c) => c.id.includes(`@${l}.`)))) continue;
    // More and more of the training rows: how much they are worth, and no models to choose from.
    if (e.train && cutsOf(e.train).some((c) => c.kind === "range" && cutInRounds(c, e.score.loops))) continue;
    // Models of different targets are not compared with one another.
    const target = [...(e.fits[0]?.fit?.y ?? e.score.truth ?? { origin: [] }).origin].sort().join(",");
    const key = `${e.score.rows.key}/${target}`;
    groups.set(key, [...(groups.get(key) ?? []), e]);
  }
  const out: Comparison[] = [];
  for (const scored of groups.values()) {
    const list = asWritten(q, scored).filter((e, _, all) => !oneOfThem(e, all));
    const seen = new Set<string>();
    const several: Evaluation[] = [];
    const settings = new Map(list.map((e) => [e, settingsIn(e)]));
    for (const e of list) {
      // One object that is fitted again, or one helper that is called again, is the same model again.
      const object = listed(e.fits.map((f) => f.object || f.id));
      const place = listed(e.fits.map((f, i) => `${e.score.models[i]?.name ?? f.what}@${f.at.source}:${f.at.start}`));
      const made = madeFrom(q, e.fits);
      const again = several.some(
        (x) => settings.get(x) === settings.get(e) && (alike([x, e]) === 2 || pasted(q, x, e) || sameNetwork(q, x, e) || trainedAnew(q, x, e)),
      );
      if (!seen.has(object) && !seen.has(place) && !(made && seen.has(made.other)) && !again) several.push(e);
      seen.add(object).add(place);
      if (made) seen.add(made.own);
    }
    // The second model is the first that is another, not the first under other settings, where there is one.
    const [first, ...rest] = several;
    // What was chosen by these scores is the winner, not another model to compare.
    const others = rest.filter((e) => first && !eitherOr(first.score, e.score) && !inOneRun(first, e) && !e.score.settings.scores.has(first.score.id));
    const second = others.find((e) => first && alike([first, e]) < 2) ?? others[0];
    const more = others.filter((e) => e !== second);
    if (!first || !second || validated(q, first, second) || q.untouched(first.score.rows, null, first.train, first)) continue;
    const beside = besides(q, [first, ...others]);
    if (beside === "chose" || beside === "judges" || chosenInFolds(q, [first, ...others])) continue;
    const elsewhere = beside === "may" || mayBeValidation(list);
    out.push({
      first,
      second,
      later: more.slice(0, 10),
      conf: alike([first, ...others]),
      incomparable: incomparable(list, first, others),
      elsewhere,
      handed: handedIn(first.score.rows),
    });
  }
  return out;
}

/** Whether what is scored is one of several models that each have a score of their own, taken by its name or by a condition: none that stands beside them. */
const oneOfThem = (e: Evaluation, all: readonly Evaluation[]): boolean =>
  e.fits.length > 1 && e.fits.every((f) => all.some((x) => x.fits.length === 1 && x.fits[0] === f));

/** Whether a score behind a condition, of the model of whichever arm was taken, is that of one arm's model once more in each run that takes this arm. */
function inOneRun(a: Evaluation, b: Evaluation): boolean {
  const again = (one: Evaluation, behind: Evaluation): boolean =>
    behind.fits.length > 1 && behind.fits.every((f) => one.fits.includes(f) || eitherOr(f, one.score));
  return again(a, b) || again(b, a);
}

/** Whether a score is taken inside the fit of a class that the program defines itself. */
export const insideFit = (q: Questions, { at, path }: Score): boolean => [at, ...path].some((x) => /(^|\.)(fit|fit_transform|partial_fit)$/.test(q.textOf(x)));

/** Whether these rows lie between those that a model was trained on and those that it is scored on. */
export const inTurn = ({ train, score }: Evaluation, rows: Rows): boolean => train !== null && standsBetween(cutsOf(rows), cutsOf(train), cutsOf(score.rows));

/** In the order in which a reader meets them: a cell that waits for the names of a later one is run behind it, and stands before it all the same. */
const asWritten = (q: Questions, list: readonly Evaluation[]): Evaluation[] => {
  const cells = new Map(q.units.map((u, i) => [u.input.source, i]));
  const cell = ({ score: s }: Evaluation): number => cells.get((s.path[0] ?? s.at).source) ?? -1;
  return list.toSorted((a, b) => cell(a) - cell(b));
};

/** Whether models are scored on the same rows, each by other metrics: nobody can compare them by those. */
function incomparable(list: readonly Evaluation[], first: Evaluation, others: readonly Evaluation[]): boolean {
  const metrics = (e: Evaluation): Set<string> => new Set(list.filter((x) => sharesModel(x.score.models, e.score.models)).map((x) => x.score.metric));
  const own = metrics(first);
  return !own.has("score") && others.every((e) => [...metrics(e)].every((m) => m !== "score" && !own.has(m)));
}

/**
 * What held-out rows apart from these are to models of which each was scored on them, too: they judge what was compared here before, they are seen to choose, or
 * they may have chosen. Null where there are none. What is watched in the rounds of a training is no such part.
 */
function besides(q: Questions, models: readonly Evaluation[]): "judges" | "chose" | "may" | null {
  const [first] = models;
  if (!first) return null;
  const apart = ({ score: s, role }: Evaluation): boolean =>
    s.kind === "holdout" &&
    role === "held" &&
    !watched(s) &&
    !cutsOf(s.rows).some((c) => c.kind === "fold") &&
    sharesSource(s.rows, first.score.rows) &&
    apartFrom(s.rows, first.score.rows);
  // Counted rounds that try nothing are those of a training.
  const around = new Set(models.flatMap((e) => e.score.loops));
  const rounds = (id: number, s: Score): boolean => {
    const l = q.lineage.loops.get(id);
    if (!l || around.has(id) || s.settings.vary.has(id)) return false;
    return l.while === true || /epoch|\brange\(/i.test(q.before(l.at) + q.lineOf(l.at));
  };
  const others = q.evaluations.filter((e) => apart(e) && !e.score.loops.some((l) => rounds(l, e.score)));
  const own = models.map((e) => others.filter((x) => sharesModel(x.score.models, e.score.models)));
  if (own.some((list) => !list.length)) return null;
  const order = (e: Evaluation): number => q.evaluations.indexOf(e);
  const last = Math.max(...models.map(order));
  const taught = first.train;
  const judge = (x: Evaluation): boolean =>
    order(x) > last && !saysValidation(x.score.name) && taught !== null && x.train !== null && overlapping(relation(x.train, taught));
  if (!/test/i.test(first.score.name) && own.every((list) => list.some(judge))) return "judges";
  const before = own.map((list) => new Set(list.filter((x) => !judge(x)).map((x) => x.score.id)));
  const winner = (x: Evaluation): boolean => before.filter((ids) => [...ids].some((id) => x.score.settings.scores.has(id))).length > 1;
  if (q.evaluations.some((x) => overlapping(relation(x.score.rows, first.score.rows)) && winner(x))) return "chose";
  const picked = q.units.some((u) => picksByValidation(u.input.text));
  // Where the other rows only saw one setting of a model after the other, settings were chosen there; of the models nobody says so.
  if (own.every((list) => list.every(({ score: s }) => s.loops.some((l) => s.settings.vary.has(l))))) return picked ? "may" : null;
  return picked ? "chose" : "may";
}

/** Whether rows have nothing in common: where several may be meant, no two are the same, and each has its counterpart that is apart from it. */
function apartFrom(a: Rows, b: Rows): boolean {
  if (relation(a, b) === "disjoint") return true;
  if (![a, b].every((r) => r.one || r.terms.length === 1)) return false;
  const counterpart = (x: Rows, y: Rows): boolean => x.terms.every((t) => y.terms.some((u) => relation(ofTerm(t), ofTerm(u)) === "disjoint"));
  return counterpart(a, b) && counterpart(b, a) && !a.terms.some((t) => b.terms.some((u) => relation(ofTerm(t), ofTerm(u)) === "same"));
}

/**
 * Whether rows were read or handed in under the name of a validation part, by the source's own name or by that of their labels, and are not cut in the program:
 * what is their test part may be elsewhere.
 */
const mayBeValidation = (list: readonly Evaluation[]): boolean =>
  list.every(({ score: s }) => s.rows.terms.every((t) => !t.cuts.some((c) => c.kind !== "filter") && validates(t.source, s.name)));

/** The name of labels tells of rows where that of their source says nothing. */
const validates = (source: Source, name: string): boolean =>
  (source.kind === "file" || source.key.startsWith("param:")) &&
  (saysValidation(source.label) || (saysValidation(name) && !saysTest(source.label) && !saysTraining(source.label)));

/** Whether a name of validation scores stands where a program picks the least or the greatest. */
const picksByValidation = (text: string): boolean => picks(text).some((x) => !/history/i.test(x[0] ?? "") && saysValidation(x.join(" ").replace(/test/gi, "")));

/** The lines in which a program picks the least or the greatest, each with the three below it. */
function picks(text: string): string[][] {
  const lines = codeLines(text);
  return lines.flatMap((line, i) =>
    /\b(?:(?:arg)?(?:min|max)|sorted|sort|sort_values|idx(?:min|max)|nlargest|nsmallest)\(/.test(line) ? [lines.slice(i, i + 4)] : [],
  );
}

/**
 * Whether each of several models is cross-validated on other rows, too, and the program picks one by the scores of that and by none that it calls a test's:
 * what is told of these rows afterwards chooses nothing.
 */
function chosenInFolds(q: Questions, models: readonly Evaluation[]): boolean {
  const crossed = ({ score: s }: Evaluation): boolean =>
    q.evaluations.some(({ score: x }) => x.kind === "cv" && sharesModel(x.models, s.models) && !overlapping(relation(x.rows, s.rows)));
  if (!models.every(crossed)) return false;
  const whole = (x: readonly string[]): string => (/[([{,]\s*$/.test(x[0] ?? "") ? x.join(" ") : (x[0] ?? ""));
  const better = (text: string): string[] => codeLines(text).filter((line, i, all) => /\bif\b.*[<>]/.test(line) && keepsBetter(all.slice(i, i + 4).join("\n")));
  const named = q.units.flatMap(({ input: { text } }) => [
    ...picks(text)
      .map(whole)
      .filter((line) => /key\s*=|sort|idx|arg|nlargest|nsmallest/.test(line)),
    ...better(text),
  ]);
  return named.some((line) => /(^|[^a-z])(cv|cross_?val)/i.test(line)) && !named.some((line) => /test|holdout/i.test(line));
}

/** Whether the rows go by the name of a validation part, and the same model is scored on rows that go by the name of a test part. */
function validated(q: Questions, first: Evaluation, second: Evaluation): boolean {
  const names = ({ score: s }: Evaluation): string[] => [s.name, ...s.rows.terms.map((t) => t.source.label)];
  if (![...names(first), ...names(second)].some(saysValidation)) return false;
  return q.evaluations.some(
    (x) =>
      x.score.kind === "holdout" &&
      x.role !== "train" &&
      x.score.models.some((m) => first.score.models.some((n) => n.object === m.object)) &&
      names(x).some((n) => /test/i.test(n.replace(/train_?(and_?)?test/gi, ""))),
  );
}

/** Whether two cells say the same: the same model on the same rows, run again. */
function pasted(q: Questions, a: Evaluation, b: Evaluation): boolean {
  const text = (e: Evaluation): string => textIn(q.units, e.score.at.source).trim();
  const fit = (e: Evaluation): string => e.fits.map((f) => `${f.rows.key}|${(f.fit?.made ?? []).join()}|${[...(f.fit?.x.origin ?? [])].sort().join()}`).join();
  return a.score.at.source !== b.score.at.source && text(a) === text(b) && fit(a) === fit(b);
}

/**
 * Whether a model of the same class is trained on the same rows and columns, which came through the same calls in the same words: a program does all of
 * it once more. What a transformer was told when it was made is not known here.
 */
function trainedAnew(q: Questions, a: Evaluation, b: Evaluation): boolean {
  const [first, second] = [a, b].map((e) => {
    const fit = e.fits.length === 1 ? e.fits[0]?.fit : undefined;
    if (!fit?.made.length || fit.settings.vary.size) return null;
    const steps = [...fit.x.learned].map((id) => q.lineage.learned.get(id)).filter((l) => l !== undefined);
    if (steps.some((l) => l.object > 0)) return null;
    const words = steps.map((l) => [l.what, l.rows.key, callText(q.textOf({ ...l.at, end: l.at.start + 4000 }))].join());
    const rest = fit.columns.restMinus.map((r) => `${r.source}-${[...r.minus].sort().join()}`);
    return [fit.made.join(), fit.rows.key, words.sort().join(";"), [...fit.x.origin].sort().join(), [...fit.columns.named.keys()].sort().join(), rest].join();
  });
  return first !== null && first === second;
}

/** Whether two networks were put together of the same layers in the same words: the second is the first, trained once more. */
function sameNetwork(q: Questions, a: Evaluation, b: Evaluation): boolean {
  const made = ({ fits }: Evaluation): string | null => {
    const [born, ...others] = new Set(fits.map((f) => f.fit?.born ?? null));
    const text = born && !others.length ? callText(q.textOf({ ...born, end: born.start + 4000 })) : "";
    return text.includes("[") ? text : null;
  };
  const rows = ({ fits }: Evaluation): string => fits.map((f) => f.rows.key).join();
  const text = made(a);
  return text !== null && text === made(b) && rows(a) === rows(b);
}

/** The arguments of the call that text begins with, without spaces and line ends. */
function callText(text: string): string {
  let depth = 0;
  for (let i = text.indexOf("("); i >= 0 && i < Math.min(text.length, 4000); i++) {
    if ("([{".includes(text.charAt(i))) depth++;
    else if (")]}".includes(text.charAt(i)) && --depth === 0) return text.slice(0, i + 1).replace(/#.*|\s+/g, "");
  }
  return "";
}

/** Each once: a model that was trained on is still itself. */
const listed = (names: readonly (string | number)[]): string => [...new Set(names)].sort().join(",");

/**
 * After the loop over folds the last of them is a hold-out like any other, where the loop has not scored each of them; predictions that were gathered from
 * the models of several folds are cross-validation.
 */
const lastFold = (q: Questions, { score }: Evaluation): boolean => {
  const folds = cutsOf(score.rows).flatMap((c) => (c.kind === "fold" ? [splitIdOf(c)] : []));
  const each = (x: Evaluation): boolean =>
    x.score.loops.some((l) => q.lineage.loops.get(l)?.over === "folds") && cutsOf(x.score.rows).some((c) => folds.includes(splitIdOf(c)));
  const outOfFold = score.preds.size > 1 && score.fits.size > 1;
  return folds.length > 0 && !outOfFold && score.loops.every((l) => q.lineage.loops.get(l)?.over === "models") && !q.evaluations.some(each);
};

/** The literal settings of a model, but for those that only repeat it. */
export const settingsIn = (e: Evaluation): string => (e.fits[0]?.fit?.made ?? []).join("+").replace(/(random_state|seed|n_jobs|verbose)=[^,()]*,?/g, "");

/** How much alike models are: 0 of several kinds, 1 of one kind, 2 of one kind with the same inputs and other settings, 3 networks that one place makes. */
function alike(several: readonly Evaluation[]): number {
  const kinds = new Set(several.map((e) => e.score.models.map((m) => m.name).join()));
  if (kinds.size > 1) return 0;
  const born = several.map((e) => (e.fits.length === 1 ? e.fits[0]?.fit?.born : undefined) ?? null);
  if (born.every((x) => samePlace(x, born[0]))) return 3;
  const inputs = several.map((e) => {
    const fit = e.fits.length === 1 ? e.fits[0]?.fit : undefined;
    // Networks and classes of the user may be anything under one name.
    if (!fit?.made.length) return null;
    // Other training rows make another model, too.
    const rest = fit.columns.restMinus.map((r) => `${r.source}-${[...r.minus].sort().join()}`);
    return [fit.rows.key, [...fit.x.learned].sort(), [...fit.x.origin].sort(), [...fit.columns.named.keys()].sort(), rest].join("|");
  });
  return inputs.every((x) => x !== null && x === inputs[0]) ? 2 : 1;
}

/** Classes and settings of a model: in a pipeline, or its steps before it. The other spelling makes the same model; null where unknown. */
function madeFrom(q: Questions, fits: readonly Learned[]): { own: string; other: string } | null {
  const fit = fits.length === 1 ? fits[0]?.fit : undefined;
  if (!fit?.made.length || fit.settings.vary.size) return null;
  const before = [...fit.x.learned].map((id) => q.lineage.learned.get(id)).filter((l) => l?.via === "transformer");
  const classes = [...new Set([...before.map((l) => l?.what ?? ""), ...fit.made])].sort().join("+");
  if (fit.made.length > 1 && before.length) return null;
  const [own, other] = fit.made.length > 1 ? ["pipeline", "steps"] : ["steps", "pipeline"];
  return { own: `${own}:${classes}`, other: `${other}:${classes}` };
}

/** Rows that were made up for one purpose, and were not cut from others: of a simulation one may have as many as one likes. */
const simulated = (rows: Rows): boolean =>
  rows.terms.length > 0 && rows.terms.every(({ source, cuts }) => source.kind === "made" && /^(set|drawn):/.test(source.key) && !cuts.length);

/** Whether a model is on both sides: the very same object. */
export const sharesObject = (a: readonly { object: number }[], b: readonly { object: number }[]): boolean =>
  a.some((m) => m.object > 0 && b.some((n) => n.object === m.object));

/** Whether a model is on both sides: the same object, or one of the same name. */
export const sharesModel = (a: Score["models"], b: Score["models"]): boolean => a.some((m) => b.some((n) => n.object === m.object || n.name === m.name));

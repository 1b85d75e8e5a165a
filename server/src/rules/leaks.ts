/** Words that the preprocessing rules share. */

import { samePath } from "../base/span.js";
import { textIn } from "../program/program.js";
import { sharesModel, sharesObject } from "../trace/comparing.js";
import { fillsOnly, fillsRest } from "../trace/gaps.js";
import { becameConstant } from "../trace/gapsShown.js";
import { looksAtHistory, neverImported, onlyBounds } from "../trace/inVain.js";
import { keepsAll } from "../trace/keeps.js";
import type { Learned } from "../trace/lineage.js";
import { type Leak, type Questions, trainedAnew } from "../trace/questions.js";
import { type Cut, fromSource, madeUp, relation } from "../trace/rows.js";
import { columnOfOrigin, fromNamed, sameSet } from "../trace/values.js";
import { type RuleFinding, unlessCertain } from "./rule.js";

/** Which of the preprocessing rules a leak belongs to; one learning call belongs to the strongest that holds. */
export type Kind = "HLD101" | "HLD102" | "HLD103" | "HLD104";

/** A learning call that leaks, with the evaluation that shows it best. */
interface Strongest {
  readonly kind: Kind;
  readonly leak: Leak;
  readonly level: number;
  /** Whether the rows that were learned from validate the model, and are not its test. */
  readonly validates: boolean;
}

export function leakFindings(q: Questions, kind: Kind): RuleFinding[] {
  const all = strongestLeaks.get(q) ?? findStrongest(q);
  strongestLeaks.set(q, all);
  return merged(all.filter((x) => x.kind === kind)).map((x) => finding(q, x));
}

/** What `findStrongest` has found: each of the preprocessing rules asks for it. */
const strongestLeaks = new WeakMap<Questions, readonly Strongest[]>();

function findStrongest(q: Questions): readonly Strongest[] {
  const strongest = new Map<string, Strongest>();
  // One learning call leaks into many evaluations.
  const inVain = new Map<Learned, boolean>();
  for (const leak of q.leaks()) {
    const l = leak.learned;
    if (l.weight !== "statistic") continue;
    const validates = q.isValidation(leak.evaluation) || besideTest(q, leak);
    const kind: Kind = encodesTarget(q, leak) && !onlyBounds(l, q.units) ? "HLD104" : q.supervised(leak) ? "HLD103" : validates ? "HLD102" : "HLD101";
    const key = `${l.at.source}:${l.at.start}`;
    const old = strongest.get(key);
    if (!inVain.has(l)) inVain.set(l, spoilsNothing(q, l));
    const own: Strongest = { kind, leak, level: level(q, leak, inVain.get(l) === true || fillsOthers(q, leak)), validates };
    if (!old || outweighs(own, old)) strongest.set(key, own);
  }
  const all = [...strongest.values()];
  return all.filter((x) => !all.some((y) => countsFor(x, y)));
}

/** Whether a number of all labels is taken in the same call as an encoding of them by groups: the totals that it divides by are no fault of their own. */
const countsFor = ({ leak: { learned: l }, kind }: Strongest, encoding: Strongest): boolean => {
  const by = encoding.leak.learned;
  if (encoding.kind !== "HLD104" || encoding.level > 1 || kind === "HLD104" || l.via !== "statistic" || l.grouped || !l.path.length) return false;
  return samePath(l.path, by.path) && l.from.origin.size > 0 && sameSet(l.from.origin, by.from.origin);
};

/** What is likely at least comes before what is not said, then the stronger rule. Of two that are equally sure, a test part says more than rows that only validate. */
function outweighs(a: Strongest, b: Strongest): boolean {
  const said = Number(a.level < 2) - Number(b.level < 2);
  if (said || a.kind !== b.kind) return said > 0 || (said === 0 && rank(a.kind) < rank(b.kind));
  return (a.level - b.level || Number(a.validates) - Number(b.validates)) < 0;
}

/** `(x - x.mean()) / x.std()` is one standardisation: statistics of one thing on one line are one finding. */
function merged(list: readonly Strongest[]): Strongest[] {
  const seen = new Map<string, Strongest>();
  for (const x of list) {
    const l = x.leak.learned;
    const key = l.via === "statistic" && l.name ? `${l.at.source}:${l.line}:${l.name}` : `${l.at.source}:${l.at.start}`;
    const old = seen.get(key);
    if (!old || l.at.start < old.leak.learned.at.start) seen.set(key, x);
  }
  return [...seen.values()];
}

/** Statistics of the target by group or category, given back to the rows as a feature. */
function encodesTarget(q: Questions, leak: Leak): boolean {
  const l = leak.learned;
  if (!l.grouped || l.via === "selection" || onlyFilters(leak)) return false;
  if (l.supervised || calledTarget.test(l.name)) return true;
  // One column of the target's name; a whole table that holds it proves nothing, and neither does a target that any column may have gone into.
  const targets = [...leak.evaluation.fits.map((f) => f.fit?.y), leak.evaluation.score.truth].flatMap((y) =>
    y && fromNamed(y.origin, 3) ? [...y.origin] : [],
  );
  // Where what became of the target is lost, its name is still that of the one column which the groups are asked about.
  const name = leak.evaluation.fits[0]?.fit?.target;
  if (!targets.length && name && l.width === 1 && fromNamed(l.from.origin, 2)) return [...l.from.origin].some((o) => columnOfOrigin(o) === name);
  // A speed that is a distance by the time to be told: one column, or one beside the key of the groups, that is computed from the target.
  const few = fromNamed(l.from.origin, 2) || (l.width !== undefined && l.width <= 2) || pickedOfGroups.test(q.before(l.at));
  return few && targets.some((o) => l.from.origin.has(o));
}

/** Numbers by which rows were chosen, for all models: no feature holds them. Between the least and the greatest lie all rows (the ends of a slider). */
const onlyFilters = ({ learned: l, evaluation: e }: Leak): boolean => e.fits.length > 0 && e.fits.every((f) => f.fit?.ofRows?.has(l.id));

/** `df.groupby("town")[["price", "area"]]`: columns that are picked to be told by groups, however many. */
const pickedOfGroups = /group_?by\(.*\]\s*\.$/i;

/** `df.groupby("town")["target"]`: one column that goes by the name of the target, whatever way it came into the table. */
const calledTarget = /group_?by\(.*\[\s*\[?\s*["'](y|(y_)?(target|label)s?)["']\s*\]?\s*\]$/i;

/**
 * Whether other rows, of which nothing was learned, are the test of the same model, or of one of its kind that was trained on the rows of this score, too: those
 * that were learned from validate it.
 */
const besideTest = (q: Questions, { learned: l, evaluation: e }: Leak): boolean =>
  !/test/i.test(e.score.name) &&
  q.evaluations.some(
    (x) =>
      x.role === "held" &&
      x.score.kind === "holdout" &&
      (sharesObject(x.score.models, e.score.models) ||
        (sharesModel(x.score.models, e.score.models) && x.train !== null && trainedAnew(x.train, e.score.rows))) &&
      relation(x.score.rows, e.score.rows) === "disjoint" &&
      relation(x.score.rows, l.rows) === "disjoint",
  );

const rank = (k: Kind): number => ["HLD103", "HLD104", "HLD101", "HLD102"].indexOf(k);
/**
 * Trees do not care how a column is stretched: nothing that they say changes. One number taken by hand is never beyond doubt: whether there was a gap
 * to fill, and whether a model ever sees the column, is often not written in the program (docs/accuracy.md has the shares).
 */
const level = (q: Questions, l: Leak, inVain: boolean): number =>
  Math.max(l.learned.conf, l.evaluation.score.conf, byHand(l.learned) || leftOut(l) ? 1 : 0) +
  (inVain ||
  (l.learned.scales && q.scaling(l.evaluation) === "idle" && !choosesByScale(q, l)) ||
  madeTarget(l) ||
  pastOfTarget(l) ||
  (l.learned.extreme === true && onlyFilters(l)) ||
  q.onlyWatched(l) ||
  q.untold(l) ||
  scoresGroups(l) ||
  byItself(q, l)
    ? 2
    : 0) +
  (byEntity.test(l.learned.name) || (ofEntity(l.learned) && !encodesTarget(q, l)) ? 1 : 0);

/** Whether what was learned spoils no score, whichever it is. What reads the program's text and outputs is asked last. */
const spoilsNothing = (q: Questions, l: Learned): boolean =>
  draws(l) ||
  inWindow(l) ||
  ranksAnswers(l) ||
  fillsTestRows(q, l) ||
  fillsHardly(q, l) ||
  outerEdge(q, l) ||
  dropsColumns(q, l) ||
  keepsAll(l, q.units) ||
  neverImported(l, q.units) ||
  (l.grouped && becameConstant(q.units, l.at.source, l.at.start)) ||
  q.nothingMissing(l);

/** Whether a fill of rows of several files finds no gap in those of the one that the model is trained on and judged by. */
function fillsOthers(q: Questions, { learned: l, evaluation: { train, score } }: Leak): boolean {
  const used = [...score.rows.terms, ...(train?.terms ?? [])].map((t) => t.source);
  const [first] = used;
  const several = l.rows.terms.some((t) => t.source !== first);
  return (
    first !== undefined && several && used.every((x) => x === first) && l.rows.terms.some((t) => t.source === first) && q.nothingMissing(l, fromSource(first))
  );
}

/** Whether all models got a choice of columns that nobody can list, from a table of which only some held what was learned. */
const leftOut = ({ learned: l, evaluation: e }: Leak): boolean => e.fits.length > 0 && e.fits.every((f) => f.fit?.perhaps?.has(l.id));

/** What the target was computed with is in its own column, and nothing says that another one holds it. */
const madeTarget = (leak: Leak): boolean => leftOut(leak) && leak.evaluation.fits.every((f) => f.fit?.target && f.fit.y?.learned.has(leak.learned.id));

/** What a target of this row was computed with (sales of a day), where the inputs hold those of earlier rows alone: each row's is its own past. */
const pastOfTarget = ({ learned: l, evaluation: e }: Leak): boolean =>
  l.grouped && e.fits.length > 0 && e.fits.every((f) => f.fit?.ofEarlier?.has(l.id) && f.fit.y?.learned.has(l.id));

/** Whether something between a scaler and the model chose or mixed columns by their scaled values: what it found depends on the scale. */
const choosesByScale = (q: Questions, { learned: l, evaluation: e }: Leak): boolean =>
  e.fits.some((f) =>
    [...(f.fit?.x.learned ?? [])].some((id) => {
      const x = q.lineage.learned.get(id);
      return x?.from.learned.has(l.id) && (x.via === "selection" || (x.via === "transformer" && x.weight === "statistic" && !x.scales && !x.fills));
    }),
  );

const byHand = (l: Learned): boolean => l.via === "statistic" && !l.scales;

/** Numbers of one window of a signal, cut anew in each round of a loop: what they describe is that window, and it becomes one example. */
const inWindow = (l: Learned): boolean =>
  byHand(l) && l.rows.terms.length > 0 && l.rows.terms.some((t) => t.cuts.some(inRound)) && l.rows.terms.every((t) => !t.cuts.length || t.cuts.some(inRound));

const inRound = (c: Cut): boolean => c.kind === "range" && [c.lo, c.hi].every((b) => typeof b === "string" && b.includes("@"));

/** `fillna(x.mode())`: the modes have labels of their own, 0 and on, and fill the first rows alone. */
export const fillsHardly = (q: Questions, l: Learned): boolean =>
  byHand(l) && /\.fillna\(\s*(value\s*=\s*)?[\w.[\]"' ]+$/.test(q.before(l.at)) && /^mode\(\s*\)\s*[,)]/.test(q.lineOf(l.at));

/**
 * `test["a"] = test["a"].fillna(train["a"].mean())`: a number that is worked out where a test part is filled, and for nothing else. Whatever rows it
 * comes from, no training row holds it.
 */
const fillsTestRows = (q: Questions, l: Learned): boolean => {
  const filled = byHand(l) && /^\s*((?:\w*_)?test(?:_\w*)?)\b(?:[^=]*=\s*\1\b)?[^=()]*\.fillna\([^()]*$/i.exec(q.before(l.at))?.[1];
  return Boolean(filled) && /^\w+/.exec(l.name)?.[0] !== filled;
};

/** `bins=[0, 15, max(age)]`: the open end of bins, and no value lies behind it wherever it is. */
export const outerEdge = (q: Questions, l: Learned): boolean =>
  l.extreme === true &&
  /(\bbins\s*=\s*|\bcut\([^[]*,\s*)\[[^\]]*$/.test(q.before(l.at).replace(/\[["'][^\]]*["']\]/g, "")) &&
  /^\w*(max|min)\(/.test(q.lineOf(l.at));

/** `.loc[:, (x == 0).mean() < 0.9]`: the share of one value says which columns are hardly filled, and no number of it goes on. */
const dropsColumns = (q: Questions, l: Learned): boolean =>
  byHand(l) && /^(mean|sum)$/.test(l.what) && /[^=!<>]==[^=]/.test(l.name) && /\.loc\[\s*:\s*,[^\]]*$/.test(q.before(l.at));

/** Numbers of made-up rows that put them into another place are a part of making them. */
const draws = (l: Learned): boolean => byHand(l) && madeUp(l.rows);

/** Ranks bring the answers of one model for rows that it did not see to the scale of another's, each set of answers by itself. */
const ranksAnswers = (l: Learned): boolean =>
  l.what === "rank" &&
  l.rows.terms.length > 0 &&
  l.rows.terms.every(({ source }) => source.kind === "file" && /(?<![a-z])oof|out_?of_?fold|pred/i.test(source.label));

/** A search for settings of groups has no answers that rows could give away, and where groups cannot be told for new rows, no score either. */
const scoresGroups = ({ evaluation: { score } }: Leak): boolean => score.kind === "cv" && score.task === "clustering";

/**
 * A network that learns to give back its inputs, and whose own validation part stops nothing, keeps nothing and is looked at by nothing in the program,
 * or is no more than looked at, where its answers for other rows are the result: what was learned from that part spoils none.
 */
const byItself = (q: Questions, { evaluation: e }: Leak): boolean =>
  e.score.kind === "monitor" &&
  e.fits.length > 0 &&
  e.fits.every((f) => /^[\w.]*\(\s*(?:x\s*=\s*)?(\w+)\s*,\s*(?:y\s*=\s*)?\1\b/.test(q.textOf({ ...f.at, end: f.at.end + 120 }))) &&
  !q.choices.some((c) => c.kind === "stop" || c.kind === "checkpoint") &&
  !q.evaluations.some((x) => x.score.kind !== "monitor" && x.fits.some((f) => e.fits.includes(f))) &&
  (!looksAtHistory(q.units) || q.predictions.some((p) => e.fits.some((f) => p.fits.has(f.id)) && relation(p.rows, e.score.rows) === "disjoint"));

/** What rows of one entity, or a part of them, have in common is that entity's own, where its rows are one example. */
const ofEntity = (l: Learned): boolean => l.keys !== undefined && [...l.keys].some((k) => entity.test(k));
const entity = /^[iI][dD]$|_[iI][dD]$|[a-z]I[dD]$|_(?:index|idx)(?:_\d+)?$/;
const byEntity = /group_?by\(\s*\[?\s*["'](\w*_id|\w*[a-z]I[dD]|id)["']\s*\]?\s*[,)]/i;

function finding(q: Questions, { kind, leak, level: conf, validates }: Strongest): RuleFinding {
  const l = leak.learned;
  const rows = validates ? "validation" : "test";
  return {
    at: l.at,
    message: kind === "HLD104" ? encoded(l, rows) : message(l, rows, kind),
    ...(kind !== "HLD103" && lostInCalls(q, leak) ? unlessCertain(q.confidence(conf)) : { confidence: q.confidence(conf) }),
    ...(fillsRest(l, q.units) || (kind === "HLD104" && fromGroups(q, leak)) ? { severity: "hint" as const } : {}),
    steps: q.path(l, leak.evaluation),
    variable: l.name || null,
  };
}

/**
 * How long a series still lasts is told by the place of its last row: the target was made from numbers of groups of a column, and the column is no
 * target itself. What is learned of it by groups may say as much, or no more than where a row stands.
 */
const fromGroups = (q: Questions, { learned: l, evaluation: e }: Leak): boolean => {
  const ofColumn = (x: Learned | undefined): boolean => x?.via === "statistic" && x.grouped && sameSet(x.from.origin, l.from.origin);
  const another = (target: string | null | undefined): boolean =>
    Boolean(target) && !`${l.name} ${q.before(l.at)}`.includes(target as string) && ![...l.from.origin].some((o) => columnOfOrigin(o) === target);
  const made = ({ fit }: Learned): boolean => another(fit?.target) && [...(fit?.y?.learned ?? [])].some((id) => ofColumn(q.lineage.learned.get(id)));
  return l.via === "statistic" && !l.supervised && l.from.origin.size > 0 && e.fits.length > 0 && e.fits.every(made);
};

/**
 * What a function of the program learns, of whatever it was handed. Half of it was right where it is only likely: what a model gets of its columns in
 * the end was not followed, or a number by hand fills gaps that may not be there. Numbers by hand that bound, choose or encode are never more than
 * likely, and stay what they are, but for single ones in columns of which the program chooses some.
 */
const lostInCalls = (q: Questions, leak: Leak): boolean => {
  const l = leak.learned;
  // A lambda that stands in the call of it is handed what stands there too.
  const handed = l.path.some((call) => call.source !== l.at.source || !/^\([^\n]*\blambda\b/.test(textIn(q.units, call.source).slice(call.end, l.at.start)));
  return handed && (l.via !== "statistic" || fillsOnly(l, q.units) || (!l.grouped && leftOut(leak)));
};

function encoded(l: Learned, rows: "test" | "validation"): string {
  const long = `\`${l.what}\` of \`${l.name}\` puts the target into a feature, ${rows} rows included`;
  return l.name && long.length <= 110 ? long : `\`${l.what}\` puts the target into a feature, ${rows} rows included`;
}

/** "`StandardScaler` is fitted on `X`, test rows included", "`mean` of `df.age` is computed over test rows too". */
function message(l: Learned, rows: "test" | "validation", rule: Kind): string {
  if (l.via === "statistic")
    return l.name ? `\`${l.what}\` of \`${l.name}\` is computed over ${rows} rows too` : `\`${l.what}\` is computed over ${rows} rows too`;
  if (l.via === "model" && rule === "HLD103") return `\`${l.what}\` looks at ${rows} rows too, and what it learned chooses the columns`;
  if (l.via === "selection") return `\`${l.what}\` selects columns of ${l.name ? `\`${l.name}\`` : "the data"} by looking at ${rows} rows too`;
  return `\`${l.what}\` is fitted on ${l.name ? `\`${l.name}\`` : "all rows"}, ${rows} rows included`;
}

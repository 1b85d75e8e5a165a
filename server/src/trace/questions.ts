/** Questions that more than one rule asks of the lineage. Rules add words; the answers are found here. */
import { type SourceId, type Span, samePlace } from "../base/span.js";
import type { Confidence, Step, UnusedDirective } from "../engine.types.js";
import { isDropped } from "../program/dropped.js";
import type { Unit } from "../program/program.js";
import { type Tuning, tuningsOf } from "./choosing.js";
import { type Comparison, comparisonsOf, inTurn, sharesModel, sharesObject } from "./comparing.js";
import { quote, splitIdOf } from "./describe.js";
import { FileEvidence, type ProfileOf } from "./fileEvidence.js";
import { type Beside, nothingMissing } from "./gaps.js";
import { keepsCopies, withinFolds } from "./groupKeys.js";
import { cutsBeyond, toldBy } from "./limits.js";
import { type Choice, type Event, eitherOr, type Learned, type Lineage, type Pred, type Scaling, type Score, type Split } from "./lineage.js";
import { ownArmsRows } from "./otherArm.js";
import { isTestModule } from "./outputs.js";
import { inReserve } from "./reserve.js";
import {
  type Cut,
  concat,
  cutsOf,
  either,
  joinedAgain,
  keptApart,
  mixBetween,
  ofTerm,
  overlapping,
  type Relation,
  type Rows,
  relation,
  sharesSource,
  sourcesOf,
  unmixed,
} from "./rows.js";
import { byHand, byLoss, byValue } from "./shown.js";
import { columnOfOrigin } from "./values.js";
import { calledWrong, unpackedInOrder } from "./wording.js";

export interface Evaluation {
  readonly score: Score;
  /** The trainings whose models were scored. */
  readonly fits: readonly Learned[];
  readonly train: Rows | null;
  /** How the training rows relate to the scored ones. */
  readonly relation: Relation | "none";
  /** held: rows the model did not train on. folds: inside cross-validation. train: its own rows. */
  readonly role: "held" | "folds" | "train" | "overlap" | "unclear";
}

/** Knowledge that reached a model's inputs and was learned from the rows that evaluate it. */
export interface Leak {
  readonly learned: Learned;
  readonly evaluation: Evaluation;
}

/** Whether labels that are no column as it was read are made from a statistic of groups (the last cycle of an engine, for those it has left), and no input that has a name is. */
const makesTarget = ({ id }: Learned, fits: readonly Learned[]): boolean =>
  fits.length > 0 &&
  fits.every(({ fit }) => {
    const made = fit?.target && !["*", fit.target].some((name) => fit.y?.origin.size === 1 && columnOfOrigin([...fit.y.origin][0] ?? "") === name);
    return made && fit.y?.learned.has(id) === true && fit.columns.knows?.has(id) === false;
  });

export class Questions {
  readonly evaluations: readonly Evaluation[];
  readonly trainings: readonly Learned[];
  readonly choices: readonly Choice[];
  readonly learnings: readonly Learned[];
  /** What data files beside the program tell. */
  readonly files: FileEvidence;
  private readonly besideCells: Beside = { textOf: (source) => this.texts.get(source) ?? "", fileOf: (rows) => this.files.fileOf(rows) };
  /** Predictions whose loss was trained on. */
  private readonly trainedOn = new Set<string>();
  private readonly asked: { leaks?: readonly Leak[]; tunings?: readonly Tuning[]; comparisons?: readonly Comparison[]; testsCode?: boolean } = {};

  constructor(
    readonly lineage: Lineage,
    readonly units: readonly Unit[],
    private readonly texts: ReadonlyMap<SourceId, string>,
    readonly predictions: readonly Pred[],
    /** Comments that silenced nothing; to be asked when all other rules have reported. */
    readonly unusedDirectives: () => readonly UnusedDirective[] = () => [],
    /** Profiles of data files; null for those that nothing is known of, and where that evidence is switched off. */
    profileOf: ProfileOf = () => null,
    /** Where the document is. */
    private readonly file = "",
  ) {
    const of = <T>(k: Event["k"], get: (id: number) => T | undefined): T[] => {
      const out: T[] = [];
      const seen = new Set<number>();
      for (const e of lineage.events) {
        if (e.k !== k || seen.has(e.id)) continue;
        seen.add(e.id);
        const x = get(e.id);
        if (x) out.push(x);
      }
      return out;
    };
    this.trainings = of("fit", (id) => lineage.learned.get(id));
    this.learnings = [...of("learn", (id) => lineage.learned.get(id)), ...this.trainings];
    this.choices = of("choice", (id) => lineage.choices.get(id));
    for (const f of this.trainings) for (const flag of f.fit?.flags ?? []) this.trainedOn.add(flag);
    this.evaluations = of("score", (id) => lineage.scores.get(id)).map((s) => this.evaluation(s));
    this.files = new FileEvidence(this.evaluations, profileOf);
  }

  private evaluation(score: Score): Evaluation {
    const fits = [...score.fits].map((id) => this.lineage.learned.get(id)).filter((l): l is Learned => l !== undefined && !eitherOr(l, score));
    // A model that was trained in each of several branches was trained in one of them.
    const train = !fits.length ? null : score.rows.one ? fits.map((f) => f.rows).reduce(either) : concat(fits.map((f) => f.rows));
    if (score.kind === "cv") return { score, fits, train: score.rows, relation: "none", role: "folds" };
    // The loss that a network is trained on, however its rows were carried there.
    if (score.preds.size && [...score.preds].every((id) => this.trainedOn.has(`pred:${id}`))) return { score, fits, train, relation: "same", role: "train" };
    const r: Relation | "none" = train ? relation(train, score.rows) : "none";
    // The rows that were resampled for training, as they were before: the model's own rows.
    if (r === "overlaps" && train && !score.rows.terms.some((t) => t.mix) && train.terms.every((t) => t.mix && !t.after.length)) {
      const before = relation(unmixed(train), score.rows);
      if (before === "same" || (before === "contains" && !this.isTestPart(score.rows, train))) return { score, fits, train, relation: "same", role: "train" };
    }
    const role =
      r === "disjoint"
        ? "held"
        : r === "none" || r === "unknown"
          ? "unclear"
          : r === "same" || (r === "contains" && !this.isTestPart(score.rows, train as Rows))
            ? "train"
            : "overlap";
    return { score, fits, train, relation: r, role };
  }

  /** Whether rows were cut from `train` as a part that is meant to be held out. */
  isTestPart(rows: Rows, train: Rows): boolean {
    return cutsBeyond(cutsOf(rows), cutsOf(train)).some(
      (c) =>
        (c.kind === "random" || c.kind === "fold" || c.kind === "ordered" || c.kind === "range") && this.lineage.splits.get(splitIdOf(c))?.kind !== "sample",
    );
  }

  /** Knowledge in the inputs of evaluated models that was learned from the rows that evaluate them. */
  leaks(): readonly Leak[] {
    return (this.asked.leaks ??= [...this.eachLeak()]);
  }

  private *eachLeak(): Generator<Leak> {
    for (const evaluation of this.evaluations) {
      const { score, role, fits } = evaluation;
      if (role !== "held" && role !== "folds") continue;
      const known = new Set<number>();
      // What only tells where the one part ends and the other begins (the day that leaves a fifth of the rows behind it) is no feature.
      const limit = evaluation.train && toldBy(cutsOf(evaluation.train), cutsOf(score.rows));
      if (role === "folds") for (const id of score.features.learned) known.add(id);
      for (const f of fits) for (const id of f.fit?.x.learned ?? []) known.add(id);
      for (const id of known) {
        const l = this.lineage.learned.get(id);
        if (!l || l.weight === "count" || l.via === "mix" || fits.includes(l) || limit?.has(id)) continue;
        // A model that scales its inputs itself does not see how they were scaled before.
        if (l.scales && this.scaling(evaluation) === "undone") continue;
        // Predictions for rows left out of a fold (stacking) were made without their labels.
        if ((l.via === "model" || l.grouped) && l.rows.terms.every((t) => t.cuts.some((c) => c.kind === "fold"))) continue;
        if (l.via === "statistic" && (l.grouped ? makesTarget(l, fits) : this.onlyTarget(l, fits, score))) continue;
        if (joinedAgain(score.rows, l.rows) || ownArmsRows(l, evaluation.train, score.rows) || withinFolds(l, score, fits, (c) => this.splitOf(c))) continue;
        if (overlapping(relation(l.rows, score.rows))) yield { learned: l, evaluation };
      }
    }
  }

  /** Whether the target took part in what was learned: given as labels, by correlation with it, or by a model whose findings choose the columns. */
  supervised({ learned: l, evaluation: e }: Leak): boolean {
    if (l.supervised) return true;
    if (byLoss(l)) return false;
    const targets = [...e.fits.flatMap((f) => [...(f.fit?.y?.origin ?? [])]), ...(e.score.truth?.origin ?? [])];
    const names = [...targets.map(columnOfOrigin), ...e.fits.map((f) => f.fit?.target ?? "")];
    if (l.against?.size) {
      if (names.some((n) => l.against?.has(n))) return true;
      // Where nothing names the target (`table.iloc[:, -1]`), the one column that all others were measured against is it.
      return l.against.size === 1 && e.fits.some((f) => f.fit?.y) && !names.some((n) => n !== "" && n !== "*" && !n.includes("#"));
    }
    if (l.via !== "model" || !l.fit?.y?.origin.size || !l.fit.made.length) return false;
    // Its predictions among the features are stacking, not selection.
    return !this.stacked({ learned: l, evaluation: e });
  }

  private stacked({ learned: l, evaluation: e }: Leak): boolean {
    const preds = [...e.fits.flatMap((f) => [...(f.fit?.x.preds ?? [])]), ...e.score.features.preds];
    return preds.some((id) => this.predictions.some((p) => p.id === id && p.fits.has(l.id)));
  }

  /** A model that learned from labels, and of which nobody can tell how it reached the features: neither its predictions nor a choice of columns. */
  untold(leak: Leak): boolean {
    return leak.learned.via === "model" && (leak.learned.y !== null || byLoss(leak.learned)) && !this.supervised(leak) && !this.stacked(leak);
  }

  /** What became of the scale of the inputs of all models that were evaluated. */
  scaling({ score, role, fits }: Evaluation): Scaling {
    const all = role === "folds" ? [score.scaling ?? "felt"] : fits.map((f) => f.fit?.scaling ?? "felt");
    const [first = "felt"] = all;
    return all.every((s) => s === first) ? first : "felt";
  }

  /** One number of the target is the same for every row: it tells no row's answer. */
  private onlyTarget(l: Learned, fits: readonly Learned[], score: Score): boolean {
    const target = new Set([...fits.flatMap((f) => [...(f.fit?.y?.origin ?? [])]), ...(score.truth?.origin ?? [])]);
    return l.from.origin.size > 0 && target.size <= 2 && [...l.from.origin].every((o) => target.has(o) && !o.endsWith(":*"));
  }

  /** Whether the rows of an evaluation are validation rows: folds, a fit's own part, or beside a hold-out that nothing chose by. */
  isValidation(e: Evaluation): boolean {
    if (e.role === "folds" || cutsOf(e.score.rows).some((c) => c.kind === "fold" || byHand(c, e.score.loops) || byValue(c, e, this.evaluations))) return true;
    if (e.score.kind !== "monitor") return false;
    // A part that is watched, stops nothing and has no other part beside it is the program's only test.
    const rows = e.score.rows;
    return (
      cutsOf(rows).some((c) => c.id.startsWith("tail:")) ||
      this.choices.some((c) => (c.kind === "stop" || c.kind === "checkpoint") && c.rows.key === rows.key) ||
      this.evaluations.some((x) => x.role === "held" && x.score.kind === "holdout" && relation(x.score.rows, rows) === "disjoint")
    );
  }

  /** Only watched while training: nothing is chosen by it, and rows that the learning call did not see give the result. */
  onlyWatched({ learned: l, evaluation: e }: Leak): boolean {
    if (e.score.kind !== "monitor") return false;
    if (this.choices.some((c) => (c.kind === "stop" || c.kind === "checkpoint") && overlapping(relation(c.rows, e.score.rows)))) return false;
    return this.evaluations.some(
      (x) =>
        x.role === "held" &&
        x.score.kind === "holdout" &&
        x.score.conf < 2 &&
        relation(x.score.rows, e.score.rows) === "disjoint" &&
        relation(x.score.rows, l.rows) === "disjoint",
    );
  }

  /** A fill of columns in which nothing is missing; `only`: in none of these rows. */
  nothingMissing(l: Learned, only?: Rows): boolean {
    return nothingMissing(l, this.units, this.besideCells, only);
  }

  /**
   * An untouched evaluation of the same program on rows that are neither these nor trained on. `after`: it has to come later than this one,
   * as rows on which something was looked at before do not judge what is compared now.
   */
  untouched(rows: Rows, models: readonly { object: number; name: string }[] | null, train: Rows | null = null, after: Evaluation | null = null): boolean {
    if (inReserve(this, rows)) return true;
    const from = after ? this.evaluations.indexOf(after) : -1;
    const first = this.evaluations.findIndex((e) => e.score.rows.key === rows.key);
    // What the program itself calls its test is no validation part that another table judges.
    const validates = !/test/i.test(this.evaluations[first]?.score.name ?? "");
    return this.evaluations.some(
      (e, i) =>
        i > from &&
        (e.role === "held" || (e.role === "unclear" && (keptApart(e.score.rows, train, e.train) || inTurn(e, rows)))) &&
        e.score.kind === "holdout" &&
        relation(e.score.rows, rows) === "disjoint" &&
        (sharesSource(e.score.rows, rows) || ((validates || this.judges(e, rows)) && i > first && this.elsewhere(e, rows, models, train))) &&
        !cutsOf(e.score.rows).some((c) => c.kind === "fold") &&
        !e.score.loops.some((l) => e.score.settings.vary.has(l)) &&
        (!models || sharesModel(e.score.models, models)),
    );
  }

  /**
   * Whether an evaluation on another table judges what was learned here: a model trained on the table of `rows`, or one of `models` itself, or trained anew
   * on `rows` or on the rows that they were trained on, `train`.
   */
  private elsewhere(e: Evaluation, rows: Rows, models: readonly { object: number }[] | null, train: Rows | null): boolean {
    if (e.role !== "held" || !e.train) return false;
    if (!models) return sharesSource(e.train, rows);
    return sharesObject(e.score.models, models) || trainedAnew(e.train, rows) || (train !== null && trainedAnew(e.train, train));
  }

  /** Whether a table of its own judges what rows were only cut off for: by its name it is the test, or its model was trained anew on all of them. */
  private judges(e: Evaluation, rows: Rows): boolean {
    const read = (r: Rows, as: RegExp): boolean => r.terms.every((t) => t.source.kind === "file" && as.test(t.source.label));
    const anew = e.train !== null && trainedAnew(e.train, rows);
    return read(e.score.rows, anew ? /./ : /test/i) && (anew || !read(rows, /test/i));
  }

  confidence(...levels: readonly number[]): Confidence {
    return (["certain", "likely"] as const)[Math.max(0, ...levels)] ?? "possible";
  }

  /** The cut that separates training rows from scored rows. */
  separation(train: Rows | null, test: Rows): Cut | null {
    const have = train ? cutsOf(train) : [];
    const apart = cutsOf(test).filter((c) => have.some((x) => x.id === c.id && x.part !== c.part));
    const drawn = (c: Cut): boolean => c.kind !== "filter" && c.kind !== "value" && c.kind !== "opaque";
    return apart.find(drawn) ?? apart[0] ?? cutsOf(test).find(drawn) ?? null;
  }

  /** Classes were put together again in other shares: by resampling, or by hand from a sample of one class and all of another. */
  evenedOut(rows: Rows): boolean {
    return rows.terms.some((t) => t.mix || t.cuts.some((c) => c.id.startsWith("under:") || this.splitOf(c)?.kind === "sample"));
  }

  splitOf(c: Cut | null): Split | undefined {
    return c ? this.lineage.splits.get(splitIdOf(c)) : undefined;
  }

  /** Read here → learned here → split here → trained here → scored here. */
  path(learned: Learned | null, e: Evaluation, last = "scored here"): Step[] {
    const steps: Step[] = [];
    const add = (message: string, at: Span | null | undefined): void => {
      if (at?.source && !steps.some((s) => samePlace(s.at, at) && s.message === message)) steps.push({ message, at });
    };
    const [source] = sourcesOf(learned?.rows ?? e.score.rows);
    if (source?.at) add(source.kind === "file" ? `rows of ${quote(source.label)} are read here` : `the rows come from ${quote(source.label)}`, source.at);
    if (learned) {
      for (const call of learned.path) if (!/\bdef\s+$/.test(this.before(call))) add(`called here`, call); // What nobody calls is entered at its name.
      add(
        learned.via === "mix"
          ? `${learned.what} makes rows from all of them here`
          : `${learned.what} learns from ${learned.name ? quote(learned.name) : "all rows"} here`,
        learned.at,
      );
    }
    const c = this.separation(e.train, e.score.rows);
    if (c?.at && (e.role !== "folds" || c.kind === "fold")) add(e.role === "folds" ? "the folds are cut here" : "the rows are split here", c.at);
    for (const f of e.fits.slice(0, 1)) add(`${f.what} is trained here`, f.at);
    add(e.score.kind === "cv" ? "cross-validated here" : e.score.kind === "monitor" ? "validated here" : last, e.score.at);
    return steps;
  }

  /** The place that comes last in the program. */
  lastOf(places: readonly (Span | null)[]): Span | null {
    const order = (at: Span): number => this.units.findIndex((u) => u.input.source === at.source);
    const known = places.filter((at): at is Span => at !== null && order(at) >= 0);
    return known.sort((a, b) => order(a) - order(b) || a.start - b.start).at(-1) ?? null;
  }

  /** Whether the program's own comment beside a call says that it is wrong: it shows how not to do it. */
  calledWrong(at: Span): boolean {
    return calledWrong(this.texts.get(at.source) ?? "", at);
  }

  /** Whether nobody sees the number of a score: it goes to a name that nothing reads, or nowhere at all. */
  unseen(s: Pick<Score, "at" | "inner" | "elsewhere"> & Partial<Pick<Score, "path">>): boolean {
    return !s.elsewhere && isDropped(this.units, s.inner ?? s.at, s.inner ? s.at : s.path?.at(-1));
  }

  /** Whether the numbers beside the cells allow that these places ran one after the other, as they stand. */
  ranInOrder(places: readonly (Span | null)[]): boolean {
    const at = (s: Span | null): number => (s ? this.units.findIndex((u) => u.input.source === s.source) : -1);
    const cells = [...new Set(places.map(at))].filter((i) => i >= 0).sort((a, b) => a - b);
    const counts = cells.map((i) => this.units[i]?.input.executionCount ?? null).filter((n): n is number => n !== null);
    return counts.every((n, i) => i === 0 || n > (counts[i - 1] as number));
  }

  unpackedInOrder(at: Span): boolean {
    return unpackedInOrder(this.texts.get(at.source) ?? "", at);
  }

  textOf(at: Span): string {
    return this.texts.get(at.source)?.slice(at.start, at.end) ?? "";
  }

  /** What stands before a place on its line, as much as is near. */
  before(at: Span): string {
    return this.textOf({ ...at, start: Math.max(0, at.start - 200), end: at.start }).replace(/^[\s\S]*\n/, "");
  }

  /** A place and what stands behind it on its line. */
  lineOf(at: Span): string {
    return /^.*/.exec(this.texts.get(at.source)?.slice(at.start) ?? "")?.[0] ?? "";
  }

  mix(e: Evaluation): Learned | null {
    const test = e.score.rows;
    if (e.role === "folds") {
      const term = test.terms.find((t) => t.mix?.kind === "over");
      if (!term?.mix || (term.mix.exact && keepsCopies(e.score))) return null;
      // Resampled training rows that stand beside untouched ones of the same table: the folds are told, and leave them apart.
      const apart = test.terms.some((t) => !t.mix && relation(unmixed(ofTerm(term)), ofTerm(t)) === "disjoint");
      return apart ? null : (this.lineage.learned.get(term.mix.learned) ?? null);
    }
    for (const f of e.role === "train" ? [] : e.fits) {
      const m = mixBetween(f.rows, test);
      const kept = m?.exact && keepsCopies(e.score, this.splitOf(this.separation(f.rows, test)));
      if (m?.kind === "over" && !kept && (e.role === "held" || relation(f.rows, test) !== "same")) return this.lineage.learned.get(m.learned) ?? null;
    }
    return null;
  }

  /** Whether the scores of the program are there to test code, so that nothing is chosen, compared or told by them. */
  testsCode(): boolean {
    return (this.asked.testsCode ??= isTestModule(this.units, this.file));
  }

  /** Choices that looked at rows which also give the reported score. */
  tunings(): readonly Tuning[] {
    return (this.asked.tunings ??= this.testsCode() ? [] : tuningsOf(this));
  }

  /** Held-out sets on which several models were scored while nothing untouched judges the winner. */
  comparisons(): readonly Comparison[] {
    return (this.asked.comparisons ??= this.testsCode() ? [] : comparisonsOf(this));
  }
}

/** Whether a model was trained on all of these rows, and maybe on others. */
export const trainedAnew = (train: Rows, rows: Rows): boolean => ["same", "contains"].includes(relation(train, rows));

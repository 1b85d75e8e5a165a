/** Questions that more than one rule asks of the lineage. Rules add words; the answers are found here. */
import type { SourceId, Span } from "../base/span.js";
import type { Confidence, Step, UnusedDirective } from "../engine.types.js";
import type { Unit } from "../program/program.js";
import { FileEvidence, type ProfileOf } from "./fileEvidence.js";
import type { Choice, Event, Evidence, Learned, Lineage, Pred, Score, Split } from "./lineage.js";
import { type Cut, concat, cutsOf, mixBetween, overlapping, type Relation, type Rows, relation, sourcesOf, unmixed } from "./rows.js";
import { columnOfOrigin } from "./values.js";

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

export class Questions {
  readonly evaluations: readonly Evaluation[];
  readonly trainings: readonly Learned[];
  readonly choices: readonly Choice[];
  readonly learnings: readonly Learned[];
  /** What data files beside the program tell. */
  readonly files: FileEvidence;
  /** Predictions whose loss was trained on. */
  private readonly trainedOn = new Set<string>();

  constructor(
    readonly lineage: Lineage,
    readonly units: readonly Unit[],
    private readonly texts: ReadonlyMap<SourceId, string>,
    readonly predictions: readonly Pred[],
    /** Comments that silenced nothing; to be asked when all other rules have reported. */
    readonly unusedDirectives: () => readonly UnusedDirective[] = () => [],
    /** Profiles of data files; null for those that nothing is known of, and where that evidence is switched off. */
    profileOf: ProfileOf = () => null,
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
    const fits = [...score.fits].map((id) => this.lineage.learned.get(id)).filter((l): l is Learned => l !== undefined);
    const train = fits.length ? concat(fits.map((f) => f.rows)) : null;
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
      r === "none"
        ? "unclear"
        : r === "disjoint"
          ? "held"
          : r === "unknown"
            ? "unclear"
            : r === "same" || (r === "contains" && !this.isTestPart(score.rows, train as Rows))
              ? "train"
              : "overlap";
    return { score, fits, train, relation: r, role };
  }

  /** Whether rows were cut from `train` as a part that is meant to be held out. */
  isTestPart(rows: Rows, train: Rows): boolean {
    const have = new Set(cutsOf(train).map((c) => `${c.id}#${c.part}`));
    return cutsOf(rows).some(
      (c) =>
        !have.has(`${c.id}#${c.part}`) &&
        (c.kind === "random" || c.kind === "fold" || c.kind === "ordered" || c.kind === "range") &&
        this.lineage.splits.get(c.id.replace(/@\d+$/, ""))?.kind !== "sample",
    );
  }

  /** Knowledge in the inputs of evaluated models that was learned from the rows that evaluate them. */
  *leaks(): Generator<Leak> {
    for (const evaluation of this.evaluations) {
      const { score, role, fits } = evaluation;
      if (role !== "held" && role !== "folds") continue;
      const known = new Set<number>();
      if (role === "folds") for (const id of score.features.learned) known.add(id);
      for (const f of fits) for (const id of f.fit?.x.learned ?? []) known.add(id);
      for (const id of known) {
        const l = this.lineage.learned.get(id);
        if (!l || l.weight === "count" || l.via === "mix" || fits.includes(l)) continue;
        // A model that scales its inputs itself does not see how they were scaled before.
        if (l.scales && (role === "folds" ? score.rescales : fits.length > 0 && fits.every((f) => f.fit?.rescales))) continue;
        // Predictions for rows left out of a fold (stacking) were made without their labels.
        if (l.via === "model" && l.rows.terms.every((t) => t.cuts.some((c) => c.kind === "fold"))) continue;
        if (l.via === "statistic" && !l.grouped && this.onlyTarget(l, fits, score)) continue;
        if (overlapping(relation(l.rows, score.rows))) yield { learned: l, evaluation };
      }
    }
  }

  /** Whether the target took part in what was learned: given as labels, by correlation with it, or by a model whose findings choose the columns. */
  supervised({ learned: l, evaluation: e }: Leak): boolean {
    if (l.supervised) return true;
    const targets = [...e.fits.flatMap((f) => [...(f.fit?.y?.origin ?? [])]), ...(e.score.truth?.origin ?? [])];
    const names = [...targets.map(columnOfOrigin), ...e.fits.map((f) => f.fit?.target ?? "")];
    if (l.against?.size) return names.some((n) => l.against?.has(n));
    if (l.via !== "model" || !l.fit?.y?.origin.size || !l.fit.made.length) return false;
    // Its predictions among the features are stacking, not selection.
    const preds = [...e.fits.flatMap((f) => [...(f.fit?.x.preds ?? [])]), ...e.score.features.preds];
    return !preds.some((id) => this.predictions.some((p) => p.id === id && p.fits.has(l.id)));
  }

  /** One number of the target is the same for every row: it tells no row's answer. */
  private onlyTarget(l: Learned, fits: readonly Learned[], score: Score): boolean {
    const target = new Set([...fits.flatMap((f) => [...(f.fit?.y?.origin ?? [])]), ...(score.truth?.origin ?? [])]);
    return l.from.origin.size > 0 && target.size <= 2 && [...l.from.origin].every((o) => target.has(o) && !o.endsWith(":*"));
  }

  /** Whether the rows of an evaluation are validation rows: folds, a fit's own part, or beside a hold-out that nothing chose by. */
  isValidation(e: Evaluation): boolean {
    return e.role === "folds" || e.score.kind === "monitor" || cutsOf(e.score.rows).some((c) => c.kind === "fold");
  }

  /** A later, untouched evaluation of the same program on rows that are neither these nor trained on. */
  untouched(rows: Rows, models: readonly { object: number; name: string }[] | null, train: Rows | null = null): boolean {
    if (this.inReserve(rows)) return true;
    return this.evaluations.some(
      (e) =>
        (e.role === "held" || (e.role === "unclear" && train !== null && relation(e.score.rows, train) === "disjoint")) &&
        e.score.kind === "holdout" &&
        relation(e.score.rows, rows) === "disjoint" &&
        e.score.rows.terms.some((a) => rows.terms.some((b) => a.source.key === b.source.key)) &&
        !cutsOf(e.score.rows).some((c) => c.kind === "fold") &&
        !e.score.loops.some((l) => e.score.settings.vary.has(l)) &&
        (!models || e.score.models.some((m) => models.some((n) => n.object === m.object || n.name === m.name))),
    );
  }

  /** Whether a part for the final score was cut off from these rows or before them, and nothing was trained on it or scored with it yet: the program goes on. */
  private inReserve(rows: Rows): boolean {
    const cuts = cutsOf(rows);
    return (
      rows.terms.length === 1 &&
      cuts.some((c, i) => {
        if (c.kind !== "random" || this.splitOf(c)?.kind !== "holdout") return false;
        const kept = cuts.slice(0, i).map((x) => `${x.id}#${x.part}`);
        const uses = (r: Rows): boolean =>
          kept.every((k) => cutsOf(r).some((x) => `${x.id}#${x.part}` === k)) &&
          !cutsOf(r).some((x) => x.id === c.id && x.part === c.part) &&
          r.terms.some((t) => t.source.key === rows.terms[0]?.source.key);
        return !this.trainings.some((f) => uses(f.rows)) && !this.evaluations.some((e) => uses(e.score.rows));
      })
    );
  }

  confidence(...levels: readonly number[]): Confidence {
    const worst = Math.max(0, ...levels);
    return worst === 0 ? "certain" : worst === 1 ? "likely" : "possible";
  }

  // Explanations

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
    return c ? this.lineage.splits.get(c.id.replace(/@\d+$/, "")) : undefined;
  }

  /** Read here → learned here → split here → trained here → scored here. */
  path(learned: Learned | null, e: Evaluation, last = "scored here"): Step[] {
    const steps: Step[] = [];
    const add = (message: string, at: Span | null | undefined): void => {
      if (at?.source && !steps.some((s) => s.at.source === at.source && s.at.start === at.start && s.message === message)) steps.push({ message, at });
    };
    const rows = learned?.rows ?? e.score.rows;
    const [source] = sourcesOf(rows);
    if (source?.at) add(source.kind === "file" ? `rows of ${quote(source.label)} are read here` : `the rows come from ${quote(source.label)}`, source.at);
    if (learned) {
      for (const call of learned.path) add(`called here`, call);
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

  textOf(at: Span): string {
    return this.texts.get(at.source)?.slice(at.start, at.end) ?? "";
  }

  mix(e: Evaluation): Learned | null {
    const test = e.score.rows;
    if (e.role === "folds") {
      const m = test.terms.find((t) => t.mix?.kind === "over")?.mix;
      return m ? (this.lineage.learned.get(m.learned) ?? null) : null;
    }
    if (e.role === "train") return null;
    for (const f of e.fits) {
      const m = mixBetween(f.rows, test);
      if (m?.kind === "over" && (e.role === "held" || relation(f.rows, test) !== "same")) return this.lineage.learned.get(m.learned) ?? null;
    }
    return null;
  }

  /** Choices that looked at rows which also give the reported score. */
  tunings(): Tuning[] {
    const out = new Map<string, Tuning>();
    const add = (x: Tuning): void => {
      const key = `${x.kind === "stop" ? "stop" : "tune"}:${x.at.source}:${x.at.start}`;
      if (!out.has(key)) out.set(key, x);
    };
    for (const e of this.evaluations) {
      if (e.score.kind !== "holdout" || e.role === "train" || e.role === "overlap") continue;
      const s = e.score;
      const report = { message: "the reported score is on these rows", at: s.at };
      for (const id of s.settings.chosen) {
        const c = this.lineage.choices.get(id);
        if (!c || !overlapping(relation(c.rows, s.rows)) || this.untouched(s.rows, s.models)) continue;
        // A search that saw only a part of the scored rows is a training score's matter.
        if (c.inner && !["contains", "same"].includes(relation(c.rows, s.rows))) continue;
        const kind = c.kind === "stop" || c.kind === "checkpoint" ? "stop" : "search";
        add({ kind, at: c.at, what: c.what, conf: Math.max(c.conf, s.conf), steps: [{ message: `${quote(c.what)} chooses here`, at: c.at }, report] });
      }
      // Choosing by cross-validation and quoting the same score is another matter, by hand as well.
      if (cutsOf(s.rows).some((c) => c.kind === "fold")) continue;
      for (const id of s.settings.scores) {
        const q = this.lineage.scores.get(id);
        // A choice read off control flow needs every step beyond doubt; a score does not choose itself.
        if (
          !q ||
          id === s.id ||
          q.kind !== "holdout" ||
          q.metric === "loss" ||
          q.conf + s.conf > 0 ||
          (q.at.source === s.at.source && q.at.start === s.at.start)
        )
          continue;
        if (!overlapping(relation(q.rows, s.rows)) || this.untouched(s.rows, s.models)) continue;
        add({ kind: "compare", at: q.at, what: "", conf: Math.max(q.conf, s.conf), steps: [{ message: "chosen by this score", at: q.at }, report] });
      }
      const loop = this.settingsLoop(s);
      if (loop !== undefined && this.repeats(e, loop)) continue;
      if (loop !== undefined && !this.untouched(s.rows, null)) {
        const l = this.lineage.loops.get(loop);
        // An objective's own score: the call that tries the settings is at fault, once.
        const c = this.choices.find((x) => x.kind === "optimize" && x.at.source === l?.at.source && x.at.start === l.at.start);
        if (c)
          add({
            kind: "search",
            at: c.at,
            what: c.what,
            conf: Math.max(c.conf, s.conf),
            steps: [
              { message: `${quote(c.what)} tries settings here`, at: c.at },
              { message: "and each is scored on the same rows here", at: s.at },
            ],
          });
        else
          add({
            kind: "loop",
            at: s.at,
            what: "",
            conf: s.conf,
            steps: [
              { message: "each of these settings is tried", at: l?.at ?? s.at },
              { message: "and scored on the same rows here", at: s.at },
            ],
          });
      }
    }
    return [...out.values()];
  }

  /** Whether each round of a loop is another problem, not another try at the same: its own split, its own rows, its own target; or a training loss. */
  private repeats(e: Evaluation, loop: number): boolean {
    const ownSplit = cutsOf(e.score.rows).some((c) => c.id.includes(`@${loop}.`)) || e.score.rows.terms.some((t) => t.source.key.includes(`@${loop}.`));
    return ownSplit || this.severalSplits(e, loop) || e.score.metric === "loss" || e.fits.some((f) => f.fit?.y?.vary.has(loop));
  }

  /** Whether another loop around the same score cuts the rows anew in each round: cross-validation by hand, for each setting. */
  private severalSplits(e: Evaluation, loop: number): boolean {
    const s = e.score;
    const others = s.loops.filter((l) => l !== loop);
    if (!others.length) return false;
    const named = (c: Cut): boolean => others.some((l) => `${c.id}/${c.part}/${c.lo ?? ""}/${c.hi ?? ""}`.includes(`@${l}.`));
    if (cutsOf(s.rows).some(named)) return true;
    const path = (x: Score): string => [x.at, ...x.path].map((at) => `${at.source}:${at.start}`).join("<");
    const here = path(s);
    return this.evaluations.some((x) => x.score.rows.key !== s.rows.key && x.score.loops.join() === s.loops.join() && path(x.score) === here);
  }

  /** The loop that tries the settings of a scored model. */
  private settingsLoop(s: Score): number | undefined {
    return s.loops.find((l) => s.settings.vary.has(l) && ["values", "columns"].includes(this.lineage.loops.get(l)?.over ?? ""));
  }

  /** Held-out sets on which several models were scored while nothing untouched judges the winner. */
  comparisons(): { first: Evaluation; second: Evaluation; later: Evaluation[] }[] {
    const groups = new Map<string, Evaluation[]>();
    for (const e of this.evaluations) {
      if (e.score.kind !== "holdout" || e.role !== "held" || this.isValidation(e)) continue;
      // A loss is watched, round by round; it is not what models are compared by.
      if (e.score.metric === "loss") continue;
      // A yardstick that looks at no feature is nothing to choose.
      if (e.fits.length > 0 && e.fits.every((f) => f.fit?.flags.has("noSkill"))) continue;
      // One model under several settings: tuning, not a comparison of models.
      if (this.settingsLoop(e.score) !== undefined) continue;
      // Folds are repetitions of one model, not models to choose from.
      if (e.score.loops.some((l) => this.lineage.loops.get(l)?.over === "folds")) continue;
      // Models of different targets are not compared with one another.
      const target = [...(e.fits[0]?.fit?.y?.origin ?? [])].sort().join(",");
      const key = `${e.score.rows.key}/${target}`;
      groups.set(key, [...(groups.get(key) ?? []), e]);
    }
    const out: { first: Evaluation; second: Evaluation; later: Evaluation[] }[] = [];
    for (const list of groups.values()) {
      const seen = new Set<string>();
      const several: Evaluation[] = [];
      for (const e of list) {
        // One object that is fitted again, or one helper that is called again, is the same model again.
        const object = e.fits
          .map((f) => f.object || f.id)
          .sort()
          .join(",");
        const place = e.fits
          .map((f, i) => `${e.score.models[i]?.name ?? f.what}@${f.at.source}:${f.at.start}`)
          .sort()
          .join(",");
        const made = this.madeFrom(e.fits);
        if (!seen.has(object) && !seen.has(place) && !(made && seen.has(made.other))) several.push(e);
        seen.add(object).add(place);
        if (made) seen.add(made.own);
      }
      const [first, second, ...more] = several;
      if (!first || !second || this.untouched(first.score.rows, null, first.train)) continue;
      out.push({ first, second, later: more.slice(0, 10) });
    }
    return out;
  }

  /** Classes and settings of a model: in a pipeline, or its steps before it. The other spelling makes the same model; null where unknown. */
  private madeFrom(fits: readonly Learned[]): { own: string; other: string } | null {
    const fit = fits.length === 1 ? fits[0]?.fit : undefined;
    if (!fit?.made.length || fit.settings.vary.size) return null;
    const before = [...fit.x.learned].map((id) => this.lineage.learned.get(id)).filter((l) => l?.via === "transformer");
    const classes = [...new Set([...before.map((l) => l?.what ?? ""), ...fit.made])].sort().join("+");
    if (fit.made.length > 1 && before.length) return null;
    const [own, other] = fit.made.length > 1 ? ["pipeline", "steps"] : ["steps", "pipeline"];
    return { own: `${own}:${classes}`, other: `${other}:${classes}` };
  }

  get evidence(): readonly Evidence[] {
    return this.lineage.evidence;
  }
}

export interface Tuning {
  readonly kind: "search" | "stop" | "compare" | "loop";
  readonly at: Span;
  readonly what: string;
  readonly conf: number;
  readonly steps: readonly Step[];
}

export const quote = (text: string): string => `\`${text}\``;

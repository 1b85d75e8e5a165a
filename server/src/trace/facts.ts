/** The tables of facts and their log, and snapshots of everything after each unit. */

import { type Span, samePlace } from "../base/span.js";
import type { Expr } from "../program/ir.js";
import { type ModuleNature, moduleNature } from "./acts.js";
import type { CallableRow } from "./knowledge.js";
import { effectsOf } from "./library.js";
import type { Choice, Event, Evidence, Learned, Lineage, Look, Pred, Score, Sign, Split } from "./lineage.js";
import { shortName } from "./rows.js";
import { type Call, State } from "./state.js";
import { joinProv, nothing, type Prov, type Value } from "./values.js";

type SnapshotKeys =
  | "vars"
  | "heap"
  | "learned"
  | "preds"
  | "scores"
  | "choices"
  | "loopTable"
  | "splits"
  | "looks"
  | "signs"
  | "evidence"
  | "events"
  | "unmodelled"
  | "called"
  | "classes"
  | "pendingFns"
  | "moduleValues"
  | "order"
  | "acts"
  | "foreign"
  | "unaugmented";
/** The state after a unit. Never changed afterwards. */
export type Snapshot = Readonly<Pick<Facts, SnapshotKeys>>;

export class Facts extends State {
  // Facts

  protected log(event: Omit<Event, "order">): void {
    this.events.push({ ...event, order: this.order++ } as Event);
  }

  /** Where learning stands: a user class's own fit takes the blame for what happens inside. */
  blame(at: Span): { at: Span; path: Span[] } {
    if (!this.own.has(at.source)) {
      // Code of an imported file: the call into it.
      const j = this.calls.findLastIndex((c) => this.own.has(c.at.source));
      if (j >= 0) return { at: (this.calls[j] as Call).at, path: this.calls.slice(0, j).map((c) => c.at) };
    }
    const i = this.calls.findIndex((c) => c.isFit);
    return i < 0 ? { at, path: this.path_() } : { at: (this.calls[i] as Call).at, path: this.calls.slice(0, i).map((c) => c.at) };
  }

  protected lineOf(at: Span): number {
    const text = this.texts.get(at.source) ?? "";
    let line = 1;
    for (let i = text.indexOf("\n"); i >= 0 && i < at.start; i = text.indexOf("\n", i + 1)) line++;
    return line;
  }

  /** What never runs misleads nobody. */
  private sure(conf: number): number {
    return this.neverRun ? Math.max(conf, 2) : conf;
  }

  learn(at: Span, fact: Omit<Learned, "id" | "at" | "path" | "line" | "arms">): number {
    const where = this.blame(at);
    // Calls of another file stand where that is called, and are as many things learned as they are calls.
    const inside = where.at === at ? "" : `${at.source}${at.start}`;
    const key = `learn:${where.at.source}:${where.at.start}${inside && `/${inside}`}:${where.path.map((s) => `${s.source}${s.start}`).join(",")}:${fact.rows.key}:${fact.object && fact.via === "model" ? fact.object : 0}`;
    const id = this.id(key);
    const old = this.learned.get(id);
    this.learned.set(id, {
      ...fact,
      conf: this.sure(fact.conf),
      from: old ? joinProv(old.from, fact.from) : fact.from,
      id,
      at: where.at,
      path: where.path,
      line: old?.line ?? this.lineOf(where.at),
      arms: this.settledArms(),
    });
    this.log({ k: fact.fit ? "fit" : "learn", id });
    return id;
  }

  /** What one step of a pipeline learned where the whole was trained: that the whole learned `l` is all that was seen of it. */
  learnInStep(l: Learned, step: string, fact: Partial<Learned>): number {
    const id = this.id(`step:${l.id}:${step}`);
    this.learned.set(id, { ...l, ...fact, id, fit: null });
    this.log({ k: "learn", id });
    return id;
  }

  /** Columns were moved or stretched by numbers that are computed in the same expression, and so serve nothing else, or by a column's own. */
  stretchedBy(columns: Prov, numbers: Prov, at: Span): void {
    for (const id of numbers.learned) {
      const l = columns.learned.has(id) ? undefined : this.learned.get(id);
      const here = l?.at.source === at.source && l.at.start >= at.start && l.at.end <= at.end;
      const [own, more] = columns.origin;
      const itsOwn = own !== undefined && more === undefined && !own.endsWith(":*") && l?.from.origin.size === 1 && l.from.origin.has(own);
      if ((here || itsOwn) && l.via === "statistic" && !l.grouped && !l.scales) this.learned.set(id, { ...l, scales: true });
    }
  }

  pred(at: Span, fact: Omit<Pred, "id" | "at">): number {
    const id = this.id(`pred:${this.place(at)}:${fact.rows.key}:${[...fact.fits].join(",")}`);
    this.preds.set(id, { ...fact, conf: this.sure(fact.conf), id, at });
    return id;
  }

  score(at: Span, fact: Omit<Score, "id" | "at" | "inner" | "elsewhere" | "path" | "order" | "arms">, depth: number): number {
    // A score computed in a helper that was handed the predictions stands at the call of the helper.
    const call = this.calls[depth];
    const { at: where, path } =
      call && this.own.has(call.at.source) ? { at: call.at, path: this.calls.slice(0, depth).map((c) => c.at) } : this.blame(call ? call.at : at);
    const id = this.id(
      `score:${where.source}:${where.start}:${path.map((s) => s.start).join(",")}:${fact.metric}:${fact.rows.key}:${fact.models.map((m) => m.object).join(",")}`,
    );
    const order = this.order;
    const old = this.scores.get(id);
    const settings = old ? joinProv(old.settings, fact.settings) : fact.settings;
    const inner = this.own.has(at.source) && !samePlace(at, where) ? at : null;
    this.scores.set(id, {
      ...fact,
      conf: this.sure(fact.conf),
      settings,
      id,
      at: where,
      inner,
      elsewhere: !this.own.has(at.source),
      path,
      order,
      arms: [...this.arms],
    });
    this.log({ k: "score", id });
    return id;
  }

  /** A score whose number a function throws away is shown to nobody; networks show theirs themselves. */
  unread(v: Value, at: Span): void {
    if (v.k !== "any") return;
    for (const id of v.p.scores) {
      const s = this.scores.get(id);
      if (
        s?.kind === "holdout" &&
        s.at.source === at.source &&
        s.at.start >= at.start &&
        s.at.end <= at.end &&
        s.path.length === this.calls.length &&
        !/^(loss|compiled)$/.test(s.metric)
      )
        this.scores.set(id, { ...s, kind: "monitor" });
    }
  }

  choice(at: Span, fact: Omit<Choice, "id" | "at" | "path">): number {
    const where = this.own.has(at.source) ? { at, path: this.path_() } : this.blame(at);
    const id = this.id(`choice:${where.at.source}:${where.at.start}:${fact.kind}:${fact.rows.key}`);
    this.choices.set(id, { ...fact, conf: this.sure(fact.conf), id, ...where });
    this.log({ k: "choice", id });
    return id;
  }

  split(s: Split): void {
    // Under the name that the cuts have that it makes.
    const id = shortName(s.id);
    if (!this.splits.get(id)) this.splits.set(id, s);
  }

  /** Values of other rows enter a column here. */
  look(at: Span, fact: Omit<Look, "id" | "at">): number {
    const where = this.blame(at).at;
    const id = this.id(`look:${where.source}:${where.start}:${fact.direction}:${fact.kind}`);
    this.looks.set(id, { ...fact, id, at: where });
    return id;
  }

  sign(s: Sign): void {
    const { at } = this.blame(s.at);
    if (!this.signs.some((x) => samePlace(x.at, at) && x.kind === s.kind && x.rows?.key === s.rows?.key)) this.signs.push({ ...s, at });
  }

  note(sign: Evidence): void {
    const { at, kind } = sign;
    if (!this.evidence.some((e) => samePlace(e.at, at) && e.kind === kind)) this.evidence.push(sign);
  }

  notModelled(name: string, at: Span): void {
    const old = this.unmodelled.get(name);
    this.unmodelled.set(name, { name, count: (old?.count ?? 0) + 1, at: old?.at ?? at });
  }

  /** The user's words for an expression, when they are short. */
  say(e: Expr | null | undefined): string {
    if (!e) return "";
    const text = this.texts.get(e.at.source)?.slice(e.at.start, e.at.end) ?? "";
    return text.length <= 40 && !text.includes("\n") ? text : e.k === "call" || e.k === "attr" ? this.say(e.k === "call" ? e.func : e.object) : "";
  }

  // Snapshots

  snapshot(): Snapshot {
    return {
      vars: this.vars,
      heap: this.heap,
      learned: this.learned,
      preds: this.preds,
      scores: this.scores,
      choices: this.choices,
      loopTable: this.loopTable,
      splits: this.splits,
      looks: this.looks,
      signs: this.signs,
      evidence: this.evidence,
      events: this.events,
      unmodelled: this.unmodelled,
      called: this.called,
      classes: this.classes,
      pendingFns: this.pendingFns,
      moduleValues: this.moduleValues,
      order: this.order,
      acts: this.acts,
      foreign: this.foreign,
      unaugmented: this.unaugmented,
    };
  }
  /** Goes on from a snapshot without changing it. */
  restore(s: Snapshot): void {
    this.vars = s.vars.fork();
    this.heap = s.heap.fork();
    this.learned = s.learned.fork();
    this.preds = s.preds.fork();
    this.scores = s.scores.fork();
    this.choices = s.choices.fork();
    this.loopTable = s.loopTable.fork();
    this.splits = s.splits.fork();
    this.looks = s.looks.fork();
    this.signs = [...s.signs];
    this.evidence = [...s.evidence];
    this.events = [...s.events];
    this.acts = [...s.acts];
    this.foreign = new Map(s.foreign);
    this.unaugmented = new Set(s.unaugmented);
    this.noGrad = 0;
    this.unmodelled = new Map(s.unmodelled);
    this.called = new Set(s.called);
    this.classes = [...s.classes];
    this.pendingFns = [...s.pendingFns];
    this.moduleValues = new Map(s.moduleValues);
    this.order = s.order;
    this.frame = this.root;
    this.calls.length = 0;
    this.loops.length = 0;
    this.arms.length = 0;
    this.otherArms.length = 0;
    this.activeFns.length = 0;
    this.control = nothing;
  }

  /** `@torch.no_grad` without brackets. */
  isNoGrad(v: Value): boolean {
    return v.k === "lib" && v.what === "function" && effectsOf((v.row ?? {}) as CallableRow).some((e) => e.op === "noGrad" && !e.unless);
  }
  /** How the modules behave that were called or scored with a loss. */
  protected modulesUsed(): ReadonlyMap<number, ModuleNature> {
    const out = new Map<number, ModuleNature>();
    for (const a of this.acts) {
      const id = a.k === "forward" ? a.object : a.k === "loss" ? a.ending.module : 0;
      if (id && !out.has(id)) out.set(id, moduleNature(this, id));
    }
    return out;
  }

  lineage(): Lineage {
    return {
      learned: this.learned,
      preds: this.preds,
      scores: this.scores,
      choices: this.choices,
      splits: this.splits,
      loops: this.loopTable,
      looks: this.looks,
      signs: this.signs,
      allSplits: [...this.splits.all().values()],
      evidence: this.evidence,
      events: this.events,
      acts: this.acts,
      modules: this.modulesUsed(),
    };
  }
}

/**
 * The state of one analysis: heap, variables, tables of facts, the call path. Interpreters (`eval.ts`, `exec.ts`, `effects/`) work on it.
 * Ids of facts come from place, call path and rows, so that an edit elsewhere does not change them.
 */
import type { SourceId, Span } from "../base/span.js";
import type { Expr, Fn, Stmt } from "../program/ir.js";
import type { FileSource } from "../program/program.js";
import type { Act, ClassFacts, ModuleNature } from "./acts.js";
import { moduleNature } from "./acts.js";
import { type ArgValue, arg, bindCall, type CallCtx, callValue } from "./calls.js";
import { applyRow } from "./effects.js";
import { assignName, attribute, evaluate } from "./eval.js";
import { assignTarget, execBlock } from "./exec.js";
import { type ColumnPick, column, columnPick, dropColumns, listItems as columnItems, mapCols, maskOf, setColumn, withoutRows, writeThrough } from "./frames.js";
import { joinValue } from "./join.js";
import type { CallableRow, ClassRow, EffectRow } from "./knowledge.js";
import { effectsOf, type Library } from "./library.js";
import type { Choice, Event, Evidence, Fit, Learned, Lineage, Look, Loop, Pred, Score, Sign, Split } from "./lineage.js";
import { fit, guessModel, inputData, scoreOf, scoreSelf } from "./models.js";
import { type Cut, concat, cut, fromSource, type Mix, mixed, type Rows, type Source } from "./rows.js";
import {
  any, type Cell, type Col, content, type Data, data, joinProv, Layered, type Mask, type Model, nothing, type Obj, type Prov, union, type UserClass, type Value,
} from "./values.js";

const noSpan = { source: "", start: 0, end: 0 } as unknown as Span;
/** Reductions of predictions beside labels that say how wrong they are; spreads, counts, correlations and ranks describe. */
const tellsError = /mean|sum|average|median|norm|rms|trace|count_nonzero/i;
/** Attributes of data that are not columns. */
const dataFields = new Set(["name", "dtype", "shape", "flags", "style", "T", "attrs", "requires_grad"]);
/** Protocols that an unresolved name used as a model may follow, most likely first. */
const guesses = ["classifier", "transformer", "resampler", "search", "kerasModel", "torchModule", "booster", "splitter"];

/** `df.columns = [...]`: names by position; all at once they say what the columns are called, not which is which. */
function renamed(t: Trace, d: Data, names: Value): Data {
  if (names.k === "names") return d;
  const pick = columnPick(t, names);
  const p = content({ ...d, base: nothing });
  const known = [...d.cols.keys()];
  if (pick.names && !d.rest && known.length === pick.names.length) return { ...d, cols: new Map(pick.names.map((n, i) => [n, d.cols.get(known[i] as string) as Col])) };
  if (!pick.names) return { ...d, removed: new Set(), open: true };
  const sources = d.rows.terms[0]?.source.key ?? "?";
  return { ...d, cols: new Map(pick.names.map((n) => [n, { p: { ...p, origin: new Set([`${sources}:${n}`]) } }])), rest: null, removed: new Set(), open: false };
}

export interface Frame {
  readonly id: number;
  readonly parent: Frame | null;
  readonly globals: ReadonlySet<string>;
  /** Function frames: names bound in the body. Module frames: null. */
  readonly locals: ReadonlySet<string> | null;
  returns: { value: Value }[];
  yields: Value[];
  readonly cls: UserClass | null;
  /** File the code stands in, for imports. */
  readonly path: string;
}

export interface Call {
  readonly at: Span;
  readonly name: string;
  /** A user class's own fit: learning inside stands at the call. */
  readonly isFit: boolean;
}

/** Steps allowed in one unit before it is given up. */
const budget = 60_000;

type SnapshotKeys = "vars" | "heap" | "learned" | "preds" | "scores" | "choices" | "loopTable" | "splits" | "looks" | "signs" | "evidence" | "events" | "unmodelled" | "called" | "classes" | "pendingFns" | "moduleValues" | "order" | "acts" | "foreign";
/** The state after a unit. Never changed afterwards. */
export type Snapshot = Readonly<Pick<Trace, SnapshotKeys>>;

export class GiveUp extends Error {}

export class Trace {
  vars = new Layered<string, Value>();
  heap = new Layered<number, Cell>();
  frame: Frame;
  readonly calls: Call[] = [];
  readonly loops: { id: number; iteration: number }[] = [];
  /** What the conditions around the current statement depend on. */
  control: Prov = nothing;

  learned = new Layered<number, Learned>();
  preds = new Layered<number, Pred>();
  scores = new Layered<number, Score>();
  choices = new Layered<number, Choice>();
  splits = new Layered<string, Split>();
  looks = new Layered<number, Look>();
  signs: Sign[] = [];
  loopTable = new Layered<number, Loop>();
  evidence: Evidence[] = [];
  events: Event[] = [];
  /** What else the program did, in order. */
  acts: Act[] = [];
  /** Blocks without gradients around the current statement. */
  noGrad = 0;
  /** Functions decorated to run without gradients. */
  readonly quiet = new WeakSet<Fn>();
  /** Sources and files that came from elsewhere. */
  foreign = new Map<string, string>();
  readonly classNotes = new Map<UserClass, ClassFacts>();
  /** Calls that met data and are not modelled. */
  unmodelled = new Map<string, { name: string; count: number; at: Span }>();
  /** What names held at last, for hovers: place of the name → value. */
  readonly seen = new Map<SourceId, { start: number; end: number; name: string; value: Value }[]>();
  readonly texts = new Map<SourceId, string>();
  /** Units of the document itself, imported files left out. */
  own: ReadonlySet<SourceId> = new Set();
  called = new Set<object>();

  private readonly keys = new Map<string, number>();
  private nextId = 1;
  private nextFrame = 1;
  steps = 0;
  order = 0;
  readonly root: Frame;

  constructor(readonly lib: Library, readonly files: FileSource, readonly path: string) {
    this.root = this.newFrame(null, null, path);
    this.frame = this.root;
  }

  newFrame(parent: Frame | null, locals: ReadonlySet<string> | null, path: string, cls: UserClass | null = null, globals: ReadonlySet<string> = new Set()): Frame {
    const f: Frame = { id: this.nextFrame++, parent, locals, globals, returns: [], yields: [], cls, path };
    this.framesById.set(f.id, f);
    return f;
  }
  private readonly framesById = new Map<number, Frame>();
  frameById(id: number): Frame {
    return this.framesById.get(id) ?? this.root;
  }

  tick(): void {
    if (++this.steps > budget) throw new GiveUp();
  }

  get exhausted(): boolean {
    return this.steps > budget;
  }

  /** A stable number for a key. */
  id(key: string): number {
    let id = this.keys.get(key);
    if (id === undefined) {
      id = this.keys.size + 1;
      this.keys.set(key, id);
    }
    return id;
  }

  /** Names a place in its call and loop context. */
  place(at: Span, tag = ""): string {
    let key = `${at.source}:${at.start}:${tag}`;
    for (const c of this.calls) key += `<${c.at.source}:${c.at.start}`;
    for (const l of this.loops) key += `@${l.id}.${l.iteration}`;
    return key;
  }

  path_(): Span[] {
    return this.calls.map((c) => c.at);
  }

  // Heap

  new(cell: Cell, p: Prov = nothing): Obj {
    const id = this.nextId++;
    if (cell.k === "model") this.models.set(id, cell);
    return { k: "obj", id, init: cell, p };
  }
  get(o: Obj): Cell {
    return this.heap.get(o.id) ?? o.init;
  }
  put(o: Obj, cell: Cell): void {
    this.heap.set(o.id, cell);
  }

  // Data

  asData(v: Value | undefined | null): Data | null {
    if (!v || v.k !== "obj") return null;
    const c = this.get(v);
    if (c.k === "data") return v.p === nothing ? c : { ...c, base: joinProv(c.base, v.p) };
    if (c.k === "unknown") return this.morphData(v);
    return null;
  }

  /** Like asData, but leaves unknown values unknown unless they are surely data. */
  peekData(v: Value | undefined | null): Data | null {
    if (!v || v.k !== "obj") return null;
    const c = this.get(v);
    return c.k === "data" ? c : null;
  }

  /** An unknown value is used as data. */
  morphData(o: Obj): Data {
    const c = this.get(o);
    if (c.k === "data") return c;
    if (c.k !== "unknown") return data(fromSource({ key: `obj:${o.id}`, kind: "unknown", label: "?", at: null }));
    const rest: Col = { p: { ...c.p, origin: new Set(c.rows.terms.map((t) => `${t.source.key}:*`)) } };
    const d = data(c.rows, { rest });
    this.put(o, d);
    return d;
  }

  newData(d: Data): Obj {
    return this.new(d);
  }

  unknown(name: string, at: Span | null, p: Prov = nothing, key?: string): Obj {
    const source: Source = { key: key ?? (at ? `call:${this.place(at)}` : `name:${name}`), kind: "unknown", label: name, at };
    return this.new({ k: "unknown", name, rows: fromSource(source), p });
  }

  /** Everything a value depends on. */
  prov(v: Value | undefined | null, depth = 0): Prov {
    if (!v) return nothing;
    switch (v.k) {
      case "const":
      case "any":
        return v.p;
      case "tuple":
        return v.items.reduce<Prov>((p, x) => joinProv(p, this.prov(x, depth + 1)), nothing);
      case "zip":
        return v.parts.reduce<Prov>((p, x) => joinProv(p, this.prov(x, depth + 1)), nothing);
      case "names":
        return v.of.base;
      case "indexer":
        return this.prov(v.of, depth + 1);
      case "obj": {
        if (depth > 4) return v.p;
        const c = this.get(v);
        if (c.k === "data") return joinProv(v.p, content(c));
        if (c.k === "unknown") return joinProv(v.p, c.p);
        if (c.k === "list") return c.items.slice(0, 24).reduce<Prov>((p, x) => joinProv(p, this.prov(x, depth + 1)), joinProv(v.p, c.p));
        if (c.k === "dict") {
          let p = joinProv(v.p, this.prov(c.rest, depth + 1));
          for (const x of [...c.entries.values()].slice(0, 24)) p = joinProv(p, this.prov(x, depth + 1));
          return p;
        }
        if (c.k === "model") return joinProv(v.p, c.settings);
        return v.p;
      }
      default:
        return nothing;
    }
  }

  /** First data that a value is or contains, for calls that take data in any wrapping. */
  dataIn(v: Value | undefined | null, depth = 0): Data | null {
    if (!v || depth > 3) return null;
    if (v.k === "tuple") return first(v.items, (x) => this.dataIn(x, depth + 1));
    if (v.k === "zip") return first(v.parts, (x) => this.dataIn(x, depth + 1));
    if (v.k !== "obj") return null;
    const c = this.get(v);
    if (c.k === "data") return c;
    if (c.k === "list") return first(c.items.slice(0, 6), (x) => this.dataIn(x, depth + 1));
    if (c.k === "dict") return first([...c.entries.values()].slice(0, 6), (x) => this.dataIn(x, depth + 1)) ?? this.dataIn(c.rest, depth + 1);
    return null;
  }

  // Facts

  private log(event: Omit<Event, "order">): void {
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

  private lineOf(at: Span): number {
    const text = this.texts.get(at.source) ?? "";
    let line = 1;
    for (let i = text.indexOf("\n"); i >= 0 && i < at.start; i = text.indexOf("\n", i + 1)) line++;
    return line;
  }

  learn(at: Span, fact: Omit<Learned, "id" | "at" | "path" | "line">): number {
    const where = this.blame(at);
    const key = `learn:${where.at.source}:${where.at.start}:${where.path.map((s) => `${s.source}${s.start}`).join(",")}:${fact.rows.key}:${fact.object && fact.via === "model" ? fact.object : 0}`;
    const id = this.id(key);
    const old = this.learned.get(id);
    this.learned.set(id, { ...fact, from: old ? joinProv(old.from, fact.from) : fact.from, id, at: where.at, path: where.path, line: old?.line ?? this.lineOf(where.at) });
    this.log({ k: fact.fit ? "fit" : "learn", id });
    return id;
  }

  pred(at: Span, fact: Omit<Pred, "id" | "at">): number {
    const id = this.id(`pred:${this.place(at)}:${fact.rows.key}:${[...fact.fits].join(",")}`);
    this.preds.set(id, { ...fact, id, at });
    return id;
  }

  score(at: Span, fact: Omit<Score, "id" | "at" | "path" | "order">, depth: number): number {
    // A score computed in a helper that was handed the predictions stands at the call of the helper.
    const call = this.calls[depth];
    const { at: where, path } = call && this.own.has(call.at.source) ? { at: call.at, path: this.calls.slice(0, depth).map((c) => c.at) } : this.blame(call ? call.at : at);
    const id = this.id(`score:${where.source}:${where.start}:${path.map((s) => s.start).join(",")}:${fact.metric}:${fact.rows.key}:${fact.models.map((m) => m.object).join(",")}`);
    const order = this.order;
    const old = this.scores.get(id);
    const settings = old ? joinProv(old.settings, fact.settings) : fact.settings;
    this.scores.set(id, { ...fact, settings, id, at: where, path, order });
    this.log({ k: "score", id });
    return id;
  }

  /** A score whose number a function throws away is shown to nobody; networks show theirs themselves. */
  unread(v: Value, at: Span): void {
    if (v.k !== "any") return;
    for (const id of v.p.scores) {
      const s = this.scores.get(id);
      if (s?.kind === "holdout" && s.at.source === at.source && s.at.start >= at.start && s.at.end <= at.end && s.path.length === this.calls.length && !/^(loss|compiled)$/.test(s.metric)) this.scores.set(id, { ...s, kind: "monitor" });
    }
  }

  choice(at: Span, fact: Omit<Choice, "id" | "at" | "path">): number {
    const where = this.own.has(at.source) ? { at, path: this.path_() } : this.blame(at);
    const id = this.id(`choice:${where.at.source}:${where.at.start}:${fact.kind}:${fact.rows.key}`);
    this.choices.set(id, { ...fact, id, ...where });
    this.log({ k: "choice", id });
    return id;
  }

  split(s: Split): void {
    if (!this.splits.get(s.id)) this.splits.set(s.id, s);
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
    if (!this.signs.some((x) => x.at.source === at.source && x.at.start === at.start && x.kind === s.kind && x.rows?.key === s.rows?.key)) this.signs.push({ ...s, at });
  }

  note(at: Span, kind: string, what: string): void {
    if (!this.evidence.some((e) => e.at.source === at.source && e.at.start === at.start && e.kind === kind)) this.evidence.push({ at, kind, what });
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

  // Values

  attribute(v: Value, name: string, at: Span): Value {
    return attribute(this, v, name, at);
  }
  callValue(f: Value, args: readonly ArgValue[], at: Span, name: string): Value {
    return callValue(this, f, args, at, name, null);
  }
  assignTarget(target: Expr, v: Value): void {
    assignTarget(this, target, v, null);
  }
  columnPick(v: Value): ColumnPick {
    return columnPick(this, v);
  }
  joinTwo(a: Value, b: Value): Value {
    return joinValue(this, a, b);
  }
  joinValues(list: readonly Value[], extra: Prov): Value {
    const [head, ...rest] = list.slice(0, 12);
    if (!head) return any(extra);
    return this.withProv(rest.reduce<Value>((a, b) => joinValue(this, a, b), head), extra);
  }
  /** The same value, depending on more. */
  withProv(v: Value, p: Prov): Value {
    if (p === nothing || (!p.scores.size && !p.chosen.size && !p.learned.size && !p.vary.size && !p.preds.size && !p.conf)) return v;
    if (v.k === "obj") return { ...v, p: joinProv(v.p, p) };
    if (v.k === "const" || v.k === "any") return { ...v, p: joinProv(v.p, p) };
    if (v.k === "tuple") return { k: "tuple", items: v.items.map((x) => this.withProv(x, p)) };
    return v;
  }
  controlled(v: Value): Value {
    return this.control === nothing ? v : this.withProv(v, this.control);
  }
  setName(e: Expr, v: Value): void {
    if (e.k === "name") assignName(this, e.name, v, e.at);
  }
  /** Data that selects rows: masks, positions, indexes. */
  asDataLike(v: Value): Data | null {
    return this.peekData(v);
  }
  isModelLike(v: Value): boolean {
    if (v.k !== "obj") return false;
    const c = this.get(v);
    return c.k === "model" || c.k === "inst" || c.k === "unknown";
  }

  // Functions and classes

  readonly activeFns: Fn[] = [];
  /** How often each function was run for the current unit. */
  readonly contexts = new Map<Fn, number>();
  pendingFns: (Value & { k: "fn" })[] = [];
  classes: UserClass[] = [];

  makeFn(fn: Fn): Value {
    return { k: "fn", fn, frame: this.frame.id, defaults: this.defaultsOf(fn), cls: null };
  }
  defaultsOf(fn: Fn): ReadonlyMap<string, Value> {
    const out = new Map<string, Value>();
    for (const p of fn.params) if (p.default) out.set(p.name, evaluate(this, p.default));
    return out;
  }
  moduleFrame(f: Frame): Frame {
    let m = f;
    while (m.parent) m = m.parent;
    return m;
  }
  isClassFrame(id: number): boolean {
    return this.classes.some((c) => c.frame === id);
  }
  methodOf(cls: UserClass, name: string, depth = 0): (Value & { k: "fn" }) | null {
    const own = cls.attrs.get(name);
    if (own?.k === "fn") return own;
    if (depth > 6) return null;
    for (const b of cls.bases) {
      const up = b.k === "class" ? this.methodOf(b.cls, name, depth + 1) : null;
      if (up) return up;
    }
    return null;
  }
  classAttr(cls: UserClass, name: string, depth = 0): Value | null {
    const own = cls.attrs.get(name);
    if (own || depth > 6) return own ?? null;
    for (const b of cls.bases) {
      const up = b.k === "class" ? this.classAttr(b.cls, name, depth + 1) : null;
      if (up) return up;
    }
    return null;
  }
  /** The first parameter of the method being run. */
  selfOf(): Value | null {
    const fn = this.activeFns.at(-1);
    const p = fn?.params[0];
    return p ? (this.vars.get(`${this.frame.id}:${p.name}`) ?? null) : null;
  }
  setAttr(base: Value, name: string, v: Value): void {
    if (base.k !== "obj") return;
    const c = this.get(base);
    if (c.k === "inst") this.put(base, { ...c, attrs: new Map([...c.attrs, [name, v] as const]) });
    else if (c.k === "model") {
      const p = this.prov(v);
      const settings = c.init.has(name) ? joinProv(c.settings, { ...nothing, scores: p.scores, chosen: p.chosen, vary: p.vary }) : c.settings;
      this.put(base, { ...c, settings, attrs: new Map([...c.attrs, [name, v] as const]) });
    } else if (c.k === "data" && name !== "index") {
      if (name === "columns") this.put(base, renamed(this, c, v));
      else if (!dataFields.has(name)) this.put(base, setColumn(this, c, name, v, null));
    } else if (c.k === "unknown" && name !== "columns") {
      this.put(base, { k: "inst", cls: { name: c.name, at: noSpan, bases: [], attrs: new Map(), frame: 0 }, attrs: new Map([[name, v]]) });
    }
  }
  methodRow(m: Model, name: string): CallableRow | null {
    const own = m.row?.methods && Object.hasOwn(m.row.methods, name) ? m.row.methods[name] : undefined;
    if (own) return own;
    if (m.protocol !== "?") return this.lib.method(m.protocol, name);
    for (const p of guesses) {
      const row = this.lib.method(p, name);
      if (row) return row;
    }
    return null;
  }
  applyAttribute(base: Obj, e: EffectRow, name: string, at: Span | null): Value {
    const row: CallableRow = { does: e };
    return applyRow(this, row, bindCall(row, at ?? noSpan, null, name, base, null, []));
  }

  // Data helpers

  getColumn(base: Obj, d: Data, name: string): Value {
    return column(this, d, name, base);
  }
  /** Without a name: some column, nobody knows which. */
  dropColumn(base: Obj, name: string | null): void {
    const d = this.asData(base);
    if (d) this.put(base, { ...dropColumns(d, name === null ? null : [name], nothing) });
  }
  afterInPlace(o: Obj): void {
    const c = this.get(o);
    if (c.k === "data") writeThrough(this, o, c);
  }
  without(rows: Rows, gone: Rows): Rows {
    return withoutRows(rows, gone, noSpan);
  }
  maskOf(v: Obj, d: Data): Mask {
    return maskOf(this, v, d);
  }
  mixRows(rows: Rows, mix: Mix): Rows {
    return mixed(rows, mix);
  }
  /** A statistic of rows: knowledge without rows. Of predictions and labels together it is a score. */
  statistic(d: Data, at: Span, what: string, p: Prov, name = "", weight: "statistic" | "count" = "statistic", grouped = false): Value {
    if (p.preds.size && weight !== "count" && tellsError.test(what) && this.judges(p, d)) return scoreOf(this, at, p, p, what, "either", name, "any");
    if (p.preds.size || d.pos || d.isIndex) return any({ ...p, origin: nothing.origin });
    const id = this.learn(at, { what, name, via: "statistic", weight, rows: d.rows, from: p, y: null, supervised: false, grouped, object: 0, conf: p.conf, fit: null });
    return any({ ...addLearned(p, id), origin: nothing.origin });
  }
  /** Whether a value is the labels that these predictions try to tell. */
  isTruthOf(truth: Prov, pred: Prov): boolean {
    if (truth.preds.size || !truth.origin.size) return false;
    for (const id of pred.preds)
      for (const f of this.preds.get(id)?.fits ?? []) {
        const y = this.learned.get(f)?.fit?.y;
        for (const o of y?.origin ?? []) if (truth.origin.has(o)) return true;
      }
    return false;
  }
  /** Whether a value holds predictions together with what they should have been. */
  private judges(p: Prov, d: Data): boolean {
    if (!p.origin.size) return false;
    for (const id of p.preds)
      for (const f of this.preds.get(id)?.fits ?? []) {
        const y = this.learned.get(f)?.fit?.y;
        if (!y?.origin.size) return d.cols.size === 0;
        // Labels of other rows than the training ones may come from elsewhere: an array beside predictions that is no feature.
        const features = this.preds.get(id)?.features.origin;
        if (d.cols.size === 0 && d.column === null && [...p.origin].some((o) => !features?.has(o))) return true;
        for (const o of y.origin) if (p.origin.has(o) || (o.endsWith(":*") && [...p.origin].some((x) => x.startsWith(o.slice(0, -1))))) return true;
      }
    return false;
  }
  /** Rows that a marker column picks (`df[df.is_train == 1]`). */
  markedRows(d: Data, value: string | number | boolean | null): Rows | null {
    const marks = d.rest?.marks;
    if (!marks?.length) return null;
    const hit = marks.filter((m) => m.value === value || Number(m.value) === Number(value));
    const miss = marks.filter((m) => !hit.includes(m));
    return hit.length && miss.length ? concat(hit.map((m) => m.rows)) : null;
  }
  missingMask(self: Value, out: Value, missing: boolean, at: Span): Value {
    const d = this.peekData(self);
    const o = out.k === "obj" ? this.get(out) : null;
    if (!d || o?.k !== "data") return out;
    const clear = mapCols(o, (p) => ({ ...p, origin: nothing.origin }));
    const id = `missing:${d.rows.key}/${[...content(d).origin].sort().join(",")}`;
    return this.newData({ ...clear, mask: { cut: { id, part: missing ? "T" : "!T", kind: "filter", at }, rows: null } });
  }
  isinMask(self: Value, out: Value, which: Value | undefined, at: Span, text: string): Value {
    const d = this.peekData(self);
    const o = out.k === "obj" ? this.get(out) : null;
    if (!d || o?.k !== "data") return out;
    const k = which ? this.peekData(which) : null;
    if (d.isIndex && k?.isIndex) {
      const rows = (k.pos?.cuts ?? []).reduce(cut, k.rows);
      return this.newData({ ...o, rows: d.rows, mask: { cut: { id: `isin:${rows.key}`, part: "T", kind: "filter", at }, rows } });
    }
    const id = `isin:${d.rows.key}/${[...content(d).origin].sort().join(",")}:${text || this.place(at)}`;
    return this.newData({ ...o, rows: d.rows, mask: { cut: { id, part: "T", kind: "filter", at }, rows: null } });
  }
  /** One of `n` unpacked parts of data: some rows of it, nobody knows which. */
  partOf(d: Data, i: number, n: number, at: Span): Value {
    if (d.elem) return this.newData({ ...d });
    if (d.as === "kerasFlow" || d.as === "batches" || d.as === "torchLoader") return i === 1 && d.label ? d.label : this.newData({ ...d, as: "data" });
    if (n === 2 && d.label) return i === 1 ? d.label : this.newData({ ...d, label: null });
    const c: Cut = { id: `part:${this.place(at)}`, part: String(i), kind: "opaque", at };
    return this.newData({ ...d, rows: cut(d.rows, c), view: null, mask: null });
  }
  /** TensorDataset(X, y), DMatrix(X, label): data that keeps its arrays. */
  holdData(row: ClassRow, c: CallCtx): Value {
    const names = row.traits?.data ?? [];
    const values: Value[] = [];
    for (const n of names) {
      const v = arg(c, n);
      if (v?.k === "tuple" && n === "args") values.push(...v.items);
      else if (v) values.push(v);
    }
    if (c.star.length) values.push(...c.star.map((a) => a.value).filter((v) => !values.includes(v)));
    const labelArg = row.traits?.label ? arg(c, row.traits.label) : undefined;
    const [first] = values;
    const X = first ? inputData(this, first) : null;
    if (!X) return this.unknown(c.name, c.at);
    const second = labelArg ?? (values.length > 1 ? values.at(-1) : undefined);
    const label = second && second !== first && second.k === "obj" && this.asData(second) ? second : X.label;
    return this.newData({ ...X, as: row.is, label, view: null, mask: null, elem: false });
  }

  // Signs of imbalance

  imbalanceSigns(m: Model, c: CallCtx): void {
    for (const name of ["class_weight", "scale_pos_weight", "is_unbalance", "auto_class_weights", "class_weights", "pos_weight"]) {
      const v = arg(c, name);
      if (v && !(v.k === "const" && (v.v === null || v.v === 1 || v.v === false))) this.note(c.at, "weights", name);
    }
    if (m.row?.traits?.resamples) this.note(c.at, "resampling", m.name);
  }
  paramSigns(params: Value | undefined, at: Span): void {
    const d = params?.k === "obj" ? this.get(params) : null;
    if (d?.k !== "dict") return;
    for (const name of ["scale_pos_weight", "is_unbalance", "unbalance"]) {
      const v = d.entries.get(name);
      if (v && !(v.k === "const" && (v.v === null || v.v === 1 || v.v === false))) this.note(at, "weights", name);
    }
  }
  unevenWeights(v: Value, at: Span): void {
    const items = (columnItems(this, v) ?? []).map((x) => (x.k === "const" && typeof x.v === "number" ? x.v : null));
    const known = items.filter((x): x is number => x !== null);
    if (known.length && (Math.max(...known) >= 0.8 || (known.length === 1 && (known[0] as number) <= 0.2))) this.note(at, "weights", "weights");
  }
  compiledMetric(m: Model): string {
    const v = m.attrs.get("#metrics");
    const items = v ? columnItems(this, v) : null;
    const names = (items ?? []).flatMap((x) => (x.k === "const" ? [String(x.v)] : x.k === "lib" ? [x.path] : ["other"]));
    if (!names.length) return "loss";
    return names.every((n) => /^(acc|accuracy|binary_accuracy|categorical_accuracy|sparse_categorical_accuracy)$/.test(n)) ? "accuracy" : "compiled";
  }

  // Networks trained by hand

  backward(loss: Value | null, at: Span): void {
    const p = this.prov(loss);
    for (const id of p.preds) {
      const pred = this.preds.get(id);
      if (!pred) continue;
      const o: Obj = { k: "obj", id: pred.object, init: this.heap.get(pred.object) ?? ({ k: "unknown", name: "", rows: pred.rows, p: nothing } as Cell), p: nothing };
      const m = this.heap.get(pred.object) ?? this.models.get(pred.object);
      if (m?.k !== "model") continue;
      const fact: Fit = { rows: pred.rows, yRows: null, x: pred.features, columns: { named: new Map(), restMinus: [], at: null }, y: null, settings: pred.settings, task: "any", flags: new Set([`pred:${id}`]), partial: true };
      const id2 = this.learn(at, { what: m.name, name: "", via: "model", weight: "statistic", rows: pred.rows, from: pred.features, y: null, supervised: true, grouped: false, object: pred.object, conf: Math.max(1, pred.conf), fit: fact });
      this.put(o, { ...m, knows: union(m.knows, new Set([id2])) });
    }
  }
  /** Predictions and cluster numbers as a model gave them, by its name. */
  readonly asGiven = new WeakMap<Data, string>();
  /** Models by heap id as they were made, for those never changed since. */
  readonly models = new Map<number, Cell>();
  notePending(c: CallCtx): void {
    void c;
  }
  objectiveArgs(fn: Value, trial: Value, loop: number): ArgValue[] {
    const vary: Prov = { ...nothing, vary: new Set([loop]) };
    const f = fn.k === "bound" ? fn.fn : fn.k === "fn" ? fn : null;
    const params = f ? f.fn.params.filter((p) => p.kind === "plain" || p.kind === "kwonly") : [];
    const skip = fn.k === "bound" ? 1 : 0;
    if (params.length - skip <= 1) return [{ name: null, value: trial }];
    return params.slice(skip).map((p) => ({ name: p.name, value: any(vary) }));
  }
  guessUse(model: Obj, rows: Value, use: "fit" | "score", at: Span): Value | null {
    guessModel(this, model, use === "fit" ? "fit" : "predict", []);
    const m = this.get(model);
    const X = inputData(this, rows);
    if (m.k !== "model" || !X) return null;
    const e: EffectRow = { op: use, X: "X", y: "y" };
    const y: ArgValue[] = X.label ? [{ name: "y", value: X.label }] : [];
    const c = bindCall({ sig: "(X, y=None)" }, at, null, m.name, model, null, [{ name: null, value: rows }, ...y]);
    this.put(model, { ...m, conf: Math.max(1, m.conf) });
    return use === "fit" ? fit(this, c, e) : scoreSelf(this, c, e);
  }

  // Local modules

  lower: ((path: string, text: string) => readonly Stmt[]) | null = null;
  loadModule(module: string, level: number): Value | null {
    if (!this.lower || (!module && !level)) return null;
    const known = level === 0 && this.lib.find(module).what !== "unknown" && !this.lib.isOwn(module);
    if (known) return null;
    const file = this.files.resolve(this.frame.path, module, level);
    if (!file) return null;
    const cached = this.moduleValues.get(file.path);
    if (cached) return cached;
    const frame = this.newFrame(null, null, file.path);
    const holder = this.new({ k: "inst", cls: { name: file.path, at: noSpan, bases: [], attrs: new Map(), frame: frame.id }, attrs: new Map() });
    this.moduleValues.set(file.path, holder);
    if (this.moduleValues.size > 40) return holder;
    const saved = this.frame;
    const control = this.control;
    this.frame = frame;
    this.control = nothing;
    execBlock(this, this.lower(file.path, file.text));
    this.frame = saved;
    this.control = control;
    this.put(holder, { k: "inst", cls: { name: file.path, at: noSpan, bases: [], attrs: new Map(), frame: frame.id }, attrs: this.namesOf(frame) });
    return holder;
  }
  moduleValues = new Map<string, Obj>();
  private namesOf(frame: Frame): Map<string, Value> {
    const out = new Map<string, Value>();
    const prefix = `${frame.id}:`;
    for (const [n, v] of this.vars.all()) if (n.startsWith(prefix)) out.set(n.slice(prefix.length), v);
    return out;
  }
  moduleNames(o: Obj): ReadonlyMap<string, Value> {
    const c = this.get(o);
    return c.k === "inst" ? c.attrs : new Map();
  }

  // Snapshots

  snapshot(): Snapshot {
    return {
      vars: this.vars, heap: this.heap, learned: this.learned, preds: this.preds, scores: this.scores, choices: this.choices, loopTable: this.loopTable, splits: this.splits,
      looks: this.looks, signs: this.signs, evidence: this.evidence, events: this.events, unmodelled: this.unmodelled, called: this.called, classes: this.classes, pendingFns: this.pendingFns, moduleValues: this.moduleValues, order: this.order, acts: this.acts, foreign: this.foreign,
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
    this.activeFns.length = 0;
    this.control = nothing;
  }

  /** `@torch.no_grad` without brackets. */
  isNoGrad(v: Value): boolean {
    return v.k === "lib" && v.what === "function" && effectsOf((v.row ?? {}) as CallableRow).some((e) => e.op === "noGrad" && !e.unless);
  }
  /** How the modules behave that were called or scored with a loss. */
  private modulesUsed(): ReadonlyMap<number, ModuleNature> {
    const out = new Map<number, ModuleNature>();
    for (const a of this.acts) {
      const id = a.k === "forward" ? a.object : a.k === "loss" ? a.ending.module : 0;
      if (id && !out.has(id)) out.set(id, moduleNature(this, id));
    }
    return out;
  }

  lineage(): Lineage {
    return {
      learned: this.learned, preds: this.preds, scores: this.scores, choices: this.choices, splits: this.splits, loops: this.loopTable,
      looks: this.looks, signs: this.signs, allSplits: [...this.splits.all().values()], evidence: this.evidence, events: this.events,
      acts: this.acts, modules: this.modulesUsed(),
    };
  }
}


function first<T, R>(list: readonly T[], f: (x: T) => R | null): R | null {
  for (const x of list) {
    const r = f(x);
    if (r) return r;
  }
  return null;
}

export const narrow = (d: Data, cuts: readonly Cut[]): Rows => cuts.reduce(cut, d.rows);

export const addLearned = (p: Prov, id: number): Prov => ({ ...p, learned: union(p.learned, new Set([id])) });

export type { Model };

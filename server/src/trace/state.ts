/**
 * The state of one analysis: variables, heap, frames, the call path, names for places. Interpreters (`eval.ts`, `exec.ts`, the effects) work on it
 * through `Trace`. Ids of facts come from place, call path and rows, so that an edit elsewhere does not change them.
 */
import type { SourceId, Span } from "../base/span.js";
import type { Expr, Fn, Stmt } from "../program/ir.js";
import type { FileSource } from "../program/program.js";
import type { Act, ClassFacts } from "./acts.js";
import { Layered } from "./layered.js";
import type { Library } from "./library.js";
import type { Choice, Event, Evidence, Learned, Look, Loop, Pred, Score, Sign, Split } from "./lineage.js";
import { fromSource, type Source } from "./rows.js";
import { type Cell, type Col, content, type Data, data, type IdSet, joinProv, nothing, type Obj, type Prov, type UserClass, type Value } from "./values.js";

export interface Frame {
  readonly id: number;
  readonly parent: Frame | null;
  readonly globals: ReadonlySet<string>;
  /** Function frames: names bound in the body. Module frames: null. */
  readonly locals: ReadonlySet<string> | null;
  returns: { value: Value }[];
  /** The condition over one row under which statements run just now. */
  decided?: Value | undefined;
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

export class GiveUp extends Error {}

/** Begins the names of arms of conditions that turn out the same in every round of the loops around them. */
const settledArm = "settled:";

export class State {
  vars = new Layered<string, Value>();
  heap = new Layered<number, Cell>();
  frame: Frame;
  readonly calls: Call[] = [];
  /** `many`: two rounds stand for more than that. */
  readonly loops: { id: number; iteration: number; many?: boolean }[] = [];
  /** The arms of conditions that nobody can decide around the current statement. */
  readonly arms: string[] = [];
  /** The objects that the arms read that are not taken, of the conditions around the current statement. */
  readonly otherArms: IdSet[] = [];
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
  /** The expression that is a statement by itself: nobody takes its value. */
  alone: Expr | null = null;
  /** Functions decorated to run without gradients. */
  readonly quiet = new WeakSet<Fn>();
  /** Sources and files that came from elsewhere. */
  foreign = new Map<string, string>();
  /** Calls whose data sets were told since to leave their rows as they are. */
  unaugmented = new Set<string>();
  readonly classNotes = new Map<UserClass, ClassFacts>();
  /** Calls that met data and are not modelled. */
  unmodelled = new Map<string, { name: string; count: number; at: Span }>();
  /** What names held at last, for hovers: place of the name → value. */
  readonly seen = new Map<SourceId, { start: number; end: number; name: string; value: Value }[]>();
  readonly texts = new Map<SourceId, string>();
  /** Units of the document itself, imported files left out. */
  own: ReadonlySet<SourceId> = new Set();
  called = new Set<object>();
  /** Code is read that nothing in the notebook leads to. */
  neverRun = false;

  protected readonly keys = new Map<string, number>();
  protected nextId = 1;
  protected nextFrame = 1;
  steps = 0;
  order = 0;
  readonly root: Frame;

  readonly activeFns: Fn[] = [];
  /** How often each function was run for the current unit. */
  readonly contexts = new Map<Fn, number>();
  pendingFns: (Value & { k: "fn" })[] = [];
  classes: UserClass[] = [];
  /** Predictions and cluster numbers as a model gave them, by its name. */
  readonly asGiven = new WeakMap<Data, string>();
  /** Models by heap id as they were made, for those never changed since. */
  readonly models = new Map<number, Cell>();
  lower: ((path: string, text: string) => readonly Stmt[]) | null = null;
  moduleValues = new Map<string, Obj>();

  constructor(
    readonly lib: Library,
    readonly files: FileSource,
    readonly path: string,
  ) {
    this.root = this.newFrame(null, null, path);
    this.frame = this.root;
  }

  newFrame(
    parent: Frame | null,
    locals: ReadonlySet<string> | null,
    path: string,
    cls: UserClass | null = null,
    globals: ReadonlySet<string> = new Set(),
  ): Frame {
    const f: Frame = { id: this.nextFrame++, parent, locals, globals, returns: [], yields: [], cls, path };
    this.framesById.set(f.id, f);
    return f;
  }
  protected readonly framesById = new Map<number, Frame>();
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

  /** Names a place in its calls, in whatever round of a loop. */
  lasting(at: Span, tag = ""): string {
    let key = `${at.source}:${at.start}:${tag}`;
    for (const c of this.calls) key += `<${c.at.source}:${c.at.start}`;
    return key;
  }

  /** Names a place in its call and loop context. */
  place(at: Span, tag = ""): string {
    let key = this.lasting(at, tag);
    for (const l of this.loops) key += `@${l.id}.${l.iteration}`;
    return key;
  }

  /** The arms of conditions around the current statement that turn out the same in every round of the loops around them. */
  protected settledArms(): string[] {
    return this.arms.filter((x) => x.startsWith(settledArm));
  }

  /** Runs one arm of a condition that nobody can decide: what happens there knows in which it stood. One that varies with no loop is the same in every round. */
  inArm<T>(test: Span, p: Prov, arm: number, work: () => T): T {
    const settled = !p.vary.size && !this.loops.some((l) => this.loopTable.get(l.id)?.while);
    this.arms.push(`${settled ? settledArm : ""}${settled ? this.lasting(test) : this.place(test)}#${arm}`);
    const out = work();
    this.arms.pop();
    return out;
  }

  /** The rounds of the loops that a value varies with: the same text means other numbers in another round. */
  round(p: Prov): string {
    return this.loops
      .filter((l) => p.vary.has(l.id))
      .map((l) => `@${l.id}.${l.iteration}`)
      .join("");
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
    if (v?.k !== "obj") return null;
    const c = this.get(v);
    if (c.k === "data") return v.p === nothing ? c : { ...c, base: joinProv(c.base, v.p) };
    if (c.k === "unknown") return this.morphData(v);
    return null;
  }

  /** Like asData, but leaves unknown values unknown unless they are surely data. */
  peekData(v: Value | undefined | null): Data | null {
    if (v?.k !== "obj") return null;
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
}

function first<T, R>(list: readonly T[], f: (x: T) => R | null): R | null {
  for (const x of list) {
    const r = f(x);
    if (r) return r;
  }
  return null;
}

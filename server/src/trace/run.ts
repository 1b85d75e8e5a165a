/** Runs the trace over units, keeping a snapshot after each, so that an edit re-runs from the first changed unit. */
import type { SourceId } from "../base/span.js";
import type { Fn, Stmt } from "../program/ir.js";
import { dotted } from "../program/names.js";
import { analysisOrder } from "../program/order.js";
import type { FileSource, Unit } from "../program/program.js";
import { neverUsed } from "../program/reach.js";
import { callFunction, instantiate } from "./calls.js";
import { execBlock } from "./exec.js";
import type { Snapshot } from "./facts.js";
import type { Library } from "./library.js";
import type { Lineage, Pred } from "./lineage.js";
import { forgetRelations } from "./rows.js";
import { GiveUp } from "./state.js";
import { Trace } from "./trace.js";
import type { UserClass, Value } from "./values.js";

export interface Result {
  readonly lineage: Lineage;
  readonly notModelled: Trace["unmodelled"];
  readonly seen: Trace["seen"];
  readonly gaveUp: readonly SourceId[];
  readonly texts: ReadonlyMap<SourceId, string>;
  /** Stored outputs by unit, for evidence. */
  readonly units: readonly Unit[];
  readonly predictions: readonly Pred[];
  readonly trace: Trace;
}

export class Runner {
  private readonly trace: Trace;
  private done: { body: readonly Stmt[]; after: Snapshot; gaveUp: boolean }[] = [];
  private readonly start: Snapshot;

  constructor(lib: Library, files: FileSource, path: string, lower: (path: string, text: string) => readonly Stmt[]) {
    this.trace = new Trace(lib, files, path);
    this.trace.lower = lower;
    this.start = this.trace.snapshot();
  }

  /** Analyses `units`; those before the first changed one are not run again. */
  run(units: readonly Unit[]): Result {
    const t = this.trace;
    forgetRelations();
    const order = analysisOrder(units.map((u) => u.body));
    const sequence = order.map((i) => units[i] as Unit);
    let same = 0;
    while (same < sequence.length && same < this.done.length && this.done[same]?.body === sequence[same]?.body) same++;
    this.done.length = same;
    t.own = new Set(units.map((u) => u.input.source));
    for (const u of units) t.texts.set(u.input.source, u.input.text);
    for (let i = same; i < sequence.length; i++) {
      const u = sequence[i] as Unit;
      t.restore(this.done[i - 1]?.after ?? this.start);
      t.contexts.clear();
      t.seen.delete(u.input.source);
      t.steps = 0;
      const gaveUp = bounded(() => execBlock(t, u.body));
      this.done.push({ body: u.body, after: t.snapshot(), gaveUp });
    }
    t.restore(this.done.at(-1)?.after ?? this.start);
    const overrun = !enterUncalled(t, sequence);
    const gaveUp = sequence.filter((_, i) => this.done[i]?.gaveUp || (overrun && i === sequence.length - 1)).map((u) => u.input.source);
    return { lineage: t.lineage(), notModelled: t.unmodelled, seen: t.seen, gaveUp, texts: t.texts, units, predictions: [...t.preds.all().values()], trace: t };
  }
}

/** True when the work was given up for its size. Deep recursion of hostile text ends the same way. */
function bounded(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (e) {
    if (e instanceof GiveUp || e instanceof RangeError) return true;
    throw e;
  }
}

/** Functions and classes nobody uses are entered with unknown arguments: their own source, split and score may prove something. */
function enterUncalled(t: Trace, units: readonly Unit[]): boolean {
  // All of them share one allowance of steps and of contexts: a library of a hundred functions is not a hundred programs.
  t.steps = 0;
  t.contexts.clear();
  let fine = true;
  const calls = (work: () => void): void => {
    const before = t.snapshot();
    t.restore(before);
    if (t.exhausted || bounded(work)) fine = false;
    // What an uncalled function did to objects must not be seen by the next one; what it learned is kept in the log.
    const { events, learned, preds, scores, choices, loopTable, splits, looks, signs, evidence, unmodelled, called, order, acts } = t.snapshot();
    t.restore({ ...before, events, learned, preds, scores, choices, loopTable, splits, looks, signs, evidence, unmodelled, called, order, acts });
  };
  const idle = neverUsed(units, units.every((u) => u.input.cell === null) && t.events.some((e) => e.k === "fit"));
  for (const v of globalsOf(t, units)) {
    if (v.k === "fn" && isUnitTest(v.fn)) continue;
    // Of what nothing leads to there is no result that could mislead.
    t.neverRun = idle.has(v.k === "fn" ? v.fn.name : v.k === "class" ? v.cls.name : "");
    if (v.k === "fn" && !t.called.has(v.fn)) calls(() => callFunction(t, v, null, [], v.fn.nameAt, v.fn.name));
    if (v.k === "class") enterClass(t, v.cls, calls);
  }
  t.neverRun = false;
  return fine;
}

/** Functions that a test runner calls: their scores are checks of code, nobody reports them. */
const isUnitTest = (fn: Fn): boolean => fn.name.startsWith("test_") && fn.body.some(asserts);

function asserts(s: Stmt): boolean {
  if (s.k === "assert") return true;
  if (s.k === "expr") return s.value.k === "call" && /^(self\.)?assert/.test(dotted(s.value.func));
  return "body" in s && s.body.some(asserts);
}

function enterClass(t: Trace, cls: UserClass, calls: (work: () => void) => void): void {
  const methods = [...cls.attrs.values()].filter((v): v is Value & { k: "fn" } => v.k === "fn" && !isUnitTest(v.fn));
  const open = methods.filter((m) => !t.called.has(m.fn));
  if (!open.length) return;
  calls(() => {
    const self = instantiate(t, cls, [], cls.at);
    // fit before anything else, as every user of such a class does.
    const order = [...open].sort((a, b) => rank(a.fn.name) - rank(b.fn.name));
    // By no name: nobody calls its `fit`, so what is learned inside stands where it is written.
    for (const m of order) if (!t.called.has(m.fn)) callFunction(t, m, m.cls ? self : null, [], m.fn.nameAt);
  });
}

const rank = (name: string): number => (/^(fit|train|prepare|load|build)/.test(name) ? 0 : /^(predict|eval|score|test)/.test(name) ? 2 : 1);

function globalsOf(t: Trace, units: readonly Unit[]): Value[] {
  const out: Value[] = [];
  for (const u of units)
    for (const s of u.body) {
      const name = s.k === "def" ? s.fn.name : s.k === "class" ? s.name : null;
      const v = name ? t.vars.get(`${t.root.id}:${name}`) : undefined;
      if (v && (v.k === "fn" || v.k === "class") && !out.includes(v)) out.push(v);
    }
  return out;
}

/** Splits as they are written: which names hold the training part and which the parts held out. */
import { samePlace } from "../../base/span.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Split } from "../../trace/lineage.js";
import type { Evaluation, Questions } from "../../trace/questions.js";
import { cutsOf } from "../../trace/rows.js";
import { calledName } from "../splits.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** `A, B, C, D = train_test_split(x, y, …)`. */
export interface WrittenSplit {
  readonly place: Place;
  readonly call: Expr & { k: "call" };
  /** What is split, in order. */
  readonly inputs: readonly Expr[];
  /** For each input, the names of its training and its held-out part. */
  readonly parts: readonly { readonly train: string; readonly test: string }[];
  /** The text of the other arguments: `test_size=0.2, random_state=0`. */
  readonly options: readonly { readonly name: string; readonly value: Expr; readonly text: string }[];
}

/** The split that a statement makes; null when it is not one that can be rewritten. */
export function writtenSplit(view: View, place: Place): WrittenSplit | null {
  const s = place.stmt;
  if (s.k !== "assign" || s.targets.length !== 1 || s.value.k !== "call") return null;
  const [target] = s.targets;
  if (!target || (target.k !== "tuple" && target.k !== "list")) return null;
  const call = s.value;
  if (calledName(call) !== "train_test_split" || call.args.some((a) => a.star)) return null;
  const inputs = call.args.filter((a) => a.name === null).map((a) => a.value);
  const names = target.items.map((t) => (t.k === "name" ? t.name : null));
  if (!inputs.length || names.length !== inputs.length * 2 || names.some((n) => n === null)) return null;
  // A name that is written twice holds the last of its parts: the others are lost, and nothing is to be made of them.
  if (names.some((n, i) => n !== "_" && names.indexOf(n) !== i)) return null;
  const parts = inputs.map((_, i) => ({ train: names[2 * i] as string, test: names[2 * i + 1] as string }));
  // A part without rows is none.
  if (call.args.some((a) => a.name === "test_size" && a.value.k === "const" && a.value.value === 0)) return null;
  const options = call.args.flatMap((a) => (a.name ? [{ name: a.name, value: a.value, text: `${a.name}=${view.textOf(a.value.at)}` }] : []));
  return { place, call, inputs, parts, options };
}

/** What the analysis knows of a split that is written. */
export const factOf = (q: Questions, { call }: WrittenSplit): Split | undefined => q.lineage.allSplits.find((s) => samePlace(s.at, call.callee));

/** The splits that cut the rows of an evaluation, as the trace saw them. */
export const factsBehind = (q: Questions, { score, train }: Evaluation): Split[] =>
  [...cutsOf(score.rows), ...(train ? cutsOf(train) : [])].flatMap((cut) => (cut.kind === "fold" ? null : q.splitOf(cut)) ?? []);

/** The same as they are written. */
export const splitsBehind = (view: View, q: Questions, evaluation: Evaluation): WrittenSplit[] =>
  factsBehind(q, evaluation).flatMap((fact) => {
    const at = view.placeAt(fact.at);
    const split = at && writtenSplit(view, at);
    return split && split.call.callee.start === fact.at.start ? [split] : [];
  });

/** The splits among these statements, in their order. */
export const splitsIn = (view: View, stmts: readonly Stmt[]): WrittenSplit[] =>
  stmts.flatMap((s) => {
    const place = view.placeOf(s);
    return (place && writtenSplit(view, place)) ?? [];
  });

/** The parts of a variable; undefined where the split does not take it. */
export const partsOfInput = ({ inputs, parts }: WrittenSplit, name: string | null): WrittenSplit["parts"][number] | undefined =>
  parts[inputs.findIndex((e) => e.k === "name" && e.name === name)];

/** For each variable the name of its training part; undefined where the split does not take it. */
export const trainPartsOf = (split: WrittenSplit, names: readonly (string | null)[]): (string | undefined)[] => names.map((n) => partsOfInput(split, n)?.train);

/** The same for variables that hold the test parts of a split: the training part that was cut off each. */
export const trainBesideOf = (split: WrittenSplit, names: readonly (string | null)[]): (string | undefined)[] =>
  names.map((n) => split.parts.find((p) => p.test === n)?.train);

/** The options of a split in any order, but for one, as text that equal splits have in common. */
export const optionsOf = (split: WrittenSplit, but = ""): string =>
  split.options
    .flatMap((o) => (o.name === but ? [] : [o.text.replace(/\s+/g, "")]))
    .sort()
    .join();

/** The seed that the program's own splits take, the last above a place first; 0 where they take none. */
export function seedOf(view: View, at: Place): string {
  const found: { text: string; above: boolean }[] = [];
  for (const s of view.module.stmts)
    eachExprIn(s, (e) => {
      if (e.k !== "call" || !/(^|\.)train_test_split$/.test(view.textOf(e.callee))) return;
      const seed = e.args.find((a) => a.name === "random_state")?.value;
      const isSeed = (seed?.k === "const" && typeof seed.value === "number") || (seed?.k === "name" && isConstant(view, seed.name, at));
      if (seed && isSeed) found.push({ text: view.textOf(seed.at), above: view.isBefore(e.at, at.stmt.at) });
    });
  return (found.findLast((f) => f.above) ?? found[0])?.text ?? namedSeed(view, at) ?? "0";
}

/** A variable of the module that is bound once, above a place. */
function isConstant(view: View, name: string, at: Place): boolean {
  if (at.line.fn?.locals.has(name)) return false;
  const [store, ...more] = view.usesOf(name, null).filter((u) => u.stored);
  return store !== undefined && more.length === 0 && store.place.line === view.module && view.isBefore(store.at, at.stmt.at);
}

/** The constant that gives the seeds elsewhere in the program: `RANDOM_STATE`, `SEED`. */
function namedSeed(view: View, at: Place): string | null {
  let found: string | null = null;
  for (const s of view.module.stmts)
    eachExprIn(s, (e) => {
      if (found || e.k !== "call") return;
      const seed = e.args.find((a) => a.name === "random_state" || a.name === "seed")?.value;
      if (seed?.k === "name" && /^[A-Z_]+$/.test(seed.name) && isConstant(view, seed.name, at)) found = seed.name;
    });
  return found;
}

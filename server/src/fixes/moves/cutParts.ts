/** A part that is cut from training rows: what it is called, which held-out variable goes with which training variable, and what has prepared both. */
import type { TextEdit } from "../../engine.types.js";
import type { Stmt } from "../../program/ir.js";
import { lastStore, type Step, stepsBehind } from "./chain.js";
import { nameForObject, namesIn } from "./learning.js";
import { eolOf, indentOf, type Swap, standsAlone, swapped } from "./lines.js";
import { no } from "./outcome.js";
import { type WrittenSplit, writtenSplit } from "./splits.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** Stands for `train_test_split` until the caller knows how it is imported. */
export const SPLIT = "\u0000train_test_split";

/** The line that cuts a fifth off data: for each of them its names of both parts. */
export const splitLine = (parts: readonly (readonly string[])[], data: readonly string[], drawn: string): string =>
  `${parts.flat().join(", ")} = ${SPLIT}(${data.join(", ")}, test_size=0.2, ${drawn})`;

/** A validation part that was cut off. */
export interface Cut {
  readonly edits: TextEdit[];
  /** The statement in front of which the new split stands. */
  readonly at: Place;
}

/** A training variable with the held-out variable that has the same columns. */
export interface Pair {
  readonly train: string;
  readonly test: string;
}

/** "X_train" → "X_fit" and "X_valid", or "X_stop" where the program has such parts already. */
export function partNamesOf(view: View, names: readonly string[], taken: string[], other = "stop"): [string, string][] {
  // `X_valid` beside an `X_val` of the program would be taken for it.
  const alike = (n: string): boolean => ["valid", "val", "validation"].some((w) => isTaken(view, partName(n, w), taken));
  const word = names.some(alike) ? other : "valid";
  return names.map((n) => partNames(view, n, taken, word));
}

/** "X_train" → "X_fit" and "X_valid". */
export function partNames(view: View, name: string, taken: string[], second = "valid"): [string, string] {
  const fit = view.fresh(partName(name, "fit"), taken);
  taken.push(fit);
  const valid = view.fresh(partName(name, second), taken);
  taken.push(valid);
  return [fit, valid];
}

function partName(name: string, word: string): string {
  const has = /train(?:ing)?|trn|tr(?=_|$)/i;
  return has.test(name) ? name.replace(has, (m) => (m === m.toUpperCase() ? word.toUpperCase() : word)) : `${name}${name.endsWith("_") ? "" : "_"}${word}`;
}

const isTaken = (view: View, name: string, taken: readonly string[]): boolean => taken.includes(name) || view.isUsed(name);

/** Whether a variable is made of one that is called like `held`: logarithms of labels are not those of the held-out rows. */
function isMadeBeside(view: View, name: string, held: string, at: Place): boolean {
  const s = lastStore(view, name, at)?.stmt;
  const called = s?.k === "assign" && s.value.k === "call" ? view.textOf(s.value.callee).replace(/.*\./, "") : null;
  if (
    s?.k !== "assign" ||
    called === null ||
    /^(array|asarray|to_numpy|ravel|flatten|squeeze|astype|copy|reset_index|Series|DataFrame|fit_resample|fit_sample)$/.test(called)
  )
    return false;
  return namesIn(s.value).some((n) => n !== name && stem(n) === stem(held));
}

/** Which held-out variable goes with which training variable, seen from a place. */
export function pairs(view: View, train: readonly string[], test: readonly string[], at: Place): Pair[] {
  const left = new Set(test);
  const out: Pair[] = [];
  const take = (t: string, h: string): void => {
    left.delete(h);
    out.push({ train: t, test: h });
  };
  const parts = writtenSplits(view).flat();
  for (const t of train) {
    const part = parts.find((p) => p.train === t && left.has(p.test));
    const alike = [...left].find((h) => stem(h) === stem(t));
    if (part) take(t, part.test);
    else if (alike) take(t, alike);
    else if (/^y|label|target/i.test(t) || train.length === 1) {
      const y = [...left].filter((h) => (train.length === 1 || /^y|label|target/i.test(h)) && !isMadeBeside(view, t, h, at));
      if (y.length === 1) take(t, y[0] as string);
    }
  }
  const rest = train.filter((t) => !out.some((p) => p.train === t));
  const [last] = left;
  if (rest.length === 1 && left.size === 1 && !isMadeBeside(view, rest[0] as string, last as string, at)) take(rest[0] as string, last as string);
  if (left.size) return no(`it is not clear which training data \`${[...left][0]}\` belongs to`);
  return out;
}

/** The parts of each split that the program writes. */
export const writtenSplits = (view: View): WrittenSplit["parts"][] =>
  view.module.stmts.flatMap((s) => allPlaces(view, s)).map((p) => writtenSplit(view, p)?.parts ?? []);

function allPlaces(view: View, s: Stmt): Place[] {
  const own = view.placeOf(s);
  const inner = s.k === "for" || s.k === "if" || s.k === "while" || s.k === "with" ? s.body : s.k === "def" ? s.fn.body : s.k === "try" ? s.body : [];
  return [...(own ? [own] : []), ...inner.flatMap((x) => allPlaces(view, x))];
}

/** A name without the word for its part. */
export const stem = (name: string): string => name.toLowerCase().replace(/train|test|valid(ation)?|val|dev|holdout|trn|tst|_(tr|te|va|vl|ts|hold)$/g, "~");

/** Whether a variable is called like labels. */
export const isLabels = (name: string): boolean => /^y(?![a-z])|label|target/i.test(name);

/** `X_train = scaler.fit_transform(X_train)` between the split and the choice: what it learns must not know the validation part. */
export function preparation(view: View, paired: readonly Pair[], anchor: Place): (Step & { place: Place })[] {
  const out: (Step & { place: Place })[] = [];
  for (const p of paired) {
    for (const s of stepsBehind(view, { k: "name", at: anchor.stmt.at, name: p.train }, anchor)) {
      const again = s.place && s.place.line === anchor.line && s.output === p.train && s.input.k === "name" && s.input.name === p.train;
      if (
        !again ||
        s.call.func.k !== "attr" ||
        s.call.func.name !== "fit_transform" ||
        !s.place ||
        s.place.stmt.k !== "assign" ||
        s.place.stmt.value !== s.call
      )
        break;
      out.push({ ...s, place: s.place });
    }
  }
  return out.sort((a, b) => a.place.index - b.place.index);
}

/** Fits the transformer on the fitting part, and applies it to it, to the validation part and to all training rows. */
export function prepareParts(
  view: View,
  step: Step & { place: Place },
  paired: readonly Pair[],
  named: ReadonlyMap<Pair, readonly [string, string]>,
): TextEdit[] {
  const { stmt } = step.place;
  if (!standsAlone(view, stmt) || step.call.func.k !== "attr") return no("another statement shares a line with it");
  const { object, nameAt } = step.call.func;
  const name = step.variable ?? view.fresh(nameForObject(view.textOf(object.k === "call" ? object.callee : object.at)));
  const lines = step.variable ? [] : [`${name} = ${view.textOf(object.at)}`];
  const swaps: Swap[] = step.variable ? [] : [{ at: object.at, text: name }];
  eachExprIn(stmt, (e) => {
    const p = e.k === "name" ? paired.find((x) => x.train === e.name) : undefined;
    if (p) swaps.push({ at: e.at, text: named.get(p)?.[0] ?? "" });
  });
  const own = paired.find((p) => p.train === step.output);
  const valid = own && named.get(own)?.[1];
  lines.push(swapped(view, stmt.at, swaps));
  const apply = (data: string): string =>
    `${data} = ${name}${view.textOf({ ...nameAt, start: object.at.end, end: nameAt.start }).replace(/^\)+/, "")}transform(${data})`;
  lines.push(apply(valid ?? ""), apply(step.output ?? ""));
  const text = view.whole(stmt.at.source);
  return [{ at: stmt.at, text: lines.join(`${eolOf(text)}${indentOf(view, stmt)}`) }];
}

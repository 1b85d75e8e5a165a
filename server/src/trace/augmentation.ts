/** Random changes that rows go through: what makes them, and data sets that are told to make them or to leave it. */
import type { Span } from "../base/span.js";
import type { Expr } from "../program/ir.js";
import { arg, type CallCtx } from "./binding.js";
import type { Trace } from "./trace.js";
import type { Data, Value } from "./values.js";

/** Random augmentation that rows go through. */
export interface Augmentation {
  readonly what: string;
  readonly at: Span;
  /** The call that gives rows which go through it; null where that is not known. */
  readonly taken: Span | null;
  /** The setting of a data set that holds what changes its rows. */
  readonly setting?: string;
}

/** Whether a generator or transform changes rows at random. `taken`: the call that asks for the rows. */
export function augmentationOf(t: Trace, v: Value | null | undefined, taken: Span | null = null): Augmentation | null {
  const found = augmenting(t, v, 0);
  // A helper that is handed what changes rows asks for nothing by itself: its caller does.
  const helper = t.activeFns.at(-1);
  const inside = found && helper && helper.at.source === found.at.source && helper.at.start <= found.at.start && found.at.end <= helper.at.end;
  return found && { ...found, taken: taken && helper && !inside ? (t.path_().at(-1) ?? taken) : taken };
}

function augmenting(t: Trace, v: Value | null | undefined, depth: number): Omit<Augmentation, "taken" | "setting"> | null {
  if (!v || depth > 3) return null;
  const among = (items: readonly (Value | undefined)[]) => items.map((x) => augmenting(t, x, depth + 1)).find((a) => a !== null) ?? null;
  if (v.k === "tuple") return among(v.items);
  const c = v.k === "obj" ? t.get(v) : null;
  if (c?.k === "list") return among(c.items);
  if (c?.k !== "model") return null;
  const augments = c.row?.traits?.augments;
  if (augments === "always") return { what: c.name, at: c.at };
  for (const n of augments ?? []) {
    const x = c.init.get(n);
    if (x && !(x.k === "const" && !x.v)) return { what: `${c.name}(${n}=…)`, at: c.at };
  }
  return among((c.row?.traits?.wraps ?? []).map((n) => c.init.get(n)));
}

/** Whether what a setting of a new data set is given changes its rows at random. */
export function augmentationBy(t: Trace, c: CallCtx, setting: string): Augmentation | null {
  const found = augmentationOf(t, arg(c, setting), c.at);
  return found && { ...found, setting };
}

/** What changes the rows of data at random by now: a data set may have been told something else since it was made. */
export function augmentedNow(t: Trace, d: Data | null): Augmentation | null {
  const found = d?.augmented ?? null;
  return found?.taken && t.unaugmented.has(callOf(found.taken)) ? null : found;
}

/** `part.dataset.transform = plain`: the one data set that all of its parts read from goes by what it was told last. */
export function tellsDataset(t: Trace, target: Expr & { k: "attr" }, base: Value, v: Value): boolean {
  const d = t.peekData(base);
  const found = d?.augmented;
  if (!d || !found?.taken || found.setting !== target.name) return false;
  // A part looks at nothing but what the whole was told.
  if (target.object.k !== "attr" && d.rows.terms.some((x) => x.cuts.length > 0)) return true;
  if (augmentationOf(t, v)) t.unaugmented.delete(callOf(found.taken));
  else t.unaugmented.add(callOf(found.taken));
  return true;
}

const callOf = (at: Span): string => `${at.source}:${at.start}`;

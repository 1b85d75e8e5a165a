/** What effects ask of a call: its subject, its other arguments, their words. */
import { arg, argExpr, type CallCtx, given, literalArg } from "./binding.js";
import { inputData } from "./inputs.js";
import type { EffectRow } from "./knowledge.js";
import { elements } from "./loops.js";
import { fromSource, type Rows } from "./rows.js";
import type { Trace } from "./trace.js";
import { any, type Data, joinProv, nothing, type Prov, type Value } from "./values.js";

export type Op = (t: Trace, c: CallCtx, e: EffectRow) => Value;

export const ofKey = (c: CallCtx, e: EffectRow): unknown => e.of ?? (c.self ? "self" : (c.params[0]?.name ?? "x"));
export const subject = (c: CallCtx, e: EffectRow): Value | undefined => arg(c, ofKey(c, e));
export const others = (c: CallCtx, e: EffectRow): Value[] => {
  const key = ofKey(c, e);
  const main = subject(c, e);
  return c.args.filter((a) => a.value !== main && !(typeof key === "string" && c.bound.get(key) === a)).map((a) => a.value);
};
export const dataOf = (t: Trace, c: CallCtx, e: EffectRow): Data | null => inputData(t, subject(c, e));
export const nameOf = (t: Trace, c: CallCtx, e: EffectRow): string => t.say(argExpr(c, ofKey(c, e))) || t.say(c.node);

/** axis=1 in its spellings, and any other axis that is not that of the rows: the channels of images, the steps of sequences. */
export const acrossColumns = (c: CallCtx, name: unknown = "axis"): boolean => {
  // What tables and arrays call an axis is a `dim` of tensors.
  const named = typeof name === "string" ? name : "axis";
  const key = !given(c, named) && given(c, "dim") ? "dim" : named;
  const a = literalArg(c, key);
  if (typeof a === "number") return a > 0 || a === -1;
  // True is 1 to Python.
  if (a === "columns" || a === true) return true;
  const several = arg(c, key);
  return several?.k === "tuple" && several.items.length > 0 && several.items.every((x) => x.k === "const" && typeof x.v === "number" && x.v > 0);
};

export const tupleOf = (t: Trace, c: CallCtx, e: EffectRow, out: Value): Value => {
  const spec = e.tuple as { param: string } | undefined;
  if (spec && literalArg(c, spec.param) === true) return { k: "tuple", items: [out, any({ ...t.prov(out), origin: nothing.origin })] };
  return Array.isArray(e.returns) ? { k: "tuple", items: [out, any({ ...t.prov(out), origin: nothing.origin })] } : out;
};

/** What arguments other than the rows bring along: knowledge, not row content. */
export const extras = (t: Trace, list: readonly Value[]): Prov =>
  list.reduce<Prov>((p, v) => (v.k === "fn" || v.k === "lib" ? p : joinProv(p, t.prov(v))), nothing);
export const callArgs = (c: CallCtx): { name: string | null; value: Value }[] => {
  const extra = c.kw.filter((a) => a.name && !["axis", "raw", "result_type"].includes(a.name)).map((a) => ({ name: a.name, value: a.value }));
  const args = c.bound.get("args")?.value;
  return args?.k === "tuple" ? [...args.items.map((value) => ({ name: null, value })), ...extra] : extra;
};

/** Rows that a call makes. `drawn`: of random numbers, and not to be filled in. */
export const made = (t: Trace, c: CallCtx, how: "made" | "drawn" | "scale" = "made"): Rows =>
  fromSource({ key: `${how}:${t.place(c.at)}`, kind: "made", label: c.name, at: c.at });

/** What new data is, by what its row says. */
export const madeAs = (e: EffectRow): "made" | "drawn" | "scale" => (e.scale === true ? "scale" : e.knows === true ? "drawn" : "made");

export const given1 = (v: Value | undefined): boolean => v !== undefined && !(v.k === "const" && !v.v);

export function parts(t: Trace, c: CallCtx): Value[] {
  const first = c.args[0]?.value;
  if (c.args.filter((a) => !a.name).length > 1) return c.args.filter((a) => !a.name).map((a) => a.value);
  if (!first || t.peekData(first)) return first ? [first] : [];
  return [...(elements(t, first, 24)?.items ?? [first])];
}

/** Lags, windows and gap filling: from which side the values of other rows come. */
import type { Expr } from "../program/ir.js";
import { arg, argExpr, type CallCtx, literalArg } from "./binding.js";
import type { EffectRow } from "./knowledge.js";
import type { Fit, Look } from "./lineage.js";
import type { Trace } from "./trace.js";
import { content, type Data, everyColumn, type IdSet, joinProv, nothing, type Prov, union } from "./values.js";

type Direction = Look["direction"];
const other: Record<Direction, Direction> = { back: "ahead", ahead: "back", both: "both" };

/** Data whose values took in those of other rows by this call. */
export function lookingAt(t: Trace, d: Data, c: CallCtx, e: EffectRow): (p: Prov) => Prov {
  const found = lookOf(t, d, c, e);
  // Which rows a function takes together nobody knows: what it gives is no window that ends with its own row.
  if (!found) return c.self || d.elem || d.as === "window" ? (p) => p : unlooked;
  const id = t.look(c.at, { what: c.name, name: t.say(c.selfExpr), of: content(d).origin, ...found });
  return (p) => ({ ...p, looks: union(p.looks, new Set([id])) });
}

/** Data whose values took the places of others, so many steps away: in each round of a loop others, where the steps vary. */
export function steppingAside(t: Trace, d: Data, c: CallCtx, e: EffectRow): (p: Prov) => Prov {
  const look = lookingAt(t, d, c, e);
  const { vary } = t.prov(arg(c, e.periods ?? "periods"));
  return vary.size ? (p) => joinProv(look(p), { ...nothing, vary }) : look;
}

function lookOf(t: Trace, d: Data, c: CallCtx, e: EffectRow): { direction: Direction; kind: Look["kind"] } | null {
  // Inside one row, on window objects (told where they were made), over running totals: no other row's value of interest.
  if (d.elem || d.as === "window" || /^(cum|asfreq|resample)/.test(c.name) || (!c.self && e.of === undefined)) return null;
  const axis = literalArg(c, "axis");
  if (axis === 1 || axis === "columns") return null;
  let kind: Look["kind"] =
    e.op === "shift" || typeof e.periods === "string" ? "lag" : e.as === "window" || /rolling|expanding|ewm/.test(c.name) ? "window" : "fill";
  let direction: Direction = e.op === "shift" ? "back" : ((e.looks as Direction | undefined) ?? "back");
  if (kind === "lag") {
    const n = literalArg(c, e.periods ?? "periods");
    const words = t.say(argExpr(c, e.periods ?? "periods"));
    if (typeof n === "number" ? n < 0 : words.startsWith("-")) direction = "ahead";
    if (n === 0) return null;
  }
  if (typeof e.center === "string" && literalArg(c, e.center) === true) direction = "both";
  // Windows that end before the row take in earlier ones only, as a lag does.
  if (kind === "window" && /^(left|neither)$/.test(String(literalArg(c, "closed") ?? ""))) kind = "lag";
  return { direction: d.down ? other[direction] : direction, kind };
}

/** Filling gaps by a method: from the row before or from the row after. */
export function fillingFrom(t: Trace, d: Data, c: CallCtx, method: string): (p: Prov) => Prov {
  // The only gaps that a step back leaves are before the first value, which is the one that fills them.
  if (d.elem || isStepBack(c.selfExpr)) return (p) => p;
  const direction: Direction = /^b/.test(method) ? "ahead" : "back";
  const id = t.look(c.at, { what: c.name, name: t.say(c.selfExpr), of: content(d).origin, direction: d.down ? other[direction] : direction, kind: "fill" });
  return (p) => ({ ...p, looks: union(p.looks, new Set([id])) });
}

/** `series.shift(1)`, or `series.groupby(key).shift()`. */
function isStepBack(e: Expr | null): boolean {
  if (e?.k !== "call" || e.func.k !== "attr" || e.func.name !== "shift") return false;
  const [by] = e.args;
  return !by || (by.value.k === "const" && typeof by.value.value === "number" && by.value.value > 0);
}

/** Knowledge that data have in none of their columns but those that hold values of earlier rows. */
export function onlyOfEarlier(t: Trace, d: Data): IdSet {
  const cols = everyColumn(d);
  const earlier = (p: Prov): boolean => [...p.looks].some((id) => t.looks.get(id)?.kind === "lag" && t.looks.get(id)?.direction === "back");
  const [back, own] = [cols.filter((c) => earlier(c.p)), cols.filter((c) => !earlier(c.p))];
  return new Set(back.flatMap((c) => [...c.p.learned]).filter((id) => !own.some((c) => c.p.learned.has(id))));
}

/** The named columns that hold windows over another column's values which end with the row itself. */
export function windowsIn(t: Trace, d: Data): Fit["columns"]["windows"] {
  if (d.open || d.elem) return [];
  return [...d.cols].flatMap(([name, { p, at: set }]) => {
    const looks = [...p.looks].flatMap((id) => t.looks.get(id) ?? []);
    const [over, ...others] = looks.filter((l) => l.kind === "window");
    if (!set || !over || others.length || p.learned.size || looks.some((l) => l.kind === "lag" || l.direction !== "back")) return [];
    const [of, ...more] = over.of;
    return of && !more.length ? [{ of, name, at: over.at, set }] : [];
  });
}

/** After a choice of columns that nobody can name, none of them is known to hold another row's value. */
export const unlooked = (p: Prov): Prov => (p.looks.size ? { ...p, looks: nothing.looks } : p);

/**
 * What rows know of the values that they were picked by: which rows there are may hang on later ones (`df[df["next"].notna()]`), and their values do
 * not. A model with a target that predicted these values told which rows there are: it chose no columns and gave no number to any.
 */
export function toldByPick(t: Trace, by: Prov): Prov {
  const told = new Set([...by.preds].flatMap((id) => [...(t.preds.get(id)?.fits ?? [])]).filter((id) => t.learned.get(id)?.supervised || t.learned.get(id)?.y));
  return {
    ...by,
    origin: new Set(),
    preds: new Set(),
    scores: new Set(),
    looks: nothing.looks,
    ...(told.size ? { learned: new Set([...by.learned].filter((id) => !told.has(id))) } : {}),
  };
}

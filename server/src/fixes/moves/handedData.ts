/** A function that cross-validates models of its own on the data that it is given: the data are changed where it is called. */
import type { Span } from "../../base/span.js";
import type { Expr, Fn } from "../../program/ir.js";
import { callOf, paramOf } from "./atCalls.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { argument } from "./learning.js";
import { no } from "./outcome.js";
import { callsOf, definedOnce } from "./returned.js";
import type { SearchUse } from "./searchUses.js";
import type { Pass, Source, Validated } from "./validated.js";
import { holds, type Place, type Use, type View } from "./view.js";

/** A function that calls a function that calls a function. */
const deepest = 3;

/** The cross-validation as seen from each call of the function that it stands in; null where its data are no parameter of one. */
export function dataFromCalls(view: View, v: Validated): Validated[] | null {
  const sources = sourcesOf(view, { data: v.data, place: v.place, passes: [] });
  return sources?.map((source) => ({ ...v, source })) ?? null;
}

/** Where data come from that a function is given; null where they are no parameter of one that the program calls. */
export function sourcesOf(view: View, { data, place, passes }: Source): Source[] | null {
  const { fn } = place.line;
  const param = paramOf(fn, data);
  const calls = fn && param !== null && definedOnce(view, fn.name)?.fn === fn ? callsOf(view, fn) : null;
  if (!fn || param === null || !calls?.length || passes.length >= deepest || view.usesOf(param, fn).some((u) => u.stored)) return null;
  const out: Source[] = [];
  for (const { call, place: at } of calls) {
    const given = argument(fn, call, param);
    if (!given) return null;
    const own = { data: given, place: at, passes: [...passes, { fn, param, call, place: at }] };
    out.push(...(sourcesOf(view, own) ?? [own]));
  }
  return out;
}

/** A parameter through which data come in. */
export interface Through {
  readonly fn: Fn;
  readonly name: string;
}

/** What a function is given under a name of its own, as it stands where the outermost of these calls hands it over. */
export function handedOver(e: Expr, at: Place, passes: readonly Pass[]): { data: Expr; place: Place; through: Through[] } {
  let [data, place] = [e, at];
  const through: Through[] = [];
  for (const { fn, call, place: outer } of passes) {
    const name = paramOf(fn, data);
    const given = name === null ? null : argument(fn, call, name);
    if (name === null || !given) break;
    through.push({ fn, name });
    [data, place] = [given, outer];
  }
  return { data, place, through };
}

/**
 * What comes in through these parameters goes nowhere but to where a fix expects other data, and is counted.
 * @throws CannotFix
 */
export function checkParams(view: View, through: readonly Through[], expected: readonly Expr[]): void {
  for (const { fn, name } of through)
    for (const u of view.usesOf(name, fn))
      if (u.stored || !(expected.some((e) => holds(e.at, u.at)) || isCounted(view, u)))
        no(`\`${name}\` is used in \`${short(view.textOf(u.place.stmt.at))}\` too`);
}

const asks = /^(fit|predict|predict_proba|predict_log_proba|decision_function|score)$/;

/** Data that a model is asked about, with the calls through which they may have come. */
export interface Asked {
  readonly data: Expr | null;
  readonly place: Place;
  readonly model: Validated;
  readonly passes: readonly Pass[];
}

/** What a search is asked in its function, or where that is called, if the function gives it back. @throws CannotFix */
export function askedOf(view: View, v: Validated, use: SearchUse): Asked[] {
  const passes = v.source?.passes ?? [];
  if (!use.returned) return [{ ...use, passes }];
  const [pass, ...outer] = passes;
  const name = pass && resultOf(view, pass, use.place, use.returned);
  if (!pass || !name) return [];
  return view.usesOf(name, pass.place.line.fn).flatMap((u): Asked[] => {
    if (u.stored || lastStore(view, name, u.place) !== pass.place) return [];
    const { around } = u;
    if (around?.k === "call" && /^(print|display|str|repr)$/.test(view.textOf(around.callee))) return [];
    const data = around?.k === "attr" && asks.test(around.name) ? callOf(u)?.args[0]?.value : undefined;
    return data ? [{ data, place: u.place, model: v, passes: outer }] : no(`\`${name}\` is used in \`${short(view.textOf(u.place.stmt.at))}\` too`);
  });
}

/** The variable that holds at a call what its function gives back at a place; null where nobody keeps it. */
function resultOf(view: View, { call, place }: Pass, { stmt }: Place, at: Span): string | null {
  const ret = stmt.k === "return" ? stmt.value : null;
  const s = place.stmt;
  if (s.k === "expr" && s.value === call) return null;
  const [target] = s.k === "assign" && s.value === call && s.targets.length === 1 ? s.targets : [];
  const items = ret?.k === "tuple" && target?.k === "tuple" && ret.items.length === target.items.length ? target.items : null;
  const own = ret?.k === "tuple" ? items?.[ret.items.findIndex((e) => e.at.start === at.start)] : target;
  return own?.k === "name" ? own.name : no(`what \`${short(view.textOf(s.at))}\` gives back cannot be followed`);
}

/** `len(X)`, `X.shape`, `folds.split(X)`. */
export function isCounted(view: View, { around }: Use): boolean {
  if (around?.k === "attr") return around.name === "shape";
  return around?.k === "call" && /^len$|\.split$/.test(view.textOf(around.callee));
}

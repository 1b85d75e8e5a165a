/** Functions in which something is learned, and the calls that lead to it: they are handed the training rows as a further argument. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Fn } from "../../program/ir.js";
import type { Learned } from "../../trace/lineage.js";
import { codeFrom } from "../scan.js";
import type { Late } from "./late.js";
import type { Call } from "./learning.js";
import { point } from "./lines.js";
import { no } from "./outcome.js";
import { callStarting } from "./validated.js";
import type { Place, View } from "./view.js";

/** A call, and the function that it enters. */
export interface Entered {
  readonly place: Place;
  readonly call: Call;
  readonly fn: Fn;
}

/** Where the calls that lead to a learning stand, from the function on that the split is in. */
export function pathWithin({ view, split }: Late, { path }: Learned): readonly Span[] {
  const first = path.findIndex((site) => view.placeAt(site)?.line.fn === split.place.line.fn);
  return first < 0 ? [] : path.slice(first);
}

/** The calls that lead to the learning, outermost first; none where one of them cannot be given a further argument. */
export function callsTo(late: Late): Entered[] {
  const { view, start, learning } = late;
  const path = pathWithin(late, learning.learned);
  const out: Entered[] = [];
  if (path.length > 3) return [];
  for (const [i, site] of path.entries()) {
    const place = view.placeAt(site);
    const call = place && callStarting(place.stmt, site.start);
    const next = path[i + 1];
    const fn = next ? view.placeAt(next)?.line.fn : start.line.fn;
    if (!place || !call || !fn || call.func.k !== "name" || call.func.name !== fn.name || !call.args.length || call.args.some((a) => a.star)) return [];
    if (view.usesOf(fn.name, place.line.fn).filter((u) => !u.stored).length !== 1) return [];
    if (fn.params.some((p) => p.kind !== "plain") || !asked(fn)) return [];
    out.push({ place, call, fn });
  }
  return out;
}

/** How many parameters have no default. */
export const asked = (fn: Fn): number => fn.params.filter((p) => p.default === null).length;

/** The function takes the rows behind the parameters that it asks for, and the call hands them over. */
export function handed(view: View, { call, fn }: Entered, rows: string): TextEdit[] {
  const count = asked(fn);
  const plain = call.args.filter((a) => a.name === null);
  const last = plain.length < count ? call.args.at(-1) : plain[count - 1];
  if (!last) return no("the function is called without its data");
  const text = plain.length < count ? `, ${rows}=${rows}` : `, ${rows}`;
  return [
    { at: point(fn.at.source, endOfParameter(view, fn, count)), text: `, ${rows}` },
    { at: point(call.at.source, last.value.at.end), text },
  ];
}

/** Where the parameter of that number ends, counted from one. */
export function endOfParameter(view: View, fn: Fn, count: number): number {
  const text = view.whole(fn.at.source);
  let depth = 0;
  let seen = 0;
  let last = fn.nameAt.end;
  for (const { at, c } of codeFrom(text, fn.nameAt.end)) {
    if (/\s/.test(c)) continue;
    if (depth === 1 && (c === ")" || (c === "," && ++seen === count))) return last;
    if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    if (c !== ",") last = at + 1;
  }
  return no("the function's parameters cannot be told apart");
}

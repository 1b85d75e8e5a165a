/** Which settings of a model the program tells, tries or searches: what ties a model written down by hand to the search that found its settings. */
import type { Span } from "../base/span.js";
import { signature } from "./library.js";
import type { Told } from "./lineage.js";
import type { Trace } from "./trace.js";
import type { Model, Value } from "./values.js";

/** Settings that do not make a model better or worse by themselves. */
const idle = /random_state|seed|n_jobs|nthread|verbos|silent/;

/** The predictor itself: the last step of a pipeline, the estimator of a search. */
function core(t: Trace, m: Model, depth = 0): Model {
  if (depth > 3 || !(t.lib.isA(m.protocol, "pipeline") || t.lib.isA(m.protocol, "search"))) return m;
  let inner: Model | null = null;
  const visit = (v: Value | undefined, level: number): void => {
    if (!v || level > 3) return;
    if (v.k === "tuple") for (const x of v.items) visit(x, level + 1);
    const c = v.k === "obj" ? t.get(v) : null;
    if (c?.k === "model") inner = c;
    else if (c?.k === "list") for (const x of c.items) visit(x, level + 1);
  };
  for (const name of m.row?.traits?.wraps ?? ["estimator"]) visit(m.init.get(name), 0);
  return inner ? core(t, inner, depth + 1) : m;
}

/** Settings given as constants other than the defaults, and those that vary with a loop. */
export function toldOf(t: Trace, model: Model): Told {
  const m = core(t, model);
  const defaults = new Map(signature(m.row?.init ?? "(*args, **kwargs)").map((p) => [p.name, p.literal]));
  const names = new Set<string>();
  const tried = new Set<string>();
  for (const [n, v] of m.init) {
    if (idle.test(n)) continue;
    if (t.prov(v).vary.size) tried.add(n);
    else if (v.k === "const" && typeof v.v !== "boolean" && v.v !== null && v.v !== defaults.get(n)) names.add(n);
  }
  return { names, tried, at: m.at, sites: sitesOf(t, model) };
}

/** Where a model was made, and those that it holds: the steps of a pipeline, the estimator of a search, the members of an ensemble. */
function sitesOf(t: Trace, model: Model): Span[] {
  const out: Span[] = [];
  const visit = (v: Value, level: number): void => {
    if (level > 6 || out.length > 60) return;
    if (v.k === "tuple") for (const x of v.items) visit(x, level + 1);
    const c = v.k === "obj" ? t.get(v) : null;
    if (c?.k === "model") within(c, level + 1);
    else if (c?.k === "list") for (const x of c.items) visit(x, level + 1);
  };
  const within = (m: Model, level: number): void => {
    out.push(m.at);
    for (const v of m.init.values()) visit(v, level);
  };
  within(model, 0);
  return out;
}

/** The settings of which a grid lists several values: `clf__C` is C. */
export function gridNames(t: Trace, grid: Value | undefined): ReadonlySet<string> {
  const c = grid?.k === "obj" ? t.get(grid) : null;
  const dicts = c?.k === "list" ? c.items.map((x) => (x.k === "obj" ? t.get(x) : null)) : [c];
  const keys = dicts.flatMap((d) => (d?.k === "dict" ? [...d.entries.keys()] : []));
  return new Set(keys.map((k) => String(k).slice(String(k).lastIndexOf("__") + (String(k).includes("__") ? 2 : 1))));
}

/** A grid of one combination chooses nothing. */
export function singleGrid(t: Trace, grid: Value): boolean {
  const c = grid.k === "obj" ? t.get(grid) : null;
  if (c?.k !== "dict" || c.rest || !c.entries.size) return false;
  return [...c.entries.values()].every((v) => {
    const items = v.k === "obj" ? t.get(v) : null;
    return items?.k === "list" && !items.open && items.items.length === 1;
  });
}

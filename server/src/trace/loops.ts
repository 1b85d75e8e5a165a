/** What iterating a value gives, and how often a loop's body is run. */
import type { Span } from "../base/span.js";
import { groupingOf } from "./groupKeys.js";
import type { Loop } from "./lineage.js";
import { coreName } from "./natures.js";
import type { Trace } from "./trace.js";
import { any, type Data, data, joinProv, type ListObj, nothing, type Prov, type Value } from "./values.js";

/** As many constants of a list are known one by one as a table may have columns. */
export const mostListed = 256;

/** A list of these items, of which no more than can be followed are kept: the last ones. */
export function listed(items: readonly Value[], open: boolean): Pick<ListObj, "items" | "open"> {
  const most = items.every((x) => x.k === "const") ? mostListed : 32;
  return items.length <= most ? { items, open } : { items: items.slice(-most), open: true };
}

export interface Elements {
  readonly items: readonly Value[];
  /** The items are all there are, in order. Otherwise two stand for the first and the later ones. */
  readonly exact: boolean;
  readonly loop: number;
}

/** The elements of a value, at most `max` of them one by one; null when there is nothing to run over. */
export function elements(t: Trace, v: Value, max: number, at: Span | null = null): Elements | null {
  const loop = at ? t.id(`loop:${at.source}:${at.start}`) : 0;
  const got = raw(t, v, max, loop);
  if (at) {
    const over = kindOf(t, v, got);
    t.loopTable.set(loop, {
      id: loop,
      at,
      over,
      untold: untold(t, v),
      ...(got.exact ? { rounds: got.items.length } : {}),
      ...(over === "models" && !got.exact ? { models: modelsIn(t, v) } : {}),
    });
  }
  return { ...got, loop };
}

const untold = (t: Trace, v: Value): boolean => (v.k === "zip" ? v.parts.some((p) => untold(t, p)) : v.k === "obj" && t.get(v).k === "unknown");

function kindOf(t: Trace, v: Value, got: { items: readonly Value[] }): Loop["over"] {
  if (v.k === "zip") {
    const kinds = v.parts.map((p) => kindOf(t, p, raw(t, p, 4, 0)));
    for (const k of ["folds", "models", "data", "columns"] as const) if (kinds.includes(k)) return k;
    return "values";
  }
  if (v.k === "folds") return "folds";
  if (v.k === "names") return "columns";
  // Something unknown that is iterated is as likely a loader as a list of settings, but for numbers that are read out of a trained model.
  if (v.k === "any" && v.hint !== "range" && !readOut(t, v.p)) return "data";
  const item = got.items[0];
  if (item?.k === "obj" && t.get(item).k === "data") return "data";
  const c = v.k === "obj" ? t.get(v) : null;
  // Names under which models stand in a table are as good as the models.
  const named = c?.k === "dict" ? [...c.entries.values()][0] : undefined;
  return holdsModel(t, item) || holdsModel(t, named) ? "models" : "values";
}

/** Whether all that is known of a value was read out of a model that learned it. */
const readOut = (t: Trace, p: Prov): boolean => p.learned.size > 0 && !p.preds.size && !p.origin.size && [...p.learned].every((id) => t.learned.get(id)?.fit);

/** Names of the models and classes of models in a list or a table. */
function modelsIn(t: Trace, v: Value, depth = 0): string[] {
  if (depth > 4) return [];
  const within = (list: Iterable<Value>): string[] => [...list].flatMap((x) => modelsIn(t, x, depth + 1));
  if (v.k === "class") return [v.cls.name];
  if (v.k === "lib") return v.what === "class" ? [v.path.slice(v.path.lastIndexOf(".") + 1)] : [];
  if (v.k === "tuple") return within(v.items);
  if (v.k === "zip") return within(v.parts);
  const c = v.k === "obj" ? t.get(v) : null;
  if (c?.k === "list") return within(c.items);
  if (c?.k === "dict") return within(c.entries.values());
  return c?.k === "model" ? [coreName(t, c)] : [];
}

/** A model, a class of models, or a pair, a list or a table with one in it. */
function holdsModel(t: Trace, v: Value | undefined, depth = 0): boolean {
  if (!v || depth > 3) return false;
  if (v.k === "class") return true;
  if (v.k === "lib") return v.what === "class";
  if (v.k === "tuple") return v.items.some((x) => holdsModel(t, x, depth + 1));
  if (v.k !== "obj") return false;
  const c = t.get(v);
  if (c.k === "list") return c.items.some((x) => holdsModel(t, x, depth + 1));
  if (c.k === "dict") return [...c.entries.values()].some((x) => holdsModel(t, x, depth + 1));
  return c.k === "model" || (c.k === "inst" && depth === 0);
}

function raw(t: Trace, v: Value, max: number, loop: number): { items: readonly Value[]; exact: boolean } {
  const vary: Prov = loop ? { ...nothing, vary: new Set([loop]) } : nothing;
  const varied = (x: Value): Value =>
    x.k === "const" || x.k === "any" ? { ...x, p: joinProv(x.p, vary) } : x.k === "tuple" ? { k: "tuple", items: x.items.map(varied) } : x;
  switch (v.k) {
    case "tuple":
      return many(v.items.length === 1 ? v.items : v.items.map(varied), max);
    case "zip": {
      const parts = v.parts.map((p) => raw(t, p, max, loop));
      const exact = parts.some((p) => p.exact) && parts.every((p) => p.exact || p.items.length);
      const n = exact ? Math.min(...parts.filter((p) => p.exact).map((p) => p.items.length)) : 2;
      const items: Value[] = [];
      for (let i = 0; i < n; i++) items.push({ k: "tuple", items: parts.map((p) => p.items[Math.min(i, p.items.length - 1)] ?? any(vary)) });
      return { items, exact };
    }
    case "folds":
      return v.cut === "random" ? { items: [foldPair(t, v, 1)], exact: true } : { items: [foldPair(t, v, 1), foldPair(t, v, 2)], exact: false };
    case "names":
      return { items: [any({ ...vary, learned: v.of.base.learned })], exact: false };
    case "obj": {
      const c = t.get(v);
      if (c.k === "list") {
        // A list of one setting tries nothing.
        if (!c.open && c.items.length <= max) return { items: c.items.length === 1 ? c.items : c.items.map(varied), exact: true };
        if (!c.items.length) return { items: [any(vary)], exact: false };
        return { items: c.items.slice(0, 2).map(varied), exact: false };
      }
      if (c.k === "dict") {
        if (!c.rest && c.entries.size && c.entries.size <= max)
          return { items: [...c.entries.keys()].map((k) => varied({ k: "const", v: k, p: nothing })), exact: true };
        return { items: [any(vary)], exact: false };
      }
      // Numbers that were made to be tried (arange, linspace) are settings, not rows.
      if (c.k === "data" && c.as === "data" && !c.label && c.rows.terms.every((x) => x.source.kind === "made")) return { items: [any(vary)], exact: false };
      if (c.k === "data") return { items: [dataElement(t, c)], exact: false };
      if (c.k === "model") {
        const row = t.lib.protocol(c.protocol)?.iterate;
        if (row) return raw(t, t.applyAttribute(v, typeof row === "string" ? { op: row } : row, "__iter__", null), max, loop);
      }
      if (c.k === "inst") {
        const fn = t.methodOf(c.cls, "__iter__");
        if (fn) return raw(t, t.callValue({ k: "bound", self: v, name: "__iter__", fn }, [], c.cls.at, "__iter__"), max, loop);
      }
      if (c.k === "unknown") return { items: [t.unknown(`${c.name}[]`, null, joinProv(c.p, vary), `elem:${v.id}`)], exact: false };
      return { items: [any(vary)], exact: false };
    }
    case "const":
      return { items: [any(joinProv(v.p, vary))], exact: false };
    case "any":
      return { items: [{ k: "any", p: joinProv(v.p, vary), ...(v.hint === "range" ? { hint: "int" } : {}) }], exact: false };
    default:
      return { items: [any(joinProv(t.prov(v), vary))], exact: false };
  }
}

function many(items: readonly Value[], max: number): { items: readonly Value[]; exact: boolean } {
  return items.length <= max ? { items, exact: true } : { items: items.slice(0, 2), exact: false };
}

/** A row of data, a batch of a loader, or (name, group) of groups. */
function dataElement(t: Trace, d: Data): Value {
  if (d.as === "groupby") return { k: "tuple", items: [any({ ...nothing, learned: d.base.learned }), t.newData({ ...d, as: "data", group: groupingOf(d) })] };
  if (d.as === "torchLoader" || d.as === "batches") {
    const x = t.newData({ ...d, as: "data", label: null });
    return {
      k: "tuple",
      items: [x, d.label ?? t.newData(data(d.rows, { rest: { p: { ...nothing, origin: new Set(d.rows.terms.map((s) => `${s.source.key}:labels:label`)) } } }))],
    };
  }
  if (d.as === "rowsOf") return { k: "tuple", items: [any(), t.newData({ ...d, as: "data", elem: true })] };
  if (d.label) return { k: "tuple", items: [t.newData({ ...d, as: "data", label: null, elem: true }), d.label] };
  return t.newData({ ...d, elem: true, view: null, mask: null });
}

/** (train, test) positions of one fold. Folds are disjoint inside one iteration; over iterations they overlap. */
export function foldPair(t: Trace, f: Value & { k: "folds" }, iteration: number): Value {
  const side = (part: "train" | "test"): Value =>
    t.newData(
      data(f.rows ?? { key: `folds:${f.id}`, terms: [], parts: null }, {
        pos: { cuts: [{ id: `${f.id}@${iteration}`, part, kind: f.cut, at: f.at }], perm: `${f.id}@${iteration}${part}` },
      }),
    );
  return { k: "tuple", items: [side("train"), side("test")] };
}

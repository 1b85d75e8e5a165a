/** Python's own functions and the methods of lists, dictionaries and sets: part of the language, not of a library. */
import type { Span } from "../base/span.js";
import type { Expr } from "../program/ir.js";
import { opened } from "./acts.js";
import type { ArgValue } from "./binding.js";
import { callValue } from "./calls.js";
import { columnPick, listItems } from "./columns.js";
import { elements, foldPair, listed, mostListed } from "./loops.js";
import { length } from "./names.js";
import { byRow } from "./operators.js";
import { showScores } from "./scoring.js";
import { keepAsLast } from "./slots.js";
import { isTable } from "./tables.js";
import type { Trace } from "./trace.js";
import { any, constant, content, joinProv, type ListObj, none, nothing, type Obj, type Prov, type Value } from "./values.js";

const provOf = (t: Trace, args: readonly ArgValue[]): Prov => args.reduce<Prov>((p, a) => joinProv(p, t.prov(a.value)), nothing);
const positional = (args: readonly ArgValue[]): Value[] => args.filter((a) => !a.name).map((a) => a.value);

/** Null: not handled here; the knowledge tables may say more. */
export function callBuiltin(t: Trace, name: string, args: readonly ArgValue[], at: Span, node: Expr | null): Value | null {
  const [a, b] = positional(args);
  switch (name) {
    case "len": {
      const d = t.dataIn(a);
      if (a?.k === "obj" && t.get(a).k === "unknown") return length(t.morphData(a));
      const n = a ? counted(t, a) : null;
      if (n !== null) return { k: "const", v: n, p: nothing, counted: true };
      return d && a?.k === "obj" && t.get(a).k === "data" ? length(d) : { k: "any", p: nothing, hint: "int" };
    }
    case "range":
    case "xrange": {
      const few = shortRange(positional(args));
      if (few) return t.new({ k: "list", items: few.map((n) => constant(n)), open: false, p: nothing });
      // As many as there are (columns, codes, clusters): a number of steps, no knowledge that flows.
      return {
        k: "any",
        p: { ...provOf(t, args), origin: nothing.origin, learned: nothing.learned },
        hint: "range",
        ...(a?.k === "any" && a.length && args.length === 1 ? { length: a.length } : {}),
      };
    }
    case "enumerate":
      return a ? { k: "zip", parts: [{ k: "any", p: nothing, hint: "range" }, a] } : any();
    case "zip":
      return turnedPairs(t, args) ?? { k: "zip", parts: positional(args) };
    case "list":
    case "tuple":
    case "set":
    case "frozenset":
    case "sorted":
    case "reversed":
    case "iter":
      return collection(t, name, a, args, at, node);
    case "dict": {
      const entries = new Map<string | number | boolean | null, Value>();
      for (const x of args) if (x.name && !x.star) entries.set(x.name, x.value);
      if (a?.k === "obj" && t.get(a).k === "dict") return a;
      if (a?.k === "zip") {
        const got = elements(t, a, 16);
        let rest: Value | null = null;
        for (const it of got?.items ?? []) {
          const [k, v] = it.k === "tuple" ? it.items : [];
          if (k?.k === "const" && v) entries.set(k.v, v);
          else if (v) rest = v;
        }
        return t.new({ k: "dict", entries, rest });
      }
      return t.new({ k: "dict", entries, rest: a ? any(t.prov(a)) : null });
    }
    case "max":
    case "min":
      return best(t, name, args, at, node);
    case "partial": {
      const [, ...bound] = positional(args);
      return a ? { k: "partial", fn: a, args: bound, named: new Map(args.filter((x) => x.name && !x.star).map((x) => [x.name as string, x.value])) } : null;
    }
    case "map":
    case "filter": {
      if (!a || !b) return any();
      const got = elements(t, b, 8, at);
      const out: Value[] = [];
      for (const it of got?.items ?? []) out.push(name === "map" ? callValue(t, a, [{ name: null, value: it }], at, name, node) : it);
      return t.new({ k: "list", items: out, open: !got?.exact, p: nothing });
    }
    case "next": {
      if (!a) return any();
      const got = elements(t, a, 4);
      return got?.items[0] ?? any(t.prov(a));
    }
    case "hasattr": {
      // What a fit leaves behind stands there once there was a fit.
      const m = a?.k === "obj" ? t.get(a) : null;
      return m?.k === "model" && m.knows.size > 0 && b?.k === "const" && /\w_$/.test(String(b.v)) ? constant(true) : any();
    }
    case "isinstance":
    case "callable":
    case "type":
    case "id":
    case "hash":
      return any();
    case "getattr":
      return a && b?.k === "const" && typeof b.v === "string" ? t.attribute(a, b.v, at) : any(provOf(t, args));
    case "setattr":
      if (a && b?.k === "const" && typeof b.v === "string" && args[2]) t.setAttr(a, b.v, args[2].value);
      return none;
    case "super":
      return { k: "bound", self: t.selfOf() ?? none, name: "super()", fn: null };
    case "print":
      return showScores(t, args, at);
    case "exec":
    case "eval":
      t.notModelled(name, at);
      return any();
    case "open":
      return opened(t, args[0]?.value, { ...provOf(t, args), origin: nothing.origin });
    case "sum":
    case "any":
    case "all": {
      const d = a ? t.peekData(a) : null;
      if (d) return null;
      return any(provOf(t, args));
    }
    case "int":
    case "float":
    case "round":
    case "str":
    case "bool":
    case "abs": {
      if (a?.k === "const" && typeof a.v === "number" && name !== "str") {
        const n = name === "int" ? Math.trunc(a.v) : name === "abs" ? Math.abs(a.v) : name === "round" && !b ? Math.round(a.v) : a.v;
        return constant(name === "bool" ? Boolean(n) : n, a.p);
      }
      if (a?.k === "const" && name === "str") return constant(String(a.v), a.p);
      return a?.k === "any" ? a : a && t.peekData(a) ? null : any(provOf(t, args));
    }
    default:
      return null;
  }
}

/** How much a list or a table holds, where all of it is known. */
function counted(t: Trace, v: Value): number | null {
  const c = v.k === "obj" ? t.get(v) : null;
  return c?.k === "dict" && !c.rest ? c.entries.size : (listItems(t, v)?.length ?? null);
}

/** The numbers of a range that is short and known, or counts what a container holds one by one; longer ones stand for themselves. */
function shortRange(args: readonly Value[]): number[] | null {
  const n = args.map((v) => (v.k === "const" && typeof v.v === "number" ? v.v : Number.NaN));
  if (!n.length || n.some((x) => !Number.isInteger(x))) return null;
  const [lo, hi, step] = n.length === 1 ? [0, n[0] as number, 1] : [n[0] as number, n[1] as number, n[2] ?? 1];
  const count = Math.ceil((hi - lo) / step);
  const most = args.some((v) => v.k === "const" && v.counted) ? 16 : 5;
  return step !== 0 && count > 0 && count <= most ? Array.from({ length: count }, (_, i) => lo + i * step) : null;
}

function collection(t: Trace, name: string, a: Value | undefined, args: readonly ArgValue[], at: Span, node: Expr | null): Value {
  if (!a) return t.new({ k: "list", items: [], open: false, p: nothing });
  if (a.k === "names" || a.k === "folds") return a;
  if (a.k === "obj") {
    const c = t.get(a);
    // list(table): the names of its columns. What is made in the call itself (`list(table.to_numpy())`) gives rows.
    const named = node?.k === "call" && node.args[0]?.value.k === "name";
    if (named && c.k === "data" && c.column === null && !c.open && !c.elem && !c.isIndex && !c.pos && isTable(t.lib, c.as))
      return t.attribute(a, "columns", at);
    // list(series), set(index): its rows still, as positions or values.
    if (c.k === "data") return (name === "set" || name === "frozenset") && !c.isIndex && !c.pos ? any({ ...content(c), origin: nothing.origin }) : a;
    if (c.k === "unknown") return a;
  }
  const keyFn = args.find((x) => x.name === "key")?.value;
  const got = elements(t, a, 32, at);
  if (!got) return any(t.prov(a));
  let p = nothing;
  if (keyFn && got.items[0]) p = t.prov(callValue(t, keyFn, [{ name: null, value: got.items[0] }], at, name, node));
  const items = name === "reversed" && got.exact ? [...got.items].reverse() : got.items;
  if (name === "tuple" && got.exact) return { k: "tuple", items };
  return t.new(
    {
      k: "list",
      items: name === "sorted" || name === "set" ? items.map((x) => t.withProv(x, { ...nothing, scores: p.scores })) : items,
      open: !got.exact,
      p: nothing,
    },
    { ...nothing, scores: p.scores },
  );
}

/** max, min: what is picked depends on all that was compared, and on the key's scores. */
function best(t: Trace, name: string, args: readonly ArgValue[], at: Span, node: Expr | null): Value {
  const list = positional(args);
  const keyFn = args.find((x) => x.name === "key")?.value;
  if (list.length === 1 && list[0]) {
    const d = t.peekData(list[0]);
    if (d?.elem && !keyFn) return t.newData({ ...d, view: null, mask: null });
    if (d && !keyFn) {
      const v = t.statistic(d, at, name, t.prov(list[0]), "", "statistic", { extreme: true });
      return v.k === "any" ? { ...v, hint: "extreme" } : v;
    }
    const got = elements(t, list[0], 12, at);
    if (!got) return any(t.prov(list[0]));
    // Of pairs of a score and a setting, the setting is picked by the score.
    let p = keyFn ? nothing : t.prov(list[0]);
    got.items.forEach((it, n) => {
      if (!keyFn) return;
      t.loops.push({ id: got.loop, iteration: n });
      p = joinProv(p, t.prov(callValue(t, keyFn, [{ name: null, value: it }], at, "key", node)));
      t.loops.pop();
    });
    const v = t.joinValues(got.items, nothing);
    return t.withProv(v, { ...nothing, scores: p.scores, chosen: p.chosen });
  }
  if (list.every((x) => x.k === "const" && typeof x.v === "number")) return any(provOf(t, args));
  return any(provOf(t, args));
}

const isWhole = (t: Trace, v: Value | undefined): boolean => v !== undefined && t.peekData(v)?.elem === false;

/** Methods of lists and dictionaries; null when the name is not one of theirs. */
export function containerMethod(t: Trace, self: Obj, name: string, args: readonly ArgValue[]): Value | null {
  const c = t.get(self);
  const [a, b] = positional(args);
  if (c.k === "list") {
    const { slot: _, ...own } = c;
    const put = (part: Partial<ListObj>): void => t.put(self, { ...own, ...part });
    // Inside a loop the list grows past what is listed; one whole table after the other is gathered as often as the loop names them.
    const many = t.loops.some((l) => l.many);
    const loose = many || (t.loops.length > 0 && !isWhole(t, name === "insert" ? b : a));
    switch (name) {
      case "append":
      case "add":
      case "insert":
      case "appendleft": {
        const v = name === "insert" ? b : a;
        if (!v) return none;
        const item = t.controlled(byRow(t, v));
        put(listed([...c.items, item], c.open || loose));
        if (name === "append") keepAsLast(t, self, item);
        return none;
      }
      case "extend":
      case "update": {
        const got = a ? elements(t, a, mostListed) : null;
        put(listed([...c.items, ...(got?.items ?? [])], c.open || loose || !got?.exact));
        return none;
      }
      case "remove":
      case "discard": {
        const gone = a?.k === "const" ? a.v : undefined;
        put({ items: c.items.filter((x) => !(x.k === "const" && x.v === gone)) });
        return none;
      }
      case "pop": {
        const place = a ? (a.k === "const" && typeof a.v === "number" ? a.v : null) : -1;
        // Of a list that is not known as a whole, or in a round that stands for many, nobody knows which one is gone.
        if (c.open || loose || place === null || !c.items.length) {
          put({ open: true });
          return place === -1 ? (c.items.at(-1) ?? any(c.p)) : c.items.length ? t.joinValues(c.items, c.p) : any(c.p);
        }
        put({ items: c.items.filter((_, i) => i !== (place < 0 ? c.items.length + place : place)) });
        return c.items.at(place) ?? any(c.p);
      }
      case "copy":
        return t.new(c);
      case "index":
      case "count":
        return any({ ...t.prov(self), origin: nothing.origin });
      case "sort":
      case "reverse":
      case "clear":
        put(name === "clear" ? { items: [], open: false } : {});
        return none;
      case "union":
      case "intersection":
      case "difference": {
        const other = a ? columnPick(t, a) : null;
        const mine = columnPick(t, self);
        if (name === "difference" && mine.names && other?.names)
          return t.new({ ...c, items: c.items.filter((x) => !(x.k === "const" && other.names?.includes(String(x.v)))) });
        return any(joinProv(t.prov(self), t.prov(a)));
      }
      default:
        return null;
    }
  }
  if (c.k === "dict") {
    const values = (): Value[] => [...c.entries.values(), ...(c.rest ? [c.rest] : [])];
    switch (name) {
      case "items":
        return c.rest || !c.entries.size
          ? t.new({ k: "list", items: c.rest ? [{ k: "tuple", items: [any(), t.joinValues(values(), nothing)] }] : [], open: true, p: nothing })
          : t.new({ k: "list", items: [...c.entries].map(([k, v]) => ({ k: "tuple" as const, items: [constant(k), v] })), open: false, p: nothing });
      case "keys":
        return c.rest ? any() : t.new({ k: "list", items: [...c.entries.keys()].map((k) => constant(k)), open: false, p: nothing });
      case "values":
        return t.new({ k: "list", items: values(), open: c.rest !== null, p: nothing });
      case "get":
      case "pop":
      case "setdefault": {
        const known = a?.k === "const" ? c.entries.get(a.v) : undefined;
        return known ?? (c.rest || a?.k !== "const" ? t.joinValues(values(), nothing) : (b ?? none));
      }
      case "update": {
        const entries = new Map(c.entries);
        let rest = c.rest;
        const o = a?.k === "obj" ? t.get(a) : null;
        if (o?.k === "dict") {
          for (const [k, v] of o.entries) entries.set(k, v);
          rest = rest ?? o.rest;
        } else if (a) rest = rest ?? any(t.prov(a));
        for (const x of args) if (x.name && !x.star) entries.set(x.name, x.value);
        t.put(self, { k: "dict", entries, rest, ...(c.keyed ? { keyed: c.keyed } : {}) });
        return none;
      }
      case "copy":
        return t.new(c);
      case "clear":
        return none;
      default:
        return null;
    }
  }
  return null;
}

/** `zip(*folds.split(X))`: all training parts, and all test parts; one pair stands for each, as parts of one round belong together. Null for anything else. */
function turnedPairs(t: Trace, [pairs, ...more]: readonly ArgValue[]): Value | null {
  if (pairs?.star !== 1 || more.length) return null;
  const [first] = pairs.value.k === "folds" ? [foldPair(t, pairs.value, 1)] : (elements(t, pairs.value, 1)?.items ?? []);
  return first?.k === "tuple" ? { k: "tuple", items: first.items.map((x) => t.new({ k: "list", items: [x], open: true, p: nothing })) } : null;
}

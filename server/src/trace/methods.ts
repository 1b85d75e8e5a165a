/** Method calls: what the receiver is decides what the name means. */
import type { Span } from "../base/span.js";
import type { Expr } from "../program/ir.js";
import { act } from "./acts.js";
import { type ArgValue, bindCall } from "./binding.js";
import { containerMethod } from "./builtins.js";
import { callFunction, callValue, superCall, superMethod, unmodelled } from "./calls.js";
import { knownItems, listItems } from "./columns.js";
import { applyRow } from "./effects.js";
import { rowwise } from "./frames.js";
import { nodeRow } from "./graphs.js";
import { effectsOf } from "./library.js";
import { attribute } from "./names.js";
import { guessModel } from "./natures.js";
import { statisticMethod } from "./statisticTables.js";
import { formatCall } from "./texts.js";
import type { Trace } from "./trace.js";
import { any, type Data, data, joinProv, none, nothing, type Obj, type Prov, type Value } from "./values.js";

export function callMethod(t: Trace, self: Value, name: string, args: readonly ArgValue[], at: Span, selfExpr: Expr | null, node: Expr | null): Value {
  t.tick();
  // Whoever it is that clears: an unknown optimizer, a tensor's own gradient.
  if (name === "zero_grad" || name === "zero_") act(t, at, { k: "clear" });
  const fed = nodeRow(t, self, name, args);
  if (fed) return applyRow(t, fed, bindCall(fed, at, node, name, self, selfExpr, args));
  switch (self.k) {
    case "lib": {
      const f = attribute(t, self, name, at);
      return callValue(t, f, args, at, name, node);
    }
    case "class": {
      const v = t.classAttr(self.cls, name);
      return v ? callValue(t, v, args, at, name, node) : superCall(t, name, args, at);
    }
    case "obj":
      return objMethod(t, self, name, args, at, selfExpr, node);
    case "bound":
      if (self.name === "super()") return superMethod(t, self, name, args, at, node);
      return unmodelled(t, name, args, at, self);
    case "const":
    case "any":
    case "tuple":
    case "names":
    case "zip":
    case "folds":
      return scalarMethod(t, self, name, args, at, node, selfExpr);
    case "indexer":
      return callMethod(t, self.of, name, args, at, selfExpr, node);
    default:
      return unmodelled(t, name, args, at, self);
  }
}

/** Methods that models, files and dictionaries have as well: they tell nothing of an unknown receiver. */
const anyones = new Set([
  "eval",
  "to",
  "float",
  "half",
  "double",
  "copy",
  "get",
  "items",
  "plot",
  "info",
  "update",
  "add",
  "filter",
  "read",
  "write",
  "close",
  "keys",
  "values",
  "pop",
  "show",
  "run",
  "train",
  "save",
  "cuda",
  "cpu",
  "size",
]);

function objMethod(t: Trace, self: Obj, name: string, args: readonly ArgValue[], at: Span, selfExpr: Expr | null, node: Expr | null): Value {
  const c = t.get(self);
  switch (c.k) {
    case "inst": {
      const own = c.attrs.get(name);
      if (own && own.k !== "fn") return callValue(t, own, args, at, name, node);
      const fn = (own as (Value & { k: "fn" }) | undefined) ?? t.methodOf(c.cls, name);
      if (fn) return callFunction(t, fn, own || !fn.cls ? null : self, args, at, name);
      // Inherited from the library: fit_transform of a class that has both.
      const fits = name === "fit_transform" ? t.methodOf(c.cls, "fit") : null;
      const transforms = fits ? t.methodOf(c.cls, "transform") : null;
      if (fits && transforms) {
        callFunction(t, fits, self, args.slice(0, fits.fn.params.length - 1), at, "fit");
        return callFunction(t, transforms, self, args.slice(0, 1), at, "transform");
      }
      return unmodelled(t, name, args, at, self);
    }
    case "model": {
      const own = c.attrs.get(name);
      if (own && own.k !== "fn") return callValue(t, own, args, at, name, node);
      if (c.cls) {
        const fn = t.methodOf(c.cls, name);
        if (fn) return callFunction(t, fn, fn.cls ? self : null, args, at, name);
      }
      const row = t.methodRow(c, name);
      if (row) return applyRow(t, row, bindCall(row, at, node, name, self, selfExpr, args));
      return unmodelled(t, name, args, at, self);
    }
    case "list":
    case "dict": {
      const v = containerMethod(t, self, name, args);
      return v ?? unmodelled(t, name, args, at, self);
    }
    case "unknown": {
      const model = guessModel(t, self, name, args);
      if (model) return objMethod(t, self, name, args, at, selfExpr, node);
      if (t.lib.method("data", name) && !anyones.has(name)) {
        t.morphData(self);
        return objMethod(t, self, name, args, at, selfExpr, node);
      }
      return unmodelled(t, `${c.name}.${name}`, args, at, self);
    }
    case "data": {
      const row = t.lib.method(c.as, name);
      if (row) return applyRow(t, row, bindCall(row, at, node, name, self, selfExpr, args));
      // `names = list(df)`: a table has no such method, a list of its columns has.
      if (name === "remove" && c.as === "data" && !c.elem && c.column === null && args.length === 1)
        return scalarMethod(t, { k: "names", of: c, minus: new Set(), from: self.id }, name, args, at, node, selfExpr);
      // A column may be called like nothing the table has: df.apply_ is not known, df.name(…) is no call of a column.
      return unmodelled(t, name, args, at, self);
    }
  }
}

/** Methods of texts that give the same text in another form. */
const words: Readonly<Record<string, (text: string) => string>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  casefold: (text) => text.toLowerCase(),
  strip: (text) => text.trim(),
};

/** Methods of scalars, statistics and names: what they give depends on what they are and what is given. */
function scalarMethod(t: Trace, self: Value, name: string, args: readonly ArgValue[], at: Span, node: Expr | null, selfExpr: Expr | null): Value {
  if (self.k === "names") {
    const pick = args[0] ? t.columnPick(args[0].value) : null;
    if (name === "drop" || name === "difference")
      return pick?.names ? { ...self, minus: new Set([...self.minus, ...pick.names]) } : any(t.prov(args[0]?.value));
    if (["tolist", "to_list", "copy", "values", "sort_values", "unique"].includes(name)) return self;
    if (name === "remove" && selfExpr?.k === "name") {
      t.setName(selfExpr, pick?.names ? { ...self, minus: new Set([...self.minus, ...pick.names]) } : { ...self, some: true });
      return none;
    }
    // Taken away by its place, or put beside the others: nobody can list what is left.
    if (["pop", "append", "insert", "extend"].includes(name) && selfExpr?.k === "name") t.setName(selfExpr, any(t.prov(self)));
    return any(joinProv(t.prov(self), argsProv(t, args)));
  }
  const template = self.k === "const" && typeof self.v === "string" && name === "format" ? self.v : null;
  const plain = template !== null && args.every((a) => !a.star && ["const", "any"].includes(a.value.k));
  if (template !== null && plain) return formatCall(template, args, joinProv(t.prov(self), argsProv(t, args)));
  if (self.k === "const" && typeof self.v === "string" && !args.length && words[name]) return { ...self, v: words[name](self.v) };
  const row = t.lib.method("data", name);
  // A loss is a scalar that remembers its predictions: training by it trains their model.
  if (self.k === "any" && row && effectsOf(row)[0]?.op === "backward") return applyRow(t, row, bindCall(row, at, node, name, self, selfExpr, args));
  if (self.k === "any" && row && args.some((a) => t.dataIn(a.value))) {
    // A scalar or a statistic meets data: Series.map is data's, `stat.add(df)` is rare; take it element by element.
    return rowwise(t, [self, ...args.map((a) => a.value)]);
  }
  if (self.k === "any" && inLines(name, args)) return t.unknown(name, at, self.p);
  const table = statisticMethod(t, self, name, args, () => argsProv(t, args));
  if (table) return table;
  const fns = args.filter((a) => a.value.k === "fn");
  if (fns.length && self.k === "any") {
    let p = self.p;
    for (const f of fns) p = joinProv(p, t.prov(callValue(t, f.value, [{ name: null, value: any(self.p) }], at, name, node)));
    return any(p);
  }
  if (self.k === "any" && self.hint?.startsWith("foreign:")) return { k: "any", p: joinProv(self.p, argsProv(t, args)), hint: self.hint };
  // Correlations stay correlations when they are sorted, cut or made positive; names say which column they are read at.
  if (self.k === "any" && self.hint?.startsWith("pairs:")) {
    t.readAgainst(
      self.hint,
      args.flatMap((a) => [a.value, ...(listItems(t, a.value) ?? [])]).flatMap((v) => (v.k === "const" && typeof v.v === "string" ? [v.v] : [])),
    );
    return { k: "any", p: joinProv(self.p, argsProv(t, args)), hint: self.hint };
  }
  // The first day stays the first day, however it is written.
  if (self.k === "any" && self.hint === "extreme" && /^(date|normalize|floor|ceil|to_pydatetime|strftime|isoformat)$/.test(name))
    return { k: "any", p: joinProv(self.p, argsProv(t, args)), hint: self.hint };
  return pieceOfRow(t, [self, ...args.map((a) => a.value)]) ?? any(joinProv(t.prov(self), argsProv(t, args)));
}

/** A text or a file is taken line by line: the lines may be rows. */
const inLines = (name: string, args: readonly ArgValue[]): boolean =>
  name === "readlines" || name === "splitlines" || (name === "split" && args[0]?.value.k === "const" && /^\r?\n$/.test(String(args[0].value.v)));

/** What is made of pieces of one row (its words put together again, what a pattern finds in its text) is a piece of that row. */
function pieceOfRow(t: Trace, values: readonly Value[]): Value | null {
  let first: Data | null = null;
  for (const v of values) {
    for (const x of knownItems(t, v) ?? [v]) {
      const d = t.peekData(x);
      if (d && !d.elem) return null;
      first ??= d;
    }
  }
  if (!first) return null;
  const p = values.reduce<Prov>((q, v) => joinProv(q, t.prov(v)), nothing);
  return t.newData(data(first.rows, { rest: { p: { ...p, scores: nothing.scores } }, open: true, elem: true }));
}

export const argsProv = (t: Trace, args: readonly ArgValue[]): Prov => args.reduce<Prov>((p, a) => joinProv(p, t.prov(a.value)), nothing);

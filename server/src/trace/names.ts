/** Names and attributes: what they stand for. */
import type { Span } from "../base/span.js";
import { noteBound } from "./slots.js";
import { isTable } from "./tables.js";
import type { Trace } from "./trace.js";
import { any, content, type Data, joinProv, nothing, type Obj, type Value } from "./values.js";

// Names

export function lookup(t: Trace, name: string): Value {
  for (let f: typeof t.frame | null = t.frame; f; f = f.parent) {
    if (f.globals.has(name)) f = t.moduleFrame(f);
    const v = t.vars.get(`${f.id}:${name}`);
    if (v) return v;
  }
  const builtin = t.lib.find(`builtins.${name}`);
  if (builtin.what !== "unknown") return { k: "lib", path: `builtins.${name}`, what: builtin.what, row: builtin.row };
  if (builtins.has(name)) return { k: "lib", path: `builtins.${name}`, what: "function", row: null };
  const path = t.lib.convention(name) ?? t.lib.unique(name);
  if (path) {
    const entry = t.lib.find(path);
    return { k: "lib", path, what: entry.what, row: entry.row };
  }
  const v = t.unknown(name, null, nothing, `name:${name}`);
  t.vars.set(`${t.moduleFrame(t.frame).id}:${name}`, v);
  return v;
}

const builtins = new Set([
  "len",
  "range",
  "enumerate",
  "zip",
  "list",
  "tuple",
  "set",
  "frozenset",
  "sorted",
  "reversed",
  "dict",
  "max",
  "min",
  "sum",
  "map",
  "filter",
  "print",
  "isinstance",
  "super",
  "getattr",
  "setattr",
  "hasattr",
  "next",
  "iter",
  "open",
  "str",
  "int",
  "float",
  "bool",
  "abs",
  "round",
  "any",
  "all",
  "type",
  "vars",
  "globals",
  "locals",
  "input",
  "exec",
  "eval",
  "display",
  "object",
  "Exception",
  "ValueError",
  "KeyError",
  "TypeError",
  "property",
  "staticmethod",
  "classmethod",
  "slice",
  "chr",
  "ord",
  "hex",
  "bin",
  "pow",
  "divmod",
  "id",
  "hash",
  "callable",
  "repr",
  "format",
  "bytes",
  "xrange",
  "unicode",
  "raw_input",
  "reduce",
  "reload",
  "NotImplementedError",
  "__name__",
  "__file__",
]);

export function assignName(t: Trace, name: string, v: Value, at: Span): void {
  const value = t.control === nothing ? v : t.withProv(v, t.control);
  const f = t.frame.globals.has(name) ? t.moduleFrame(t.frame) : t.frame;
  t.vars.set(`${f.id}:${name}`, value);
  noteBound(t, name);
  remember(t, at, name, value);
}

export function remember(t: Trace, at: Span, name: string, value: Value): void {
  if (value.k === "lib" || value.k === "fn" || value.k === "const") return;
  let list = t.seen.get(at.source);
  if (!list) t.seen.set(at.source, (list = []));
  if (list.length < 4000) list.push({ start: at.start, end: at.end, name, value });
}

// Attributes

const ofTables = new Set(["index", "columns", "values", "T", "loc", "iloc", "at", "iat"]);

export function attribute(t: Trace, base: Value, name: string, at: Span): Value {
  switch (base.k) {
    case "lib": {
      const path = `${base.path}.${name}`;
      const entry = t.lib.find(path);
      return { k: "lib", path, what: entry.what, row: entry.row };
    }
    case "class": {
      const v = t.classAttr(base.cls, name);
      return v ?? any();
    }
    case "obj":
      return objAttribute(t, base, name, at);
    case "any":
      if (name === "shape") return { ...base, hint: "shape" };
      if (base.hint?.startsWith("pairs:")) {
        // `table.price` is a column, `table.index` is none.
        if (!ofTables.has(name)) t.readAgainst(base.hint, [name]);
        return { k: "any", p: base.p, hint: base.hint };
      }
      return base.hint?.startsWith("foreign:") ? { k: "any", p: base.p, hint: base.hint } : any(base.p);
    case "names":
      return name === "values" || name === "str" ? base : any(base.of.base);
    case "indexer":
      return any(t.prov(base));
    case "tuple":
    case "zip":
    case "const":
      return any(t.prov(base));
    default:
      return any();
  }
}

const dataAttributes = new Set([
  "loc",
  "iloc",
  "ix",
  "at",
  "iat",
  "columns",
  "index",
  "shape",
  "T",
  "values",
  "size",
  "empty",
  "dtypes",
  "dtype",
  "target",
  "data",
]);

function objAttribute(t: Trace, base: Obj, name: string, at: Span): Value {
  const c = t.get(base);
  switch (c.k) {
    case "data":
      return dataAttribute(t, base, base.p === nothing ? c : { ...c, base: joinProv(c.base, base.p) }, name);
    case "unknown":
      if (dataAttributes.has(name)) return dataAttribute(t, base, t.morphData(base), name);
      if (t.lib.attribute("data", name)) return dataAttribute(t, base, t.morphData(base), name);
      return { k: "bound", self: base, name, fn: null };
    case "inst": {
      const v = c.attrs.get(name) ?? t.classAttr(c.cls, name);
      if (!v) return t.unknown(`${name}`, at, nothing, `attr:${base.id}:${name}`);
      return v.k === "fn" ? { k: "bound", self: base, name, fn: v } : v;
    }
    case "model": {
      const own = c.attrs.get(name) ?? (c.cls ? t.classAttr(c.cls, name) : null);
      if (own) return own.k === "fn" ? { k: "bound", self: base, name, fn: own } : own;
      const e = t.lib.attribute(c.protocol, name);
      if (e) return t.applyAttribute(base, e, name, at);
      const init = c.init.get(name);
      if (init) return init;
      if (t.methodRow(c, name)) return { k: "bound", self: base, name, fn: null };
      if (name.endsWith("_")) return any({ ...nothing, learned: c.knows, chosen: c.settings.chosen, conf: c.conf });
      return any({ ...c.settings, vary: nothing.vary });
    }
    case "dict": {
      // Bunches give their entries as attributes.
      const entry = c.entries.get(name);
      return entry && !["items", "keys", "values", "get", "update"].includes(name) ? entry : { k: "bound", self: base, name, fn: null };
    }
    case "list":
      return { k: "bound", self: base, name, fn: null };
  }
}

function dataAttribute(t: Trace, base: Obj, d: Data, name: string): Value {
  if (isTable(t.lib, d.as)) {
    if (name === "loc" || name === "iloc" || name === "ix" || name === "at" || name === "iat") return { k: "indexer", of: base, how: name };
    if (name === "columns") return { k: "names", of: d, minus: new Set(), from: base.id };
    if (name === "index")
      return t.newData({
        ...d,
        cols: new Map(),
        rest: { p: nothing },
        isIndex: true,
        pos: { cuts: [], perm: `index:${d.rows.key}` },
        view: null,
        mask: null,
        column: null,
        open: false,
      });
    if (name === "shape") return { k: "tuple", items: [length(d), any({ ...nothing })] };
    if (name === "size") return length(d);
    if (d.cols.has(name)) return t.getColumn(base, d, name);
  }
  const e = t.lib.attribute(d.as, name);
  if (e) return t.applyAttribute(base, e, name, null);
  if (t.lib.method(d.as, name)) return { k: "bound", self: base, name, fn: null };
  // The bare values of a tensor; a table may have a column of that name.
  if (name === "data" && (d.elem || d.column !== null)) return base;
  if ((isTable(t.lib, d.as) || d.as === "groupby") && d.column === null && !name.startsWith("_")) return t.getColumn(base, d, name);
  return any(content(d));
}

export const length = (d: Data): Value => ({ k: "any", p: nothing, length: `len:${d.rows.key}`, hint: "int" });

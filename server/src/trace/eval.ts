/** Expressions: from IR to values. */
import type { Span } from "../base/span.js";
import type { Arg, Clause, Expr } from "../program/ir.js";
import { type ArgValue, callMethod, callValue } from "./calls.js";
import { columnPick, getItem, maskOf, rowwise } from "./frames.js";
import { joinValue } from "./join.js";
import { elements } from "./loops.js";
import { cut, opposite, shortName, type Rows } from "./rows.js";
import { isTable } from "./tables.js";
import type { Trace } from "./trace.js";
import { any, constant, content, type Data, doubt, joinProv, none, nothing, type Obj, type Prov, type Value } from "./values.js";

export function evaluate(t: Trace, e: Expr): Value {
  t.tick();
  switch (e.k) {
    case "name": {
      const v = lookup(t, e.name, e.at);
      remember(t, e.at, e.name, v);
      return v;
    }
    case "const":
      return e.value === undefined ? any() : constant(e.value);
    case "fstring":
      return any(e.parts.reduce<Prov>((p, x) => joinProv(p, t.prov(evaluate(t, x))), nothing));
    case "tuple":
      return { k: "tuple", items: items(t, e.items) };
    case "list":
    case "set":
      return t.new({ k: "list", items: items(t, e.items), open: e.items.some((x) => x.k === "star"), p: nothing });
    case "dict": {
      const entries = new Map<string | number | boolean | null, Value>();
      let rest: Value | null = null;
      for (const { key, value } of e.entries) {
        const v = evaluate(t, value);
        const k = key ? evaluate(t, key) : null;
        if (k?.k === "const") entries.set(k.v, v);
        else if (!k && v.k === "obj" && t.get(v).k === "dict") {
          const d = t.get(v);
          if (d.k === "dict") for (const [n, x] of d.entries) entries.set(n, x);
        } else rest = rest ? joinValue(t, rest, v) : v;
      }
      return t.new({ k: "dict", entries, rest });
    }
    case "star":
      return evaluate(t, e.value);
    case "attr":
      return attribute(t, evaluate(t, e.object), e.name, e.nameAt);
    case "index":
      return index(t, e);
    case "slice":
      return { k: "slice", lo: bound(t, e.lower), hi: bound(t, e.upper), step: e.step ? evaluate(t, e.step) : null };
    case "call":
      return call(t, e);
    case "unary":
      return unary(t, e.op, evaluate(t, e.operand));
    case "binary":
      return binary(t, e.op, evaluate(t, e.left), evaluate(t, e.right), e.at);
    case "bool": {
      const left = evaluate(t, e.left);
      const truth = truthy(t, left);
      if (e.op === "or" && truth === true) return left;
      if (e.op === "or" && truth === false) return evaluate(t, e.right);
      if (e.op === "and" && truth === false) return left;
      const right = evaluate(t, e.right);
      if (e.op === "and" && truth === true) return right;
      return joinValue(t, left, right);
    }
    case "compare":
      return compare(t, e);
    case "ifexp": {
      const test = evaluate(t, e.test);
      const truth = truthy(t, test);
      if (truth !== null) return evaluate(t, truth ? e.then : e.else);
      const v = joinValue(t, evaluate(t, e.then), evaluate(t, e.else));
      const p = t.prov(test);
      return p.scores.size ? t.withProv(v, { ...nothing, scores: p.scores }) : v;
    }
    case "lambda":
      return t.makeFn(e.fn);
    case "comp":
      return comprehension(t, e);
    case "await":
    case "yield":
    case "yieldfrom": {
      const v = e.value ? evaluate(t, e.value) : none;
      if (e.k !== "await") t.frame.yields.push(v);
      return e.k === "await" ? v : any();
    }
    case "walrus": {
      const v = evaluate(t, e.value);
      assignName(t, e.name, v, e.at);
      return v;
    }
    case "opaque":
      return any(doubt(e.parts.reduce<Prov>((p, x) => joinProv(p, t.prov(evaluate(t, x))), nothing)));
  }
}

function items(t: Trace, list: readonly Expr[]): Value[] {
  const out: Value[] = [];
  for (const x of list) {
    const v = evaluate(t, x);
    if (x.k === "star") out.push(...(elements(t, v, 16)?.items ?? [v]));
    else out.push(v);
  }
  return out;
}

/** A slice bound; one that is not a constant is named by its text, so that `:n` and `n:` meet. */
function bound(t: Trace, e: Expr | null): Value | null {
  if (!e) return null;
  const v = evaluate(t, e);
  if (v.k === "any" && !v.length) return { ...v, length: `txt:${t.texts.get(e.at.source)?.slice(e.at.start, e.at.end).replace(/\s+/g, "") ?? ""}` };
  if (v.k !== "const" && v.k !== "any") return { k: "any", p: t.prov(v), length: `txt:${t.say(e)}` };
  return v;
}

function index(t: Trace, e: Expr & { k: "index" }): Value {
  const base = evaluate(t, e.object);
  const key = evaluate(t, e.index);
  if (base.k === "lib") return callValue(t, base, (key.k === "tuple" ? key.items : [key]).map((value) => ({ name: null, value })), e.at, "index", null);
  const keyed: Value = key.k === "any" && !key.hint && isCounter(e.index) ? { ...key, hint: "int" } : key;
  return getItem(t, base, keyed, e.at);
}

/** `i`, `i + 1`, `idx`: names by which people count rows. Only used where a column name is just as possible. */
const isCounter = (e: Expr): boolean => (e.k === "name" && /^(i|j|k|idx|index|row|n|ind|ix)$/.test(e.name)) || (e.k === "binary" && (isCounter(e.left) || isCounter(e.right)));

// Names

export function lookup(t: Trace, name: string, at: Span): Value {
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
  void at;
  return v;
}

const builtins = new Set(["len", "range", "enumerate", "zip", "list", "tuple", "set", "frozenset", "sorted", "reversed", "dict", "max", "min", "sum", "map", "filter", "print", "isinstance", "super",
  "getattr", "setattr", "hasattr", "next", "iter", "open", "str", "int", "float", "bool", "abs", "round", "any", "all", "type", "vars", "globals", "locals", "input", "exec", "eval", "display", "object",
  "Exception", "ValueError", "KeyError", "TypeError", "property", "staticmethod", "classmethod", "slice", "chr", "ord", "hex", "bin", "pow", "divmod", "id", "hash", "callable", "repr", "format", "bytes",
  "xrange", "unicode", "raw_input", "reduce", "reload", "NotImplementedError", "__name__", "__file__"]);

export function assignName(t: Trace, name: string, v: Value, at: Span): void {
  const value = t.control === nothing ? v : t.withProv(v, t.control);
  const f = t.frame.globals.has(name) ? t.moduleFrame(t.frame) : t.frame;
  t.vars.set(`${f.id}:${name}`, value);
  remember(t, at, name, value);
}

function remember(t: Trace, at: Span, name: string, value: Value): void {
  if (value.k === "lib" || value.k === "fn" || value.k === "const") return;
  let list = t.seen.get(at.source);
  if (!list) t.seen.set(at.source, (list = []));
  if (list.length < 4000) list.push({ start: at.start, end: at.end, name, value });
}

// Attributes

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

const dataAttributes = new Set(["loc", "iloc", "ix", "at", "iat", "columns", "index", "shape", "T", "values", "size", "empty", "dtypes", "dtype", "target", "data"]);

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
    if (name === "columns") return { k: "names", of: d, minus: new Set() };
    if (name === "index") return t.newData({ ...d, cols: new Map(), rest: { p: nothing }, isIndex: true, pos: { cuts: [], perm: `index:${d.rows.key}` }, view: null, mask: null, column: null, open: false });
    if (name === "shape") return { k: "tuple", items: [length(d), any({ ...nothing })] };
    if (name === "size") return length(d);
    if (d.cols.has(name)) return t.getColumn(base, d, name);
  }
  const e = t.lib.attribute(d.as, name);
  if (e) return t.applyAttribute(base, e, name, null);
  if (t.lib.method(d.as, name)) return { k: "bound", self: base, name, fn: null };
  if ((isTable(t.lib, d.as) || d.as === "groupby") && d.column === null && !name.startsWith("_")) return t.getColumn(base, d, name);
  return any(content(d));
}

export const length = (d: Data): Value => ({ k: "any", p: nothing, length: `len:${d.rows.key}`, hint: "int" });

// Operators

export function truthy(t: Trace, v: Value): boolean | null {
  switch (v.k) {
    case "const":
      return Boolean(v.v);
    case "obj": {
      const c = t.get(v);
      if (c.k === "list") return c.items.length > 0 ? true : c.open ? null : false;
      return c.k === "model" || c.k === "inst" ? true : null;
    }
    case "tuple":
      return v.items.length > 0;
    case "lib":
      return v.path === "builtins.__name__" ? null : v.what === "unknown" ? null : true;
    case "fn":
    case "class":
    case "bound":
      return true;
    default:
      return null;
  }
}

function unary(t: Trace, op: "not" | "-" | "+" | "~", v: Value): Value {
  if (v.k === "const") {
    if (op === "not") return constant(!v.v, v.p);
    if (typeof v.v === "number") return constant(op === "-" ? -v.v : op === "~" ? ~v.v : v.v, v.p);
    if (op === "~" && typeof v.v === "boolean") return constant(!v.v, v.p);
  }
  if (op === "not") {
    const b = truthy(t, v);
    return b === null ? any(t.prov(v)) : constant(!b, t.prov(v));
  }
  if (v.k === "any") return op === "-" && v.length ? { ...v, length: v.length.startsWith("-") ? v.length.slice(1) : `-${v.length}` } : v;
  const d = t.peekData(v);
  if (d && op === "~" && v.k === "obj") {
    const m = maskOf(t, v, d);
    const out = rowwise(t, [v]);
    return setMask(t, out, { cut: { ...m.cut, part: opposite(m.cut.part) }, rows: m.rows ? null : null }, m.rows, d);
  }
  return rowwise(t, [v]);
}

function setMask(t: Trace, out: Value, mask: NonNullable<Data["mask"]>, named: import("./rows.js").Rows | null, d: Data): Value {
  const o = out.k === "obj" ? t.get(out) : null;
  if (!o || o.k !== "data") return out;
  const cut = { ...mask.cut, id: shortName(mask.cut.id) };
  return t.newData({ ...o, mask: named ? { cut, rows: t.without(d.rows, named) } : { ...mask, cut } });
}

export function binary(t: Trace, op: string, a: Value, b: Value, at: Span): Value {
  if (a.k === "const" && b.k === "const") {
    const v = fold(op, a.v, b.v);
    if (v !== undefined) return constant(v, joinProv(a.p, b.p));
  }
  if (a.k === "names" || (a.k === "obj" && t.get(a).k === "list")) {
    if (op === "-" && a.k === "names") {
      const pick = columnPick(t, b);
      if (pick.names) return { ...a, minus: new Set([...a.minus, ...pick.names]) };
      return any(t.prov(b));
    }
    if (op === "+" && a.k === "obj" && b.k === "obj" && t.get(a).k === "list" && t.get(b).k === "list") return joinLists(t, a, b);
    if (op === "+" && a.k === "names") return any(t.prov(b));
    if (op === "*" && a.k === "obj") return a;
    if (op === "-" && a.k === "obj") {
      const la = columnPick(t, a);
      const lb = columnPick(t, b);
      if (la.names && lb.names) return t.new({ k: "list", items: la.names.filter((n) => !(lb.names as readonly string[]).includes(n)).map((n) => constant(n)), open: false, p: nothing });
      return any(joinProv(t.prov(a), t.prov(b)));
    }
  }
  if (a.k === "tuple" && b.k === "tuple" && op === "+") return { k: "tuple", items: [...a.items, ...b.items] };
  if ((op === "&" || op === "|" || op === "^" || op === "*") && a.k === "obj" && b.k === "obj") {
    const da = t.peekData(a);
    const db = t.peekData(b);
    if (da && db && (da.mask || db.mask) && op !== "*") {
      const ma = maskOf(t, a, da);
      const mb = maskOf(t, b, db);
      const out = rowwise(t, [a, b]);
      return setMask(t, out, { cut: { id: `(${ma.cut.id}#${ma.cut.part}${op}${mb.cut.id}#${mb.cut.part})`, part: "T", kind: "filter", at }, rows: null }, null, da);
    }
  }
  if (a.k === "any" && b.k === "any") return any(joinProv(a.p, b.p));
  return rowwise(t, [unknownToData(t, a), unknownToData(t, b)]);
}

/** Arithmetic on an unknown value makes it data. */
function unknownToData(t: Trace, v: Value): Value {
  if (v.k === "obj" && t.get(v).k === "unknown") t.morphData(v);
  return v;
}

function joinLists(t: Trace, a: Obj, b: Obj): Value {
  const x = t.get(a);
  const y = t.get(b);
  if (x.k !== "list" || y.k !== "list") return any();
  return t.new({ k: "list", items: [...x.items, ...y.items].slice(0, 64), open: x.open || y.open, p: joinProv(x.p, y.p) });
}

type Const = string | number | boolean | null;

function fold(op: string, a: Const, b: Const): Const | undefined {
  if (typeof a === "string" && typeof b === "string" && op === "+") return a.length + b.length < 10_000 ? a + b : undefined;
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  switch (op) {
    case "+": return a + b;
    case "-": return a - b;
    case "*": return a * b;
    case "/": return b ? a / b : undefined;
    case "//": return b ? Math.floor(a / b) : undefined;
    case "%": return b ? a % b : undefined;
    case "**": return a ** b;
    default: return undefined;
  }
}

function compare(t: Trace, e: Expr & { k: "compare" }): Value {
  const left = evaluate(t, e.left);
  if (e.left.k === "name" && e.left.name === "__name__") return constant(true);
  let result: Value | null = null;
  let previous = left;
  for (const { op, right } of e.rest) {
    const r = evaluate(t, right);
    const v = compareOne(t, op, previous, r, right, e.at);
    result = result ? joinValue(t, result, v) : v;
    previous = r;
  }
  return result ?? any();
}

function compareOne(t: Trace, op: string, a: Value, b: Value, right: Expr, at: Span): Value {
  if (a.k === "const" && b.k === "const" && (op === "==" || op === "!=" || op === "is" || op === "is not")) {
    const same = a.v === b.v;
    return constant(op === "==" || op === "is" ? same : !same, joinProv(a.p, b.p));
  }
  if ((op === "is" || op === "is not") && b.k === "const" && b.v === null) {
    if (a.k === "obj") {
      const c = t.get(a);
      if (c.k !== "unknown") return constant(op === "is not");
    }
    if (a.k === "tuple" || a.k === "fn" || a.k === "class" || a.k === "lib") return constant(op === "is not");
    return any(t.prov(a));
  }
  if (op === "in" || op === "not in" || op === "is" || op === "is not") return any({ ...joinProv(t.prov(a), t.prov(b)), origin: nothing.origin });
  if (a.k === "const" && b.k === "const" && typeof a.v === "number" && typeof b.v === "number") {
    const r = op === "<" ? a.v < b.v : op === "<=" ? a.v <= b.v : op === ">" ? a.v > b.v : a.v >= b.v;
    return a.p.vary.size || b.p.vary.size ? any(joinProv(a.p, b.p)) : constant(r, joinProv(a.p, b.p));
  }
  if (a.k === "names") return any();
  const out = rowwise(t, [unknownToData(t, a), b]);
  const d = t.peekData(a);
  if (!d || out.k !== "obj" || d.elem) return out;
  const other = b.k === "const" ? `=${String(b.v)}` : (t.texts.get(right.at.source)?.slice(right.at.start, right.at.end) ?? "?");
  const lhs = d.draw ?? `${d.rows.key}/${[...content(d).origin].sort().join(",")}/${[...(d.rest?.p.learned ?? [])].join(",")}`;
  const named = d.rest && op === "==" && b.k === "const" ? t.markedRows(d, b.v) : null;
  const family = op === "<" || op === ">=" ? "<" : op === ">" || op === "<=" ? ">" : "==";
  const yes = op === "<" || op === ">" || op === "==";
  const id = shortName(family === "==" ? `${lhs}==` : `${lhs}${family}${other}`);
  const part = family === "==" ? other : "T";
  const o = t.get(out);
  const kind = d.draw ? "random" : family === "==" ? "value" : "filter";
  const hard = b.k !== "obj" && content(d).preds.size > 0;
  return o.k === "data" ? t.newData({ ...o, hard, mask: { cut: { id, part: yes ? part : opposite(part), kind, at }, rows: named } }) : out;
}

// Calls

export function call(t: Trace, e: Expr & { k: "call" }): Value {
  const func = e.func;
  if (func.k === "attr") {
    const self = evaluate(t, func.object);
    const args = argValues(t, e.args);
    return callMethod(t, self, func.name, args, e.callee, func.object, e);
  }
  const f = evaluate(t, func);
  const args = argValues(t, e.args);
  return callValue(t, f, args, e.callee, func.k === "name" ? func.name : "", e);
}

export function argValues(t: Trace, args: readonly Arg[]): ArgValue[] {
  const out: ArgValue[] = [];
  for (const a of args) {
    const value = evaluate(t, a.value);
    if (a.star === 1) {
      const got = elements(t, value, 16);
      if (got?.exact) for (const v of got.items) out.push({ name: null, value: v, expr: a.value });
      else out.push({ name: null, value, expr: a.value, star: 1 });
    } else if (a.star === 2) {
      const c = value.k === "obj" ? t.get(value) : null;
      if (c?.k === "dict" && !c.rest) for (const [n, v] of c.entries) out.push({ name: String(n), value: v, expr: a.value });
      else out.push({ name: "**", value, expr: a.value, star: 2 });
    } else out.push({ name: a.name, value, expr: a.value });
  }
  return out;
}

// Comprehensions

function comprehension(t: Trace, e: Expr & { k: "comp" }): Value {
  const columns = columnFilter(t, e) ?? labelFilter(t, e);
  if (columns) return columns;
  const saved = new Map<string, Value | undefined>();
  const names = new Set<string>();
  for (const c of e.clauses) if (c.k === "for") targetNames(c.target, names);
  for (const n of names) saved.set(n, t.vars.get(`${t.frame.id}:${n}`));
  const out: Value[] = [];
  const keys: Value[] = [];
  const exact = runClauses(t, e.clauses, 0, () => {
    if (e.key) keys.push(evaluate(t, e.key));
    out.push(evaluate(t, e.value));
  });
  for (const [n, v] of saved) if (v) t.vars.set(`${t.frame.id}:${n}`, v);
  if (e.kind === "dict") {
    const entries = new Map<string | number | boolean | null, Value>();
    let rest: Value | null = null;
    out.forEach((v, i) => {
      const k = keys[i];
      if (exact && k?.k === "const") entries.set(k.v, v);
      else rest = rest ? joinValue(t, rest, v) : v;
    });
    return t.new({ k: "dict", entries, rest });
  }
  return t.new({ k: "list", items: out.slice(0, 32), open: !exact, p: nothing });
}

function runClauses(t: Trace, clauses: readonly Clause[], i: number, body: () => void): boolean {
  const c = clauses[i];
  if (!c) {
    body();
    return true;
  }
  if (c.k === "if") {
    const truth = truthy(t, evaluate(t, c.test));
    if (truth === false) return true;
    return runClauses(t, clauses, i + 1, body) && truth === true;
  }
  const got = elements(t, evaluate(t, c.iter), 12, c.iter.at);
  if (!got) return false;
  let exact = got.exact;
  got.items.forEach((v, n) => {
    if (!got.exact && n > 0) return;
    t.loops.push({ id: got.loop, iteration: n });
    t.assignTarget(c.target, v);
    exact = runClauses(t, clauses, i + 1, body) && exact;
    t.loops.pop();
  });
  return exact;
}

function targetNames(e: Expr, out: Set<string>): void {
  if (e.k === "name") out.add(e.name);
  else if (e.k === "tuple" || e.k === "list") for (const x of e.items) targetNames(x, out);
  else if (e.k === "star") targetNames(e.value, out);
}

/** `[i for i in df.index if i not in test_index]`: the row labels or positions that are left over. */
function labelFilter(t: Trace, e: Expr & { k: "comp" }): Value | null {
  const [loop, test] = e.clauses;
  if (e.clauses.length !== 2 || loop?.k !== "for" || test?.k !== "if" || loop.target.k !== "name" || e.value.k !== "name" || e.value.name !== loop.target.name || e.kind === "dict") return null;
  const over = t.peekData(evaluate(t, loop.iter));
  if (!over || !(over.isIndex || over.pos)) return null;
  const x = test.test;
  const one = x.k === "compare" && x.rest.length === 1 && x.left.k === "name" && x.left.name === loop.target.name ? x.rest[0] : null;
  const some = one && (one.op === "not in" || one.op === "in") ? t.peekData(evaluate(t, one.right)) : null;
  const rows = (d: Data): Rows => (d.pos?.cuts ?? []).reduce(cut, d.rows);
  if (some && (some.isIndex || some.pos)) return t.newData({ ...over, rows: one?.op === "in" ? rows(some) : t.without(rows(over), rows(some)), isIndex: true, pos: null, view: null, mask: null });
  return t.newData({ ...over, rows: cut(rows(over), { id: `labels:${t.place(e.at)}`, part: "T", kind: "opaque", at: e.at }), isIndex: true, pos: null, view: null, mask: null });
}

/** `[c for c in df.columns if c not in [...]]`: all columns but some. */
function columnFilter(t: Trace, e: Expr & { k: "comp" }): Value | null {
  const [loop, test] = e.clauses;
  if (e.clauses.length > 2 || loop?.k !== "for" || loop.target.k !== "name" || e.value.k !== "name" || e.value.name !== loop.target.name) return null;
  const over = evaluate(t, loop.iter);
  if (over.k !== "names" && !(over.k === "obj" && t.peekData(over)?.as === "data")) return null;
  const d = over.k === "names" ? over.of : (t.peekData(over) as Data);
  const minus = over.k === "names" ? over.minus : new Set<string>();
  if (!test) return { k: "names", of: d, minus };
  if (test.k !== "if") return null;
  const name = loop.target.name;
  const gone = new Set(minus);
  const tests: Expr[] = [];
  const flatten = (x: Expr): void => {
    if (x.k === "bool" && x.op === "and") {
      flatten(x.left);
      flatten(x.right);
    } else tests.push(x);
  };
  flatten(test.test);
  for (const x of tests) {
    const one = x.k === "compare" && x.rest.length === 1 && x.left.k === "name" && x.left.name === name ? x.rest[0] : null;
    const pick = one && (one.op === "not in" || one.op === "!=") ? columnPick(t, evaluate(t, one.right)) : null;
    if (!pick?.names) return over.k === "names" ? any(d.base) : null;
    for (const n of pick.names) gone.add(n);
  }
  return { k: "names", of: d, minus: gone };
}

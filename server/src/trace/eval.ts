/** Expressions: from IR to values. */
import type { Arg, Expr } from "../program/ir.js";
import type { ArgValue } from "./binding.js";
import { callValue } from "./calls.js";
import { mapCols } from "./columns.js";
import { comprehension } from "./comprehensions.js";
import { getItem, positional, rowwise } from "./frames.js";
import { joinValue } from "./join.js";
import { elements, foldPair } from "./loops.js";
import { callMethod } from "./methods.js";
import { assignName, attribute, lookup, remember } from "./names.js";
import { binary, compare, decidedBy, truthy, unary } from "./operators.js";
import { namedBound } from "./slices.js";
import { fromSlot } from "./slots.js";
import type { Trace } from "./trace.js";
import { any, constant, doubt, joinProv, none, nothing, type Prov, textOfParts, type Value } from "./values.js";

export function evaluate(t: Trace, e: Expr): Value {
  t.tick();
  switch (e.k) {
    case "name": {
      const v = lookup(t, e.name);
      remember(t, e.at, e.name, v);
      return v;
    }
    case "const":
      return e.value === undefined ? any() : constant(e.value);
    case "fstring":
      return formatted(
        t,
        e.parts.map((x) => evaluate(t, x)),
      );
    case "tuple":
      return { k: "tuple", items: items(t, e.items) };
    case "list":
    case "set":
      return t.new({ k: "list", items: items(t, e.items), open: e.items.some((x) => x.k === "star"), p: nothing });
    case "dict": {
      const entries = new Map<string | number | boolean | null, Value>();
      let rest: Value | null = null;
      const keyed: { key: string; value: Value }[] = [];
      for (const { key, value } of e.entries) {
        const v = evaluate(t, value);
        const k = key ? evaluate(t, key) : null;
        if (k?.k === "const") entries.set(k.v, v);
        else if (!k && v.k === "obj" && t.get(v).k === "dict") {
          const d = t.get(v);
          if (d.k === "dict") for (const [n, x] of d.entries) entries.set(n, x);
        } else {
          rest = rest ? joinValue(t, rest, v) : v;
          keyed.push({ key: key ? t.say(key) : "", value: v });
        }
      }
      return t.new({ k: "dict", entries, rest, ...(keyed.length ? { keyed } : {}) });
    }
    case "star":
      return evaluate(t, e.value);
    case "attr":
      return attribute(t, evaluate(t, e.name === "columns" ? summed(e.object) : e.object), e.name, e.nameAt);
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
      // Whatever stands before it: a switch that is off.
      if (e.op === "and" && right.k === "const" && right.v === false) return right;
      return joinValue(t, left, right);
    }
    case "compare":
      return compare(t, e);
    case "ifexp": {
      const test = evaluate(t, e.test);
      const truth = truthy(t, test);
      if (truth !== null) return evaluate(t, truth ? e.then : e.else);
      const p = t.prov(test);
      const arm = (n: number, x: Expr): Value => t.inArm(e.test.at, p, n, () => evaluate(t, x));
      const v = joinValue(t, arm(0, e.then), arm(1, e.else));
      if (p.scores.size) return t.withProv(v, { ...nothing, scores: p.scores });
      // A value chosen by what stands in the row is made of it.
      const plain = v.k === "const" || v.k === "any" || t.peekData(v)?.elem;
      const by = plain ? decidedBy(t, e.test, test) : null;
      return by ? rowwise(t, [by, v]) : v;
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

function formatted(t: Trace, parts: readonly Value[]): Value {
  return textOfParts(
    parts,
    parts.reduce<Prov>((p, x) => joinProv(p, t.prov(x)), nothing),
  );
}

/** A slice bound; one that is not a constant is named by its text, so that `:n` and `n:` meet. */
function bound(t: Trace, e: Expr | null): Value | null {
  if (!e) return null;
  return namedBound(t, evaluate(t, e), e);
}

/** `df.describe().columns`: the names are those of the table, and tell nothing of its rows. */
const summed = (e: Expr): Expr => (e.k === "call" && e.func.k === "attr" && /^(describe|corr|cov)$/.test(e.func.name) ? e.func.object : e);

const statistic = /^(mean|median|sum|std|var|min|max|count|nunique|first|last)$/;

/** `df.groupby("ward").mean()["dose"]` as `df.groupby("ward")["dose"].mean()`: of the other columns nobody is told anything. */
function aggregated({ at, object, index }: Expr & { k: "index" }): (Expr & { k: "call" }) | null {
  const { func } = object.k === "call" ? object : {};
  const groups = func?.k === "attr" && statistic.test(func.name) ? func.object : null;
  if (object.k !== "call" || func?.k !== "attr" || groups?.k !== "call" || groups.func.k !== "attr" || groups.func.name !== "groupby") return null;
  if (index.k !== "const" || typeof index.value !== "string") return null;
  return { ...object, at, func: { ...func, object: { k: "index", at: groups.at, object: groups, index } } };
}

function index(t: Trace, e: Expr & { k: "index" }): Value {
  const narrowed = aggregated(e);
  if (narrowed) return call(t, narrowed);
  const base = evaluate(t, e.object);
  const key = evaluate(t, e.index);
  if (base.k === "lib")
    return callValue(
      t,
      base,
      (key.k === "tuple" ? key.items : [key]).map((value) => ({ name: null, value })),
      e.at,
      "index",
      null,
    );
  // One fold of a list of folds: a pair of positions. Which one is not told apart where a counter takes it.
  if (base.k === "folds") return key.k === "slice" ? base : foldPair(t, base, key.k === "const" && typeof key.v === "number" ? key.v : 1);
  const keyed: Value = key.k === "any" && !key.hint && isCounter(e.index) ? { ...key, hint: "int" } : key;
  const list = base.k === "obj" && t.get(base).k === "list";
  const out = getItem(t, base, list && keyed.k === "any" ? namedBound(t, keyed, e.index) : keyed, e.at);
  return base.k === "indexer" && isBeside(e.index) ? ofAnotherRow(t, out) : fromSlot(t, base, e.index, out);
}

/** `iloc[i + 1]`, `loc[i - 1, "price"]`: the row before or after. */
function isBeside(e: Expr): boolean {
  const row = e.k === "tuple" ? e.items[0] : e;
  return row?.k === "binary" && (row.op === "+" || row.op === "-") && isCounter(row);
}

/** What stands in another row is another column to this one: tomorrow's price is not today's. */
function ofAnotherRow(t: Trace, v: Value): Value {
  const d = t.peekData(v);
  return d ? t.newData(mapCols(d, (p) => ({ ...p, origin: positional(p.origin, "beside") }))) : v;
}

/** `i`, `i + 1`, `idx`: names by which people count rows. Only used where a column name is just as possible. */
const isCounter = (e: Expr): boolean =>
  (e.k === "name" && /^(i|j|k|idx|index|row|n|ind|ix)$/.test(e.name)) || (e.k === "binary" && (isCounter(e.left) || isCounter(e.right)));

// Calls

function call(t: Trace, e: Expr & { k: "call" }): Value {
  const func = e.func;
  if (func.k === "attr") {
    const self = evaluate(t, func.object);
    const args = argValues(t, e.args, func);
    return callMethod(t, self, func.name, args, e.callee, func.object, e);
  }
  const f = evaluate(t, func);
  const args = argValues(t, e.args);
  return callValue(t, f, args, e.callee, func.k === "name" ? func.name : "", e);
}

function argValues(t: Trace, args: readonly Arg[], func: Expr | null = null): ArgValue[] {
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
    } else out.push({ name: a.name, value: spanned(func, a.name, value), expr: a.value });
  }
  return out;
}

/** `holidays(start=days.min(), end=days.max())`: from where to where a calendar lists days, or a table of prices is fetched, tells nothing of the days in between. */
const spanned = (func: Expr | null, name: string | null, v: Value): Value =>
  v.k === "any" && v.hint === "extreme" && /^(start|end)(_?date)?$/.test(name ?? "") && func?.k === "attr" && listsDays.test(func.name)
    ? any({ ...v.p, learned: nothing.learned })
    : v;

const listsDays = /(holidays|_range|download|history|schedule|days|sessions|reader)$/i;

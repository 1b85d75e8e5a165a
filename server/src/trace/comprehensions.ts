/** Comprehensions: lists of values, and choices of columns or labels written as loops. */
import type { Clause, Expr } from "../program/ir.js";
import { columnPick } from "./columns.js";
import { evaluate } from "./eval.js";
import { getItem } from "./frames.js";
import { joinValue } from "./join.js";
import { elements } from "./loops.js";
import { truthy } from "./operators.js";
import { cut } from "./rows.js";
import { pickedRows } from "./slices.js";
import type { Trace } from "./trace.js";
import { type Data, nothing, union, type Value } from "./values.js";

// Comprehensions

export function comprehension(t: Trace, e: Expr & { k: "comp" }): Value {
  const chosen = columnFilter(t, e) ?? labelFilter(t, e) ?? rowsByNumber(t, e);
  if (chosen) return chosen;
  const saved = new Map<string, Value | undefined>();
  const names = new Set<string>();
  for (const c of e.clauses) if (c.k === "for") targetNames(c.target, names);
  for (const n of names) saved.set(n, t.vars.get(`${t.frame.id}:${n}`));
  const out: Value[] = [];
  const keys: Value[] = [];
  const chosenBy = new Set<number>();
  const exact = runClauses(t, e.clauses, 0, chosenBy, () => {
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
  // What is left of a list hangs on the loop around whose variable a condition asks.
  return t.new({ k: "list", items: out.slice(0, 32), open: !exact, p: { ...nothing, vary: chosenBy } });
}

/** `chosenBy`: takes the loops around the comprehension that its conditions hang on. */
function runClauses(t: Trace, clauses: readonly Clause[], i: number, chosenBy: Set<number>, body: () => void): boolean {
  const c = clauses[i];
  if (!c) {
    body();
    return true;
  }
  if (c.k === "if") {
    const test = evaluate(t, c.test);
    const own = t.loops.slice(-clauses.filter((x) => x.k === "for").length).map((l) => l.id);
    for (const loop of t.prov(test).vary) if (!own.includes(loop)) chosenBy.add(loop);
    const truth = truthy(t, test);
    if (truth === false) return true;
    return runClauses(t, clauses, i + 1, chosenBy, body) && truth === true;
  }
  const got = elements(t, evaluate(t, c.iter), 12, c.iter.at);
  if (!got) return false;
  let exact = got.exact;
  got.items.forEach((v, n) => {
    if (!got.exact && n > 0) return;
    t.loops.push({ id: got.loop, iteration: n });
    t.assignTarget(c.target, v);
    exact = runClauses(t, clauses, i + 1, chosenBy, body) && exact;
    t.loops.pop();
  });
  return exact;
}

function targetNames(e: Expr, out: Set<string>): void {
  if (e.k === "name") out.add(e.name);
  else if (e.k === "tuple" || e.k === "list") for (const x of e.items) targetNames(x, out);
  else if (e.k === "star") targetNames(e.value, out);
}

/** `[texts[i] for i in train_rows]`: the rows of these numbers. */
function rowsByNumber(t: Trace, { kind, value, clauses, at }: Expr & { k: "comp" }): Value | null {
  const [loop, ...more] = clauses;
  if (kind !== "list" || more.length || loop?.k !== "for" || loop.target.k !== "name" || value.k !== "index" || value.object.k !== "name") return null;
  if (value.index.k !== "name" || value.index.name !== loop.target.name) return null;
  const numbers = evaluate(t, loop.iter);
  const of = evaluate(t, value.object);
  return t.peekData(numbers)?.pos && t.peekData(of) ? getItem(t, of, numbers, at) : null;
}

/** `[i for i in df.index if i not in test_index]`: the row labels or positions that are left over. */
function labelFilter(t: Trace, e: Expr & { k: "comp" }): Value | null {
  const [loop, test] = e.clauses;
  if (
    e.clauses.length !== 2 ||
    loop?.k !== "for" ||
    test?.k !== "if" ||
    loop.target.k !== "name" ||
    e.value.k !== "name" ||
    e.value.name !== loop.target.name ||
    e.kind === "dict"
  )
    return null;
  const rows = t.peekData(evaluate(t, loop.iter));
  if (rows ? !(rows.isIndex || rows.pos) : !isRange(loop.iter)) return null;
  const x = test.test;
  const one = x.k === "compare" && x.rest.length === 1 && x.left.k === "name" && x.left.name === loop.target.name ? x.rest[0] : null;
  const some = one && (one.op === "not in" || one.op === "in") ? t.peekData(evaluate(t, one.right)) : null;
  // Counted through beside the numbers of some rows: those of all of them.
  const over = rows ?? (some?.pos && !some.isIndex ? { ...some, pos: { ...some.pos, cuts: [] } } : null);
  if (!over) return null;
  if (some && (some.isIndex || some.pos))
    return t.newData({
      ...over,
      rows: one?.op === "in" ? pickedRows(some) : t.without(pickedRows(over), pickedRows(some)),
      isIndex: true,
      pos: null,
      view: null,
      mask: null,
    });
  return t.newData({
    ...over,
    rows: cut(pickedRows(over), { id: `labels:${t.place(e.at)}`, part: "T", kind: "opaque", at: e.at }),
    isIndex: true,
    pos: null,
    view: null,
    mask: null,
  });
}

const isRange = (e: Expr): boolean => e.k === "call" && e.func.k === "name" && e.func.name === "range";

/** The names in a list that holds more than nobody can tell. */
function namesIn(t: Trace, v: Value): string[] {
  const list = v.k === "obj" ? t.get(v) : null;
  return list?.k === "list" ? list.items.flatMap((x) => (x.k === "const" && typeof x.v === "string" ? [x.v] : [])) : [];
}

/** `[c for c in df.columns if c not in [...]]`: all columns but some. */
function columnFilter(t: Trace, e: Expr & { k: "comp" }): Value | null {
  const [loop, test] = e.clauses;
  if (e.clauses.length > 2 || loop?.k !== "for" || loop.target.k !== "name" || e.value.k !== "name" || e.value.name !== loop.target.name) return null;
  const over = evaluate(t, loop.iter);
  const table = over.k === "names" ? null : t.peekData(over);
  // Iterating a table gives its columns; a single column gives values, and one row of text its words.
  if (over.k !== "names" && (table?.as !== "data" || table.elem || table.column !== null)) return null;
  const d = over.k === "names" ? over.of : (table as Data);
  const minus = over.k === "names" ? over.minus : new Set<string>();
  const from = over.k === "names" ? over.from : over.k === "obj" ? over.id : undefined;
  let some = over.k === "names" ? over.some : undefined;
  let vary = over.k === "names" ? over.vary : undefined;
  if (!test) return { k: "names", of: d, minus, from, some, vary };
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
    const others = one && (one.op === "not in" || one.op === "!=") ? evaluate(t, one.right) : null;
    const pick = others && columnPick(t, others);
    if (others && t.prov(others).vary.size) vary = union(vary ?? new Set(), t.prov(others).vary);
    if (!pick?.names && over.k !== "names") return null;
    if (!pick?.names) some = true;
    for (const n of pick?.names ?? (others ? namesIn(t, others) : [])) gone.add(n);
  }
  for (const n of refused(t, loop.target, test.test, d)) gone.add(n);
  return { k: "names", of: d, minus: gone, from, ...(some ? { some } : {}), ...(vary ? { vary } : {}) };
}

/** The columns of a table that a condition on their names refuses: `c.startswith("s")`, `"_id" not in c`. */
function refused(t: Trace, { name }: Expr & { k: "name" }, test: Expr, d: Data): string[] {
  const passes = nameTest(t, name, test);
  return passes ? [...d.cols.keys()].filter((column) => passes(column) === false) : [];
}

/** What a condition says of the name of a column, which the variable `name` holds: whether it lets it through, null where it asks more than the name. */
function nameTest(t: Trace, name: string, test: Expr): ((column: string) => boolean | null) | null {
  if (test.k === "bool") {
    const sides = [nameTest(t, name, test.left), nameTest(t, name, test.right)];
    const decides = test.op === "or";
    return (column) => {
      const [a, b] = sides.map((side) => side?.(column) ?? null);
      return a === decides || b === decides ? decides : a === null || b === null ? null : !decides;
    };
  }
  if (test.k === "unary" && test.op === "not") {
    const inner = nameTest(t, name, test.operand);
    return (column) => {
      const passes = inner?.(column) ?? null;
      return passes === null ? null : !passes;
    };
  }
  const isColumn = (x: Expr): boolean => x.k === "name" && x.name === name;
  if (test.k === "call" && test.func.k === "attr" && isColumn(test.func.object) && /^(starts|ends)with$/.test(test.func.name)) {
    const starts = test.func.name === "startswith";
    const v = test.args[0] && evaluate(t, test.args[0].value);
    const given = v?.k === "tuple" ? v.items : v ? [v] : [];
    const texts = given.flatMap((x) => (x.k === "const" && typeof x.v === "string" ? [x.v] : []));
    if (!texts.length || texts.length < given.length) return null;
    return (column) => texts.some((x) => (starts ? column.startsWith(x) : column.endsWith(x)));
  }
  const [one, more] = test.k === "compare" ? test.rest : [];
  if (test.k !== "compare" || !one || more || !isColumn(one.right) || (one.op !== "in" && one.op !== "not in")) return null;
  const part = evaluate(t, test.left);
  const text = part.k === "const" && typeof part.v === "string" ? part.v : null;
  return text === null ? null : (column) => column.includes(text) === (one.op === "in");
}

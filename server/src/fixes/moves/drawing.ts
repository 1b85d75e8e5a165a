/** What a statement that draws row numbers may say where it is to stand. */
import type { Expr, Stmt } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { boundNowhere, lastStore } from "./chain.js";
import { columnStore, isText, short } from "./columns.js";
import { kindOf, moduleName } from "./kinds.js";
import { namesIn } from "./learning.js";
import { type Swap, swapped } from "./lines.js";
import { mayChange, nameOfNumber } from "./numberedColumns.js";
import { no } from "./outcome.js";
import type { WrittenSplit } from "./splits.js";
import { handedAs, saidAbove, withoutValues } from "./strata.js";
import type { Place, View } from "./view.js";
import { eachExpr, eachExprIn } from "./walk.js";

/** An option of the split that says the same wherever it stands: a parameter is what all calls hand over. */
export function constantAt(view: View, e: Expr, at: Place): string {
  const handed = e.k === "name" ? handedAs(view, e.name, view.placeAt(e.at)?.line.fn ?? null) : null;
  if (handed) return constantAt(view, handed.e, at);
  const text = view.textOf(e.at);
  for (const n of namesIn(e)) {
    const stores = view.usesOf(n, null).filter((u) => u.stored);
    const [only] = stores;
    if (stores.length !== 1 || !only || only.place.line !== view.module || !isAbove(view, only.place, at))
      no(`\`${short(text)}\` is not there yet where the rows are to be drawn`);
  }
  return text;
}

/** Whether a statement of the module runs before another statement does, or before the function around that is called. */
const isAbove = (view: View, a: Place, b: Place): boolean => b.line.fn !== null || (view.ancestorIn(b, view.module)?.index ?? -1) > a.index;

/** `np.arange` where NumPy is there already, `range` elsewhere. */
export function arange(view: View, at: Place): string {
  const np = moduleName(view, "numpy").find((name) => {
    const made = view.module.stmts.filter((s) => s.k === "import" && s.names.some((n) => (n.as ?? n.path) === name)).map((s) => view.placeOf(s));
    return made.some((place) => place && isAbove(view, place, at));
  });
  return np ? `${np}.arange` : "range";
}

/** What may give a sparse matrix, which has no length: a vectoriser, an encoder, or what is made of its result. */
const givesMatrix = /(^|\.)((fit_)?transform|[hv]stack|(csr|csc|coo)_(matrix|array)|tocs[rc])$/;

/** How many rows a variable has: `len(df)`, but `X.shape[0]` where it may be a sparse matrix. */
export function rowCount(view: View, name: string, at: Place): string {
  const isTable = kindOf(view, { k: "name", at: at.stmt.at, name }, at) === "frame";
  return !isTable && isMatrix(view, name, at) ? `${name}.shape[0]` : `len(${name})`;
}

/** Whether a variable holds what may be such a matrix, rows or columns of it, or a part of it. */
function isMatrix(view: View, name: string, at: Place): boolean {
  const place = lastStore(view, name, at);
  const s = place?.stmt.k === "assign" ? place.stmt : null;
  const parts = s?.targets[0]?.k === "tuple" && s.value.k === "call" && calledName(s.value) === "train_test_split" ? s.targets[0].items : [];
  const part = parts.findIndex((t) => t.k === "name" && t.name === name);
  let e = part >= 0 && s?.value.k === "call" ? s.value.args[part >> 1]?.value : s && valueFor(s, name);
  while (e?.k === "index") e = e.object;
  if (e?.k === "call") return givesMatrix.test(view.textOf(e.callee));
  return place !== null && e?.k === "name" && e.name !== name && isMatrix(view, e.name, place);
}

/** Whether an expression numbers rows: `range(len(X))`, `np.arange(len(X))`. */
export const numbersRows = (view: View, e: Expr | undefined): boolean => e?.k === "call" && /(^|\.)(range|arange)$/.test(view.textOf(e.callee));

/** Whether a variable is there at a place: bound above, in its line or one around it, or handed over. */
export const isSetBefore = (view: View, name: string, place: Place): boolean =>
  lastStore(view, name, place) !== null || (place.line.fn?.params.some((p) => p.name === name) ?? false);

export function setBetween(view: View, name: string, from: Place, to: Place): boolean {
  return view.usesOf(name, to.line.fn).some((u) => {
    const i = u.stored ? (view.ancestorIn(u.place, to.line)?.index ?? -1) : -1;
    return i >= from.index && i < to.index;
  });
}

/** Whether a split without a seed of its own draws from a generator that is seeded between `from` and it. */
export function isSeededBetween(view: View, from: Place, split: WrittenSplit): boolean {
  if (split.options.some((o) => o.name === "random_state" && !(o.value.k === "const" && o.value.value === null))) return false;
  return split.place.line.stmts
    .slice(from.index, split.place.index)
    .some((s) => s.k === "expr" && s.value.k === "call" && /(^|[._])(seed|set_seed|seed_everything|set_random_seed)$/.test(view.textOf(s.value.callee)));
}

/** An option of the split as it can be said where the rows are drawn: `stratify=y` may have to name the column that y is. */
export function optionAt(view: View, e: Expr, place: Place, split: WrittenSplit, option: string, table: string | null, dropped: boolean): string {
  const text = view.textOf(e.at);
  const names = namesIn(e);
  const isGlobal = (n: string): boolean => place.line.fn !== null && !place.line.fn.locals.has(n) && view.usesOf(n, null).some((u) => u.stored);
  const isSame = (n: string): boolean =>
    isGlobal(n) || (isSetBefore(view, n, place) && (!setBetween(view, n, place, split.place) || isMadeAgain(view, n, place, split.place)));
  if (!(dropped && option === "stratify") && names.every((n) => isSame(n) || boundNowhere(view, n, place.line.fn) || literalOf(view, n)))
    return withLiterals(view, e, isSame);
  const column = (c: Expr, from: string, at: Place): string | null => {
    if (c.k === "index" && c.object.k === "attr") {
      if (isNumberedAbove(view, c, from, place, at) && (!dropped || from === table)) return view.textOf(c.at);
      const name = table && nameOfNumber(view, c, from, at);
      return name && table && wayTo(view, from, table, at) && !mayChange(view, name, place, at) ? `${table}[${JSON.stringify(name)}]` : null;
    }
    // `y = df[target]`: the name of the column is in a variable that says the same above.
    const named = c.k === "attr" || (c.k === "index" && (c.index.k !== "name" || isSame(c.index.name)));
    // Where rows are dropped on the way, only the table itself has as many labels as it has rows.
    if (named && isSetBefore(view, from, place) && (!dropped || from === table)) return view.textOf(c.at);
    // The table that the column is taken of is made from this one, row by row, and the column is there from the beginning.
    const name = c.k === "attr" ? c.name : c.k === "index" ? textIn(view, c.index) : null;
    const way = table && name ? wayTo(view, from, table, at) : null;
    return way && table && name && namedIn(view, table, name, place, way) ? `${table}[${JSON.stringify(name)}]` : null;
  };
  const above = { view, place, column, bare: (x: Expr): Expr => sameStrata(view, x), isSame: (n: string): boolean => !dropped && isSame(n) };
  return (
    (option === "stratify" ? saidAbove(above, e, split.place) : null) ?? no(`\`${option}=${short(text)}\` is not there yet where the rows are to be drawn`)
  );
}

/** What tells the same classes: labels of another type, or by the numbers of an encoder. */
function sameStrata(view: View, e: Expr): Expr {
  const bare = withoutValues(e);
  if (bare.k !== "call" || bare.func.k !== "attr") return bare;
  const { name, object } = bare.func;
  if (name === "astype") return sameStrata(view, object);
  const [only, ...more] = bare.args;
  const made = object.k === "name" ? view.usesOf(object.name, null).flatMap((u) => (u.stored ? view.textOf(u.place.stmt.at) : [])) : [view.textOf(object.at)];
  const encodes = name === "fit_transform" && made.length > 0 && made.every((text) => /\b(Label|Ordinal)Encoder\(/.test(text));
  return encodes && only && !only.name && !more.length ? sameStrata(view, only.value) : bare;
}

/** Whether `df.iloc[:, 0]` is the same column above: the table is, and none was dropped from it or, for numbers from the end, added to it. */
function isNumberedAbove(view: View, e: Expr & { k: "index" }, table: string, place: Place, at: Place): boolean {
  const column = e.index.k === "tuple" ? e.index.items[1] : undefined;
  const ofEnd = column?.k === "unary" && column.operand.k === "const";
  if ((!ofEnd && column?.k !== "const") || !isSetBefore(view, table, place) || setBetween(view, table, place, at)) return false;
  const end = view.ancestorIn(at, place.line)?.index ?? 0;
  return place.line.stmts.slice(place.index, end).every((s) => {
    let keeps = s.k !== "del";
    eachExprIn(s, (x, _fn, stored) => {
      if (x.k === "call" && x.func.k === "attr" && x.func.object.k === "name" && x.func.object.name === table)
        keeps &&= !/^(insert|pop)$/.test(x.func.name) && !(x.func.name === "drop" && x.args.some((a) => a.name === "inplace"));
      if (!stored || !ofEnd || (x.k !== "index" && x.k !== "attr") || !namesIn(x).includes(table)) return;
      // `df["a"] = df["a"].fillna(0)` adds none, nor does a loop over columns.
      const isThere = s.k === "assign" && view.textOf(s.value.at).includes(view.textOf(x.at));
      keeps &&= isThere || [...(columnStore(x)?.names ?? [""])].every((n) => n.startsWith("*"));
    });
    return keeps;
  });
}

/** The number or text that a constant of the module is bound to, wherever that is, and each time anew; null for any other variable. */
export function literalOf(view: View, name: string): (Expr & { k: "const" }) | null {
  const bound = view
    .usesOf(name, null)
    .filter((u) => u.stored)
    .map(({ place: { line, stmt: s } }) => {
      const isPlain = line === view.module && s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name";
      return isPlain && s.value.k === "const" && /^(number|string)$/.test(typeof s.value.value) ? s.value : null;
    });
  const [only] = bound;
  return only && bound.every((e) => e?.value === only.value) ? only : null;
}

/** The text that an expression is, or the constant that it names; null for any other. */
function textIn(view: View, e: Expr): string | null {
  const made = e.k === "name" ? literalOf(view, e.name) : e;
  return made && isText(made) ? made.value : null;
}

/** An option with the values of the constants that are set further down. */
function withLiterals(view: View, e: Expr, isSame: (name: string) => boolean): string {
  const swaps: Swap[] = [];
  eachExpr(e, (x) => {
    const literal = x.k === "name" && !isSame(x.name) ? literalOf(view, x.name) : null;
    if (literal) swaps.push({ at: x.at, text: view.textOf(literal.at) });
  });
  return swapped(view, e.at, swaps);
}

/** Whether what binds a name below says the very same as above, of the same tables: `y = df["sick"]` in the cell of each experiment. */
function isMadeAgain(view: View, name: string, above: Place, below: Place): boolean {
  const [one, two] = [lastStore(view, name, above), lastStore(view, name, below)];
  if (one?.stmt.k !== "assign" || two?.stmt.k !== "assign" || view.textOf(one.stmt.at) !== view.textOf(two.stmt.at)) return false;
  const of = namesIn(one.stmt.value);
  // Above, it has the rows that the table had by then.
  const own = view.ancestorIn(above, one.line);
  if (!own || one.line.stmts.slice(one.index, own.index).some((s) => of.some((n) => dropsInPlace(view, s, n)))) return false;
  return of.every((n) => {
    const made = lastStore(view, n, one);
    return made === lastStore(view, n, two) || (n !== name && isMadeAgain(view, n, one, two));
  });
}

function dropsInPlace(view: View, s: Stmt, name: string): boolean {
  let found = false;
  eachExprIn(s, (e) => {
    if (e.k !== "call" || e.func.k !== "attr" || !/^(drop|dropna|drop_duplicates|query|pop)$/.test(e.func.name)) return;
    found ||= namesIn(e.func.object).includes(name) && /\binplace\s*=\s*True/.test(view.textOf(e.at));
  });
  return found;
}

/** What a name is bound to: also one of several. */
function valueFor(s: Stmt & { k: "assign" }, name: string): Expr | null {
  const [target] = s.targets;
  if (target?.k === "name") return s.value;
  const i = target?.k === "tuple" ? target.items.findIndex((t) => t.k === "name" && t.name === name) : -1;
  return i >= 0 && s.value.k === "tuple" ? (s.value.items[i] ?? null) : null;
}

/** The variables between a table and what is made of it, both with them; what the table itself is made of may have columns that were left out of it. Null where nothing is. */
function wayTo(view: View, name: string, table: string, at: Place): ReadonlySet<string> | null {
  const seen = new Set<Stmt>();
  const way = new Set<string>();
  let level = [{ name, at }];
  for (let depth = 0; depth <= 20 && level.length > 0; depth++) {
    for (const x of level) way.add(x.name);
    if (way.has(table)) return way;
    level = level.flatMap((x) => {
      const store = lastStore(view, x.name, x.at);
      if (store?.stmt.k !== "assign" || seen.has(store.stmt)) return [];
      seen.add(store.stmt);
      return namesIn(store.stmt.value).map((n) => ({ name: n, at: store }));
    });
  }
  return null;
}

/** Whether no statement from a place on makes a column of the table, or of what is made of it on the way; one may make it another type. */
function namedIn(view: View, table: string, column: string, from: Place, way: ReadonlySet<string>): boolean {
  const stores = from.line.stmts.slice(from.index).some((s) => {
    let made = false;
    eachExprIn(s, (e, _fn, stored) => {
      const store = stored ? columnStore(e) : null;
      if (store?.names.has(column) && (way.has(store.of) || isOtherName(view, store.of, from))) made = true;
    });
    return made && !retypes(view, s);
  });
  return !stores && isSetBefore(view, table, from);
}

/** Whether a name may stand for a table that has another one: it is a parameter, or bound by anything but a call. */
function isOtherName(view: View, name: string, from: Place): boolean {
  const stores = view.usesOf(name, from.line.fn).filter((u) => u.stored);
  return !stores.length || stores.some(({ place: { stmt } }) => stmt.k !== "assign" || stmt.value.k !== "call");
}

/** `df["sick"] = df["sick"].astype(int)`: the same classes. */
function retypes(view: View, s: Stmt): boolean {
  const call = s.k === "assign" && s.targets.length === 1 && s.value.k === "call" ? s.value : null;
  const [target] = s.k === "assign" ? s.targets : [];
  return call?.func.k === "attr" && call.func.name === "astype" && target !== undefined && view.textOf(call.func.object.at) === view.textOf(target.at);
}

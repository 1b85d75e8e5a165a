/** Gaps that a program fills by hand with a number of the column: its mean, its median, or what it holds most often. */
import type { Expr, Stmt } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { boundTo, lastStore } from "./chain.js";
import type { ColumnStep } from "./columnSteps.js";
import { isWhole } from "./columns.js";
import { isModule } from "./kinds.js";
import type { Call } from "./learning.js";
import type { Place, View } from "./view.js";
import { simpleIn } from "./walk.js";

/** `T["a"] = T["a"].fillna(T["a"].mean())`, `T.fillna(T.median(), inplace=True)`, and what says the same. */
export interface Fill {
  /** The statement that fills. */
  readonly place: Place;
  readonly table: string;
  /** The columns by their names; null: all of the table. */
  readonly columns: readonly string[] | null;
  readonly strategy: "mean" | "median" | "most_frequent";
  /** The call that gives the number, and the table that it is a number of. */
  readonly call: Call;
  readonly of: string;
  /** The statement that keeps the number under a name, or fits what transforms. */
  readonly kept: Place | null;
  /** Of all columns, those that hold numbers. */
  readonly numbers?: true;
  /** The columns that these are made of, where they are no longer there under their own names. */
  readonly made?: readonly string[];
  /** What transforms the columns, where they are not filled by hand. */
  readonly by?: ColumnStep;
}

/** Whether a call gives the number that a fill is made with, or one of those that columns are scaled with. */
export const isMadeWith = (f: Fill, call: Call): boolean => f.call === call || (f.by?.step.learns?.includes(call) ?? false);

/** A table, or some of its columns, as they are written. */
interface Written {
  readonly table: string;
  readonly columns: Expr | null;
}

/** The gaps that a program fills, in source order; a loop over tables fills each of them. */
export function fillsIn(view: View): Fill[] {
  return [...simpleIn(view.module.stmts)].flatMap((s) => {
    const place = view.placeOf(s);
    const found = place && filledBy(view, s);
    const by = found && numberOf(view, found.value, place);
    if (!found || !by || textOf(view, found.of) !== textOf(view, by.of)) return [];
    const columns = found.of.columns && columnsNamed(view, found.of.columns, place);
    const all = found.of.columns && !columns ? goesThrough(view, found.of, place) : null;
    if (found.of.columns && !columns && (!all || (by.strategy === "most_frequent" && all !== "all"))) return [];
    const rest = { place, columns, strategy: by.strategy, call: by.call, kept: by.kept, ...(all === "numbers" ? { numbers: true as const } : {}) };
    const tables = tablesOf(view, found.of.table, place);
    const inLoop = tables[0] !== found.of.table;
    return tables.map((table) => ({ ...rest, table, of: inLoop && by.of.table === found.of.table ? table : by.of.table }));
  });
}

/** The columns as they are written, to be compared. */
function textOf(view: View, { columns }: Written): string {
  if (!columns) return "";
  return columns.k === "const" ? JSON.stringify(columns.value) : view.textOf(columns.at);
}

/** `T`, `T["a"]`, `T.a`, `T[["a", "b"]]`, `T.loc[:, "a"]`. */
function written(e: Expr): Written | null {
  if (e.k === "name") return { table: e.name, columns: null };
  if (e.k === "attr" && e.object.k === "name") return { table: e.object.name, columns: { k: "const", at: e.nameAt, value: e.name } };
  if (e.k !== "index") return null;
  if (e.object.k === "name") return e.index.k === "slice" ? null : { table: e.object.name, columns: e.index };
  const [rows, columns] = e.index.k === "tuple" ? e.index.items : [];
  return e.object.k === "attr" && e.object.name === "loc" && e.object.object.k === "name" && isWhole(rows) && columns
    ? { table: e.object.object.name, columns }
    : null;
}

/** What a statement fills, and with what. */
function filledBy(view: View, s: Stmt): { of: Written; value: Expr } | null {
  const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
  const value = s.k === "assign" || s.k === "expr" ? s.value : null;
  if (s.k === "assign" && target?.k === "index" && target.object.k === "attr" && target.index.k === "tuple") {
    const gaps = gapsOf(view, target);
    if (gaps) return { of: gaps, value: s.value };
  }
  if (value?.k !== "call" || value.func.k !== "attr" || value.func.name !== "fillna") return null;
  const of = written(value.func.object);
  const [by] = value.args;
  const places = value.args.filter((a) => a.name === "inplace");
  if (!of || !by || by.star || (by.name !== null && by.name !== "value") || value.args.length !== 1 + places.length) return null;
  const inPlace = places.some((a) => a.value.k === "const" && a.value.value === true);
  if (s.k === "expr") return inPlace ? { of, value: by.value } : null;
  const to = target && written(target);
  return to && !inPlace && to.table === of.table && textOf(view, to) === textOf(view, of) ? { of, value: by.value } : null;
}

/** `T.loc[T["a"].isnull(), "a"]` */
function gapsOf(view: View, target: Expr & { k: "index" }): Written | null {
  const [rows, column] = target.index.k === "tuple" ? target.index.items : [];
  const own = target.object.k === "attr" && target.object.name === "loc" && target.object.object.k === "name" ? target.object.object.name : null;
  if (own === null || !column || rows?.k !== "call" || rows.args.length || rows.func.k !== "attr" || !/^is(na|null)$/.test(rows.func.name)) return null;
  const asked = written(rows.func.object);
  const of = { table: own, columns: column };
  return asked?.table === own && textOf(view, asked) === textOf(view, of) ? of : null;
}

interface Number extends Pick<Fill, "strategy" | "call" | "kept"> {
  readonly of: Written;
}

/** `T["a"].mean()`, `np.median(T["a"])`, `T["a"].mode()[0]`, or a variable that keeps it. */
function numberOf(view: View, e: Expr, at: Place): Number | null {
  if (e.k === "name") {
    const kept = lastStore(view, e.name, at);
    const value = kept && boundTo(kept.stmt, e.name);
    const by = value && value.k !== "name" ? numberOf(view, value, kept) : null;
    return by && kept ? { ...by, kept } : null;
  }
  const first = firstItem(e);
  const call = first ?? e;
  if (call.k !== "call" || call.func.k !== "attr") return null;
  const ofModule = isModule(view, call.func.object, "numpy");
  const name = ofModule ? calledName(call).replace(/^nan/, "") : call.func.name;
  if ((name === "mode") !== (first !== null) || !/^(mean|median|mode)$/.test(name)) return null;
  const [data, ...rest] = ofModule ? call.args : [];
  if (ofModule ? !data || data.name !== null || rest.length : call.args.some((a) => a.name !== "numeric_only")) return null;
  const of = written(withoutGaps(data?.value ?? call.func.object));
  return of && { of, call, kept: null, strategy: name === "mode" ? "most_frequent" : (name as "mean" | "median") };
}

/** `X` of `X[0]`, `X.iloc[0]` and `X.values[0]`. */
function firstItem(e: Expr): Expr | null {
  if (e.k !== "index" || e.index.k !== "const" || e.index.value !== 0) return null;
  return e.object.k === "attr" && /^(iloc|values)$/.test(e.object.name) ? e.object.object : e.object;
}

/** `X` of `X.dropna()`. */
const withoutGaps = (e: Expr): Expr => (e.k === "call" && e.func.k === "attr" && e.func.name === "dropna" && !e.args.length ? e.func.object : e);

/** The loop around a place whose variable a name is. */
export function loopOf(name: string, at: Place): (Stmt & { k: "for" }) | null {
  for (let p: Place | null = at; p; p = p.line.parent) {
    const { owner } = p.line;
    if (owner?.k === "for" && owner.target.k === "name" && owner.target.name === name) return owner;
    if (owner?.k === "def") return null;
  }
  return null;
}

/** The names of columns: as they are written, under a name, or those that a loop goes through; null where they are not written out. */
export function columnsNamed(view: View, e: Expr, at: Place): string[] | null {
  if (e.k === "const") return typeof e.value === "string" ? [e.value] : null;
  if (e.k === "list" || e.k === "tuple") {
    const names = e.items.flatMap((x) => (x.k === "const" && typeof x.value === "string" ? [x.value] : []));
    return names.length === e.items.length && names.length ? names : null;
  }
  if (e.k !== "name") return null;
  const loop = loopOf(e.name, at);
  if (loop) return loop.iter.k === "const" ? null : columnsNamed(view, loop.iter, view.placeOf(loop) as Place);
  const made = lastStore(view, e.name, at);
  const value = made && boundTo(made.stmt, e.name);
  return made && value && value.k !== "name" && !grows(view, e.name, at) ? columnsNamed(view, value, made) : null;
}

/** Whether a list is given more items, or loses some. */
const grows = (view: View, list: string, at: Place): boolean =>
  view
    .usesOf(list, at.line.fn)
    .some((u) => (u.around?.k === "attr" && /^(append|extend|insert|remove|pop|clear)$/.test(u.around.name)) || (u.stored && u.place.stmt.k === "aug"));

/** Whether a loop fills some of its columns only: under a condition that is another one than whether there are gaps. */
function isConditional(view: View, at: Place, loop: Stmt): boolean {
  for (let p: Place | null = at; p && p.line.owner !== loop; p = p.line.parent) {
    const { owner } = p.line;
    if (owner?.k === "if" && !/^\w+\[\w+\]\.is(na|null)\(\)\.(any\(\)|sum\(\)\s*>\s*0|values\.any\(\))$/.test(view.textOf(owner.test.at))) return true;
  }
  return false;
}

/** Whether a loop goes through all columns of a table, `for c in T.columns`, or all that hold numbers; null where it may be others. */
function goesThrough(view: View, { table, columns }: Written, at: Place): "all" | "numbers" | null {
  const loop = columns?.k === "name" ? loopOf(columns.name, at) : null;
  const place = loop && view.placeOf(loop);
  return loop && place && !isConditional(view, at, loop) ? columnsOf(view, loop.iter, table, place) : null;
}

function columnsOf(view: View, e: Expr, table: string, at: Place, depth = 0): "all" | "numbers" | null {
  const bound = (name: string): "all" | "numbers" | null => {
    const made = lastStore(view, name, at);
    const value = made && boundTo(made.stmt, name);
    return made && value && depth < 4 ? columnsOf(view, value, table, made, depth + 1) : null;
  };
  if (e.k === "name") return e.name === table ? "all" : bound(e.name);
  // `T.columns[T.isna().any()]`: the others have no gaps.
  if (e.k === "index")
    return e.object.k === "attr" && /^[\w.]+\.is(na|null)\(\)\.any\(\)$/.test(view.textOf(e.index.at)) ? columnsOf(view, e.object, table, at, depth) : null;
  if (e.k === "attr") return e.name === "columns" ? columnsOf(view, e.object, table, at, depth) : null;
  if (e.k !== "call") return null;
  const [first, ...more] = e.args;
  if (e.func.k === "name") return e.func.name === "list" && first && !more.length ? columnsOf(view, first.value, table, at, depth) : null;
  if (e.func.k !== "attr") return null;
  if (/^(tolist|to_list)$/.test(e.func.name) && !first) return columnsOf(view, e.func.object, table, at, depth);
  const types = e.func.name === "select_dtypes" && first && !more.length && first.name !== "exclude" ? view.textOf(first.value.at) : "";
  return onlyNumbers.test(types) && columnsOf(view, e.func.object, table, at, depth) === "all" ? "numbers" : null;
}

/** Types of `select_dtypes` that hold all numbers of a usual table. */
const onlyNumbers =
  /^(\[\s*)?(['"]number['"]|np\.number|['"]int64['"]\s*,\s*['"]float64['"]|['"]float64['"]\s*,\s*['"]int64['"]|int\s*,\s*float|float\s*,\s*int)(\s*\])?$/;

/** The table itself, or those that a loop goes through under its name. */
function tablesOf(view: View, table: string, at: Place): string[] {
  const loop = loopOf(table, at);
  const place = loop && view.placeOf(loop);
  if (!loop || !place) return [table];
  const made = loop.iter.k === "name" ? lastStore(view, loop.iter.name, place) : null;
  const list = loop.iter.k === "name" ? made && boundTo(made.stmt, loop.iter.name) : loop.iter;
  const items = list?.k === "list" || list?.k === "tuple" ? list.items : [];
  const names = items.flatMap((x) => (x.k === "name" ? [x.name] : []));
  return names.length === items.length && names.length ? names : [table];
}

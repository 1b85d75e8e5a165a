/** Arrays that are cut out of a table, row for row: `X = df.iloc[:, 1:].values`. Their rows go by the labels of the table. */
import type { Expr } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { boundTo, lastStore } from "./chain.js";
import { alongColumns, isWhole } from "./columns.js";
import { isModule, kindOf } from "./kinds.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** The table, by its name, whose rows an array holds at a place; null where it is none, or the table has other rows by then. */
export function cutFrom(view: View, e: Expr, at: Place): string | null {
  if (e.k !== "name" || kindOf(view, e, at) !== "array") return null;
  return originOf(view, e, at, at, 0);
}

/** `df["age"]` of `df["age"].values.reshape(-1, 1)`: the table that an array is made of in one expression, row for row. */
export function tableInside(view: View, e: Expr, place: Place): Expr | null {
  if (kindOf(view, e, place) === "frame") return e;
  if (wholeRows(view, e, place) === null) return null;
  if (e.k === "attr" && e.name === "values") return tableInside(view, e.object, place);
  return e.k === "call" && e.func.k === "attr" && !isModule(view, e.func.object, "numpy") ? tableInside(view, e.func.object, place) : null;
}

/** The variable that holds a table of which an expression takes all rows; null where there is none. */
export function wholeTable(view: View, e: Expr, place: Place): string | null {
  const name = wholeRows(view, e, place);
  return name !== null && kindOf(view, { k: "name", at: e.at, name }, place) === "frame" ? name : null;
}

/** The table whose columns a variable holds, row for row, as long as it has these rows: it may have the labels beside them. */
export function tableAround(view: View, name: string, at: Place): string | null {
  const made = lastStore(view, name, at);
  const value = made && boundTo(made.stmt, name);
  const table = made && value ? wholeTable(view, value, made) : null;
  return table !== null && table !== name && made && isAsItWas(view, table, made, at) ? table : null;
}

function originOf(view: View, e: Expr, place: Place, at: Place, depth: number): string | null {
  const root = wholeRows(view, e, place);
  if (root === null || depth > 8) return null;
  const name = { k: "name", at: e.at, name: root } as const;
  if (kindOf(view, name, place) === "frame" && isAsItWas(view, root, place, at)) return root;
  const made = lastStore(view, root, place);
  const value = made && boundTo(made.stmt, root);
  return made && value && made.line === at.line ? originOf(view, value, made, at, depth + 1) : null;
}

/** Rows of an array by the labels of the table that it was cut from; null where there is none. */
export function byLabels(view: View, e: Expr, place: Place, rows: string): string | null {
  const table = cutFrom(view, e, place);
  return table && `${view.textOf(e.at)}[${table}.index.isin(${rows})]`;
}

/** The variable of which an expression holds all rows, in their order: some columns, in whatever form. */
function wholeRows(view: View, e: Expr, place: Place): string | null {
  if (e.k === "name") return e.name;
  if (e.k === "attr") return isModule(view, e.object, "numpy") ? null : e.name === "T" ? null : wholeRows(view, e.object, place);
  if (e.k === "index") {
    const indexed = e.object.k === "attr" && /^i?loc$/.test(e.object.name);
    if (indexed || e.index.k === "tuple") return e.index.k === "tuple" && isWhole(e.index.items[0]) ? wholeRows(view, e.object, place) : null;
    return namesColumns(view, e.index, place) ? wholeRows(view, e.object, place) : null;
  }
  // `np.log(df["price"].values + 1)`: every row by itself.
  if (e.k === "binary") {
    const [one, other] = [e.left, e.right];
    return other.k === "const" ? wholeRows(view, one, place) : one.k === "const" ? wholeRows(view, other, place) : null;
  }
  if (e.k !== "call" || e.func.k !== "attr") return null;
  const word = calledName(e);
  if (isModule(view, e.func.object, "numpy")) return rowByRow.test(word) && e.args.length === 1 && e.args[0] ? wholeRows(view, e.args[0].value, place) : null;
  if (word === "reshape" && !/^\(\s*-1\s*,\s*1\s*\)$/.test(view.textOf({ ...e.at, start: e.func.nameAt.end }))) return null;
  if (word === "drop" && !alongColumns(view, e) && !e.args.some((a) => a.name === "columns")) return null;
  return /^(to_numpy|copy|astype|ravel|flatten|reshape|drop|select_dtypes|squeeze)$/.test(word) ? wholeRows(view, e.func.object, place) : null;
}

/** Functions of numpy that turn every row by itself. */
export const rowByRow = /^(array|asarray|log|log1p|log10|log2|exp|expm1|sqrt|square|abs)$/;

/** A column or a list of columns, and no condition on the rows. */
function namesColumns(view: View, e: Expr, place: Place): boolean {
  if (e.k === "const") return typeof e.value === "string";
  if (e.k === "list") return true;
  const made = e.k === "name" ? lastStore(view, e.name, place)?.stmt : null;
  const value = made && e.k === "name" ? boundTo(made, e.name) : null;
  return value !== null && (value.k === "list" || (value.k === "const" && typeof value.value === "string") || /\.columns\b/.test(view.textOf(value.at)));
}

/** Whether a variable still holds, at a place, the rows that it held at one above. */
export function isAsItWas(view: View, name: string, from: Place, to: Place): boolean {
  const start = view.ancestorIn(from, to.line);
  if (!start || lastStore(view, name, from) !== lastStore(view, name, to)) return false;
  return to.line.stmts.slice(start.index, to.index).every((s) => {
    let keeps = !view.usesOf(name, to.line.fn).some((u) => u.stored && holds(s.at, u.at));
    eachExprIn(s, (e, _fn, stored) => {
      if (stored && e.k === "attr" && e.name === "index" && e.object.k === "name" && e.object.name === name) keeps = false;
      const changes = e.k === "call" && e.func.k === "attr" && e.func.object.k === "name" && e.func.object.name === name;
      if (changes && e.args.some((a) => a.name === "inplace")) keeps &&= /^(fillna|replace|rename)$/.test(calledName(e));
    });
    return keeps;
  });
}

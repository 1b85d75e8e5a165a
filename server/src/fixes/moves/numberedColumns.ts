/** Columns that are taken by their numbers, of tables whose columns the program has written down: what they are called. */
import type { Arg, Expr, Stmt } from "../../program/ir.js";
import { boundTo, lastStore, storeBehind } from "./chain.js";
import { columnStore, isText } from "./columns.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** What puts columns elsewhere or gives them other names without binding the table anew. */
const moves = /\.(?:insert|pop|rename|set_index|reset_index)\(|\.drop\([^)]*\binplace\s*=\s*True|\.columns\s*=/;

/** The name of `table.iloc[:, n]` at a place; null where nobody can tell. */
export function nameOfNumber(view: View, e: Expr, table: string, at: Place): string | null {
  const number = e.k === "index" && e.index.k === "tuple" ? e.index.items[1] : undefined;
  if (number?.k !== "const" || typeof number.value !== "number") return null;
  const left = new Set<string>();
  let [x, from]: [Expr, Place] = [{ k: "name", at: e.at, name: table }, at];
  for (let depth = 0; depth < 12; depth++) {
    const names = x.k === "index" ? textsOf(view, x.index, from) : null;
    if (names) return names.filter((n) => !left.has(n))[number.value] ?? null;
    if (x.k === "name") {
      const store = lastStore(view, x.name, from);
      const value: Expr | null = store && boundTo(store.stmt, x.name);
      if (!store || !value || store.line !== at.line || from.line !== at.line) return null;
      if (store.line.stmts.slice(store.index + 1, from.index).some((s) => s.k === "del" || moves.test(view.textOf(s.at)))) return null;
      [x, from] = [value, store];
    } else if (x.k === "index" && (x.index.k === "slice" || x.index.k === "compare")) x = x.object;
    else if (x.k === "call" && x.func.k === "attr" && x.func.name === "copy") x = x.func.object;
    else if (x.k === "call" && x.func.k === "attr" && x.func.name === "get_dummies") {
      // The columns that are encoded stand behind all others.
      const encoded = x.args.find((a) => a.name === "columns")?.value;
      const columns = encoded && textsOf(view, encoded, from);
      const of = x.args[0] as Arg | undefined;
      if (!columns || !of || of.name) return null;
      for (const c of columns) left.add(c);
      x = of.value;
    } else return null;
  }
  return null;
}

/** The texts of a list that is written down, here or under a name. */
function textsOf(view: View, e: Expr, at: Place): string[] | null {
  const made = e.k === "name" ? storeBehind(view, e.name, at)?.stmt : null;
  const list = made?.k === "assign" ? made.value : e;
  if (list.k !== "list" || !list.items.every(isText)) return null;
  return list.items.flatMap((x) => (isText(x) ? x.value : []));
}

/** Whether a statement from a place on, and before another one, may write into a column of that name, of whatever table. */
export function mayChange(view: View, column: string, from: Place, to: Place): boolean {
  const end = view.ancestorIn(to, from.line)?.index ?? from.line.stmts.length;
  return from.line.stmts.slice(from.index, end).some((s) => writes(view, s, column));
}

function writes(view: View, s: Stmt, column: string): boolean {
  let found = false;
  eachExprIn(s, (e, _fn, stored) => {
    if (stored) found ||= columnStore(e)?.names.has(column) ?? false;
    const isInPlace = e.k === "call" && e.func.k === "attr" && e.args.some((a) => a.name === "inplace");
    if (isInPlace && e.k === "call" && e.func.k === "attr")
      found ||= view.textOf(e.func.object.at).endsWith(`["${column}"]`) || view.textOf(e.func.object.at).endsWith(`['${column}']`);
  });
  return found;
}

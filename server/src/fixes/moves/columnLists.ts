/** Lists of columns, however they were chosen: what they pick of a table is columns, and all of its rows. */
import type { Expr } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { isText } from "./columns.js";
import type { Place, View } from "./view.js";

/** Whether `table[e]` picks columns by their names: `["a", "b"]`, `ranked["feature"].tolist() + ["sick"]`, or a variable that holds such a list. */
export function listsColumns(view: View, e: Expr, at: Place, depth = 0): boolean {
  const lists = (x: Expr): boolean => listsColumns(view, x, at, depth + 1);
  if (depth > 12) return false;
  if (e.k === "list") return e.items.length > 0 && e.items.every(isText);
  if (e.k === "attr") return /^(columns|index)$/.test(e.name) || (e.name === "values" && lists(e.object));
  // Some of a list, or the names in a table of columns.
  if (e.k === "index") return isText(e.index) ? speaksOfColumns.test(e.index.value) : lists(e.object);
  if (e.k === "binary") return e.op === "+" && [e.left, e.right].some((x) => x.k === "list" && lists(x));
  if (e.k === "comp") return e.kind === "list" && e.clauses[0]?.k === "for" && sameName(e.value, e.clauses[0].target) && lists(e.clauses[0].iter);
  if (e.k === "call" && e.func.k === "attr") return /^(tolist|to_list|head|nlargest|keys|drop|difference)$/.test(e.func.name) && lists(e.func.object);
  if (e.k === "call") return e.func.k === "name" && /^(list|sorted)$/.test(e.func.name) && e.args[0] !== undefined && lists(e.args[0].value);
  const store = e.k === "name" ? lastStore(view, e.name, at) : null;
  const [target, ...more] = store?.stmt.k === "assign" ? store.stmt.targets : [];
  return store?.stmt.k === "assign" && target?.k === "name" && !more.length && listsColumns(view, store.stmt.value, store, depth + 1);
}

const sameName = (a: Expr, b: Expr): boolean => a.k === "name" && b.k === "name" && a.name === b.name;

/** What a column is called that holds names of columns. */
const speaksOfColumns = /feature|column|variable|attribute|^(col|name)s?$/i;

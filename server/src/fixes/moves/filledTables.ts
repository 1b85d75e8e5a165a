/** The tables that data come from, row for row under the labels that they have, and the gaps that were filled in them on the way. */
import type { Expr, Stmt } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { boundTo, lastStore } from "./chain.js";
import { whereCalled } from "./columnSteps.js";
import { alongColumns, isText } from "./columns.js";
import type { Fill } from "./fills.js";
import { isModule } from "./kinds.js";
import type { Place, View } from "./view.js";

/** A table under a name: from the statement that binds it, or numbers its rows anew, to where it is read. */
export interface Stage {
  readonly name: string;
  readonly made: Place | null;
  readonly from: Place | null;
  readonly to: Place;
}

/** The tables behind an expression, the last one first. `seen`: names that were gone behind already, by the statements that read them. */
export function tablesBehind(view: View, e: Expr, where: Place, depth = 0, seen = new Set<string>()): Stage[] {
  if (depth > 12) return [];
  if (e.k !== "name") return insideOf(view, e).flatMap((x) => tablesBehind(view, x, where, depth + 1, seen));
  // Tables laid side by side may be one table many times.
  const key = `${e.name}:${where.stmt.at.source}:${where.stmt.at.start}`;
  if (seen.has(key)) return [];
  seen.add(key);
  const to = whereCalled(view, e.name, where);
  const made = lastStore(view, e.name, to);
  const anew = relabelledIn(view, e.name, made, to);
  if (anew) return [{ name: e.name, made, from: anew, to }];
  const value = made && (boundTo(made.stmt, e.name) ?? cutBy(made.stmt, e.name));
  return [{ name: e.name, made, from: made, to }, ...(made && value ? tablesBehind(view, value, made, depth + 1, seen) : [])];
}

/** What keeps the labels of the rows: it picks rows or columns, and writes nothing into those that are left. */
const keepsLabels = /^(drop|copy|assign|sort_values|sort_index|sample|head|tail|dropna|drop_duplicates|query|fillna|astype|select_dtypes|filter)$/;

/** The tables that an expression picks rows or columns of, or lays side by side. */
export function insideOf(view: View, e: Expr): Expr[] {
  if (e.k === "index") {
    if (isText(e.index)) return [];
    return [e.object.k === "attr" && /^i?loc$/.test(e.object.name) ? e.object.object : e.object];
  }
  if (e.k !== "call" || e.func.k !== "attr") return [];
  const [first] = e.args;
  if (!isModule(view, e.func.object, "pandas")) return keepsLabels.test(e.func.name) && !/ignore_index/.test(view.textOf(e.at)) ? [e.func.object] : [];
  if (e.func.name === "get_dummies") return first && !first.star ? [first.value] : [];
  return e.func.name === "concat" && alongColumns(view, e) && first?.value.k === "list" ? first.value.items : [];
}

/** `X` of `X_train, X_test, y_train, y_test = train_test_split(X, y)`. */
export function cutBy(s: Stmt, name: string): Expr | null {
  const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
  if (s.k !== "assign" || s.value.k !== "call" || calledName(s.value) !== "train_test_split" || target?.k !== "tuple") return null;
  const i = target.items.findIndex((t) => t.k === "name" && t.name === name);
  const inputs = s.value.args.filter((a) => a.name === null);
  return i < 0 || inputs.some((a) => a.star) ? null : (inputs[Math.floor(i / 2)]?.value ?? null);
}

/** The last statement of a stage that numbers the rows of the table anew where it stands. */
function relabelledIn(view: View, name: string, made: Place | null, to: Place): Place | null {
  const between = view.usesOf(name, to.line.fn).filter((u) => {
    const s = u.place.stmt;
    if (!view.isBefore(s.at, to.stmt.at) || (made && !view.isBefore(made.stmt.at, s.at))) return false;
    if (s.k === "assign" && s.targets.some((t) => t.k === "attr" && t.name === "index" && t.object.k === "name" && t.object.name === name)) return true;
    return u.around?.k === "attr" && /^(reset_index|set_index|reindex)$/.test(u.around.name) && /inplace\s*=\s*True/.test(view.textOf(s.at));
  });
  return between.at(-1)?.place ?? null;
}

/** The gaps that were filled in these tables while data came from them. */
export const filledIn = (view: View, fills: readonly Fill[], stages: readonly Stage[]): Fill[] =>
  fills.filter((f) =>
    stages.some(
      ({ name, made, from, to }) =>
        f.table === name &&
        f.place.line.fn === to.line.fn &&
        (f.place === made || lastStore(view, name, f.place) === made) &&
        view.isBefore(f.place.stmt.at, to.stmt.at) &&
        (!from || from === made || view.isBefore(from.stmt.at, f.place.stmt.at)),
    ),
  );

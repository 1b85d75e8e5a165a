/** Rows at the head of a longer table, those that a split takes: the training file in front of the one to be predicted. */
import type { Expr } from "../../program/ir.js";
import type { Rows } from "../../trace/rows.js";
import { boundTo, lastStore } from "./chain.js";
import { isText } from "./columns.js";
import { isSetBefore, rowCount, setBetween } from "./drawing.js";
import type { Late } from "./late.js";
import { namesIn } from "./learning.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";

export interface Head {
  /** How many rows it has, as it can be said where they are drawn. */
  readonly count: string;
  /** The variable that holds them there; null where they are not apart yet. */
  readonly table: string | null;
}

/** The head of the table that is learned from, whose rows are `rows`; null where the split takes other rows. */
export function headOf(late: Late, first: Place, rows: Rows): Head | null {
  const table = headTable(late, first, rows);
  if (table) return { count: rowCount(late.view, table, first), table };
  const cuts = late.split.inputs.map((e) => cutAt(late, e, rows)).filter((cut) => cut !== undefined);
  const [end] = cuts;
  const isOne = end && cuts.every((cut) => cut !== null && late.view.textOf(cut.at) === late.view.textOf(end.at));
  const count = isOne ? saidAt(late, end, first) : null;
  return count === null ? null : { count, table: null };
}

/** A variable that holds the rows of the split where the learning reads further rows behind them; null where there is none. */
function headTable(late: Late, first: Place, rows: Rows): string | null {
  const { view, rowsAt, split } = late;
  const head = rows.parts?.[0]?.key;
  if (!head || !split.inputs.some((e) => rowsAt(e.at)?.key === head)) return null;
  for (const s of [...first.line.stmts.slice(0, first.index)].reverse()) {
    let found: string | null = null;
    eachExprIn(s, (e, _fn, stored) => {
      if (e.k === "name" && !stored && rowsAt(e.at)?.key === head && lastStore(view, e.name, first) === lastStore(view, e.name, view.placeOf(s) as Place))
        found = e.name;
    });
    if (found) return found;
  }
  return null;
}

/** Where a split's input is cut from all of the rows that are learned from: `n` of `full_X[:n]`; null where it is cut otherwise, undefined where it is not. */
function cutAt({ view, rowsAt, split }: Late, e: Expr, rows: Rows): Expr | null | undefined {
  const cut = behindNames(view, e, split.place);
  const span = cut?.k !== "index" ? null : cut.index.k === "tuple" ? cut.index.items[0] : cut.index;
  const whole = cut?.k === "index" ? withAllColumns(cut.object) : null;
  if (!whole || span?.k !== "slice" || rowsAt(whole.at)?.key !== rows.key) return undefined;
  return !span.step && (span.lower === null || (span.lower.k === "const" && span.lower.value === 0)) ? span.upper : null;
}

/** `full[:n]` of what was bound to it, also where columns were left out or taken since then. */
function behindNames(view: View, whole: Expr, from: Place): Expr | null {
  let [e, at] = [whole, from];
  for (let depth = 0; depth < 8; depth++) {
    const call = e.k === "call" && e.func.k === "attr" ? e.func : null;
    const store = e.k === "name" ? lastStore(view, e.name, at) : null;
    if (e.k === "name" && store) {
      const value = boundTo(store.stmt, e.name);
      if (!value) return null;
      [e, at] = [value, store];
    } else if (call && (/^(copy|to_numpy)$/.test(call.name) || (call.name === "drop" && leavesRows(view, e)))) e = call.object;
    else if (e.k === "attr" && e.name === "values") e = e.object;
    else if (e.k === "index" && isColumnOf(e)) e = e.object;
    else return e;
  }
  return null;
}

/** `.drop(columns=…)`, `.drop("sick", axis=1)`. */
const leavesRows = (view: View, e: Expr): boolean => /\bcolumns\s*=|\baxis\s*=\s*1/.test(view.textOf(e.at)) && !/\binplace\b/.test(view.textOf(e.at));

const isColumnOf = (e: Expr & { k: "index" }): boolean => isText(e.index) || e.index.k === "list";

/** `full` of `full.iloc` and of `full[["a", "b"]]`. */
const withAllColumns = (e: Expr): Expr => ((e.k === "attr" && e.name === "iloc") || (e.k === "index" && isColumnOf(e)) ? withAllColumns(e.object) : e);

/** A number of rows, or of those of a table that is there and stays as it is, as it can be said above. */
function saidAt({ view, split }: Late, e: Expr, first: Place): string | null {
  if (e.k === "const") return typeof e.value === "number" && Number.isInteger(e.value) && e.value > 0 ? view.textOf(e.at) : null;
  if (e.k !== "name" && !countsRows(view, e)) return null;
  const names = namesIn(e).filter((n) => n !== "len");
  return names.length === 1 && names.every((n) => isSetBefore(view, n, first) && !setBetween(view, n, first, split.place)) ? view.textOf(e.at) : null;
}

/** `len(train)`, `train.shape[0]`. */
const countsRows = (view: View, e: Expr): boolean => /^(len\(\s*\w+\s*\)|\w+\.shape\[\s*0\s*\])$/.test(view.textOf(e.at));

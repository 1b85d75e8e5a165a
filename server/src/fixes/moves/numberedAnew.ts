/** Rows that are numbered anew between the learning and the split: which of them were drawn is carried over to the new numbers. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { keyword } from "../document.js";
import { lastStore } from "./chain.js";
import { isShuffled, stillThere } from "./drawOrder.js";
import { kindOf } from "./kinds.js";
import { type Call, namesIn } from "./learning.js";
import { after, ahead, before, standsAlone } from "./lines.js";
import type { WrittenSplit } from "./splits.js";
import type { Place, View } from "./view.js";

/** Tells the reader why, and has the lines stand above a comment that speaks of the new numbers. */
const said = "# which rows were drawn, before they are numbered anew";

/** A statement that gives the rows of a table new numbers, the table behind it, and what it is made of if that is no table by itself. */
interface Numbered {
  readonly table: string;
  readonly of: Expr | null;
}

interface Carrying {
  readonly above: string[];
  readonly below: string;
}

/**
 * Where the drawn rows stand in front of `df = df.dropna().reset_index(drop=True)`, and these by their new numbers behind it; null where
 * the statement is another one, or some of what is split has the old numbers.
 */
export function acrossNumbers(view: View, stmt: Stmt, split: WrittenSplit, [train, test]: readonly [string, string]): TextEdit[] | null {
  const found = numbered(stmt);
  const place = view.placeOf(stmt);
  if (!found || !place || place.line !== split.place.line || !standsAlone(view, stmt)) return null;
  const { table, of } = found;
  if (of && !keepsNumbers(of)) return null;
  const seen = new Set<Stmt>();
  if (!split.inputs.every((e) => isBehind(view, e, split.place, place, table, seen))) return null;
  const { above, below } = isShuffled(split) ? byPlaces(table, train, test) : byMask(view, table, train, test);
  return [
    of ? before(view, stmt, [`${table} = ${view.textOf(of.at)}`, ...above]) : ahead(view, stmt, [said, ...above]),
    ...(of ? [{ at: of.at, text: table }] : []),
    after(view, stmt, [below]),
  ];
}

/** The lines in front of the new numbers and behind them, where the drawn rows keep the order of the draw. */
const byPlaces = (table: string, train: string, test: string): Carrying => ({
  above: [train, test].map((rows) => `${rows} = ${table}.index.get_indexer(${stillThere(rows, table)})`),
  below: `${train}, ${test} = ${table}.index[${train}], ${table}.index[${test}]`,
});

/** The same where they keep that of the table. */
function byMask(view: View, table: string, train: string, test: string): Carrying {
  const mask = view.fresh("in_train");
  return { above: [`${mask} = ${table}.index.isin(${train})`], below: `${train}, ${test} = ${table}.index[${mask}], ${table}.index[~${mask}]` };
}

/** `T.reset_index(drop=True)`: the rows stay as they are, under other labels. */
export const numbersAnew = (e: Expr): e is Call & { func: Expr & { k: "attr" } } =>
  e.k === "call" && e.func.k === "attr" && e.func.name === "reset_index" && isTrue(e, "drop");

/** Whether a call is given an option as `True`. */
export function isTrue(call: Call, name: string): boolean {
  const e = keyword(call, name)?.value;
  return e?.k === "const" && e.value === true;
}

function numbered(s: Stmt): Numbered | null {
  const call = s.k === "expr" || s.k === "assign" ? s.value : null;
  if (!call || !numbersAnew(call) || call.args.some((a) => !/^(drop|inplace)$/.test(a.name ?? ""))) return null;
  const { object } = call.func;
  if (s.k === "expr") return isTrue(call, "inplace") && object.k === "name" ? { table: object.name, of: null } : null;
  const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
  // Under another name, the table itself would keep its numbers.
  if (target?.k !== "name" || isTrue(call, "inplace") || !namesIn(object).includes(target.name)) return null;
  return { table: target.name, of: object.k === "name" ? null : object };
}

/** `df[df["a"] > 0].dropna().query("b < 9")`: fewer rows, or in another order, with the numbers that they have. */
function keepsNumbers(e: Expr): boolean {
  if (e.k === "name") return true;
  if (e.k === "index") return keepsNumbers(e.object.k === "attr" && e.object.name === "loc" ? e.object.object : e.object);
  if (e.k !== "call" || e.func.k !== "attr" || e.args.some((a) => a.name === "ignore_index")) return false;
  return /^(dropna|drop_duplicates|drop|query|copy|sort_values|sort_index|sample|head|tail)$/.test(e.func.name) && keepsNumbers(e.func.object);
}

/** Whether data are taken from the table when its rows have their new numbers; `seen`: statements that were asked about. */
function isBehind(view: View, e: Expr, at: Place, numbers: Place, table: string, seen: Set<Stmt>): boolean {
  return namesIn(e).every((n) => {
    if (n === table) return true;
    const store = lastStore(view, n, at);
    if (store && seen.has(store.stmt)) return true;
    if (store && store.line === numbers.line && store.index > numbers.index && store.stmt.k === "assign") {
      seen.add(store.stmt);
      return isBehind(view, store.stmt.value, store, numbers, table, seen);
    }
    return kindOf(view, { k: "name", at: e.at, name: n }, at) === null;
  });
}

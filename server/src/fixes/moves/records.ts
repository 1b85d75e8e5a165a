/** Settings that a loop writes down beside their scores, `results.append({"depth": d, "accuracy": score})`, and the record that the program finds best. */
import type { Span } from "../../base/span.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { boundTo, lastStore } from "./chain.js";
import { isModule } from "./kinds.js";
import { eachExprOf } from "./partChecks.js";
import type { Place, View } from "./view.js";
import { appended, eachExprIn, findExpr, reads } from "./walk.js";

/** One record for each round: the list, and under which keys it has what the loops go through and the score. */
export interface Records {
  readonly list: string;
  readonly keys: ReadonlyMap<string, string>;
  readonly score: string;
}

/** The variable that holds the score which stands at `score`. */
export function keptAs(view: View, score: Span): string | null {
  const s = view.placeAt(score)?.stmt;
  const [target] = s?.k === "assign" && s.targets.length === 1 ? s.targets : [];
  return target?.k === "name" ? target.name : null;
}

/** The record of each round of a loop, which holds the score that stands at `score`. */
export function recordsIn(view: View, loop: Place, score: Span): Records | null {
  const found: Records[] = [];
  const kept = keptAs(view, score);
  if (kept === null) return null;
  eachExprOf(view, [loop.stmt.at], (e) => {
    const added = appended(e);
    if (added?.value.k !== "dict") return;
    const keys = new Map<string, string>();
    for (const { key, value } of added.value.entries)
      if (key?.k === "const" && typeof key.value === "string" && value.k === "name") keys.set(value.name, view.textOf(key.at));
    const own = keys.get(kept);
    if (own) found.push({ list: added.list, keys, score: own });
  });
  const [own, ...others] = found;
  return own && !others.length ? own : null;
}

/** What stands for the best record behind the loop, and the statement behind which it does. */
export interface Best {
  readonly text: string;
  readonly name: string;
  readonly place: Place;
  /** What a row is looked up in by `text`: it has to be the same there. */
  readonly from: readonly string[];
}

/** The record that the program picks by the score, or by each of several scores. */
export function bestRecord(view: View, loop: Place, { list, score }: Records): Best | null {
  const tables = new Set<string>();
  for (const [i, stmt] of loop.line.stmts.slice(loop.index + 1).entries()) {
    const [target] = stmt.k === "assign" && stmt.targets.length === 1 ? stmt.targets : [];
    // Rows that are numbered anew are no longer those of the records.
    if (/\.(reset|set)_index\(/.test(view.textOf(stmt.at))) for (const t of tables) if (reads(stmt, [t])) tables.delete(t);
    if (stmt.k !== "assign" || target?.k !== "name") continue;
    const place: Place = { line: loop.line, index: loop.index + 1 + i, stmt };
    const { value } = stmt;
    const best = (text: string, from: readonly string[] = []): Best => ({ text, name: target.name, place, from });
    if (picksFrom(view, value, list, score)) return best(target.name);
    if (value.k === "comp" && value.key?.k === "name" && value.clauses.length === 1) {
      const [clause] = value.clauses;
      const goes = clause?.k === "for" && clause.target.k === "name" && clause.target.name === value.key.name ? clause : null;
      if (goes && picksFrom(view, value.value, list, value.key.name) && listsText(view, goes.iter, score, place)) return best(`${target.name}[${score}]`);
    }
    if (isTableOf(view, value, list)) tables.add(target.name);
    else if (tables.has(target.name)) tables.delete(target.name);
    const at = rowOf(view, stmt, tables, score);
    if (at) return best(`${list}[${at}]`, [list, ...tables]);
  }
  return null;
}

/** `max(results, key=lambda r: r["accuracy"])`; `by`: the key, as it is written. */
function picksFrom(view: View, e: Expr, list: string, by: string): boolean {
  const [from, ...more] = e.k === "call" && /^(max|min)$/.test(view.textOf(e.callee)) ? e.args : [];
  const [key] = more;
  if (from?.value.k !== "name" || from.value.name !== list || more.length !== 1 || key?.name !== "key" || key.value.k !== "lambda") return false;
  const [ret] = key.value.fn.body;
  const [param] = key.value.fn.params;
  if (ret?.k !== "return" || ret.value?.k !== "index" || ret.value.object.k !== "name") return false;
  return ret.value.object.name === param?.name && sameText(view, ret.value.index, by);
}

const sameText = (view: View, e: Expr, by: string): boolean => plain(view.textOf(e.at)) === plain(by);
const plain = (text: string): string => text.replace(/^["']|["']$/g, "");

/** Whether a list of texts, as it is written or bound to a name, holds one. */
function listsText(view: View, e: Expr, text: string, at: Place): boolean {
  const made = e.k === "name" ? lastStore(view, e.name, at) : null;
  const list = e.k === "name" ? made && boundTo(made.stmt, e.name) : e;
  return list?.k === "list" && list.items.some((x) => sameText(view, x, text));
}

/** `pd.DataFrame(results)`: its rows are numbered like the records. */
const isTableOf = (view: View, e: Expr, list: string): boolean =>
  e.k === "call" &&
  e.func.k === "attr" &&
  e.func.name === "DataFrame" &&
  isModule(view, e.func.object, "pandas") &&
  e.args.length === 1 &&
  e.args[0]?.value.k === "name" &&
  e.args[0].value.name === list;

/** `table["accuracy"].idxmax()` in an expression, as it is written. */
function rowOf(view: View, s: Stmt, tables: ReadonlySet<string>, score: string): string | null {
  const isColumn = (x: Expr): boolean => x.k === "index" && x.object.k === "name" && tables.has(x.object.name) && sameText(view, x.index, score);
  const found = findExpr(s, (x) => x.k === "call" && /^idx(max|min)$/.test(calledName(x)) && x.func.k === "attr" && isColumn(x.func.object) && !x.args.length);
  return found && view.textOf(found.at);
}

/** Whether a statement binds one of these names, or asks one of them by a method that may put its rows in another order. */
function changes(s: Stmt, names: readonly string[]): boolean {
  let found = false;
  eachExprIn(s, (x, _fn, stored) => {
    found ||= x.k === "name" && stored && names.includes(x.name);
    found ||= x.k === "attr" && x.object.k === "name" && names.includes(x.object.name) && /^(sort|reverse|pop|insert|remove|clear)$/.test(x.name);
  });
  return found;
}

/** The last statement of the same cell that shows something of the best record. */
export function shownBehind({ name, place, from }: Best): Place {
  const { line, index, stmt } = place;
  const made = new Set([name]);
  let last = place;
  let isOver = false;
  line.stmts.slice(index + 1).forEach((s, i) => {
    isOver ||= changes(s, from);
    if (isOver || s.at.source !== stmt.at.source || !reads(s, [...made])) return;
    if (s.k === "assign") for (const t of s.targets) if (t.k === "name") made.add(t.name);
    if (s.k === "expr" || s.k === "for") last = { line, index: index + 1 + i, stmt: s };
  });
  return last;
}

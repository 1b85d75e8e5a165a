/** Whether a column is still as its gaps were filled when its table reaches a model. */
import type { Expr, Stmt } from "../../program/ir.js";
import { boundTo, lastStore } from "./chain.js";
import { columnNames, namedColumn } from "./columns.js";
import type { Stage } from "./filledTables.js";
import { columnsNamed, type Fill, loopOf } from "./fills.js";
import { no } from "./outcome.js";
import { rootName } from "./picked.js";
import { functionOf, holds, type Place, type View } from "./view.js";
import { eachExprIn, simpleIn } from "./walk.js";

/**
 * `steps`: what is known to write into it.
 * @throws CannotFix where a column may be written into otherwise, or become others, between its fill and the end of the stages
 */
export function checkAsFilled(
  view: View,
  fill: Pick<Fill, "place" | "strategy">,
  column: string,
  stages: readonly Pick<Stage, "name" | "made" | "to">[],
  steps: readonly Stmt[] = [],
): void {
  const changed = (): never => no(`\`${column}\` is changed after its gaps were filled`);
  const until = stages[0]?.to.stmt ?? fill.place.stmt;
  for (const { made } of stages) {
    // Words become columns of their own.
    const text = made ? view.textOf(made.stmt.at) : "";
    if (/get_dummies\s*\(/.test(text) && (fill.strategy === "most_frequent" || says(text, column))) changed();
  }
  const names = new Set(stages.map((s) => s.name));
  for (const s of simpleIn(view.module.stmts)) {
    const place = view.placeOf(s);
    if ([fill.place.stmt, ...steps].some((x) => holds(x.at, s.at)) || !place || place.line.fn !== fill.place.line.fn) continue;
    if (!view.isBefore(fill.place.stmt.at, s.at) || !view.isBefore(s.at, until.at)) continue;
    // A loop over tables goes through this one under another name.
    const isOurs = (e: Expr): boolean => {
      const root = rootName(e)?.name;
      return root !== undefined && (names.has(root) || loopOf(root, place) !== null);
    };
    if (writes(view, s, column, isOurs, fill.strategy !== "most_frequent")) changed();
  }
}

/** Whether a text says the name of a column. */
const says = (text: string, column: string): boolean =>
  [`"${column}"`, `'${column}'`].some((word) => text.includes(word)) || text.split(/[^.\w]/).some((w) => w.endsWith(`.${column}`));

/** Whether a statement may write into a column of one of these tables. */
function writes(view: View, s: Stmt, column: string, isOurs: (e: Expr) => boolean, ofNumbers: boolean): boolean {
  const targets = s.k === "assign" ? s.targets : s.k === "aug" ? [s.target] : [];
  const place = view.placeOf(s);
  if (targets.some((t) => t.k !== "name" && t.k !== "tuple" && isOurs(t) && mayWrite(view, t, column, place, ofNumbers))) return true;
  const call = s.k === "expr" && s.value.k === "call" ? s.value : null;
  if (!call) return false;
  if (call.func.k === "name") return call.args.some((a) => isOurs(a.value)) && writesParameters(view, call.func.name);
  if (call.func.k !== "attr" || !isOurs(call.func.object) || !/inplace\s*=\s*True|\.update\s*\(/.test(view.textOf(s.at))) return false;
  const of = namedColumn(call.func.object);
  return of === null ? !/^(drop|drop_duplicates|dropna|fillna|(sort|reset)_(values|index))$/.test(call.func.name) : of === column;
}

/** Whether a target may be a column: it is named, or by a variable. */
function mayWrite(view: View, t: Expr, column: string, place: Place | undefined, ofNumbers: boolean): boolean {
  const at = t.k === "index" && t.index.k === "tuple" ? t.index.items[1] : t.k === "index" ? t.index : null;
  if (ofNumbers && at?.k === "name" && place && namesWords(view, at.name, place)) return false;
  const written = at?.k === "name" && place ? columnsNamed(view, at, place) : null;
  const names = t.k === "attr" ? new Set([t.name]) : written ? new Set(written) : at && columnNames(at);
  return !names || names.has(column) || [...names].some((n) => n.startsWith("*"));
}

/** Whether a variable names columns of words: one of them in a loop, or all. */
function namesWords(view: View, name: string, at: Place): boolean {
  const loop = loopOf(name, at);
  const e = loop ? loop.iter : null;
  if (e?.k === "name") return namesWords(view, e.name, view.placeOf(loop as Stmt) as Place);
  const made = loop ? null : lastStore(view, name, at);
  const value = e ?? (made && boundTo(made.stmt, name));
  const text = value === null ? "" : view.textOf(value.at);
  return ofWords.test(text) && !others.test(text);
}

/** `df.select_dtypes(include=["object", "category"])`, `[c for c in df.columns if df[c].dtype == "object"]` */
const ofWords = /\bselect_dtypes\(\s*(include\s*=\s*)?\[?(\s*['"](object|category|O)['"],?)+\s*\]?\s*\)|\bdtypes?\s*==\s*(['"](object|O)['"]|object\b)/;

/** What tells of other columns than those. */
const others = /\bnot\b|~|!=|\bdifference\(|\bexclude\b|\bor\b|\|/;

/** Whether a function of the program may write into a table that it is given. */
function writesParameters(view: View, name: string): boolean {
  const fn = functionOf(view, name);
  if (!fn) return false;
  const params = new Set(fn.params.map((p) => p.name));
  let found = false;
  for (const s of simpleIn(fn.body))
    eachExprIn(s, (e, _fn, stored) => {
      const into = (stored && (e.k === "index" || e.k === "attr")) || (e.k === "call" && e.args.some((a) => a.name === "inplace"));
      const root = into ? rootName(e)?.name : undefined;
      found ||= root !== undefined && params.has(root);
    });
  return found;
}

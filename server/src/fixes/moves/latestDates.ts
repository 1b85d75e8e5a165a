/** Training rows whose order is not that of time, taken by a bound on a column of dates: the latest of them are cut off by that column. */
import type { Expr, Stmt } from "../../program/ir.js";
import { CannotFix } from "../context.js";
import { boundTo, lastStore, storeBehind } from "./chain.js";
import { isText, namedColumn } from "./columns.js";
import { kindOf } from "./kinds.js";
import { no } from "./outcome.js";
import type { Drawing } from "./roundGroups.js";
import { functionOf, type Place, type View } from "./view.js";
import { returnOf } from "./walk.js";

/** `df[df["date"] < start]`. */
interface Early {
  readonly column: string;
  readonly text: string;
  readonly of: Place | null;
  /** What the column is compared with. */
  readonly bound: Expr;
}

/** What rows went through since they were taken: names that they were bound to, and columns that were taken or left out. */
type Passed = { readonly name: string; readonly store: Place } | { readonly columns: string; readonly drops: boolean };

interface Origin {
  readonly early: Early;
  readonly passed: readonly Passed[];
}

interface Latest {
  readonly table: string;
  readonly column: string;
}

/** The table and its column that tell how late the rows of inputs and labels are. @throws CannotFix */
function latestOf(view: View, [x, ...rest]: readonly Expr[], at: Place): Latest {
  const unknown = "nothing shows how the training rows were cut off by their dates";
  const own = x && originOf(view, x, at);
  if (!own || !isDate(view, own.early)) return no(unknown);
  const { column } = own.early;
  const table = own.passed.findLast((p, i) => {
    if (!("name" in p) || lastStore(view, p.name, at) !== p.store || p.store.line.fn !== at.line.fn) return false;
    return own.passed.slice(i + 1).every((q) => "name" in q || new RegExp(`["']${column}["']`).test(q.columns) !== q.drops);
  });
  if (!table || !("name" in table) || kindOf(view, { k: "name", at: at.stmt.at, name: table.name }, at) === "array") return no(unknown);
  const losing = new RegExp(`\\b${table.name}\\.(dropna|drop_duplicates|drop|sort_\\w+|reset_index|set_index|query)\\(.*inplace\\s*=\\s*True`, "s");
  if (table.store.line.stmts.slice(table.store.index).some((s) => losing.test(view.textOf(s.at)))) return no(unknown);
  for (const e of [x, ...rest]) {
    const other = originOf(view, e, at);
    const isBeside = other?.passed.some((p) => "name" in p && p.name === table.name && p.store.stmt === table.store.stmt);
    const isAlike = other && other.early.text === own.early.text && other.early.of?.stmt === own.early.of?.stmt;
    if (!(isBeside || isAlike) || kindOf(view, e, at) === "list") return no(unknown);
  }
  return { table: table.name, column };
}

/** How the latest rows are cut off where the order of time is what keeps them from being cut. @throws CannotFix for another reason */
export function latestCut(view: View, drawn: Drawing, at: Place, pieces: readonly { readonly e: Expr; readonly names: readonly [string, string] }[]): string[] {
  try {
    drawn(at, "y");
  } catch (e) {
    if (!(e instanceof CannotFix) || !/\btime\b/.test(e.reason)) throw e;
    const { table, column } = latestOf(
      view,
      pieces.map((p) => p.e),
      at,
    );
    const [dates, late] = [view.isUsed("dates") ? view.fresh("training_dates") : "dates", view.fresh("is_late")];
    const own = `${table}[${JSON.stringify(column)}]`;
    return [
      `${dates} = sorted(${own}.unique())`,
      `${late} = ${own} >= ${dates}[int(len(${dates}) * 0.8)]`,
      ...pieces.map((p) => `${p.names.join(", ")} = ${view.textOf(p.e.at)}[~${late}], ${view.textOf(p.e.at)}[${late}]`),
    ];
  }
  return no("its rows need not be cut by their dates");
}

/** Where rows were taken by a bound, and what they went through since then; null where that cannot be followed. */
function originOf(view: View, whole: Expr, from: Place): Origin | null {
  const passed: Passed[] = [];
  let [e, at] = [whole, from];
  for (let depth = 0; depth < 20; depth++) {
    const early = earlyRows(view, e, at);
    if (early) return { early, passed };
    if (e.k === "call" && e.func.k === "attr") {
      const { name, object } = e.func;
      const [only] = e.args;
      if (/^(log1p|log|sqrt|array|asarray)$/.test(name) && only && !only.name) e = only.value;
      else if (name === "drop" && /\bcolumns\s*=|\baxis\s*=\s*1/.test(view.textOf(e.at)) && !/\binplace\b/.test(view.textOf(e.at))) {
        passed.push({ columns: view.textOf({ ...e.at, start: e.callee.end }), drops: true });
        e = object;
      } else if (/^(copy|to_numpy|astype|fillna|replace|ravel)$/.test(name)) e = object;
      else return null;
    } else if (e.k === "attr" && e.object.k === "name") {
      if (e.name !== "values") passed.push({ columns: `"${e.name}"`, drops: false });
      e = e.object;
    } else if (e.k === "attr" && e.name === "values") e = e.object;
    else if (e.k === "index" && takesColumns(view, e.index, at)) {
      passed.push({ columns: view.textOf(e.index.at), drops: false });
      e = e.object;
    } else if (e.k === "name") {
      const store = lastStore(view, e.name, at);
      if (!store) return null;
      passed.push({ name: e.name, store });
      const next = madeOf(view, e.name, store);
      if (!next) return null;
      [e, at] = next;
    } else return null;
  }
  return null;
}

/** What a statement binds to a name; of a function, what it gives back in that place. */
function madeOf(view: View, name: string, store: Place): [Expr, Place] | null {
  const s = store.stmt;
  if (s.k !== "assign") return null;
  const fn = s.value.k === "call" && s.value.func.k === "name" ? functionOf(view, s.value.func.name) : null;
  const back = fn && returnOf(fn);
  const place = back && view.placeOf(back);
  const given: Stmt = back?.value ? { ...s, value: back.value } : s;
  const e = boundTo(given, name);
  return e && [e, place ?? store];
}

/** Columns by their names: those that a list holds, or a variable that holds no condition. */
function takesColumns(view: View, e: Expr, at: Place): boolean {
  if (e.k === "list" || isText(e)) return true;
  const made = e.k === "name" ? storeBehind(view, e.name, at)?.stmt : undefined;
  return made?.k === "assign" && /^(list|const|comp|binary)$/.test(made.value.k) && !(made.value.k === "binary" && made.value.op !== "+");
}

function earlyRows(view: View, e: Expr, at: Place): Early | null {
  if (e.k !== "index") return null;
  const table = e.object.k === "attr" && e.object.name === "loc" ? e.object.object : e.object;
  if (table.k !== "name") return null;
  const mask = e.index.k === "name" ? lastStore(view, e.index.name, at)?.stmt : null;
  const test = mask?.k === "assign" ? mask.value : e.index;
  const found = boundIn(test, table.name);
  return found && { ...found, text: view.textOf(e.object.at) + view.textOf(test.at), of: lastStore(view, table.name, at) };
}

/** `df["date"] < start`, perhaps one of several conditions. */
function boundIn(e: Expr, table: string): { column: string; bound: Expr } | null {
  if (e.k === "binary" && e.op === "&") return boundIn(e.left, table) ?? boundIn(e.right, table);
  const [only, ...more] = e.k === "compare" ? e.rest : [];
  if (e.k !== "compare" || !only || more.length || !/^<=?$/.test(only.op)) return null;
  const { left } = e;
  const column = (left.k === "index" || left.k === "attr") && left.object.k === "name" && left.object.name === table ? namedColumn(left) : null;
  return column === null ? null : { column, bound: only.right };
}

/** Whether a column holds dates, or numbers of periods. */
function isDate(view: View, { column, bound }: Early): boolean {
  const word = `["']${column}["']`;
  const made = new RegExp(`(${word}\\]|\\.${column})\\s*=\\s*(pd\\.)?to_datetime\\(|parse_dates\\s*=\\s*\\[[^\\]]*${word}`);
  if (view.units.some((u) => made.test(u.input.text))) return true;
  return bound.k === "const" && typeof bound.value === "number" && /date|time|year|month|week|day|period|block/i.test(column);
}

/** Whether the rows of a table have labels of their own, so that they can be told apart by them. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import { keyword } from "../document.js";
import { calledName } from "../splits.js";
import { bareTables, isAsRead, labelsGiven } from "./bareTables.js";
import { short } from "./columns.js";
import { cutFrom } from "./cutFrom.js";
import { keptLabels } from "./gathered.js";
import { writtenIn } from "./inPlace.js";
import { kindOf } from "./kinds.js";
import type { Late } from "./late.js";
import { type Call, namesIn } from "./learning.js";
import { dedupe, type Swap, swapped } from "./lines.js";
import { acrossNumbers } from "./numberedAnew.js";
import { no } from "./outcome.js";
import type { WrittenSplit } from "./splits.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** Rows that are drawn by their labels need one each: what the table is made of above must not repeat them. @throws CannotFix */
export function checkOneEach(view: View, first: Place, table: string): void {
  const names = new Set([table]);
  for (const s of above(first)) {
    const text = view.textOf(s.at);
    if (!makes(s, names, text)) continue;
    if (/\.reset_index\s*\(|\bignore_index\s*=\s*True/.test(text)) return;
    if (repeats(view, s)) no(`the rows would have to be told apart by their labels, and after \`${short(text)}\` several rows may have the same one`);
    if (s.k === "assign") for (const n of namesIn(s.value)) names.add(n);
  }
}

/** The statements above a place, the last one first: in its own block, and in those around it up to the function. */
function above(first: Place): Stmt[] {
  const out: Stmt[] = [];
  for (let p: Place | null = first; p; p = p.line.owner?.k === "def" ? null : p.line.parent) out.push(...p.line.stmts.slice(0, p.index).reverse());
  return out;
}

/** Whether a statement binds one of the tables, labels its rows, or changes it in place. */
function makes(s: Stmt, names: ReadonlySet<string>, text: string): boolean {
  const isOurs = (e: Expr): boolean => (e.k === "tuple" ? e.items.some(isOurs) : e.k === "name" && names.has(e.name));
  if (s.k === "assign") return s.targets.some((t) => isOurs(t) || (t.k === "attr" && t.name === "index" && isOurs(t.object)));
  return s.k === "expr" && /\binplace\s*=\s*True/.test(text) && s.value.k === "call" && s.value.func.k === "attr" && isOurs(s.value.func.object);
}

function repeats(view: View, s: Stmt): boolean {
  if (s.k === "assign" && s.targets.some((t) => t.k === "attr")) return /date|time/i.test(view.textOf(s.value.at));
  let found = false;
  eachExprIn(s, (e) => {
    if (e.k !== "call") return;
    const name = calledName(e);
    const given = (word: string): Expr | undefined => keyword(e, word)?.value;
    const says = (word: string): string => {
      const value = given(word);
      return value ? view.textOf(value.at) : "";
    };
    if (name === "set_index") found ||= says("verify_integrity") !== "True" && !isNumbering(given("keys") ?? e.args.find((a) => !a.name)?.value);
    if (name.startsWith("read_") && given("index_col")) found ||= says("parse_dates") !== "" || !isNumbering(given("index_col"));
    if (name === "concat") found ||= !sideBySide.test(says("axis"));
    if (name === "sample") found ||= says("replace") === "True";
    found ||= name === "explode";
  });
  return found;
}

/** Columns that number the rows, by their name: an `id`. The first column of a file is what the table was numbered by when it was written. */
function isNumbering(e: Expr | undefined): boolean {
  const [only, ...more] = e?.k === "list" ? e.items : e ? [e] : [];
  if (only?.k !== "const" || more.length) return false;
  if (typeof only.value !== "string") return true;
  return /(^|[^a-z])(id|no|nr|num|number|key|uuid|index|serial|unnamed: 0)$|[a-z](Id|ID|No|Number|Key)$/i.test(only.value);
}

/** The axis along which columns are joined. */
const sideBySide = /^(1|["']columns["'])$/;

const relabels =
  /\.(reset_index|set_index|merge|join|append|explode|resample|pivot\w*|melt|values|to_numpy|reindex|agg|stack|fit_resample|fit_sample)\b|\b(concat|merge)\s*\(|ignore_index/;

/** The same in a function that a table goes through. */
export const renumbers = /\.(reset_index|set_index|fit_resample|merge|explode)\b|\b(concat|merge)\s*\(|ignore_index/;

/** `df["a"]` and `df.loc[rows, "a"]` as targets. */
const isColumn = (e: Expr): boolean =>
  e.k === "index" && (e.object.k === "name" || (e.object.k === "attr" && e.object.name === "loc" && e.object.object.k === "name" && e.index.k === "tuple"));

/** The text of a statement without what puts columns beside each other: their rows keep the labels that they have. */
function withoutColumns(view: View, s: Stmt): string {
  const words: Swap[] = [];
  eachExprIn(s, (e) => {
    const axis = e.k === "call" && calledName(e) === "concat" ? (keyword(e, "axis")?.value ?? e.args.filter((a) => !a.name)[1]?.value) : undefined;
    if (e.k === "call" && ((axis && sideBySide.test(view.textOf(axis.at))) || joinsBeside(e))) words.push({ at: e.callee, text: "" });
  });
  return swapped(view, s.at, words);
}

/** `df.join(dummies)`: columns of the rows of the same labels; `" ".join(words)` is of no rows at all. */
function joinsBeside({ func, args }: Call): boolean {
  if (func.k !== "attr" || func.name !== "join") return false;
  return func.object.k === "const" || (args.length === 1 && !args[0]?.name && !args[0]?.star);
}

/** The functions of the program that a statement calls by their names. */
function calledIn(view: View, s: Stmt): Fn[] {
  const names = new Set<string>();
  eachExprIn(s, (e) => {
    if (e.k === "call" && e.func.k === "name") names.add(e.func.name);
  });
  return view.module.stmts.flatMap((d) => (d.k === "def" && names.has(d.fn.name) ? [d.fn] : []));
}

/** The labels of rows on their way to a split. */
export interface Labels {
  /** What has to change for the rows to keep them, or to be known by new ones. */
  readonly edits: TextEdit[];
  /** The statement that numbers them anew which the rows that were drawn are carried across. */
  readonly across: Stmt | null;
  /** Statements that make tables of arrays, and yet leave each row its label. */
  readonly labelled: ReadonlySet<Stmt>;
}

/**
 * The labels of the rows must still be the same at the split: nothing on the way of the data may number them anew, but for one statement which the rows
 * that were drawn (`rows`) are carried across.
 */
export function checkLabels({ view, split, rowsAt }: Late, first: Place, rows: readonly [string, string]): Labels {
  const edits: TextEdit[] = [];
  const labelled = new Set<Stmt>();
  const keeps = (fn: Fn): boolean => {
    const kept = keptLabels(view, fn, renumbers);
    edits.push(...(kept ?? []));
    return kept !== null;
  };
  const bare = (s: Stmt): boolean => {
    const calls = bareTables(view, s).filter((call) => !isAsRead(view, call, rowsAt));
    const given = calls.length ? labelsGiven(view, s, calls, split) : [];
    edits.push(...(given ?? []));
    if (given) labelled.add(s);
    return given === null;
  };
  const anew = relabelled(view, split, { from: first.index, keeps, bare });
  const carried = anew && acrossNumbers(view, anew, split, rows);
  const other = carried ? relabelled(view, split, { from: first.index, keeps, bare, but: anew }) : anew;
  if (other) no(`rows are dropped between the learning and the split, and \`${short(view.textOf(other.at))}\` may number the others anew`);
  return { edits: [...dedupe(edits), ...(carried ?? [])], across: anew, labelled };
}

/** How rows are followed to a split: from which statement on, which functions keep their labels, which statements make tables without any, and which one is passed over. */
interface Way {
  readonly from: number;
  readonly keeps: (fn: Fn) => boolean;
  readonly bare: (s: Stmt) => boolean;
  readonly but: Stmt | null;
}

/** The last statement on the way of the data to a split that may number its rows anew. */
export function relabelled(view: View, split: WrittenSplit, way: Partial<Way> = {}): Stmt | null {
  const { from = 0, but = null, bare = (s) => bareTables(view, s).length > 0, keeps = (fn) => !fn.body.some((x) => renumbers.test(view.textOf(x.at))) } = way;
  const { line } = split.place;
  const tables = split.inputs.filter((e) => kindOf(view, e, split.place) !== "array");
  const names = new Set((tables.length ? tables : split.inputs).flatMap((e) => cutFrom(view, e, split.place) ?? namesIn(e)));
  for (let i = split.place.index - 1; i >= from; i--) {
    const s = line.stmts[i] as Stmt;
    if (s.k === "def" || s.k === "class") continue;
    const written = writtenIn(s);
    if (!written.some((n) => names.has(n))) continue;
    if (s.k === "assign" && s.targets.some((t) => t.k === "attr" && t.name === "index")) return s;
    // A column that is written into a table goes by the labels that it has.
    if (s.k === "assign" && s.targets.every(isColumn)) continue;
    if (s.k === "assign") for (const n of namesIn(s.value)) names.add(n);
    if (s === but) continue;
    if (relabels.test(withoutColumns(view, s)) || !calledIn(view, s).every(keeps) || bare(s)) return s;
  }
  return null;
}

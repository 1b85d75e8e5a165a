/** Columns of one table that are transformed each for themselves, and whose results lie side by side: a transformer of columns does the same. */
import type { Expr, Stmt } from "../../program/ir.js";
import { calledName } from "../splits.js";
import type { Step } from "./chain.js";
import { alongColumns, columnNames, isText, selectedFrom } from "./columns.js";
import { isModule, kindOf } from "./kinds.js";
import { imported } from "./standIns.js";
import type { Place, View } from "./view.js";

/** Columns of the table in the order in which their results lie; those that no part transforms are taken as they are. */
export interface Laid {
  readonly columns: string;
  readonly names: ReadonlySet<string> | null;
  readonly part: number | null;
  /** All that no part takes: `T.drop(columns=…)`. */
  readonly rest?: true;
}

/** What a program binds its variables to, as the chain that leads here knows it. */
export interface Stores {
  readonly view: View;
  lastStore(name: string, at: Place): Place | null;
  boundTo(s: Stmt, name: string): Expr | null;
  changedSince(name: string, place: Place, at: Place): boolean;
}

interface Columns {
  readonly table: Expr & { k: "name" };
  readonly text: string;
  readonly names: ReadonlySet<string> | null;
  /** A single column, by its name. */
  readonly one: boolean;
}

/** `np.hstack([scaler.transform(T[numbers]), encoder.transform(T[words])])`; null for anything else. `stepsOf`: what transformed an expression. */
export function columnsBeside(stores: Stores, e: Expr, at: Place, stepsOf: (x: Expr) => Step[]): Pick<Step, "input" | "parts" | "laid" | "named"> | null {
  const items = laidIn(stores.view, e);
  const parts: Step[] = [];
  const laid: Laid[] = [];
  let table: Columns["table"] | null = null;
  let rest: ReadonlySet<string> | null = null;
  for (const item of items) {
    const bare = plain(stores, item, at);
    const left: ReturnType<typeof restOf> = rest ? null : restOf(stores, bare, at);
    if (left && (!table || left.table.name === table.name)) {
      table ??= left.table;
      rest = left.names;
      laid.push({ columns: "", names: null, part: null, rest: true });
      continue;
    }
    const steps = stepsOf(bare);
    const made = item.k === "name" && bare !== item ? stores.lastStore(item.name, at) : null;
    const step = steps[0] && made && item.k === "name" && !steps[0].place ? { ...steps[0], place: made, output: item.name } : steps[0];
    if (steps.length > 1 || (step && (step.rows || step.back || step.parts || step.stands))) return null;
    const of = columnsOf(stores, step ? step.input : bare, step?.place ?? at);
    const takesOne = step ? /(Vectorizer|Tfidf\w*)$/.test(makerOf(stores, step, at)) : of?.one && laysColumns(stores.view, e);
    if (!of || of.one !== (takesOne ?? false)) return null;
    if ((table && of.table.name !== table.name) || stores.changedSince(of.table.name, step?.place ?? at, at)) return null;
    table ??= of.table;
    if (step) laid.push({ columns: of.text, names: of.names, part: parts.push(step) - 1 });
    else layAsTheyAre(laid, of);
  }
  if (rest && !isUnion(rest, laid)) return null;
  if (!table || parts.length === 0 || items.length < 2 || kindOf(stores.view, table, at) !== "frame") return null;
  return { input: table, parts, laid, ...(isFrame(stores.view, e) ? { named: true as const } : {}) };
}

/** Columns that no part transforms: those that lie next to each other are listed together. */
function layAsTheyAre(laid: Laid[], { text, names, one }: Columns): void {
  const own = one ? `[${text}]` : text;
  const last = laid.at(-1);
  const isListed = (columns: string | undefined): boolean => columns?.startsWith("[") ?? false;
  if (last?.part !== null || last.rest || !isListed(last.columns) || !isListed(own)) laid.push({ columns: own, names, part: null });
  else {
    laid.pop();
    laid.push({ columns: `${last.columns.slice(0, -1)}, ${own.slice(1)}`, names: names && last.names && new Set([...last.names, ...names]), part: null });
  }
}

/** Whether a single column, `T["a"]`, becomes a column of the result: `np.hstack` would take it for a row. */
const laysColumns = (view: View, e: Expr): boolean => isFrame(view, e) || e.k === "index" || (e.k === "call" && calledName(e) === "column_stack");

/** Whether the columns that are left out are those that the others take. */
function isUnion(left: ReadonlySet<string>, laid: readonly Laid[]): boolean {
  const all = new Set(laid.flatMap((l) => (l.rest ? [] : [...(l.names ?? ["?"])])));
  return all.size === left.size && [...left].every((n) => all.has(n));
}

/** `T.drop(columns=…)`, or a variable that holds it; a sum of lists names the columns of all of them. */
function restOf(stores: Stores, e: Expr, at: Place): { table: Columns["table"]; names: ReadonlySet<string> } | null {
  if (e.k === "name") {
    const value = boundValue(stores, e.name, at);
    const made = stores.lastStore(e.name, at);
    const of = made && value?.k === "call" ? restOf(stores, value, made) : null;
    return of && made && !stores.changedSince(of.table.name, made, at) ? of : null;
  }
  if (e.k === "call" && e.func.k === "attr" && e.func.name === "reset_index" && isDropped(e)) return restOf(stores, e.func.object, at);
  if (e.k !== "call" || e.func.k !== "attr" || e.func.name !== "drop" || e.func.object.k !== "name" || e.args.some((a) => a.name === "inplace")) return null;
  const columns = e.args.find((a) => a.name === "columns")?.value ?? (alongColumns(stores.view, e) ? e.args.find((a) => !a.name)?.value : undefined);
  const names = columns && listed(columns);
  return names ? { table: e.func.object, names } : null;
}

function listed(e: Expr): ReadonlySet<string> | null {
  if (e.k !== "binary" || e.op !== "+") return columnNames(e);
  const [a, b] = [listed(e.left), listed(e.right)];
  return a && b && new Set([...a, ...b]);
}

/** What lies side by side in an expression. */
function laidIn(view: View, e: Expr): readonly Expr[] {
  if (e.k === "index") return e.object.k === "attr" && e.object.name === "c_" && e.index.k === "tuple" ? e.index.items : [];
  if (e.k !== "call") return [];
  if (e.func.k === "attr" && /^(tocsr|tocsc|toarray)$/.test(e.func.name) && !e.args.length) return laidIn(view, e.func.object);
  const [list, ...rest] = e.args;
  const items = list && (list.value.k === "list" || list.value.k === "tuple") ? list.value.items : [];
  const name = view.textOf(e.callee);
  if (/(^|\.)(hstack|column_stack)$/.test(name)) return rest.every((a) => a.name === "format") ? items : [];
  return /(^|\.)(concat|concatenate)$/.test(name) && alongColumns(view, e) && rest.length === 1 ? items : [];
}

/** Whether the result is a table of pandas. */
const isFrame = (view: View, e: Expr): boolean => e.k === "call" && e.func.k === "attr" && e.func.name === "concat" && isModule(view, e.func.object, "pandas");

/** Numbers without the form that they are kept in: `X` of `csr_matrix(X)`, `X.toarray()` and `X.values`, also under a name. */
function plain(stores: Stores, e: Expr, at: Place): Expr {
  if (e.k === "attr" && e.name === "values") return e.object;
  // Rows that are numbered anew stay where they are.
  if (e.k === "call" && e.func.k === "attr" && e.func.name === "reset_index" && isDropped(e)) return plain(stores, e.func.object, at);
  const inner = e.k === "name" ? boundValue(stores, e.name, at) : e;
  if (inner?.k !== "call") return e;
  const [x] = inner.args;
  return x && inner.args.length === 1 && !x.name && !x.star && /(^|\.)(csr_matrix|csc_matrix|coo_matrix)$/.test(stores.view.textOf(inner.callee)) ? x.value : e;
}

/** `drop=True`, and no more. */
const isDropped = ({ args: [drop, ...more] }: Expr & { k: "call" }): boolean =>
  drop?.name === "drop" && drop.value.k === "const" && drop.value.value === true && !more.length;

/** What a variable holds that has not been changed since. */
function boundValue(stores: Stores, name: string, at: Place): Expr | null {
  const made = stores.lastStore(name, at);
  const value = made && stores.boundTo(made.stmt, name);
  return made && value && !stores.changedSince(name, { ...made, index: made.index + 1 }, at) ? value : null;
}

/** `T["a"]`, `T[["a", "b"]]`, `T[columns]`, or a variable that holds them. */
function columnsOf(stores: Stores, e: Expr, at: Place): Columns | null {
  if (e.k === "name") {
    const value = boundValue(stores, e.name, at);
    const made = stores.lastStore(e.name, at);
    const of = made && value?.k === "index" ? columnsOf(stores, value, made) : null;
    return of && made && !stores.changedSince(of.table.name, made, at) ? of : null;
  }
  const inner = e.k === "attr" && e.name === "values" ? e.object : e;
  if (inner.k !== "index" || inner.object.k !== "name") return null;
  const { object: table, index } = inner;
  const known =
    isText(index) ||
    (index.k === "name" && namesColumns(stores, index.name, at)) ||
    (index.k === "list" && index.items.length > 0 && index.items.every(isText));
  return known ? { table, text: stores.view.textOf(index.at), names: columnNames(index), one: isText(index) } : null;
}

/** Whether a variable holds names of columns, and no condition on the rows. */
function namesColumns(stores: Stores, name: string, at: Place): boolean {
  const made = stores.lastStore(name, at);
  const value = made && stores.boundTo(made.stmt, name);
  return value !== null && (/^(list|comp)$/.test(value.k) || /\.(columns|tolist)\b|^(list|sorted)\(/.test(stores.view.textOf(value.at)));
}

/** `T[["a", "b"]]`, `T.drop(columns="c")`: columns of a table by their names. */
export function columnsTaken(stores: Stores, e: Expr, at: Place): { object: Expr & { k: "name" }; e: Expr; text: string } | null {
  const of = e.k === "index" ? columnsOf(stores, e, at) : null;
  if (e.k === "index") return of && !of.one ? { object: of.table, e: e.index, text: stores.view.textOf({ ...e.at, start: of.table.at.end }) } : null;
  const s = e.k === "call" && e.func.k === "attr" && e.func.object.k === "name" ? selectedFrom(stores.view, e) : null;
  const object = e.k === "call" && e.func.k === "attr" ? e.func.object : null;
  const by = e.k === "call" ? (e.args.find((a) => a.name === "columns") ?? e.args[0])?.value : undefined;
  return s?.drops && object?.k === "name" && by ? { object, e: by, text: stores.view.textOf({ ...e.at, start: object.at.end }) } : null;
}

/** Whether each column is transformed for itself, and is still there: some of them can be taken before as well as behind it. */
export const isByColumn = (stores: Stores, step: Pick<Step, "variable" | "object" | "stands">, at: Place): boolean =>
  step.stands !== undefined ||
  /(^|\.)((Standard|MinMax|Robust|MaxAbs)Scaler|SimpleImputer|PowerTransformer|QuantileTransformer)$/.test(makerOf(stores, { ...step, place: null }, at));

function makerOf(stores: Stores, step: Pick<Step, "variable" | "object" | "place">, at: Place): string {
  const made = step.variable === null ? null : stores.lastStore(step.variable, step.place ?? at);
  const e = made?.stmt.k === "assign" ? made.stmt.value : step.object;
  const inner = e.k === "call" && e.func.k === "attr" && e.func.name === "fit" ? e.func.object : e;
  return stores.view.textOf(inner.k === "call" ? inner.callee : inner.at);
}

/** `make_column_transformer((scaler, numbers), ("passthrough", others))`. `texts`: those of the parts. */
export function besideText(step: Step, texts: readonly string[]): string {
  const all = step.laid ?? [];
  const pairs = all.filter((l) => !l.rest).map(({ columns, part }) => `(${part === null ? '"passthrough"' : texts[part]}, ${columns})`);
  if (pairs.length < all.length) pairs.push('remainder="passthrough"');
  const dense = step.dense || (step.parts ?? []).some((p) => p.dense) ? ", sparse_threshold=0" : "";
  return `${imported("sklearn.compose", "make_column_transformer")}(${pairs.join(", ")}${dense})`;
}

/** The variables that hold names of columns. */
export const columnNamesOf = (step: Step): string[] => (step.laid ?? []).flatMap(({ columns }) => (/^[A-Za-z_]\w*$/.test(columns) ? [columns] : []));

/** Whether what no part takes comes last only in the transformer of columns: there it lies elsewhere among them. */
export const isReordered = (step: Step): boolean => (step.laid ?? []).slice(0, -1).some((l) => l.rest);

/** Whether what is taken out of a table whose other columns were transformed is none of those, so that it may be taken out before. */
export function takesOfRest(stores: Stores, { laid = [] }: Pick<Step, "laid">, taken: { e: Expr; text: string }, at: Place): boolean {
  const gone = taken.text.startsWith(".drop") ? columnNames(taken.e) : null;
  const isKnown = (names: ReadonlySet<string>): boolean => [...names].every((n) => !n.startsWith("*"));
  if (!gone || !isKnown(gone) || !laid.some((l) => l.rest)) return false;
  return laid.every((l) => l.rest || (l.names !== null && [...resolved(stores, l.names, at)].every((n) => !gone.has(n) && !n.startsWith("*"))));
}

/** The names themselves, where a variable holds a list of them. */
function resolved(stores: Stores, names: ReadonlySet<string>, at: Place): Set<string> {
  const of = (n: string): string[] => {
    const value = n.startsWith("*") ? boundValue(stores, n.slice(1), at) : null;
    const own = value?.k === "list" ? columnNames(value) : null;
    return own ? [...own] : [n];
  };
  return new Set([...names].flatMap(of));
}

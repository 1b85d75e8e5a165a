/** Conditions that keep rows apart: whether they can be asked further up, of columns that are there and stay as they are. */
import type { Span } from "../../base/span.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { type Rows, relation } from "../../trace/rows.js";
import { isThere, lastStore } from "./chain.js";
import { columnStore, isText, short } from "./columns.js";
import { namesIn } from "./learning.js";
import type { Swap } from "./lines.js";
import { no } from "./outcome.js";
import { rootName } from "./picked.js";
import { holds, type Place, type View } from "./view.js";
import { eachExpr, eachExprIn } from "./walk.js";

/** A column that was put into a table by a statement, as it can be asked further up. */
export interface PutIn extends Swap {
  readonly store: Stmt;
}

export interface Asked {
  readonly view: View;
  readonly rowsAt: (e: Expr) => Rows | null;
  /** The rows that are learned from, and the variable that holds them where they are. */
  readonly rows: Rows;
  readonly table: string | null;
  /** From the learning to the condition. */
  readonly from: Place;
  readonly to: Place;
}

/** Columns that were put into the table in between, as they can be asked of the table that they came from, which has the same rows. */
export function columnsPutIn(asked: Asked, condition: Expr): PutIn[] {
  const { view, from, to } = asked;
  const start = view.ancestorIn(from, to.line)?.index ?? to.index;
  const out: PutIn[] = [];
  eachExpr(condition, (x) => {
    if ((x.k !== "index" && x.k !== "attr") || x.object.k !== "name" || out.some((o) => holds(o.at, x.at))) return;
    const own = to.line.stmts.slice(start, to.index).filter((s) => s.k === "assign" && s.targets.length === 1 && isColumn(view, s.targets[0] as Expr, x));
    const [store] = own;
    const given = store?.k === "assign" && own.length === 1 ? source(store.value) : null;
    const root = given && rootName(given);
    const rows = root && asked.rowsAt(root);
    if (!given || !root || !store || rows?.key !== asked.rows.key || !hasLabelsOf(asked, root.name)) return;
    const whole = asked.rowsAt(x.object);
    if (!whole || !/^(same|within)$/.test(relation(whole, asked.rows))) return;
    const place = view.placeOf(store);
    if (place && namesIn(given).every((n) => isThere(view, n, from, place))) out.push({ at: x.at, text: view.textOf(given.at), store });
  });
  return out;
}

/** Whether a target is the column that is read: `df["time"]`, `df[name]`, `df.time`. */
function isColumn(view: View, target: Expr, read: Expr & { k: "index" | "attr" }): boolean {
  if ((target.k !== "index" && target.k !== "attr") || target.object.k !== "name" || read.object.k !== "name" || target.object.name !== read.object.name)
    return false;
  return keyOf(view, target) === keyOf(view, read);
}

const keyOf = (view: View, e: Expr & { k: "index" | "attr" }): string =>
  e.k === "attr" ? JSON.stringify(e.name) : isText(e.index) ? JSON.stringify(e.index.value) : view.textOf(e.index.at);

/** `df["time"]` of `df["time"].iloc[5:].values`: the column, of all rows. */
function source(e: Expr): Expr | null {
  if (e.k === "attr" && e.name === "values") return source(e.object);
  if (e.k === "call" && e.func.k === "attr" && /^(copy|to_numpy)$/.test(e.func.name)) return source(e.func.object);
  if (e.k === "index" && e.object.k === "attr" && e.object.name === "iloc" && e.index.k === "slice") return source(e.object.object);
  return (e.k === "index" || e.k === "attr") && e.object.k === "name" ? e : null;
}

/** Whether rows of what is learned from can be told by a column of a table: it is that table, or some columns of it. */
function hasLabelsOf({ view, table, from }: Asked, of: string): boolean {
  if (table === of) return true;
  const made = table === null ? null : lastStore(view, table, from)?.stmt;
  const value = made?.k === "assign" && made.targets.length === 1 ? made.value : null;
  return value?.k === "index" && value.object.k === "name" && value.object.name === of && value.index.k !== "slice" && value.index.k !== "compare";
}

/** The columns that a condition reads must not be made, or changed, between the learning and the condition; those in `put` are read elsewhere. @throws CannotFix */
export function checkColumns({ view, from, to }: Asked, condition: Expr, put: readonly PutIn[]): void {
  const read = new Set<string>();
  const tables = new Set<string>();
  eachExpr(condition, (x) => {
    if (put.some((p) => holds(p.at, x.at))) return;
    if (x.k === "index" && x.index.k === "const" && typeof x.index.value === "string") read.add(x.index.value);
    if (x.k === "attr" && rootName(x) !== null) read.add(x.name);
    if (x.k === "name") tables.add(x.name);
  });
  const start = view.ancestorIn(from, to.line)?.index ?? 0;
  for (const s of to.line.stmts.slice(start, to.index))
    eachExprIn(s, (x, _fn, stored) => {
      const made = stored ? columnStore(x) : null;
      if (!made || put.some((p) => p.store === s) || (!tables.has(made.of) && isNoTable(view, made.of, s))) return;
      if ([...made.names].some((n) => read.has(n) || (n.startsWith("*") && !isOther(view, n.slice(1), s, read))))
        no(`\`${short(view.textOf(s.at))}\` changes what tells the parts`);
    });
}

/** Whether a variable holds a list or a dictionary of the program's own. */
function isNoTable(view: View, name: string, s: Stmt): boolean {
  const place = view.placeOf(s);
  const made = place && lastStore(view, name, place)?.stmt;
  return made?.k === "assign" && made.targets.length === 1 && made.targets[0]?.k === "name" && (made.value.k === "dict" || made.value.k === "list");
}

/** Whether the names that a loop gives to `name` all end in a text that none of these columns ends in: `[c + "_old" for c in columns]`. */
function isOther(view: View, name: string, s: Stmt, columns: ReadonlySet<string>): boolean {
  if (s.k !== "for") return false;
  const [target, iter] = [s.target, s.iter];
  const zipped = iter.k === "call" && iter.func.k === "name" && iter.func.name === "zip" && target.k === "tuple" ? iter.args : null;
  const i = target.k === "tuple" ? target.items.findIndex((t) => t.k === "name" && t.name === name) : -1;
  const list = zipped ? zipped[i]?.value : target.k === "name" && target.name === name ? iter : undefined;
  const place = view.placeOf(s);
  const stores = list?.k === "name" ? view.usesOf(list.name, place?.line.fn ?? null).filter((u) => u.stored) : [];
  const [store] = stores;
  const made = store?.place.stmt;
  const value = made?.k === "assign" && stores.length === 1 ? made.value : null;
  const end = value?.k === "comp" && value.value.k === "binary" && value.value.op === "+" && isText(value.value.right) ? value.value.right.value : "";
  return end !== "" && [...columns].every((c) => !c.endsWith(end));
}

/** Whether a place in an expression is one of those that are written anew. */
export const isPutIn = (put: readonly Swap[], at: Span): boolean => put.some((p) => holds(p.at, at));

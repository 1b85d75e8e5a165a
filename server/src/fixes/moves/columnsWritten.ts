/** Columns of a table as a program writes them, on either side of what transforms them. */
import type { Expr } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { isWhole } from "./columns.js";
import { isModule } from "./kinds.js";
import type { Place, View } from "./view.js";

/** `T[columns]`, `T.loc[:, columns]`, `T.a`, and the columns of an array by where they stand, `T[:, 3:]`. */
export function columnsOf(e: Expr | undefined): { table: string; columns: Expr } | null {
  if (e?.k === "attr" && e.object.k === "name" && !/^(self|cls)$/.test(e.object.name))
    return { table: e.object.name, columns: { k: "const", at: e.nameAt, value: e.name } };
  if (e?.k !== "index") return null;
  const [rows, columns] = e.index.k === "tuple" ? e.index.items : [];
  const isPart = isWhole(rows) && columns !== undefined && e.index.k === "tuple" && e.index.items.length === 2;
  if (e.object.k === "name") return isPart ? { table: e.object.name, columns } : { table: e.object.name, columns: e.index };
  return isPart && e.object.k === "attr" && e.object.name === "loc" && e.object.object.k === "name" ? { table: e.object.object.name, columns } : null;
}

/** `T["a"]` of `T["a"].values.reshape(-1, 1)` and `np.array(T["a"]).reshape(-1, 1)`. */
export function flat(view: View, e: Expr): Expr {
  if (e.k === "attr") return e.name === "values" ? flat(view, e.object) : e;
  if (e.k !== "call" || e.func.k !== "attr") return e;
  const [first] = e.args;
  if (/^(array|asarray)$/.test(e.func.name) && first && e.args.length === 1 && isModule(view, e.func.object, "numpy")) return flat(view, first.value);
  return /^(reshape|to_numpy|to_frame)$/.test(e.func.name) ? flat(view, e.func.object) : e;
}

/** `scaler.fit_transform(X)` of `scaler.fit_transform(X).ravel()`, and of what takes its only column in other words. */
export function unravelled(e: Expr): Expr {
  if (e.k === "index" && e.index.k === "tuple" && e.index.items.length === 2) {
    const [rows, column] = e.index.items;
    return isWhole(rows) && column?.k === "const" && column.value === 0 ? e.object : e;
  }
  return e.k === "call" && e.func.k === "attr" && /^(ravel|flatten|squeeze|reshape)$/.test(e.func.name) && e.func.object.k === "call" ? e.func.object : e;
}

/** The columns as a transformer of columns is given them; null where they are written in another way. */
export function listOf(view: View, e: Expr): string | null {
  if (e.k === "const" && typeof e.value === "string") return `[${e.at.end - e.at.start === e.value.length ? `"${e.value}"` : view.textOf(e.at)}]`;
  if (e.k === "slice") return placesOf(view, e);
  return e.k === "name" || (e.k === "list" && literal(e)) ? view.textOf(e.at) : null;
}

/** `slice(3, None)` of `3:`; null where the ends are not written out. */
function placesOf(view: View, { lower, upper, step }: Expr & { k: "slice" }): string | null {
  const ends = [lower, upper].map((x) => (x ? view.textOf(x.at) : "None"));
  return step || ends.every((x) => x === "None") || !ends.every((x) => /^(None|-?\d+)$/.test(x)) ? null : `slice(${ends.join(", ")})`;
}

const literal = (e: Expr & { items: readonly Expr[] }): boolean => e.items.length > 0 && e.items.every((x) => x.k === "const" && typeof x.value === "string");

/** The names of columns; null where they are not written out. */
export function namesOf(view: View, e: Expr, at: Place): ReadonlySet<string> | null {
  if (e.k === "const" && typeof e.value === "string") return new Set([e.value]);
  if ((e.k === "list" || e.k === "tuple") && literal(e)) return new Set(e.items.map((x) => (x.k === "const" ? String(x.value) : "")));
  const s = e.k === "name" ? lastStore(view, e.name, at)?.stmt : null;
  return s?.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" && s.value.k === "list" ? namesOf(view, s.value, at) : null;
}

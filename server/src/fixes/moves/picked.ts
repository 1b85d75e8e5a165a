/** The training rows of an expression, as they are written. */
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import { isWhole, short } from "./columns.js";
import { byLabels, tableInside } from "./cutFrom.js";
import { kindOf } from "./kinds.js";
import { argument } from "./learning.js";
import { no } from "./outcome.js";
import type { Line, Place, View } from "./view.js";

/** How the training rows of a table are told. */
export interface Drawn {
  /** position: an array of row numbers. label: labels of a frame's index. slice: `[:n]`. mask: true for the training rows. */
  readonly by: "position" | "label" | "slice" | "mask";
  /** The variable that holds numbers or labels, or the text of the slice or condition with its brackets. */
  readonly train: string;
  /** The labels are those of all rows that are there. */
  readonly all?: boolean;
  /** The statements in which the rows are drawn, or kept apart, once for all loops among them. */
  readonly line?: Line;
  /** The column that holds the labels, where the split takes it by its name. */
  readonly labels?: string | null;
  /** The rows are those of a round, and the statement is written there once more. */
  readonly rounds?: boolean;
}

export function rootName(e: Expr): (Expr & { k: "name" }) | null {
  if (e.k === "name") return e;
  if (e.k === "attr") return rootName(e.object);
  if (e.k === "index") return rootName(e.object);
  if (e.k === "call") return e.func.k === "attr" ? rootName(e.func.object) : null;
  return null;
}

/** The training rows of an expression, as an expression: rows and columns at once where it takes columns. */
export function picked(view: View, e: Expr, place: Place, drawn: Drawn): string {
  const { by, train } = drawn;
  if (e.k === "index" && by === "label" && !drawn.all && e.object.k === "name" && isColumns(view, e.index) && kindOf(view, e.object, place) === "frame")
    return `${e.object.name}.loc[${e.object.name}.index.isin(${train}), ${view.textOf(e.index.at)}]`;
  if (e.k === "attr" && by === "label" && !drawn.all && e.object.k === "name" && kindOf(view, e.object, place) === "frame")
    return `${e.object.name}[${e.object.name}.index.isin(${train})].${e.name}`;
  const cells = e.k === "index" && e.index.k === "tuple" && e.index.items.length === 2 ? e.index.items : [];
  const [rows, columns] = cells;
  // `series[:, :2]` of the first rows.
  if (e.k === "index" && by === "slice" && isWhole(rows) && columns && train.startsWith("[:"))
    return `${view.textOf(e.object.at)}${train.slice(0, -1)}, ${view.textOf(columns.at)}]`;
  if (e.k === "index" && by === "position" && isWhole(rows) && columns && e.object.k === "attr" && e.object.name === "iloc")
    return `${view.textOf(e.object.at)}[${train}, ${view.textOf(columns.at)}]`;
  return pickedRows(view, e, place, drawn);
}

/** Whether an index is written as the name of a column or a list of such names, or goes through them in a loop. */
export function isColumns(view: View, e: Expr, depth = 0): boolean {
  if (e.k === "const") return typeof e.value === "string";
  if (e.k === "list") return e.items.every((x) => isColumns(view, x, depth));
  if (e.k !== "name") return false;
  const fn = view.placeAt(e.at)?.line.fn ?? null;
  const stores = view.usesOf(e.name, fn).filter((u) => u.stored);
  if (fn && !stores.length && fn.params.some((p) => p.name === e.name)) return depth < 8 && isHandedColumns(view, fn, e.name, depth + 1);
  const names = (s: Stmt): boolean => s.k === "for" || (s.k === "assign" && (s.value.k === "list" || s.value.k === "const") && isColumns(view, s.value, depth));
  return stores.length > 0 && stores.every((u) => names(u.place.stmt));
}

/** Whether every call of a function hands over such names as a parameter. A function may hand its own on to itself. */
function isHandedColumns(view: View, fn: Fn, parameter: string, depth: number): boolean {
  const calls = view.usesOf(fn.name, null).filter((u) => !u.stored);
  const handed = calls.map(({ around, at }) => (around?.k === "call" && around.func.at.start === at.start ? argument(fn, around, parameter) : null));
  return handed.length > 0 && handed.every((x) => x !== null && isColumns(view, x, depth));
}

/** The training rows of an array by the labels of the table that it is made of: of `df["age"].values` before they lose their labels. */
function pickedOfTable(view: View, e: Expr, place: Place, drawn: Drawn): string | null {
  const cut = byLabels(view, e, place, drawn.train);
  if (cut) return cut;
  const table = tableInside(view, e, place);
  return table && `${picked(view, table, place, drawn)}${view.textOf({ ...e.at, start: table.at.end })}`;
}

function pickedRows(view: View, e: Expr, place: Place, drawn: Drawn): string {
  const { by, train, all } = drawn;
  const text = view.textOf(e.at);
  const atom = e.k === "name" || e.k === "attr" || e.k === "index" || e.k === "call" ? text : `(${text})`;
  const kind = kindOf(view, e, place);
  // What is stacked from sparse matrices may be of a format that has no rows to pick.
  if (by === "slice" && e.k === "call" && /stack|concat|append/.test(text)) return no(`rows of \`${short(text)}\` cannot be picked by number`);
  // `.iloc` and `.loc` are those of pandas.
  if ((by === "mask" || by === "slice") && kind === "array" && /^\.i?loc\b/.test(train))
    return train.startsWith(".iloc") ? `${atom}${train.slice(".iloc".length)}` : no(`\`${short(text)}\` is an array, whose rows have no labels`);
  if (kind === "list" && by === "mask") return no(`\`${short(text)}\` is a list, which takes no condition`);
  if (by === "mask" || by === "slice") return `${atom}${train}`;
  if (!kind) return no(`it is not clear whether \`${short(text)}\` is a table of pandas or an array`);
  if (kind === "list" && by === "position") return `[${atom}[i] for i in ${train}]`;
  if (by === "position") return `${atom}${kind === "frame" ? ".iloc" : ""}[${train}]`;
  if (kind !== "frame") return pickedOfTable(view, e, place, drawn) ?? no("rows are dropped between the learning and the split, and they have no labels");
  return all ? `${atom}.loc[${train}]` : `${atom}[${atom}.index.isin(${train})]`;
}

/** What has to stand behind an expression to pick the training rows. */
export function picking(view: View, e: Expr, place: Place, drawn: Drawn): string {
  const text = pickedRows(view, e, place, drawn);
  return text.startsWith("[") ? no(`rows of \`${short(view.textOf(e.at))}\` cannot be picked by number`) : text.slice(view.textOf(e.at).length);
}

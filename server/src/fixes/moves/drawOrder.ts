/** Rows that were drawn by their labels, taken in the order in which they were drawn: folds behind may not shuffle them once more. */
import type { Expr } from "../../program/ir.js";
import { cutFrom, wholeTable } from "./cutFrom.js";
import { kindOf } from "./kinds.js";
import { type Drawn, isColumns } from "./picked.js";
import type { WrittenSplit } from "./splits.js";
import type { Place, View } from "./view.js";

/** The drawn labels that a table still has: some of its rows may be gone by then. */
export const stillThere = (rows: string, table: string): string => `${rows}[${rows}.isin(${table}.index)]`;

/** Whether a split draws its rows at random: the others stand in the order that their table has. */
export const isShuffled = (split: WrittenSplit): boolean =>
  !split.options.some((o) => o.name === "shuffle" && o.value.k === "const" && o.value.value === false);

/** What a split takes of drawn rows, as it is written, and the lines that have to stand above it. */
export interface Taking {
  readonly above: string[];
  readonly rows: (e: Expr, of: string) => string | null;
}

/** Rows in the order of the draw; `rows` gives null where the order of the table is kept, or nothing has their labels. */
export function inDrawnOrder(view: View, split: WrittenSplit, by: Drawn["by"]): Taking {
  const above: string[] = [];
  if (by !== "label" || !isShuffled(split)) return { above, rows: () => null };
  const { place } = split;
  const known = new Map<string, string>();
  // The rows of arrays are found by the places that their labels have in a table.
  const placesOf = (of: string, table: string): string => {
    const key = `${of} ${table}`;
    const name = known.get(key) ?? view.fresh([...known.values()].includes(placesName(of)) ? `${placesName(of)}_${table}` : placesName(of));
    if (!known.has(key)) above.push(`${name} = ${table}.index.get_indexer(${stillThere(of, table)})`);
    known.set(key, name);
    return name;
  };
  const arrays = split.inputs.filter((e) => e.k === "name" && kindOf(view, e, place) !== "frame");
  const isFrame = (e: Expr): boolean => kindOf(view, e, place) === "frame";
  const valued = (e: Expr): Expr | null => (isFrame(e) ? e : withValues(e, isFrame));
  // What cannot be taken in that order keeps all others from it: their rows would stand beside other labels.
  if (split.inputs.some((e) => !valued(e) && !(arrays.includes(e) && labelTable(view, e, split)))) return { above, rows: () => null };
  const rows = (e: Expr, of: string): string | null => {
    const isTable = isFrame(e);
    const inner = isTable ? null : valued(e);
    if (inner) return `${ofTable(view, inner, place, of)}${view.textOf({ ...e.at, start: inner.at.end })}`;
    const table = arrays.includes(e) ? labelTable(view, e, split) : null;
    // A table beside its arrays goes by the same places.
    const shared = isTable && e.k === "name" && arrays.some((a) => labelTable(view, a, split) === e.name) ? e.name : null;
    if (isTable) return shared ? `${shared}.iloc[${placesOf(of, shared)}]` : ofTable(view, e, place, of);
    return table && `${view.textOf(e.at)}[${placesOf(of, table)}]`;
  };
  return { above, rows };
}

/** The table of `T.values` and of `T.to_numpy()`. */
function withValues(e: Expr, isFrame: (e: Expr) => boolean): Expr | null {
  const of = e.k === "attr" && e.name === "values" ? e.object : e.k === "call" && e.func.k === "attr" && e.func.name === "to_numpy" ? e.func.object : null;
  return of && isFrame(of) ? of : null;
}

/** `train_places` of `train_rows`. */
const placesName = (rows: string): string => `${rows.replace(/_rows$/, "")}_places`;

function ofTable(view: View, e: Expr, place: Place, rows: string): string {
  const text = view.textOf(e.at);
  const there = stillThere(rows, wholeTable(view, e, place) ?? text);
  if (e.k === "index" && e.object.k === "name" && isColumns(view, e.index) && kindOf(view, e.object, place) === "frame")
    return `${e.object.name}.loc[${there}, ${view.textOf(e.index.at)}]`;
  return `${/^(name|attr|index|call)$/.test(e.k) ? text : `(${text})`}.loc[${there}]`;
}

/** The table by whose labels the rows of an array go: the one that it was cut from, or the one that is split beside it. */
export function labelTable(view: View, e: Expr, { inputs, place }: WrittenSplit): string | null {
  const beside = inputs.find((x) => x.k === "name" && kindOf(view, x, place) === "frame");
  return cutFrom(view, e, place) ?? (beside ? view.textOf(beside.at) : null);
}

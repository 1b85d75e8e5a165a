/** What the fixes of groups share: the columns they go by, the training rows of their table, and numbers of all of these under a name. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { columnStore } from "./columns.js";
import type { Call } from "./learning.js";
import { before, standsAlone } from "./lines.js";
import { type Drawn, picking, rootName } from "./picked.js";
import type { Place, View } from "./view.js";
import { expressionsOf, simpleIn } from "./walk.js";

export const notHeld = "groups that the training rows do not hold would be missing where their numbers are looked up";

/** The training rows of a table as text, and the line that gives them a name where a long condition picks them. */
export interface Part {
  readonly part: string;
  readonly naming: readonly TextEdit[];
}

export function partOf(view: View, root: Expr & { k: "name" }, place: Place, drawn: Drawn): Part {
  const rows = picking(view, root, place, drawn);
  if (drawn.by !== "mask" || rows.length < 30 || drawn.rounds || !standsAlone(view, place.stmt)) return { part: `${root.name}${rows}`, naming: [] };
  const part = view.fresh(`${root.name}_train`);
  return { part, naming: [before(view, place.stmt, [`${part} = ${root.name}${rows}`])] };
}

/** What rows are grouped by: the items of a list, or the one expression. */
export function groupedBy(grouping: Call): readonly Expr[] {
  const by = grouping.args[0]?.value;
  return by?.k === "list" ? by.items : by ? [by] : [];
}

/** A column of a table at a place, and the text of a number of all of its training rows. */
interface Whole {
  readonly place: Place;
  readonly table: string;
  readonly column: string;
  readonly stat: string;
  readonly number: string;
}

/**
 * The name of a number: that of the variable which holds it already, or one of its own, given in front of `at`. The latter is none of `taken`, and
 * nothing that looks like `beside`.
 */
export function numberNamed(view: View, whole: Whole, at: Stmt, taken: Iterable<string> = [], beside = ""): { name: string; edits: TextEdit[] } {
  const { column, stat, number } = whole;
  const known = knownAs(view, whole);
  if (known) return { name: known, edits: [] };
  const wanted = `${column}_${stat}`;
  const isTaken = view.isUsed(wanted) || beside.toLowerCase() === wanted.toLowerCase();
  const name = view.fresh(isTaken ? `overall_${wanted}` : wanted, taken);
  const line = before(view, at, [`${name} = ${number}`]);
  named.set(line, whole);
  return { name, edits: [line] };
}

/** The variable that holds a number of the whole table already, unless the table was changed since. */
function knownAs(view: View, { place: { line, index }, number, table, column }: Whole): string | null {
  for (const s of line.stmts.slice(0, index).reverse()) {
    const [target] = s.k === "assign" ? s.targets : [];
    if (s.k === "assign" && s.targets.length === 1 && target?.k === "name" && view.textOf(s.value.at) === number)
      return view.usesOf(target.name, line.fn).filter((u) => u.stored).length === 1 ? target.name : null;
    if (changes(s, table, column)) return null;
  }
  return null;
}

/** The lines that give numbers their names, each with its number. */
const named = new WeakMap<TextEdit, Whole>();

/** A number that is given a name is given it once, as long as nothing changes what it is taken of. */
export function namedOnce(view: View, edits: readonly TextEdit[]): TextEdit[] {
  const first = new Map<string, Place>();
  return edits.filter((e) => {
    const own = named.get(e);
    if (!own) return true;
    const was = first.get(e.text.trim());
    const from = was && view.ancestorIn(own.place, was.line);
    if (was && from && !was.line.stmts.slice(was.index, from.index).some((s) => changes(s, own.table, own.column))) return false;
    first.set(e.text.trim(), own.place);
    return true;
  });
}

/** Whether a statement binds a table anew or may write into one of its columns. */
function changes(s: Stmt, table: string, column: string): boolean {
  const writes = (e: Expr): boolean => {
    if (e.k === "tuple" || e.k === "list") return e.items.some(writes);
    if (rootName(e)?.name !== table) return false;
    const names = e.k === "name" ? null : columnStore(e)?.names;
    return !names || names.has(column) || [...names].some((n) => n.startsWith("*"));
  };
  return [...simpleIn([s])].some(
    (x) =>
      expressionsOf(x).some(({ e, stored }) => stored && writes(e)) ||
      (x.k === "expr" && x.value?.k === "call" && rootName(x.value)?.name === table && x.value.args.some((a) => a.name === "inplace")),
  );
}

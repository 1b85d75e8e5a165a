/** A table of groups that is merged into the rows it was taken from: learned from the training rows, and filled where these do not hold a group. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { isText } from "./columns.js";
import { groupedBy, notHeld, numberNamed, partOf } from "./groupParts.js";
import { isModule } from "./kinds.js";
import type { Call } from "./learning.js";
import { after, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { type Drawn, rootName } from "./picked.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { reads } from "./walk.js";

/** A column of the table: its name, and how its number is taken of all rows. */
interface Column {
  readonly name: string;
  readonly of: string;
  readonly stat: string;
}

/** How a table is merged into another one. */
interface Merge {
  readonly place: Place;
  readonly call: Call;
  readonly into: string;
}

/** @throws CannotFix with the reason of other tables of groups where it is merged in a way that cannot be followed */
export function mergedGroups(view: View, place: Place, call: Call, grouping: Call, drawn: Drawn): TextEdit[] {
  const root = rootName(grouping) as Expr & { k: "name" };
  const keys = groupedBy(grouping).map((x) => (isText(x) ? x.value : no(notHeld)));
  if (!keys.length) return no(notHeld);
  const { stmt, line } = place;
  if (drawn.rounds || stmt.k !== "assign" || stmt.targets.length !== 1 || stmt.targets[0]?.k !== "name" || !standsAlone(view, stmt)) return no(notHeld);
  const { part, naming } = partOf(view, root, place, drawn);
  const taken = namesBehind(columnsOf(call, grouping, keys), wrappersOf(stmt.value, call), keys);
  const merges: Merge[] = [];
  let columns = taken;
  if (isMerge(stmt.value, call)) merges.push({ place, ...(mergeOf(view, stmt, (e) => holds(e.at, call.at)) ?? no(notHeld)) });
  else {
    const { name } = stmt.targets[0];
    for (const u of usesBelow(view, name, place)) {
      const s = u.place.stmt;
      if (u.place.line !== line || u.stored) return no(notHeld);
      const renamed = namesGiven(s, name, columns, keys);
      if (renamed) {
        if (merges.length) no(notHeld);
        columns = renamed;
        continue;
      }
      const merge = mergeOf(view, s, (e) => e.k === "name" && e.name === name);
      if (merge) merges.push({ place: u.place, ...merge });
      else if (!(s.k === "expr" && s.value && rootName(s.value)?.name === name) && !(s.k === "expr" && s.value?.k === "name")) return no(notHeld);
    }
  }
  if (!merges.length) return no(notHeld);
  const edits: TextEdit[] = [...naming];
  const numbers = new Map<string, string>();
  const numberOf = ({ of, stat }: Column): string => {
    if (/^(count|nunique|size|sum)$/.test(stat)) return "0";
    if (!/^(mean|median|min|max|std)$/.test(stat)) return no(notHeld);
    const known = numbers.get(`${of}.${stat}`);
    if (known) return known;
    const q = quoteOf(view, grouping);
    const number = `${part}[${q}${of}${q}].${stat}()`;
    const own = numberNamed(view, { place, table: root.name, column: of, stat, number }, stmt, numbers.values());
    numbers.set(`${of}.${stat}`, own.name);
    edits.push(...own.edits);
    return own.name;
  };
  const fills = merges.map((m) => fillsBehind(view, m, root.name, columns, numberOf));
  edits.push({ at: root.at, text: part }, ...fills.flat());
  return edits;
}

/** The columns that a call on groups gives. */
function columnsOf(call: Call, grouping: Call, keys: readonly string[]): Column[] {
  const on = call.func.k === "attr" ? call.func.object : call;
  const picked =
    on === grouping
      ? grouping.func.k === "attr" && grouping.func.object.k === "index"
        ? grouping.func.object.index
        : null
      : on.k === "index"
        ? on.index
        : null;
  const list = picked?.k === "list" ? picked.items : picked ? [picked] : on.k === "attr" && on !== grouping.func && on.object === grouping ? [on.name] : [];
  const of = list.map((x) => (typeof x === "string" ? x : isText(x) ? x.value : no(notHeld))).filter((n) => !keys.includes(n));
  if (!of.length) return no(notHeld);
  const name = call.func.k === "attr" ? call.func.name : "";
  if (!/^(agg|aggregate)$/.test(name)) return call.args.some((a) => a.name !== "numeric_only") ? no(notHeld) : of.map((n) => ({ name: n, of: n, stat: name }));
  const [how] = call.args;
  if (call.args.length > 1 && call.args.some((a) => !a.name)) return no(notHeld);
  if (how?.name)
    return call.args.map((a) => (a.name && isText(a.value) && of.length === 1 ? { name: a.name, of: of[0] as string, stat: a.value.value } : no(notHeld)));
  if (how && isText(how.value)) return of.map((n) => ({ name: n, of: n, stat: (how.value as { value: string }).value }));
  if (how?.value.k !== "list" || of.length !== 1) return no(notHeld);
  return how.value.items.map((x) => (isText(x) ? { name: x.value, of: of[0] as string, stat: x.value } : no(notHeld)));
}

/** The calls around `call` up to `e`, or to the call that merges, innermost first. */
function wrappersOf(e: Expr, call: Call): Call[] {
  const out: Call[] = [];
  let found = false;
  const go = (x: Expr): void => {
    if (x === call) found = true;
    else if (x.k === "call" && x.func.k === "attr" && holds(x.func.object.at, call.at)) {
      go(x.func.object);
      if (found) out.push(x);
    } else if (x.k === "call") for (const a of x.args) if (holds(a.value.at, call.at)) go(a.value);
  };
  go(e);
  return found ? out.filter((x) => x.func.k === "attr" && !/^(merge|join)$/.test(x.func.name)) : no(notHeld);
}

/** The names of the columns behind `reset_index` and `rename`. */
function namesBehind(columns: readonly Column[], wrappers: readonly Call[], keys: readonly string[]): Column[] {
  let out = [...columns];
  for (const w of wrappers) {
    const name = w.func.k === "attr" ? w.func.name : "";
    const [a] = w.args;
    if (w.args.length > 1) return no(notHeld);
    if (/^(reset_index|to_frame)$/.test(name) && !a) continue;
    if ((name === "rename" && a && !a.name) || (name === "reset_index" && a?.name === "name") || (name === "to_frame" && a && (!a.name || a.name === "name")))
      out = out.length === 1 && a && isText(a.value) ? [{ ...(out[0] as Column), name: a.value.value }] : no(notHeld);
    else if (name === "rename" && a?.name === "columns") out = renamedBy(out, a.value);
    else if (/^add_(suffix|prefix)$/.test(name) && a && isText(a.value)) {
      const word = a.value.value;
      out = out.map((c) => ({ ...c, name: name === "add_suffix" ? c.name + word : word + c.name }));
      if (wrappers.indexOf(w) > 0) no(notHeld);
    } else return no(notHeld);
  }
  return out.some((c) => keys.includes(c.name)) ? no(notHeld) : out;
}

function renamedBy(columns: readonly Column[], e: Expr): Column[] {
  if (e.k !== "dict") return no(notHeld);
  const to = new Map(e.entries.map(({ key, value }) => (key && isText(key) && isText(value) ? [key.value, value.value] : no(notHeld))));
  return columns.map((c) => ({ ...c, name: to.get(c.name) ?? c.name }));
}

/** `T.columns = ["k", "v_mean"]` and `T.rename(columns={…}, inplace=True)`: the names from there on. */
function namesGiven(s: Stmt, table: string, columns: readonly Column[], keys: readonly string[]): Column[] | null {
  const [t] = s.k === "assign" ? s.targets : [];
  if (s.k === "assign" && t?.k === "attr" && t.name === "columns" && t.object.k === "name" && t.object.name === table) {
    const list = s.value.k === "list" ? s.value.items.map((x) => (isText(x) ? x.value : no(notHeld))) : no(notHeld);
    const own = list.length === columns.length + keys.length ? list.slice(keys.length) : list.length === columns.length ? list : no(notHeld);
    return columns.map((c, i) => ({ ...c, name: own[i] as string }));
  }
  const call = s.k === "expr" && s.value?.k === "call" ? s.value : null;
  if (call?.func.k !== "attr" || call.func.name !== "rename" || call.func.object.k !== "name" || call.func.object.name !== table) return null;
  const given = call.args.find((a) => a.name === "columns");
  return given && call.args.length === 2 && call.args.some((a) => a.name === "inplace") ? renamedBy(columns, given.value) : no(notHeld);
}

const isMerge = (e: Expr, call: Call): boolean => e.k === "call" && e.args.some((a) => holds(a.value.at, call.at));

/** `D = D.merge(T, …)`, `D = pd.merge(D, T, …)` and `D = D.join(T, on=…)`. */
function mergeOf(view: View, s: Stmt, isTable: (e: Expr) => boolean): { call: Call; into: string } | null {
  const call = s.k === "assign" && s.value.k === "call" ? s.value : null;
  const [target] = s.k === "assign" ? s.targets : [];
  if (call?.func.k !== "attr" || s.k !== "assign" || s.targets.length !== 1 || target?.k !== "name" || !/^(merge|join)$/.test(call.func.name)) return null;
  const ofModule = isModule(view, call.func.object, "pandas");
  const left = ofModule ? call.args[0]?.value : call.func.object;
  const right = call.args[ofModule ? 1 : 0];
  if (left?.k !== "name" || left.name !== target.name || !right || right.name || !isTable(right.value)) return null;
  return { call, into: target.name };
}

/** Rows of groups that are not there are kept, and get the number of all training rows. */
function fillsBehind(view: View, { place, call, into }: Merge, table: string, columns: readonly Column[], numberOf: (c: Column) => string): TextEdit[] {
  const joins = call.func.k === "attr" && call.func.name === "join";
  const given = call.args.filter((a) => a.name);
  const further = joins ? /^on$/ : /^(on|left_on|right_on|right_index|how|suffixes)$/;
  if (given.some((a) => !further.test(a.name ?? "")) || !given.some((a) => /^(on|left_on)$/.test(a.name ?? "")) || !standsAlone(view, place.stmt))
    return no(notHeld);
  const how = given.find((a) => a.name === "how")?.value;
  if (how && !(isText(how) && /^(left|inner)$/.test(how.value))) return no(notHeld);
  const edits: TextEdit[] = [];
  const q = quoteOf(view, call);
  if (how && isText(how) && how.value === "inner") edits.push({ at: how.at, text: `${q}left${q}` });
  const last = call.args.at(-1)?.value.at;
  if (!how && !joins && last) edits.push({ at: { ...last, start: last.end }, text: `, how=${q}left${q}` });
  const suffixes = given.find((a) => a.name === "suffixes")?.value;
  const own = suffixes?.k === "tuple" || suffixes?.k === "list" ? suffixes.items[1] : null;
  const suffix = suffixes ? (own && isText(own) ? own.value : no(notHeld)) : "_y";
  const lines = columns.flatMap((c): string[] => {
    // A name that the table has, too, is told apart by its ending.
    const clashes = c.name === c.of;
    if (clashes && (into !== table || joins)) return no(notHeld);
    if (!clashes && c.name === c.stat && mergesBefore(view, place)) return no(notHeld);
    const column = `${into}[${q}${clashes ? c.name + suffix : c.name}${q}]`;
    return isFilledBelow(view, place, into, column) ? [] : [`${column} = ${column}.fillna(${numberOf(c)})`];
  });
  return lines.length ? [...edits, after(view, place.stmt, lines)] : edits;
}

/** The quotes that a call has its texts in. */
const quoteOf = (view: View, { at }: Call): string => (view.textOf(at).includes('"') || !view.textOf(at).includes("'") ? '"' : "'");

/** Whether a table was merged above: a column may have the same name as one of this table. */
const mergesBefore = (view: View, { line, index }: Place): boolean => line.stmts.slice(0, index).some((s) => /\b(merge|join)\s*\(/.test(view.textOf(s.at)));

function isFilledBelow(view: View, { line, index }: Place, into: string, column: string): boolean {
  const own = `${column.replace(/'/g, '"')}.fillna(`;
  const whole = new RegExp(`(?<![\\w.])${into}\\.fillna\\(`);
  return line.stmts.slice(index + 1).some((s) => {
    const text = view.textOf(s.at).replace(/'/g, '"');
    return text.includes(own) || whole.test(text);
  });
}

/** Reads and writes of a variable below, until it is bound anew. */
function usesBelow(view: View, name: string, { line, index }: Place): Use[] {
  const uses = view.usesOf(name, line.fn).filter((u) => (view.ancestorIn(u.place, line)?.index ?? -1) > index || u.fn !== line.fn);
  const again = uses.findIndex((u) => u.stored);
  const at = again < 0 ? null : uses[again];
  if (at && reads(at.place.stmt, [name])) return no(notHeld);
  return again < 0 ? uses : uses.slice(0, again);
}

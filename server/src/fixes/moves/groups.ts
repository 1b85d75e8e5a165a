/** Numbers of groups: taken from the training rows and looked up for all; what stands in for a group that these rows do not hold. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { columnStore, isText } from "./columns.js";
import { groupedBy, notHeld, numberNamed, type Part, partOf } from "./groupParts.js";
import type { Call } from "./learning.js";
import { before, point, standsAlone } from "./lines.js";
import { mergedGroups } from "./mergedGroups.js";
import { firstOf, no } from "./outcome.js";
import { type Drawn, picking, rootName } from "./picked.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExprIn, findExpr } from "./walk.js";

/** A statistic of groups as it is written. */
interface Grouped extends Part {
  readonly view: View;
  readonly place: Place;
  readonly drawn: Drawn;
  readonly root: Expr & { k: "name" };
  /** What the rows are grouped by, and the columns' names where they can be told. */
  readonly by: Expr;
  readonly keys: readonly string[] | null;
  /** The column that the numbers are of, as it is picked, and its name; null where there is none. */
  readonly column: { readonly text: string; readonly name: string; readonly key: string } | null;
}

/** `df.groupby("k")["v"].mean()` → of the training rows; `.transform("mean")` → looked up in that. */
export function groupStatistic(view: View, place: Place, call: Call, drawn: Drawn): TextEdit[] {
  const grouping = groupingOf(call);
  if (!grouping || call.func.k !== "attr") return no("the groups cannot be followed");
  checkKeys(grouping, drawn);
  if (call.func.name !== "transform")
    return firstOf(
      () => table(view, place, call, grouping, drawn),
      () => mergedGroups(view, place, call, grouping, drawn),
    );
  const how = call.args[0]?.value;
  if (!how || call.args.length > 1) return no("the groups' numbers are taken in a way that cannot be followed");
  const g = grouped(view, place, grouping, call.func.object, drawn);
  const named = how.k === "const" && typeof how.value === "string" ? how.value : how.k === "name" ? how.name : how.k === "attr" ? how.name : "";
  const stat = /^(mean|median|std|min|max|sum|count|nunique)$/.exec(named)?.[1];
  if (!stat) return no("the groups' numbers are taken in a way that cannot be followed");
  const { edits, text } = lookedUpBy(g, `${stat}()`, stat);
  return [...g.naming, ...edits, { at: call.at, text: `${text}${standIn(g, stat)}` }];
}

/** Groups of one label each: what is looked up by them tells the labels of the test rows. */
function checkKeys(grouping: Call, { labels }: Drawn): void {
  if (labels && groupedBy(grouping).some((k) => isText(k) && k.value === labels)) no("rows are grouped by their own label, which nobody knows of test rows");
}

/** What the groups of a call are, and the column in `on` behind the grouping. */
function grouped(view: View, place: Place, grouping: Call, on: Expr, drawn: Drawn): Grouped {
  const root = rootName(grouping) as Expr & { k: "name" };
  const by = grouping.args[0];
  if (!by || by.star || (by.name && by.name !== "by") || grouping.args.length > 1) return no("the groups are made in a way that cannot be followed");
  return {
    view,
    place,
    drawn,
    root,
    by: by.value,
    keys: keysOf(view, by.value, place),
    ...partOf(view, root, place, drawn),
    column: columnOf(view, on, grouping),
  };
}

const keyOf = (by: Expr): Expr | null => (by.k === "list" && by.items.length === 1 ? (by.items[0] as Expr) : by.k === "list" ? null : by);

/** The columns that rows are grouped by; null where a variable may hold one or several. */
function keysOf(view: View, by: Expr, place: Place): string[] | null {
  if (isText(by)) return [by.value];
  if (by.k === "list" && by.items.length && by.items.every((x) => isText(x) || isColumnName(view, x, place))) return by.items.map((x) => view.textOf(x.at));
  return isColumnName(view, by, place) ? [view.textOf(by.at)] : null;
}

/** A variable that goes through a list of names: `for col in ["a", "b"]`. */
function isColumnName(view: View, e: Expr, place: Place): boolean {
  if (e.k !== "name") return false;
  const made = lastStore(view, e.name, place)?.stmt;
  if (made?.k === "assign") return made.targets.some((t) => t.k === "name" && t.name === e.name) && isText(made.value);
  for (let p: Place | null = place; p; p = p.line.parent) {
    if (p.stmt.k !== "for" || p.stmt.target.k !== "name" || p.stmt.target.name !== e.name) continue;
    const { iter } = p.stmt;
    const list = iter.k === "name" ? lastStore(view, iter.name, p)?.stmt : null;
    const items = list?.k === "assign" ? list.value : iter;
    return (items.k === "list" || items.k === "tuple") && items.items.length > 0 && items.items.every(isText);
  }
  return false;
}

/** `["v"]` or `.v` right behind the grouping. */
function columnOf(view: View, on: Expr, grouping: Call): Grouped["column"] {
  if (on.k === "index" && on.object === grouping && isText(on.index))
    return { text: view.textOf({ ...on.at, start: grouping.at.end }), name: on.index.value, key: view.textOf(on.index.at) };
  if (on.k === "index" && on.object === grouping && on.index.k === "name")
    return { text: view.textOf({ ...on.at, start: grouping.at.end }), name: on.index.name, key: on.index.name };
  if (on.k === "attr" && on.object === grouping) return { text: `.${on.name}`, name: on.name, key: `"${on.name}"` };
  return null;
}

/** The groups' numbers for each row of the table: by one key they are mapped, by several they are joined. `stat`: what `taken` is called. */
function lookedUpBy(g: Grouped, taken: string, stat: string): { edits: TextEdit[]; text: string } {
  const { view, place, drawn, root, by, keys, part, column } = g;
  const unclear = "the groups' numbers cannot be looked up again";
  if (!keys || !column) return no(unclear);
  const names = view.textOf((keyOf(by) ?? by).at);
  const groups = `${part}.groupby(${names})${column.text}.${taken}`;
  noCategories(view);
  if (keys.length === 1) return { edits: [], text: `${root.name}[${names}].map(${groups})` };
  if (keys.includes(column.key) || column.key === column.name) return no(unclear);
  const joined = (means: string): string => `${root.name}[${names}].join(${means}, on=${names})[${column.key}]`;
  if (drawn.rounds || !standsAlone(view, place.stmt)) return { edits: [], text: joined(groups) };
  const wanted = `${column.name}_${stat}_by_${keys.map((k) => k.replace(/\W+/g, " ").trim()).join("_")}`;
  const name = view.fresh(wanted.length > 40 ? `${column.name}_${stat}_by_group` : wanted);
  return { edits: [before(view, place.stmt, [`${name} = ${groups}`])], text: joined(name) };
}

/** What is looked up by a column of categories is one of categories, too: no number, and nothing that a gap can be filled in. */
function noCategories(view: View): void {
  if (view.units.some((u) => /["']category["']|\bCategorical(Dtype)?\b/.test(u.input.text))) no("a column of categories gives no numbers when it is looked up");
}

/** A group that the training rows do not hold gets the number of all of them, and counts nothing. */
function standIn({ part, column }: Grouped, stat: string): string {
  if (/^(sum|count|nunique)$/.test(stat)) return ".fillna(0)";
  return /^(mean|median|min|max)$/.test(stat) && column ? `.fillna(${part}${column.text}.${stat}())` : "";
}

/** A table of groups: taken from the training rows; where it is looked up, a group that these do not hold gets the number of all of them. */
function table(view: View, place: Place, call: Call, grouping: Call, drawn: Drawn): TextEdit[] {
  const root = rootName(grouping) as Expr & { k: "name" };
  const { part, naming } = partOf(view, root, place, drawn);
  const pick = { at: root.at, text: part };
  const chain = chainAround(place.stmt, call, root);
  const by = grouping.args[0] && keyOf(grouping.args[0].value);
  const lookups = lookupsIn(view, place, chain, root.name, by && isText(by) ? by.value : null);
  if (!lookups.length) return [...naming, pick];
  noCategories(view);
  const g = grouped(view, place, grouping, call.func.k === "attr" ? call.func.object : call, drawn);
  const behind = view.textOf({ ...chain.at, start: call.at.end }).replace(/\s+/g, "");
  const [, selected = "", rest = ""] = /^((?:\[(?:"[^"\]]*"|'[^'\]]*')\])?)((?:\.to_dict\(\))?)$/.exec(behind) ?? no(notHeld);
  const text = g.column?.text ?? (selected || null);
  const stat = statOf(call);
  if (keyOf(g.by) === null || text === null || !stat || (selected && g.column) || behind !== selected + rest) return no(notHeld);
  const zero = /^(sum|count|size|nunique)$/.test(stat);
  if (!zero && !/^(mean|median|min|max)$/.test(stat)) return no(notHeld);
  const all = `${g.part}${text}.${stat}()`;
  const apart = lookups.some((l) => !holds(place.stmt.at, l.at));
  if (zero || drawn.rounds || !standsAlone(view, place.stmt)) {
    if (apart && (!zero || drawn.rounds)) return no(notHeld);
    return [...naming, pick, ...lookups.map((l) => filling(view, l, zero ? "0" : all))];
  }
  const column = g.column?.name ?? selected.slice(2, -2);
  const target = place.stmt.k === "assign" && place.stmt.targets[0]?.k === "name" ? place.stmt.targets[0].name : "";
  const at = above(view, place, [root.name, ...(g.column?.key === column ? [column] : [])], drawn).stmt;
  const { name, edits } = numberNamed(view, { place, table: root.name, column, stat, number: all }, at, [], target);
  return [...naming, ...edits, pick, ...lookups.map((l) => filling(view, l, name))];
}

/** `.map(means)` is filled behind it; of `means.loc[value]`, which gives one number, it is said what stands in. */
const filling = (view: View, lookup: Lookup, value: string): TextEdit =>
  lookup.k === "call"
    ? { at: point(lookup.at.source, lookup.at.end), text: `.fillna(${value})` }
    : { at: { ...lookup.at, start: lookup.object.nameAt.start }, text: `get(${view.textOf(lookup.index.at)}, ${value})` };

type One = Expr & { k: "index"; object: Expr & { k: "attr" } };
type Lookup = Call | One;

/** Whether a statement puts a number into a list, or under a name, and makes nothing of it. */
const takesAsIs = (s: Stmt, found: Expr): boolean =>
  (s.k === "assign" && s.value === found) ||
  (s.k === "expr" && s.value.k === "call" && s.value.func.k === "attr" && s.value.func.name === "append" && s.value.args[0]?.value === found);

/** `means.loc[value]` in a loop over the column of `table` that its rows are grouped by, where nothing catches what is not there. */
function oneOf(u: Use, table: string, column: string | null): One | null {
  const found = findExpr(u.place.stmt, (e) => e.k === "index" && e.object === u.around && e.object.k === "attr" && e.object.name === "loc") as One | null;
  if (found?.index.k !== "name" || column === null) return null;
  for (let p: Place | null = u.place; p && p.stmt.k !== "try"; p = p.line.parent)
    if (p.stmt.k === "for" && p.stmt.target.k === "name" && p.stmt.target.name === found.index.name) {
      const { iter } = p.stmt;
      const isOwn = iter.k === "index" && isText(iter.index) && iter.index.value === column && iter.object.k === "name" && iter.object.name === table;
      return isOwn && takesAsIs(u.place.stmt, found) ? found : null;
    }
  return null;
}

/** `mean` of `.mean()`, `.agg("mean")` and `.agg(np.mean)`. */
function statOf(call: Call): string | null {
  if (call.func.k !== "attr") return null;
  if (!/^(agg|aggregate)$/.test(call.func.name)) return call.args.every((a) => a.name === "numeric_only") ? call.func.name : null;
  const how = call.args.length === 1 ? call.args[0]?.value : null;
  return how?.k === "const" && typeof how.value === "string" ? how.value : how?.k === "attr" ? how.name : null;
}

/** The widest expression that is built on the call: `….mean().to_dict()`. */
function chainAround(s: Stmt, call: Call, root: Expr): Expr {
  let chain: Expr = call;
  eachExprIn(s, (e) => {
    if (holds(e.at, call.at) && rootName(e)?.at.start === root.at.start && e.at.end > chain.at.end) chain = e;
  });
  return chain;
}

/** What looks groups up of rows of the same table, and gives nothing yet for a group that is not there. @throws CannotFix for other uses */
function lookupsIn(view: View, place: Place, chain: Expr, table: string, column: string | null): Lookup[] {
  const { stmt, line } = place;
  const isChain = (e: Expr): boolean => e === chain || (e.k === "call" && e.func.k === "name" && e.func.name === "dict" && e.args[0]?.value === chain);
  const inline = findExpr(stmt, (e) => isMap(e) && e.args[0]?.value === chain) as Call | null;
  if (inline) return isFilled(view, inline, place) ? [] : [inline];
  const name = stmt.k === "assign" && stmt.targets.length === 1 && stmt.targets[0]?.k === "name" && isChain(stmt.value) ? stmt.targets[0].name : null;
  if (!name) return no(notHeld);
  const isOwn = (u: Use): boolean => {
    const made = lastStore(view, name, u.place);
    return made === null || view.ancestorIn(place, made.line) === made;
  };
  const uses = view.usesOf(name, line.fn).filter((u) => !u.stored && isOwn(u));
  return uses.flatMap((u): Lookup[] => {
    const e = u.around;
    if (u.fn !== line.fn) return no(notHeld);
    if ((e?.k === "attr" && e.name === "get") || isShown(u) || isNamedGroup(view, u, place, column)) return [];
    if (e?.k !== "call" || !isMap(e)) return [oneOf(u, table, column) ?? no(notHeld)];
    return isFilled(view, e, u.place) ? [] : [e];
  });
}

/** `means["other"]`, where the program itself gives rows that name in the column of the groups. */
function isNamedGroup(view: View, { around, at }: Use, { line, index }: Place, column: string | null): boolean {
  if (around?.k !== "index" || around.object.at.start !== at.start || !isText(around.index) || column === null) return false;
  const group = view.textOf(around.index.at).slice(1, -1);
  return line.stmts
    .slice(0, index)
    .some((s) => s.k === "assign" && s.targets.some((t) => columnStore(t)?.names.has(column)) && findExpr(s, (e) => isText(e) && e.value === group) !== null);
}

const isMap = (e: Expr): e is Call => e.k === "call" && e.func.k === "attr" && e.func.name === "map" && e.args.length === 1 && !e.args[0]?.name;

/** A statement that only shows the table. */
function isShown({ place: { stmt }, at }: Use): boolean {
  if (stmt.k !== "expr" || !stmt.value) return false;
  const e = stmt.value;
  const shown = e.k === "call" && e.func.k === "name" && /^(print|display)$/.test(e.func.name) ? e.args[0]?.value : e;
  if (shown?.k === "name") return shown.at.start === at.start;
  return (
    shown?.k === "call" &&
    shown.func.k === "attr" &&
    /^(head|tail|describe|sort_values)$/.test(shown.func.name) &&
    shown.func.object.at.start === at.start &&
    shown.func.object.k === "name"
  );
}

/** Whether what a lookup gives is filled there, or below. */
function isFilled(view: View, lookup: Call, { stmt, line, index }: Place): boolean {
  const text = (s: Stmt): string => view.textOf(s.at).replace(/'/g, '"');
  const target = stmt.k === "assign" && stmt.targets[0] ? view.textOf(stmt.targets[0].at).replace(/'/g, '"') : null;
  const behind = view.whole(lookup.at.source).slice(lookup.at.end);
  const fills = (s: Stmt): boolean =>
    text(s).includes(`${target}.fillna(`) || (s.k === "assign" && [`${target}.isnull()`, `${target}.isna()`].some((w) => text(s).includes(w)));
  return /^\s*\)*\.fillna\(/.test(behind) || (target !== null && line.stmts.slice(index + 1).some(fills));
}

/** Where a number of the whole table is taken once for all rounds of the loops around. */
function above(view: View, place: Place, names: readonly string[], { line }: Drawn): Place {
  let at = place;
  for (let p: Place | null = place; line && p && p.line !== line; p = p.line.parent) {
    const { parent } = p.line;
    if (parent?.stmt.k !== "for" || names.some((n) => view.usesOf(n, place.line.fn).some((u) => u.stored && holds(parent.stmt.at, u.at)))) break;
    at = parent;
  }
  return at;
}

/** `df.groupby("k")["v"].transform(lambda x: x.fillna(x.median()))`, and the same of each column without groups. */
export function filledByGroup(view: View, place: Place, learning: Call, drawn: Drawn): TextEdit[] | null {
  const outer = fillingAround(view, place, learning);
  const fill = outer && fillingOf(view, outer);
  if (outer?.func.k !== "attr" || !fill) return null;
  const on = outer.func.object;
  if (outer.func.name === "apply" && on.k === "name") {
    if (fill === "mode") return no("a mode of each column is learned and applied in one call");
    const name = view.textOf(on.at);
    return [{ at: outer.at, text: `${name}.fillna(${name}${picking(view, on, place, drawn)}.${fill}())` }];
  }
  const grouping = groupingOf(on);
  if (!grouping) return no("the groups cannot be followed");
  checkKeys(grouping, drawn);
  const g = grouped(view, place, grouping, on, drawn);
  if (!g.column) return no("the groups cannot be followed");
  const taken = fill === "mode" ? { group: "agg(lambda x: x.mode()[0])", all: "mode()[0]" } : { group: `${fill}()`, all: `${fill}()` };
  // Of few rows that share several keys none may have a value.
  const group = fill === "mode" && g.keys && g.keys.length > 1 ? "agg(lambda x: x.mode().get(0))" : taken.group;
  const { edits, text } = lookedUpBy(g, group, fill);
  const own = `${g.root.name}${g.column.text}`;
  // What is still missing is filled further below, or gets the number of all training rows.
  const rest = isFilledAgain(view, place, g.column.name) ? "" : `.fillna(${g.part}${g.column.text}.${taken.all})`;
  return [...g.naming, ...edits, { at: outer.at, text: `${own}.fillna(${text})${rest}` }];
}

/** Whether a statement below fills the same column by other groups. */
function isFilledAgain(view: View, { stmt, line, index }: Place, column: string): boolean {
  const [target] = stmt.k === "assign" ? stmt.targets : [];
  const own = target && columnStore(target);
  return (
    own?.names.has(column) === true &&
    line.stmts.slice(index + 1).some((s) => {
      const again = s.k === "assign" && s.targets[0] ? columnStore(s.targets[0]) : null;
      return again?.of === own.of && again.names.has(column) && s.k === "assign" && findExpr(s, (e) => fillingOf(view, e) !== null) !== null;
    })
  );
}

/** The call around a learning that fills each group with its own number. */
export function fillingAround(view: View, place: Place, learning: Call): Call | null {
  const fills = (e: Expr): boolean =>
    e.k === "call" && e.func.k === "attr" && /^(transform|apply)$/.test(e.func.name) && holds(e.at, learning.at) && fillingOf(view, e) !== null;
  const found = findExpr(place.stmt, fills);
  return found?.k === "call" ? found : null;
}

/** `median` of `lambda x: x.fillna(x.median())`. */
function fillingOf(view: View, e: Expr): string | null {
  const f = e.k === "call" && e.args.length >= 1 ? (e.args[0] as { value: Expr }).value : null;
  if (e.k !== "call" || f?.k !== "lambda" || e.args.slice(1).some((a) => view.textOf(a.value.at) !== "0")) return null;
  const [body] = f.fn.body;
  const x = f.fn.params[0]?.name;
  const text = body?.k === "return" && body.value ? view.textOf(body.value.at).replace(/\s+/g, "") : "";
  const [, stat] = new RegExp(`^${x}\\.fillna\\(${x}\\.(mean\\(\\)|median\\(\\)|mode\\(\\)\\[0\\])\\)$`).exec(text) ?? [];
  return stat?.replace(/\W.*/, "") ?? null;
}

function groupingOf(e: Expr): Call | null {
  if (e.k === "call" && e.func.k === "attr" && e.func.name === "groupby") {
    const { object: on } = e.func;
    return on.k === "name" || (on.k === "index" && on.object.k === "name" && on.index.k === "list") ? e : null;
  }
  if (e.k === "attr" || e.k === "index") return groupingOf(e.object);
  if (e.k === "call" && e.func.k === "attr") return groupingOf(e.func.object);
  return null;
}

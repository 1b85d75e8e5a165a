/** Columns are kept as they are before their gaps are filled, and cross-validation is given them in the place of the filled ones. */
import type { TextEdit } from "../../engine.types.js";
import type { FixContext } from "../context.js";
import { checkAsFilled } from "./asFilled.js";
import { changedSince, lastStore } from "./chain.js";
import { short } from "./columns.js";
import type { Fill } from "./fills.js";
import type { Gaps } from "./gapsInFolds.js";
import { after, ahead } from "./lines.js";
import { no } from "./outcome.js";
import { checkOneEach } from "./rowLabels.js";
import type { Validated } from "./validated.js";
import { type Place, placeBehind, type View } from "./view.js";

type GapsOfData = Gaps<Pick<Validated, "data" | "place">>;

/** A table before its gaps are filled, kept under a name of its own. */
interface Kept {
  readonly name: string;
  /** The columns that are kept; null: all of them. */
  readonly columns: readonly string[] | null;
  readonly fills: readonly Fill[];
}

/** @throws CannotFix where the columns cannot be put back */
export function givenBack(cx: FixContext, view: View, plans: readonly GapsOfData[]): TextEdit[] {
  const edits: TextEdit[] = [];
  const kept: Kept[] = [];
  for (const fills of versions(view, plans)) {
    const [first] = fills as [Fill, ...Fill[]];
    const columns = plans.some((p) => !p.names && p.fills.some((f) => fills.includes(f)))
      ? null
      : [...new Set(plans.flatMap((p) => (p.names ?? []).filter((c) => fills.some((f) => p.fills.includes(f) && f.columns?.includes(c)))))];
    const name = view.fresh(
      `${columns?.length === 1 ? keptOf(fills, columns[0] as string) : first.table}_raw`,
      kept.map((k) => k.name),
    );
    const at = outermost(view, first.place, (plans[0] as GapsOfData).v.place);
    checkOneEach(view, at, first.table);
    for (const f of fills.slice(1)) checkThere(view, at, f, fills);
    kept.push({ name, columns, fills });
    edits.push(ahead(view, at.stmt, [`${name} = ${first.table}${columns ? picked(view, fills, columns) : ""}.copy()`]));
  }
  const texts = plans.map((p) => givenText(cx, view, p, kept));
  const taken = kept.map((k) => k.name);
  return [...edits, ...plans.flatMap((_p, i) => exchanged(view, plans, texts, i, taken))];
}

/** What is kept above the first fill must be what a later one fills. @throws CannotFix */
function checkThere(view: View, at: Place, fill: Fill, fills: readonly Fill[]): void {
  const stage = { name: fill.table, made: lastStore(view, fill.table, fill.place), to: fill.place };
  const own = fills.map((f) => f.place.stmt);
  for (const c of fill.made ?? fill.columns ?? []) checkAsFilled(view, { place: at, strategy: "mean" }, c, [stage], own);
}

/** The fills of one table each, until its name is bound anew. */
function versions(view: View, plans: readonly GapsOfData[]): Fill[][] {
  const out = new Map<string, Fill[]>();
  for (const f of new Set(plans.flatMap((p) => p.fills))) {
    const made = f.columns ? lastStore(view, f.table, f.place) : f.place;
    const key = `${f.table}:${made?.stmt.at.source}:${made?.stmt.at.start}`;
    out.set(key, [...(out.get(key) ?? []), f]);
  }
  return [...out.values()];
}

/** The place around a statement in the line that another one stands in, or in which a line around that does. */
export function outermost(view: View, place: Place, at: Place): Place {
  for (let p: Place | null = place; p; p = p.line.parent) if (view.ancestorIn(at, p.line)) return p;
  return place.line.fn ? place : (view.ancestorIn(place, view.module) ?? place);
}

/** The column that another one is made of; itself where it is transformed where it stands. */
function keptOf(fills: readonly Fill[], column: string): string {
  const own = fills.find((f) => f.columns?.includes(column));
  return own?.made?.[own.columns?.indexOf(column) ?? 0] ?? column;
}

/** `["a"]`, `[["a", "b"]]`, or `[names]` where the program has the columns under a name. */
function picked(view: View, fills: readonly Fill[], columns: readonly string[]): string {
  const [first] = fills as [Fill, ...Fill[]];
  const named = first.by?.columns ?? "";
  if (/^\w+$/.test(named) && !fills.some((f) => f.made) && first.columns?.length === columns.length && fills.every((f) => f.by?.columns === named))
    return `[${named}]`;
  const names = columns.map((c) => quoted(view, first, keptOf(fills, c)));
  return columns.length === 1 ? `[${names[0]}]` : `[[${names.join(", ")}]]`;
}

/** The name of a column, in the quotes of the statement that fills it. */
export function quoted(view: View, { place }: Fill, column: string): string {
  const q = view.textOf(place.stmt.at).includes("'") ? "'" : '"';
  return `${q}${column.replaceAll("\\", "\\\\").replaceAll(q, `\\${q}`)}${q}`;
}

/** The most columns that are named one by one. */
const most = 8;

/** The data with the columns as they were. */
function givenText(cx: FixContext, view: View, { v, stages, names, fills }: GapsOfData, kept: readonly Kept[]): string {
  const text = view.textOf(v.data.at);
  const [first] = kept.filter((k) => k.fills.some((f) => fills.includes(f))) as [Kept, ...Kept[]];
  if (!names) return wholeText(cx, view, { v, stages, names, fills }, first);
  if (names.length > most && kept.length > 1) no(`\`${short(text)}\` has many columns whose gaps are filled`);
  const pairs = names.map((c) => {
    const own = kept.find((k) => k.columns?.includes(c) && k.fills.some((f) => fills.includes(f))) as Kept;
    const [fill] = own.fills as [Fill, ...Fill[]];
    return { name: c, key: quoted(view, fill, c), value: own.columns?.length === 1 ? own.name : `${own.name}[${quoted(view, fill, keptOf(own.fills, c))}]` };
  });
  const [whole] =
    (names.length > 2 || first.fills.some((f) => f.by)) && !fills.some((f) => f.made)
      ? kept.filter((k) => names.length > 1 && k.columns?.length === names.length && pairs.every(({ value }) => value.startsWith(`${k.name}[`)))
      : [];
  if (whole) return `${text}.assign(**${whole.name})`;
  const words = pairs.every(({ name }) => /^[A-Za-z_]\w*$/.test(name))
    ? pairs.map(({ name, value }) => `${name}=${value}`).join(", ")
    : `**{${pairs.map(({ key, value }) => `${key}: ${value}`).join(", ")}}`;
  return `${text}.assign(${words})`;
}

/** The same rows and columns of a table all of whose gaps were filled. */
function wholeText(cx: FixContext, view: View, { v, stages }: GapsOfData, { name, fills }: Kept): string {
  const { data, place } = v;
  const [fill] = fills as [Fill, ...Fill[]];
  const text = view.textOf(data.at);
  const known = cx.dataAt(data.at);
  if (!known || data.k !== "name") return no(`\`${short(text)}\` has no name`);
  for (const { made } of stages)
    if (made && made !== fill.place && /\b(get_dummies|concat|assign|astype)\s*\(/.test(view.textOf(made.stmt.at)))
      no(`\`${short(view.textOf(made.stmt.at))}\` makes other columns`);
  for (const [column, { at }] of known.cols)
    if (at && view.isBefore(fill.place.stmt.at, at) && view.placeAt(at)?.stmt !== fill.place.stmt) no(`\`${column}\` is written after the gaps were filled`);
  const made = lastStore(view, data.name, place);
  const isTable = data.name === fill.table && (made === fill.place || made === lastStore(view, fill.table, fill.place));
  if (isTable && !losesColumns(view, data.name, fill.place, place)) return name;
  const isSame = known.rows.key === cx.learned()[0]?.rows.key;
  return isSame ? `${name}[${text}.columns]` : `${name}.loc[${text}.index, ${text}.columns]`;
}

/** Whether columns or rows may be taken out of a table where it stands, between two places. */
const losesColumns = (view: View, table: string, from: Place, to: Place): boolean =>
  view.usesOf(table, to.line.fn).some((u) => {
    const s = u.place.stmt;
    if (!view.isBefore(from.stmt.at, s.at) || !view.isBefore(s.at, to.stmt.at)) return false;
    const own = s.k === "expr" && s.value.k === "call" && s.value.func === u.around;
    return s.k === "del" || (u.around?.k === "attr" && (/^(pop|insert)$/.test(u.around.name) || (own && /inplace\s*=\s*True/.test(view.textOf(s.at)))));
  });

/** The data of one cross-validation; those that several are given get a name below the statement that makes them. */
function exchanged(view: View, plans: readonly GapsOfData[], texts: readonly string[], i: number, taken: readonly string[]): TextEdit[] {
  const { v } = plans[i] as Gaps;
  const text = texts[i] as string;
  const { data } = v;
  const isSame = (j: number): boolean => {
    const other = (plans[j] as GapsOfData).v;
    return texts[j] === text && data.k === "name" && lastStore(view, data.name, other.place) === lastStore(view, data.name, v.place);
  };
  const all = plans.flatMap((_p, j) => (isSame(j) ? [j] : []));
  const made = data.k === "name" ? lastStore(view, data.name, v.place) : null;
  const name = data.k === "name" ? data.name : null;
  if (all.length < 2 || /^\w+$/.test(text) || name === null || !made || made.line !== outermost(view, v.place, made).line) return [{ at: data.at, text }];
  const last = (plans[i] as GapsOfData).fills
    .map((f) => outermost(view, f.place, v.place))
    .reduce((a, b) => (a.line === b.line && a.index > b.index ? a : b), made);
  const from = last.line === made.line && last.index > made.index ? last : made;
  const ends = all.map((j) => (plans[j] as GapsOfData).v.place);
  if (ends.some((p) => !view.ancestorIn(p, from.line) || changedSince(view, name, placeBehind(from), p))) return [{ at: data.at, text }];
  const raw = view.fresh(`${name}_raw`, taken);
  return [after(view, from.stmt, [`${raw} = ${text}`]), { at: data.at, text: raw }];
}

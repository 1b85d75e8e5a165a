/** HLD111: a loop over the training table and others that fits a transformer to each of them: it is fitted above the loop, which only transforms. */
import { samePlace } from "../../base/span.js";
import type { Fix } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { type Rows, relation } from "../../trace/rows.js";
import { CannotFix, type FixContext } from "../context.js";
import { nodesIn, type Placed, type PlacedCall, receiver } from "../document.js";
import { Draft } from "../draft.js";
import { fitsNoMore, nameFor, strictly } from "./refit.js";
import { columnOf, fits, knownFrom, makerOf, snake } from "./refitColumns.js";
import { isBinding } from "./refitLater.js";

const title = "Fit to the training rows above the loop, and only transform in it";

type Name = Expr & { k: "name" };

/** A fit in a loop over tables. */
interface InLoop {
  readonly call: PlacedCall;
  readonly loop: Placed;
  /** The variable that the loop keeps the table in, and the tables. */
  readonly table: string;
  readonly tables: readonly Name[];
  /** What is fitted to, around the table's name. */
  readonly data: readonly [before: string, after: string];
  /** The column that it is fitted to, or the variable and the columns of the loop inside. */
  readonly column: string | null;
  readonly each: { readonly variable: string; readonly iter: Expr } | null;
  /** Names of these columns; null where they are not written out. */
  readonly names: ReadonlySet<string> | null;
}

/** `for df in [train, test]: df["a"] = encoder.fit_transform(df["a"])`, also with a loop over columns inside. */
export function fitAboveTheLoop(cx: FixContext): Fix | null {
  const found = inLoop(cx);
  const training = found && trainingTable(cx, found);
  const object = found && (receiver(found.call.call) as Expr);
  if (!found || !training || !object) return null;
  const { call, loop, each } = found;
  const known = object.k === "name" ? knownFrom(cx, object) : null;
  const maker = object.k === "name" ? makerOf(cx, object, call.around) : object;
  const inside = known?.made?.around.includes(loop.stmt) ? known.made : null;
  if (maker?.k !== "call" || (known?.made && !isBinding(known.made.stmt, (object as Name).name))) return null;
  checkPrepared(cx, found);
  const base = object.k === "name" ? object.name : nameFor(maker);
  const stays = known?.made && !each;
  const word = stays ? base : cx.doc.freshName(each ? `${base}s` : `${snake(found.column ?? "")}_${base}`);
  const uses = known?.uses ?? [{ at: object.at, placed: call }];
  if (!stays && uses.some((u) => !u.placed.around.includes(loop.stmt))) return null;
  const fitted = `${stays && !inside ? base : cx.doc.text(maker.at)}.fit(${found.data.join(training)})`;
  const all = each && `{${each.variable}: ${fitted} for ${each.variable} in ${cx.doc.text(each.iter.at)}}`;
  const draft = new Draft(cx).before(loop, [stays && !inside ? fitted : `${word} = ${all ?? fitted}`]);
  const method = call.call.func.k === "attr" ? call.call.func.name : "";
  if (!fitsNoMore(cx, draft, call, method)) return null;
  if (known?.made && (each || inside)) draft.remove(known.made);
  if (!stays) for (const u of uses) if (method !== "fit" || u.placed.stmt !== call.stmt) draft.replace(u.at, each ? `${word}[${each.variable}]` : word);
  return draft.finish("unsafe", `${title}${strictly(cx)}`);
}

function inLoop(cx: FixContext): InLoop | null {
  const call = cx.doc.callAt(cx.finding.at);
  const [outer, inner, ...more] = call?.around ?? [];
  const [data, ...further] = call?.call.args ?? [];
  if (!call || !fits(call.call) || !data || further.length || outer?.k !== "for" || outer.target.k !== "name" || more.length) return null;
  const table = outer.target.name;
  const loop = call.unit.placed.find((p) => p.stmt === outer) as Placed;
  const tables = namesIn(listAt(cx, outer.iter, loop));
  const nodes = [...nodesIn(data.value)];
  const [own, ...others] = nodes.filter((e): e is Name => e.k === "name" && e.name === table);
  if (!tables || !own || others.length) return null;
  const text = (at: Partial<Expr["at"]>): string => cx.doc.text({ ...data.value.at, ...at });
  const base = { call, loop, table, tables, data: [text({ end: own.at.start }), text({ start: own.at.end })] as const };
  if (!inner) {
    const column = nodes.flatMap((e) => columnOf(e, own))[0];
    return column === undefined ? null : { ...base, column, each: null, names: new Set([column]) };
  }
  const picks = nodes.some((e) => e.k === "index" && e.object === own && [...nodesIn(e.index)].some((x) => inner.k === "for" && isNamed(x, inner.target)));
  if (inner.k !== "for" || inner.target.k !== "name" || !picks) return null;
  const { iter } = inner;
  // What goes by the table in hand has no columns above the loop, and a long list is not to be there twice.
  if ([...nodesIn(iter)].some((e) => e.k === "name" && e.name === table) || cx.doc.text(iter.at).length > 60) return null;
  return { ...base, column: null, each: { variable: inner.target.name, iter }, names: textsIn(listAt(cx, iter, loop)) };
}

const isNamed = (e: Expr, as: Expr): boolean => e.k === "name" && as.k === "name" && e.name === as.name;

/** A list as it is written, or as it was bound to a name last; what the list holds must be the same things at the loop. */
function listAt(cx: FixContext, e: Expr, at: Placed): Expr | null {
  if (e.k !== "name") return e;
  const made = cx.doc.uses(e.name).findLast((u) => u.binds && cx.doc.isBefore(u.at, at.stmt.at))?.placed;
  if (made?.stmt.k !== "assign" || !isBinding(made.stmt, e.name) || made.around.length) return null;
  const { value } = made.stmt;
  const bound = (x: Expr): boolean =>
    x.k === "name" && cx.doc.uses(x.name).some((u) => u.binds && cx.doc.isBefore(value.at, u.at) && cx.doc.isBefore(u.at, at.stmt.at));
  return [...nodesIn(value)].some(bound) ? null : value;
}

function namesIn(e: Expr | null): Name[] | null {
  const items = e?.k === "list" || e?.k === "tuple" ? e.items : [];
  return items.length > 1 && items.every((x): x is Name => x.k === "name") ? items : null;
}

function textsIn(e: Expr | null): ReadonlySet<string> | null {
  const items = e?.k === "list" || e?.k === "tuple" ? e.items : [];
  const texts = items.flatMap((x) => (x.k === "const" && typeof x.value === "string" ? [x.value] : []));
  return texts.length && texts.length === items.length ? new Set(texts) : null;
}

/** The table that the model is trained on, among those of the loop. */
function trainingTable(cx: FixContext, { call, tables }: InLoop): string | null {
  const fitted = cx.q.learnings.filter((l) => samePlace(l.at, call.call.callee)).map((l) => l.id);
  const models = cx.q.predictions.filter((p) => fitted.some((id) => p.features.learned.has(id))).flatMap((p) => [...p.fits]);
  const trained = cx.q.learnings.filter((l) => models.includes(l.id)).map((l) => l.rows);
  const isTrained = (rows: Rows | undefined): boolean => rows !== undefined && trained.some((r) => /^(same|contains)$/.test(relation(rows, r)));
  const [own, ...more] = tables.filter((t) => isTrained(cx.dataAt(t.at)?.rows));
  return own && !more.length ? own.name : null;
}

/** Above the loop the training column must be what it is in the loop, and that of the other tables must have been prepared like it. @throws CannotFix */
function checkPrepared(cx: FixContext, { call, loop, table, tables, names }: InLoop): void {
  const column = (t: Expr, of: string): string | null | undefined => {
    const root = [...nodesIn(t)].find((e): e is Name => e.k === "name" && e.name === of);
    return root && ([...nodesIn(t)].flatMap((e) => columnOf(e, root))[0] ?? null);
  };
  const touches = (c: string | null | undefined): boolean => c !== undefined && (c === null || !names || names.has(c));
  const apart = new Map(tables.map((t) => [t.name, 0]));
  for (const { stmt, around } of cx.doc.units.flatMap((u) => u.placed)) {
    if (!cx.doc.isBefore(stmt.at, call.stmt.at) || stmt === loop.stmt) continue;
    const written = writtenIn(cx, stmt);
    if (around.includes(loop.stmt) && written.some((t) => touches(column(t, table))))
      throw new CannotFix("The loop changes the column before it is fitted to.", title);
    for (const t of tables)
      if (!around.length && written.some((w) => w.k !== "name" && touches(column(w, t.name)))) apart.set(t.name, (apart.get(t.name) ?? 0) + 1);
    const cuts = stmt.k === "assign" && /\b(q?cut|KBinsDiscretizer)\(/.test(cx.doc.text(stmt.value.at));
    if (cuts && names && written.some((w) => [...nodesIn(w)].some((e) => e.k === "const" && names.has(String(e.value)))))
      throw new CannotFix("Its values are bins that each table has of its own: those of the others are not among the training table's.", title);
  }
  if (new Set(apart.values()).size > 1)
    throw new CannotFix(
      "The column is prepared in one of the tables otherwise than in the others: its values there may not be those of the training rows.",
      title,
    );
}

/** What a statement writes into: its targets, and what it changes in place. */
function writtenIn(cx: FixContext, s: Stmt): Expr[] {
  if (s.k === "assign") return s.targets;
  if (s.k === "aug") return [s.target];
  return s.k === "expr" && s.value.k === "call" && s.value.func.k === "attr" && /\binplace\s*=\s*True/.test(cx.doc.text(s.at)) ? [s.value.func.object] : [];
}

/** What has to hold where a part is cut from training rows to choose or to stop by, and what goes with it. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import { type Rows, relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { removal, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn, reads } from "./walk.js";

/** A call of a network's training, which goes on from what it has learned before. */
const goesOn = /^(epochs|batch_size|validation_data|validation_split|callbacks|steps_per_epoch)$/;

/** A network that was trained on the same rows before has seen the part that would be cut from them. @throws CannotFix */
export function checkFresh(view: View, call: Expr & { k: "call" }, at: Place): void {
  if (call.func.k !== "attr" || call.func.object.k !== "name" || !call.args.some((a) => goesOn.test(a.name ?? ""))) return;
  const { name } = call.func.object;
  const made = lastStore(view, name, at);
  for (const u of view.usesOf(name, at.line.fn)) {
    if (u.stored || u.around?.k !== "attr" || !/^(fit|fit_generator|train_on_batch)$/.test(u.around.name)) continue;
    if (holds(call.at, u.at) || !view.isBefore(u.at, call.at) || (made && view.isBefore(u.at, made.stmt.at))) continue;
    no(`\`${name}\` was trained on these rows before, and has seen those that would be cut off now`);
  }
}

/** The scores of models on exactly these held-out rows. */
export const heldOn = (cx: FixContext, rows: Rows): Evaluation[] =>
  cx.q.evaluations.filter((e) => e.role === "held" && relation(e.score.rows, rows) === "same");

/** Whether a stretch of the program binds a variable. */
export const boundIn = (view: View, name: string, region: readonly Span[], line: Place): boolean =>
  view.usesOf(name, line.line.fn).some((u) => u.stored && region.some((r) => holds(r, u.at)));

/** Whether a place stands behind one of these stretches of the program. */
export const isAfter = (view: View, at: Span, region: readonly Span[]): boolean => region.some((r) => view.isBefore({ ...r, start: r.end }, at));

/** Visits the expressions in stretches of the program; `stored` marks those that are assigned to. */
export function eachExprOf(view: View, region: readonly Span[], visit: (e: Expr, stored: boolean) => void): void {
  for (const r of region) {
    const stmt = view.placeAt(r)?.stmt;
    if (stmt)
      eachExprIn(stmt, (e, _fn, stored) => {
        if (holds(r, e.at)) visit(e, stored);
      });
  }
}

/** The variables that stretches of the program bind. */
export function storedIn(view: View, region: readonly Span[]): Set<string> {
  const out = new Set<string>();
  eachExprOf(view, region, (e, stored) => {
    if (e.k === "name" && stored) out.add(e.name);
  });
  return out;
}

/** `y` of `y`, `y.values` and `y.to_numpy().ravel()`: the same rows, in another form. */
export function variableIn(e: Expr): (Expr & { k: "name" }) | null {
  if (e.k === "name") return e;
  if (e.k === "attr") return e.name === "values" ? variableIn(e.object) : null;
  return e.k === "call" && e.func.k === "attr" && /^(to_numpy|ravel)$/.test(e.func.name) && !e.args.length ? variableIn(e.func.object) : null;
}

/** `fit(X, y)`, of which only one side is exchanged for a part, would have rows of two numbers. @throws CannotFix */
export function checkTogether(view: View, region: readonly Span[], swapped: (name: string) => boolean, isOwn: (name: string) => boolean): void {
  eachExprOf(view, region, (e) => {
    if (e.k !== "call" || e.func.k !== "attr" || !/^(fit|score|evaluate)$/.test(e.func.name)) return;
    const [x, y] = e.args.map((a) => variableIn(a.value));
    if (!x || !y || swapped(x.name) === swapped(y.name)) return;
    const left = swapped(x.name) ? y.name : x.name;
    if (!isOwn(left)) no(`it is not clear which rows \`${left}\` has`);
  });
}

/** A function that is handed parts beside other data, such as labels that were followed as other rows, would be given rows of two numbers. @throws CannotFix */
export function checkHandedOver(
  cx: FixContext,
  view: View,
  region: readonly Span[],
  swapped: (name: string) => boolean,
  isOwn: (name: string) => boolean,
): void {
  eachExprOf(view, region, (e) => {
    const names = e.k === "call" ? e.args.flatMap((a) => (a.value.k === "name" ? [a.value] : [])) : [];
    if (!names.some((n) => swapped(n.name))) return;
    const left = names.find((n) => {
      const d = swapped(n.name) || isOwn(n.name) ? null : cx.dataAt(n.at);
      return d && !d.elem && d.rows.terms.length > 0;
    });
    if (left) no(`it is not clear which rows \`${left.name}\` has`);
  });
}

/** A number that was made of the held-out rows before, such as how many are rare, is not that of the validation part. @throws CannotFix */
export function checkCounted(view: View, region: readonly Span[], tests: readonly string[]): void {
  eachExprOf(view, region, (e) => {
    const names = e.k === "call" ? e.args.flatMap((a) => (a.value.k === "name" ? [a.value] : [])) : [];
    if (!names.some((n) => tests.includes(n.name))) return;
    const place = view.placeAt(e.at);
    for (const n of names) {
      const s = place && !tests.includes(n.name) ? lastStore(view, n.name, place)?.stmt : undefined;
      if (s?.k !== "assign" || region.some((r) => holds(r, s.at)) || !reads(s, tests) || /unique|columns|classes|names/i.test(view.textOf(s.at))) continue;
      no(`\`${n.name}\` was made of the held-out rows, and is read beside them where the choice is made`);
    }
  });
}

/** A model that is fitted on with each call must be made in the region. */
export function checkGoesOn(view: View, region: readonly Span[], names: ReadonlySet<string>, anchor: Place): void {
  eachExprOf(view, region, (e) => {
    if (e.k !== "call" || e.func.k !== "attr" || e.func.name !== "fit" || e.func.object.k !== "name") return;
    const object = e.func.object.name;
    if (boundIn(view, object, region, anchor) || !e.args.some((a) => a.value.k === "name" && names.has(a.value.name))) return;
    checkFresh(view, e, view.placeAt(e.at) ?? anchor);
  });
}

/** `y_test[:48]` speaks of the first of the held-out rows, which rows drawn at random are not. */
export function checkSlices(view: View, region: readonly Span[], tests: readonly string[]): void {
  eachExprOf(view, region, (e) => {
    if (e.k === "index" && e.index.k === "slice" && e.object.k === "name" && tests.includes(e.object.name) && (e.index.lower || e.index.upper))
      no(`\`${short(view.textOf(e.at))}\` takes held-out rows by where they stand`);
  });
}

/** `X_valid_copy = X_test.copy()` for the region alone: nobody reads it any more. */
export function deadCopies(view: View, region: readonly Span[], tests: readonly string[], anchor: Place): TextEdit[] {
  const gone = tests.flatMap((name): TextEdit[] => {
    const uses = view.usesOf(name, anchor.line.fn);
    const [store, ...more] = uses.filter((u) => u.stored);
    const s = store?.place.stmt;
    if (!store || more.length || s?.k !== "assign" || s.targets.length !== 1 || s.targets[0]?.k !== "name" || store.place.line !== anchor.line) return [];
    if (uses.some((u) => !u.stored && !region.some((r) => holds(r, u.at)))) return [];
    const copied = s.value.k === "call" && s.value.func.k === "attr" && s.value.func.name === "copy" ? s.value.func.object : s.value;
    const root = copied.k === "name" ? copied.name : copied.k === "index" && copied.object.k === "name" ? copied.object.name : null;
    const stays = root !== null && view.usesOf(root, anchor.line.fn).some((u) => !u.stored && !holds(s.at, u.at) && !region.some((r) => holds(r, u.at)));
    if (!stays) return [];
    if (!standsAlone(view, s)) no("another statement shares a line with it");
    return [removal(view, s)];
  });
  // Lines below each other share the line break between them.
  const inOrder = gone.sort((a, b) => a.at.start - b.at.start);
  return inOrder.map((e, i) => {
    const above = inOrder[i - 1]?.at;
    return above && above.source === e.at.source && above.end > e.at.start ? { ...e, at: { ...e.at, start: above.end } } : e;
  });
}

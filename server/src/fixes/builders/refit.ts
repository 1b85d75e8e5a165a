/** HLD111: the fitted transformer is used on evaluation rows, it is not fitted again. */
import { samePlace } from "../../base/span.js";
import type { Fix } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { everyColumn } from "../../trace/values.js";
import { CannotFix, type FixContext } from "../context.js";
import { type CallExpr, type NameUse, type Placed, type PlacedCall, receiver, rootOf } from "../document.js";
import { Draft } from "../draft.js";
import { viewOf } from "../moves/builders.js";
import { columnNames } from "../moves/columns.js";
import { fitsNoMoreSaid } from "../moves/comments.js";
import { removal } from "../moves/lines.js";
import { holds } from "../moves/view.js";
import { alikeBeside, partnerOf } from "./refitBeside.js";
import { checkAnyText, checkColumns, checkLabels } from "./refitLabels.js";
import { askKnown, dropIdle, isBinding } from "./refitLater.js";

const title = "Use transform on the evaluation rows";

/** `scaler.fit_transform(X_test)` → `scaler.transform(X_test)`, or to the transformer that was fitted on the training rows. */
export function transformOnly(cx: FixContext) {
  const again = cx.doc.callAt(cx.finding.at);
  const told = cx.finding.steps[0] && cx.doc.callAt(cx.finding.steps[0].at);
  if (!again || !told) return null;
  const first = partnerOf(cx, told, again);
  if (again.call === first.call)
    throw new CannotFix("One line fits the transformer on the training rows and on these: it has to be handed the fitted one.", title);
  const name = again.call.func.k === "attr" ? again.call.func.name : null;
  const fitted = receiver(first.call);
  if (!name || !fitted) return null;
  const object = receiver(again.call) as Expr;
  const each = byColumn(cx, first, again, name);
  if (each) return each;
  checkInputs(cx, first, again);
  const kept = keptName(cx, first, again, name);
  if (kept) return kept;
  const draft = new Draft(cx);
  const alike = alikeBeside(cx, first, again);
  const remade = checkSame(cx, first, again, fitted, alike);
  if (remade) draft.remove(remade);
  // What made the transformer anew is gone for all of them, and none of them may fit it in between.
  const others = remade || alike.some((p) => cx.doc.isBefore(p.call.at, again.call.at)) ? alike : [];
  for (const p of others) {
    checkInputs(cx, first, p);
    fitsNoMore(cx, draft, p, name);
  }
  if (!fitsNoMore(cx, draft, again, name)) return null;
  const [was, is] = [cx.doc.text(fitted.at), cx.doc.text(object.at)];
  // Better said before than found out: such an encoder refuses what it has not seen.
  const strict = strictly(cx);
  if (strict) checkAnyText(cx, first, again, title);
  if (was === is && isPath(object)) {
    const labels = labelsToo(cx, draft, first, again);
    const more = `${labels === "taken" ? ", inputs and labels alike" : ""}${others.length ? `, in ${others.length + 1} places` : ""}`;
    return draft.finish(strict || labels || remade || others.length ? "unsafe" : "safe", `${title}${more}${strict}`);
  }
  if (isPath(fitted)) {
    draft.replace(object.at, was);
    dropIdle(cx, draft, object, again, askKnown(cx, draft, object, fitted, again));
    return draft.finish("unsafe", `Use ${was}, fitted on the training rows${strict}`);
  }
  // The first transformer has no name yet: it gets one, and its call goes on from there.
  const word = cx.doc.freshName(nameFor(fitted));
  draft
    .before(first, [`${word} = ${was}`])
    .replace(fitted.at, word)
    .replace(object.at, word);
  const further = likewise(cx, first, again);
  for (const p of further) {
    transformed(cx, draft, p);
    draft.replace((receiver(p.call) as Expr).at, word);
  }
  return draft.finish("unsafe", `Fit one transformer on the training rows and use it on ${further.length ? "all" : "both"}${strict}`);
}

/**
 * Labels of these rows that are put on a scale of their own beside them, by a transformer that was fitted on those of the training rows too: what
 * turns predictions back has to know the training labels, and goes over with the inputs. "doubtful" where another one is fitted twice beside them, on rows that are not known to be these.
 */
function labelsToo(cx: FixContext, draft: Draft, first: PlacedCall, again: PlacedCall): "taken" | "doubtful" | null {
  const rows = ({ call }: PlacedCall): string | undefined => {
    const data = call.args.find((a) => a.name === null || a.name === "X")?.value;
    // `pd.DataFrame(y_test)`, `y_test.values.reshape(-1, 1)`
    const inner = data?.k === "call" ? data.args[0]?.value : undefined;
    return [data, inner, data && rootOf(data)].flatMap((e) => (e && cx.dataAt(e.at)?.rows.key) || [])[0];
  };
  const object = ({ call }: PlacedCall): string | null => {
    const on = receiver(call);
    return on && isPath(on) && call.func.k === "attr" && /^fit(_transform)?$/.test(call.func.name) ? cx.doc.text(on.at) : null;
  };
  // The same inputs on another scale are those of another model, and what the model predicts from has a finding of its own.
  const words = ({ call }: PlacedCall): string => cx.doc.text((call.args[0]?.value ?? call).at);
  const isInput = (id: number): boolean => cx.q.predictions.some((p) => p.features.learned.has(id));
  const fits = cx.doc.units.flatMap((unit) => unit.calls).filter((p) => object(p) !== null);
  const isBeside = (p: PlacedCall): boolean => p.block === again.block || (!p.around.length && !again.around.length);
  const own = rows(again);
  const apart = (p: PlacedCall): number => Math.abs(p.unit.index - again.unit.index) * 1e7 + Math.abs(p.call.at.start - again.call.at.start);
  // Of several scales that the same labels are put on, for models of their own, the nearest one is meant.
  const done = new Set<string>();
  let doubtful = false;
  for (const p of fits.sort((a, b) => apart(a) - apart(b))) {
    const learned = cx.q.learnings.find((l) => samePlace(l.at, p.call.callee));
    if (!isBeside(p) || (learned && (learned.via !== "transformer" || isInput(learned.id))) || words(p) === words(again)) continue;
    if (!learned || !own || rows(p) !== own) {
      doubtful ||= object(p) !== object(again) && fits.some((f) => object(f) === object(p) && cx.doc.isBefore(f.call.at, p.call.at));
      continue;
    }
    const known = fits.find((f) => object(f) === object(p) && rows(f) === rows(first) && cx.doc.isBefore(f.call.at, p.call.at));
    if (!known || object(p) === object(again) || done.has(words(p))) continue;
    const remade = checkSame(cx, known, p, receiver(known.call) as Expr);
    if (remade) draft.remove(remade);
    if (fitsNoMore(cx, draft, p, (p.call.func as Expr & { k: "attr" }).name)) done.add(words(p));
  }
  return done.size ? "taken" : doubtful ? "doubtful" : null;
}

/** Statements beside these two that fit such a transformer to a further part, in the very same words. */
function likewise(cx: FixContext, first: PlacedCall, again: PlacedCall): PlacedCall[] {
  const words = (p: PlacedCall): string | null => {
    const [data] = p.call.args;
    const root = data && rootOf(data.value);
    return root?.k === "name" ? cx.doc.text(p.stmt.at).replace(new RegExp(`(?<![\\w.])${root.name}(?!\\w)`, "g"), "\u0000") : null;
  };
  const own = words(again);
  return again.unit.calls.filter(
    (p) =>
      p.stmt !== first.stmt &&
      p.stmt !== again.stmt &&
      p.block === again.block &&
      p.index > again.index &&
      receiver(p.call) &&
      own !== null &&
      words(p) === own,
  );
}

const refuses = "; it refuses values that the training rows do not hold";

/** What to say of an encoder that is not fitted again, behind the title. */
export const strictly = (cx: FixContext): string => (cx.learned().some((l) => /LabelEncoder$/.test(l.what)) ? refuses : "");

/** One of two loops over columns that fit a transformer to every column. */
export interface ColumnLoop {
  readonly loop: Stmt & { k: "for" };
  /** The variable that the loop keeps the column's name in. */
  readonly column: string;
  readonly fit: PlacedCall;
  /** The transformer's name, and the reads of it in the loop. */
  readonly object: string;
  readonly reads: readonly NameUse[];
  /** Where the transformer is made, and by which call: for each column, or once for all above the loop. */
  readonly made: Placed;
  readonly maker: CallExpr;
  readonly each: boolean;
}

export function columnLoop(cx: FixContext, fit: PlacedCall): ColumnLoop | null {
  const loop = fit.around.findLast((s) => s.k === "for");
  const object = receiver(fit.call);
  if (loop?.k !== "for" || loop.target.k !== "name" || object?.k !== "name") return null;
  const made = bindingBefore(cx, object.name, fit, loop);
  if (made?.stmt.k !== "assign" || made.stmt.value.k !== "call") return null;
  const reads = cx.doc.uses(object.name).filter((u) => !u.binds && holds(loop.at, u.at));
  return { loop, column: loop.target.name, fit, object: object.name, reads, made, maker: made.stmt.value, each: holds(loop.at, made.stmt.at) };
}

/** Two loops over columns, each of which fits a transformer to every column: those of the first are kept and used in the second. */
function byColumn(cx: FixContext, first: PlacedCall, again: PlacedCall, name: string): Fix | null {
  const [one, two] = [columnLoop(cx, first), columnLoop(cx, again)];
  if (!one || !two || one.loop === two.loop || again.call.args.length !== 1 || !cx.doc.isBefore(one.loop.at, two.loop.at)) return null;
  checkColumns(cx, one.loop, two.loop, title);
  const shared = [one, two].filter((side) => !side.each);
  // One object for all columns knows only the last of them: each column gets its own.
  if (shared.length && !(sameColumns(cx, one, two) && sameGuards(cx, one, two))) return null;
  const loop = first.unit.placed.find((p) => p.stmt === one.loop);
  if (!loop || (!one.each && one.reads.some((u) => cx.doc.isBefore(u.at, first.stmt.at)))) return null;
  const kept = cx.doc.freshName(`${nameFor(two.maker)}s`);
  const [keptFirst, keptAgain] = [`${kept}[${one.column}]`, `${kept}[${two.column}]`];
  const draft = new Draft(cx).before(loop, [`${kept} = {}`]);
  if (one.each) draft.after(first, [`${keptFirst} = ${one.object}`]);
  else {
    draft.before(first, [`${keptFirst} = ${cx.doc.text(one.maker.at)}`]);
    for (const u of one.reads) draft.replace(u.at, keptFirst);
  }
  if (!fitsNoMore(cx, draft, again, name)) return null;
  if (two.each) draft.replace(two.maker.at, keptAgain);
  else for (const u of two.reads) if (name !== "fit" || u.placed.stmt !== again.stmt) draft.replace(u.at, keptAgain);
  // The two loops may share one object.
  for (const [made, object] of new Map(shared.map((side) => [side.made, side.object]))) {
    const left = cx.doc.readsOf(object, made.stmt.at).filter((u) => !shared.some((side) => side.reads.includes(u)));
    // What is asked of it further down would be asked of one that was never fitted.
    if (left.some((u) => !fitsFirst(cx, u))) return null;
    if (!left.length && made.block.length > 1) draft.remove(made);
  }
  const strict = /LabelEncoder$/.test(cx.doc.text(two.maker.callee)) ? refuses : "";
  return draft.finish("unsafe", `Keep what is fitted to each training column, and use it again${strict}`);
}

/** What a loop fits to each column goes into a dictionary, whose name is given; null where the one object that it fits again and again is asked further down. */
export function keepEach(cx: FixContext, draft: Draft, side: ColumnLoop, loop: Placed): string | null {
  const kept = cx.doc.freshName(`${nameFor(side.maker)}s`);
  const own = `${kept}[${side.column}]`;
  draft.before(loop, [`${kept} = {}`]);
  if (side.each) {
    draft.after(side.fit, [`${own} = ${side.object}`]);
    return kept;
  }
  if (side.reads.some((u) => cx.doc.isBefore(u.at, side.fit.stmt.at))) return null;
  draft.before(side.fit, [`${own} = ${cx.doc.text(side.maker.at)}`]);
  for (const u of side.reads) draft.replace(u.at, own);
  const left = cx.doc.readsOf(side.object, side.made.stmt.at).filter((u) => !side.reads.includes(u));
  if (left.some((u) => !fitsFirst(cx, u))) return null;
  if (!left.length && side.made.block.length > 1) {
    const { at, text } = removal(viewOf(cx), side.made.stmt);
    draft.replace(at, text);
  }
  return kept;
}

/** The statement that binds a name last before a call: in its loop, or above it in the same text or an earlier one. */
function bindingBefore(cx: FixContext, name: string, call: PlacedCall, loop: Stmt): Placed | undefined {
  const all = cx.doc.units.flatMap((u) => u.placed).filter((p) => isBinding(p.stmt, name) && cx.doc.isBefore(p.stmt.at, call.stmt.at));
  return all.findLast((p) => holds(loop.at, p.stmt.at)) ?? all.findLast((p) => p.around.every((s) => call.around.includes(s)));
}

const fitsFirst = (cx: FixContext, u: NameUse): boolean =>
  cx.doc.units
    .flatMap((unit) => unit.calls)
    .some(({ call }) => {
      const on = receiver(call);
      return on !== null && samePlace(on.at, u.at) && call.func.k === "attr" && /^fit(_transform)?$/.test(call.func.name);
    });

/** Whether two loops go through the same columns: the same list, or all columns of two tables. */
function sameColumns(cx: FixContext, one: ColumnLoop, two: ColumnLoop): boolean {
  const words = ({ loop }: ColumnLoop): string => cx.doc.text(loop.iter.at).replace(/\w+(?=\.(columns|select_dtypes)\b)/g, "#");
  return words(one) === words(two);
}

/** Whether the same conditions choose the columns in both loops, but for the table's and the variable's name. */
function sameGuards(cx: FixContext, one: ColumnLoop, two: ColumnLoop): boolean {
  const words = ({ loop, column, fit }: ColumnLoop): string => {
    const variable = new RegExp(`\\b${column}\\b`, "g");
    const guards = fit.around.filter((s) => s !== loop && holds(loop.at, s.at));
    return guards
      .map((s) =>
        s.k === "if"
          ? cx.doc
              .text(s.test.at)
              .replace(variable, "@")
              .replace(/\w+(?=\[|\.)/g, "#")
          : s.k,
      )
      .join("\n");
  };
  return words(one) === words(two);
}

/** `scaler = StandardScaler().fit(X_train)` and the same of other rows under that name: the second fit goes, or gives way to the first one's name. */
function keptName(cx: FixContext, first: PlacedCall, again: PlacedCall, name: string): Fix | null {
  const [a, b] = [first.stmt, again.stmt];
  if (name !== "fit" || receiver(again.call)?.k !== "call" || first.around.length || again.around.length || !cx.doc.isBefore(a.at, b.at)) return null;
  const known = a.k === "assign" && a.value === first.call && a.targets.length === 1 && a.targets[0]?.k === "name" ? a.targets[0].name : null;
  const outer = again.within.at(-1);
  const asked = outer?.k === "attr" && outer.name === "transform" && outer.object === again.call;
  const draft = new Draft(cx);
  const words = "Use what was fitted on the training rows";
  if (known) {
    const bound = cx.doc
      .uses(known)
      .filter((u) => u.binds && cx.doc.isBefore(a.at, u.at) && u.placed.stmt !== a && cx.doc.isBefore(u.at, b.at) && u.placed.stmt !== b);
    if (bound.length) return null;
    if (isBinding(b, known) && b.k === "assign" && b.value === again.call) return removed(cx, draft, again).finish("unsafe", words);
    return asked ? draft.replace(again.call.at, known).finish("unsafe", words) : null;
  }
  const inner = first.within.at(-1);
  const fitted = receiver(first.call);
  if (!asked || fitted?.k !== "call" || inner?.k !== "attr" || inner.name !== "transform" || inner.object !== first.call) return null;
  const word = cx.doc.freshName(nameFor(fitted));
  draft
    .before(first, [`${word} = ${cx.doc.text(first.call.at)}`])
    .replace(first.call.at, word)
    .replace(again.call.at, word);
  return draft.finish("unsafe", "Fit one transformer on the training rows and use it on both");
}

/** What the two fits are given must be the same columns, and must not differ by another transformer that was fitted again before. */
export function checkInputs(cx: FixContext, first: PlacedCall, again: PlacedCall): void {
  const [one, two] = [first, again].map((p) => p.call.args.find((a) => a.name === null || a.name === "X")?.value ?? null);
  if (!one || !two) return;
  const [a, b] = [columnsOf(cx, one), columnsOf(cx, two)];
  if (a !== b && ((a && b) || [a ? two : one].some((e) => (a || b) && e.k === "index" && e.index.k === "name")))
    throw new CannotFix("It is fitted on other columns there: the first is not the training part of the second.", title);
  checkLabels(cx, first, one, two, title);
  const data = cx.dataAt(two.at);
  if (!data) return;
  const known = new Set(everyColumn(data).flatMap((col) => [...col.p.learned]));
  // What fills gaps leaves the rows on their scale: where it was fitted to these too, that is a finding of its own.
  const scales = (what: string): boolean => !/Imputer$/.test(what);
  const refitted = cx.q.learnings.find(
    (l) => known.has(l.id) && l.via === "transformer" && scales(l.what) && l.rows.key === data.rows.key && !samePlace(l.at, cx.finding.at),
  );
  if (refitted) throw new CannotFix(`Its rows went through ${refitted.what}, which was fitted on them too: that has to be cured first.`, title);
  const train = cx.q.learnings.find((l) => samePlace(l.at, first.call.callee));
  const went = (ids: ReadonlySet<number>): string[] =>
    cx.q.learnings.filter((l) => ids.has(l.id) && l.via === "transformer" && l.weight === "statistic" && scales(l.what)).map((l) => l.what);
  const missing = went(train?.from.learned ?? new Set()).find((what) => !went(known).includes(what));
  if (missing) throw new CannotFix(`The training rows went through ${missing} before, and these rows did not: they would be put on another scale.`, title);
}

/** The columns that `df[["a", "b"]]`, `df["a"]` or `df[cols]` takes, as one text; null where they are not written there, nor where their list has its name. */
function columnsOf(cx: FixContext, e: Expr): string | null {
  if (e.k !== "index") return null;
  const bound = e.index.k === "name" ? cx.doc.uses(e.index.name).filter((u) => u.binds) : [];
  const stmt = bound.length === 1 ? bound[0]?.placed.stmt : undefined;
  const list = e.index.k !== "name" ? e.index : stmt?.k === "assign" ? stmt.value : null;
  const names = list && list.k !== "name" ? columnNames(list) : null;
  return names && [...names].join("\u0000");
}

/**
 * The fitted object must still be there: neither another one on the way, nor the last of those that a loop has fitted. Gives the statement that makes it
 * once more in the very same words, for the second fit alone: it goes.
 */
function checkSame(cx: FixContext, first: PlacedCall, again: PlacedCall, fitted: Expr, alike: readonly PlacedCall[] = []): Placed | null {
  const loop = first.around.find((s) => (s.k === "for" || s.k === "while") && !again.around.includes(s));
  if (loop) throw new CannotFix("A loop fits the transformer anew in each of its rounds: only the last fit is left.", title);
  if (!cx.doc.isBefore(first.call.at, again.call.at)) throw new CannotFix("It is fitted on the training rows further below only.", title);
  const was = cx.doc.text(fitted.at);
  const refitted = cx.doc.units
    .flatMap((unit) => unit.calls)
    .some(
      (p) =>
        p.call.func.k === "attr" &&
        /^fit/.test(p.call.func.name) &&
        !alike.includes(p) &&
        cx.doc.text(p.call.func.object.at) === was &&
        cx.doc.isBefore(first.call.at, p.call.at) &&
        cx.doc.isBefore(p.call.at, again.call.at),
    );
  if (refitted && isPath(fitted)) throw new CannotFix("The transformer has been fitted on something else by then.", title);
  let root = fitted;
  while (root.k === "attr") root = root.object;
  if (root.k !== "name") return null;
  const { name } = root;
  const uses = cx.doc.uses(name);
  const between = uses.filter((u) => cx.doc.isBefore(first.call.at, u.at) && cx.doc.isBefore(u.at, again.call.at));
  const [made, ...more] = between.filter((u) => u.binds);
  if (!made) return null;
  const before = uses.findLast((u) => u.binds && cx.doc.isBefore(u.at, first.call.at))?.placed.stmt;
  const { stmt, block } = made.placed;
  const isAlone =
    more.length === 0 &&
    root === fitted &&
    block.length > 1 &&
    between.every((u) => u === made || cx.doc.isBefore(u.at, stmt.at) || alike.some((p) => holds(p.call.at, u.at)));
  const isRemade =
    isAlone && stmt.k === "assign" && isBinding(stmt, name) && stmt.value.k === "call" && before && cx.doc.text(before.at) === cx.doc.text(stmt.at);
  if (isRemade && !made.placed.around.length && !again.around.length) return made.placed;
  throw new CannotFix(`\`${name}\` is another object by then.`, title);
}

/** `fit_transform` becomes `transform`, `scaler.fit(X_test)` as a statement of its own goes; false for any other method. */
export function fitsNoMore(cx: FixContext, draft: Draft, again: PlacedCall, method: string): boolean {
  if (method === "fit_transform") transformed(cx, draft, again);
  else if (method !== "fit") return false;
  else if (again.stmt.k !== "expr" || again.stmt.value !== again.call) throw new CannotFix("The second fit is part of a longer expression.", title);
  else removed(cx, draft, again);
  return true;
}

function removed(cx: FixContext, draft: Draft, again: PlacedCall): Draft {
  for (const e of fitsNoMoreSaid(viewOf(cx), again.stmt, true)) draft.replace(e.at, e.text);
  return draft.remove(again);
}

/** `fit_transform(X, y)` → `transform(X)`: labels and whatever else only a fit takes go. */
function transformed(cx: FixContext, draft: Draft, { call, stmt }: PlacedCall): void {
  draft.renameCallee(call, "transform");
  for (const e of fitsNoMoreSaid(viewOf(cx), stmt, false)) draft.replace(e.at, e.text);
  if (call.args.length < 2 && !call.args.some((arg) => arg.name)) return;
  const rows = cx.rowsArgument(call);
  if (rows === null) throw new CannotFix("It does not show here which of these arguments transform takes too.", title);
  const { pieces } = draft.argumentsOf(call);
  const [first, kept, last] = [pieces[0], pieces[rows], pieces.at(-1)];
  if (!first || !kept || !last) return;
  const { source } = call.at;
  if (first !== kept) draft.replace({ source, start: first.start, end: kept.start }, "");
  if (last !== kept) draft.replace({ source, start: kept.end, end: last.end }, "");
}

export const isPath = (e: Expr): boolean => e.k === "name" || (e.k === "attr" && isPath(e.object));

/** `StandardScaler()` → `standard_scaler`. */
export function nameFor(e: Expr): string {
  const f = e.k === "call" ? e.func : e;
  const name = f.k === "attr" || f.k === "name" ? f.name : "transformer";
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}

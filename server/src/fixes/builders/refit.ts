/** HLD111: the fitted transformer is used on evaluation rows, it is not fitted again. */
import { samePlace } from "../../base/span.js";
import type { Fix } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { CannotFix, type FixContext } from "../context.js";
import { type CallExpr, type NameUse, type Placed, type PlacedCall, receiver, rootOf } from "../document.js";
import { Draft } from "../draft.js";
import { columnNames } from "../moves/columns.js";
import { holds } from "../moves/view.js";

const title = "Use transform on the evaluation rows";

/** `scaler.fit_transform(X_test)` → `scaler.transform(X_test)`, or to the transformer that was fitted on the training rows. */
export function transformOnly(cx: FixContext) {
  const again = cx.doc.callAt(cx.finding.at);
  const first = cx.finding.steps[0] && cx.doc.callAt(cx.finding.steps[0].at);
  if (!again || !first) return null;
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
  checkSame(cx, first, again, fitted);
  const draft = new Draft(cx);
  if (!fitsNoMore(cx, draft, again, name)) return null;
  const [was, is] = [cx.doc.text(fitted.at), cx.doc.text(object.at)];
  // Better said before than found out: such an encoder refuses what it has not seen.
  const strict = cx.learned().some((l) => /LabelEncoder$/.test(l.what)) ? refuses : "";
  if (was === is && isPath(object)) return draft.finish(strict ? "unsafe" : "safe", `${title}${strict}`);
  if (isPath(fitted)) {
    draft.replace(object.at, was);
    dropIdle(cx, draft, object, again);
    return draft.finish("unsafe", `Use ${was}, fitted on the training rows${strict}`);
  }
  // The first transformer has no name yet: it gets one, and its call goes on from there.
  const word = cx.doc.freshName(nameFor(fitted));
  draft
    .before(first, [`${word} = ${was}`])
    .replace(fitted.at, word)
    .replace(object.at, word);
  const further = likewise(cx, first, again);
  for (const { call } of further) {
    transformed(cx, draft, call);
    draft.replace((receiver(call) as Expr).at, word);
  }
  return draft.finish("unsafe", `Fit one transformer on the training rows and use it on ${further.length ? "all" : "both"}${strict}`);
}

/** The second transformer goes with its fit, where nothing else asks it. */
function dropIdle(cx: FixContext, draft: Draft, object: Expr, again: PlacedCall): void {
  if (object.k !== "name") return;
  const uses = cx.doc.uses(object.name);
  const others = uses.filter((u) => u.at.start !== object.at.start || u.at.source !== object.at.source);
  const [made, ...more] = others;
  const place = made?.placed;
  if (!made?.binds || more.length || !place || place.stmt === again.stmt || !isBinding(place.stmt, object.name)) return;
  if (place.stmt.k === "assign" && place.stmt.value.k === "call" && place.block.length > 1) draft.remove(place);
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

/** Two loops over columns, each of which fits a transformer to every column: those of the first are kept and used in the second. */
function byColumn(cx: FixContext, first: PlacedCall, again: PlacedCall, name: string): Fix | null {
  const [one, two] = [first, again].map((p) => p.around.findLast((s) => s.k === "for"));
  const [fitted, object] = [receiver(first.call), receiver(again.call)];
  if (one?.k !== "for" || two?.k !== "for" || one === two || one.target.k !== "name" || two.target.k !== "name") return null;
  if (fitted?.k !== "name" || object?.k !== "name" || again.call.args.length !== 1 || !cx.doc.isBefore(one.at, two.at)) return null;
  const [own, made] = [bindingBefore(cx, fitted.name, first, one), bindingBefore(cx, object.name, again, two)];
  const loop = cx.doc.units.flatMap((u) => u.placed).find((p) => p.stmt === one);
  if (!own || !made || !loop || made.stmt.k !== "assign" || made.stmt.value.k !== "call" || own.stmt.k !== "assign" || own.stmt.value.k !== "call") return null;
  const maker = nameFor(made.stmt.value);
  const kept = cx.doc.freshName(`${maker}s`);
  const strict = /LabelEncoder$/.test(cx.doc.text(made.stmt.value.callee)) ? refuses : "";
  const words = `Keep what is fitted to each training column, and use it again${strict}`;
  const draft = new Draft(cx);
  const [keptFirst, keptAgain] = [`${kept}[${one.target.name}]`, `${kept}[${two.target.name}]`];
  const [isOwn, isMade] = [holds(one.at, own.stmt.at), holds(two.at, made.stmt.at)];
  draft.before(loop, [`${kept} = {}`]);
  // One object for all columns knows only the last of them: each column gets its own.
  if (!(isOwn && isMade) && !(sameColumns(cx, one, two) && sameGuards(cx, [first, one], [again, two]))) return null;
  const gone: NameUse[] = [];
  if (isOwn) draft.after(first, [`${keptFirst} = ${fitted.name}`]);
  else {
    draft.before(first, [`${keptFirst} = ${cx.doc.text(own.stmt.value.at)}`]);
    const reads = readsIn(cx, fitted.name, one);
    if (reads.some((u) => cx.doc.isBefore(u.at, first.stmt.at))) return null;
    for (const u of reads) draft.replace(u.at, keptFirst);
    gone.push(...reads);
  }
  if (!fitsNoMore(cx, draft, again, name)) return null;
  if (isMade) draft.replace(made.stmt.value.at, keptAgain);
  else {
    const reads = readsIn(cx, object.name, two);
    for (const u of reads) if (name !== "fit" || u.placed.stmt !== again.stmt) draft.replace(u.at, keptAgain);
    gone.push(...reads);
  }
  for (const p of new Set([...(isOwn ? [] : [own]), ...(isMade ? [] : [made])])) {
    const left = readsOf(cx, p).filter((u) => !gone.some((g) => samePlace(g.at, u.at)));
    // What is asked of it further down would be asked of one that was never fitted.
    if (left.some((u) => !fitsFirst(cx, u))) return null;
    if (!left.length && p.block.length > 1) draft.remove(p);
  }
  return draft.finish("unsafe", words);
}

/** The statement that binds a name last before a call: in its loop, or above it in the same text or an earlier one. */
function bindingBefore(cx: FixContext, name: string, call: PlacedCall, loop: Stmt): Placed | undefined {
  const all = cx.doc.units.flatMap((u) => u.placed).filter((p) => isBinding(p.stmt, name) && cx.doc.isBefore(p.stmt.at, call.stmt.at));
  return all.findLast((p) => holds(loop.at, p.stmt.at)) ?? all.findLast((p) => p.around.every((s) => call.around.includes(s)));
}

const readsIn = (cx: FixContext, name: string, loop: Stmt): NameUse[] => cx.doc.uses(name).filter((u) => !u.binds && holds(loop.at, u.at));

/** Who reads what a statement binds, up to the next one that binds the same name. */
function readsOf(cx: FixContext, made: Placed): NameUse[] {
  const name = made.stmt.k === "assign" && made.stmt.targets[0]?.k === "name" ? made.stmt.targets[0].name : "";
  const behind = cx.doc.uses(name).filter((u) => cx.doc.isBefore(made.stmt.at, u.at) && u.placed.stmt !== made.stmt);
  const next = behind.find((u) => u.binds);
  return behind.filter((u) => !u.binds && (!next || cx.doc.isBefore(u.at, next.at)));
}

const fitsFirst = (cx: FixContext, u: NameUse): boolean =>
  cx.doc.units
    .flatMap((unit) => unit.calls)
    .some(({ call }) => {
      const on = receiver(call);
      return on !== null && samePlace(on.at, u.at) && call.func.k === "attr" && /^fit(_transform)?$/.test(call.func.name);
    });

/** Whether two loops go through the same columns: the same list, or all columns of two tables. */
function sameColumns(cx: FixContext, one: Stmt & { k: "for" }, two: Stmt & { k: "for" }): boolean {
  const words = (e: Expr): string => cx.doc.text(e.at).replace(/\w+(?=\.(columns|select_dtypes)\b)/g, "#");
  return words(one.iter) === words(two.iter);
}

/** Whether the same conditions choose the columns in both loops, but for the table's and the variable's name. */
function sameGuards(cx: FixContext, ...sides: readonly [PlacedCall, Stmt & { k: "for" }][]): boolean {
  const [a, b] = sides.map(([p, loop]) =>
    p.around
      .filter((s) => s !== loop && holds(loop.at, s.at))
      .map((s) => {
        if (s.k !== "if" || loop.target.k !== "name") return s.k;
        return cx.doc
          .text(s.test.at)
          .replace(new RegExp(`\\b${loop.target.name}\\b`, "g"), "@")
          .replace(/\w+(?=\[|\.)/g, "#");
      })
      .join("\n"),
  );
  return a === b;
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
    if (isBinding(b, known) && b.k === "assign" && b.value === again.call) return draft.remove(again).finish("unsafe", words);
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

const isBinding = (s: Stmt, name: string): boolean => s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" && s.targets[0].name === name;

/** What the two fits are given must be the same columns, and must not differ by another transformer that was fitted again before. */
function checkInputs(cx: FixContext, first: PlacedCall, again: PlacedCall): void {
  const [one, two] = [first, again].map((p) => p.call.args.find((a) => a.name === null || a.name === "X")?.value ?? null);
  if (!one || !two) return;
  const [a, b] = [columnsOf(one), columnsOf(two)];
  if (a && b && a !== b) throw new CannotFix("It is fitted on other columns there: the first is not the training part of the second.", title);
  const data = cx.dataAt(two.at);
  if (!data) return;
  const known = new Set([...data.cols.values(), ...(data.rest ? [data.rest] : [])].flatMap((col) => [...col.p.learned]));
  const refitted = cx.q.learnings.find((l) => known.has(l.id) && l.via === "transformer" && l.rows.key === data.rows.key && !samePlace(l.at, cx.finding.at));
  if (refitted) throw new CannotFix(`Its rows went through ${refitted.what}, which was fitted on them too: that has to be cured first.`, title);
  const train = cx.q.learnings.find((l) => samePlace(l.at, first.call.callee));
  const went = (ids: ReadonlySet<number>): string[] =>
    cx.q.learnings.filter((l) => ids.has(l.id) && l.via === "transformer" && l.weight === "statistic").map((l) => l.what);
  const missing = went(train?.from.learned ?? new Set()).find((what) => !went(known).includes(what));
  if (missing) throw new CannotFix(`The training rows went through ${missing} before, and these rows did not: they would be put on another scale.`, title);
}

/** The columns that `df[["a", "b"]]` or `df["a"]` takes, as one text; null where they are not written there. */
function columnsOf(e: Expr): string | null {
  const names = e.k === "index" && e.index.k !== "name" ? columnNames(e.index) : null;
  return names && [...names].join("\u0000");
}

/** The fitted object must still be there: neither made anew on the way, nor the last of those that a loop has fitted. */
function checkSame(cx: FixContext, first: PlacedCall, again: PlacedCall, fitted: Expr): void {
  const loop = first.around.find((s) => (s.k === "for" || s.k === "while") && !again.around.includes(s));
  if (loop) throw new CannotFix("A loop fits the transformer anew in each of its rounds: only the last fit is left.", title);
  if (!cx.doc.isBefore(first.call.at, again.call.at)) throw new CannotFix("It is fitted on the training rows further below only.", title);
  const was = cx.doc.text(fitted.at);
  const refitted = cx.doc.units
    .flatMap((unit) => unit.calls)
    .some(
      ({ call }) =>
        call.func.k === "attr" &&
        /^fit/.test(call.func.name) &&
        cx.doc.text(call.func.object.at) === was &&
        cx.doc.isBefore(first.call.at, call.at) &&
        cx.doc.isBefore(call.at, again.call.at),
    );
  if (refitted && isPath(fitted)) throw new CannotFix("The transformer has been fitted on something else by then.", title);
  let root = fitted;
  while (root.k === "attr") root = root.object;
  if (root.k !== "name") return;
  const { name } = root;
  const isBetween = cx.doc.uses(name).some((u) => u.binds && cx.doc.isBefore(first.call.at, u.at) && cx.doc.isBefore(u.at, again.call.at));
  if (isBetween) throw new CannotFix(`\`${name}\` is another object by then.`, title);
}

/** `fit_transform` becomes `transform`, `scaler.fit(X_test)` as a statement of its own goes; false for any other method. */
function fitsNoMore(cx: FixContext, draft: Draft, again: PlacedCall, method: string): boolean {
  if (method === "fit_transform") transformed(cx, draft, again.call);
  else if (method !== "fit") return false;
  else if (again.stmt.k !== "expr" || again.stmt.value !== again.call) throw new CannotFix("The second fit is part of a longer expression.", title);
  else draft.remove(again);
  return true;
}

/** `fit_transform(X, y)` → `transform(X)`: labels and whatever else only a fit takes go. */
function transformed(cx: FixContext, draft: Draft, call: CallExpr): void {
  draft.renameCallee(call, "transform");
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

const isPath = (e: Expr): boolean => e.k === "name" || (e.k === "attr" && isPath(e.object));

/** `StandardScaler()` → `standard_scaler`. */
function nameFor(e: Expr): string {
  const f = e.k === "call" ? e.func : e;
  const name = f.k === "attr" || f.k === "name" ? f.name : "transformer";
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}

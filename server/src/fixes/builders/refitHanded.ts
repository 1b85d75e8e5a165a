/** HLD111: a function that fits a transformer to whatever it is handed: it gives back what it fitted to the training rows, and is handed that with the others. */
import { samePlace } from "../../base/span.js";
import type { Fix } from "../../engine.types.js";
import type { Expr, Fn } from "../../program/ir.js";
import type { Learned } from "../../trace/lineage.js";
import { relation, unmixed } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { Draft } from "../draft.js";
import { under, viewOf } from "../moves/builders.js";
import { lastStore } from "../moves/chain.js";
import { short } from "../moves/columns.js";
import { fitsNoMoreSaid } from "../moves/comments.js";
import { type Call, namesIn } from "../moves/learning.js";
import { before, indentOf, removal, standsAlone } from "../moves/lines.js";
import { no } from "../moves/outcome.js";
import { callStarting } from "../moves/validated.js";
import { defOf, holds, type Place, type Use, type View } from "../moves/view.js";
import { returnOf } from "../moves/walk.js";
import { codeFrom } from "../scan.js";
import { nameFor, strictly } from "./refit.js";

const title = "Hand on what the function has fitted to the training rows";

/** A fit in a function: to what it is handed, or to one column of it after the other. */
interface Fitted {
  readonly fn: Fn;
  readonly place: Place;
  readonly call: Call & { readonly func: Expr & { k: "attr" } };
  /** How the transformer is made, null where the module makes it; and the statement of its own that makes it. */
  readonly maker: Call | null;
  readonly made: Place | null;
  /** The loop over columns, and its variable. */
  readonly loop: { readonly place: Place; readonly variable: string; readonly iter: Expr } | null;
}

/** A call of the function, with the targets that take what it gives back. */
interface Handed {
  /** Whether a model is trained on the rows that it is for. */
  readonly trains: boolean;
  /** What is learned in it by the fit of the finding. */
  readonly fits: readonly Learned[];
  readonly place: Place;
  readonly call: Call;
  readonly target: Expr;
}

/** A call as it is written, before anybody asks what it is for. */
type HandedCall = Omit<Handed, "trains" | "fits">;

/** `def prepare(table): … scaler.fit_transform(table) …`, called for the training rows and for others. */
export function handOnFitted(cx: FixContext): Fix | null {
  const [step] = cx.finding.steps;
  if (!step || !samePlace(step.at, cx.finding.at)) return null;
  const view = viewOf(cx);
  const fitted = fitIn(view, cx);
  const calls = fitted && callsOf(cx, view, fitted.fn);
  if (!fitted || !calls) return null;
  return under(title, () => {
    checkSteps(cx, view, calls);
    const draft = new Draft(cx);
    for (const e of fitsNoMoreSaid(view, fitted.place.stmt, false)) draft.replace(e.at, e.text);
    if (fitted.maker === null) fitWhenAsked(view, draft, fitted, calls);
    else if (!givenBack(view, draft, fitted, fitted.maker, calls)) return null;
    return draft.finish("unsafe", `${title}${strictly(cx)}`);
  });
}

/** Rows that did not go through what the training rows went through before: fitted to them, it was one of their own, and would be on another scale now. @throws CannotFix */
function checkSteps(cx: FixContext, view: View, calls: readonly Handed[]): void {
  const through = ({ fits }: Handed): string[] => {
    const ids = new Set(fits.flatMap((l) => [...l.from.learned]));
    return cx.q.learnings.filter((l) => ids.has(l.id) && l.via === "transformer").map((l) => l.what);
  };
  const known = calls.filter((c) => c.trains).flatMap(through);
  for (const c of calls) {
    const own = through(c);
    const missing = known.find((what) => !own.includes(what));
    if (missing) no(`the training rows went through ${missing} before, and those of \`${short(view.textOf(c.call.at))}\` did not`);
  }
}

/** A transformer of the module is fitted by the call for the training rows alone. */
function fitWhenAsked(view: View, draft: Draft, { fn, place, call }: Fitted, calls: readonly Handed[]): void {
  if (!standsAlone(view, place.stmt)) no("another statement shares a line with it");
  const name = view.fresh("fit");
  const indent = /^\t/.test(indentOf(view, place.stmt)) ? "\t" : "    ";
  const object = view.textOf(call.func.object.at);
  const [data] = call.args;
  const edit = before(view, place.stmt, [`if ${name}:`, `${indent}${object}.fit(${data ? view.textOf(data.value.at) : ""})`]);
  draft.replace(edit.at, edit.text).renameCallee(call, "transform");
  takeParameter(view, draft, fn, `${name}=True`);
  for (const c of calls) if (!c.trains) draft.setKeyword(c.call, name, "False");
}

/** The function gives back what it fitted; false where its calls take what it gives back in another form. */
function givenBack(view: View, draft: Draft, fitted: Fitted, maker: Call, calls: readonly Handed[]): boolean {
  const value = returnOf(fitted.fn)?.value;
  if (!value) return false;
  const items = value.k === "tuple" ? value.items : null;
  for (const { target } of calls) {
    const taken = target.k === "tuple" || target.k === "list" ? target.items : null;
    if ((items === null) !== (taken === null) || items?.length !== taken?.length) return false;
  }
  const own = nameOf(fitted, maker);
  const inside = fitted.loop ? view.fresh(`${nameFor(maker)}s`) : own;
  fitOnce(view, draft, fitted, maker, inside);
  takeParameter(view, draft, fitted.fn, `${inside}=None`);
  const known = items?.findIndex((x) => x.k === "name" && x.name === inside) ?? -1;
  const isTaken = calls.some((c) => view.usesOf(inside, c.place.line.fn).some((u) => !holds(fitted.fn.at, u.at)));
  const outside = known < 0 ? (isTaken ? view.fresh(`fitted_${inside}`) : inside) : takenAs(calls, known);
  if (known < 0) draft.replace({ ...value.at, start: value.at.end }, `, ${inside}`);
  for (const { call, target, trains } of calls) {
    const isClosed = (target.k === "tuple" || target.k === "list") && /^[([][\s\S]*[)\]]$/.test(view.textOf(target.at));
    const end = isClosed ? target.at.end - 1 : target.at.end;
    if (known < 0) draft.replace({ ...target.at, start: end, end }, `, ${trains ? outside : "_"}`);
    if (!trains) draft.setKeyword(call, inside, outside);
  }
  return true;
}

/** What the call for the training rows calls the transformer that it is given back already. */
function takenAs([first, ...others]: readonly Handed[], index: number): string {
  const item = (c: Handed | undefined): Expr | undefined => (c?.target.k === "tuple" ? c.target.items[index] : undefined);
  const own = item(first);
  if (own?.k !== "name" || /^_+$/.test(own.name)) return no("what the function gives back is not kept");
  // Another name would be that of the same object then.
  for (const c of others) {
    const other = item(c);
    if (other?.k !== "name" || (other.name !== own.name && !/^_+$/.test(other.name))) no("the others are kept apart from it");
  }
  return own.name;
}

const nameOf = ({ call }: Fitted, maker: Call): string => (call.func.object.k === "name" ? call.func.object.name : nameFor(maker));

/** The fit of the finding, where a function of the module makes the transformer itself and nothing else of it asks it. */
function fitIn(view: View, cx: FixContext): Fitted | null {
  const place = view.placeAt(cx.finding.at);
  const call = place && callStarting(place.stmt, cx.finding.at.start);
  const { fn } = place?.line ?? {};
  if (!place || !fn || call?.func.k !== "attr" || call.func.name !== "fit_transform" || call.args.length !== 1 || call.args[0]?.name) return null;
  if (!defOf(view, fn) || fn.decorators.length) return null;
  const owner = place.line.owner?.k === "for" ? place.line.parent : null;
  const loop = owner?.stmt.k === "for" && owner.stmt.target.k === "name" ? { place: owner, variable: owner.stmt.target.name, iter: owner.stmt.iter } : null;
  if (!isRunOnce(loop?.place ?? place)) return null;
  const { object } = call.func;
  const base = { fn, place, call: { ...call, func: call.func }, loop };
  if (object.k === "call") return loop ? { ...base, maker: object, made: null } : null;
  if (object.k !== "name") return null;
  const others = view.usesOf(object.name, fn.locals.has(object.name) ? fn : null).filter((u) => !holds(call.at, u.at));
  if (!fn.locals.has(object.name)) {
    const refits = others.some((u) => u.around?.k === "attr" && /^(partial_)?fit/.test(u.around.name) && !u.stored);
    return loop || refits || view.module.stmts.some((s) => s.k === "def" && others.some((u) => u.stored && holds(s.at, u.at)))
      ? null
      : { ...base, maker: null, made: null };
  }
  const made = lastStore(view, object.name, place);
  const s = made?.stmt;
  if (!made || s?.k !== "assign" || s.targets.length !== 1 || s.targets[0]?.k !== "name" || s.value.k !== "call" || !standsAlone(view, s)) return null;
  if (s.value.func.k === "attr" && /^fit/.test(s.value.func.name)) return null;
  // What asks it behind the fit asks the same one; nothing fits it again, and nothing else is made under its name.
  const asksLater = (u: Use): boolean => !u.stored && view.isBefore(call.at, u.at) && !(u.around?.k === "attr" && /^(partial_)?fit/.test(u.around.name));
  const isOwn = others.every((u) => holds(s.at, u.at) || (!loop && asksLater(u)));
  return isOwn ? { ...base, maker: s.value, made } : null;
}

/** Whether a statement of a function runs once in each of its calls. */
function isRunOnce(place: Place): boolean {
  const { owner, parent } = place.line;
  return owner?.k === "def" || ((owner?.k === "try" || owner?.k === "with") && parent !== null && isRunOnce(parent));
}

/** The transformer is fitted where none was handed over; what follows only transforms. */
function fitOnce(view: View, draft: Draft, { place, call, made, loop }: Fitted, maker: Call, name: string): void {
  const [given] = call.args;
  if (!given) return;
  const data = given.value;
  const at = loop?.place ?? place;
  if (!standsAlone(view, place.stmt)) no("another statement shares a line with it");
  const indent = indentOf(view, at.stmt);
  const step = /^\t/.test(indent) ? "\t" : "    ";
  const fit = `${view.textOf(maker.at)}.fit(${view.textOf(data.at)})`;
  if (loop) checkColumn(view, place, loop, data, maker);
  const all = loop ? `{${loop.variable}: ${fit} for ${loop.variable} in ${view.textOf(loop.iter.at)}}` : fit;
  const lines = [`if ${name} is None:`, `${step}${name} = ${all}`];
  // The statement that made it gives way.
  const inPlace = made && !loop && made.line === place.line && made.index === place.index - 1;
  if (inPlace) draft.replace(made.stmt.at, lines.join(`\n${indent}`));
  else {
    const edits = [before(view, at.stmt, lines), ...(made ? [removal(view, made.stmt)] : [])];
    for (const edit of edits) draft.replace(edit.at, edit.text);
  }
  draft.replace(call.func.object.at, loop ? `${name}[${loop.variable}]` : name).renameCallee(call, "transform");
}

/** A column must be what it is above the loop when its round comes. @throws CannotFix */
function checkColumn(view: View, place: Place, { place: loop, variable, iter }: NonNullable<Fitted["loop"]>, data: Expr, maker: Call): void {
  if (!namesIn(data).includes(variable) || view.textOf(iter.at).length > 60 || namesIn(maker).length > 1) no("it cannot be fitted in one line above the loop");
  const root = namesIn(data).filter((n) => n !== variable);
  for (const s of place.line.stmts.slice(0, place.index))
    if (s.k !== "assign" || s.targets.some((t) => t.k !== "name" || root.includes(t.name))) no("the loop changes the column before it is fitted to");
  if (loop.stmt.k === "for" && loop.stmt.orelse.length) no("it cannot be fitted in one line above the loop");
}

/** The function takes one thing more, as it does by default. @throws CannotFix where it takes whatever it is given */
function takeParameter(view: View, draft: Draft, fn: Fn, words: string): void {
  if (fn.params.some((p) => p.kind !== "plain")) no("the function takes any number of arguments");
  const text = view.whole(fn.at.source);
  let depth = 0;
  let last = fn.nameAt.end;
  for (const { at, c } of codeFrom(text, fn.nameAt.end, fn.at.end)) {
    if (/[([{]/.test(c)) depth++;
    else if (/[)\]}]/.test(c) && --depth === 0) {
      if (/=None$/.test(words) && /^\s*->/.test(text.slice(at + 1))) no("what the function gives back is annotated");
      break;
    }
    if (!/\s|,/.test(c)) last = at + 1;
  }
  draft.replace({ source: fn.at.source, start: last, end: last }, `, ${words}`);
}

/** The calls of a function, one for training rows first, the others for these or for rows that are predicted; null where they are not statements of one line. */
function callsOf(cx: FixContext, view: View, fn: Fn): Handed[] | null {
  const uses = view.usesOf(fn.name, null).filter((u) => !u.stored);
  const calls = uses.map((u) => handedBy(u));
  const [first] = calls;
  if (calls.length < 2 || !first || calls.some((c) => c === null || c.place.line !== first.place.line || !standsAlone(view, c.place.stmt))) return null;
  const trained = cx.q.learnings.filter((l) => l.via === "model");
  const fits = cx.q.learnings.filter((l) => samePlace(l.at, cx.finding.at));
  const isTraining = (own: readonly Learned[]): boolean =>
    own.some((l) => trained.some((m) => m.from.learned.has(l.id) && /^(same|contains)$/.test(relation(l.rows, unmixed(m.rows)))));
  const fittedBy = (c: HandedCall): Handed => {
    const own = fits.filter((l) => l.path.some((at) => holds(c.call.at, at)));
    return { ...c, fits: own, trains: isTraining(own) };
  };
  const asked = [...cx.q.predictions, ...cx.q.evaluations.map((e) => e.score)];
  const isPredicted = (c: Handed): boolean => c.fits.some((l) => asked.some((p) => p.features.learned.has(l.id)));
  const all = (calls as HandedCall[]).sort((a, b) => a.place.index - b.place.index).map((c) => fittedBy(c));
  const others = all.filter((c) => !c.trains);
  return all[0]?.trains && others.some(isPredicted) && others.every((c) => isPredicted(c) || isUnread(view, c)) ? all : null;
}

/** Whether nothing reads what a call gives: rows that are kept for later. */
const isUnread = (view: View, { place, target }: HandedCall): boolean =>
  namesIn(target).every((n) => view.usesOf(n, place.line.fn).every((u) => u.stored || lastStore(view, n, u.place) !== place));

/** `train = prepare(table)`. */
function handedBy({ around, at, place }: Use): HandedCall | null {
  const s = place.stmt;
  const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
  const isCalled = around?.k === "call" && around.func.at.start === at.start && !around.args.some((a) => a.star);
  return s.k === "assign" && target && isCalled && s.value === around ? { place, call: around, target } : null;
}

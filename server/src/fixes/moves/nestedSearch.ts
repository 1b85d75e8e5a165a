/** The best settings of a search are cross-validated on the rows that it searched: the search itself is cross-validated, and chooses anew in each fold. */
import { type Span, samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import type { Choice } from "../../trace/lineage.js";
import type { Evaluation } from "../../trace/questions.js";
import { relation } from "../../trace/rows.js";
import { CannotFix, type FixContext } from "../context.js";
import { calledName } from "../splits.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { commentsOf } from "./comments.js";
import { argument, type Call, given } from "./learning.js";
import { dedupe } from "./lines.js";
import { no } from "./outcome.js";
import { callStarting, scoringCalls, type Validated, validatedAt } from "./validated.js";
import { type Place, placeBehind, type Use, type View } from "./view.js";
import { returnOf } from "./walk.js";

/** What changes, and of how many searches. */
interface Nested {
  readonly edits: TextEdit[];
  readonly searches: number;
}

/**
 * The edits, with those of searches of the same rows whose scores are reported beside this one: all that is compared is scored alike. Null where no
 * cross-validation of the same rows reports what the search found.
 * @throws CannotFix
 */
export function crossValidateSearch(cx: FixContext, view: View): Nested | null {
  const choice = cx.q.choices.find((c) => samePlace(c.at, cx.finding.at));
  const own = choice ? reported(cx, view, choice) : null;
  if (!choice || !own?.length) return null;
  const lines = new Set(own.map((r) => r.place.line));
  const others = cx.q.choices.filter((c) => c.kind === "search" && c !== choice && relation(c.rows, choice.rows) === "same");
  const beside = others.flatMap((c) => {
    try {
      const found = reported(cx, view, c) ?? [];
      return found.length && found.every((r) => lines.has(r.place.line)) ? [found] : [];
    } catch (e) {
      if (!(e instanceof CannotFix)) throw e;
      return [];
    }
  });
  return { edits: dedupe([own, ...beside].flat().map((r) => r.edit)), searches: beside.length + 1 };
}

/** Where what a search found is cross-validated, and how the search is given instead. @throws CannotFix */
function reported(cx: FixContext, view: View, choice: Choice): { place: Place; edit: TextEdit }[] | null {
  const searched = validatedAt(view, choice.at);
  if (!searched?.search) return null;
  const scored = cx.q.evaluations.filter((e) => e.role === "folds" && e.score.settings.chosen.has(choice.id) && !samePlace(e.score.at, choice.at));
  if (!scored.length) return null;
  const name = searched.search.name ?? no("the search has no name by which it could be cross-validated");
  const back = givenBack(cx, view, searched, name, scored);
  if (back) return [back];
  const out: { place: Place; edit: TextEdit }[] = [];
  for (const { call, v } of scored.flatMap((e) => reportsOf(cx, view, e, searched.place))) {
    // A curve of settings is no report.
    if (call && /(validation|learning)_curve$/.test(view.textOf(call.callee))) continue;
    if (!v) return no("what it found is scored in a way that cannot be followed");
    checkRows(view, searched, v);
    if (lastStore(view, name, v.place) !== lastStore(view, name, placeBehind(searched.place))) no(`\`${name}\` is another thing where what it found is scored`);
    const made = foundModel(view, v);
    if (!isOf(view, made, searched, name)) no(`\`${short(view.textOf(v.model.at))}\` is made in a way that cannot be followed from what the search found`);
    out.push({ place: v.place, edit: { at: v.model.at, text: name } });
  }
  return out;
}

/** What cross-validates the model that was found: what it is given for its model, its data and its labels, and where. */
interface Reported {
  readonly place: Place;
  readonly model: Expr;
  readonly data: Expr;
  readonly labels: Expr | null;
}

/** The calls that cross-validate for a score: its own, or those that made its predictions; with what they are given, null where that cannot be followed. */
function reportsOf(cx: FixContext, view: View, { score }: Evaluation, searched: Place): { call: Call | null; v: Reported | null }[] {
  return scoringCalls(cx.q, score).map((at) => {
    const v = validatedAt(view, at);
    if (!v || v.search || v.call.args.some((a) => a.name === "return_estimator")) return { call: v?.call ?? null, v: null };
    const own = { place: v.place, model: v.model, data: v.data, labels: labelsOf(v) };
    return { call: v.call, v: v.place.line.fn === searched.line.fn ? own : handedTo(view, own, score.path, searched) };
  });
}

/** The same as the program's own function is given it, where that does nothing with a model but cross-validate it. */
function handedTo(view: View, { place, model, data, labels }: Reported, path: readonly Span[], searched: Place): Reported | null {
  const { fn } = place.line;
  const sites = [...path, ...(fn ? onlyCall(view, fn) : [])].flatMap((at) => {
    const site = view.placeAt(at);
    const call = site && callStarting(site.stmt, at.start);
    return site?.line.fn === searched.line.fn && call?.func.k === "name" && call.func.name === fn?.name ? [{ site, call }] : [];
  });
  const [{ site, call } = { site: null, call: null }] = sites;
  if (!fn || !site || call.args.some((a) => a.star)) return null;
  const argument = (e: Expr | null): Expr | null => {
    const i = e?.k === "name" ? fn.params.findIndex((p) => p.name === e.name) : -1;
    if (i < 0 || e?.k !== "name" || view.usesOf(e.name, fn).some((u) => u.stored)) return null;
    return call.args.find((a) => a.name === e.name)?.value ?? call.args.filter((a) => !a.name)[i]?.value ?? null;
  };
  const [m, x, y] = [model, data, labels].map(argument);
  const isModel = (u: Use): boolean => u.around?.k === "call" && validatedAt(view, u.around.callee)?.model.at.start === u.at.start;
  if (!m || !x || !y || model.k !== "name" || !view.usesOf(model.name, fn).every(isModel)) return null;
  return { place: site, model: m, data: x, labels: y };
}

/** Where a function is called, if that is in one place: predictions are scored elsewhere than where they are made. */
function onlyCall(view: View, fn: Fn): Span[] {
  const [use, ...more] = view.usesOf(fn.name, null).filter((u) => !u.stored);
  return use && !more.length && use.around?.k === "call" && use.around.func.at.start === use.at.start ? [use.at] : [];
}

/**
 * A function that gives back the best model that it found: it gives back the search, where its one caller does nothing with that but cross-validate it on
 * the rows that it handed over.
 */
function givenBack(cx: FixContext, view: View, searched: Validated, name: string, scored: readonly Evaluation[]): { place: Place; edit: TextEdit } | null {
  const { fn } = searched.place.line;
  const back = fn && returnOf(fn);
  const value = back?.value;
  if (!fn || !back || value?.k !== "attr" || value.name !== "best_estimator_" || value.object.k !== "name" || value.object.name !== name) return null;
  const behind = view.placeOf(back);
  if (!behind || behind.line !== searched.place.line || lastStore(view, name, behind) !== lastStore(view, name, placeBehind(searched.place))) return null;
  const [use, ...more] = view.usesOf(fn.name, null).filter((u) => !u.stored);
  const s = use?.place.stmt;
  const [target] = s?.k === "assign" && s.value === use?.around ? s.targets : [];
  if (!use || more.length || s?.k !== "assign" || s.value.k !== "call" || s.targets.length !== 1 || target?.k !== "name" || isTold(view, fn, back)) return null;
  const call = s.value;
  const isHanded = (own: Expr | null, e: Expr | null, at: Place): boolean => {
    const given = own?.k === "name" && !view.usesOf(own.name, fn).some((u) => u.stored) ? argument(fn, call, own.name) : null;
    return given?.k === "name" && e?.k === "name" && given.name === e.name && lastStore(view, e.name, at) === lastStore(view, e.name, use.place);
  };
  const reports = scored.flatMap((e) => reportsOf(cx, view, e, use.place)).filter(({ call: c }) => !c || !/_curve$/.test(calledName(c)));
  const labels = labelsOf(searched);
  const models = reports.flatMap(({ v }) =>
    v && v.model.k === "name" && v.model.name === target.name && isHanded(searched.data, v.data, v.place) && isHanded(labels, v.labels, v.place)
      ? [v.model]
      : [],
  );
  const isOther = (u: Use): boolean => !u.stored && lastStore(view, target.name, u.place)?.stmt === s && !models.some((m) => m.at.start === u.at.start);
  if (!models.length || models.length !== reports.length || view.usesOf(target.name, use.place.line.fn).some(isOther)) return null;
  return { place: use.place, edit: { at: value.at, text: name } };
}

/** Whether what a function gives back is told of in its head or beside its `return`. */
function isTold(view: View, fn: Fn, back: Stmt): boolean {
  const [first] = fn.body;
  const doc = first?.k === "expr" && first.value.k === "const" ? view.textOf(first.at) : "";
  const head = view.whole(fn.at.source).slice(fn.at.start, first?.at.start ?? fn.at.start);
  return /->/.test(head) || /return|best|estimator|model/i.test(doc) || commentsOf(view, back).some((at) => /best|estimator|model/i.test(view.textOf(at)));
}

/** Both are given the same data and labels. */
function checkRows(view: View, searched: Validated, v: Reported): void {
  const isSame = (a: Expr | null, b: Expr | null): boolean => {
    const [x, y] = [a && plainOf(a), b && plainOf(b)];
    return x !== null && y !== null && sameText(view, a, b) && lastStore(view, x.name, searched.place) === lastStore(view, x.name, v.place);
  };
  const labels = [labelsOf(searched), v.labels];
  const isUnlabelled = labels.every((l) => l === null);
  if (!isSame(searched.data, v.data) || (!isUnlabelled && !isSame(labels[0] ?? null, labels[1] ?? null)))
    no("what it found is scored on other data than it searched on");
}

const sameText = (view: View, a: Expr | null, b: Expr | null): boolean => a !== null && b !== null && view.textOf(a.at) === view.textOf(b.at);

/** The variable of `X`, `X.values` and `X.to_numpy()`. */
function plainOf(e: Expr): (Expr & { k: "name" }) | null {
  const method = e.k === "call" && !e.args.length && e.func.k === "attr" && e.func.name === "to_numpy" ? e.func.object : null;
  const on = method ?? (e.k === "attr" && e.name === "values" ? e.object : e);
  return on.k === "name" ? on : null;
}

function labelsOf({ call, search }: Validated): Expr | null {
  const given = call.args.filter((a) => !a.name).map((a) => a.value);
  return call.args.find((a) => a.name === "y")?.value ?? given[search ? 1 : 2] ?? null;
}

/** The expression that makes the model which is scored, its `fit` left out. */
function foundModel(view: View, { model, place }: Reported): { e: Expr; place: Place } {
  const store = model.k === "name" ? lastStore(view, model.name, place) : null;
  const s = store?.stmt;
  const e = s?.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" ? s.value : model;
  const at = e === model ? place : (store as Place);
  return { e: e.k === "call" && e.func.k === "attr" && e.func.name === "fit" ? e.func.object : e, place: at };
}

/** Whether a model is the search's best: `search.best_estimator_`, its estimator set to the best settings, or made anew of the same class with them. */
function isOf(view: View, { e, place }: { e: Expr; place: Place }, searched: Validated, name: string): boolean {
  const isRead = (x: Expr, attr: string): boolean => x.k === "attr" && x.name === attr && x.object.k === "name" && x.object.name === name;
  if (isRead(e, "best_estimator_")) return true;
  if (e.k !== "call") return false;
  if (isByKeys(view, e, place, searched, name)) return true;
  const best = e.args.filter((a) => a.star === 2);
  const [spread] = best;
  if (!spread || best.length > 1 || !isRead(boundTo(view, spread.value, place), "best_params_")) return false;
  const more = e.args.filter((a) => a.star !== 2);
  const made = madeOf(view, searched.model, searched.modelPlace);
  if (e.func.k === "attr" && e.func.name === "set_params") {
    const { object } = e.func;
    const own = madeOf(view, object, place);
    const isSame = object.k === "name" && searched.model.k === "name" && object.name === searched.model.name;
    return (isSame || (own !== null && made !== null && view.textOf(own.at) === view.textOf(made.at))) && more.every(isSeed);
  }
  if (!made || view.textOf(made.callee) !== view.textOf(e.callee)) return false;
  const words = (call: Call): string => wordsOf(view, call, (a) => a.star !== 2);
  return words(made) === words(e);
}

/** `Model(C=best["C"], gamma=best["gamma"])`: the class of the estimator with all that was searched, each by its own name, and its other arguments. */
function isByKeys(view: View, e: Call, place: Place, searched: Validated, name: string): boolean {
  const made = madeOf(view, searched.model, searched.modelPlace);
  const grid = searched.search && given(searched.search.made, ["param_grid", "param_distributions", "search_spaces"], 1);
  const table = grid && boundTo(view, grid, searched.place);
  if (!made || table?.k !== "dict" || view.textOf(made.callee) !== view.textOf(e.callee)) return false;
  const isBest = (x: Expr): boolean => x.k === "attr" && x.name === "best_params_" && x.object.k === "name" && x.object.name === name;
  const isKeyed = ({ name: word, value }: Call["args"][number]): boolean =>
    word !== null && value.k === "index" && value.index.k === "const" && value.index.value === word && isBest(boundTo(view, value.object, place));
  const keys = table.entries.map(({ key }) => (key?.k === "const" ? String(key.value) : ""));
  const keyed = e.args.filter(isKeyed).map((a) => a.name ?? "");
  if (keyed.length !== keys.length || keyed.some((k) => !keys.includes(k)) || [...e.args, ...made.args].some((a) => a.star)) return false;
  const others = (call: Call): string => wordsOf(view, call, (a) => !isKeyed(a) && !keys.includes(a.name ?? ""));
  return others(e) === others(made);
}

/** The arguments that are settings, in any order. */
const wordsOf = (view: View, call: Call, counts: (a: Call["args"][number]) => boolean): string =>
  call.args
    .filter((a) => counts(a) && !isSeed(a))
    .map((a) => `${a.name ?? ""}=${view.textOf(a.value.at)}`)
    .sort()
    .join();

/** What a variable was bound to, or the expression itself. */
function boundTo(view: View, e: Expr, at: Place): Expr {
  const s = e.k === "name" ? lastStore(view, e.name, at)?.stmt : undefined;
  return s?.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" ? s.value : e;
}

/** A seed may be another: it is no setting. */
const isSeed = (a: { readonly name: string | null }): boolean => /^(random_state|random_seed|seed|n_jobs|verbose|verbosity|silent)$/.test(a.name ?? "");

/** The call that makes a model, where it stands or under its name; null where it is made otherwise. */
function madeOf(view: View, e: Expr, at: Place): Call | null {
  if (e.k === "call") return e;
  const s = e.k === "name" ? lastStore(view, e.name, at)?.stmt : undefined;
  return s?.k === "assign" && s.value.k === "call" && !(s.value.func.k === "attr" && s.value.func.name === "fit") ? s.value : null;
}

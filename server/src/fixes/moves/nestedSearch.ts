/** The best settings of a search are cross-validated on the rows that it searched: the search itself is cross-validated, and chooses anew in each fold. */
import { type Span, samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { Choice } from "../../trace/lineage.js";
import type { Evaluation } from "../../trace/questions.js";
import { relation } from "../../trace/rows.js";
import { CannotFix, type FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import type { Call } from "./learning.js";
import { dedupe } from "./lines.js";
import { no } from "./outcome.js";
import { callStarting, scoringCalls, type Validated, validatedAt } from "./validated.js";
import { type Place, placeBehind, type Use, type View } from "./view.js";

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
  const outer = path.map((at) => view.placeAt(at)).findIndex((p) => p?.line.fn === searched.line.fn);
  const at = path[outer];
  const site = at && view.placeAt(at);
  const call = site && callStarting(site.stmt, at.start);
  if (!fn || !call || call.func.k !== "name" || call.func.name !== fn.name || call.args.some((a) => a.star)) return null;
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

/** Both are given the same data and labels. */
function checkRows(view: View, searched: Validated, v: Reported): void {
  const isSame = (a: Expr | null, b: Expr | null): boolean => {
    const [x, y] = [a && plainOf(a), b && plainOf(b)];
    return x !== null && y !== null && sameText(view, a, b) && lastStore(view, x.name, searched.place) === lastStore(view, x.name, v.place);
  };
  if (!isSame(searched.data, v.data) || !isSame(labelsOf(searched), v.labels)) no("what it found is scored on other data than it searched on");
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
  const words = (call: Call): string[] =>
    call.args
      .filter((a) => a.star !== 2 && !isSeed(a))
      .map((a) => `${a.name ?? ""}=${view.textOf(a.value.at)}`)
      .sort();
  return words(made).join() === words(e).join();
}

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

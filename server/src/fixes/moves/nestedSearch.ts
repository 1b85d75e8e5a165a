/** The best settings of a search are cross-validated on the rows that it searched: the search itself is cross-validated, and chooses anew in each fold. */
import { samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import type { Call } from "./learning.js";
import { dedupe } from "./lines.js";
import { no } from "./outcome.js";
import { type Validated, validatedAt } from "./pipeline.js";
import type { Place, View } from "./view.js";

/**
 * The edits; null where no cross-validation of the same rows reports what the search found.
 * @throws CannotFix
 */
export function crossValidateSearch(cx: FixContext, view: View): TextEdit[] | null {
  const searched = validatedAt(view, cx.finding.at);
  const choice = cx.q.choices.find((c) => samePlace(c.at, cx.finding.at));
  if (!searched?.search || !choice) return null;
  const scored = cx.q.evaluations.filter((e) => e.role === "folds" && e.score.settings.chosen.has(choice.id) && !samePlace(e.score.at, choice.at));
  const calls = scored.map((e) => validatedAt(view, e.score.at));
  if (!calls.length) return null;
  const name = searched.search.name ?? no("the search has no name by which it could be cross-validated");
  const edits: TextEdit[] = [];
  for (const v of calls) {
    // A curve of settings is no report.
    if (v && /(validation|learning)_curve$/.test(view.textOf(v.call.callee))) continue;
    if (!v || v.search || v.call.args.some((a) => a.name === "return_estimator")) return no("what it found is scored in a way that cannot be followed");
    checkRows(view, searched, v);
    if (lastStore(view, name, v.place) !== lastStore(view, name, next(searched.place))) no(`\`${name}\` is another thing where what it found is scored`);
    const made = foundModel(view, v);
    if (!isOf(view, made, searched, name)) no(`\`${short(view.textOf(v.model.at))}\` is made in a way that cannot be followed from what the search found`);
    edits.push({ at: v.model.at, text: name });
  }
  return edits.length ? dedupe(edits) : null;
}

/** The place behind a statement, from which a store of its own is seen. */
const next = (place: Place): Place => ({ ...place, index: place.index + 1 });

/** Both are given the same data and labels. */
function checkRows(view: View, searched: Validated, v: Validated): void {
  const isSame = (a: Expr | null, b: Expr | null): boolean =>
    a?.k === "name" && b?.k === "name" && a.name === b.name && lastStore(view, a.name, searched.place) === lastStore(view, a.name, v.place);
  if (!isSame(searched.data, v.data) || !isSame(labelsOf(searched), labelsOf(v))) no("what it found is scored on other data than it searched on");
}

function labelsOf({ call, search }: Validated): Expr | null {
  const given = call.args.filter((a) => !a.name).map((a) => a.value);
  return call.args.find((a) => a.name === "y")?.value ?? given[search ? 1 : 2] ?? null;
}

/** The expression that makes the model which is scored, its `fit` left out. */
function foundModel(view: View, { model, place }: Validated): { e: Expr; place: Place } {
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
  if (best.length !== 1 || !isRead((best[0] as { value: Expr }).value, "best_params_")) return false;
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

/** A seed may be another: it is no setting. */
const isSeed = (a: { readonly name: string | null }): boolean => /^(random_state|random_seed|seed|n_jobs|verbose|verbosity|silent)$/.test(a.name ?? "");

/** The call that makes a model, where it stands or under its name; null where it is made otherwise. */
function madeOf(view: View, e: Expr, at: Place): Call | null {
  if (e.k === "call") return e;
  const s = e.k === "name" ? lastStore(view, e.name, at)?.stmt : undefined;
  return s?.k === "assign" && s.value.k === "call" && !(s.value.func.k === "attr" && s.value.func.name === "fit") ? s.value : null;
}

/** A model that goes on to predict other rows stays trained on all of its own: a copy, trained on a part of them, is asked where it is scored. */
import type { Expr } from "../../program/ir.js";
import { type Rows, relation, sourcesOf } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { calledName } from "../splits.js";
import { callOf } from "./atCalls.js";
import { changedSince } from "./chain.js";
import { standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { holds, type Place, placeBehind, type Use, type View } from "./view.js";

const asked = /^(predict|predict_proba|predict_log_proba|decision_function|score)$/;

/** What scikit-learn can copy: its own estimators and those that behave like them. */
export const cloned = /^(classifier|regressor|boostClassifier|boostRegressor|estimator|pipeline|search)$/;

/** `model.predict(X_test)`: the call that asks the model for these rows. */
export function callOn(use: Use): (Expr & { k: "call" }) | null {
  const call = callOf(use);
  return use.around?.k === "attr" && asked.test(use.around.name) ? call : null;
}

/** The uses of a model that a copy is to stand for, and the statement in front of which it is trained. */
export interface Copied {
  readonly model: string;
  readonly uses: readonly Use[];
  readonly first: Place;
}

/**
 * What scores the model trained by `call` on its own `rows` of `data`, at `asked`; null where it predicts no rows of other data afterwards and is not saved.
 * @throws CannotFix where it does, and cannot be copied
 */
export function copied(
  cx: FixContext,
  view: View,
  trained: Place,
  call: Expr & { k: "call" },
  asked: readonly Place[],
  data: string,
  rows: Rows,
  fit: number,
): Copied | null {
  const own = new Set(sourcesOf(rows).map((s) => s.key));
  const isElsewhere = (r: Rows): boolean => sourcesOf(r).length > 0 && sourcesOf(r).every((s) => !own.has(s.key));
  const object = objectOf(trained, call);
  const saved = isSaved(view, object, trained);
  const goesOn = saved || cx.q.predictions.some((p) => p.fits.has(fit) && relation(p.rows, rows) !== "same" && isElsewhere(p.rows));
  if (!goesOn) return null;
  const reason = saved
    ? "the model is saved, and is to be trained on all that it has"
    : "the model goes on to predict other rows, for which it is to be trained on all that it has";
  if (object?.k !== "name") return no(reason);
  const stays = (p: Place): boolean => !changedSince(view, object.name, placeBehind(trained), p);
  const isGiven = (e: Expr | null): boolean => e?.k === "call" && e.args.some((a) => a.value.k === "name" && a.value.name === data);
  const uses = asked.flatMap((p) =>
    view.usesOf(object.name, trained.line.fn).filter((u) => !u.stored && holds(p.stmt.at, u.at) && isGiven(u.around?.k === "call" ? u.around : callOn(u))),
  );
  const [first] = uses.flatMap((u) => view.ancestorIn(u.place, trained.line) ?? []).sort((a, b) => a.index - b.index);
  if (!first || first.index <= trained.index || !uses.every((u) => stays(u.place)) || !standsAlone(view, first.stmt)) return no(reason);
  if (!uses.every((u) => cloned.test(cx.modelAt(u.at)?.protocol ?? ""))) return no(reason);
  return { model: object.name, uses, first };
}

/** What is trained: `model` of `model.fit(X, y)` or of `model = Model().fit(X, y)`. */
export function objectOf({ stmt }: Place, call: Expr & { k: "call" }): Expr | null {
  const target = stmt.k === "assign" && stmt.targets.length === 1 && stmt.value === call ? (stmt.targets[0] ?? null) : null;
  return stmt.k === "expr" && stmt.value === call && call.func.k === "attr" ? call.func.object : target;
}

/** Whether a model is written to a file as it was trained: `joblib.dump(model, path)`, `pickle.dumps(model)`. */
export function isSaved(view: View, object: Expr | null, trained: Place): boolean {
  if (object?.k !== "name") return false;
  const writes = (u: Use): boolean => u.around?.k === "call" && /^dumps?$/.test(calledName(u.around)) && u.around.args[0]?.value.at.start === u.at.start;
  return view
    .usesOf(object.name, trained.line.fn)
    .some((u) => view.isBefore(trained.stmt.at, u.at) && writes(u) && !changedSince(view, object.name, placeBehind(trained), u.place));
}

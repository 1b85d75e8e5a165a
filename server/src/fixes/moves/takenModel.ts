/** A program that goes on with a search on rows that it prepared itself: the model in its pipeline is asked instead, handed on and stored. */
import { lastStore } from "./chain.js";
import { type Call, given } from "./learning.js";
import type { Validated } from "./validated.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

const predicts = /^(predict|predict_proba|predict_log_proba|decision_function)$/;

/** What only the search itself knows. */
const found = /^(best_\w+_|cv_results_|grid_scores_|scorer_|refit_time_|n_splits_)$/;

/** Whether the best model gives under a name what its search gives: predictions, and the score that it has by itself. */
export function givesTheSame(name: string, v: Validated): boolean {
  if (predicts.test(name) || name === "__class__") return true;
  const scoring = v.search && given(v.search.made, "scoring", 3);
  return name === "score" && (!scoring || (scoring.k === "const" && scoring.value === null));
}

/** Whether what a search is handed to at a use asks it for predictions alone, or stores it: its best model serves as well. */
export function takesModel(view: View, v: Validated, u: Use, depth = 0): boolean {
  const { around, at, place } = u;
  if (depth > 3 || u.stored) return false;
  if (around?.k === "attr") return depth > 0 && givesTheSame(around.name, v);
  if (around?.k === "call")
    return (isStored(view, around, u) && loadedAskNoMore(view)) || isPermuted(view, v, around, u) || goesToFunction(view, v, around, u, depth);
  const s = place.stmt;
  const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
  return (
    s.k === "assign" &&
    s.value.at.start === at.start &&
    target?.k === "index" &&
    target.object.k === "name" &&
    isKept(view, v, target.object.name, place, depth)
  );
}

const isStored = (view: View, call: Call, u: Use): boolean =>
  /(^|\.)(joblib|pickle|cloudpickle|dill|pkl)\.dump$|^dump$/.test(view.textOf(call.callee)) && call.args[0]?.value.at.start === u.at.start;

/** `permutation_importance(search, X, y)`, which goes by the score of what it is given, or by one of its own. */
export const isPermuted = (view: View, v: Validated, call: Call, u: Use): boolean =>
  /(^|\.)permutation_importance$/.test(view.textOf(call.callee)) &&
  call.args[0]?.value.at.start === u.at.start &&
  (givesTheSame("score", v) || call.args.some((a) => a.name === "scoring"));

/** Whether the program asks nothing that it loads for what only a search knows. */
function loadedAskNoMore(view: View): boolean {
  const stores = view.module.stmts.flatMap((s) =>
    s.k === "assign" && s.targets[0]?.k === "name" && /(^|\.)load\(/.test(view.textOf(s.value.at)) ? [s.targets[0].name] : [],
  );
  return stores.every((name) => view.usesOf(name, null).every(({ around }) => around?.k !== "attr" || !found.test(around.name)));
}

function goesToFunction(view: View, v: Validated, call: Call, u: Use, depth: number): boolean {
  const name = call.func.k === "name" ? call.func.name : null;
  const i = call.args.findIndex((a) => a.value.k === "name" && a.value.at.start === u.at.start);
  const def = view.module.stmts.filter((s) => s.k === "def" && s.fn.name === name);
  const [own] = def;
  if (own?.k !== "def" || def.length !== 1 || i < 0 || call.args.some((a) => a.star)) return false;
  const param = call.args[i]?.name ?? own.fn.params[i]?.name;
  const uses = param ? view.usesOf(param, own.fn).filter((x) => holds(own.at, x.at)) : [];
  return uses.length > 0 && uses.every((x) => takesModel(view, v, x, depth + 1));
}

/** Whether a table of models that the search goes into, `models[name] = search`, asks what it holds for no more. */
function isKept(view: View, v: Validated, table: string, made: Place, depth: number): boolean {
  return view.usesOf(table, made.line.fn).every((u) => {
    const { around, place } = u;
    const s = place.stmt;
    if (u.stored) return s.k === "assign" && /^(\{\s*\}|\[\s*\]|dict\(\)|list\(\))$/.test(view.textOf(s.value.at));
    if (s.k === "assign" && s.targets.some((t) => t.k === "index" && holds(t.object.at, u.at))) return true;
    if (around?.k === "call") return /^(len|print|display)$/.test(view.textOf(around.callee));
    if (around?.k === "attr" && /^(keys|items|values)$/.test(around.name)) {
      if (around.name === "keys") return true;
      const { target } = s.k === "for" && holds(s.iter.at, u.at) ? s : { target: null };
      const bound = around.name === "items" && target?.k === "tuple" ? target.items[1] : target;
      return (
        bound?.k === "name" &&
        s.k === "for" &&
        view.usesOf(bound.name, place.line.fn).every((x) => !holds(s.at, x.at) || x.stored || takesModel(view, v, x, depth + 1))
      );
    }
    if (around?.k !== "index") return false;
    if (s.k === "assign" && s.value === around && s.targets[0]?.k === "name") {
      const { name } = s.targets[0];
      return view.usesOf(name, place.line.fn).every((x) => x.stored || lastStore(view, name, x.place) !== place || takesModel(view, v, x, depth + 1));
    }
    let asked = false;
    eachExprIn(s, (e) => {
      if (e.k === "attr" && e.object === around && givesTheSame(e.name, v)) asked = true;
    });
    return asked;
  });
}

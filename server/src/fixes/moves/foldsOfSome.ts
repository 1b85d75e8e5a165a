/** Cross-validation that scores some rows only, in folds of them; all others take part in every training. */
import type { TextEdit } from "../../engine.types.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { isSetBefore } from "./drawing.js";
import { picked } from "./learnFrom.js";
import type { Call } from "./learning.js";
import { before, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { modelName, type Validated } from "./pipeline.js";
import type { Place, View } from "./view.js";

/** Stands for NumPy until the caller knows how it is imported. */
export const NUMPY = "\u0000numpy";
/** Stands, with the name behind it, for a splitter of `sklearn.model_selection`. */
export const FOLDS = "\u0000folds:";

export interface SomeFolds {
  readonly edits: TextEdit[];
  /** Calls, and the variable that each is to be given as `cv`. */
  readonly given: readonly { readonly call: Call; readonly name: string }[];
  readonly places: readonly Place[];
}

interface Cut {
  readonly place: Place;
  readonly text: string;
  readonly name: string;
}

/**
 * `train`, `scored`: variables that hold the numbers of the rows that are trained on always, and of those that are scored.
 * @throws CannotFix
 */
export function cutFolds(cx: FixContext, view: View, models: readonly Validated[], train: string, scored: string): SomeFolds {
  const edits: TextEdit[] = [];
  const given: { call: Call; name: string }[] = [];
  const cuts: Cut[] = [];
  for (const v of [...models].sort((a, b) => (cx.doc.isBefore(a.call.at, b.call.at) ? -1 : 1))) {
    const call = v.search ? v.search.made : v.call;
    const at = v.search ? v.modelPlace : v.place;
    if (!standsAlone(view, at.stmt)) no("another statement shares a line with it");
    if (/Halving/.test(view.textOf(call.callee))) no("a halving search draws rows of its own");
    if (call.args.some((a) => a.star || a.name === "groups") || v.call.args.some((a) => a.name === "groups")) no("the folds keep groups together");
    if (!v.search && call.args.filter((a) => !a.name).length > 3) no("the cross-validation is called in a way that cannot be followed");
    const text = `[(${NUMPY}.append(${train}, ${scored}[fit]), ${scored}[held]) for fit, held in ${splitText(cx, view, v, call, at, scored)}]`;
    const old = cuts.find((c) => c.text === text && reaches(view, c.place, at));
    const name =
      old?.name ??
      cuts.find((c) => c.text === text)?.name ??
      view.fresh(
        "scored_folds",
        cuts.map((c) => c.name),
      );
    if (!old) {
      edits.push(before(view, at.stmt, [`${name} = ${text}`]));
      cuts.push({ place: at, text, name });
    }
    given.push({ call, name });
  }
  return { edits, given, places: cuts.map((c) => c.place) };
}

/** Whether what is bound at `a` is bound, to the same, at `b`. */
function reaches(view: View, a: Place, b: Place): boolean {
  const there = view.ancestorIn(b, a.line);
  return there !== null && there.index >= a.index;
}

/** `KFold(5).split(scored_rows)`: the folds as they were, of the rows that are scored. */
function splitText(cx: FixContext, view: View, v: Validated, call: Call, at: Place, scored: string): string {
  const { text, strata } = splitter(cx, view, v, call, at);
  const y = v.call.args.find((a) => a.name === "y")?.value ?? v.call.args.filter((a) => !a.name)[v.search ? 1 : 2]?.value;
  if (strata === "no" || !y) return strata === "must" ? no("the labels that the folds are stratified by are not given") : `${text("KFold")}.split(${scored})`;
  try {
    const there = y.k === "name" || y.k === "attr" || y.k === "index";
    const name = y.k === "name" ? y.name : null;
    if (!there || (name && v.search && at.stmt !== v.place.stmt && !isSetBefore(view, name, at) && view.usesOf(name, at.line.fn).some((u) => u.stored)))
      throw null;
    return `${text("StratifiedKFold")}.split(${scored}, ${picked(view, y, v.place, { by: "position", train: scored })})`;
  } catch (e) {
    if (strata === "must") throw e ?? no("the labels that the folds are stratified by are not there yet");
    return `${text("KFold")}.split(${scored})`;
  }
}

interface Splitter {
  text(name: string): string;
  readonly strata: "no" | "may" | "must";
}

function splitter(cx: FixContext, view: View, v: Validated, call: Call, at: Place): Splitter {
  const given = call.args.find((a) => a.name === "cv")?.value ?? null;
  const classes: Splitter["strata"] = isClassifier(cx, view, v) ? "may" : "no";
  const counted = (n: string): Splitter => ({ text: (name) => `${FOLDS}${name}\u0000(${n})`, strata: classes });
  if (!given || (given.k === "const" && given.value === null)) return counted("5");
  if (given.k === "const" && typeof given.value === "number") return counted(view.textOf(given.at));
  const stored =
    given.k === "name"
      ? (lastStore(view, given.name, at) ?? lastStore(view, given.name, { line: view.module, index: view.module.stmts.length, stmt: at.stmt }))
      : null;
  const made = given.k === "name" ? (stored?.stmt.k === "assign" && stored.stmt.targets[0]?.k === "name" ? stored.stmt.value : null) : given;
  const text = view.textOf(given.at);
  if (made?.k === "const" && typeof made.value === "number") return counted(text);
  if (made?.k === "call" && made.func.k === "attr" && made.func.name === "get_n_splits") return counted(text);
  const kind = made?.k === "call" ? view.textOf(made.callee).replace(/.*\./s, "") : "";
  const old = made?.k === "call" && (made.args.some((a) => a.name === "n_folds") || made.args.filter((a) => !a.name).length > 1);
  if (!/^(Repeated)?(Stratified)?(KFold|ShuffleSplit)$/.test(kind) || old || view.units.some((u) => u.input.text.includes("sklearn.cross_validation")))
    return no(`\`cv=${short(text)}\` cannot be followed`);
  return { text: () => text, strata: kind.includes("Stratified") ? "must" : "no" };
}

/** Whether a number of folds means stratified ones. */
function isClassifier(cx: FixContext, view: View, v: Validated): boolean {
  const task = cx.modelAt(v.model.at)?.row?.traits?.task;
  return task ? task === "classification" : /Classif|LogisticRegression|SVC$|NB$|Discriminant|Perceptron/.test(modelName(view, v.model, v.modelPlace) ?? "");
}

/** Numbers that gaps are filled with, taken by hand before cross-validation: an imputer in a Pipeline takes them again in each fold. */
import type { Fix } from "../../engine.types.js";
import type { Leak } from "../../trace/questions.js";
import type { Builder, FixContext } from "../context.js";
import { Draft } from "../draft.js";
import { called, finished, under, viewOf, withImports } from "./builders.js";
import { IMPUTER } from "./chain.js";
import { learnsColumns } from "./columnSteps.js";
import { columnsBackIntoPipelines } from "./columnsInFolds.js";
import { unlessCompared } from "./compared.js";
import { fillInEachRound } from "./fillsInRounds.js";
import { foldLoopsOf } from "./foldLoop.js";
import { fillsByHand, gapsIntoPipelines } from "./gapsInFolds.js";
import { callAt } from "./learning.js";
import { firstOf } from "./outcome.js";
import { COLUMNS, checkVersion, NAMED, PIPELINE, type Piped } from "./pipeline.js";
import { type Validated, validatedAt } from "./validated.js";
import type { View } from "./view.js";

/** Fills the gaps inside each fold. */
export const fillInFolds: Builder = (cx) => {
  const view = viewOf(cx);
  const leaks = cx.leaks().filter((l) => l.learned.via === "statistic");
  const [first] = leaks;
  const start = first && view.placeAt(first.learned.at);
  const call = start && callAt(start, first.learned);
  if (!call || !fillsByHand(view, call)) return null;
  const validated = validatedBy(cx, view, leaks);
  if (!validated.length) return null;
  const { name, what } = first.learned;
  const title = `Make it a Pipeline: fill with the ${what}${name && name.length < 30 ? ` of ${name}` : ""} inside each fold`;
  return piped(cx, title, () => gapsIntoPipelines(cx, view, validated, call));
};

/** Fills the gaps in each round of a loop over folds. */
export const fillInRounds: Builder = (cx) => {
  const view = viewOf(cx);
  const leaks = cx.leaks();
  const [first] = leaks;
  const start = first && view.placeAt(first.learned.at);
  const call = start && callAt(start, first.learned);
  const loops = leaks.map((l) => foldLoopsOf(cx, view, l));
  if (!call || !fillsByHand(view, call) || loops.some((l) => l === null)) return null;
  const { name, what } = first.learned;
  const title = `Learn the ${what}${name && name.length < 30 ? ` of ${name}` : ""} in each round, from the training rows of the round`;
  const own = [...new Map(loops.flatMap((l) => l ?? []).map((l) => [l.loop, l])).values()];
  // Where it cannot be done so, what learns may be repeated as a whole.
  return firstOf(
    () => finished(cx, title, fillInEachRound(cx, view, own, call)),
    () => null,
  );
};

/** Transforms columns inside each fold, of a table that becomes another on the way. */
export const transformInFolds: Builder = unlessCompared(viewOf, (cx) => {
  const view = viewOf(cx);
  const leaks = cx.leaks();
  const [first] = leaks;
  const start = first && view.placeAt(first.learned.at);
  const call = start && callAt(start, first.learned);
  if (!call || fillsByHand(view, call) || !learnsColumns(view, start, call)) return null;
  const validated = validatedBy(cx, view, leaks);
  if (!validated.length) return null;
  const { via, name, what } = first.learned;
  const number = `the ${what}${name && name.length < 30 ? ` of ${name}` : ""}`;
  const title = `Make it a Pipeline: fit ${via === "statistic" ? number : what} inside each fold`;
  // Why not is said by the builder that follows the table itself.
  return firstOf(
    () => piped(cx, title, () => columnsBackIntoPipelines(cx, view, validated, call)),
    () => null,
  );
});

/** What cross-validates: the calls that are scored, or those that made their predictions. */
function validatedBy(cx: FixContext, view: View, leaks: readonly Leak[]): Validated[] {
  const scored = leaks.flatMap(({ evaluation: { score } }) => {
    const crossed = cx.q.predictions.filter((p) => p.crossed && score.preds.has(p.id)).map((p) => p.at);
    return crossed.length ? crossed : [score.at];
  });
  const places = new Map(scored.map((at) => [`${at.source}:${at.start}`, at]));
  return [...places.values()].map((at) => validatedAt(view, at)).filter((v): v is Validated => v !== null);
}

/** Models made pipelines, with the imports that these ask for. */
function piped(cx: FixContext, title: string, work: () => Piped): Fix {
  const view = viewOf(cx);
  return under(title, () => {
    const made = work();
    checkVersion(view);
    const draft = new Draft(cx);
    const word = (standIn: string, module: string, imported: string): [string, string] => [
      standIn,
      made.edits.some((e) => e.text.includes(standIn)) ? draft.ensureImport(made.at.stmt.at, module, imported) : "",
    ];
    const words = [
      word(COLUMNS, "sklearn.compose", "make_column_transformer"),
      word(IMPUTER, "sklearn.impute", "SimpleImputer"),
      word(PIPELINE, "sklearn.pipeline", "make_pipeline"),
      word(NAMED, "sklearn.pipeline", "Pipeline"),
    ];
    return finished(cx, title, withImports(draft, made.at, called(made.edits, ...words)), draft);
  });
}

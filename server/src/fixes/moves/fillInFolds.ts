/** Numbers that gaps are filled with, taken by hand before cross-validation: an imputer in a Pipeline takes them again in each fold. */
import type { Fix } from "../../engine.types.js";
import type { Leak } from "../../trace/questions.js";
import type { Builder, FixContext } from "../context.js";
import { Draft } from "../draft.js";
import { called, finished, learningIn, thing, under, viewOf, withImports } from "./builders.js";
import { IMPUTER } from "./chain.js";
import { learnsColumns } from "./columnSteps.js";
import { columnsBackIntoPipelines } from "./columnsInFolds.js";
import { unlessCompared } from "./compared.js";
import { fillInEachRound } from "./fillsInRounds.js";
import { foldLoopsOf } from "./foldLoop.js";
import { fillsByHand, gapsIntoPipelines } from "./gapsInFolds.js";
import { firstOf } from "./outcome.js";
import { COLUMNS, checkVersion, NAMED, PIPELINE, type Piped } from "./pipeline.js";
import { type Validated, validatedIn } from "./validated.js";
import type { View } from "./view.js";

/** Fills the gaps inside each fold. */
export const fillInFolds: Builder = (cx) => {
  const view = viewOf(cx);
  const found = learningIn(
    cx,
    view,
    cx.leaks().filter((l) => l.learned.via === "statistic"),
  );
  if (!found || !fillsByHand(view, found.learning.call)) return null;
  const validated = followed(cx, view, found.leaks);
  if (!validated.length) return null;
  const title = `Make it a Pipeline: fill with ${thing(found.learning)} inside each fold`;
  return piped(cx, title, () => gapsIntoPipelines(cx, view, validated, found.learning.call));
};

/** Fills the gaps in each round of a loop over folds. */
export const fillInRounds: Builder = (cx) => {
  const view = viewOf(cx);
  const found = learningIn(cx, view);
  if (!found || !fillsByHand(view, found.learning.call)) return null;
  const loops = found.leaks.map((l) => foldLoopsOf(cx, view, l));
  if (loops.some((l) => l === null)) return null;
  const title = `Learn ${thing(found.learning)} in each round, from the training rows of the round`;
  const own = [...new Map(loops.flatMap((l) => l ?? []).map((l) => [l.loop, l])).values()];
  // Where it cannot be done so, what learns may be repeated as a whole.
  return firstOf(
    () => finished(cx, title, fillInEachRound(cx, view, own, found.learning.call)),
    () => null,
  );
};

/** Transforms columns inside each fold, of a table that becomes another on the way. */
export const transformInFolds: Builder = unlessCompared(viewOf, (cx) => {
  const view = viewOf(cx);
  const found = learningIn(cx, view);
  if (!found) return null;
  const { start, learning } = found;
  if (fillsByHand(view, learning.call) || !learnsColumns(view, start, learning.call)) return null;
  const validated = followed(cx, view, found.leaks);
  if (!validated.length) return null;
  const title = `Make it a Pipeline: fit ${thing(learning)} inside each fold`;
  // Why not is said by the builder that follows the table itself.
  return firstOf(
    () => piped(cx, title, () => columnsBackIntoPipelines(cx, view, validated, learning.call)),
    () => null,
  );
});

const followed = (cx: FixContext, view: View, leaks: readonly Leak[]): Validated[] => validatedIn(cx.q, view, leaks).filter((v) => v !== null);

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

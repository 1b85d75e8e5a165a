/** The fix of a choice that predictions, or scores, in folds of the training rows make. */
import type { Fix } from "../../engine.types.js";
import type { FixContext } from "../context.js";
import { Draft } from "../draft.js";
import { called, finished } from "./builders.js";
import { PIPELINE } from "./pipeline.js";
import { type Folded, PREDICT } from "./thresholdFolds.js";
import { SCORE } from "./triedInFolds.js";

/** The edits with the imports of what they call. */
export function predictedInFolds(cx: FixContext, words: string, { edits, at, resamples }: Folded): Fix {
  const draft = new Draft(cx);
  const imported = (word: string, module: string, name: string): [string, string] => [
    word,
    edits.some((e) => e.text.includes(word)) ? draft.ensureImport(at.stmt.at, module, name) : "",
  ];
  const names = [
    imported(PREDICT, "sklearn.model_selection", "cross_val_predict"),
    imported(SCORE, "sklearn.model_selection", "cross_val_score"),
    imported(PIPELINE, resamples ? "imblearn.pipeline" : "sklearn.pipeline", "make_pipeline"),
  ];
  return finished(cx, words, called(edits, ...names), draft);
}

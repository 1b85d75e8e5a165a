/** Numbers that gaps are filled with, taken by hand before cross-validation: an imputer in a Pipeline takes them again in each fold. */
import type { Builder } from "../context.js";
import { Draft } from "../draft.js";
import { called, finished, under, viewOf } from "./builders.js";
import { IMPUTER } from "./chain.js";
import { fillsByHand, gapsIntoPipelines } from "./gapsInFolds.js";
import { callAt } from "./learning.js";
import { COLUMNS, checkVersion, NAMED, PIPELINE } from "./pipeline.js";
import { type Validated, validatedAt } from "./validated.js";

/** Fills the gaps inside each fold. */
export const fillInFolds: Builder = (cx) => {
  const view = viewOf(cx);
  const leaks = cx.leaks().filter((l) => l.learned.via === "statistic");
  const [first] = leaks;
  const start = first && view.placeAt(first.learned.at);
  const call = start && callAt(start, first.learned);
  if (!call || !fillsByHand(view, call)) return null;
  const scored = leaks.flatMap(({ evaluation: { score } }) => {
    const crossed = cx.q.predictions.filter((p) => p.crossed && score.preds.has(p.id)).map((p) => p.at);
    return crossed.length ? crossed : [score.at];
  });
  const places = new Map(scored.map((at) => [`${at.source}:${at.start}`, at]));
  const validated = [...places.values()].map((at) => validatedAt(view, at)).filter((v): v is Validated => v !== null);
  if (!validated.length) return null;
  const { name, what } = first.learned;
  const title = `Make it a Pipeline: fill with the ${what}${name && name.length < 30 ? ` of ${name}` : ""} inside each fold`;
  return under(title, () => {
    const piped = gapsIntoPipelines(cx, view, validated, call);
    checkVersion(view);
    const draft = new Draft(cx);
    const word = (standIn: string, module: string, imported: string): [string, string] => [
      standIn,
      piped.edits.some((e) => e.text.includes(standIn)) ? draft.ensureImport(piped.at.stmt.at, module, imported) : "",
    ];
    const words = [
      word(COLUMNS, "sklearn.compose", "make_column_transformer"),
      word(IMPUTER, "sklearn.impute", "SimpleImputer"),
      word(PIPELINE, "sklearn.pipeline", "make_pipeline"),
      word(NAMED, "sklearn.pipeline", "Pipeline"),
    ];
    return finished(cx, title, called(piped.edits, ...words), draft);
  });
};

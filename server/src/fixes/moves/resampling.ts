/** Resampling of the training part alone, or inside each fold, as fixes with their titles. */
import { samePlace } from "../../base/span.js";
import type { Fix } from "../../engine.types.js";
import type { Evaluation } from "../../trace/questions.js";
import { type Builder, CannotFix, type FixContext } from "../context.js";
import { Draft } from "../draft.js";
import { called, finished, splitWord, under, viewOf } from "./builders.js";
import { splitAboveCarried } from "./carriedRows.js";
import { lastStore } from "./chain.js";
import { SPLIT } from "./cutParts.js";
import { copyTrainingRows } from "./drawnByHand.js";
import { handSampler } from "./handedSampler.js";
import { type Call, callAt } from "./learning.js";
import { firstOf, firstThat } from "./outcome.js";
import { NAMED, PIPELINE } from "./pipeline.js";
import { givenResampled, type Resampling, resampleBelow, resampleInFolds, resamplingAt, splitAbove } from "./resample.js";
import { resampleAgain } from "./resampleAgain.js";
import { resampleBoth } from "./resampleBoth.js";
import { resampledByCall, samplerByCall } from "./resampledByCall.js";
import { splitsBehind, type WrittenSplit } from "./splits.js";
import { type Validated, validatedAt } from "./validated.js";
import type { Place, View } from "./view.js";

/** Resample the training part only. */
export const resampleTraining: Builder = (cx) => {
  const view = viewOf(cx);
  const mixed = cx.q.learnings.find((l) => l.via === "mix" && samePlace(l.at, cx.finding.at));
  const start = view.placeAt(cx.finding.at);
  const call = mixed && start && callAt(start, mixed);
  if (!mixed || !start || !call) return null;
  const spoiled = cx.q.evaluations.filter((e) => cx.q.mix(e)?.id === mixed.id);
  return resampledInTraining(cx, start, call, spoiled);
};

/** The rows of these evaluations are resampled at a call: afterwards only those that train the models are. */
export function resampledInTraining(cx: FixContext, start: Place, call: Call, spoiled: readonly Evaluation[]): Fix {
  const view = viewOf(cx);
  const r = resamplingAt(start, call);
  const validated = spoiled.map((e) => validatedAt(view, e.score.at));
  const isCrossed = validated.length > 0 && validated.every((v) => v !== null);
  const inFolds = isCrossed ? (samplerByCall(view, start, call, r) ?? r) : null;
  const crossed = inFolds !== null;
  const some = r && !crossed ? resampledItself(view, r, validated) : [];
  const title = crossed
    ? "Resample inside each fold"
    : some.length
      ? "Resample the training part only, and inside each fold"
      : "Resample the training part only";
  return under(title, () => {
    if (inFolds) {
      const own = (validated as Validated[]).flatMap((v) => givenResampled(view, inFolds, v));
      return withPipelines(cx, title, resampleInFolds(view, inFolds, own));
    }
    const split = firstSplit(cx, view, spoiled, start);
    if (!split) throw new CannotFix("The split cannot be followed.");
    if (!r) {
      const copied = copyTrainingRows(view, start, split);
      const draft = new Draft(cx);
      const word = copied.edits.some((e) => e.text.includes(SPLIT)) ? splitWord(cx, draft, copied.at) : "";
      return finished(cx, title, called(copied.edits, [SPLIT, word]), draft);
    }
    if (some.length) return withPipelines(cx, title, resampleBoth(view, r, split, some));
    if (split.place.line.fn && split.place.line.fn !== r.place.line.fn) return finished(cx, title, handSampler(view, r, split));
    const own = resampledByCall(view, r);
    return firstOf(
      () => finished(cx, title, resampleBelow(view, own, split)),
      () => {
        const draft = new Draft(cx);
        const edits = firstThat([() => splitAbove(view, own, split), () => splitAboveCarried(view, own, split), () => resampleAgain(view, own, split)]);
        const word = edits.some((e) => e.text.includes(SPLIT)) ? splitWord(cx, draft, own.place) : "";
        return finished(cx, title, called(edits, [SPLIT, word]), draft);
      },
    );
  });
}

/** The first written split of the rows of these evaluations below a place: what it draws from may be the training part of one above. Elsewhere the first of all. */
function firstSplit(cx: FixContext, view: View, evaluations: readonly Evaluation[], start: Place): WrittenSplit | null {
  const found = evaluations.flatMap((e) => splitsBehind(view, cx.q, e));
  const below = found.filter((split) => cx.doc.isBefore(start.stmt.at, split.call.at));
  let best: WrittenSplit | null = null;
  for (const split of below.length ? below : found) if (!best || cx.doc.isBefore(split.call.at, best.call.at)) best = split;
  return best;
}

/** What is done in each fold, with the classes of imbalanced-learn under the names that they have. */
function withPipelines(cx: FixContext, title: string, { edits, at, instead }: ReturnType<typeof resampleInFolds>): Fix {
  const draft = new Draft(cx);
  const has = (word: string): boolean => edits.some((e) => e.text.includes(word));
  const imported = (name: string, asName: string): string => draft.ensureImport(at.stmt.at, "imblearn.pipeline", name, { asName, instead });
  const word = has(PIPELINE) ? imported("make_pipeline", "make_imb_pipeline") : "";
  const named = has(NAMED) ? imported("Pipeline", "ImbPipeline") : "";
  const split = has(SPLIT) ? splitWord(cx, draft, at) : "";
  return finished(cx, title, called(edits, [PIPELINE, word], [NAMED, named], [SPLIT, split]), draft);
}

/** The cross-validations of what is resampled itself, beside those of a part of it. */
const resampledItself = (view: View, r: Resampling, validated: readonly (Validated | null)[]): Validated[] =>
  validated.filter(
    (v): v is Validated => v !== null && v.data.k === "name" && r.outputs.includes(v.data.name) && lastStore(view, v.data.name, v.place) === r.place,
  );

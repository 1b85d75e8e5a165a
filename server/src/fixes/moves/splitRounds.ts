/** Several splits of what was learned, or one in a loop: the builder that learns behind each of them. */

import type { Fix } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { isNewCell } from "../apply.js";
import type { Builder, FixContext } from "../context.js";
import { Draft } from "../draft.js";
import { areSeveral, checkReads, type LateCut, lateCuts, learnedBehind, readsOf, withoutFolds } from "./behindSplits.js";
import { finished, inPipelines, learningIn, lenient, thing, under, viewOf, withImports } from "./builders.js";
import { learnsColumns } from "./columnSteps.js";
import { short } from "./columns.js";
import { unlessCompared } from "./compared.js";
import type { Call } from "./learning.js";
import { checkNamedByHand } from "./namedByHand.js";
import { tellsOfOld } from "./namedComments.js";
import { firstOf, firstThat, no } from "./outcome.js";
import { seenFromCalls, stepsTo } from "./pipeline.js";
import { sourceOf, type Validated, validatedIn } from "./validated.js";
import type { View } from "./view.js";

/** Learns behind each of several splits, or of one in a loop, and inside each fold of what is cross-validated of the same data. */
export const learnBehindSplits: Builder = (cx) => behindSplits(true)(cx);

/** The same of a single split in the line of what learns: asked where nothing else can be done. */
export const learnBehindSplit: Builder = (cx) => behindSplits(false)(cx);

const behindSplits = (several: boolean): Builder =>
  unlessCompared(
    viewOf,
    lenient((cx) => {
      const view = viewOf(cx);
      const found = learningIn(cx, view);
      if (!found || !/^(transformer|selection|statistic)$/.test(found.learning.learned.via)) return null;
      const { start, learning } = found;
      if (learnsColumns(view, start, learning.call)) return null;
      const cuts = lateCuts(view, start, learning.call);
      if (!cuts?.length || areSeveral(cuts, start) !== several) return null;
      const folds = found.leaks.filter((l) => l.evaluation.role === "folds");
      const crossed = validatedIn(cx.q, view, folds);
      // Folds within a training part are no matter of what is learned behind its split.
      const own = crossed.filter((v): v is Validated => v !== null && isGiven(view, v, learning.call));
      const whole = own.length > 0 && crossed.every((v) => v !== null);
      const title = `Learn ${thing(learning)} behind ${several ? "each" : "the"} split, from its training part`;
      under(title, () => checkNamedByHand(view, start, learning));
      return firstThat([...(whole ? [() => withFolds(cx, found, cuts, own, title)] : []), () => splitsAlone(cx, found, cuts, own, title)]);
    }),
  );

/** Whether what was learned is cross-validated itself, in whatever function. */
const isGiven = (view: View, v: Validated, learning: Call): boolean =>
  firstOf(
    () => seenFromCalls(view, v, learning).every((x) => stepsTo(view, x, learning).length > 0),
    () => false,
  );

type Found = NonNullable<ReturnType<typeof learningIn>>;

/** Both at once. @throws CannotFix */
function withFolds(cx: FixContext, { start, learning }: Found, cuts: readonly LateCut[], crossed: readonly Validated[], own: string): Fix {
  const view = viewOf(cx);
  const title = `${own}, and inside the folds of all rows`;
  return under(title, () => {
    checkReads(view, cuts, seenIn(view, crossed, learning.call));
    const edits = learnedBehind(view, cx.q, start, cuts);
    return unlessTold(view, inPipelines(cx, start, learning, crossed, { title, beside: readsOf(cuts), edits, at: (cuts[0] as LateCut).split.place }));
  });
}

/** What is cross-validated, in whatever function, as it stands where that is called. */
const seenIn = (view: View, crossed: readonly Validated[], learning: Call): Expr[] =>
  crossed.flatMap((v) => seenFromCalls(view, v, learning).map((x) => sourceOf(x).data));

/** The splits alone: cross-validation, if there is any, goes on seeing what was learned of all rows. @throws CannotFix */
function splitsAlone(cx: FixContext, { start, learning }: Found, cuts: readonly LateCut[], crossed: readonly Validated[], title: string): Fix {
  const view = viewOf(cx);
  return under(title, () => {
    const given = withoutFolds(view, cuts, learning.call, seenIn(view, crossed, learning.call));
    const draft = new Draft(cx);
    const edits = [...given, ...learnedBehind(view, cx.q, start, cuts)];
    return unlessTold(view, finished(cx, title, withImports(draft, (cuts[0] as LateCut).split.place, edits), draft));
  });
}

/** A fix, but where a comment would say of the data as they were what was done to them. @throws CannotFix */
function unlessTold(view: View, fix: Fix): Fix {
  const told = tellsOfOld(
    view,
    fix.edits.flatMap((e) => (isNewCell(e) ? [] : [e])),
  );
  if (told) no(`\`${short(told)}\` tells what was done to the rows before they are split`);
  return fix;
}

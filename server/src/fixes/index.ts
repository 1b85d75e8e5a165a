/**
 * All fixes: which builders a rule's findings have, in order of preference. Builders run when somebody asks, never while
 * somebody types, and what they make is tried out before it is offered.
 */
import type { Finding, Fix, Offer } from "../engine.types.js";
import type { DocumentInput } from "../program/program.js";
import { applyToDocument } from "./apply.js";
import { dropTarget } from "./builders/columns.js";
import { balancedAccuracy, macroF1, rankByProbability, swapArguments } from "./builders/metrics.js";
import { testOnTheRest, trainOnTrainingPart } from "./builders/overlap.js";
import { trainOnScoredSplit } from "./builders/overlapOther.js";
import { transformOnly } from "./builders/refit.js";
import { encoderOfItsColumn } from "./builders/refitColumns.js";
import { transformBeside } from "./builders/refitElsewhere.js";
import { handOnFitted } from "./builders/refitHanded.js";
import { fitToTrainingColumn } from "./builders/refitOnTraining.js";
import { keepOnSelf } from "./builders/refitSelf.js";
import { fitAboveTheLoop } from "./builders/refitTables.js";
import { saveBeside } from "./builders/saving.js";
import { valueOfTraining, weightsOnly } from "./builders/serving.js";
import { seedSplits, splitByGroup, splitInTimeOrder, stratify, unpackInOrder } from "./builders/splits.js";
import { removeDirective } from "./builders/suppressions.js";
import { clearGradients, fitActivation, switchMode, withoutGradients } from "./builders/training.js";
import { endBeforeRow } from "./builders/windows.js";
import { type Builder, CannotFix, type FixContext } from "./context.js";
import { curedFirst, withAlike } from "./curedFirst.js";
import { extrasOf } from "./extras.js";
import { heldElsewhere } from "./heldElsewhere.js";
import { copyTitle, holdSomeOut, holdSomeOutOfACopy, splitFirst, whyNot } from "./moves/builders.js";
import { chooseOnValidation } from "./moves/choices.js";
import { isExcused, isMeantSo } from "./moves/comments.js";
import { compareOnValidation } from "./moves/comparedModels.js";
import { scoreACopy } from "./moves/copyOnPart.js";
import { crossPredict } from "./moves/crossPredicted.js";
import { keepShares } from "./moves/evenShares.js";
import { fillInFolds, fillInRounds, transformInFolds } from "./moves/fillInFolds.js";
import { foldsOfTrainingPart } from "./moves/foldsOfPart.js";
import { nestedScore } from "./moves/nestedScore.js";
import { resampleTraining } from "./moves/resampling.js";
import { splitAlike, splitTheRest } from "./moves/secondSplit.js";
import { learnBehindSplit, learnBehindSplits } from "./moves/splitRounds.js";
import { stopInRound, stopOnLatest, stopOnValidation } from "./moves/stopped.js";
import { vocabularyFirst } from "./moves/unseen.js";
import { type Look, withFurther } from "./together.js";
import {
  bringsNew,
  countOf,
  leavesCopies,
  leavesFolds,
  leavesValidation,
  objection,
  type Recheck,
  stillFound,
  tryOut,
  uncoversLearned,
  uncoversUneven,
} from "./verify.js";

/** Rule code → its builders, best first. */
export const builders: Readonly<Record<string, readonly Builder[]>> = {
  HLD101: [...splitFirst, learnBehindSplits],
  HLD102: [fillInRounds, ...splitFirst, fillInFolds, transformInFolds],
  HLD103: splitFirst,
  HLD104: splitFirst,
  HLD105: [resampleTraining],
  HLD106: [scoreACopy, foldsOfTrainingPart, trainOnTrainingPart, testOnTheRest, splitTheRest, splitAlike, trainOnScoredSplit],
  HLD107: [endBeforeRow, dropTarget],
  HLD108: [splitInTimeOrder],
  HLD110: [splitByGroup],
  HLD111: [fitAboveTheLoop, handOnFitted, transformOnly, transformBeside, encoderOfItsColumn, fitToTrainingColumn, keepOnSelf],
  HLD112: vocabularyFirst,
  HLD113: [unpackInOrder],
  HLD201: [chooseOnValidation],
  HLD202: [stopOnValidation],
  HLD203: [compareOnValidation],
  HLD204: [nestedScore],
  HLD205: [holdSomeOut, holdSomeOutOfACopy, crossPredict],
  HLD301: [balancedAccuracy, macroF1],
  HLD302: [stratify],
  HLD303: [rankByProbability],
  HLD304: [swapArguments],
  HLD306: [keepShares],
  HLD401: [seedSplits],
  HLD501: [switchMode],
  HLD502: [clearGradients],
  HLD503: [withoutGradients],
  HLD504: [fitActivation],
  HLD601: [valueOfTraining],
  HLD602: [saveBeside],
  HLD603: [weightsOnly],
  HLD900: [removeDirective],
};

/** Builders that are asked where none of the others can do anything: why they cannot is nobody's question. */
const lastResorts: Readonly<Record<string, readonly Builder[]>> = { HLD101: [learnBehindSplit], HLD202: [stopInRound, stopOnLatest] };

const onPurpose = "A comment there says that this is done wrong on purpose.";
const excused = "A comment beside what would change says why it may be done so.";

const preparedBefore = "What its rows were prepared by was learned from all of them: those held out would have taken part in it.";
const rankedBeside = "Its score stands beside those of other models, which are scored on the rows that they were trained on.";

/** Said of a fix that keeps the test part out where cross-validation of the training rows saw the same, and goes on seeing it: that stays marked. */
const leavesIt = "cross-validation still sees it";
const leaves = `${leavesIt}, as HLD102`;
/** Said of a fix of copies that had evened out the classes of the test part. */
const uneven = "accuracy alone is marked then, as HLD301";
const leavesIts = "cross-validation still sees copies of its rows";

/** How it is said of what tells of the target, which may be marked by its own rule afterwards, or as what folds see. */
const leftAs = (before: ReturnType<Recheck>, after: ReturnType<Recheck>): string =>
  countOf(after.report, "HLD102") > countOf(before.report, "HLD102") ? leaves : leavesIt;

/** What comments say for the code as it is; null where they do not. */
function spokenFor(cx: FixContext, fix: Fix, meant: boolean): string | null {
  if (meant) return onPurpose;
  const isSpoken = fix.edits.some((e) => {
    const text = "at" in e ? cx.doc.unit(e.at.source)?.text : undefined;
    return text !== undefined && "at" in e && isExcused(text, e.at);
  });
  return isSpoken ? excused : null;
}

/** Fixes of one finding, each tried out; those that do not hold come with the reason. `look`: another version of the document. `alone`: not behind the cure of another finding. */
export function offersFor(
  cx: FixContext,
  document: DocumentInput,
  before: ReturnType<Recheck>,
  recheck: Recheck,
  look: (document: DocumentInput) => Look,
  alone = false,
): Offer[] {
  // Half a cure comes behind those that are whole.
  const halves: Offer[] = [];
  // Copies that folds go on sharing may go with what stands in the way: that is tried first.
  const copies: Offer[] = [];
  const own = cx.doc.unit(cx.finding.at.source);
  const extras = extrasOf(cx);
  const meant = own !== null && isMeantSo(own.text, cx.finding.at);
  const tried = (build: Builder): Offer[] => {
    try {
      const fix = build(cx);
      if (!fix || fix.edits.length === 0) return [];
      const stays = (fix.applicability === "unsafe" ? spokenFor(cx, fix, meant) : null) ?? heldElsewhere(cx, fix);
      if (stays !== null) return [{ title: fix.title, fix: null, withheld: stays }];
      const after = tryOut(fix, document, recheck);
      const reason = objection(cx.finding, fix, before, after);
      const version = () => look(applyToDocument(document, fix.edits)).contextOf(cx.finding);
      const left = reason === null ? extras(version) : [];
      if (reason === null && !left.length) {
        const alike = withAlike(cx, fix, document, before, recheck, look, built) ?? fix;
        return [{ title: alike.title, fix: alike, withheld: null }];
      }
      if (reason !== null && !reason.startsWith(bringsNew) && !reason.startsWith(stillFound)) return [{ title: fix.title, fix: null, withheld: reason }];
      // A model that goes on to predict other rows is prepared for these by all that it has.
      const further = fix.title === copyTitle ? (c: FixContext) => built(c).filter((f) => f.title === copyTitle) : built;
      const whole = withFurther(cx.finding, fix, document, before, recheck, look, further, extras);
      if (whole) return [{ title: whole.title, fix: whole, withheld: null }];
      if (reason === null) return [{ title: fix.title, fix: null, withheld: left.some((f) => f.code !== cx.finding.code) ? preparedBefore : rankedBeside }];
      let rest: string | null = null;
      if (after && leavesValidation(cx.finding, before, after)) rest = leaves;
      else if (after && leavesFolds(cx.finding, before, after, [cx.q, () => version().q])) rest = leftAs(before, after);
      else if (after && leavesCopies(cx.finding, before, after, [cx.q, () => version().q])) rest = leavesIts;
      else if (after && cx.finding.code === "HLD105" && uncoversUneven(before, after)) rest = uneven;
      const learned = rest === null && after && uncoversLearned(cx.finding, before, after);
      if (learned) rest = `what was learned of the held-out rows before stays, as ${learned}`;
      if (rest === null) return [{ title: fix.title, fix: null, withheld: reason }];
      const title = `${fix.title}; ${rest}`;
      (rest === leavesIts ? copies : halves).push({ title, fix: { ...fix, title }, withheld: null });
      return [];
    } catch (error) {
      if (!(error instanceof CannotFix)) throw error;
      return [{ title: error.title, fix: null, withheld: error.reason }];
    }
  };
  const found = (builders[cx.finding.code] ?? []).flatMap(tried);
  if (!found.some((o) => o.fix) && !halves.length) found.push(...(lastResorts[cx.finding.code] ?? []).flatMap(tried).filter((o) => o.fix));
  const whole = [...found.filter((o) => o.fix), ...halves];
  const both = alone || whole.length || meant ? null : curedFirst(cx, document, before, recheck, look, (c, d, b) => offersFor(c, d, b, recheck, look, true));
  if (both) whole.push({ title: both.title, fix: both, withheld: null });
  whole.push(...copies);
  const offers = [...whole, ...found.filter((o) => !o.fix)];
  const why = offers.length ? null : whyNot(cx);
  return why === null ? offers : [{ title: "Fit on the training rows only", fix: null, withheld: why }];
}

/** The fixes of a finding, not tried out. */
function built(cx: FixContext): Fix[] {
  return (builders[cx.finding.code] ?? []).flatMap((build) => {
    try {
      const fix = build(cx);
      return fix && fix.edits.length > 0 ? [fix] : [];
    } catch (error) {
      if (!(error instanceof CannotFix)) throw error;
      return [];
    }
  });
}

/** Findings that may have a fix at all: cheap, for hosts that show an action before it is worked out. */
export const mayBeFixed = (finding: Finding): boolean => (builders[finding.code]?.length ?? 0) > 0;

/** The refactorings that move code, cut a split or change what a model sees. All are unsafe: picked by hand, with a preview. */
import type { Fix, TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { Leak } from "../../trace/questions.js";
import { cutsOf } from "../../trace/rows.js";
import { emptiesUnit } from "../apply.js";
import { type Builder, CannotFix, type FixContext } from "../context.js";
import { Draft } from "../draft.js";
import { moveBelow } from "./belowSplit.js";
import { IMPUTER, stepsBehind, storesOf } from "./chain.js";
import { chosenIntoPipelines } from "./chosenData.js";
import { behind, learnsColumns } from "./columnSteps.js";
import { unlessCompared } from "./compared.js";
import { SPLIT } from "./cutParts.js";
import { selectionModule } from "./drawn.js";
import { foldLoopsOf, learnInFolds } from "./foldLoop.js";
import { refitInFolds } from "./foldsElsewhere.js";
import { lateSplit } from "./lateSplit.js";
import { callAt, type LearningCall } from "./learning.js";
import { withLenient } from "./lenient.js";
import { cutBehindSplit } from "./likeTheTest.js";
import { checkNamedByHand } from "./namedByHand.js";
import { namedAnew } from "./namedComments.js";
import { firstOf, firstThat, no } from "./outcome.js";
import { learnFromShare } from "./ownShare.js";
import { type Beside, COLUMNS, checkVersion, columnsIntoPipelines, intoPipelines, NAMED, PIPELINE, seenFromCalls } from "./pipeline.js";
import { drawRowsFirst } from "./rowsFirst.js";
import { standsFor } from "./scaledByHand.js";
import { learnFromPart } from "./setApart.js";
import { splitsByCall } from "./splitByCall.js";
import { imported } from "./standIns.js";
import { CROSS, crossTitle, FOLDS, holdOut } from "./trainOnly.js";
import { type Validated, validatedIn } from "./validated.js";
import { cutBeforeFitting, type NetworkFit, networkFit } from "./validationSplit.js";
import { type Place, View } from "./view.js";
import { learnFromHead } from "./windows.js";

const views = new WeakMap<object, View>();

export function viewOf(cx: FixContext): View {
  let view = views.get(cx.doc);
  if (!view) {
    view = new View(cx.doc.units.map((u) => u.unit));
    views.set(cx.doc, view);
  }
  return view;
}

/** A refactoring as a builder: its edits under a title, with the imports that it asks for. */
export function finished(cx: FixContext, title: string, edits: readonly TextEdit[], draft = new Draft(cx)): Fix {
  for (const e of [...edits, ...namedAnew(viewOf(cx), edits)]) draft.replace(e.at, e.text);
  return draft.finish("unsafe", title);
}

/** Edits in which what stands for a function is what it is called at the place. */
export const called = (edits: readonly TextEdit[], ...names: readonly (readonly [standIn: string, name: string])[]): TextEdit[] =>
  edits.map((e) => ({ ...e, text: names.reduce((text, [standIn, name]) => text.replaceAll(standIn, name), e.text) }));

/** How to call `train_test_split` at a place: as the program does already, or by an import that is added. */
export function splitWord(cx: FixContext, draft: Draft, at: Place): string {
  const old = cx.doc.units
    .flatMap((unit) => unit.placed)
    .find(({ stmt }) => stmt.k === "from" && stmt.module === "sklearn.cross_validation" && stmt.names?.some((n) => n.name === "train_test_split" && !n.as));
  if (old && cx.doc.isBefore(old.stmt.at, at.stmt.at)) return "train_test_split";
  return draft.ensureImport(at.stmt.at, selectionModule(cx), "train_test_split");
}

/** Runs a refactoring; the reason why it cannot be done goes under the action's own title. */
export function under<T>(title: string, work: () => T): T {
  try {
    return work();
  } catch (e) {
    if (e instanceof CannotFix) throw new CannotFix(e.reason, title);
    throw e;
  }
}

export const thing = ({ learned }: LearningCall): string =>
  learned.via === "statistic"
    ? `the ${learned.what}${learned.name.length < 30 && learned.name ? ` of ${learned.name}` : ""}`
    : /^(load|loads|read_pickle)$/.test(learned.what)
      ? "the loaded transformer"
      : learned.what;

/** Split first: what learns moves below the split, or the call of a function that splits, is fitted on the training part and applied to all parts. */
const learnBelowSplit: Builder = (cx) => {
  const view = viewOf(cx);
  const late = lateSplit(cx, view);
  const splits = [...(late ? [late.split] : []), ...splitsByCall(view, cx.q, cx.leaks())];
  const found = late ?? (splits.length ? learningIn(cx, view) : null);
  if (!found) return null;
  const { start, learning } = found;
  const [verb, of] = learning.learned.via === "statistic" ? ["take", "from"] : ["fit", "on"];
  const title = `Split first, then ${verb} ${thing(learning)} ${of} the training part`;
  return under(title, () => {
    checkNamedByHand(view, start, learning);
    return firstThat(splits.map((split) => () => finished(cx, title, moveBelow(view, cx.q, start, split).edits)));
  });
};

/** Split first: the row numbers of both parts are drawn before, and only the training rows are learned from. */
const learnFromTrainingRows: Builder = (cx) => {
  const view = viewOf(cx);
  const late = lateSplit(cx, view);
  if (!late) return null;
  const title = `Draw the training rows first, and learn ${thing(late.learning)} from them alone`;
  return under(title, () => {
    checkNamedByHand(view, late.start, late.learning);
    const { edits, splitsBefore } = drawRowsFirst({ ...late, view, q: cx.q, leaks: cx.leaks(), rowsAt: (at) => cx.dataAt(at)?.rows ?? null });
    const draft = new Draft(cx);
    const word = edits.some((e) => e.text.includes(SPLIT)) ? splitWord(cx, draft, splitsBefore) : "";
    return finished(
      cx,
      title,
      edits.map((e) => ({ ...e, text: importedWords(draft, splitsBefore, e.text.replaceAll(SPLIT, word)) })),
      draft,
    );
  });
};

/** What was learned at the finding, as it is written, with all that leaks of it. */
export function learningIn(cx: FixContext, view: View, leaks = cx.leaks()): { start: Place; learning: LearningCall; leaks: readonly Leak[] } | null {
  const [first] = leaks;
  const start = first && view.placeAt(first.learned.at);
  const call = start && callAt(start, first.learned);
  return call ? { start, learning: { learned: first.learned, call }, leaks } : null;
}

/** Rows that the program keeps apart by itself: only those kept for training are learned from. */
const learnFromItsPart: Builder = (cx) => {
  const view = viewOf(cx);
  const found = learningIn(cx, view);
  if (!found || lateSplit(cx, view)) return null;
  const { start, learning, leaks } = found;
  const title = `Learn ${thing(learning)} from the training rows alone`;
  return under(title, () => {
    const edits = learnFromPart(cx, view, start, learning, leaks);
    if (!edits) return null;
    const draft = new Draft(cx);
    return finished(cx, title, withImports(draft, start, edits), draft);
  });
};

/** Windows of a series, the first of which are trained on: what learns reads the first rows only. */
const learnFromFirstRows: Builder = (cx) => {
  const view = viewOf(cx);
  const found = learningIn(cx, view);
  if (!found) return null;
  const { start, learning, leaks } = found;
  const title = `Learn ${thing(learning)} from the training rows alone`;
  return under(title, () => {
    const edits = learnFromHead(cx, view, start, learning, leaks);
    return edits && finished(cx, title, edits);
  });
};

/** Folds that a loop goes through: it is learned again in each round. */
const learnInEachFold: Builder = (cx) => {
  const view = viewOf(cx);
  const found = learningIn(cx, view);
  if (!found) return null;
  const { start, learning, leaks } = found;
  // Folds of the training part alone are the other half of the fault.
  const held = leaks.filter((l) => l.evaluation.role !== "folds");
  const loops = (held.length ? held : leaks).map((l) => foldLoopsOf(cx, view, l));
  if (loops.every((l) => l === null)) return null;
  const title = `Learn ${thing(learning)} in each round, from the training rows of the round`;
  return under(title, () => {
    const all = loops.flatMap((l) => l ?? []);
    if (loops.some((l) => l === null)) throw new CannotFix("Other evaluations than the loop over the folds see what it learned.");
    const own = [...new Map(all.map((l) => [l.loop, l])).values()];
    const { edits, at } = firstThat([
      () => learnInFolds(cx, view, start, learning, own, held.length ? held : leaks),
      () => refitInFolds(view, own, learning.call),
    ]);
    const draft = new Draft(cx);
    return finished(cx, title, withImports(draft, at, edits), draft);
  });
};

/** Names the transformers and functions that a fix uses, with their imports. */
const importedWords = (draft: Draft, at: Place, text: string): string =>
  text.replace(new RegExp(imported("([\\w.]+)", "(\\w+)"), "g"), (_all, module: string, name: string) => draft.ensureImport(at.stmt.at, module, name));

export const withImports = (draft: Draft, at: Place, edits: readonly TextEdit[]): TextEdit[] =>
  edits.map((e) => ({ ...e, text: importedWords(draft, at, e.text) }));

/** The better of two refactorings. */
const either =
  (first: Builder, second: Builder): Builder =>
  (cx) =>
    firstOf(
      () => first(cx),
      () => second(cx),
    );

/** Below the split, unless that empties a cell of a notebook: then rather where it stands, if that can be done. */
const learnBelowOrAbove: Builder = (cx) => {
  const below = learnBelowSplit(cx);
  if (!below || !emptiesUnit(cx.doc.units, below.edits)) return below;
  return firstOf(
    () => learnFromTrainingRows(cx) ?? below,
    () => below,
  );
};

/** Whether the data of a cross-validation can be followed back to a learning. */
function reaches(view: View, v: Validated, start: Place, call: Expr & { k: "call" }): boolean {
  if (learnsColumns(view, start, call)) return behind(view, v.data, v.place);
  return stepsBehind(view, v.data, v.place, true).some((s) => s.call === call || s.fit === call || s.learns?.includes(call));
}

/** Make it a Pipeline: transformers before cross-validation go into the model that is validated. */
const intoPipeline: Builder = (cx) => {
  const view = viewOf(cx);
  const found = learningIn(cx, view);
  if (!found) return null;
  const { start, learning, leaks } = found;
  const { learned, call } = learning;
  if (!/^(transformer|selection|statistic)$/.test(learned.via) || (learned.via === "statistic" && !standsFor(storesOf(view), start, call))) return null;
  const validated = validatedIn(cx.q, view, leaks);
  if (validated.every((v) => v === null)) return null;
  // Numbers taken by hand have a reason of their own where they are no gaps of the very data that is validated.
  if (learned.via === "statistic" && !validated.every((v) => v && reaches(view, v, start, call))) return null;
  // What others see of it is left to a further fix.
  return inPipelines(
    cx,
    start,
    learning,
    validated.filter((v): v is Validated => v !== null),
  );
};

/** What was learned goes into the pipelines of what is cross-validated. @throws CannotFix */
export function inPipelines(cx: FixContext, start: Place, learning: LearningCall, crossed: readonly Validated[], further: Further | null = null): Fix {
  const view = viewOf(cx);
  const { call } = learning;
  const title = further?.title ?? `Make it a Pipeline: fit ${thing(learning)} inside each fold`;
  return under(title, () => {
    const columns = learnsColumns(view, start, call);
    const piped = columns
      ? columnsIntoPipelines(view, crossed)
      : ((further ? null : chosenIntoPipelines(view, crossed, call)) ??
        intoPipelines(
          view,
          crossed.flatMap((v) => seenFromCalls(view, v, call)),
          call,
          further?.beside,
        ));
    const uses = (word: string): boolean => piped.edits.some((e) => e.text.includes(word));
    const imputes = uses(IMPUTER);
    if (columns || imputes) checkVersion(view);
    const draft = new Draft(cx);
    const some = columns ? draft.ensureImport(piped.at.stmt.at, "sklearn.compose", "make_column_transformer") : "";
    const imputer = imputes ? draft.ensureImport(piped.at.stmt.at, "sklearn.impute", "SimpleImputer") : "";
    const word = uses(PIPELINE) ? draft.ensureImport(piped.at.stmt.at, "sklearn.pipeline", "make_pipeline") : "";
    const named = uses(NAMED) ? draft.ensureImport(piped.at.stmt.at, "sklearn.pipeline", "Pipeline") : "";
    const edits = called(piped.edits, [PIPELINE, word], [NAMED, named], [COLUMNS, some], [IMPUTER, imputer]);
    return finished(cx, title, withImports(draft, further?.at ?? piped.at, [...edits, ...(further?.edits ?? [])]), draft);
  });
}

/** Data that are prepared in another way beside those that are cross-validated, with the edits that do so; `at`: the first of them. */
export interface Further {
  readonly title: string;
  readonly beside: readonly Beside[];
  readonly edits: readonly TextEdit[];
  readonly at: Place;
}

/** Split first where a model is scored on its own training rows alone. */
export const holdSomeOut: Builder = (cx) => scoredOnOthers(cx, "cross-validate");

/** The same where the model goes on to predict other rows and cross-validation would see what was learned before: a copy is scored. */
export const holdSomeOutOfACopy: Builder = (cx) => scoredOnOthers(cx, "copy");

export const copyTitle = "Score a copy of the model on rows held out of its training";

function scoredOnOthers(cx: FixContext, way: "cross-validate" | "copy"): Fix | null {
  const view = viewOf(cx);
  const e = cx.evaluations().find((x) => x.role === "train");
  if (!e) return null;
  const title = way === "copy" ? copyTitle : "Score on rows held out of the training";
  return under(title, () => {
    const cut = holdOut(cx, view, e, way);
    const draft = new Draft(cx);
    const edits = withImports(draft, cut.at, cut.edits);
    if (edits.some((x) => x.text.includes(CROSS))) {
      const cross = draft.ensureImport(cut.at.stmt.at, selectionModule(cx), "cross_val_score");
      const needsFolds = edits.some((x) => x.text.includes(FOLDS));
      const folds = needsFolds ? draft.ensureImport(cut.at.stmt.at, selectionModule(cx), "KFold") : "";
      return finished(cx, crossTitle, called(edits, [CROSS, cross], [FOLDS, folds]), draft);
    }
    const needs = edits.some((x) => x.text.includes(SPLIT));
    const word = needs ? splitWord(cx, draft, cut.at) : "";
    return finished(cx, title, called(edits, [SPLIT, word]), draft);
  });
}

/** `fit(X, y, validation_split=…)` of a network: its validation rows are cut before anything is fitted, or behind the split where the test rows show how they are prepared. */
const cutValidation: Builder = (cx) => {
  const view = viewOf(cx);
  const found = learningIn(cx, view);
  if (!found) return null;
  const { learning, leaks } = found;
  const fits = [...new Map(leaks.map(({ evaluation: { score } }) => [`${score.at.source}:${score.at.start}`, score.at])).values()].map((at) =>
    networkFit(view, at),
  );
  if (fits.some((f) => f === null)) return null;
  const title = `Cut the validation part before ${thing(learning)} is ${learning.learned.via === "statistic" ? "taken" : "fitted"}`;
  return under(title, () => {
    const cut = firstThat([() => cutBeforeFitting(view, fits as NetworkFit[], learning.call), () => cutBehindSplit(view, fits as NetworkFit[])]);
    const draft = new Draft(cx);
    const needs = cut.edits.some((e) => e.text.includes(SPLIT));
    if (needs && selectionModule(cx) === "sklearn.cross_validation") no("`sklearn.cross_validation` cannot keep rows in their order");
    const word = needs ? splitWord(cx, draft, cut.at) : "";
    return finished(cx, title, called(cut.edits, [SPLIT, word]), draft);
  });
};

/** The same, where all rows are transformed as before: only those that the network trains on are learned from. */
const learnFromItsShare: Builder = (cx) => {
  const view = viewOf(cx);
  const found = learningIn(cx, view);
  if (!found) return null;
  const { start, learning, leaks } = found;
  const title = `Learn ${thing(learning)} from those rows alone that the network trains on`;
  return under(title, () => {
    const edits = learnFromShare(cx, view, start, learning, leaks);
    return edits && finished(cx, title, edits);
  });
};

/** Why nothing is offered for what was learned too early, where no refactoring knew the form at all; null for other rules. */
export function whyNot(cx: FixContext): string | null {
  const leaks = cx.leaks();
  const [first] = leaks;
  if (!first || builtFor.every((code) => code !== cx.finding.code)) return null;
  if (viewOf(cx).placeAt(first.learned.at)?.line.fn) return "It is learned in a function, which would have to be handed the training rows.";
  const byHand = leaks.some(({ evaluation: { score } }) => score.kind !== "cv" && cutsOf(score.rows).some((c) => c.kind === "fold"));
  if (byHand) return "The folds are cut by hand: what learns belongs into the loop, fitted on the training rows of each round.";
  if (first.learned.via === "statistic" && leaks.some(({ evaluation }) => evaluation.role === "folds"))
    return "Numbers taken by hand cannot be taken again in each fold; a transformer in a Pipeline can, such as SimpleImputer or StandardScaler.";
  return "The rows are kept apart in a way that is not known how to move.";
}

const builtFor = ["HLD101", "HLD102", "HLD103", "HLD104", "HLD112"];

export const splitFirst: readonly Builder[] = [
  either(learnBelowOrAbove, learnFromTrainingRows),
  learnFromFirstRows,
  learnFromItsPart,
  learnInEachFold,
  intoPipeline,
  cutValidation,
  learnFromItsShare,
].map((build) => unlessCompared(viewOf, lenient(build)));

/** A builder whose encoders go on taking the categories that they do not see any more. */
export function lenient(build: Builder): Builder {
  return (cx) => {
    const fix = build(cx);
    const view = viewOf(cx);
    const found = fix && learningIn(cx, view);
    return found && found.learning.learned.via === "transformer" ? withLenient(view, fix, found.learning.call, found.start) : fix;
  };
}

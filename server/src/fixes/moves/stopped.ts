/** Builders for trainings that stop early by the rows which give the reported score. */
import { samePlace } from "../../base/span.js";
import type { Fix } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import { overlapping, type Rows, relation } from "../../trace/rows.js";
import { type Builder, CannotFix, type FixContext } from "../context.js";
import { under, viewOf } from "./builders.js";
import { cut, splitBehind } from "./choices.js";
import type { Cut } from "./cutParts.js";
import { drawnBy } from "./drawn.js";
import { latestCut } from "./latestDates.js";
import type { Call } from "./learning.js";
import { no } from "./outcome.js";
import { checkFresh } from "./partChecks.js";
import { isResampled, resampled } from "./readRows.js";
import type { cutLines, Drawing } from "./roundGroups.js";
import { stopAtHead } from "./roundHead.js";
import { fitsTable, stopInBooster, stopInFit, trainsInline } from "./stopping.js";
import { callStarting } from "./validated.js";
import type { Place, View } from "./view.js";

/** Whether the model is scored on rows, too, that are neither those it trains on nor those that stop it. */
const scoresElsewhere = (cx: FixContext, trained: Evaluation, stopping: Rows): boolean =>
  cx.q.evaluations.some((e) => e.role === "held" && e.fits.some((f) => trained.fits.includes(f)) && relation(e.score.rows, stopping) === "disjoint");

/** A training that is stopped by the rows which give the score. */
interface Stopped {
  readonly view: View;
  readonly place: Place;
  readonly call: Call;
  readonly drawn: Drawing;
  /** Whether its training rows were resampled. */
  readonly copied: boolean;
}

const stopped =
  (way: (cx: FixContext, s: Stopped) => Cut): Builder =>
  (cx): Fix => {
    const view = viewOf(cx);
    const words = "Stop by a validation part cut from the training rows";
    return under(words, () => {
      const place = view.placeAt(cx.finding.at);
      const call = place && callStarting(place.stmt, cx.finding.at.start);
      if (!place || !call) throw new CannotFix("The training stands in another file.");
      const choice = cx.q.choices.find((c) => samePlace(c.at, cx.finding.at));
      const scored = choice ? cx.q.evaluations.filter((e) => e.train && overlapping(relation(e.score.rows, choice.rows))) : [];
      const trained = scored.find((e) => e.fits.some((f) => samePlace(f.at, choice?.at))) ?? scored[0];
      if (choice && trained && scoresElsewhere(cx, trained, choice.rows))
        throw new CannotFix("Rows that neither train nor stop the model give a score too: a part to stop by is there already.");
      const copied = trained?.train ? isResampled(view, trained.train) : false;
      const fact = choice ? splitBehind(cx, trained?.train ?? null, choice.rows) : undefined;
      const drawn = (at: Place, labels: string): string => drawnBy(cx, view, at, { rows: trained?.train ?? null, labels, e: trained, fact });
      checkFresh(view, call, place);
      return cut(cx, words, way(cx, { view, place, call, drawn, copied }));
    });
  };

/** Whether an expression is a dictionary or list of inputs. */
const severalIn =
  (cx: FixContext) =>
  (e: Expr): boolean =>
    /^(dict|list)$/.test(cx.kindAt(e.at) ?? "");

/** Early stopping or checkpoints by the rows that give the reported score: the part is cut beside the training. */
export const stopOnValidation = stopped((cx, { view, place, call, drawn, copied }) => {
  const name = view.textOf(call.callee).replace(/.*\./, "");
  const isTable = (name === "train" && !trainsInline(view, call)) || fitsTable(view, call, place);
  if (isTable && copied) no(resampled);
  return isTable ? stopInBooster(view, place, call, drawn) : stopInFit(view, place, call, { drawn, isSeveral: severalIn(cx), copied });
});

/** The same in a loop over folds, where it cannot be cut beside the training: the rows of the round are cut at its head. */
export const stopInRound = stopped((cx, { view, place, call, drawn, copied }) => {
  // Rows that are resampled in the round are cut above that.
  const areCopied = (split: Call | null): boolean => {
    const rows = (split?.args ?? []).flatMap((a) => cx.dataAt(a.value.at)?.rows ?? []);
    return copied && (!rows.length || rows.some((r) => isResampled(view, r)));
  };
  return stopAtHead(view, place, call, drawn, areCopied);
});

/** The same where the training rows stand in no order of time: the latest of them are cut off by the column of dates that the program cut them by. */
export const stopOnLatest = stopped((cx, { view, place, call, drawn, copied }) => {
  if (copied) no(resampled);
  const lines: typeof cutLines = (v, at, pieces) => latestCut(v, drawn, at, pieces);
  return stopInFit(view, place, call, { drawn, isSeveral: severalIn(cx), copied, lines });
});

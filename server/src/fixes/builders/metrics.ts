/** Fixes of metrics: what they are given, in which order, and which one it is. */
import type { Expr } from "../../program/ir.js";
import type { Pred } from "../../trace/lineage.js";
import { CannotFix, type FixContext } from "../context.js";
import { argument, type CallExpr, isSpread, keyword, nodesIn, type PlacedCall, positional, receiver } from "../document.js";
import { Draft } from "../draft.js";
import { calledName } from "../splits.js";

/** HLD304: the labels first. */
export function swapArguments(cx: FixContext) {
  const title = "Put the labels first";
  const placed = cx.doc.callAt(cx.finding.at);
  if (!placed) return null;
  const { call } = placed;
  if (isSpread(call)) throw new CannotFix("The arguments of this call cannot be told apart.", title);
  const draft = new Draft(cx);
  const { pieces } = draft.argumentsOf(call);
  const named = pieces.flatMap((piece, i) => (piece.name && /^(y_true|y_pred|y_score|y_prob|labels_true|labels_pred)$/.test(piece.name) ? [i] : []));
  const plain = pieces.flatMap((piece, i) => (piece.name === null ? [i] : []));
  const [a, b] = [...plain.slice(0, 2), ...named];
  if (a === undefined || b === undefined) throw new CannotFix("The arguments of this call cannot be told apart.", title);
  const text = cx.doc.unit(call.at.source)?.text ?? "";
  const written = (i: number): string => text.slice(pieces[i]?.valueStart, pieces[i]?.end);
  draft.replaceArgument(call, a, written(b)).replaceArgument(call, b, written(a));
  return draft.finish("safe", title);
}

/** Classifiers without `predict_proba`, as they are made by default. */
const decidesOnly = /^(SVC|LinearSVC|NuSVC|RidgeClassifier(CV)?|Perceptron|PassiveAggressiveClassifier|SGDClassifier)$/;
const hasNeither = /^(NearestCentroid)$/;

/** HLD303: probabilities or decision values in the place of labels. */
export function rankByProbability(cx: FixContext) {
  const title = "Score probabilities, not labels";
  const placed = cx.doc.callAt(cx.finding.at);
  const preds = cx.scores().flatMap((s) => [...s.preds].map((id) => cx.q.lineage.preds.get(id)).filter((p): p is Pred => p !== undefined));
  const [pred] = preds;
  if (!placed || !pred) return null;
  const guess =
    argument(placed.call, "y_score", 1) ??
    keyword(placed.call, "y_pred")?.value ??
    keyword(placed.call, "probas_pred")?.value ??
    keyword(placed.call, "y_prob")?.value;
  if (!guess || preds.some((p) => p.at.start !== pred.at.start)) throw new CannotFix("The scored labels come from more than one prediction.", title);
  const draft = new Draft(cx);
  const cut = cutValue(cx, guess);
  if (cut) {
    draft.replace(guess.at, cut);
    return draft.finish("safe", "Score the probabilities, not the labels cut from them");
  }
  const made = cx.doc.callAt(pred.at);
  const model = made && receiver(made.call);
  if (!made || !model || calledName(made.call) !== "predict") throw new CannotFix("The probabilities behind these labels have no name here.", title);
  const inline = made.call.at.start === guess.at.start && made.call.at.end === guess.at.end;
  if (!inline && !(guess.k === "name" && made.stmt.k === "assign" && made.stmt.value === made.call && isStill(cx, guess, made)))
    throw new CannotFix("What the model predicts is changed before it is scored.", title);
  if (hasNeither.test(pred.model)) throw new CannotFix(`${pred.model} has neither probabilities nor decision values.`, title);
  const method = decidesOnly.test(pred.model) ? "decision_function" : "predict_proba";
  if (method === "decision_function" && calledName(placed.call) === "log_loss") throw new CannotFix(`${pred.model} has no probabilities.`, title);
  const text = cx.doc.text(made.call.at);
  const at = made.call.callee.start - made.call.at.start;
  const column = method === "predict_proba" ? "[:, 1]" : "";
  draft.replace(guess.at, `${text.slice(0, at)}${method}${text.slice(at + "predict".length)}${column}`);
  return draft.finish("safe", method === "predict_proba" ? "Score the probabilities of predict_proba" : "Score the values of decision_function");
}

/** Of `guess = (chance > 0.3).astype(int)`: `chance`, where that still is what it was. */
function cutValue(cx: FixContext, guess: Expr): string | null {
  let e: Expr = guess;
  if (guess.k === "name") {
    const bound = cx.doc.uses(guess.name).filter((use) => use.binds && cx.doc.isBefore(use.at, guess.at));
    const stmt = bound.at(-1)?.placed.stmt;
    if (bound.length !== 1 || stmt?.k !== "assign") return null;
    e = stmt.value;
  }
  const compares = [...nodesIn(e)].filter((x) => x.k === "compare");
  const [only] = compares;
  if (compares.length !== 1 || only?.k !== "compare" || only.rest.length !== 1 || !/^>=?$/.test(only.rest[0]?.op ?? "")) return null;
  const { left } = only;
  if (left.k !== "name" || cx.doc.uses(left.name).filter((use) => use.binds).length !== 1) return null;
  return left.name;
}

/** Whether the call that made a name still means the same where the name is read: none of its words was bound anew in between. */
function isStill(cx: FixContext, guess: Expr & { k: "name" }, made: PlacedCall): boolean {
  const words = [guess.name, ...[...nodesIn(made.call)].flatMap((e) => (e.k === "name" ? [e.name] : []))];
  return words.every((word) => !cx.doc.usesAfter(word, made).some((use) => use.binds && cx.doc.isBefore(use.at, guess.at)));
}

/** HLD301: balanced accuracy, which a model that never says yes scores 0.5 in. */
export const balancedAccuracy = (cx: FixContext) => replaceAccuracy(cx, "balanced_accuracy_score", "", "Use balanced accuracy");

/** HLD301: the mean of the classes' F1. */
export const macroF1 = (cx: FixContext) => replaceAccuracy(cx, "f1_score", ', average="macro"', "Use F1, averaged over the classes");

function replaceAccuracy(cx: FixContext, metric: string, extra: string, title: string) {
  const placed = cx.doc.callAt(cx.finding.at);
  if (!placed) return null;
  const [y, guess] = accuracyArguments(cx, placed.call) ?? [];
  if (!y || !guess) throw new CannotFix("The accuracy is not computed from labels and predictions here.", title);
  const draft = new Draft(cx);
  const word = draft.ensureImport(placed.call.at, "sklearn.metrics", metric, { instead: placed.call.func });
  const weight = keyword(placed.call, "sample_weight");
  const weights = weight ? `, sample_weight=${cx.doc.text(weight.value.at)}` : "";
  return draft.replace(placed.call.at, `${word}(${y}, ${guess}${extra}${weights})`).finish("unsafe", title);
}

/** Labels and predictions of `accuracy_score(y, p)`, and of `model.score(X, y)`. */
function accuracyArguments(cx: FixContext, call: CallExpr): [string, string] | null {
  if (isSpread(call)) return null;
  const text = (e: Expr | undefined): string => (e ? cx.doc.text(e.at) : "");
  const name = calledName(call);
  if (name === "accuracy_score" && !keyword(call, "normalize") && positional(call).length <= 2)
    return [text(argument(call, "y_true", 0)), text(argument(call, "y_pred", 1))];
  const model = receiver(call);
  if (name === "score" && model && positional(call).length <= 2)
    return [text(argument(call, "y", 1)), `${text(model)}.predict(${text(argument(call, "X", 0))})`];
  return null;
}

/** Fixes of training loops: modes, gradients, and the last activation. */
import { type SourceId, type Span, samePlace } from "../../base/span.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { CannotFix, type FixContext } from "../context.js";
import { keyword, nodesIn, type Placed, type PlacedCall, positional, receiver } from "../document.js";
import { Draft } from "../draft.js";
import { calledName } from "../splits.js";

const isIn = (at: Span, s: Stmt): boolean => s.at.source === at.source && s.at.start <= at.start && at.end <= s.at.end;

/** The outermost loop or block around a place that does not hold the other place too, within one function. */
function outermost(placed: Placed, apart: Span): Placed {
  const stops = placed.around.findLastIndex((s) => s.k === "def" || s.k === "class" || isIn(apart, s));
  const outer = placed.around[stops + 1] ?? placed.stmt;
  return placed.unit.placed.find((p) => p.stmt === outer) ?? placed;
}

/** The words for the network in a call of it: `net` of `net(x)`, `self.net` of `self.net(x)`. */
function moduleText(cx: FixContext, { call }: PlacedCall): string {
  if (call.func.k !== "name" && call.func.k !== "attr") throw new CannotFix("The network has no name where it is called.", "Switch the network's mode");
  return cx.doc.text(call.func.at);
}

/** HLD501: `eval()` before the evaluation, `train()` before training goes on. */
export function switchMode(cx: FixContext) {
  const here = cx.doc.callAt(cx.finding.at);
  const [first, second] = cx.finding.steps;
  if (!here || !first || !second) return null;
  if (calledName(here.call) === "eval" && positional(here.call).length === 0) return backToTraining(cx, here, second.at);
  const name = moduleText(cx, here);
  const target = outermost(here, first.at);
  const draft = new Draft(cx).before(target, [`${name}.eval()`]);
  const loop = sharedLoop(cx, here, first.at);
  if (!loop) return draft.finish("safe", `Call ${name}.eval() before the evaluation`);
  const training = cx.doc.callAt(first.at);
  if (!training) throw new CannotFix("The training step stands in another file.", "Switch the network's mode");
  draft.before(inBlockOf(cx, training, loop), [`${moduleText(cx, training)}.train()`]);
  return draft.finish("unsafe", `Call ${name}.eval() before the evaluation and ${name}.train() before training goes on`);
}

function backToTraining(cx: FixContext, evaluating: PlacedCall, trainedAt: Span) {
  const training = cx.doc.callAt(trainedAt);
  const loop = sharedLoop(cx, evaluating, trainedAt);
  if (!training || !loop) throw new CannotFix("Training and evaluation do not stand in one loop of this document.", "Go back to training mode");
  const name = moduleText(cx, training);
  return new Draft(cx).before(inBlockOf(cx, training, loop), [`${name}.train()`]).finish("unsafe", `Call ${name}.train() before training goes on`);
}

/** The innermost loop around both places. */
const sharedLoop = (cx: FixContext, placed: Placed, other: Span): Stmt | null =>
  placed.around.findLast((s) => (s.k === "for" || s.k === "while") && isIn(other, s) && cx.doc.unit(other.source) !== null) ?? null;

/** The statement directly in a loop's body that holds a place. */
function inBlockOf(cx: FixContext, placed: Placed, loop: Stmt): Placed {
  const inner = placed.around[placed.around.indexOf(loop) + 1] ?? placed.stmt;
  const found = cx.doc.unit(placed.unit.source)?.placed.find((p) => p.stmt === inner);
  if (!found) throw new CannotFix("The loop cannot be found.", "Switch the network's mode");
  return found;
}

/** HLD502: gradients are cleared before they are computed. */
export function clearGradients(cx: FixContext) {
  const backward = cx.doc.callAt(cx.finding.at);
  const step = cx.finding.steps[1] && cx.doc.callAt(cx.finding.steps[1].at);
  const optimizer = step && receiver(step.call);
  if (!backward || !optimizer || calledName(step.call) !== "step") return null;
  const name = cx.doc.text(optimizer.at);
  return new Draft(cx).before(backward, [`${name}.zero_grad()`]).finish("unsafe", `Call ${name}.zero_grad() before every backward pass`);
}

/** HLD503: no gradients are recorded around the evaluation. */
export function withoutGradients(cx: FixContext) {
  const title = "Evaluate under torch.no_grad()";
  const here = cx.doc.callAt(cx.finding.at);
  const [first] = cx.finding.steps;
  if (!here || !first) return null;
  const target = outermost(here, first.at);
  const draft = new Draft(cx);
  const torch = draft.ensureImport(target.stmt.at, "torch", null);
  return draft.wrap(target, `with ${torch}.no_grad():`).finish("safe", title);
}

/** HLD504: the activation that the loss applies itself goes, or becomes the one that it expects. */
export function fitActivation(cx: FixContext) {
  const title = "Make the last activation fit the loss";
  const act = cx.q.lineage.acts.find((a) => (a.k === "loss" || a.k === "compile") && samePlace(a.at, cx.finding.at));
  if (act?.k === "loss") {
    const how = act.ending.module ? (cx.q.lineage.modules.get(act.ending.module)?.ending?.how ?? "") : act.ending.how;
    if (act.expects !== "logits") throw new CannotFix(`${act.loss} needs another output: whether the layer or the loss is wrong is yours to say.`, title);
    return dropActivation(cx, how);
  }
  if (act?.k !== "compile") return null;
  const { how, units } = act.ending;
  if (how === "softmax" && units === 1) return changeActivation(cx, "softmax", "sigmoid");
  if (act.fromLogits) return probabilities(cx, cx.finding.at.source);
  if (act.loss === "categoricalcrossentropy" && how === "sigmoid" && units !== 1) return changeActivation(cx, "sigmoid", "softmax");
  throw new CannotFix("Whether the layer or the loss is wrong is yours to say.", title);
}

function dropActivation(cx: FixContext, how: string) {
  const title = `Drop the ${how}: the loss applies its own`;
  const layers = cx.doc.units.flatMap((unit) => unit.calls).filter(({ call }) => activation(call.func) === how);
  // A threshold on the outputs means something else for logits.
  if (how === "sigmoid" && cx.doc.units.some((unit) => /[<>]=?\s*0?\.5\b|\.round\(/.test(unit.text)))
    throw new CannotFix("The outputs are cut at 0.5 elsewhere, which would mean something else for logits.", title);
  const [layer, ...more] = layers;
  if (!layer || more.length) throw new CannotFix(layer ? `There are ${layers.length} calls of ${how} here.` : `The ${how} stands in another file.`, title);
  const draft = new Draft(cx);
  const parent = layer.within.at(-1);
  if (parent?.k === "call" && calledName(parent) === "Sequential" && parent.args.at(-1)?.value === layer.call && parent.args.length > 1)
    return draft.removeArgument(parent, parent.args.length - 1).finish("unsafe", title);
  const inner = positional(layer.call)[0];
  const inForward = layer.around.some((s) => s.k === "def" && s.fn.name === "forward");
  if (inner && inForward && layer.stmt.k === "return" && layer.stmt.value === layer.call)
    return draft.replace(layer.call.at, cx.doc.text(inner.at)).finish("unsafe", title);
  throw new CannotFix(`The ${how} is not the last layer of a Sequential, nor what forward() returns.`, title);
}

function activation(func: Expr): string {
  const name = func.k === "attr" || func.k === "name" ? func.name : "";
  return /^(Softmax|softmax)$/.test(name) ? "softmax" : /^(Sigmoid|sigmoid)$/.test(name) ? "sigmoid" : "";
}

function changeActivation(cx: FixContext, from: string, to: string) {
  const title = `Use ${to} in the output layer`;
  const found = cx.doc.units
    .flatMap((unit) => unit.calls)
    .flatMap(({ call }) => {
      const given = keyword(call, "activation")?.value ?? (calledName(call) === "Activation" ? positional(call)[0] : undefined);
      return given?.k === "const" && given.value === from ? [given] : [];
    });
  const [only, ...more] = found;
  if (!only || more.length) throw new CannotFix("It does not show here which layer is the last.", title);
  const quote = cx.doc.text(only.at).charAt(0) === "'" ? "'" : '"';
  return new Draft(cx).replace(only.at, `${quote}${to}${quote}`).finish("unsafe", title);
}

function probabilities(cx: FixContext, source: SourceId) {
  const title = "Remove from_logits=True";
  const compile = cx.doc.callAt(cx.finding.at);
  const inner = compile?.call ? [...nodesIn(compile.call)] : [];
  const loss = inner.find((e) => e.k === "call" && e.args.some((a) => a.name === "from_logits"));
  if (loss?.k !== "call" || !cx.doc.unit(source)) throw new CannotFix("The loss is made somewhere else.", title);
  return new Draft(cx)
    .removeArgument(
      loss,
      loss.args.findIndex((a) => a.name === "from_logits"),
    )
    .finish("unsafe", title);
}

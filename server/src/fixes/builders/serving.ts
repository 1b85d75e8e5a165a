/** Fixes of rows that are prepared unlike the training rows, and of files that are loaded unsafely. */
import type { Expr } from "../../program/ir.js";
import { CannotFix, type FixContext } from "../context.js";
import { keyword, nodesIn, positional, receiver } from "../document.js";
import { Draft } from "../draft.js";
import { calledName } from "../splits.js";

/** HLD601: the value of the training rows, for all rows. */
export function valueOfTraining(cx: FixContext) {
  const here = cx.doc.callAt(cx.finding.at);
  const first = cx.finding.steps[0] && cx.doc.callAt(cx.finding.steps[0].at);
  if (!here || !first || here.call === first.call) return null;
  if (calledName(here.call) === calledName(first.call) && /^fillna$|^replace$/.test(calledName(here.call))) return sameConstant(cx);
  const title = "Use the value of the training rows";
  const [own, trained] = [receiver(here.call), receiver(first.call)];
  if (!own || !trained) throw new CannotFix("The value is not computed by a method of the rows.", title);
  if (cx.doc.text(own.at) === cx.doc.text(trained.at))
    throw new CannotFix("Both values are computed by the same words: the training rows have to get a name of their own.", title);
  if (!cx.doc.isBefore(first.call.at, here.call.at)) throw new CannotFix("The training rows are prepared after these.", title);
  // The training rows may be overwritten by the statement that uses their value, so it gets a name before that.
  const draft = new Draft(cx);
  const name = cx.doc.freshName(`train_${calledName(first.call)}`);
  draft
    .before(first, [`${name} = ${cx.doc.text(first.call.at)}`])
    .replace(first.call.at, name)
    .replace(here.call.at, name);
  return draft.finish("unsafe", `${title}, ${cx.doc.text(first.call.at)}`);
}

/** `fillna(-1)` → `fillna(0)`, as the training rows are filled. */
function sameConstant(cx: FixContext) {
  const here = cx.doc.callAt(cx.finding.at)?.call;
  const first = cx.finding.steps[0] && cx.doc.callAt(cx.finding.steps[0].at)?.call;
  const value = (call: typeof here): Expr | undefined => call && (keyword(call, "value")?.value ?? positional(call)[0]);
  const [own, trained] = [value(here), value(first)];
  if (!own || !trained || [...nodesIn(trained)].some((e) => e.k === "name"))
    throw new CannotFix("The filled-in value of the training rows is no constant.", "Fill in the value of the training rows");
  const text = cx.doc.text(trained.at);
  return new Draft(cx).replace(own.at, text).finish("safe", `Fill in ${text}, as in the training rows`);
}

/** HLD603: `torch.load` reads tensors only. */
export function weightsOnly(cx: FixContext) {
  const here = cx.doc.callAt(cx.finding.at);
  const root = here && receiver(here.call);
  if (!here || root?.k !== "name" || root.name !== "torch" || calledName(here.call) !== "load") return null;
  return new Draft(cx).setKeyword(here.call, "weights_only", "True").finish("unsafe", "Load the weights only");
}

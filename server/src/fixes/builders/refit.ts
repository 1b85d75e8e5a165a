/** HLD111: the fitted transformer is used on evaluation rows, it is not fitted again. */
import type { Expr } from "../../program/ir.js";
import { CannotFix, type FixContext } from "../context.js";
import { type PlacedCall, receiver } from "../document.js";
import { Draft } from "../draft.js";

/** `scaler.fit_transform(X_test)` → `scaler.transform(X_test)`, or to the transformer that was fitted on the training rows. */
export function transformOnly(cx: FixContext) {
  const again = cx.doc.callAt(cx.finding.at);
  const first = cx.finding.steps[0] && cx.doc.callAt(cx.finding.steps[0].at);
  if (!again || !first) return null;
  const title = "Use transform on the evaluation rows";
  if (again.call === first.call)
    throw new CannotFix("One line fits the transformer on the training rows and on these: it has to be handed the fitted one.", title);
  const name = again.call.func.k === "attr" ? again.call.func.name : null;
  const fitted = receiver(first.call);
  if (!name || !fitted) return null;
  const object = receiver(again.call) as Expr;
  checkSame(cx, first, again, fitted, title);
  const draft = new Draft(cx);
  if (name === "fit_transform") draft.renameCallee(again.call, "transform");
  else if (name === "fit") dropFit(draft, again, title);
  else return null;
  const [was, is] = [cx.doc.text(fitted.at), cx.doc.text(object.at)];
  if (was === is && isPath(object)) return draft.finish("safe", title);
  if (isPath(fitted)) {
    draft.replace(object.at, was);
    return draft.finish("unsafe", `Use ${was}, fitted on the training rows`);
  }
  // The first transformer has no name yet: it gets one, and its call goes on from there.
  const word = cx.doc.freshName(nameFor(fitted));
  draft
    .before(first, [`${word} = ${was}`])
    .replace(fitted.at, word)
    .replace(object.at, word);
  return draft.finish("unsafe", "Fit one transformer on the training rows and use it on both");
}

/** The fitted object must still be there: neither made anew on the way, nor the last of those that a loop has fitted. */
function checkSame(cx: FixContext, first: PlacedCall, again: PlacedCall, fitted: Expr, title: string): void {
  const loop = first.around.find((s) => (s.k === "for" || s.k === "while") && !again.around.includes(s));
  if (loop) throw new CannotFix("A loop fits the transformer anew in each of its rounds: only the last fit is left.", title);
  if (!cx.doc.isBefore(first.call.at, again.call.at)) throw new CannotFix("It is fitted on the training rows further below only.", title);
  const was = cx.doc.text(fitted.at);
  const refitted = cx.doc.units
    .flatMap((unit) => unit.calls)
    .some(
      ({ call }) =>
        call.func.k === "attr" &&
        /^fit/.test(call.func.name) &&
        cx.doc.text(call.func.object.at) === was &&
        cx.doc.isBefore(first.call.at, call.at) &&
        cx.doc.isBefore(call.at, again.call.at),
    );
  if (refitted && isPath(fitted)) throw new CannotFix("The transformer has been fitted on something else by then.", title);
  let root = fitted;
  while (root.k === "attr") root = root.object;
  if (root.k !== "name") return;
  const { name } = root;
  const isBetween = cx.doc.uses(name).some((u) => u.binds && cx.doc.isBefore(first.call.at, u.at) && cx.doc.isBefore(u.at, again.call.at));
  if (isBetween) throw new CannotFix(`\`${name}\` is another object by then.`, title);
}

/** `scaler.fit(X_test)` as a statement of its own goes. */
function dropFit(draft: Draft, again: PlacedCall, title: string): void {
  if (again.stmt.k !== "expr" || again.stmt.value !== again.call) throw new CannotFix("The second fit is part of a longer expression.", title);
  draft.remove(again);
}

const isPath = (e: Expr): boolean => e.k === "name" || (e.k === "attr" && isPath(e.object));

/** `StandardScaler()` → `standard_scaler`. */
function nameFor(e: Expr): string {
  const f = e.k === "call" ? e.func : e;
  const name = f.k === "attr" || f.k === "name" ? f.name : "transformer";
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}

/** HLD107: a window over the target ends one row earlier. */
import type { Expr } from "../../program/ir.js";
import { CannotFix, type FixContext } from "../context.js";
import { argument, type CallExpr, nodesIn } from "../document.js";
import { Draft } from "../draft.js";

/** Puts `.shift(1)` in front of the window at fault. Null where the finding stands on no window. */
export function endBeforeRow(cx: FixContext) {
  const { at } = cx.finding;
  const found = cx.doc.units
    .flatMap((unit) => unit.calls)
    .find(({ call }) => call.func.k === "attr" && call.func.nameAt.source === at.source && call.func.nameAt.start === at.start);
  if (found?.call.func.k !== "attr" || !/^(rolling|expanding|ewm)$/.test(found.call.func.name)) return null;
  const { object } = found.call.func;
  const title = `Let the ${found.call.func.name} window end one row earlier`;
  if ([...nodesIn(object)].some((e) => isCallOf(e, /^groupby$/)))
    throw new CannotFix("Shifted here, the windows would go on from one group to the next: the shift belongs into each group.", title);
  if (!leavesGaps(found.call) && !gapsElsewhere(cx))
    throw new CannotFix("The first row would have a gap, and nothing in the program says what becomes of gaps.", title);
  const draft = new Draft(cx);
  draft.replace({ source: at.source, start: object.at.end, end: object.at.end }, ".shift(1)");
  return draft.finish("unsafe", title);
}

const isCallOf = (e: Expr, name: RegExp): boolean => e.k === "call" && e.func.k === "attr" && name.test(e.func.name);

/** `rolling(7)`: the first six rows have no value anyway. */
function leavesGaps(call: CallExpr): boolean {
  const size = argument(call, "window", 0);
  return (
    call.func.k === "attr" &&
    call.func.name === "rolling" &&
    size?.k === "const" &&
    typeof size.value === "number" &&
    size.value > 1 &&
    !argument(call, "min_periods", 1)
  );
}

/** Whether rows with gaps come up in the program already: lags have them, and it drops or fills some. */
const gapsElsewhere = (cx: FixContext): boolean =>
  cx.doc.units.flatMap((unit) => unit.calls).some(({ call }) => isCallOf(call, /^(shift|dropna|fillna|ffill|bfill)$/));

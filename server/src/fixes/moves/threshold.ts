/** A threshold, or anything else that is picked by predictions for the test rows: it is picked by predictions for a validation part. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { type Cut, pairs, partNames, SPLIT } from "./cutParts.js";
import { drawnBy, type SplitBehind } from "./drawn.js";
import { before, type Swap, standsAlone, swapped } from "./lines.js";
import { no } from "./outcome.js";
import { checkTogether } from "./partChecks.js";
import { checkShownCurve, checkWeights, checkWhole } from "./readLater.js";
import { holding } from "./validationPart.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/**
 * The model is fitted on the fitting part; what the choice reads is made again for the validation part.
 * @throws CannotFix
 */
export function chooseByPredictions(cx: FixContext, view: View, choice: Place, e: Evaluation, fact: SplitBehind): Cut {
  const [fit] = e.fits;
  const trained = fit && view.placeAt(fit.at);
  if (!fit || !trained || e.fits.length !== 1 || !e.train || trained.line !== choice.line || trained.index >= choice.index)
    return no("the settings are not tried in a loop that can be followed");
  if (!standsAlone(view, trained.stmt) || !standsAlone(view, choice.stmt)) return no("another statement shares a line with it");
  const trains = holding(cx, view, [trained.stmt.at], e.train, trained);
  const asked = holding(cx, view, [choice.stmt.at], e.score.rows, choice);
  const made = asked
    .map((name) => ({ name, place: lastStore(view, name, choice) }))
    .filter((m) => m.place && m.place.line === choice.line && m.place.index >= trained.index);
  const held = [
    ...new Set([
      ...asked.filter((n) => !made.some((m) => m.name === n)),
      ...made.flatMap((m) => (m.place ? holding(cx, view, [m.place.stmt.at], e.score.rows, m.place) : [])),
    ]),
  ].filter((n) => !made.some((m) => m.name === n));
  if (!made.length || !held.length || !trains.length) return no("the predictions cannot be made again for other rows");
  const paired = pairs(view, trains, held, trained);
  checkSides(cx, view, trained, choice, new Set([...paired.flatMap((p) => [p.train, p.test]), ...made.map((m) => m.name)]));
  checkShownCurve(view, choice);
  checkWhole(cx, view, [choice.stmt.at], choice, e);
  const taken: string[] = [];
  const swaps = new Map<string, string>();
  const list: string[] = [];
  for (const p of paired) {
    const [a, b] = partNames(view, p.train, taken);
    swaps.set(p.train, a).set(p.test, b);
    list.push(a, b);
  }
  const labels = paired.find((p) => /^y|label|target/i.test(p.train))?.train ?? "";
  const exchanged = (from: Place, at: Place["stmt"]["at"]): Swap[] => {
    const out: Swap[] = [];
    eachExprIn(from.stmt, (x: Expr, _fn, stored) => {
      const text = x.k === "name" && !stored ? swaps.get(x.name) : undefined;
      if (text && holds(at, x.at)) out.push({ at: x.at, text });
    });
    return out;
  };
  const edits: TextEdit[] = [
    before(view, trained.stmt, [
      `${list.join(", ")} = ${SPLIT}(${paired.map((p) => p.train).join(", ")}, test_size=0.2, ${drawnBy(cx, view, trained, { rows: e.train, labels, e, fact })})`,
    ]),
  ];
  const again: string[] = [];
  let fitsItself = false;
  for (const { name, place } of made) {
    const s = place?.stmt;
    if (!place || s?.k !== "assign" || s.targets.length !== 1 || s.targets[0]?.k !== "name") return no("the predictions cannot be made again for other rows");
    if (s === trained.stmt) fitsItself = true;
    const fresh = view.fresh(`${name}_valid`, taken);
    taken.push(fresh);
    again.push(`${fresh} = ${swapped(view, s.value.at, exchanged(place, s.value.at))}`);
    swaps.set(name, fresh);
  }
  if (!fitsItself) edits.push(...exchanged(trained, trained.stmt.at));
  edits.push(before(view, choice.stmt, again), ...exchanged(choice, choice.stmt.at));
  return { edits, at: trained };
}

/** Labels that were followed as other rows, such as those of another file, would stay whole beside a part. @throws CannotFix */
function checkSides(cx: FixContext, view: View, trained: Place, choice: Place, exchanged: ReadonlySet<string>): void {
  checkTogether(
    view,
    [trained.stmt.at],
    (name) => exchanged.has(name),
    () => false,
  );
  checkWeights(
    view,
    [trained.stmt.at],
    (name) => exchanged.has(name),
    () => false,
  );
  eachExprIn(choice.stmt, (e) => {
    if (e.k !== "call") return;
    const names = e.args.flatMap((a) => (a.value.k === "name" ? [a.value] : []));
    const left = names.some((n) => exchanged.has(n.name)) ? names.find((n) => !exchanged.has(n.name) && cx.kindAt(n.at) === "data") : undefined;
    if (left) no(`it is not clear which rows \`${left.name}\` has`);
  });
}

/** A function that goes through thresholds for the model and the rows that it is handed: it is handed a copy, trained on a part of the training rows, and the rest of these. */
import { type Span, samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import { relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { checkCalled } from "./calledWith.js";
import { checkCollected } from "./candidates.js";
import { lastStore } from "./chain.js";
import { type Cut, isLabels } from "./cutParts.js";
import { aboveLoops, drawnBy, type SplitBehind } from "./drawn.js";
import { ahead, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { checkReadAsTest, checkWhole } from "./readLater.js";
import { plainFit } from "./refitted.js";
import { saidAnew } from "./said.js";
import { cloned } from "./scoredCopy.js";
import { CLONE } from "./standIns.js";
import { checkSaid } from "./thresholdFolds.js";
import { callStarting } from "./validated.js";
import { checkLater, checkScored, partsAbove } from "./validationPart.js";
import { defOf, holds, type Place, type View } from "./view.js";
import { isTrainedIn } from "./winners.js";

/** A call of the function, and which of its arguments are what. */
interface Asked {
  readonly place: Place;
  readonly model: Expr;
  readonly inputs: Expr & { k: "name" };
  readonly labels: Expr & { k: "name" };
}

/**
 * The edits at each call of the function that `choice` stands in. Null where it is no function of the module that others hand a trained model, inputs
 * and labels.
 * @throws CannotFix
 */
export function chooseByCopies(cx: FixContext, view: View, choice: Place, e: Evaluation, fact: SplitBehind): Cut | null {
  const { fn } = choice.line;
  const def = fn && defOf(view, fn);
  if (!fn || !def || !e.train || isTrainedIn(e, [def.at])) return null;
  const uses = view.usesOf(fn.name, null).filter((u) => !u.stored && !holds(def.at, u.at));
  const calls = uses.map((u) => askedIn(cx, u.place, u.around?.k === "call" && u.around.func.at.start === u.at.start ? u.around : null, e));
  const [first] = calls;
  if (!first || calls.some((c) => c === null || c.inputs.name !== first.inputs.name || c.labels.name !== first.labels.name)) return null;
  const asked = calls as Asked[];
  const data = trainedOn(cx, view, e, first.place);
  if (!data) return null;
  const [top] = asked.map((c) => view.ancestorIn(c.place, first.place.line)).sort((a, b) => (a?.index ?? 0) - (b?.index ?? 0));
  if (!top || asked.some((c) => c.place.line.fn !== first.place.line.fn)) return no("it is called in several places of the program");
  const tests = [first.inputs.name, first.labels.name];
  const anchor = aboveLoops(view, top, [...data, ...tests]);
  if (e.fits.some((f) => holds(anchor.stmt.at, f.at))) return null;
  const region = asked.map((c) => c.place.stmt.at);
  checkHanded(cx, view, asked, tests, { top, anchor, def: def.at, e });
  if (!standsAlone(view, anchor.stmt) && anchor.stmt.k !== "for") return no("another statement shares a line with it");
  for (const name of data)
    if (lastStore(view, name, anchor) !== lastStore(view, name, trainedAt(view, e) ?? anchor)) return no(`\`${name}\` is another thing by then`);
  const paired = data.map((train, i) => ({ train, test: tests[i] ?? "" }));
  const { parts, line } = partsAbove(view, paired, anchor, drawnBy(cx, view, anchor, { rows: e.train, labels: data[1], e, fact }));
  const [[x1, x2], [y1, y2]] = parts as [[string, string], [string, string]];
  const edits: TextEdit[] = line === null ? [] : [ahead(view, anchor.stmt, [line])];
  for (const c of asked) {
    edits.push({ at: c.model.at, text: `${CLONE}(${view.textOf(c.model.at)}).fit(${x1}, ${y1})` });
    edits.push({ at: c.inputs.at, text: x2 }, { at: c.labels.at, text: y2 });
  }
  edits.push(...saidAnew(view, region, top.line.fn, tests, "test", "validation"));
  return { edits, at: anchor };
}

/** Nobody may read what the function makes of the scores as what it was. @throws CannotFix */
function checkHanded(
  cx: FixContext,
  view: View,
  asked: readonly Asked[],
  tests: readonly string[],
  { top, anchor, def, e }: { top: Place; anchor: Place; def: Span; e: Evaluation },
): void {
  const region = asked.map((c) => c.place.stmt.at);
  for (const c of asked) checkSaid(view, c.place, tests);
  checkCalled(view, region, tests, top);
  checkLater(cx, view, region, top, e.score.rows);
  checkScored(cx, view, region, top, e.score.rows, tests);
  checkCollected(view, region, top, tests);
  checkReadAsTest(cx, view, region, top.line.fn, tests, e.score.rows);
  checkWhole(cx, view, [...region, def], anchor, e);
}

/** A model that can be copied, the inputs and the labels of the rows that choose, each handed once. */
function askedIn(cx: FixContext, place: Place, call: (Expr & { k: "call" }) | null, e: Evaluation): Asked | null {
  const given = call?.args.filter((a) => !a.star).map((a) => a.value) ?? [];
  const isOf = (x: Expr): boolean => {
    const d = cx.dataAt(x.at);
    return d !== null && !d.elem && relation(d.rows, e.score.rows) === "same";
  };
  const models = given.filter((x) => cloned.test(cx.modelAt(x.at)?.protocol ?? ""));
  const names = given.filter((x): x is Expr & { k: "name" } => x.k === "name" && !models.includes(x));
  const inputs = names.filter((x) => !isLabels(x.name) && isOf(x));
  const labels = names.filter((x) => isLabels(x.name));
  const [model, x, y] = [models[0], inputs[0], labels[0]];
  return model && x && y && models.length + inputs.length + labels.length === 3 ? { place, model, inputs: x, labels: y } : null;
}

/** What all models that the function is handed were trained on, by `fit(X, y)` alone. */
function trainedOn(cx: FixContext, view: View, e: Evaluation, at: Place): readonly [string, string] | null {
  let data: readonly [string, string] | null = null;
  for (const { fits, score } of cx.q.evaluations) {
    if (!samePlace(score.at, e.score.at)) continue;
    for (const f of fits) {
      const place = view.placeAt(f.at);
      const call = place && callStarting(place.stmt, f.at.start);
      const own = call && plainFit(call);
      if (!own || place?.line.fn !== at.line.fn || f.fit?.partial || (data && own.join() !== data.join())) return null;
      data = own;
    }
  }
  return data;
}

const trainedAt = (view: View, e: Evaluation): Place | null => (e.fits[0] ? view.placeAt(e.fits[0].at) : null);

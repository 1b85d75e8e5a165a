/** A network that cuts its validation rows itself, after all rows were transformed: they are cut before. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { lastStore, type Step, stepsBehind } from "./chain.js";
import { type Cut, partNames, SPLIT } from "./cutParts.js";
import { type Call, nameForObject } from "./learning.js";
import { before, eolOf, indentOf, type Swap, standsAlone, swapped } from "./lines.js";
import { no } from "./outcome.js";
import { callStarting } from "./validated.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** `fit(X, y, validation_split=0.2)`. */
export interface NetworkFit {
  readonly place: Place;
  readonly call: Call;
  readonly x: Expr & { k: "name" };
  readonly y: Expr & { k: "name" };
  readonly share: Expr;
}

export function networkFit(view: View, at: Span): NetworkFit | null {
  const place = view.placeAt(at);
  const call = place && callStarting(place.stmt, at.start);
  const share = call?.args.find((a) => a.name === "validation_split")?.value;
  const given = call?.args.filter((a) => !a.name && !a.star).map((a) => a.value) ?? [];
  const x = call?.args.find((a) => a.name === "x")?.value ?? given[0];
  const y = call?.args.find((a) => a.name === "y")?.value ?? given[1];
  return place && call && share && x?.k === "name" && y?.k === "name" ? { place, call, x, y, share } : null;
}

/**
 * Keras takes the last rows, before it shuffles: the same rows are cut off in front of the first transformer.
 * @throws CannotFix
 */
export function cutBeforeFitting(view: View, fits: readonly NetworkFit[], learning: Call): Cut {
  const [first] = fits as [NetworkFit, ...NetworkFit[]];
  const steps = stepsUpTo(view, first, learning);
  for (const f of fits) {
    const own = stepsUpTo(view, f, learning);
    if (f.y.name !== first.y.name || own.length !== steps.length || own.some((s, i) => s.call !== steps[i]?.call))
      no("several networks are trained on data that were prepared in different ways");
    if (view.textOf(f.share.at) !== view.textOf(first.share.at)) no("several networks cut different validation parts");
    if (!standsAlone(view, f.place.stmt)) no("another statement shares a line with it");
  }
  const start = steps[0]?.place;
  const input = steps[0]?.input;
  if (!start || input?.k !== "name") return no("what is transformed is no plain variable");
  if (lastStore(view, first.y.name, start) !== lastStore(view, first.y.name, first.place))
    no(`\`${first.y.name}\` is not there yet where the validation part is to be cut`);
  const taken: string[] = [];
  const parts = new Map<string, [string, string]>();
  parts.set(input.name, partNames(view, input.name, taken));
  const labels = partNames(view, first.y.name, taken);
  const [fitX, validX] = parts.get(input.name) as [string, string];
  const edits: TextEdit[] = [
    before(view, start.stmt, [
      `${fitX}, ${validX}, ${labels.join(", ")} = ${SPLIT}(${input.name}, ${first.y.name}, test_size=${view.textOf(first.share.at)}, shuffle=False)`,
    ]),
  ];
  for (const step of steps) {
    const out = step.output as string;
    const from = (step.input as Expr & { k: "name" }).name;
    if (!parts.has(out)) parts.set(out, partNames(view, out, taken));
    edits.push(eachPart(view, step, from, parts.get(from) as [string, string], parts.get(out) as [string, string], first.y.name, labels[0]));
  }
  for (const f of fits) {
    const [fit, valid] = parts.get(f.x.name) ?? no("what is transformed is no plain variable");
    edits.push({ at: f.x.at, text: fit }, { at: f.y.at, text: labels[0] });
    const text = view.whole(f.share.at.source);
    const word = text.lastIndexOf("validation_split", f.share.at.start);
    edits.push({ at: { ...f.share.at, start: word }, text: `validation_data=(${valid}, ${labels[1]})` });
  }
  return { edits, at: start };
}

/** The transformations of one line, from the learning to the training, in the order in which they run. */
function stepsUpTo(view: View, f: NetworkFit, learning: Call): (Step & { place: Place })[] {
  // A table that is made of the result gives the network the same numbers.
  const all = stepsBehind(view, f.x, f.place, true);
  const end = all.findIndex((s) => s.call === learning);
  const steps = all.slice(0, end + 1).reverse();
  for (const s of steps) {
    const plain =
      !(s.rows || s.dense || s.stands || s.parts) &&
      s.place &&
      s.place.line === f.place.line &&
      s.place.stmt.k === "assign" &&
      s.place.stmt.value === s.call &&
      s.input.k === "name" &&
      standsAlone(view, s.place.stmt);
    if (!plain || s.call.func.k !== "attr" || s.call.func.name !== "fit_transform") return no("it is transformed in a way that cannot be followed");
  }
  if (!steps.length) return no(`\`${f.x.name}\` is made from the learning in a way that cannot be followed`);
  return steps as (Step & { place: Place })[];
}

/** Fitted on the fitting part; the validation part and all rows are transformed. */
function eachPart(
  view: View,
  step: Step & { place: Place },
  from: string,
  input: [string, string],
  output: [string, string],
  labels: string,
  fitLabels: string,
): TextEdit {
  const { stmt } = step.place;
  const { object } = step.call.func as Expr & { k: "attr" };
  const name = step.variable ?? view.fresh(nameForObject(view.textOf(object.k === "call" ? object.callee : object.at)));
  const lines = step.variable ? [] : [`${name} = ${view.textOf(object.at)}`];
  const swaps: Swap[] = step.variable ? [] : [{ at: object.at, text: name }];
  eachExprIn(stmt, (e, _fn, stored) => {
    if (e.k !== "name") return;
    if (stored && e.name === step.output) swaps.push({ at: e.at, text: output[0] });
    else if (!stored && e.name === from && !holds(object.at, e.at)) swaps.push({ at: e.at, text: input[0] });
    else if (!stored && e.name === labels) swaps.push({ at: e.at, text: fitLabels });
  });
  lines.push(swapped(view, stmt.at, swaps), `${output[1]} = ${name}.transform(${input[1]})`, `${step.output} = ${name}.transform(${from})`);
  return { at: stmt.at, text: lines.join(`${eolOf(view.whole(stmt.at.source))}${indentOf(view, stmt)}`) };
}

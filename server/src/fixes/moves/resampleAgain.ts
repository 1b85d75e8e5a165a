/** Resampled rows that are shown before another model is trained on rows as they were: they stay, and behind the split the training part is resampled by itself. */
import type { TextEdit } from "../../engine.types.js";
import { isReadInFunctions } from "./calledLater.js";
import { changedSince, lastStore } from "./chain.js";
import { short } from "./columns.js";
import { onlyCounts } from "./counted.js";
import { namesIn } from "./learning.js";
import { after, point, type Swap, standsAlone, swapped } from "./lines.js";
import { evenly } from "./oldSplits.js";
import { no } from "./outcome.js";
import type { Resampling } from "./resample.js";
import type { WrittenSplit } from "./splits.js";
import { holds, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/**
 * The split takes the rows as they were before they were resampled, and its training part goes through the same sampler.
 * @throws CannotFix where they are others by then, or the resampled ones go on to anything but the split
 */
export function resampleAgain(view: View, r: Resampling, split: WrittenSplit): TextEdit[] {
  const { place, call, inputs, outputs } = r;
  if (r.by || place.line !== split.place.line || place.index >= split.place.index)
    return no("the resampling and the split do not stand in one line of statements");
  if (!standsAlone(view, split.place.stmt)) no("another statement shares a line with it");
  const [x, y] = outputs.map((o) => split.parts[split.inputs.findIndex((e) => e.k === "name" && e.name === o)]);
  if (!x || !y || split.inputs.length !== 2 || outputs.some((o) => lastStore(view, o, split.place) !== place))
    return no("the split takes other data than what was resampled");
  for (const n of [...inputs.flatMap((e) => namesIn(e)), ...namesIn(call.func)])
    if (outputs.includes(n) || changedSince(view, n, place, split.place)) no(`\`${n}\` is another thing at the split`);
  checkShown(view, r, split);
  // Elsewhere the split moves above the resampling, which is shown as that of the training part then.
  const parts = [x.train, x.test, y.train, y.test];
  const isBetween = (i: number): boolean => i > place.index && i < split.place.index;
  if (!parts.some((p) => view.usesOf(p, place.line.fn).some((u) => isBetween(view.ancestorIn(u.place, place.line)?.index ?? -1))))
    no("the split may move above the resampling");
  const back: Swap[] = [];
  for (const e of [...split.inputs, ...split.options.map((o) => o.value)])
    eachExprIn({ k: "expr", at: e.at, value: e }, (n) => {
      const of = n.k === "name" ? inputs[outputs.indexOf(n.name)] : undefined;
      if (of) back.push({ at: n.at, text: view.textOf(of.at) });
    });
  const even = evenly(view, split, view.textOf(inputs[1].at));
  const last = split.call.args.at(-1)?.value ?? no("the split takes nothing");
  if (even) back.push({ at: point(last.at.source, last.at.end), text: even });
  const again = swapped(view, call.at, [
    { at: inputs[0].at, text: x.train },
    { at: inputs[1].at, text: y.train },
  ]);
  return [...back, after(view, split.place.stmt, [`${x.train}, ${y.train} = ${again}`])];
}

/** What was resampled may be shown and counted where it stands, and nothing else. @throws CannotFix */
function checkShown(view: View, { place, outputs }: Resampling, split: WrittenSplit): void {
  for (const name of outputs) {
    if (place.line === view.module && isReadInFunctions(view, name, [split.place.stmt])) no(`\`${name}\`, all of it resampled, is read in a function`);
    for (const u of view.usesOf(name, place.line.fn)) {
      const own = u.stored || holds(split.place.stmt.at, u.at) || lastStore(view, name, u.place) !== place;
      if (!own && u.place.stmt.k !== "expr" && !onlyCounts(view, u.place, name))
        no(`\`${name}\`, all of it resampled, is used by \`${short(view.textOf(u.place.stmt.at))}\` too`);
    }
  }
}

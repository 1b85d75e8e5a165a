/** Training rows that were resampled: a validation part is cut from them as they were, and the rest is resampled without it. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import { lastStore } from "./chain.js";
import { type Pair, partNamesOf, preparation, splitLine } from "./cutParts.js";
import { ahead, standsAlone, swapped } from "./lines.js";
import { type Resampling, resamplingAt } from "./resample.js";
import { holds, type Place, type View } from "./view.js";

/** A cut above the statement that resamples. */
export interface Above {
  readonly place: Place;
  /** The rows before, as they are written: inputs and labels. */
  readonly raw: readonly [string, string];
  /** For each pair what the model is trained on and the validation part. */
  readonly named: ReadonlyMap<Pair, readonly [string, string]>;
  /** What the cut binds. */
  readonly parts: readonly string[];
  /** The line that resamples the rest; where nobody else reads the resampled rows, what changes in the one that is there. */
  readonly again: string | readonly TextEdit[];
}

/** Where inputs and labels were resampled by one statement in the line of `anchor`, and the region reads nothing of what they were made of; null elsewhere. */
export function resampledAbove(view: View, region: readonly Span[], paired: readonly Pair[], anchor: Place): Above | null {
  const [x, y, ...more] = paired;
  const place = x && lastStore(view, x.train, anchor);
  const s = place?.stmt;
  if (!x || !y || more.length || !place || place.line !== anchor.line || s?.k !== "assign" || s.value.k !== "call" || !standsAlone(view, s)) return null;
  const r: Resampling | null = resamplingAt(place, s.value);
  if (!r || lastStore(view, y.train, anchor) !== place || r.outputs[0] !== x.train || r.outputs[1] !== y.train) return null;
  const [a, b] = r.inputs;
  if (a.k !== "name" || b.k !== "name") return null;
  const raw = [a.name, b.name] as const;
  const isRead = (name: string): boolean => view.usesOf(name, anchor.line.fn).some((u) => region.some((at) => holds(at, u.at)));
  if (raw.some((n, i) => n !== r.outputs[i] && isRead(n))) return null;
  if (
    preparation(
      view,
      raw.map((train) => ({ train, test: "" })),
      place,
    ).length
  )
    return null;
  const taken: string[] = [];
  const cut = partNamesOf(view, raw, taken, "tune");
  const rest = r.inputs.map((e, i) => ({ at: e.at, text: cut[i]?.[0] as string }));
  const isOnlyHere = r.outputs.every((n) =>
    view.usesOf(n, anchor.line.fn).every((u) => u.stored || lastStore(view, n, u.place) !== place || region.some((at) => holds(at, u.at))),
  );
  const made = r.outputs.map((n, i) => {
    if (isOnlyHere) return n;
    return n === raw[i] ? (cut[i]?.[0] as string) : (partNamesOf(view, [n], taken, "tune")[0]?.[0] as string);
  });
  const again = isOnlyHere ? rest : `${made.join(", ")} = ${swapped(view, r.call.at, rest)}`;
  const named = new Map([x, y].map((p, i) => [p, [made[i] as string, cut[i]?.[1] as string]] as const));
  return { place, raw, named, parts: cut.flat(), again };
}

/** The cut, drawn as `options` say, and the resampling of the rest. */
export function linesAbove(view: View, { place, parts, raw, again }: Above, options: string): TextEdit[] {
  const cut = splitLine([parts], raw, options);
  return typeof again === "string" ? [ahead(view, place.stmt, [cut, again])] : [ahead(view, place.stmt, [cut]), ...again];
}

/** A model that is a pipeline under a name of its own: further steps go where it is made, and into all that it is asked about. */
import { askedWith } from "./atCalls.js";
import { lastStore } from "./chain.js";
import { pipelineArguments } from "./stepNames.js";
import { constructed, type Validated } from "./validated.js";
import { holds, type View } from "./view.js";

/** The cross-validation with the pipeline as it is written, and the data with which the program trains and asks it besides; as it was where more is done with it. */
export function asWritten(view: View, v: Validated, all: readonly Validated[]): Validated {
  if (v.model.k !== "name" || v.handed || v.source) return v;
  const { name } = v.model;
  const made = constructed(view, name, v.modelPlace);
  if (!made || pipelineArguments(view, made.call) === null || made.place.line.fn !== v.place.line.fn) return v;
  const further: { data: Validated["data"]; place: Validated["place"] }[] = [];
  for (const u of view.usesOf(name, made.place.line.fn)) {
    if (u.stored || all.some((x) => holds(x.model.at, u.at))) continue;
    const asked = askedWith(u);
    if (!asked || lastStore(view, name, u.place) !== made.place) return v;
    further.push(...asked.map((data) => ({ data, place: u.place })));
  }
  return { ...v, model: made.call, stepPlace: made.place, further: [...(v.further ?? []), ...further] };
}

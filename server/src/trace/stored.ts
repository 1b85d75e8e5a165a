/** Models that a program writes into files, and reads back. */
import { fileOf } from "./acts.js";
import type { CallCtx } from "./binding.js";
import type { EffectRow } from "./knowledge.js";
import type { Trace } from "./trace.js";
import { any, type IdSet, nothing, type Obj, sameSet, union, type Value } from "./values.js";

/** A model is written into a file: who reads it finds the model as it is now. In a file that the best of a training is kept in, it is the one that training has chosen. */
export function keepModel(t: Trace, file: string | null, model: Obj, chosen: IdSet = nothing.chosen): void {
  const m = t.get(model);
  if (file === null || m.k !== "model") return;
  t.vars.set(`#model:${keyOf(t, file)}`, model);
  t.vars.set(`#knows:${keyOf(t, file)}`, any({ ...nothing, learned: m.knows, chosen }));
}

/** The model that the program has written into a file before, or null. One that has learned since is another than the one in the file. */
export function readModel(t: Trace, c: CallCtx, e: EffectRow): Value | null {
  const file = fileOf(t, c, e.path);
  const model = file === null ? undefined : t.vars.get(`#model:${keyOf(t, file)}`);
  const m = model?.k === "obj" ? t.get(model) : null;
  if (file === null || model?.k !== "obj" || m?.k !== "model") return null;
  const then = t.prov(t.vars.get(`#knows:${keyOf(t, file)}`));
  const read = { ...m, settings: { ...m.settings, chosen: union(m.settings.chosen, then.chosen) } };
  if (!sameSet(then.learned, m.knows)) return t.new({ ...read, knows: then.learned });
  t.put(model, read);
  return model;
}

/** Files of several rounds have names that look alike: they are told apart by the round alone. */
const keyOf = (t: Trace, file: string): string => (/[*{]/.test(file) ? `${file} ${t.loops.map((l) => l.id).join(" ")}` : file);

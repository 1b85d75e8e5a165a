/** What trainers do by themselves: ask a module of data or the network for rows, and read back the weights that were kept. */
import { type ArgValue, arg, type CallCtx, given } from "./binding.js";
import { callFunction } from "./calls.js";
import type { EffectRow } from "./knowledge.js";
import type { Trace } from "./trace.js";
import { any, constant, nothing, type Obj, type UserClass, union, type Value } from "./values.js";

/** What `loaders` of an effect says: the parameters whose objects may be asked, and the methods that give the rows. */
interface Loaders {
  readonly from: readonly string[];
  readonly data?: string;
  readonly validation?: string;
}

/** The call with the rows that its data module or network would hand out, where it was given none. Objects are set up before they are asked the first time. */
export function withLoaders(t: Trace, c: CallCtx, e: EffectRow): CallCtx {
  const spec = e.loaders as Loaders | undefined;
  if (!spec) return c;
  const bound = new Map(c.bound);
  for (const name of spec.from) {
    const v = arg(c, name);
    const cls = v?.k === "obj" ? classOf(t, v) : null;
    if (v?.k !== "obj" || !cls) {
      // Another spelling of the rows themselves.
      if (v?.k === "obj" && name.endsWith("_dataloaders") && typeof e.data === "string" && !bound.has(e.data)) bound.set(e.data, { name: e.data, value: v });
      continue;
    }
    const asked: [unknown, string | undefined][] = [
      [e.data, spec.data],
      [e.validation, spec.validation],
    ];
    if (!asked.some(([, method]) => method && t.methodOf(cls, method))) continue;
    setUp(t, v, cls, c);
    for (const [key, method] of asked) {
      const fn = method ? t.methodOf(cls, method) : null;
      const old = typeof key === "string" ? bound.get(key) : undefined;
      if (!fn || typeof key !== "string" || (old && !(old.value.k === "const" && old.value.v === null) && old.value !== v)) continue;
      const handed: ArgValue = { name: key, value: callFunction(t, fn, v, [], c.at) };
      bound.set(key, handed);
    }
  }
  return { ...c, bound };
}

function classOf(t: Trace, v: Obj): UserClass | null {
  const cell = t.get(v);
  return cell.k === "inst" || cell.k === "model" ? cell.cls : null;
}

/** Trainers prepare the data once, for fitting and for testing. A program that does so itself is not doubled. */
function setUp(t: Trace, v: Obj, cls: UserClass, c: CallCtx): void {
  const prepare = t.methodOf(cls, "prepare_data");
  if (prepare && !t.called.has(prepare.fn)) callFunction(t, prepare, v, [], c.at);
  const setup = t.methodOf(cls, "setup");
  if (!setup || t.called.has(setup.fn)) return;
  const takesStage = setup.fn.params.length > 1;
  const stages: readonly (Value | null)[] = takesStage ? [constant("fit"), constant("test")] : [null];
  for (const stage of stages) callFunction(t, setup, v, stage ? [{ name: null, value: stage }] : [], c.at);
}

/**
 * Weights are read back: those that a checkpoint kept, and whatever chose the file. With `best`, the parameter that names the checkpoint: only when
 * that is "best", or when neither it nor the network `of` is given, which means the same.
 */
export function loadWeights(t: Trace, c: CallCtx, e: EffectRow): Value {
  const m = c.self?.k === "obj" ? t.get(c.self) : null;
  if (c.self?.k !== "obj" || m?.k !== "model") return c.self ?? any();
  const best = typeof e.best === "string" ? arg(c, e.best) : undefined;
  const named = best && !(best.k === "const" && best.v === null);
  const kept = typeof e.best !== "string" || (named ? best.k === "const" && best.v === "best" : typeof e.of === "string" && !given(c, e.of));
  const pending = m.attrs.get("#pending");
  const file = typeof e.best === "string" ? (named ? t.prov(best).chosen : nothing.chosen) : t.prov(c.args[0]?.value).chosen;
  const chosen = union(kept && pending ? t.prov(pending).chosen : nothing.chosen, file);
  if (chosen.size) t.put(c.self, { ...m, settings: { ...m.settings, chosen: union(m.settings.chosen, chosen) } });
  return c.self;
}

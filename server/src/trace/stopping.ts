/** What ends a training early, or keeps the best of it, by the rows that it is shown beside its own; and what is asked for and never does. */
import { arg, type CallCtx, given, literalArg } from "./binding.js";
import type { EffectRow, NeverStops } from "./knowledge.js";
import { elements } from "./loops.js";
import { isTrue } from "./natures.js";
import type { Trace } from "./trace.js";
import type { Model, Obj, Value } from "./values.js";

export interface Stopping {
  /** What stops it: a callback, or the parameter that asks for it. */
  readonly stop: string | null;
  /** What keeps the best of it. */
  readonly keep: string | null;
  readonly keeper: Obj | null;
  /** It waits for as many rounds as there are, and the model keeps them all. */
  readonly lasts?: true;
}

const asks = ["early_stopping_rounds", "early_stopping_round", "od_wait", "use_best_model"];

/** Whether training stops by, or keeps the best of, what it sees on the validation rows. */
export function stopping(t: Trace, c: CallCtx, e: EffectRow, m: Model): Stopping {
  let stop: string | null = null;
  let keep: string | null = null;
  let keeper: Obj | null = null;
  // One round leaves nothing to choose from.
  if ([literalArg(c, "epochs"), literalArg(c, "nb_epoch")].includes(1) && (given(c, "epochs") || given(c, "nb_epoch"))) return { stop, keep, keeper };
  const params = paramsOf(t, c, e);
  if (neverStops(params, m, e.neverStops as NeverStops | undefined) || neverStops(params, m, m.row?.traits?.neverStops)) return { stop, keep, keeper };
  for (const name of [...asks, ...(typeof e.stop === "string" ? [e.stop] : [])])
    for (const v of [arg(c, name), m.init.get(name)]) if (v && !(v.k === "const" && !v.v)) stop = name;
  for (const name of asks) if (params?.has(name)) stop = name;
  const lasts = stop !== null && waitsForAll(c, e);
  const callbacks = [
    typeof e.callbacks === "string" ? arg(c, e.callbacks) : undefined,
    m.row?.traits?.onlyInFit?.includes("callbacks") ? undefined : m.init.get("callbacks"),
    m.init.get("args"),
  ];
  for (const v of callbacks) {
    if (!v) continue;
    for (const cb of [v, ...(elements(t, v, 12)?.items ?? [])]) {
      const cell = cb.k === "obj" ? t.get(cb) : null;
      if (cell?.k !== "model") continue;
      const kind = cell.row?.traits?.callback;
      const monitor = cell.init.get("monitor");
      const onTrain = monitor?.k === "const" && typeof monitor.v === "string" && !/val|valid|test|eval/.test(monitor.v);
      if (onTrain) continue;
      if (kind === "stop") stop = outlasts(c, cell) ? stop : cell.name;
      else if (kind === "checkpoint" && isTrue(cell.init.get("load_best_model_at_end"))) stop = "load_best_model_at_end";
      else if ((kind === "checkpoint" && isTrue(cell.init.get("save_best_only"))) || (kind === "best" && monitor && !(monitor.k === "const" && !monitor.v))) {
        keep = cell.name;
        keeper = cb.k === "obj" ? cb : null;
      }
    }
  }
  return { stop, keep, keeper, ...(lasts ? { lasts } : {}) };
}

/** The settings that a training is given as a dict, by name. */
function paramsOf(t: Trace, c: CallCtx, e: EffectRow): ReadonlyMap<unknown, Value> | null {
  const v = typeof e.params === "string" ? arg(c, e.params) : undefined;
  const d = v?.k === "obj" ? t.get(v) : null;
  return d?.k === "dict" ? d.entries : null;
}

/** Whether a setting makes the library go on to the last round, whatever else it is told (trees that later ones change again). */
function neverStops(params: ReadonlyMap<unknown, Value> | null, m: Model, rule: NeverStops | undefined): boolean {
  return (rule?.params ?? []).some((name) => [params?.get(name), m.init.get(name)].some((v) => v?.k === "const" && v.v === rule?.value));
}

/** Whether the library keeps every round, and the wait for a better one is as long as there are rounds. */
function waitsForAll(c: CallCtx, e: EffectRow): boolean {
  const [rounds, wait] = [e.rounds, e.stop].map((name) => literalArg(c, name));
  return typeof rounds === "number" && typeof wait === "number" && wait >= rounds;
}

/** Whether a callback waits for as many rounds as there are: it never stops, and the last weights stay. */
function outlasts(c: CallCtx, callback: Model): boolean {
  const [patience, best] = [callback.init.get("patience"), callback.init.get("restore_best_weights")];
  const rounds = Math.max(...["epochs", "nb_epoch"].map((n) => (given(c, n) ? Number(literalArg(c, n)) : 0)));
  return rounds > 0 && patience?.k === "const" && Number(patience.v) >= rounds && (best === undefined || (best.k === "const" && best.v === false));
}

/** What a function of the program gives back, where nothing but its one last statement says it. */
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import type { Call } from "./learning.js";
import type { Place, View } from "./view.js";
import { simpleIn } from "./walk.js";

/** Data that a function gives back, seen from a place that reads them. */
export interface Back {
  readonly def: Stmt & { k: "def" };
  readonly call: Call;
  /** The statement that calls it. */
  readonly place: Place;
  /** The variable that holds what is given back; null where the call itself is read. */
  readonly name: string | null;
  /** The `return`, and what it says of these data. */
  readonly ret: Place;
  readonly value: Expr;
}

/** A function of the program, defined once and without decorators. */
export function definedOnce(view: View, name: string): (Stmt & { k: "def" }) | null {
  const defs = view.module.stmts.filter((s) => s.k === "def" && s.fn.name === name);
  const [def] = defs;
  const bound = view.usesOf(name, null).some((u) => u.stored);
  return def?.k === "def" && defs.length === 1 && !bound && !def.fn.decorators.length && !def.fn.isGenerator && !def.fn.isAsync ? def : null;
}

/** The function that gives back what `x` is at a place, with what it says of it; null where several statements may. */
export function givenBack(view: View, x: Expr, store: Place | null, at: Place): Back | null {
  if (x.k === "call") return backOf(view, x, at, null, null);
  const s = store?.stmt;
  const [target] = s?.k === "assign" && s.targets.length === 1 ? s.targets : [];
  if (x.k !== "name" || !store || s?.k !== "assign" || s.value.k !== "call" || !target) return null;
  if (target.k === "name") return backOf(view, s.value, store, x.name, null);
  const index = target.k === "tuple" ? target.items.findIndex((t) => t.k === "name" && t.name === x.name) : -1;
  return index < 0 ? null : backOf(view, s.value, store, x.name, index);
}

function backOf(view: View, call: Call, place: Place, name: string | null, index: number | null): Back | null {
  const def = call.func.k === "name" ? definedOnce(view, call.func.name) : null;
  const last = def?.fn.body.at(-1);
  if (!def || last?.k !== "return" || !last.value || [...simpleIn(def.fn.body)].filter((s) => s.k === "return").length !== 1) return null;
  const value = index === null ? last.value : last.value.k === "tuple" ? last.value.items[index] : undefined;
  const ret = view.placeOf(last);
  return value && ret ? { def, call, place, name, ret, value } : null;
}

/** The calls of a function; null where it is handed on, or called with arguments that cannot be told apart. */
export function callsOf(view: View, fn: Fn): { call: Call; place: Place }[] | null {
  const out: { call: Call; place: Place }[] = [];
  for (const u of view.usesOf(fn.name, null)) {
    const call = u.around;
    if (call?.k !== "call" || call.func.k !== "name" || call.func.at.start !== u.at.start || call.args.some((a) => a.star)) return null;
    out.push({ call, place: u.place });
  }
  return out;
}

/** A model that is a pipeline under a name of its own: further steps go where it is made, and into all that it is asked about. */
import type { Expr, Stmt } from "../../program/ir.js";
import { askedWith } from "./atCalls.js";
import { lastStore } from "./chain.js";
import { pipelineArguments } from "./stepNames.js";
import { constructed, type Validated } from "./validated.js";
import { holds, type Use, type View } from "./view.js";
import { findExpr } from "./walk.js";

/** The cross-validation with the pipeline as it is written, and the data with which the program trains and asks it besides; as it was where more is done with it. */
export function asWritten(view: View, v: Validated, all: readonly Validated[]): Validated {
  if (v.model.k !== "name" || v.handed || v.source) return v;
  const { name } = v.model;
  const made = constructed(view, name, v.modelPlace);
  if (!made || pipelineArguments(view, made.call) === null || made.place.line.fn !== v.place.line.fn) return v;
  const further: { data: Validated["data"]; place: Validated["place"] }[] = [];
  for (const u of view.usesOf(name, made.place.line.fn)) {
    if (u.stored || all.some((x) => holds(x.model.at, u.at))) continue;
    const asked = askedWith(u) ?? (readsStep(u) ? [] : null);
    if (!asked || lastStore(view, name, u.place) !== made.place) return v;
    further.push(...asked.map((data) => ({ data, place: u.place })));
  }
  return { ...v, model: made.call, stepPlace: made.place, further: [...(v.further ?? []), ...further] };
}

/** Whether one of the pipeline's own steps is read by its name, or counted from the last: it is given what it was given before. */
function readsStep({ around, place: { stmt } }: Use): boolean {
  const isOwn = (e: Expr): boolean => (e.k === "const" && typeof e.value === "string") || (e.k === "unary" && e.op === "-" && e.operand.k === "const");
  if (around?.k === "index") return isOwn(around.index) && isRead(stmt, around);
  if (around?.k !== "attr") return false;
  if (around.name === "named_steps") return isRead(stmt, around);
  if (!/^(steps|get_params)$/.test(around.name)) return false;
  const found = findExpr(stmt, (e) => e.k === "index" && (e.object === around || (e.object.k === "call" && e.object.func === around && !e.object.args.length)));
  return found?.k === "index" && isOwn(found.index) && isRead(stmt, found);
}

/** Whether a statement reads an expression, and puts nothing in its place. */
const isRead = (s: Stmt, e: Expr): boolean => (s.k === "assign" ? !s.targets.some((t) => holds(t.at, e.at)) : s.k !== "del" && s.k !== "aug");

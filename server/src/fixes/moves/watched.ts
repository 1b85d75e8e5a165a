/** The part that a training watches: where it is written above the call, and what would be left over of it. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import type { Call } from "./learning.js";
import { removal, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExpr } from "./walk.js";

/** An argument in a statement of its own above a call. */
interface Above {
  readonly place: Place;
  readonly value: Expr;
}

/** `eval_set = [(C, d)]` in a statement of its own above the call, which nothing else reads. */
export function listAbove(view: View, name: string, at: Place): Above | null {
  const place = lastStore(view, name, at);
  const s = place?.stmt;
  if (!place || place.line !== at.line || s?.k !== "assign" || s.targets.length !== 1 || s.targets[0]?.k !== "name" || s.value.k !== "list") return null;
  checkAlone(view, name, place, at);
  return standsAlone(view, s) ? { place, value: s.value } : null;
}

/** `fit(A, b, **options)` with `options = {"eval_set": [(C, d)]}` above it, which nothing else reads; `left`: keys that say something of each row. */
export function spreadAbove(view: View, call: Call, asked: RegExp, left: RegExp, at: Place): Above | null {
  const name = call.args.find((a) => a.star === 2 && a.value.k === "name")?.value;
  const place = name?.k === "name" ? lastStore(view, name.name, at) : null;
  const s = place?.stmt;
  if (name?.k !== "name" || !place || place.line !== at.line || s?.k !== "assign" || s.targets.length !== 1 || s.value.k !== "dict") return null;
  const named = (word: RegExp): Expr | undefined =>
    s.value.k === "dict" ? s.value.entries.find((x) => x.key?.k === "const" && word.test(String(x.key.value)))?.value : undefined;
  const value = named(asked);
  if (!value || !standsAlone(view, s)) return null;
  if (named(left)) no("the weights of the rows would have to be cut too");
  checkAlone(view, name.name, place, at);
  return { place, value };
}

/** @throws CannotFix where something else reads what is bound to a name for a call */
export function checkAlone(view: View, name: string, place: Place, at: Place, own: readonly Place[] = [at]): void {
  const isOther = (u: Use): boolean => !u.stored && !own.some((p) => holds(p.stmt.at, u.at)) && lastStore(view, name, u.place) === place;
  if (view.usesOf(name, at.line.fn).some(isOther)) no(`\`${name}\` is used by another training too`);
}

/**
 * What was made of the held-out rows for this alone goes: `Y_test = to_categorical(y_test)`.
 * @throws CannotFix where it is rows that are picked to stop by, `held = rest[rest.old]`, which would be left over
 */
export function idleParts(view: View, place: Place, own: readonly Stmt[], given: readonly Expr[]): TextEdit[] {
  const once = [...new Map(given.map((e) => [e.k === "name" ? e.name : e, e])).values()];
  return once.flatMap((e) => {
    const made = e.k === "name" ? lastStore(view, e.name, place) : null;
    const s = made?.stmt;
    const [target] = s?.k === "assign" ? s.targets : [];
    if (e.k !== "name" || s?.k !== "assign" || target?.k !== "name") return [];
    const reads = view.usesOf(e.name, place.line.fn).filter((u) => !u.stored);
    if (!reads.every((u) => own.some((x) => holds(x.at, u.at)))) return [];
    if (picksRows(s.value) || s.targets.length > 1 || made?.line !== place.line || !standsAlone(view, s))
      no(`\`${e.name}\` is made for this alone, and nothing would read it then`);
    return [removal(view, s)];
  });
}

/** Whether some rows are taken of others. */
function picksRows(value: Expr): boolean {
  let found = value.k === "name" || value.k === "attr";
  eachExpr(value, (x) => {
    found ||= x.k === "index" && x.index.k !== "const";
    found ||= x.k === "call" && x.func.k === "attr" && /^(copy|sample|query|filter|head|tail|read_\w+|load\w*)$/.test(x.func.name);
  });
  return found;
}

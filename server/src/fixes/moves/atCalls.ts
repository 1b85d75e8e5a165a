/** A function that cross-validates the model and the data that it is given: what it is given is changed where it is called. */
import type { Expr, Fn } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { argument, type Call } from "./learning.js";
import { no } from "./outcome.js";
import type { Validated } from "./validated.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { findExpr } from "./walk.js";

/**
 * The cross-validation as seen from each call of the function that it stands in; null where model and data are no parameters of one.
 * @throws CannotFix where the function does more with them than can be followed
 */
export function atCalls(view: View, v: Validated): Validated[] | null {
  const { fn } = v.place.line;
  const [model, data] = [paramOf(fn, v.model), paramOf(fn, v.data)];
  const defs = view.module.stmts.filter((s) => s.k === "def" && s.fn === fn);
  if (!fn || v.search || model === null || data === null || defs.length !== 1) return null;
  const all = [...new Set([data, ...givenTo(view, fn, model, v)])];
  for (const name of all) checkData(view, fn, model, name, v);
  const returned = view.usesOf(model, fn).some(isReturned);
  const uses = view.usesOf(fn.name, null).filter((u) => !u.stored && !holds(fn.at, u.at));
  return uses.map((u) => {
    const call = findExpr(u.place.stmt, (e) => e.k === "call" && e.func.k === "name" && e.func.at.start === u.at.start);
    if (call?.k !== "call" || call.args.some((a) => a.star)) return no(`\`${fn.name}\` is handed on in \`${short(view.textOf(u.place.stmt.at))}\``);
    const [own, first, ...further] = [model, ...all].map((name) => argument(fn, call, name) ?? no(`\`${fn.name}\` is called without \`${name}\``)) as [
      Expr,
      Expr,
      ...Expr[],
    ];
    const given = further.map((e) => ({ data: e, place: u.place }));
    return {
      ...v,
      handed: call,
      place: u.place,
      model: own,
      modelPlace: u.place,
      data: first,
      further: returned ? [...given, ...askedLater(view, u, call)] : given,
    };
  });
}

/** The name of a plain parameter that is what it was when the function was called. */
export function paramOf(fn: Fn | null, e: Expr): string | null {
  return e.k === "name" && fn?.params.some((p) => p.name === e.name && p.kind === "plain") ? e.name : null;
}

const crosses = /(^|\.)(cross_val_score|cross_validate|cross_val_predict)$/;
const asks = /^(fit|predict|predict_proba|predict_log_proba|decision_function|score)$/;

/** The parameters with which the function trains and asks the model. */
function givenTo(view: View, fn: Fn, model: string, v: Validated): string[] {
  return view.usesOf(model, fn).flatMap((u): string[] => {
    if (holds(v.model.at, u.at) || isReturned(u)) return [];
    const crossed = u.around?.k === "call" && crosses.test(view.textOf(u.around.callee)) ? u.around.args[1] : undefined;
    const data = crossed ? [crossed.value] : askedWith(u);
    const given = data?.map((e) => paramOf(fn, e)) ?? [];
    if (u.stored || !data || given.includes(null)) return no(`\`${model}\` is used in \`${short(view.textOf(u.place.stmt.at))}\` too`);
    return given as string[];
  });
}

/** The data of `model.fit(A, b).predict(C)`, where a model is read; null where it is asked otherwise, or goes by another name from there on. */
export function askedWith(u: Use): Expr[] | null {
  const { stmt } = u.place;
  const out: Expr[] = [];
  let call = u.around?.k === "attr" && asks.test(u.around.name) ? callOf(u) : null;
  if (call && stmt.k === "assign" && stmt.value === call && u.around?.k === "attr" && u.around.name === "fit") return null;
  while (call) {
    const [data] = call.args;
    if (!data || data.name || data.star) return null;
    out.push(data.value);
    const inner: Call = call;
    const outer = findExpr(stmt, (e) => e.k === "call" && e.func.k === "attr" && e.func.object === inner && asks.test(e.func.name));
    call = outer?.k === "call" ? outer : null;
  }
  return out.length ? out : null;
}

/** `model.predict(X)` around a read of `model`. */
export const callOf = (u: Use): Call | null => {
  const call = findExpr(u.place.stmt, (e) => e.k === "call" && e.func === u.around);
  return call?.k === "call" ? call : null;
};

const isReturned = ({ place: { stmt }, at }: Use): boolean => stmt.k === "return" && stmt.value?.k === "name" && stmt.value.at.start === at.start;

/** The data that the model which a call gives back is asked about. */
function askedLater(view: View, { place }: Use, call: Call): { data: Expr; place: Place }[] {
  const s = place.stmt;
  if (s.k === "expr" && s.value === call) return [];
  const target = s.k === "assign" && s.value === call && s.targets.length === 1 ? s.targets[0] : undefined;
  if (target?.k !== "name") return no(`what \`${short(view.textOf(s.at))}\` gives back cannot be followed`);
  return view.usesOf(target.name, place.line.fn).flatMap((u) => {
    if (u.stored || lastStore(view, target.name, u.place) !== place) return [];
    const data = u.around?.k === "attr" && asks.test(u.around.name) ? callOf(u)?.args[0]?.value : undefined;
    return data ? [{ data, place: u.place }] : no(`\`${target.name}\` is used in \`${short(view.textOf(u.place.stmt.at))}\` too`);
  });
}

/** The data go nowhere but to the model, and are counted. */
function checkData(view: View, fn: Fn, model: string, name: string, v: Validated): void {
  for (const u of view.usesOf(name, fn)) {
    const call = findExpr(u.place.stmt, (e) => e.k === "call" && e.args.some((a) => a.value.k === "name" && a.value.at.start === u.at.start));
    const toModel = call?.k === "call" && call.func.k === "attr" && asks.test(call.func.name) && isModel(call.func.object, model);
    const called = call?.k === "call" ? view.textOf(call.callee) : "";
    const counted = called === "len" || crosses.test(called) || (u.around?.k === "attr" && u.around.name === "shape");
    if (u.stored || !(holds(v.data.at, u.at) || toModel || counted)) no(`\`${name}\` is used in \`${short(view.textOf(u.place.stmt.at))}\` too`);
  }
}

/** `model`, and `model.fit(A, b)`, which is the model. */
const isModel = (e: Expr, model: string): boolean =>
  e.k === "call" && e.func.k === "attr" && e.func.name === "fit" ? isModel(e.func.object, model) : e.k === "name" && e.name === model;

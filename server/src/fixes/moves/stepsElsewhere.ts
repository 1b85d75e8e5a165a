/** Transformers that were made in one function and go into a pipeline in another: they are written anew there. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import { commentsThatGo } from "./carried.js";
import { type Step, single, storeBehind } from "./chain.js";
import { short } from "./columns.js";
import { noTransform } from "./learnFrom.js";
import { namesIn } from "./learning.js";
import { removal, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { unionOf } from "./standIns.js";
import type { Place, View } from "./view.js";

/** The constructor of what transforms, as it means the same at a place; `from`: where a step stands that has no place of its own. @throws CannotFix */
export function madeAnew(view: View, s: Step, from: Place, at: Place): string {
  if (s.stands) return s.stands;
  if (s.parts) return unionOf(s.parts.map((p) => madeAnew(view, p, s.place ?? from, at)));
  const made = makerOf(view, s, s.place ?? from);
  const maker = view.textOf(made.k === "call" ? made.callee : made.at);
  if (made.k !== "call") return no(`\`${short(maker)}\` is made in a way that cannot be said again`);
  if (noTransform.test(maker.replace(/.*\./, ""))) no(`\`${short(maker)}\` cannot be applied to rows that it was not fitted on`);
  const own = (s.place ?? from).line.fn;
  const strange = [...namesIn(made), ...(made.func.k === "name" ? [made.func.name] : [])].find((n) => !isShared(view, n, [own, at.line.fn]));
  if (strange !== undefined) no(`\`${strange}\` is another thing where the model is made`);
  const text = view.textOf(made.at);
  if (/#|"""|'''|\\\n/.test(text)) no(`\`${short(text)}\` cannot be written on one line`);
  return text
    .replace(/\(\s*\n\s*/g, "(")
    .replace(/,?\s*\n\s*\)/g, ")")
    .replace(/\s*\n\s*/g, " ");
}

/** The call that makes what transforms. */
function makerOf(view: View, s: Step, place: Place): Expr {
  const store = s.variable === null ? null : storeBehind(view, s.variable, place);
  const value = store?.stmt.k === "assign" && store.stmt.targets.length === 1 ? store.stmt.value : s.object;
  // `StandardScaler().fit(X)`
  return value.k === "call" && value.func.k === "attr" && value.func.name === "fit" ? value.func.object : value;
}

/** What made transformers that are written anew elsewhere, where nothing but statements that go uses them. */
export function idleMakers(view: View, anew: readonly Step[], going: ReadonlySet<Stmt>): TextEdit[] {
  const own = single(anew).filter((s) => !s.back && s.variable !== null && s.place);
  return own.flatMap((s) => {
    const made = storeBehind(view, s.variable as string, s.place as Place);
    const uses = made ? view.usesOf(s.variable as string, made.line.fn) : [];
    const isIdle = made && standsAlone(view, made.stmt) && uses.every((u) => u.place.stmt === made.stmt || going.has(u.place.stmt));
    return isIdle ? [removal(view, made.stmt, commentsThatGo(view, made.stmt, [made.stmt, ...going]))] : [];
  });
}

/** Whether a name means the same in several functions: what the module imports, or binds once. */
function isShared(view: View, name: string, fns: readonly (Fn | null)[]): boolean {
  if (fns.some((fn) => fn?.locals.has(name))) return false;
  const stores = view.usesOf(name, null).filter((u) => u.stored);
  return stores.length <= 1 && stores.every((u) => u.place.line === view.module);
}

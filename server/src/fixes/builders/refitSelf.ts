/** HLD111: a class whose method trains with a transformer that it forgets, and whose other method fits one anew: the object keeps it. */
import { samePlace } from "../../base/span.js";
import type { Fix, TextEdit } from "../../engine.types.js";
import type { Fn, Stmt } from "../../program/ir.js";
import type { FixContext } from "../context.js";
import { type PlacedCall, receiver } from "../document.js";
import { Draft } from "../draft.js";
import { under, viewOf } from "../moves/builders.js";
import { removal, standsAlone } from "../moves/lines.js";
import { no } from "../moves/outcome.js";
import type { Place, View } from "../moves/view.js";
import { calledName } from "../splits.js";
import { checkInputs, fitsNoMore, strictly } from "./refit.js";

const title = "Keep what was fitted to the training rows on the object";

/** A method in which a local variable is made, and fitted. */
interface Method {
  readonly fn: Fn & { readonly name: string };
  readonly owner: Stmt;
  readonly self: string;
  readonly name: string;
  readonly made: Place & { readonly stmt: Stmt & { k: "assign" } };
}

/** `scaler = StandardScaler()` in `fit` and in `predict` → `self.scaler`, which `predict` finds fitted. */
export function keepOnSelf(cx: FixContext): Fix | null {
  const again = cx.doc.callAt(cx.finding.at);
  const view = viewOf(cx);
  const two = again && methodOf(view, again);
  const method = again?.call.func.k === "attr" ? again.call.func.name : null;
  if (!again || !two || method !== "fit_transform") return null;
  const told = cx.finding.steps[0] ? cx.doc.callAt(cx.finding.steps[0].at) : null;
  const isOther = (m: Method): boolean => m.owner === two.owner && m.fn !== two.fn && view.textOf(m.made.stmt.value.at) === view.textOf(two.made.stmt.value.at);
  const found = again.unit.calls.flatMap((first) => {
    const fits = first.call.func.k === "attr" && /^fit(_transform)?$/.test(first.call.func.name);
    const one = fits ? methodOf(view, first) : null;
    // The finding tells of the fit itself, or of the call of its method.
    const isTold = told !== null && (samePlace(told.call.callee, first.call.callee) || calledName(told.call) === one?.fn.name);
    return one && isOther(one) && isTold ? [{ first, one }] : [];
  });
  const [known, ...more] = found;
  if (!known || more.length) return null;
  const { first, one } = known;
  return under(title, () => {
    if (!/^(fit|train|partial_fit)/.test(one.fn.name)) return no(`\`${one.fn.name}\` may not be called before \`${two.fn.name}\``);
    checkInputs(cx, first, again);
    const kept = `${two.self}.${freeAttribute(view, one)}`;
    const draft = new Draft(cx);
    const change = ({ at, text }: TextEdit): unknown => draft.replace(at, text);
    for (const u of view.usesOf(one.name, one.fn)) change({ at: u.at, text: kept.replace(two.self, one.self) });
    if (!standsAlone(view, two.made.stmt)) return no("another statement shares a line with it");
    change(removal(view, two.made.stmt));
    for (const u of view.usesOf(two.name, two.fn)) if (!u.stored) change({ at: u.at, text: kept });
    return fitsNoMore(cx, draft, again, method) ? draft.finish("unsafe", `${title}${strictly(cx)}`) : null;
  });
}

/** The method in which a call fits what a statement of its own makes; null where it is no method, or a block of one. */
function methodOf(view: View, p: PlacedCall): Method | null {
  const at = view.placeOf(p.stmt);
  const { owner, fn, parent } = at?.line ?? {};
  const object = receiver(p.call);
  const self = fn?.params[0]?.name;
  if (owner?.k !== "def" || !fn?.name || parent?.line.owner?.k !== "class" || object?.k !== "name" || !self) return null;
  const stores = view.usesOf(object.name, fn).filter((u) => u.stored);
  const [store] = stores;
  if (stores.length !== 1 || store?.place.line !== at?.line || store?.place.stmt.k !== "assign") return null;
  const made = store.place as Method["made"];
  const isOwn = made.stmt.targets.length === 1 && made.stmt.value.k === "call" && fn.locals.has(object.name);
  return isOwn ? { fn: fn as Method["fn"], owner: parent.line.owner, self, name: object.name, made } : null;
}

/** The variable's name, or one that no attribute in the class has. */
function freeAttribute(view: View, { owner, name }: Method): string {
  const text = view.textOf(owner.at);
  for (let i = 1; ; i++) {
    const wanted = i === 1 ? name : `${name}_${i}`;
    if (!new RegExp(`\\.${wanted}\\b`).test(text)) return wanted;
  }
}

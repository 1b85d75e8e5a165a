/** The part that a split holds out beside the rows that a model is trained on, in the form that these have. */
import type { Expr } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { namesIn } from "./learning.js";
import { splitsIn, type WrittenSplit } from "./splits.js";
import { holds, type Place, type View } from "./view.js";
import { eachExpr } from "./walk.js";

/** Inputs and labels that are held out, as they are written where the model is scored. */
export interface HeldPart {
  readonly x: string;
  readonly y: string;
}

type Names = readonly [x: string, y: string];

/** The training and the held-out name of what a split cuts; the other way round where they were unpacked so. */
interface Part {
  readonly train: string;
  readonly test: string;
}

/** The held-out part of the split that the training variables come from, where the model is asked at `asked`. */
export function heldPart(view: View, trained: Place, names: Names, asked: readonly Place[]): HeldPart | null {
  const above: WrittenSplit[] = [];
  for (let at: Place | null = trained; at; at = at.line.parent) above.push(...splitsIn(view, at.line.stmts.slice(0, at.index)));
  for (const { place, parts: written } of above.reverse()) {
    const parts = written.every(isSwapped) ? written.map((p) => ({ train: p.test, test: p.train })) : written;
    const [a, b] = names.map((n) => parts.find((part) => part.train === n));
    const made = b && !a ? madeAlike(view, { place, parts }, trained, names, asked) : null;
    if (made) return made;
    if (!a || !b) continue;
    const isWhole = [a, b].every((part) => {
      const [own, held] = [part.train, part.test].map((n) => isAsCut(view, n, place, trained));
      return own !== null && own === held;
    });
    return isWhole ? { x: a.test, y: b.test } : null;
  }
  return null;
}

/** `X_test, X_train = train_test_split(X)`: what is called the training part is the smaller one, and the model knows none of the other. */
const isSwapped = ({ train, test }: Part): boolean => /test|val/i.test(train) && !/train/i.test(train) && /train/i.test(test) && !/test|val/i.test(test);

/** Whether a part is as the split gave it ("cut"), or was made of itself since then ("prepared"); null where it is another thing. */
function isAsCut(view: View, name: string, split: Place, at: Place): "cut" | "prepared" | null {
  const store = lastStore(view, name, at);
  if (store === split) return "cut";
  if (!store || store.line !== split.line || store.index < split.index || store.stmt.k !== "assign") return null;
  const [target, ...more] = store.stmt.targets;
  return !more.length && target?.k === "name" && namesIn(store.stmt.value).includes(name) && isAsCut(view, name, split, store) ? "prepared" : null;
}

/** `X_train_poly = poly.fit_transform(X_train)`: the same of the held-out part, under its name, or by the transformer where nothing has made it yet. */
function madeAlike(view: View, split: { place: Place; parts: readonly Part[] }, trained: Place, [x, y]: Names, asked: readonly Place[]): HeldPart | null {
  const made = lastStore(view, x, trained);
  const labels = split.parts.find((p) => p.train === y);
  if (made?.stmt.k !== "assign" || !labels || made.line !== trained.line) return null;
  const { value } = made.stmt;
  const [given, ...others] = split.parts.filter((p) => namesIn(value).some((n) => n === p.train || n === p.test));
  if (!given || others.length || namesIn(value).includes(given.test) || (isFitted(value) && value.args.length !== 1)) return null;
  if ([y, labels.test].some((n) => lastStore(view, n, trained) !== split.place)) return null;
  const apply = ofOther(view, value, given);
  for (const s of trained.line.stmts.slice(made.index + 1, trained.index)) {
    const target = s.k === "assign" && s.targets.length === 1 ? s.targets[0] : undefined;
    const at = view.placeOf(s);
    if (s.k !== "assign" || target?.k !== "name" || !at || view.textOf(s.value.at) !== apply || lastStore(view, target.name, trained) !== at) continue;
    const cut = isAsCut(view, given.train, split.place, made);
    return cut !== null && cut === isAsCut(view, given.test, split.place, at) ? { x: target.name, y: labels.test } : null;
  }
  return transformedThere(view, made, value, given, split.place, x, asked) ? { x: apply, y: labels.test } : null;
}

/** `t.fit_transform(…)` */
const isFitted = (e: Expr): e is Expr & { k: "call" } => e.k === "call" && e.func.k === "attr" && e.func.name === "fit_transform";

/** What makes training data, of the held-out part: a transformer is not fitted again. */
function ofOther(view: View, value: Expr, { train, test }: Part): string {
  let text = view.textOf(value.at);
  const swaps: { at: Expr["at"]; text: string }[] = [];
  eachExpr(value, (e) => {
    if (e.k === "name" && e.name === train) swaps.push({ at: e.at, text: test });
    if (e.k === "attr" && e.name === "fit_transform") swaps.push({ at: e.nameAt, text: "transform" });
  });
  for (const s of swaps.sort((a, b) => b.at.start - a.at.start))
    text = text.slice(0, s.at.start - value.at.start) + s.text + text.slice(s.at.end - value.at.start);
  return text;
}

/** Whether `t.transform(X_test)` can stand where the model is asked, once, for what `t` made of the training part. */
function transformedThere(view: View, made: Place, value: Expr, given: Part, split: Place, x: string, asked: readonly Place[]): boolean {
  const call = value.k === "call" && value.func.k === "attr" && /^(fit_)?transform$/.test(value.func.name) ? value : null;
  const object = call?.func.k === "attr" && call.func.object.k === "name" ? call.func.object.name : null;
  const [data, ...more] = call?.args ?? [];
  if (!call || object === null || more.length || data?.value.k !== "name" || data.value.name !== given.train) return false;
  const uses = asked.flatMap((p) => view.usesOf(x, p.line.fn).filter((u) => !u.stored && holds(p.stmt.at, u.at)));
  const [use] = uses;
  if (uses.length !== 1 || !use || use.place.line !== made.line) return false;
  const isCut = [given.train, given.test].every((n) => lastStore(view, n, use.place) === split && lastStore(view, n, made) === split);
  const between = view
    .usesOf(object, made.line.fn)
    .filter((u) => view.isBefore(made.stmt.at, u.at) && view.isBefore(u.at, use.at) && !holds(made.stmt.at, u.at));
  return isCut && !between.some((u) => u.stored || (u.around?.k === "attr" && /^(fit|partial_fit|set_params)/.test(u.around.name)));
}

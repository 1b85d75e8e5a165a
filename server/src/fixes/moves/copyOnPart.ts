/** A model that is trained on all rows before they are split: a copy of it, trained on the training part, is scored in its place. */
import type { TextEdit } from "../../engine.types.js";
import type { Builder } from "../context.js";
import { Draft } from "../draft.js";
import { finished, under, viewOf } from "./builders.js";
import { changedSince, lastStore } from "./chain.js";
import { short } from "./columns.js";
import type { Call } from "./learning.js";
import { before, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { callOn, cloned } from "./scoredCopy.js";
import { splitsIn, trainPartsOf, type WrittenSplit } from "./splits.js";
import { callStarting } from "./validated.js";
import { holds, type Place, placeBehind, type Use, type View } from "./view.js";
import { reads } from "./walk.js";

const title = "Score a copy of the model that is trained on the training part";

/** `model.fit(X, y)` and `model = Ridge().fit(X, y)`: the model's variable. */
function modelOf({ stmt }: Place, call: Call): string | null {
  if (call.func.k !== "attr" || call.func.name !== "fit") return null;
  if (stmt.k === "assign") return stmt.value === call && stmt.targets.length === 1 && stmt.targets[0]?.k === "name" ? stmt.targets[0].name : null;
  return stmt.k === "expr" && stmt.value === call && call.func.object.k === "name" ? call.func.object.name : null;
}

/** The first split behind the training of what the model was trained on. */
function splitBelow(view: View, trained: Place, names: readonly (string | null)[]): WrittenSplit | null {
  const found = splitsIn(view, trained.line.stmts.slice(trained.index + 1)).find(takes(names));
  return found && names.every((n) => n !== null && !changedSince(view, n, trained, found.place)) ? found : null;
}

const takes =
  (names: readonly (string | null)[]) =>
  (split: WrittenSplit): boolean =>
    trainPartsOf(split, names).every((p) => p !== undefined);

/** The last split above the training of what the model is trained on. */
function splitAbove(view: View, trained: Place, names: readonly (string | null)[]): WrittenSplit | null {
  const found = splitsIn(view, trained.line.stmts.slice(0, trained.index)).findLast(takes(names));
  return found && names.every((n) => n !== null && !changedSince(view, n, found.place, trained)) ? found : null;
}

/** Whether the model goes on to predict rows that are neither those it was trained on nor parts of them. */
const predictsOthers = (uses: readonly Use[], own: ReadonlySet<string | null>): boolean =>
  uses.some((u) => {
    const call = callOn(u);
    const rows = call?.args[0]?.value;
    return call?.func.k === "attr" && /^predict/.test(call.func.name) && rows?.k === "name" && !own.has(rows.name);
  });

/** Who reads the model behind its training and the split, until it is another one or is trained again. */
function usesBehind(view: View, model: string, trained: Place, split: WrittenSplit): Use[] {
  const from = split.place.index < trained.index ? trained : split.place;
  const after = view.usesOf(model, trained.line.fn).filter((u) => view.isBefore(from.stmt.at, u.at) && !holds(from.stmt.at, u.at));
  const end = after.findIndex((u) => u.stored || (u.around?.k === "attr" && /^(fit|partial_fit|set_params)$/.test(u.around.name)));
  return end < 0 ? after : after.slice(0, end);
}

export const scoreACopy: Builder = (cx) => {
  const view = viewOf(cx);
  const trained = view.placeAt(cx.finding.at);
  const call = trained && callStarting(trained.stmt, cx.finding.at.start);
  const model = trained && call && modelOf(trained, call);
  if (!trained || !call || !model || call.args.length !== 2 || call.args.some((a) => a.star)) return null;
  const names = call.args.map((a) => (a.value.k === "name" ? a.value.name : null));
  const below = splitBelow(view, trained, names);
  const split = below ?? splitAbove(view, trained, names);
  if (!split) return null;
  const parts = new Set(split.parts.flatMap((p) => [p.train, p.test]));
  // Of rows that were split before, the model itself may be trained on the training part, unless it is there for others, too.
  const uses = usesBehind(view, model, trained, split);
  if (!below && !predictsOthers(uses, new Set([...parts, ...names]))) return null;
  return under(title, () => {
    const own: Use[] = [];
    for (const u of uses) {
      if (!cloned.test(cx.modelAt(u.at)?.protocol ?? "")) return no(`it is not clear whether \`${model}\` can be copied`);
      const given = callOn(u)?.args.map((a) => a.value);
      const [rows] = given ?? [];
      if (rows?.k === "name" && parts.has(rows.name) && lastStore(view, rows.name, u.place) === split.place) own.push(u);
      else if (reads(u.place.stmt, [...parts])) return no(`\`${short(view.textOf(u.place.stmt.at))}\` asks the model in a way that cannot be followed`);
    }
    const [first] = own.map((u) => view.ancestorIn(u.place, split.place.line));
    if (!first || !own.length) return no("the model is scored in a way that cannot be followed");
    if (!standsAlone(view, first.stmt)) return no("another statement shares a line with it");
    const [x, y] = trainPartsOf(split, names);
    const cut = placeBehind(split.place);
    for (const part of [x, y]) if (part && changedSince(view, part, cut, first)) return no(`\`${part}\` was changed since it was cut`);
    const draft = new Draft(cx);
    const clone = draft.ensureImport(first.stmt.at, "sklearn.base", "clone");
    const copy = view.fresh(`${model}_copy`);
    const edits: TextEdit[] = [before(view, first.stmt, [`${copy} = ${clone}(${model}).fit(${x}, ${y})`])];
    for (const u of own) edits.push({ at: u.at, text: copy });
    return finished(cx, title, edits, draft);
  });
};

/** Choose on a validation part in a function that is handed both parts: its one call hands it the validation part in their place. */
import type { Span } from "../../base/span.js";
import type { Evaluation } from "../../trace/questions.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { isLabels, type Pair, partNamesOf, preparation, splitLine } from "./cutParts.js";
import { aboveLoops, drawnBy, type SplitBehind } from "./drawn.js";
import { before, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { holds, type Place, type View } from "./view.js";

/** The arguments of the one call of a function, by parameter. */
interface Handed {
  readonly place: Place;
  readonly given: ReadonlyMap<string, { readonly name: string; readonly at: Span }>;
}

/** Whether a function is handed rows by parameters of which `names` are read in the region alone. */
export function readsNoMore(view: View, region: readonly Span[], anchor: Place, names: readonly string[]): string | undefined {
  const inside = (at: Span): boolean => region.some((r) => holds(r, at));
  const { fn } = anchor.line;
  return names.find((name) => fn?.params.some((p) => p.name === name) && view.usesOf(name, fn).every((u) => u.stored || inside(u.at)));
}

/** The cut in front of the call, and the call with its parts. @throws CannotFix */
export function handPart(cx: FixContext, view: View, region: readonly Span[], anchor: Place, paired: readonly Pair[], e: Evaluation, fact: SplitBehind) {
  const names = paired.flatMap((p) => [p.train, p.test]);
  const unread = readsNoMore(view, region, anchor, names);
  for (const name of names)
    if (readsNoMore(view, region, anchor, [name]) === undefined) no(`the function around would be handed \`${unread}\`, which it would read no more`);
  const call = onlyCall(view, anchor);
  const given = paired.map((p) => ({ train: call?.given.get(p.train), test: call?.given.get(p.test) }));
  const own = given.flatMap(({ train, test }): Pair[] => (train && test ? [{ train: train.name, test: test.name }] : []));
  if (!call || own.length !== paired.length) return no("the function around is called in a way that cannot be followed");
  const trains = own.map((p) => p.train);
  const at = aboveLoops(view, call.place, [...trains, ...own.map((p) => p.test)], (s) => standsAlone(view, s));
  if (!standsAlone(view, at.stmt)) no("another statement shares a line with it");
  const missing = trains.find((n) => !lastStore(view, n, at));
  if (missing) no(`\`${missing}\` is not there yet where the validation part is to be cut`);
  if (preparation(view, own, at).length) no("the training rows are prepared before they are handed to the function");
  const labels = trains.find(isLabels) ?? trains.at(-1) ?? "";
  const fresh = partNamesOf(view, trains, [], "tune");
  const options = drawnBy(cx, view, at, { rows: e.train, labels, e, fact });
  const handed = given.flatMap(({ train, test }, i) => {
    const [fit, valid] = fresh[i] as [string, string];
    return train && test
      ? [
          { at: train.at, text: fit },
          { at: test.at, text: valid },
        ]
      : [];
  });
  return { edits: [before(view, at.stmt, [splitLine(fresh, trains, options)]), ...handed], at };
}

/** The only call of the function around, where it hands over plain variables; null where there are others. */
function onlyCall(view: View, anchor: Place): Handed | null {
  const { fn } = anchor.line;
  if (!fn) return null;
  const uses = view.usesOf(fn.name, null).filter((u) => !u.stored && !holds(fn.at, u.at));
  const [use, ...more] = uses;
  const call = use?.around;
  if (!use || more.length || call?.k !== "call" || call.func.at.start !== use.at.start || call.args.some((a) => a.star)) return null;
  const given = new Map<string, { name: string; at: Span }>();
  for (const [i, a] of call.args.entries()) {
    const parameter = a.name ?? fn.params[i]?.name;
    if (parameter && a.value.k === "name") given.set(parameter, { name: a.value.name, at: a.value.at });
  }
  return { place: use.place, given };
}

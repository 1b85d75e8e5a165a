/** A function that splits what it is handed, which was resampled before: it is handed the sampler instead, and resamples the training part. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import { commentsThatGo } from "./carried.js";
import { changedSince, lastStore } from "./chain.js";
import { short } from "./columns.js";
import { endOfParameter } from "./handedRows.js";
import { argument, type Call, namesIn } from "./learning.js";
import { after, indentOf, point, removal, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import type { Resampling } from "./resample.js";
import type { WrittenSplit } from "./splits.js";
import { defOf, holds, type Place, type View } from "./view.js";

/** @throws CannotFix */
export function handSampler(view: View, r: Resampling, split: WrittenSplit): TextEdit[] {
  const { fn } = split.place.line;
  if (!fn || split.place.line.stmts !== fn.body) return no("the split stands in a block of a function");
  const { call, place } = handedIn(view, r, fn);
  const params = r.outputs.map((name) => fn.params.find((p) => isNamed(argument(fn, call, p.name), name))?.name);
  const columns = params.map((p) => split.inputs.findIndex((e) => e.k === "name" && e.name === p));
  const [x, y] = columns.map((i) => split.parts[i]);
  const isBound = (name: string | undefined): boolean => view.usesOf(name ?? "", fn).some((u) => u.stored);
  if (!x || !y || split.inputs.length !== 2 || params.some(isBound)) return no("the split takes other data than what was resampled");
  const read = params.flatMap((p) => view.usesOf(p ?? "", fn)).find((u) => !holds(split.place.stmt.at, u.at));
  if (read) no(`\`${short(view.textOf(read.place.stmt.at))}\` reads what the function is handed, too`);
  if (!standsAlone(view, r.place.stmt) || !standsAlone(view, split.place.stmt)) no("another statement shares a line with it");
  for (const e of r.inputs)
    for (const n of namesIn(e)) if (!r.outputs.includes(n) && changedSince(view, n, r.place, place)) no(`\`${n}\` is another thing by then`);
  const object = r.call.func.k === "attr" ? r.call.func : no("the sampler has no name");
  const own = samplerOf(view, split, fn, [x.train, y.train]);
  const sampler = own ?? view.fresh("sampler");
  const last = call.args.at(-1)?.value ?? no("the function is called without its data");
  const edits: TextEdit[] = [
    removal(view, r.place.stmt, commentsThatGo(view, r.place.stmt, [r.place.stmt])),
    ...r.outputs.flatMap((name, i): TextEdit[] => {
      const given = argument(fn, call, params[i] as string);
      const text = view.textOf((r.inputs[i] as Expr).at);
      return given && text !== name ? [{ at: given.at, text }] : [];
    }),
  ];
  const handed = `, ${sampler}=${view.textOf(object.object.at)}`;
  // What is handed last may change its name in the same breath.
  const inLast = edits.find((e) => e.at.end === last.at.end && e.at.source === last.at.source);
  if (inLast) edits.splice(edits.indexOf(inLast), 1, { ...inLast, text: `${inLast.text}${handed}` });
  else edits.push({ at: point(last.at.source, last.at.end), text: handed });
  if (own) return edits;
  const step = indentOf(view, split.place.stmt).slice(defIndent(view, fn).length);
  return [
    ...edits,
    { at: point(fn.at.source, endOfParameter(view, fn, fn.params.length)), text: `, ${sampler}=None` },
    after(view, split.place.stmt, [`if ${sampler} is not None:`, `${step}${x.train}, ${y.train} = ${sampler}.${object.name}(${x.train}, ${y.train})`]),
  ];
}

const isNamed = (e: Expr | null, name: string): boolean => e?.k === "name" && e.name === name;

function defIndent(view: View, fn: Fn): string {
  const def = defOf(view, fn);
  return def ? indentOf(view, def) : no("the function is part of a class or another one");
}

/** The one call of the function that is handed all that is made of the resampled rows. @throws CannotFix */
function handedIn(view: View, r: Resampling, fn: Fn): { call: Call; place: Place } {
  const uses = r.outputs.flatMap((name) =>
    view
      .usesOf(name, r.place.line.fn)
      .filter((u) => !u.stored && (view.ancestorIn(u.place, r.place.line)?.index ?? 0) > r.place.index && lastStore(view, name, u.place) === r.place),
  );
  const [first] = uses;
  const call = first?.around?.k === "call" ? first.around : null;
  if (!first || !call || call.func.k !== "name" || call.func.name !== fn.name || call.args.some((a) => a.star) || fn.params.some((p) => p.kind !== "plain"))
    return no("the resampling and the split do not stand in one line of statements");
  const other = uses.find((u) => !holds(call.at, u.at));
  if (other || first.place.line !== r.place.line) no(`\`${short(view.textOf((other ?? first).place.stmt.at))}\` uses what is resampled too`);
  return { call, place: first.place };
}

/** The parameter by which a function is handed a sampler already: `if sampler is not None:` right behind the split. */
function samplerOf(view: View, { place }: WrittenSplit, fn: Fn, [x, y]: readonly [string, string]): string | null {
  const next: Stmt | undefined = place.line.stmts[place.index + 1];
  const name = next?.k === "if" ? /^if (\w+) is not None:\s*/.exec(view.textOf(next.at))?.[1] : undefined;
  const isParameter = fn.params.some((p) => p.name === name && p.default?.k === "const" && p.default.value === null);
  const does =
    next && name ? new RegExp(`\\b${x}\\s*,\\s*${y}\\s*=\\s*${name}\\.fit_(re)?sample\\(\\s*${x}\\s*,\\s*${y}\\s*\\)`).test(view.textOf(next.at)) : false;
  return name && isParameter && does ? name : null;
}

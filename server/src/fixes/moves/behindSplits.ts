/**
 * What was learned of all rows in front of several splits, or of one in a loop that draws again and again: it is learned behind each of them, from
 * the training part that the split has just cut, and applied to both parts. Cross-validation of the same data is given a pipeline.
 */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Questions } from "../../trace/questions.js";
import { scaledLabels } from "./beside.js";
import { lastStore, type Step, storeBehind } from "./chain.js";
import { short } from "./columns.js";
import { commentsOf } from "./comments.js";
import { kindOf } from "./kinds.js";
import { type Call, nameForObject, namesIn } from "./learning.js";
import { after, dedupe, standsAlone } from "./lines.js";
import { tellsOfPrepared } from "./namedComments.js";
import { firstOf, no } from "./outcome.js";
import { type Beside, stepsFrom } from "./pipeline.js";
import { Raw } from "./raw.js";
import { checkReaders } from "./readersOf.js";
import { partsOfInput, splitsIn, type WrittenSplit } from "./splits.js";
import { madeAnew } from "./stepsElsewhere.js";
import { unusedSteps } from "./unusedSteps.js";
import { holds, type Place, placeBehind, type View } from "./view.js";
import { simpleIn } from "./walk.js";

/** A split that cuts what was learned, with the way back to the learning. */
export interface LateCut extends Beside {
  readonly split: WrittenSplit;
  readonly part: WrittenSplit["parts"][number];
}

/** The splits below a learning, in its line or a block of it, that take what it gave, each once; null where one takes it twice. */
export function lateCuts(view: View, start: Place, learning: Call): LateCut[] | null {
  const { line, index } = start;
  const splits = splitsIn(view, [...simpleIn(line.stmts.slice(index + 1))]).filter((s) => s.place.line.fn === line.fn && view.ancestorIn(s.place, line));
  const cuts = splits.flatMap((split) =>
    split.inputs.flatMap((data, i): LateCut[] => {
      const steps = firstOf(
        () => stepsFrom(view, { data, place: split.place }, learning),
        () => null,
      );
      return steps ? [{ split, data, steps, place: split.place, part: split.parts[i] as LateCut["part"] }] : [];
    }),
  );
  return new Set(cuts.map((c) => c.split)).size < cuts.length ? null : cuts;
}

/** Whether several splits take it, or one in a block, which may be a loop. */
export const areSeveral = (cuts: readonly LateCut[], { line }: Place): boolean => cuts.length > 1 || cuts.some((c) => c.place.line !== line);

/**
 * The lines that learn behind each split.
 * @throws CannotFix where a split takes other data in another round, or what was fitted is asked below
 */
export function learnedBehind(view: View, q: Questions, start: Place, cuts: readonly LateCut[]): TextEdit[] {
  const [first] = cuts as [LateCut, ...LateCut[]];
  const top = view.ancestorIn(first.place, start.line)?.index ?? 0;
  return cuts.map((cut) => {
    checkSplit(view, q, start, cut);
    const taken: string[] = [];
    const lines = [...cut.steps].reverse().flatMap((s) => {
      const object = objectOf(view, s, cut, start, top, taken);
      taken.push(object.name);
      const { train, test } = cut.part;
      const given = (part: string, method: string): string => `${part} = ${inFrame(view, s, cut, part, `${object.name}.${method}(${part})`)}`;
      return [...object.made, given(train, "fit_transform"), given(test, "transform")];
    });
    return after(view, cut.place.stmt, lines);
  });
}

/** The result as a table where the program makes it one: a part keeps the labels of its rows. @throws CannotFix */
function inFrame(view: View, { frame, input, place }: Step, cut: LateCut, part: string, result: string): string {
  if (!frame) return result;
  if (frame.k !== "call" || kindOf(view, input, place ?? cut.place) !== "frame") return no(`it is not clear whether \`${part}\` is a table with labels`);
  const columns = frame.args.find((a) => a.name === "columns")?.value;
  if (!columns || frame.args.length > (frame.args.some((a) => a.name === "index") ? 3 : 2)) return no("the table is made in a way that cannot be followed");
  const isOwn = columns.k === "attr" && columns.name === "columns" && view.textOf(columns.object.at) === view.textOf(input.at);
  const other = place && namesIn(columns).find((n) => lastStore(view, n, placeBehind(place)) !== lastStore(view, n, cut.place));
  if (!isOwn && other) no(`\`${other}\` is another thing at the split`);
  const names = isOwn ? `${part}.columns` : view.textOf(columns.at);
  return `${view.textOf(frame.func.at)}(${result}, columns=${names}, index=${part}.index)`;
}

/** The same where nothing is cross-validated: the splits are given the data as they were. `others`: what goes on seeing them as they are. @throws CannotFix */
export function withoutFolds(view: View, cuts: readonly LateCut[], learning: Call, others: readonly Expr[]): TextEdit[] {
  const going = unusedSteps(view, cuts, learning);
  const raw = new Raw(
    view,
    going,
    cuts.map((c) => c.data),
  );
  const given = cuts.map(({ data, steps, place }): TextEdit => ({ at: data.at, text: raw.textOf(data, steps, place, cuts.length > 1) }));
  checkReaders(view, cuts, [...cuts.map((c) => c.data), ...others]);
  return dedupe([...given, ...going.values(), ...raw.edits]);
}

/** @throws CannotFix */
function checkSplit(view: View, q: Questions, start: Place, { split, data, steps, place, part }: LateCut): void {
  if (!standsAlone(view, place.stmt)) no("something else stands beside the split");
  const told = commentsOf(view, place.stmt).find((at) => tellsOfPrepared.test(view.textOf(at)));
  if (told) no(`\`${short(view.textOf(told))}\` tells what was done to the rows before they are split`);
  if (scaledLabels(view, q, split, start).length) no("the labels are put on a scale by all rows too");
  for (const s of steps) {
    if (s.rows || s.dense || s.parts || (s.named && !s.frame) || s.back || s.learns)
      no(`\`${short(view.textOf(data.at))}\` is made from the learning in a way that cannot be followed`);
    if (s.stands && s.fit) no("gaps are filled by hand, which leaves a table what it was");
    if (s.call.args.length > 1 && !s.stands) no("it is fitted with further arguments");
    if (s.fit?.k === "call" && s.fit.args.length > 1) no("it is fitted with further arguments");
  }
  const own = new Set([...namesIn(data), ...steps.flatMap((s) => namesIn(s.input))]);
  if (split.options.some((o) => namesIn(o.value).some((n) => own.has(n)))) no("the split is stratified by the data that it changes");
  if (own.has(part.train) || own.has(part.test)) no(`\`${part.train}\` and \`${part.test}\` are cut of what has the same name`);
  // A loop may come round to other data.
  for (let p = place; p.line !== start.line && p.line.parent; p = p.line.parent) {
    const around = p.line.parent;
    const other = [...own].find((n) => view.usesOf(n, place.line.fn).some((u) => isWithin(view, u.place, around) && writes(view, u.place.stmt, n)));
    if (other) no(`\`${other}\` is another thing in another round`);
  }
  const again = splitsIn(view, [...simpleIn(start.line.stmts)]).find((s) => s !== split && partsOfInput(s, part.train));
  if (again) no(`\`${part.train}\` is split again`);
}

const isWithin = (view: View, place: Place, outer: Place): boolean => place === outer || view.ancestorIn(place, outer.line) === outer;

/** Whether a statement binds a name, or writes into what it holds. */
function writes(view: View, s: Stmt, name: string): boolean {
  const targets = s.k === "assign" || s.k === "del" ? s.targets : s.k === "aug" || s.k === "for" ? [s.target] : [];
  return targets.some((t) => namesIn(t).includes(name)) || /inplace\s*=\s*True/.test(view.textOf(s.at));
}

/** What is fitted behind a split: the program's own object where it is the same there and asked by nothing else, or one that is made anew. */
function objectOf(view: View, s: Step, cut: LateCut, start: Place, top: number, taken: readonly string[]): { name: string; made: string[] } {
  const made = s.variable === null ? null : storeBehind(view, s.variable, s.place ?? cut.place);
  if (s.variable !== null) checkAsked(view, s.variable, s, start, top);
  const isThere = made?.line === start.line && lastStore(view, s.variable as string, cut.place) === made;
  const value = made?.stmt.k === "assign" ? made.stmt.value : null;
  const fits = value?.k === "call" && value.func.k === "attr" && value.func.name === "fit";
  if (s.variable !== null && isThere && !fits) return { name: s.variable, made: [] };
  const text = madeAnew(view, s, cut.place, cut.place);
  const base = nameForObject(text.replace(/\(.*/s, "").replaceAll("\u0000", "").replace(/.* /, ""));
  const name = view.fresh(base, taken);
  return { name, made: [`${name} = ${text}`] };
}

/**
 * What prepares other rows with the object, or asks it below the first split, would get other numbers than the models of the parts.
 * @throws CannotFix
 */
function checkAsked(view: View, name: string, s: Step, start: Place, top: number): void {
  const made = s.place && lastStore(view, name, s.place);
  for (const u of view.usesOf(name, start.line.fn)) {
    if (u.stored || holds(s.call.at, u.at) || (u.fn === start.line.fn && lastStore(view, name, u.place) !== made)) continue;
    const index = view.ancestorIn(u.place, start.line)?.index ?? Number.POSITIVE_INFINITY;
    const isTold = u.around?.k === "attr" && /(^fit|_)$/.test(u.around.name);
    if (index >= top || !isTold) no(`\`${name}\` is used in \`${short(view.textOf(u.place.stmt.at))}\` too`);
  }
}

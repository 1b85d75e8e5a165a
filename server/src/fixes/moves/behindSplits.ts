/**
 * What was learned of all rows in front of several splits, or of one in a loop that draws again and again: it is learned behind each of them, from
 * the training part that the split has just cut, and applied to both parts. Cross-validation of the same data is given a pipeline.
 */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Questions } from "../../trace/questions.js";
import { scaledLabels } from "./beside.js";
import { lastStore, type Step, storeBehind, writtenAfter } from "./chain.js";
import { fitBefore } from "./columnSteps.js";
import { short } from "./columns.js";
import { commentsOf } from "./comments.js";
import { checkParams, sourcesOf } from "./handedData.js";
import { kindOf } from "./kinds.js";
import { noTransform } from "./learnFrom.js";
import { type Call, nameForObject, namesIn } from "./learning.js";
import { after, dedupe, standsAlone } from "./lines.js";
import { tellsOfPrepared } from "./namedComments.js";
import { firstOf, no } from "./outcome.js";
import { type Beside, stepsFrom } from "./pipeline.js";
import { Raw } from "./raw.js";
import { checkReaders } from "./readersOf.js";
import { partsOfInput, splitsIn, type WrittenSplit } from "./splits.js";
import { idleMakers, madeAnew } from "./stepsElsewhere.js";
import { unusedSteps } from "./unusedSteps.js";
import type { Pass, Source } from "./validated.js";
import { holds, type Place, placeBehind, type View } from "./view.js";
import { simpleIn } from "./walk.js";

/** A split that cuts what was learned, with the way back to the learning. */
export interface LateCut {
  readonly split: WrittenSplit;
  readonly part: WrittenSplit["parts"][number];
  /** What it takes: as it stands there, or where calls hand it to the function that splits. */
  readonly reads: readonly [Read, ...Read[]];
}

interface Read extends Beside {
  readonly passes: readonly Pass[];
}

/** The splits below a learning, in its line, in a block of it or in functions that are called there, that take what it gave, each once; null where one takes it twice. */
export function lateCuts(view: View, start: Place, learning: Call): LateCut[] | null {
  const splits = splitsIn(view, [...simpleIn(view.module.stmts)]).filter(
    (s) => !s.place.line.fn || s.place.line.fn !== start.line.fn || isBelow(view, s.place, start),
  );
  const cuts = splits.flatMap((split) =>
    split.inputs.flatMap((data, i): LateCut[] => {
      const own = { data, place: split.place, passes: [] };
      const sources = split.place.line.fn === start.line.fn ? [own] : (sourcesOf(view, own) ?? []);
      const reads = sources.flatMap((s): Read[] => {
        const steps = isBelow(view, s.place, start) && stepsOf(view, s, learning);
        return steps ? [{ ...s, steps }] : [];
      });
      const [first, ...rest] = reads;
      return first && reads.length === sources.length ? [{ split, part: split.parts[i] as LateCut["part"], reads: [first, ...rest] }] : [];
    }),
  );
  return new Set(cuts.map((c) => c.split)).size < cuts.length ? null : cuts;
}

const isBelow = (view: View, place: Place, { line, index }: Place): boolean => place.line.fn === line.fn && (view.ancestorIn(place, line)?.index ?? -1) > index;

const stepsOf = (view: View, from: Source, learning: Call): Step[] | null =>
  firstOf(
    () => stepsFrom(view, from, learning),
    () => null,
  );

/** Whether several splits take it, or one in a block of its line, which may be a loop. */
export const areSeveral = (cuts: readonly LateCut[], { line }: Place): boolean =>
  cuts.length > 1 || cuts.some(({ split: { place } }) => place.line !== line && place.line.fn === line.fn);

/** All that the splits take. */
export const readsOf = (cuts: readonly LateCut[]): Read[] => cuts.flatMap((c) => c.reads);

/**
 * The lines that learn behind each split.
 * @throws CannotFix where a split takes other data in another round, or what was fitted is asked below
 */
export function learnedBehind(view: View, q: Questions, start: Place, cuts: readonly LateCut[]): TextEdit[] {
  const top = Math.min(...readsOf(cuts).map((r) => view.ancestorIn(r.place, start.line)?.index ?? 0));
  return cuts.map((cut) => {
    checkSplit(view, q, start, cut);
    const texts = cut.reads.map((read) => linesFor(view, cut, read, start, top));
    const [lines] = texts as [string[], ...string[][]];
    if (texts.some((t) => t.join() !== lines.join())) no(`\`${view.textOf((cut.split.inputs[0] as Expr).at)}\` is prepared in several ways`);
    return after(view, cut.split.place.stmt, lines);
  });
}

function linesFor(view: View, { split, part }: LateCut, read: Read, start: Place, top: number): string[] {
  const taken: string[] = [];
  return [...read.steps].reverse().flatMap((s) => {
    const object = objectOf(view, s, split.place, read, start, top, taken);
    taken.push(object.name);
    const given = (name: string, method: string): string => `${name} = ${inFrame(view, s, split.place, name, `${object.name}.${method}(${name})`)}`;
    return [...object.made, given(part.train, "fit_transform"), given(part.test, "transform")];
  });
}

/** The result as a table where the program makes it one: a part keeps the labels of its rows. @throws CannotFix */
function inFrame(view: View, { frame, input, place }: Step, at: Place, part: string, result: string): string {
  if (!frame) return result;
  if (frame.k !== "call" || kindOf(view, input, place ?? at) !== "frame") return no(`it is not clear whether \`${part}\` is a table with labels`);
  const columns = frame.args.find((a) => a.name === "columns")?.value;
  if (!columns || frame.args.length > (frame.args.some((a) => a.name === "index") ? 3 : 2)) return no("the table is made in a way that cannot be followed");
  const isOwn = columns.k === "attr" && columns.name === "columns" && view.textOf(columns.object.at) === view.textOf(input.at);
  const other =
    place && namesIn(columns).find((n) => lastStore(view, n, placeBehind(place)) !== (place.line.fn === at.line.fn ? lastStore(view, n, at) : null));
  if (!isOwn && other) no(`\`${other}\` is another thing at the split`);
  const names = isOwn ? `${part}.columns` : view.textOf(columns.at);
  return `${view.textOf(frame.func.at)}(${result}, columns=${names}, index=${part}.index)`;
}

/** The same where nothing is cross-validated: the splits are given the data as they were. `others`: what goes on seeing them as they are. @throws CannotFix */
export function withoutFolds(view: View, cuts: readonly LateCut[], learning: Call, others: readonly Expr[]): TextEdit[] {
  const reads = readsOf(cuts);
  const going = unusedSteps(view, reads, learning);
  const raw = new Raw(
    view,
    going,
    reads.map((r) => r.data),
  );
  const given = reads.map(({ data, steps, place }): TextEdit => ({ at: data.at, text: raw.textOf(data, steps, place, reads.length > 1) }));
  checkReads(view, cuts, others);
  const anew = cuts.every((c) => c.split.place.line.fn !== reads[0]?.place.line.fn) ? reads.flatMap((r) => r.steps) : [];
  return dedupe([...given, ...going.values(), ...raw.edits, ...idleMakers(view, anew, new Set(going.keys()))]);
}

/** What was learned is read by nobody else who would notice, nor what functions are handed of it. `others`: what may go on reading it. @throws CannotFix */
export function checkReads(view: View, cuts: readonly LateCut[], others: readonly Expr[]): void {
  const reads = readsOf(cuts);
  const passes = reads.flatMap((r) => r.passes);
  const handed = passes.flatMap((p) => p.call.args.map((a) => a.value));
  checkParams(
    view,
    passes.map(({ fn, param }) => ({ fn, name: param })),
    [...cuts.flatMap((c) => c.split.inputs), ...handed],
  );
  checkReaders(view, reads, [...reads.map((r) => r.data), ...others], handed.flatMap(namesIn));
}

/** @throws CannotFix */
function checkSplit(view: View, q: Questions, start: Place, { split, part, reads }: LateCut): void {
  const { place } = split;
  if (!standsAlone(view, place.stmt)) no("something else stands beside the split");
  const told = commentsOf(view, place.stmt).find((at) => tellsOfPrepared.test(view.textOf(at)));
  if (told) no(`\`${short(view.textOf(told))}\` tells what was done to the rows before they are split`);
  if (scaledLabels(view, q, split, start).length) no("the labels are put on a scale by all rows too");
  const again = splitsIn(view, [...simpleIn(view.module.stmts)]).find((s) => s !== split && s.place.line.fn === place.line.fn && partsOfInput(s, part.train));
  if (again) no(`\`${part.train}\` is split again`);
  const taken = split.inputs.filter((e) => reads.some((r) => r.data === e || (r.passes[0] && namesIn(e).includes(r.passes[0].param)))).flatMap(namesIn);
  checkRounds(view, place, start, taken);
  for (const { data, steps, place: at } of reads) {
    checkSteps(view, data, steps, at);
    const own = [...namesIn(data), ...steps.flatMap((s) => namesIn(s.input))];
    checkRounds(view, at, start, own);
    if (at.line.fn === place.line.fn) taken.push(...own);
  }
  if (split.options.some((o) => namesIn(o.value).some((n) => taken.includes(n)))) no("the split is stratified by the data that it changes");
  if (taken.includes(part.train) || taken.includes(part.test)) no(`\`${part.train}\` and \`${part.test}\` are cut of what has the same name`);
}

/** @throws CannotFix */
function checkSteps(view: View, data: Expr, steps: readonly Step[], at: Place): void {
  for (const s of steps) {
    if (s.rows || s.dense || s.parts || (s.named && !s.frame) || s.back || s.learns)
      no(`\`${short(view.textOf(data.at))}\` is made from the learning in a way that cannot be followed`);
    if (s.stands && s.fit) no("gaps are filled by hand, which leaves a table what it was");
    if (s.call.args.length > 1 && !s.stands) no("it is fitted with further arguments");
    const fit = s.fit ?? fitAbove(view, s);
    if (fit?.k === "call" && fit.args.length > 1) no("it is fitted with further arguments");
    if (s.call.func.k === "attr" && s.call.func.name === "transform" && !fit) no("the transformer is fitted on other data too");
    if (s.place && namesIn(s.input).some((n) => writtenAfter(view, n, s.place as Place, at)))
      no(`\`${short(view.textOf(s.input.at))}\` is changed after it was transformed`);
  }
}

/** `scaler.fit(X)` above `scaler.transform(X)`, or where the scaler is made; null where it is fitted to anything else. */
function fitAbove(view: View, s: Step): Expr | null {
  if (!s.place || s.variable === null) return null;
  const above = fitBefore(view, s, s.place) ?? storeBehind(view, s.variable, s.place);
  const value = above?.stmt.k === "expr" || above?.stmt.k === "assign" ? above.stmt.value : null;
  if (value?.k !== "call" || value.func.k !== "attr" || value.func.name !== "fit") return null;
  return value.args[0] && view.textOf(value.args[0].value.at) === view.textOf(s.input.at) ? value : null;
}

/** A loop around a place may come round to other data. @throws CannotFix */
function checkRounds(view: View, place: Place, start: Place, names: readonly string[]): void {
  const { fn } = place.line;
  for (let p = place; p.line !== start.line && p.line.parent && p.line.owner?.k !== "def"; p = p.line.parent) {
    const around = p.line.parent;
    const other = names.find((n) => view.usesOf(n, fn).some((u) => isWithin(view, u.place, around) && writes(view, u.place.stmt, n)));
    if (other) no(`\`${other}\` is another thing in another round`);
  }
}

const isWithin = (view: View, place: Place, outer: Place): boolean => place === outer || view.ancestorIn(place, outer.line) === outer;

/** Whether a statement binds a name, or writes into what it holds. */
function writes(view: View, s: Stmt, name: string): boolean {
  const targets = s.k === "assign" || s.k === "del" ? s.targets : s.k === "aug" || s.k === "for" ? [s.target] : [];
  return targets.some((t) => namesIn(t).includes(name)) || /inplace\s*=\s*True/.test(view.textOf(s.at));
}

/** What is fitted behind a split: the program's own object where it is the same there and asked by nothing else, or one that is made anew. */
function objectOf(view: View, s: Step, at: Place, from: Read, start: Place, top: number, taken: readonly string[]): { name: string; made: string[] } {
  const made = s.variable === null ? null : storeBehind(view, s.variable, s.place ?? from.place);
  if (s.variable !== null) checkAsked(view, s.variable, s, start, top);
  const isThere = made?.line === start.line && lastStore(view, s.variable as string, at) === made;
  const value = made?.stmt.k === "assign" ? made.stmt.value : null;
  const fits = value?.k === "call" && value.func.k === "attr" && value.func.name === "fit";
  const maker = value?.k === "call" ? view.textOf(value.callee) : "";
  if (noTransform.test(maker)) no(`\`${short(maker)}\` cannot be applied to rows that it was not fitted on`);
  if (s.variable !== null && isThere && !fits) return { name: s.variable, made: [] };
  const text = madeAnew(view, s, from.place, at);
  const base = nameForObject(text.replace(/\(.*/s, "").replaceAll("\u0000", "").replace(/.* /, ""));
  const name = nameAt(view, s.variable ?? base, base, at, start, taken);
  return { name, made: [`${name} = ${text}`] };
}

/** What an object is called behind a split: in a function as in the program, where the function calls nothing else so. */
function nameAt(view: View, own: string, base: string, { line: { fn } }: Place, start: Place, taken: readonly string[]): string {
  if (!fn || fn === start.line.fn) return view.fresh(base, taken);
  const isUsed = taken.includes(own) || fn.params.some((p) => p.name === own) || view.usesOf(own, fn).some((u) => holds(fn.at, u.at));
  return isUsed ? view.fresh(base, taken) : own;
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

/** Resample the training part only: below the split, or inside each fold by a pipeline of imbalanced-learn. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { checkAnnounced, withComments } from "./announced.js";
import { atCalls } from "./atCalls.js";
import { endOf, isCalledLater, isReadInFunctions, isSeenFrom } from "./calledLater.js";
import { commentsThatGo, spokenAbove } from "./carried.js";
import { changedSince, lastStore, writtenAfter } from "./chain.js";
import { short } from "./columns.js";
import { onlyCounts } from "./counted.js";
import { SPLIT } from "./cutParts.js";
import { undeleted } from "./deleted.js";
import { changes } from "./drawnByHand.js";
import { renamedGrid, variedSetting } from "./grids.js";
import { type Call, nameForObject, namesIn } from "./learning.js";
import { after, before, dedupe, point, removal, type Swap, standsAlone, swapped, trailingComment } from "./lines.js";
import { evenly } from "./oldSplits.js";
import { firstOf, no } from "./outcome.js";
import { NAMED, PIPELINE, searchEdits } from "./pipeline.js";
import { refits } from "./refits.js";
import { changedBeside, linksOf } from "./resampledLinks.js";
import { usesOfSearch } from "./searchNames.js";
import { searchUses } from "./searchUses.js";
import type { WrittenSplit } from "./splits.js";
import { MODEL, modelIn, namedSteps, ownStep, pipelineArguments, stepOf, stepsBefore } from "./stepNames.js";
import { constructed, type Validated } from "./validated.js";
import { holds, type Place, placeBehind, type Use, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** `X_more, y_more = sampler.fit_resample(X, y)`. */
export interface Resampling {
  readonly place: Place;
  readonly call: Call;
  readonly inputs: readonly [Expr, Expr];
  readonly outputs: readonly [string, string];
  /** The sampler as it is made by a function that does nothing else. */
  readonly by?: { readonly sampler: string; readonly def: Stmt };
}

export function resamplingAt(place: Place, call: Call): Resampling | null {
  const s = place.stmt;
  const t = s.k === "assign" && s.targets.length === 1 ? s.targets[0] : undefined;
  if (
    s.k !== "assign" ||
    s.value !== call ||
    t?.k !== "tuple" ||
    t.items.length !== 2 ||
    call.func.k !== "attr" ||
    !/^fit_(resample|sample)$/.test(call.func.name)
  )
    return null;
  const [a, b] = t.items;
  const [x, y] = call.args.map((g) => g.value);
  if (a?.k !== "name" || b?.k !== "name" || !x || !y || call.args.length !== 2) return null;
  return { place, call, inputs: [x, y], outputs: [a.name, b.name] };
}

/** A use of what is bound at a place beside the statements given; null where there is none. */
function usedBeside(view: View, place: Place, names: readonly string[], allowed: readonly Stmt[]): Use | null {
  for (const name of names)
    for (const u of view.usesOf(name, place.line.fn)) {
      const i = view.ancestorIn(u.place, place.line)?.index ?? -1;
      if (i <= place.index || u.stored) continue;
      if (allowed.some((s) => holds(s.at, u.at))) continue;
      // Bound to something else by then: another resampling, under the same names.
      if (u.place.line === place.line && lastStore(view, name, u.place) !== place) continue;
      const rebound = allowed.some((s) => {
        const p = view.placeOf(s);
        return p && p.index > place.index && p.index < i && view.usesOf(name, place.line.fn).some((x) => x.stored && x.place.stmt === s);
      });
      if (!rebound) return u;
    }
  return null;
}

/** Nobody but the statements given may use what is resampled. @throws CannotFix */
function onlyUsedIn(view: View, r: Resampling, allowed: readonly Stmt[]): void {
  const u = usedBeside(view, r.place, r.outputs, allowed);
  if (u) no(`\`${u.name}\`, all of it resampled, is used by \`${short(view.textOf(u.place.stmt.at))}\` too`);
}

/**
 * `beside`: what else may use the resampled rows.
 * @throws CannotFix
 */
export function resampleBelow(view: View, r: Resampling, split: WrittenSplit, beside: readonly Stmt[] = []): TextEdit[] {
  if (r.place.line !== split.place.line || r.place.index >= split.place.index) no("the resampling and the split do not stand in one line of statements");
  if (!standsAlone(view, r.place.stmt) || !standsAlone(view, split.place.stmt)) no("another statement shares a line with it");
  onlyUsedIn(view, r, [split.place.stmt, ...beside]);
  const told = r.place.line === view.module ? r.outputs.find((n) => isReadInFunctions(view, n, [split.place.stmt, ...beside])) : undefined;
  if (told) no(`\`${told}\`, all of it resampled, is read in a function`);
  const columns = r.outputs.map((o) => split.inputs.findIndex((e) => e.k === "name" && e.name === o));
  const [x, y] = columns.map((i) => split.parts[i]);
  if (!x || !y || split.inputs.length !== 2) return no("the split takes other data than what was resampled");
  for (const e of r.inputs)
    for (const n of namesIn(e)) if (!r.outputs.includes(n) && changedSince(view, n, r.place, split.place)) no(`\`${n}\` is another thing at the split`);
  const back: Swap[] = [];
  for (const e of [...split.inputs, ...split.options.map((o) => o.value)])
    eachExprIn({ k: "expr", at: e.at, value: e }, (n) => {
      const i = n.k === "name" ? r.outputs.indexOf(n.name) : -1;
      if (i >= 0) back.push({ at: n.at, text: view.textOf((r.inputs[i] as Expr).at) });
    });
  // Classes so uneven that they are resampled are best split evenly.
  const even = evenly(view, split, view.textOf(r.inputs[1].at));
  const last = split.call.args.at(-1)?.value ?? no("the split takes nothing");
  if (even) back.push({ at: point(last.at.source, last.at.end), text: even });
  const going = [r.place.stmt];
  const edits: TextEdit[] = [removal(view, r.place.stmt, commentsThatGo(view, r.place.stmt, going)), ...back.filter((b) => view.textOf(b.at) !== b.text)];
  const call = swapped(view, r.call.at, [
    { at: r.inputs[0].at, text: x.train },
    { at: r.inputs[1].at, text: y.train },
  ]);
  const line = `${x.train}, ${y.train} = ${call}${trailingComment(view, r.place.stmt)}`;
  edits.push(after(view, split.place.stmt, [...spokenAbove(view, r.place.stmt, going), line]));
  edits.push(
    ...undeleted(
      view,
      r.outputs.map((name) => ({ name, place: r.place })),
    ),
  );
  return edits;
}

/**
 * The split moves above the resampling, which stays where it is and gets the training part: others may look at what it gives.
 * `beside`: what is given the rows as they were.
 * @throws CannotFix
 */
export function splitAbove(view: View, r: Resampling, split: WrittenSplit, beside: readonly Stmt[] = []): TextEdit[] {
  if (r.place.line !== split.place.line || r.place.index >= split.place.index) no("the resampling and the split do not stand in one line of statements");
  if (!standsAlone(view, r.place.stmt) || !standsAlone(view, split.place.stmt)) no("another statement shares a line with it");
  const other = handedOn(view, r);
  const names =
    other && other.place.index < split.place.index && split.inputs[0]?.k === "name" && split.inputs[0].name === other.names[0] ? other.names : r.outputs;
  const columns = names.map((o) => split.inputs.findIndex((e) => e.k === "name" && e.name === o));
  const [x, y] = columns.map((i) => split.parts[i]);
  if (!x || !y || split.inputs.length !== 2 || split.parts[0] !== x) return no("the split takes other data than what was resampled");
  // What is done with the rows on the way would be done with the training part alone.
  for (const name of new Set([...r.outputs, ...names]))
    for (let i = r.place.index + 1; i < split.place.index; i++)
      if (
        (changes(r.place.line.stmts[i] as Stmt, name) && r.place.line.stmts[i] !== other?.place.stmt) ||
        /inplace\s*=\s*True/.test(view.textOf((r.place.line.stmts[i] as Stmt).at))
      )
        no(`\`${name}\` changes on the way to the split`);
  for (const part of [x.train, x.test, y.train, y.test])
    for (const u of view.usesOf(part, r.place.line.fn)) {
      const i = view.ancestorIn(u.place, r.place.line)?.index ?? -1;
      if (i >= r.place.index && i < split.place.index) no(`\`${part}\` is in use before the split`);
    }
  for (const o of split.options)
    for (const n of namesIn(o.value))
      if (![...r.outputs, ...names].includes(n) && changedSince(view, n, r.place, split.place)) no(`\`${n}\` is another thing at the split`);
  checkGoesOn(view, r, split, beside);
  checkAnnounced(view, split.place);
  const back = (e: Expr): string => {
    const i = e.k === "name" ? Math.max(r.outputs.indexOf(e.name), names.indexOf(e.name)) : -1;
    return i < 0 ? view.textOf(e.at) : view.textOf((r.inputs[i] as Expr).at);
  };
  const options = split.options.map((o) => `${o.name}=${back(o.value)}`);
  const given = [view.textOf(r.inputs[0].at), view.textOf(r.inputs[1].at), ...options].join(", ") + evenly(view, split, view.textOf(r.inputs[1].at));
  return [
    ...withComments(view, split.place.stmt, r.place.stmt, `${x.train}, ${x.test}, ${y.train}, ${y.test} = ${SPLIT}(${given})`),
    { at: r.inputs[0].at, text: x.train },
    { at: r.inputs[1].at, text: y.train },
    { at: split.place.stmt.at, text: `${x.train}, ${y.train} = ${names.join(", ")}` },
  ];
}

/** What is resampled may be looked at behind the split; anything else would be given the training rows alone. @throws CannotFix */
function checkGoesOn(view: View, r: Resampling, split: WrittenSplit, beside: readonly Stmt[]): void {
  for (const name of r.outputs)
    for (const u of view.usesOf(name, r.place.line.fn)) {
      const at = view.ancestorIn(u.place, r.place.line);
      if (u.stored || u.place.stmt.k === "del" || !at || at.index <= split.place.index || lastStore(view, name, u.place) !== r.place) continue;
      if (beside.includes(u.place.stmt) || (u.around?.k === "attr" && u.around.name === "columns")) continue;
      if (u.place.stmt.k !== "expr" && !onlyCounts(view, u.place, name))
        no(`\`${name}\` goes on to \`${short(view.textOf(u.place.stmt.at))}\`, which would be given the training rows alone`);
    }
}

/** `X_train, y_train = X_more, y_more`: other names for what was resampled. */
function handedOn(view: View, { place, outputs }: Resampling): { names: readonly string[]; place: Place } | null {
  for (const s of place.line.stmts.slice(place.index + 1)) {
    const [t] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
    if (s.k !== "assign" || t?.k !== "tuple" || t.items.length !== 2 || s.value.k !== "tuple" || s.value.items.length !== 2) continue;
    if (!s.value.items.every((e, i) => e.k === "name" && e.name === outputs[i])) continue;
    return { names: t.items.map((e) => (e.k === "name" ? e.name : "")), place: view.placeOf(s) as Place };
  }
  return null;
}

/** The rows before they are resampled, as they can be read afterwards; where they are overwritten and their successors stay, under names of their own. `other`: further names of these successors, and `free` those that nothing has any more. */
function inputsKept(
  view: View,
  r: Resampling,
  other: readonly string[],
  stays: boolean,
  free: readonly string[],
): { texts: readonly string[]; kept: TextEdit[] } {
  const texts = r.inputs.map((e) => view.textOf(e.at));
  const bound = [...r.outputs, ...other];
  if (!stays || !r.inputs.some((e) => namesIn(e).some((n) => bound.includes(n)))) return { texts, kept: [] };
  if (r.inputs.some((e) => e.k !== "name")) onlyUsedIn(view, r, []);
  const raw = texts.map((t) => (free.includes(`${t}_raw`) ? `${t}_raw` : view.fresh(`${t}_raw`)));
  return { texts: raw, kept: [before(view, r.place.stmt, [`${raw.join(", ")} = ${texts.join(", ")}`])] };
}

/** `X_raw = X_more`: other names that resampled rows have been given for nothing but to be cross-validated. */
function aliasesOf(view: View, r: Resampling, validated: readonly Validated[]): { place: Place; name: string; of: string }[] {
  const found = validated.flatMap((v) =>
    namesIn(v.handed ?? v.call).flatMap((name) => {
      const place = lastStore(view, name, v.place);
      const [target, ...more] = place?.stmt.k === "assign" ? place.stmt.targets : [];
      const of = place?.stmt.k === "assign" && place.stmt.value.k === "name" ? place.stmt.value.name : null;
      if (!place || of === null || target?.k !== "name" || more.length || lastStore(view, of, place) !== r.place) return [];
      const isOwn = view.usesOf(name, place.line.fn).every((u) => u.place.stmt === place.stmt || validated.some((x) => holds((x.handed ?? x.call).at, u.at)));
      return isOwn && standsAlone(view, place.stmt) ? [{ place, name, of }] : [];
    }),
  );
  return [...new Map(found.map((a) => [a.place.stmt, a])).values()];
}

/** The cross-validation of a function that is given the resampled rows, from those of its calls that give them; itself elsewhere. @throws CannotFix */
export function givenResampled(view: View, r: Resampling, v: Validated): Validated[] {
  if (!v.place.line.fn) return [v];
  const made: (Place | null)[] = [r.place, ...linksOf(view, r).map((l) => l.place)];
  const own = (atCalls(view, v) ?? []).filter(({ data, place }) => data.k === "name" && made.includes(lastStore(view, data.name, place)));
  return own.length ? own : [v];
}

/** The model behind the resampling, and its parameters under the name of its step. */
function resampledModel(view: View, v: Validated, object: string): TextEdit[] {
  if (modelIn(view, v).written) no("the model is a pipeline already; add the resampling as a step of imblearn's pipeline");
  const own = view.textOf(v.model.at);
  if (v.search && ownStep(view, v) === null)
    return [{ at: v.model.at, text: `${NAMED}([${namedSteps([object])}("${MODEL}", ${own})])` }, ...renamedGrid(view, v, MODEL)];
  const edit = { at: v.model.at, text: `${PIPELINE}(${object}, ${own})` };
  return [edit, ...(v.search ? renamedGrid(view, v, stepOf(view, v)) : variedSetting(view, v, () => stepOf(view, v)))];
}

/** The pipeline that a model is already, as it is written where it is made; null for any other. */
function writtenPipeline(view: View, { model, modelPlace }: Validated): Call | null {
  const made = model.k === "name" ? constructed(view, model.name, modelPlace)?.call : model;
  return made?.k === "call" && pipelineArguments(view, made) !== null ? made : null;
}

/** The resampling as the first step of a pipeline that the model is already, which has to be one of imbalanced-learn. */
function intoWritten(view: View, v: Validated, object: string, validated: readonly Validated[]): TextEdit[] | null {
  const made = writtenPipeline(view, v);
  if (!made) return null;
  const name = v.model.k === "name" ? v.model.name : null;
  const other = view.usesOf(name ?? "", v.modelPlace.line.fn).find((u) => !u.stored && !validated.some((x) => holds(x.model.at, u.at)));
  if (other) no(`\`${name}\` is used by \`${short(view.textOf(other.place.stmt.at))}\` too`);
  checkFound(view, object, validated);
  if (view.units.some((u) => /\bsteps\[|best_estimator_\[\s*-?\d/.test(u.input.text))) no("a step of the pipeline is asked for by its number");
  const word = /make_pipeline$/.test(view.textOf(made.callee)) ? PIPELINE : NAMED;
  const first = point(made.at.source, pipelineArguments(view, made) as number);
  return [
    { at: made.func.at, text: word },
    { at: first, text: stepsBefore(view, made, [object]) },
  ];
}

/**
 * A model that is taken out of the pipeline was fitted to copies that others have prepared alike only if a seed makes them; and a pipeline that is
 * fitted again would resample those rows too.
 * @throws CannotFix
 */
function checkFound(view: View, object: string, validated: readonly Validated[]): void {
  for (const v of validated) {
    const uses = firstOf(
      () => (v.search ? searchUses(view, v, { as: "pipeline", validated }) : []),
      () => [],
    );
    if (isTakenOut(view, v) && !isSeeded(view, object)) no("the model that was found goes on with rows that other copies have prepared");
    const fit = uses.find((u) => u.data && u.place.stmt.k === "expr" && isFit(u.place.stmt.value));
    if (fit) no(`\`${short(view.textOf(fit.place.stmt.at))}\` fits what was found to other rows, which it would resample`);
  }
}

/** Whether a program goes on with the model of a search that found a pipeline; reading something off it is another matter. */
const isTakenOut = (view: View, v: Validated): boolean =>
  firstOf(
    () => usesOfSearch(view, v).some((u) => /\.best_estimator_\.named_steps\[[^\]]*\](?!\.\w+_\b)/.test(view.textOf(u.place.stmt.at))),
    () => false,
  );

const isFit = (e: Expr): boolean => e.k === "call" && e.func.k === "attr" && e.func.name === "fit";

/** Whether a sampler that is written so, or its name bound so, is given a seed. */
const isSeeded = (view: View, object: string): boolean =>
  /\brandom_state\s*=\s*[\w.]+/.test(object) ||
  (/^\w+$/.test(object) &&
    view.usesOf(object, null).some((u) => u.stored && u.place.stmt.k === "assign" && /\brandom_state\s*=\s*(?!None)\w/.test(view.textOf(u.place.stmt.at))));

/** A search further down whose scores nobody asks for has the copies in its folds all the same. @throws CannotFix */
function checkCrossed(view: View, r: Resampling, crossed: readonly Stmt[]): void {
  for (const name of r.outputs)
    for (const { stored, around, place } of view.usesOf(name, r.place.line.fn)) {
      if (stored || crossed.includes(place.stmt) || lastStore(view, name, place) !== r.place || around?.k !== "call" || around.func.k !== "attr") continue;
      const { object, name: method } = around.func;
      const made = object.k === "name" && /^fit/.test(method) ? constructed(view, object.name, place) : null;
      if (made && /SearchCV$/.test(view.textOf(made.call.callee))) no(`\`${short(view.textOf(around.func.at))}\` cross-validates the resampled rows, too`);
    }
}

/**
 * `instead`: what the classes of imbalanced-learn take the place of, where models are pipelines already. `beside`: what else uses the resampled
 * rows, and is taken care of elsewhere.
 * @throws CannotFix
 */
export function resampleInFolds(
  view: View,
  r: Resampling,
  validated: readonly Validated[],
  beside: readonly Stmt[] = [],
): { edits: TextEdit[]; at: Place; instead: readonly Expr[] } {
  // Nothing is resampled where something is predicted: the pipeline and the model in it take the same data.
  const usesOf = (as: "pipeline" | "model") => validated.map((v) => (v.search && !writtenPipeline(view, v) ? searchUses(view, v, { as, validated }) : []));
  const found = firstOf(
    () => usesOf("pipeline"),
    () => usesOf("model"),
  );
  const again = refits(view, r, found.flat());
  const aliases = aliasesOf(view, r, validated);
  const crossed = [...validated.map((v) => v.place.stmt), ...again.map((a) => a.place.stmt), ...aliases.map((a) => a.place.stmt)];
  checkCrossed(view, r, crossed);
  const links = linksOf(view, r).filter((l) => !aliases.some((a) => a.place === l.place));
  const onTheWay = [...new Set(links.map((l) => l.place.stmt))];
  // What trains a model on all of these rows goes on with them, where their own variables are still there.
  const allowed = [...crossed, ...beside, ...onTheWay];
  const isUsed = (l: (typeof links)[number]): boolean => usedBeside(view, l.place, [l.name], allowed) !== null;
  const names = [...r.outputs, ...links.map((l) => l.name)];
  const stays =
    usedBeside(view, r.place, r.outputs, allowed) !== null ||
    names.some((n) => isReadInFunctions(view, n, crossed)) ||
    links.some((l) => isUsed(l) || !standsAlone(view, l.place.stmt));
  if (!standsAlone(view, r.place.stmt)) no("another statement shares a line with it");
  const free = aliases.map((a) => a.name);
  const { texts, kept } = inputsKept(
    view,
    r,
    links.map((l) => l.name),
    stays,
    free,
  );
  const isKept = kept.length > 0;
  const going = [r.place.stmt, ...onTheWay, ...(r.by ? [r.by.def] : [])];
  const edits: TextEdit[] = stays ? kept : going.map((s) => removal(view, s, commentsThatGo(view, s, going)));
  edits.push(...aliases.map(({ place: { stmt } }) => removal(view, stmt, commentsThatGo(view, stmt, [stmt]))));
  const object = r.by?.sampler ?? (r.call.func.k === "attr" ? view.textOf(r.call.func.object.at) : nameForObject(""));
  const done = new Set<Expr>();
  edits.push(...again.flatMap(({ call }) => call.args.map((a, i) => ({ at: a.value.at, text: texts[i] as string }))));
  for (const [i, v] of validated.entries()) {
    const uses = found[i] ?? [];
    const inFunction = isCalledLater(view, v.place, r.place);
    const around = inFunction ? endOf(r.place) : view.ancestorIn(v.place, r.place.line);
    if (!around || around.index <= r.place.index) return no("the cross-validation stands in another block");
    if (inFunction && !r.by && namesIn(r.call.func).some((n) => !isSeenFrom(view, n, v.place, r.place))) no(`\`${object}\` is another thing in the function`);
    for (const e of r.inputs)
      for (const n of namesIn(e)) {
        if (!isKept && !r.outputs.includes(n) && changedBeside(view, n, r, stays ? [] : links, placeBehind(around))) no(`\`${n}\` is another thing by then`);
        if (inFunction && v.place.line.fn?.locals.has(n)) no(`\`${n}\` is another thing in the function`);
      }
    const bound = (name: string): number => {
      if (inFunction) return isSeenFrom(view, name, v.place, r.place) ? r.outputs.indexOf(name) : -1;
      const store = lastStore(view, name, v.place);
      const alias = aliases.find((a) => a.place === store);
      if (alias) return r.outputs.indexOf(alias.of);
      return store === r.place ? r.outputs.indexOf(name) : (links.find((l) => l.place === store && l.name === name)?.output ?? -1);
    };
    const own = new Set<number>();
    eachExprIn(v.place.stmt, (n) => {
      if (n.k !== "name" || own.has(n.at.start) || !holds((v.handed ?? v.call).at, n.at)) return;
      const i = bound(n.name);
      if (i < 0) return;
      own.add(n.at.start);
      const made = inFunction ? r.place : lastStore(view, n.name, v.place);
      if (made && writtenAfter(view, n.name, made, inFunction ? around : v.place)) no(`\`${n.name}\` changes after it was resampled`);
      const text = texts[i] as string;
      if (text !== view.textOf(n.at)) edits.push({ at: n.at, text });
    });
    if (own.size < 2) no(`\`${short(view.textOf(v.data.at))}\` is made of the resampled rows in a way that cannot be followed`);
    if (done.has(v.model) || found.flat().some((u) => u.scored === v)) continue;
    done.add(v.model);
    const written = intoWritten(view, v, object, validated);
    edits.push(...(written ?? resampledModel(view, v, object)));
    if (v.search && !written) edits.push(...searchEdits(view, v, uses, validated));
  }
  const [first] = validated as [Validated, ...Validated[]];
  return { edits: dedupe(edits), at: first.modelPlace, instead: validated.flatMap((v) => writtenPipeline(view, v)?.func ?? []) };
}

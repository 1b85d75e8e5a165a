/** Split first where nothing is held out: the model is trained on one part and scored on the other. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import { relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { besideTraining } from "./bothScores.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { retold } from "./comments.js";
import { type Cut, partNames, SPLIT } from "./cutParts.js";
import { aboveLoops, drawnBy, selectionModule } from "./drawn.js";
import { type HeldPart, heldPart } from "./heldPart.js";
import type { Call } from "./learning.js";
import { before, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { saidAnew } from "./said.js";
import { copied, isSaved, objectOf } from "./scoredCopy.js";
import { scoredForms } from "./scoredForms.js";
import { shownToo } from "./shownPredictions.js";
import { shownRows } from "./shownRows.js";
import { partsOfInput, splitsIn } from "./splits.js";
import { CLONE } from "./standIns.js";
import { checkChosen, checkKeptFor, checkPredictions, checkSaysAll } from "./trainOnlyChecks.js";
import { callStarting } from "./validated.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** @throws CannotFix */
export function holdOut(cx: FixContext, view: View, e: Evaluation, way: "cross-validate" | "copy" = "cross-validate"): Cut {
  const [fit] = e.fits;
  const trained = fit && view.placeAt(fit.at);
  const call = trained && fit && callStarting(trained.stmt, fit.at.start);
  if (!fit || !trained || !call || e.fits.length !== 1) return no("the training stands in another file");
  if (!standsAlone(view, trained.stmt)) no("another statement shares a line with it");
  const [x, y] = call.args.map((a) => a.value);
  if (x?.k !== "name" || y?.k !== "name") return no("the model is not trained on plain variables");
  const own = cx.q.evaluations.filter((o) => o.fits.some((f) => f.id === fit.id) && o.score.kind === "holdout");
  const spans: Span[] = [trained.stmt.at];
  for (const o of own) spans.push(...askedBy(cx, o));
  const places = [...new Set(spans.map((s) => view.placeAt(s)))];
  if (places.some((p) => p === null || p.line.fn !== trained.line.fn)) no("the score stands in a function of its own");
  const asked = (places as Place[]).filter((p) => p !== trained);
  for (const p of asked) {
    const again = lastStore(view, x.name, p);
    const first = lastStore(view, x.name, trained);
    if (again !== first) no(`\`${x.name}\` is another thing where the model is scored`);
  }
  for (const { source, start } of spans.slice(1)) {
    const scored = asked.map((p) => (p.stmt.at.source === source ? callStarting(p.stmt, start) : null)).find((c) => c !== null);
    const given = scored?.func.k === "attr" && /^(score|evaluate|predict\w*|decision_function)$/.test(scored.func.name) ? scored.args[0]?.value : null;
    if (given && !(given.k === "name" && given.name === x.name) && !isMadeOf(view, x.name, trained, given))
      no(`the model is scored on \`${short(view.textOf(given.at))}\`, not under the name that it was trained on`);
  }
  const forms = scoredForms(view, asked, trained, y.name);
  asked.push(...forms);
  places.push(...forms);
  const held = heldPart(view, trained, [x.name, y.name], asked);
  if (held && way === "copy") return no("a part that is held out stands there already");
  const beside = (edits: readonly TextEdit[], said: readonly TextEdit[], word: string, kept: (p: Place) => TextEdit[] = () => []): TextEdit[] =>
    besideTraining(
      view,
      asked,
      own.map((o) => askedBy(cx, o)),
      { edits, said, word, kept },
    );
  const said = (part: string): TextEdit[] => saidOfScores(view, asked, trained, [x.name, y.name], part);
  if (held) {
    asked.push(...shownToo(cx, view, asked, e.score.rows, [x.name, y.name]));
    checkPredictions(cx, view, trained, asked, e);
    const scored = scoredOn(asked, trained, call.at, x.name, y.name, held);
    if (scored.every((s) => view.textOf(s.at) !== y.name)) no("the labels of its score are made in another statement");
    return { edits: beside(scored, [...told(view, asked, held.x), ...said(held.x)], wordOf(held.x)), at: trained };
  }
  checkChosen(cx, e);
  checkSaysAll(view, asked);
  const goesOn = goingOn(cx, view, trained, call, own, e);
  if (goesOn && way === "cross-validate")
    return { edits: beside(crossValidated(view, goesOn, foldsFor(cx, view, e, goesOn[0].place, y.name)), said("valid"), "Cross-validation"), at: trained };
  checkMany(cx, e, "a part");
  if (goesOn) {
    const { edits, at, part } = copyHeldOut(cx, view, e, goesOn, [x.name, y.name]);
    return { edits: beside(edits, said(part), wordOf(part)), at };
  }
  const copy = copied(cx, view, trained, call, asked, x.name, e.score.rows, fit.id);
  if (way === "copy" && !copy) return no("the model does not go on to predict other rows");
  if (way !== "copy" && copy) return no("the model goes on to predict other rows, and stays trained on all of its own");
  if (!copy) checkKeptFor(view, trained, call);
  const shown = shownToo(cx, view, asked, e.score.rows, [x.name, y.name]);
  asked.push(...shown);
  places.push(...shown);
  checkPredictions(cx, view, trained, asked, e);
  const cutAt =
    copy?.first ??
    firstAlike(
      cx,
      view,
      aboveLoops(view, trained, [x.name, y.name], (s) => standsAlone(view, s)),
      [x.name, y.name],
    );
  const known = written(view, cutAt, [x.name, y.name]);
  const how = known ? "" : drawn(cx, view, cutAt, e, y.name);
  const [[x1, x2], [y1, y2]] = known ?? heldNames(view, cutAt, [x.name, y.name], how);
  const edits: TextEdit[] = [];
  const lines = known ? [] : [`${x1}, ${x2}, ${y1}, ${y2} = ${SPLIT}(${x.name}, ${y.name}, ${how})`];
  if (copy) {
    const name = view.fresh(`${copy.model}_copy`);
    lines.push(`${name} = ${CLONE}(${copy.model}).fit(${x1}, ${y1})`);
    edits.push(...copy.uses.map((u) => ({ at: u.at, text: name })));
  } else edits.push(...exchanged(view, trained, trained, [x.name, y.name], [x1, y1], call.at));
  if (lines.length) edits.push(before(view, cutAt.stmt, lines));
  for (const p of places as Place[]) edits.push(...exchanged(view, trained, p, [x.name, y.name], [x2, y2], p === trained ? rest(call.at, p) : p.stmt.at));
  edits.push(...(copy ? [] : retold(view, [trained.stmt], "all", "training")));
  const kept = (p: Place): TextEdit[] => (copy ? [] : exchanged(view, trained, p, [x.name, y.name], [x1, y1]));
  const unique = new Map(
    beside(edits, [...told(view, asked, x2), ...said(x2)], wordOf(x2), kept).map((d) => [`${d.at.source}:${d.at.start}:${d.at.end}`, d] as const),
  );
  return { edits: [...unique.values()], at: cutAt };
}

/** Where a score is taken, and what it is taken of. */
const askedBy = (cx: FixContext, { score }: Evaluation): Span[] => [score.at, ...cx.q.predictions.filter((p) => score.preds.has(p.id)).map((p) => p.at)];

/** What the score of a part is called. */
const wordOf = (part: string): string => (/val/i.test(part) ? "Validation" : "Test");

/** A statement with other variables in the place of inputs and labels. */
function exchanged(view: View, trained: Place, p: Place, [x, y]: readonly [string, string], [a, b]: readonly [string, string], within = p.stmt.at): TextEdit[] {
  const edits = new Map<number, TextEdit>();
  eachExprIn(p.stmt, (n, _fn, stored) => {
    if (stored || !holds(within, n.at) || edits.has(n.at.start)) return;
    const isData = n.k === "name" ? n.name === x : p !== trained && isMadeOf(view, x, trained, n);
    if (isData || (n.k === "name" && n.name === y)) edits.set(n.at.start, { at: n.at, text: isData ? a : b });
  });
  return [...edits.values()];
}

/** The first training of a model on the same variables that nothing but its own rows scores: one cut above it serves all of them. */
function firstAlike(cx: FixContext, view: View, at: Place, names: readonly [string, string]): Place {
  let first = at;
  for (const o of cx.q.evaluations) {
    const [fit] = o.fits;
    const place = o.role === "train" && o.score.kind === "holdout" && fit ? view.placeAt(fit.at) : null;
    if (!place || !fit || place.line !== at.line || place.index >= first.index || !standsAlone(view, place.stmt)) continue;
    const given = callStarting(place.stmt, fit.at.start)?.args.map((a) => view.textOf(a.value.at));
    const isSame = given?.length === 2 && names.every((n, i) => given[i] === n && lastStore(view, n, place) === lastStore(view, n, at));
    if (isSame && !cx.q.evaluations.some((e) => e.role !== "train" && e.fits.includes(fit))) first = place;
  }
  return first;
}

/** Names for the parts of inputs and labels: alike, and such that nobody uses; labels that were cut above in the same way keep those that they have. */
function heldNames(view: View, at: Place, [x, y]: readonly [string, string], how: string): [[string, string], [string, string]] {
  const has = /train(?:ing)?|trn/i;
  const named = (n: string, word: string): string => (has.test(n) ? n.replace(has, word) : `${n}_${word}`);
  for (const split of splitsIn(view, [...at.line.stmts.slice(0, at.index).reverse(), ...at.line.stmts.slice(at.index)])) {
    const part = partsOfInput(split, y);
    if (!part || split.inputs.length !== 2 || split.options.map((o) => o.text).join(", ") !== how) continue;
    if (lastStore(view, y, at) !== lastStore(view, y, split.place)) continue;
    const words = [part.train, part.test].map((n) => (n.startsWith(`${y}_`) ? n.slice(y.length + 1) : null));
    const pair = words.map((w) => w && named(x, w));
    if (pair[0] && pair[1] && !view.isUsed(pair[0]) && !view.isUsed(pair[1]))
      return [
        [pair[0], pair[1]],
        [part.train, part.test],
      ];
  }
  const choices: [string, string][] = /train|trn/i.test(x)
    ? [["fit", "valid"]]
    : [
        ["train", "test"],
        ["tr", "te"],
      ];
  const free = choices.find((pair) => pair.every((w) => !view.isUsed(named(x, w)) && !view.isUsed(named(y, w))));
  const [a, b] = free ?? (choices[0] as [string, string]);
  const taken: string[] = [];
  const [x1, x2, y1, y2] = [named(x, a), named(x, b), named(y, a), named(y, b)].map((n) => {
    const name = view.fresh(n, taken);
    taken.push(name);
    return name;
  }) as [string, string, string, string];
  return [
    [x1, x2],
    [y1, y2],
  ];
}

/** Whether a variable was bound to this very expression: `X = df[["a"]]`, and the model is scored on `df[["a"]]`. */
function isMadeOf(view: View, name: string, at: Place, e: Expr): boolean {
  const s = lastStore(view, name, at)?.stmt;
  return s?.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" && view.textOf(s.value.at) === view.textOf(e.at);
}

/** How the part is drawn. */
const drawn = (cx: FixContext, view: View, at: Place, e: Evaluation, labels: string): string =>
  drawnBy(cx, view, at, { rows: e.score.rows, labels, e, fact: undefined });

/** What texts and names say of the scores. */
const saidOfScores = (view: View, asked: readonly Place[], trained: Place, names: readonly string[], held: string): TextEdit[] =>
  saidAnew(
    view,
    asked.map((p) => p.stmt.at),
    trained.line.fn,
    names,
    "train",
    /val/i.test(held) ? "validation" : "test",
  );

/** What comments say beside the statements that ask the model. */
const told = (view: View, asked: readonly Place[], held: string): TextEdit[] =>
  retold(
    view,
    asked.map((p) => p.stmt),
    "train",
    /val/i.test(held) ? "validation" : "test",
  );

/** The score's own statements read the held-out part. */
function scoredOn(asked: readonly Place[], trained: Place, call: Span, x: string, y: string, held: HeldPart): TextEdit[] {
  const edits = new Map<string, TextEdit>();
  for (const p of [...asked, trained]) {
    const within = p === trained ? rest(call, p) : p.stmt.at;
    eachExprIn(p.stmt, (n, _fn, stored) => {
      if (n.k !== "name" || stored || !holds(within, n.at) || (n.name !== x && n.name !== y)) return;
      edits.set(`${n.at.source}:${n.at.start}`, { at: n.at, text: n.name === x ? held.x : held.y });
    });
  }
  return [...edits.values()];
}

export const crossTitle = "Score by cross-validation; the model stays trained on all rows";

/** Stands for `cross_val_score` until the caller knows how it is imported. */
export const CROSS = "\u0000cross_val_score";

/** `model.score(X, y)` in its statement. */
interface Scoring {
  readonly place: Place;
  readonly call: Expr & { k: "call" };
  readonly model: Expr;
}

/** The scores of a model that goes on to predict other rows, or is saved: it stays trained on all of its own. Null where it does not, or where they are of another form. */
function goingOn(cx: FixContext, view: View, trained: Place, training: Call, own: readonly Evaluation[], e: Evaluation): [Scoring, ...Scoring[]] | null {
  const others = cx.q.predictions.some((p) => e.fits.some((f) => p.fits.has(f.id)) && relation(p.rows, e.score.rows) !== "same");
  if (!others && !isSaved(view, objectOf(trained, training), trained)) return null;
  const out: Scoring[] = [];
  for (const o of own) {
    const place = view.placeAt(o.score.at);
    const call = place && callStarting(place.stmt, o.score.at.start);
    if (call?.func.k !== "attr" || call.func.name !== "score" || call.func.object.k !== "name" || call.args.length !== 2 || place?.line !== trained.line)
      return null;
    out.push({ place, call, model: call.func.object });
  }
  const [first, ...more] = out;
  return first ? [first, ...more] : null;
}

/** Stands for `KFold` until the caller knows how it is imported. */
export const FOLDS = "\u0000KFold";

/** So few rows that each fold would score a handful of them. */
const fewestRows = 30;

/** @throws CannotFix where `what` of the scored rows would be so few */
function checkMany(cx: FixContext, e: Evaluation, what: string): void {
  const shown = shownRows(cx, e.score.rows);
  if (shown !== null && shown < fewestRows) no(`the notebook shows ${shown} rows: ${what} of so few would say little`);
}

/** Folds of classes are drawn by them; those of numbers would be the rows as they stand, which may be sorted by what they are. */
export function foldsFor(cx: FixContext, view: View, e: Evaluation, at: Place, labels: string): string {
  checkMany(cx, e, "folds");
  if (!e.fits.every((f) => f.fit?.task === "regression")) return "5";
  const how = drawn(cx, view, at, e, labels);
  if (!how.startsWith("random_state=")) return "5";
  const old = selectionModule(cx) === "sklearn.cross_validation";
  return `${FOLDS}(${old ? `len(${labels}), ` : ""}5, shuffle=True, ${how})`;
}

/** Its score comes from cross-validation. */
const crossValidated = (view: View, scores: readonly Scoring[], folds: string): TextEdit[] =>
  scores.map(({ call, model }) => ({
    at: call.at,
    text: `${CROSS}(${[model.at, ...call.args.map((a) => a.value.at)].map((at) => view.textOf(at)).join(", ")}, cv=${folds}).mean()`,
  }));

/** Its score is that of a copy, trained on one part and scored on the other. */
function copyHeldOut(cx: FixContext, view: View, e: Evaluation, scores: readonly Scoring[], names: readonly [string, string]): Cut & { part: string } {
  const [first] = scores as [Scoring, ...Scoring[]];
  if (!standsAlone(view, first.place.stmt)) no("another statement shares a line with it");
  const known = written(view, first.place, names);
  const taken: string[] = [];
  const [[x1, x2], [y1, y2]] = known ?? [partNames(view, names[0], taken), partNames(view, names[1], taken)];
  const edits: TextEdit[] = known
    ? []
    : [before(view, first.place.stmt, [`${x1}, ${x2}, ${y1}, ${y2} = ${SPLIT}(${names.join(", ")}, ${drawn(cx, view, first.place, e, names[1])})`])];
  for (const { call, model } of scores) edits.push({ at: call.at, text: `${CLONE}(${view.textOf(model.at)}).fit(${x1}, ${y1}).score(${x2}, ${y2})` });
  return { edits, at: first.place, part: x2 };
}

/** What stands behind the training in its own statement: `.fit(X, y).score(X, y)`. */
const rest = (call: Span, p: Place): Span => ({ ...p.stmt.at, start: call.end });

/** A part of the same variables that is cut above already. */
function written(view: View, at: Place, names: readonly [string, string]): [[string, string], [string, string]] | null {
  for (const split of splitsIn(view, at.line.stmts.slice(0, at.index))) {
    if (split.inputs.length !== 2 || !split.inputs.every((e, i) => e.k === "name" && e.name === names[i])) continue;
    const [a, b] = split.parts;
    const isAsCut = (name: string): boolean => lastStore(view, name, at) === split.place;
    const isSame = names.every((n) => lastStore(view, n, at) === lastStore(view, n, split.place));
    if (a && b && isSame && [a.train, a.test, b.train, b.test].every(isAsCut))
      return [
        [a.train, a.test],
        [b.train, b.test],
      ];
  }
  return null;
}

/** Settings that a loop tries on a validation part: the best is trained on all training rows and scored on the test rows, where the program does neither. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { loopsAround } from "./choicePlaces.js";
import { keptWhereBest } from "./keptModel.js";
import { type Call, namesIn } from "./learning.js";
import { after, before, outdented, type Swap, standsAlone, swapped } from "./lines.js";
import { bestListed } from "./listedScores.js";
import { firstThat, no } from "./outcome.js";
import { boundIn, eachExprOf, heldOn, variableIn } from "./partChecks.js";
import { bestRecord, recordsIn, shownBehind } from "./records.js";
import { madeIn } from "./said.js";
import { holding, isScored, partsRead, unjudged } from "./validationPart.js";
import { holds, type Place, placeBehind, type View } from "./view.js";
import { eachExpr, reads, simpleIn } from "./walk.js";
import { modelOf, scoreOf, told, trainedAgain, type Winner, winnersOf } from "./winners.js";

/**
 * What scores the best of each loop on the test rows, for loops that choose by `e`, before their rows are exchanged; null where the program does so itself.
 * @throws CannotFix where nothing would be scored on the test rows and the best is not known by a name
 */
export function finalScores(cx: FixContext, view: View, loops: readonly Place[], e: Evaluation): TextEdit[] | null {
  const region = loops.map((l) => l.stmt.at);
  const [first] = loops as readonly [Place, ...Place[]];
  const { tests } = partsRead(cx, view, region, first, e.train ?? e.score.rows, e.score.rows);
  if (isScored(cx, view, region, first, e.score.rows, tests)) return null;
  const held = heldOn(cx, e.score.rows);
  return loops.flatMap((loop) => {
    const own = held.find((x) => holds(loop.stmt.at, x.score.at)) ?? no(unjudged);
    return firstThat([
      () => modelScored(cx, view, loop, own),
      () => settingScored(cx, view, loop, own),
      () => recordScored(view, loop, own),
      () => roundScored(view, loop, own),
      () => (loops.length > mostListed ? no(unjudged) : listScored(view, loop, own)),
    ]);
  });
}

/** A page of curves shows how settings matter, and picks none: its best scores would be more lines than the loops. */
const mostListed = 3;

/** The best model is kept by the loop: it is trained on all training rows, as it was, and scored. @throws CannotFix */
function modelScored(cx: FixContext, view: View, loop: Place, e: Evaluation): TextEdit[] {
  const found = winnersOf(view, [loop], madeOf(cx, view, loop, e));
  const model = found.length ? modelOf(cx, view, [loop], found) : no(unjudged);
  return [trainedAgain(view, [loop.stmt.at], model, e)];
}

const madeOf = (cx: FixContext, view: View, loop: Place, e: Evaluation): string[] =>
  madeIn(view, [loop.stmt.at], holding(cx, view, [loop.stmt.at], e.score.rows, loop));

/** The model of the loop with the best setting, in the words of the loop. @throws CannotFix */
function settingScored(cx: FixContext, view: View, loop: Place, e: Evaluation): TextEdit[] {
  if (loop.stmt.k !== "for" || loop.stmt.target.k !== "name" || cx.modelAt(loop.stmt.target.at)) return no(unjudged);
  const { target, iter } = loop.stmt;
  const made = madeOf(cx, view, loop, e);
  const picked = loop.line.stmts.slice(loop.index + 1).flatMap((stmt, i): Winner[] => {
    const [t] = stmt.k === "assign" && reads(stmt, made) ? stmt.targets : [];
    return t?.k === "name" ? [{ name: t.name, place: { line: loop.line, index: loop.index + 1 + i, stmt } }] : [];
  });
  const winner = [...winnersOf(view, [loop], made), ...picked].find((w) => isSetting(view, w, loop, target.name, iter)) ?? no(unjudged);
  const { trained, lines } = madeBy(view, loop, target.name, winner.name, e);
  return [after(view, placeFor(view, winner, trained.fit, loop).stmt, lines)];
}

/** The model of the loop with the setting whose score is the best in a list. @throws CannotFix */
function listScored(view: View, loop: Place, e: Evaluation): TextEdit[] {
  const best = bestListed(view, loop, e) ?? no(unjudged);
  if (loop.stmt.k !== "for" || loop.stmt.target.k !== "name" || !standsAlone(view, loop.stmt)) return no(unjudged);
  const tried = loop.stmt.target.name;
  const name = view.fresh(`best_${tried}`);
  const lines = [`${name} = ${best.text}`, ...madeBy(view, loop, tried, name, e).lines];
  return [after(view, loop.stmt, best.isError ? lines.map((l) => l.replace(/^print\("Score /, 'print("Error ')) : lines)];
}

/** The lines that make the model of a loop with the setting `best` in the place of the one that is `tried`, and score it. @throws CannotFix */
function madeBy(view: View, loop: Place, tried: string, best: string, e: Evaluation): { trained: Trained; lines: string[] } {
  const trained = trainedIn(view, loop) ?? no(unjudged);
  const fresh = view.fresh(`best_${trained.name}`);
  const swaps: Swap[] = [];
  eachExpr(trained.made, (x) => {
    if (x.k !== "name") return;
    if (x.name === tried) swaps.push({ at: x.at, text: best });
    else if (boundIn(view, x.name, [loop.stmt.at], loop)) no(unjudged);
  });
  if (!swaps.length) no(unjudged);
  return { trained, lines: [...madeAs(view, fresh, trained.made, swaps), ...trainedAs(view, fresh, trained, loop, e)] };
}

/** The model of the loops with the settings of the best record. @throws CannotFix */
function recordScored(view: View, inner: Place, e: Evaluation): TextEdit[] {
  const loop = outermost(inner);
  const records = recordsIn(view, loop, e.score.at);
  const best = records && bestRecord(view, loop, records);
  const trained = records && trainedIn(view, loop);
  if (!best || !trained) return no(unjudged);
  const fresh = view.fresh(`best_${trained.name}`);
  const swaps: Swap[] = [];
  eachExpr(trained.made, (x) => {
    const key = x.k === "name" ? records.keys.get(x.name) : undefined;
    if (x.k !== "name" || !boundIn(view, x.name, [loop.stmt.at], loop)) return;
    swaps.push({ at: x.at, text: key ? `${best.text}[${key}]` : no(unjudged) });
  });
  if (!swaps.length) no(unjudged);
  const lines = [...madeAs(view, fresh, trained.made, swaps), ...trainedAs(view, fresh, trained, loop, e)];
  const at = shownBehind(best);
  checkRows(view, trained.fit, at, loop);
  return [after(view, at.stmt, lines)];
}

/** The model of the best round, kept where the loops keep their best score. @throws CannotFix */
function roundScored(view: View, inner: Place, e: Evaluation): TextEdit[] {
  const loop = outermost(inner);
  const trained = trainedIn(view, loop);
  const kept = trained && keptWhereBest(view, loop.stmt, e.score.at);
  // Where every score may stay below the start (R² below zero), no round would be kept.
  if (!trained || !kept || !standsAlone(view, loop.stmt) || /^(r2|evs)$/.test(e.score.metric)) return no(unjudged);
  const fresh = view.fresh(`best_${trained.name}`);
  checkRows(view, trained.fit, loop, loop);
  const lines = trainedAs(view, fresh, trained, loop, e);
  return [before(view, loop.stmt, [`${fresh} = None`]), after(view, kept, [`${fresh} = ${trained.name}`]), after(view, loop.stmt, lines)];
}

/** The loop around all others that a loop stands in. */
const outermost = (inner: Place): Place => loopsAround(inner).at(-1) ?? inner;

/** The lines that train a model under its name on all training rows, and say its score on the test rows. */
function trainedAs(view: View, name: string, { fit, name: own }: Trained, loop: Place, e: Evaluation): string[] {
  const given = fit.args.map((a) => view.textOf(a.value.at)).join(", ");
  const trained = `${name}.fit(${given})`;
  // `model = svc.fit(X, y)` in the loop: it is trained in the line above already.
  return [trained, told(scoreOf(view, [loop.stmt.at], e, own, name)).replaceAll(`${trained}.`, `${name}.`)];
}

/** The lines that make a model under another name, without the indentation that they have in the loop. */
function madeAs(view: View, name: string, made: Expr, swaps: readonly Swap[]): string[] {
  const place = view.placeAt(made.at);
  const text = `${name} = ${swapped(view, made.at, swaps)}`;
  return place ? outdented(view, place.stmt, text) : [text];
}

/** The training rows must be the same where the best setting is known. @throws CannotFix */
function checkRows(view: View, fit: Call, at: Place, loop: Place): void {
  if (!standsAlone(view, at.stmt) && at.stmt.k !== "for") no("another statement shares a line with it");
  for (const n of fit.args.flatMap((a) => namesIn(a.value)))
    if (lastStore(view, n, placeBehind(at)) !== lastStore(view, n, loop)) no(`\`${n}\` is another thing where the best setting is known`);
}

/** Behind what is said of the best setting in the same cell, where the rows are still the same. */
function placeFor(view: View, winner: Winner, fit: Call, loop: Place): Place {
  const { line, index, stmt } = winner.place;
  const text = view.whole(stmt.at.source);
  let last = line.stmts.findLastIndex((s, i) => i > index && s.at.source === stmt.at.source && s.k === "expr" && reads(s, [winner.name]));
  for (let next = line.stmts[last + 1]; last > index && next?.k === "expr" && next.at.source === stmt.at.source; next = line.stmts[last + 1]) {
    if (/\n[ \t]*\r?\n/.test(text.slice(line.stmts[last]?.at.end, next.at.start))) break;
    last++;
  }
  const said = line.stmts[last];
  const at = (said && last > index && view.placeOf(said)) || winner.place;
  checkRows(view, fit, at, loop);
  return at;
}

/** The only model that a loop makes and trains: its name, how it is made, and the call that trains it. */
interface Trained {
  readonly name: string;
  readonly made: Expr;
  readonly fit: Call;
}

function trainedIn(view: View, loop: Place): Trained | null {
  const fits: Call[] = [];
  eachExprOf(view, [loop.stmt.at], (e) => {
    if (e.k === "call" && e.func.k === "attr" && /^(fit|partial_fit|fit_transform)$/.test(e.func.name)) fits.push(e);
  });
  const [fit, ...more] = fits;
  if (!fit || more.length || fit.func.k !== "attr" || fit.func.name !== "fit" || fit.args.length !== 2) return null;
  if (fit.args.some((a) => a.name !== null || !variableIn(a.value))) return null;
  const { object } = fit.func;
  const place = view.placeAt(fit.at);
  if (!place) return null;
  if (object.k === "call") {
    const [t] = place.stmt.k === "assign" && place.stmt.value === fit ? place.stmt.targets : [];
    return t?.k === "name" ? { name: t.name, made: object, fit } : null;
  }
  const made = object.k === "name" ? lastStore(view, object.name, place)?.stmt : undefined;
  const isOwn = object.k === "name" && made?.k === "assign" && made.value.k === "call" && holds(loop.stmt.at, made.at);
  return isOwn ? { name: object.name, made: made.value, fit } : null;
}

/** Whether what a program keeps, or picks behind the loop, is the value that the loop had then. */
function isSetting(view: View, { name, place }: Winner, loop: Place, tried: string, iter: Expr): boolean {
  if (place.stmt === loop.stmt) {
    const kept = [...simpleIn([loop.stmt])].flatMap((s) => (s.k === "assign" ? valuesFor(s, name) : []));
    return kept.length > 0 && kept.every((v) => v.k === "name" && v.name === tried);
  }
  const s = place.stmt;
  if (s.k !== "assign") return false;
  if (s.value.k === "index" && view.textOf(s.value.object.at) === view.textOf(iter.at) && iter.k === "name") return picksPlace(view, s.value.index);
  const picks = s.value.k === "call" ? s.value : null;
  const [scores] = picks?.args.filter((a) => a.name === null) ?? [];
  return (
    picks !== null &&
    /^(max|min)$/.test(view.textOf(picks.callee)) &&
    scores?.value.k === "name" &&
    view.textOf(picks.args.find((a) => a.name === "key")?.value.at ?? s.at) === `${scores.value.name}.get` &&
    isKeyedBy(loop, scores.value.name, tried)
  );
}

/** `np.argmax(scores)`, `scores.index(max(scores))`: where the best score stands. */
const picksPlace = (view: View, e: Expr): boolean =>
  e.k === "call" &&
  ((e.func.k === "name" && e.func.name === "int" && e.args.length === 1 && e.args[0] !== undefined && picksPlace(view, e.args[0].value)) ||
    /(^|\.)arg(max|min)$/.test(view.textOf(e.callee)) ||
    (/\.index$/.test(view.textOf(e.func.at)) && /^(max|min)\(/.test(view.textOf(e.args[0]?.value.at ?? e.at))));

/** `scores[k] = …` in the loop over `k`. */
const isKeyedBy = (loop: Place, scores: string, tried: string): boolean =>
  [...simpleIn([loop.stmt])].some(
    (s) =>
      s.k === "assign" &&
      s.targets.some((t) => t.k === "index" && t.object.k === "name" && t.object.name === scores && t.index.k === "name" && t.index.name === tried),
  );

/** What an assignment binds a name to. */
function valuesFor(s: Stmt & { k: "assign" }, name: string): Expr[] {
  return s.targets.flatMap((t) => {
    if (t.k === "name") return t.name === name ? [s.value] : [];
    if (t.k !== "tuple") return [];
    const i = t.items.findIndex((x) => x.k === "name" && x.name === name);
    const value = s.value.k === "tuple" ? s.value.items[i] : undefined;
    return i < 0 ? [] : [value ?? s.value];
  });
}

/** Early stopping by a validation part: in a `fit` that is given data, and in boosters with tables of their own. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { namesIn } from "./learning.js";
import { before, type Swap, standsAlone, swapped } from "./lines.js";
import { no } from "./outcome.js";
import { type Cut, type Pair, partNames, preparation, prepareParts, SPLIT, type SplitBehind, splitOptions } from "./validationPart.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** `eval_set=[(C, d)]`, `validation_data=(C, d)`: the part of the call that chooses when to stop. */
const stoppers = /^(eval_set|validation_data|evals|valid_sets|eval_sets)$/;

/** Early stopping of a call that is given data as it is: `fit(A, b, eval_set=[(C, d)])`. */
export function stopInFit(view: View, place: Place, call: Expr & { k: "call" }, fact: SplitBehind, isSeveral: (e: Expr) => boolean): Cut {
  if (!standsAlone(view, place.stmt)) no("another statement shares a line with it");
  const given = call.args.filter((a) => !a.name).map((a) => a.value);
  const a = call.args.find((x) => x.name === "X" || x.name === "x")?.value ?? given[0];
  const b = call.args.find((x) => x.name === "y")?.value ?? given[1];
  const stop = call.args.find((x) => stoppers.test(x.name ?? ""))?.value;
  if (!a || !b || !stop || [a, b].some((e) => e.k === "list" || e.k === "tuple" || e.k === "dict")) return no("the data of the call cannot be told apart");
  // A dictionary or list of inputs has as many items as the network has inputs.
  if (isSeveral(a) || isSeveral(b)) return no(`\`${short(view.textOf((isSeveral(a) ? a : b).at))}\` holds several inputs, each of which would have to be cut`);
  const tuples = stop.k === "list" ? stop.items : [stop];
  const others = tuples.filter((t) => !(t.k === "tuple" && view.textOf(t.items[0]?.at ?? t.at) === view.textOf(a.at)));
  const [held] = others;
  if (others.length !== 1 || held?.k !== "tuple" || held.items.length !== 2) return no("it stops by something other than one pair of data and labels");
  const taken: string[] = [];
  const [fitA, validA] = partNames(view, nameOf(view, a), taken);
  const [fitB, validB] = partNames(view, nameOf(view, b), taken);
  const [c, d] = held.items as [Expr, Expr];
  const [textA, textB] = [view.textOf(a.at), view.textOf(b.at)];
  const named = new Map<Pair, readonly [string, string]>([
    [{ train: textA, test: "" }, [fitA, validA]],
    [{ train: textB, test: "" }, [fitB, validB]],
  ]);
  const prepared = a.k === "name" && b.k === "name" ? preparation(view, [...named.keys()], place) : [];
  const first = prepared[0]?.place ?? place;
  const edits: TextEdit[] = [
    before(view, first.stmt, [`${fitA}, ${validA}, ${fitB}, ${validB} = ${SPLIT}(${textA}, ${textB}, ${splitOptions(view, first, fact, textB)})`]),
    ...prepared.flatMap((s) => prepareParts(view, s, [...named.keys()], named)),
  ];
  const done = new Set<number>();
  const exchange = (e: Expr, text: string): void => {
    if (!done.has(e.at.start)) edits.push({ at: e.at, text });
    done.add(e.at.start);
  };
  exchange(c, validA);
  exchange(d, validB);
  eachExprIn(place.stmt, (e) => {
    const text = e.k === "const" ? "" : view.textOf(e.at);
    if (text === textA) exchange(e, fitA);
    else if (text === textB) exchange(e, fitB);
  });
  if (call.args.some((x) => /sample_weight|class_weight_vect/.test(x.name ?? "") && x.value.k !== "const"))
    no("the weights of the rows would have to be cut too");
  return { edits, at: first };
}

const nameOf = (view: View, e: Expr): string => {
  let x = e;
  while (x.k === "index" || x.k === "attr" || x.k === "call") x = x.k === "call" ? x.func : x.object;
  return x.k === "name" ? x.name : view.fresh("X");
};

/** Early stopping of a booster that is given its own tables: `train(params, dtrain, evals=[(dvalid, "valid")])`. */
export function stopInBooster(view: View, place: Place, call: Expr & { k: "call" }, fact: SplitBehind): Cut {
  const dtrain = call.args.find((a) => /^(dtrain|train_set)$/.test(a.name ?? ""))?.value ?? call.args.filter((a) => !a.name)[1]?.value;
  const trainTable = dtrain?.k === "name" ? table(view, dtrain.name, place) : null;
  if (!trainTable || dtrain?.k !== "name") return no("the training table is not made in a statement of its own");
  const list = watchList(view, call, place);
  if (!list?.names.length) return no("the tables that it watches cannot be told apart");
  const others = list.names.filter((n) => n !== dtrain.name);
  if (others.length !== 1) return no("it watches several held-out tables");
  const held = table(view, others[0] as string, place);
  if (!held) return no("the table that it stops by is not made in a statement of its own");
  const at = list.place && list.place.line === place.line ? list.place : place;
  if (!standsAlone(view, at.stmt) || !standsAlone(view, place.stmt)) no("another statement shares a line with it");
  for (const n of [dtrain.name, others[0] as string]) {
    const made = lastStore(view, n, at);
    if (!made) no(`\`${n}\` is not there yet where the validation part is to be cut`);
  }
  const taken: string[] = [];
  const [fitX, validX] = partNames(view, nameOf(view, trainTable.x), taken);
  const [fitY, validY] = partNames(view, nameOf(view, trainTable.y), taken);
  // A table that nobody else needs is made of fewer rows, in its place.
  const [trainMade, heldMade] = [trainTable, held].map((t) => isOnlyWatched(view, t, at, place, list.place));
  const early = trainMade ? firstOf(view, trainTable, heldMade ? held : null) : at;
  const dfit = trainMade
    ? dtrain.name
    : view.fresh(
        dtrain.name.replace(/train(?:ing)?|trn/i, "fit") === dtrain.name ? `${dtrain.name}_fit` : dtrain.name.replace(/train(?:ing)?|trn/i, "fit"),
        taken,
      );
  taken.push(dfit);
  const dstop = view.fresh(
    dtrain.name.replace(/train(?:ing)?|trn/i, "stop") === dtrain.name ? `${dtrain.name}_stop` : dtrain.name.replace(/train(?:ing)?|trn/i, "stop"),
    taken,
  );
  const made = (t: Table, x: string, y: string): string => {
    const swaps: Swap[] = [
      { at: t.x.at, text: x },
      { at: t.y.at, text: y },
    ];
    eachExprIn(t.place.stmt, (e) => {
      if (e.k === "name" && e.name === dtrain.name && !holds(t.x.at, e.at)) swaps.push({ at: e.at, text: dfit });
    });
    return swapped(view, t.call.at, swaps);
  };
  const [textX, textY] = [view.textOf(trainTable.x.at), view.textOf(trainTable.y.at)];
  const cut = `${fitX}, ${validX}, ${fitY}, ${validY} = ${SPLIT}(${textX}, ${textY}, ${splitOptions(view, early, fact, textY)})`;
  if (trainTable.call.args.some((a) => /weight|group|init_score|base_margin/.test(a.name ?? ""))) no("the weights of the rows would have to be cut too");
  const stopMade = `${dstop} = ${made(held, validX, validY)}`;
  const edits: TextEdit[] = trainMade
    ? [
        before(view, early.stmt, [cut]),
        { at: trainTable.x.at, text: fitX },
        { at: trainTable.y.at, text: fitY },
        // Where the table that it stopped by goes, the new one takes its lines.
        ...(heldMade ? [{ at: held.place.stmt.at, text: stopMade }] : [before(view, at.stmt, [stopMade])]),
      ]
    : [before(view, at.stmt, [cut, `${dfit} = ${made(trainTable, fitX, fitY)}`, stopMade])];
  const exchange = (stmt: Stmt): void =>
    eachExprIn(stmt, (e, _fn, stored) => {
      if (e.k !== "name" || stored) return;
      if (e.name === dtrain.name && dfit !== dtrain.name) edits.push({ at: e.at, text: dfit });
      if (e.name === others[0]) edits.push({ at: e.at, text: dstop });
    });
  exchange(place.stmt);
  if (list.place && list.place.stmt !== place.stmt) {
    const name = list.variable as string;
    const uses = view.usesOf(name, place.line.fn).filter((u) => !u.stored && !holds(place.stmt.at, u.at) && lastStore(view, name, u.place) === list.place);
    if (uses.length || at !== list.place) no(`\`${name}\` is used by another training too`);
    exchange(list.place.stmt);
  }
  return { edits, at: early };
}

/** The first of the statements that make the tables: what they are made of is there. */
function firstOf(view: View, t: Table, held: Table | null): Place {
  if (!held || held.place.index > t.place.index) return t.place;
  for (const n of [...namesIn(t.x), ...namesIn(t.y)])
    if (lastStore(view, n, held.place) !== lastStore(view, n, t.place)) no(`\`${n}\` is not there yet where the validation part is to be cut`);
  return held.place;
}

/** Whether nothing but this training reads a table, and it is made in the same line of statements. */
function isOnlyWatched(view: View, t: Table, at: Place, place: Place, list: Place | null): boolean {
  const s = t.place.stmt;
  const name = s.k === "assign" && s.targets[0]?.k === "name" ? s.targets[0].name : "";
  if (t.place.line !== at.line || t.place.index >= at.index || !standsAlone(view, s) || (s.k === "assign" && s.targets.length > 1)) return false;
  const reads = view.usesOf(name, place.line.fn).filter((u) => !u.stored && lastStore(view, name, u.place) === t.place);
  // `reference=dtrain` of the other table speaks of the same one.
  return reads.every(
    (u) =>
      holds(place.stmt.at, u.at) ||
      (list && holds(list.stmt.at, u.at)) ||
      (u.place.line === at.line && /\breference\s*=/.test(view.textOf(u.place.stmt.at)) && u.place.index < at.index),
  );
}

interface Table {
  readonly place: Place;
  readonly call: Expr & { k: "call" };
  readonly x: Expr;
  readonly y: Expr;
}

/** `D = xgb.DMatrix(X, label=y)`, `lgb.Dataset(X, y)`. */
function table(view: View, name: string, at: Place): Table | null {
  const place = lastStore(view, name, at);
  const s = place?.stmt;
  if (!place || s?.k !== "assign" || s.targets[0]?.k !== "name" || s.value.k !== "call") return null;
  const call = s.value;
  if (!/(DMatrix|Dataset|Pool)$/.test(view.textOf(call.callee))) return null;
  const given = call.args.filter((a) => !a.name).map((a) => a.value);
  const x = call.args.find((a) => a.name === "data")?.value ?? given[0];
  const y = call.args.find((a) => a.name === "label")?.value ?? given[1];
  return x && y ? { place, call, x, y } : null;
}

/** The tables that a booster watches, and the statement that lists them. */
function watchList(view: View, call: Expr & { k: "call" }, at: Place): { names: string[]; place: Place | null; variable: string | null } | null {
  const given = call.args.find((a) => /^(evals|valid_sets)$/.test(a.name ?? ""))?.value ?? call.args.filter((a) => !a.name)[3]?.value;
  if (!given) return null;
  if (given.k === "name" && !table(view, given.name, at)) {
    const place = lastStore(view, given.name, at);
    const s = place?.stmt;
    const names = s?.k === "assign" ? listed(s.value) : null;
    return place && names ? { names, place, variable: given.name } : null;
  }
  const names = listed(given);
  return names && { names, place: at, variable: null };
}

function listed(e: Expr): string[] | null {
  const items = e.k === "list" || e.k === "tuple" ? e.items : [e];
  const out: string[] = [];
  for (const x of items) {
    const n = x.k === "tuple" ? x.items[0] : x;
    if (n?.k !== "name") return null;
    out.push(n.name);
  }
  return out;
}

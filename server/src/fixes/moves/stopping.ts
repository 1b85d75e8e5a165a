/** Early stopping by a validation part: in a `fit` that is given data, and in boosters with tables of their own. */
import type { TextEdit } from "../../engine.types.js";
import type { Arg, Expr, Stmt } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { paragraphOf, retold } from "./comments.js";
import { type Cut, type Pair, partNamesOf, preparation, prepareParts } from "./cutParts.js";
import { aboveLoops } from "./drawn.js";
import { checkDrawn } from "./drawnHistory.js";
import { readsNoMore } from "./handedPart.js";
import { type Call, given, namesIn } from "./learning.js";
import { before, type Swap, standsAlone, swapped } from "./lines.js";
import { no } from "./outcome.js";
import { inCase } from "./partWords.js";
import { resampled } from "./readRows.js";
import { type Above, linesAbove, resampledAbove } from "./resampledParts.js";
import { cutLines, type Drawing, roundAt } from "./roundGroups.js";
import { saidAnew } from "./said.js";
import { splitsIn } from "./splits.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";
import { checkAlone, idleParts, listAbove, spreadAbove } from "./watched.js";

/** `eval_set=[(C, d)]`, `validation_data=(C, d)`: the part of the call that chooses when to stop. */
const stoppers = /^(eval_set|validation_data|evals|valid_sets|eval_sets)$/;
/** Arguments that say something of each row beside its data and label. */
const perRow = /(?<!class_)weight|group|init_score|base_margin/;

/** Early stopping of a call that is given data as it is: `fit(A, b, eval_set=[(C, d)])`, or tables made in the call: `train(params, Dataset(A, b), valid_sets=[Dataset(C, d)])`. */
export function stopInFit(
  view: View,
  place: Place,
  call: Call,
  { drawn, isSeveral, copied, lines = cutLines }: { drawn: Drawing; isSeveral: (e: Expr) => boolean; copied: boolean; lines?: typeof cutLines },
): Cut {
  if (!standsAlone(view, place.stmt)) no("another statement shares a line with it");
  const made = trainTable(view, call);
  checkBegun(call);
  const batches = batchesOf(call);
  const augments = batches?.func.k === "attr" && batches.func.object.k === "name" ? lastStore(view, batches.func.object.name, place) : null;
  if (augments && /(featurewise_\w+|zca_whitening)\s*=\s*True/.test(view.textOf(augments.stmt.at)))
    no("what changes the rows learns from all training rows before");
  const { args } = batches ?? call;
  const positional = made ? tableArguments(made) : args.filter((a) => !a.name).map((a) => a.value);
  const a = args.find((x) => x.name === "X" || x.name === "x")?.value ?? positional[0];
  const b = args.find((x) => x.name === "y")?.value ?? positional[1];
  const spread = spreadAbove(view, call, stoppers, perRow, place);
  const asked = call.args.find((x) => stoppers.test(x.name ?? ""))?.value ?? spread?.value;
  if (!a || !b || !asked || [a, b].some((e) => e.k === "tuple" || e.k === "dict") || b.k === "list") return no("the data of the call cannot be told apart");
  const list = spread ?? (asked.k === "name" ? listAbove(view, asked.name, place) : null);
  const stop = list?.value ?? asked;
  const inputs = a.k === "list" ? a.items : [a];
  if (inputs.some((e) => a.k === "list" && e.k !== "name")) return no("the data of the call cannot be told apart");
  // A dictionary or list of inputs has as many items as the network has inputs.
  for (const e of [...(a.k === "list" ? [] : [a]), b])
    if (isSeveral(e)) no(`\`${short(view.textOf(e.at))}\` holds several inputs, each of which would have to be cut`);
  const tuples = stop.k === "list" ? stop.items : [stop];
  const pairsGiven = tuples
    .map((t) => (t.k === "tuple" && t.items[0]?.k === "call" ? t.items[0] : t))
    .map((t) => (t.k === "call" && isTable(view, t) ? tableArguments(t) : t.k === "tuple" ? t.items : []));
  const others = pairsGiven.filter(([x]) => !(x && view.textOf(x.at) === view.textOf(a.at)));
  const [held] = others;
  if (others.length !== 1 || held?.length !== 2) return no("it stops by something other than one pair of data and labels");
  const [c, d] = held as [Expr, Expr];
  const heldInputs = a.k === "list" && c.k === "list" ? c.items : [c];
  if (heldInputs.length !== inputs.length) return no("it stops by something other than one pair of data and labels");
  for (const e of [...inputs, b]) checkCopies(view, e, place);
  const unread = readsNoMore(view, [place.stmt.at], place, [...namesIn(c), ...namesIn(d)]);
  if (batches && unread !== undefined) no(`the function around would be handed \`${unread}\`, which it would read no more`);
  const idle = idleParts(view, place, [place.stmt, ...(list ? [list.place.stmt] : [])], [c, d]);
  const taken: string[] = [];
  // What is given as its own label, as to an autoencoder, is cut once.
  const isOwnLabel = inputs.some((e) => view.textOf(e.at) === view.textOf(b.at));
  const weights = call.args.flatMap((x) => (x.name === "sample_weight" && x.value.k === "name" ? [x.value] : []));
  const data = [...(isOwnLabel ? inputs : [...inputs, b]), ...weights];
  const isCut = roundAt(place) === null && (a.k === "name" || a.k === "list");
  const known = isCut && lines === cutLines ? cutAbove(view, list?.place ?? place, data, `test_size=0.2, ${drawn(place, view.textOf(b.at))}`) : null;
  const fresh = (): [string, string][] =>
    partNamesOf(
      view,
      data.map((e) => nameOf(view, e)),
      taken,
    );
  // Rows that were resampled are cut as they were before.
  const above = copied && a.k === "name" && b.k === "name" && data.length === 2 ? cutAboveCopies(view, [place, list?.place], [a.name, b.name], place) : null;
  if (copied && !above) no(resampled);
  const names = above ? [...above.named.values()] : (known ?? fresh());
  const parts = data.map((e, i) => ({ text: view.textOf(e.at), names: names[i] as [string, string] }));
  const textB = view.textOf(b.at);
  const named = new Map<Pair, readonly [string, string]>(parts.map((p) => [{ train: p.text, test: "" }, p.names]));
  const prepared = !known && !above && a.k === "name" && b.k === "name" ? preparation(view, [...named.keys()], place) : [];
  const read = data.flatMap((e) => [...namesIn(e)]);
  const first = above?.place ?? prepared[0]?.place ?? aboveLoops(view, list?.place ?? place, read);
  const pieces = data.map((e, i) => ({ e, names: names[i] as [string, string] }));
  const edits: TextEdit[] = [
    ...(above ? linesAbove(view, above, drawn(first, above.raw[1])) : []),
    ...(known || above ? [] : [before(view, first.stmt, lines(view, first, pieces, textB, drawn, taken))]),
    ...prepared.flatMap((s) => prepareParts(view, s, [...named.keys()], named)),
    ...idle,
  ];
  const done = new Set<string>();
  const exchange = (e: Expr, text: string): void => {
    const key = `${e.at.source}:${e.at.start}`;
    if (!done.has(key)) edits.push({ at: e.at, text });
    done.add(key);
  };
  for (const [i, e] of heldInputs.entries()) exchange(e, parts[i]?.names[1] ?? "");
  exchange(d, parts.find((p) => p.text === textB)?.names[1] ?? "");
  for (const s of list ? [place.stmt, list.place.stmt] : [place.stmt])
    eachExprIn(s, (e) => {
      const part = e.k === "const" ? null : parts.find((p) => p.text === view.textOf(e.at));
      if (part) exchange(e, part.names[0]);
    });
  const isLeft = (x: Arg): boolean => perRow.test(x.name ?? "") && x.value.k !== "const" && !weights.some((w) => w === x.value);
  if ([...call.args, ...(made?.args ?? []), ...(batches?.args ?? [])].some(isLeft)) no("the weights of the rows would have to be cut too");
  edits.push(...saidAnew(view, [place.stmt.at], place.line.fn, [...namesIn(c), ...namesIn(d)], "test", "validation"));
  edits.push(...retold(view, paragraphOf(view, place), "all", "training"));
  checkDrawn(view, place, edits);
  return { edits, at: first };
}

function cutAboveCopies(view: View, read: readonly (Place | undefined)[], [x, y]: readonly [string, string], at: Place): Above | null {
  const pairs = [x, y].map((train) => ({ train, test: "" }));
  return resampledAbove(
    view,
    read.flatMap((p) => (p ? [p.stmt.at] : [])),
    pairs,
    at,
  );
}

/** `np.concatenate((y, y, y))`, `X, y = augment(X, y)`: rows beside changed copies of them would stand on both sides of the cut. @throws CannotFix */
function checkCopies(view: View, e: Expr, at: Place): void {
  const place = e.k === "name" ? lastStore(view, e.name, at) : null;
  const value = place?.stmt.k === "assign" ? place.stmt.value : null;
  if (e.k !== "name" || !place || value?.k !== "call") return;
  const callee = view.textOf(value.callee);
  const [joined] = value.args;
  const words = joined && (joined.value.k === "list" || joined.value.k === "tuple") ? joined.value.items.map((x) => view.textOf(x.at)) : [];
  const repeats =
    /(^|\.)(tile|repeat)$/.test(callee) || /augment|oversampl|(?<!drop_)duplicat|flip|jitter|more/i.test(callee) || new Set(words).size < words.length;
  if (repeats) no(`\`${e.name}\` holds rows and copies of them, which would stand on both sides of the cut`);
  // A table of the same rows, or other names of its columns.
  const of = /DataFrame$/.test(callee) ? joined?.value : value.func.k === "attr" ? value.func.object : undefined;
  if (of?.k === "name") checkCopies(view, of, place);
}

/** The parts of the same split of the same data that stands above already. */
function cutAbove(view: View, at: Place, data: readonly Expr[], options: string): [string, string][] | null {
  const plain = (text: string): string => text.replace(/\s+/g, "");
  for (const split of splitsIn(view, at.line.stmts.slice(0, at.index).reverse())) {
    const { place } = split;
    if (split.inputs.length !== data.length || split.options.map((o) => plain(o.text)).join() !== plain(options)) continue;
    const same = data.every(
      (e, i) => e.k === "name" && view.textOf(split.inputs[i]?.at ?? e.at) === e.name && lastStore(view, e.name, at) === lastStore(view, e.name, place),
    );
    if (same && split.parts.every((p) => lastStore(view, p.train, at) === place && lastStore(view, p.test, at) === place))
      return split.parts.map((p) => [p.train, p.test]);
  }
  return null;
}

/** `Dataset(A, b)` where it stands in the call that trains: `train(params, Dataset(A, b))`, `fit(Pool(A, b))`. */
function trainTable(view: View, call: Call): Call | null {
  const name = call.func.k === "attr" ? call.func.name : "";
  const e = name === "train" ? given(call, trainedOn, 1) : name === "fit" ? given(call, "X", 0) : null;
  return e?.k === "call" && (name === "train" || isTable(view, e)) ? e : null;
}

/** `augment.flow(A, b)` where it stands in the call that trains: batches of changed copies. */
function batchesOf(call: Call): Call | null {
  const e = call.args.find((a) => !a.name || a.name === "x")?.value;
  return e?.k === "call" && e.func.k === "attr" && e.func.name === "flow" ? e : null;
}

/** A training that goes on from a model has that model's rows behind it. @throws CannotFix */
function checkBegun(call: Call): void {
  if (call.args.some((a) => /^(init_model|xgb_model)$/.test(a.name ?? "") && !(a.value.k === "const" && a.value.value === null)))
    no("it goes on from a model, which may have seen the rows that would be cut off now");
}

/** What the positional argument of a booster that it trains on is called. */
const trainedOn = ["dtrain", "train_set"];

/** Whether the training table of a booster is made where it trains. */
export const trainsInline = (view: View, call: Call): boolean => {
  const made = trainTable(view, call);
  return made !== null && isTable(view, made);
};

/** Whether a model is fitted on a table that is made above: `fit(pool, eval_set=held)`. */
export const fitsTable = (view: View, call: Call, at: Place): boolean => {
  const [a, b] = call.args.filter((x) => !x.name).map((x) => x.value);
  return a?.k === "name" && !b && !call.args.some((x) => x.name === "y") && table(view, a.name, at) !== null;
};

export const isTable = (view: View, e: Call): boolean => /(DMatrix|Dataset|Pool)$/.test(view.textOf(e.callee));

/** Data and labels of `Dataset(A, b)`, `DMatrix(A, label=b)`. */
export function tableArguments(call: Call): Expr[] {
  const [x, y] = [given(call, "data", 0), given(call, "label", 1)];
  return x && y ? [x, y] : [];
}

const nameOf = (view: View, e: Expr): string => {
  let x = e;
  while (x.k === "index" || x.k === "attr" || x.k === "call") x = x.k === "call" ? x.func : x.object;
  return x.k === "name" ? x.name : view.fresh("X");
};

/** Early stopping of a booster that is given its own tables: `train(params, dtrain, evals=[(dvalid, "valid")])`. */
export function stopInBooster(view: View, place: Place, call: Expr & { k: "call" }, drawn: Drawing): Cut {
  checkBegun(call);
  const dtrain = given(call, trainedOn, fitsTable(view, call, place) ? 0 : 1);
  const own = dtrain?.k === "name" ? table(view, dtrain.name, place) : null;
  if (!own || dtrain?.k !== "name") return no("the training table is not made in a statement of its own");
  const list = watchList(view, call, place);
  if (!list?.names.length) return no("the tables that it watches cannot be told apart");
  const others = list.names.filter((n) => n !== dtrain.name);
  if (others.length !== 1) return no("it watches several held-out tables");
  const held = table(view, others[0] as string, place);
  if (!held) return no("the table that it stops by is not made in a statement of its own");
  for (const t of [own, held]) checkSetLater(view, t, place);
  for (const e of [own.x, own.y]) checkCopies(view, e, own.place);
  const at = list.place && list.place.line === place.line ? list.place : place;
  if (!standsAlone(view, at.stmt) || !standsAlone(view, place.stmt)) no("another statement shares a line with it");
  for (const n of [dtrain.name, others[0] as string]) {
    const made = lastStore(view, n, at);
    if (!made) no(`\`${n}\` is not there yet where the validation part is to be cut`);
  }
  const taken: string[] = [];
  const [[fitX, validX], [fitY, validY]] = partNamesOf(view, [nameOf(view, own.x), nameOf(view, own.y)], taken) as [[string, string], [string, string]];
  // A table that nobody else needs is made of fewer rows, in its place.
  const [trainMade, heldMade] = [own, held].map((t) => isOnlyWatched(view, t, at, place, list.place));
  const early = trainMade ? earlier(view, own, heldMade ? held : null) : at;
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
  const pieces = [
    { e: own.x, names: [fitX, validX] as const },
    { e: own.y, names: [fitY, validY] as const },
  ];
  const cut = cutLines(view, early, pieces, view.textOf(own.y.at), drawn, taken);
  if (own.call.args.some((a) => perRow.test(a.name ?? ""))) no("the weights of the rows would have to be cut too");
  const stopMade = `${dstop} = ${made(held, validX, validY)}`;
  const edits: TextEdit[] = trainMade
    ? [
        before(view, early.stmt, cut),
        { at: own.x.at, text: fitX },
        { at: own.y.at, text: fitY },
        // Where the table that it stopped by goes, the new one takes its lines.
        ...(heldMade ? [{ at: held.place.stmt.at, text: stopMade }] : [before(view, at.stmt, [stopMade])]),
      ]
    : [before(view, at.stmt, [...cut, `${dfit} = ${made(own, fitX, fitY)}`, stopMade])];
  const exchange = (stmt: Stmt): void =>
    eachExprIn(stmt, (e, _fn, stored) => {
      if (e.k !== "name" || stored) return;
      if (e.name === dtrain.name && dfit !== dtrain.name) edits.push({ at: e.at, text: dfit });
      if (e.name === others[0]) edits.push({ at: e.at, text: dstop });
    });
  const listed = list.place && list.place.stmt !== place.stmt ? list.place : null;
  edits.push(...labelsOf(view, [place.stmt, ...(listed ? [listed.stmt] : [])]));
  exchange(place.stmt);
  if (listed) {
    const name = list.variable as string;
    checkAlone(view, name, listed, place);
    if (at !== listed) no(`\`${name}\` is used by another training too`);
    exchange(listed.stmt);
  }
  return { edits, at: early };
}

/** `(dtest, "test")`, `valid_names=["train", "test"]`: what the log calls the rows that it stops by, where no line reads the log by that name. */
function labelsOf(view: View, stmts: readonly Stmt[]): TextEdit[] {
  const labels: TextEdit[] = [];
  const isRead = (word: string): boolean =>
    view.units.some((u) => new RegExp(`(?:\\[|get\\()\\s*(["'])${word}\\1\\s*[\\]),]`).test(u.input.text.replace(namedBeside, "")));
  for (const s of stmts)
    eachExprIn(s, (e) => {
      const word = e.k === "const" && typeof e.value === "string" && /^(?:test|Test|TEST)$/.test(e.value) ? e.value : null;
      if (word !== null && !isRead(word)) labels.push({ at: e.at, text: view.textOf(e.at).replace(word, inCase(word, "valid")) });
    });
  return labels;
}

/** `valid_names=[…]`: the names of what is watched, which are not what reads the log. */
const namedBeside = /\b\w*names\s*=\s*\[[^\]]*\]/g;

/** `pool.set_baseline(…)`, `dtrain.set_weight(…)`: what a table is given later has a value for each of its rows. @throws CannotFix */
function checkSetLater(view: View, t: Table, place: Place): void {
  const s = t.place.stmt;
  const name = s.k === "assign" && s.targets[0]?.k === "name" ? s.targets[0].name : "";
  const set = view.usesOf(name, place.line.fn).find((u) => u.around?.k === "attr" && /^set_/.test(u.around.name) && lastStore(view, name, u.place) === t.place);
  if (set) no(`\`${short(view.textOf(set.place.stmt.at))}\` gives each row of \`${name}\` a value, which would have to be cut too`);
}

/** The first of the statements that make the tables: what they are made of is there. */
function earlier(view: View, t: Table, held: Table | null): Place {
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
  const [x, y] = isTable(view, call) ? tableArguments(call) : [];
  return x && y ? { place, call, x, y } : null;
}

/** The tables that a booster watches, and the statement that lists them. */
function watchList(view: View, call: Expr & { k: "call" }, at: Place): { names: string[]; place: Place | null; variable: string | null } | null {
  const asked = given(call, ["evals", "valid_sets", "eval_set"], 3);
  if (!asked) return null;
  if (asked.k === "name" && !table(view, asked.name, at)) {
    const place = lastStore(view, asked.name, at);
    const s = place?.stmt;
    const names = s?.k === "assign" ? listed(s.value) : null;
    return place && names ? { names, place, variable: asked.name } : null;
  }
  const names = listed(asked);
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

/** A part that is cut within a round of folds which keep groups together: it keeps them together too. */
import type { Expr } from "../../program/ir.js";
import { boundTo, changedSince, lastStore } from "./chain.js";
import { short } from "./columns.js";
import { partNamesOf, splitLine } from "./cutParts.js";
import { kindOf } from "./kinds.js";
import { no } from "./outcome.js";
import { seedOf } from "./splits.js";
import { holds, type Place, placeBehind, type View } from "./view.js";

/** Stands for `GroupShuffleSplit` until the caller knows how it is imported. */
export const GROUPS = "\u0000GroupShuffleSplit";

/** How the part is drawn at a place, given its labels. */
export type Drawing = (at: Place, labels: string) => string;

/** What is cut, with the names of its fitting part and of the part held out of it. */
interface Piece {
  readonly e: Expr;
  readonly names: readonly [string, string];
}

/** A loop over folds that keep groups together, or the statement that takes one of them: the numbers of its training rows, and the groups of all rows. */
interface Round {
  readonly place: Place;
  readonly rows: string;
  readonly groups: Expr;
}

/** The round of such a loop that a place is in, or the one fold above it; null where there is none, or its numbers have no names. */
export function roundAt(at: Place): Round | null {
  return loopAt(at) ?? foldAbove(at);
}

/** `train, valid = next(folds.split(X, groups=g))`. */
function foldAbove(at: Place): Round | null {
  for (let p: Place | null = at; p; p = p.line.parent)
    for (const [index, stmt] of [...p.line.stmts.entries()].slice(0, p.index).reverse()) {
      const taken = stmt.k === "assign" && stmt.value.k === "call" && stmt.value.func.k === "name" && stmt.value.func.name === "next";
      const call = taken && stmt.value.k === "call" ? stmt.value.args[0]?.value : undefined;
      const groups = groupsOf(call);
      const rows = taken && stmt.targets.length === 1 ? firstOfTwo(stmt.targets[0]) : undefined;
      if (groups) return rows ? { place: { ...p, index, stmt }, rows, groups } : null;
    }
  return null;
}

function loopAt(at: Place): Round | null {
  for (let place = at.line.parent; place; place = place.line.parent) {
    const s = place.stmt;
    if (s.k !== "for") continue;
    const counts = s.iter.k === "call" && s.iter.func.k === "name" && s.iter.func.name === "enumerate";
    const call = counts && s.iter.k === "call" ? s.iter.args[0]?.value : s.iter;
    const target = counts && s.target.k === "tuple" ? s.target.items[1] : s.target;
    const [groups, rows] = [groupsOf(call), firstOfTwo(target)];
    if (groups) return rows ? { place, rows, groups } : null;
  }
  return null;
}

/** The groups that a call of a splitter's `split` is given. */
const groupsOf = (call: Expr | undefined): Expr | undefined =>
  call?.k === "call" && call.func.k === "attr" && call.func.name === "split"
    ? (call.args.find((a) => a.name === "groups")?.value ?? call.args.filter((a) => !a.name)[2]?.value)
    : undefined;

/** The first of two names that are stored together. */
function firstOfTwo(target: Expr | undefined): string | undefined {
  const first = target?.k === "tuple" && target.items.length === 2 ? target.items[0] : undefined;
  return first?.k === "name" ? first.name : undefined;
}

/** Whether a place is in a loop, or behind the statement that takes a fold. */
const isWithin = (round: Place, place: Place): boolean =>
  round.stmt.k === "for" ? holds(round.stmt.at, place.stmt.at) : place.line === round.line && place.index > round.index;

/** The lines that cut data at a place. @throws CannotFix where groups have to be kept together and the rows of the round cannot be followed */
export function cutLines(view: View, at: Place, pieces: readonly Piece[], labels: string, drawn: Drawing, taken: string[]): string[] {
  const round = roundAt(at);
  const names = pieces.flatMap((p) => p.names);
  if (!round)
    return [
      splitLine(
        [names],
        pieces.map((p) => view.textOf(p.e.at)),
        drawn(at, labels),
      ),
    ];
  const picks = pieces.map((p) => picksOf(view, p.e, round, at));
  const { groups } = round;
  // A variable, or a column of a table by its name.
  const table = groups.k === "index" && groups.index.k === "const" ? groups.object : groups;
  const kind = table.k === "name" ? kindOf(view, groups, round.place) : null;
  if (table.k !== "name" || kind === null || changedSince(view, table.name, round.place, at))
    return no(`rows of one group belong together, and it is not clear whether \`${short(view.textOf(groups.at))}\` is a table of pandas or an array`);
  const [[fit, held]] = partNamesOf(view, [round.rows], taken, wordOf(pieces)) as [[string, string]];
  const [first] = pieces as [Piece, ...Piece[]];
  const own = `${view.textOf(groups.at)}${kind === "frame" ? ".iloc" : ""}[${round.rows}]`;
  const splitter = `${GROUPS}(n_splits=1, test_size=0.2, random_state=${seedOf(view, at)})`;
  return [
    `${fit}, ${held} = next(${splitter}.split(${view.textOf(first.e.at)}, groups=${own}))`,
    ...pieces.map(({ names }, i) => `${names.join(", ")} = ${picks[i]?.(fit)}, ${picks[i]?.(held)}`),
  ];
}

/** The word for the held-out part that the names of the data have already. */
const wordOf = (pieces: readonly Piece[]): string => (pieces.some((p) => /stop/i.test(p.names[1])) ? "stop" : "valid");

/** Takes rows by their numbers among those of the round, as the program takes these: `X.iloc[rows]`, or `x[rows]` of an array. */
function picksOf(view: View, e: Expr, round: Round, at: Place): (rows: string) => string {
  const refuse = (): never => no(`rows of one group belong together, and it is not clear whether \`${short(view.textOf(e.at))}\` has those of the round`);
  const isRound = (x: Expr): x is Expr & { k: "index" } => x.k === "index" && x.index.k === "name" && x.index.name === round.rows;
  if (isRound(e)) return (rows) => `${view.textOf(e.object.at)}[${round.rows}[${rows}]]`;
  if (e.k !== "name") return refuse();
  const place = lastStore(view, e.name, at);
  const value = place && boundTo(place.stmt, e.name);
  if (!place || !isWithin(round.place, place) || !value || !isRound(value)) return refuse();
  if (lastStore(view, round.rows, place) !== lastStore(view, round.rows, at) || changedSince(view, e.name, placeBehind(place), at)) return refuse();
  if (value.object.k === "attr" && value.object.name === "iloc") return (rows) => `${e.name}.iloc[${rows}]`;
  return kindOf(view, value.object, place) === "array" ? (rows) => `${e.name}[${rows}]` : refuse();
}

/** Early stopping in a loop over folds: the numbers of the round's training rows are cut at its head, so that all that is made of them has fewer rows. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { paragraphOf, retold } from "./comments.js";
import { type Cut, partNamesOf, SPLIT } from "./cutParts.js";
import { checkDrawn } from "./drawnHistory.js";
import { MadeOf, readOthers, stopName } from "./heldTwins.js";
import { kindOf } from "./kinds.js";
import { type Call, given, namesIn } from "./learning.js";
import { after, before, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { resampled } from "./readRows.js";
import { type Drawing, GROUPS } from "./roundGroups.js";
import { saidAnew } from "./said.js";
import { seedOf } from "./splits.js";
import { holds, type Line, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** A round: the statements of the loop, what its rows are called, and where they have been bound. */
interface Round {
  readonly body: Line;
  readonly rows: string;
  readonly held: string;
  /** The last statement of the body that binds the numbers of the training rows; null where the loop does. */
  readonly behind: Place | null;
  /** The call that splits, as far as it is written. */
  readonly split: Call | null;
}

/** Cuts the training rows of a round in front of everything that is made of them. @throws CannotFix */
export function stopAtHead(view: View, place: Place, call: Call, drawn: Drawing, areCopied: (split: Call | null) => boolean): Cut {
  const round = roundOf(view, place);
  if (!round) return no("it is trained in no loop over folds whose rows have numbers");
  const { body, rows } = round;
  if (areCopied(round.split)) no(resampled);
  const first = body.stmts[0] as Stmt;
  const at = round.behind ?? (view.placeOf(first) as Place);
  if (!standsAlone(view, at.stmt) || !standsAlone(view, place.stmt)) no("another statement shares a line with it");
  checkRound(view, round, place, call);
  const stop = view.fresh(stopName(round.held, partNamesOf(view, [rows], [], "stop")[0]?.[1]));
  const lines = cutRows(view, round, at, stop, drawn);
  const args = call.args.map((a) => a.value);
  const held = new MadeOf(view, round.held, body);
  const watched = args.filter((e) => held.isBehind(e, place));
  const edits: TextEdit[] = [round.behind ? after(view, at.stmt, lines) : before(view, at.stmt, lines), ...readOthers(view, held, stop, watched, place)];
  const said = watched.flatMap((e) => namesIn(e).filter((n) => n === round.held || held.made(n, place) !== null));
  edits.push(...saidAnew(view, [place.stmt.at], place.line.fn, said, "test", "validation"));
  edits.push(...retold(view, paragraphOf(view, place), "all", "training"));
  if (!isTrain(call)) checkDrawn(view, place, edits);
  return { edits, at };
}

/** `lgb.train(…)`, which is given its settings first. */
const isTrain = ({ func }: Call): boolean => func.k === "attr" && func.name === "train";

/** The innermost loop around a place whose rounds have numbers of training rows and of held-out rows. */
function roundOf(view: View, at: Place): Round | null {
  for (let p: Place | null = at; p; p = p.line.parent) {
    const owner = p.line.owner;
    if (owner?.k !== "for") continue;
    const body = p.line;
    const names = pairOf(owner.target) ?? (owner.target.k === "tuple" && owner.target.items.length === 2 ? pairOf(owner.target.items[1]) : null);
    const bound = names ? null : pairBound(view, body, p);
    const [rows, held] = names ?? bound?.names ?? [];
    if (!rows || !held) continue;
    const split = names ? splitCall(view, owner.iter, body.parent as Place) : null;
    if (names && !split) continue;
    const again = view.usesOf(rows, body.fn).filter((u) => u.stored && holds(owner.at, u.at) && u.place.stmt !== owner);
    const stores = again.map((u) => view.ancestorIn(u.place, body)).filter((x): x is Place => x !== null && x.index < (p?.index ?? 0));
    const behind = stores.reduce<Place | null>((last, x) => (last && last.index > x.index ? last : x), null);
    return { body, rows, held, behind, split };
  }
  return null;
}

const pairOf = (e: Expr | undefined): readonly [string, string] | null =>
  e?.k === "tuple" && e.items.length === 2 && e.items[0]?.k === "name" && e.items[1]?.k === "name" ? [e.items[0].name, e.items[1].name] : null;

/** `train, valid = folds[folds != i].index, folds[folds == i].index` in the body of a loop. */
function pairBound(view: View, body: Line, before: Place): { names: readonly [string, string] } | null {
  for (const s of body.stmts.slice(0, before.index)) {
    const names = s.k === "assign" && s.targets.length === 1 ? pairOf(s.targets[0]) : null;
    if (s.k === "assign" && names && s.value.k === "tuple" && s.value.items.every((e) => /\.index(\.values)?$|\bwhere\(.*\)\[0\]$/s.test(view.textOf(e.at))))
      return { names };
  }
  return null;
}

/** `folds.split(X, y)` of `enumerate(folds.split(X, y), 1)`, and of a list that was made of it. */
function splitCall(view: View, e: Expr, at: Place): Call | null {
  if (e.k === "name") {
    const place = lastStore(view, e.name, at);
    return place?.stmt.k === "assign" && place.stmt.targets.length === 1 ? splitCall(view, place.stmt.value, place) : null;
  }
  if (e.k !== "call") return null;
  if (e.func.k === "attr" && e.func.name === "split") return e;
  const [first] = e.args;
  return e.func.k === "name" && /^(enumerate|list|tqdm)$/.test(e.func.name) && first ? splitCall(view, first.value, at) : null;
}

/** Everything that is trained in the round would have fewer rows: it must be this one model, and nothing else may need all of them. @throws CannotFix */
function checkRound(view: View, { body, rows, held, behind }: Round, place: Place, call: Call): void {
  const loop = body.owner as Stmt;
  const own = new MadeOf(view, rows, body);
  const other = new MadeOf(view, held, body);
  const data = isTrain(call)
    ? [given(call, ["dtrain", "train_set"], 1)]
    : call.args.flatMap((a) => (!a.name || /^([Xxy]|generator)$/.test(a.name) ? [a.value] : []));
  const isOfRound = (e: Expr | null): boolean => e !== null && own.isBehind(e, place) && !other.isBehind(e, place);
  if (!data.length || !data.every((e) => e?.k === "const" || isOfRound(e))) no("the training rows of the round cannot be followed");
  if (view.usesOf(held, body.fn).some((u) => u.stored && holds(loop.at, u.at) && u.place.stmt !== loop && u.place.index > (behind?.index ?? -1)))
    return no(`\`${held}\` is bound again in the round`);
  eachExprIn(loop, (e) => {
    if (e.k !== "call" || e === call || e.func.k !== "attr" || !/^(fit|fit_generator|train)$/.test(e.func.name)) return;
    if (e.func.name === "train" && !e.args.length) return;
    const on = e.args.filter((a) => !a.name || /^[Xy]$/.test(a.name));
    if (on.length > 1) no(`\`${short(view.textOf(e.at))}\` would be given fewer rows too`);
  });
  for (const u of view.usesOf(rows, body.fn)) {
    const i = view.ancestorIn(u.place, body)?.index;
    const target = u.place.stmt.k === "assign" ? u.place.stmt.targets : u.place.stmt.k === "aug" ? [u.place.stmt.target] : [];
    if (!u.stored && target.some((t) => holds(t.at, u.at))) no(`\`${short(view.textOf(u.place.stmt.at))}\` would be written for fewer rows`);
    if (u.stored) continue;
    if (i !== undefined && behind && i < behind.index && u.place.stmt.k === "assign") no(`\`${rows}\` is read before it is bound for the last time`);
    if (!holds(loop.at, u.at) && lastStore(view, rows, u.place)?.stmt === loop) no(`\`${rows}\` is read behind the loop`);
  }
}

/** The lines that cut the numbers of the training rows. */
function cutRows(view: View, round: Round, at: Place, stop: string, drawn: Drawing): string[] {
  const { rows, split } = round;
  const groups = split ? given(split, "groups", 2) : null;
  if (groups && split) {
    if (isFew(view, split, at)) no("of so few groups one might be left to train on");
    const own =
      pickedAt(view, groups, rows, at) ??
      no(`rows of one group belong together, and it is not clear whether \`${short(view.textOf(groups.at))}\` is a table of pandas or an array`);
    const fit = partNamesOf(view, [rows], [stop])[0]?.[0] as string;
    const splitter = `${GROUPS}(n_splits=1, test_size=0.2, random_state=${seedOf(view, at)})`;
    return [`${fit}, ${stop} = next(${splitter}.split(${rows}, groups=${own}))`, `${rows}, ${stop} = ${rows}[${fit}], ${rows}[${stop}]`];
  }
  const options = drawn(at, "labels");
  const y = split ? given(split, "y", 1) : null;
  const labels = y && pickedAt(view, y, rows, at);
  const strata = labels ? options.replace("stratify=labels", `stratify=${labels}`) : options.replace(/, stratify=labels$/, "");
  return [`${rows}, ${stop} = ${SPLIT}(${rows}, test_size=0.2, ${strata})`];
}

/** Whether a splitter makes no more than three folds of groups. */
function isFew(view: View, { func }: Call, at: Place): boolean {
  const object = func.k === "attr" ? func.object : null;
  const made = object?.k === "name" ? lastStore(view, object.name, at)?.stmt : null;
  const call = made?.k === "assign" ? made.value : object;
  const count = call?.k === "call" ? given(call, "n_splits", 0) : null;
  return count?.k === "const" && Number(count.value) <= 3;
}

/** Rows of a variable, or of a column of a table, by their numbers; null where nobody knows how they are taken. */
function pickedAt(view: View, e: Expr, rows: string, at: Place): string | null {
  const table = e.k === "index" && e.index.k === "const" ? e.object : e.k === "attr" && e.name === "values" ? e.object : e;
  if (table.k !== "name" && !(table.k === "index" && table.index.k === "const")) return null;
  const kind = kindOf(view, e, at);
  if (kind !== "frame" && kind !== "array") return null;
  return `${view.textOf(e.at)}${kind === "frame" ? ".iloc" : ""}[${rows}]`;
}

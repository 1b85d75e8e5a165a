/** Folds of the training part whose numbers pick rows out of all rows: they pick them out of the training part. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Builder, FixContext } from "../context.js";
import { finished, under, viewOf } from "./builders.js";
import { changedSince } from "./chain.js";
import { short } from "./columns.js";
import { kindOf } from "./kinds.js";
import { no } from "./outcome.js";
import { partsOfInput, splitsIn, type WrittenSplit } from "./splits.js";
import { holds, type Place, placeBehind, type Use, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

const title = "Take the rows of each fold from the training part";

/** `for a, b in folds.split(X_train)`, and what is bound to the numbers of its rows. */
interface Numbered {
  readonly place: Place;
  readonly loop: Stmt & { k: "for" };
  readonly given: readonly Expr[];
  readonly numbers: readonly string[];
}

function numberedAt(view: View, cx: FixContext): Numbered | null {
  for (let p = view.placeAt(cx.finding.at); p; p = p.line.parent) {
    const s = p.stmt;
    if (s.k !== "for") continue;
    const counts = s.iter.k === "call" && s.iter.func.k === "name" && s.iter.func.name === "enumerate";
    const call = counts && s.iter.k === "call" ? s.iter.args[0]?.value : s.iter;
    const target = counts && s.target.k === "tuple" ? s.target.items[1] : s.target;
    if (call?.k !== "call" || call.func.k !== "attr" || call.func.name !== "split" || target?.k !== "tuple") continue;
    const numbers = target.items.flatMap((t) => (t.k === "name" ? [t.name] : []));
    return numbers.length === 2 ? { place: p, loop: s, given: call.args.map((a) => a.value), numbers } : null;
  }
  return null;
}

/** All indexing in a statement. */
function indexesIn(s: Stmt): (Expr & { k: "index" })[] {
  const out: (Expr & { k: "index" })[] = [];
  eachExprIn(s, (e) => {
    if (e.k === "index") out.push(e);
  });
  return out;
}

/** The split that gave what the folds are of. */
function cutFor(view: View, { place, given }: Numbered): WrittenSplit | null {
  const [data] = given;
  if (data?.k !== "name") return null;
  const above: WrittenSplit[] = [];
  for (let at: Place | null = place; at; at = at.line.parent) above.unshift(...splitsIn(view, at.line.stmts.slice(0, at.index)));
  return above.findLast((s) => s.parts.some((p) => p.train === data.name)) ?? null;
}

/** Rows that were left out of the part since it was cut are left out where the folds are numbered, and what they are picked out of is of the same kind still. */
function isNumbered(view: View, table: Expr, part: string, found: Numbered, split: WrittenSplit, use: Use): boolean {
  const cut = placeBehind(split.place);
  if (!changedSince(view, part, cut, use.place)) return true;
  const given = found.given.find((e) => e.k === "name" && e.name === part);
  const kind = given && kindOf(view, given, found.place);
  return kind !== undefined && kind !== null && kind === kindOf(view, table, use.place) && !changedSince(view, part, found.place, use.place);
}

/** `X[a]`, `X[a, :]` and `X.iloc[a]`: the table whose rows a number picks, by where they stand. */
function pickedBy(use: Use): Expr | null {
  const at = indexesIn(use.place.stmt).find((e) => {
    const rows = e.index.k === "tuple" ? e.index.items[0] : e.index;
    return rows?.k === "name" && rows.at.start === use.at.start;
  });
  if (!at) return null;
  return at.object.k === "attr" ? (at.object.name === "iloc" ? at.object.object : null) : at.object;
}

export const foldsOfTrainingPart: Builder = (cx) => {
  const view = viewOf(cx);
  const found = numberedAt(view, cx);
  const split = found && cutFor(view, found);
  if (!found || !split) return null;
  return under(title, () => {
    const edits: TextEdit[] = [];
    for (const number of found.numbers)
      for (const use of view.usesOf(number, found.place.line.fn)) {
        if (use.stored || !found.loop.body.some((s) => holds(s.at, use.at))) continue;
        const table = pickedBy(use);
        const part = table?.k === "name" ? partsOfInput(split, table.name) : undefined;
        if (table?.k === "name" && split.parts.some((p) => p.train === table.name)) continue;
        if (table?.k !== "name" || !part)
          return no(`\`${short(view.textOf(use.place.stmt.at))}\` takes rows by their numbers in a way that cannot be followed`);
        if (changedSince(view, table.name, split.place, use.place)) return no(`\`${table.name}\` was changed since it was split`);
        if (!isNumbered(view, table, part.train, found, split, use)) return no(`\`${part.train}\` was changed since it was cut`);
        edits.push({ at: table.at, text: part.train });
      }
    return edits.length ? finished(cx, title, edits) : null;
  });
};

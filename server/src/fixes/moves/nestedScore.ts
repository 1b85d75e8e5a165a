/** HLD204: the score that chose the settings is quoted. The search itself is cross-validated beside it: in each fold it chooses without the rows that score it. */
import { type Span, samePlace } from "../../base/span.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { type Builder, CannotFix } from "../context.js";
import { Draft } from "../draft.js";
import { finished, under, viewOf } from "./builders.js";
import { changedSince, lastStore } from "./chain.js";
import { selectionModule } from "./drawn.js";
import { namesIn } from "./learning.js";
import { after, standsAlone, swapped } from "./lines.js";
import { no } from "./outcome.js";
import { type Validated, validatedAt } from "./validated.js";
import { holds, placeBehind, type View } from "./view.js";
import { eachExpr } from "./walk.js";

const title = "Print the score of the search in nested cross-validation, too";

/** `print(cross_val_score(search, X, y, cv=5).mean())` behind the statement that quotes `search.best_score_`. */
export const nestedScore: Builder = (cx) => {
  const view = viewOf(cx);
  const choice = cx.q.choices.find((c) => c.kind === "search" && cx.finding.steps.some((s) => samePlace(s.at, c.at)));
  const place = view.placeAt(cx.finding.at);
  if (!choice || !place) return null;
  return under(title, () => {
    const v = validatedAt(view, choice.at);
    const name = v?.search?.name;
    if (!v || !name) throw new CannotFix("The search has no name by which it could be cross-validated.");
    const given = dataOf(v);
    if (place.line.fn !== v.place.line.fn || !view.ancestorIn(place, v.place.line)) no("the score is quoted in another block than the search");
    if (place.stmt.k === "return" || !view.whole(place.stmt.at.source).includes("print(")) no("the score is handed on, and not printed");
    if (!standsAlone(view, place.stmt)) no("another statement shares a line with it");
    for (const n of given.flatMap(namesIn)) if (changedSince(view, n, v.place, place)) no(`\`${n}\` is another thing where the score is quoted`);
    if (lastStore(view, name, place) !== lastStore(view, name, placeBehind(v.place))) no(`\`${name}\` is another thing where the score is quoted`);
    const draft = new Draft(cx);
    const word = draft.ensureImport(place.stmt.at, selectionModule(cx), "cross_val_score");
    const [x, y] = given.map((e) => view.textOf(e.at));
    const score = `${word}(${name}, ${x}, ${y}${foldsOf(view, v)}).mean()`;
    const line = `print("Nested cross-validation:", ${likeQuoted(view, place.stmt, cx.finding.at, score)})`;
    return finished(cx, title, [after(view, place.stmt, [line])], draft);
  });
};

/** What a search is fitted to: variables, and columns of them. @throws CannotFix */
function dataOf({ call }: Validated): Expr[] {
  const given = call.args.map((a) => a.value);
  if (given.length !== 2 || call.args.some((a) => a.star || (a.name && a.name !== "X" && a.name !== "y")))
    return no("the search is fitted to more than data and labels");
  if (!given.every(isPlain)) return no("what the search is fitted to is computed where it is fitted");
  return given;
}

/** Whether an expression gives the same each time, at hardly any cost. */
function isPlain(e: Expr): boolean {
  if (e.k === "call") return e.func.k === "attr" && /^(drop|ravel|to_numpy|squeeze)$/.test(e.func.name) && isPlain(e.func.object);
  if (e.k === "attr" || e.k === "index") return isPlain(e.object);
  return e.k === "name";
}

/** A score in the place of the one that a statement prints, computed with and rounded as that is. */
function likeQuoted(view: View, stmt: Stmt, at: Span, score: string): string {
  const print = stmt.k === "expr" && stmt.value.k === "call" && view.textOf(stmt.value.func.at) === "print" ? stmt.value : null;
  const shown = print?.args.flatMap(({ value }) => (value.k === "fstring" ? value.parts : [value])).find((e) => holds(e.at, at));
  let read: Expr | null = null;
  let words = false;
  if (shown)
    eachExpr(shown, (e) => {
      if (e.k === "attr" && e.name === "best_score_" && holds(e.at, at)) read = e;
      words ||= e.k === "fstring" || (e.k === "const" && typeof e.value === "string");
    });
  return shown && read && !words ? swapped(view, shown.at, [{ at: (read as Expr).at, text: score }]) : score;
}

/** The folds that the search cuts, for those around it. */
function foldsOf(view: View, { search }: Validated): string {
  const cv = search?.made.args.find((a) => a.name === "cv")?.value;
  return cv && (cv.k === "const" || cv.k === "name") ? `, cv=${view.textOf(cv.at)}` : "";
}

/** A score of training rows that is only shown stays, under its name, and that of other rows is shown below it. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { commentsOf } from "./comments.js";
import { after, eolOf, indentOf, standsAlone, swapped } from "./lines.js";
import { callStarting } from "./validated.js";
import { holds, type Place, type View } from "./view.js";
import { eachExpr } from "./walk.js";

/** What gives the score of other rows. */
export interface Other {
  /** "Test", "Validation", "Cross-validation". */
  readonly word: string;
  /** The edits that let other rows give the scores. */
  readonly edits: readonly TextEdit[];
  /** Those that reword what is said of them. */
  readonly said: readonly TextEdit[];
  /** What the statement reads then where it stays: the training part. */
  readonly kept: (at: Place) => TextEdit[];
}

/** `scores`: where each is taken, and what it is taken of. Statements that do more than show one score are changed as they are. */
export function besideTraining(view: View, places: readonly Place[], scores: readonly (readonly Span[])[], { word, edits, said, kept }: Other): TextEdit[] {
  let out = [...edits, ...said];
  for (const p of places) {
    const own = edits.filter((e) => isWithin(p, e));
    const score = own.length ? scoreIn(view, p, scores) : null;
    if (!score) continue;
    const shown = said.filter((e) => isWithin(p, e));
    const comments = commentsOf(view, p.stmt);
    out = out.filter((e) => !isWithin(p, e) && !comments.some((c) => holds(c, e.at)));
    out.push(...lines(view, p, score, shown, own, kept(p), word));
  }
  return out;
}

/** Lines that are put in front of a statement are none of it. */
const isWithin = ({ stmt }: Place, { at }: TextEdit): boolean => at.end > at.start && holds(stmt.at, at);

/** The score with what it is computed with, and the statement as it stays; the other below it. */
function lines(view: View, p: Place, score: Shown, said: readonly TextEdit[], own: readonly TextEdit[], kept: readonly TextEdit[], word: string): TextEdit[] {
  const other = `print("${word} score:", ${swapped(view, score.e.at, own)})`;
  if (!score.printed) {
    const training = `print("Training score:", ${swapped(view, score.e.at, kept)})`;
    const text = view.whole(p.stmt.at.source);
    return [{ at: p.stmt.at, text: [training, other].join(`${eolOf(text)}${indentOf(view, p.stmt)}`) }];
  }
  const named = said.length ? said : labelled(view, p, word);
  return [...kept, after(view, p.stmt, [named.length ? swapped(view, p.stmt.at, [...own, ...named]) : other])];
}

const measure = /\b(?:accuracy|score|r2|r\^2|r-squared?|mse|rmse|mae|mape|f1|(?:roc[- _])?auc|precision|recall|error|mean (?:squared|absolute) error)\b/i;

/** `print("Accuracy of the tree:", …)`: whose accuracy it is goes in front of the word; nothing where no text names a measure. */
function labelled(view: View, { stmt }: Place, word: string): TextEdit[] {
  const text = stmt.k === "expr" && stmt.value.k === "call" ? stmt.value.args[0]?.value : undefined;
  const isText = text?.k === "fstring" || (text?.k === "const" && typeof text.value === "string");
  const found = isText ? measure.exec(view.textOf(text.at)) : null;
  if (!text || !found) return [];
  const start = text.at.start + found.index;
  if (text.k === "fstring" && text.parts.some((x) => x.k !== "const" && x.at.start <= start && start < x.at.end)) return [];
  const isFirst = /^\w?["']+(?:\\n|\s)*$/.test(view.textOf(text.at).slice(0, found.index));
  const name = found[0];
  return [
    {
      at: { ...text.at, start, end: start + name.length },
      text: `${isFirst ? word : word.toLowerCase()} ${/^[A-Z][a-z]+/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name}`,
    },
  ];
}

interface Shown {
  readonly e: Expr;
  readonly printed: boolean;
}

/** The one score that a statement shows: `print(model.score(X, y))`, or as the last line of a cell. Null where the statement does something else. */
function scoreIn(view: View, p: Place, scores: readonly (readonly Span[])[]): Shown | null {
  const { stmt } = p;
  if (stmt.k !== "expr" || stmt.value.k !== "call" || !standsAlone(view, stmt)) return null;
  const inside = scores.filter((all) => all.some((s) => holds(stmt.at, s)));
  if (inside.some((all) => all.some((s) => !holds(stmt.at, s)))) return null;
  const calls = [...new Set(inside.flat().flatMap((s) => callStarting(stmt, s.start) ?? []))];
  const outer = calls.filter((c) => !calls.some((o) => o !== c && holds(o.at, c.at)));
  const [call, ...more] = outer;
  if (!call || more.length) return null;
  if (stmt.value === call || view.textOf(stmt.value.callee) === "round") return { e: stmt.value, printed: false };
  return view.textOf(stmt.value.callee) === "print" ? { e: widest(stmt.value, call), printed: true } : null;
}

/** `round(model.score(X, y) * 100, 2)` in `print("Score:", …)`: the score as it is shown. */
function widest(print: Expr & { k: "call" }, call: Expr): Expr {
  let found = call;
  for (const { value } of print.args) {
    let texts = false;
    eachExpr(value, (x) => {
      texts ||= x.k === "fstring" || (x.k === "const" && typeof x.value === "string");
    });
    if (!texts && holds(value.at, call.at)) found = value;
  }
  return found;
}

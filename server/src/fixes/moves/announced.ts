/** What says above a split that it is made there: it goes along with the split, or keeps it where it is. */
import type { TextEdit } from "../../engine.types.js";
import type { Stmt } from "../../program/ir.js";
import { commentsAbove } from "./carried.js";
import { before, endOfLine, startOfLine } from "./lines.js";
import { no } from "./outcome.js";
import type { Place, View } from "./view.js";

const saysSplit = /split/i;

/** "5. Train-test split", "Step 2c: split": a step of the program's own count. */
export const isNumbered = /#\W*(?:step\W*)?\d+[a-z]?\s*[.):]/i;

/** A text that is printed above the split, or the number of a step, cannot move with it. @throws CannotFix */
export function checkAnnounced(view: View, { stmt, line, index }: Place): void {
  const above = line.stmts[index - 1];
  if (above?.k === "expr" && /^print\b.*split/is.test(view.textOf(above.at))) no("what is printed above the split says that it is made there");
  for (const s of above?.k === "expr" ? [above, stmt] : [stmt])
    for (const at of commentsAbove(view, s)) {
      const text = view.textOf(at);
      if (saysSplit.test(text) && isNumbered.test(text)) no("a comment counts the split among the steps of the program, where it stands");
    }
}

/** Puts `text` in front of a statement, with the comments above the split `from` where they speak of it. */
export function withComments(view: View, from: Stmt, to: Stmt, text: string): TextEdit[] {
  const spoken = commentsAbove(view, from);
  if (!spoken.some((at) => saysSplit.test(view.textOf(at)))) return [before(view, to, [text])];
  const whole = view.whole(from.at.source);
  const going = spoken.map((at) => ({ at: { ...at, end: endOfLine(whole, at.end) }, text: "" }));
  const edit = before(view, to, [...spoken.map((at) => view.textOf(at).trim()), text]);
  // What is said of the statement stays with it.
  const [first] = commentsAbove(view, to);
  const start = first ? startOfLine(view.whole(to.at.source), first.start) : edit.at.start;
  return [{ ...edit, at: { ...edit.at, start, end: start } }, ...going];
}

/** How the lines read that draw row numbers and hand them to a split: its comments on how it draws go where the rows are drawn now. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import { afterString } from "../scan.js";
import { isNumbered } from "./announced.js";
import { commentsOf } from "./comments.js";
import { endOfLine, eolOf, indentOf, outdented, type Swap, startOfLine, swapped, withoutLines } from "./lines.js";
import type { WrittenSplit } from "./splits.js";
import type { View } from "./view.js";

/** What a comment says of how rows are drawn. */
const ofDrawing = /\b(?:stratif\w*|random_state|test_size|train_size|shuffl\w*|seed\w*|reproducib\w*)\b/i;

/** "# Step 2: stratified split", "# --- Split, stratified ---": it heads more than the split, and stays. */
const isHeading = (comment: string): boolean => isNumbered.test(comment) || /[-=*#~─━═]{2,}\s*$/.test(comment);

/** The comments beside a split that speak of its options; a comment behind it also by the number of one. */
function spokenOptions(view: View, split: WrittenSplit): { above: Span[]; behind: Span | null } {
  const { stmt } = split.place;
  const numbers = split.options.flatMap((o) => (o.value.k === "const" && typeof o.value.value === "number" ? [view.textOf(o.value.at)] : []));
  const comments = commentsOf(view, stmt);
  const behind = comments.find((c) => c.start >= stmt.at.end) ?? null;
  const names = (text: string): boolean => ofDrawing.test(text) || numbers.some((n) => new RegExp(`(?<![\\w.])${n.replace(".", "\\.")}(?![\\w.])`).test(text));
  return {
    above: comments.filter((c) => c.start < stmt.at.start && ofDrawing.test(view.textOf(c)) && !isHeading(view.textOf(c))).reverse(),
    behind: behind && names(view.textOf(behind)) ? behind : null,
  };
}

/** The lines that draw, with the comments on it, and the edits that take these away at the split. `call`: the text of the call that draws. */
export function drawingLines(view: View, split: WrittenSplit, names: string, call: string): { lines: string[]; edits: TextEdit[] } {
  const { above, behind } = spokenOptions(view, split);
  const text = view.whole(split.place.stmt.at.source);
  const lines = above.map((c) => view.textOf(c).trim());
  const trailing = behind ? `  ${view.textOf(behind).trim().replace(/^;\s*/, "")}` : "";
  const edits = above.map((c): TextEdit => ({ at: { ...c, start: startOfLine(text, c.start), end: endOfLine(text, c.start) }, text: "" }));
  if (behind) edits.push({ at: behind, text: "" });
  return { lines: [...lines, ...`${names} = ${call}${trailing}`.split(/\r\n|\r|\n/)], edits: merged(view, edits) };
}

/** Lines that are taken away below each other are one change. */
function merged(view: View, edits: readonly TextEdit[]): TextEdit[] {
  const out: TextEdit[] = [];
  for (const e of edits) {
    const last = out.at(-1);
    if (last && last.at.source === e.at.source && last.at.end === e.at.start) out[out.length - 1] = { ...last, at: { ...last.at, end: e.at.end } };
    else out.push(e);
  }
  return out.map((e) => (e.at.start === startOfLine(view.whole(e.at.source), e.at.start) ? withoutLines(view.whole(e.at.source), e.at) : e));
}

/**
 * The split's own call with row numbers for its data, `callee` for its name and each option in its words at the new place. Where its author
 * wrote comments between its arguments it keeps its lines.
 */
export function drawingCall(view: View, split: WrittenSplit, callee: string, numbers: string, options: readonly string[]): string {
  const plain = `${callee}(${[numbers, ...split.options.map((o, i) => `${o.name}=${options[i]}`)].join(", ")})`;
  const { call, inputs } = split;
  const [first, last] = [inputs[0], inputs.at(-1)];
  if (!first || !last || !hasComment(view.textOf(call.at))) return plain;
  const swaps: Swap[] = [
    { at: call.callee, text: callee },
    { at: { ...first.at, end: last.at.end }, text: numbers },
    ...split.options.map((o, i) => ({ at: o.value.at, text: options[i] ?? "" })),
  ];
  // Lines are given without the indentation of the statement.
  return outdented(view, split.place.stmt, swapped(view, call.at, swaps)).join("\n");
}

function hasComment(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === "#") return true;
    if (c === '"' || c === "'") i = afterString(text, i) - 1;
  }
  return false;
}

/** So long a line may become before its parts stand below each other. */
const longest = 120;

/** `a[train], a[test], b[train], b[test]` in the place of the split's call: in one line, or one input a line. */
export function takenParts(view: View, split: WrittenSplit, parts: readonly (readonly string[])[]): string {
  const one = parts.flat().join(", ");
  const { stmt } = split.place;
  const text = view.whole(stmt.at.source);
  const ahead = split.call.at.start - startOfLine(text, split.call.at.start);
  if (ahead + one.length <= longest) return one;
  const [eol, indent] = [eolOf(text), indentOf(view, stmt)];
  const rows = parts.map((p) => p.join(", "));
  const lines = rows.some((line) => indent.length + line.length > longest) ? parts.flat() : rows;
  return `(${eol}${lines.map((line) => `${indent}    ${line},${eol}`).join("")}${indent})`;
}

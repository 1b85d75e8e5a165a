/** Comments that speak of a statement which a fix moves or empties: they go along. */
import type { Span } from "../../base/span.js";
import type { Stmt } from "../../program/ir.js";
import { hasCode } from "../apply.js";
import { commentsOf } from "./comments.js";
import { endOfLine, linesOf } from "./lines.js";
import type { View } from "./view.js";

/** What is written into comments for tools, or by them. */
const forTools = /^\s*#\s*(?:In\s*\[|holdout:\s*ignore-(?:file|cell)|!|-\*-)/;

/** The comment lines directly above a statement, from the first on. */
export function commentsAbove(view: View, s: Stmt): Span[] {
  const above = commentsOf(view, s).filter((c) => c.start < s.at.start);
  const end = above.findIndex((c) => forTools.test(view.textOf(c)));
  return above.slice(0, end < 0 ? above.length : end).reverse();
}

/**
 * The comment lines above a statement that have nothing left to speak of once the statements of `going` are gone: what follows them is a blank line,
 * the end of the text or another of those. At the head of a text that keeps other code they may speak of all of it.
 */
export function commentsThatGo(view: View, s: Stmt, going: readonly Stmt[]): Span[] {
  const above = commentsAbove(view, s);
  const [first] = above;
  if (!first) return [];
  const text = view.whole(s.at.source);
  const spans = going.filter((g) => g.at.source === s.at.source).map((g) => linesOf(view, g));
  let end = endOfLine(text, s.at.end);
  for (let next = spans.find((at) => at.start === end); next; next = spans.find((at) => at.start === end)) end = next.end;
  if (text.slice(end, endOfLine(text, end)).trim() !== "") return [];
  if (text.slice(0, first.start).trim() !== "") return above;
  const rest = [...spans].sort((a, b) => b.start - a.start).reduce((t, at) => t.slice(0, at.start) + t.slice(at.end), text);
  return hasCode(rest) ? [] : above;
}

/** The same as lines without their indentation. */
export const spokenAbove = (view: View, s: Stmt, going: readonly Stmt[]): string[] => commentsThatGo(view, s, going).map((at) => view.textOf(at).trim());

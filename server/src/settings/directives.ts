/**
 * Reads the comments that silence findings.
 *
 *     scaler.fit(X)  # holdout: ignore[HLD101]                at the end of a line: the whole statement
 *     # holdout: ignore[preprocessing-before-split, HLD2]     on its own line: the next statement
 *     # holdout: ignore                                       every rule
 *     # noqa: HLD101                                          as other linters do
 *     # holdout: ignore-cell[HLD101]                          anywhere in a cell
 *     # holdout: ignore-file                                  anywhere in a script or notebook
 *
 * Text after the closing bracket is free: it is the place for a reason.
 */
import { type Comment, type Layout, layOut, statementAfter, statementAt } from "./statements.js";

export interface Directive {
  readonly scope: "statement" | "cell" | "file";
  /** Selectors; null silences every rule. */
  readonly selectors: readonly string[] | null;
  /** Lines that it silences, both included; for `cell` and `file` the lines of its cell. */
  readonly lines: { readonly first: number; readonly last: number };
  readonly comment: Comment;
  /** Where the selectors stand, without the brackets; null if there are none. */
  readonly list: { readonly start: number; readonly end: number } | null;
}

const own = /#\s*holdout:\s*ignore(?:-(cell|file))?(?![\w-])(?:\s*\[([^\]]*)\])?/dgi;
const noqa = /#\s*noqa\b(?::\s*([A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*))?/dgi;

/** The directives of one unit of text. */
export function readDirectives(text: string, layout: Layout = layOut(text)): Directive[] {
  if (!/holdout|noqa/i.test(text)) return [];
  return layout.comments.flatMap((comment) => {
    const words = text.slice(comment.start, comment.end);
    return [...ownDirectives(words, comment, layout), ...noqaDirectives(words, comment, layout)];
  });
}

function ownDirectives(words: string, comment: Comment, layout: Layout): Directive[] {
  return [...words.matchAll(own)].map((match) => {
    const scope = (match[1]?.toLowerCase() ?? "statement") as Directive["scope"];
    const range = match.indices?.[2];
    return {
      scope,
      selectors: match[2] === undefined ? null : splitSelectors(match[2]),
      lines: scope === "statement" ? silenced(comment, layout) : cellAround(comment.line, layout),
      comment,
      list: range ? { start: comment.start + range[0], end: comment.start + range[1] } : null,
    };
  });
}

/** A bare `# noqa` silences its line; codes of other tools are none of our business. */
function noqaDirectives(words: string, comment: Comment, layout: Layout): Directive[] {
  return [...words.matchAll(noqa)].flatMap((match) => {
    const codes = match[1] === undefined ? null : splitSelectors(match[1]).filter((code) => /^HLD/i.test(code));
    if (codes?.length === 0 || (match[1] === undefined && /^#\s*noqa\s*:/i.test(match[0]))) return [];
    const range = match.indices?.[1];
    const list = range ? { start: comment.start + range[0], end: comment.start + range[1] } : null;
    return [{ scope: "statement", selectors: codes, lines: statementAt(layout, comment.line) ?? lineOf(comment), comment, list }];
  });
}

const splitSelectors = (list: string): string[] => list.split(/[\s,]+/).filter((selector) => selector !== "");

const lineOf = (comment: Comment) => ({ first: comment.line, last: comment.line });

function silenced(comment: Comment, layout: Layout): Directive["lines"] {
  return statementAt(layout, comment.line) ?? (comment.ownLine ? statementAfter(layout, comment.line) : undefined) ?? lineOf(comment);
}

/** A `# %%` script has cells too; elsewhere the cell is the whole text. */
export function cellAround(line: number, layout: Layout): Directive["lines"] {
  const marks = layout.comments
    .filter((comment) => comment.ownLine && isCellMark(layout.text.slice(comment.start, comment.end)))
    .map((comment) => comment.line);
  const first = marks.filter((mark) => mark <= line).at(-1) ?? 0;
  const next = marks.find((mark) => mark > line);
  return { first, last: next === undefined ? layout.starts.length - 1 : next - 1 };
}

const isCellMark = (comment: string): boolean => /^#\s?%%|^# In\[[ \d]*\]:/.test(comment);

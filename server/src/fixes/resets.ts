/** Where IPython forgets all names: what a cell imports or sets above `%reset` is gone below it. */
import type { Span } from "../base/span.js";
import type { FixDocument } from "./document.js";

const forgetting = /^[ \t]*(?:%reset\b(?![^\n]*\b(?:in|out|dhist|array)\b)|get_ipython\(\)\.(?:run_line_magic|magic)\(\s*["']%?reset\b)[^\n]*/gm;

const known = new WeakMap<FixDocument, readonly Span[]>();

function resetsOf(doc: FixDocument): readonly Span[] {
  let resets = known.get(doc);
  if (!resets) {
    resets = doc.units.flatMap(({ source, text }) => [...text.matchAll(forgetting)].map((m) => ({ source, start: m.index, end: m.index + m[0].length })));
    known.set(doc, resets);
  }
  return resets;
}

/** Whether what is bound at `from` is forgotten before `to` runs. */
export const isForgotten = (doc: FixDocument, from: Span, to: Span): boolean => resetsOf(doc).some((r) => doc.isBefore(from, r) && doc.isBefore(r, to));

/** A document as it is run, and how places of one version are found in another. */
import { diffLines, linesOf } from "../base/diff.js";
import type { SourceId } from "../base/span.js";
import type { DocumentInput } from "../program/program.js";
import { maskMagics } from "../python/magics.js";
import type { CodePlace, Variant } from "./types.js";

/** A script runs as it is; in a notebook, what IPython adds to Python is masked, line by line, so that places stay what they are. */
export function variantOf(document: DocumentInput): Variant {
  const notebook = document.kind === "notebook";
  return { notebook, units: document.units.map(({ cell, text }) => ({ cell, text: notebook ? maskMagics(text) : text })) };
}

/** Magics without an effect on what a program computes. */
const harmless = /^%{1,2}\s*(?:matplotlib|config|time|timeit|capture|load_ext|reload_ext|autoreload|pylab|prun|precision|pprint)\b|^[\w.]*\?{1,2}$|^\?/;

/** Lines of a notebook that are no Python and do not run, as "cell 2: !pip install x"; of a masked cell its first line. */
export function leftOutLines(document: DocumentInput): string[] {
  if (document.kind !== "notebook") return [];
  return document.units.flatMap(({ cell, text }) => {
    const masked = linesOf(maskMagics(text));
    const changed = linesOf(text).filter((line, i) => line.trim() !== "" && !line.trimStart().startsWith("#") && line !== masked[i]);
    const whole = changed[0]?.trimStart().startsWith("%%") && masked.every((line) => line.trim() === "");
    return (whole ? changed.slice(0, 1) : changed).map((line) => line.trim()).flatMap((line) => (harmless.test(line) ? [] : [`cell ${cell}: ${line}`]));
  });
}

/**
 * For a place in the changed document its place in the document before, or null where the line is new or another.
 * Both have a source for each unit; new cells have sources that the document before does not know.
 */
export function placesBefore(before: DocumentInput, after: DocumentInput): (place: CodePlace) => CodePlace | null {
  const numbers = new Map<SourceId, number>(before.units.map(({ source }, i) => [source, i]));
  const maps = after.units.map(({ source, text }) => {
    const unit = numbers.get(source);
    return unit === undefined ? null : { unit, lines: linesBefore(before.units[unit]?.text ?? "", text) };
  });
  return (place) => {
    if (typeof place.unit === "string") return place;
    const map = maps[place.unit];
    const line = map?.lines[place.line - 1];
    return map && line != null ? { unit: map.unit, line } : null;
  };
}

/** By line of `after` (from 0) the 1-based line of `before` that is the same. */
function linesBefore(before: string, after: string): (number | null)[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  const out: (number | null)[] = [];
  let line = 0;
  for (const { start, end, from, to } of [...diffLines(a, b), { start: a.length, end: a.length, from: b.length, to: b.length }]) {
    while (out.length < from) out.push(++line);
    while (out.length < to) out.push(null);
    line = Math.max(start, end);
  }
  return out;
}

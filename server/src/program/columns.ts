/** What the text of a program says of a column of its tables. */
import type { Span } from "../base/span.js";
import type { Unit } from "./program.js";

/**
 * Whether a column is written behind the end of a place, and nothing in front of it speaks of the column: it is not there yet.
 * `units`: the document's; false for places elsewhere. Comments say nothing, and what changes a column that is there (`+=`) does not make it.
 */
export function isMadeBelow(units: readonly Unit[], column: string, at: Span): boolean {
  const cell = units.findIndex((u) => u.input.source === at.source);
  if (cell < 0) return false;
  const code = (texts: readonly string[]): string => texts.join("\n").replace(/(^|\s)#.*$/gm, "");
  const texts = units.map((u) => u.input.text);
  const here = texts[cell] as string;
  const name = column.replace(/\W/g, "\\$&");
  const quoted = `["']${name}["']`;
  // `df["a"] = `, `df[["a", "b"]] = `, `df.loc[:, "a"] = `, `df.a = `; `df.assign(a=…)`; `df.insert(0, "a", …)`.
  const stored = `(?:\\[[^\\]=]*${quoted}[^\\]]*\\]+|\\.${name}) *=[^=]`;
  const assigned = `\\.assign\\((?:[^()]|\\([^()]*\\))*\\b${name} *=[^=]`;
  const inserted = `\\.insert\\((?:[^(),]|\\([^()]*\\))*,\\s*${quoted}`;
  const isWritten = new RegExp(`${stored}|${assigned}|${inserted}`).test(code([here.slice(at.end), ...texts.slice(cell + 1)]));
  return isWritten && !new RegExp(`${quoted}|\\.${name}\\b`).test(code([...texts.slice(0, cell), here.slice(0, at.end)]));
}

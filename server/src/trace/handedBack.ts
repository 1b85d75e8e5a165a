/** Functions that hand back what they fitted, and functions of which the only call is commented out: whoever calls them decides what is stored. */
import type { Span } from "../base/span.js";
import { textIn, type Unit } from "../program/program.js";
import type { Learned } from "./lineage.js";
import { bodyOf, type FunctionLines, functionAround, indentOf, lineAt, linesOf } from "./lines.js";
import { namesIn } from "./wording.js";

const functionAt = (units: readonly Unit[], text: string, at: Span): FunctionLines | null =>
  functionAround(linesOf(units, text).above(at.start), indentOf(lineAt(text, at.start)));

/** Whether the function that stores a model gives a fitted transformer back beside it: the name it was fitted by, or one that the call which fits it gives to one of several values. */
export function givenBack(units: readonly Unit[], at: Span, l: Learned): boolean {
  const text = textIn(units, at.source);
  const fn = functionAt(units, text, at);
  if (!fn) return false;
  const body = bodyOf(linesOf(units, text).all, fn).join("\n");
  const call = [...l.path, l.at].findLast((p) => p.source === at.source);
  const before = call ? text.slice(text.lastIndexOf("\n", call.start) + 1, call.end + 1) : "";
  const several = /^\s*(\w+(?:\s*,\s*\w+)+)\s*=/.exec(before)?.[1];
  // What is computed with the call's first value is no transformer.
  const names = several ? namesIn(several).slice(1) : call === l.at ? namesIn(/(\w+)\.fit\w*\(?$/.exec(before)?.[1] ?? "") : [];
  const made = (n: string): boolean => new RegExp(`^[ \\t]*(?:\\w+\\s*,\\s*)*${n}\\s*[=,]`, "m").test(body);
  const given = [...body.matchAll(/^[ \t]*return\b(.*)$/gm)].flatMap((m) => namesIn(m[1] as string));
  return names.some((n) => made(n) && given.includes(n));
}

/** Whether a place stands in a function of which nothing in the program but a comment speaks: its author has taken the call out. */
export function callTakenOut(units: readonly Unit[], at: Span, path: readonly Span[]): boolean {
  const outer = path[0];
  const name = outer ? textIn(units, outer.source).slice(outer.start, outer.end) : functionAt(units, textIn(units, at.source), at)?.name;
  if (!name || !/^\w+$/.test(name)) return false;
  const word = new RegExp(`\\b${name}\\b`);
  const lines = units.flatMap((u) => u.input.text.split("\n")).filter((line) => word.test(line));
  const out = new RegExp(`^\\s*#.*\\b${name}\\(`);
  const kept = lines.filter((line) => !/^\s*#/.test(line));
  return lines.some((line) => out.test(line)) && kept.length === 1 && /^\s*(async\s+)?def\b/.test(kept[0] as string);
}

/**
 * Whether a module that is started by itself hands a transformer to a name that nothing reads, and its rows to a function that stores the model: the function is
 * there for programs that import it, and those have the transformer.
 */
export function keptByImporters(units: readonly Unit[], path: readonly Span[], l: Learned): boolean {
  const [stores] = path;
  const fits = l.path[0] ?? l.at;
  if (stores?.source !== fits.source) return false;
  const text = textIn(units, fits.source);
  const guard = /^if\s+__name__\s*==.*$/m.exec(text)?.index ?? Number.POSITIVE_INFINITY;
  if (stores.start < guard || fits.start < guard) return false;
  const several = /^\s*(\w+(?:\s*,\s*\w+)+)\s*=/.exec(text.slice(text.lastIndexOf("\n", fits.start) + 1, fits.end))?.[1];
  const read = (n: string): boolean => new RegExp(`\\b${n}\\b`).test(text.slice(fits.end));
  return namesIn(several ?? "").some((n) => !read(n));
}

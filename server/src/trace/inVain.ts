/** What the text of a program shows to come to nothing: names that nothing gives it, numbers that only choose rows, training logs that nobody looks at. */
import { textIn, type Unit } from "../program/program.js";
import type { Learned } from "./lineage.js";

/** Whether the class that learned is imported and defined nowhere, and used where the error that this is goes by: none of it ever runs. */
export function neverImported(l: Learned, units: readonly Unit[]): boolean {
  const unit = textIn(units, l.at.source);
  // Few lines are tried, and only for those the whole program is read.
  if (!/^[A-Za-z_]\w*$/.test(l.what) || !tried(unit.slice(0, unit.indexOf("\n", l.at.start)).split("\n"))) return false;
  const text = units.map((u) => u.input.text).join("\n");
  const own = new RegExp(`(?<![\\w.])${l.what}\\s*\\(`);
  if (!own.test(text) || /\bimport\s*\*|^\s*%run\b|\bexec\(/m.test(text)) return false;
  const given = `\\bimport\\s*\\([^)]*\\b${l.what}\\b|\\bimport\\b.*(\\\\\\n.*)*\\b${l.what}\\b|\\b(class|def)\\s+${l.what}\\b|\\b${l.what}\\s*(=[^=]|,)`;
  return !new RegExp(given).test(text);
}

/** Whether the last of these lines stands in the body of a `try`. */
function tried(lines: readonly string[]): boolean {
  const depth = (line: string): number => line.length - line.trimStart().length;
  let inner = depth(lines.at(-1) ?? "");
  for (const line of lines.toReversed()) {
    if (!line.trim() || depth(line) >= inner) continue;
    if (/^\s*try\s*:/.test(line)) return true;
    inner = depth(line);
  }
  return false;
}

/** Whether anything in the program looks at what training logged. */
export const looksAtHistory = (units: readonly Unit[]): boolean => units.some((u) => /["']val_|\.history\b/.test(u.input.text));

/** Whether numbers get a name that the program goes on to compare with and nothing else, where rows are chosen: `table = table[table["y"] > low]`. */
export function onlyBounds(l: Learned, units: readonly Unit[]): boolean {
  const text = textIn(units, l.at.source);
  const start = text.lastIndexOf("\n", l.at.start) + 1;
  const name = /^\s*(\w+)\s*=[^=]/.exec(text.slice(start, l.at.start))?.[1];
  if (!name) return false;
  const used = new RegExp(`(?<![\\w."'])${name}\\b`);
  const compared = new RegExp(`\\[.*([<>]=?\\s*${name}\\b|(?<![\\w.])${name}\\s*[<>]).*\\]`);
  const uses = `${text.slice(0, start)}${text.slice(text.indexOf("\n", l.at.start))}`.split("\n").filter((line) => used.test(line));
  return uses.length > 0 && uses.every((line) => compared.test(line));
}

/** What a program says in its own words: in comments, and in the names that it gives. */
import type { Span } from "../base/span.js";
import { textIn, type Unit } from "../program/program.js";

/** Whether the program's own comment beside a call says that it is wrong: it shows how not to do it. */
export function calledWrong(text: string, at: Span): boolean {
  const lines = text.split("\n");
  const row = text.slice(0, at.start).split("\n").length - 1;
  // On its line, and in the comments just above the lines it stands among.
  const above = lines.slice(0, row).reverse();
  const until = above.findIndex((line) => !line.trim());
  const near = [lines[row] ?? "", ...above.slice(0, Math.min(3, until < 0 ? 3 : until))];
  return near.some((line) => /#.*\b(wrong|incorrect(ly)?|mistake|do ?n[o']t do|not to do|bad (idea|practice|example))\b/i.test(line));
}

/** Whether the names that the parts of a split are given say train and test in turn, as the parts come. */
export function unpackedInOrder(text: string, at: Span): boolean {
  const before = text.slice(text.lastIndexOf("\n", at.start) + 1, at.start);
  const names = (/^([^=]*)=[^=]*$/.exec(before)?.[1] ?? "").split(",").map((n) => n.trim());
  const isTest = (n: string): boolean => /test|val|dev|hold|(^|_)te(_|$)|(?<=[xy])t$/i.test(n);
  return names.length > 2 && names.length % 2 === 0 && names.every((n, i) => isTest(n) === (i % 2 === 1));
}

/** The words of a name: `yVal` and `y_val` have two. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/);

/** Whether a name of labels or predictions is that of a validation part: `y_val`, `valid_y`, `yVal`, `dev_labels`. */
export const saysValidation = (name: string): boolean =>
  !/test/i.test(name) && wordsOf(name).some((w) => /^[xy]?(val|valid|validation|validate|dev)[xy]?$/.test(w));

/** Whether a name is that of a test part: `y_test`, `testLabels`, `X_te`. */
export const saysTest = (name: string): boolean => !saysTraining(name) && wordsOf(name).some((w) => /^[xy]?(test|testing|te)[xy]?$/.test(w));

/** Whether a name is that of a training part: `y_train`, `trainLabels`, `X_tr`. */
export const saysTraining = (name: string): boolean => wordsOf(name).some((w) => /^[xy]?(train|training|tr)[xy]?$/.test(w));

/** The names in a piece of program text. */
export const namesIn = (text: string): string[] => text.match(/[A-Za-z_]\w*/g) ?? [];

/**
 * What a program goes on with after a place: the rest of the function or class it stands in, else of the program; without comments, and without words about
 * numbers that all stood in the program before `sweep`, as those tell of no choice that was made there.
 */
export function textAfter(units: readonly Unit[], from: Span, sweep: Span): string {
  const index = (x: Span): number => units.findIndex((u) => u.input.source === x.source);
  const text = (list: readonly Unit[]): string => list.map((u) => u.input.text).join("\n");
  const here = index(from);
  if (here < 0) return "";
  const own = units[here]?.input.text ?? "";
  const margin = /^[^\s#)\]}]/;
  // The last line at the margin, up to the one of the place itself, says what it stands in.
  const line = own.slice(0, from.start).split("\n").length;
  const head = own
    .split("\n")
    .slice(0, line)
    .findLast((l) => margin.test(l));
  const end = /^(async\s+)?(def|class)\b/.test(head ?? "") ? /\n(?=[^\s#)\]}])|$/.exec(own.slice(from.start)) : null;
  const rest = end ? own.slice(from.start, from.start + end.index) : `${own.slice(from.start)}\n${text(units.slice(here + 1))}`;
  // Few programs speak of numbers: the text that would know them is put together when one does.
  let before: string | undefined;
  const known = (words: string): boolean => {
    const numbers = words.match(/\d\.\d+/g) ?? [];
    if (!numbers.length) return false;
    before ??= `${text(units.slice(0, index(sweep)))}\n${units[index(sweep)]?.input.text.slice(0, sweep.start) ?? ""}`;
    return numbers.every((n) => before?.includes(n));
  };
  return rest.replace(/#.*/g, "").replace(/(["'])(?:(?!\1)[^\\\n])*\1/g, (words) => (known(words) ? '""' : words));
}

/**
 * A text without the names of what was settled before it: those that the function around it is handed and that it does not change; and, where asked for, those
 * that it sets to a written number, with the search for what lies next to one. Words in quotation marks speak of them, too.
 */
export function withoutSettled(units: readonly Unit[], from: Span, text: string, written: boolean): string {
  const own = textIn(units, from.source).slice(0, from.start);
  const head = own.split("\n").findLast((l) => /^[^\s#)\]}]/.test(l)) ?? "";
  const handed = /^(?:async\s+)?def\s+\w+\(/.test(head) ? namesIn(/\(([^()]*)\)/.exec(own.slice(own.lastIndexOf(`\n${head}`)))?.[1] ?? "") : [];
  const set = (n: string): string[] => [...text.matchAll(new RegExp(`(?<![\\w.])${n}\\b\\s*(?:[.[]|[-+*/]?=(?!=)[ \\t]*(.*))`, "g"))].map((m) => m[1] ?? "");
  const numbers = written ? [...text.matchAll(/^[ \t]*(\w+)[ \t]*=[ \t]*[\d.]+[ \t]*$/gm)].map((m) => m[1] as string) : [];
  const settled = [...handed.filter((n) => !set(n).length), ...numbers.filter((n) => set(n).every((v) => /^[\d.]+[ \t]*$/.test(v)))];
  return settled.reduce(
    (rest, n) =>
      rest
        .replace(new RegExp(`\\barg_?min\\((?:\\w+\\.)?abs\\([^()]*\\b${n}\\b[^()]*\\)\\)`, "g"), "")
        .replace(new RegExp(`\\b${n.replaceAll("_", "[_ ]")}\\b`, "gi"), ""),
    text,
  );
}

/** The statement that starts on the line of a place, with the lines indented below it. */
export function blockAt(text: string, at: Span): string {
  const lines = text.slice(text.lastIndexOf("\n", at.start) + 1).split("\n");
  const margin = (line: string): number => line.search(/\S/);
  const own = margin(lines[0] ?? "");
  const end = lines.findIndex((line, i) => i > 0 && line.trim() !== "" && !/^\s*[#)\]}]/.test(line) && margin(line) <= own);
  return lines.slice(0, end < 0 ? lines.length : end).join("\n");
}

/** Whether what is better than a name's value so far becomes its value: `if f1 > best:`, and `best = f1` in one of the three lines below. */
export function keepsBetter(text: string): boolean {
  const lines = text.split("\n");
  return lines.some((line, i) => {
    const from = line.search(/\bif\b/i);
    const end = line.lastIndexOf(":");
    if (from < 0 || end < from || !/[<>]/.test(line.slice(from))) return false;
    const compared = new Set(namesIn(line.slice(from + 2, end).toLowerCase()));
    return lines.slice(i + 1, i + 4).some((next) => {
      const equals = next.indexOf("=");
      return equals >= 0 && next[equals + 1] !== "=" && namesIn(next.slice(0, equals).toLowerCase()).some((x) => compared.has(x));
    });
  });
}

/** Comments beside code that a fix changes: those that would be false say what is true, and code that its author calls wrong is left alone. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Stmt } from "../../program/ir.js";
import { endOfLine, lineAbove, startOfLine } from "./lines.js";
import { inCase, reworded, type Word, wordsIn } from "./partWords.js";
import type { Place, View } from "./view.js";

// "Train the model" is a verb, "training data" is not.
const noun = "(?= (?:sub)?(?:data|dataset|set|rows|samples|observations|part|accuracy|errors?|scores?|loss|labels|predictions?|r2|rmse|mse|mae|f1|auc)\\b)";
const says = {
  train: new RegExp(`\\btrain(?:ing)?\\b${noun}|(?<=\\bon (?:the )?)train(?:ing)?\\b`, "i"),
  test: new RegExp(`\\b(?:test(?:ing)?|hold-?out|held-out)\\b${noun}|(?<=\\bon (?:the )?)test(?:ing)?\\b`, "i"),
  all: /\b(?:same|entire|whole|full|complete|all(?: of)?(?: the)?)(?= (?:train(?:ing)? )?(?:data\b|dataset|data set|set\b|rows|samples|observations))/i,
};

/** Comments directly above or behind these statements that speak of training rows (or all), or of test rows: they speak of the `to` rows then. */
export function retold(view: View, stmts: readonly Stmt[], from: "train" | "test" | "all", to: "test" | "validation" | "training"): TextEdit[] {
  const other = from === "train" ? says.test : from === "test" ? says.train : /(?!)/;
  return stmts.flatMap((s) =>
    commentsOf(view, s).flatMap((at): TextEdit[] => {
      const text = view.textOf(at);
      if (other.test(text)) return [];
      const all = from === "test" ? null : says.all.exec(text);
      const word = all ?? says[from].exec(text);
      if (!word) return elsewhere(text, from, to).map((w) => reworded(at, w));
      const start = at.start + word.index;
      const old = word[0] + (all ? (/^\s+train(?:ing)?\b/i.exec(text.slice(word.index + word[0].length))?.[0] ?? "") : "");
      return [{ at: { source: at.source, start, end: start + old.length }, text: inCase(old, all && /\bthe$/i.test(all[0]) ? `the ${to}` : to) }];
    }),
  );
}

/** The same in other languages. */
function elsewhere(text: string, from: "train" | "test" | "all", to: "test" | "validation" | "training"): Word[] {
  const part = to === "training" ? "train" : to;
  if (from !== "all" && wordsIn(text, from === "train" ? "test" : "train", part).length) return [];
  return wordsIn(text, from, part);
}

/**
 * A statement without a comment of its own, and the first of the paragraph of plain statements that leads up to it: what is said above that is said of
 * all of it.
 */
export function paragraphOf(view: View, place: Place): Stmt[] {
  const { stmts } = place.line;
  const isAlone = (s: Stmt): boolean => !commentsOf(view, s).some((at) => at.start < s.at.start);
  const text = view.whole(place.stmt.at.source);
  let i = place.index;
  for (let above = stmts[i - 1]; above && isAlone(stmts[i] as Stmt); above = stmts[i - 1]) {
    const near = above.at.source === place.stmt.at.source && !/(\r\n|\r|\n)[ \t]*(\r\n|\r|\n)/.test(text.slice(above.at.end, (stmts[i] as Stmt).at.start));
    if (!near || (above.k !== "assign" && above.k !== "expr")) break;
    i--;
  }
  return i === place.index ? [place.stmt] : [stmts[i] as Stmt, place.stmt];
}

/** The comments on the lines directly above a statement, and the one behind it. */
export function commentsOf(view: View, s: Stmt): Span[] {
  const { source } = s.at;
  const text = view.whole(source);
  const out: Span[] = [];
  for (let start = startOfLine(text, s.at.start); start > 0; ) {
    const above = lineAbove(text, start);
    const line = text.slice(above, start);
    if (!/^[ \t]*#(?!\s?%%)/.test(line)) break;
    out.push({ source, start: above, end: above + line.trimEnd().length });
    start = above;
  }
  const end = endOfLine(text, s.at.end);
  const behind = /^[ \t]*;?[ \t]*#.*/.exec(text.slice(s.at.end, end).trimEnd())?.[0];
  if (behind) out.push({ source, start: s.at.end, end: s.at.end + behind.length });
  return out;
}

/** "fit and transform", "fit_transform": the fit goes. */
const both = /\bfit(?:s|ted|ting)?(?:\s*[-_/&+,]\s*|\s+(?:and\s+)?(?:then\s+)?)(?=transform(?:s|ed|ing)?\b)/i;
const thing = "(?:(?:the|a|our)\\s+)?(\\w[\\w-]*(?:\\s\\w[\\w-]*){0,2}?)\\s+(?:on|to|with|using)\\s+";
const thenTransforms = new RegExp(`\\bfit\\s+${thing}(.+?),?\\s+and\\s+(?:then\\s+)?transform\\s+(?:it|them)\\b`, "i");
const onlyFits = new RegExp(`^(\\s*#+\\s*)fit\\s+${thing}((?:(?!\\band\\b|[,;:]).)+?)([.!]?)$`, "i");

/**
 * Comments directly above a statement that fits a transformer anew, as they are true once it does so no more. `goes`: the statement is taken away, and
 * what speaks of its fit alone goes with it.
 */
export function fitsNoMoreSaid(view: View, s: Stmt, goes: boolean): TextEdit[] {
  const above = commentsOf(view, s).filter((at) => at.start < s.at.start);
  const edit = (at: Span, from: number, length: number, text: string): TextEdit => ({
    at: { ...at, start: at.start + from, end: at.start + from + length },
    text,
  });
  return above.flatMap((at): TextEdit[] => {
    const text = view.textOf(at);
    // Code that is commented out says nothing, and what is said of the training rows stays true.
    if (/\w\.fit\w*\(|\btrain/i.test(text)) return [];
    const two = thenTransforms.exec(text);
    if (two) return [edit(at, two.index, two[0].length, `${inCase(two[0].slice(0, 3), "transform")} ${two[2]} with the fitted ${two[1]}`)];
    const fits = both.exec(text);
    if (fits) {
      const start = fits.index + fits[0].length;
      return [edit(at, fits.index, fits[0].length + 1, inCase(fits[0].slice(0, 3), text.charAt(start)))];
    }
    const one = onlyFits.exec(text);
    if (!one) return [];
    if (!goes)
      return [
        edit(at, 0, text.length, `${one[1]}${inCase(text.slice((one[1] ?? "").length).slice(0, 3), "apply")} the fitted ${one[2]} to ${one[3]}${one[4]}`),
      ];
    const whole = view.whole(at.source);
    const end = startOfLine(whole, s.at.start);
    // The last lines of a text go with the line break before them, and the comment of several lines is no single sentence.
    return above.length === 1 && endOfLine(whole, s.at.end) < whole.trimEnd().length ? [{ at: { ...at, end }, text: "" }] : [];
  });
}

const onPurpose =
  /#.*\b(improper(?:ly)?|incorrect(?:ly)?|wrong(?:ly)?|don'?t do (?:this|it|that)|do not do (?:this|it|that)|never do (?:this|it|that)|bad (?:practice|example|idea|way)|on purpose|deliberate(?:ly)?|cheat(?:ing|s)?)\b/i;

const excused = /#.*\b(acceptable|good enough|for (?:simplicity|brevity)|simplification|shortcut)\b/i;

/** Whether a comment in the paragraph of lines around a place says that the code there is wrong on purpose. */
export const isMeantSo = (text: string, at: Span): boolean => paragraphAround(text, at).some((line) => onPurpose.test(line));

/** Whether one says there why it may be done so. */
export const isExcused = (text: string, at: Span): boolean => paragraphAround(text, at).some((line) => excused.test(line));

function paragraphAround(text: string, at: Span): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  const row = text.slice(0, at.start).split(/\r\n|\n|\r/).length - 1;
  let [first, last] = [row, row];
  while (first > 0 && lines[first - 1]?.trim()) first--;
  while (last + 1 < lines.length && lines[last + 1]?.trim()) last++;
  return lines.slice(first, last + 1);
}

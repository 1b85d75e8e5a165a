/**
 * Keeps an error from swallowing what follows it, for texts that do not parse.
 * Repairs the commonest state of a text that is being typed: a bracket not yet closed, which would swallow every line after it.
 * The statement with the open bracket is blanked out, so that the lines after it parse.
 */
import { lexLine, START, startsStatement } from "./lines.js";

export interface Repaired {
  /** Of the same length as the broken text. */
  readonly text: string;
  /** Where the blanked statements were. A `0` stands at the start of each. */
  readonly dropped: readonly { readonly start: number; readonly end: number }[];
}

/** A line that looks like a statement of its own, though it stands inside brackets. */
const STATEMENT =
  /^[ \t]*(?:(?:def|class|if|for|while|with|try|import|from|return|raise|del|assert|elif|else|except|finally)\b|@\w|[\w.]+(?:\[[^\]]*\])?(?:\s*,\s*[\w.]+)*\s*[-+*/]?=(?!=).*[^,\s]\s*$|[\w.]+\(.*\)\s*$)/;

/** …unless the next line closes the bracket: then it was the last argument. */
const CLOSER = /^\s*[)\]}]/;

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** A line at the margin that goes on with the statement above it. */
const GOES_ON = /^(?:elif|else|except|finally)\b|^[)\]}#@\s]|^$/;

/** Where the statements at the left margin start: at lines that cannot be anything else, whatever is open before them. */
export function topLevelStarts(text: string): number[] {
  const starts = [0];
  let state = START;
  let isDecorated = false;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).trimEnd();
    if (state.depth > 0 && !state.quote && /^\S/.test(line) && STATEMENT.test(line)) state = START;
    if (startsStatement(state)) {
      if (start > 0 && !GOES_ON.test(line) && !isDecorated) starts.push(start);
      if (/^@/.test(line)) {
        if (!isDecorated && start > 0) starts.push(start);
        isDecorated = true;
      } else if (/^\S/.test(line)) isDecorated = false;
    }
    state = lexLine(line, state);
    start = end + 1;
  }
  return starts;
}

/** Blanks out statements whose brackets are still open where the next statement seems to start. */
export function dropUnclosed(text: string): Repaired {
  const dropped: { start: number; end: number }[] = [];
  let state = START;
  let opened = { start: 0, indent: 0 };
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    const isInside = state.depth > 0 && !state.quote;
    if (isInside && indentOf(line) <= opened.indent && STATEMENT.test(line) && !CLOSER.test(text.slice(end, end + 200))) {
      dropped.push({ start: opened.start + opened.indent, end: start });
      state = START;
    }
    if (startsStatement(state)) opened = { start, indent: indentOf(line) };
    state = lexLine(line.endsWith("\r") ? line.slice(0, -1) : line, state);
    start = end + 1;
  }
  let repaired = "";
  let from = 0;
  for (const { start, end } of dropped) {
    repaired += `${text.slice(from, start)}0${text.slice(start + 1, end).replace(/[^\r\n]/g, " ")}`;
    from = end;
  }
  return { text: repaired + text.slice(from), dropped };
}

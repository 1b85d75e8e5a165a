/** Just enough lexing to know, line by line, what is inside brackets or strings. Works on text that does not parse. */

/** What a line inherits from the one before: open brackets, an open triple quote, a trailing backslash. */
export interface LexState {
  readonly depth: number;
  readonly quote: string;
  readonly continues: boolean;
}

export const START: LexState = { depth: 0, quote: "", continues: false };

export const startsStatement = (state: LexState): boolean => state.depth === 0 && !state.quote && !state.continues;

/** The state after `line` (without its line break). */
export function lexLine(line: string, from: LexState): LexState {
  let { depth, quote } = from;
  let i = 0;
  while (i < line.length) {
    const c = line[i] as string;
    if (c === "\\") {
      i += 2;
      continue;
    }
    if (quote) {
      if (line.startsWith(quote, i)) {
        i += quote.length;
        quote = "";
      } else i++;
      continue;
    }
    if (c === "#") return { depth, quote: "", continues: false };
    if (c === '"' || c === "'") quote = line.startsWith(c.repeat(3), i) ? c.repeat(3) : c;
    else if (c === "(" || c === "[" || c === "{") depth++;
    else if (c === ")" || c === "]" || c === "}") depth = Math.max(0, depth - 1);
    i += quote.length || 1;
  }
  const continues = line.endsWith("\\");
  // A single quote that is not closed ends with its line, unless a backslash carries it on.
  return { depth, quote: quote.length === 3 || continues ? quote : "", continues };
}

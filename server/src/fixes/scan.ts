/** Just enough lexing of Python to cut an argument list into its pieces: the IR keeps no commas, brackets or comments. */
import type { CallExpr } from "./document.js";

export interface Piece {
  /** The argument without blanks and comments around it. */
  readonly start: number;
  readonly end: number;
  /** Of `name=value`: the name, and where the value starts. */
  readonly name: string | null;
  readonly valueStart: number;
}

export interface ArgumentList {
  /** Just after `(`. */
  readonly start: number;
  /** At `)`. */
  readonly end: number;
  readonly pieces: readonly Piece[];
  /** Offset of the comma after the last piece, or null. */
  readonly trailingComma: number | null;
}

/** The offset after the string literal whose quote stands at `at`. */
export function afterString(text: string, at: number): number {
  const quote = text.startsWith(text.charAt(at).repeat(3), at) ? text.charAt(at).repeat(3) : text.charAt(at);
  let i = at + quote.length;
  while (i < text.length && !text.startsWith(quote, i)) i += text.charAt(i) === "\\" ? 2 : 1;
  return Math.min(i + quote.length, text.length);
}

/** Offsets and characters of the code from `start` on: strings, comments and backslash line ends are skipped. */
export function* codeFrom(text: string, start: number, end = text.length): Generator<{ at: number; c: string }> {
  for (let i = start; i < end; ) {
    const c = text.charAt(i);
    if (c === "#") {
      while (i < end && !/[\r\n]/.test(text.charAt(i))) i++;
    } else if (c === '"' || c === "'") {
      yield { at: i, c: '"' };
      const after = afterString(text, i);
      // The closing quote counts as code too, so that an argument ends where its string does.
      if (after - 1 < end) yield { at: after - 1, c: '"' };
      i = after;
    } else {
      yield { at: i, c };
      i++;
    }
  }
}

/** The argument list of a call, null if its brackets cannot be found. */
export function argumentList(text: string, call: CallExpr): ArgumentList | null {
  let open = -1;
  // Behind the function come only blanks, a bracket that closes round it, and `(`.
  for (const { at, c } of codeFrom(text, call.func.at.end, call.at.end)) {
    if (c === "(") {
      open = at;
      break;
    }
    if (!/[\s)\\]/.test(c)) return null;
  }
  if (open < 0) return null;
  const pieces: Piece[] = [];
  let depth = 0;
  let first = -1;
  let last = -1;
  let equals = -1;
  let trailingComma: number | null = null;
  const close = (): void => {
    if (first >= 0) pieces.push(piece(text, first, last + 1, equals));
    first = last = equals = -1;
  };
  for (const { at, c } of codeFrom(text, open + 1, call.at.end)) {
    if (depth === 0 && c === ")") {
      close();
      return { start: open + 1, end: at, pieces, trailingComma };
    }
    if (depth === 0 && c === ",") {
      close();
      trailingComma = at;
      continue;
    }
    if (/[\s\\]/.test(c)) continue;
    if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    else if (c === "=" && depth === 0 && equals < 0 && !/[=!<>:]/.test(text.charAt(at - 1)) && text.charAt(at + 1) !== "=") equals = at;
    if (first < 0) first = at;
    last = at;
    trailingComma = null;
  }
  return null;
}

function piece(text: string, start: number, end: number, equals: number): Piece {
  const name = equals > 0 ? text.slice(start, equals).trim() : "";
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return { start, end, name: null, valueStart: start };
  const blanks = /^\s*/.exec(text.slice(equals + 1, end))?.[0].length ?? 0;
  return { start, end, name, valueStart: equals + 1 + blanks };
}

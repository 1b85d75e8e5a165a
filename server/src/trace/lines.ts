/** Lines in the text of a program. */
import { once } from "../base/once.js";

/** The line around a place. */
export const lineAt = (text: string, at: number): string => text.slice(text.lastIndexOf("\n", at) + 1, (text.indexOf("\n", at) + 1 || text.length + 1) - 1);

/** The lines of a text, in which places are looked up. */
export class Lines {
  readonly all: readonly string[];
  /** Where the lines end. */
  private readonly ends: readonly number[];

  constructor(text: string) {
    this.all = text.split("\n");
    let end = -1;
    this.ends = this.all.map((line) => (end += line.length + 1));
  }

  /** The number of the line of a place, from 0. */
  rowOf(at: number): number {
    let [low, high] = [0, this.ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The lines above that of a place, and an empty one for it. */
  above(at: number): string[] {
    return [...this.all.slice(0, this.rowOf(at)), ""];
  }
}

/** The lines of a text of a program. Whatever is asked of a fill reads the lines above it, and a text may have thousands of them. */
export const linesOf = once((_program: object, text: string) => new Lines(text));

/** The lines without their comments; what is quoted behind a hash goes, too. */
export const codeLines = (text: string): string[] => text.replace(/#.*/g, "").split("\n");

export const indentOf = (line: string): number => /^\s*/.exec(line)?.[0].length ?? 0;

/** A function as the lines around a place show it: its name, its first line, and how far that is indented. */
export interface FunctionLines {
  readonly name: string;
  readonly line: number;
  readonly indent: number;
}

/** Lines whose indents say nothing: empty ones, comments, ends of texts and of what brackets hold. */
const looselyIndented = /^\s*(?:$|[#"')\]}])/;

/** The innermost function around what follows these lines, indented by so much; null at the top of a program. */
export function functionAround(above: readonly string[], indent: number): FunctionLines | null {
  let margin = indent;
  for (let line = above.length - 1; line >= 0 && margin > 0; line--) {
    const text = above[line] as string;
    if (looselyIndented.test(text) || indentOf(text) >= margin) continue;
    margin = indentOf(text);
    const name = /^\s*(?:async\s+)?def\s+(\w+)/.exec(text)?.[1];
    if (name) return { name, line, indent: margin };
  }
  return null;
}

/** The lines of a function below its first one. */
export function bodyOf(lines: readonly string[], { line, indent }: FunctionLines): readonly string[] {
  const end = lines.findIndex((text, i) => i > line && !looselyIndented.test(text) && indentOf(text) <= indent);
  return lines.slice(line + 1, end < 0 ? lines.length : end);
}

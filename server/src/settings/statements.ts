/**
 * Finds comments and the extents of logical statements in Python text without parsing it: brackets are matched, strings
 * and backslash continuations are respected. Suppressions need no more than that, and it works on text that does not
 * parse and on cells with magics.
 */
import { lineStarts } from "../base/span.js";

export interface Comment {
  /** Offset of the `#`. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Nothing but blanks stands before it on its line. */
  readonly ownLine: boolean;
}

/** A logical statement, from its first to its last line, both included. The header of a compound statement is one of its own. */
export interface Extent {
  readonly first: number;
  readonly last: number;
}

export interface Layout {
  readonly text: string;
  readonly starts: readonly number[];
  readonly comments: readonly Comment[];
  /** In order, without overlap. Blank lines and lines that hold only a comment belong to none, unless brackets are open. */
  readonly statements: readonly Extent[];
  /** Lines whose end lies in a string or before a backslash: nothing may be appended there. */
  readonly openEnded: ReadonlySet<number>;
}

export function layOut(text: string): Layout {
  return new Scanner(text).run();
}

/** The statement that a line belongs to, if any. */
export function statementAt(layout: Layout, line: number): Extent | undefined {
  return layout.statements.find((extent) => extent.first <= line && line <= extent.last);
}

/** The first statement that starts after a line. */
export function statementAfter(layout: Layout, line: number): Extent | undefined {
  return layout.statements.find((extent) => extent.first > line);
}

class Scanner {
  private readonly starts: readonly number[];
  private readonly comments: Comment[] = [];
  private readonly statements: Extent[] = [];
  private readonly openEnded = new Set<number>();
  private at = 0;
  private line = 0;
  private depth = 0;
  /** First line of the statement under way. */
  private first: number | null = null;
  /** What was known before the line that opened the outermost bracket: the place to resume from if it never closes. */
  private opened = { line: 0, comments: 0 };
  /** Once brackets were found not to match, the rest is taken line by line. */
  private matching = true;

  constructor(private readonly text: string) {
    this.starts = lineStarts(text);
  }

  run(): Layout {
    for (;;) {
      while (this.at < this.text.length) this.step();
      if (this.depth === 0) break;
      this.resumeLineByLine();
    }
    this.endStatement(this.line);
    return { text: this.text, starts: this.starts, comments: this.comments, statements: this.statements, openEnded: this.openEnded };
  }

  private step(): void {
    const c = this.text[this.at] as string;
    if (c === "\n" || c === "\r") this.newline();
    else if (c === "#") this.comment();
    else if (c === '"' || c === "'") this.string(c);
    else if (c === "\\" && this.isLineEnd(this.at + 1)) this.continuation();
    else {
      if (c !== " " && c !== "\t" && c !== "\f" && c !== "\uFEFF") this.first ??= this.line;
      if (this.matching) this.bracket(c);
      this.at++;
    }
  }

  private bracket(c: string): void {
    if ("([{".includes(c)) {
      if (this.depth++ === 0) this.opened = { line: this.line, comments: this.comments.length };
    } else if (")]}".includes(c) && this.depth > 0) this.depth--;
  }

  private newline(): void {
    if (this.depth === 0) this.endStatement(this.line);
    this.nextLine();
  }

  private continuation(): void {
    this.first ??= this.line;
    this.openEnded.add(this.line);
    this.at++;
    this.nextLine();
  }

  private nextLine(): void {
    this.line++;
    this.at = this.starts[this.line] ?? this.text.length;
  }

  private endStatement(last: number): void {
    if (this.first !== null) this.statements.push({ first: this.first, last });
    this.first = null;
  }

  private comment(): void {
    const end = this.lineEnd(this.line);
    const ownLine = this.text.slice(this.starts[this.line], this.at).trim() === "";
    this.comments.push({ start: this.at, end, line: this.line, ownLine });
    this.at = end;
  }

  private string(quote: string): void {
    this.first ??= this.line;
    const triple = this.text.startsWith(quote.repeat(3), this.at);
    this.at += triple ? 3 : 1;
    while (this.at < this.text.length) {
      if (this.text[this.at] === "\\" && !this.isLineEnd(this.at + 1)) this.at += 2;
      else if (this.isLineEnd(this.at) || (this.text[this.at] === "\\" && this.isLineEnd(this.at + 1))) {
        const continued = this.text[this.at] === "\\";
        if (!triple && !continued) return; // An unterminated string ends with its line.
        this.openEnded.add(this.line);
        this.nextLine();
      } else if (this.text.startsWith(triple ? quote.repeat(3) : quote, this.at)) {
        this.at += triple ? 3 : 1;
        return;
      } else this.at++;
    }
  }

  private resumeLineByLine(): void {
    const { line, comments } = this.opened;
    this.matching = false;
    this.depth = 0;
    this.comments.length = comments;
    for (const open of this.openEnded) if (open >= line) this.openEnded.delete(open);
    this.line = line;
    this.at = this.starts[line] as number;
  }

  private isLineEnd(at: number): boolean {
    return this.text[at] === "\n" || this.text[at] === "\r";
  }

  private lineEnd(line: number): number {
    let end = this.starts[line + 1] ?? this.text.length;
    while (end > (this.starts[line] as number) && this.isLineEnd(end - 1)) end--;
    return end;
  }
}

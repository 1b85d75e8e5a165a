/**
 * Reads delimited text as it comes, in pieces of any size. It follows RFC 4180 and what pandas makes of it: quotes are
 * doubled inside quotes, a quote within an unquoted field stands for itself, empty lines are nothing.
 */
import { limits, UnusableFile } from "./dataFile.js";

export interface DelimitedOptions {
  /** One character, or null for any white space. */
  readonly separator: string | null;
  /** Starts a comment; "" for nothing. */
  readonly comment: string;
}

const [quote, newline, carriage] = [34, 10, 13];

export class DelimitedReader {
  /** Text that belongs to a row whose end has not come. */
  private rest = "";
  private line = 1;
  /** Whether a field went over several lines: then a line that starts anywhere may be inside one. */
  spansLines = false;

  constructor(
    private readonly options: DelimitedOptions,
    private readonly row: (fields: string[], line: number) => void,
  ) {}

  /** Takes the next piece. Throws {@link UnusableFile} where the text cannot be told into rows. */
  push(text: string): void {
    const all = this.rest === "" ? text : this.rest + text;
    const used = this.options.separator === null ? this.blankRows(all) : this.rows(all, this.options.separator.charCodeAt(0));
    this.rest = all.slice(used);
    if (this.rest.length > limits.rowLength) throw new UnusableFile(`the row at line ${this.line} is too long, or a quoted field there never ends`);
  }

  /** The text is at its end. */
  end(): void {
    if (this.rest === "") return;
    const quoted = this.rest;
    this.push("\n");
    if (this.rest !== "" && quoted !== "") throw new UnusableFile(`a quoted field that begins at line ${this.line} never ends`);
  }

  /** Forgets a row whose end was not seen; what comes next begins in another place. */
  restart(): void {
    this.rest = "";
  }

  private emit(fields: string[]): void {
    const { comment } = this.options;
    if (fields.length === 1 && fields[0] === "") return;
    if (comment !== "" && fields[0]?.startsWith(comment)) return;
    this.row(fields, this.line);
  }

  /** Returns how much of the text ended in whole rows. */
  private rows(text: string, separator: number): number {
    let used = 0;
    let fields: string[] = [];
    let at = 0;
    let lines = 0;
    while (at < text.length) {
      if (text.charCodeAt(at) === quote) {
        const field = this.quoted(text, at);
        if (field === null) return used;
        lines += field.lines;
        at = field.next;
        // What follows the closing quote belongs to the field.
        const from = at;
        while (at < text.length && !isEnd(text.charCodeAt(at), separator)) at++;
        if (at >= text.length) return used;
        fields.push(from === at ? field.value : field.value + text.slice(from, at));
      } else {
        const from = at;
        while (at < text.length && !isEnd(text.charCodeAt(at), separator)) at++;
        if (at >= text.length) return used;
        fields.push(text.slice(from, at));
      }
      const code = text.charCodeAt(at++);
      if (code === separator) {
        if (at < text.length) continue;
        return used;
      }
      if (code === carriage) {
        // The other half of the line end may not have come yet.
        if (at >= text.length) return used;
        if (text.charCodeAt(at) === newline) at++;
      }
      this.emit(fields);
      this.line += 1 + lines;
      if (lines > 0) this.spansLines = true;
      lines = 0;
      fields = [];
      used = at;
    }
    return used;
  }

  /** The field that begins with the quote at `at`; null when its end has not come. */
  private quoted(text: string, at: number): { value: string; next: number; lines: number } | null {
    let from = at + 1;
    let value = "";
    for (;;) {
      const end = text.indexOf('"', from);
      // A quote at the end of the piece may be half of a doubled one.
      if (end < 0 || end + 1 >= text.length) return null;
      if (text.charCodeAt(end + 1) !== quote) {
        value += text.slice(from, end);
        return { value, next: end + 1, lines: countLines(value) };
      }
      value += text.slice(from, end + 1);
      from = end + 2;
    }
  }

  private blankRows(text: string): number {
    let used = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", used)) {
      const line = text.slice(used, end).trim();
      this.emit(line.split(/\s+/));
      this.line++;
      used = end + 1;
    }
    return used;
  }
}

const isEnd = (code: number, separator: number): boolean => code === separator || code === newline || code === carriage;

function countLines(text: string): number {
  let count = 0;
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) count++;
  return count;
}

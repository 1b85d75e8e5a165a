/**
 * A JSON reader that knows where things stand. It visits the members that its caller asks for and skips the rest
 * without building anything: a notebook's images may weigh fifty megabytes, its code a few kilobytes.
 */

/** Broken JSON, with the offset at which it broke. */
export class JsonError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** A string literal: `start` is just after the opening quote, `end` at the closing one. */
export interface JsonString {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export class JsonScanner {
  /** The offset after what was read last. */
  at = 0;

  constructor(readonly text: string) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  /** What comes next: one of `{ [ " `, or another character for a number or word, or "" at the end. */
  peek(): string {
    this.skipBlanks();
    return this.text.charAt(this.at);
  }

  /** The offset of what comes next. */
  position(): number {
    this.skipBlanks();
    return this.at;
  }

  /** Visits each member of an object. `visit` must read the value, or leave it alone to have it skipped. Not an object: skipped. */
  members(visit: (key: string) => void): void {
    if (this.peek() !== "{") this.skip();
    else
      this.items("{", "}", () => {
        const key = this.string().value;
        this.expect(":");
        this.visitOrSkip(() => visit(key));
      });
  }

  /** Visits each element of an array in the same manner. */
  elements(visit: () => void): void {
    if (this.peek() !== "[") this.skip();
    else this.items("[", "]", () => this.visitOrSkip(visit));
  }

  string(): JsonString {
    this.expect('"');
    const start = this.at;
    const end = this.stringEnd();
    const raw = this.text.slice(start, end);
    this.at = end + 1;
    if (!raw.includes("\\")) return { value: raw, start, end };
    try {
      return { value: JSON.parse(`"${raw.replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")}"`) as string, start, end };
    } catch {
      throw new JsonError("A string has a bad escape.", start);
    }
  }

  /** A string's value, or null for any other value, which is skipped. */
  stringOrNull(): string | null {
    if (this.peek() === '"') return this.string().value;
    this.skip();
    return null;
  }

  numberOrNull(): number | null {
    this.skipBlanks();
    const start = this.at;
    this.skip();
    const value = Number(this.text.slice(start, this.at));
    return Number.isFinite(value) && this.at > start && /[-\d]/.test(this.text.charAt(start)) ? value : null;
  }

  /** Skips one value. Iterative, so that nesting costs no stack. */
  skip(): void {
    let depth = 0;
    do {
      const c = this.peek();
      if (c === "") throw new JsonError("The file ends too early.", this.at);
      if (c === '"') {
        this.at++;
        this.at = this.stringEnd() + 1;
      } else if (c === "{" || c === "[") {
        depth++;
        this.at++;
      } else if (c === "}" || c === "]") {
        if (depth === 0) throw new JsonError("A value is missing.", this.at);
        depth--;
        this.at++;
      } else if (depth > 0 && (c === "," || c === ":")) this.at++;
      else this.word();
    } while (depth > 0);
  }

  /** Throws unless nothing but blanks is left. */
  end(): void {
    if (this.peek() !== "") throw new JsonError("There is text after the end.", this.at);
  }

  private items(open: string, close: string, read: () => void): void {
    this.expect(open);
    if (this.peek() === close) {
      this.at++;
      return;
    }
    for (;;) {
      read();
      const c = this.peek();
      if (c !== "," && c !== close) throw new JsonError(c === "" ? "The file ends too early." : `Expected "," or "${close}".`, this.at);
      this.at++;
      if (c === close) return;
    }
  }

  private visitOrSkip(visit: () => void): void {
    this.skipBlanks();
    const before = this.at;
    visit();
    if (this.at === before) this.skip();
  }

  private word(): void {
    const start = this.at;
    WORD.lastIndex = start;
    if (!WORD.test(this.text)) throw new JsonError(`Unexpected "${this.text.charAt(start)}".`, start);
    this.at = WORD.lastIndex;
  }

  private expect(c: string): void {
    const found = this.peek();
    if (found !== c) throw new JsonError(found === "" ? "The file ends too early." : `Expected ${c === '"' ? "a string" : `"${c}"`}.`, this.at);
    this.at++;
  }

  private skipBlanks(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      this.at++;
    }
  }

  /** The offset of the quote that closes the string whose body starts here. */
  private stringEnd(): number {
    let end = this.text.indexOf('"', this.at);
    while (end >= 0) {
      let slashes = 0;
      while (this.text.charCodeAt(end - 1 - slashes) === 92) slashes++;
      if (slashes % 2 === 0) return end;
      end = this.text.indexOf('"', end + 1);
    }
    throw new JsonError("A string is not closed.", this.at - 1);
  }
}

const WORD = /true|false|null|NaN|-?Infinity|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Reads JSON objects, one a line. Columns are the keys of the first rows; nested values count as their text. */
import { limits, UnusableFile } from "./dataFile.js";

/** Rows that are read before the columns are settled. */
const ahead = 50;

export class JsonLinesReader {
  private rest = "";
  private line = 0;
  private waiting: Record<string, unknown>[] = [];
  private names: string[] | null = null;

  constructor(
    private readonly header: (names: string[]) => void,
    private readonly row: (fields: string[], line: number) => void,
  ) {}

  push(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.take(line);
    if (this.rest.length > limits.rowLength) throw new UnusableFile(`line ${this.line + 1} is too long`);
  }

  end(): void {
    this.take(this.rest);
    this.rest = "";
    if (!this.names) this.settle();
  }

  restart(): void {
    this.rest = "";
  }

  private take(text: string): void {
    this.line++;
    if (text.trim() === "") return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new UnusableFile(`line ${this.line} is no JSON`);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new UnusableFile(`line ${this.line} is no JSON object`);
    if (this.names) this.give(value as Record<string, unknown>);
    else if (this.waiting.push(value as Record<string, unknown>) >= ahead) this.settle();
  }

  private settle(): void {
    this.names = [...new Set(this.waiting.flatMap((row) => Object.keys(row)))];
    this.header(this.names);
    for (const row of this.waiting) this.give(row);
    this.waiting = [];
  }

  private give(row: Record<string, unknown>): void {
    this.row(
      (this.names ?? []).map((name) => textOf(row[name])),
      this.line,
    );
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Makes the profile of a data file from its text, or from its rows. Pure: the host reads the bytes and hands over text, piece by piece. */
import { ColumnTally } from "./column.js";
import { type DataFileRead, type FileProfile, limits, UnusableFile } from "./dataFile.js";
import { DelimitedReader } from "./delimited.js";
import { JsonLinesReader } from "./jsonLines.js";
import { TargetTally } from "./target.js";

/** Values kept over all columns, and at most for one. */
const valuesKept = 400_000;
const valuesEach = 1_000;
/** Share of rows that may have too few fields. */
const shortRows = 0.01;

export class FileProfiler {
  /** Null where rows are handed over, not text. */
  private readonly reader: DelimitedReader | JsonLinesReader | null;
  private columns: ColumnTally[] | null = null;
  private targetTallies = new Map<string, TargetTally>();
  private names: string[] | null = null;
  /** The header has one name fewer than the rows have fields: the first field is the index. */
  private shift = 0;
  private skip: number;
  private rows = 0;
  private short = 0;
  private complete = 0;
  private duplicates = 0;
  private readonly prints = new Set<number>();
  private first = true;
  private jumped = false;
  private index: readonly string[] = [];

  constructor(
    private readonly name: string,
    private readonly read: DataFileRead,
    private readonly targets: readonly string[],
  ) {
    this.skip = read.skip;
    const row = (fields: string[], line: number) => this.take(fields, line);
    this.reader =
      read.format === "parquet"
        ? null
        : read.format === "jsonLines"
          ? new JsonLinesReader((names) => this.settle(names), row)
          : new DelimitedReader({ separator: read.format === "blank" ? null : read.separator, comment: read.comment }, row);
  }

  /** Whether all rows that are wanted have been seen. */
  get isFull(): boolean {
    return this.rows >= (this.read.limit ?? Infinity);
  }

  /** Rows that were counted so far. */
  get seen(): number {
    return this.rows;
  }

  /** Whether the file may be entered in its middle: not where a field goes over lines, or where the program reads the first rows alone. */
  get mayJump(): boolean {
    return this.read.limit === null && !(this.reader instanceof DelimitedReader && this.reader.spansLines);
  }

  /** Throws {@link UnusableFile}. */
  push(text: string): void {
    if (this.isFull) return;
    if (this.rows > 2 * limits.rows) throw new UnusableFile("its rows are too many and too uneven for a sample");
    const clean = this.first ? text.replace(/^\uFEFF/, "") : text;
    this.first = false;
    if (clean.includes("\0")) throw new UnusableFile("it is no text in the expected encoding");
    this.reader?.push(clean);
  }

  /** Names the columns of rows that come with {@link row}, and which of them are the index. */
  begins(names: readonly string[], index: readonly string[]): void {
    this.settle(names);
    this.index = index;
  }

  /** Takes a row: a value for each column, null for a missing one. */
  row(values: readonly (string | null)[]): void {
    const columns = this.columns ?? [];
    this.tally(
      values.map((value) => value ?? ""),
      columns.map((column, i) => column.addValue(values[i] ?? null)),
    );
  }

  /** What comes next stands elsewhere in the file, at the start of a line. */
  jump(): void {
    this.reader?.restart();
    this.jumped = true;
    for (const column of this.columns ?? []) column.gap();
    for (const target of this.targetTallies.values()) target.gap();
  }

  /** `sampled`: not all of the file was handed over. Throws {@link UnusableFile}. */
  finish(sampled: boolean): FileProfile {
    if (!sampled && !this.isFull) this.reader?.end();
    if (sampled && !this.mayJump) throw new UnusableFile("it is too large for its fields that go over several lines: only its beginning could be read");
    const { columns } = this;
    if (!columns || this.rows === 0) throw new UnusableFile("it has no rows");
    if (this.short > shortRows * this.rows + 1) throw new UnusableFile(`${this.short} of ${this.rows} rows have fewer fields than there are columns`);
    const byChance = columns.reduce((product, column) => product * column.sameness, this.rows) * this.rows;
    return {
      name: this.name,
      rows: this.rows,
      sampled,
      columns: new Map(columns.map((column) => [column.name, column.profile()])),
      targets: new Map([...this.targetTallies].map(([name, tally]) => [name, tally.profile()])),
      index: this.index,
      complete: this.complete,
      duplicates: this.duplicates,
      byChance: Math.min(this.rows, byChance),
      prints: this.prints,
    };
  }

  private settle(names: readonly string[]): void {
    if (names.length > limits.columns) throw new UnusableFile(`it has more than ${limits.columns} columns`);
    const given = this.read.names ?? names;
    const cap = Math.max(60, Math.min(valuesEach, Math.floor(valuesKept / Math.max(1, names.length))));
    this.columns = withoutRepeats(given).map((name) => new ColumnTally(name, cap));
    for (const target of new Set(this.targets)) {
      const at = this.columns.findIndex((column) => column.name === target);
      if (at >= 0) this.targetTallies.set(target, new TargetTally(this.columns, at));
    }
  }

  private take(fields: string[], line: number): void {
    if (this.skip > 0) {
      this.skip--;
      return;
    }
    if (!this.columns && this.read.format !== "jsonLines") {
      if (this.names === null && this.read.header) {
        this.names = fields;
        this.checkHeader(fields);
        return;
      }
      this.begin(fields);
    }
    if (!this.isFull) this.count(fields, line);
  }

  private checkHeader(fields: readonly string[]): void {
    const [only = ""] = fields;
    const { format, separator } = this.read;
    const other = format === "delimited" && fields.length === 1 && separator !== ";" && /;.*;/.test(only) ? ";" : null;
    if (other) throw new UnusableFile(`its fields are separated by "${other}", not by ${JSON.stringify(separator)}`);
  }

  /** The first row of values settles the columns. */
  private begin(fields: readonly string[]): void {
    const names = this.names ?? this.read.names ?? fields.map((_, i) => String(i));
    if (this.names && fields.length === names.length + 1 && this.read.index === null) this.shift = 1;
    this.settle(names);
  }

  private count(given: string[], line: number): void {
    const columns = this.columns as ColumnTally[];
    const fields = this.shift ? given.slice(this.shift) : given;
    if (fields.length > columns.length) {
      // A separator at the end of each line makes an empty field.
      const isTrailing = fields.length === columns.length + 1 && fields.at(-1) === "";
      if (!isTrailing && this.read.skipsBadRows) return;
      if (!isTrailing) throw new UnusableFile(`${this.jumped ? "a row" : `line ${line}`} has ${given.length} fields, and there are ${columns.length} columns`);
      fields.pop();
    } else if (fields.length < columns.length) {
      // A separator behind the last name makes a column that no row has.
      const isTrailing = fields.length === columns.length - 1 && this.names?.at(-1) === "";
      if (!isTrailing) this.short++;
      while (fields.length < columns.length) fields.push("");
    }
    this.tally(
      fields,
      columns.map((column, i) => column.add(fields[i] as string)),
    );
  }

  private tally(fields: readonly string[], codes: readonly number[]): void {
    this.rows++;
    const print = fingerprint(fields);
    if (this.prints.has(print)) this.duplicates++;
    else this.prints.add(print);
    if (!codes.includes(-1)) this.complete++;
    for (const target of this.targetTallies.values()) target.add(fields, codes);
  }
}

/** 53 bits of two FNV-1a hashes: two different rows of a million have the same one about once in 20,000 files. */
function fingerprint(fields: readonly string[]): number {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (const field of fields) {
    for (let i = 0; i < field.length; i++) {
      const c = field.charCodeAt(i);
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(b ^ c, 0x85ebca6b) ^ (b >>> 13);
    }
    a = Math.imul(a ^ 31, 0x01000193);
    b = Math.imul(b ^ 31, 0x85ebca6b) ^ (b >>> 13);
  }
  return (a >>> 0) * 0x200000 + ((b >>> 0) & 0x1fffff);
}

/** As pandas names them: "a", "a.1"; "Unnamed: 0" for none. */
function withoutRepeats(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((given, i) => {
    const name = given === "" ? `Unnamed: ${i}` : given;
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return times === 0 ? name : `${name}.${times}`;
  });
}

/** What a program asks of a data file, and what is known of the file: plain data, made here and read by the trace. */

/** A call that reads a file by a path that stands in the program, with all that decides how its text becomes columns. */
export interface DataFileRead {
  /** As written: relative to where the program runs. */
  readonly path: string;
  /** delimited: a character between fields. blank: white space between fields. jsonLines: one JSON object a line. parquet: none of the options below but `limit`. */
  readonly format: "delimited" | "blank" | "jsonLines" | "parquet";
  readonly separator: string;
  /** Whether the first line names the columns. */
  readonly header: boolean;
  /** Names given in the program; they replace those of the file. */
  readonly names: readonly string[] | null;
  /** Lines before the header that are left out. */
  readonly skip: number;
  /** Rows that are read; null for all. */
  readonly limit: number | null;
  /** The column that becomes the index: its number or name; null for none. */
  readonly index: number | string | null;
  /** What starts a comment; "" for nothing. */
  readonly comment: string;
  /** As a label that a TextDecoder knows. */
  readonly encoding: string;
  readonly decimal: string;
  /** Rows with too many fields are left out, not an error. */
  readonly skipsBadRows: boolean;
}

export interface ColumnProfile {
  readonly name: string;
  readonly missing: number;
  /** Different values; null when there are more than were counted. */
  readonly distinct: number | null;
  /** unsure: numbers with a decimal comma, which a program reads as text. */
  readonly kind: "number" | "date" | "text" | "unsure";
  /** Rows by value, most frequent first, missing values left out; null when there are more than 50 values. */
  readonly counts: readonly { readonly value: string; readonly count: number }[] | null;
  /** Of dates that never turn back: their direction, and the share of steps that are equal. */
  readonly time: { readonly order: "up" | "down"; readonly regular: number } | null;
  /** Of a column that is called like an id: different ids, and rows whose id has other rows too. */
  readonly ids: { readonly distinct: number; readonly shared: number } | null;
}

/** What else is known when a column is what a model predicts. */
export interface TargetProfile {
  /** Columns that tell it in every row. equal: the same values. renamed: other words, one for each. tells: each value has one answer. */
  readonly told: readonly { readonly column: string; readonly how: "equal" | "renamed" | "tells"; readonly values: number }[];
  /** Correlation of a number with that of the row before; null for classes. */
  readonly neighbours: number | null;
  /** By id column: how much more alike two rows of one id are than any two rows, from 0 to 1. */
  readonly alike: ReadonlyMap<string, number>;
}

export interface FileProfile {
  /** Name without folders. */
  readonly name: string;
  /** The file is not where the program reads it, but nearby under the same name: it may be another one, and is no evidence for a fault. */
  readonly near?: boolean;
  /** Rows that were looked at. */
  readonly rows: number;
  /** The file has more rows than were looked at: stretches from all over it. */
  readonly sampled: boolean;
  readonly columns: ReadonlyMap<string, ColumnProfile>;
  readonly targets: ReadonlyMap<string, TargetProfile>;
  /** Columns that the file itself says are the index of its table. */
  readonly index: readonly string[];
  /** Rows without a missing value. */
  readonly complete: number;
  /** Rows that equal an earlier one in all columns. */
  readonly duplicates: number;
  /** Rows that would equal another by chance if columns had nothing to do with each other. */
  readonly byChance: number;
  /** Fingerprints of the rows, to compare files. */
  readonly prints: ReadonlySet<number>;
}

/** Bytes of a file that are wanted next. A length of 0 asks for nothing: it is a moment to let other work go first. */
export interface Piece {
  readonly at: number;
  readonly length: number;
}

/** Why a file tells nothing: broken, in another encoding, too wide. The message is for people and names no path. */
export class UnusableFile extends Error {}

/** How the engine asks for profiles. Answers at once: what is not known yet is null, and the host checks again when it is. */
export interface DataFiles {
  /** `targets`: columns that models of the program predict; `document`: the path of the program. */
  profile(read: DataFileRead, targets: readonly string[], document: string): FileProfile | null;
}

/** How much of a file is looked at. */
export const limits = {
  /** Bytes that are read of a file; of a larger one stretches that make up as much. */
  bytes: 32_000_000,
  rows: 300_000,
  columns: 2_000,
  /** Milliseconds of reading and counting. */
  time: 8_000,
  /** Characters in one row. */
  rowLength: 1_000_000,
  /** Bytes that are read of a Parquet file, whose pages come whole, and that its pages unfold to. */
  parquetBytes: 128_000_000,
  /** Values of a Parquet file that are counted, and those of its pages that are in memory at one time. */
  parquetCounted: 3_000_000,
  parquetValues: 16_000_000,
  /** Bytes of the list of columns at its end. */
  parquetFooter: 4_000_000,
};

/** The port behind which data is read. Engines answer with counts and moments; rows never cross it. */
import type { Distances } from "./stats/pooled.js";

/** Files, globs or folders; several are read as one data set. */
export interface Source {
  readonly paths: readonly string[];
  /** By the files' endings if absent. */
  readonly format?: "csv" | "parquet" | "json";
  readonly decimalSeparator?: "." | ",";
  readonly encoding?: string;
  /** Columns of CSV files to read as they stand, so that nothing is guessed about them. */
  readonly asText?: readonly string[];
}

export type Family = "number" | "boolean" | "text" | "date" | "other";

export interface Opened {
  /** Names the data set in later calls. */
  readonly id: string;
  readonly name: string;
  readonly rows: number;
  /** Rows that could not be read, and the commonest reasons. */
  readonly rejected: number;
  readonly rejections: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string; readonly family: Family }[];
}

/** How a column is read: numbers of a text column are those that parse. */
export interface Read {
  readonly column: string;
  readonly as: "number" | "date" | "category" | "presence";
}

export interface Facts {
  readonly missing: number;
  readonly infinite: number;
  readonly unparsable: number;
  /** Of finite numbers, or seconds since 1970; null if there are none. */
  readonly numbers: { readonly rows: number; readonly mean: number; readonly squares: number; readonly min: number; readonly max: number } | null;
  /** Approximate; 0 where not asked. */
  readonly distinct: number;
}

export type CountPlan =
  | { readonly column: string; readonly as: "number"; readonly cuts: readonly number[] }
  /** The commonest `most`, besides those to `keep`, and counts by hash if asked or if there are more. `numeric`: values are numbers and named as JavaScript would. */
  | {
      readonly column: string;
      readonly as: "category";
      readonly numeric: boolean;
      readonly most: number;
      readonly keep: readonly string[];
      readonly buckets: boolean;
    };

export interface CountedCategories {
  readonly categories: readonly (readonly [name: string, count: number])[];
  readonly otherRows: number;
  readonly otherDistinct: number;
  readonly buckets: readonly number[] | null;
}

export type Counted =
  /** In (−∞, c1], …, (ck, ∞). */
  { readonly counts: readonly number[] } | CountedCategories;

/** A column that could not be handled; the others go on. */
export interface Failed {
  readonly failed: string;
}

export interface Watch {
  progress?(step: string, share: number): void;
  /** Calls `act` once when the work is no longer wanted. */
  onCancel?(act: () => void): void;
}

/** Rejects with {@link DriftProblem} where people can do something about it. Results keep the order of what was asked. */
export interface DriftEngine {
  open(source: Source, watch?: Watch): Promise<Opened>;
  summarise(id: string, reads: readonly Read[], watch?: Watch): Promise<(Facts | Failed)[]>;
  /** Values near these shares of the finite numbers; approximate, but the same every time. */
  quantiles(id: string, columns: readonly string[], shares: readonly number[], watch?: Watch): Promise<(readonly number[] | Failed)[]>;
  count(id: string, plans: readonly CountPlan[], watch?: Watch): Promise<(Counted | Failed)[]>;
  distances(reference: string, current: string, columns: readonly string[], watch?: Watch): Promise<(Distances | Failed)[]>;
  dispose(): Promise<void>;
}

/** Something is wrong with the data or the installation; the message is for people. */
export class DriftProblem extends Error {}

export const failed = (result: object): result is Failed => "failed" in result;

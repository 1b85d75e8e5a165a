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
  /** Unless false, about how many distinct values there are is asked too, which costs as much as all the rest. */
  readonly distinct?: boolean;
}

export interface Facts {
  readonly missing: number;
  readonly infinite: number;
  readonly unparsable: number;
  /** Of finite numbers, or seconds since 1970; null if there are none. */
  readonly numbers: { readonly rows: number; readonly mean: number; readonly squares: number; readonly min: number; readonly max: number } | null;
  /** Approximate; of a sample where that is enough to tell codes, categories and texts apart; 0 where not asked. */
  readonly distinct: number;
}

export type CountPlan =
  /** `facts`: those of {@link DriftEngine.summarise} as well, from the same pass; only where the engine `countsFacts`. */
  | { readonly column: string; readonly as: "number"; readonly cuts: readonly number[]; readonly facts?: true }
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
  { readonly counts: readonly number[]; readonly facts?: Facts } | CountedCategories;

/** A column that could not be handled; the others go on. */
export interface Failed {
  readonly failed: string;
}

/** A stretch (from, to] of a column, and how many finite rows of each side lie at or before `from`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly reference: number;
  readonly current: number;
}

export interface StretchPlan {
  readonly column: string;
  /** All finite rows of each side. */
  readonly rows: { readonly reference: number; readonly current: number };
  /** Ascending, apart from one another. */
  readonly stretches: readonly Stretch[];
}

/** Largest |F − G| in each stretch, where it is, with its sign, and ∫ |F − G| over it. */
export interface WithinStretch {
  readonly ks: number;
  readonly location: number;
  readonly sign: 1 | -1;
  readonly wasserstein: number;
}

/** How the categories of both sides lie to one another, where they are too many to name. */
export interface Overlap {
  /** Categories by their rows on both sides together; `only…` of them lie wholly on one. */
  readonly groups: readonly { readonly rows: number; readonly categories: number; readonly onlyReference: number; readonly onlyCurrent: number }[];
  /** The largest of those that only one side has, with their rows. */
  readonly vanished: readonly (readonly [name: string, rows: number])[];
  readonly fresh: readonly (readonly [name: string, rows: number])[];
}

export interface Watch {
  progress?(step: string, share: number): void;
  /** The first figures of a comparison, long before its verdicts: rows without a value; null on a side that a baseline stands for. */
  facts?(columns: readonly { readonly name: string; readonly reference: number | null; readonly current: number | null }[]): void;
  /** Calls `act` once when the work is no longer wanted. */
  onCancel?(act: () => void): void;
}

/** Rejects with {@link DriftProblem} where people can do something about it. Results keep the order of what was asked. */
export interface DriftEngine {
  /** Rows are on another machine: only counts and values of short stretches are asked for, and figures may stay bounds. */
  readonly rowsStay?: boolean;
  /** Facts can be had with counts, in one pass. */
  readonly countsFacts?: boolean;
  open(source: Source, watch?: Watch): Promise<Opened>;
  summarise(id: string, reads: readonly Read[], watch?: Watch): Promise<(Facts | Failed)[]>;
  /** Values near these shares of the finite numbers; approximate, but the same every time. */
  quantiles(id: string, columns: readonly string[], shares: readonly number[], watch?: Watch): Promise<(readonly number[] | Failed)[]>;
  count(id: string, plans: readonly CountPlan[], watch?: Watch): Promise<(Counted | Failed)[]>;
  distances(reference: string, current: string, columns: readonly string[], watch?: Watch): Promise<(Distances | Failed)[]>;
  /** The same for some stretches alone: only their rows are sorted. */
  distancesWithin(reference: string, current: string, plans: readonly StretchPlan[], watch?: Watch): Promise<(readonly WithinStretch[] | Failed)[]>;
  /** Of columns whose categories are too many to name; left out where categories cannot be matched. */
  overlap?(
    reference: string,
    current: string,
    columns: readonly { readonly column: string; readonly numeric: boolean }[],
    watch?: Watch,
  ): Promise<(Overlap | Failed)[]>;
  dispose(): Promise<void>;
}

/** Something is wrong with the data or the installation; the message is for people. */
export class DriftProblem extends Error {}

export const failed = (result: object): result is Failed => "failed" in result;

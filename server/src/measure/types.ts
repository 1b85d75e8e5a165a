/** What a measurement is made of: plain data, the same for the editor and the command line. */

/** The program as it stands, or with the fix. */
export type Side = "leak" | "fixed";

/** A place in the program: the number of a unit, or the path of another file of the project; lines are 1-based. */
export interface CodePlace {
  readonly unit: number | string;
  readonly line: number;
}

/** What is run: a script, or the cells of a notebook with their magics masked. */
export interface Variant {
  readonly notebook: boolean;
  readonly units: readonly { readonly cell: number | null; readonly text: string }[];
}

export interface Score {
  /** metric: a metric function. score: a `score` method. cv: mean over folds. search: `best_score_`. evaluate: a trainer's own. printed: read from the output. */
  readonly how: "metric" | "score" | "cv" | "search" | "evaluate" | "printed";
  /** The metric; for what was printed, its line with `#` for numbers. */
  readonly name: string;
  readonly value: number;
  /** Digits after the point that were printed; null for what was computed. */
  readonly decimals: number | null;
  /** From the outermost place of the user's code to the innermost. */
  readonly path: readonly CodePlace[];
}

/** What one run left in its file of records. */
export interface Records {
  readonly scores: readonly Score[];
  /** Traceback of what ended the program early. */
  readonly error: string | null;
  /** The program came to its end, well or not. */
  readonly ended: boolean;
  /** Paths outside of the copy that were written. */
  readonly wrote: readonly string[];
  /** What could not be hooked into. */
  readonly notes: readonly string[];
}

export type Outcome = "done" | "failed" | "timeout" | "cancelled";

export interface Run extends Records {
  readonly side: Side;
  /** 0 has the program's own seeds; the others add their number to them. */
  readonly seed: number;
  readonly outcome: Outcome;
  readonly seconds: number;
  /** The end of what it printed, both streams. */
  readonly output: string;
}

/** A score on both sides. */
export interface ScoreRow {
  readonly how: Score["how"];
  readonly name: string;
  /** The innermost place, in the program as it stands; null for a score that only the fixed one has. */
  readonly place: CodePlace | null;
  /** All places from the outermost to the innermost, in the program as it stands. */
  readonly path: readonly CodePlace[];
  /** Values by run; several calls in one run are taken as their mean. */
  readonly leak: Sample;
  readonly fixed: Sample;
  readonly better: Direction;
}

export type Direction = "higher" | "lower" | null;

export interface Sample {
  readonly values: readonly number[];
  /** Most calls in one run. */
  readonly calls: number;
}

export interface Verdict {
  readonly kind: "optimistic" | "noise" | "same" | "pessimistic" | "differs" | "none";
  /** "0.93 with the leak, 0.71 without." */
  readonly headline: string;
  /** What it means, in a sentence or two. */
  readonly meaning: string;
}

/** Everything that a result shows. */
export interface Measurement {
  /** The document as people know it. */
  readonly document: string;
  /** Its name for jumps: a path or URI. */
  readonly filename: string;
  readonly notebook: boolean;
  /** Cell numbers by unit of the program as it stands. */
  readonly cells: readonly (number | null)[];
  readonly finding: { readonly code: string; readonly slug: string; readonly message: string; readonly url: string | null };
  readonly fix: string;
  readonly python: string;
  readonly folder: string;
  readonly copied: { readonly files: number; readonly bytes: number };
  readonly limitSeconds: number;
  readonly seeds: number;
  /** Lines that are no Python and were left out. */
  readonly leftOut: readonly string[];
  readonly runs: readonly Run[];
  readonly rows: readonly ScoreRow[];
  /** Index of the row that the verdict is about, and whether it is a score that the finding is about or only the last one. */
  readonly judged: { readonly row: number; readonly by: "finding" | "last" } | null;
  readonly verdict: Verdict;
}

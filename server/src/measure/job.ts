/** What the machine is asked to do for a measurement, and what it tells while it does. */
import type { FoundFile, Survey } from "./mirror.js";
import type { Run, Side, Variant } from "./types.js";

export interface Interpreter {
  /** Absolute, or a name on the PATH. */
  readonly path: string;
  /** "3.12.4" */
  readonly version: string;
}

export interface Job {
  readonly python: string;
  /** The folder that is copied, absolute. */
  readonly folder: string;
  readonly files: readonly FoundFile[];
  /** Folders that exist though no file in them is copied. */
  readonly folders: readonly string[];
  /** The document, below the folder, with `/`. */
  readonly document: string;
  /** The working directory, below the folder; "" for the folder itself. */
  readonly cwd: string;
  readonly variants: Readonly<Record<Side, Variant>>;
  /** Runs a side. */
  readonly seeds: number;
  /** For each run. */
  readonly limitSeconds: number;
}

export interface JobEvents {
  /** Before each run, numbered from 1. */
  running(run: number, of: number, side: Side, seed: number): void;
  /** Settles, or is already set, when the measurement is to stop. */
  readonly cancelled: { readonly isCancellationRequested: boolean; onCancellationRequested(listener: () => void): { dispose(): void } };
}

/** What only a machine with files and processes can do. Methods reject with an Error whose message is for people. */
export interface Measurer {
  interpreter(path: string): Promise<Interpreter>;
  survey(folder: string): Promise<Survey>;
  /** All runs that were done; those of one seed follow one another. */
  run(job: Job, events: JobEvents): Promise<readonly Run[]>;
}

/** The order of runs: both sides of a seed, then the next seed, so that what was reached when time is up can be compared. */
export const runOrder = (seeds: number): { side: Side; seed: number }[] =>
  Array.from({ length: seeds }, (_, seed) => [
    { side: "leak" as const, seed },
    { side: "fixed" as const, seed },
  ]).flat();

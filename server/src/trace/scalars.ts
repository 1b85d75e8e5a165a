/** What is known of values without rows: of numbers above all, which say how many rows a slice takes. */
import type { Ending } from "./acts.js";

export interface Scalar {
  /** Two equal symbols are equal numbers. */
  readonly length?: string;
  readonly hint?: string;
  readonly ends?: Ending;
  /** A string that is known but for the places marked `*`. */
  readonly text?: string;
  readonly share?: Share;
}

/** Of a number of rows, known by its symbol, this share: `len(X) * 0.8`. */
export interface Share {
  readonly of: string;
  readonly by: number;
}

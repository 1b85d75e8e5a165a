/** What is known of a data set without its rows: counts at cuts, counts of categories, moments. Profiles with equal cuts can be added up. */

import * as l10n from "@vscode/l10n";
import type { Family } from "./engine.js";
import { firstAtLeast } from "./stats/bins.js";
import { total } from "./stats/pooled.js";

/** How a column is compared. `other` (nested, binary) and `text` (names, identifiers, prose) only by their missing share. */
export type Kind = "number" | "category" | "date" | "text" | "other";

/** Finite values only. */
export interface NumberSummary {
  readonly rows: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
  readonly min: number;
  readonly max: number;
  /** Ascending, distinct. `counts[i]` rows lie in (cuts[i−1], cuts[i]], the last beyond all cuts. */
  readonly cuts: readonly number[];
  readonly counts: readonly number[];
  /** Equal bins for drawing; their edges are among the cuts. */
  readonly display: { readonly from: number; readonly to: number; readonly bins: number } | null;
}

export interface CategorySummary {
  /** The commonest, by falling count. */
  readonly counts: Readonly<Record<string, number>>;
  /** Rows and distinct values of all the rest. */
  readonly otherRows: number;
  readonly otherDistinct: number;
  /**
   * Counts by a hash of the name, where there are too many names to keep. Names kept for being common in the reference would look
   * rarer anywhere else, by chance alone; buckets are chosen by nothing.
   */
  readonly buckets: readonly number[] | null;
}

export interface ColumnProfile {
  readonly name: string;
  /** As the engine calls it. */
  readonly type: string;
  readonly family: Family;
  readonly kind: Kind;
  readonly rows: number;
  /** Null or NaN. */
  readonly missing: number;
  readonly infinite: number;
  /** Values that should be numbers and are not. */
  readonly unparsable: number;
  /** Approximate. */
  readonly distinct: number;
  readonly numbers: NumberSummary | null;
  readonly categories: CategorySummary | null;
}

export interface DatasetProfile {
  readonly name: string;
  readonly rows: number;
  /** Rows that could not be read. */
  readonly rejected: number;
  readonly columns: readonly ColumnProfile[];
}

/** Rows with a value that can be compared. */
export const comparable = (column: ColumnProfile): number => column.numbers?.rows ?? column.rows - column.missing - column.unparsable;

export const deviation = ({ rows, squares }: NumberSummary): number => (rows > 0 ? Math.sqrt(squares / rows) : 0);

/** Interpolated between cuts; exact at them. */
export function quantileOf(numbers: NumberSummary, p: number): number {
  const goal = p * numbers.rows;
  let before = 0;
  for (let i = 0; i < numbers.counts.length; i++) {
    const count = numbers.counts[i] as number;
    if (before + count >= goal && count > 0) {
      const from = Math.max(numbers.min, numbers.cuts[i - 1] ?? numbers.min);
      const to = Math.min(numbers.max, numbers.cuts[i] ?? numbers.max);
      return from + ((to - from) * (goal - before)) / count;
    }
    before += count;
  }
  return numbers.max;
}

/** Counts in fewer bins: those of (−∞, e1], (e1, e2], …; the edges must be among the cuts. */
export function countsAt({ cuts, counts }: NumberSummary, edges: readonly number[]): number[] {
  const result = new Array<number>(edges.length + 1).fill(0);
  counts.forEach((count, i) => {
    // The last bin, beyond all cuts, lies beyond all edges too.
    const bin = i === cuts.length ? edges.length : firstAtLeast(edges, cuts[i] as number);
    result[bin] = (result[bin] as number) + count;
  });
  return result;
}

/** Inner edges, chosen from the cuts, of at most `bins` bins with about as many reference rows each. */
export function quantileEdges({ cuts, counts, rows }: NumberSummary, bins: number): number[] {
  const edges: number[] = [];
  let [sum, goal] = [0, 1];
  cuts.forEach((cut, i) => {
    sum += counts[i] as number;
    // The cut nearest to each goal: stop when half of the next bin would overshoot by more.
    const reached = ((sum + (counts[i + 1] ?? 0) / 2) * bins) / rows;
    if (reached < goal || sum === 0 || sum >= rows) return;
    edges.push(cut);
    goal = Math.floor(reached) + 1;
  });
  return edges;
}

/** Adds two profiles of one column, by Chan's formula for the moments. */
export function mergeColumns(a: ColumnProfile, b: ColumnProfile): ColumnProfile {
  if (a.kind !== b.kind) throw new Error(l10n.t('column "{0}" is a {1} in one profile and a {2} in the other', a.name, a.kind, b.kind));
  const sum = (key: "rows" | "missing" | "infinite" | "unparsable") => a[key] + b[key];
  return {
    ...a,
    rows: sum("rows"),
    missing: sum("missing"),
    infinite: sum("infinite"),
    unparsable: sum("unparsable"),
    distinct: Math.max(a.distinct, b.distinct),
    numbers: a.numbers && b.numbers && mergeNumbers(a.name, a.numbers, b.numbers),
    categories: a.categories && b.categories && mergeCategories(a.categories, b.categories),
  };
}

function mergeNumbers(name: string, a: NumberSummary, b: NumberSummary): NumberSummary {
  if (a.cuts.length !== b.cuts.length || a.cuts.some((cut, i) => cut !== b.cuts[i]))
    throw new Error(l10n.t('column "{0}" was counted at other cuts; write the second baseline with the first as --baseline', name));
  const rows = a.rows + b.rows;
  const shift = b.mean - a.mean;
  return {
    ...a,
    rows,
    mean: rows > 0 ? a.mean + (shift * b.rows) / rows : 0,
    squares: a.squares + b.squares + (rows > 0 ? (shift * shift * a.rows * b.rows) / rows : 0),
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    counts: a.counts.map((count, i) => count + (b.counts[i] as number)),
  };
}

function mergeCategories(a: CategorySummary, b: CategorySummary): CategorySummary {
  const counts = new Map(Object.entries(a.counts));
  for (const [name, count] of Object.entries(b.counts)) counts.set(name, (counts.get(name) ?? 0) + count);
  return {
    counts: Object.fromEntries([...counts].sort((x, y) => y[1] - x[1])),
    otherRows: a.otherRows + b.otherRows,
    otherDistinct: Math.max(a.otherDistinct, b.otherDistinct),
    buckets: a.buckets && b.buckets && a.buckets.map((count, i) => count + ((b.buckets as readonly number[])[i] as number)),
  };
}

/** Both sides' counts over the same categories, with the rest in one cell. */
export function alignCategories(reference: CategorySummary, current: CategorySummary) {
  const known = new Map(Object.entries(reference.counts));
  const names = [...known.keys()];
  const seen = new Map(Object.entries(current.counts));
  let currentOther = current.otherRows;
  // A name that the reference may have among its rest says nothing alone.
  for (const [name, count] of seen)
    if (!known.has(name)) {
      if (reference.otherRows > 0) currentOther += count;
      else names.push(name);
    }
  const a = names.map((name) => known.get(name) ?? 0);
  const b = names.map((name) => seen.get(name) ?? 0);
  const hasOther = reference.otherRows + currentOther > 0;
  return {
    names,
    other: hasOther,
    reference: hasOther ? [...a, reference.otherRows] : a,
    current: hasOther ? [...b, currentOther] : b,
    rows: { reference: total(a) + reference.otherRows, current: total(b) + currentOther },
  };
}

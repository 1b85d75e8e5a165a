/** Where to cut numbers into bins. */

/** Linear interpolation between order statistics (Hyndman & Fan's type 7, NumPy's default); `sorted` ascending, 0 ≤ p ≤ 1. */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const a = sorted[low] as number;
  const b = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  // As NumPy: from the nearer end, so that both ends are exact.
  const t = at - low;
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}

/** Inner edges of ten bins that hold a tenth of the reference each; fewer where values are tied. */
export function decileEdges(sorted: ArrayLike<number>): number[] {
  return distinct(Array.from({ length: 11 }, (_, i) => quantile(sorted, i / 10))).slice(1, -1);
}

/** Sturges's rule: ceil(log2(n) + 1) equal bins over the whole range; all edges, both ends included. */
export function sturgesEdges(min: number, max: number, rows: number): number[] {
  if (min === max) return [min - 0.5, max + 0.5];
  const bins = Math.ceil((max - min) / ((max - min) / (Math.log2(rows) + 1)));
  return equalEdges(min, max, bins);
}

/** Edges of `bins` equal bins, as NumPy's linspace. */
export function equalEdges(min: number, max: number, bins: number): number[] {
  const step = (max - min) / bins;
  return Array.from({ length: bins + 1 }, (_, i) => (i === bins ? max : i * step + min));
}

/** Counts in [e0, e1), [e1, e2), … with the last bin closed, as NumPy's histogram; values outside are left out. */
export function countBetween(values: Iterable<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const last = edges[edges.length - 1] as number;
  for (const value of values) {
    if (value < (edges[0] as number) || value > last) continue;
    const bin = value === last ? counts.length - 1 : firstAbove(edges, value) - 1;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/** Counts in (−∞, e1], (e1, e2], …, (ek, ∞): one more than there are edges. */
export function countUpTo(values: Iterable<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    const bin = firstAtLeast(edges, value);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/** Index of the first edge > value. */
export const firstAbove = (edges: ArrayLike<number>, value: number): number => search(edges, (edge) => edge > value);

/** Index of the first edge ≥ value. */
export const firstAtLeast = (edges: ArrayLike<number>, value: number): number => search(edges, (edge) => edge >= value);

function search(edges: ArrayLike<number>, holds: (edge: number) => boolean): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(edges[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const distinct = (ascending: readonly number[]): number[] => ascending.filter((value, i) => i === 0 || value !== ascending[i - 1]);

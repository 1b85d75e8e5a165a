/** Where to cut numbers into bins. */

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

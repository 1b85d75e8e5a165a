/**
 * Numbers of many columns in one pass, in typed arrays: an aggregate of DuckDB's for each figure would cost several times as much.
 * NULL arrives as NaN.
 */
import type { DuckDBConnection, DuckDBVector } from "@duckdb/node-api";
import { firstAtLeast } from "../../drift/stats/bins.js";

/** `take` gets each column's values, a few thousand rows at a time, in any order of blocks. The query selects doubles alone. */
export async function eachBlock(connection: DuckDBConnection, sql: string, take: (columns: readonly Float64Array[]) => void): Promise<void> {
  const result = await connection.stream(sql);
  const width = result.columnCount;
  // The next block is read while this one is counted.
  let coming = result.fetchChunk();
  for (let chunk = await coming; chunk && chunk.rowCount > 0; chunk = await coming) {
    coming = result.fetchChunk();
    const block = chunk;
    take(Array.from({ length: width }, (_, i) => doublesOf(block.getColumnVector(i))));
  }
}

/** The vector's own memory, where the binding lets it be seen; value by value otherwise. */
function doublesOf(vector: DuckDBVector): Float64Array {
  const { items } = vector as unknown as { readonly items?: unknown };
  if (items instanceof Float64Array) return items;
  return Float64Array.from({ length: vector.itemCount }, (_, i) => Number(vector.getItem(i) ?? Number.NaN));
}

/** Count, mean and squared deviations of finite numbers, added up by Chan's formula; NaN and infinite values are counted apart. */
export class Moments {
  rows = 0;
  mean = 0;
  /** What the mean's last digit leaves of it. */
  private rest = 0;
  squares = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  nan = 0;
  infinite = 0;

  add(values: Float64Array): void {
    // Deviations from a value near the mean: their squares keep the digits that those of the values themselves would lose.
    const near = this.rows > 0 ? this.mean : (values.find(Number.isFinite) ?? 0);
    let [rows, sum, squares, nan] = [0, 0, 0, 0];
    let { min, max } = this;
    for (let i = 0; i < values.length; i++) {
      const x = values[i] as number;
      if (x - x === 0) {
        const from = x - near;
        rows++;
        sum += from;
        squares += from * from;
        if (x < min) min = x;
        if (x > max) max = x;
      } else if (Number.isNaN(x)) nan++;
    }
    this.nan += nan;
    this.infinite += values.length - rows - nan;
    if (rows === 0) return;
    const all = this.rows + rows;
    const shift = sum / rows - this.rest;
    const rest = this.rest + (shift * rows) / all;
    this.squares += Math.max(0, squares - (sum * sum) / rows) + ((shift * shift * this.rows) / all) * rows;
    this.mean = near + rest;
    this.rest = rest - (this.mean - near);
    this.rows = all;
    this.min = min;
    this.max = max;
  }
}

const cells = 2048;
const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/**
 * Counts of finite numbers in (−∞, c1], …, (ck, ∞). A table says for each cell of the number line which cuts lie in it, so that most values
 * are placed without a search. Cells are steps of the value or, where the cuts are crowded then (heavy tails), of its leading bits:
 * both rise with the value, and nothing else is asked of them.
 */
export class Histogram {
  /** Rows of each bin. */
  readonly counts: Float64Array;
  private readonly cuts: Float64Array;
  private readonly first: Int32Array;
  private readonly byBits: boolean;
  private readonly from: number;
  private readonly scale: number;
  private readonly shift: number;

  constructor(cuts: readonly number[]) {
    // Adding nothing makes a negative zero positive: they are equal, and their bits are not.
    this.cuts = Float64Array.from(cuts, (cut) => cut + 0);
    this.counts = new Float64Array(cuts.length + 1);
    const at = (share: number) => this.cuts[Math.round(share * (cuts.length - 1))] ?? 0;
    // The outermost cuts may be far away; what is beyond these goes to the cells at the ends.
    const [low, high] = [at(0.02), at(0.98)];
    const scale = (cells - 2) / (high - low);
    const linear = Number.isFinite(scale) ? tableOf(this.cuts, (cut) => linearCell(cut, low, scale)) : null;
    const [lowKey, highKey] = [keyOf(at(0)), keyOf(at(1))];
    let shift = 0;
    while ((highKey - lowKey) / 2 ** shift >= cells - 2) shift++;
    const bits = isLittleEndian ? tableOf(this.cuts, (cut) => bitsCell(keyOf(cut), lowKey, shift)) : null;
    this.byBits = bits !== null && (linear === null || bits.work < linear.work);
    this.first = (this.byBits ? bits : (linear ?? tableOf(this.cuts, () => 0)))?.first as Int32Array;
    this.from = this.byBits ? lowKey : low;
    this.scale = linear === null ? 0 : scale;
    this.shift = shift;
  }

  add(values: Float64Array): void {
    if (this.byBits) this.addByBits(values);
    else this.addLinear(values);
  }

  private addLinear(values: Float64Array): void {
    const { cuts, first, counts, from, scale } = this;
    for (let i = 0; i < values.length; i++) {
      const x = values[i] as number;
      if (x - x !== 0) continue;
      const cell = linearCell(x, from, scale);
      let low = first[cell] as number;
      let high = first[cell + 1] as number;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((cuts[middle] as number) >= x) high = middle;
        else low = middle + 1;
      }
      counts[low] = (counts[low] as number) + 1;
    }
  }

  private addByBits(values: Float64Array): void {
    const { cuts, first, counts, from, shift } = this;
    const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
    for (let i = 0; i < values.length; i++) {
      const x = values[i] as number;
      if (x - x !== 0) continue;
      const word = words[2 * i + 1] as number;
      const cell = bitsCell(word ^ ((word >> 31) & 0x7fffffff), from, shift);
      let low = first[cell] as number;
      let high = first[cell + 1] as number;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((cuts[middle] as number) >= x) high = middle;
        else low = middle + 1;
      }
      counts[low] = (counts[low] as number) + 1;
    }
  }
}

function linearCell(x: number, from: number, scale: number): number {
  const at = (x - from) * scale + 1;
  // An overflow of the difference lands at an end as well.
  return at >= cells - 1 ? cells - 1 : at > 0 ? at | 0 : 0;
}

function bitsCell(key: number, from: number, shift: number): number {
  if (key < from) return 0;
  const cell = ((key - from) >>> shift) + 1;
  return cell < cells ? cell : cells - 1;
}

/** The sign, exponent and leading digits of a double as a whole number that rises with it. */
function keyOf(value: number): number {
  const word = new DataView(new ArrayBuffer(8));
  word.setFloat64(0, value);
  const high = word.getInt32(0);
  return high ^ ((high >> 31) & 0x7fffffff);
}

/** The first cut of each cell, and how much work is left if each interval between cuts holds as many rows. */
function tableOf(cuts: Float64Array, cellOf: (cut: number) => number): { readonly first: Int32Array; readonly work: number } {
  const places = Float64Array.from(cuts, cellOf);
  const first = Int32Array.from({ length: cells + 1 }, (_, cell) => firstAtLeast(places, cell));
  let work = 0;
  for (let cell = 0; cell < cells; cell++) work += ((first[cell + 1] as number) - (first[cell] as number)) ** 2;
  return { first, work };
}

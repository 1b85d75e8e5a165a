/** Counts how the other columns stand to one that models predict. */
import type { ColumnTally } from "./column.js";
import type { TargetProfile } from "./dataFile.js";

/** A value must stand in so many rows, on average, before it counts that all of them have one answer. */
const rowsEach = 10;
const fewestRows = 50;
/** More values than this tell single rows apart, which proves nothing. */
const mostValues = 50;

interface Pair {
  equal: boolean;
  /** Number of a value here → number of the answer; null when a value had two. */
  tells: Map<number, number> | null;
  told: Map<number, number> | null;
}

/** Two rows of one id, one after the other. */
interface Alike {
  readonly last: Map<number, number | string>;
  pairs: number;
  same: number;
  squares: number;
}

export class TargetTally {
  private readonly pairs: (Pair | null)[];
  private readonly alike: (Alike | null)[];
  private rows = 0;
  private last: number | null = null;
  private readonly sums = { n: 0, x: 0, xx: 0, steps: 0, products: 0 };

  constructor(
    private readonly columns: readonly ColumnTally[],
    private readonly own: number,
  ) {
    this.pairs = columns.map((_, i) => (i === own ? null : { equal: true, tells: new Map(), told: new Map() }));
    this.alike = columns.map((column, i) => (i !== own && column.isId ? { last: new Map(), pairs: 0, same: 0, squares: 0 } : null));
  }

  gap(): void {
    this.last = null;
  }

  /** `codes`: what the columns made of the fields. */
  add(fields: readonly string[], codes: readonly number[]): void {
    const code = codes[this.own] as number;
    if (code === -1) return this.gap();
    this.rows++;
    const text = fields[this.own] as string;
    for (let i = 0; i < this.pairs.length; i++) {
      const pair = this.pairs[i];
      if (pair) this.compare(pair, i, fields[i] as string, codes[i] as number, text, code);
    }
    const value = Number(text);
    for (let i = 0; i < this.alike.length; i++) {
      const alike = this.alike[i];
      if (alike && (codes[i] as number) >= 0) noteAlike(alike, codes[i] as number, text, value);
    }
    this.note(value);
  }

  private compare(pair: Pair, i: number, field: string, value: number, text: string, code: number): void {
    if (pair.equal && field !== text && !(field !== "" && Number(field) === Number(text))) pair.equal = false;
    if (pair.tells) {
      // Values that are not kept, on either side, end the comparison.
      if (value === -2 || code === -2 || pair.tells.size > mostValues) pair.tells = pair.told = null;
      else {
        if ((pair.tells.get(value) ?? code) !== code) pair.tells = pair.told = null;
        else pair.tells.set(value, code);
        if (pair.told && (pair.told.get(code) ?? value) !== value) pair.told = null;
        else pair.told?.set(code, value);
      }
    }
    if (!pair.equal && !pair.tells) this.pairs[i] = null;
  }

  private note(value: number): void {
    if (Number.isNaN(value)) return this.gap();
    const { sums } = this;
    sums.n++;
    sums.x += value;
    sums.xx += value * value;
    if (this.last !== null) {
      sums.steps++;
      sums.products += this.last * value;
    }
    this.last = value;
  }

  profile(): TargetProfile {
    const own = this.columns[this.own] as ColumnTally;
    const isAmount = own.isNumeric && (own.overflown || own.codes.size > mostValues);
    return { told: this.told(own), neighbours: isAmount ? this.neighbours() : null, alike: this.likeness(own, isAmount) };
  }

  private told(own: ColumnTally): TargetProfile["told"][number][] {
    if (this.rows < fewestRows || (!own.overflown && own.codes.size < 2)) return [];
    return this.pairs.flatMap((pair, i): TargetProfile["told"][number][] => {
      const column = this.columns[i] as ColumnTally;
      if (!pair || column.profile().kind === "unsure" || own.profile().kind === "unsure") return [];
      const values = column.codes.size;
      if (pair.equal) return [{ column: column.name, how: "equal", values }];
      // Every value has its rows: a value of one row tells nothing but itself.
      if (!pair.tells || pair.tells.size < 2 || this.rows < rowsEach * pair.tells.size) return [];
      if (column.counts.some((n) => n < 2)) return [];
      return [{ column: column.name, how: pair.told ? "renamed" : "tells", values }];
    });
  }

  private neighbours(): number | null {
    const { n, x, xx, steps, products } = this.sums;
    const mean = x / n;
    const variance = xx / n - mean * mean;
    return steps < fewestRows || variance <= 1e-9 * Math.abs(mean * mean) ? null : (products / steps - mean * mean) / variance;
  }

  /** Cohen's kappa of two rows of one id for classes, the intraclass correlation of the pairs for amounts. */
  private likeness(own: ColumnTally, isAmount: boolean): Map<string, number> {
    const out = new Map<string, number>();
    const { n, x, xx } = this.sums;
    const variance = xx / n - (x / n) ** 2;
    for (const [i, alike] of this.alike.entries()) {
      if (!alike || alike.pairs < fewestRows) continue;
      const chance = own.sameness;
      const value = isAmount
        ? variance > 0
          ? 1 - alike.squares / alike.pairs / (2 * variance)
          : 0
        : chance < 1
          ? (alike.same / alike.pairs - chance) / (1 - chance)
          : 0;
      out.set((this.columns[i] as ColumnTally).name, Math.max(0, Math.min(1, value)));
    }
    return out;
  }
}

function noteAlike(alike: Alike, id: number, text: string, value: number): void {
  const before = alike.last.get(id);
  const now = Number.isNaN(value) ? text : value;
  if (before !== undefined) {
    alike.pairs++;
    if (before === now) alike.same++;
    if (typeof before === "number" && typeof now === "number") alike.squares += (before - now) ** 2;
  }
  alike.last.set(id, now);
}

/**
 * Detectors of change in a stream of errors, one value at a time. Each starts anew after it has found a change.
 *
 * They say *when* an error rate changed; none keeps a rate of false alarms over a stream of any length, so no verdict hangs on them.
 */

export type Signal = "none" | "warning" | "drift";

export interface Detector {
  /** `value`: the error of the next row. */
  update(value: number): Signal;
}

/**
 * Drift detection method (Gama, Medas, Castillo & Rodrigues, "Learning with drift detection", SBIA 2004) for errors that are 0 or 1.
 * With p the error rate and s = √(p(1−p)/n): a warning where p + s > p_min + 2 s_min, a change where it is > p_min + 3 s_min; after 30 rows.
 */
export class DriftDetectionMethod implements Detector {
  private n = 0;
  private errors = 0;
  private least = { p: 0, s: 0, sum: Infinity };

  constructor(
    private readonly warmUp = 30,
    private readonly warning = 2,
    private readonly change = 3,
  ) {}

  update(value: number): Signal {
    this.n++;
    this.errors += value;
    if (this.n <= this.warmUp) return "none";
    const p = this.errors / this.n;
    const s = Math.sqrt((p * (1 - p)) / this.n);
    if (p + s <= this.least.sum) this.least = { p, s, sum: p + s };
    if (p + s > this.least.p + this.change * this.least.s) {
      [this.n, this.errors, this.least] = [0, 0, { p: 0, s: 0, sum: Infinity }];
      return "drift";
    }
    return p + s > this.least.p + this.warning * this.least.s ? "warning" : "none";
  }
}

/**
 * Page's test for a rising mean (Page, "Continuous inspection schemes", Biometrika 41, 1954; Hinkley 1971): the sum of deviations from the
 * running mean less `delta`, faded by `alpha`, above its own minimum by more than `threshold`; after 30 rows.
 */
export class PageHinkley implements Detector {
  private n = 0;
  private mean = 0;
  private sum = 0;
  private least = Infinity;

  constructor(
    private readonly threshold = 50,
    private readonly delta = 0.005,
    private readonly alpha = 0.9999,
    private readonly warmUp = 30,
  ) {}

  update(value: number): Signal {
    this.n++;
    this.mean += (value - this.mean) / this.n;
    this.sum = this.alpha * this.sum + value - this.mean - this.delta;
    this.least = Math.min(this.least, this.sum);
    if (this.n < this.warmUp || this.sum - this.least <= this.threshold) return "none";
    [this.n, this.mean, this.sum, this.least] = [0, 0, 0, Infinity];
    return "drift";
  }
}

/** Buckets of one size: how many rows each holds is 2^level. */
interface Level {
  readonly sums: number[];
  readonly variances: number[];
}

const bucketsPerLevel = 5;
/** Cuts are looked for every so many rows, and only between parts of at least so many. */
const clock = 32;
const leastPart = 5;
const leastRows = 10;

/**
 * Adaptive windowing (Bifet & Gavaldà, "Learning from time-changing data with adaptive windowing", SDM 2007), the ADWIN2 form: the window
 * is kept as an exponential histogram, and its older part is dropped while the means of two parts differ by more than
 * ε = √(2 σ² ln(2/δ') / m) + 2 ln(2/δ') / (3m), with 1/m = 1/n₀ + 1/n₁ and δ' = δ / ln n. A change is reported where the mean has risen,
 * and any change starts a new window, as in river.
 * Values should lie in [0, 1].
 */
export class AdaptiveWindow implements Detector {
  /** Level 0 first; in each level the oldest bucket first. */
  private levels: Level[] = [{ sums: [], variances: [] }];
  private rows = 0;
  private total = 0;
  /** Sum of squared deviations from the mean. */
  private variance = 0;
  private ticks = 0;
  private isOver = false;

  constructor(private readonly delta = 0.002) {}

  get width(): number {
    return this.rows;
  }

  update(value: number): Signal {
    if (this.isOver) {
      [this.levels, this.rows, this.total, this.variance, this.ticks] = [[{ sums: [], variances: [] }], 0, 0, 0, 0];
      this.isOver = false;
    }
    this.ticks++;
    const first = this.levels[0] as Level;
    if (this.rows > 0) this.variance += (this.rows * (value - this.total / this.rows) ** 2) / (this.rows + 1);
    first.sums.push(value);
    first.variances.push(0);
    this.rows++;
    this.total += value;
    this.compress();
    if (this.ticks % clock !== 0 || this.rows <= leastRows) return "none";
    const before = this.total / this.rows;
    while (this.hasCut()) {
      this.dropOldest();
      this.isOver = true;
    }
    return this.isOver && this.total / this.rows > before ? "drift" : "none";
  }

  /** Where a level has too many buckets, its two oldest become one of the next level. */
  private compress(): void {
    for (let i = 0; i < this.levels.length; i++) {
      const level = this.levels[i] as Level;
      if (level.sums.length <= bucketsPerLevel) return;
      const [a = 0, b = 0] = level.sums.splice(0, 2);
      const [va = 0, vb = 0] = level.variances.splice(0, 2);
      const rows = 2 ** i;
      if (i + 1 === this.levels.length) this.levels.push({ sums: [], variances: [] });
      const next = this.levels[i + 1] as Level;
      next.sums.push(a + b);
      next.variances.push(va + vb + ((a - b) / rows) ** 2 * (rows / 2));
    }
  }

  private hasCut(): boolean {
    let [rows, sum] = [0, 0];
    const n = this.rows;
    const log = Math.log((2 * Math.log(n)) / this.delta);
    const spread = this.variance / n;
    for (let i = this.levels.length - 1; i >= 0; i--) {
      for (const bucket of (this.levels[i] as Level).sums) {
        rows += 2 ** i;
        sum += bucket;
        const rest = n - rows;
        if (rest < leastPart) return false;
        if (rows < leastPart) continue;
        const share = 1 / (rows - leastPart + 1) + 1 / (rest - leastPart + 1);
        const limit = Math.sqrt(2 * share * spread * log) + (2 / 3) * log * share;
        if (Math.abs(sum / rows - (this.total - sum) / rest) > limit) return true;
      }
    }
    return false;
  }

  private dropOldest(): void {
    const i = this.levels.length - 1;
    const level = this.levels[i] as Level;
    const rows = 2 ** i;
    const sum = level.sums.shift() ?? 0;
    const own = level.variances.shift() ?? 0;
    const rest = this.rows - rows;
    this.rows = rest;
    this.total -= sum;
    this.variance = Math.max(0, this.variance - own - ((rows * rest) / (rows + rest)) * (sum / rows - this.total / rest) ** 2);
    if (level.sums.length === 0 && this.levels.length > 1) this.levels.pop();
  }
}

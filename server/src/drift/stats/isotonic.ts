/** A rising curve through points: turns a model's scores into shares of positives. */

/** A piecewise linear curve; `x` ascending. */
export interface Calibration {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface ScoredGroup {
  readonly score: number;
  readonly rows: number;
  readonly positives: number;
}

/**
 * Isotonic regression by pooling adjacent violators (Barlow et al. 1972), as scikit-learn's `IsotonicRegression(out_of_bounds="clip")`:
 * of each block only the ends are kept, and values between blocks are interpolated. Groups in any order, one for each score.
 */
export function isotonic(groups: readonly ScoredGroup[]): Calibration {
  const sorted = [...groups].filter(({ rows }) => rows > 0).sort((a, b) => a.score - b.score);
  const blocks: { first: number; last: number; rows: number; positives: number }[] = [];
  for (const { score, rows, positives } of sorted) {
    let block = { first: score, last: score, rows, positives };
    for (let before = blocks.at(-1); before && before.positives / before.rows >= block.positives / block.rows; before = blocks.at(-1)) {
      blocks.pop();
      block = { first: before.first, last: block.last, rows: before.rows + block.rows, positives: before.positives + block.positives };
    }
    blocks.push(block);
  }
  const points = blocks.flatMap(({ first, last, rows, positives }) =>
    first === last ? [[first, positives / rows]] : [first, last].map((x) => [x, positives / rows]),
  );
  return { x: points.map(([x]) => x as number), y: points.map(([, y]) => y as number) };
}

/** The curve at `score`; beyond its ends, the ends. */
export function calibrated({ x, y }: Calibration, score: number): number {
  if (score <= (x[0] ?? Infinity)) return y[0] ?? score;
  const at = x.findIndex((each) => each >= score);
  if (at < 0) return y.at(-1) ?? score;
  const [x0, x1, y0, y1] = [x[at - 1] as number, x[at] as number, y[at - 1] as number, y[at] as number];
  return y0 + ((y1 - y0) * (score - x0)) / (x1 - x0);
}

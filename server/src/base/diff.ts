/** Which lines two texts share: Myers' greedy algorithm (An O(ND) Difference Algorithm, 1986), bounded in its work. */

/** `before[start..end)` becomes `after[from..to)`; both in lines. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** Lines with their line breaks; nothing for an empty text. */
export const linesOf = (text: string): string[] => text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+/g) ?? [];

/** Edits are looked for up to this number; texts further apart are one hunk from their first to their last difference. */
const maxEdits = 1000;

/** Differences in order. Equal texts have none. */
export function diffLines(before: readonly string[], after: readonly string[]): Hunk[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  if (a.length === 0 && b.length === 0) return [];
  const shared = commonLines(a, b) ?? [];
  const out: Hunk[] = [];
  let [x, y] = [0, 0];
  for (const [i, j] of [...shared, [a.length, b.length] as const]) {
    if (i > x || j > y) out.push({ start: head + x, end: head + i, from: head + y, to: head + j });
    [x, y] = [i + 1, j + 1];
  }
  return out;
}

/** Pairs of equal lines, in order; null if the texts are too far apart. */
function commonLines(a: readonly string[], b: readonly string[]): [number, number][] | null {
  const furthest = new Map<number, number>([[1, 0]]);
  const trail: Map<number, number>[] = [];
  for (let d = 0; d <= Math.min(a.length + b.length, maxEdits); d++) {
    trail.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
      let x = down ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(a.length, b.length, trail);
    }
  }
  return null;
}

function walkBack(width: number, height: number, trail: readonly Map<number, number>[]): [number, number][] {
  const out: [number, number][] = [];
  let [x, y] = [width, height];
  for (let d = trail.length - 1; d >= 0; d--) {
    const furthest = trail[d] as Map<number, number>;
    const k = x - y;
    const down = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
    const fromK = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : (furthest.get(fromK) ?? 0);
    const fromY = d === 0 ? 0 : fromX - fromK;
    // Back along the equal lines, then over the one edit.
    while (x > fromX + (d === 0 || down ? 0 : 1) && y > fromY + (d === 0 ? 0 : down ? 1 : 0)) out.push([--x, --y]);
    [x, y] = [fromX, fromY];
  }
  return out.reverse();
}

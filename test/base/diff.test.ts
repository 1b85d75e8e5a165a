/** Differences by lines: what they lead to, and that they are small. */
import { describe, expect, it } from "vitest";
import { diffLines, linesOf } from "../../server/src/base/diff.js";

/** The second list, rebuilt from the first and the hunks. */
function patched(before: readonly string[], after: readonly string[]): string[] {
  const out: string[] = [];
  let at = 0;
  for (const { start, end, from, to } of diffLines(before, after)) {
    out.push(...before.slice(at, start), ...after.slice(from, to));
    at = end;
  }
  return [...out, ...before.slice(at)];
}

/** Park and Miller's generator, so that every run draws the same lists. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

describe("differences", () => {
  it("keep the line break with its line", () => {
    expect(linesOf("a\r\nb\n\nc\rd")).toEqual(["a\r\n", "b\n", "\n", "c\r", "d"]);
    expect(linesOf("")).toEqual([]);
  });

  it("are none between equal texts, and one for one changed line", () => {
    expect(diffLines(["a", "b"], ["a", "b"])).toEqual([]);
    expect(diffLines(["a", "b", "c"], ["a", "x", "c"])).toEqual([{ start: 1, end: 2, from: 1, to: 2 }]);
    expect(diffLines([], ["a"])).toEqual([{ start: 0, end: 0, from: 0, to: 1 }]);
  });

  it("lead from any list to any other, leaving as much as can be left", () => {
    const draw = draws(7);
    for (let round = 0; round < 300; round++) {
      const list = () => Array.from({ length: draw(9) }, () => "abc".charAt(draw(3)));
      const [a, b] = [list(), list()];
      expect(patched(a, b), `${a.join("")} → ${b.join("")}`).toEqual(b);
      const kept = a.length - diffLines(a, b).reduce((sum, { start, end }) => sum + end - start, 0);
      expect(kept, `${a.join("")} → ${b.join("")}`).toBe(longestShared(a, b));
    }
  });

  it("give up on being small where nothing is alike, and stay right", () => {
    const many = (word: string) => Array.from({ length: 3000 }, (_, i) => `${word}${i}`);
    expect(patched(many("a"), many("b"))).toEqual(many("b"));
  });
});

/** Length of the longest common subsequence, by the textbook's table. */
function longestShared(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++)
      (table[i] as number[])[j] = a[i - 1] === b[j - 1] ? (table[i - 1]?.[j - 1] ?? 0) + 1 : Math.max(table[i - 1]?.[j] ?? 0, table[i]?.[j - 1] ?? 0);
  return table[a.length]?.[b.length] ?? 0;
}

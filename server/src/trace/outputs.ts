/** Stored cell outputs read as data: tables of class counts that show an imbalance. */
import type { Unit } from "../program/program.js";
import type { Evidence } from "./lineage.js";

/** Share of the largest class above which classes count as imbalanced. */
const limit = 0.8;

/** `columns`: only counts of one of these names, or of a variable called like labels, are looked at. */
export function imbalanceInOutputs(units: readonly Unit[], columns?: ReadonlySet<string>): Evidence[] {
  const out: Evidence[] = [];
  for (const u of units) {
    if (!/value_counts|Counter\(|bincount|\.size\(\)|\.count\(\)/.test(u.input.text)) continue;
    const words = new Set(u.input.text.match(/\w+/g));
    if (columns && ![...columns].some((c) => words.has(c)) && !/\b(y|target|labels?)\b/.test(u.input.text)) continue;
    for (const text of u.input.outputs ?? []) {
      const shares = classShares(text);
      if (!shares) continue;
      const top = Math.max(...shares);
      if (top >= limit)
        out.push({
          at: { source: u.input.source, start: 0, end: Math.max(1, u.input.text.trimEnd().length) },
          kind: "output",
          what: `one class has ${Math.round(top * 100)} % of the rows`,
        });
    }
  }
  return out;
}

/** Shares of classes in a value_counts table of two to twelve rows, or a Counter of integers; null when it is not one. */
export function classShares(text: string): number[] | null {
  const counter = /Counter\(\{([^}]*)\}\)/.exec(text);
  const numbers = counter
    ? [...(counter[1] as string).matchAll(/:\s*(\d+(?:\.\d+)?)/g)].map((m) => Number(m[1]))
    : /dtype: (int|float)/.test(text) && !/datetime/.test(text)
      ? text.split("\n").flatMap((line) => {
          const m = /^\s*('?[\w .-]{1,30}'?)\s{2,}(\d+(?:\.\d+)?)\s*$/.exec(line);
          return m ? [Number(m[2])] : [];
        })
      : [];
  if (numbers.length < 2 || numbers.length > 12) return null;
  const sum = numbers.reduce((a, b) => a + b, 0);
  return sum > 0 ? numbers.map((n) => n / sum) : null;
}

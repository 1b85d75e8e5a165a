/** What each cell of a notebook does to rows, in a few words. Pure. */
import type { FileReport } from "./fileReport.js";

export interface Badge {
  readonly cell: number;
  readonly text: string;
  readonly tooltip: string;
  readonly leak: boolean;
}

/** In the order of the cells; cells that do nothing of note have none. */
export function cellBadges({ summary: s }: FileReport): Badge[] {
  const words = new Map<number, { short: Set<string>; long: Set<string>; leak: boolean }>();
  const add = (cell: number | null | undefined, short: string, long: string, leak = false): void => {
    if (!cell) return;
    const entry = words.get(cell) ?? { short: new Set<string>(), long: new Set<string>(), leak: false };
    words.set(cell, { short: entry.short.add(short), long: entry.long.add(long), leak: entry.leak || leak });
  };
  const leaking = new Set(s.findings.flatMap((f) => (f.cell === null ? [] : [f.cell])));
  for (const x of s.sources) if (x.kind === "file") add(x.at?.cell, "reads", `Reads rows of ${x.label}`);
  for (const x of s.splits) add(x.at.cell, "splits", `${x.label} splits ${x.rows}${x.size ? ` (${x.size})` : ""}`);
  for (const x of s.preparation) add(x.at.cell, x.role === "all" ? "learns from all rows" : "learns", `${x.what} learns from ${x.rows}`);
  for (const x of s.models) add(x.at.cell, "trains", `${x.name} is trained on ${x.rows}`);
  for (const x of s.evaluations) add(x.at.cell, x.verdict === "clean" ? "scores" : `scores: ${x.verdict}`, `${x.metric} on ${x.rows}: ${x.verdict}`);
  for (const f of s.findings) add(f.cell, count(s.findings.filter((g) => g.cell === f.cell).length), `${f.code}: ${f.message}`, true);
  return [...words]
    .sort(([a], [b]) => a - b)
    .map(([cell, { short, long }]) => ({
      cell,
      text: [...short].join(" · "),
      tooltip: [...long]
        .map((line) => line.replace(/`/g, ""))
        .slice(0, 12)
        .join("\n"),
      leak: leaking.has(cell),
    }));
}

const count = (n: number): string => (n === 1 ? "1 finding" : `${n} findings`);

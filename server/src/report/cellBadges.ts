/** What each cell of a notebook does to rows, in a few words. Pure. */
import * as l10n from "@vscode/l10n";
import type { FileReport } from "./fileReport.js";
import { verdictWord } from "./words.js";

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
  for (const x of s.sources) if (x.kind === "file") add(x.at?.cell, l10n.t("reads"), l10n.t("Reads rows of {0}", x.label));
  for (const x of s.splits)
    add(x.at.cell, l10n.t("splits"), x.size ? l10n.t("{0} splits {1} ({2})", x.label, x.rows, x.size) : l10n.t("{0} splits {1}", x.label, x.rows));
  for (const x of s.preparation)
    add(x.at.cell, x.role === "all" ? l10n.t("learns from all rows") : l10n.t("learns"), l10n.t("{0} learns from {1}", x.what, x.rows));
  for (const x of s.models) add(x.at.cell, l10n.t("trains"), l10n.t("{0} is trained on {1}", x.name, x.rows));
  for (const x of s.evaluations)
    add(
      x.at.cell,
      x.verdict === "clean" ? l10n.t("scores") : l10n.t("scores: {0}", verdictWord(x.verdict)),
      l10n.t("{0} on {1}: {2}", x.metric, x.rows, verdictWord(x.verdict)),
    );
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

const count = (n: number): string => (n === 1 ? l10n.t("1 finding") : l10n.t("{0} findings", n));

/** What stands beside names in the editor: which rows a variable holds, and whether it knows rows of both sides. */
import type { SourceId } from "../base/span.js";
import type { RowHint } from "../summary.types.js";
import { learnedAcross, sideOf } from "../trace/describe.js";
import type { Result } from "../trace/run.js";
import { pickedRows } from "../trace/slices.js";

const words = { train: "train", test: "test", folds: "folds", all: "all rows", other: null } as const;

/** One for each place where a name is bound to rows, in order of position. Rows that nobody can place get none. */
export function rowHints(result: Result, source: SourceId): RowHint[] {
  const { trace, lineage } = result;
  const out = new Map<number, RowHint>();
  for (const { start, end, name, value } of result.seen.get(source) ?? []) {
    const cell = value.k === "obj" ? trace.get(value) : null;
    if (cell?.k !== "data" || cell.elem || cell.as === "groupby") continue;
    const role = words[sideOf(pickedRows(cell))];
    // A place that is run several times shows what it held at last.
    if (role) out.set(start, { at: { source, start, end }, name, role, learnedFromAll: learnedAcross(trace, lineage, value) });
    else out.delete(start);
  }
  return [...out.values()].sort((a, b) => a.at.start - b.at.start);
}

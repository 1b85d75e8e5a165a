/** Where a program reads data from files, what it does with those rows, and where it names a column. */
import type { Span } from "../base/span.js";
import type { DataRead, DataRole } from "../engine.types.js";
import type { Unit } from "../program/program.js";
import type { Questions } from "./questions.js";
import { type Rows, sourcesOf } from "./rows.js";

/** Read calls with a literal path, in program order; a place that is run more than once is listed once. */
export function readsOf(q: Questions): DataRead[] {
  const keys = (rows: readonly (Rows | null)[]) => new Set(rows.flatMap((each) => (each ? sourcesOf(each).map(({ key }) => key) : [])));
  const trained = keys(q.trainings.map(({ rows }) => rows));
  const scored = keys(q.evaluations.filter(({ role }) => role === "held" || role === "overlap").map(({ score }) => score.rows));
  const predicted = keys(q.predictions.map(({ rows }) => rows));
  const roleOf = (key: string): DataRole => {
    if (trained.has(key)) return scored.has(key) ? "both" : "train";
    return scored.has(key) ? "test" : predicted.has(key) ? "predicted" : "unknown";
  };
  const targetOf = (key: string): string | null => {
    const fits = q.trainings.filter(({ rows }) => sourcesOf(rows).some((source) => source.key === key));
    const names = new Set(fits.flatMap(({ fit }) => fit?.target ?? []));
    return names.size === 1 ? ([...names][0] ?? null) : null;
  };
  const found = new Map<string, DataRead>();
  for (const act of q.lineage.acts) {
    if (act.k !== "read") continue;
    const place = `${act.at.source}:${act.at.start}:${act.file}`;
    if (!found.has(place)) found.set(place, { at: act.at, path: act.file, call: act.what, role: roleOf(act.key), target: targetOf(act.key) });
  }
  return [...found.values()];
}

/** Places where a program names a column, in a text of its own or as an attribute; at most `most`. */
export function columnUses(units: readonly Unit[], column: string, most = 50): Span[] {
  const found: Span[] = [];
  for (const unit of units) {
    const inUnit: Span[] = [];
    // The IR is a tree of plain objects: whatever they are, texts and attributes are among them.
    const open: unknown[] = [unit.body];
    while (open.length > 0) {
      const node = open.pop();
      if (typeof node !== "object" || node === null || node instanceof Set) continue;
      const { k, at, value, name, nameAt } = node as { k?: unknown; at?: Span; value?: unknown; name?: unknown; nameAt?: Span };
      if (k === "const" && value === column && at) inUnit.push(at);
      else if (k === "attr" && name === column && nameAt) inUnit.push(nameAt);
      open.push(...Object.values(node));
    }
    found.push(...inUnit.sort((a, b) => a.start - b.start));
  }
  return found.slice(0, most);
}

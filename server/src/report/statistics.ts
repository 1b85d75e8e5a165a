/** How often each rule reported, most frequent first, as a table or as JSON. */
import type { CheckedFile } from "./located.js";

export interface RuleCount {
  readonly code: string;
  readonly slug: string;
  readonly count: number;
}

export function countByRule(files: readonly CheckedFile[]): RuleCount[] {
  const counts = new Map<string, RuleCount>();
  for (const { code, slug } of files.flatMap((file) => file.findings)) {
    counts.set(code, { code, slug, count: (counts.get(code)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

export function renderStatistics(files: readonly CheckedFile[]): string {
  const rows = countByRule(files);
  const width = Math.max(0, ...rows.map((row) => String(row.count).length));
  return rows.map((row) => `${String(row.count).padStart(width)}  ${row.code}  ${row.slug}\n`).join("");
}

export const renderStatisticsJson = (files: readonly CheckedFile[]): string => `${JSON.stringify(countByRule(files), null, 2)}\n`;

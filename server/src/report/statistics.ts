/** How often each rule reported and which calls are not modelled, most frequent first, as tables or as JSON. */
import type { CheckedFile } from "./located.js";

export interface RuleCount {
  readonly code: string;
  readonly slug: string;
  readonly count: number;
}

export interface CallCount {
  readonly name: string;
  readonly count: number;
}

export function countByRule(files: readonly CheckedFile[]): RuleCount[] {
  const counts = new Map<string, RuleCount>();
  for (const { code, slug } of files.flatMap((file) => file.findings)) {
    counts.set(code, { code, slug, count: (counts.get(code)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

function countNotModelled(files: readonly CheckedFile[]): CallCount[] {
  const counts = new Map<string, number>();
  for (const { name, count } of files.flatMap((file) => file.notModelled)) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** People read the first; JSON has all. */
const shownCalls = 20;

export function renderStatistics(files: readonly CheckedFile[]): string {
  const rules = countByRule(files).map((rule) => ({ count: rule.count, text: `${rule.code}  ${rule.slug}` }));
  const calls = countNotModelled(files);
  const shown = calls.slice(0, shownCalls).map(({ name, count }) => ({ count, text: name }));
  const parts = [table(rules)];
  if (calls.length > 0) parts.push(`\nCalls not modelled:\n${table(shown)}`);
  if (calls.length > shownCalls) parts.push(`... and ${calls.length - shownCalls} more\n`);
  if (calls.length > 0) parts.push("\n");
  return parts.join("");
}

function table(rows: readonly { count: number; text: string }[]): string {
  const width = Math.max(0, ...rows.map((row) => String(row.count).length));
  return rows.map((row) => `${String(row.count).padStart(width)}  ${row.text}\n`).join("");
}

export const renderStatisticsJson = (files: readonly CheckedFile[]): string =>
  `${JSON.stringify({ rules: countByRule(files), not_modelled: countNotModelled(files) }, null, 2)}\n`;

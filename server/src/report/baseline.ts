/**
 * The baseline: how many findings of each rule a file, or a cell of a notebook, may have. Counts and the notebook's own
 * names for its cells, never lines, so that editing elsewhere leaves it valid.
 */
import * as l10n from "@vscode/l10n";
import type { LocatedFinding } from "./located.js";

export interface BaselineEntry {
  /** Relative to the baseline's folder, with `/`. */
  readonly file: string;
  readonly code: string;
  /** Null for scripts, and for notebooks whose cells have no names. */
  readonly cell: string | null;
  readonly count: number;
}

export interface StaleEntry extends BaselineEntry {
  /** Fewer than `count`. */
  readonly found: number;
}

export type BaselineReading = { readonly ok: true; readonly entries: readonly BaselineEntry[] } | { readonly ok: false; readonly message: string };

/** What a baseline knows of a finding. */
export type Counted = Pick<LocatedFinding, "code"> & { readonly cell_id?: string | undefined };

const version = 1;

export function readBaseline(text: string): BaselineReading {
  let root: unknown;
  try {
    root = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { ok: false, message: l10n.t("not valid JSON: {0}", error instanceof Error ? error.message : String(error)) };
  }
  const files = asTable(asTable(root)?.files);
  if (!files) return { ok: false, message: l10n.t('not a baseline: it has no "files"') };
  const given = asTable(root)?.version;
  if (given !== version)
    return { ok: false, message: l10n.t("version {0} of the format is not known here; this is version {1}", JSON.stringify(given) ?? "undefined", version) };
  const entries: BaselineEntry[] = [];
  for (const [file, rules] of Object.entries(files)) {
    const table = asTable(rules);
    if (!table) return { ok: false, message: l10n.t('"{0}" must be a table from rules to counts', file) };
    for (const [code, counts] of Object.entries(table)) {
      const cells: [string | null, unknown][] = asTable(counts) ? Object.entries(asTable(counts) as object) : [[null, counts]];
      for (const [cell, count] of cells) {
        if (!Number.isInteger(count) || (count as number) < 1) return { ok: false, message: l10n.t('"{0}": {1} needs a count of at least 1', file, code) };
        entries.push({ file, code, cell, count: count as number });
      }
    }
  }
  return { ok: true, entries };
}

const asTable = (value: unknown) => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null);

/** One line for each file and rule, sorted, so that versions differ and merge line by line. */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const byFile = groupBy([...entries].sort(inOrder), (entry) => entry.file);
  const files = [...byFile].map(([file, ofFile]) => {
    const rules = [...groupBy(ofFile, (entry) => entry.code)].map(([code, ofRule]) => `      ${JSON.stringify(code)}: ${formatCounts(ofRule)}`);
    return `    ${JSON.stringify(file)}: {\n${rules.join(",\n")}\n    }`;
  });
  return `{\n  "version": ${version},\n  "files": {${files.length > 0 ? `\n${files.join(",\n")}\n  ` : ""}}\n}\n`;
}

function formatCounts(entries: readonly BaselineEntry[]): string {
  if (entries.every((entry) => entry.cell === null)) return String(entries[0]?.count ?? 0);
  return `{ ${entries.map(({ cell, count }) => `${JSON.stringify(cell ?? "")}: ${count}`).join(", ")} }`;
}

const inOrder = (a: BaselineEntry, b: BaselineEntry) => compare(a.file, b.file) || compare(a.code, b.code) || compare(a.cell ?? "", b.cell ?? "");
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What a baseline says of a file with these findings. */
export function countFindings(file: string, findings: readonly LocatedFinding[]): BaselineEntry[] {
  const groups = groupBy(findings, keyOfFinding);
  return [...groups.values()].map((group) => {
    const { code, cell_id } = group[0] as LocatedFinding;
    return { file, code, cell: cell_id ?? null, count: group.length };
  });
}

/**
 * Sets the findings of one file against its entries. Where there are more than the baseline allows, nobody knows which
 * are new, so all of them are.
 */
export function compareWithBaseline<Found extends Counted>(entries: readonly BaselineEntry[], findings: readonly Found[]) {
  const allowed = new Map(entries.map((entry) => [keyOf(entry.code, entry.cell), entry.count]));
  const found = groupBy(findings, keyOfFinding);
  const isNew = (finding: Found) => (found.get(keyOfFinding(finding))?.length ?? 0) > (allowed.get(keyOfFinding(finding)) ?? 0);
  const stale: StaleEntry[] = entries
    .map((entry) => ({ ...entry, found: found.get(keyOf(entry.code, entry.cell))?.length ?? 0 }))
    .filter((entry) => entry.found < entry.count);
  return { isNew, stale };
}

const keyOf = (code: string, cell: string | null): string => `${code} ${cell ?? ""}`;
const keyOfFinding = (finding: Counted): string => keyOf(finding.code, finding.cell_id ?? null);

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

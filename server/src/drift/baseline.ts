/** The baseline file: a reference without its rows, small enough to commit. */
import * as l10n from "@vscode/l10n";
import { type DatasetProfile, mergeColumns } from "./profile.js";

const baselineVersion = 1;

export function writeBaseline(profile: DatasetProfile): string {
  const { name, rows, rejected, columns } = profile;
  // A column to a line, so that changes can be read in a diff.
  const lines = columns.map((column) => `    ${JSON.stringify(column)}`);
  const head = { schema: "holdout-drift-baseline", version: baselineVersion, name, rows, rejected };
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "columns": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

export function readBaseline(text: string): { readonly profile: DatasetProfile } | { readonly problem: string } {
  let data: Partial<DatasetProfile> & { schema?: unknown; version?: unknown };
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { problem: l10n.t("not JSON: {0}", (error as Error).message) };
  }
  if (data?.schema !== "holdout-drift-baseline") return { problem: l10n.t('"schema" is not "holdout-drift-baseline"') };
  if (data.version !== baselineVersion)
    return { problem: l10n.t("version {0} is not {1}: write it anew with this version of Holdout", String(data.version), baselineVersion) };
  if (typeof data.rows !== "number" || !Array.isArray(data.columns)) return { problem: l10n.t('"rows" or "columns" is missing') };
  const wrong = data.columns.findIndex((column) => !isColumn(column));
  if (wrong >= 0) return { problem: l10n.t("columns[{0}] is not complete", wrong) };
  const { name = "baseline", rows, rejected = 0, columns } = data;
  return { profile: { name, rows, rejected, columns } };
}

function isColumn(column: DatasetProfile["columns"][number]): boolean {
  const { numbers, categories } = column ?? {};
  if (typeof column?.name !== "string" || typeof column.rows !== "number" || numbers === undefined || categories === undefined) return false;
  if (numbers && numbers.counts?.length !== numbers.cuts?.length + 1) return false;
  return !categories || typeof categories.counts === "object";
}

/** Adds up two baselines that were counted at the same cuts; throws with a message for people where they were not. */
export function mergeBaselines(a: DatasetProfile, b: DatasetProfile): DatasetProfile {
  const others = new Map(b.columns.map((column) => [column.name, column]));
  const columns = a.columns.flatMap((column) => {
    const other = others.get(column.name);
    return other ? [mergeColumns(column, other)] : [];
  });
  return { name: `${a.name}, ${b.name}`, rows: a.rows + b.rows, rejected: a.rejected + b.rejected, columns };
}

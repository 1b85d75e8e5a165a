/** Problems that many columns have in common, said once. */
import * as l10n from "@vscode/l10n";
import { among, counted, quoted } from "./words.js";

/** Fewer columns than these are named one by one, as they came. */
const many = 3;

/** What stands for {0}, {1} … in a sentence that was made from a message; null if it was not. */
function filledIn(message: string, sentence: string): string[] | null {
  const pattern = message.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\d)\}/g, "(?<p$1>.*?)");
  const { groups } = new RegExp(`^${pattern}$`, "s").exec(sentence) ?? {};
  return groups ? [groups.p0 ?? "", groups.p1 ?? "", groups.p2 ?? ""] : null;
}

function partsOf(problem: string): readonly (string | undefined)[] {
  const ofSide = filledIn(l10n.t('column "{0}" of {1}: {2}'), problem);
  if (ofSide) return ofSide;
  const [column, why] = filledIn(l10n.t('column "{0}": {1}'), problem) ?? [];
  return [column, undefined, why];
}

/** `column "a" of x: why`, for several columns with one reason, becomes `x: why; 5 columns: "a", "b", "c" and 2 more`. */
export function gathered(problems: readonly string[]): string[] {
  const groups = new Map<string, { readonly of: string; readonly why: string; readonly columns: string[] }>();
  const parsed = problems.map((problem) => {
    const [column, of, why] = partsOf(problem);
    if (column === undefined || why === undefined) return { problem, key: null };
    const key = JSON.stringify([of ?? "", why]);
    const group = groups.get(key) ?? { of: of ?? "", why, columns: [] };
    group.columns.push(column);
    groups.set(key, group);
    return { problem, key };
  });
  const told = new Set<string>();
  return parsed.flatMap(({ problem, key }) => {
    const group = key === null ? undefined : groups.get(key);
    if (key === null || !group || group.columns.length < many) return [problem];
    if (told.has(key)) return [];
    told.add(key);
    const columns = [...new Set(group.columns)];
    return [`${group.of === "" ? "" : `${group.of}: `}${group.why}; ${counted(columns.length, "column")}: ${among(columns.map(quoted))}`];
  });
}

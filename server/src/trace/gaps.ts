/** What stored outputs show of missing values: where nothing is missing, filling changes nothing. */
import type { SourceId } from "../base/span.js";
import type { Unit } from "../program/program.js";
import type { Learned } from "./lineage.js";
import { isCut } from "./outputs.js";

const listing = /([\w.]+)(?:\[[^\]]*\])?\s*\.(?:isnull|isna)\(\)\s*\.(?:sum|any|mean)\(\)|([\w.]+)\.info\(/;
/** What may make gaps, or tables of other rows, between a listing and a fill. */
const makesGaps =
  /\bnan\b|\bNone\b|NaN|\bNA\b|NaT|replace\(|shift\(|merge\(|join\(|concat\(|append\(|to_numeric|coerce|where\(|mask\(|reindex|pivot|resample|diff\(|rolling|read_|map\(|log|\/\s/;

/** Whether the last listing of missing values before this fill shows none in the columns that it fills. */
export function nothingMissing(l: Learned, units: readonly Unit[], textOf: (source: SourceId) => string): boolean {
  const here = units.findIndex((u) => u.input.source === l.at.source);
  const text = textOf(l.at.source);
  const lineStart = text.lastIndexOf("\n", l.at.start) + 1;
  const lineEnd = text.indexOf("\n", l.at.start);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  if (here < 0 || !(l.fills || (l.via === "statistic" && /\.fillna\(/.test(line)))) return false;
  const table = /^\w+/.exec(l.name)?.[0];
  const columns = [...l.name.matchAll(/(["'])(.+?)\1|^\w+\.(\w+)$/g)].map((m) => m[2] ?? m[3] ?? "");
  for (let i = here - 1; i >= 0; i--) {
    const u = units[i] as Unit;
    const code = u.input.text;
    if (makesGaps.test(i === here - 1 ? text.slice(0, lineStart) : "")) return false;
    const found = listing.exec(code);
    const shown = found && u.input.outputs?.length ? gapsIn(u.input.outputs.join("\n")) : null;
    if (shown && (found?.[1] ?? found?.[2]) === table) {
      // What the cell does after it has shown its gaps is not known line by line.
      if (makesGaps.test(code.slice((found?.index ?? 0) + (found?.[0].length ?? 0)))) return false;
      if (columns.length) return columns.every((c) => shown.get(c) === 0);
      return shown.size > 0 && !shown.has("...") && [...shown.values()].every((n) => n === 0) && /^\w+$/.test(l.name);
    }
    if (makesGaps.test(code)) return false;
  }
  return false;
}

/** Missing values by column, as `isnull().sum()` or `info()` print them; `...` where some columns are left out. */
export function gapsIn(output: string): Map<string, number> | null {
  const out = new Map<string, number>();
  const entries = Number(/^(?:RangeIndex|Index|Int64Index|DatetimeIndex): (\d+) entries/m.exec(output)?.[1] ?? Number.NaN);
  for (const line of output.split("\n")) {
    const counted = /^\s*\d+\s+(.+?)\s{2,}(\d+) non-null\b/.exec(line) ?? /^(\S.*?)\s{2,}(\d+) non-null\b/.exec(line);
    const listed = /^(\S+(?: \S+)*)\s{2,}(\d+(?:\.\d+)?|True|False)$/.exec(line.trimEnd());
    if (counted && !Number.isNaN(entries)) out.set(counted[1] as string, entries - Number(counted[2]));
    else if (isCut(line)) out.set("...", 1);
    else if (listed) out.set(listed[1] as string, listed[2] === "True" ? 1 : listed[2] === "False" ? 0 : Number(listed[2]));
  }
  return out.size ? out : null;
}

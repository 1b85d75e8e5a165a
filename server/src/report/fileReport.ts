/** What was found out about one file, with the places that people and other programs read. Plain data, which may cross threads. */
import type { SourceId, Span } from "../base/span.js";
import type { Report } from "../engine.types.js";
import type { Summary } from "../summary.types.js";
import type { Place } from "./blocks.js";
import type { LocatedFinding, Locator } from "./located.js";

/** The same data with places of files where there were offsets. */
export type Located<T> = T extends Span
  ? Place
  : T extends readonly (infer U)[]
    ? readonly Located<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Located<T[K]> }
      : T;

export type LocatedSummary = Located<Omit<Summary, "findings">> & { readonly findings: readonly LocatedFinding[] };

export interface FileReport {
  readonly filename: string;
  readonly kind: "script" | "notebook";
  readonly summary: LocatedSummary;
  readonly notModelled: readonly { readonly name: string; readonly count: number; readonly at: Place }[];
  /** Cells (null in a script) that were too large to follow, and those with syntax errors. */
  readonly gaveUp: readonly (number | null)[];
  readonly broken: readonly (number | null)[];
}

/** `cellOf`: the number of the cell a source is, null in scripts. */
export function fileReport(
  filename: string,
  kind: FileReport["kind"],
  { summary, report, locator, cellOf }: { summary: Summary; report: Report; locator: Locator; cellOf: (source: SourceId) => number | null },
): FileReport {
  const { findings, ...rest } = summary;
  return {
    filename,
    kind,
    summary: { ...located(rest, locator), findings: findings.map((f) => locator.finding(f)) },
    notModelled: report.notModelled.map(({ name, count, at }) => ({ name, count, at: locator.place(at) })),
    gaveUp: report.gaveUp.map(cellOf),
    broken: report.broken.map(cellOf),
  };
}

function located<T>(value: T, locator: Locator): Located<T> {
  const walk = (v: unknown): unknown => {
    if (Array.isArray(v)) return v.map(walk);
    if (typeof v !== "object" || v === null) return v;
    if (isSpan(v)) return locator.place(v);
    return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, walk(x)]));
  };
  return walk(value) as Located<T>;
}

const isSpan = (v: object): v is Span => "source" in v && "start" in v && "end" in v;

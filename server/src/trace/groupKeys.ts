/** Columns that tell groups of rows apart: those of a statistic by groups, and those that folds keep together. */
import type { Span } from "../base/span.js";
import { listItems } from "./columns.js";
import type { Learned, Score, Split } from "./lineage.js";
import { type Cut, cut, cutsOf, type Rows, shortName } from "./rows.js";
import type { Trace } from "./trace.js";
import { columnOfOrigin, type Data, fromNamed, type Model, type NameSet, type Value } from "./values.js";

/** The columns among the keys of a grouping. A key that is computed from a column may lay groups of it together, and is none. */
export function groupColumns(t: Trace, by: Value | undefined): NameSet {
  const out = new Set<string>();
  for (const key of by ? (listItems(t, by) ?? [by]) : []) {
    const name = key.k === "const" ? key.v : t.peekData(key)?.column;
    if (typeof name === "string") out.add(name);
  }
  return out;
}

/** The grouping of a table by columns. */
export const groupingOf = (d: Data): string => `${d.rows.key}:${[...(d.keys ?? [])].sort()}`;

/** The group that rows are of: one that a loop goes through, or one file of several. */
function groupOf({ rows, group }: Data): string | undefined {
  const [first, ...others] = new Set(rows.terms.flatMap(({ source }) => (source.each ? [source.each] : source.kind === "made" ? [] : [""])));
  return group ?? (first && !others.length ? first : undefined);
}

/** The rows of a group where one of them stands for it: a label, a name. A table of these has one row for each group. */
export function oneOfGroup(d: Data, at: Span): Rows {
  const group = groupOf(d);
  return group === undefined ? d.rows : cut(d.rows, { id: standsFor(group), part: "T", kind: "opaque", at });
}

const standsFor = (group: string): string => shortName(`each:${group}`);
const standsInRows = (group: string, rows: Rows): boolean => cutsOf(rows).some((c) => c.id === standsFor(group));

/** The group that a statistic is of, unless it is of the table that has one row for each. */
export function ownGroup(d: Data): { group?: string } {
  const group = groupOf(d);
  return group !== undefined && !standsInRows(group, d.rows) ? { group } : {};
}

/** The column by which a splitter keeps rows together: equal values of it give equal groups, also where the groups are computed from it alone. */
export function groupsIn(t: Trace, splitter: Model | null, groups: Value | undefined): { groups?: string } {
  if (splitter?.row?.traits?.by !== "group" || !groups) return {};
  const { origin } = t.prov(groups);
  const name = t.peekData(groups)?.column ?? (fromNamed(origin, 1) ? columnOfOrigin([...origin][0] ?? "") : null);
  return name === null ? {} : { groups: name };
}

/** The same of a cross-validation, which is given the splitter or the folds that it made. */
export function groupsOfCv(t: Trace, cv: Value | undefined, groups: Value | undefined): Pick<Score, "groups" | "grouped"> {
  if (cv?.k === "folds") {
    const made = t.splits.get(shortName(cv.id));
    return { ...(made?.groups === undefined ? {} : { groups: made.groups }), ...(made?.by === "group" ? { grouped: true } : {}) };
  }
  const m = cv?.k === "obj" ? t.get(cv) : null;
  if (m?.k !== "model" || m.row?.traits?.by !== "group") return {};
  return { ...groupsIn(t, m, groups), ...(groups ? { grouped: true } : {}) };
}

/** Whether folds keep groups together that their rows have as they were scored: copies of a row are of its own group. */
export const keepsCopies = (score: Score, apart?: Split): boolean => (score.kind === "cv" ? score.grouped === true : apart?.by === "group");

/**
 * Whether all rows of each group that something was learned of are in one part: a fold that keeps a key of them together, the rows that have one value of
 * a key, or a table in which a group is one row. What such a part was told comes from itself; that of the target is the answer all the same.
 */
export function withinFolds(l: Learned, score: Score, fits: readonly Learned[], splitOf: (c: Cut) => Split | undefined): boolean {
  if (!l.keys?.size && l.group === undefined) return false;
  if ([score.truth, ...fits.map((f) => f.fit?.y)].some((y) => [...(y?.origin ?? [])].some((o) => l.from.origin.has(o)))) return false;
  if (l.group !== undefined && standsInRows(l.group, score.rows)) return true;
  const kept = [score.groups, ...cutsOf(score.rows).map((c) => (c.kind === "fold" ? splitOf(c)?.groups : c.column))];
  return kept.some((name) => name !== undefined && l.keys?.has(name) === true);
}

/** The way of the rows behind a value: where they were read, cut, mixed and learned from, in the order in which that happened to them. */
import type { Span } from "../base/span.js";
import type { Step } from "../engine.types.js";
import { splitIdOf } from "./describe.js";
import type { Learned, Split } from "./lineage.js";
import { type Cut, type Rows, type Source, sourcesOf, type Term } from "./rows.js";
import type { Trace } from "./trace.js";
import { content, type IdSet, type Value } from "./values.js";

const most = 12;

/** Steps in order, none twice; empty for values without rows. Places in files without a name are left out. */
export function rowHistory(t: Trace, v: Value): Step[] {
  const steps: Step[] = [];
  const add = (message: string, at: Span | null | undefined): void => {
    if (at?.source && !steps.some((s) => s.message === message && s.at.source === at.source && s.at.start === at.start)) steps.push({ message, at });
  };
  if (v.k !== "obj") {
    for (const id of v.k === "tuple" ? [] : t.prov(v).scores) {
      const score = t.scores.get(id);
      if (!score) continue;
      for (const fit of score.fits) training(t, t.learned.get(fit), add);
      add(`\`${score.metric}\` is computed`, score.at);
    }
    return steps.slice(0, most);
  }
  const cell = t.get(v);
  if (cell.k === "data") {
    const rows = cell.pos ? { ...cell.rows, terms: cell.rows.terms.map((term) => withCuts(term, cell.pos?.cuts ?? [])) } : cell.rows;
    const p = content(cell);
    way(t, rows, learnedIn(t, p.learned), add);
    for (const id of p.looks) {
      const look = t.looks.get(id);
      if (look)
        add(`\`${look.what}\` brings in values of ${look.direction === "back" ? "earlier" : look.direction === "ahead" ? "later" : "other"} rows`, look.at);
    }
    for (const id of p.preds) {
      const made = t.preds.get(id);
      if (made) add(made.model ? `\`${made.model}\` predicts` : "predicted", made.at);
    }
  } else if (cell.k === "model") for (const id of cell.knows) training(t, t.learned.get(id), add);
  return steps.slice(0, most);
}

type Add = (message: string, at: Span | null | undefined) => void;

const withCuts = (term: Term, cuts: readonly Cut[]): Term =>
  term.mix ? { ...term, after: [...term.after, ...cuts] } : { ...term, cuts: [...term.cuts, ...cuts] };

function training(t: Trace, fit: Learned | undefined, add: Add): void {
  if (!fit) return;
  way(t, fit.rows, learnedIn(t, fit.from.learned), add);
  add(fit.fit ? `\`${fit.what}\` is trained` : learns(fit), fit.at);
}

/** Statistics and selections, not models and mere counts, in the order in which they were learned. */
function learnedIn(t: Trace, ids: IdSet): Learned[] {
  const known = [...ids].map((id) => t.learned.get(id)).filter((l): l is Learned => l !== undefined);
  return known.filter((l) => l.weight !== "count" && l.via !== "mix").sort((a, b) => a.id - b.id);
}

const learns = (l: Learned): string => `\`${l.what}\` learns${l.name ? ` from \`${l.name}\`` : ""}`;

/** What was learned before a cut stands before it: the rows that it was learned from do not know the cut. */
function way(t: Trace, rows: Rows, learned: readonly Learned[], add: Add): void {
  for (const source of sourcesOf(rows)) add(readWords(source), source.at);
  const left = new Set(learned);
  const tell = (l: Learned): void => {
    left.delete(l);
    add(learns(l), l.at);
  };
  const cuts = grouped(rows.terms.flatMap((term) => [...term.cuts, ...(term.mix ? [term.mix] : []), ...term.after]));
  for (const [i, group] of cuts.entries()) {
    const later = new Set(cuts.slice(i).map(([first]) => first && idOf(first)));
    for (const l of left) if (!l.rows.terms.some((x) => [...x.cuts, ...x.after].some((c) => later.has(idOf(c))))) tell(l);
    const [first] = group;
    if (!first) continue;
    add("part" in first ? cutWords(t, group as Cut[]) : `\`${t.learned.get(first.learned)?.what ?? "resampling"}\` makes rows from all of them`, first.at);
  }
  for (const l of left) tell(l);
}

type Narrowing = Term["cuts"][number] | NonNullable<Term["mix"]>;

const idOf = (c: Narrowing): string => ("part" in c ? splitIdOf(c) : c.id);

/** Cuts of one partition taken together, at the place of the first. */
function grouped(list: readonly Narrowing[]): Narrowing[][] {
  const groups = new Map<string, Narrowing[]>();
  for (const c of list) {
    const key = idOf(c);
    groups.set(key, [...(groups.get(key) ?? []), c]);
  }
  return [...groups.values()];
}

const readWords = ({ kind, label }: Source): string => {
  const name = label === "?" ? "" : ` \`${label}\``;
  if (kind === "file") return `rows of${name || " a file"} are read`;
  if (kind === "param") return `the rows are handed over${name && ` as${name}`}`;
  return name ? `the rows come from${name}` : "the rows come from a call that is not known";
};

function cutWords(t: Trace, cuts: readonly Cut[]): string {
  const [first] = cuts as readonly [Cut, ...Cut[]];
  const split = t.splits.get(splitIdOf(first));
  const parts = [...new Set(cuts.map(({ part }) => part))];
  const by = split ? `\`${split.label}\`` : null;
  if (split?.kind === "sample") return parts.every((part) => part.startsWith("!")) ? `${by} leaves these rows over` : `${by} draws rows`;
  const sides = parts.filter((part) => part === "train" || part === "test").sort((a, b) => b.localeCompare(a));
  if (sides.length) {
    const noun =
      first.kind === "fold" ? `${sides.join(" and ")} fold${sides.length > 1 ? "s" : ""}` : `${sides.join(" and ")} part${sides.length > 1 ? "s" : ""}`;
    return by ? `${by} cuts off the ${noun}${how(split)}` : `the ${noun} ${sides.length > 1 ? "are" : "is"} cut off`;
  }
  if (first.kind === "range") return "a slice of rows is taken";
  return first.kind === "filter" || first.kind === "value" ? "rows are kept by a condition" : "some of the rows are selected";
}

function how(split: Split | undefined): string {
  if (!split) return "";
  const words = [split.shuffled ? "at random" : "in order", ...(split.by === "group" ? ["by group"] : []), ...(split.stratified ? ["stratified"] : [])];
  return `, ${words.join(", ")}`;
}

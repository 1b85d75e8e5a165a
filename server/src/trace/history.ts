/** The way of the rows behind a value: where they were read, cut, mixed and learned from, in the order in which that happened to them. */
import * as l10n from "@vscode/l10n";
import { type Span, samePlace } from "../base/span.js";
import type { Step } from "../engine.types.js";
import { sideWords, splitIdOf } from "./describe.js";
import type { Learned, Look, Split } from "./lineage.js";
import { type Cut, type Rows, type Source, sourcesOf, type Term } from "./rows.js";
import type { Trace } from "./trace.js";
import { content, type IdSet, type Value } from "./values.js";

const most = 12;

/** Steps in order, none twice; empty for values without rows. Places in files without a name are left out. */
export function rowHistory(t: Trace, v: Value): Step[] {
  const steps: Step[] = [];
  const add = (message: string, at: Span | null | undefined): void => {
    if (at?.source && !steps.some((s) => s.message === message && samePlace(s.at, at))) steps.push({ message, at });
  };
  if (v.k !== "obj") {
    for (const id of v.k === "tuple" ? [] : t.prov(v).scores) {
      const score = t.scores.get(id);
      if (!score) continue;
      for (const fit of score.fits) training(t, t.learned.get(fit), add);
      add(l10n.t("`{0}` is computed", score.metric), score.at);
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
      if (look) add(lookWords(look), look.at);
    }
    for (const id of p.preds) {
      const made = t.preds.get(id);
      if (made) add(made.model ? l10n.t("`{0}` predicts", made.model) : l10n.t("predicted"), made.at);
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
  add(fit.fit ? l10n.t("`{0}` is trained", fit.what) : learns(fit), fit.at);
}

/** Statistics and selections, not models and mere counts, in the order in which they were learned. */
function learnedIn(t: Trace, ids: IdSet): Learned[] {
  const known = [...ids].map((id) => t.learned.get(id)).filter((l): l is Learned => l !== undefined);
  return known.filter((l) => l.weight !== "count" && l.via !== "mix").sort((a, b) => a.id - b.id);
}

const learns = (l: Learned): string => (l.name ? l10n.t("`{0}` learns from `{1}`", l.what, l.name) : l10n.t("`{0}` learns", l.what));

function lookWords({ what, direction }: Look): string {
  if (direction === "back") return l10n.t("`{0}` brings in values of earlier rows", what);
  return direction === "ahead" ? l10n.t("`{0}` brings in values of later rows", what) : l10n.t("`{0}` brings in values of other rows", what);
}

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
    add(
      "part" in first ? cutWords(t, group as Cut[]) : l10n.t("`{0}` makes rows from all of them", t.learned.get(first.learned)?.what ?? l10n.t("resampling")),
      first.at,
    );
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
  const isNamed = label !== "?";
  if (kind === "file") return isNamed ? l10n.t("rows of `{0}` are read", label) : l10n.t("rows of a file are read");
  if (kind === "param") return isNamed ? l10n.t("the rows are handed over as `{0}`", label) : l10n.t("the rows are handed over");
  return isNamed ? l10n.t("the rows come from `{0}`", label) : l10n.t("the rows come from a call that is not known");
};

function cutWords(t: Trace, cuts: readonly Cut[]): string {
  const [first] = cuts as readonly [Cut, ...Cut[]];
  const split = t.splits.get(splitIdOf(first));
  const parts = [...new Set(cuts.map(({ part }) => part))];
  if (split?.kind === "sample")
    return parts.every((part) => part.startsWith("!")) ? l10n.t("`{0}` leaves these rows over", split.label) : l10n.t("`{0}` draws rows", split.label);
  const sides = parts.filter((part) => part === "train" || part === "test").sort((a, b) => b.localeCompare(a));
  if (sides.length) {
    const told = sidesWords(sides, first.kind === "fold");
    if (split) return l10n.t("`{0}` cuts off the {1}, {2}", split.label, told, how(split));
    return sides.length > 1 ? l10n.t("the {0} are cut off", told) : l10n.t("the {0} is cut off", told);
  }
  if (first.kind === "range") return l10n.t("a slice of rows is taken");
  return first.kind === "filter" || first.kind === "value" ? l10n.t("rows are kept by a condition") : l10n.t("some of the rows are selected");
}

function sidesWords(sides: readonly string[], isFold: boolean): string {
  if (sides.length > 1) return isFold ? l10n.t("train and test folds") : l10n.t("train and test parts");
  return sideWords(sides[0] === "train" ? "train" : "test", isFold);
}

function how(split: Split): string {
  const words = [
    split.shuffled ? l10n.t("at random") : l10n.t("in order"),
    ...(split.by === "group" ? [l10n.t("by group")] : []),
    ...(split.stratified ? [l10n.t("stratified")] : []),
  ];
  return words.join(", ");
}

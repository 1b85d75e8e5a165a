/** The questions asked of one column, each with its p value and effects; whether they make an alarm is decided over all columns together. */
import * as l10n from "@vscode/l10n";
import type { Overlap } from "./engine.js";
import { type GridDistances, gridDistances } from "./grid.js";
import {
  alignCategories,
  type CategorySummary,
  type ColumnProfile,
  comparable,
  countsAt,
  deviation,
  type NumberSummary,
  quantileEdges,
  quantileOf,
} from "./profile.js";
import { allOnOneSideP, chiSquared, fisherExact, proportionsTest, psi, totalVariation } from "./stats/counts.js";
import { oneSidedSf } from "./stats/oneSided.js";
import { type Distances, kolmogorovSmirnovP } from "./stats/pooled.js";
import type { Measure } from "./thresholds.js";
import { among, figure, percent, quoted } from "./words.js";

export type Question = "distribution" | "range" | "missing" | "infinite" | "unparsable" | "newCategory" | "vanishedCategory";
export type Test = "ks" | "chi-squared" | "fisher" | "z" | "lot";

/** A figure, and how far the truth may be from it. */
export interface Effect {
  readonly measure: Measure;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Answer {
  readonly question: Question;
  readonly test: Test;
  /** Ends "because …". */
  readonly why: string;
  /** What moved, from what to what. */
  readonly moved: string;
  readonly p: number;
  readonly effects: readonly Effect[];
  /** False where counts at cuts bound D and the rows were not looked at; p is then the largest it can be. */
  readonly exact: boolean;
}

export interface ColumnPair {
  readonly reference: ColumnProfile;
  readonly current: ColumnProfile;
  /** From all rows; without them the counts at cuts decide. */
  readonly distances: Distances | null;
  /** Narrower than the counts at cuts alone would tell. */
  readonly bounds?: GridDistances;
  /** Where categories are too many to name. */
  readonly overlap?: Overlap;
  /** Ask these questions alone. */
  readonly only?: readonly Question[];
}

export function answersFor(pair: ColumnPair, minimumRows: number): Answer[] {
  const { only } = pair;
  const answers = allAnswers(pair, minimumRows);
  return only ? answers.filter(({ question }) => only.includes(question)) : answers;
}

function allAnswers(pair: ColumnPair, minimumRows: number): Answer[] {
  const { reference, current } = pair;
  const answers: Answer[] = [];
  if (Math.min(reference.rows, current.rows) >= minimumRows) {
    const counted: readonly Column[] = ["missing", "infinite", "unparsable"];
    for (const question of counted) {
      const before = reference[question];
      const after = current[question];
      if (before + after > 0) answers.push(shareAnswer(question, before, reference.rows, after, current.rows));
    }
  }
  if (Math.min(comparable(reference), comparable(current)) < minimumRows) return answers;
  if (reference.numbers && current.numbers) answers.push(...numberAnswers(pair, reference.numbers, current.numbers));
  if (reference.categories && current.categories) answers.push(...categoryAnswers(reference, current, pair.overlap));
  return answers;
}

type Column = "missing" | "infinite" | "unparsable";
function shareAnswer(question: Column, k1: number, n1: number, k2: number, n2: number): Answer {
  const { test, p } = proportionsTest(k1, n1, k2, n2);
  return {
    question,
    test,
    why: test === "z" ? l10n.t("because it compares two shares of many rows") : l10n.t("because too few rows are concerned for an approximation"),
    moved: movedShares(question, percent(k1 / n1), percent(k2 / n2)),
    p,
    effects: [exactly(question, Math.abs(k1 / n1 - k2 / n2))],
    exact: true,
  };
}

function movedShares(question: Column, before: string, now: string): string {
  if (question === "missing") return l10n.t("missing in {0} of rows before, {1} now", before, now);
  if (question === "infinite") return l10n.t("infinite in {0} of rows before, {1} now", before, now);
  return l10n.t("not a number in {0} of rows before, {1} now", before, now);
}

const exactly = (measure: Measure, value: number): Effect => ({ measure, value, low: value, high: value });

/** What a standard deviation is divided by; a constant reference takes that of both sides together. */
export function scaleOf(reference: NumberSummary, current: NumberSummary): number {
  const own = deviation(reference);
  // Rounding leaves a constant of 1e15 a spread of its last digits.
  if (own > 1e-12 * Math.max(Math.abs(reference.min), Math.abs(reference.max))) return own;
  const rows = reference.rows + current.rows;
  const between = ((reference.mean - current.mean) ** 2 * reference.rows * current.rows) / rows;
  return Math.sqrt((reference.squares + current.squares + between) / rows);
}

function numberAnswers({ distances, bounds }: ColumnPair, reference: NumberSummary, current: NumberSummary): Answer[] {
  const [n, m] = [reference.rows, current.rows];
  const grid = bounds ?? gridDistances(reference, current);
  const ks = distances ? exactly("ks", distances.ks) : { measure: "ks" as const, value: grid.ks.low, ...grid.ks };
  const scale = scaleOf(reference, current);
  const scaled = (value: number) => (scale > 0 ? value / scale : 0);
  const area = distances ? { low: distances.wasserstein, middle: distances.wasserstein, high: distances.wasserstein } : grid.wasserstein;
  const wasserstein: Effect = { measure: "wasserstein", value: scaled(area.middle), low: scaled(area.low), high: scaled(area.high) };
  const edges = quantileEdges(reference, 10);
  const stability = exactly("psi", psi(countsAt(reference, edges), countsAt(current, edges)));
  const distribution: Answer = {
    question: "distribution",
    test: "ks",
    why: l10n.t("because it is a number with many values"),
    moved: movedNumbers(reference, current, distances ?? grid),
    p: kolmogorovSmirnovP(ks.low, n, m),
    effects: [ks, wasserstein, stability],
    exact: distances !== null || ks.high - ks.low < 1e-12,
  };
  return [distribution, rangeAnswer(reference, current)];
}

function movedNumbers(reference: NumberSummary, current: NumberSummary, { location }: { readonly location: number }): string {
  const at = (p: number) => [quantileOf(reference, p), quantileOf(current, p)] as const;
  const [before, after] = at(0.5);
  const [low, lowNow] = at(0.25);
  const [high, highNow] = at(0.75);
  const spread = Math.max(high - low, deviation(reference) / 10, Number.MIN_VALUE);
  if (Math.abs(after - before) >= 0.05 * spread) return l10n.t("median {0} before, {1} now", figure(before, spread), figure(after, spread));
  if (Math.abs(highNow - lowNow - (high - low)) >= 0.05 * spread)
    return l10n.t(
      "middle half from {0} to {1} before, from {2} to {3} now",
      figure(low, spread),
      figure(high, spread),
      figure(lowNow, spread),
      figure(highNow, spread),
    );
  return l10n.t("the gap is widest at {0}", figure(location, spread));
}

/** If sides were drawn by lot, the largest k values of all would fall on one side with a known chance: no model, no approximation. */
function rangeAnswer(reference: NumberSummary, current: NumberSummary): Answer {
  const { below, above } = outsideOf(reference, current);
  const rows = reference.rows + current.rows;
  const p = Math.min(1, 2 * Math.min(allOnOneSideP(below, current.rows, rows), allOnOneSideP(above, current.rows, rows)));
  const range = (side: NumberSummary) => l10n.t("{0} to {1}", figure(side.min, reference.max - reference.min), figure(side.max, reference.max - reference.min));
  return {
    question: "range",
    test: "lot",
    why: l10n.t("because rows beyond the reference's range would be as likely on either side"),
    moved: l10n.t("range {0} before, {1} now; {2} of rows lie outside", range(reference), range(current), percent((below + above) / current.rows)),
    p: below + above === 0 ? 1 : p,
    effects: [exactly("outOfRange", (below + above) / current.rows)],
    exact: true,
  };
}

/** Current rows beyond the reference's range, as far as the cuts tell: profiles have the reference's minimum and maximum among their cuts. */
function outsideOf(reference: NumberSummary, current: NumberSummary): { readonly below: number; readonly above: number } {
  const upTo = (limit: number) => current.counts.reduce((sum, count, i) => ((current.cuts[i] ?? Infinity) <= limit ? sum + count : sum), 0);
  return { below: upTo(nextBelow(reference.min)), above: current.max > reference.max ? current.rows - upTo(reference.max) : 0 };
}

/** The largest number below: rows at the minimum itself are inside. */
export function nextBelow(value: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  if (value === 0) return -Number.MIN_VALUE;
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return bits.getFloat64(0);
}

function categoryAnswers(reference: ColumnProfile, current: ColumnProfile, overlap?: Overlap): Answer[] {
  const [before, now] = [reference.categories as CategorySummary, current.categories as CategorySummary];
  const aligned = alignCategories(before, now);
  const { names, rows } = aligned;
  const counts = before.buckets && now.buckets ? { reference: before.buckets, current: now.buckets } : aligned;
  const cells = poolRare(counts.reference, counts.current);
  const moved = movedCategories(aligned);
  const two = cells.reference.length === 2;
  const table = chiSquared(cells.reference, cells.current);
  const exact = two && table.minExpected < 5;
  const [a = 0, b = 0] = cells.reference;
  const [c = 0, d = 0] = cells.current;
  const answers: Answer[] = [
    {
      question: "distribution",
      test: exact ? "fisher" : "chi-squared",
      why: exact
        ? l10n.t("because it has two categories and few rows")
        : before.buckets
          ? l10n.t("because it has {0} categories, counted in buckets", names.length + before.otherDistinct)
          : l10n.t("because it has {0} categories", names.length + before.otherDistinct),
      moved,
      p: exact ? fisherExact(a, b, c, d) : table.p,
      effects: [exactly("totalVariation", totalVariation(counts.reference, counts.current))],
      exact: true,
    },
  ];
  for (const question of ["newCategory", "vanishedCategory"] as const) {
    if (!before.buckets) answers.push(oneSided(question, names, aligned, rows));
    else if (overlap) answers.push(manyOneSided(question, overlap, rows));
  }
  return answers;
}

/** Pearson's statistic wants about five expected rows a cell: rarer categories share one. */
export function poolRare(reference: readonly number[], current: readonly number[]) {
  const n = reference.reduce((sum, count) => sum + count, 0);
  const m = current.reduce((sum, count) => sum + count, 0);
  const least = (5 * (n + m)) / Math.min(n, m);
  const kept: [number[], number[]] = [[], []];
  let [rareReference, rareCurrent] = [0, 0];
  reference.forEach((count, i) => {
    const other = current[i] as number;
    if (count + other >= least) {
      kept[0].push(count);
      kept[1].push(other);
    } else {
      rareReference += count;
      rareCurrent += other;
    }
  });
  if (rareReference + rareCurrent > 0) {
    kept[0].push(rareReference);
    kept[1].push(rareCurrent);
  }
  return { reference: kept[0], current: kept[1] };
}

function movedCategories({ names, reference, current, rows }: ReturnType<typeof alignCategories>): string {
  const changes = names
    .map((name, i) => ({ name, before: (reference[i] as number) / rows.reference, now: (current[i] as number) / rows.current }))
    .sort((x, y) => Math.abs(y.now - y.before) - Math.abs(x.now - x.before))
    .slice(0, 2)
    .filter(({ before, now }) => before !== now);
  return (
    changes.map(({ name, before, now }) => l10n.t("{0} {1} of rows before, {2} now", quoted(name), percent(before), percent(now))).join("; ") ||
    l10n.t("nothing moved")
  );
}

/**
 * Categories that only one side has. The chance that all rows of one fall on one side by lot, times the number of categories: rare
 * categories come and go without any drift, and this says how rare is rare.
 */
function oneSided(
  question: "newCategory" | "vanishedCategory",
  names: readonly string[],
  aligned: ReturnType<typeof alignCategories>,
  rows: { readonly reference: number; readonly current: number },
): Answer {
  const isNew = question === "newCategory";
  const [without, having] = isNew ? [aligned.reference, aligned.current] : [aligned.current, aligned.reference];
  const side = isNew ? rows.current : rows.reference;
  const only = names.flatMap((name, i) => (without[i] === 0 && (having[i] as number) > 0 ? [{ name, count: having[i] as number }] : []));
  only.sort((x, y) => y.count - x.count);
  const largest = only[0]?.count ?? 0;
  const p = largest === 0 ? 1 : Math.min(1, names.length * allOnOneSideP(largest, side, rows.reference + rows.current));
  const count = only.reduce((sum, each) => sum + each.count, 0);
  return {
    question,
    test: "lot",
    why: l10n.t("because a rare category may be on one side by chance alone"),
    moved: only.length === 0 ? l10n.t("none") : movedOneSide(isNew, among(only.map((each) => quoted(each.name))), percent(count / side)),
    p,
    effects: [exactly(question, count / side)],
    exact: true,
  };
}

const movedOneSide = (isNew: boolean, names: string, share: string): string =>
  isNew ? l10n.t("{0} in {1} of rows now, never before", names, share) : l10n.t("{0} in {1} of rows before, none now", names, share);

/**
 * The same where categories are too many to name. Each of them may be too rare to tell anything while all of them together do, so besides the
 * largest their rows together are asked about: whichever is less likely by lot, times two for having asked twice.
 */
function manyOneSided(question: "newCategory" | "vanishedCategory", overlap: Overlap, rows: { readonly reference: number; readonly current: number }): Answer {
  const isNew = question === "newCategory";
  const side = isNew ? rows.current : rows.reference;
  const all = rows.reference + rows.current;
  const only = (group: Overlap["groups"][number]) => (isNew ? group.onlyCurrent : group.onlyReference);
  const largest = (isNew ? overlap.fresh : overlap.vanished)[0]?.[1] ?? 0;
  const distinct = overlap.groups.reduce((sum, { categories }) => sum + categories, 0);
  const count = overlap.groups.reduce((sum, group) => sum + only(group), 0);
  const inThem = overlap.groups.reduce((sum, group) => sum + only(group) * group.rows, 0);
  const one = largest === 0 ? 1 : distinct * allOnOneSideP(largest, side, all);
  const together = oneSidedSf(overlap.groups, inThem, side, all);
  const named = (isNew ? overlap.fresh : overlap.vanished).map(([name]) => quoted(name)).join(", ");
  const such = count > 3 ? l10n.t("{0} categories such as {1}", count.toLocaleString("en-US"), named) : named;
  return {
    question,
    test: "lot",
    why: l10n.t("because rare categories may be on one side by chance alone"),
    moved: count === 0 ? l10n.t("none") : movedOneSide(isNew, such, percent(inThem / side)),
    p: Math.min(1, 2 * Math.min(one, together)),
    effects: [exactly(question, inThem / side)],
    exact: true,
  };
}

/** Which score is judged, and what the two sides say about it. */
import * as l10n from "@vscode/l10n";
import type { CodePlace, Measurement, Sample, ScoreRow, Verdict } from "./types.js";

/** The lines, both 1-based, of a score that the finding is about. */
export interface JudgedPlace {
  readonly unit: number;
  readonly from: number;
  readonly to: number;
}

/**
 * A score of the finding's own evaluations, the last that both sides computed once a run; else one that they computed in a loop, or printed
 * there; else the last score of the program. Null where no score is on both sides.
 */
export function judgedRow(rows: readonly ScoreRow[], places: readonly JudgedPlace[]): Measurement["judged"] {
  const both = rows.map((row, i) => ({ row, i })).filter(({ row }) => row.leak.values.length > 0 && row.fixed.values.length > 0);
  const stands = ({ row: { path } }: (typeof both)[number]) => path.some((place) => places.some((judged) => isAt(place, judged)));
  const computed = both.filter(({ row }) => row.how !== "printed");
  const once = computed.filter(({ row }) => row.leak.calls === 1 && row.fixed.calls === 1);
  for (const own of [once, computed, both].map((list) => list.filter(stands))) {
    const last = own.at(-1);
    if (last) return { row: last.i, by: "finding" };
  }
  const last = once.at(-1) ?? computed.at(-1) ?? both.at(-1);
  return last ? { row: last.i, by: "last" } : null;
}

/** Python gives a call of several lines the line of its name or of its bracket, so that a line more is allowed. */
const isAt = ({ unit, line }: CodePlace, judged: JudgedPlace): boolean => unit === judged.unit && line >= judged.from && line <= judged.to + 1;

export interface Range {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
}

/** Null for no values. */
export function rangeOf({ values }: Sample): Range | null {
  if (values.length === 0) return null;
  return { low: Math.min(...values), high: Math.max(...values), mean: values.reduce((sum, value) => sum + value, 0) / values.length };
}

const isPoint = ({ low, high }: Range): boolean => high - low <= 1e-12 * Math.max(1, Math.abs(high));

/** What a row says. The ranges are those over the runs of each side. */
export function verdictOf(row: ScoreRow | null): Verdict {
  const leak = row && rangeOf(row.leak);
  const fixed = row && rangeOf(row.fixed);
  if (!row || !leak || !fixed) return { kind: "none", headline: l10n.t("There is no score to compare."), meaning: "" };
  const digits = digitsFor(leak, fixed);
  const shown = (value: number) => formatted(value, digits);
  const headline = l10n.t("{0} with the leak, {1} without", shown(leak.mean), shown(fixed.mean));
  const gain = row.better === "lower" ? fixed.mean - leak.mean : leak.mean - fixed.mean;
  const metric = metricWords(row);
  const single = row.leak.values.length < 2 || row.fixed.values.length < 2;
  const caution = single
    ? l10n.t("There is one run on a side only, so how much of this is noise is not known.")
    : isPoint(leak) && isPoint(fixed)
      ? l10n.t("The seeds change nothing in this program, so how much of this is noise is not known.")
      : "";
  const told = (sentence: string) => (caution === "" ? sentence : `${sentence} ${caution}`);
  if (leak.mean === fixed.mean && isPoint(leak) && isPoint(fixed))
    return { kind: "same", headline, meaning: l10n.t("The leak changes nothing about {0} here.", metric) };
  if (!single && Math.max(leak.low, fixed.low) <= Math.min(leak.high, fixed.high))
    return {
      kind: "noise",
      headline: l10n.t("{0}: within noise", headline),
      meaning: l10n.t(
        "The ranges over the seeds overlap ({0} to {1} with the leak, {2} to {3} without): on these data, what the leak is worth cannot be told from chance.",
        shown(leak.low),
        shown(leak.high),
        shown(fixed.low),
        shown(fixed.high),
      ),
    };
  // As a reader would take one shown number from the other.
  const size = shown(Math.abs(Number(shown(leak.mean)) - Number(shown(fixed.mean))));
  if (row.better === null) return { kind: "differs", headline, meaning: told(l10n.t("The two sides differ by {0}.", size)) };
  if (gain > 0)
    return {
      kind: "optimistic",
      headline,
      meaning: told(l10n.t("The leak makes {0} look better by {1} than it is.", metric, size)),
    };
  return {
    kind: "pessimistic",
    headline,
    meaning: told(l10n.t("With the leak {0} is worse by {1}: here the leak flatters nothing, and the fix pays.", metric, size)),
  };
}

function metricWords({ how, name }: ScoreRow): string {
  return how === "printed" ? l10n.t("what is printed") : how === "search" ? l10n.t("the best {0} of the search", words(name)) : l10n.t("the {0}", words(name));
}

const words = (name: string): string => name.replace(/_/g, " ");

/** Two digits after the point, or as many more as tell the two sides apart. */
function digitsFor(a: Range, b: Range): number {
  const large = Math.max(Math.abs(a.mean), Math.abs(b.mean));
  let digits = large >= 1000 ? 0 : large >= 100 ? 1 : 2;
  while (digits < 6 && a.mean !== b.mean && a.mean.toFixed(digits) === b.mean.toFixed(digits)) digits++;
  return digits;
}

export const formatted = (value: number, digits: number): string => (Math.abs(value) >= 1e9 ? value.toPrecision(4) : value.toFixed(digits));

/** Digits that suit a row's ranges. */
export function rowDigits(row: ScoreRow): number {
  const ranges = [rangeOf(row.leak), rangeOf(row.fixed)].filter((range) => range !== null);
  const [a, b = a] = ranges;
  return a && b ? Math.max(3, digitsFor(a, b)) - (Math.max(Math.abs(a.mean), Math.abs(b.mean)) >= 100 ? 1 : 0) : 3;
}

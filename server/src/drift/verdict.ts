/** Decides over all columns together: an alarm is a change that chance does not explain and that is large enough to matter. */
import * as l10n from "@vscode/l10n";
import { type Answer, answersFor, type ColumnPair, type Effect } from "./checks.js";
import { comparable, type Kind } from "./profile.js";
import { benjaminiHochberg } from "./stats/multiple.js";
import { type Floor, floorFor, type Measure, type Thresholds } from "./thresholds.js";
import { effectFigure, probability } from "./words.js";

export type Level = "none" | "moderate" | "major";
export type State = "ok" | "moderate" | "major" | "not-enough-rows" | "not-compared";

export interface Check extends Answer {
  readonly adjustedP: number;
  readonly level: Level;
  /** The effect that is largest for its floor, and that floor. */
  readonly effect: Effect;
  readonly floor: Floor;
  readonly sentence: string;
}

export interface ColumnVerdict {
  readonly name: string;
  readonly kind: Kind;
  readonly state: State;
  readonly checks: readonly Check[];
}

export const judge = (pairs: readonly ColumnPair[], thresholds: Thresholds): ColumnVerdict[] => judgeWith(pairs, [], thresholds).verdicts;

/** With the p values of other questions among which false alarms are to stay rare; `adjusted` are those. */
export function judgeWith(pairs: readonly ColumnPair[], others: readonly number[], thresholds: Thresholds) {
  const answers = pairs.map((pair) => answersFor(pair, thresholds.minimumRows));
  const adjusted = benjaminiHochberg([...answers.flat().map(({ p }) => p), ...others]);
  let next = 0;
  const verdicts = pairs.map((pair, i): ColumnVerdict => {
    const { name, kind } = pair.reference;
    const checks = (answers[i] as Answer[]).map((answer) => makeCheck(answer, name, adjusted[next++] as number, thresholds));
    return { name, kind, state: stateOf(pair, checks, thresholds), checks };
  });
  return { verdicts, adjusted: adjusted.slice(next) };
}

function makeCheck(answer: Answer, column: string, adjustedP: number, thresholds: Thresholds): Check {
  const floorOf = ({ measure }: Effect) => floorFor(thresholds, column, measure);
  const ratio = (effect: Effect) => effect.value / floorOf(effect).moderate;
  const effect = answer.effects.reduce((best, each) => (ratio(each) > ratio(best) ? each : best));
  const significant = adjustedP <= thresholds.falseDiscoveryRate;
  const level = significant ? levelOf(answer.effects, floorOf, "value") : "none";
  const check = { ...answer, adjustedP, level, effect, floor: floorOf(effect) };
  return { ...check, sentence: sentenceFor(check, significant) };
}

function levelOf(effects: readonly Effect[], floorOf: (effect: Effect) => Floor, key: "value" | "low" | "high"): Level {
  if (effects.some((effect) => effect[key] >= floorOf(effect).major)) return "major";
  return effects.some((effect) => effect[key] >= floorOf(effect).moderate) ? "moderate" : "none";
}

function stateOf({ reference, current }: ColumnPair, checks: readonly Check[], { minimumRows }: Thresholds): State {
  if (checks.some(({ level }) => level === "major")) return "major";
  if (checks.some(({ level }) => level === "moderate")) return "moderate";
  if (checks.some(({ question }) => question === "distribution")) return "ok";
  if (Math.max(comparable(reference), comparable(current)) === 0) return "not-compared";
  if (Math.min(reference.rows, current.rows) < minimumRows) return "not-enough-rows";
  if (reference.kind === "number" || reference.kind === "category")
    return Math.min(comparable(reference), comparable(current)) < minimumRows ? "not-enough-rows" : "not-compared";
  return "not-compared";
}

/** Whether the rows must be looked at: bounds lie on both sides of a floor, or an alarm hangs on how large p is exactly. */
export function needsRows(pair: ColumnPair, thresholds: Thresholds, tests: number): boolean {
  if (pair.distances) return false;
  return answersFor(pair, thresholds.minimumRows).some((answer) => {
    if (answer.exact) return false;
    const floorOf = ({ measure }: Effect) => floorFor(thresholds, pair.reference.name, measure);
    const [low, high] = [levelOf(answer.effects, floorOf, "low"), levelOf(answer.effects, floorOf, "high")];
    return low !== high || (low !== "none" && answer.p > thresholds.falseDiscoveryRate / Math.max(1, tests));
  });
}

export const testNames: Record<Answer["test"], () => string> = {
  ks: () => l10n.t("Kolmogorov-Smirnov test"),
  "chi-squared": () => l10n.t("chi-squared test"),
  fisher: () => l10n.t("Fisher's exact test"),
  z: () => l10n.t("z test of two shares"),
  lot: () => l10n.t("exact test by lot"),
};

export const measureNames: Record<Measure, () => string> = {
  ks: () => "D",
  wasserstein: () => l10n.t("Wasserstein distance / sd"),
  psi: () => "PSI",
  totalVariation: () => l10n.t("total variation"),
  missing: () => l10n.t("change of share"),
  infinite: () => l10n.t("change of share"),
  unparsable: () => l10n.t("change of share"),
  outOfRange: () => l10n.t("share outside"),
  newCategory: () => l10n.t("share of rows"),
  vanishedCategory: () => l10n.t("share of rows"),
};

function sentenceFor({ moved, test, why, adjustedP, effect, floor, level, exact }: Omit<Check, "sentence">, significant: boolean): string {
  const limit =
    level === "major"
      ? l10n.t("at least {0}", floor.major)
      : effect.value >= floor.moderate
        ? l10n.t("at least {0}", floor.moderate)
        : l10n.t("below {0}", floor.moderate);
  const found = level !== "none" ? moved : significant ? l10n.t("{0}, too little to matter", moved) : l10n.t("Nothing that chance does not explain");
  const parts = [found, testNames[test](), why, measureNames[effect.measure](), effectFigure(effect.value), limit, probability(adjustedP)];
  if (exact) return l10n.t("{0}: {1}, {2}; {3} {4}, {5}; adjusted p {6}.", ...parts);
  if (adjustedP === 0) return l10n.t("{0}: {1}, {2}; {3} about {4}, {5}; adjusted p {6}.", ...parts);
  return l10n.t("{0}: {1}, {2}; {3} about {4}, {5}; adjusted p at most {6}.", ...parts);
}

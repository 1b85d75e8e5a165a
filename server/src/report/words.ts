/** Words that several reports share, in the reader's language. */
import * as l10n from "@vscode/l10n";
import type { SummarySplit } from "../summary.types.js";
import type { LocatedFinding } from "./located.js";

export const verdictWord = (verdict: "clean" | "optimistic" | "unknown"): string =>
  verdict === "clean" ? l10n.t("clean") : verdict === "optimistic" ? l10n.t("optimistic") : l10n.t("unknown");

const severities: Readonly<Record<LocatedFinding["severity"], () => string>> = {
  error: () => l10n.t("error"),
  warning: () => l10n.t("warning"),
  information: () => l10n.t("information"),
  hint: () => l10n.t("hint"),
};
const confidences: Readonly<Record<LocatedFinding["confidence"], () => string>> = {
  certain: () => l10n.t("certain"),
  likely: () => l10n.t("likely"),
  possible: () => l10n.t("possible"),
};

export const severityWord = ({ severity }: Pick<LocatedFinding, "severity">): string => severities[severity]();

/** "warning, likely". */
export const gravityWords = ({ severity, confidence }: Pick<LocatedFinding, "severity" | "confidence">): string =>
  `${severities[severity]()}, ${confidences[confidence]()}`;

/** How a split is drawn: "at random, seeded", "stratified", "by group". */
export function splitWords({ shuffled, seeded, stratified, by }: Pick<SummarySplit, "shuffled" | "seeded" | "stratified" | "by">): string[] {
  const words = [shuffled ? (seeded ? l10n.t("at random, seeded") : l10n.t("at random, without a seed")) : l10n.t("in order")];
  if (stratified) words.push(l10n.t("stratified"));
  if (by === "group") words.push(l10n.t("by group"));
  if (by === "time") words.push(l10n.t("by time"));
  return words;
}

type Noun = "file" | "other file" | "evaluation";
const nouns: Readonly<Record<Noun, readonly [one: (n: string) => string, many: (n: string) => string]>> = {
  file: [(n) => l10n.t("{0} file", n), (n) => l10n.t("{0} files", n)],
  "other file": [(n) => l10n.t("{0} other file", n), (n) => l10n.t("{0} other files", n)],
  evaluation: [(n) => l10n.t("{0} evaluation", n), (n) => l10n.t("{0} evaluations", n)],
};

/** "1 file", "2,000 files". */
export const count = (n: number, noun: Noun): string => nouns[noun][n === 1 ? 0 : 1](n.toLocaleString("en-US"));

/** The language that all of this is written in, as pages name it. */
export const language = (): string => l10n.t({ message: "en", comment: "The tag of the language of this translation, such as de" });

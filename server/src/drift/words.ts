/** How figures and names are written for people. */
import * as l10n from "@vscode/l10n";

export function percent(share: number): string {
  const value = share * 100;
  if (value === 0 || value >= 99.95) return `${Math.round(value)} %`;
  return `${value < 0.01 ? value.toExponential(0) : value < 1 ? value.toPrecision(1) : value < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/** With as many digits as tell a hundredth of `scale`. */
export function figure(value: number, scale: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  const digits = scale > 0 && Number.isFinite(scale) ? Math.min(15, Math.max(1, Math.ceil(Math.log10(size)) - Math.floor(Math.log10(scale)) + 2)) : 4;
  const short = Number(value.toPrecision(digits));
  if (size >= 1e7 || size < 1e-4) return short.toExponential().replace("e+", "e");
  return String(short);
}

export const probability = (p: number): string =>
  p === 0 ? l10n.t("below 1e-300") : p >= 0.0995 ? p.toFixed(2) : p >= 0.001 ? p.toPrecision(2) : p.toExponential(0).replace("e+", "e");

export const effectFigure = (value: number): string =>
  value >= 100
    ? value.toPrecision(3).replace("e+", "e")
    : value >= 10
      ? value.toFixed(1)
      : value >= 0.01 || value === 0
        ? value.toFixed(2)
        : value.toPrecision(1);

/** A name from the data: one line, not endless. */
export function quoted(name: string): string {
  const line = name.replace(/\s+/g, " ");
  return `"${line.length > 40 ? `${line.slice(0, 39)}…` : line}"`;
}

export function among(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? l10n.t("{0} and {1} more", shown, names.length - most) : shown;
}

type Noun = "row" | "window" | "more window" | "column" | "change of schema" | "comparison" | "day" | "week" | "month";

const nouns: Record<Noun, readonly [one: (n: string) => string, many: (n: string) => string]> = {
  row: [(n) => l10n.t("{0} row", n), (n) => l10n.t("{0} rows", n)],
  window: [(n) => l10n.t("{0} window", n), (n) => l10n.t("{0} windows", n)],
  "more window": [(n) => l10n.t("{0} more window", n), (n) => l10n.t("{0} more windows", n)],
  column: [(n) => l10n.t("{0} column", n), (n) => l10n.t("{0} columns", n)],
  "change of schema": [(n) => l10n.t("{0} change of schema", n), (n) => l10n.t("{0} changes of schema", n)],
  comparison: [(n) => l10n.t("{0} comparison", n), (n) => l10n.t("{0} comparisons", n)],
  day: [(n) => l10n.t("{0} day", n), (n) => l10n.t("{0} days", n)],
  week: [(n) => l10n.t("{0} week", n), (n) => l10n.t("{0} weeks", n)],
  month: [(n) => l10n.t("{0} month", n), (n) => l10n.t("{0} months", n)],
};

/** "1 row", "12,000 rows". */
export const counted = (n: number, noun: Noun): string => nouns[noun][n === 1 ? 0 : 1](n.toLocaleString("en-US"));

const spans: Record<string, () => string> = { day: () => l10n.t("a day"), week: () => l10n.t("a week"), month: () => l10n.t("a month") };

/** How long a window is: "a week". */
export const oneSpan = (span: string): string => spans[span]?.() ?? span;

const words: Record<string, () => string> = {
  none: () => l10n.t("none"),
  moderate: () => l10n.t("moderate"),
  major: () => l10n.t("major"),
  ok: () => l10n.t("ok"),
  "not-enough-rows": () => l10n.t("not enough rows"),
  "not-compared": () => l10n.t("not compared"),
  reference: () => l10n.t("reference"),
  current: () => l10n.t("current"),
  label: () => l10n.t("label"),
  prediction: () => l10n.t("prediction"),
  probability: () => l10n.t("probability"),
  number: () => l10n.t("number"),
  category: () => l10n.t("category"),
  date: () => l10n.t("date"),
  text: () => l10n.t("text"),
  other: () => l10n.t("other"),
};

/** What data say by a key, such as a level, a state, a side, a role or a kind of column, in the reader's language. */
export const wordFor = (key: string): string => words[key]?.() ?? key;

/** The language that all of this is written in, as pages name it. */
export const language = (): string => l10n.t({ message: "en", comment: "The tag of the language of this translation, such as de" });

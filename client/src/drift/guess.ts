/** Which columns hold dates, labels, predictions and probabilities, from names, types, first rows and what the code trains for. Knows no editor. */
import * as l10n from "@vscode/l10n";
import type { Guesses, Options } from "../../../panel/src/messages";
import type { DriftColumn, DriftColumns } from "../../../server/src/protocol";

type Guess = NonNullable<Guesses["date"]>;

const dateNames = /(^|[_\W])(date|day|time|timestamp|datetime|ts|created|updated|at|when|week|month)([_\W]|$)|(Date|Time|At)$/i;
const labelNames = /^(label|target|y|y_?true|actual|ground_?truth|outcome|class)$/i;
const predictionNames = /^(y_?)?(pred|predicted|prediction|predictions|predicted_\w+|pred_\w+|y_?hat|yhat|forecast)$|_(pred|prediction|predicted|hat)$/i;
const probabilityNames = /(^|_)(prob|proba|probability|score|risk|confidence|p1)(_|$)/i;

const byName = (columns: readonly DriftColumn[], pattern: RegExp, fits: (column: DriftColumn) => boolean, why: string): Guess | null => {
  const found = columns.filter((column) => pattern.test(column.name) && fits(column));
  return found[0] ? { name: found[0].name, why } : null;
};

/** `targets`: what models that were trained on the reference were to predict, as the code has it. */
export function guessesFor(
  { reference, current }: DriftColumns,
  { label, prediction }: Pick<Options, "label" | "prediction">,
  targets: readonly string[],
): Guesses {
  const has = (columns: readonly DriftColumn[], name: string) => columns.some((column) => column.name === name);
  const anywhere = [...current, ...reference.filter(({ name }) => !has(current, name))];
  const dates = current.filter((column) => column.dates);
  const date =
    (dates.length === 1 ? ({ name: (dates[0] as DriftColumn).name, why: l10n.t("the only column of dates") } satisfies Guess) : null) ??
    byName(dates, dateNames, () => true, l10n.t("dates, by its name and values")) ??
    (dates[0] ? { name: dates[0].name, why: l10n.t("the first column of dates") } : null) ??
    byName(current, dateNames, ({ family }) => family === "text", l10n.t("by its name"));
  const target = targets.find((name) => has(anywhere, name));
  const labelled =
    (label !== "" && has(anywhere, label) ? { name: label, why: l10n.t("the label in the options") } : null) ??
    (target === undefined ? null : { name: target, why: l10n.t("what the code trains for") }) ??
    byName(anywhere, labelNames, ({ family }) => family !== "date", l10n.t("by its name"));
  const isOther = ({ name }: DriftColumn) => name !== labelled?.name && name !== date?.name;
  const predicted =
    (prediction !== "" && has(current, prediction) ? { name: prediction, why: l10n.t("the prediction in the options") } : null) ??
    byName(current, predictionNames, (column) => isOther(column) && !column.shares, l10n.t("by its name"));
  const probability =
    byName(
      current,
      probabilityNames,
      (column) => isOther(column) && column.shares === true && column.name !== predicted?.name,
      l10n.t("numbers from 0 to 1, by its name"),
    ) ?? byName(current, predictionNames, (column) => isOther(column) && column.shares === true, l10n.t("numbers from 0 to 1, by its name"));
  return { ...(date && { date }), ...(labelled && { label: labelled }), ...(predicted && { prediction: predicted }), ...(probability && { probability }) };
}

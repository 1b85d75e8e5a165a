/** What the process that compares is asked, from what somebody chose. */
import { workspace } from "vscode";
import type { Choice, Guesses, Options, TimeOptions, TimeRole } from "../../../panel/src/messages";
import type { DriftRequest } from "../../../server/src/protocol";
import { thresholdsFile } from "./save";

export function requestFor(
  { label, prediction, decimalComma, encoding, exact }: Options,
  reference: Choice,
  current: Choice,
  passwords: Readonly<Record<string, string>>,
): DriftRequest {
  const side = ({ data }: Choice) => ({
    ...data,
    ...(decimalComma && data.server === undefined && { decimalSeparator: "," as const }),
    ...(encoding && data.server === undefined && { encoding }),
  });
  return {
    reference: side(reference),
    current: side(current),
    thresholds: thresholdsFile()?.fsPath ?? null,
    ...(label && { label }),
    ...(prediction && { prediction }),
    exact,
    passwords,
    memoryMb: workspace.getConfiguration("holdout").get("drift.memory", 1024),
  };
}

/** Windows of time, and the columns that the form has; what nobody set is as guessed. */
export function timeFrom(options: TimeOptions, guesses: Guesses): Pick<DriftRequest, "time"> & { label: string | undefined; prediction: string | undefined } {
  const played = (role: TimeRole) => (options[role] ?? guesses[role]?.name) || undefined;
  const { window, rows, format, positive } = options;
  const probability = played("probability");
  return {
    label: played("label"),
    prediction: played("prediction"),
    time: {
      date: played("date") ?? "",
      span: window === "rows" ? rows : window,
      ...(format && { format }),
      ...(probability && { probability }),
      ...(positive && { positive }),
    },
  };
}

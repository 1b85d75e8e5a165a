/** The history file on this machine: one line is appended for each comparison, and what it tells is read back. */

import fs from "node:fs";
import * as l10n from "@vscode/l10n";
import { DriftProblem } from "../drift/engine.js";
import { entryOf, historyLine, historySentence, newerVersion, readHistory, type Trend, trendsOf } from "../drift/history.js";
import type { Report } from "../drift/report.js";
import type { SeriesReport } from "../drift/series/report.js";

export interface History {
  readonly trends: readonly Trend[];
  readonly sentence: string;
  /** Lines that could not be used, and why nothing was written. */
  readonly problems: readonly string[];
  readonly written: boolean;
}

/**
 * Appends what `report` found, unless it is null or the file holds lines of a newer version: such a file is left alone. `name` is the file
 * as people know it, `reference` the name of the data whose comparisons make a trend. Throws {@link DriftProblem} where the file cannot be
 * read or written.
 */
export function keepHistory(file: string, name: string, report: Report | SeriesReport | null, reference: string): History {
  let text = "";
  try {
    if (fs.existsSync(file)) text = fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new DriftProblem(l10n.t("{0} cannot be read: {1}", name, (error as Error).message));
  }
  const newer = newerVersion(text);
  if (newer !== null) {
    const problem = `this file has lines of version ${newer}, which a newer Holdout wrote; it is left as it is, and nothing was added`;
    return { trends: [], sentence: "", problems: [problem], written: false };
  }
  let line = "";
  if (report) {
    line = historyLine(entryOf(report, new Date()), text);
    try {
      fs.appendFileSync(file, line);
    } catch (error) {
      throw new DriftProblem(l10n.t("{0} cannot be written: {1}", name, (error as Error).message));
    }
  }
  const { entries, problems } = readHistory(text + line);
  return { trends: trendsOf(entries, reference), sentence: historySentence(entries, reference), problems, written: report !== null };
}

/** What stands in the text of the editor: rows beside names, and the size and use of each split above it. */
import * as l10n from "@vscode/l10n";
import { type CodeLens, type InlayHint, InlayHintKind } from "vscode-languageserver";
import { lineStarts, sourceId } from "../base/span.js";
import { splitWords } from "../report/words.js";
import type { RowHint, SummarySplit } from "../summary.types.js";
import type { Checker } from "./checker.js";
import { rangeOf } from "./texts.js";

const roleWords: Readonly<Record<RowHint["role"], () => string>> = {
  train: () => l10n.t("train"),
  test: () => l10n.t("test"),
  folds: () => l10n.t("folds"),
  "all rows": () => l10n.t("all rows"),
};

export function inlayHints(checker: Checker, uri: string, text: string): InlayHint[] {
  const starts = lineStarts(text);
  return checker.hints(sourceId(uri)).map(
    ({ at, role, learnedFromAll }): InlayHint => ({
      position: rangeOf(at, starts).end,
      label: learnedFromAll ? l10n.t("{0}, learned from all rows", roleWords[role]()) : roleWords[role](),
      kind: InlayHintKind.Type,
      paddingLeft: true,
      ...(learnedFromAll && { tooltip: l10n.t("Its values carry what was learned from rows on both sides of a split.") }),
    }),
  );
}

/** One for each split of a script: its size and how it is drawn, and how many scores rest on the document's splits. `opensMap`: the client has the command that opens the map. */
export function codeLenses(checker: Checker, uri: string, text: string, opensMap: boolean): CodeLens[] {
  // The cells of a notebook have their status bars.
  const summary = checker.uri === uri ? checker.summary() : null;
  if (!summary) return [];
  const starts = lineStarts(text);
  const own = summary.splits.filter((s) => s.at.source === uri && s.kind !== "sample");
  return own.map((s) => ({
    range: rangeOf(s.at, starts),
    command: opensMap ? { title: lensText(s), command: "holdout.showMap", arguments: [uri] } : { title: lensText(s), command: "" },
  }));
}

const lensText = (s: SummarySplit): string => [s.size ?? l10n.t("size not known"), ...splitWords(s)].join(" · ");

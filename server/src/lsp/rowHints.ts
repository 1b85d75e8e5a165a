/** What stands in the text of the editor: rows beside names, and the size and use of each split above it. */
import { type CodeLens, type InlayHint, InlayHintKind } from "vscode-languageserver";
import { lineStarts, sourceId } from "../base/span.js";
import type { SummarySplit } from "../summary.types.js";
import type { Checker } from "./checker.js";
import { rangeOf } from "./texts.js";

export function inlayHints(checker: Checker, uri: string, text: string): InlayHint[] {
  const starts = lineStarts(text);
  return checker.hints(sourceId(uri)).map(
    ({ at, role, learnedFromAll }): InlayHint => ({
      position: rangeOf(at, starts).end,
      label: learnedFromAll ? `${role}, learned from all rows` : role,
      kind: InlayHintKind.Type,
      paddingLeft: true,
      ...(learnedFromAll && { tooltip: "Its values carry what was learned from rows on both sides of a split." }),
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

function lensText(s: SummarySplit): string {
  const how = s.shuffled ? (s.seeded ? "at random, seeded" : "at random, without a seed") : "in order";
  return [s.size ?? "size not known", how, s.stratified ? "stratified" : "", s.by === "group" ? "by group" : s.by === "time" ? "by time" : ""]
    .filter(Boolean)
    .join(" · ");
}

/** Findings as LSP diagnostics, one list for each text of a document. */
import * as l10n from "@vscode/l10n";
import { type Diagnostic, type DiagnosticRelatedInformation, DiagnosticSeverity } from "vscode-languageserver";
import { lineStarts, type SourceId, type Span } from "../base/span.js";
import type { Finding, Severity } from "../engine.types.js";
import { showRuleCommand } from "../protocol.js";
import { rulePage, ruleUrl } from "../settings/catalogue.js";
import { rangeOf } from "./texts.js";

export const diagnosticSource = "Holdout";

/** What a diagnostic carries so that code actions can be built from it alone. */
export interface DiagnosticData {
  readonly code: string;
  readonly slug: string;
  /** Starts of the findings behind the diagnostic, to find their fixes again. */
  readonly starts: readonly number[];
}

/** More of one rule in one cell are shown as one. */
const mergeAbove = 3;

const severityNumbers: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Texts by source, those of imported files included. */
export type TextLookup = (source: SourceId) => string | undefined;

/** Number of the cell a text stands in; null or undefined outside of notebooks. */
export type CellLookup = (source: SourceId) => number | null | undefined;

/** Where the code of a diagnostic leads; null if nowhere. */
export type PageLookup = (rule: { readonly code: string; readonly slug: string }) => string | null;

/** Our client shows the page that came with it; others open a file, or the published page if there is one. `folder`: URI of the pages. */
export const pageLookup = (isOurs: boolean, folder: string | undefined): PageLookup =>
  isOurs
    ? ({ code }) => `command:${showRuleCommand}?${encodeURIComponent(JSON.stringify([code]))}`
    : (rule) => (folder === undefined ? ruleUrl(rule) : `${folder}/${rulePage(rule)}`);

/** Diagnostics by source. `sources` are all texts of the document, so that clean ones get their empty list. */
export function toDiagnostics(
  findings: readonly Finding[],
  sources: readonly SourceId[],
  isNotebook: boolean,
  text: TextLookup,
  cell: CellLookup,
  page: PageLookup,
): Map<SourceId, Diagnostic[]> {
  const ranges = new Ranges(text);
  const lists = new Map<SourceId, Diagnostic[]>(sources.map((source) => [source, []]));
  const groups = isNotebook ? groupByRuleAndCell(findings) : findings.map((finding) => [finding] as const);
  for (const group of groups) lists.get(group[0].at.source)?.push(toDiagnostic(group, ranges, cell, page));
  return lists;
}

type Group = readonly [Finding, ...Finding[]];

function groupByRuleAndCell(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = `${finding.code} ${finding.at.source}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].flatMap((group): Group[] => (group.length > mergeAbove ? [group] : group.map((finding) => [finding])));
}

function toDiagnostic(group: Group, ranges: Ranges, cell: CellLookup, page: PageLookup): Diagnostic {
  const href = page(group[0]);
  const [first, ...others] = group;
  const data: DiagnosticData = { code: first.code, slug: first.slug, starts: group.map((finding) => finding.at.start) };
  const related = [
    // The editor names the file and the line in the cell, not the cell.
    ...first.steps.map((step, i) => ({
      message: `${i + 1}. ${cell(step.at.source) ? `${l10n.t("cell {0}", String(cell(step.at.source)))}: ` : ""}${step.message}`,
      at: step.at,
    })),
    ...others.map((finding) => ({ message: finding.message, at: finding.at })),
  ];
  return {
    range: ranges.of(first.at),
    severity: severityNumbers[first.severity],
    source: diagnosticSource,
    code: first.code,
    ...(href !== null && { codeDescription: { href } }),
    message: others.length === 0 ? first.message : `${first.message} (${alsoNaming(others)})`,
    relatedInformation: related.map(({ message, at }): DiagnosticRelatedInformation => ({ location: { uri: at.source, range: ranges.of(at) }, message })),
    data,
  };
}

function alsoNaming(others: readonly Finding[]): string {
  const names = [...new Set(others.map((finding) => finding.variable).filter((name) => name !== null))];
  const shown = names.slice(0, 6).map((name) => `\`${name}\``);
  const rest = names.length > shown.length ? [l10n.t("{0} more", names.length - shown.length)] : [];
  return names.length === 0 ? l10n.t("and {0} more like it in this cell", others.length) : l10n.t("likewise {0}", [...shown, ...rest].join(", "));
}

/** Ranges of spans, with one line table for each text. */
class Ranges {
  private readonly tables = new Map<SourceId, readonly number[]>();

  constructor(private readonly text: TextLookup) {}

  of(span: Span) {
    let table = this.tables.get(span.source);
    if (!table) this.tables.set(span.source, (table = lineStarts(this.text(span.source) ?? "")));
    return rangeOf(span, table);
  }
}

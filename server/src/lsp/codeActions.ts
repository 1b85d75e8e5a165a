/** Code actions on our diagnostics: fixes first, then ignoring for the line, the cell and the file, then the rule's page. */
import * as l10n from "@vscode/l10n";
import { type CodeAction, CodeActionKind, type Diagnostic } from "vscode-languageserver";
import { lineStarts, positionAt } from "../base/span.js";
import type { Finding, Offer, TextEdit } from "../engine.types.js";
import { fixAllKind, type MeasurePlace, measureCommand, notebookFixAllKind, showRuleCommand } from "../protocol.js";
import { ignoreCell, ignoreFile, ignoreStatement, type TextInsertion } from "../settings/directiveEdits.js";
import { type DiagnosticData, diagnosticSource } from "./diagnostics.js";
import type { DocumentView } from "./documents.js";
import { type FixSupport, fixAction, workspaceEdit } from "./fixEdits.js";
import { offsetAt, rangeOf } from "./texts.js";

export interface ActionContext {
  readonly view: DocumentView;
  /** The text that the diagnostics belong to. */
  readonly textUri: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly support: FixSupport;
  offers(finding: Finding): readonly Offer[];
}

export function codeActions(diagnostics: readonly Diagnostic[], context: ActionContext): CodeAction[] {
  const ours = diagnostics.flatMap((diagnostic) => {
    const data = dataOf(diagnostic);
    return data ? [{ diagnostic, data }] : [];
  });
  return [
    ...ours.flatMap(({ diagnostic, data }) => fixActions(diagnostic, data, context)),
    ...(context.support.measures ? ours.flatMap(({ diagnostic, data }) => measureActions(diagnostic, data, context)) : []),
    ...ours.flatMap(({ diagnostic, data }) => ignoreActions(diagnostic, data, context)),
    // The page is shown by a command of our client; other editors have the diagnostic's link.
    ...(context.support.cells ? ours.map(({ diagnostic, data }) => showRule(diagnostic, data)) : []),
  ];
}

function dataOf(diagnostic: Diagnostic): DiagnosticData | null {
  const data = diagnostic.data as Partial<DiagnosticData> | undefined;
  return diagnostic.source === diagnosticSource && data?.code && data.slug ? { code: data.code, slug: data.slug, starts: data.starts ?? [] } : null;
}

function fixActions(diagnostic: Diagnostic, data: DiagnosticData, { findings, textUri, text, view, support, offers }: ActionContext): CodeAction[] {
  const behind = findings.filter((finding) => finding.code === data.code && finding.at.source === textUri && data.starts.includes(finding.at.start));
  const starts = lineStarts(text);
  return behind.flatMap((finding) => {
    // One diagnostic may stand for several findings of a cell.
    const line = positionAt(starts, finding.at.start).line + 1;
    return offers(finding).flatMap(({ title, fix, withheld }): CodeAction[] => {
      const action = { title: behind.length > 1 ? l10n.t("{0} (line {1})", title, line) : title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] };
      if (!fix) return support.disabled ? [{ ...action, disabled: { reason: withheld } }] : [];
      const applied = fixAction(fix, view, support);
      if (applied) return [{ ...action, isPreferred: fix.applicability === "safe", ...applied }];
      return support.disabled ? [{ ...action, disabled: { reason: l10n.t("This editor cannot insert the cell that the fix needs.") } }] : [];
    });
  });
}

/** Only what can be fixed can be measured. The program does not run before the user has agreed to it. */
function measureActions(diagnostic: Diagnostic, data: DiagnosticData, { findings, textUri, offers }: ActionContext): CodeAction[] {
  const fixable = findings.some(
    (finding) =>
      finding.code === data.code && finding.at.source === textUri && data.starts.includes(finding.at.start) && offers(finding).some(({ fix }) => fix),
  );
  if (!fixable) return [];
  const title = l10n.t("Measure what {0} is worth by running the program ...", data.code);
  const place: MeasurePlace = { text: textUri, ...diagnostic.range.start };
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command: { title, command: measureCommand, arguments: [place] } }];
}

/** The action that applies all safe fixes, if this kind of it is asked for and there are any. */
export function fixAllActions(only: readonly string[], view: DocumentView, support: FixSupport, fixAll: () => readonly TextEdit[]): CodeAction[] {
  // A cell by itself has no fix-all: a fix may touch several, and which cell comes first is the notebook's matter.
  const kind = view.input.kind === "notebook" ? notebookFixAllKind : fixAllKind;
  if (!only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`))) return [];
  const edits = fixAll();
  const edit = edits.length > 0 ? workspaceEdit(edits, view, support, null) : null;
  return edit ? [{ title: l10n.t("Apply all safe fixes of Holdout"), kind, edit }] : [];
}

function ignoreActions(diagnostic: Diagnostic, { code }: DiagnosticData, { view, textUri, text }: ActionContext): CodeAction[] {
  const isNotebook = view.input.kind === "notebook";
  const offset = offsetAt(text, lineStarts(text), diagnostic.range.start);
  const action = (title: string, uri: string, target: string, insertion: TextInsertion): CodeAction => {
    const edit = { changes: { [uri]: [{ range: rangeOf(insertion, lineStarts(target)), newText: insertion.text }] } };
    return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit };
  };
  const first = view.input.units[0] ?? { source: textUri, text };
  return [
    action(l10n.t("Ignore {0} for this line", code), textUri, text, ignoreStatement(text, offset, code)),
    ...(isNotebook ? [action(l10n.t("Ignore {0} in this cell", code), textUri, text, ignoreCell(text, offset, code))] : []),
    action(
      isNotebook ? l10n.t("Ignore {0} in this notebook", code) : l10n.t("Ignore {0} in this file", code),
      first.source,
      first.text,
      ignoreFile(first.text, code),
    ),
  ];
}

function showRule(diagnostic: Diagnostic, { code, slug }: DiagnosticData): CodeAction {
  const title = l10n.t("Show rule {0} ({1})", code, slug);
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command: { title, command: showRuleCommand, arguments: [code] } };
}

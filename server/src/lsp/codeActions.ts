/** Code actions on our diagnostics: fixes first, then ignoring for the line, the cell and the file, then the rule's page. */
import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from "vscode-languageserver";
import { lineStarts } from "../base/span.js";
import type { Finding, Fix, Offer } from "../engine.types.js";
import { ignoreCell, ignoreFile, ignoreStatement, type TextInsertion } from "../settings/directiveEdits.js";
import { type DiagnosticData, diagnosticSource } from "./diagnostics.js";
import type { DocumentView } from "./documents.js";
import { offsetAt, rangeOf } from "./texts.js";

export const showRuleCommand = "holdout.showRule";

export interface ActionContext {
  readonly view: DocumentView;
  /** The text that the diagnostics belong to. */
  readonly textUri: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  offers(finding: Finding): readonly Offer[];
}

export function codeActions(diagnostics: readonly Diagnostic[], context: ActionContext): CodeAction[] {
  const ours = diagnostics.flatMap((diagnostic) => {
    const data = dataOf(diagnostic);
    return data ? [{ diagnostic, data }] : [];
  });
  return [
    ...ours.flatMap(({ diagnostic, data }) => fixActions(diagnostic, data, context)),
    ...ours.flatMap(({ diagnostic, data }) => ignoreActions(diagnostic, data, context)),
    ...ours.map(({ diagnostic, data }) => showRule(diagnostic, data)),
  ];
}

function dataOf(diagnostic: Diagnostic): DiagnosticData | null {
  const data = diagnostic.data as Partial<DiagnosticData> | undefined;
  return diagnostic.source === diagnosticSource && data?.code && data.slug ? { code: data.code, slug: data.slug, starts: data.starts ?? [] } : null;
}

function fixActions(diagnostic: Diagnostic, data: DiagnosticData, { findings, textUri, view, offers }: ActionContext): CodeAction[] {
  const behind = findings.filter((finding) => finding.code === data.code && finding.at.source === textUri && data.starts.includes(finding.at.start));
  return behind.flatMap(offers).flatMap((offer): CodeAction[] => {
    const action = { title: offer.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] };
    if (!offer.fix) return [{ ...action, disabled: { reason: offer.withheld } }];
    const edit = fixEdit(offer.fix, view);
    return edit ? [{ ...action, isPreferred: offer.fix.applicability === "safe", edit }] : [];
  });
}

/** Each edit goes to its own text: a fix may touch several cells. Null if one of them is not open here. */
function fixEdit(fix: Fix, view: DocumentView): { changes: Record<string, TextEdit[]> } | null {
  const changes: Record<string, TextEdit[]> = {};
  for (const edit of fix.edits) {
    if (!("at" in edit)) return null;
    const target = view.texts.get(edit.at.source);
    if (!target) return null;
    changes[edit.at.source] = [...(changes[edit.at.source] ?? []), { range: rangeOf(edit.at, lineStarts(target.text)), newText: edit.text }];
  }
  return { changes };
}

function ignoreActions(diagnostic: Diagnostic, { code }: DiagnosticData, { view, textUri, text }: ActionContext): CodeAction[] {
  const isNotebook = view.input.kind === "notebook";
  const offset = offsetAt(text, lineStarts(text), diagnostic.range.start);
  const action = (title: string, uri: string, target: string, insertion: TextInsertion): CodeAction => {
    const edit = { changes: { [uri]: [{ range: rangeOf(insertion, lineStarts(target)), newText: insertion.text }] } };
    return { title: `Ignore ${code} ${title}`, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit };
  };
  const first = view.input.units[0] ?? { source: textUri, text };
  return [
    action("for this line", textUri, text, ignoreStatement(text, offset, code)),
    ...(isNotebook ? [action("in this cell", textUri, text, ignoreCell(text, offset, code))] : []),
    action(isNotebook ? "in this notebook" : "in this file", first.source, first.text, ignoreFile(first.text, code)),
  ];
}

function showRule(diagnostic: Diagnostic, { code, slug }: DiagnosticData): CodeAction {
  const title = `Show rule ${code} (${slug})`;
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command: { title, command: showRuleCommand, arguments: [code] } };
}

/** Fixes as the protocol carries them: workspace edits, and a command of our client for what has to be shown first or inserts cells. */
import type { ClientCapabilities, Command, TextDocumentEdit, WorkspaceEdit } from "vscode-languageserver";
import { lineStarts, type SourceId } from "../base/span.js";
import type { Edit, Fix, NewCell, TextEdit } from "../engine.types.js";
import { type ApplyFixArguments, applyFixCommand, type InitializationOptions } from "../protocol.js";
import type { DocumentView } from "./documents.js";
import { rangeOf } from "./texts.js";

/** What the client can do with fixes. */
export interface FixSupport {
  readonly versions: boolean;
  /** It asks before it applies edits that want to be confirmed, and shows them. */
  readonly preview: boolean;
  /** It shows actions that cannot be applied, with the reason. */
  readonly disabled: boolean;
  /** It is our own client, which shows fixes as a whole and can insert cells. */
  readonly cells: boolean;
  /** It can measure what a finding is worth. */
  readonly measures?: boolean;
}

export function fixSupport({ workspace, textDocument }: ClientCapabilities, options: InitializationOptions): FixSupport {
  const edits = workspace?.workspaceEdit;
  const versions = edits?.documentChanges === true;
  return {
    versions,
    preview: versions && edits?.changeAnnotationSupport !== undefined,
    disabled: textDocument?.codeAction?.disabledSupport === true,
    cells: options.appliesFixes === true,
    measures: options.measures === true,
  };
}

/** The edit or command that applies a fix; null if this client cannot. */
export function fixAction(fix: Fix, view: DocumentView, support: FixSupport): { edit: WorkspaceEdit } | { command: Command } | null {
  const cells = fix.edits.filter((edit): edit is NewCell => "cell" in edit);
  const texts = fix.edits.filter((edit: Edit): edit is TextEdit => !("cell" in edit));
  const isUnsafe = fix.applicability === "unsafe";
  // The editor's own preview lets people tick edits one by one, and half a fix is none: our client shows it as a whole.
  if (cells.length === 0 && !(isUnsafe && support.cells)) {
    const edit = workspaceEdit(texts, view, support, isUnsafe ? fix.title : null);
    return edit && { edit };
  }
  if (!support.cells || texts.some(({ at }) => !view.texts.has(at.source))) return null;
  const places = cells.flatMap(({ cell, of, text }) => {
    const number = view.input.units.find((unit) => unit.source === of)?.cell;
    return number ? [{ index: cell === "before" ? number - 1 : number, text }] : [];
  });
  if (places.length !== cells.length) return null;
  const argument: ApplyFixArguments = {
    title: fix.title,
    confirm: isUnsafe,
    document: view.input.path,
    edits: texts.map(({ at, text }) => {
      const target = view.texts.get(at.source);
      return { uri: at.source, version: target?.version ?? 0, range: rangeOf(at, lineStarts(target?.text ?? "")), newText: text };
    }),
    cells: places,
  };
  return { command: { title: fix.title, command: applyFixCommand, arguments: [argument] } };
}

/** Each edit goes to its own text: a fix may touch several cells. Null if one of them is not open. `confirm`: what the preview is called; null for none. */
export function workspaceEdit(edits: readonly TextEdit[], view: DocumentView, support: FixSupport, confirm: string | null): WorkspaceEdit | null {
  const bySource = new Map<SourceId, TextEdit[]>();
  for (const edit of edits) bySource.set(edit.at.source, [...(bySource.get(edit.at.source) ?? []), edit]);
  const changes: Record<string, { range: ReturnType<typeof rangeOf>; newText: string }[]> = {};
  const documentChanges: TextDocumentEdit[] = [];
  const asks = confirm !== null && support.preview;
  for (const [source, list] of bySource) {
    const target = view.texts.get(source);
    if (!target) return null;
    const starts = lineStarts(target.text);
    const plain = list.map(({ at, text }) => ({ range: rangeOf(at, starts), newText: text }));
    changes[source] = plain;
    const { version } = target;
    documentChanges.push({ textDocument: { uri: source, version }, edits: asks ? plain.map((edit) => ({ ...edit, annotationId: "fix" })) : plain });
  }
  if (!support.versions) return { changes };
  return asks ? { documentChanges, changeAnnotations: { fix: { label: confirm, needsConfirmation: true } } } : { documentChanges };
}

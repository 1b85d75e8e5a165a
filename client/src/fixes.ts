/** Fixes beyond what edits of the protocol can do: those that are shown first or insert cells, and all safe fixes of a notebook whose first cell is text. */
import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  commands,
  type Disposable,
  l10n,
  languages,
  NotebookCellData,
  NotebookCellKind,
  NotebookEdit,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { CodeActionRequest } from "vscode-languageclient";
import { type ApplyFixArguments, applyFixCommand, notebookFixAllKind } from "../../server/src/protocol";
import { FixPreview, type PreviewedText } from "./fixPreview";

export function applyFixes(client: BaseLanguageClient): Disposable[] {
  const preview = new FixPreview();
  const kind = CodeActionKind.Empty.append(notebookFixAllKind);
  const textCells = [{ language: "markdown", scheme: "vscode-notebook-cell" }];
  return [
    // No entry in the manifest: people meet it as a quick fix.
    commands.registerCommand(applyFixCommand, (fix: ApplyFixArguments) => applyFix(fix, preview)),
    preview.register(),
    languages.registerCodeActionsProvider(textCells, fixAllFromTextCell(client), { providedCodeActionKinds: [kind] }),
  ];
}

/** Shows the fix where it has to be confirmed, then applies its edits and new cells in one go. False if it was discarded or came too late. */
async function applyFix(fix: ApplyFixArguments, preview: FixPreview): Promise<boolean> {
  const before = documentsOf(fix);
  if (before && fix.confirm && !(await preview.ask(fix.title, textsOf(fix, before)))) return false;
  // Somebody may have typed while the question was open.
  const documents = before && documentsOf(fix);
  if (!documents) {
    // Nobody has to wait until it is read.
    void window.showInformationMessage(l10n.t("The text has changed since this fix was offered. Ask for it again."));
    return false;
  }
  const edit = new WorkspaceEdit();
  for (const { uri, range, newText } of fix.edits) edit.replace((documents.get(uri) as TextDocument).uri, rangeOf(range), newText);
  const made = fix.cells.map(({ index, text }) => NotebookEdit.insertCells(index, [new NotebookCellData(NotebookCellKind.Code, text, "python")]));
  if (made.length > 0) edit.set(Uri.parse(fix.document), made);
  return workspace.applyEdit(edit);
}

type FixRange = ApplyFixArguments["edits"][number]["range"];

const rangeOf = ({ start, end }: FixRange) => new Range(start.line, start.character, end.line, end.character);

/** The documents that a fix changes, by the URIs of its edits; null if one of them is not what it was. */
function documentsOf({ edits }: ApplyFixArguments): Map<string, TextDocument> | null {
  const documents = new Map<string, TextDocument>();
  for (const { uri, version } of edits) {
    const wanted = Uri.parse(uri).toString();
    const document = workspace.textDocuments.find((each) => each.uri.toString() === wanted);
    if (document?.version !== version) return null;
    documents.set(uri, document);
  }
  return documents;
}

function textsOf({ document, edits, cells }: ApplyFixArguments, documents: ReadonlyMap<string, TextDocument>): PreviewedText[] {
  const name = document.slice(document.lastIndexOf("/") + 1);
  const notebook = workspace.notebookDocuments.find((each) => each.uri.toString() === Uri.parse(document).toString());
  const changed = [...documents].map(([uri, text]) => {
    const number = notebook?.getCells().findIndex((cell) => cell.document === text) ?? -1;
    const own = edits.filter((edit) => edit.uri === uri);
    return { at: number, label: number < 0 ? name : `${l10n.t("Cell {0}", number + 1)}.py`, before: text.getText(), after: edited(text, own) };
  });
  const added = cells.map(({ index, text }) => ({ at: index - 0.5, label: `${l10n.t("New cell {0}", index + 1)}.py`, before: "", after: text }));
  return [...changed, ...added].sort((a, b) => a.at - b.at);
}

/** Edits do not overlap and are in order. */
function edited(document: TextDocument, edits: ApplyFixArguments["edits"]): string {
  return edits.reduceRight((text, { range, newText }) => {
    const { start, end } = rangeOf(range);
    return text.slice(0, document.offsetAt(start)) + newText + text.slice(document.offsetAt(end));
  }, document.getText());
}

/** On saving, the editor asks the first cell for the fixes of the whole notebook; a cell of text knows of no Python. */
const fixAllFromTextCell = (client: BaseLanguageClient): CodeActionProvider => ({
  async provideCodeActions(document, _range, { only }, token) {
    const cell = firstPythonCell(document);
    if (!cell || !only || !client.isRunning()) return [];
    const range = client.code2ProtocolConverter.asRange(new Range(0, 0, 0, 0));
    const context = { diagnostics: [], only: [only.value] };
    const found = await client.sendRequest(CodeActionRequest.type, { textDocument: { uri: cell.uri.toString() }, range, context }, token);
    const actions = (await client.protocol2CodeConverter.asCodeActionResult(found ?? [], token)) ?? [];
    return actions.filter((action) => action instanceof CodeAction);
  },
});

function firstPythonCell(document: TextDocument): TextDocument | undefined {
  const notebook = workspace.notebookDocuments.find((each) => each.getCells().some((cell) => cell.document === document));
  return notebook
    ?.getCells()
    .map((cell) => cell.document)
    .find(({ languageId }) => languageId === "python");
}

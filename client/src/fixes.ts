/** Fixes beyond what edits of the protocol can do: those that insert cells, and all safe fixes of a notebook whose first cell is text. */
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

export function applyFixes(client: BaseLanguageClient): Disposable[] {
  const kind = CodeActionKind.Empty.append(notebookFixAllKind);
  const textCells = [{ language: "markdown", scheme: "vscode-notebook-cell" }];
  return [
    // No entry in the manifest: people meet it as a quick fix.
    commands.registerCommand(applyFixCommand, applyFix),
    languages.registerCodeActionsProvider(textCells, fixAllFromTextCell(client), { providedCodeActionKinds: [kind] }),
  ];
}

/** Applies text edits and new cells as one step that one undo takes back. */
async function applyFix({ title, confirm, notebook, edits, cells }: ApplyFixArguments): Promise<boolean> {
  const edit = new WorkspaceEdit();
  const metadata = { label: title, needsConfirmation: confirm };
  for (const { uri, version, range, newText } of edits) {
    const document = workspace.textDocuments.find((each) => each.uri.toString() === Uri.parse(uri).toString());
    if (document?.version !== version) {
      await window.showInformationMessage(l10n.t("The notebook has changed since this fix was offered. Ask for it again."));
      return false;
    }
    edit.replace(document.uri, new Range(range.start.line, range.start.character, range.end.line, range.end.character), newText, metadata);
  }
  const made = cells.map(({ index, text }): [NotebookEdit, typeof metadata] => [
    NotebookEdit.insertCells(index, [new NotebookCellData(NotebookCellKind.Code, text, "python")]),
    metadata,
  ]);
  edit.set(Uri.parse(notebook), made);
  return workspace.applyEdit(edit);
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

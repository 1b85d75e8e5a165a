/** Shows where code uses a column, in a script or in the cell of a notebook. */
import { commands, l10n, NotebookRange, Range, Selection, Uri, ViewColumn, window, workspace } from "vscode";
import type { Choice } from "../../../panel/src/messages";
import type { Place } from "../../../server/src/protocol";
import type { Reads } from "./reads";

/** In the open documents that read these data, or else in any that is open. */
export async function goToUse(reads: Reads, choices: readonly (Choice | null)[], column: string): Promise<void> {
  const names = choices.flatMap((choice) => choice?.data.paths ?? []);
  const documents = (await reads.all(false)).filter(({ file }) => names.some((name) => file.endsWith(name))).map(({ document }) => document);
  const [place] = await reads.uses(column, documents);
  if (place) await showUse(place);
  else void window.showInformationMessage(l10n.t('No open script or notebook names the column "{0}".', column));
}

async function showUse({ uri: text, range: { start, end } }: Place): Promise<void> {
  const uri = Uri.parse(text);
  const selection = new Range(start.line, start.character, end.line, end.character);
  await (uri.scheme === "vscode-notebook-cell" ? showCell(uri, selection) : window.showTextDocument(uri, { selection, viewColumn: ViewColumn.Beside }));
}

async function showCell(uri: Uri, selection: Range): Promise<void> {
  const notebook = workspace.notebookDocuments.find((each) => each.getCells().some((cell) => cell.document.uri.toString() === uri.toString()));
  const cell = notebook?.getCells().find((each) => each.document.uri.toString() === uri.toString());
  if (!notebook || !cell) return;
  await window.showNotebookDocument(notebook, { selections: [new NotebookRange(cell.index, cell.index + 1)], viewColumn: ViewColumn.Beside });
  const editor = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  if (editor) {
    editor.selection = new Selection(selection.start, selection.end);
    await commands.executeCommand("notebook.cell.edit");
  }
}

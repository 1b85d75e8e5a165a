/** From a place in a view or a hover to the code. */
import { commands, Position, Range, TextEditorRevealType, type Uri, ViewColumn, window, workspace } from "vscode";

export interface Target {
  /** 1-based over all cells; null in a script. */
  readonly cell: number | null;
  /** 1-based. */
  readonly row: number;
  readonly column: number;
}

/** Shows the place beside the view, not over it. A cell that is no longer there opens the notebook at its end. */
export async function jumpTo(uri: Uri, { cell, row, column }: Target): Promise<void> {
  const at = new Position(Math.max(0, row - 1), Math.max(0, column - 1));
  if (cell === null && !uri.path.endsWith(".ipynb")) return showText(uri, at, besideView());
  const notebook = await workspace.openNotebookDocument(uri);
  const index = Math.min(Math.max(0, (cell ?? 1) - 1), notebook.cellCount - 1);
  if (index >= 0) await showCell(notebook.cellAt(index).document.uri, at, columnOf(notebook.uri) ?? besideView());
}

/** Shows a place of a script or a cell; a cell in the editor of its notebook. */
export async function goTo(uri: Uri, line: number, character: number): Promise<void> {
  const at = new Position(line, character);
  const notebook = workspace.notebookDocuments.find((each) => each.getCells().some((cell) => cell.document.uri.toString() === uri.toString()));
  if (notebook) await showCell(uri, at, columnOf(notebook.uri) ?? ViewColumn.Active);
  else await showText(uri, at, ViewColumn.Active);
}

async function showText(uri: Uri, at: Position, otherwise: ViewColumn): Promise<void> {
  const open = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  const editor = await window.showTextDocument(uri, { viewColumn: open?.viewColumn ?? otherwise, selection: new Range(at, at) });
  editor.revealRange(new Range(at, at), TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The editor knows which notebook a cell belongs to, and puts the cursor into the cell, in sight or not. */
async function showCell(cell: Uri, at: Position, viewColumn: ViewColumn): Promise<void> {
  await commands.executeCommand("vscode.open", cell, { viewColumn, selection: new Range(at, at) });
}

const columnOf = (notebook: Uri): ViewColumn | undefined =>
  window.visibleNotebookEditors.find((editor) => editor.notebook.uri.toString() === notebook.toString())?.viewColumn;

/** Where code already stands; a second column if the view stands alone. */
function besideView(): ViewColumn {
  const code = window.tabGroups.all.find((group) => group.tabs.some((tab) => tab.isActive) && !group.isActive);
  return code?.viewColumn ?? ViewColumn.One;
}

/** From a place in a view to the code. */
import { NotebookRange, Position, Range, Selection, TextEditorRevealType, type Uri, ViewColumn, window, workspace } from "vscode";

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
  const open = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  if (cell === null && !uri.path.endsWith(".ipynb")) {
    const viewColumn = open?.viewColumn ?? besideView();
    const editor = await window.showTextDocument(uri, { viewColumn, selection: new Range(at, at) });
    editor.revealRange(new Range(at, at), TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  const notebook = await workspace.openNotebookDocument(uri);
  const shown = window.visibleNotebookEditors.find((editor) => editor.notebook === notebook);
  const editor = await window.showNotebookDocument(notebook, { viewColumn: shown?.viewColumn ?? besideView() });
  const index = Math.min(Math.max(0, (cell ?? 1) - 1), notebook.cellCount - 1);
  if (index < 0) return;
  const range = new NotebookRange(index, index + 1);
  editor.selections = [range];
  editor.revealRange(range);
  const document = notebook.cellAt(index).document;
  const text = window.visibleTextEditors.find((each) => each.document === document);
  if (text) {
    text.selection = new Selection(at, at);
    text.revealRange(new Range(at, at));
  }
}

/** Where code already stands; a second column if the view stands alone. */
function besideView(): ViewColumn {
  const code = window.tabGroups.all.find((group) => group.tabs.some((tab) => tab.isActive) && !group.isActive);
  return code?.viewColumn ?? ViewColumn.One;
}

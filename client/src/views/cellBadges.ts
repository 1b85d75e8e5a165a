/** What each cell of a notebook does to rows, in its status bar. */
import { type Disposable, type Event, EventEmitter, NotebookCellStatusBarAlignment, NotebookCellStatusBarItem, notebooks } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { type CellsParams, type CellsResult, cellsMethod } from "../../../server/src/protocol";

export function showCellBadges(client: BaseLanguageClient, onChecked: Event<string>): Disposable[] {
  const changed = new EventEmitter<void>();
  /** One request for all cells of a notebook that are drawn together. */
  const asked = new Map<string, Promise<CellsResult>>();
  const ask = (uri: string): Promise<CellsResult> => {
    let answer = asked.get(uri);
    if (!answer) asked.set(uri, (answer = client.sendRequest<CellsResult>(cellsMethod, { uri } satisfies CellsParams).catch((): CellsResult => [])));
    return answer;
  };
  const provider = notebooks.registerNotebookCellStatusBarItemProvider("jupyter-notebook", {
    onDidChangeCellStatusBarItems: changed.event,
    async provideCellStatusBarItems(cell) {
      const badges = await ask(client.code2ProtocolConverter.asUri(cell.notebook.uri));
      const own = client.code2ProtocolConverter.asUri(cell.document.uri);
      const badge = badges.find((each) => each.cell === own);
      if (!badge) return [];
      const item = new NotebookCellStatusBarItem(badge.leak ? `$(warning) ${badge.text}` : badge.text, NotebookCellStatusBarAlignment.Right);
      item.tooltip = badge.tooltip;
      item.command = { command: "holdout.showMap", title: "", arguments: [cell.notebook.uri] };
      return [item];
    },
  });
  const listener = onChecked((uri) => {
    asked.delete(uri);
    changed.fire();
  });
  return [provider, listener, changed];
}

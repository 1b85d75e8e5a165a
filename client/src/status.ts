/** The language status of the open document. It says what was checked, so that a document without findings is not mistaken for one nobody looked at. */
import {
  type Disposable,
  type Event,
  EventEmitter,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  l10n,
  languages,
  type Uri,
  window,
  workspace,
} from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { type StatusParams, statusMethod } from "../../server/src/protocol";
import { statusDetail, statusText } from "./statusText";

export function showStatus(client: BaseLanguageClient): Disposable & { of(uri: Uri): string | undefined; readonly onChecked: Event<string> } {
  const checked = new EventEmitter<string>();
  const known = new Map<string, StatusParams>();
  const keyOf = (uri: Uri) => client.code2ProtocolConverter.asUri(uri);
  const item = languages.createLanguageStatusItem("holdout.status", { language: "python" });
  item.name = "Holdout";

  const refresh = () => {
    const uri = activeDocument();
    show(item, client.state, uri && known.get(keyOf(uri)));
  };
  const forget = (uri: Uri) => known.delete(keyOf(uri));
  const listeners = [
    client.onNotification(statusMethod, (params: StatusParams) => {
      known.set(params.uri, params);
      refresh();
      checked.fire(params.uri);
    }),
    client.onDidChangeState(refresh),
    window.onDidChangeActiveTextEditor(refresh),
    window.onDidChangeActiveNotebookEditor(refresh),
    workspace.onDidCloseTextDocument((document) => forget(document.uri)),
    workspace.onDidCloseNotebookDocument((notebook) => forget(notebook.uri)),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("holdout.enable") && refresh()),
    item,
    checked,
  ];
  refresh();
  return {
    /** URI of a document, whenever the server has checked it. */
    onChecked: checked.event,
    of: (uri) => {
      const status = known.get(keyOf(uri));
      return status && statusText(status);
    },
    dispose: () => {
      for (const listener of listeners) listener.dispose();
    },
  };
}

/** The script, or the notebook whose cell is edited. */
function activeDocument(): Uri | undefined {
  const document = window.activeTextEditor?.document;
  if (document && document.uri.scheme !== "vscode-notebook-cell") return document.uri;
  const owner = document && workspace.notebookDocuments.find((notebook) => notebook.getCells().some((cell) => cell.document === document));
  return (owner ?? window.activeNotebookEditor?.notebook)?.uri;
}

function show(item: LanguageStatusItem, state: State, status: StatusParams | undefined): void {
  const stopped = state === State.Stopped;
  item.busy = state === State.Starting;
  item.severity = stopped ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  item.command = stopped ? { command: "holdout.restartServer", title: l10n.t("Restart Server") } : { command: "holdout.showLogs", title: l10n.t("Show Logs") };
  item.detail = undefined;
  if (stopped) item.text = l10n.t("Server stopped");
  else if (!workspace.getConfiguration("holdout").get("enable", true)) item.text = l10n.t("Switched off");
  else if (!status) item.text = l10n.t("Not checked");
  else {
    item.text = statusText(status);
    item.detail = statusDetail(status);
  }
}

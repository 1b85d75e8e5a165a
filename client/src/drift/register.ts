/** The drift panel's commands and what they share. */
import { type Disposable, type ExtensionContext, l10n, type Uri, type WebviewPanel, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { ExportFormat } from "../../../panel/src/messages";
import { Alerts } from "./alerts";
import { choiceOfRead, choiceOfUris, choose, ranked } from "./choose";
import type { Comparer } from "./comparer";
import { DriftPanel, panelType } from "./panel";
import { Reads } from "./reads";

export interface Drift extends Disposable {
  readonly panel: DriftPanel;
  open(): void;
  /** Read calls may have moved. */
  codeChanged(): void;
  /** `clicked` and `all`: what the explorer hands over. */
  compareWithTraining(clicked?: Uri, all?: readonly Uri[]): Promise<void>;
  exportReport(format?: ExportFormat, target?: Uri): Promise<void>;
  /** Passwords and consents of servers, of all that are given or else asked for. */
  forgetServers(servers?: readonly string[]): Promise<void>;
}

export function startDrift(context: ExtensionContext, client: BaseLanguageClient, comparer: Comparer): Drift {
  const reads = new Reads(client);
  const alerts = new Alerts(reads, context.workspaceState);
  const panel = new DriftPanel(context, comparer, reads, alerts);
  const parts: Disposable[] = [
    alerts,
    panel,
    comparer,
    window.registerWebviewPanelSerializer(panelType, { deserializeWebviewPanel: (restored: WebviewPanel, state: unknown) => panel.restore(restored, state) }),
  ];
  return {
    panel,
    open: () => panel.open(),
    codeChanged: alerts.refresh,
    forgetServers: (servers) => panel.servers.forget(servers),
    exportReport: (format, target) => panel.exportReport(format, target),
    async compareWithTraining(clicked, all) {
      panel.open();
      const uris = all && all.length > 0 ? all : clicked ? [clicked] : [];
      if (uris.length > 0) panel.take("current", choiceOfUris(uris));
      const found = await reads.all(true);
      const own = new Set(uris.map(({ fsPath }) => fsPath.replaceAll("\\", "/")));
      const training = ranked(found, "reference").filter(({ role, file }) => (role === "train" || role === "both") && !own.has(file));
      const [first] = training;
      const reference =
        training.length === 1 && first ? choiceOfRead(first) : await choose("reference", Promise.resolve(found), [], () => panel.servers.choose());
      if (!reference) return;
      panel.take("reference", reference);
      if (uris.length === 0) return void window.showInformationMessage(l10n.t("Now choose the current data."));
      await panel.compare("columns");
    },
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

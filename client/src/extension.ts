/** What desktop and web share: one language client, its commands and its status. */
import * as translated from "@vscode/l10n";
import { commands, type ExtensionContext, l10n, type Uri, window, workspace } from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { goToCommand, trustedMethod } from "../../server/src/protocol";
import { checkWorkspace } from "./commands/checkWorkspace";
import { openSample } from "./commands/openSample";
import { restartServer } from "./commands/restartServer";
import { showLogs } from "./commands/showLogs";
import { ruleNames, showRule } from "./commands/showRule";
import { toggleRowHints } from "./commands/toggleRowHints";
import type { Comparer } from "./drift/comparer";
import { type Drift, startDrift } from "./drift/register";
import { checkedFiles, serveFiles } from "./files";
import { applyFixes } from "./fixes";
import { offerFindings } from "./languageModelTool";
import type { Machine } from "./measure/interpreters";
import { measureFindings } from "./measure/measure";
import { quietRestarts } from "./quietRestarts";
import { showStatus } from "./status";
import { showCellBadges } from "./views/cellBadges";
import { createViews } from "./views/commands";
import { type FindingsTree, showFindingsTree } from "./views/findingsTree";
import { goTo } from "./views/jump";
import type { ShownView } from "./views/viewPanel";

/** What `activate` returns, for other extensions. */
export interface HoldoutApi {
  /** The drift panel: its state, and what it is told. */
  readonly drift: Drift;
  /** The sentence in the language status of this script or notebook; undefined before its first check. */
  statusOf(uri: Uri): string | undefined;
  /** The report, map or explanation that was drawn last. */
  lastView(): ShownView | undefined;
  /** The groups of the findings tree. */
  findings(): ReturnType<FindingsTree["groups"]>;
}

let client: BaseLanguageClient | undefined;

export async function activateHoldout(
  context: ExtensionContext,
  comparer: Comparer,
  machine: Machine | null,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
): Promise<HoldoutApi> {
  // What knows no editor looks its words up as the server does.
  if (l10n.bundle) translated.config({ contents: l10n.bundle });
  const outputChannel = window.createOutputChannel("Holdout", { log: true });
  const watchers = ["**/pyproject.toml", "**/*.holdout.json", "**/*baseline*.json", checkedFiles].map((pattern) => workspace.createFileSystemWatcher(pattern));
  const created = createClient({
    outputChannel,
    diagnosticCollectionName: "holdout",
    synchronize: { fileEvents: watchers },
    errorHandler: quietRestarts(() => created),
    // Links of hovers may call this one command, which shows a place and does nothing else.
    markdown: { isTrusted: { enabledCommands: [goToCommand] } },
    // Asked for at every start of the server: trust may have come since the last.
    initializationOptions: () => ({
      trusted: workspace.isTrusted,
      appliesFixes: true,
      showsStatus: true,
      measures: machine !== null,
      ...(l10n.bundle && { translations: l10n.bundle }),
    }),
  });
  client = created;
  const views = createViews(context.extensionUri, created);
  const drift = startDrift(context, created, comparer);
  const status = showStatus(created);
  const tree = showFindingsTree(ruleNames(context.extensionUri));
  context.subscriptions.push(
    drift,
    outputChannel,
    ...watchers,
    status,
    tree,
    status.onChecked(() => drift.codeChanged()),
    ...serveFiles(created),
    ...showCellBadges(created, status.onChecked),
    ...applyFixes(created),
    ...offerFindings(created),
    workspace.onDidGrantWorkspaceTrust(() => created.sendNotification(trustedMethod)),
    commands.registerCommand("holdout.checkWorkspace", () => checkWorkspace(created)),
    commands.registerCommand("holdout.showReport", (target?: unknown) => views.showReport(target)),
    commands.registerCommand("holdout.showMap", (target?: unknown) => views.showMap(target)),
    commands.registerCommand("holdout.explainFinding", () => views.explain()),
    commands.registerCommand("holdout.measureFinding", measureFindings(created, views, machine)),
    commands.registerCommand("holdout.writeModelCard", (target?: unknown) => views.writeModelCard(target)),
    commands.registerCommand("holdout.checkReadiness", () => views.checkReadiness()),
    commands.registerCommand("holdout.toggleRowHints", () => toggleRowHints()),
    commands.registerCommand("holdout.restartServer", () => restartServer(created)),
    commands.registerCommand("holdout.showLogs", () => showLogs(outputChannel)),
    commands.registerCommand("holdout.openDriftPanel", () => drift.open()),
    commands.registerCommand("holdout.compareWithTraining", (clicked?: Uri, all?: Uri[]) => drift.compareWithTraining(clicked, all)),
    commands.registerCommand("holdout.exportDriftReport", (format?: "json" | "markdown" | "html", target?: Uri) => drift.exportReport(format, target)),
    commands.registerCommand("holdout.forgetDriftServers", () => drift.forgetServers()),
    commands.registerCommand("holdout.groupFindings", () => tree.toggleGrouping()),
    commands.registerCommand("holdout.openSample", () => openSample(context.extensionUri)),
    // No entry in the manifest: hovers call it.
    commands.registerCommand(goToCommand, (uri: string, line: number, character: number) =>
      goTo(created.protocol2CodeConverter.asUri(uri), Number(line), Number(character)),
    ),
    commands.registerCommand("holdout.showRule", (code?: unknown) => showRule(context.extensionUri, code)),
  );
  await created.start();
  // The walkthrough is listed from now on. Without this, VS Code would open it by itself when the extension is installed.
  await commands.executeCommand("setContext", "holdout.ready", true);
  return { drift, statusOf: status.of, lastView: views.lastShown, findings: () => tree.groups() };
}

export const deactivateHoldout = (): Promise<void> | undefined => (client?.needsStop() ? client.stop() : undefined);

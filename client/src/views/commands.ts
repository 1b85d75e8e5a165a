/** Commands that show what the server draws. */
import { commands, l10n, type QuickPickItem, type TextDocument, Uri, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { type ViewParams, type ViewResult, viewMethod } from "../../../server/src/protocol";
import { withServerProgress } from "../progress";
import { writeModelCard, writeScaffold } from "./drafts";
import { type ShownView, ViewPanels } from "./viewPanel";

export interface Views {
  /** `target`: a document, "workspace", or nothing to ask. */
  showReport(target?: unknown): Promise<void>;
  showMap(target?: unknown): Promise<void>;
  explain(): Promise<void>;
  checkReadiness(): Promise<void>;
  /** `target`: "workspace" or a document; nothing for the workspace. */
  writeModelCard(target?: unknown): Promise<void>;
  lastShown(): ShownView | undefined;
  readonly panels: ViewPanels;
}

export function createViews(extension: Uri, client: BaseLanguageClient): Views {
  const ask = (params: ViewParams) => client.sendRequest<ViewResult | null>(viewMethod, params);
  const panels = new ViewPanels(extension, client, {
    rule: (code) => commands.executeCommand("holdout.showRule", code),
    map: (uri) => showMap(uri),
    scaffold: (name) => (name === "model-card" ? writeModelCard(client) : writeScaffold(client, name)),
    report: (uri) => showReport(uri),
    command: (name) => name.startsWith("holdout.") && commands.executeCommand(name),
  });
  const uriOf = (uri: Uri) => client.code2ProtocolConverter.asUri(uri);

  const gone = async (result: ViewResult | null) => {
    if (!result) await window.showInformationMessage(l10n.t("Holdout does not check this file: it is excluded, switched off, or no Python."));
    return result;
  };

  async function showReport(target?: unknown): Promise<void> {
    const chosen = targetOf(target) ?? (await chooseTarget());
    if (chosen === undefined) return;
    if (chosen !== "workspace") return panels.show(`report ${chosen}`, async () => gone(await ask({ view: "report", uri: chosen })));
    return panels.show("report", () =>
      withServerProgress(client, l10n.t("Holdout: reading the workspace"), (workDoneToken, cancel) =>
        client.sendRequest<ViewResult | null>(viewMethod, { view: "report", uri: null, workDoneToken } satisfies ViewParams, cancel),
      ),
    );
  }

  async function showMap(target?: unknown): Promise<void> {
    const active = activeDocument();
    const given = targetOf(target);
    const uri = given && given !== "workspace" ? given : active && uriOf(active);
    if (!uri) {
      await window.showInformationMessage(l10n.t("Open a notebook or a Python file to see its pipeline map."));
      return;
    }
    await panels.show(`map ${uri}`, async () => gone(await ask({ view: "map", uri })));
  }

  /** The finding under the cursor, of the cell or script that is edited. */
  async function explain(): Promise<void> {
    const editor = window.activeTextEditor;
    const owner = activeDocument();
    if (!editor || !owner || editor.document.languageId !== "python") {
      await window.showInformationMessage(l10n.t("Put the cursor on a finding to have it explained."));
      return;
    }
    const { line, character } = editor.selection.active;
    const params: ViewParams = { view: "explain", uri: uriOf(owner), at: { text: uriOf(editor.document.uri), line, character } };
    await panels.show("explain", async () => gone(await ask(params)));
  }

  const checkReadiness = () =>
    panels.show("readiness", () =>
      withServerProgress(client, l10n.t("Holdout: looking for evidence"), (workDoneToken, cancel) =>
        client.sendRequest<ViewResult | null>(viewMethod, { view: "readiness", uri: null, workDoneToken } satisfies ViewParams, cancel),
      ),
    );

  function targetOf(target: unknown): string | undefined {
    if (target === "workspace") return target;
    if (target instanceof Uri) return uriOf(target);
    return typeof target === "string" && target !== "" ? target : undefined;
  }

  async function chooseTarget(): Promise<string | undefined> {
    const active = activeDocument();
    if (!active) return "workspace";
    const name = active.path.slice(active.path.lastIndexOf("/") + 1);
    const here: QuickPickItem = { label: name, description: l10n.t("this document") };
    const all: QuickPickItem = { label: l10n.t("The workspace"), description: l10n.t("every Python file and notebook") };
    const picked = await window.showQuickPick([here, all], { placeHolder: l10n.t("Report on") });
    return picked === here ? uriOf(active) : picked === all ? "workspace" : undefined;
  }

  return {
    showReport,
    showMap,
    explain,
    checkReadiness,
    writeModelCard: (target) => writeModelCard(client, targetOf(target)),
    lastShown: () => panels.lastShown(),
    panels,
  };
}

/** The script, or the notebook whose cell is edited or that is in front. */
export function activeDocument(): Uri | undefined {
  const document = window.activeTextEditor?.document;
  if (document && isChecked(document)) return document.uri;
  const owner = document && workspace.notebookDocuments.find((notebook) => notebook.getCells().some((cell) => cell.document === document));
  const notebook = owner ?? window.activeNotebookEditor?.notebook;
  if (notebook) return notebook.uri;
  // A view is in front: the document beside it.
  return window.visibleNotebookEditors[0]?.notebook.uri ?? window.visibleTextEditors.find((editor) => isChecked(editor.document))?.document.uri;
}

const isChecked = (document: TextDocument): boolean => document.languageId === "python" && document.uri.scheme !== "vscode-notebook-cell";

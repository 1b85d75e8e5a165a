/** Files that Holdout drafts: always as edits that people see before they are saved, and never over a file without asking. */
import { l10n, Range, Uri, WorkspaceEdit, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  type ModelCardParams,
  type ModelCardResult,
  modelCardMethod,
  type ScaffoldParams,
  type ScaffoldResult,
  scaffoldMethod,
} from "../../../server/src/protocol";
import { withServerProgress } from "../progress";

const cardName = "MODEL_CARD.md";

/** Drafts or renews the card of the workspace, or of one document, in an editor; nothing is saved. */
export async function writeModelCard(client: BaseLanguageClient, target?: string): Promise<void> {
  const card = await fileInFolder(cardName);
  if (!card) return;
  const existing = await textOf(card);
  const result = await withServerProgress(client, l10n.t("Holdout: drafting the model card"), (workDoneToken, cancel) => {
    const params: ModelCardParams = { uri: target && target !== "workspace" ? target : null, existing, workDoneToken };
    return client.sendRequest<ModelCardResult>(modelCardMethod, params, cancel);
  });
  if (!result) return;
  if (result.text === null) {
    if (result.problem) await window.showWarningMessage(l10n.t("Holdout: {0} is left as it is. {1}", cardName, result.problem));
    return;
  }
  if (existing !== null && existing.trim() !== "" && !existing.includes("holdout:begin")) {
    const append = l10n.t("Add Below");
    const question = l10n.t("{0} is there and was not drafted by Holdout. Add the draft below what it says?", cardName);
    if ((await window.showWarningMessage(question, { modal: true }, append)) !== append) return;
  }
  const edit = new WorkspaceEdit();
  if (existing === null) edit.createFile(card, { contents: new TextEncoder().encode(result.text), ignoreIfExists: true });
  else edit.replace(card, new Range(0, 0, Number.MAX_SAFE_INTEGER, 0), result.text);
  if (await workspace.applyEdit(edit)) await window.showTextDocument(card, { preview: false });
}

/** Shows a first version in the preview of refactorings, where it is taken or left. */
export async function writeScaffold(client: BaseLanguageClient, name: string): Promise<void> {
  const scaffold = await client.sendRequest<ScaffoldResult>(scaffoldMethod, { name } satisfies ScaffoldParams);
  const file = scaffold && (await fileInFolder(scaffold.path));
  if (!file) return;
  if ((await textOf(file)) !== null) {
    const open = l10n.t("Open It");
    if ((await window.showInformationMessage(l10n.t("{0} is there already, and is left as it is.", scaffold.path), open)) === open)
      await window.showTextDocument(file);
    return;
  }
  const edit = new WorkspaceEdit();
  const metadata = { label: l10n.t("Create {0}", scaffold.path), needsConfirmation: true };
  edit.createFile(file, { contents: new TextEncoder().encode(scaffold.text), ignoreIfExists: true }, metadata);
  if (await workspace.applyEdit(edit, { isRefactoring: true })) {
    if ((await textOf(file)) !== null) await window.showTextDocument(file, { preview: false });
  }
}

/** A path in the workspace; asks in which folder where there are several. */
async function fileInFolder(path: string): Promise<Uri | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (!folders.length) {
    await window.showInformationMessage(l10n.t("Open a folder first: {0} belongs to a project.", path));
    return undefined;
  }
  const folder = folders.length === 1 ? folders[0] : await window.showWorkspaceFolderPick();
  return folder && Uri.joinPath(folder.uri, path);
}

/** As it stands in the editor, else on disk; null if there is no such file. */
async function textOf(uri: Uri): Promise<string | null> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}

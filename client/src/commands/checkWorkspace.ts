import { commands, l10n, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { type CheckWorkspaceParams, type CheckWorkspaceResult, checkWorkspaceMethod } from "../../../server/src/protocol";
import { withServerProgress } from "../progress";

/** Checks every Python file and notebook of the workspace; what is found stands in the Problems panel. */
export async function checkWorkspace(client: BaseLanguageClient): Promise<CheckWorkspaceResult | undefined> {
  const result = await withServerProgress(client, l10n.t("Holdout: checking the workspace"), (workDoneToken, cancel) => {
    const params: CheckWorkspaceParams = { workDoneToken };
    return client.sendRequest<CheckWorkspaceResult>(checkWorkspaceMethod, params, cancel);
  });
  if (!result) return undefined;
  window.setStatusBarMessage(l10n.t("Holdout: {0} findings in {1} files", result.findings, result.files), 10_000);
  if (result.findings > 0) await commands.executeCommand("workbench.actions.view.problems");
  return result;
}

import { commands, ProgressLocation, window } from "vscode";
import { type BaseLanguageClient, LSPErrorCodes, ResponseError, WorkDoneProgress } from "vscode-languageclient";
import { type CheckWorkspaceParams, type CheckWorkspaceResult, checkWorkspaceMethod } from "../../../server/src/protocol";

let runs = 0;

/** Checks every Python file and notebook of the workspace; what is found stands in the Problems panel. */
export function checkWorkspace(client: BaseLanguageClient): Thenable<CheckWorkspaceResult | undefined> {
  const options = { location: ProgressLocation.Notification, title: "Holdout: checking the workspace", cancellable: true };
  return window.withProgress(options, async (progress, cancel) => {
    const params: CheckWorkspaceParams = { workDoneToken: `holdout-check-${++runs}` };
    let reached = 0;
    const listener = client.onProgress(WorkDoneProgress.type, params.workDoneToken as string, (step) => {
      const percentage = "percentage" in step ? (step.percentage ?? reached) : reached;
      progress.report({ message: step.message, increment: percentage - reached });
      reached = percentage;
    });
    try {
      const result = await client.sendRequest<CheckWorkspaceResult>(checkWorkspaceMethod, params, cancel);
      window.setStatusBarMessage(`Holdout: ${result.findings} findings in ${result.files} files`, 10_000);
      if (result.findings > 0) await commands.executeCommand("workbench.actions.view.problems");
      return result;
    } catch (error) {
      if (isCancellation(error)) return undefined;
      throw error;
    } finally {
      listener.dispose();
    }
  });
}

const cancelled: readonly number[] = [LSPErrorCodes.RequestCancelled, LSPErrorCodes.ServerCancelled];
const isCancellation = (error: unknown) => error instanceof ResponseError && cancelled.includes(error.code);

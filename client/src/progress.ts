import { type CancellationToken, ProgressLocation, window } from "vscode";
import { type BaseLanguageClient, LSPErrorCodes, ResponseError, WorkDoneProgress } from "vscode-languageclient";

let runs = 0;

/** Runs a long request with a notification that shows how far the server is and can cancel it. Undefined if it was cancelled. */
export function withServerProgress<T>(
  client: BaseLanguageClient,
  title: string,
  run: (workDoneToken: string, cancel: CancellationToken) => Promise<T>,
): Thenable<T | undefined> {
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, async (progress, cancel) => {
    const token = `holdout-${++runs}`;
    let reached = 0;
    const listener = client.onProgress(WorkDoneProgress.type, token, (step) => {
      const percentage = "percentage" in step ? (step.percentage ?? reached) : reached;
      progress.report({ message: step.message, increment: percentage - reached });
      reached = percentage;
    });
    try {
      return await run(token, cancel);
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

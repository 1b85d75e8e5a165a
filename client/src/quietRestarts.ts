import { type BaseLanguageClient, CloseAction, type ErrorHandler } from "vscode-languageclient";

/** The client's own policy (a crashed server starts again, unless it keeps crashing), without a pop-up for each restart: the log has it. */
export function quietRestarts(client: () => BaseLanguageClient): ErrorHandler {
  let policy: ErrorHandler | undefined;
  const usual = () => {
    policy ??= client().createDefaultErrorHandler();
    return policy;
  };
  return {
    error: (error, message, count) => usual().error(error, message, count),
    closed: async () => {
      const result = await usual().closed();
      return result.action === CloseAction.Restart ? { ...result, handled: true } : result;
    },
  };
}

import type { BaseLanguageClient } from "vscode-languageclient";

/** Starts the server anew, also when it had crashed too often to be started by itself. */
export async function restartServer(client: BaseLanguageClient): Promise<void> {
  if (client.needsStop()) await client.stop();
  await client.start();
}

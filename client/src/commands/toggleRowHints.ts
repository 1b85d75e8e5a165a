import { ConfigurationTarget, workspace } from "vscode";

/** Turns the hints beside variables on or off, for the user. */
export async function toggleRowHints(): Promise<void> {
  const settings = workspace.getConfiguration("holdout");
  await settings.update("rowHints", !settings.get("rowHints", false), ConfigurationTarget.Global);
}

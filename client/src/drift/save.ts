/** Files that the panel writes: reports, charts, baselines, thresholds. */
import { l10n, Uri, window, workspace } from "vscode";
import type { ExportFormat } from "../../../panel/src/messages";
import { isThere } from "./reads";

const endings: Record<ExportFormat, string> = { json: "json", markdown: "md", html: "html", svg: "svg" };

/** Asks where to, unless told; the name of a column may hold anything, a file's may not. */
export async function saveAs(format: ExportFormat, name: string, text: string, target?: Uri): Promise<void> {
  const safe = name.replaceAll(/[^\p{L}\p{N}_.-]+/gu, "-").slice(0, 80) || "drift";
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const file = `${safe}.${endings[format]}`;
  const uri = target ?? (await window.showSaveDialog({ ...(folder && { defaultUri: Uri.joinPath(folder, file) }), filters: { [format]: [endings[format]] } }));
  if (!uri) return;
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  window.setStatusBarMessage(l10n.t("Holdout: wrote {0}", workspace.asRelativePath(uri)), 8000);
}

const thresholdsName = "holdout-drift.json";

export function thresholdsFile(): Uri | null {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder?.scheme === "file" ? Uri.joinPath(folder, thresholdsName) : null;
}

const fresh = `{
  "version": 1,
  "falseDiscoveryRate": 0.05,
  "minimumRows": 30,
  "effects": {
    "ks": { "moderate": 0.1, "major": 0.25 }
  },
  "columns": {}
}
`;

/** Opens the thresholds file of the workspace, with the usual ones in it if there was none. */
export async function editThresholds(): Promise<void> {
  const file = thresholdsFile();
  if (!file) return void window.showInformationMessage(l10n.t("Thresholds live in {0} in a workspace folder, and none is open.", thresholdsName));
  if (!(await isThere(file))) await workspace.fs.writeFile(file, new TextEncoder().encode(fresh));
  await window.showTextDocument(file);
}

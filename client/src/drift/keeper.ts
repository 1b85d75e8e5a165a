/** The history file of the workspace: asks once whether one is wanted, then has each comparison appended. */
import { ConfigurationTarget, l10n, Uri, window, workspace } from "vscode";
import type { DriftHistory } from "../../../server/src/protocol";
import type { Comparer } from "./comparer";
import { localFolders } from "./reads";

const historyName = "drift-history.jsonl";

export class HistoryKeeper {
  private asked = false;
  /** The comparison that is added once somebody says yes: the last, if there were more until then. */
  private latest: () => Promise<DriftHistory> = () => Promise.reject(new Error(l10n.t("Nothing was compared.")));

  constructor(private readonly comparer: Comparer) {}

  /**
   * Appends what a comparison found, where the setting says so, and returns what the history tells; null where none is kept. Where the
   * setting says to ask, `later` is called with the answer's history once somebody has answered.
   */
  async keep(report: unknown, reference: string, later: (history: DriftHistory | null) => void): Promise<DriftHistory | null> {
    const folder = localFolders()[0];
    if (folder === undefined) return null;
    const file = Uri.joinPath(Uri.file(folder), historyName).fsPath;
    const append = () => this.comparer.history(file, report, reference, folder);
    const wanted = workspace.getConfiguration("holdout").get<"ask" | "on" | "off">("drift.history", "ask");
    this.latest = append;
    if (wanted === "on") return append();
    if (wanted === "off" || this.asked) return null;
    this.asked = true;
    void ask().then(async (answer) => {
      if (answer === null) return;
      await workspace.getConfiguration("holdout").update("drift.history", answer, ConfigurationTarget.Workspace);
      later(answer === "on" ? await this.latest().catch(() => null) : null);
    });
    return null;
  }
}

async function ask(): Promise<"on" | "off" | null> {
  const [keep, never] = [l10n.t("Keep a history"), l10n.t("Not in this workspace")];
  const text = l10n.t(
    "Keep a history of comparisons? Each adds a line of figures, and no rows, to {0} in this workspace; the drift panel then shows how each column's distance goes.",
    historyName,
  );
  const answer = await window.showInformationMessage(text, keep, never);
  return answer === keep ? "on" : answer === never ? "off" : null;
}

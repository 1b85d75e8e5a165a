/** Shows what a fix would change, before and after side by side, and asks. Nothing is applied in part: a fix is right as a whole or not at all. */
import { commands, type Disposable, EventEmitter, l10n, type TextDocumentContentProvider, Uri, window, workspace } from "vscode";

export interface PreviewedText {
  /** What it is called: a file, or a cell by its number. */
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

const scheme = "holdout-fix";

export class FixPreview implements TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly changed = new EventEmitter<Uri>();
  private shown = 0;
  readonly onDidChange = this.changed.event;

  register(): Disposable {
    return workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  /** Whether the fix is to be applied. The comparison is open while the question is asked. */
  async ask(title: string, texts: readonly PreviewedText[]): Promise<boolean> {
    const number = ++this.shown;
    const sides = texts.map(({ label, before, after }, i) => {
      const side = (name: string, text: string) => {
        const uri = Uri.from({ scheme, path: `/${label}`, query: `${number}.${i}.${name}` });
        this.texts.set(uri.toString(), text);
        return uri;
      };
      return [Uri.from({ scheme, path: `/${label}` }), side("before", before), side("after", after)] as const;
    });
    try {
      const [only, ...more] = sides;
      if (only && more.length === 0) await commands.executeCommand("vscode.diff", only[1], only[2], title, { preview: true });
      else await commands.executeCommand("vscode.changes", title, sides);
      const apply = { label: `$(check) ${l10n.t("Apply")}`, applies: true };
      const discard = { label: `$(discard) ${l10n.t("Discard")}`, applies: false };
      const answer = await window.showQuickPick([apply, discard], { title, placeHolder: l10n.t("Apply this fix?"), ignoreFocusOut: true });
      return answer?.applies === true;
    } finally {
      await this.close(title);
      this.texts.clear();
    }
  }

  private async close(title: string): Promise<void> {
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => tab.label === title);
    await window.tabGroups.close(tabs, true);
  }
}

/** Views that the server draws, each in a panel of its own: nothing but the extension's own script runs in them, and nothing is loaded from elsewhere. */
import { commands, env, l10n, Uri, ViewColumn, type WebviewPanel, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { type ExportFormat, type ExportParams, type ExportResult, exportMethod, type ViewResult } from "../../../server/src/protocol";
import { escaped, webviewPage } from "../webviewPage";
import { jumpTo } from "./jump";

/** What a panel shows, for other extensions and tests. */
export interface ShownView {
  readonly title: string;
  readonly html: string;
}

type Message =
  | { readonly type: "jump"; readonly file: string; readonly cell: string; readonly row: string; readonly column: string }
  | { readonly type: "action"; readonly action: string; readonly argument: string }
  | { readonly type: "export"; readonly format: ExportFormat; readonly grouping?: string }
  | { readonly type: "copy" }
  | { readonly type: "refresh" };

interface Open {
  readonly panel: WebviewPanel;
  shown: ViewResult;
}

/** Buttons in a view's text, by action. */
export type Actions = Readonly<Record<string, (argument: string) => unknown>>;

export class ViewPanels {
  private readonly open = new Map<string, Open>();
  private last: ShownView | undefined;

  constructor(
    private readonly extension: Uri,
    private readonly client: BaseLanguageClient,
    private readonly actions: Actions,
  ) {}

  /** The view that was drawn last. */
  lastShown(): ShownView | undefined {
    return this.last;
  }

  /** Shows a view; one with this key that is open is drawn anew. `draw` is asked again on refresh. */
  async show(key: string, draw: () => Thenable<ViewResult | null | undefined>): Promise<void> {
    const result = await draw();
    if (!result) return;
    const known = this.open.get(key);
    if (known) {
      known.shown = result;
      known.panel.reveal();
      this.render(known);
      return;
    }
    const media = Uri.joinPath(this.extension, "dist");
    const panel = window.createWebviewPanel("holdout.view", result.title, ViewColumn.Beside, {
      enableScripts: true,
      enableFindWidget: true,
      retainContextWhenHidden: true,
      localResourceRoots: [media],
    });
    panel.iconPath = Uri.joinPath(this.extension, "images", "icon.png");
    const opened: Open = { panel, shown: result };
    this.open.set(key, opened);
    panel.onDidDispose(() => this.open.delete(key));
    panel.webview.onDidReceiveMessage((message: Message) => this.receive(message, opened, () => this.show(key, draw)));
    this.render(opened);
  }

  private render({ panel, shown }: Open): void {
    panel.title = shown.title;
    panel.webview.html = pageOf(panel, this.extension, shown);
    this.last = { title: shown.title, html: panel.webview.html };
  }

  private async receive(message: Message, { shown }: Open, refresh: () => Promise<void>): Promise<void> {
    switch (message.type) {
      case "jump": {
        const cell = message.cell === "" ? null : Number(message.cell);
        return jumpTo(this.client.protocol2CodeConverter.asUri(message.file), { cell, row: Number(message.row), column: Number(message.column) });
      }
      case "action":
        return void this.actions[message.action]?.(message.argument);
      case "refresh":
        return refresh();
      case "copy": {
        const text = await this.text({ id: shown.id, format: "markdown" });
        if (text === null) return;
        await env.clipboard.writeText(text);
        window.setStatusBarMessage(l10n.t("Holdout: copied as Markdown"), 5000);
        return;
      }
      case "export": {
        const text = await this.text({ id: shown.id, format: message.format, ...(message.grouping && { grouping: message.grouping }) });
        if (text !== null) await save(text, shown.title, message.format);
      }
    }
  }

  private async text(params: ExportParams): Promise<string | null> {
    const text = await this.client.sendRequest<ExportResult>(exportMethod, params);
    if (text === null) await window.showInformationMessage(l10n.t("Holdout: this view is too old to be saved. Refresh it first."));
    return text;
  }
}

const endings: Readonly<Record<ExportFormat, string>> = { markdown: "md", html: "html", json: "json", svg: "svg" };

async function save(text: string, title: string, format: ExportFormat): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const name = `${title
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase()}.${endings[format]}`;
  const target = await window.showSaveDialog({ ...(folder && { defaultUri: Uri.joinPath(folder, name) }), filters: { [format]: [endings[format]] } });
  if (!target) return;
  await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  const open = l10n.t("Open");
  if ((await window.showInformationMessage(l10n.t("Holdout: saved {0}", target.path.slice(target.path.lastIndexOf("/") + 1)), open)) === open)
    await commands.executeCommand("vscode.open", target);
}

function pageOf({ webview }: WebviewPanel, extension: Uri, { title, body, formats }: ViewResult): string {
  const button = (data: string, text: string) => `<button type="button" ${data}>${escaped(text)}</button>`;
  const names: Record<ExportFormat, string> = { markdown: "Markdown", html: "HTML", json: "JSON", svg: "SVG" };
  const tools = [
    button("data-refresh", l10n.t("Refresh")),
    ...(formats.includes("markdown") ? [button("data-copy", l10n.t("Copy as Markdown"))] : []),
    ...formats.map((format) => button(`data-export="${format}"`, l10n.t("Save as {0}", names[format]))),
  ];
  const bar = `<header><div class="tools top" role="toolbar" aria-label="${escaped(l10n.t("View"))}">${tools.join("")}</div></header>`;
  return webviewPage(webview, extension, { title, script: "view.js", style: "view.css", body: `${bar}\n<main>${body}</main>` });
}

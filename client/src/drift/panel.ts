/** The drift panel: one webview, what it shows, and what it asks for. */
import {
  commands,
  type Disposable,
  type ExtensionContext,
  env,
  l10n,
  NotebookRange,
  Range,
  Selection,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import {
  type Choice,
  defaultOptions,
  type ExportFormat,
  type FromPage,
  type Options,
  type Problem,
  type Session,
  type ToPage,
  type View,
} from "../../../panel/src/messages";
import type { DriftCompared, DriftRequest } from "../../../server/src/protocol";
import type { Alerts } from "./alerts";
import { choose, type Side } from "./choose";
import { type Comparer, ComparerProblem, type Events } from "./comparer";
import { randomBytes } from "./nonce";
import { pageHtml } from "./page";
import { localFolders, type Reads } from "./reads";
import { editThresholds, saveAs, thresholdsFile } from "./save";
import { changedFile, watchFiles } from "./stamps";
import { Store } from "./store";

export const panelType = "holdout.drift";

interface Kept {
  readonly compared: DriftCompared;
  readonly time: string;
}

const emptyView: Omit<View, "session" | "unavailable"> = { running: null, opened: [], facts: [], problem: null, stale: null };

export class DriftPanel implements Disposable {
  private readonly store: Store<Kept>;
  private panel: WebviewPanel | undefined;
  private session: Session = { id: "", reference: null, current: null, options: defaultOptions };
  private view: Omit<View, "session" | "unavailable"> = emptyView;
  private kept: Kept | null = null;
  private watcher: Disposable | undefined;
  private exporting: { readonly format: ExportFormat; readonly done: (text: string) => void } | null = null;
  private lastPosted = 0;
  private pending: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly context: ExtensionContext,
    private readonly comparer: Comparer,
    private readonly reads: Reads,
    private readonly alerts: Alerts,
  ) {
    this.store = new Store(context.storageUri ?? context.globalStorageUri);
  }

  /** What is shown, for tests and other extensions. */
  get state(): View & { readonly report: unknown } {
    return { ...this.view, session: this.session, unavailable: this.unavailable(), report: this.kept?.compared.report ?? null };
  }

  open(): void {
    if (this.panel) return this.panel.reveal();
    const options = { enableScripts: true, localResourceRoots: [Uri.joinPath(this.context.extensionUri, "dist")] };
    this.adopt(window.createWebviewPanel(panelType, l10n.t("Data Drift"), ViewColumn.Active, options));
  }

  /** Brings a panel back after a reload of the window; `state` is what its page kept. */
  async restore(panel: WebviewPanel, state: unknown): Promise<void> {
    const { session } = (state ?? {}) as { session?: Session };
    if (session?.options) this.session = session;
    panel.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(this.context.extensionUri, "dist")] };
    this.kept = this.session.id === "" ? null : await this.store.read(this.session.id);
    this.adopt(panel);
    if (this.kept) await this.watch(this.kept.compared);
  }

  take(side: Side, choice: Choice): void {
    this.session = { ...this.session, [side]: choice };
    this.remember(choice);
    this.post();
  }

  async compare(): Promise<void> {
    const request = this.request();
    if (!request || this.view.running) return;
    await this.run(async (events) => {
      const { reference, current } = this.session as { reference: Choice; current: Choice };
      const compared = await this.comparer.compare(request, this.cwd(), events);
      this.kept = { compared, time: new Date().toLocaleString() };
      this.session = { ...this.session, id: this.session.id || randomBytes() };
      this.view = { ...this.view, stale: null };
      await Promise.all([this.store.write(this.session.id, this.kept), this.watch(compared), this.alerts.found(reference, current, compared)]);
      this.postReport();
    });
  }

  cancel(): void {
    this.comparer.cancel();
  }

  /** The report in a format, as the page writes it; null while there is none. */
  async text(format: ExportFormat): Promise<string | null> {
    if (!this.kept) return null;
    this.open();
    return new Promise((resolve) => {
      this.exporting = { format, done: resolve };
      this.send({ kind: "render", format });
    });
  }

  async exportReport(format?: ExportFormat, target?: Uri): Promise<void> {
    if (!this.kept) return void window.showInformationMessage(l10n.t("There is no comparison to export: compare two data sets first."));
    const formats: readonly ExportFormat[] = ["html", "markdown", "json"];
    const wanted = format ?? ((await window.showQuickPick(formats, { placeHolder: l10n.t("Format of the report") })) as ExportFormat | undefined);
    const text = wanted && (await this.text(wanted));
    if (wanted && text) await saveAs(wanted, "drift", text, target);
  }

  dispose(): void {
    clearTimeout(this.pending);
    this.watcher?.dispose();
    this.panel?.dispose();
  }

  private adopt(panel: WebviewPanel): void {
    this.panel = panel;
    panel.iconPath = Uri.joinPath(this.context.extensionUri, "images", "icon.png");
    panel.webview.onDidReceiveMessage((message: FromPage) => this.receive(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.cancel();
    });
    panel.webview.html = pageHtml(panel.webview, this.context.extensionUri);
  }

  private async receive(message: FromPage): Promise<void> {
    switch (message.kind) {
      case "ready":
        if (this.kept) this.postReport();
        return this.post();
      case "choose":
        return this.choose(message.side);
      case "swap":
        this.session = { ...this.session, reference: this.session.current, current: this.session.reference };
        return this.post();
      case "options":
        this.session = { ...this.session, options: message.options };
        return this.post();
      case "compare":
        return this.compare();
      case "cancel":
        return this.cancel();
      case "profiles":
        return this.send({ kind: "profiles", column: message.column, profiles: this.kept?.compared.profiles[message.column] ?? null });
      case "tests":
        return this.tests(message.column);
      case "uses":
        return this.goTo(message.column);
      case "thresholds":
        return editThresholds();
      case "baseline":
        return this.baseline();
      case "copy":
        return env.clipboard.writeText(message.text);
      case "rendered":
        this.exporting?.done(message.text);
        this.exporting = null;
        return;
      case "export":
        return saveAs(message.format, message.name, message.text);
    }
  }

  private async choose(side: Side): Promise<void> {
    const recent = this.context.workspaceState.get<Choice[]>("holdout.drift.recent", []);
    const choice = await choose(side, this.reads.all(true), side === "current" ? recent.filter(({ data }) => !data.baseline) : recent);
    if (choice) this.take(side, choice);
  }

  private remember(choice: Choice): void {
    const recent = this.context.workspaceState.get<Choice[]>("holdout.drift.recent", []);
    void this.context.workspaceState.update("holdout.drift.recent", [choice, ...recent.filter(({ name }) => name !== choice.name)].slice(0, 10));
  }

  private async tests(column: string): Promise<void> {
    const request = this.request();
    if (!request) return;
    let [tests, problem]: [readonly unknown[], Problem | null] = [[], null];
    try {
      tests = await this.comparer.tests(request, this.cwd(), column, quiet);
    } catch (error) {
      problem = problemOf(error);
    }
    this.send({ kind: "tests", column, tests, problem });
  }

  private async baseline(): Promise<void> {
    const request = this.request() ?? (this.session.reference && this.requestFor(this.session.reference, this.session.reference));
    if (!request || request.reference.baseline) return;
    await this.run(async (events) => saveAs("json", "drift-baseline", await this.comparer.baseline(request, this.cwd(), events)));
  }

  private async goTo(column: string): Promise<void> {
    const reads = await this.reads.all(false);
    const names = [this.session.reference, this.session.current].flatMap((choice) => choice?.data.paths ?? []);
    const documents = reads.filter(({ file }) => names.some((name) => file.endsWith(name))).map(({ document }) => document);
    const [place] = await this.reads.uses(column, documents);
    if (!place) return void window.showInformationMessage(l10n.t('No open script or notebook names the column "{0}".', column));
    const { start, end } = place.range;
    const uri = Uri.parse(place.uri);
    const selection = new Range(start.line, start.character, end.line, end.character);
    await (uri.scheme === "vscode-notebook-cell" ? showCell(uri, selection) : window.showTextDocument(uri, { selection, viewColumn: ViewColumn.Beside }));
  }

  /** Shows what is under way, and what went wrong; what was there before stays. */
  private async run(work: (events: Events) => Promise<void>): Promise<void> {
    this.view = { ...emptyView, stale: this.view.stale, running: { step: l10n.t("starting"), share: 0 } };
    this.post();
    const events: Events = {
      progress: (step, share) => this.change({ running: { step, share } }),
      opened: (opened) => this.change({ opened: [...this.view.opened, opened] }),
      facts: (facts) => this.change({ facts: [...this.view.facts, facts] }),
    };
    try {
      await work(events);
    } catch (error) {
      this.view = { ...this.view, problem: problemOf(error) };
    } finally {
      this.view = { ...this.view, running: null };
      this.post();
    }
  }

  /** Progress comes faster than anybody reads. */
  private change(part: Partial<View>): void {
    this.view = { ...this.view, ...part };
    if (Date.now() - this.lastPosted > 100) this.post();
    else this.pending ??= setTimeout(() => this.post(), 100);
  }

  private async watch({ files }: DriftCompared): Promise<void> {
    this.watcher?.dispose();
    const look = async () => {
      const changed = await changedFile(files);
      const name = changed === null ? null : (changed.replaceAll("\\", "/").split("/").at(-1) ?? changed);
      const stale = name === null ? null : l10n.t("{0} has changed since; compare again.", name);
      if (stale !== this.view.stale) {
        this.view = { ...this.view, stale };
        this.post();
      }
    };
    this.watcher = watchFiles(files, () => void look());
    await look();
  }

  private unavailable(): string | null {
    if (this.comparer.unavailable !== null) return this.comparer.unavailable;
    return workspace.isTrusted ? null : l10n.t("Data are compared only in a workspace that you trust: reading files of others is a risk of its own.");
  }

  private request(): DriftRequest | null {
    const { reference, current } = this.session;
    return reference && current && this.unavailable() === null ? this.requestFor(reference, current) : null;
  }

  private requestFor(reference: Choice, current: Choice): DriftRequest {
    const { label, prediction, decimalComma, encoding, exact }: Options = this.session.options;
    const with_ = ({ data }: Choice) => ({ ...data, ...(decimalComma && { decimalSeparator: "," as const }), ...(encoding && { encoding }) });
    return {
      reference: with_(reference),
      current: with_(current),
      thresholds: thresholdsFile()?.fsPath ?? null,
      ...(label && { label }),
      ...(prediction && { prediction }),
      exact,
      memoryMb: workspace.getConfiguration("holdout").get("drift.memory", 1024),
    };
  }

  private cwd(): string {
    return localFolders()[0] ?? this.context.extensionUri.fsPath;
  }

  private post(): void {
    clearTimeout(this.pending);
    this.pending = undefined;
    this.lastPosted = Date.now();
    this.send({ kind: "view", view: { ...this.view, session: this.session, unavailable: this.unavailable() } });
  }

  private postReport(): void {
    if (!this.kept) return;
    const { compared, time } = this.kept;
    this.send({ kind: "report", report: compared.report, relations: compared.relations, time });
  }

  private send(message: ToPage): void {
    void this.panel?.webview.postMessage(message);
  }
}

const quiet: Events = { progress: () => {}, opened: () => {}, facts: () => {} };

function problemOf(error: unknown): Problem {
  if (error instanceof ComparerProblem) return { reason: error.reason, message: error.message };
  return { reason: "broken", message: error instanceof Error ? error.message : String(error) };
}

async function showCell(uri: Uri, selection: Range): Promise<void> {
  const notebook = workspace.notebookDocuments.find((each) => each.getCells().some((cell) => cell.document.uri.toString() === uri.toString()));
  const cell = notebook?.getCells().find((each) => each.document.uri.toString() === uri.toString());
  if (!notebook || !cell) return;
  await window.showNotebookDocument(notebook, { selections: [new NotebookRange(cell.index, cell.index + 1)], viewColumn: ViewColumn.Beside });
  const editor = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  if (editor) {
    editor.selection = new Selection(selection.start, selection.end);
    await commands.executeCommand("notebook.cell.edit");
  }
}

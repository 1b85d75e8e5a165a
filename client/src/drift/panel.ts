/** The drift panel: one webview, what it shows, and what it asks for. */
import { type Disposable, type ExtensionContext, env, l10n, Uri, ViewColumn, type WebviewPanel, window, workspace } from "vscode";
import {
  type Choice,
  type ExportFormat,
  emptySession,
  emptyView,
  type FromPage,
  type Problem,
  type Session,
  type Tab,
  type ToPage,
  type View,
} from "../../../panel/src/messages";
import type { DriftCompared, DriftHistory, DriftRequest } from "../../../server/src/protocol";
import { randomBytes } from "../webviewPage";
import type { Alerts } from "./alerts";
import { choose, type Side } from "./choose";
import { type Comparer, ComparerProblem, type Events, problemOf, silent } from "./comparer";
import { guessesFor } from "./guess";
import { HistoryKeeper } from "./keeper";
import { pageHtml } from "./page";
import { localFolders, type Reads, targetsIn } from "./reads";
import { requestFor, timeFrom } from "./request";
import { editThresholds, saveAs } from "./save";
import { Servers } from "./servers";
import { goToUse } from "./showUse";
import { changedFile, stampOf, watchFiles } from "./stamps";
import { Store } from "./store";
import { Rerun, watchFolders } from "./watching";

export const panelType = "holdout.drift";

interface Result {
  readonly compared: DriftCompared;
  readonly time: string;
}

/** What outlives a reload, by the tab that shows it. */
interface Kept {
  readonly columns: Result | null;
  readonly time: Result | null;
  readonly history: DriftHistory | null;
}

const nothing: Kept = { columns: null, time: null, history: null };
type Shown = Omit<View, "session" | "unavailable" | "history">;

export class DriftPanel implements Disposable {
  private readonly store: Store<Kept>;
  readonly servers: Servers;
  private readonly keeper: HistoryKeeper;
  private readonly rerun: Rerun;
  private panel: WebviewPanel | undefined;
  private session = emptySession;
  private view: Shown = emptyView;
  private kept = nothing;
  private watcher: Disposable | undefined;
  private exporting: { readonly format: ExportFormat; readonly done: (text: string) => void } | null = null;
  private lastPosted = 0;
  /** Whether somebody cancelled what is under way: the process may not have been asked yet. */
  private stopped = false;
  private pending: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly context: ExtensionContext,
    private readonly comparer: Comparer,
    private readonly reads: Reads,
    private readonly alerts: Alerts,
  ) {
    this.store = new Store(context.storageUri ?? context.globalStorageUri);
    this.servers = new Servers(context);
    this.keeper = new HistoryKeeper(comparer);
    this.rerun = new Rerun(
      () => stampOf(this.kept[this.session.tab]?.compared.current ?? [], this.session.current?.data.paths ?? []),
      async () => {
        if (this.view.running) return false;
        if (this.session.watch) await this.compare();
        return true;
      },
    );
  }

  /** What is shown, for tests and other extensions. `report`: of columns; `series`: over time. */
  get state(): View & { readonly report: unknown; readonly series: unknown } {
    return { ...this.shownView(), report: this.kept.columns?.compared.report ?? null, series: this.kept.time?.compared.report ?? null };
  }

  open(): void {
    if (this.panel) return this.panel.reveal();
    const options = { enableScripts: true, localResourceRoots: [Uri.joinPath(this.context.extensionUri, "dist")] };
    this.adopt(window.createWebviewPanel(panelType, l10n.t("Data Drift"), ViewColumn.Active, options));
  }

  /** Brings a panel back after a reload of the window; `state` is what its page kept. */
  async restore(panel: WebviewPanel, state: unknown): Promise<void> {
    const { session } = (state ?? {}) as { session?: Partial<Session> };
    if (session?.options) this.session = { ...emptySession, ...session };
    panel.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(this.context.extensionUri, "dist")] };
    const kept = this.session.id === "" ? null : await this.store.read(this.session.id);
    this.kept = kept && "columns" in kept ? { ...nothing, ...kept } : nothing;
    this.adopt(panel);
    await this.watch();
  }

  take(side: Side, choice: Choice): void {
    this.session = { ...this.session, [side]: choice };
    this.view = { ...this.view, problem: null, columns: null, guesses: {}, consent: null };
    this.remember(choice);
    this.post();
  }

  /** Sets what the page's form and its toggle set. */
  set(part: Partial<Pick<Session, "time" | "watch" | "options">>): void {
    this.session = { ...this.session, ...part };
    this.post();
    if (part.watch !== undefined) void this.watch();
  }

  /** Compares what is chosen: by columns or over time, by default as the last time. */
  async compare(tab: Tab = this.session.tab): Promise<void> {
    if (!this.request() || this.view.running) return;
    this.session = { ...this.session, tab };
    await this.run(async (events) => {
      if (tab === "time" && this.view.columns === null) await this.look(events);
      const request = await this.request(tab);
      if (!request || !(await this.isAgreed(request, events))) return;
      await this.rerun.begun();
      if (this.stopped) throw new ComparerProblem("cancelled", l10n.t("cancelled"));
      const { reference, current } = this.session as { reference: Choice; current: Choice };
      const compared = await this.comparer.compare(request, this.cwd(), events);
      this.kept = { ...this.kept, [tab]: { compared, time: new Date().toLocaleString() } };
      this.session = { ...this.session, id: this.session.id || randomBytes() };
      this.view = { ...this.view, stale: null };
      await Promise.all([this.watch(), tab === "columns" && this.alerts.found(reference, current, compared)]);
      await this.addToHistory(compared.report);
      await this.store.write(this.session.id, this.kept);
      this.postReports();
    });
  }

  /** Looks at names and types of columns, and guesses which play which role. */
  async lookAtColumns(): Promise<void> {
    if (this.view.running || !this.request()) return;
    await this.run((events) => this.look(events));
  }

  /** About the statements that are shown. */
  async answerConsent(agreed: boolean): Promise<void> {
    const { consent } = this.view;
    this.view = { ...this.view, consent: null };
    if (!consent || !agreed) return this.post();
    await this.servers.agree(consent);
    await this.compare();
  }

  cancel(): void {
    this.stopped = true;
    this.comparer.cancel();
  }

  /** The report in a format, as the page writes it; null while there is none. */
  async text(format: ExportFormat): Promise<string | null> {
    if (!this.kept[this.session.tab]) return null;
    this.open();
    return new Promise((resolve) => {
      this.exporting = { format, done: resolve };
      this.send({ kind: "render", format, tab: this.session.tab });
    });
  }

  async exportReport(format?: ExportFormat, target?: Uri): Promise<void> {
    if (!this.kept[this.session.tab]) return void window.showInformationMessage(l10n.t("There is no comparison to export: compare two data sets first."));
    const formats: readonly ExportFormat[] = ["html", "markdown", "json"];
    const wanted = format ?? ((await window.showQuickPick(formats, { placeHolder: l10n.t("Format of the report") })) as ExportFormat | undefined);
    const text = wanted && (await this.text(wanted));
    if (wanted && text) await saveAs(wanted, this.session.tab === "time" ? "drift-over-time" : "drift", text, target);
  }

  dispose(): void {
    clearTimeout(this.pending);
    this.watcher?.dispose();
    this.rerun.dispose();
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
      case "language":
        return this.send({ kind: "language", translations: l10n.bundle ?? {} });
      case "ready":
        this.postReports();
        return this.post();
      case "choose":
        return this.choose(message.side);
      case "swap":
        this.session = { ...this.session, reference: this.session.current, current: this.session.reference };
        this.view = { ...this.view, columns: null, guesses: {}, consent: null };
        return this.post();
      case "options":
        return this.set({ options: message.options });
      case "time":
        return this.set({ time: message.time });
      case "watch":
        return this.set({ watch: message.on });
      case "columns":
        return this.lookAtColumns();
      case "consent":
        return this.answerConsent(message.agreed);
      case "compare":
        return this.compare(message.tab);
      case "cancel":
        return this.cancel();
      case "profiles":
        return this.send({ kind: "profiles", column: message.column, profiles: this.kept.columns?.compared.profiles[message.column] ?? null });
      case "tests":
        return this.tests(message.column);
      case "uses":
        return goToUse(this.reads, [this.session.reference, this.session.current], message.column);
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
    const choice = await choose(side, this.reads.all(true), side === "current" ? recent.filter(({ data }) => !data.baseline) : recent, () =>
      this.servers.choose(),
    );
    if (choice) this.take(side, choice);
  }

  private remember(choice: Choice): void {
    const recent = this.context.workspaceState.get<Choice[]>("holdout.drift.recent", []);
    void this.context.workspaceState.update("holdout.drift.recent", [choice, ...recent.filter(({ name }) => name !== choice.name)].slice(0, 10));
  }

  private async tests(column: string): Promise<void> {
    const request = await this.request("columns");
    if (!request) return;
    let [tests, problem]: [readonly unknown[], Problem | null] = [[], null];
    try {
      tests = await this.comparer.tests(request, this.cwd(), column, silent);
    } catch (error) {
      problem = problemOf(error);
    }
    this.send({ kind: "tests", column, tests, problem });
  }

  private async baseline(): Promise<void> {
    const { reference, current } = this.session;
    if (!reference || reference.data.baseline || this.unavailable() !== null) return;
    const passwords = await this.servers.passwords([reference]);
    const request = requestFor(this.session.options, reference, current ?? reference, passwords);
    await this.run(async (events) => {
      if (await this.isAgreed({ ...request, current: request.reference }, events))
        await saveAs("json", "drift-baseline", await this.comparer.baseline(request, this.cwd(), events));
    });
  }

  private async look(events: Events): Promise<void> {
    const request = await this.request("columns");
    if (!request) return;
    const columns = await this.comparer.columns(request, this.cwd(), events);
    const targets = targetsIn(await this.reads.all(true), this.session.reference?.data.paths ?? []);
    this.view = { ...this.view, columns, guesses: guessesFor(columns, this.session.options, targets) };
  }

  /** Whether nothing is sent to a server, or somebody has agreed to it; otherwise the statements are shown. */
  private async isAgreed(request: DriftRequest, events: Events): Promise<boolean> {
    if (request.reference.server === undefined && request.current.server === undefined) return true;
    const tables = await this.comparer.statements(request, this.cwd(), events);
    if (this.servers.agreed(tables)) return true;
    this.view = { ...this.view, consent: tables };
    return false;
  }

  private async addToHistory(report: unknown): Promise<void> {
    const reference = (report as { reference: { name: string } }).reference.name;
    const show = (history: DriftHistory | null) => {
      this.kept = { ...this.kept, history };
      this.post();
    };
    try {
      show(await this.keeper.keep(report, reference, show));
    } catch (error) {
      const { message } = problemOf(error);
      show({ trends: [], sentence: "", problems: [message], written: false });
    }
  }

  /** Shows what is under way, and what went wrong; what was there before stays. */
  private async run(work: (events: Events) => Promise<void>): Promise<void> {
    const { stale, columns, guesses } = this.view;
    this.stopped = false;
    this.view = { ...emptyView, stale, columns, guesses, running: { step: l10n.t("starting"), share: 0 } };
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

  /** Says when files are others than those that were compared, and compares again where that is wanted. */
  private async watch(): Promise<void> {
    this.watcher?.dispose();
    const results = [this.kept.columns, this.kept.time].flatMap((result) => result ?? []);
    const look = async (more = false) => {
      const all = await Promise.all(results.map(({ compared }) => changedFile(compared.files)));
      const changed = all.find((each) => each !== null) ?? null;
      const name = changed === null ? null : (changed.replaceAll("\\", "/").split("/").at(-1) ?? changed);
      const stale = name === null ? null : l10n.t("{0} has changed since; compare again.", name);
      if (stale !== this.view.stale) {
        this.view = { ...this.view, stale };
        this.post();
      }
      if (this.session.watch && this.kept[this.session.tab] && (more || changed !== null)) await this.rerun.look();
    };
    const parts: Disposable[] = results.map(({ compared }) => watchFiles(compared.files, () => void look()));
    const { current, watch } = this.session;
    if (watch && current) parts.push(watchFolders(current, this.cwd(), () => void look(true)));
    this.watcher = { dispose: () => parts.forEach((part) => void part.dispose()) };
    await look();
  }

  private unavailable(): string | null {
    if (this.comparer.unavailable !== null) return this.comparer.unavailable;
    return workspace.isTrusted ? null : l10n.t("Data are compared only in a workspace that you trust: reading files of others is a risk of its own.");
  }

  /** Whether anything can be compared, and with a tab what is asked. */
  private request(): boolean;
  private request(tab: Tab): Promise<DriftRequest | null>;
  private request(tab?: Tab): boolean | Promise<DriftRequest | null> {
    const { reference, current, options } = this.session;
    const can = reference !== null && current !== null && this.unavailable() === null;
    if (tab === undefined) return can;
    if (!can) return Promise.resolve(null);
    return this.servers.passwords([reference, current]).then((passwords) => {
      const request = requestFor(options, reference, current, passwords);
      return tab === "time" ? { ...request, ...timeFrom(this.session.time, this.view.guesses) } : request;
    });
  }

  private cwd(): string {
    return localFolders()[0] ?? this.context.extensionUri.fsPath;
  }

  private post(): void {
    clearTimeout(this.pending);
    this.pending = undefined;
    this.lastPosted = Date.now();
    this.send({ kind: "view", view: this.shownView() });
  }

  private shownView(): View {
    return { ...this.view, session: this.session, unavailable: this.unavailable(), history: this.kept.history };
  }

  private postReports(): void {
    const { columns, time } = this.kept;
    if (columns) this.send({ kind: "report", report: columns.compared.report, relations: columns.compared.relations, time: columns.time });
    if (time) this.send({ kind: "series", report: time.compared.report, time: time.time });
  }

  private send(message: ToPage): void {
    void this.panel?.webview.postMessage(message);
  }
}

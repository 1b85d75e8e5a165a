/** The language server: wires the protocol to documents, checks and settings. Every handler catches what is thrown, so one bad request never ends the process. */
import * as l10n from "@vscode/l10n";
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  type DidChangeWatchedFilesParams,
  type Hover,
  type HoverParams,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import type { Engine } from "../engine.types.js";
import {
  type CheckWorkspaceParams,
  type CheckWorkspaceResult,
  checkWorkspaceMethod,
  fixAllKind,
  type InitializationOptions,
  notebookFixAllKind,
  type StatusParams,
  statusMethod,
  trustedMethod,
} from "../protocol.js";
import { version } from "../report/version.js";
import { Checker, type CheckerServices } from "./checker.js";
import { codeActions, fixAllActions } from "./codeActions.js";
import { DataFileProfiles } from "./dataFiles.js";
import { type ReadsServices, serveReads } from "./dataReads.js";
import { type PageLookup, pageLookup } from "./diagnostics.js";
import { Documents } from "./documents.js";
import { type FixSupport, fixSupport } from "./fixEdits.js";
import type { Host } from "./host.js";
import { hovers } from "./hovers.js";
import { ImportedFiles } from "./imports.js";
import { Projects } from "./projects.js";
import { Publisher } from "./publisher.js";
import { Reports } from "./reports.js";
import { codeLenses, inlayHints } from "./rowHints.js";
import { StoredOutputs } from "./storedOutputs.js";
import { Views } from "./views.js";
import { WorkspaceCheck } from "./workspaceCheck.js";

export function startServer(connection: Connection, host: Host): void {
  new Server(connection, host).listen();
}

class Server {
  private readonly stored: StoredOutputs;
  private readonly documents: Documents;
  private readonly publisher: Publisher;
  private readonly projects: Projects;
  private readonly imports: ImportedFiles;
  private readonly dataFiles: DataFileProfiles;
  private readonly workspace: WorkspaceCheck;
  private readonly views: Views;
  private readonly services: CheckerServices;
  private readonly reading: ReadsServices;
  private readonly checkers = new Map<string, Checker>();
  private client: InitializeParams["capabilities"] = {};
  private fixSupport: FixSupport = { versions: false, preview: false, disabled: false, cells: false };
  private showsStatus = false;
  private pushedSettings: unknown = null;
  /** Set by the shutdown: work that is still under way has nobody to tell. */
  private stopped = false;
  private loadEngine: (options: InitializationOptions) => void = () => {};

  constructor(
    private readonly connection: Connection,
    host: Host,
  ) {
    const log = (message: string) => this.log(message);
    const engine = new Promise<Engine>((resolve, reject) => {
      this.loadEngine = (options) => void host.engine(options).then(resolve, reject);
    });
    engine.catch((error) => log(`Cannot load the analysis: ${error}`));
    this.stored = new StoredOutputs(host.files);
    this.documents = new Documents((notebook) => this.stored.of(notebook));
    this.publisher = new Publisher((params) => this.tell(() => connection.sendDiagnostics(params)));
    this.projects = new Projects(
      host.files,
      (uri) => this.editorSection(uri),
      (uri, problems) => this.projectRead(uri, problems),
      log,
    );
    this.imports = new ImportedFiles(
      host.files,
      (uri) => this.documents.textOf(uri)?.text,
      (uri) => this.projects.rootOf(uri),
      (uri) => this.reloadDependents(uri),
    );
    this.dataFiles = new DataFileProfiles(
      host.dataFiles,
      (uri) => this.projects.rootOf(uri),
      (uri) => this.dataFileRead(uri),
      log,
    );
    const page: PageLookup = (rule) => pageLookup(this.fixSupport.cells, host.rulePages)(rule);
    this.services = {
      page,
      engine,
      dataFiles: this.dataFiles,
      documents: this.documents,
      files: this.imports,
      publisher: this.publisher,
      debounce: host.debounce,
      log,
      settingsFor: (uri, hasPlace) => this.projects.settingsFor(uri, hasPlace),
      status: (params: StatusParams) => this.showsStatus && this.tell(() => connection.sendNotification(statusMethod, params)),
    };
    const reports = new Reports({
      engine,
      documents: this.documents,
      files: host.files,
      dataFiles: this.dataFiles,
      imports: this.imports,
      projects: this.projects,
      log,
    });
    const rootOf = (uri: string) => this.projects.rootOf(uri);
    const progress = (token: string | number | undefined, title: string) => this.progress(token, title);
    this.views = new Views({ reports, documents: this.documents, measurer: host.measurer, rootOf, progress, log });
    this.reading = { engine, files: host.files, imports: this.imports, projects: this.projects, checkers: this.checkers, log };
    this.workspace = new WorkspaceCheck({
      page,
      engine,
      files: host.files,
      dataFiles: this.dataFiles,
      imports: this.imports,
      projects: this.projects,
      publisher: this.publisher,
      log,
      isOpen: (uri) => this.checkers.has(uri),
      openFindings: (uri) => this.checkers.get(uri)?.findings().length ?? 0,
    });
  }

  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.safely("initialized", () => this.initialized()));
    this.syncScripts();
    this.syncNotebooks();
    connection.onDidChangeConfiguration(({ settings }) =>
      this.safely("configuration", () => {
        this.pushedSettings = settings;
        this.reloadAll();
        if (this.client.workspace?.inlayHint?.refreshSupport) this.tell(() => this.connection.languages.inlayHint.refresh());
      }),
    );
    connection.onDidChangeWatchedFiles((params) => this.safely("files", () => this.filesChanged(params)));
    connection.onHover((params) => this.safely("hover", () => this.hover(params)) ?? null);
    connection.onCodeAction((params) => this.safely("code actions", () => this.codeActions(params)) ?? []);
    connection.onRequest(checkWorkspaceMethod, (params: CheckWorkspaceParams, cancel) => this.checkWorkspace(params, cancel));
    connection.onNotification(trustedMethod, () =>
      this.safely("trust", () => {
        this.dataFiles.setTrusted(true);
        for (const uri of this.checkers.keys()) this.reload(uri);
      }),
    );
    this.views.listen(connection);
    connection.languages.inlayHint.on(({ textDocument }) => this.safely("row hints", () => this.inText(textDocument.uri, inlayHints)) ?? []);
    connection.onCodeLens(
      ({ textDocument }) => this.safely("code lenses", () => this.inText(textDocument.uri, (...of) => codeLenses(...of, this.fixSupport.cells))) ?? [],
    );
    serveReads(connection, this.reading);
    connection.onShutdown(() => {
      this.stopped = true;
      for (const checker of this.checkers.values()) checker.close();
    });
    connection.listen();
  }

  private initialize(params: InitializeParams): InitializeResult {
    this.client = params.capabilities;
    const options = (params.initializationOptions as InitializationOptions | undefined) ?? {};
    if (options.translations) l10n.config({ contents: { ...options.translations } });
    this.fixSupport = fixSupport(params.capabilities, options);
    this.showsStatus = options.showsStatus === true;
    this.dataFiles.setTrusted(options.trusted === true);
    this.loadEngine(options);
    const folders = params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
    this.projects.setFolders(folders);
    return {
      serverInfo: { name: "Holdout", version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
        // No cell selector: markdown cells count in the numbering of cells.
        notebookDocumentSync: { notebookSelector: [{ notebook: "jupyter-notebook" }, { notebook: "interactive" }], save: true },
        hoverProvider: true,
        inlayHintProvider: true,
        codeLensProvider: {},
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind, notebookFixAllKind] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  private async initialized(): Promise<void> {
    const { workspace } = this.client;
    if (workspace?.didChangeConfiguration?.dynamicRegistration)
      await this.connection.client.register(DidChangeConfigurationNotification.type, { section: "holdout" });
    if (workspace?.workspaceFolders) {
      this.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
        this.safely("folders", () => {
          const gone = new Set(removed.map((folder) => folder.uri.replace(/\/+$/, "")));
          this.projects.setFolders([...this.projects.getFolders().filter((folder) => !gone.has(folder)), ...added.map((folder) => folder.uri)]);
          this.reloadAll();
        }),
      );
    }
  }

  private syncScripts(): void {
    const { connection, documents } = this;
    connection.onDidOpenTextDocument((params) =>
      this.safely("open", () => {
        documents.openScript(params);
        if (params.textDocument.languageId === "python") this.open(params.textDocument.uri);
      }),
    );
    connection.onDidChangeTextDocument((params) =>
      this.safely("change", () => {
        documents.changeScript(params);
        this.edited(params.textDocument.uri);
      }),
    );
    connection.onDidCloseTextDocument((params) => this.safely("close", () => this.close(params.textDocument.uri)));
  }

  private syncNotebooks(): void {
    const { documents } = this;
    const { synchronization } = this.connection.notebooks;
    synchronization.onDidOpenNotebookDocument((params) =>
      this.safely("open notebook", async () => {
        documents.openNotebook(params);
        await this.stored.load(params.notebookDocument.uri);
        this.open(params.notebookDocument.uri);
      }),
    );
    synchronization.onDidChangeNotebookDocument((params) =>
      this.safely("change notebook", () => {
        documents.changeNotebook(params);
        this.edited(params.notebookDocument.uri);
      }),
    );
    synchronization.onDidSaveNotebookDocument(({ notebookDocument }) =>
      this.safely("save notebook", async () => {
        await this.stored.load(notebookDocument.uri);
        this.reload(notebookDocument.uri);
      }),
    );
    synchronization.onDidCloseNotebookDocument(({ notebookDocument }) => this.safely("close notebook", () => this.close(notebookDocument.uri)));
  }

  /** Most projects have no faults: nothing is sent for them. */
  private projectRead(pyproject: string, problems: Diagnostic[]): void {
    if (problems.length > 0) this.publisher.publish(pyproject, undefined, problems);
    else this.publisher.clear(pyproject);
  }

  private open(uri: string): void {
    if (!this.documents.view(uri)) return; // Closed again while its file was read.
    this.checkers.get(uri)?.close();
    this.workspace.opened(uri);
    this.checkers.set(uri, new Checker(uri, this.services));
    this.reload(uri);
    this.reloadDependents(uri);
  }

  private edited(uri: string): void {
    this.checkers.get(uri)?.edited();
    for (const dependent of this.imports.dependents(uri)) this.checkers.get(dependent)?.edited();
  }

  private close(uri: string): void {
    this.checkers.get(uri)?.close();
    this.checkers.delete(uri);
    this.documents.close(uri);
    this.stored.forget(uri);
    this.reloadDependents(uri);
    this.safely("recheck", () => this.workspace.changed(uri));
  }

  private reload(uri: string): void {
    this.safely(`check of ${uri}`, () => this.checkers.get(uri)?.reload());
  }

  private reloadAll(): void {
    this.projects.forget();
    for (const uri of this.checkers.keys()) this.reload(uri);
  }

  private reloadDependents(uri: string): void {
    for (const dependent of this.imports.dependents(uri)) this.reload(dependent);
  }

  /** Something new is known of a data file that a document reads. */
  private dataFileRead(uri: string): void {
    if (this.stopped) return;
    if (this.checkers.has(uri)) this.reload(uri);
    else this.safely("recheck", () => this.workspace.changed(uri));
  }

  /** Open documents are not re-read: their texts come from the client. */
  private filesChanged({ changes }: DidChangeWatchedFilesParams): void {
    const settingsChanged = changes.some(({ uri }) => this.projects.isSettingsFile(uri));
    for (const { uri } of changes) {
      this.imports.forget(uri);
      if (!settingsChanged && !this.checkers.has(uri)) this.reloadDependents(uri);
      this.safely("recheck", () => this.workspace.changed(uri));
    }
    if (settingsChanged) this.reloadAll();
  }

  private hover({ textDocument, position }: HoverParams): Hover | null {
    return this.inText(textDocument.uri, (...of) => hovers(...of, position, this.fixSupport.cells))[0] ?? null;
  }

  private inText<T>(uri: string, show: (checker: Checker, uri: string, text: string) => T[]): T[] {
    const text = this.documents.textOf(uri)?.text;
    const checker = this.checkers.get(this.documents.ownerOf(uri) ?? "");
    return text === undefined || !checker ? [] : show(checker, uri, text);
  }

  private codeActions({ textDocument, context }: CodeActionParams): CodeAction[] {
    const text = this.documents.textOf(textDocument.uri)?.text;
    const owner = this.documents.ownerOf(textDocument.uri);
    const view = owner === undefined ? undefined : this.documents.view(owner);
    if (text === undefined || !view) return [];
    const checker = this.checkers.get(owner as string);
    const { only } = context;
    const all = only ? fixAllActions(only, view, this.fixSupport, () => checker?.fixAll() ?? []) : [];
    if (only && !only.some((kind) => kind === "" || kind === CodeActionKind.QuickFix)) return all;
    return codeActions(context.diagnostics, {
      view,
      text,
      textUri: textDocument.uri,
      findings: checker?.findings() ?? [],
      support: this.fixSupport,
      offers: (finding) => checker?.offers(finding) ?? [],
    }).concat(all);
  }

  private async checkWorkspace(
    params: CheckWorkspaceParams | undefined,
    cancel: Parameters<WorkspaceCheck["run"]>[1],
  ): Promise<CheckWorkspaceResult | ResponseError> {
    const token = params?.workDoneToken;
    const progress = await this.progress(token);
    try {
      const result = await this.workspace.run(progress, cancel);
      return result ?? new ResponseError(LSPErrorCodes.RequestCancelled, l10n.t("The check was cancelled."));
    } finally {
      progress.done();
    }
  }

  private async progress(token: string | number | undefined, title = l10n.t("Checking the workspace")) {
    const { window } = this.connection;
    const progress =
      token === undefined ? (this.client.window?.workDoneProgress ? await window.createWorkDoneProgress() : null) : window.attachWorkDoneProgress(token);
    progress?.begin(title, 0, undefined, true);
    return { report: (percentage: number, message: string) => progress?.report(percentage, message), done: () => progress?.done() };
  }

  /** The editor's settings: asked for where the client can tell them, else what it pushed. */
  private async editorSection(uri: string | null): Promise<unknown> {
    if (this.client.workspace?.configuration) return this.connection.workspace.getConfiguration({ section: "holdout", ...(uri !== null && { scopeUri: uri }) });
    return (this.pushedSettings as { holdout?: unknown } | null)?.holdout ?? null;
  }

  private log(message: string): void {
    this.tell(async () => this.connection.console.error(message));
  }

  /** Sends something that a client which is gone may miss. */
  private tell(send: () => Promise<void>): void {
    if (!this.stopped) send().catch(() => {});
  }

  private safely<T>(what: string, run: () => T): T | undefined {
    const log = (error: unknown) => this.log(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    try {
      const result = run();
      if (result instanceof Promise) result.catch(log);
      return result;
    } catch (error) {
      log(error);
      return undefined;
    }
  }
}

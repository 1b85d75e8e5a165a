/** A client and a server in one process, over in-memory streams, and what the client saw. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import type {
  CodeAction,
  Diagnostic,
  NotebookCell,
  NotebookDocumentChangeEvent,
  PublishDiagnosticsParams,
  TextDocumentItem,
  TextEdit,
} from "vscode-languageserver";
import { createConnection, ProposedFeatures, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { createProtocolConnection, type ProtocolConnection } from "vscode-languageserver-protocol/node";
import { lineStarts } from "../../server/src/base/span.js";
import type { Engine } from "../../server/src/engine.types.js";
import { clientFiles } from "../../server/src/host/browser.js";
import { nodeDataFiles } from "../../server/src/host/dataFiles.js";
import { nodeFiles } from "../../server/src/host/node.js";
import type { HostMeasurer } from "../../server/src/lsp/host.js";
import { startServer } from "../../server/src/lsp/server.js";
import { offsetAt, rangeOf } from "../../server/src/lsp/texts.js";
import type { StatusParams } from "../../server/src/protocol.js";
import { fakeEngine } from "../helpers/fakeEngine.js";

export interface SessionOptions {
  /** Files of a workspace on disk, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Record<string, unknown>;
  readonly engine?: Engine;
  /** False: no folder is open. */
  readonly folder?: boolean;
  /** The client reads files for the server, as in a browser. */
  readonly web?: boolean;
  /** The workspace is trusted, so that data files may be read. */
  readonly trusted?: boolean;
  /** The client measures, and this is what runs. */
  readonly measurer?: HostMeasurer;
  /** The client shows previews and disabled actions, and inserts cells, as ours does. */
  readonly appliesFixes?: boolean;
  /** What the editor says in its own language. */
  readonly translations?: Readonly<Record<string, string>>;
}

/** A rest so short that tests need not wait, and one that never comes. */
export const shortRest = 40;
export const noRest = 1_000_000;

export interface CellSpec {
  readonly text: string;
  readonly kind?: "code" | "markdown";
  readonly language?: string;
  readonly metadata?: Record<string, unknown>;
}

export async function startSession(options: SessionOptions = {}): Promise<Session> {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "holdout-lsp-"));
  const up = new PassThrough();
  const down = new PassThrough();
  const server = createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down));
  const asked = clientFiles((method, params) => server.sendRequest(method, params));
  startServer(server, {
    engine: async () => options.engine ?? fakeEngine,
    files: options.web ? asked : nodeFiles(asked),
    ...(!options.web && { dataFiles: nodeDataFiles }),
    ...(options.measurer && { measurer: options.measurer }),
    debounce: 5,
  });
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const session = new Session(client, folder, { delay: shortRest, ...options.settings });
  onTestFinished(async () => {
    await client.sendRequest("shutdown");
    client.dispose();
    server.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, text] of Object.entries(options.files ?? {})) session.write(name, text);
  await session.initialize(options);
  return session;
}

export class Session {
  /** Everything that was published, in order. */
  readonly published: PublishDiagnosticsParams[] = [];
  readonly statuses: StatusParams[] = [];
  readonly logs: string[] = [];
  readonly progress: { kind: string; message?: string; percentage?: number }[] = [];
  private readonly latest = new Map<string, Diagnostic[]>();
  private readonly texts = new Map<string, { version: number; text: string }>();
  private readonly cells = new Map<string, NotebookCell[]>();
  private made = 0;

  constructor(
    readonly client: ProtocolConnection,
    readonly folder: string,
    public settings: Record<string, unknown>,
  ) {
    client.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      this.latest.set(params.uri, params.diagnostics);
    });
    client.onNotification("holdout/status", (params: StatusParams) => void this.statuses.push(params));
    client.onNotification("window/logMessage", (params: { message: string }) => void this.logs.push(params.message));
    client.onNotification("$/progress", (params: { value: { kind: string } }) => void this.progress.push(params.value));
    client.onRequest("workspace/configuration", (params: { items: unknown[] }) => params.items.map(() => this.settings));
    client.onRequest("client/registerCapability", () => null);
    client.onRequest("window/workDoneProgress/create", () => null);
    client.onRequest("holdout/readFile", ({ uri }: { uri: string }) => fs.promises.readFile(new URL(uri), "utf8").catch(() => null));
    client.onRequest("holdout/findFiles", () =>
      fs
        .readdirSync(folder, { recursive: true })
        .filter((name) => /\.(py|ipynb)$/.test(String(name)))
        .map((name) => this.uri(String(name))),
    );
    client.listen();
  }

  async initialize({ folder, trusted = false, appliesFixes = false, measurer, translations }: SessionOptions): Promise<void> {
    const workspaceFolders = folder !== false ? [{ uri: this.uri(""), name: "w" }] : null;
    const workspace = { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } };
    const fixes = {
      workspace: { ...workspace, workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
      textDocument: { codeAction: { disabledSupport: true } },
    };
    await this.client.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      capabilities: { workspace, window: { workDoneProgress: true }, ...(appliesFixes && fixes) },
      workspaceFolders,
      initializationOptions: {
        trusted,
        appliesFixes,
        showsStatus: true,
        measures: measurer !== undefined,
        ...(translations && { translations }),
      },
    });
    await this.client.sendNotification("initialized", {});
  }

  uri(name: string): string {
    return pathToFileURL(path.join(this.folder, name)).toString().replace(/\/$/, "");
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }

  openScript(name: string, text: string, languageId = "python", uri = this.uri(name)): string {
    this.texts.set(uri, { version: 1, text });
    void this.client.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
    return uri;
  }

  closeScript(uri: string): void {
    void this.client.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  /** Returns the notebook's URI and those of its cells. */
  openNotebook(
    name: string,
    specs: readonly (CellSpec | string)[],
    notebookType = "jupyter-notebook",
    uri = this.uri(name),
  ): { notebook: string; cells: string[] } {
    const made = specs.map((spec) => this.makeCell(typeof spec === "string" ? { text: spec } : spec));
    const cells = made.map(({ cell }) => cell);
    this.cells.set(uri, [...cells]); // A message is written later than it is sent.
    const notebookDocument = { uri, notebookType, version: 1, cells };
    void this.client.sendNotification("notebookDocument/didOpen", { notebookDocument, cellTextDocuments: made.map(({ item }) => item) });
    return { notebook: uri, cells: cells.map((cell) => cell.document) };
  }

  closeNotebook(uri: string): void {
    void this.client.sendNotification("notebookDocument/didClose", {
      notebookDocument: { uri },
      cellTextDocuments: (this.cells.get(uri) ?? []).map((cell) => ({ uri: cell.document })),
    });
  }

  insertCell(notebook: string, at: number, spec: CellSpec): string {
    const { cell, item } = this.makeCell(spec);
    this.cells.get(notebook)?.splice(at, 0, cell);
    this.changeNotebook(notebook, { structure: { array: { start: at, deleteCount: 0, cells: [cell] }, didOpen: [item] } });
    return cell.document;
  }

  deleteCell(notebook: string, at: number): void {
    const [cell] = this.cells.get(notebook)?.splice(at, 1) ?? [];
    this.changeNotebook(notebook, { structure: { array: { start: at, deleteCount: 1 }, didClose: [{ uri: (cell as NotebookCell).document }] } });
  }

  /** As VS Code sends it: the stretch of cells that changed places, nothing opened and nothing closed. */
  moveCell(notebook: string, from: number, to: number): void {
    const cells = this.cells.get(notebook) as NotebookCell[];
    cells.splice(to, 0, ...cells.splice(from, 1));
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    this.changeNotebook(notebook, {
      structure: { array: { start: first, deleteCount: last - first + 1, cells: cells.slice(first, last + 1) }, didOpen: [], didClose: [] },
    });
  }

  changeNotebook(uri: string, cells: NonNullable<NotebookDocumentChangeEvent["cells"]>): void {
    void this.client.sendNotification("notebookDocument/didChange", { notebookDocument: { uri, version: ++this.made }, change: { cells } });
  }

  /** Replaces the first `before` in a text by `after`, as an incremental change. */
  edit(uri: string, before: string, after: string, notebook?: string): void {
    const { text, version } = this.texts.get(uri) as { text: string; version: number };
    const start = text.indexOf(before);
    if (start < 0) throw new Error(`no ${JSON.stringify(before)} in ${JSON.stringify(text)}`);
    const range = rangeOf({ start, end: start + before.length }, lineStarts(text));
    this.texts.set(uri, { version: version + 1, text: text.slice(0, start) + after + text.slice(start + before.length) });
    const document = { uri, version: version + 1 };
    const changes = [{ range, text: after }];
    if (notebook) this.changeNotebook(notebook, { textContent: [{ document, changes }] });
    else void this.client.sendNotification("textDocument/didChange", { textDocument: document, contentChanges: changes });
  }

  /** Messages of what the client shows for a text. */
  messages(uri: string): string[] {
    return (this.latest.get(uri) ?? []).map((diagnostic) => String(diagnostic.message));
  }

  diagnostics(uri: string): Diagnostic[] {
    return this.latest.get(uri) ?? [];
  }

  /** The words that the diagnostics of a text stand on. */
  marked(uri: string): string[] {
    const text = this.textOf(uri);
    const starts = lineStarts(text);
    return this.diagnostics(uri).map(({ range }) => text.slice(offsetAt(text, starts, range.start), offsetAt(text, starts, range.end)));
  }

  textOf(uri: string): string {
    return this.texts.get(uri)?.text ?? "";
  }

  async codeActions(uri: string, only?: string[]): Promise<CodeAction[]> {
    const diagnostics = only ? [] : this.diagnostics(uri);
    const start = { line: 0, character: 0 };
    if (only)
      return this.client.sendRequest("textDocument/codeAction", { textDocument: { uri }, range: { start, end: start }, context: { diagnostics, only } });
    return this.client.sendRequest("textDocument/codeAction", { textDocument: { uri }, range: diagnostics[0]?.range, context: { diagnostics } });
  }

  /** The text after an action's edits to it. */
  after(uri: string, action: CodeAction | undefined): string {
    const versioned = (action?.edit?.documentChanges as { textDocument: { uri: string }; edits: TextEdit[] }[] | undefined) ?? [];
    const edits =
      (action?.edit?.changes as Record<string, TextEdit[]> | undefined)?.[uri] ?? versioned.find((each) => each.textDocument.uri === uri)?.edits ?? [];
    return edits.reduceRight((text, { range, newText }) => {
      const starts = lineStarts(text);
      return text.slice(0, offsetAt(text, starts, range.start)) + newText + text.slice(offsetAt(text, starts, range.end));
    }, this.textOf(uri));
  }

  /** Waits until `holds`; the wait ends with the last state in the message. */
  async until(holds: () => boolean, what = holds.toString()): Promise<void> {
    const end = Date.now() + 10_000;
    while (!holds()) {
      if (Date.now() > end) throw new Error(`never: ${what}\n${JSON.stringify([...this.latest], null, 1)}\n${this.logs.join("\n")}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Waits for the next check of any document to be shown. */
  async nextStatus(): Promise<StatusParams> {
    const seen = this.statuses.length;
    await this.until(() => this.statuses.length > seen, "a status");
    return this.statuses[seen] as StatusParams;
  }

  /** The next `count` of them: two waits one after the other miss those that come together. */
  async nextStatuses(count: number): Promise<readonly StatusParams[]> {
    const seen = this.statuses.length;
    await this.until(() => this.statuses.length >= seen + count, `${count} statuses`);
    return this.statuses.slice(seen, seen + count);
  }

  private makeCell({ text, kind = "code", language = kind === "code" ? "python" : "markdown", metadata }: CellSpec): {
    cell: NotebookCell;
    item: TextDocumentItem;
  } {
    const uri = `vscode-notebook-cell:/w/n.ipynb#${++this.made}`;
    this.texts.set(uri, { version: 1, text });
    return { cell: { kind: kind === "code" ? 2 : 1, document: uri, ...(metadata && { metadata }) }, item: { uri, languageId: language, version: 1, text } };
  }
}

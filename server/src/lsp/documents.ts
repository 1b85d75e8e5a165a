/** All open scripts and notebooks, and which of them a text belongs to. */
import type {
  DidChangeNotebookDocumentParams,
  DidChangeTextDocumentParams,
  DidOpenNotebookDocumentParams,
  DidOpenTextDocumentParams,
} from "vscode-languageserver";
import { type SourceId, sourceId } from "../base/span.js";
import type { DocumentInput } from "../program/program.js";
import { changeNotebook, type NotebookState, notebookInput, openNotebook, type StoredCell } from "./notebooks.js";
import { applyChanges, type SyncedText, syncedText } from "./texts.js";
import { schemeOf } from "./uris.js";

/** A document as it is now, ready to be analysed. */
export interface DocumentView {
  readonly input: DocumentInput;
  /** Every synced text, those of markdown cells included. */
  readonly texts: ReadonlyMap<SourceId, SyncedText>;
  /** It is, or could be, a file: not untitled and not an interactive window. */
  readonly hasPlace: boolean;
}

export class Documents {
  private readonly scripts = new Map<string, SyncedText>();
  private readonly notebooks = new Map<string, NotebookState>();
  private readonly notebookOfCell = new Map<string, string>();

  /** `stored`: saved outputs of a notebook, by the text of the cell. */
  constructor(private readonly stored: (notebook: string) => (cellText: string) => StoredCell | undefined = () => () => undefined) {}

  openScript({ textDocument }: DidOpenTextDocumentParams): void {
    this.scripts.set(textDocument.uri, syncedText(textDocument));
  }

  changeScript({ textDocument, contentChanges }: DidChangeTextDocumentParams): void {
    const before = this.scripts.get(textDocument.uri);
    if (before) this.scripts.set(textDocument.uri, applyChanges(before, textDocument.version, contentChanges));
  }

  openNotebook(params: DidOpenNotebookDocumentParams): void {
    this.setNotebook(openNotebook(params));
  }

  changeNotebook(params: DidChangeNotebookDocumentParams): void {
    const before = this.notebooks.get(params.notebookDocument.uri);
    if (before) this.setNotebook(changeNotebook(before, params));
  }

  close(uri: string): void {
    this.scripts.delete(uri);
    this.notebooks.delete(uri);
    for (const [cell, notebook] of this.notebookOfCell) if (notebook === uri) this.notebookOfCell.delete(cell);
  }

  /** Every open document that can be checked. */
  uris(): string[] {
    return [...this.scripts.values()]
      .filter((script) => isPython(script))
      .map((script) => script.uri)
      .concat([...this.notebooks.keys()]);
  }

  /** The script or notebook that a text belongs to. */
  ownerOf(textUri: string): string | undefined {
    return this.notebookOfCell.get(textUri) ?? (this.scripts.has(textUri) ? textUri : undefined);
  }

  textOf(uri: string): SyncedText | undefined {
    return this.scripts.get(uri) ?? this.notebooks.get(this.notebookOfCell.get(uri) ?? "")?.texts.get(uri);
  }

  view(uri: string): DocumentView | undefined {
    const script = this.scripts.get(uri);
    if (script && isPython(script)) {
      const source = sourceId(uri);
      const input: DocumentInput = { path: uri, kind: "script", units: [{ source, text: script.text, cell: null }] };
      return { input, texts: new Map([[source, script]]), hasPlace: schemeOf(uri) !== "untitled" };
    }
    const notebook = this.notebooks.get(uri);
    if (!notebook) return undefined;
    const texts = new Map([...notebook.texts].map(([cell, text]) => [sourceId(cell), text]));
    const hasPlace = notebook.type !== "interactive" && !["untitled", "vscode-interactive"].includes(schemeOf(uri));
    return { input: notebookInput(notebook, this.stored(uri)), texts, hasPlace };
  }

  private setNotebook(state: NotebookState): void {
    for (const cell of this.notebooks.get(state.uri)?.texts.keys() ?? []) this.notebookOfCell.delete(cell);
    this.notebooks.set(state.uri, state);
    for (const cell of state.texts.keys()) this.notebookOfCell.set(cell, state.uri);
  }
}

const isPython = (script: SyncedText): boolean => script.languageId === "python";

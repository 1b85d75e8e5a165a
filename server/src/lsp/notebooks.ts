/**
 * The state of an open notebook, as a pure reducer over the notifications of the protocol. The helper of the protocol
 * library is not used: it never reports that a cell was only moved, and the order of cells is what we are about.
 */
import type {
  DidChangeNotebookDocumentParams,
  DidOpenNotebookDocumentParams,
  LSPObject,
  NotebookCell,
  NotebookCellArrayChange,
  NotebookDocumentChangeEvent,
  TextDocumentItem,
} from "vscode-languageserver";
import { sourceId } from "../base/span.js";
import type { DocumentInput, UnitInput } from "../program/program.js";
import { applyChanges, type SyncedText, syncedText } from "./texts.js";

export interface NotebookState {
  readonly uri: string;
  readonly type: string;
  readonly version: number;
  readonly metadata: LSPObject | undefined;
  readonly cells: readonly NotebookCell[];
  /** Texts of the cells, by URI. */
  readonly texts: ReadonlyMap<string, SyncedText>;
}

export function openNotebook({ notebookDocument, cellTextDocuments }: DidOpenNotebookDocumentParams): NotebookState {
  const { uri, notebookType, version, metadata, cells } = notebookDocument;
  return { uri, type: notebookType, version, metadata, cells, texts: withTexts(new Map(), cellTextDocuments) };
}

export function changeNotebook(state: NotebookState, { notebookDocument, change }: DidChangeNotebookDocumentParams): NotebookState {
  const metadata = change.metadata === undefined ? state.metadata : (change.metadata ?? undefined);
  return changeCells({ ...state, version: notebookDocument.version, metadata }, change.cells ?? {});
}

function changeCells(state: NotebookState, { structure, data, textContent }: NonNullable<NotebookDocumentChangeEvent["cells"]>): NotebookState {
  let { cells, texts } = state;
  if (structure) {
    cells = splice(cells, structure.array);
    texts = withTexts(withoutLost(texts, cells), structure.didOpen ?? []);
  }
  if (data) {
    const fresh = new Map(data.map((cell) => [cell.document, cell]));
    cells = cells.map((cell) => fresh.get(cell.document) ?? cell);
  }
  for (const { document, changes } of textContent ?? []) {
    const before = texts.get(document.uri);
    if (before) texts = new Map(texts).set(document.uri, applyChanges(before, document.version, changes));
  }
  return { ...state, cells, texts };
}

function splice(cells: readonly NotebookCell[], { start, deleteCount, cells: added = [] }: NotebookCellArrayChange): NotebookCell[] {
  return [...cells.slice(0, start), ...added, ...cells.slice(start + deleteCount)];
}

function withTexts(texts: ReadonlyMap<string, SyncedText>, opened: readonly TextDocumentItem[]): Map<string, SyncedText> {
  return new Map([...texts, ...opened.map((item) => [item.uri, syncedText(item)] as const)]);
}

/** A move names the moved cell neither as opened nor as closed, so what is lost follows from the cells that remain. */
function withoutLost(texts: ReadonlyMap<string, SyncedText>, cells: readonly NotebookCell[]): Map<string, SyncedText> {
  const kept = new Set(cells.map((cell) => cell.document));
  return new Map([...texts].filter(([uri]) => kept.has(uri)));
}

const codeCell = 2;

/** What the file on disk knows of a cell beyond its text. */
export interface StoredCell {
  readonly executionCount: number | null;
  readonly outputs: readonly string[];
  readonly id?: string | undefined;
}

/** The notebook as the analysis wants it. `stored` finds saved outputs by a cell's text. */
export function notebookInput(state: NotebookState, stored: (text: string) => StoredCell | undefined = () => undefined): DocumentInput {
  const python = isMostlyPython(state);
  const units = state.cells.flatMap((cell, index): UnitInput[] => {
    const text = state.texts.get(cell.document);
    if (cell.kind !== codeCell || !text) return [];
    const saved = stored(text.text);
    const executionCount = cell.executionSummary?.executionOrder ?? executionCountOf(cell.metadata) ?? saved?.executionCount ?? null;
    // A guessed language, as in notebook/ipynb.ts: what the kernel has run is in the kernel's language.
    if (text.languageId !== "python" && (executionCount === null || !python)) return [];
    const id = idOf(cell.metadata) ?? saved?.id;
    const outputs = saved?.outputs ?? [];
    return [{ source: sourceId(cell.document), text: text.text, cell: index + 1, ...(id && { id }), executionCount, outputs, tags: tagsOf(cell.metadata) }];
  });
  return { path: state.uri, kind: "notebook", units };
}

/** The kernel's language is not sent; most of its cells tell it. */
function isMostlyPython(state: NotebookState): boolean {
  const code = state.cells.filter((cell) => cell.kind === codeCell);
  return 2 * code.filter((cell) => state.texts.get(cell.document)?.languageId === "python").length > code.length;
}

const inside = (value: unknown, key: string): unknown => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined);

function executionCountOf(metadata: unknown): number | undefined {
  const count = inside(metadata, "execution_count");
  return typeof count === "number" ? count : undefined;
}

/** The name that the file gives to a cell. */
function idOf(metadata: unknown): string | undefined {
  const id = inside(metadata, "id") ?? inside(inside(metadata, "custom"), "id");
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** Editors nest the metadata of the file at different depths. */
function tagsOf(metadata: unknown): string[] {
  const homes = [inside(metadata, "metadata"), inside(inside(metadata, "custom"), "metadata"), metadata];
  const tags = homes.map((home) => inside(home, "tags")).find(Array.isArray);
  return (tags ?? []).filter((tag): tag is string => typeof tag === "string");
}

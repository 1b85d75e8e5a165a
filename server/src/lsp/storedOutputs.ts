/** Outputs that a notebook's file holds. The protocol does not carry them, so they are read from the file and matched by the text of the cell. */
import { readDocument } from "../report/readDocument.js";
import type { HostFiles } from "./host.js";
import type { StoredCell } from "./notebooks.js";
import { isNotebookUri } from "./uris.js";

export class StoredOutputs {
  private readonly cells = new Map<string, ReadonlyMap<string, StoredCell>>();

  constructor(private readonly files: HostFiles) {}

  of(notebook: string): (cellText: string) => StoredCell | undefined {
    const cells = this.cells.get(notebook);
    return (text) => cells?.get(text.replace(/\r\n?/g, "\n"));
  }

  async load(notebook: string): Promise<void> {
    if (!isNotebookUri(notebook)) return;
    const text = await this.files.read(notebook).catch(() => null);
    const document = text === null ? null : readDocument(text, notebook);
    if (!document?.ok) return;
    const stored = document.input.units.map(
      ({ text: cell, executionCount, outputs, id }) =>
        [cell.replace(/\r\n?/g, "\n"), { executionCount: executionCount ?? null, outputs: outputs ?? [], id }] as const,
    );
    this.cells.set(notebook, new Map(stored));
  }

  forget(notebook: string): void {
    this.cells.delete(notebook);
  }
}

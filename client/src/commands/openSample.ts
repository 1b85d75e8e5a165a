import { NotebookCellData, NotebookCellKind, NotebookData, Uri, window, workspace } from "vscode";

/** As much of nbformat 4 as the sample needs. */
interface SampleCell {
  readonly cell_type: "code" | "markdown";
  readonly source: readonly string[];
}

/**
 * Opens the sample notebook that came with the extension, as an untitled copy: nothing is written anywhere until somebody saves it.
 * Its stored outputs are left out, because remote hosts of VS Code lose their bytes on the way into an untitled notebook.
 */
export async function openSample(extension: Uri): Promise<void> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extension, "examples", "churn.ipynb"));
  const { cells } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly cells: readonly SampleCell[] };
  const notebook = await workspace.openNotebookDocument("jupyter-notebook", new NotebookData(cells.map(cellOf)));
  await window.showNotebookDocument(notebook);
}

function cellOf({ cell_type, source }: SampleCell): NotebookCellData {
  const isCode = cell_type === "code";
  return new NotebookCellData(isCode ? NotebookCellKind.Code : NotebookCellKind.Markup, source.join(""), isCode ? "python" : "markdown");
}

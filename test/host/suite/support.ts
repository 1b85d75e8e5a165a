import * as assert from "node:assert";
import * as path from "node:path";
import * as vscode from "vscode";

interface Choice {
  data: { paths: string[] };
  name: string;
  origin: string;
}

interface HoldoutApi {
  drift: {
    open(): void;
    exportReport(format: string, target: vscode.Uri): Promise<void>;
    panel: {
      take(side: "reference" | "current", choice: Choice): void;
      compare(): Promise<void>;
      cancel(): void;
      state: { report: unknown; problem: { reason: string; message: string } | null; running: unknown; stale: string | null; unavailable: string | null };
    };
  };
  statusOf(uri: vscode.Uri): string | undefined;
}

export const holdout = (): vscode.Extension<HoldoutApi> => {
  const extension = vscode.extensions.getExtension<HoldoutApi>("holdout.holdout");
  assert.ok(extension, "Holdout is not installed in this VS Code");
  return extension;
};

export const fileOf = (name: string): vscode.Uri => {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "the tests need their workspace folder");
  return vscode.Uri.joinPath(folder.uri, name);
};

export async function openScript(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(fileOf(name));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

let copies = 0;

/** A copy under a new name: an edited notebook that was closed can come back with its edits, whatever is on disk. */
export async function openCopyOf(name: string): Promise<vscode.NotebookDocument> {
  const copy = fileOf(`copy-${++copies}-of-${name}`);
  await vscode.workspace.fs.copy(fileOf(name), copy);
  const notebook = await vscode.workspace.openNotebookDocument(copy);
  await vscode.window.showNotebookDocument(notebook, { preview: false });
  return notebook;
}

/** Drops what a test has edited, so that the next one begins with the files as they are on disk. */
export async function closeAll(): Promise<void> {
  for (const tab of vscode.window.tabGroups.all.flatMap((group) => group.tabs)) {
    if (tab.isDirty) {
      const { input } = tab;
      if (input instanceof vscode.TabInputText) await vscode.window.showTextDocument(input.uri);
      else if (input instanceof vscode.TabInputNotebook) await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(input.uri));
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    } else await vscode.window.tabGroups.close(tab);
  }
}

/** Holdout's findings in a script or cell, as "CODE text-under-the-squiggle". */
export function findings(document: vscode.TextDocument): string[] {
  return diagnostics(document.uri).map((found) => `${codeOf(found)} ${document.getText(found.range)}`);
}

export const diagnostics = (uri: vscode.Uri): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter((found) => /^HLD\d{3}$/.test(codeOf(found)));

export const diagnosticsOf = (uri: vscode.Uri, code: string): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter((found) => codeOf(found) === code);

const codeOf = ({ code }: vscode.Diagnostic) => String(typeof code === "object" ? code.value : code);

/** Waits until `read` gives exactly `expected`; says what it gave instead. */
export async function eventually<T>(read: () => T | Promise<T>, expected: T, what: string, ms = 15_000): Promise<void> {
  const last = await waitFor(read, (value) => isEqual(value, expected), ms);
  assert.deepStrictEqual(last, expected, what);
}

/** The first value that `accept` likes, or the last one read before time was up. */
export async function waitFor<T>(read: () => T | Promise<T>, accept: (value: T) => boolean, ms = 15_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await read();
    if (accept(value) || Date.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function isEqual(a: unknown, b: unknown): boolean {
  try {
    assert.deepStrictEqual(a, b);
    return true;
  } catch {
    return false;
  }
}

/** Changes the text of a document without saving it. */
export async function replace(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const start = document.getText().indexOf(before);
  assert.ok(start >= 0, `${path.basename(document.uri.path)} has no "${before}"`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + before.length)), after);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

export async function editCells(notebook: vscode.NotebookDocument, edit: vscode.NotebookEdit): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.set(notebook.uri, [edit]);
  assert.ok(await vscode.workspace.applyEdit(change));
}

/** The cell that holds this text; cells move, so it is looked up each time. */
export function cellWith(notebook: vscode.NotebookDocument, text: string): vscode.NotebookCell {
  const cell = notebook.getCells().find((one) => one.document.getText().includes(text));
  assert.ok(cell, `no cell has "${text}"`);
  return cell;
}

/** All findings of a notebook, in cell order. */
export const notebookFindings = (notebook: vscode.NotebookDocument): string[] => notebook.getCells().flatMap((cell) => findings(cell.document));

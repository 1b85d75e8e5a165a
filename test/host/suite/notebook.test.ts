import * as assert from "node:assert";
import * as vscode from "vscode";
import { cellWith, closeAll, diagnostics, editCells, eventually, findings, holdout, notebookFindings, openCopyOf, replace } from "./support";

const leak = ["HLD101 fit_transform"];
const scaling = "X = StandardScaler().fit_transform(X)";

describe("a notebook", () => {
  let notebook: vscode.NotebookDocument;

  beforeEach(async () => {
    notebook = await openCopyOf("leaky.ipynb");
    await eventually(() => notebookFindings(notebook), leak, "findings of leaky.ipynb");
  });
  afterEach(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(notebook.uri);
  });

  it("shows the leak in the cell at fault, its steps in the cells they happen in", () => {
    const cell = cellWith(notebook, scaling);
    assert.deepStrictEqual(findings(cell.document), leak);
    const steps = diagnostics(cell.document.uri)[0]?.relatedInformation?.map(({ location }) => location.uri.toString()) ?? [];
    assert.ok(steps.includes(cellWith(notebook, "train_test_split(").document.uri.toString()), "a step in the cell of the split");
  });

  it("has a language status of its own", async () => {
    await eventually(() => holdout().exports.statusOf(notebook.uri), "1 evaluation checked, 1 finding", "status of leaky.ipynb");
  });

  it("tells on hover in a cell which rows a variable holds", async () => {
    const { document } = cellWith(notebook, "LogisticRegression().fit");
    const at = document.positionAt(document.getText().indexOf("X_test"));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, at);
    assert.match(hovers.flatMap((hover) => hover.contents.map((part) => (typeof part === "string" ? part : part.value))).join("\n"), /rows/i);
  });

  it("obeys a directive in the cell", async () => {
    const { document } = cellWith(notebook, scaling);
    await replace(document, scaling, `${scaling}  # holdout: ignore[preprocessing-before-split]`);
    await eventually(() => notebookFindings(notebook), [], "with the directive");
  });

  it("follows the deletion of a cell and its return", async () => {
    const { index } = cellWith(notebook, scaling);
    await editCells(notebook, vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(index, index + 1)));
    await eventually(() => notebookFindings(notebook), [], "without the scaling cell");
    await insertCode(index, scaling);
    await eventually(() => notebookFindings(notebook), leak, "with it again");
  });

  it("follows an inserted cell: the columns are read anew, so nothing scaled is left", async () => {
    await insertCode(cellWith(notebook, "train_test_split(").index, 'X = people.drop(columns="label")');
    await eventually(() => notebookFindings(notebook), [], "with the columns read anew before the split");
  });

  it("follows a cell that is moved below the split and back", async () => {
    await moveCell(cellWith(notebook, scaling).index, "Down");
    assert.ok(cellWith(notebook, scaling).index > cellWith(notebook, "train_test_split(").index, "the cell has moved");
    await eventually(() => notebookFindings(notebook), [], "scaled after the split, never used");
    await moveCell(cellWith(notebook, scaling).index, "Up");
    await eventually(() => notebookFindings(notebook), leak, "scaled before the split");
  });

  async function insertCode(index: number, text: string): Promise<void> {
    await editCells(notebook, vscode.NotebookEdit.insertCells(index, [new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, "python")]));
  }

  /** With the editor's own command, because a move is not the same message to the server as a deletion and an insertion. */
  async function moveCell(index: number, direction: "Up" | "Down"): Promise<void> {
    const editor = await vscode.window.showNotebookDocument(notebook, { preview: false });
    editor.selections = [new vscode.NotebookRange(index, index + 1)];
    await eventually(() => editor.selections[0]?.start, index, "the selected cell");
    await vscode.commands.executeCommand(`notebook.cell.move${direction}`);
  }
});

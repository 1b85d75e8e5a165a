import * as assert from "node:assert";
import * as vscode from "vscode";
import { cellWith, closeAll, diagnostics, eventually, fileOf, findings, isEqual, notebookFindings, openCopyOf, openScript, waitFor } from "./support";

const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(command, ...args);

describe("a fix in a script", () => {
  afterEach(closeAll);

  it("that is safe is applied by the key for automatic fixes, and taken back by one undo", async () => {
    const script = await openScript("fixable.py");
    await eventually(() => findings(script), ["HLD111 fit_transform", "HLD304 precision_score"], "findings of fixable.py");
    const before = script.getText();
    putCursor(script);
    await run("editor.action.autoFix");
    await eventually(() => script.lineAt(11).text, "B = scaler.transform(X_test)  # the same scale", "the fixed line");
    await eventually(() => findings(script), ["HLD304 precision_score"], "what is left");
    await run("undo");
    assert.strictEqual(script.getText(), before);
  });

  it("that is not safe is shown first, applied from the preview, and taken back by one undo", async () => {
    const script = await openScript("overlap.py");
    await eventually(() => findings(script), ["HLD106 fit"], "findings of overlap.py");
    const before = script.getText();
    putCursor(script);
    // Ctrl+. and Enter show the fix; Escape discards it, Enter applies it.
    const pick = async (command: string) => {
      await vscode.window.showTextDocument(script);
      await run("editor.action.quickFix");
      await press("acceptSelectedCodeAction", () => tabs(), ["overlap.py", "Train on the training part"], "the preview");
      assert.strictEqual(script.getText(), before, "nothing before it is confirmed");
      await press(command, () => tabs(), ["overlap.py"], "the preview is closed");
    };
    await pick("workbench.action.closeQuickOpen");
    assert.strictEqual(script.getText(), before, "discarded");
    await pick("workbench.action.acceptSelectedQuickOpenItem");
    await eventually(() => script.getText(), before.replace("fit(X, y)", "fit(X_train, y_train)"), "after the preview");
    await eventually(() => findings(script), [], "cured");
    await vscode.window.showTextDocument(script);
    await run("undo");
    assert.strictEqual(script.getText(), before);
  });

  it("comes with saving where the settings say so", async () => {
    const copy = fileOf("saved.py");
    await vscode.workspace.fs.copy(fileOf("fixable.py"), copy, { overwrite: true });
    const settings = vscode.workspace.getConfiguration("editor");
    await settings.update("codeActionsOnSave", { "source.fixAll.holdout": "explicit" }, vscode.ConfigurationTarget.Workspace);
    try {
      const script = await openScript("saved.py");
      await eventually(() => findings(script).length, 2, "findings of saved.py");
      await run("workbench.action.files.save");
      await eventually(() => findings(script), [], "after saving");
      const text = script.getText();
      assert.match(text, /B = scaler\.transform\(X_test\)/);
      assert.match(text, /precision_score\(y_test, model\.predict\(B\)\)/);
    } finally {
      await settings.update("codeActionsOnSave", undefined, vscode.ConfigurationTarget.Workspace);
      await vscode.workspace.fs.delete(copy);
    }
  });
});

describe("a fix in a notebook", () => {
  let notebook: vscode.NotebookDocument;
  afterEach(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(notebook.uri);
  });

  const texts = () => notebook.getCells().map((cell) => cell.document.getText());

  it("changes several cells, and one undo takes all of it back", async () => {
    notebook = await openCopyOf("across.ipynb");
    await eventually(() => notebookFindings(notebook), ["HLD111 fit_transform"], "findings of across.ipynb");
    const before = texts();
    const fix = (await actionsFor(cellWith(notebook, "fit_transform(X_test)").document)).find(({ title }) => /^Fit one transformer/.test(title));
    assert.ok(fix?.command, "the fix is offered");
    const applied = run(fix.command.command, ...(fix.command.arguments ?? []));
    await eventually(() => tabs().length, 2, "the preview of two cells");
    let result: unknown;
    void applied.then((value) => {
      result = value;
    });
    await press("workbench.action.acceptSelectedQuickOpenItem", () => result, true, "the fix is applied");
    await eventually(() => notebookFindings(notebook), [], "cured");
    assert.match(
      texts().join("\n"),
      /standard_scaler = StandardScaler\(\)\nA = standard_scaler\.fit_transform\(X_train\)\nB = standard_scaler\.transform\(X_test\)/,
    );
    await undoIn(notebook, 4);
    await eventually(texts, before, "after one undo");
  });

  it("may insert a cell in the same step", async () => {
    notebook = await openCopyOf("across.ipynb");
    await eventually(() => notebookFindings(notebook), ["HLD111 fit_transform"], "findings of across.ipynb");
    const before = texts();
    const { document, index } = cellWith(notebook, "fit_transform(X_test)");
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const edits = [{ uri: document.uri.toString(), version: document.version, range, newText: "C" }];
    const fix = { title: "Insert", confirm: false, document: notebook.uri.toString(), edits, cells: [{ index, text: "x = 1" }] };
    assert.strictEqual(await run("holdout.applyFix", fix), true);
    await eventually(() => notebook.cellCount, before.length + 1, "cells");
    assert.deepStrictEqual(texts().slice(index, index + 2), ["x = 1", "C = StandardScaler().fit_transform(X_test)"]);
    assert.strictEqual(await run("holdout.applyFix", fix), false, "made for a text that is no longer there");
    await undoIn(notebook, index + 1);
    await eventually(texts, before, "after one undo");
  });

  it("comes with saving, although the first cell is text", async () => {
    const settings = vscode.workspace.getConfiguration("notebook");
    await settings.update("codeActionsOnSave", { "notebook.source.fixAll.holdout": "explicit" }, vscode.ConfigurationTarget.Workspace);
    try {
      notebook = await openCopyOf("safe.ipynb");
      await eventually(() => notebookFindings(notebook), ["HLD111 fit_transform", "HLD304 precision_score"], "findings of safe.ipynb");
      // The editor gives up what a save asks for when the machine is busy, and asks again at the next.
      for (let tries = 0; tries < 3 && notebookFindings(notebook).length > 0; tries++) {
        const edit = new vscode.WorkspaceEdit();
        edit.insert(notebook.cellAt(0).document.uri, new vscode.Position(0, 0), "# ");
        assert.ok(await vscode.workspace.applyEdit(edit));
        await run("workbench.action.files.save");
        await waitFor(
          () => notebookFindings(notebook),
          (found) => found.length === 0,
        );
      }
      await eventually(() => notebookFindings(notebook), [], "after saving");
      assert.match(texts().join("\n"), /B = scaler\.transform\(X_test\)/);
    } finally {
      await settings.update("codeActionsOnSave", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});

function putCursor(script: vscode.TextDocument): void {
  const editor = vscode.window.activeTextEditor;
  assert.strictEqual(editor?.document, script);
  const at = diagnostics(script.uri)[0]?.range.start;
  assert.ok(at);
  editor.selection = new vscode.Selection(at, at);
}

const actionsFor = async (document: vscode.TextDocument): Promise<vscode.CodeAction[]> =>
  vscode.commands.executeCommand(
    "vscode.executeCodeActionProvider",
    document.uri,
    diagnostics(document.uri)[0]?.range ?? new vscode.Range(0, 0, 0, 0),
    undefined,
    20,
  );

const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));

/** Menus and questions have to be on the screen before a key means something to them. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 1000));

/** Presses a key's command until it has done its work: before the menu or question is on the screen it does nothing, and on a busy machine that takes a while. */
async function press<T>(command: string, read: () => T, expected: T, what: string): Promise<void> {
  await pause();
  await eventually(
    async () => {
      if (!isEqual(read(), expected)) {
        await run(command);
        await pause();
      }
      return read();
    },
    expected,
    what,
  );
}

/** One undo, with the cursor in this cell. */
async function undoIn(notebook: vscode.NotebookDocument, index: number): Promise<void> {
  const editor = await vscode.window.showNotebookDocument(notebook, { preview: false });
  editor.selection = new vscode.NotebookRange(index, index + 1);
  await run("notebook.cell.edit");
  await pause();
  await run("undo");
}

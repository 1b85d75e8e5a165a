import * as assert from "node:assert";
import * as vscode from "vscode";
import { closeAll, eventually, findings, holdout, openCopyOf, openScript, waitFor } from "./support";

interface Shown {
  readonly title: string;
  readonly html: string;
}
const lastView = (): Shown | undefined => (holdout().exports as unknown as { lastView(): Shown | undefined }).lastView();

const view = (title: RegExp): Promise<Shown | undefined> => waitFor(lastView, (shown) => shown !== undefined && title.test(shown.title));

describe("views", () => {
  afterEach(closeAll);

  it("report on a script: what each evaluation is worth, behind a strict policy", async () => {
    const script = await openScript("leaky.py");
    await vscode.commands.executeCommand("holdout.showReport", script.uri);
    const shown = await view(/^Report: leaky\.py$/);
    assert.match(shown?.html ?? "", /1 evaluation: 1 <strong class="tag bad">optimistic<\/strong>/);
    assert.match(shown?.html ?? "", /HLD101/);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(shown?.html ?? "")?.[1] ?? "";
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    const labels = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
    assert.ok((await waitFor(labels, (all) => all.includes("Report: leaky.py"))).includes("Report: leaky.py"), labels().join("; "));
  });

  it("report on the whole workspace, files that are not open included", async () => {
    await vscode.commands.executeCommand("holdout.showReport", "workspace");
    const shown = await view(/^Report: the workspace$/);
    for (const name of ["leaky.py", "clean.py", "leaky.ipynb", "unopened.py"]) assert.ok(shown?.html.includes(name), `${name} is in the report`);
  });

  it("draw the map of a notebook with its leak, as a drawing and in words", async () => {
    const notebook = await openCopyOf("leaky.ipynb");
    await vscode.commands.executeCommand("holdout.showMap", notebook.uri);
    const shown = await view(/^Map: /);
    assert.match(shown?.html ?? "", /<svg[^>]*class="map"/);
    assert.match(shown?.html ?? "", /class="edge leak"/);
    assert.match(shown?.html ?? "", /data-cell="\d+"/);
    assert.match(shown?.html ?? "", /The same in words/);
  });

  it("explain the finding under the cursor with the line of each step", async () => {
    const script = await openScript("leaky.py");
    await eventually(() => findings(script), ["HLD101 fit_transform"], "findings of leaky.py");
    const at = script.positionAt(script.getText().indexOf("fit_transform"));
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand("holdout.explainFinding");
    const shown = await view(/^Explain/);
    assert.match(shown?.html ?? "", /How the rows got there/);
    assert.match(shown?.html ?? "", /train_test_split/);
  });

  it("look for evidence of readiness in the whole workspace", async () => {
    await vscode.commands.executeCommand("holdout.checkReadiness");
    const shown = await view(/^Readiness$/);
    assert.match(shown?.html ?? "", /Out-of-sample validation/);
    assert.match(shown?.html ?? "", /no evidence found/);
  });

  it("draft a model card that is not saved over anything", async () => {
    const script = await openScript("leaky.py");
    await vscode.commands.executeCommand("holdout.writeModelCard", script.uri);
    const card = await waitFor(
      () => vscode.window.activeTextEditor?.document,
      (document) => document?.uri.path.endsWith("MODEL_CARD.md") ?? false,
    );
    assert.match(card?.getText() ?? "", /StandardScaler/);
    assert.match(card?.getText() ?? "", /_To be written: /);
  });

  it("show rows beside names when they are turned on, and sizes above splits", async () => {
    const script = await openScript("leaky.py");
    await eventually(() => findings(script), ["HLD101 fit_transform"], "findings of leaky.py");
    const whole = new vscode.Range(0, 0, script.lineCount, 0);
    const hints = async () => {
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>("vscode.executeInlayHintProvider", script.uri, whole);
      return found.map(({ label }) => (typeof label === "string" ? label : label.map((part) => part.value).join("")));
    };
    assert.deepStrictEqual(await hints(), [], "off by default");
    await vscode.commands.executeCommand("holdout.toggleRowHints");
    const shown = await waitFor(hints, (list) => list.length > 0);
    await vscode.commands.executeCommand("holdout.toggleRowHints");
    assert.ok(shown.includes("train, learned from all rows"), shown.join("; "));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", script.uri, 10);
    assert.match(lenses.map((lens) => lens.command?.title).join("; "), /at random/);
  });
});

import * as assert from "node:assert";
import * as vscode from "vscode";
import { closeAll, diagnostics, eventually, findings, holdout, openScript, replace, waitFor } from "./support";

const leak = ["HLD101 fit_transform"];

describe("a script", () => {
  afterEach(closeAll);

  it("shows a leak on the call at fault, with the way of the rows and a link to the rule", async () => {
    const script = await openScript("leaky.py");
    await eventually(() => findings(script), leak, "findings of leaky.py");
    const [found] = diagnostics(script.uri);
    assert.strictEqual(found?.severity, vscode.DiagnosticSeverity.Warning);
    const lines = found.relatedInformation?.map((step) => step.location.range.start.line) ?? [];
    assert.ok(lines.includes(8) && lines.includes(9), `steps on the lines of the scaler and of the split, not ${lines}`);
    assert.ok(typeof found.code === "object" && /HLD101/.test(found.code.target.toString()), "links to the page of the rule");
  });

  it("stays silent on a sound script, and says that it was checked", async () => {
    const script = await openScript("clean.py");
    const { exports } = holdout();
    await eventually(() => exports.statusOf(script.uri), "1 evaluation checked", "status of clean.py");
    assert.deepStrictEqual(findings(script), []);
  });

  it("counts findings in the language status", async () => {
    const script = await openScript("leaky.py");
    await eventually(() => holdout().exports.statusOf(script.uri), "1 evaluation checked, 1 finding", "status of leaky.py");
  });

  it("tells on hover which rows a variable holds", async () => {
    const script = await openScript("leaky.py");
    await eventually(() => findings(script), leak, "findings of leaky.py");
    const at = script.positionAt(script.getText().indexOf("X_test"));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", script.uri, at);
    const text = hovers.flatMap((hover) => hover.contents.map((part) => (typeof part === "string" ? part : part.value))).join("\n");
    assert.match(text, /rows/i);
    assert.match(text, /test/i);
  });

  it("loses its squiggle to a directive and gets it back without", async () => {
    const script = await openScript("leaky.py");
    await eventually(() => findings(script), leak, "before");
    await replace(script, "fit_transform(X)\n", "fit_transform(X)  # holdout: ignore[HLD101]\n");
    await eventually(() => findings(script), [], "with the directive");
    await replace(script, "  # holdout: ignore[HLD101]", "");
    await eventually(() => findings(script), leak, "without it");
  });

  it("is silenced by the quick fix that ignores the line", async () => {
    const script = await openScript("leaky.py");
    await eventually(() => findings(script), leak, "before");
    const range = diagnostics(script.uri)[0]?.range;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", script.uri, range, undefined, 20);
    const ignore = actions.find(({ title }) => /HLD101/.test(title) && /line/i.test(title));
    assert.ok(ignore, `one of ${actions.map(({ title }) => title)}`);
    if (ignore.edit) await vscode.workspace.applyEdit(ignore.edit);
    if (ignore.command) await vscode.commands.executeCommand(ignore.command.command, ...(ignore.command.arguments ?? []));
    await eventually(() => findings(script), [], "after the quick fix");
    assert.match(script.lineAt(8).text, /holdout: ignore\[HLD101\]/);
  });

  it("shows a new leak while it is typed and drops it when it is cured", async () => {
    const script = await openScript("clean.py");
    await waitFor(
      () => holdout().exports.statusOf(script.uri),
      (status) => status !== undefined,
    );
    await replace(script, 'y = people["label"]\n', 'y = people["label"]\nX = StandardScaler().fit_transform(X)\n');
    await eventually(() => findings(script), leak, "with the scaler before the split");
    await replace(script, "X = StandardScaler().fit_transform(X)\n", "");
    await eventually(() => findings(script), [], "without it");
  });
});

import * as assert from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { closeAll, holdout, notebookFindings, waitFor } from "./support";

describe("the first minutes", () => {
  afterEach(closeAll);

  it("open the sample as a copy in which much is found", async () => {
    await vscode.commands.executeCommand("holdout.openSample");
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    assert.ok(notebook?.isUntitled, "an untitled notebook");
    const found = await waitFor(
      () => notebookFindings(notebook).map((finding) => finding.split(" ")[0] ?? ""),
      (codes) => new Set(codes).size > 2,
    );
    for (const code of ["HLD101", "HLD201"]) assert.ok(found.includes(code), found.join(", "));
  });

  it("have a walkthrough whose pictures ship and take their colours from the theme", () => {
    const { extensionPath, packageJSON } = holdout();
    const [walkthrough] = packageJSON.contributes.walkthroughs;
    assert.strictEqual(walkthrough.steps.length, 4);
    for (const { media, title } of walkthrough.steps) {
      assert.doesNotMatch(title, /%/);
      const svg = fs.readFileSync(path.join(extensionPath, media.svg), "utf8");
      assert.match(svg, /var\(--vscode-editor-background/);
      assert.doesNotMatch(svg, /<script|href=/);
    }
    const open = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
    assert.deepStrictEqual(
      open.filter((label) => /welcome|get started/i.test(label)),
      [],
      "nothing has opened by itself",
    );
  });
});

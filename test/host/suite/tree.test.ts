import * as assert from "node:assert";
import * as vscode from "vscode";
import { closeAll, eventually, findings, holdout, openScript } from "./support";

const groups = () => (holdout().exports as unknown as { findings(): { label: string; count: number }[] }).findings();

describe("the findings tree", () => {
  afterEach(closeAll);

  it("stands below rules, and below files when it is asked to", async () => {
    await holdout().activate();
    const script = await openScript("leaky.py");
    await eventually(() => findings(script), ["HLD101 fit_transform"], "findings of leaky.py");
    assert.ok(
      groups().some(({ label, count }) => label === "HLD101" && count > 0),
      JSON.stringify(groups()),
    );
    await vscode.commands.executeCommand("holdout.groupFindings");
    assert.ok(
      groups().some(({ label }) => label.endsWith("leaky.py")),
      JSON.stringify(groups()),
    );
    await vscode.commands.executeCommand("holdout.groupFindings");
  });
});

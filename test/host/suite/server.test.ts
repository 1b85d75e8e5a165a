import * as assert from "node:assert";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as vscode from "vscode";
import { closeAll, diagnostics, eventually, fileOf, findings, holdout, openScript, replace, waitFor } from "./support";

const leak = ["HLD101 fit_transform"];

describe("the extension", () => {
  afterEach(closeAll);

  it("brings its commands", async () => {
    await holdout().activate();
    const commands = new Set(await vscode.commands.getCommands(true));
    const declared: { command: string }[] = holdout().packageJSON.contributes.commands;
    assert.deepStrictEqual(
      declared.map(({ command }) => command).filter((command) => !commands.has(command)),
      [],
    );
  });

  it("heeds a changed setting at once", async () => {
    const script = await openScript("leaky.py");
    await eventually(() => findings(script), leak, "before");
    const settings = vscode.workspace.getConfiguration("holdout");
    try {
      await settings.update("ignore", ["HLD101"], vscode.ConfigurationTarget.Workspace);
      await eventually(() => findings(script), [], "with HLD101 ignored");
      await settings.update("ignore", undefined, vscode.ConfigurationTarget.Workspace);
      await settings.update("severity", { HLD101: "error" }, vscode.ConfigurationTarget.Workspace);
      await eventually(() => diagnostics(script.uri).map(({ severity }) => severity), [vscode.DiagnosticSeverity.Error], "with another severity");
    } finally {
      await settings.update("ignore", undefined, vscode.ConfigurationTarget.Workspace);
      await settings.update("severity", undefined, vscode.ConfigurationTarget.Workspace);
    }
    await eventually(() => diagnostics(script.uri).map(({ severity }) => severity), [vscode.DiagnosticSeverity.Warning], "with the settings as they were");
  });

  it("checks files that are not open when asked to check the workspace", async () => {
    assert.deepStrictEqual(diagnostics(fileOf("unopened.py")), [], "nobody has opened it");
    const result = await vscode.commands.executeCommand<{ files: number; findings: number }>("holdout.checkWorkspace");
    assert.ok(result && result.files >= 4, `scripts and the notebook were checked: ${JSON.stringify(result)}`);
    await eventually(() => diagnostics(fileOf("unopened.py")).length, 1, "findings of unopened.py");
  });

  it("starts the server again after a crash", async () => {
    const script = await openScript("leaky.py");
    await eventually(() => findings(script), leak, "before");
    const before = serverProcess();
    assert.ok(before, "a server process runs");
    process.kill(before, "SIGKILL");
    const after = await waitFor(serverProcess, (id) => id !== undefined && id !== before, 30_000);
    assert.ok(after && after !== before, "another server process runs");
    await followsEdits(script);
  });

  it("starts the server anew on command", async () => {
    const script = await openScript("leaky.py");
    await eventually(() => findings(script), leak, "before");
    const before = serverProcess();
    await vscode.commands.executeCommand("holdout.restartServer");
    assert.notStrictEqual(serverProcess(), before);
    await followsEdits(script);
  });
});

/** Old squiggles may outlive a server; only one that answers to edits is alive. */
async function followsEdits(script: vscode.TextDocument): Promise<void> {
  await replace(script, "StandardScaler().fit_transform(X)", "X.copy()");
  await eventually(() => findings(script), [], "after the cure");
  await replace(script, "X.copy()", "StandardScaler().fit_transform(X)");
  await eventually(() => findings(script), leak, "after the relapse");
}

/** The child of this extension host that runs Holdout's server. */
function serverProcess(): number | undefined {
  return childProcesses().find(({ command }) => command.includes("server.node.js"))?.id;
}

function childProcesses(): { id: number; command: string }[] {
  if (process.platform !== "linux") {
    const lines = execFileSync("ps", ["-axo", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
    const columns = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []);
    return columns.filter(([, , parent]) => Number(parent) === process.pid).map(([, id, , command]) => ({ id: Number(id), command: String(command) }));
  }
  const children: { id: number; command: string }[] = [];
  for (const id of fs.readdirSync("/proc").map(Number)) {
    if (!Number.isInteger(id)) continue;
    try {
      const parent = /\)\s\S+\s(\d+)/.exec(fs.readFileSync(`/proc/${id}/stat`, "utf8"))?.[1];
      if (Number(parent) === process.pid) children.push({ id, command: fs.readFileSync(`/proc/${id}/cmdline`, "utf8") });
    } catch {
      // It ended while we looked.
    }
  }
  return children;
}

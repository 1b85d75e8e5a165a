/** The server as other editors start it: `holdout server --stdio`, a process of its own, spoken to over its standard streams alone. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { CodeAction, Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver";
import { createProtocolConnection, type ProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node";
import { buildCommandLine } from "../cli/commandLine.js";

const leaky = `import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
X = StandardScaler().fit_transform(df.drop(columns="label"))
X_train, X_test, y_train, y_test = train_test_split(X, df["label"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;

let bundle: string;
beforeAll(async () => {
  bundle = await buildCommandLine({ fake: false });
  await esbuild.build({
    entryPoints: ["server/src/main.node.ts"],
    outfile: path.join(path.dirname(bundle), "server.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "error",
    define: { "import.meta.url": '"file:///x"' },
  });
  return () => fs.rmSync(path.dirname(bundle), { recursive: true, force: true });
}, 60_000);

function start(...args: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [bundle, "server", ...args]);
  onTestFinished(() => void child.kill());
  return child;
}

const ended = (child: ChildProcessWithoutNullStreams) => new Promise<number | null>((resolve) => child.once("exit", resolve));

/** A client that promises nothing, as small editors do. */
async function connect(child: ChildProcessWithoutNullStreams, capabilities: object = {}, initializationOptions: object | null = null) {
  const client = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  client.listen();
  const published: PublishDiagnosticsParams[] = [];
  client.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => void published.push(params));
  const answer = await client.sendRequest<{ serverInfo: { name: string } }>("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(path.dirname(bundle)).toString(),
    capabilities,
    initializationOptions,
  });
  await client.sendNotification("initialized", {});
  const findings = async (uri: string, wanted: number): Promise<Diagnostic[]> => {
    const end = Date.now() + 20_000;
    for (;;) {
      const last = published.filter((each) => each.uri === uri).at(-1);
      if (last?.diagnostics.length === wanted) return last.diagnostics;
      if (Date.now() > end) throw new Error(`never ${wanted} findings: ${JSON.stringify(published)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { client, answer, findings };
}

const open = (client: ProtocolConnection, uri: string, text: string) =>
  client.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text } });

describe("holdout server --stdio", () => {
  it("finds, explains, fixes and ends as it is told", async () => {
    const child = start("--stdio");
    const over = ended(child);
    const { client, answer, findings } = await connect(child);
    expect(answer.serverInfo.name).toBe("Holdout");
    const uri = pathToFileURL(path.join(path.dirname(bundle), "a.py")).toString();
    await open(client, uri, leaky);
    const [found] = await findings(uri, 1);
    expect([found?.code, found?.range.start]).toEqual(["HLD101", { line: 6, character: 21 }]);
    const context = { diagnostics: [found] };
    const actions = await client.sendRequest<CodeAction[]>("textDocument/codeAction", { textDocument: { uri }, range: found?.range, context });
    expect(actions[0]?.title).toMatch(/^Split first/);
    // A client that said nothing of commands gets nothing that it would have to know a command for.
    expect(actions.filter((action) => action.command)).toEqual([]);
    const edits = actions[0]?.edit?.changes?.[uri] ?? [];
    const fixed = edits.reduceRight((text, { range, newText }) => {
      const lines = text.split("\n");
      const offset = ({ line, character }: { line: number; character: number }) => lines.slice(0, line).join("\n").length + (line ? 1 : 0) + character;
      return text.slice(0, offset(range.start)) + newText + text.slice(offset(range.end));
    }, leaky);
    await client.sendNotification("textDocument/didChange", { textDocument: { uri, version: 2 }, contentChanges: [{ text: fixed }] });
    await findings(uri, 0);
    const hover = await client.sendRequest("textDocument/hover", { textDocument: { uri }, position: { line: 6, character: 0 } });
    expect(JSON.stringify(hover)).toContain("train part of `patients.csv`");
    await client.sendRequest("shutdown");
    await client.sendNotification("exit");
    expect(await over).toBe(0);
  });

  it("checks a notebook that comes as one Python text, as JupyterLab-LSP sends it", async () => {
    const { client, findings } = await connect(start());
    const uri = pathToFileURL(path.join(path.dirname(bundle), "notebook.ipynb")).toString();
    await open(client, uri, leaky);
    expect((await findings(uri, 1)).map(({ code }) => code)).toEqual(["HLD101"]);
  });

  it("gives findings with proved fixes as JSON to whoever asks", async () => {
    const { client } = await connect(start("--stdio"));
    const file = path.join(path.dirname(bundle), "closed.py");
    fs.writeFileSync(file, leaky);
    const text = await client.sendRequest<string>("holdout/findings", { uri: pathToFileURL(file).toString() });
    const { files } = JSON.parse(text);
    expect(files[0].evaluations[0]).toMatchObject({ metric: "accuracy", verdict: "optimistic" });
    expect(files[0].findings[0]).toMatchObject({ code: "HLD101", location: { row: 7, column: 22 } });
    expect(files[0].findings[0].fixes[0].diff).toContain("-X = StandardScaler().fit_transform(");
  });

  it("ends when the editor is gone without a word", async () => {
    const child = start("--stdio");
    const over = ended(child);
    await connect(child);
    child.stdin.end();
    expect(await over).not.toBeNull();
  });

  it("says what it does not know", async () => {
    const child = start("--socket=1");
    let said = "";
    child.stderr.on("data", (data) => (said += data));
    expect(await ended(child)).toBe(2);
    expect(said).toContain('does not know "--socket=1"');
  });
});

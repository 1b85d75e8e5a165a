/** The built language server as a process: start to first diagnostics, and a keystroke to the next ones. */
import { spawn } from "node:child_process";
import path from "node:path";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { generatedNotebook, median, ms, percentile, root, row, times } from "./support.mjs";

const uri = "untitled:bench.ipynb";

export async function server() {
  console.log("\nLanguage server (dist/server.node.js), notebook of 60 cells");
  const starts = [];
  for (let i = 0; i < 5; i++) {
    const session = await start();
    starts.push(session.milliseconds);
    session.end();
  }
  row("start to first diagnostics: median, slowest", ms(median(starts)), ms(Math.max(...starts)));
  const session = await start();
  const typing = [];
  for (let i = 0; i < 60; i++) typing.push(await session.type(30, i + 2));
  session.end();
  row("keystroke to next diagnostics: p50, p95", ms(median(typing)), ms(percentile(typing, 0.95)));
}

async function start() {
  const begin = performance.now();
  const child = spawn(process.execPath, [path.join(root, "dist/server.node.js"), "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  let arrived = () => {};
  connection.onNotification("holdout/status", () => arrived());
  connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("holdout/readFile", () => null);
  connection.listen();
  const next = () => new Promise((resolve) => (arrived = resolve));
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: { workspace: { configuration: true } },
    initializationOptions: { showsStatus: true },
    workspaceFolders: null,
  });
  await connection.sendNotification("initialized", {});
  const texts = generatedNotebook();
  const cells = times(texts.length, (i) => ({ kind: 2, document: `vscode-notebook-cell:/bench.ipynb#${i}` }));
  const first = next();
  await connection.sendNotification("notebookDocument/didOpen", {
    notebookDocument: { uri, notebookType: "jupyter-notebook", version: 1, cells },
    cellTextDocuments: cells.map((cell, i) => ({ uri: cell.document, languageId: "python", version: 1, text: texts[i] })),
  });
  await first;
  const milliseconds = performance.now() - begin;
  const type = async (cell, version) => {
    const sent = performance.now();
    const answer = next();
    const at = { line: 0, character: 0 };
    const textContent = [{ document: { uri: cells[cell].document, version }, changes: [{ range: { start: at, end: at }, text: version % 2 ? "x" : "\n" }] }];
    await connection.sendNotification("notebookDocument/didChange", { notebookDocument: { uri, version }, change: { cells: { textContent } } });
    await answer;
    return performance.now() - sent;
  };
  const end = () => {
    connection.dispose();
    child.kill();
  };
  return { milliseconds, type, end };
}

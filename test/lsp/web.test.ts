/**
 * The server's bundle for browsers, in a world that has what a web worker has and nothing of Node, beside the server as a process: with
 * evidence from files off, both say the same of every program, to the byte.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import * as esbuild from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DataCallback, Message, MessageReader, MessageWriter, PublishDiagnosticsParams } from "vscode-languageserver-protocol";
import { AbstractMessageReader, AbstractMessageWriter, createProtocolConnection, type ProtocolConnection } from "vscode-languageserver-protocol";
import { StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node";
import { rules } from "../../server/src/rules/index.js";
import { grammarBytes } from "../helpers/grammar.js";

const examples = rules.flatMap(({ code, examples }) =>
  examples.flatMap(({ bad, good }, i) => [bad, good].flatMap((text, j) => (text ? [{ name: `${code}-${i + 1}-${j ? "good" : "bad"}.py`, text }] : []))),
);

const programs = fs
  .readdirSync("test/rules/programs")
  .filter((name) => name.endsWith(".py"))
  .map((name) => ({ name, text: fs.readFileSync(path.join("test/rules/programs", name), "utf8") }))
  .concat(
    fs
      .readdirSync("examples")
      .filter((name) => /\.(py|ipynb)$/.test(name))
      .map((name) => ({ name, text: fs.readFileSync(path.join("examples", name), "utf8") })),
  )
  .concat(examples);

const out = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "holdout-web-"));
const folder = pathToFileURL(path.join(out, "corpus")).toString();

/** A server with the programs as its files, asked through the client, and all that it published. */
interface Side {
  readonly client: ProtocolConnection;
  readonly published: Map<string, string>;
  stop(): Promise<void>;
}

let desktop: Side;
let web: Side;

beforeAll(async () => {
  // The process reads them from disk; the worker asks its client for them.
  fs.mkdirSync(path.join(out, "corpus"));
  for (const { name, text } of programs) fs.writeFileSync(path.join(out, "corpus", name), text);
  const common = { bundle: true, logLevel: "error", absWorkingDir: process.cwd() } as const;
  await Promise.all([
    esbuild.build({
      ...common,
      entryPoints: ["server/src/main.node.ts"],
      outfile: path.join(out, "server.node.js"),
      platform: "node",
      format: "cjs",
      define: { "import.meta.url": '"file:///x"' },
    }),
    esbuild.build({
      ...common,
      entryPoints: ["server/src/main.web.ts"],
      outfile: path.join(out, "server.web.js"),
      platform: "browser",
      target: "es2022",
      format: "iife",
      external: ["fs/promises", "module"],
      define: { "import.meta.url": '"file:///"' },
    }),
  ]);
  const { runtime, python } = grammarBytes();
  fs.writeFileSync(path.join(out, "tree-sitter.wasm"), runtime);
  fs.writeFileSync(path.join(out, "tree-sitter-python.wasm"), python);
  desktop = await startProcess();
  web = await startWorker({ runtime: base64(runtime), python: base64(python) });
}, 60_000);

afterAll(async () => {
  await Promise.all([desktop.stop(), web.stop()]);
  fs.rmSync(out, { recursive: true, force: true });
});

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

async function startProcess(): Promise<Side> {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [path.join(out, "server.node.js"), "--stdio"]);
  return connect(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin), {}, () => child.kill());
}

/** The globals of a worker that the bundle may use; what is not here would be an error there too. */
async function startWorker(wasm: object): Promise<Side> {
  const toServer: unknown[] = [];
  let heard: DataCallback | undefined;
  type Listener = (event: { readonly data: unknown }) => void;
  const listeners: Listener[] = [];
  const scope: Record<string, unknown> = {
    ...{ TextDecoder, TextEncoder, URL, performance, setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, atob, btoa, console },
    postMessage: (message: Message) => setTimeout(() => heard?.(structuredClone(message)), 0),
    addEventListener: (kind: string, listener: Listener) => void (kind === "message" && listeners.push(listener)),
    onmessage: null,
  };
  scope.self = scope;
  // A worker's setImmediate, process, require and Buffer do not exist.
  vm.runInContext(fs.readFileSync(path.join(out, "server.web.js"), "utf8"), vm.createContext(scope), { filename: "server.web.js" });
  const deliver = (data: unknown) => {
    (scope.onmessage as Listener | null)?.({ data });
    for (const listener of listeners) listener({ data });
  };
  class Reader extends AbstractMessageReader implements MessageReader {
    listen(callback: DataCallback) {
      heard = callback;
      return { dispose: () => void (heard = undefined) };
    }
  }
  class Writer extends AbstractMessageWriter implements MessageWriter {
    async write(message: Message): Promise<void> {
      toServer.push(message);
      setTimeout(() => deliver(JSON.parse(JSON.stringify(toServer.shift()))), 0);
    }
    end(): void {}
  }
  return connect(new Reader(), new Writer(), { wasm }, () => {});
}

async function connect(reader: MessageReader, writer: MessageWriter, options: object, end: () => void): Promise<Side> {
  const client = createProtocolConnection(reader, writer);
  const published = new Map<string, string>();
  const files = new Map(programs.map(({ name, text }) => [`${folder}/${name}`, text]));
  client.onNotification(
    "textDocument/publishDiagnostics",
    ({ uri, diagnostics }: PublishDiagnosticsParams) => void published.set(uri, JSON.stringify(diagnostics)),
  );
  client.onRequest("holdout/readFile", ({ uri }: { uri: string }) => files.get(uri) ?? null);
  client.onRequest("holdout/findFiles", () => [...files.keys()]);
  client.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => ({ evidence: { dataFiles: false }, select: ["ALL"] })));
  client.onRequest("client/registerCapability", () => null);
  client.listen();
  await client.sendRequest("initialize", {
    processId: null,
    rootUri: null,
    capabilities: { workspace: { configuration: true, workspaceFolders: true } },
    workspaceFolders: [{ uri: folder, name: "corpus" }],
    initializationOptions: { trusted: true, ...options },
  });
  await client.sendNotification("initialized", {});
  const stop = async () => {
    await client.sendRequest("shutdown");
    client.dispose();
    end();
  };
  return { client, published, stop };
}

const both = async <T>(ask: (side: Side) => Promise<T>): Promise<[T, T]> => Promise.all([ask(desktop), ask(web)]);

it("has a corpus in which much is found", () => expect(programs.length).toBeGreaterThan(100));

it.each(programs)("$name: findings, fixes and verdicts are those of the desktop", async ({ name, text }) => {
  const uri = `${folder}/${name}`;
  const [there, here] = await both(async ({ client }) => {
    if (!name.endsWith(".ipynb")) await client.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text } });
    return client.sendRequest<string>("holdout/findings", { uri });
  });
  expect(JSON.parse(there).files).toHaveLength(1);
  expect(here).toBe(there);
});

it("draws the same report and the same map, and publishes the same diagnostics", async () => {
  const [there, here] = await both(async ({ client }) => {
    const views = [];
    for (const { name } of programs) views.push(await client.sendRequest("holdout/view", { view: "map", uri: `${folder}/${name}` }));
    views.push(await client.sendRequest("holdout/view", { view: "report", uri: null }));
    return JSON.stringify(views);
  });
  expect(there.length).toBeGreaterThan(100_000);
  expect(here === there).toBe(true);
  expect(desktop.published.size).toBeGreaterThan(30);
  expect([...web.published].sort()).toEqual([...desktop.published].sort());
});

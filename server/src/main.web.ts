/** The language server as a web worker. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { createEngine } from "./engine.js";
import { asBytes, clientFiles } from "./host/browser.js";
import { startServer } from "./lsp/server.js";

declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
const files = clientFiles((method, params) => connection.sendRequest(method, params));
startServer(connection, {
  async engine({ wasm }) {
    if (!wasm) throw new Error("the client must pass the wasm files");
    return createEngine({ runtime: asBytes(wasm.runtime), python: asBytes(wasm.python) });
  },
  files,
  debounce: 5,
});

/** The language server as a process. */
import path from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { createEngine } from "./engine.js";
import { clientFiles } from "./host/browser.js";
import { nodeDataFiles } from "./host/dataFiles.js";
import { serverMeasurer } from "./host/measure/forServer.js";
import { nodeFiles, readGrammar, rulePagesBeside } from "./host/node.js";
import { startServer } from "./lsp/server.js";

const connection = createConnection(ProposedFeatures.all);
const files = nodeFiles(clientFiles((method, params) => connection.sendRequest(method, params)));
process.on("uncaughtException", (error) => connection.console.error(`Uncaught: ${error.stack ?? error.message}`));
process.on("unhandledRejection", (reason) => connection.console.error(`Unhandled: ${reason}`));
const rulePages = rulePagesBeside(__dirname);
startServer(connection, {
  engine: async () => createEngine(readGrammar(__dirname)),
  files,
  dataFiles: nodeDataFiles,
  measurer: serverMeasurer(path.join(__dirname, "holdout_measure")),
  ...(rulePages && { rulePages }),
  debounce: 5,
});

/** Entry of the extension on the desktop and in remote hosts: the server is a process that talks over Node's IPC. */
import type { ExtensionContext } from "vscode";
import { LanguageClient, type LanguageClientOptions, TransportKind } from "vscode-languageclient/node";
import { CompareProcess } from "./drift/process";
import { activateHoldout, deactivateHoldout } from "./extension";
import { thisMachine } from "./measure/machine";

export function activate(context: ExtensionContext) {
  const module = context.asAbsolutePath("dist/server.node.js");
  const run = { module, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ["--nolazy", "--inspect=6009"] } };
  const schemes = ["file", "untitled", "vscode-notebook-cell"];
  const documentSelector = schemes.map((scheme) => ({ language: "python", scheme }));
  const comparer = new CompareProcess(context.asAbsolutePath("dist/compare.js"));
  const create = (options: LanguageClientOptions) => new LanguageClient("holdout", "Holdout", { run, debug }, { ...options, documentSelector });
  return activateHoldout(context, comparer, thisMachine, create);
}

export const deactivate = deactivateHoldout;

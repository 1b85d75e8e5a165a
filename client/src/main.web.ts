/** Entry of the extension in a browser: the server is a worker, and files belong to whatever file system the page has. */
import { type ExtensionContext, Uri, workspace } from "vscode";
import { LanguageClient } from "vscode-languageclient/browser";
import { activateHoldout, deactivateHoldout } from "./extension";

export async function activate(context: ExtensionContext) {
  const built = (name: string) => Uri.joinPath(context.extensionUri, "dist", name);
  const [runtime, python] = await Promise.all(["tree-sitter.wasm", "tree-sitter-python.wasm"].map((name) => workspace.fs.readFile(built(name))));
  const server = async () => new Worker(built("server.web.js").toString(true));
  return activateHoldout(
    context,
    (options) =>
      new LanguageClient("holdout", "Holdout", server, {
        ...options,
        documentSelector: [{ language: "python" }],
        initializationOptions: { wasm: { runtime, python } },
      }),
  );
}

export const deactivate = deactivateHoldout;

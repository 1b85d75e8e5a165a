/** Entry of the extension in a browser: the server is a worker, and files belong to whatever file system the page has. */
import { type ExtensionContext, l10n, Uri, workspace } from "vscode";
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from "vscode-languageclient/browser";
import { noComparer } from "./drift/comparer";
import { activateHoldout, deactivateHoldout } from "./extension";

export async function activate(context: ExtensionContext) {
  const built = (name: string) => Uri.joinPath(context.extensionUri, "dist", name);
  const read = (name: string) => workspace.fs.readFile(built(name));
  const [runtime, python] = await Promise.all([read("tree-sitter.wasm"), read("tree-sitter-python.wasm")]);
  let worker: Worker | undefined;
  const server = async () => {
    worker?.terminate();
    // From its text, not its address: a worker cannot be made from the address of an extension that lies on a remote machine.
    const text = new Uint8Array(await read("server.web.js"));
    worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    // VS Code's workers are no instances of Worker, by which the client would know one.
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return activateHoldout(
    context,
    noComparer(
      l10n.t(
        "Comparing data needs Holdout on the desktop or on a remote machine (SSH, WSL, containers, code-server): its data engine is a native program, which a browser cannot run.",
      ),
    ),
    null,
    (options) =>
      new LanguageClient("holdout", "Holdout", server, {
        ...options,
        documentSelector: [{ language: "python" }],
        initializationOptions: () => ({ ...options.initializationOptions?.(), wasm: { runtime, python } }),
      }),
  );
}

export const deactivate = deactivateHoldout;

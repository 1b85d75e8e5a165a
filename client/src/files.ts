/** Files for a server that has none of its own: one that runs in a browser, or in a virtual workspace. */
import { type Disposable, RelativePattern, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  type FindFilesParams,
  type FindFilesResult,
  findFilesMethod,
  type ReadFileParams,
  type ReadFileResult,
  readFileMethod,
} from "../../server/src/protocol";

export const checkedFiles = "**/*.{py,ipynb}";

export function serveFiles(client: BaseLanguageClient): Disposable[] {
  const toUri = (uri: string) => client.protocol2CodeConverter.asUri(uri);
  const fromUri = client.code2ProtocolConverter.asUri;
  return [
    // A byte order mark is kept: positions count it.
    client.onRequest(readFileMethod, async ({ uri }: ReadFileParams): Promise<ReadFileResult> => {
      try {
        return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await workspace.fs.readFile(toUri(uri)));
      } catch {
        return null;
      }
    }),
    client.onRequest(findFilesMethod, async ({ folder, all }: FindFilesParams): Promise<FindFilesResult> => {
      const found = await workspace.findFiles(new RelativePattern(toUri(folder), all ? "**/*" : checkedFiles));
      return found.map((uri) => fromUri(uri)).sort();
    }),
  ];
}

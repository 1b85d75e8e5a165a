/** Where the server has no files of its own (a worker in a browser, a virtual workspace), it asks the client for them. */

import type { HostFiles } from "../lsp/host.js";
import { pathBelow } from "../lsp/uris.js";
import { type FindFilesParams, type FindFilesResult, findFilesMethod, type ReadFileParams, type ReadFileResult, readFileMethod } from "../protocol.js";

type Ask = <Params, Result>(method: string, params: Params) => Promise<Result>;

/** A client that cannot tell has no files. */
export function clientFiles(ask: Ask): HostFiles {
  return {
    readNow: () => undefined,
    read: (uri) => ask<ReadFileParams, ReadFileResult>(readFileMethod, { uri }).catch(() => null),
    async list(folder, skip, all) {
      const uris = await ask<FindFilesParams, FindFilesResult>(findFilesMethod, { folder, ...(all && { all }) }).catch((): FindFilesResult => []);
      return uris.filter((uri) => {
        const path = pathBelow(folder, uri);
        return path !== null && !skip(path);
      });
    },
  };
}

/** Bytes that came through JSON are base64. */
export function asBytes(bytes: Uint8Array | string): Uint8Array {
  return typeof bytes === "string" ? Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)) : bytes;
}

/** Messages beyond LSP between Holdout's client and its server. Imports nothing: the client reads this file, and nothing else, of the server. */

/** What the client hands over when it starts the server. A host without files (the web) passes the bytes of both wasm files. */
export interface InitializationOptions {
  readonly wasm?: { readonly runtime: Uint8Array | string; readonly python: Uint8Array | string };
  /** Whether the workspace is trusted: only then are data files read. */
  readonly trusted?: boolean;
}

/** Request: checks every Python file and notebook of the workspace and publishes what it finds. Cancellable; progress goes to `workDoneToken`. */
export const checkWorkspaceMethod = "holdout/checkWorkspace";

export interface CheckWorkspaceParams {
  readonly workDoneToken?: string | number;
}

export interface CheckWorkspaceResult {
  readonly files: number;
  readonly findings: number;
}

/** Notification, server to client, after each check of an open document: makes silence readable. */
export const statusMethod = "holdout/status";

export interface StatusParams {
  /** The script or the notebook, never a cell. */
  readonly uri: string;
  readonly evaluations: number;
  readonly findings: number;
  /** Most frequent first. */
  readonly notModelled: readonly { readonly name: string; readonly count: number }[];
}

/** Request, server to client, where the server cannot read files itself: the text of a file, null if there is none. */
export const readFileMethod = "holdout/readFile";

export interface ReadFileParams {
  readonly uri: string;
}

export type ReadFileResult = string | null;

/** Request, server to client, where the server cannot list files itself: all Python files and notebooks below a folder. */
export const findFilesMethod = "holdout/findFiles";

export interface FindFilesParams {
  readonly folder: string;
}

export type FindFilesResult = readonly string[];

/** Notification, client to server: the workspace is trusted from now on. */
export const trustedMethod = "holdout/trusted";

/** What the language server needs of the machine that it runs on. Files are named by URI. */
import type { Engine } from "../engine.types.js";
import type { Measurer } from "../measure/job.js";
import type { DataFileRead, FileProfile } from "../profiles/dataFile.js";
import type { InitializationOptions } from "../protocol.js";

export interface Host {
  /** Called once, when the client has said which wasm to use. */
  engine(options: InitializationOptions): Promise<Engine>;
  readonly files: HostFiles;
  /** Data files that programs read; absent where the server cannot reach any. */
  readonly dataFiles?: HostDataFiles;
  /** Runs programs for measurements; absent where there are no processes. */
  readonly measurer?: HostMeasurer;
  /** URI of the folder with the pages of the rules, where there is one that the editor can open. */
  readonly rulePages?: string;
  /** Milliseconds between an edit and its check: enough to take the edits of one key press together. */
  readonly debounce: number;
}

export interface HostFiles {
  /** The text of a file, or null if there is none; undefined where only {@link read} can tell. */
  readNow(uri: string): string | null | undefined;
  read(uri: string): Promise<string | null>;
  /** All Python files and notebooks below a folder, with `all` every file. `skip` tests paths relative to it and keeps the search out of whole folders. */
  list(folder: string, skip: (relativePath: string) => boolean, all?: boolean): Promise<readonly string[]>;
}

export interface HostMeasurer extends Measurer {
  /** The path of a file or folder on this machine; null for any other URI. */
  pathOf(uri: string): string | null;
  /** By path; null if it cannot be read. */
  readText(path: string): string | null;
}

/** A data file in one of its versions. */
export interface FoundDataFile {
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  /** Another one as soon as the file has changed. */
  readonly version: string;
  /** It is not where the path says: the only file of that name in the folders nearby. */
  readonly near?: boolean;
}

export interface HostDataFiles {
  /** The file that a path in a document means; null if there is none below the root. `document` and `root` are URIs. */
  find(path: string, around: { readonly document: string; readonly root: string }): Promise<FoundDataFile | null>;
  /** In small pieces of work, so that edits are never kept waiting. Rejects with an UnusableFile. */
  profile(found: FoundDataFile, read: DataFileRead, targets: readonly string[]): Promise<FileProfile>;
}

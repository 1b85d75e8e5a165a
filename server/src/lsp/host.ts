/** What the language server needs of the machine that it runs on. Files are named by URI. */
import type { Engine } from "../engine.types.js";
import type { InitializationOptions } from "../protocol.js";

export interface Host {
  /** Called once, when the client has said which wasm to use. */
  engine(options: InitializationOptions): Promise<Engine>;
  readonly files: HostFiles;
  /** Milliseconds between an edit and its check: enough to take the edits of one key press together. */
  readonly debounce: number;
}

export interface HostFiles {
  /** The text of a file, or null if there is none; undefined where only {@link read} can tell. */
  readNow(uri: string): string | null | undefined;
  read(uri: string): Promise<string | null>;
  /** All Python files and notebooks below a folder. `skip` tests paths relative to it and keeps the search out of whole folders. */
  list(folder: string, skip: (relativePath: string) => boolean): Promise<readonly string[]>;
}

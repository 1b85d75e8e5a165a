/** What a Node process offers: files on disk, and the wasm beside the bundle. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ignore, { type Ignore } from "ignore";
import type { HostFiles } from "../lsp/host.js";

export interface GrammarBytes {
  readonly runtime: Uint8Array;
  readonly python: Uint8Array;
}

/** Both wasm files, which the build copies beside the bundles. */
export function readGrammar(folder: string): GrammarBytes {
  const read = (name: string) => new Uint8Array(fs.readFileSync(path.join(folder, name)));
  return { runtime: read("tree-sitter.wasm"), python: read("tree-sitter-python.wasm") };
}

/** URI of the folder with the pages of the rules, which the build copies beside the bundles of the command line; undefined where it did not. */
export function rulePagesBeside(folder: string): string | undefined {
  const pages = path.join(folder, "rules");
  return fs.existsSync(pages) ? pathToFileURL(pages).href : undefined;
}

const isCheckable = (name: string): boolean => name.endsWith(".py") || name.endsWith(".ipynb");

/** Without a byte order mark, as editors show it; null if it cannot be read. */
export function readTextSync(file: string): string | null {
  try {
    return fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return null;
  }
}

/**
 * All checkable files below a folder, sorted, `.gitignore` files respected. `skip` tests paths relative to the folder,
 * with `/`; `wanted` names of files. Folders that cannot be read hold nothing; links are not followed into folders, so there are no cycles.
 */
export function findFiles(folder: string, skip: (relativePath: string) => boolean, wanted: (name: string) => boolean = isCheckable): string[] {
  const found: string[] = [];
  const walk = (at: string, ignored: readonly GitIgnore[]): void => {
    const rules = [...ignored, ...gitIgnoreIn(at)];
    for (const entry of entriesOf(at)) {
      const file = path.join(at, entry.name);
      const isFolder = entry.isDirectory();
      if (!isFolder && !wanted(entry.name)) continue;
      if (skip(slashed(path.relative(folder, file)) + (isFolder ? "/" : "")) || isIgnored(rules, file, isFolder)) continue;
      if (isFolder) walk(file, rules);
      else if (entry.isFile() || isLinkToFile(file)) found.push(file);
    }
  };
  walk(folder, gitIgnoresAbove(folder));
  return found;
}

const slashed = (file: string): string => file.split(path.sep).join("/");

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch {
    return [];
  }
}

function isLinkToFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

interface GitIgnore {
  readonly folder: string;
  readonly rules: Ignore;
}

function gitIgnoreIn(folder: string): GitIgnore[] {
  const text = readTextSync(path.join(folder, ".gitignore"));
  return text === null ? [] : [{ folder, rules: ignore().add(text) }];
}

/** Those between a folder and the top of its repository. */
function gitIgnoresAbove(folder: string): GitIgnore[] {
  const above: GitIgnore[] = [];
  for (let at = folder; !fs.existsSync(path.join(at, ".git")); ) {
    const parent = path.dirname(at);
    if (parent === at) return []; // Not in a repository.
    above.unshift(...gitIgnoreIn(parent));
    at = parent;
  }
  return above;
}

/** The innermost file that says anything about a path decides. */
function isIgnored(ignores: readonly GitIgnore[], file: string, isFolder: boolean): boolean {
  for (const { folder, rules } of [...ignores].reverse()) {
    const result = rules.test(slashed(path.relative(folder, file)) + (isFolder ? "/" : ""));
    if (result.ignored || result.unignored) return result.ignored;
  }
  return false;
}

/** The path of a file that is named by a URI; null where it is not on disk. */
export function onDisk(uri: string): string | null {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : null;
  } catch {
    return null;
  }
}

/** Files for the language server. What is not on disk is asked of the client. */
export function nodeFiles(other: Omit<HostFiles, "readNow">): HostFiles {
  return {
    readNow(uri) {
      const file = onDisk(uri);
      return file === null ? undefined : readTextSync(file);
    },
    async read(uri) {
      const file = onDisk(uri);
      return file === null ? other.read(uri) : fs.promises.readFile(file, "utf8").catch(() => null);
    },
    async list(folder, skip, all) {
      const at = onDisk(folder);
      return at === null ? other.list(folder, skip, all) : findFiles(at, skip, all ? () => true : isCheckable).map((file) => uriLike(folder, at, file));
    },
  };
}

/** The URI of a file as the client would write it: VS Code escapes more than Node does, so the folder's own spelling is kept. */
function uriLike(folderUri: string, folder: string, file: string): string {
  const below = path.relative(folder, file).split(path.sep).map(encodeURIComponent).join("/");
  return below === "" ? pathToFileURL(file).toString() : `${folderUri.replace(/\/+$/, "")}/${below}`;
}

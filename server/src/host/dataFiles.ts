/** Data files beside a program, on disk: which file a path means, and its profile, at once or in the background. */
import fs from "node:fs";
import path from "node:path";
import type { FoundDataFile, HostDataFiles } from "../lsp/host.js";
import { type DataFileRead, type FileProfile, UnusableFile } from "../profiles/dataFile.js";
import { onDisk } from "./node.js";
import { profileOf } from "./sampling.js";

/** Where a program lies, and the folder that it must not look out of. Absolute paths. */
export interface Surroundings {
  readonly document: string;
  readonly root: string;
}

/**
 * The file that a path in a program means: from the program's own folder, or from the root, where programs are often
 * run. A full path of another machine (`/content/mails.csv`, `C:\\data\\mails.csv`) means the file of that name beside the
 * program. Where neither is there, the only file of that name in the folders nearby is taken, and marked as that. Null if there is none, if it lies
 * outside of the root, or if several are there and a script may mean each.
 */
export function findDataFile(given: string, { document, root }: Surroundings): FoundDataFile | null {
  if (path.posix.isAbsolute(given) || path.win32.isAbsolute(given)) {
    const there = path.isAbsolute(given) && !given.includes("\0") && fs.existsSync(given);
    if (there) return versionOf(given, root);
    return versionOf(path.join(path.dirname(document), path.win32.basename(given)), root) ?? findNearby(given, { document, root });
  }
  const folders = [path.dirname(document), root];
  const found = new Map<string, FoundDataFile>();
  for (const folder of folders) {
    const file = versionOf(path.resolve(folder, given), root);
    if (file) found.set(file.file, file);
    // Notebooks run where they lie.
    if (file && document.endsWith(".ipynb")) break;
  }
  if (!found.size) return findNearby(given, { document, root });
  return found.size === 1 ? ([...found.values()][0] as FoundDataFile) : null;
}

/** Folders that are looked into around a program. */
const foldersNearby = 60;

/** The only file of that name in the program's folder, the one above it, and the folders in these. */
function findNearby(given: string, { document, root }: Surroundings): FoundDataFile | null {
  const name = path.win32.basename(given);
  const own = path.dirname(document);
  const folders = new Set([own, path.dirname(own)].flatMap((folder) => [folder, ...foldersIn(folder)]).slice(0, foldersNearby));
  const found = new Map([...folders].flatMap((folder) => versionOf(path.join(folder, name), root) ?? []).map((file) => [file.file, file]));
  const [only] = found.values();
  return only && found.size === 1 ? { ...only, near: true } : null;
}

/** The folders in a folder, and when it had changed last. */
interface Listing {
  readonly changed: number;
  readonly folders: string[];
}

/** Programs are checked again and again, and thousands of files may lie beside them. */
const listings = new Map<string, Listing>();
const listingsKept = 500;
/** The times of some file systems are as coarse as this: a folder may have changed once more since it was read. In milliseconds. */
const coarsest = 2_000;

/** Read again only when the folder has changed. */
function foldersIn(folder: string): string[] {
  try {
    const changed = fs.statSync(folder).mtimeMs;
    const known = listings.get(folder);
    if (known?.changed === changed) return known.folders;
    const folders = fs
      .readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|site-packages$)/.test(entry.name))
      .map((entry) => path.join(folder, entry.name));
    if (listings.size >= listingsKept) listings.clear();
    if (Date.now() - changed > coarsest) listings.set(folder, { changed, folders });
    return folders;
  } catch {
    return [];
  }
}

function versionOf(given: string, root: string): FoundDataFile | null {
  try {
    const file = fs.realpathSync(given);
    const below = path.relative(fs.realpathSync(root), file);
    const stat = fs.statSync(file);
    if (below.startsWith("..") || path.isAbsolute(below) || !stat.isFile()) return null;
    return { file, size: stat.size, version: `${stat.mtimeMs}:${stat.size}` };
  } catch {
    return null;
  }
}

/** Asks for one piece of the file after the other, and says of the profile whether the file was found nearby. */
function* profiling({ file, size, near }: FoundDataFile, read: DataFileRead, targets: readonly string[]): ReturnType<typeof profileOf> {
  const profile = yield* profileOf(path.basename(file), size, read, targets, () => performance.now());
  return near ? { ...profile, near } : profile;
}

/** Reads and counts at once. Throws {@link UnusableFile}. */
export function profileNow(found: FoundDataFile, read: DataFileRead, targets: readonly string[]): FileProfile {
  const handle = opened(() => fs.openSync(found.file, "r"));
  try {
    const work = profiling(found, read, targets);
    for (let step = work.next(); ; ) {
      if (step.done) return step.value;
      const { at, length } = step.value;
      const bytes = new Uint8Array(length);
      step = work.next(
        bytes.subarray(
          0,
          opened(() => fs.readSync(handle, bytes, 0, length, at)),
        ),
      );
    }
  } finally {
    fs.closeSync(handle);
  }
}

/** Reads and counts piece by piece, and lets everything else go first after each. Rejects with {@link UnusableFile}. */
async function profileLater(found: FoundDataFile, read: DataFileRead, targets: readonly string[]): Promise<FileProfile> {
  const handle = await fs.promises.open(found.file, "r").catch((error: Error) => {
    throw new UnusableFile(error.message);
  });
  try {
    const work = profiling(found, read, targets);
    for (let step = work.next(); ; ) {
      if (step.done) return step.value;
      const { at, length } = step.value;
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length, at);
      await new Promise((resolve) => setImmediate(resolve));
      step = work.next(bytes.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

function opened<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UnusableFile(error instanceof Error ? error.message : String(error));
  }
}

/** For the language server. */
export const nodeDataFiles: HostDataFiles = {
  async find(given, { document, root }) {
    const [file, folder] = [onDisk(document), onDisk(root)];
    return file === null || folder === null ? null : findDataFile(given, { document: file, root: folder });
  },
  profile: profileLater,
};

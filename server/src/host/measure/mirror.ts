/** A copy of a folder for one run: real folders and copied files, never links; gone when the run is over. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type FoundFile, isLeftOut, type Survey } from "../../measure/mirror.js";

const mostEntries = 200_000;
const prefix = "holdout-measure-";

/** What there is to copy. A link to a file or folder inside is what it points at; any other link is skipped and named. */
export async function survey(folder: string): Promise<Survey> {
  const top = await fs.promises.realpath(folder);
  const files: FoundFile[] = [];
  const folders: string[] = [];
  const skipped: string[] = [];
  let entries = 0;
  const isInside = (file: string) => file === top || file.startsWith(top + path.sep);
  const add = async (file: string, shown: string, above: readonly string[]): Promise<void> => {
    if (++entries > mostEntries)
      throw new Error(
        `${folder} holds more than ${mostEntries.toLocaleString("en")} files. Open the folder of the project alone, or run the program from there.`,
      );
    const stat = await fs.promises.lstat(file);
    if (stat.isSymbolicLink()) {
      const target = await fs.promises.realpath(file).catch(() => null);
      if (target === null || !isInside(target) || above.includes(target)) {
        skipped.push(`${shown} → ${target ?? "nothing"}`);
        return;
      }
      const inside = await fs.promises.stat(target);
      if (inside.isDirectory()) await walk(target, shown, [...above, target]);
      else if (inside.isFile()) files.push({ path: shown, bytes: inside.size });
    } else if (stat.isDirectory()) await walk(file, shown, [...above, file]);
    else if (stat.isFile()) files.push({ path: shown, bytes: stat.size });
  };
  const walk = async (at: string, shown: string, above: readonly string[]): Promise<void> => {
    const names = await fs.promises.readdir(at).catch(() => null);
    if (names === null) return void skipped.push(shown);
    if (shown !== "" && isLeftOut(path.basename(shown), new Set(names))) return;
    if (shown !== "") folders.push(shown);
    for (const name of names.sort()) {
      const below = shown === "" ? name : `${shown}/${name}`;
      await add(path.join(at, name), below, above).catch((error: NodeJS.ErrnoException) => {
        if (!error.code) throw error;
        skipped.push(below);
      });
    }
  };
  await walk(top, "", [top]);
  return { files, folders, skipped };
}

/** The folder of one run, below the system's own for temporary files: `copy` in it has the name of the original. */
export interface Scratch {
  readonly folder: string;
  readonly copy: string;
  readonly temporary: string;
}

export async function makeScratch(original: string): Promise<Scratch> {
  const folder = await fs.promises.mkdtemp(path.join(await fs.promises.realpath(os.tmpdir()), `${prefix}${process.pid}-`));
  const copy = path.join(folder, "copy", path.basename(original) || "folder");
  const temporary = path.join(folder, "tmp");
  await fs.promises.mkdir(copy, { recursive: true });
  await fs.promises.mkdir(temporary);
  return { folder, copy, temporary };
}

/** Copies the content of files, never links. Stops early if `isStopped`. Files that are gone meanwhile are left out. */
export async function copyFiles(from: string, to: string, files: readonly FoundFile[], folders: readonly string[], isStopped: () => boolean): Promise<void> {
  for (const folder of folders) await fs.promises.mkdir(path.join(to, folder), { recursive: true });
  const left = [...files].reverse();
  const work = async () => {
    for (let file = left.pop(); file && !isStopped(); file = left.pop()) {
      const [source, target] = [path.join(from, file.path), path.join(to, file.path)];
      await fs.promises.mkdir(path.dirname(target), { recursive: true });
      try {
        await fs.promises.copyFile(source, target);
        const { atime, mtime, mode } = await fs.promises.stat(target);
        // A program may write what it can write where it lies, and the copy has to go away again.
        await fs.promises.chmod(target, mode | 0o600);
        const original = await fs.promises.stat(source);
        await fs.promises.utimes(target, original.atime ?? atime, original.mtime ?? mtime);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
}

export async function removeScratch({ folder }: Scratch): Promise<void> {
  await remove(folder);
}

/** Of processes that ended before they could tidy up. */
export async function removeLeftovers(): Promise<void> {
  const top = await fs.promises.realpath(os.tmpdir());
  for (const name of await fs.promises.readdir(top).catch(() => [] as string[])) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await remove(path.join(top, name)).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function remove(folder: string): Promise<void> {
  try {
    await fs.promises.rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch {
    // A program may have taken away its own right to change a folder.
    await openUp(folder);
    await fs.promises.rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function openUp(folder: string): Promise<void> {
  await fs.promises.chmod(folder, 0o700).catch(() => {});
  const entries = await fs.promises.readdir(folder, { withFileTypes: true }).catch(() => [] as fs.Dirent[]);
  for (const entry of entries) if (entry.isDirectory()) await openUp(path.join(folder, entry.name));
}

/** Bytes that are free for a copy; null where the system does not tell. */
export async function freeBytes(): Promise<number | null> {
  const stats = await fs.promises.statfs(os.tmpdir()).catch(() => null);
  return stats ? stats.bavail * stats.bsize : null;
}

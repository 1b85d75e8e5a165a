/** What of a folder is copied for a measurement. Pure: the host walks the folder and asks. */

/** Folders that no program reads as its data: histories, installed packages, caches. */
const leftOutFolders: ReadonlySet<string> = new Set([
  ".git",
  ".hg",
  ".svn",
  "node_modules",
  "__pycache__",
  "site-packages",
  ".venv",
  ".tox",
  ".nox",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".ipynb_checkpoints",
  ".eggs",
  ".cache",
]);

/** Files by which a folder shows that it is an environment of Python. */
const environmentMarks: readonly string[] = ["pyvenv.cfg", "conda-meta"];

/** `names`: what lies in the folder. */
export function isLeftOut(folder: string, names: ReadonlySet<string>): boolean {
  return leftOutFolders.has(folder) || environmentMarks.some((mark) => names.has(mark));
}

/** Small enough that copying it is never a question. */
export const smallFile = 1_000_000;

export interface FoundFile {
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
}

export interface Survey {
  readonly files: readonly FoundFile[];
  readonly folders: readonly string[];
  /** Links that are not followed, with where they lead, and what cannot be read. */
  readonly skipped: readonly string[];
}

export const bytesOf = (files: readonly FoundFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** "3.2 GB" */
export function sizeText(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/**
 * The folder a program runs in, among candidates below the mirrored one ("" is that one itself): where most of the files lie that it reads by
 * a relative path; else the first.
 */
export function workingFolder(candidates: readonly string[], reads: readonly string[], exists: (path: string) => boolean): string {
  const relative = reads.filter((path) => !/^(?:[/~]|[A-Za-z]:|\w+:\/\/)/.test(path)).map((path) => path.replaceAll("\\", "/"));
  const count = (folder: string) => relative.filter((path) => exists(joined(folder, path))).length;
  const counts = candidates.map(count);
  const most = Math.max(0, ...counts);
  return candidates[Math.max(0, counts.indexOf(most))] ?? "";
}

/** `a/b` and `../c` is `a/c`. */
export function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split("/")) {
    if (part === "..") parts.length > 0 && parts.at(-1) !== ".." ? parts.pop() : parts.push("..");
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

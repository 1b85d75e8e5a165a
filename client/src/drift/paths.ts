/** Which file a program means, and how a data set is called. Knows no editor. */

/** Folder part of a path with `/`; "" for none. */
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

export const isAbsolute = (path: string): boolean => /^([/\\]|[A-Za-z]:[/\\])/.test(path);

/** Joins and resolves `.` and `..`; both with `/`. */
export function joined(base: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${base}/${relative}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return `${base.startsWith("/") ? "/" : ""}${parts.join("/")}`;
}

/**
 * Where a path in a program may lie, likeliest first: as it is, beside the program, in the folders above it up to the workspace's, since
 * programs and notebooks are started from anywhere. All with `/`.
 */
export function candidates(path: string, document: string, folders: readonly string[]): string[] {
  const given = path.replaceAll("\\", "/");
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(given)) return [];
  if (isAbsolute(given)) return [given];
  const own = folders.filter((folder) => document.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)[0];
  const bases: string[] = [];
  let base = folderOf(document);
  for (let steps = 0; steps < 20 && base !== ""; steps++) {
    bases.push(base);
    if (own === undefined || base === own) break;
    base = folderOf(base);
  }
  return [...new Set([...bases, ...folders])].map((each) => joined(each, given));
}

/** Relative to the folder if inside it, for people and for reports. */
export function shortPath(path: string, folder: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

export const isData = (path: string): boolean => /\.((csv|tsv|tab|psv|jsonl|ndjson)(\.(gz|zst))?|parquet|pq|parq|feather|arrow)$/i.test(path);

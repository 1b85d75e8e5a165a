/** Where a local module may lie: candidates for a host to try, in order. Pure; paths have forward slashes. */

/**
 * The files that `import module` (or `from ..module import …`, with `level` dots) in `fromPath` may mean.
 * An absolute import is sought beside the file and in each folder above it, up to `root`.
 */
export function moduleCandidates(fromPath: string, module: string, level: number, root: string): string[] {
  const parts = module ? module.split(".") : [];
  if (parts.some((part) => !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(part))) return [];
  return searchFolders(folderOf(fromPath), level, folderOf(`${root}/`)).flatMap((folder) => filesIn(folder, parts));
}

// A folder is written with its slash, so that "" is the folder of a bare file name and "/" the root.

function searchFolders(folder: string, level: number, root: string): string[] {
  if (level > 0) {
    let base: string | null = folder;
    for (let i = 1; i < level && base !== null; i++) base = parentOf(base);
    return base === null ? [] : [base];
  }
  const folders = [folder];
  for (let up = parentOf(folder); up?.startsWith(root); up = parentOf(up)) folders.push(up);
  return folders;
}

function filesIn(folder: string, parts: readonly string[]): string[] {
  const base = folder + parts.join("/");
  return parts.length > 0 ? [`${base}.py`, `${base}/__init__.py`] : [`${base}__init__.py`];
}

const folderOf = (path: string): string => path.replace(/[^/]*$/, "").replace(/\/+$/, "/");

const parentOf = (folder: string): string | null => (/[^/]\/$/.test(folder) ? folderOf(folder.slice(0, -1)) : null);

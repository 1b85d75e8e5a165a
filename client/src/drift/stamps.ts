/** Whether files are still those that were compared. */
import { type Disposable, RelativePattern, Uri, window, workspace } from "vscode";

/** The first file that is another now, by its name, or null. `files`: path → "size time", "gone" for none. */
export async function changedFile(files: Readonly<Record<string, string>>): Promise<string | null> {
  for (const [file, stamp] of Object.entries(files)) {
    const now = await Promise.resolve(workspace.fs.stat(Uri.file(file))).then(
      ({ size, mtime }) => `${size} ${mtime}`,
      () => "gone",
    );
    if (now !== stamp) return file;
  }
  return null;
}

/** What these files and the folders among `given` are like now, as text that changes when they do. */
export async function stampOf(files: readonly string[], given: readonly string[]): Promise<string> {
  const of = (file: string) =>
    Promise.resolve(workspace.fs.stat(Uri.file(file))).then(
      ({ size, mtime }) => `${size} ${mtime}`,
      () => "gone",
    );
  // A file that comes to a folder changes the time of the folder.
  const folders = [...new Set(files.map((file) => Uri.joinPath(Uri.file(file), "..").fsPath))];
  const isPattern = given.some((path) => /[*?[]/.test(path) || !/\.\w+$/.test(path));
  return (await Promise.all([...files, ...(isPattern ? folders : [])].map(of))).join();
}

const mostWatchers = 20;

/** Calls `look` when one of the files may have changed: by the system's word, and whenever somebody comes back to the window. */
export function watchFiles(files: Readonly<Record<string, string>>, look: () => void): Disposable {
  const watchers: Disposable[] = Object.keys(files)
    .slice(0, mostWatchers)
    .flatMap((file) => {
      const uri = Uri.file(file);
      const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(uri, ".."), uri.path.split("/").at(-1) ?? ""));
      return [watcher, watcher.onDidChange(look), watcher.onDidCreate(look), watcher.onDidDelete(look)];
    });
  watchers.push(window.onDidChangeWindowState(({ focused }) => focused && look()));
  return { dispose: () => watchers.forEach((watcher) => void watcher.dispose()) };
}

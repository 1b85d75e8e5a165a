/** Compares again when the current data have changed and rest. */
import { type Disposable, RelativePattern, Uri, workspace } from "vscode";
import type { Choice } from "../../../panel/src/messages";
import { isAbsolute, joined } from "./paths";

/** Milliseconds without a change before files count as written. */
const rest = 1000;

export class Rerun implements Disposable {
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What was seen when the last comparison began: the same is not compared twice. */
  private tried = "";

  /** `stamp`: what the current files are like now. `act` compares, and says no while something else is under way. */
  constructor(
    private readonly stamp: () => Promise<string>,
    private readonly act: () => Promise<boolean>,
  ) {}

  /** A comparison by hand begins. */
  async begun(): Promise<void> {
    clearTimeout(this.timer);
    this.tried = await this.stamp();
  }

  /** Something may have changed. */
  async look(): Promise<void> {
    const seen = await this.stamp();
    if (seen === this.tried) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ripe(seen), rest);
  }

  private async ripe(seen: string): Promise<void> {
    const now = await this.stamp();
    if (now !== seen) return this.look();
    const before = this.tried;
    this.tried = now;
    if (await this.act()) return;
    this.tried = before;
    this.timer = setTimeout(() => void this.ripe(now), rest);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }
}

/** Calls `look` when a file comes to a folder or a pattern of these data, changes there or goes. */
export function watchFolders({ data }: Choice, cwd: string, look: () => void): Disposable {
  const watchers = data.paths.flatMap((given) => {
    const full = isAbsolute(given) ? given.replaceAll("\\", "/") : joined(cwd, given);
    const isFile = /\.\w+$/.test(full) && !/[*?[]/.test(full);
    if (isFile || data.server !== undefined) return [];
    const base = full.replace(/\/[^/]*[*?[].*$/, "");
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(base), "**/*"));
    return [watcher, watcher.onDidCreate(look), watcher.onDidDelete(look), watcher.onDidChange(look)];
  });
  return { dispose: () => watchers.forEach((watcher) => void watcher.dispose()) };
}

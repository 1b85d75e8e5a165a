/** JSON in files of the extension's own: what a panel shows survives a reload without filling the window's state. */
import { Uri, workspace } from "vscode";

const most = 20;

export class Store<T> {
  constructor(private readonly folder: Uri) {}

  async write(id: string, value: T): Promise<void> {
    try {
      await workspace.fs.createDirectory(this.folder);
      await workspace.fs.writeFile(this.fileOf(id), new TextEncoder().encode(JSON.stringify(value)));
      await this.tidy();
    } catch {
      // Nothing is lost but the memory of it.
    }
  }

  async read(id: string): Promise<T | null> {
    try {
      return JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(this.fileOf(id)))) as T;
    } catch {
      return null;
    }
  }

  /** Ids come back from a page's state: nothing but letters and digits becomes a name of a file. */
  private fileOf(id: string): Uri {
    return Uri.joinPath(this.folder, `drift-${id.replaceAll(/[^0-9a-z]/g, "")}.json`);
  }

  private async tidy(): Promise<void> {
    const names = (await workspace.fs.readDirectory(this.folder)).map(([name]) => name).filter((name) => /^drift-\w+\.json$/.test(name));
    if (names.length <= most) return;
    const files = await Promise.all(names.map(async (name) => ({ name, mtime: (await workspace.fs.stat(Uri.joinPath(this.folder, name))).mtime })));
    files.sort((a, b) => b.mtime - a.mtime);
    await Promise.all(files.slice(most).map(({ name }) => workspace.fs.delete(Uri.joinPath(this.folder, name))));
  }
}

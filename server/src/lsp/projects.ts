/** Which settings hold for a document, and whether it is checked at all: workspace folders, `pyproject.toml`, the editor's settings. */
import type { Diagnostic } from "vscode-languageserver";
import { isForeign, isNeverChecked, pathMatcher } from "../settings/paths.js";
import { mergeSettings, readEditorSettings, readPyproject, type SettingsProblem } from "../settings/read.js";
import type { Settings } from "../settings/schema.js";
import { diagnosticSource } from "./diagnostics.js";
import type { HostFiles } from "./host.js";
import { decode, parentOf, pathBelow, schemeOf } from "./uris.js";

export interface DocumentSettings {
  readonly settings: Settings;
  /** Folder of the `pyproject.toml` that holds, else the workspace folder. */
  readonly root: string | null;
  /** Below the root, for patterns. */
  readonly relativePath: string | null;
  readonly checked: boolean;
}

interface Project {
  readonly folder: string;
  readonly values: Partial<Settings>;
}

export class Projects {
  /** Workspace folders, without slashes at their ends. */
  private folders: readonly string[] = [];
  private readonly tables = new Map<string, Promise<Partial<Settings> | null>>();

  constructor(
    private readonly files: HostFiles,
    /** The editor's `holdout` section for a document. */
    private readonly editorSection: (uri: string | null) => Promise<unknown>,
    private readonly report: (pyproject: string, problems: Diagnostic[]) => void,
    private readonly log: (message: string) => void,
  ) {}

  setFolders(uris: readonly string[]): void {
    this.folders = uris.map((uri) => uri.replace(/\/+$/, ""));
    this.forget();
  }

  getFolders(): readonly string[] {
    return this.folders;
  }

  /** Forgets what was read of the projects' files. */
  forget(): void {
    this.tables.clear();
  }

  /** `hasPlace` is false for what is not a file: untitled documents and interactive windows. */
  async settingsFor(uri: string, hasPlace: boolean): Promise<DocumentSettings> {
    const folder = this.folderOf(uri) ?? (hasPlace ? null : (this.folders[0] ?? null));
    const project = await this.projectOf(hasPlace ? uri : `${folder ?? ""}/untitled`, folder);
    const editor = readEditorSettings(await this.editorSection(hasPlace ? uri : folder));
    for (const problem of editor.problems) this.log(`Setting holdout: ${problem.message}`);
    const settings = mergeSettings(project?.values ?? {}, editor.values);
    const root = project?.folder ?? folder;
    const relativePath = root === null || !hasPlace ? null : pathBelow(root, uri);
    return { settings, root, relativePath, checked: settings.enable && (!hasPlace || this.isChecked(uri, folder, relativePath, settings)) };
  }

  private isChecked(uri: string, folder: string | null, relativePath: string | null, settings: Settings): boolean {
    if (folder === null) return this.folders.length === 0 && schemeOf(uri) === "file" && !isForeign(decode(uri));
    const belowFolder = pathBelow(folder, uri) ?? "";
    return !isNeverChecked(belowFolder) && !pathMatcher(settings.exclude)(relativePath ?? belowFolder);
  }

  /** The folder in which the modules of a file are sought: its workspace folder, else the one it lies in. */
  rootOf(uri: string): string {
    return this.folderOf(uri) ?? parentOf(uri) ?? uri;
  }

  /** The innermost workspace folder around a file. */
  private folderOf(uri: string): string | null {
    const around = this.folders.filter((folder) => pathBelow(folder, uri) !== null);
    return around.sort((a, b) => b.length - a.length)[0] ?? null;
  }

  /** The nearest table up to the workspace folder; without one, up to the root. */
  private async projectOf(uri: string, folder: string | null): Promise<Project | null> {
    for (let at = parentOf(uri); at !== null; at = at === folder ? null : parentOf(at)) {
      const values = await this.tableIn(at);
      if (values) return { folder: at, values };
    }
    return null;
  }

  private tableIn(folder: string): Promise<Partial<Settings> | null> {
    let table = this.tables.get(folder);
    if (!table) this.tables.set(folder, (table = this.readTable(`${folder}/pyproject.toml`)));
    return table;
  }

  private async readTable(uri: string): Promise<Partial<Settings> | null> {
    const text = await this.files.read(uri);
    const reading = text === null ? null : readPyproject(text);
    this.report(uri, (reading?.problems ?? []).map(asDiagnostic));
    return reading?.values ?? null;
  }
}

function asDiagnostic({ message, line }: SettingsProblem): Diagnostic {
  const at = Math.max(0, (line ?? 1) - 1);
  return { range: { start: { line: at, character: 0 }, end: { line: at, character: 1000 } }, severity: 2, source: diagnosticSource, message };
}

/** Which settings hold for a document, and whether it is checked at all: workspace folders, `pyproject.toml`, the editor's settings. */
import type { Diagnostic } from "vscode-languageserver";
import { isKnown } from "../engine.js";
import type { OwnKnowledge } from "../engine.types.js";
import type { BaselineEntry } from "../report/baseline.js";
import { readKnowledge } from "../settings/knowledge.js";
import { isForeign, isNeverChecked, pathMatcher } from "../settings/paths.js";
import { mergeSettings, readEditorSettings, readPyproject, type SettingsProblem } from "../settings/read.js";
import type { Settings } from "../settings/schema.js";
import { Baselines } from "./baselines.js";
import { diagnosticSource } from "./diagnostics.js";
import type { HostFiles } from "./host.js";
import { decode, parentOf, pathBelow, schemeOf } from "./uris.js";

export interface DocumentSettings {
  readonly settings: Settings;
  /** What the project says of its own code: the same object until a file of settings changes. */
  readonly knowledge: OwnKnowledge | null;
  /** Folder of the `pyproject.toml` that holds, else the workspace folder. */
  readonly root: string | null;
  /** Below the root, for patterns. */
  readonly relativePath: string | null;
  readonly checked: boolean;
  /** What the project lets stay in this document. */
  readonly baseline: readonly BaselineEntry[];
}

interface Project extends Table {
  readonly folder: string;
}

/** `[tool.holdout]` of a pyproject.toml. */
interface Table {
  readonly values: Partial<Settings>;
  readonly text: string;
  readonly problems: readonly Diagnostic[];
}

export class Projects {
  /** Workspace folders, without slashes at their ends. */
  private folders: readonly string[] = [];
  private readonly tables = new Map<string, Promise<Table | null>>();
  private readonly knowledge = new Map<string, Promise<OwnKnowledge | null>>();
  /** Files that settings were read from, besides each pyproject.toml. */
  private readonly knowledgeFiles = new Set<string>();
  private readonly baselines: Baselines;

  constructor(
    private readonly files: HostFiles,
    /** The editor's `holdout` section for a document. */
    private readonly editorSection: (uri: string | null) => Promise<unknown>,
    private readonly report: (file: string, problems: Diagnostic[]) => void,
    private readonly log: (message: string) => void,
  ) {
    this.baselines = new Baselines(files, log);
  }

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
    this.baselines.forget();
    this.knowledge.clear();
  }

  /** Whether settings are read from a file. */
  isSettingsFile(uri: string): boolean {
    return uri.endsWith("/pyproject.toml") || this.knowledgeFiles.has(uri) || this.baselines.isBaseline(uri);
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
    const knowledge = await this.knowledgeFor(root, settings, project);
    const baseline = root === null || !hasPlace ? [] : await this.baselines.entriesFor(uri, root, settings.baseline);
    return {
      settings,
      knowledge,
      root,
      relativePath,
      baseline,
      checked: settings.enable && (!hasPlace || this.isChecked(uri, folder, relativePath, settings)),
    };
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
      const table = await this.tableIn(at);
      if (table) return { ...table, folder: at };
    }
    return null;
  }

  private tableIn(folder: string): Promise<Table | null> {
    let table = this.tables.get(folder);
    if (!table) this.tables.set(folder, (table = this.readTable(`${folder}/pyproject.toml`)));
    return table;
  }

  private async readTable(uri: string): Promise<Table | null> {
    const text = await this.files.read(uri);
    const reading = text === null ? null : readPyproject(text);
    const problems = (reading?.problems ?? []).map(asDiagnostic);
    this.report(uri, problems);
    return reading && text !== null ? { values: reading.values, text, problems } : null;
  }

  private knowledgeFor(root: string | null, settings: Settings, project: Project | null): Promise<OwnKnowledge | null> {
    if (root === null || (settings.knowledge.length === 0 && Object.keys(settings.alias).length === 0)) return Promise.resolve(null);
    const key = JSON.stringify([root, settings.knowledge, settings.alias]);
    let knowledge = this.knowledge.get(key);
    if (!knowledge) this.knowledge.set(key, (knowledge = this.readKnowledge(root, settings, project)));
    return knowledge;
  }

  /** Faults stand in the file that they are in; those of the list itself in the pyproject.toml, beside its other faults. */
  private async readKnowledge(root: string, settings: Settings, project: Project | null): Promise<OwnKnowledge | null> {
    const uriOf = (name: string) => `${root}/${encodeURI(name.replace(/^(\.\/)+/, ""))}`;
    for (const name of settings.knowledge) this.knowledgeFiles.add(uriOf(name));
    const files = await Promise.all(settings.knowledge.map(async (name) => ({ name, text: await this.files.read(uriOf(name)) })));
    const { knowledge, problems } = readKnowledge({ files, alias: settings.alias, pyproject: project?.text ?? null, knows: isKnown });
    const inFile = (file: string | null) => problems.filter((problem) => problem.file === file).map(asDiagnostic);
    for (const { name } of files) this.report(uriOf(name), inFile(name));
    if (project) this.report(`${project.folder}/pyproject.toml`, [...project.problems, ...inFile(null)]);
    else for (const { message } of inFile(null)) this.log(`Setting holdout: ${message}`);
    return knowledge;
  }
}

function asDiagnostic({ message, line }: Pick<SettingsProblem, "message" | "line">): Diagnostic {
  const at = Math.max(0, (line ?? 1) - 1);
  return { range: { start: { line: at, character: 0 }, end: { line: at, character: 1000 } }, severity: 2, source: diagnosticSource, message };
}

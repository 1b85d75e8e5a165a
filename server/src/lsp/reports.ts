/** Reads documents whole: open ones as they are in the editor, others from their files. */
import type { CancellationToken } from "vscode-languageserver";
import type { SourceId } from "../base/span.js";
import type { Engine } from "../engine.types.js";
import type { DocumentInput } from "../program/program.js";
import { type FileReport, fileReport } from "../report/fileReport.js";
import { Locator, type SourceText } from "../report/located.js";
import { readDocument } from "../report/readDocument.js";
import { ruleUrl } from "../settings/catalogue.js";
import { isNeverChecked } from "../settings/paths.js";
import { buildSelection } from "../settings/selection.js";
import type { DataFileProfiles } from "./dataFiles.js";
import type { Documents } from "./documents.js";
import type { HostFiles } from "./host.js";
import type { ImportedFiles } from "./imports.js";
import type { Projects } from "./projects.js";
import { decode, pathBelow } from "./uris.js";

export interface ReportServices {
  readonly engine: Promise<Engine>;
  readonly documents: Documents;
  readonly files: HostFiles;
  readonly dataFiles: DataFileProfiles;
  readonly imports: ImportedFiles;
  readonly projects: Projects;
  log(message: string): void;
}

export interface Progress {
  report(percentage: number, message: string): void;
}

export class Reports {
  constructor(private readonly services: ReportServices) {}

  /** A path below its workspace folder, decoded, as people know it. */
  readonly shown = (uri: string): string => {
    for (const folder of this.services.projects.getFolders()) {
      const path = pathBelow(folder, uri);
      if (path !== null) return path;
    }
    return decode(uri.slice(uri.lastIndexOf("/") + 1));
  };

  /** Null if there is no such document; a sentence if it cannot be read. */
  async file(uri: string): Promise<FileReport | string | null> {
    const { documents, files, projects } = this.services;
    const view = documents.view(uri);
    if (view) {
      const cells = new Map(view.input.units.map((unit) => [unit.source, unit.cell]));
      return this.analyse(uri, view.input, view.hasPlace, (source) => {
        const text = view.texts.get(source)?.text;
        return text === undefined ? null : { filename: uri, cell: cells.get(source) ?? null, text };
      });
    }
    const settings = await projects.settingsFor(uri, true);
    const text = settings.checked ? await files.read(uri) : null;
    if (text === null) return null;
    const document = readDocument(text, uri);
    if (!document.ok) return `${this.shown(uri)}, line ${document.line}: ${document.message}`;
    return this.analyse(uri, document.input, true, (source) => {
      const unit = document.unitOf(source);
      return unit ? { filename: uri, cell: unit.cell, text: unit.text } : null;
    });
  }

  /** All files of the workspace, or null if it was cancelled. */
  async workspace(progress: Progress, cancel: CancellationToken): Promise<{ files: FileReport[]; problems: string[] } | null> {
    const uris = await this.allFiles();
    const files: FileReport[] = [];
    const problems: string[] = [];
    for (const [done, uri] of uris.entries()) {
      if (cancel.isCancellationRequested) return null;
      progress.report(Math.floor((100 * done) / uris.length), `${done + 1} of ${uris.length}: ${this.shown(uri)}`);
      const report = await this.file(uri).catch((error) => {
        this.services.log(`Cannot report on ${uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return `${this.shown(uri)}: the analysis failed`;
      });
      if (typeof report === "string") problems.push(report);
      else if (report) files.push(report);
      // Lets messages in, above all the cancellation.
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
    }
    return { files, problems };
  }

  /** Every file of the workspace that is not generated or installed: its URI, and its path below its folder. */
  async everyFile(): Promise<{ path: string; filename: string }[]> {
    const { files, projects } = this.services;
    const lists = await Promise.all(
      projects
        .getFolders()
        .map(async (folder) => (await files.list(folder, isNeverChecked, true)).map((uri) => ({ path: pathBelow(folder, uri) ?? uri, filename: uri }))),
    );
    return lists.flat();
  }

  /** Null if there is none, or if it is larger than what people write as configuration. */
  async smallText(uri: string): Promise<string | null> {
    const text = await this.services.files.read(uri);
    return text === null || text.length > 1_000_000 ? null : text;
  }

  private async allFiles(): Promise<string[]> {
    const { files, projects } = this.services;
    const lists = await Promise.all(projects.getFolders().map((folder) => files.list(folder, isNeverChecked)));
    return [...new Set(lists.flat())].sort();
  }

  private async analyse(uri: string, input: DocumentInput, hasPlace: boolean, textOf: (source: SourceId) => SourceText | null): Promise<FileReport> {
    const { engine, dataFiles, imports, projects } = this.services;
    const { settings, relativePath, knowledge } = await projects.settingsFor(uri, hasPlace);
    const analysis = (await engine).open(imports, { knowledge, dataFiles: settings.evidenceDataFiles ? dataFiles : null });
    try {
      analysis.update(input);
      const selection = () => buildSelection(settings, relativePath, input.units);
      const report = analysis.check(selection());
      const summary = analysis.summary(selection());
      const locator = new Locator((source) => textOf(source) ?? { filename: source, cell: null, text: imports.textOf(source) ?? "" }, ruleUrl);
      const cells = new Map(input.units.map((unit) => [unit.source, unit.cell]));
      return fileReport(uri, input.kind, { summary, report, locator, cellOf: (source) => cells.get(source) ?? null });
    } finally {
      analysis.dispose();
    }
  }
}

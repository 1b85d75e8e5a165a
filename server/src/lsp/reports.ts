/** Reads documents whole: open ones as they are in the editor, others from their files. */
import * as l10n from "@vscode/l10n";
import type { CancellationToken } from "vscode-languageserver";
import type { SourceId } from "../base/span.js";
import type { Analysis, Engine, FixOptions } from "../engine.types.js";
import type { DocumentInput } from "../program/program.js";
import { type AgentFile, type AgentReport, agentFinding, mostAgentFindings } from "../report/agentJson.js";
import { type FileReport, fileReport } from "../report/fileReport.js";
import { Locator, type SourceText } from "../report/located.js";
import { readDocument } from "../report/readDocument.js";
import { ruleUrl } from "../settings/catalogue.js";
import { isNeverChecked } from "../settings/paths.js";
import { buildSelection } from "../settings/selection.js";
import { withoutBaseline } from "./baselines.js";
import type { DataFileProfiles } from "./dataFiles.js";
import type { Documents } from "./documents.js";
import type { HostFiles } from "./host.js";
import type { ImportedFiles } from "./imports.js";
import type { DocumentSettings, Projects } from "./projects.js";
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

/** One document whose analysis is open. */
export interface Opened {
  readonly uri: string;
  readonly input: DocumentInput;
  readonly analysis: Analysis;
  readonly settings: DocumentSettings;
  readonly locator: Locator;
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
  file(uri: string): Promise<FileReport | string | null> {
    return this.read(uri, reportOf);
  }

  /** The findings of one document, or of the workspace for null, each with the fixes that hold. Null if there is no such document, or it was cancelled. */
  async findings(uri: string | null, progress: Progress, cancel: CancellationToken): Promise<AgentReport | null> {
    let room = mostAgentFindings;
    let leftOut = 0;
    const files: AgentFile[] = [];
    const problems: string[] = [];
    const take = (opened: Opened) => {
      const { file, more } = this.agentFile(opened, room);
      room -= file.findings.length;
      leftOut += more;
      return file;
    };
    if (uri !== null) {
      const file = await this.read(uri, take);
      if (file === null) return null;
      return { checked: 1, files: typeof file === "string" ? [] : [file], leftOut, problems: typeof file === "string" ? [file] : [] };
    }
    let checked = 0;
    const done = await this.each(progress, cancel, problems, async (each) => {
      const file = await this.read(each, take);
      if (typeof file === "string") problems.push(file);
      else if (file) {
        checked++;
        if (file.findings.length > 0) files.push(file);
      }
    });
    return done ? { checked, files, leftOut, problems } : null;
  }

  /** `use` sees the document while its analysis is open. Null if there is no such document; a sentence if it cannot be read. */
  open<T>(uri: string, use: (opened: Opened) => T): Promise<T | string | null> {
    return this.read(uri, use);
  }

  private async read<T>(uri: string, use: (opened: Opened) => T): Promise<T | string | null> {
    const { documents, files, projects } = this.services;
    const view = documents.view(uri);
    if (view) {
      const cells = new Map(view.input.units.map((unit) => [unit.source, unit.cell]));
      return this.analyse(
        uri,
        view.input,
        view.hasPlace,
        (source) => {
          const text = view.texts.get(source)?.text;
          return text === undefined ? null : { filename: uri, cell: cells.get(source) ?? null, text };
        },
        use,
      );
    }
    const settings = await projects.settingsFor(uri, true);
    const text = settings.checked ? await files.read(uri) : null;
    if (text === null) return null;
    const document = readDocument(text, uri);
    if (!document.ok) return l10n.t("{0}, line {1}: {2}", this.shown(uri), document.line, document.message);
    return this.analyse(
      uri,
      document.input,
      true,
      (source) => {
        const unit = document.unitOf(source);
        return unit ? { filename: uri, cell: unit.cell, text: unit.text } : null;
      },
      use,
    );
  }

  /** All files of the workspace, or null if it was cancelled. */
  async workspace(progress: Progress, cancel: CancellationToken): Promise<{ files: FileReport[]; problems: string[] } | null> {
    const files: FileReport[] = [];
    const problems: string[] = [];
    const done = await this.each(progress, cancel, problems, async (uri) => {
      const report = await this.file(uri);
      if (typeof report === "string") problems.push(report);
      else if (report) files.push(report);
    });
    return done ? { files, problems } : null;
  }

  /** False if it was cancelled. */
  private async each(progress: Progress, cancel: CancellationToken, problems: string[], run: (uri: string) => Promise<void>): Promise<boolean> {
    const uris = await this.allFiles();
    for (const [done, uri] of uris.entries()) {
      if (cancel.isCancellationRequested) return false;
      progress.report(Math.floor((100 * done) / uris.length), l10n.t("{0} of {1}: {2}", done + 1, uris.length, this.shown(uri)));
      await run(uri).catch((error) => {
        this.services.log(`Cannot report on ${uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        problems.push(l10n.t("{0}: the analysis failed", this.shown(uri)));
      });
      // Lets messages in, above all the cancellation.
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
    }
    return true;
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

  private async analyse<T>(
    uri: string,
    input: DocumentInput,
    hasPlace: boolean,
    textOf: (source: SourceId) => SourceText | null,
    use: (opened: Opened) => T,
  ): Promise<T> {
    const { engine, dataFiles, imports, projects } = this.services;
    const settings = await projects.settingsFor(uri, hasPlace);
    const analysis = (await engine).open(imports, { knowledge: settings.knowledge, dataFiles: settings.settings.evidenceDataFiles ? dataFiles : null });
    try {
      analysis.update(input);
      const locator = new Locator((source) => textOf(source) ?? { filename: source, cell: null, text: imports.textOf(source) ?? "" }, ruleUrl);
      return use({ uri, input, analysis, settings, locator });
    } finally {
      analysis.dispose();
    }
  }

  /** `most`: findings that there is room for; `more`: how many there are beyond them. */
  private agentFile({ uri, input, analysis, settings, locator }: Opened, most: number): { file: AgentFile; more: number } {
    const selectionFor = (units: DocumentInput["units"]) => buildSelection(settings.settings, settings.relativePath, units);
    const report = withoutBaseline(analysis.check(selectionFor(input.units)), settings.baseline, input.units);
    const options: FixOptions = { importsCell: settings.settings.fixImportsCell, selectionFor };
    const units = new Map(input.units.map((unit) => [unit.source, unit]));
    const context = {
      locator,
      shown: this.shown,
      cellOf: (source: SourceId) => units.get(source)?.cell ?? null,
      textOf: (source: SourceId) => units.get(source)?.text ?? "",
    };
    const findings = report.findings.slice(0, most).map((finding) => {
      const offers = report.broken.includes(finding.at.source) ? [] : analysis.offers(finding, options);
      return agentFinding(finding, offers, context);
    });
    const evaluations = analysis.summary(selectionFor(input.units)).evaluations.map(({ metric, verdict, at }) => {
      const { cell, location } = locator.place(at);
      return { metric, verdict, cell, location };
    });
    return { file: { file: this.shown(uri), uri, evaluations, findings }, more: report.findings.length - findings.length };
  }
}

function reportOf({ uri, input, analysis, settings, locator }: Opened): FileReport {
  const selection = () => buildSelection(settings.settings, settings.relativePath, input.units);
  const report = analysis.check(selection());
  const summary = analysis.summary(selection());
  const cells = new Map(input.units.map((unit) => [unit.source, unit.cell]));
  return fileReport(uri, input.kind, { summary, report, locator, cellOf: (source) => cells.get(source) ?? null });
}

/** Checks files that are not open: the whole workspace on request, and afterwards whatever of it changes on disk. */
import * as l10n from "@vscode/l10n";
import type { CancellationToken, Diagnostic } from "vscode-languageserver";
import type { SourceId } from "../base/span.js";
import type { Engine } from "../engine.types.js";
import type { DataFiles } from "../profiles/dataFile.js";
import type { CheckWorkspaceResult } from "../protocol.js";
import { readDocument } from "../report/readDocument.js";
import { isNeverChecked } from "../settings/paths.js";
import { buildSelection } from "../settings/selection.js";
import { withoutBaseline } from "./baselines.js";
import { type PageLookup, toDiagnostics } from "./diagnostics.js";
import type { HostFiles } from "./host.js";
import type { ImportedFiles } from "./imports.js";
import type { Projects } from "./projects.js";
import type { Publisher } from "./publisher.js";
import { decode } from "./uris.js";

export interface WorkspaceServices {
  readonly engine: Promise<Engine>;
  readonly files: HostFiles;
  readonly dataFiles: DataFiles;
  readonly imports: ImportedFiles;
  readonly projects: Projects;
  readonly publisher: Publisher;
  readonly page: PageLookup;
  isOpen(uri: string): boolean;
  /** Findings that an open document shows. */
  openFindings(uri: string): number;
  log(message: string): void;
}

export class WorkspaceCheck {
  /** Closed files whose findings are shown. */
  private readonly shown = new Set<string>();

  constructor(private readonly services: WorkspaceServices) {}

  /** Null if it was cancelled; what was found until then stays. */
  async run(progress: { report(percentage: number, message: string): void }, cancel: CancellationToken): Promise<CheckWorkspaceResult | null> {
    const uris = await this.allFiles();
    let findings = 0;
    for (const [done, uri] of uris.entries()) {
      if (cancel.isCancellationRequested) return null;
      const name = decode(uri.slice(uri.lastIndexOf("/") + 1));
      progress.report(Math.floor((100 * done) / uris.length), l10n.t("{0} of {1}: {2}", done + 1, uris.length, name));
      findings += this.services.isOpen(uri) ? this.services.openFindings(uri) : await this.checkClosed(uri);
      await breath();
    }
    return { files: uris.length, findings };
  }

  /** A document was opened: its own diagnostics take over. */
  opened(uri: string): void {
    if (this.shown.has(uri)) this.services.publisher.clear(uri);
  }

  /** A document was closed, or changed on disk: only what a check of the workspace has shown is kept up. */
  async changed(uri: string): Promise<void> {
    if (this.shown.has(uri) && !this.services.isOpen(uri)) await this.checkClosed(uri);
  }

  private async allFiles(): Promise<string[]> {
    const lists = await Promise.all(this.services.projects.getFolders().map((folder) => this.services.files.list(folder, isNeverChecked)));
    return [...new Set(lists.flat())].sort();
  }

  private async checkClosed(uri: string): Promise<number> {
    const { engine, files, dataFiles, imports, projects, publisher } = this.services;
    const settings = await projects.settingsFor(uri, true);
    const text = settings.checked ? await files.read(uri) : null;
    if (text === null) {
      publisher.clear(uri);
      return 0;
    }
    const document = readDocument(text, uri);
    if (!document.ok) {
      this.services.log(`${decode(uri)}: ${document.message}`);
      return 0;
    }
    const analysis = (await engine).open(imports, { knowledge: settings.knowledge, dataFiles: settings.settings.evidenceDataFiles ? dataFiles : null });
    try {
      analysis.update(document.input);
      const { units } = document.input;
      const report = withoutBaseline(analysis.check(buildSelection(settings.settings, settings.relativePath, units)), settings.baseline, units);
      const textOf = (source: SourceId) => document.textOf(source) ?? imports.textOf(source) ?? undefined;
      const lists = toDiagnostics(
        report.findings,
        document.input.units.map((unit) => unit.source),
        document.input.kind === "notebook",
        textOf,
        (source) => document.input.units.find((unit) => unit.source === source)?.cell,
        this.services.page,
      );
      if (!this.services.isOpen(uri))
        publisher.publish(
          uri,
          undefined,
          [...lists].flatMap(([source, list]) => list.map((diagnostic) => inFile(diagnostic, source, uri, document.rawLine))),
        );
      this.shown.add(uri);
      return report.findings.length;
    } catch (error) {
      this.services.log(`Cannot check ${uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return 0;
    } finally {
      analysis.dispose();
    }
  }
}

/** A cell of a closed notebook has no document of its own, so its diagnostics stand at the lines of the file. */
function inFile(diagnostic: Diagnostic, source: SourceId, uri: string, rawLine: (source: SourceId, line: number) => number | null): Diagnostic {
  const move = (line: number, of: SourceId) => rawLine(of, line);
  const start = move(diagnostic.range.start.line, source);
  const end = move(diagnostic.range.end.line, source);
  const relatedInformation = diagnostic.relatedInformation?.map((info) => {
    const line = move(info.location.range.start.line, info.location.uri as SourceId);
    return line === null ? info : { ...info, location: { uri, range: wholeLine(line, line) } };
  });
  return start === null || end === null ? diagnostic : { ...diagnostic, range: wholeLine(start, end), relatedInformation };
}

const wholeLine = (first: number, last: number) => ({ start: { line: first, character: 0 }, end: { line: last, character: 10_000 } });

/** Lets messages in, above all the cancellation. */
const breath = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

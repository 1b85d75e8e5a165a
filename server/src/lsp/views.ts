/** Views that the server draws and the client shows: reports, maps, explanations; and their files. */
import * as l10n from "@vscode/l10n";
import type { CancellationToken, Connection } from "vscode-languageserver";
import {
  type CellsParams,
  type CellsResult,
  cellsMethod,
  type ExportFormat,
  type ExportParams,
  type ExportResult,
  exportMethod,
  type FindingsParams,
  type FindingsResult,
  findingsMethod,
  type ModelCardParams,
  type ModelCardResult,
  modelCardMethod,
  type ScaffoldParams,
  type ScaffoldResult,
  scaffoldMethod,
  type ViewParams,
  type ViewResult,
  viewMethod,
} from "../protocol.js";
import { readiness } from "../readiness/collect.js";
import { readinessItems } from "../readiness/items.js";
import { type ReadinessGiven, readinessReport, renderReadinessJson } from "../readiness/render.js";
import { scaffolds } from "../readiness/scaffolds.js";
import { renderAgentJson } from "../report/agentJson.js";
import { type Block, toMarkdown } from "../report/blocks.js";
import { cellBadges } from "../report/cellBadges.js";
import { explanation } from "../report/explanation.js";
import { toHtml, toHtmlPage } from "../report/html.js";
import { mapMarkdown, mapSvgFile, mapViewBody } from "../report/mapView.js";
import { modelCard } from "../report/modelCard.js";
import { renderReportJson, trustReport } from "../report/trustReport.js";
import { version } from "../report/version.js";
import type { Documents } from "./documents.js";
import type { HostMeasurer } from "./host.js";
import { Measurements } from "./measure.js";
import type { Progress, Reports } from "./reports.js";

export interface ViewServices {
  readonly reports: Reports;
  readonly documents: Documents;
  readonly measurer: HostMeasurer | undefined;
  rootOf(uri: string): string;
  progress(token: string | number | undefined, title: string): Promise<Progress & { done(): void }>;
  log(message: string): void;
}

/** What a view can be written as, made when it is asked for. */
type Files = Partial<Record<ExportFormat, (grouping: string | undefined) => string>>;

/** Views kept for export; people do not keep more open. */
const mostKept = 20;

export class Views {
  private readonly kept = new Map<number, Files>();
  private lastId = 0;

  constructor(private readonly services: ViewServices) {}

  listen(connection: Connection): void {
    connection.onRequest(viewMethod, (params: ViewParams, cancel: CancellationToken) => this.view(params, cancel));
    connection.onRequest(exportMethod, ({ id, format, grouping }: ExportParams): ExportResult => this.kept.get(id)?.[format]?.(grouping) ?? null);
    connection.onRequest(modelCardMethod, (params: ModelCardParams, cancel: CancellationToken) => this.modelCard(params, cancel));
    connection.onRequest(scaffoldMethod, ({ name }: ScaffoldParams): ScaffoldResult => scaffolds[name] ?? null);
    connection.onRequest(findingsMethod, (params: FindingsParams, cancel: CancellationToken) => this.findings(params, cancel));
    connection.onRequest(cellsMethod, (params: CellsParams) => this.cells(params));
    new Measurements({ ...this.services, keep: (title, blocks, more) => this.keep(title, blocks, more) }).listen(connection);
  }

  private async view({ view, uri, at, workDoneToken }: ViewParams, cancel: CancellationToken): Promise<ViewResult | null> {
    if (view === "report") return this.report(uri, workDoneToken, cancel);
    if (view === "readiness") return this.readiness(workDoneToken, cancel);
    if (uri === null) return null;
    const report = await this.services.reports.file(uri);
    const title = this.services.reports.shown(uri);
    if (report === null) return null;
    if (typeof report === "string") return this.keep(title, [{ k: "para", text: [report] }]);
    if (view === "map") {
      const files: Files = {
        svg: (grouping) => mapSvgFile(report, grouping),
        markdown: () => mapMarkdown(report, title),
      };
      return this.keepDrawn(l10n.t("Map: {0}", title), mapViewBody(report, title), files);
    }
    if (view === "explain" && at) {
      const cell = this.services.documents.view(uri)?.input.units.find((unit) => unit.source === at.text)?.cell ?? null;
      const blocks = explanation(report, { cell, row: at.line + 1, column: at.character + 1 }, (source) => this.textOf(source, uri));
      return this.keep(l10n.t("Explain this finding"), blocks);
    }
    return null;
  }

  private async report(uri: string | null, token: string | number | undefined, cancel: CancellationToken): Promise<ViewResult | null> {
    const { reports } = this.services;
    if (uri !== null) {
      const report = await reports.file(uri);
      if (report === null) return null;
      const title = reports.shown(uri);
      return this.reportView(title, typeof report === "string" ? [] : [report], typeof report === "string" ? [report] : []);
    }
    const progress = await this.services.progress(token, l10n.t("Reading the workspace"));
    try {
      const all = await reports.workspace(progress, cancel);
      return all && this.reportView(l10n.t("the workspace"), all.files, all.problems);
    } finally {
      progress.done();
    }
  }

  private async readiness(token: string | number | undefined, cancel: CancellationToken): Promise<ViewResult | null> {
    const { reports } = this.services;
    const progress = await this.services.progress(token, l10n.t("Looking for evidence"));
    try {
      const all = await reports.workspace(progress, cancel);
      if (!all) return null;
      const files = await reports.everyFile();
      const results = await readiness(
        readinessItems(),
        { reports: all.files, files, read: (uri) => reports.smallText(uri) },
        () => cancel.isCancellationRequested,
      );
      if (!results) return null;
      const given: ReadinessGiven = { title: l10n.t("the workspace"), results, problems: all.problems, files: files.length, shown: reports.shown };
      return this.keep(l10n.t("Readiness"), readinessReport(given), { json: () => renderReadinessJson(given) });
    } finally {
      progress.done();
    }
  }

  private async findings({ uri, workDoneToken }: FindingsParams, cancel: CancellationToken): Promise<FindingsResult> {
    const progress = workDoneToken === undefined ? null : await this.services.progress(workDoneToken, l10n.t("Reading the workspace"));
    try {
      const report = await this.services.reports.findings(uri, progress ?? { report: () => {} }, cancel);
      return report && renderAgentJson(report, version);
    } finally {
      progress?.done();
    }
  }

  private async modelCard({ uri, existing, workDoneToken }: ModelCardParams, cancel: CancellationToken): Promise<ModelCardResult> {
    const { reports } = this.services;
    const progress = await this.services.progress(workDoneToken, l10n.t("Reading the workspace"));
    try {
      const one = uri === null ? null : await reports.file(uri);
      if (typeof one === "string") return { text: null, problem: one };
      const files = uri === null ? ((await reports.workspace(progress, cancel))?.files ?? null) : one ? [one] : [];
      return files ? modelCard({ files, shown: reports.shown }, existing) : { text: null, problem: null };
    } finally {
      progress.done();
    }
  }

  private reportView(title: string, files: Parameters<typeof trustReport>[0]["files"], problems: readonly string[]): ViewResult {
    const { shown } = this.services.reports;
    const given = { title, files, problems, version, shown };
    const blocks = trustReport(given);
    return this.keep(l10n.t("Report: {0}", title), blocks, { json: () => renderReportJson(given) });
  }

  private keep(title: string, blocks: readonly Block[], more: Files = {}): ViewResult {
    const { shown } = this.services.reports;
    return this.keepDrawn(title, toHtml(blocks, { live: true, shown }), {
      markdown: () => toMarkdown(blocks, { shown }),
      html: () => toHtmlPage(title, blocks, { shown }),
      ...more,
    });
  }

  private keepDrawn(title: string, body: string, files: Files): ViewResult {
    const id = ++this.lastId;
    this.kept.set(id, files);
    for (const old of this.kept.keys()) if (this.kept.size > mostKept) this.kept.delete(old);
    return { id, title, body, formats: Object.keys(files) as ExportFormat[] };
  }

  /** Source lines by cell, for explanations. */
  private textOf(cell: number | null, uri: string): string | null {
    const units = this.services.documents.view(uri)?.input.units ?? [];
    return units.find((unit) => unit.cell === cell)?.text ?? null;
  }

  private async cells({ uri }: CellsParams): Promise<CellsResult> {
    const report = await this.services.reports.file(uri);
    if (!report || typeof report === "string" || report.kind !== "notebook") return [];
    const units = this.services.documents.view(uri)?.input.units ?? [];
    return cellBadges(report).flatMap(({ cell, ...badge }) => {
      const unit = units.find((each) => each.cell === cell);
      return unit ? [{ cell: unit.source, ...badge }] : [];
    });
  }
}

/** Measuring what a finding is worth: which finding and fix, what running it means, and the runs. Nothing runs but what a plan was agreed to. */
import * as l10n from "@vscode/l10n";
import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { Analysis, Finding, FixOptions } from "../engine.types.js";
import { consentFor } from "../measure/consent.js";
import type { Interpreter } from "../measure/job.js";
import { type Given, jobOf, measurementOf, type Prepared, prepare } from "../measure/prepare.js";
import type { Side } from "../measure/types.js";
import {
  type MeasurableFinding,
  type MeasurableParams,
  type MeasurableResult,
  type MeasureFixesParams,
  type MeasureFixesResult,
  type MeasurePlanParams,
  type MeasurePlanResult,
  type MeasureRunParams,
  measurableMethod,
  measureFixesMethod,
  measurePlanMethod,
  measureRunMethod,
  type ViewResult,
} from "../protocol.js";
import { type Block, lineText } from "../report/blocks.js";
import type { LocatedFinding } from "../report/located.js";
import { measurementReport, renderMeasurementJson } from "../report/measurement.js";
import { ruleUrl } from "../settings/catalogue.js";
import { buildSelection } from "../settings/selection.js";
import type { HostMeasurer } from "./host.js";
import type { Opened, Progress, Reports } from "./reports.js";
import { pathBelow } from "./uris.js";

export interface MeasureServices {
  readonly measurer: HostMeasurer | undefined;
  readonly reports: Reports;
  rootOf(uri: string): string;
  progress(token: string | number | undefined, title: string): Promise<Progress & { done(): void }>;
  keep(title: string, blocks: readonly Block[], more: { json: () => string }): ViewResult;
}

interface Plan {
  readonly uri: string;
  readonly given: Given;
  readonly prepared: Prepared;
  readonly interpreter: Interpreter;
  readonly limitSeconds: number;
}

/** Runs a side. */
const seeds = 3;

export class Measurements {
  private readonly plans = new Map<number, Plan>();
  private last = 0;

  constructor(private readonly services: MeasureServices) {}

  listen(connection: Connection): void {
    connection.onRequest(measurableMethod, (params: MeasurableParams) => this.measurable(params));
    connection.onRequest(measureFixesMethod, (params: MeasureFixesParams) => this.fixes(params));
    connection.onRequest<MeasurePlanResult, void>(measurePlanMethod, (params: MeasurePlanParams) => this.plan(params));
    connection.onRequest<ViewResult | null, void>(measureRunMethod, (params: MeasureRunParams, cancel: CancellationToken) => this.run(params, cancel));
  }

  /** The findings at a place, or all of the document where there is none. */
  private async measurable({ uri, at }: MeasurableParams): Promise<MeasurableResult> {
    const found = await this.services.reports.open(uri, (opened) =>
      findingsOf(opened).map((finding) => ({ finding, located: opened.locator.finding(finding) })),
    );
    if (found === null || typeof found === "string")
      return { findings: [], problem: found ?? l10n.t("Holdout does not check this file: it is excluded, switched off, or no Python.") };
    const here = at ? found.filter(({ finding, located }) => finding.at.source === at.text && isAt(located, at)) : [];
    return { findings: (here.length > 0 ? here : found).map(described), problem: null };
  }

  private async fixes({ uri, finding }: MeasureFixesParams): Promise<MeasureFixesResult> {
    const result = await this.withFinding(uri, finding, ({ offers }) => ({
      fixes: offers.flatMap(({ fix }) => (fix ? [fix.title] : [])),
      withheld: offers.flatMap(({ withheld }) => withheld ?? [])[0] ?? null,
    }));
    return typeof result === "string" ? { fixes: [], withheld: result } : result;
  }

  /** What is asked before anything runs; the plan that is agreed to is kept under its number. */
  private async plan(params: MeasurePlanParams): Promise<MeasurePlanResult> {
    try {
      return await this.planned(params);
    } catch (error) {
      return { problem: reasonOf(error) };
    }
  }

  private async planned({ uri, finding, fix, python, limitSeconds }: MeasurePlanParams): Promise<MeasurePlanResult> {
    const { measurer, rootOf } = this.services;
    const root = rootOf(uri);
    const [folder, path] = [measurer?.pathOf(root) ?? null, pathBelow(root, uri)];
    if (!measurer || folder === null || path === null) return { problem: l10n.t("Only a program that is a file on this machine can be run. Save it first.") };
    const found = await this.withFinding(uri, finding, ({ opened: { input, analysis }, finding: about, offers, options }) => {
      const chosen = offers.flatMap((offer) => offer.fix ?? [])[fix];
      const { evaluations } = analysis.summary(options.selectionFor(input.units));
      return chosen && { document: input, finding: about, fix: chosen, evaluations, reads: analysis.reads() };
    });
    if (!found || typeof found === "string") return { problem: found ?? l10n.t("This fix is no longer there. Ask again.") };
    const interpreter = await measurer.interpreter(python);
    const survey = await measurer.survey(folder);
    const given: Given = { ...found, path, folder, survey, textOf: (file) => measurer.readText(`${folder}/${file}`) };
    const prepared = prepare(given);
    const id = ++this.last;
    this.plans.set(id, { uri, given, prepared, interpreter, limitSeconds });
    for (const old of this.plans.keys()) if (this.plans.size > 5) this.plans.delete(old);
    const asked = { document: path, fix: given.fix.title, folder, interpreter, seeds, limitSeconds, skipped: survey.skipped };
    return { problem: null, id, ...consentFor(asked, prepared) };
  }

  /** Partial where it was cancelled; null for a plan that is not there, which is run once only. */
  private async run({ id, scope, workDoneToken }: MeasureRunParams, cancel: CancellationToken): Promise<ViewResult | ResponseError<void> | null> {
    const { measurer, reports } = this.services;
    const plan = this.plans.get(id);
    this.plans.delete(id);
    if (!plan || !measurer) return null;
    const { uri, given, prepared, interpreter, limitSeconds } = plan;
    const progress = await this.services.progress(workDoneToken, l10n.t("Measuring"));
    try {
      const job = jobOf(given, prepared, { python: interpreter.path, scope, seeds, limitSeconds });
      const runs = await measurer.run(job, {
        cancelled: cancel,
        running: (run, of, side, seed) => progress.report(Math.floor((100 * (run - 1)) / of), runWords(run, of, side, seed)),
      });
      const name = reports.shown(uri);
      const where = { document: name, filename: uri, url: ruleUrl(given.finding), python: l10n.t("Python {0} ({1})", interpreter.version, interpreter.path) };
      const result = measurementOf(given, prepared, job, runs, where);
      return this.services.keep(l10n.t("Measured: {0} in {1}", given.finding.code, name), measurementReport(result), {
        json: () => renderMeasurementJson(result),
      });
    } catch (error) {
      return new ResponseError(LSPErrorCodes.RequestFailed, reasonOf(error));
    } finally {
      progress.done();
    }
  }

  /** A sentence where the document or the finding is not there. */
  private async withFinding<T>(
    uri: string,
    id: string,
    use: (found: { opened: Opened; finding: Finding; offers: ReturnType<Analysis["offers"]>; options: FixOptions }) => T,
  ): Promise<T | string> {
    const gone = l10n.t("The text has changed since. Ask again.");
    const result = await this.services.reports.open(uri, (opened) => {
      const finding = findingsOf(opened).find((each) => idOf(each) === id);
      const options = fixOptions(opened);
      return finding ? use({ opened, finding, offers: opened.analysis.offers(finding, options), options }) : gone;
    });
    return result ?? gone;
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const fixOptions = ({ settings: { settings, relativePath } }: Opened): FixOptions => ({
  importsCell: settings.fixImportsCell,
  selectionFor: (units) => buildSelection(settings, relativePath, units),
});

const findingsOf = (opened: Opened): readonly Finding[] => {
  const report = opened.analysis.check(fixOptions(opened).selectionFor(opened.input.units));
  return report.findings.filter(({ at }) => !report.broken.includes(at.source));
};

function runWords(run: number, of: number, side: Side, seed: number): string {
  const told = side === "leak" ? l10n.t("run {0} of {1}, with the leak", run, of) : l10n.t("run {0} of {1}, without", run, of);
  return seed > 0 ? l10n.t("{0}, seeds + {1}", told, seed) : told;
}

const idOf = ({ code, at }: Finding): string => `${code} ${at.start} ${at.source}`;

function described({ finding, located }: { finding: Finding; located: LocatedFinding }): MeasurableFinding {
  return { id: idOf(finding), code: finding.code, message: finding.message, where: lineText(located.cell, located.location.row) };
}

const isAt = ({ location, end_location }: LocatedFinding, { line }: { line: number }): boolean => location.row <= line + 1 && line + 1 <= end_location.row;

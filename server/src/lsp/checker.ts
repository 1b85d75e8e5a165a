/** Checks one open document again and again: when to analyse, what to show at once, what after a rest. */
import type { SourceId, Span } from "../base/span.js";
import type { Analysis, DataRead, Engine, Finding, FixOptions, Hover, Offer, Report, TextEdit } from "../engine.types.js";
import { lineEdits } from "../fixes/all.js";
import type { DataFiles } from "../profiles/dataFile.js";
import type { FileSource, UnitInput } from "../program/program.js";
import type { StatusParams } from "../protocol.js";
import { buildSelection } from "../settings/selection.js";
import type { RowHint, Summary } from "../summary.types.js";
import { withoutBaseline } from "./baselines.js";
import { nothingShown, type Shown, stillShown } from "./calm.js";
import { type PageLookup, toDiagnostics } from "./diagnostics.js";
import type { Documents, DocumentView } from "./documents.js";
import type { DocumentSettings } from "./projects.js";
import type { Publisher } from "./publisher.js";
import { LastGoodTexts } from "./stale.js";

export interface CheckerServices {
  readonly engine: Promise<Engine>;
  readonly documents: Documents;
  readonly files: FileSource & { textOf(uri: string): string | null };
  readonly dataFiles: DataFiles;
  readonly publisher: Publisher;
  readonly debounce: number;
  readonly page: PageLookup;
  settingsFor(uri: string, hasPlace: boolean): Promise<DocumentSettings>;
  status(params: StatusParams): void;
  log(message: string): void;
}

interface Checked {
  readonly report: Report;
  readonly findings: readonly Finding[];
  readonly view: DocumentView;
  readonly offers: Map<Finding, readonly Offer[]>;
}

export class Checker {
  private analysis: Analysis | null = null;
  private settings: DocumentSettings | null = null;
  private shown: Shown = nothingShown;
  private published: ReadonlySet<SourceId> = new Set();
  private readonly lastGood = new LastGoodTexts();
  /** The last check, unless the document has changed since. */
  private current: Checked | null = null;
  private checkTimer: ReturnType<typeof setTimeout> | undefined;
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  /** Somebody typed before the first check: what it finds waits for a rest, as after any other edit. */
  private typedEarly = false;
  /** Counts reloads, so that only the last of several does anything. */
  private generation = 0;

  constructor(
    readonly uri: string,
    private readonly services: CheckerServices,
  ) {}

  /** Reads the settings and shows everything: after opening, and when settings or files around the document have changed. */
  async reload(): Promise<void> {
    const generation = ++this.generation;
    const view = this.services.documents.view(this.uri);
    if (!view) return;
    const [engine, settings] = await Promise.all([this.services.engine, this.services.settingsFor(this.uri, view.hasPlace)]);
    if (this.closed || generation !== this.generation) return;
    const before = this.settings;
    if (before?.knowledge !== settings.knowledge || before.settings.evidenceDataFiles !== settings.settings.evidenceDataFiles) this.forgetAnalysis();
    this.settings = settings;
    if (!settings.checked) return this.stop();
    this.analysis ??= engine.open(this.services.files, {
      knowledge: settings.knowledge,
      dataFiles: settings.settings.evidenceDataFiles ? this.services.dataFiles : null,
    });
    this.current = null;
    if (this.typedEarly) {
      this.typedEarly = false;
      this.edited();
    } else if (this.restTimer === undefined) this.showAll();
    else this.showStill();
  }

  /** The document has changed: what is cured goes soon, what is new comes after a rest. */
  edited(): void {
    this.current = null;
    if (!this.analysis || !this.settings) {
      this.typedEarly = true;
      return;
    }
    clearTimeout(this.checkTimer);
    clearTimeout(this.restTimer);
    this.checkTimer = setTimeout(() => this.showStill(), this.services.debounce);
    this.restTimer = setTimeout(
      () => {
        this.restTimer = undefined;
        this.showAll();
      },
      Math.max(this.settings.settings.delay, this.services.debounce),
    );
  }

  /** The findings as of now, for code actions. */
  findings(): readonly Finding[] {
    return this.check()?.findings ?? [];
  }

  /** Fixes of a finding; worked out when they are first asked for, and kept until the document changes. */
  offers(finding: Finding): readonly Offer[] {
    const checked = this.check();
    if (!checked || !this.analysis || !this.settings) return [];
    // A text that does not parse is served from an older one, in which the fix would stand elsewhere.
    if (checked.report.broken.includes(finding.at.source)) return [];
    const known = checked.offers.get(finding);
    if (known) return known;
    const offers = this.analysis.offers(finding, fixOptions(this.settings));
    checked.offers.set(finding, offers);
    return offers;
  }

  /** Edits that apply every safe fix. */
  fixAll(): readonly TextEdit[] {
    const checked = this.check();
    if (!checked || !this.analysis || !this.settings) return [];
    const { document } = this.analysis.fixAll("safe", fixOptions(this.settings));
    const before = textsOf(checked.view);
    return document.units.flatMap(({ source, text }) => {
      const old = before.get(source);
      return old === undefined || old === text ? [] : lineEdits(source, old, text);
    });
  }

  hover(source: SourceId, offset: number): Hover | null {
    const checked = this.check();
    const unit = checked?.view.input.units.find((each) => each.source === source);
    if (!checked || !unit || this.lastGood.isStale(unit, checked.report.broken)) return null;
    return this.analysis?.hover(source, offset) ?? null;
  }

  /** A text of the document, or of a file that it imports, with the number of its cell; null if it is not known. */
  textAt(source: SourceId): { readonly text: string; readonly cell: number | null; readonly own: boolean } | null {
    const unit = this.current?.view.input.units.find((each) => each.source === source);
    if (unit) return { text: unit.text, cell: unit.cell, own: true };
    const text = this.services.files.textOf(source);
    return text === null ? null : { text, cell: null, own: false };
  }

  /** Which rows the names of a text hold; none where the text is not what was analysed, or the setting is off. */
  hints(source: SourceId): readonly RowHint[] {
    const checked = this.check();
    const unit = checked?.view.input.units.find((each) => each.source === source);
    if (!this.settings?.settings.rowHints || !checked || !unit || this.lastGood.isStale(unit, checked.report.broken)) return [];
    return this.analysis?.hints(source) ?? [];
  }

  /** The whole of the document; null while it does not parse or is not checked. */
  summary(): Summary | null {
    const checked = this.check();
    if (!checked || !this.settings || checked.report.broken.length) return null;
    return this.analysis?.summary(buildSelection(this.settings.settings, this.settings.relativePath, checked.view.input.units)) ?? null;
  }

  /** Calls that read files. */
  reads(): { readonly reads: readonly DataRead[]; readonly view: DocumentView } | null {
    const checked = this.check();
    return checked && this.analysis ? { reads: this.analysis.reads(), view: checked.view } : null;
  }

  columnUses(column: string): { readonly uses: readonly Span[]; readonly view: DocumentView } | null {
    const checked = this.check();
    return checked && this.analysis ? { uses: this.analysis.columnUses(column), view: checked.view } : null;
  }

  close(): void {
    this.closed = true;
    this.stop();
  }

  private stop(): void {
    clearTimeout(this.checkTimer);
    clearTimeout(this.restTimer);
    this.restTimer = undefined;
    this.typedEarly = false;
    for (const source of this.published) this.services.publisher.clear(source);
    this.published = new Set();
    this.shown = nothingShown;
    this.current = null;
    this.forgetAnalysis();
  }

  private forgetAnalysis(): void {
    this.analysis?.dispose();
    this.analysis = null;
  }

  private showAll(): void {
    const checked = this.check();
    if (checked) this.show(checked, checked.findings);
  }

  private showStill(): void {
    const checked = this.check();
    if (checked) this.show(checked, stillShown(this.shown, checked.findings, textsOf(checked.view)));
  }

  /** Analyses the document as it is; null if it may not or cannot be. */
  private check(): Checked | null {
    if (this.current) return this.current;
    const view = this.services.documents.view(this.uri);
    if (!view || !this.analysis || !this.settings) return null;
    try {
      this.analysis.update(view.input, { keepBroken: true });
      const report = withoutBaseline(this.report(this.analysis, this.settings, view.input.units), this.settings.baseline, view.input.units);
      this.current = { report, findings: this.lastGood.carry(report.findings, view.input.units, report.broken), view, offers: new Map() };
    } catch (error) {
      this.services.log(`Cannot check ${this.uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    return this.current;
  }

  /** Directives have to be read in the same text as the findings stand in. */
  private report(analysis: Analysis, { settings, relativePath }: DocumentSettings, units: readonly UnitInput[]): Report {
    const report = analysis.check(buildSelection(settings, relativePath, units));
    const isStale = units.some((unit) => this.lastGood.isStale(unit, report.broken));
    return isStale ? analysis.check(buildSelection(settings, relativePath, this.lastGood.asAnalysed(units, report.broken))) : report;
  }

  /** Publishes the whole document at once, clean texts included. */
  private show({ report, view }: Checked, findings: readonly Finding[]): void {
    this.shown = { findings, texts: textsOf(view) };
    const sources = view.input.units.map((unit) => unit.source);
    const text = (source: SourceId) => view.texts.get(source)?.text ?? this.services.files.textOf(source) ?? undefined;
    const cells = new Map(view.input.units.map((unit) => [unit.source, unit.cell]));
    const lists = toDiagnostics(findings, sources, view.input.kind === "notebook", text, (source) => cells.get(source), this.services.page);
    for (const [source, diagnostics] of lists) this.services.publisher.publish(source, view.texts.get(source)?.version, diagnostics);
    for (const source of this.published) if (!lists.has(source)) this.services.publisher.clear(source);
    this.published = new Set(sources);
    const notModelled = report.notModelled.map(({ name, count }) => ({ name, count }));
    this.services.status({ uri: this.uri, evaluations: report.evaluations, findings: findings.length, notModelled });
  }
}

const fixOptions = ({ settings, relativePath }: DocumentSettings): FixOptions => ({
  importsCell: settings.fixImportsCell,
  selectionFor: (units) => buildSelection(settings, relativePath, units),
});

const textsOf = (view: DocumentView): Map<SourceId, string> => new Map(view.input.units.map((unit) => [unit.source, unit.text]));

/** The façade: documents in, findings out. No I/O, and nothing a user can write makes it throw. */
import type { SourceId, Span } from "./base/span.js";
import { sourceId } from "./base/span.js";
import type {
  Analysis,
  Confidence,
  DataRead,
  Engine,
  Finding,
  FixAllResult,
  FixOptions,
  Hover,
  Offer,
  Report,
  Selection,
  Severity,
  UnusedDirective,
} from "./engine.types.js";
import { fixAll } from "./fixes/all.js";
import { isNewCell } from "./fixes/apply.js";
import { FixDocument } from "./fixes/document.js";
import { contextOf } from "./fixes/facts.js";
import { mayBeFixed, offersFor } from "./fixes/index.js";
import type { Recheck } from "./fixes/verify.js";
import { libraryWith, shippedLibrary } from "./knowledge.js";
import type { DataFiles } from "./profiles/dataFile.js";
import { type LoweredUnit, lowerOnce, lowerUnit } from "./program/lower.js";
import type { DocumentInput, FileSource, Unit } from "./program/program.js";
import { type GrammarBytes, loadGrammar, type PythonParser } from "./python/grammar.js";
import { rules } from "./rules/index.js";
import { emptySummary } from "./summary/empty.js";
import { rowHints } from "./summary/hints.js";
import { summarize } from "./summary/summarize.js";
import type { RowHint, Summary } from "./summary.types.js";
import type { ProfileOf } from "./trace/fileEvidence.js";
import { rowHistory } from "./trace/history.js";
import { hoverLines } from "./trace/hover.js";
import type { Library, OwnRows } from "./trace/library.js";
import { Questions } from "./trace/questions.js";
import { columnUses, readsOf } from "./trace/reads.js";
import { type Result, Runner } from "./trace/run.js";

/** Loads the Python grammar and the library knowledge. `grammar`: the two wasm files as bytes. */
export async function createEngine(grammar: GrammarBytes): Promise<Engine> {
  const parser = await loadGrammar(grammar);
  return {
    open: (files, options) =>
      new DocumentAnalysis(parser, files, options?.knowledge ? libraryWith(options.knowledge as OwnRows) : shippedLibrary(), options?.dataFiles ?? null),
  };
}

/** Whether the knowledge that ships has a row for a class or function. */
export const isKnown = (path: string): boolean => ["class", "function"].includes(shippedLibrary().find(path).what);

class DocumentAnalysis implements Analysis {
  private lowered = new Map<SourceId, { unit: LoweredUnit; good: Unit }>();
  private runner: Runner | null = null;
  private path = "";
  private units: Unit[] = [];
  private broken: SourceId[] = [];
  private result: Result | null = null;
  private document: DocumentInput | null = null;
  /** What fixes of the present version share. */
  private fixing: { doc: FixDocument; q: Questions; before: ReturnType<Recheck> } | null = null;

  constructor(
    private readonly parser: PythonParser,
    private readonly files: FileSource,
    private readonly library: Library,
    private readonly dataFiles: DataFiles | null,
  ) {}

  update(document: DocumentInput, options: { keepBroken?: boolean } = {}): void {
    this.document = document;
    this.fixing = null;
    const before = this.lowered;
    this.lowered = new Map();
    this.units = [];
    this.broken = [];
    for (const input of document.units) {
      const old = before.get(input.source);
      before.delete(input.source);
      const unit = lowerUnit(this.parser, input, old?.unit);
      const good = unit.unit.broken && options.keepBroken && old && !old.good.broken ? { ...old.good, input } : unit.unit;
      this.lowered.set(input.source, { unit, good });
      this.units.push(good);
      if (unit.unit.broken) this.broken.push(input.source);
    }
    for (const gone of before.values()) gone.unit.delete();
    if (!this.runner || this.path !== document.path) {
      this.path = document.path;
      const modules = new Map<string, { text: string; unit: Unit }>();
      this.runner = new Runner(this.library, this.files, document.path, (path, text) => {
        const known = modules.get(path);
        if (known?.text === text) return known.unit.body;
        const unit = lowerOnce(this.parser, { source: sourceId(path), text, cell: null });
        modules.set(path, { text, unit });
        return unit.body;
      });
    }
    this.result = null;
  }

  private analysed(): Result | null {
    this.result ??= this.runner?.run(this.units) ?? null;
    return this.result;
  }

  private questions({ lineage, units, texts, predictions }: Result, unused?: () => readonly UnusedDirective[]): Questions {
    const { dataFiles, path } = this;
    const profileOf: ProfileOf | undefined = dataFiles ? (read, targets) => dataFiles.profile(read, targets, path) : undefined;
    return new Questions(lineage, units, texts, predictions, unused, profileOf, path);
  }

  check(selection: Selection): Report {
    const result = this.analysed();
    if (!result) return { findings: [], evaluations: 0, notModelled: [], gaveUp: [], broken: [] };
    const q = this.questions(result, () => (result.gaveUp.length || this.broken.length ? [] : (selection.unused?.() ?? [])));
    const order = new Map(this.units.map((u, i) => [u.input.source, i]));
    const findings: Finding[] = [];
    for (const rule of rules) {
      const severity = selection.severity(rule.code);
      if (severity === "off") continue;
      for (const f of rule.check(q)) {
        if (!order.has(f.at.source) || selection.suppressed(rule.code, rule.slug, f.at)) continue;
        if (level(f.confidence) > level(selection.minConfidence)) continue;
        findings.push({
          ...f,
          steps: f.steps.filter((s) => order.has(s.at.source)),
          code: rule.code,
          slug: rule.slug,
          severity: milder(severity, f.severity),
          fix: null,
        });
      }
    }
    findings.sort((a, b) => (order.get(a.at.source) ?? 0) - (order.get(b.at.source) ?? 0) || a.at.start - b.at.start || a.code.localeCompare(b.code));
    return {
      findings,
      evaluations: q.evaluations.length,
      notModelled: [...result.notModelled.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name)),
      gaveUp: result.gaveUp,
      broken: this.broken,
    };
  }

  hover(source: SourceId, offset: number): Hover | null {
    const result = this.analysed();
    const hit = result?.seen.get(source)?.findLast((x) => x.start <= offset && offset <= x.end);
    if (!result || !hit) return null;
    const lines = hoverLines(result.trace, hit.value);
    return lines.length ? { at: { source, start: hit.start, end: hit.end }, name: hit.name, lines, steps: rowHistory(result.trace, hit.value) } : null;
  }

  offers(finding: Finding, options: FixOptions): readonly Offer[] {
    const result = this.analysed();
    const document = this.document;
    if (!result || !document || !mayBeFixed(finding)) return [];
    const recheck: Recheck = (changed) => {
      const fresh = new DocumentAnalysis(this.parser, this.files, this.library, this.dataFiles);
      fresh.update(changed);
      const tried = fresh.tried(options);
      fresh.dispose();
      return tried;
    };
    this.fixing ??= {
      doc: new FixDocument(document.kind, this.units),
      q: this.questions(result),
      // A unit that is served from an older text is judged anew as it is.
      before: this.units.some((unit, i) => unit.input.text !== document.units[i]?.text) ? recheck(document) : this.tried(options),
    };
    const { doc, q, before } = this.fixing;
    const look = (changed: DocumentInput) => {
      const fresh = new DocumentAnalysis(this.parser, this.files, this.library, this.dataFiles);
      fresh.update(changed);
      const report = fresh.check(options.selectionFor(changed.units));
      const seen = fresh.analysed() as Result;
      const questions = fresh.questions(seen);
      const units = fresh.units;
      fresh.dispose();
      const changedDoc = new FixDocument(changed.kind, units);
      return { report, contextOf: (f: Finding) => contextOf(f, changedDoc, seen, questions, options.importsCell) };
    };
    return offersFor(contextOf(finding, doc, result, q, options.importsCell), document, before, recheck, look);
  }

  fixAll(which: "safe" | "any", options: FixOptions): FixAllResult {
    if (!this.document) return { document: { path: "", kind: "script", units: [] }, applied: [] };
    const fresh = new DocumentAnalysis(this.parser, this.files, this.library, this.dataFiles);
    const analyse = (document: DocumentInput) => {
      fresh.update(document);
      const { findings } = fresh.check(options.selectionFor(document.units));
      return { findings, offers: (finding: Finding) => fresh.offers(finding, options) };
    };
    const all = fixAll(this.document, analyse, (fix) => which === "any" || (fix.applicability === "safe" && !fix.edits.some(isNewCell)));
    fresh.dispose();
    return all;
  }

  private tried({ selectionFor }: FixOptions): ReturnType<Recheck> {
    const units = this.units.map((unit) => unit.input);
    return {
      report: this.check(selectionFor(units)),
      possible: this.check({ ...selectionFor(units), minConfidence: "possible" }),
      doc: new FixDocument(this.document?.kind ?? "script", this.units),
    };
  }

  summary(selection: Selection): Summary {
    const result = this.analysed();
    if (!result) return emptySummary;
    const shown = new Set(this.check(selection).findings.map(keyOf));
    const everything: Selection = { severity: (code) => defaultSeverity(selection, code), minConfidence: "possible", suppressed: () => false };
    const findings = this.check(everything).findings.map((finding) => ({ finding, shown: shown.has(keyOf(finding)) }));
    const questions = this.questions(result);
    return summarize({ trace: result.trace, questions, findings, lost: new Set([...result.gaveUp, ...this.broken]) });
  }

  hints(source: SourceId): readonly RowHint[] {
    const result = this.analysed();
    return result ? rowHints(result, source) : [];
  }

  reads(): readonly DataRead[] {
    const result = this.analysed();
    return result ? readsOf(this.questions(result)) : [];
  }

  columnUses(column: string): readonly Span[] {
    return columnUses(this.units, column);
  }

  dispose(): void {
    for (const u of this.lowered.values()) u.unit.delete();
    this.lowered.clear();
    this.result = null;
    this.runner = null;
  }
}

const weights: readonly Severity[] = ["error", "warning", "information", "hint"];
const milder = (a: Severity, b: Severity = a): Severity => (weights.indexOf(b) > weights.indexOf(a) ? b : a);

const keyOf = (f: Finding): string => `${f.code}:${f.at.source}:${f.at.start}`;

/** As the user has set it; a rule that is switched off judges all the same, with its own severity. */
function defaultSeverity(selection: Selection, code: string): Severity | "off" {
  const set = selection.severity(code);
  return set === "off" ? (rules.find((rule) => rule.code === code)?.severity ?? "off") : set;
}

const level = (c: Confidence): number => (c === "certain" ? 0 : c === "likely" ? 1 : 2);

/** Checks one file: what a worker does for each task. */
import fs from "node:fs";
import path from "node:path";
import type { SourceId } from "../base/span.js";
import type { Analysis, Engine, Finding, FixOptions, OwnKnowledge } from "../engine.types.js";
import { readTextSync } from "../host/node.js";
import { moduleCandidates } from "../program/imports.js";
import type { FileSource } from "../program/program.js";
import { type FileReport, fileReport } from "../report/fileReport.js";
import { type CheckedFile, Locator, type SourceText } from "../report/located.js";
import { type ReadDocument, readDocument } from "../report/readDocument.js";
import { ruleUrl } from "../settings/catalogue.js";
import type { Settings } from "../settings/schema.js";
import { buildSelection } from "../settings/selection.js";
import type { DataFileCache } from "./dataFiles.js";
import { type FixedFile, fixFile } from "./fixing.js";

export interface Task {
  /** Absolute. */
  readonly file: string;
  /** As it is shown. */
  readonly filename: string;
  /** Given where there is no file to read. */
  readonly text: string | null;
  readonly settings: Settings;
  readonly knowledge: OwnKnowledge | null;
  /** Below the project's root, for per-file-ignores. */
  readonly relativePath: string | null;
  /** Where local imports are sought. */
  readonly root: string;
  /** Folder that names are shown relative to. */
  readonly shownFrom: string;
  /** Look at nothing but the text: local imports and data files belong to a machine that may be another. */
  readonly alone?: boolean;
  /** Whether the whole of the file is wanted, not only its findings. */
  readonly summary?: boolean;
  /** Which fixes to apply before the file is reported; none where it is left out. */
  readonly fix?: "none" | "safe" | "any";
  /** Work out for every finding whether it has a fix. */
  readonly namesFixes?: boolean;
}

export type TaskResult =
  | { readonly ok: true; readonly file: CheckedFile; readonly report?: FileReport; readonly fixed?: FixedFile | null }
  | { readonly ok: false; readonly message: string };

/** Never throws. */
export function checkFile(engine: Engine, task: Task, imports: ImportCache, dataFiles: DataFileCache): TaskResult {
  try {
    const text = task.text ?? fs.readFileSync(task.file, "utf8");
    const document = readDocument(text, task.file);
    if (!document.ok) return { ok: false, message: `${task.filename}:${document.line}: ${document.message}` };
    const opened = openAnalysis(engine, task, imports, dataFiles);
    try {
      if (!task.fix || task.fix === "none") return { ok: true, ...check(opened, task, document, imports) };
      opened.analysis.update(document.input);
      const fixed = fixFile(opened.analysis, document, text, task.fix, optionsOf(task));
      const after = fixed ? readDocument(fixed.after, task.file) : document;
      return { ok: true, ...check(opened, task, after.ok ? after : document, imports), fixed };
    } finally {
      opened.analysis.dispose();
    }
  } catch (error) {
    return { ok: false, message: `${task.filename}: ${reasonOf(error)}` };
  }
}

/** How fixes are worked out for a task. */
export const optionsOf = ({ settings, relativePath }: Task): FixOptions => ({
  importsCell: settings.fixImportsCell,
  selectionFor: (units) => buildSelection(settings, relativePath, units),
});

const noFiles: FileSource = { resolve: () => null };

export interface Opened {
  readonly analysis: Analysis;
  /** Why data files cannot be looked at. */
  readonly noEvidence: ReadonlySet<string>;
}

export function openAnalysis(engine: Engine, task: Task, imports: ImportCache, dataFiles: DataFileCache): Opened {
  const noEvidence = new Set<string>();
  const problem = (file: string, message: string) => noEvidence.add(`${shownName(file, task.shownFrom)} is no evidence: ${message}`);
  const analysis = engine.open(task.alone ? noFiles : imports.sourceFor(task.root), {
    knowledge: imports.knowledgeOf(task),
    dataFiles: !task.alone && task.settings.evidenceDataFiles ? dataFiles.forProgram(task.file, task.root, problem) : null,
  });
  return { analysis, noEvidence };
}

function check({ analysis, noEvidence }: Opened, task: Task, document: ReadDocument, imports: ImportCache): { file: CheckedFile; report?: FileReport } {
  analysis.update(document.input);
  const options = optionsOf(task);
  const report = analysis.check(options.selectionFor(document.input.units));
  const fixOf = (finding: Finding) => (task.namesFixes ? (analysis.offers(finding, options).find((offer) => offer.fix)?.fix ?? null) : null);
  const findings = report.findings.map((finding) => ({ ...finding, fix: fixOf(finding) }));
  const locator = new Locator((source) => describe(source, task, document, imports), ruleUrl);
  const cellOf = (source: SourceId) => document.unitOf(source)?.cell ?? null;
  const file: CheckedFile = {
    filename: task.filename,
    findings: findings.map((finding) => locator.finding(finding)),
    frames: report.findings.map((finding) => locator.frame(finding.at)),
    evaluations: report.evaluations,
    notModelled: report.notModelled.map(({ name, count }) => ({ name, count })),
    gaveUp: report.gaveUp.map(cellOf),
    broken: report.broken.map(cellOf),
    ...(noEvidence.size > 0 && { noEvidence: [...noEvidence] }),
  };
  if (!task.summary) return { file };
  const summary = analysis.summary(options.selectionFor(document.input.units));
  return { file, report: fileReport(task.filename, document.input.kind, { summary, report, locator, cellOf }) };
}

function describe(source: SourceId, task: Task, document: ReadDocument, imports: ImportCache): SourceText {
  const unit = document.unitOf(source);
  if (!unit) return { filename: shownName(source, task.shownFrom), cell: null, text: imports.read(source) ?? "" };
  const inNotebook = document.input.kind === "notebook";
  // Within a line of the file, escapes shift the columns; the line is what other tools need.
  const raw = inNotebook ? (line: number) => ({ row: (document.rawLine(source, line) ?? 0) + 1, column: 1 }) : undefined;
  return { filename: task.filename, cell: unit.cell, cellId: unit.id ?? null, text: unit.text, ...(raw && { raw }) };
}

/** Relative to a folder for what lies in it, absolute otherwise. */
export function shownName(file: string, from: string): string {
  const relative = path.relative(from, file);
  return relative === "" || relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const reasons: Record<string, string> = {
    ENOENT: "the file is gone",
    EACCES: "permission denied",
    EISDIR: "this is a folder",
    ERR_STRING_TOO_LONG: "the file is too long",
    ERR_FS_FILE_TOO_LARGE: "the file is too long",
  };
  return (code && reasons[code]) ?? (error instanceof Error ? error.message : String(error));
}

/** Texts of imported files. The same helpers are imported by many files of a run, and most imports are not local at all. */
export class ImportCache {
  private readonly texts = new Map<string, string | null>();
  private readonly knowledge = new Map<string, OwnKnowledge>();
  private size = 0;

  sourceFor(root: string): FileSource {
    return {
      resolve: (fromPath, module, level) => {
        for (const candidate of moduleCandidates(fromPath.split(path.sep).join("/"), module, level, root.split(path.sep).join("/"))) {
          const text = this.read(candidate);
          if (text !== null) return { path: candidate, text };
        }
        return null;
      },
    };
  }

  /** The same object for the same content: a task has travelled between threads, and the analysis keeps its work by identity. */
  knowledgeOf({ knowledge }: Task): OwnKnowledge | null {
    if (!knowledge) return null;
    const key = JSON.stringify(knowledge);
    const known = this.knowledge.get(key) ?? knowledge;
    this.knowledge.set(key, known);
    return known;
  }

  read(file: string): string | null {
    const known = this.texts.get(file);
    if (known !== undefined) return known;
    const text = readModule(file);
    this.size += 100 + (text?.length ?? 0);
    if (this.size > maxCached) {
      this.texts.clear();
      this.size = 0;
    }
    this.texts.set(file, text);
    return text;
  }
}

const maxCached = 20_000_000;
const maxModule = 2_000_000;

function readModule(file: string): string | null {
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    return stat?.isFile() && stat.size <= maxModule ? readTextSync(file) : null;
  } catch {
    return null;
  }
}

/** Findings with the places that people and other programs read: file, cell, row and column. The shape is the JSON that the command line prints. */
import { lineStarts, positionAt, type SourceId, type Span } from "../base/span.js";
import type { Confidence, Finding, Fix, Severity } from "../engine.types.js";

/** 1-based; columns count UTF-16 code units, as editors do. */
export interface Location {
  readonly row: number;
  readonly column: number;
}

export interface LocatedStep {
  readonly message: string;
  readonly filename: string;
  readonly cell: number | null;
  readonly location: Location;
  /** Where that is in the .ipynb file itself; absent in scripts. */
  readonly raw_location?: Location;
}

export interface LocatedFinding {
  readonly code: string;
  readonly slug: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly filename: string;
  /** 1-based over all cells of the notebook; null in a script. */
  readonly cell: number | null;
  /** The notebook's own name for the cell, which outlives moves and insertions; absent where it gives none. */
  readonly cell_id?: string;
  readonly location: Location;
  readonly end_location: Location;
  /** Where that is in the .ipynb file itself; absent in scripts. */
  readonly raw_location?: Location;
  readonly steps: readonly LocatedStep[];
  readonly fix: { readonly applicability: Fix["applicability"]; readonly title: string } | null;
  /** Page of the rule; null where it is published nowhere. */
  readonly url: string | null;
}

/** Rows of source around a finding. */
export interface Frame {
  /** Row of the first line. */
  readonly first: number;
  readonly lines: readonly string[];
}

/** One file after its check: plain data, which may cross threads. */
export interface CheckedFile {
  readonly filename: string;
  readonly findings: readonly LocatedFinding[];
  /** One for each finding, in the same order. */
  readonly frames: readonly Frame[];
  readonly evaluations: number;
  readonly notModelled: readonly { readonly name: string; readonly count: number }[];
  /** Cells (or null for a script) that were given up, and those with syntax errors. */
  readonly gaveUp: readonly (number | null)[];
  readonly broken: readonly (number | null)[];
  /** Data files that the program reads and that could tell nothing, with the reasons. */
  readonly noEvidence?: readonly string[];
  /** Findings left out because the baseline allows them. */
  readonly inBaseline?: number;
}

/** What is known of one source of text. */
export interface SourceText {
  readonly filename: string;
  readonly cell: number | null;
  readonly cellId?: string | null;
  readonly text: string;
  /** Raw place in the .ipynb file of a zero-based place in the cell, where known. */
  readonly raw?: (line: number, column: number) => Location | null;
}

export type SourceLookup = (source: SourceId) => SourceText | undefined;

/** Turns offsets into places. Line tables are computed once a source. */
export class Locator {
  private readonly tables = new Map<SourceId, readonly number[]>();

  constructor(
    private readonly lookup: SourceLookup,
    private readonly urlOf: (rule: { code: string; slug: string }) => string | null,
  ) {}

  finding(finding: Finding): LocatedFinding {
    const { code, slug, severity, confidence, message, at, fix } = finding;
    const source = this.source(at.source);
    const start = this.position(at.source, source.text, at.start);
    return {
      code,
      slug,
      severity,
      confidence,
      message,
      filename: source.filename,
      cell: source.cell,
      ...(source.cellId && { cell_id: source.cellId }),
      location: start,
      end_location: this.position(at.source, source.text, at.end),
      ...this.raw(source, start),
      steps: finding.steps.map((step) => ({ message: step.message, ...this.place(step.at) })),
      fix: fix && { applicability: fix.applicability, title: fix.title },
      url: this.urlOf(finding),
    };
  }

  /** Up to `around` rows before and after the span's first row. */
  frame(at: Span, around = 1): Frame {
    const { text } = this.source(at.source);
    const table = this.table(at.source, text);
    const line = positionAt(table, at.start).line;
    const first = Math.max(0, line - around);
    const last = Math.min(table.length - 1, line + around);
    const lines = Array.from({ length: last - first + 1 }, (_, i) => text.slice(table[first + i], table[first + i + 1] ?? text.length).replace(/[\r\n]+$/, ""));
    return { first: first + 1, lines };
  }

  /** Where a span starts. */
  place(at: Span): Omit<LocatedStep, "message"> {
    const source = this.source(at.source);
    const location = this.position(at.source, source.text, at.start);
    return { filename: source.filename, cell: source.cell, location, ...this.raw(source, location) };
  }

  private raw(source: SourceText, { row, column }: Location): { raw_location?: Location } {
    const raw = source.raw?.(row - 1, column - 1);
    return raw ? { raw_location: raw } : {};
  }

  private source(source: SourceId): SourceText {
    return this.lookup(source) ?? { filename: source, cell: null, text: "" };
  }

  private position(source: SourceId, text: string, offset: number): Location {
    const { line, column } = positionAt(this.table(source, text), offset);
    return { row: line + 1, column: column + 1 };
  }

  private table(source: SourceId, text: string): readonly number[] {
    let table = this.tables.get(source);
    if (!table) this.tables.set(source, (table = lineStarts(text)));
    return table;
  }
}

/**
 * A stand-in for the analysis that finds what a regular expression finds, so that these tests are about the server:
 * every `fit_transform(x)` is HLD101 about `x`, its steps lead from the document's first `read_csv` to it.
 */
import { sourceId } from "../../server/src/base/span.js";
import type { Analysis, DataRead, Engine, Finding, Fix, FixAllResult, FixOptions, Offer, Report, Selection } from "../../server/src/engine.types.js";
import { applyToDocument } from "../../server/src/fixes/apply.js";
import type { DocumentInput, FileSource, UnitInput } from "../../server/src/program/program.js";
import { emptySummary } from "../../server/src/summary/empty.js";
import type { RowHint, Summary } from "../../server/src/summary.types.js";

export const fakeEngine: Engine = { open: (files) => new FakeAnalysis(files) };

/** In the place of the real one, where the whole command line is under test. */
export const createEngine = async (): Promise<Engine> => fakeEngine;

class FakeAnalysis implements Analysis {
  private document: DocumentInput = { path: "", kind: "script", units: [] };
  private readonly good = new Map<string, UnitInput>();

  constructor(private readonly files: FileSource) {}

  update(document: DocumentInput, options?: { keepBroken?: boolean }): void {
    this.document = document;
    for (const unit of document.units) if (!isBroken(unit) || !options?.keepBroken) this.good.set(unit.source, unit);
  }

  check(selection: Selection): Report {
    const units = this.document.units.map((unit) => ({ ...(this.good.get(unit.source) ?? unit), cell: unit.cell }));
    if (units.some((unit) => unit.text.includes("CRASH"))) throw new Error("the fake analysis crashed");
    while (units.some((unit) => unit.text.includes("HANG"))) {}
    const all = units.flatMap((unit) => [...this.fits(unit, units, selection), ...this.imports(unit, selection)]);
    const findings = all.filter((finding) => !selection.suppressed(finding.code, finding.slug, finding.at));
    const broken = this.document.units.filter(isBroken).map((unit) => unit.source);
    const evaluations = units.reduce((sum, unit) => sum + [...unit.text.matchAll(/\bscore\(/g)].length, 0);
    return { findings, evaluations, notModelled: [], gaveUp: [], broken };
  }

  reads(): DataRead[] {
    const calls = this.document.units.flatMap(({ source, text }) => [...text.matchAll(/\b(read_csv)\("([^"]*)"\)/g)].map((match) => ({ source, match })));
    return calls.map(({ source, match: { index, 1: call = "", 2: path = "" } }) => ({
      at: { source, start: index, end: index + call.length },
      path,
      call,
      role: "train",
      target: null,
    }));
  }

  columnUses(column: string) {
    return this.document.units.flatMap(({ source, text }) =>
      [...text.matchAll(/"(\w+)"/g)].filter(([, name]) => name === column).map((match) => ({ source, start: match.index, end: match.index + match[0].length })),
    );
  }

  hover(source: string, offset: number) {
    const unit = this.document.units.find((each) => each.source === source);
    const word = [...(unit?.text ?? "").matchAll(/\w+/g)].find((match) => match.index <= offset && offset <= match.index + match[0].length);
    return unit && word
      ? { at: { source: unit.source, start: word.index, end: word.index + word[0].length }, name: word[0], lines: [`in cell ${unit.cell}`], steps: [] }
      : null;
  }

  offers(finding: Finding): Offer[] {
    return finding.variable === "fixable" ? [{ title: "Use transform", fix: useTransform(finding), withheld: null }] : [];
  }

  summary(selection: Selection): Summary {
    return { ...emptySummary, findings: this.check(selection).findings };
  }

  hints(): readonly RowHint[] {
    return [];
  }

  fixAll(which: "safe" | "any", options: FixOptions): FixAllResult {
    const { findings } = this.check(options.selectionFor(this.document.units));
    const fixes = findings.flatMap((finding) =>
      this.offers(finding).flatMap(({ fix }) => (fix && (which === "any" || fix.applicability === "safe") ? [fix] : [])),
    );
    return {
      document: applyToDocument(
        this.document,
        fixes.flatMap(({ edits }) => edits),
      ),
      applied: fixes.map(({ title }) => ({ code: "HLD101", title })),
    };
  }

  dispose(): void {}

  private fits(unit: UnitInput, units: readonly UnitInput[], selection: Selection): Finding[] {
    const severity = selection.severity("HLD101");
    if (severity === "off") return [];
    const read = units.map((each) => ({ each, at: each.text.indexOf("read_csv") })).find(({ at }) => at >= 0);
    return [...unit.text.matchAll(/fit_transform\((\w*)/g)].map((match) => {
      const at = { source: unit.source, start: match.index, end: match.index + "fit_transform".length };
      const steps = [
        ...(read ? [{ message: "rows read here", at: { source: read.each.source, start: read.at, end: read.at + 8 } }] : []),
        { message: "learned here", at },
      ];
      const where = unit.cell === null ? "" : ` in cell ${unit.cell}`;
      const outputs = unit.outputs?.length ? ` after ${unit.outputs.join("")}` : "";
      return {
        code: "HLD101",
        slug: "preprocessing-before-split",
        severity,
        confidence: "certain",
        message: `\`${match[1]}\` learned from test rows${where}${outputs}`,
        at,
        steps,
        fix: null,
        variable: match[1] ?? null,
      };
    });
  }

  private imports(unit: UnitInput, selection: Selection): Finding[] {
    const severity = selection.severity("HLD106");
    return [...unit.text.matchAll(/^import (\w+)/gm)].flatMap((match): Finding[] => {
      const module = this.files.resolve(this.document.path, match[1] as string, 0);
      const leak = module?.text.indexOf("LEAK") ?? -1;
      if (!module || leak < 0 || severity === "off") return [];
      const step = { message: "leaks here", at: { source: sourceId(module.path), start: leak, end: leak + 4 } };
      return [
        {
          code: "HLD106",
          slug: "train-test-overlap",
          severity,
          confidence: "likely",
          message: `\`${match[1]}\` leaks`,
          at: { source: unit.source, start: match.index, end: match.index + match[0].length },
          steps: [step],
          fix: null,
          variable: match[1] ?? null,
        },
      ];
    });
  }
}

const useTransform = ({ at }: Finding): Fix => ({ applicability: "safe", title: "Use transform", edits: [{ at, text: "transform" }] });

const isBroken = ({ text }: UnitInput): boolean => text.split("(").length !== text.split(")").length;

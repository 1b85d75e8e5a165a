/** What is offered for the findings of one real file, and what each offer would change. */
import fs from "node:fs";
import { diffLines, linesOf } from "../../server/src/base/diff.js";
import { createEngine } from "../../server/src/engine.js";
import type { Fix, FixOptions, Selection } from "../../server/src/engine.types.js";
import { applyToDocument } from "../../server/src/fixes/apply.js";
import { type DocumentInput, noFiles } from "../../server/src/program/program.js";
import { readDocument } from "../../server/src/report/readDocument.js";
import { rules } from "../../server/src/rules/index.js";
import { withDirectives } from "../../server/src/settings/selection.js";

export interface OfferRow {
  readonly file: string;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly cell: number | null;
  /** From 1. */
  readonly row: number;
  readonly column: number;
  /** Of the first offer that holds; null where none does. */
  readonly title: string | null;
  readonly applicability: string | null;
  /** Why the first offer is withheld; null where one holds, or where no builder applies. */
  readonly withheld: string | null;
  /** Changed lines, with some around them. */
  readonly change: string | null;
}

/** `all`: rules that are off by default too. */
function optionsOf(all: boolean): FixOptions {
  const selection: Selection = {
    severity: (code) => {
      const rule = rules.find((r) => r.code === code);
      return rule && (all || rule.default) ? rule.severity : "off";
    },
    minConfidence: "likely",
    suppressed: () => false,
  };
  return { importsCell: "first", selectionFor: (units) => withDirectives(selection, units) };
}

/** Reads a file; only findings that are asked for have their fixes worked out, which takes most of the time. */
export async function offersReader(
  grammar: { runtime: Uint8Array; python: Uint8Array },
  wanted: (finding: Pick<OfferRow, "code" | "severity">) => boolean,
  all = false,
): Promise<(path: string, file: string) => OfferRow[]> {
  const engine = await createEngine(grammar);
  const options = optionsOf(all);
  return (path, file) => {
    const document = readDocument(fs.readFileSync(path, "utf8"), path);
    if (!document.ok) return [];
    const analysis = engine.open(noFiles);
    try {
      analysis.update(document.input);
      const { findings } = analysis.check(options.selectionFor(document.input.units));
      return findings.filter(wanted).map((finding): OfferRow => {
        const offers = analysis.offers(finding, options);
        const fix = offers.find((offer) => offer.fix)?.fix ?? null;
        const before = (document.textOf(finding.at.source) ?? "").slice(0, finding.at.start).split(/\r\n|\n|\r/);
        return {
          file,
          code: finding.code,
          severity: finding.severity,
          message: finding.message,
          cell: document.unitOf(finding.at.source)?.cell ?? null,
          row: before.length,
          column: (before.at(-1) ?? "").length + 1,
          title: fix?.title ?? null,
          applicability: fix?.applicability ?? null,
          withheld: fix ? null : (offers[0]?.withheld ?? null),
          change: fix && changeOf(document.input, fix),
        };
      });
    } finally {
      analysis.dispose();
    }
  };
}

/** Lines around each change. */
const around = 3;

function changeOf(document: DocumentInput, fix: Fix): string {
  const after = applyToDocument(document, fix.edits);
  const out: string[] = [];
  for (const unit of after.units) {
    const [was, is] = [linesOf(document.units.find((u) => u.source === unit.source)?.text ?? ""), linesOf(unit.text)];
    for (const h of diffLines(was, is)) {
      out.push(`@@ ${unit.cell === null ? "" : `cell ${unit.cell} `}line ${h.start + 1}`);
      for (const line of was.slice(Math.max(0, h.start - around), h.start)) out.push(` ${line.trimEnd()}`);
      for (const line of was.slice(h.start, h.end)) out.push(`-${line.trimEnd()}`);
      for (const line of is.slice(h.from, h.to)) out.push(`+${line.trimEnd()}`);
      for (const line of was.slice(h.end, h.end + around)) out.push(` ${line.trimEnd()}`);
    }
  }
  return out.join("\n");
}

/** A fix that uncovers another fault that was there before: the two are offered as one. */
import type { Finding, Fix, Report } from "../engine.types.js";
import type { DocumentInput } from "../program/program.js";
import { lineEdits } from "./all.js";
import { applyToDocument, isNewCell } from "./apply.js";
import type { FixContext } from "./context.js";
import { objection, type Recheck } from "./verify.js";

/** Another version of the document, with all that a builder needs. */
export interface Look {
  readonly report: Report;
  contextOf(finding: Finding): FixContext;
}

/** A split that is there at last makes a leak before it count: two further fixes are tried, no more. */
const furtherFixes = 2;
/** Of each of them, so many ways are tried: every try is an analysis. */
const tried = 3;

/**
 * `fix`, which brings new findings, together with fixes of these; null if nothing holds.
 * `build`: the fixes of a finding, not tried out.
 */
export function withFurther(
  finding: Finding,
  fix: Fix,
  document: DocumentInput,
  before: ReturnType<Recheck>,
  recheck: Recheck,
  look: (document: DocumentInput) => Look,
  build: (cx: FixContext) => Fix[],
): Fix | null {
  if (fix.applicability === "safe" || fix.edits.some(isNewCell)) return null;
  return search(applyToDocument(document, fix.edits), [fix.title], furtherFixes);

  function search(current: DocumentInput, titles: readonly string[], left: number): Fix | null {
    for (const next of nextFixes(look(current), before.report, build)) {
      if (next.edits.some(isNewCell)) continue;
      let changed: DocumentInput;
      try {
        changed = applyToDocument(current, next.edits);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        continue;
      }
      const all = [...titles, `${next.title.charAt(0).toLowerCase()}${next.title.slice(1)}`];
      const edits = document.units.flatMap((unit) =>
        lineEdits(unit.source, unit.text, changed.units.find((each) => each.source === unit.source)?.text ?? unit.text),
      );
      const whole: Fix = { applicability: "unsafe", title: all.join("; "), edits };
      if (objection(finding, whole, document, before, recheck) === null) return whole;
      const deeper = left > 1 ? search(changed, all, left - 1) : null;
      if (deeper) return deeper;
    }
    return null;
  }
}

/** Fixes of the findings whose code is found more often than before; a few of them. */
function nextFixes({ report, contextOf }: Look, before: Report, build: (cx: FixContext) => Fix[]): Fix[] {
  const count = (findings: Report["findings"], code: string): number => findings.filter((f) => f.code === code).length;
  const more = report.findings.filter(({ code }) => count(report.findings, code) > count(before.findings, code));
  return more
    .slice(0, tried)
    .flatMap((f) => build(contextOf(f)))
    .slice(0, tried);
}

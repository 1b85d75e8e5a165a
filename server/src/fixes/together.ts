/** A fix that uncovers another fault that was there before: the two are offered as one. */
import type { Finding, Fix, Report } from "../engine.types.js";
import type { DocumentInput } from "../program/program.js";
import { lineEdits } from "./all.js";
import { applyToDocument, isNewCell } from "./apply.js";
import { CannotFix, type FixContext } from "./context.js";
import { objection, type Recheck } from "./verify.js";

/** Another version of the document, with all that a builder needs. */
export interface Look {
  readonly report: Report;
  contextOf(finding: Finding): FixContext;
}

/** A split that is there at last makes a leak before it count: two further fixes are tried, no more. */
const furtherFixes = 2;

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
  let current = applyToDocument(document, fix.edits);
  const titles = [fix.title];
  for (let i = 0; i < furtherFixes; i++) {
    const seen = look(current);
    const next = nextFix(seen, before.report, build);
    if (!next || next.edits.some(isNewCell)) return null;
    current = applyToDocument(current, next.edits);
    titles.push(`${next.title.charAt(0).toLowerCase()}${next.title.slice(1)}`);
    const edits = document.units.flatMap((unit) => {
      const text = current.units.find((each) => each.source === unit.source)?.text ?? unit.text;
      return lineEdits(unit.source, unit.text, text);
    });
    const whole: Fix = { applicability: "unsafe", title: titles.join("; "), edits };
    if (objection(finding, whole, document, before, recheck) === null) return whole;
  }
  return null;
}

/** The first fix of a finding whose code is found more often than before. */
function nextFix({ report, contextOf }: Look, before: Report, build: (cx: FixContext) => Fix[]): Fix | null {
  const count = (findings: Report["findings"], code: string): number => findings.filter((f) => f.code === code).length;
  const more = [...new Set(report.findings.map((f) => f.code))].filter((code) => count(report.findings, code) > count(before.findings, code));
  for (const f of report.findings.filter(({ code }) => more.includes(code))) {
    try {
      const [fix] = build(contextOf(f));
      if (fix) return fix;
    } catch (error) {
      if (!(error instanceof CannotFix)) throw error;
    }
  }
  return null;
}

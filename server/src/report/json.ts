/** The machine-readable report: a list of findings, in file and position order. */
import type { CheckedFile, LocatedFinding, LocatedStep } from "./located.js";

/** Raised when a field changes its meaning or goes; new fields may come without. */
export const jsonFormatVersion = 1;

export function renderJson(files: readonly CheckedFile[]): string {
  return `${JSON.stringify(
    files.flatMap((file) => file.findings.map(published)),
    null,
    2,
  )}\n`;
}

/** One document as one line: its findings without `fix`, which nobody looked for. */
export function renderJsonLine({ filename, findings, gaveUp }: CheckedFile): string {
  const shown = findings.map((finding) => ({ ...published(finding), fix: undefined }));
  return `${JSON.stringify({ path: filename, findings: shown, ...(gaveUp.length > 0 && { gave_up: gaveUp }) })}\n`;
}

/** Without what other renderers alone need. */
const published = (finding: LocatedFinding) => ({ ...finding, cell_id: undefined, steps: finding.steps.map(publishedStep) });
const publishedStep = ({ raw_location: _, ...step }: LocatedStep) => step;

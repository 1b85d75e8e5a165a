/** The machine-readable report: a list of findings, in file and position order. */
import type { CheckedFile } from "./located.js";

/** Raised when a field changes its meaning or goes; new fields may come without. */
export const jsonFormatVersion = 1;

export function renderJson(files: readonly CheckedFile[]): string {
  return `${JSON.stringify(
    files.flatMap((file) => file.findings),
    null,
    2,
  )}\n`;
}

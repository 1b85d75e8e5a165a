/** The report as JSON, as docs/drift.md describes it. Figures that are no numbers become null. */
import type { Report } from "./report.js";

export const renderDriftJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;

/** The pages that the server draws, of a program with findings. */
import fs from "node:fs";
import { sourceId } from "../../server/src/base/span.js";
import { noFiles } from "../../server/src/program/program.js";
import { readiness } from "../../server/src/readiness/collect.js";
import { readinessItems } from "../../server/src/readiness/items.js";
import { readinessReport } from "../../server/src/readiness/render.js";
import { explanation } from "../../server/src/report/explanation.js";
import type { FileReport } from "../../server/src/report/fileReport.js";
import { fileReport } from "../../server/src/report/fileReport.js";
import { toHtml } from "../../server/src/report/html.js";
import { Locator } from "../../server/src/report/located.js";
import { mapViewBody } from "../../server/src/report/mapView.js";
import { trustReport } from "../../server/src/report/trustReport.js";
import { defaults, testEngine } from "../helpers/check.js";

const text = fs.readFileSync("examples/fraud.py", "utf8");

export async function reportOfExample(): Promise<FileReport> {
  const analysis = (await testEngine()).open(noFiles);
  analysis.update({ path: "/p/fraud.py", kind: "script", units: [{ source: sourceId("a"), text, cell: null }] });
  const locator = new Locator(
    () => ({ filename: "fraud.py", cell: null, text }),
    () => "https://example.org",
  );
  return fileReport("fraud.py", "script", { summary: analysis.summary(defaults), report: analysis.check(defaults), locator, cellOf: () => null });
}

/** Bodies by name. */
export const pages: Readonly<Record<string, () => Promise<string>>> = {
  report: async () => toHtml(trustReport({ title: "fraud.py", files: [await reportOfExample()], problems: ["b.py"], version: "1" }), { live: true }),
  map: async () => mapViewBody(await reportOfExample(), "fraud.py"),
  explanation: async () => {
    const report = await reportOfExample();
    const { row, column } = report.summary.findings[0]?.location ?? { row: 1, column: 1 };
    return toHtml(
      explanation(report, { cell: null, row, column }, () => text),
      { live: true },
    );
  },
  readiness: async () => {
    const files = [{ path: "fraud.py", filename: "fraud.py" }];
    const results = await readiness(readinessItems(), { reports: [await reportOfExample()], files, read: async () => text }, () => false);
    return toHtml(readinessReport({ title: "fraud.py", results: results ?? [], problems: [], files: 1, shown: (name) => name }), { live: true });
  },
};

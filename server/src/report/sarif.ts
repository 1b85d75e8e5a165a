/**
 * SARIF 2.1.0, for code scanning. Results in notebooks stand on a line of the .ipynb file, because viewers know no
 * cells, and name their cell as a logical location. The steps of a finding are its code flow.
 */
import type { Confidence, Severity } from "../engine.types.js";
import { findRule } from "../settings/catalogue.js";
import type { LocatedFinding, LocatedStep } from "./located.js";
import { fileRow, messageWithCell, type RunReport } from "./runReport.js";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

const levels: Record<Severity, "error" | "warning" | "note"> = { error: "error", warning: "warning", information: "note", hint: "note" };
const problems: Record<Severity, string> = { error: "error", warning: "warning", information: "recommendation", hint: "recommendation" };
const ranks: Record<Confidence, number> = { certain: 100, likely: 60, possible: 20 };

export function renderSarif(run: RunReport): string {
  const findings = run.files.flatMap((file) => file.findings);
  const rules = [...new Map(findings.map((finding) => [finding.code, finding])).values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  const indices = new Map(rules.map((rule, index) => [rule.code, index]));
  const log = {
    $schema: schema,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Holdout", version: run.version, semanticVersion: run.version, rules: rules.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: !run.messages.some(({ level }) => level === "error"),
            toolExecutionNotifications: run.messages.map(({ level, text }) => ({ level, message: { text } })),
          },
        ],
        results: findings.map((finding) => resultOf(finding, indices.get(finding.code) ?? -1, run.pathOf)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** The rule behind a finding; its default severity is the catalogue's, the finding's own may be the project's choice. */
function descriptor({ code, slug, severity, url }: LocatedFinding) {
  const usual = findRule(code)?.severity ?? severity;
  const words = slug.replaceAll("-", " ");
  return {
    id: code,
    name: slug,
    shortDescription: { text: words.charAt(0).toUpperCase() + words.slice(1) },
    ...(url !== null && { helpUri: url }),
    help:
      url === null
        ? { text: `\`holdout rule ${code}\` tells what this means, why it matters and what to do instead.` }
        : { text: `What this means, why it matters and what to do instead: ${url}`, markdown: `[${code} ${slug}](${url})` },
    defaultConfiguration: { level: levels[usual] },
    properties: { tags: ["machine-learning", "evaluation"], "problem.severity": problems[usual] },
  };
}

function resultOf(finding: LocatedFinding, ruleIndex: number, pathOf: RunReport["pathOf"]) {
  const steps = finding.steps.map((step) => ({ location: { ...locationOf(step, pathOf), message: { text: step.message } } }));
  return {
    ruleId: finding.code,
    ruleIndex,
    level: levels[finding.severity],
    rank: ranks[finding.confidence],
    message: { text: messageWithCell(finding) },
    locations: [locationOf(finding, pathOf, finding.end_location)],
    ...(steps.length > 0 && { codeFlows: [{ threadFlows: [{ locations: steps }] }] }),
    properties: { confidence: finding.confidence },
  };
}

function locationOf(at: Omit<LocatedStep, "message">, pathOf: RunReport["pathOf"], end?: LocatedFinding["end_location"]) {
  const path = pathOf(at.filename);
  const { row, column } = at.location;
  // Within a line of the .ipynb file, escapes shift the columns.
  const region =
    at.cell === null ? { startLine: row, startColumn: column, ...(end && { endLine: end.row, endColumn: end.column }) } : { startLine: fileRow(at) };
  return {
    physicalLocation: { artifactLocation: artifact(path), region },
    ...(at.cell !== null && {
      logicalLocations: [{ name: `cell ${at.cell}`, fullyQualifiedName: `${path}/cell ${at.cell}`, kind: "cell" }],
      properties: { cell: at.cell, line: row, column },
    }),
  };
}

function artifact(path: string) {
  const uri = path.split("/").map(encodeURIComponent).join("/");
  if (!/^(?:[A-Za-z]:)?\//.test(path)) return { uri, uriBaseId: "%SRCROOT%" };
  return { uri: `file://${path.startsWith("/") ? "" : "/"}${uri}` };
}

/** Workflow commands of GitHub Actions: each finding becomes an annotation on its line. */
import type { Severity } from "../engine.types.js";
import type { LocatedFinding } from "./located.js";
import { fileRow, messageWithCell, moreAbout, type RunReport, stepLines } from "./runReport.js";

const commands: Record<Severity, string> = { error: "error", warning: "warning", information: "notice", hint: "notice" };

export function renderGithub(run: RunReport): string {
  const findings = run.files.flatMap((file) => file.findings.map((finding) => annotation(finding, run.pathOf(finding.filename))));
  return [...findings, ...run.messages.map(({ level, text }) => command(level, { title: "Holdout" }, text))].join("");
}

/** In a notebook only the line is known: within a line of the file, escapes shift the columns. */
function annotation(finding: LocatedFinding, file: string): string {
  const { location, end_location: end } = finding;
  const columns: Record<string, number> = finding.cell === null ? { col: location.column, endLine: end.row, endColumn: end.column } : {};
  const title = `${finding.code} ${finding.slug}`;
  const text = [messageWithCell(finding), ...stepLines(finding), moreAbout(finding)].join("\n");
  return command(commands[finding.severity], { title, file, line: fileRow(finding), ...columns }, text);
}

function command(name: string, properties: Record<string, string | number>, text: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapeData(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`);
  return `::${name} ${given.join(",")}::${escapeData(text)}\n`;
}

const escapeData = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

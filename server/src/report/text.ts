/** The report that people read in a terminal: place, code, message, the line at fault, and the steps that led there. */
import type { Severity } from "../engine.types.js";
import type { CheckedFile, Frame, LocatedFinding, LocatedStep } from "./located.js";

/** How to colour; `plain` for files and pipes. */
export interface Paint {
  readonly severity: (severity: Severity, text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const same = (text: string) => text;
export const plain: Paint = { severity: (_, text) => text, strong: same, faint: same };

const ansi = (code: string) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const hues: Record<Severity, string> = { error: "1;31", warning: "1;33", information: "1;34", hint: "1;36" };
export const colours: Paint = { severity: (severity, text) => ansi(hues[severity])(text), strong: ansi("1"), faint: ansi("2") };

export function renderText(files: readonly CheckedFile[], paint: Paint = plain): string {
  const findings = files.flatMap((file) => file.findings.map((finding, i) => renderFinding(finding, file.frames[i], paint)));
  return [...findings, summary(files, paint)].join("\n");
}

/** One line that makes silence readable: what was followed, and what was not understood. */
export function summary(files: readonly CheckedFile[], paint: Paint = plain): string {
  const total = (of: (file: CheckedFile) => number) => files.reduce((sum, file) => sum + of(file), 0);
  const findings = total((file) => file.findings.length);
  const found = findings === 0 ? "No findings" : `${count(findings, "finding")} in ${count(files.filter((file) => file.findings.length > 0).length, "file")}`;
  const checked = [
    count(files.length, "file"),
    count(
      total((file) => file.evaluations),
      "evaluation",
    ),
  ];
  const allowed = total((file) => file.inBaseline ?? 0);
  const missed = total((file) => file.notModelled.reduce((sum, call) => sum + call.count, 0));
  if (missed > 0) checked.push(`${count(missed, "call")} not modelled`);
  const gaveUp = total((file) => file.gaveUp.length);
  if (gaveUp > 0) checked.push(`${count(gaveUp, "cell or script", "cells or scripts")} given up`);
  const broken = total((file) => file.broken.length);
  if (broken > 0) checked.push(`${count(broken, "cell or script", "cells or scripts")} with syntax errors`);
  const passed = allowed > 0 ? ` Let pass by the baseline: ${allowed}.` : "";
  return `${paint.strong(`${found}.`)} ${paint.faint(`Checked ${checked.join(", ")}.${passed}`)}\n`;
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** `file:row:column`, with the cell of a notebook in between. */
function placeOf(at: Pick<LocatedStep, "filename" | "cell" | "location">): string {
  const cell = at.cell === null ? "" : `cell ${at.cell}:`;
  return `${at.filename}:${cell}${at.location.row}:${at.location.column}`;
}

function renderFinding(finding: LocatedFinding, frame: Frame | undefined, paint: Paint): string {
  const head = `${paint.strong(placeOf(finding))}: ${paint.severity(finding.severity, finding.code)} ${finding.message} ${paint.faint(`(${finding.slug})`)}`;
  const lines = frame ? renderFrame(finding, frame, paint) : [];
  const steps = finding.steps.map((step, i) => `  ${i + 1}. ${stepPlace(step, finding)}: ${step.message}`);
  const fix = finding.fix ? [`  ${paint.faint("fix:")} ${finding.fix.title}`] : [];
  return `${[head, ...lines, ...steps, ...fix].join("\n")}\n`;
}

/** The file is named only where it is another one. */
function stepPlace(step: LocatedStep, finding: LocatedFinding): string {
  if (step.filename !== finding.filename) return placeOf(step);
  return `${step.cell === null ? "line" : `cell ${step.cell}, line`} ${step.location.row}`;
}

function renderFrame(finding: LocatedFinding, frame: Frame, paint: Paint): string[] {
  const width = String(frame.first + frame.lines.length - 1).length;
  const gutter = (row: number | null) => paint.faint(`${row === null ? " ".repeat(width) : String(row).padStart(width)} |`);
  return frame.lines.flatMap((line, i) => {
    const row = frame.first + i;
    const shown = `${gutter(row)} ${line}`.trimEnd();
    return row === finding.location.row ? [shown, `${gutter(null)} ${paint.severity(finding.severity, underline(finding, line))}`] : [shown];
  });
}

/** Carets under the span; tabs stay tabs so that the columns agree. */
function underline(finding: LocatedFinding, line: string): string {
  const from = finding.location.column - 1;
  const to = finding.end_location.row === finding.location.row ? finding.end_location.column - 1 : line.length;
  return line.slice(0, from).replace(/[^\t]/g, " ") + "^".repeat(Math.max(1, to - from));
}

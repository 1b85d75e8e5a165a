/** JUnit XML, which nearly every build server shows as test results: a suite for each file, a failed test for each finding. */
import type { CheckedFile, LocatedFinding } from "./located.js";
import { fileRow, messageWithCell, moreAbout, placeInCell, type RunMessage, type RunReport, stepLines } from "./runReport.js";

export function renderJunit(run: RunReport): string {
  const failures = run.files.reduce((sum, file) => sum + file.findings.length, 0);
  const tests = run.files.reduce((sum, file) => sum + Math.max(1, file.findings.length), 0) + run.messages.length;
  const suites = run.files.map((file) => suiteOf(file, run.pathOf(file.filename)));
  if (run.messages.length > 0) suites.push(suiteOfMessages(run.messages));
  const total = { name: "holdout", tests, failures, errors: run.messages.length };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", total, suites)}\n`;
}

/** A file without findings is one test that passed. */
function suiteOf(file: CheckedFile, path: string): string {
  const cases = file.findings.map((finding) => caseOf(finding, path));
  if (cases.length === 0) cases.push(element("testcase", { name: "no findings", classname: path, file: path }, []));
  return element("testsuite", { name: path, tests: cases.length, failures: file.findings.length, errors: 0 }, cases);
}

function caseOf(finding: LocatedFinding, path: string): string {
  const place = placeInCell(finding) ?? `line ${finding.location.row}`;
  const text = [`${path}, ${place}`, ...stepLines(finding), moreAbout(finding)].join("\n");
  const failure = element("failure", { type: finding.severity, message: messageWithCell(finding) }, [escapeXml(text)]);
  return element("testcase", { name: `${finding.code} ${finding.slug} (${place})`, classname: path, file: path, line: fileRow(finding) }, [failure]);
}

function suiteOfMessages(messages: readonly RunMessage[]): string {
  const cases = messages.map(({ level, text }) =>
    element("testcase", { name: text, classname: "holdout" }, [element("error", { type: level, message: text }, [])]),
  );
  return element("testsuite", { name: "holdout", tests: messages.length, failures: 0, errors: messages.length }, cases);
}

function element(name: string, attributes: Record<string, string | number>, content: readonly string[]): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`);
  const open = `<${name}${given.join("")}`;
  if (content.length === 0) return `${open}/>`;
  const isText = !content.some((part) => part.startsWith("<"));
  return isText ? `${open}>${content.join("")}</${name}>` : [`${open}>`, ...content, `</${name}>`].join("\n");
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** In an attribute, a bare line break would be read as a blank. */
const escapeAttribute = (text: string): string => escapeXml(text).replace(/[\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Characters that XML 1.0 cannot hold at all become a replacement character. */
function escapeXml(text: string): string {
  const allowed = text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
  return allowed.replace(/[&<>"]/g, (c) => entities[c] ?? c);
}

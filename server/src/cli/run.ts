/** Runs a command: reads, checks, prints, and says how it went by its exit status. */
import fs from "node:fs";
import path from "node:path";
import { renderDiff } from "../report/diff.js";
import type { CheckedFile } from "../report/located.js";
import type { RunMessage } from "../report/runReport.js";
import { type CheckCommand, help, parseArguments, UsageError } from "./arguments.js";
import { settleBaselines } from "./baselines.js";
import type { Task, TaskResult } from "./checkFile.js";
import { drift } from "./drift.js";
import { collectFiles } from "./files.js";
import { type FixedFile, writeFixed } from "./fixing.js";
import { checkLines } from "./lines.js";
import { measure } from "./measure.js";
import { printReport, writeReport } from "./output.js";
import { runTasks } from "./pool.js";
import { Projects } from "./projects.js";
import { readinessCommand } from "./readiness.js";
import { report } from "./report.js";
import { describeRule } from "./rule.js";
import { serve } from "./server.js";
import { makeTask } from "./task.js";
import type { Installation, Terminal } from "./terminal.js";

export async function run(args: readonly string[], terminal: Terminal, installation: Installation): Promise<number> {
  try {
    if (args[0] === "drift") return await drift(args.slice(1), terminal, path.join(path.dirname(installation.workerFile), "drift.js"));
    if (args[0] === "measure") return await measure(args.slice(1), terminal, installation);
    if (args[0] === "readiness") return await readinessCommand(args.slice(1), terminal, installation);
    if (args[0] === "server") return await serve(args.slice(1), terminal, path.join(path.dirname(installation.workerFile), "server.js"));
    if (args[0] === "report") return await report(args.slice(1), terminal, installation);
    const command = parseArguments(args);
    if (command.command === "check" && command.lines) return await checkLines(command, terminal, installation, process.stdin);
    if (command.command === "check") return await check(command, terminal, installation);
    if (command.command === "rule") terminal.out(describeRule(command.rule, command.format, path.join(path.dirname(installation.workerFile), "rules")));
    else terminal.out(command.command === "help" ? help : `holdout ${installation.version}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`holdout: ${error.message}\n`);
    return 2;
  }
}

async function check(command: CheckCommand, terminal: Terminal, { version, workerFile }: Installation): Promise<number> {
  const projects = new Projects(command.settings);
  const fromStdin = command.paths.length === 1 && command.paths[0] === "-";
  const found = fromStdin ? { files: [path.resolve(command.stdinFilename)], problems: [] } : collectFiles(command.paths, command, projects);
  const text = fromStdin ? fs.readFileSync(0, "utf8") : null;
  if (fromStdin && command.fix !== "none" && !command.diff) throw new UsageError("--fix cannot change standard input; --diff shows the changes");
  // A fix is tried out before it is named, which costs as much as the check: text names those that --fix leaves.
  const fixing = command.fix !== "none";
  const namesFixes = !command.statistics && !command.diff && (command.format === "json" || (command.format === "text" && fixing));
  const tasks = found.files.map((file) => ({ ...makeTask(file, text, projects, terminal.cwd), fix: command.fix, namesFixes }));
  const results = await runTasks(tasks, { ...command, workerFile, progress: terminal.progress });
  const checked = results.flatMap((result, i) => (result.ok ? [{ task: tasks[i] as Task, file: result.file }] : []));
  const failures = results.flatMap((result) => (result.ok ? [] : [result.message]));
  if (command.diff) return showDiffs(results, [...found.problems, ...projects.problems, ...failures], command, terminal);
  const written = command.fix === "none" ? { notes: [], problems: [] } : writeAll(tasks, results);
  const { files, stale, notes, ...baseline } = settleBaselines(command, checked, projects, terminal.cwd);
  const problems = [...found.problems, ...projects.problems, ...failures, ...written.problems, ...baseline.problems];
  const messages: RunMessage[] = problems.map((text) => ({ level: "error", text }));
  for (const text of new Set(files.flatMap(warningsOf))) messages.push({ level: "warning", text });
  if (found.files.length === 0 && problems.length === 0) messages.push({ level: "warning", text: "no Python files or notebooks here" });
  for (const text of stale) messages.push({ level: "warning", text });
  if (stale.length > 0) messages.push({ level: "warning", text: "the baseline has stale entries; --prune-baseline removes them" });
  printReport(command, { files, messages, version }, terminal);
  for (const { level, text } of messages) terminal.err(`${level}: ${text}\n`);
  for (const note of [...written.notes, ...notes]) terminal.err(`${note}\n`);
  if (problems.length > 0) return 2;
  return (stale.length > 0 || files.some((file) => file.findings.length > 0)) && !command.exitZero ? 1 : 0;
}

/** What the fixes would change, on standard output; how many, on the other. */
function showDiffs(results: readonly TaskResult[], problems: readonly string[], command: CheckCommand, terminal: Terminal): number {
  const changes = results.flatMap((result) => (result.ok && result.fixed ? [{ name: result.file.filename, fixed: result.fixed }] : []));
  const diffs = changes.flatMap(({ name, fixed }) =>
    fixed.texts.map((each) => renderDiff(each.cell === null ? name : `${name}:${each.cell}`, each.before, each.after)),
  );
  const output = diffs.join("");
  if (command.outputFile === null) terminal.out(output);
  else writeReport(path.resolve(terminal.cwd, command.outputFile), output);
  for (const text of problems) terminal.err(`error: ${text}\n`);
  terminal.err(`${fixCount(changes.map(({ fixed }) => fixed))} would be applied.\n`);
  if (problems.length > 0) return 2;
  return changes.length > 0 && !command.exitZero ? 1 : 0;
}

function writeAll(tasks: readonly Task[], results: readonly TaskResult[]): { notes: string[]; problems: string[] } {
  const problems: string[] = [];
  const done: FixedFile[] = [];
  results.forEach((result, i) => {
    if (!result.ok || !result.fixed) return;
    const problem = writeFixed((tasks[i] as Task).file, result.fixed);
    if (problem === null) done.push(result.fixed);
    else problems.push(`${result.file.filename}: ${problem}`);
  });
  return { notes: [`${fixCount(done)} applied.`], problems };
}

function fixCount(files: readonly FixedFile[]): string {
  const fixes = files.reduce((sum, file) => sum + file.applied.length, 0);
  if (fixes === 0) return "No fixes";
  return `${fixes} fix${fixes === 1 ? "" : "es"} in ${files.length} file${files.length === 1 ? "" : "s"}`;
}

function warningsOf({ filename, gaveUp, noEvidence }: CheckedFile): string[] {
  return [
    ...gaveUp.map((cell) => `${filename}${cell === null ? "" : `, cell ${cell}`}: too large to follow to its end; findings may be missing`),
    ...(noEvidence ?? []),
  ];
}

/** `holdout report`: what each evaluation of a project is worth, to attach to a pull request or a paper. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { toMarkdown } from "../report/blocks.js";
import type { FileReport } from "../report/fileReport.js";
import { toHtmlPage } from "../report/html.js";
import { type ReportGiven, renderReportJson, trustReport } from "../report/trustReport.js";
import { count } from "../report/words.js";
import { UsageError } from "./arguments.js";
import { collectFiles } from "./files.js";
import { runTasks } from "./pool.js";
import { Projects } from "./projects.js";
import { makeTask } from "./task.js";
import type { Installation, Terminal } from "./terminal.js";

const reportHelp = `Says of every evaluation in scripts and notebooks whether it is clean, optimistic or unknown, and why.

Usage: holdout report [options] [paths]

  --output-format FORMAT      markdown (default), html (one page that loads nothing) or json
  --output-file FILE          write the report there, and one line here
  --exclude PATTERNS          files and folders to leave out, as in .gitignore; besides those of the project
  --threads N                 threads to use (default: up to 4)
  --timeout SECONDS           give up a file after so long (default: 60)
  --help

Settings are read from [tool.holdout] in the nearest pyproject.toml. Exit status: 0, or 2 if something could not be
read or checked; the rest is reported all the same. What is found does not change it: holdout check is for that.
`;

const options = {
  "output-format": { type: "string", default: "markdown" },
  "output-file": { type: "string" },
  exclude: { type: "string", multiple: true },
  threads: { type: "string" },
  timeout: { type: "string", default: "60" },
  help: { type: "boolean", short: "h", default: false },
} satisfies ParseArgsConfig["options"];

const formats = ["markdown", "html", "json"] as const;

/** Throws {@link UsageError}. */
export async function report(args: readonly string[], terminal: Terminal, installation: Installation): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    terminal.out(reportHelp);
    return 0;
  }
  const format = formats.find((f) => f === values["output-format"]);
  if (!format) throw new UsageError(`--output-format must be one of ${formats.join(", ")}`);
  const paths = positionals.length > 0 ? positionals : ["."];
  const exclude = values.exclude?.flatMap((item) => item.split(",")).filter((item) => item.trim() !== "") ?? [];
  const threads = values.threads === undefined ? Math.min(os.availableParallelism(), 4) : wholeNumber(values.threads, "--threads");
  const { files, problems } = await reportsOf(paths, { exclude, threads, timeoutSeconds: wholeNumber(values.timeout, "--timeout") }, terminal, installation);
  const title =
    files.length === 1 && paths.length === 1
      ? (files[0] as FileReport).filename
      : paths.length === 1 && paths[0] !== "."
        ? (paths[0] as string)
        : path.basename(terminal.cwd);
  const given: ReportGiven = { title, files, problems, version: installation.version };
  const text =
    format === "json" ? renderReportJson(given) : format === "html" ? toHtmlPage(`Trust report: ${title}`, trustReport(given)) : toMarkdown(trustReport(given));
  const target = values["output-file"];
  if (target === undefined) terminal.out(text);
  else {
    save(path.resolve(terminal.cwd, target), text);
    const evaluations = files.reduce((sum, f) => sum + f.summary.evaluations.length, 0);
    terminal.out(`${target} holds the report of ${count(files.length, "file")}, ${count(evaluations, "evaluation")}\n`);
  }
  for (const problem of problems) terminal.err(`error: ${problem}\n`);
  if (files.length === 0 && problems.length === 0) terminal.err("warning: no Python files or notebooks here\n");
  return problems.length > 0 ? 2 : 0;
}

export interface Reports {
  readonly files: readonly FileReport[];
  readonly problems: readonly string[];
}

/** The reports of all files below the paths; what cannot be read or checked is a problem. */
export async function reportsOf(
  paths: readonly string[],
  { exclude, threads, timeoutSeconds }: { exclude: readonly string[]; threads: number; timeoutSeconds: number },
  terminal: Terminal,
  { workerFile }: Installation,
): Promise<Reports> {
  const projects = new Projects({});
  const found = collectFiles(paths, { exclude, forceExclude: false }, projects);
  const tasks = found.files.map((file) => ({ ...makeTask(file, null, projects, terminal.cwd), summary: true }));
  const results = await runTasks(tasks, { threads, timeoutSeconds, workerFile, progress: terminal.progress });
  const files = results.flatMap((result) => (result.ok && result.report ? [result.report] : []));
  return { files, problems: [...found.problems, ...projects.problems, ...results.flatMap((result) => (result.ok ? [] : [result.message]))] };
}

export function save(file: string, text: string): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function wholeNumber(given: string, option: string): number {
  if (!/^[1-9]\d{0,5}$/.test(given)) throw new UsageError(`${option} must be a whole number of at least 1`);
  return Number(given);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Renders the report in the format asked for and puts it where it was asked for. */
import fs from "node:fs";
import path from "node:path";
import { renderGithub } from "../report/github.js";
import { renderJson } from "../report/json.js";
import { renderJunit } from "../report/junit.js";
import type { RunReport } from "../report/runReport.js";
import { renderSarif } from "../report/sarif.js";
import { renderStatistics, renderStatisticsJson } from "../report/statistics.js";
import { colours, plain, renderText, summary } from "../report/text.js";
import { type CheckCommand, UsageError } from "./arguments.js";
import { slashed } from "./files.js";
import type { Terminal } from "./terminal.js";

export function printReport(command: CheckCommand, run: Omit<RunReport, "pathOf">, terminal: Terminal): void {
  const root = repositoryAround(terminal.cwd);
  const report: RunReport = { ...run, pathOf: (filename) => pathBelow(root, path.resolve(terminal.cwd, filename)) };
  const { outputFile } = command;
  if (outputFile === null) return terminal.out(render(command, report, terminal.colour));
  writeReport(path.resolve(terminal.cwd, outputFile), render(command, report, false));
  terminal.out(summary(run.files, terminal.colour ? colours : plain));
}

function render({ format, statistics }: CheckCommand, run: RunReport, colour: boolean): string {
  const paint = colour ? colours : plain;
  switch (format) {
    case "json":
      return statistics ? renderStatisticsJson(run.files) : renderJson(run.files);
    case "sarif":
      return renderSarif(run);
    case "github":
      return `${renderGithub(run)}${summary(run.files)}`;
    case "junit":
      return renderJunit(run);
    case "text":
      return statistics ? `${renderStatistics(run.files)}${summary(run.files, paint)}` : renderText(run.files, paint);
  }
}

export function writeReport(file: string, text: string): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Code hosts show findings by paths from the top of the repository, wherever in it the command runs. */
function repositoryAround(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, ".git"))) return at;
    if (path.dirname(at) === at) return folder;
  }
}

function pathBelow(root: string, file: string): string {
  const relative = path.relative(root, file);
  return slashed(relative.startsWith("..") || path.isAbsolute(relative) ? file : relative);
}

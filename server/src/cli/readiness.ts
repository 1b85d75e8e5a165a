/** `holdout readiness`: what a project shows of what a model in production needs. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { findFiles } from "../host/node.js";
import { readiness } from "../readiness/collect.js";
import { readinessItems } from "../readiness/items.js";
import { type ReadinessGiven, readinessReport, renderReadinessJson } from "../readiness/render.js";
import { toMarkdown, toPlainText } from "../report/blocks.js";
import { toHtmlPage } from "../report/html.js";
import { isNeverChecked } from "../settings/paths.js";
import { UsageError } from "./arguments.js";
import { shownName } from "./checkFile.js";
import { slashed } from "./files.js";
import { reportsOf, save } from "./report.js";
import type { Installation, Terminal } from "./terminal.js";

const readinessHelp = `Says what a project shows of what a model in production needs: evidence with file and line, or that none was found.

Usage: holdout readiness [options] [folder]

  --output-format FORMAT      text (default), markdown, html (one page that loads nothing) or json
  --output-file FILE          write the report there
  --help

Nothing is run, weighed or guessed. Exit status: 0, or 2 if something could not be read; the rest is reported all the same.
`;

const options = {
  "output-format": { type: "string", default: "text" },
  "output-file": { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} satisfies ParseArgsConfig["options"];

const formats = ["text", "markdown", "html", "json"] as const;
/** Larger files are no configuration that people write. */
const largest = 1_000_000;

/** Throws {@link UsageError}. */
export async function readinessCommand(args: readonly string[], terminal: Terminal, installation: Installation): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    terminal.out(readinessHelp);
    return 0;
  }
  const format = formats.find((f) => f === values["output-format"]);
  if (!format) throw new UsageError(`--output-format must be one of ${formats.join(", ")}`);
  if (positionals.length > 1) throw new UsageError("readiness looks at one folder");
  const folder = path.resolve(terminal.cwd, positionals[0] ?? ".");
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${positionals[0]}: no such folder`);
  const { files: reports, problems } = await reportsOf(
    [folder],
    { exclude: [], threads: Math.min(os.availableParallelism(), 4), timeoutSeconds: 60 },
    terminal,
    installation,
  );
  const all = findFiles(folder, isNeverChecked, () => true);
  const files = all.map((file) => ({ path: slashed(path.relative(folder, file)), filename: shownName(file, terminal.cwd) }));
  const read = (filename: string): string | null => readSmall(path.resolve(terminal.cwd, filename));
  const results = (await readiness(readinessItems(), { reports, files, read })) ?? [];
  const title = path.basename(folder);
  const given: ReadinessGiven = { title, results, problems, files: files.length };
  const blocks = readinessReport(given);
  const text =
    format === "json"
      ? renderReadinessJson(given)
      : format === "html"
        ? toHtmlPage(`Readiness: ${title}`, blocks)
        : format === "markdown"
          ? toMarkdown(blocks)
          : toPlainText(blocks);
  const target = values["output-file"];
  if (target === undefined) terminal.out(text);
  else {
    save(path.resolve(terminal.cwd, target), text);
    terminal.out(`${target} holds the readiness report of ${files.length} files\n`);
  }
  for (const problem of problems) terminal.err(`error: ${problem}\n`);
  return problems.length > 0 ? 2 : 0;
}

function readSmall(file: string): string | null {
  try {
    return fs.statSync(file).size <= largest ? fs.readFileSync(file, "utf8") : null;
  } catch {
    return null;
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

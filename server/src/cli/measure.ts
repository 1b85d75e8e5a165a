/** `holdout measure`: runs a program as it stands and with the fix of a finding, and shows the scores side by side. */
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline/promises";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { lineStarts, positionAt } from "../base/span.js";
import { createEngine } from "../engine.js";
import type { Finding } from "../engine.types.js";
import { nodeMeasurer } from "../host/measure/measurer.js";
import { readGrammar, readTextSync } from "../host/node.js";
import { consentFor } from "../measure/consent.js";
import type { JobEvents } from "../measure/job.js";
import { type Given, jobOf, measurementOf, prepare } from "../measure/prepare.js";
import type { Measurement } from "../measure/types.js";
import { toPlainText } from "../report/blocks.js";
import { measurementReport, renderMeasurementJson } from "../report/measurement.js";
import { type ReadDocument, readDocument } from "../report/readDocument.js";
import { ruleUrl } from "../settings/catalogue.js";
import { UsageError } from "./arguments.js";
import { ImportCache, openAnalysis, optionsOf, type Task } from "./checkFile.js";
import { DataFileCache } from "./dataFiles.js";
import { slashed } from "./files.js";
import { Projects } from "./projects.js";
import { makeTask } from "./task.js";
import type { Installation, Terminal } from "./terminal.js";

const measureHelp = `Runs a program as it stands and with the fix of a finding, and shows the scores side by side.

Usage: holdout measure FILE --finding CODE[:CELL]:LINE [options]

The program is run, three times each way, by your own Python, in fresh copies of the working directory that are removed afterwards.

  --finding WHERE             HLD101:12, or HLD101:3:2 for line 2 of the third cell; only CODE where there is one of it
  --fix N                     which of its fixes, from 1 (default: the first that holds)
  --python PATH               the interpreter (default: python3)
  --runs N                    runs for each side, 1 to 10 (default: 3)
  --timeout SECONDS           for each run (default: 600)
  --only-needed               copy no large file that the code does not name
  --yes                       do not ask before running
  --output-format FORMAT      text (default) or json
  --help

Exit status: 0 if the scores could be compared; 1 if not, because the program failed or time was up; 2 for wrong usage.
`;

const options = {
  finding: { type: "string" },
  fix: { type: "string", default: "1" },
  python: { type: "string", default: process.platform === "win32" ? "python" : "python3" },
  runs: { type: "string", default: "3" },
  timeout: { type: "string", default: "600" },
  "only-needed": { type: "boolean", default: false },
  yes: { type: "boolean", short: "y", default: false },
  "output-format": { type: "string", default: "text" },
  help: { type: "boolean", short: "h", default: false },
} satisfies ParseArgsConfig["options"];

/** Throws {@link UsageError}. */
export async function measure(args: readonly string[], terminal: Terminal, installation: Installation): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    terminal.out(measureHelp);
    return 0;
  }
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new UsageError("measure takes one file");
  const format = values["output-format"];
  if (format !== "text" && format !== "json") throw new UsageError("--output-format must be one of text, json");
  const seeds = whole(values.runs, "--runs", 10);
  const limitSeconds = whole(values.timeout, "--timeout", 7 * 24 * 3600);
  const which = whole(values.fix, "--fix", 100);
  const python = /[\\/]/.test(values.python) ? path.resolve(terminal.cwd, values.python) : values.python;
  const built = path.dirname(installation.workerFile);
  const measurer = nodeMeasurer(path.join(built, "holdout_measure"));

  const found = await find(path.resolve(terminal.cwd, name), values.finding, which, terminal, built);
  const folder = found.path.startsWith("../") || path.isAbsolute(found.path) ? path.dirname(found.file) : terminal.cwd;
  const survey = await measurer.survey(folder).catch(usage);
  const below = slashed(path.relative(folder, found.file));
  const given: Given = { ...found.given, path: below, folder, survey, textOf: (file) => readTextSync(path.join(folder, file)) };
  const prepared = prepare(given);
  const interpreter = await measurer.interpreter(python).catch(usage);
  const asked = { document: below, fix: given.fix.title, folder, interpreter, seeds, limitSeconds, skipped: survey.skipped };
  const consent = consentFor(asked, prepared);
  if (!values.yes && !(await agreed([consent.question, ...consent.details].join("\n\n"), terminal))) return 2;

  const job = jobOf(given, prepared, { python, scope: values["only-needed"] ? "needed" : "all", seeds, limitSeconds });
  const events = eventsFor(terminal);
  try {
    const runs = await measurer.run(job, events);
    const where = { document: below, filename: name, url: ruleUrl(given.finding), python: `Python ${interpreter.version} (${interpreter.path})` };
    const result: Measurement = measurementOf(given, prepared, job, runs, where);
    terminal.out(format === "json" ? renderMeasurementJson(result) : toPlainText(measurementReport(result)));
    return result.judged && runs.every(({ outcome }) => outcome === "done") && runs.length === 2 * seeds ? 0 : 1;
  } finally {
    events.done();
  }
}

const usage = (error: unknown): never => {
  throw new UsageError(error instanceof Error ? error.message : String(error));
};

/** The document, its finding and the fix, with what the analysis knows of its scores and files. */
async function find(file: string, finding: string | undefined, which: number, terminal: Terminal, built: string) {
  const projects = new Projects({});
  const text = await fs.promises
    .readFile(file, "utf8")
    .catch((error: NodeJS.ErrnoException) => usage(new Error(`${file}: ${error.code === "ENOENT" ? "no such file" : error.message}`)));
  const document = readDocument(text, file);
  if (!document.ok) throw new UsageError(`${file}:${document.line}: ${document.message}`);
  const task: Task = makeTask(file, null, projects, terminal.cwd);
  const { analysis } = openAnalysis(await createEngine(readGrammar(built)), task, new ImportCache(), new DataFileCache());
  try {
    analysis.update(document.input);
    const selection = () => optionsOf(task).selectionFor(document.input.units);
    const { findings } = analysis.check(selection());
    const chosen = chooseFinding(findings, finding, document);
    const offers = analysis.offers(chosen, optionsOf(task));
    const fixes = offers.flatMap(({ fix }) => fix ?? []);
    const fix = fixes[which - 1];
    if (!fix) {
      const why = offers.flatMap(({ withheld }) => withheld ?? []).join(" ");
      throw new UsageError(
        fixes.length > 0
          ? `${chosen.code} has ${fixes.length} fixes here, no fix ${which}`
          : `${chosen.code} has no fix here that could be measured. ${why}`.trim(),
      );
    }
    const given = { document: document.input, finding: chosen, fix, evaluations: analysis.summary(selection()).evaluations, reads: analysis.reads() };
    return { file, path: slashed(path.relative(terminal.cwd, file)), given };
  } finally {
    analysis.dispose();
  }
}

function chooseFinding(findings: readonly Finding[], wanted: string | undefined, { unitOf }: ReadDocument): Finding {
  const placeOf = ({ at }: Finding) => {
    const unit = unitOf(at.source);
    return { cell: unit?.cell ?? null, row: positionAt(lineStarts(unit?.text ?? ""), at.start).line + 1 };
  };
  const nameOf = (finding: Finding) => {
    const { cell, row } = placeOf(finding);
    return [finding.code, ...(cell === null ? [] : [cell]), row].join(":");
  };
  if (findings.length === 0) throw new UsageError("there is no finding in this file");
  const fitting = wanted === undefined ? findings : findings.filter((finding) => nameOf(finding) === wanted || finding.code === wanted);
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  const list = findings.map((finding) => `  ${nameOf(finding)}  ${finding.message}`).join("\n");
  throw new UsageError(
    `${wanted === undefined ? "which finding? Give one by --finding" : only ? `${wanted} is not one finding alone` : `there is no finding ${wanted}`}:\n${list}`,
  );
}

async function agreed(question: string, terminal: Terminal): Promise<boolean> {
  terminal.err(`${question}\n\n`);
  if (!process.stdin.isTTY) {
    terminal.err("Nothing was run. --yes agrees to this.\n");
    return false;
  }
  const asking = readline.createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question("Run it? [y/N] ");
  asking.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Ctrl+C stops the run that is under way, and what was measured is shown. */
function eventsFor(terminal: Terminal): JobEvents & { done(): void } {
  const listeners = new Set<() => void>();
  const cancelled = {
    isCancellationRequested: false,
    onCancellationRequested(listener: () => void) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
  const stop = () => {
    cancelled.isCancellationRequested = true;
    for (const listener of [...listeners]) listener();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, stop);
  return {
    cancelled,
    running: (run, of, side, seed) => terminal.err(`run ${run} of ${of}: ${side === "leak" ? "with the leak" : "without the leak"}, seeds + ${seed}\n`),
    done: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}

function whole(text: string, name: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new UsageError(`${name} must be a whole number from 1 to ${most}`);
  return value;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    return usage(error);
  }
}

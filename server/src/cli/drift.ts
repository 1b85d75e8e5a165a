/** `holdout drift`: what has changed between two data sets, for people, schedulers and CI. */
import fs from "node:fs";
import path from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { mergeBaselines, readBaseline, writeBaseline } from "../drift/baseline.js";
import { type Comparison, compare, describe, type Request } from "../drift/compare.js";
import { type DriftEngine, DriftProblem, type Source, type Watch } from "../drift/engine.js";
import { gathered } from "../drift/problems.js";
import type { DatasetProfile } from "../drift/profile.js";
import { renderDriftHtml } from "../drift/renderHtml.js";
import { renderDriftJson } from "../drift/renderJson.js";
import { colourPaint, plainPaint, renderDriftMarkdown, renderDriftText } from "../drift/renderText.js";
import type { Report } from "../drift/report.js";
import { compareOverTime, type SeriesRequest } from "../drift/series/overTime.js";
import { renderSeriesJson, renderSeriesMarkdown, renderSeriesText } from "../drift/series/renderSeries.js";
import { renderSeriesHtml } from "../drift/series/renderSeriesHtml.js";
import type { SeriesReport } from "../drift/series/report.js";
import type { TimeEngine } from "../drift/series/timeEngine.js";
import { defaultThresholds, readThresholds, type Thresholds } from "../drift/thresholds.js";
import { loadEngine } from "../host/duckdb/client.js";
import { defaultLimits, timeMemoryMb } from "../host/duckdb/limits.js";
import { keepHistory } from "../host/history.js";
import { UsageError } from "./arguments.js";
import { engineOn, forgetConsents, interruptible, refuseWithServer } from "./dataServer.js";
import type { Terminal } from "./terminal.js";
import { whenever } from "./whenever.js";

const defaultThresholdsFile = "holdout-drift.json";

const driftHelp = `Compares two data sets and says which columns have drifted, and how sure that is.

Usage: holdout drift [options] REFERENCE CURRENT
       holdout drift [options] --baseline FILE CURRENT
       holdout drift [options] --write-baseline FILE REFERENCE
       holdout drift [options] --date COLUMN REFERENCE CURRENT
       holdout drift [options] --server ADDRESS REFERENCE CURRENT

A data set is a CSV, TSV, Parquet or JSON-lines file, a glob in quotes, or a folder of such files; with --server, a table or a query.

  --baseline FILE             compare with this summary of the reference instead of its rows
  --write-baseline FILE       write such a summary of the reference; with --baseline, of the current data
  --merge                     let --write-baseline hold the baseline and the current data together
  --thresholds FILE           what counts as a change (default: ${defaultThresholdsFile}, if it is there)
  --columns LIST              compare these columns only
  --exclude LIST              leave these columns out
  --label NAME                the label; it may be missing in the current data
  --prediction NAME           the column of predictions
  --date COLUMN               compare each window of time of the current data, with the reference and with the one before
  --window SIZE               day, week (default), month, or a number of rows
  --date-format FORMAT        how dates are written, as strptime takes it: %d/%m/%Y
  --probability NAME          the column with the probability of the positive class; without labels, performance is estimated
  --positive NAME             the positive class
  --server ADDRESS            let this server count: postgresql://user@host/database or trino://user@host/catalog/schema;
                              the password is read from HOLDOUT_SERVER_PASSWORD
  --sql, --dry-run            show the statements that would be sent to the server, and read no rows
  --yes                       do not ask before statements are sent
  --forget                    forget which statements were agreed to for good on this server, and end
  --history FILE              append what was found to this file of JSON lines, and say which columns drift steadily
  --watch                     compare again whenever the current files change, until interrupted
  --decimal CHARACTER         decimal separator of CSV files: . (default) or ,
  --encoding NAME             encoding of CSV files, such as latin-1 (default: utf-8)
  --exact                     look at every row of every number, also where counts decide
  --memory MB                 memory that DuckDB may use (default: ${defaultLimits.memoryMb}, with --date ${timeMemoryMb})
  --no-cache                  keep no copies of large CSV files for the next time
  --output-format FORMAT      text (default), json, markdown or html
  --output-file FILE          write the report there, and one line here
  --fail-on LEVEL             exit with 1 on any drift (default), or on major drift only
  --help

Lists are separated by commas. Exit status: 0 no drift, 1 drift, 2 something could not be compared; what could be is shown.
`;

const options = {
  baseline: { type: "string" },
  "write-baseline": { type: "string" },
  merge: { type: "boolean", default: false },
  thresholds: { type: "string" },
  columns: { type: "string", multiple: true },
  exclude: { type: "string", multiple: true },
  label: { type: "string" },
  prediction: { type: "string" },
  date: { type: "string" },
  window: { type: "string" },
  "date-format": { type: "string" },
  probability: { type: "string" },
  positive: { type: "string" },
  server: { type: "string" },
  sql: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  forget: { type: "boolean", default: false },
  history: { type: "string" },
  watch: { type: "boolean", default: false },
  decimal: { type: "string" },
  encoding: { type: "string" },
  exact: { type: "boolean", default: false },
  memory: { type: "string" },
  "no-cache": { type: "boolean", default: false },
  "output-format": { type: "string", default: "text" },
  "output-file": { type: "string" },
  "fail-on": { type: "string", default: "drift" },
  help: { type: "boolean", short: "h", default: false },
} satisfies ParseArgsConfig["options"];

const renderers = { json: renderDriftJson, markdown: renderDriftMarkdown, html: renderDriftHtml } as const;
const seriesRenderers = { json: renderSeriesJson, markdown: renderSeriesMarkdown, html: renderSeriesHtml } as const;
const formats = ["text", "json", "markdown", "html"] as const;

/** `engineFile`: the bundle of main.drift.ts. Throws {@link UsageError}. */
export async function drift(args: readonly string[], terminal: Terminal, engineFile: string): Promise<number> {
  const parsed = parse(args);
  if (parsed.values.help) {
    terminal.out(driftHelp);
    return 0;
  }
  const { values } = parsed;
  if (values["dry-run"]) values.sql = true;
  refuseWithServer(values);
  if (values.forget && values.server !== undefined) {
    forgetConsents(values.server, terminal);
    return 0;
  }
  if (!values.watch) return await driftOnce(parsed, terminal, engineFile);
  const current = parsed.positionals.at(-1);
  if (current === undefined || parsed.values["write-baseline"] !== undefined)
    throw new UsageError("--watch needs current data to watch, and writes no baseline");
  return await whenever(path.resolve(terminal.cwd, current), terminal, () => driftOnce(parsed, terminal, engineFile));
}

async function driftOnce({ values, positionals }: ReturnType<typeof parse>, terminal: Terminal, engineFile: string): Promise<number> {
  const format = oneOf(formats, values["output-format"], "--output-format");
  const failOn = oneOf(["drift", "major"] as const, values["fail-on"], "--fail-on");
  const decimal = values.decimal === undefined ? undefined : oneOf([".", ","] as const, values.decimal, "--decimal");
  if (values.memory !== undefined && !/^[1-9]\d{1,6}$/.test(values.memory)) throw new UsageError("--memory must be a whole number of megabytes, at least 10");
  const output = values["write-baseline"];
  if (values.merge && (!output || !values.baseline)) throw new UsageError("--merge needs --baseline and --write-baseline");
  const wanted = values.baseline ? "CURRENT" : "REFERENCE and CURRENT";
  const alone = output !== undefined && values.baseline === undefined && positionals.length === 1;
  if (!alone && positionals.length !== (values.baseline ? 1 : 2))
    throw new UsageError(`drift needs ${wanted}, and ${positionals.length || "nothing"} was given; see holdout drift --help`);
  const time = timeFrom(values);
  const paint = terminal.colour && !values["output-file"] ? colourPaint : plainPaint;
  let engine: DriftEngine | null = null;
  let overTime: TimeEngine | null = null;
  try {
    const source = (file: string): Source => ({
      paths: [file],
      ...(decimal && { decimalSeparator: decimal }),
      ...(values.encoding && { encoding: values.encoding }),
    });
    const choice = { thresholds: thresholdsFrom(values.thresholds, terminal), columns: list(values.columns), exclude: list(values.exclude) };
    const baseline = values.baseline === undefined ? null : baselineFrom(values.baseline, terminal);
    const tables = { reference: baseline ? null : (positionals[0] as string), current: positionals.at(-1) as string };
    if (values.server !== undefined) engine = await engineOn(values, tables, terminal);
    else
      engine = overTime = await loadEngine(engineFile, {
        ...defaultLimits,
        ...(time && { memoryMb: timeMemoryMb }),
        ...(values.memory && { memoryMb: Number(values.memory) }),
        ...(values["no-cache"] && { cache: null }),
      });
    if (!engine) return 0;
    const watch = values.server === undefined ? watchFor(terminal) : interruptible(watchFor(terminal));
    if (alone && output) {
      const { profile, problems, warnings } = await describe(engine, source(positionals[0] as string), choice, watch);
      save(output, writeBaseline(profile), terminal);
      complain(terminal, problems, warnings);
      terminal.out(`${output} holds ${profile.columns.length} columns of ${profile.name}\n`);
      return problems.length > 0 ? 2 : 0;
    }
    const [first, second] = baseline ? [baseline, source(positionals[0] as string)] : [source(positionals[0] as string), source(positionals[1] as string)];
    const request: Request = { ...choice, reference: first, current: second, label: values.label, prediction: values.prediction, exact: values.exact };
    if (time && overTime) {
      const series = await compareOverTime(overTime, { ...request, time, probability: values.probability, positive: values.positive }, watch);
      const text = format === "text" ? renderSeriesText(series, paint) : seriesRenderers[format](series);
      return finish(series, text);
    }
    const comparison = await compare(engine, request, watch);
    if (output) save(output, writeBaseline(baselineOf(comparison, baseline, values.merge)), terminal);
    const { report } = comparison;
    return finish(report, format === "text" ? renderDriftText(report, paint) : renderers[format](report));
  } catch (error) {
    if (!(error instanceof DriftProblem)) throw error;
    terminal.err(`error: ${error.message}\n`);
    return 2;
  } finally {
    await engine?.dispose();
  }

  function finish(report: Report | SeriesReport, text: string): number {
    if (values["output-file"]) {
      save(values["output-file"], text, terminal);
      terminal.out(`${report.sentence}\n`);
    } else terminal.out(text);
    complain(terminal, report.problems, report.warnings);
    if (values.history !== undefined) remember(values.history, report, terminal);
    return statusOf(report, failOn);
  }
}

/** Appends to the history, and says on standard error what it tells. */
function remember(file: string, report: Report | SeriesReport, terminal: Terminal): void {
  const { sentence, problems } = keepHistory(path.resolve(terminal.cwd, file), file, report, report.reference.name);
  for (const problem of problems) terminal.err(`warning: ${file}: ${problem}\n`);
  if (sentence !== "") terminal.err(`${sentence}\n`);
}

/** What --date and its companions ask for. */
function timeFrom({ date, window, ...values }: ReturnType<typeof parse>["values"]): SeriesRequest["time"] | null {
  if (date === undefined) {
    const alone = (["window", "date-format", "probability", "positive"] as const).find((name) => (name === "window" ? window : values[name]) !== undefined);
    if (alone) throw new UsageError(`--${alone} needs --date`);
    return null;
  }
  if (values["write-baseline"] !== undefined) throw new UsageError("--write-baseline and --date exclude one another");
  const named = (["day", "week", "month"] as const).find((span) => span === (window ?? "week"));
  if (!named && !/^[1-9]\d{1,8}$/.test(window ?? "")) throw new UsageError("--window must be day, week, month or a number of rows, at least 10");
  return { column: date, span: named ?? Number(window), ...(values["date-format"] !== undefined && { format: values["date-format"] }) };
}

const statusOf = ({ partial, level }: Pick<Report, "partial" | "level">, failOn: "drift" | "major") =>
  partial ? 2 : level === "major" || (level === "moderate" && failOn === "drift") ? 1 : 0;

function baselineOf({ reference, current }: Comparison, baseline: DatasetProfile | null, merge: boolean): DatasetProfile {
  if (!baseline) return reference;
  if (!merge) return current;
  try {
    return mergeBaselines(baseline, current);
  } catch (error) {
    throw new DriftProblem((error as Error).message);
  }
}

function thresholdsFrom(file: string | undefined, terminal: Terminal): Thresholds {
  const name = file ?? defaultThresholdsFile;
  if (file === undefined && !fs.existsSync(path.resolve(terminal.cwd, name))) return defaultThresholds;
  const { thresholds, problems } = readThresholds(read(name, terminal));
  if (problems.length > 0) throw new DriftProblem(problems.map((problem) => `${name}: ${problem}`).join("\nerror: "));
  return thresholds;
}

function baselineFrom(file: string, terminal: Terminal): DatasetProfile {
  const found = readBaseline(read(file, terminal));
  if ("problem" in found) throw new DriftProblem(`${file}: ${found.problem}`);
  return found.profile;
}

function read(file: string, terminal: Terminal): string {
  try {
    return fs.readFileSync(path.resolve(terminal.cwd, file), "utf8");
  } catch (error) {
    throw new DriftProblem(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code === "ENOENT" ? "it does not exist" : (error as Error).message}`);
  }
}

function save(file: string, text: string, terminal: Terminal): void {
  try {
    fs.writeFileSync(path.resolve(terminal.cwd, file), text);
  } catch (error) {
    throw new DriftProblem(`${file} cannot be written: ${(error as Error).message}`);
  }
}

function complain(terminal: Terminal, problems: readonly string[], warnings: readonly string[]): void {
  for (const problem of gathered(problems)) terminal.err(`error: ${problem}\n`);
  for (const warning of warnings) terminal.err(`warning: ${warning}\n`);
}

/** A line that is rewritten, for terminals alone. */
function watchFor({ colour, err }: Terminal): Watch {
  if (!colour || !process.stderr.isTTY) return {};
  return { progress: (step, share) => err(`\r\u001b[K${step}${share > 0 ? ` ${Math.round(share * 100)} %` : ""}\r`) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const list = (given: readonly string[] | undefined) => given?.flatMap((item) => item.split(",")).filter((item) => item !== "");

function oneOf<T extends string>(values: readonly T[], given: string, option: string): T {
  const value = values.find((each) => each === given);
  if (value === undefined) throw new UsageError(`${option} must be one of ${values.join(" ")}`);
  return value;
}

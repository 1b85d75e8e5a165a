/** The command line: what it accepts, and what it says about itself. */
import os from "node:os";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { jsonFormatVersion } from "../report/json.js";
import { selectorProblem } from "../settings/read.js";
import type { Settings } from "../settings/schema.js";
import { confidences } from "../settings/schema.js";

export interface CheckCommand {
  readonly command: "check";
  readonly paths: readonly string[];
  /** Settings given as flags; they win over every file. */
  readonly settings: Partial<Settings>;
  /** Added to what the project excludes. */
  readonly exclude: readonly string[];
  readonly forceExclude: boolean;
  readonly format: Format;
  /** Where the report goes instead of standard output. */
  readonly outputFile: string | null;
  readonly baseline: {
    readonly use: "check" | "write" | "prune" | "none";
    /** Null: the one that the project names. */
    readonly file: string | null;
  };
  readonly statistics: boolean;
  /** Which fixes to apply. */
  readonly fix: "none" | "safe" | "any";
  /** Show what the fixes would change instead of writing it. */
  readonly diff: boolean;
  readonly exitZero: boolean;
  readonly threads: number;
  readonly timeoutSeconds: number;
  readonly stdinFilename: string;
  /** Documents come as lines of JSON, and findings leave so. */
  readonly lines: boolean;
}

const formats = ["text", "json", "sarif", "github", "junit"] as const;
export type Format = (typeof formats)[number];

export type Command =
  | CheckCommand
  | { readonly command: "rule"; readonly rule: string | null; readonly format: "text" | "json" }
  | { readonly command: "help" }
  | { readonly command: "version" };

export class UsageError extends Error {}

export const help = `Holdout finds data leakage and misleading evaluation in Python scripts and notebooks.

Usage: holdout check [options] [paths]
       holdout rule [code or name]
       holdout report [options] [paths] (see holdout report --help)
       holdout readiness [options] [folder] (see holdout readiness --help)
       holdout measure FILE --finding CODE:LINE (see holdout measure --help)
       holdout drift REFERENCE CURRENT (see holdout drift --help)
       holdout server [--stdio] (see holdout server --help)

holdout check checks files, folders (the current one by default), or - for standard input.

Which findings:
  --select RULES              rules to report: HLD101, HLD1, preprocessing-before-split, DEFAULT, ALL
  --ignore RULES              rules not to report
  --min-confidence LEVEL      certain, likely (default) or possible

Which files:
  --exclude PATTERNS          files and folders to leave out, as in .gitignore; besides those of the project
  --force-exclude             leave them out even where they are named, as hooks and editors do
  --stdin-filename NAME       name of what comes from standard input; its ending tells scripts from notebooks
  --stdin                     read documents as lines of JSON, {"path": …, "text": …}, and answer each with a line of JSON

Output:
  --output-format FORMAT      text (default), json, sarif, github (annotations of GitHub Actions) or junit
  --output-file FILE          write the report there and print only its closing line
  --format-version N          version of the JSON format; only ${jsonFormatVersion} exists
  --statistics                count findings by rule, and calls that are not modelled, instead of showing findings

Fixes:
  --fix                       change the files: apply the safe fixes, then report what is left
  --unsafe-fixes              apply the first fix of each finding, also where it moves code or changes what a model sees
  --diff                      show what --fix would change, and change nothing

Baseline, the findings that may stay:
  --baseline FILE             the file that lists them (default: holdout-baseline.json beside pyproject.toml)
  --write-baseline            let all present findings stay
  --prune-baseline            take out of the file what is no longer found
  --no-baseline               report those findings too

How it runs:
  --no-data-files             do not look at the data files that programs read
  --exit-zero                 exit with 0 even if there are findings
  --threads N                 threads to use (default: up to 4)
  --timeout SECONDS           give up a file after so long (default: 60)

holdout rule says what a rule is about; without an argument, it lists all rules.
  --output-format FORMAT      text (default) or json

  --version, --help

Lists are separated by commas; an option may be given more than once. Settings are read from [tool.holdout] in the
nearest pyproject.toml; options win over them.

Exit status:
  0  nothing found
  1  findings, stale entries in the baseline, or changes shown by --diff
  2  wrong usage, or something could not be read or checked; the rest was checked all the same
`;

const options = {
  select: { type: "string", multiple: true },
  ignore: { type: "string", multiple: true },
  exclude: { type: "string", multiple: true },
  "force-exclude": { type: "boolean", default: false },
  "min-confidence": { type: "string" },
  "output-format": { type: "string", default: "text" },
  "output-file": { type: "string" },
  "format-version": { type: "string", default: String(jsonFormatVersion) },
  baseline: { type: "string" },
  "no-baseline": { type: "boolean", default: false },
  "write-baseline": { type: "boolean", default: false },
  "prune-baseline": { type: "boolean", default: false },
  "no-data-files": { type: "boolean", default: false },
  statistics: { type: "boolean", default: false },
  fix: { type: "boolean", default: false },
  "unsafe-fixes": { type: "boolean", default: false },
  diff: { type: "boolean", default: false },
  "exit-zero": { type: "boolean", default: false },
  threads: { type: "string" },
  timeout: { type: "string", default: "60" },
  "stdin-filename": { type: "string", default: "stdin.py" },
  stdin: { type: "boolean", default: false },
  version: { type: "boolean", short: "V" },
  help: { type: "boolean", short: "h" },
} satisfies ParseArgsConfig["options"];

/** Throws {@link UsageError} with a message for people. */
export function parseArguments(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  if (values.help || command === "help" || (command === undefined && !values.version)) return { command: "help" };
  if (values.version || command === "version") return { command: "version" };
  if (command === "rule") {
    return { command, rule: rest[0] ?? null, format: oneOf(["text", "json"] as const, values["output-format"], "--output-format of a rule") };
  }
  if (command !== "check") throw new UsageError(`unknown command "${command}"; try "holdout check ${command}" or "holdout --help"`);
  if (values["format-version"] !== String(jsonFormatVersion))
    throw new UsageError(`--format-version ${values["format-version"]} does not exist; this is version ${jsonFormatVersion}`);
  const format = oneOf(formats, values["output-format"], "--output-format");
  if (values.statistics && format !== "text" && format !== "json") throw new UsageError("--statistics is printed as text or json only");
  if (values.stdin) refuseWithLines(rest, values);
  const select = selectors(values.select, "--select");
  const ignore = selectors(values.ignore, "--ignore");
  const minConfidence = values["min-confidence"] === undefined ? undefined : oneOf(confidences, values["min-confidence"], "--min-confidence");
  return {
    command,
    paths: rest.length > 0 ? rest : ["."],
    settings: {
      ...(select && { select }),
      ...(ignore && { ignore }),
      ...(minConfidence && { minConfidence }),
      ...(values["no-data-files"] && { evidenceDataFiles: false }),
    },
    exclude: list(values.exclude) ?? [],
    forceExclude: values["force-exclude"],
    format,
    outputFile: values["output-file"] ?? null,
    baseline: { use: baselineUse(values), file: values.baseline ?? null },
    statistics: values.statistics,
    ...fixes(values),
    exitZero: values["exit-zero"],
    threads: values.threads === undefined ? Math.min(os.availableParallelism(), 4) : wholeNumber(values.threads, "--threads"),
    timeoutSeconds: wholeNumber(values.timeout, "--timeout"),
    stdinFilename: values["stdin-filename"],
    lines: values.stdin,
  };
}

/** A stream of documents has no report, no baseline and nothing to change. */
function refuseWithLines(paths: readonly string[], values: ReturnType<typeof parse>["values"]): void {
  if (paths.length > 0) throw new UsageError("--stdin takes documents from standard input, and no paths");
  const given = (Object.keys(values) as (keyof typeof values)[]).filter((name) => values[name] !== defaultOf(name));
  const wrong = given.find((name) => !goesWithLines.includes(name));
  if (wrong !== undefined) throw new UsageError(`--stdin and --${wrong} exclude one another`);
}

const goesWithLines: readonly string[] = ["stdin", "select", "ignore", "min-confidence", "exit-zero", "threads", "timeout"];
const defaultOf = (name: keyof typeof options): unknown => (options[name] as { default?: unknown }).default;

function fixes(values: ReturnType<typeof parse>["values"]): Pick<CheckCommand, "fix" | "diff"> {
  const isAsked = values.fix || values.diff;
  if (values["unsafe-fixes"] && !isAsked) throw new UsageError("--unsafe-fixes needs --fix or --diff");
  if (values.diff && (values.statistics || values["output-format"] !== "text")) throw new UsageError("--diff prints differences, no report");
  if (values.diff && (values["write-baseline"] || values["prune-baseline"])) throw new UsageError("--diff changes nothing, not the baseline either");
  return { fix: !isAsked ? "none" : values["unsafe-fixes"] ? "any" : "safe", diff: values.diff };
}

function baselineUse(values: ReturnType<typeof parse>["values"]): CheckCommand["baseline"]["use"] {
  const flags = { write: values["write-baseline"], prune: values["prune-baseline"], none: values["no-baseline"] };
  const uses = (["write", "prune", "none"] as const).filter((use) => flags[use]);
  if (uses.length > 1 || (uses[0] === "none" && values.baseline !== undefined)) throw new UsageError("these options for the baseline exclude one another");
  if (values.baseline === "") throw new UsageError("--baseline must name a file");
  return uses[0] ?? "check";
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const list = (given: readonly string[] | undefined) =>
  given
    ?.flatMap((item) => item.split(","))
    .map((item) => item.trim())
    .filter((item) => item !== "");

function selectors(given: readonly string[] | undefined, option: string): string[] | undefined {
  const items = list(given);
  const wrong = items?.map(selectorProblem).find((problem) => problem !== null);
  if (wrong) throw new UsageError(`${option}: ${wrong}`);
  return items;
}

function oneOf<T extends string>(values: readonly T[], given: string, option: string): T {
  const value = values.find((each) => each === given);
  if (value === undefined) throw new UsageError(`${option} must be one of ${values.join(", ")}`);
  return value;
}

function wholeNumber(given: string, option: string): number {
  if (!/^[1-9]\d{0,5}$/.test(given)) throw new UsageError(`${option} must be a whole number of at least 1`);
  return Number(given);
}
